//! Draughts from images: hulls with known truth, pairs of one hull, people, ships and visits, what precision buys.

mod coverage;
mod kit;
mod pairs;
mod parameters;
mod people;
mod precision;
mod visits;
mod words;
