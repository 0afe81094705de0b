//! The estimates: published numbers, independent second implementations, simulated seasons, real tables.

mod burrard;
mod depth;
mod fleet;
mod images;
pub(crate) mod kit;
mod ledger;
mod parameters;
mod posterior;
mod properties;
mod published;
pub(crate) mod season;
mod second;
