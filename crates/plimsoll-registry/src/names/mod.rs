//! Names of ships: reading one, comparing two, and finding the nearest of many.
//!
//! A name is what a crew, a clerk or a list has typed: with or without spaces, with a prefix, a number in three forms, in
//! one of four scripts and several romanisations. A name proves no hull. Two things are asked of it here: whether two
//! texts are spellings of **one name**, and which of many names lie near a text. Method page: `docs/methods/names.md`.
//!
//! | module | holds |
//! |---|---|
//! | [`name`] | [`ShipName`]: what stands before the name, its words, its number |
//! | [`mod@compare`] | same name, a sister's, or another; with the reasons |
//! | [`index`] | [`NameIndex`]: candidates within a few slips of the pen |
//! | [`params`] | [`NameParams`] |

mod align;
pub mod compare;
mod distance;
mod edits;
pub mod index;
mod korean;
pub mod name;
mod numeral;
pub mod params;
mod pinyin;
mod pools;
mod reason;
mod romanise;
mod skeleton;
mod sounds;
#[cfg(test)]
mod tests;
mod tokens;

pub use compare::{NameMatch, NameVerdict, compare};
pub use index::{Hit, HitBasis, NameIndex};
pub use name::{ShipName, sister_class};
pub use numeral::Numeral;
pub use params::NameParams;
pub use reason::NameReason;
