//! What the posterior of a season holds: draws of the whole season, and what they say together.

use std::collections::BTreeMap;

/// The ship of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeasonShip {
    /// A ship of the register, by her number in [`super::SeasonInput::hulls`].
    Hull(usize),
    /// A ship that is not in the register. The number tells such ships of one draw apart, no more.
    Unregistered(usize),
}

/// One call of one draw: a stay at the loading place, the voyage and the stay at a discharge place.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonCall {
    /// Whose.
    pub ship: SeasonShip,
    /// Arrival at the loading place, h.
    pub arrival_h: f64,
    /// Departure from it, h.
    pub departure_h: f64,
    /// Discharge place, by its number in [`super::SeasonInput::places`].
    pub place: usize,
    /// Arrival there, h.
    pub discharge_arrival_h: f64,
    /// Departure from there, h.
    pub discharge_departure_h: f64,
    /// Share of the tanks that was filled.
    pub fill: f64,
    /// What the tanks take by the register, or by the length of a ship that is not in it, barrels.
    pub capacity_bbl: f64,
    /// Factor of this draw on it that is the ship's own.
    pub own_capacity_error: f64,
    /// Barrels, with all errors.
    pub volume_bbl: f64,
    /// Sightings that are of this call, by their numbers, in order.
    pub sightings: Vec<usize>,
}

/// What calls of a draw have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonShared {
    /// Share of the register that takes part.
    pub takes_part: f64,
    /// Median over the fleet of the mean time idled, h.
    pub idle_h: f64,
    /// Median stay at the loading place, h.
    pub loading_stay_h: f64,
    /// Median stay at a discharge place, h.
    pub discharge_stay_h: f64,
    /// Probability of each place as discharge place; 0 for the loading place.
    pub place_shares: Vec<f64>,
    /// Mean fill.
    pub fill: f64,
    /// Error common to all readings of fill.
    pub reading_bias: f64,
    /// Error common to all capacities, standard normal.
    pub capacity_z: f64,
    /// Error common to all from the product, standard normal.
    pub product_z: f64,
    /// ln of the factor that both put on all barrels.
    pub ln_common: f64,
}

/// One draw of the season: calls that arrive within `[0, end_h)`.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonDraw {
    /// The calls in order of arrival.
    pub calls: Vec<SeasonCall>,
    /// What they have in common.
    pub shared: SeasonShared,
    /// Barrels of all calls.
    pub total_bbl: f64,
    /// Barrels of all calls if every capacity were the register's.
    pub total_at_listed_capacity_bbl: f64,
    /// When the cap was crossed, h: the departure with which notified barrels and those of calls that departed within the
    /// window of the cap exceed it. `None` if they do not.
    pub crossing_h: Option<f64>,
    /// Calls by ships that were on a list on arrival.
    pub listed_calls: usize,
}

/// 5th, 50th and 95th percentile, mean, and how well the chains know them.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonQuantity {
    /// What.
    pub name: &'static str,
    /// 5th percentile.
    pub low: f64,
    /// Median.
    pub mid: f64,
    /// 95th percentile.
    pub high: f64,
    /// Mean.
    pub mean: f64,
    /// How much the chains differ (split R-hat); 1 where they agree.
    pub r_hat: f64,
    /// Independent draws that these are worth.
    pub effective: f64,
}

/// One call as the draws together have it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsensusCall {
    /// Probability that there was such a call.
    pub p: f64,
    /// Sightings that some draws give to it, by number, and with which probability, given that there was one.
    pub sightings: Vec<(usize, f64)>,
    /// Ships of the register by probability, greatest first, given that there was such a call.
    pub ships: Vec<(usize, f64)>,
    /// Probability of a ship that is not in the register.
    pub p_unregistered: f64,
    /// Arrival: 5th, 50th, 95th percentile, h.
    pub arrival_h: [f64; 3],
    /// Departure: the same.
    pub departure_h: [f64; 3],
    /// Arrival at the discharge place: the same.
    pub discharge_arrival_h: [f64; 3],
    /// Discharge places by probability, greatest first.
    pub places: Vec<(usize, f64)>,
    /// Fill: 5th, 50th, 95th percentile.
    pub fill: [f64; 3],
    /// Barrels: the same.
    pub volume_bbl: [f64; 3],
}

/// The posterior of a season.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonPosterior {
    /// The draws, chain after chain.
    pub draws: Vec<SeasonDraw>,
    /// Chains; each has the same number of draws.
    pub chains: usize,
    /// Length of the period, h.
    pub end_h: f64,
    /// Share of proposals accepted by kind of move.
    pub accepted: BTreeMap<&'static str, f64>,
    /// Steps taken by all chains.
    pub steps: usize,
    /// The most calls that could have been made, by feasibility.
    pub most_calls: usize,
    /// Above this R-hat a quantity is warned of.
    pub most_r_hat: f64,
}
