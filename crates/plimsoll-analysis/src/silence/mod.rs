//! What a gap means: nobody listened, thin coverage, or a ship that did not transmit. The other ships received tell.
//!
//! Method page: `docs/methods/silence.md`. A ship heard before and after an hour was there in that hour; whether it was heard
//! in it says how good the reception was, in that cell, in that hour, for that class of radio. A gap in which a transmitting
//! ship would have been heard is a silence; why she was silent is a second question with a prior of its own.

mod cells;
mod judge;
mod listener;
mod reception;
mod ways;

pub use cells::{Cell, RadioClass};
pub use judge::{Judge, Judged};
pub use listener::{Asked, Heard, Listener, Own};
pub use reception::Received;

use plimsoll_model::{Gap, Position};

/// How silences are judged, section `[silence]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilenceParams {
    /// Side of a cell of reception, degrees of latitude; as far from west to east.
    pub cell_deg: f64,
    /// A ship heard twice within this was there in between, h.
    pub bridge_h: f64,
    /// A ship that would have had to go faster between two reports was not there in between, kn.
    pub max_speed_kn: f64,
    /// What is known of a cell at all hours counts as much as so many ship-hours of the hour itself.
    pub prior_ship_hours: f64,
    /// An hour in which no other ship was there counts so much of what the cell shows at other hours.
    pub unseen_weight: f64,
    /// Most that one hour can add to the hazard of being heard.
    pub most_hazard: f64,
    /// Shape of the spread of reception among ships: antennas differ. Small: wide.
    pub frailty_shape: f64,
    /// An hour in which at least so many ships were there and none was heard is an outage of the receivers there.
    pub outage_ships: u32,
    /// Share of the hours without anybody listening from which a gap is an outage.
    pub outage_share: f64,
    /// A gap is a silence if a transmitting ship had been missed with no more than this probability.
    pub silence_chance: f64,
    /// A gap is thin coverage if a transmitting ship had been missed with at least this probability.
    pub thin_chance: f64,
    /// Fewer other ships heard than this leave a gap undecided.
    pub least_ships: u32,
    /// Hours looked at from either end of a long gap.
    pub most_hours: u32,
    /// Most cells and hours asked for in one pass over the reports.
    pub most_asked: u32,
    /// Speed with which a ship is taken to come back from where she went, kn.
    pub way_speed_kn: f64,
    /// P(a ship turns her radio off on purpose where another report was due): low, middle, high.
    pub prior_on_purpose: [f64; 3],
    /// P(her radio fails, or is off for an innocent reason).
    pub prior_fault: f64,
    /// A gap that begins or ends this near to a place of interest is near it, nautical miles.
    pub near_place_nm: f64,
    /// Odds of purpose for a gap near a place of interest, beside one that is not.
    pub near_place_odds: f64,
    /// Odds of purpose for a ship under way when she fell silent, beside one at rest.
    pub under_way_odds: f64,
    /// A ship faster than this is under way, kn.
    pub under_way_kn: f64,
}

/// What is asked of a gap besides what its row says.
#[derive(Clone, Debug, PartialEq)]
pub struct GapQuestion<'a> {
    /// The gap.
    pub gap: &'a Gap,
    /// True if two ships share the radio: then nothing is told.
    pub is_shared: bool,
}

/// Nautical miles to the nearest of some positions; infinite without any.
pub(crate) fn nearest_nm(from: Position, places: &[Position]) -> f64 {
    places.iter().map(|p| from.distance_to(*p).to_metres() / 1852.0).fold(f64::INFINITY, f64::min)
}
