//! The estimates: published numbers, independent second implementations, simulated seasons, real tables.

mod kit;
mod published;
