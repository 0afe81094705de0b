//! A season of port calls: invented tankers that load at one place and discharge at others, who looked when, and what was seen.
//!
//! | module | holds |
//! |---|---|
//! | [`mod@settings`] | every number a season is drawn with |
//! | [`fleet`] | the invented hulls, their particulars, who of them is on a made list |
//! | [`render`] | the same as bytes: pictures, radio messages, lists, a case folder |
//! | [`mod@truth`] | what really happened: every call with its times, place and barrels |
//! | [`mod@looks`] | who looked at which place when, through how much cloud |
//! | [`emulate`] | what is seen of it, without pixels |
//! | [`conditioned`] | a seed whose season looks like a published one |
//!
//! Times are hours from the start of the period. Nothing is real but the places and the distances between them.

pub mod conditioned;
pub mod emulate;
pub mod fleet;
mod law;
pub mod looks;
pub mod render;
pub mod settings;
pub mod truth;

pub use conditioned::{ObservedPattern, conditioned_seed};
pub use emulate::{
    EmulatedFix, EmulatedSeason, EmulatedSighting, EmulatorSettings, Measured, RegisterEntry,
    SightingSettings,
};
pub use fleet::TrueHull;
pub use looks::{LookSettings, Sensor, TrueLook};
pub use settings::{PlaceSettings, SeasonSettings};
pub use truth::{SeasonTruth, TrueCall, Whereabouts};
