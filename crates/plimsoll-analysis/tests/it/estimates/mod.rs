//! The estimates: published numbers, independent second implementations, simulated seasons, real tables.

mod burrard;
mod depth;
mod fleet;
mod kit;
mod ledger;
mod parameters;
mod properties;
mod published;
mod season;
mod second;
