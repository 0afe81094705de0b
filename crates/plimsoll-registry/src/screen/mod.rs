//! Screening: which listed ship may a number or a name mean?
//!
//! [`Roll`] gathers what the lists at hand say, by whom they say it about. [`Roll::screen`] compares what is asked, rung by
//! rung: the hull number first, then names with a radio, then the radio alone, then names alone. Every answer carries its
//! reasons and the two values that were compared; none of them joins two lists, and none says that a ship is not listed.
//! Method page: `docs/methods/screening.md`.

mod ladder;
mod matches;
mod questions;
mod roll;

pub use ladder::{Asked, Found, ScreenParams};
pub use matches::list_matches;
pub use questions::{BatchQuestion, is_number, questions};
pub use roll::{Listed, ListedName, NameUse, Roll};
