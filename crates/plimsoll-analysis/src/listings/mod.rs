//! Listings: what sanctions lists say about the day of a port visit, and which states a measure bound there.
//!
//! Method page: `docs/methods/listings.md`. Lists are never merged: each sentence names one list and its version.

mod standing;

pub use standing::{MeasureStanding, Question, UsableVersions};
