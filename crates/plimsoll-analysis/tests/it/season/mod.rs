//! The posterior of a season.

mod edges;
mod forward;
mod kit;
mod observe;
mod prior;
mod ranks;
mod tiny;
