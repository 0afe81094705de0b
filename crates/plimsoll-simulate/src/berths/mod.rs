//! A berth seen by radar through a season, with known truth.
//!
//! A seed makes a quay with a shed, a crane and a neighbouring berth, the ships that lie there (some of which send no
//! AIS), the weather, and two orbits from which a satellite looks. Every look can be rendered as a small image of two
//! bands. Ships, shed and crane are points that stand at a height, so that they lean towards the satellite and the two
//! orbits see the berth differently. Nothing here is shared with what reads such images.
//!
//! | module | holds |
//! |---|---|
//! | `season` | who lies where and when, the weather: [`BerthSeason`] |
//! | `quay` | what stands on land |
//! | `ship` | what of a ship a radar sees |
//! | `render` | the image of a look: [`BerthChip`] |

mod quay;
mod render;
mod season;
mod ship;

pub use render::BerthChip;
pub use season::{BerthCall, BerthSeason, LookTruth, Nuisance};

/// How a season at a berth is made.
#[derive(Clone, Debug, PartialEq)]
pub struct BerthSeasonParams {
    /// How many looks.
    pub looks: usize,
    /// Mean time between looks, d.
    pub look_interval_d: f64,
    /// Lines and samples of a look.
    pub side_px: usize,
    /// From pixel to pixel, m.
    pub spacing_m: f64,
    /// Mean time from a departure to the next arrival, d.
    pub mean_empty_d: f64,
    /// A look that finds the berth without a ship finds a tug or lighter with this probability.
    pub tug_alone: f64,
    /// Ships at the berth are at least and at most this long, m.
    pub length_m: (f64, f64),
    /// What may go wrong; all of it where this is true.
    pub has_nuisances: bool,
}
