//! What is believed of a season before anything is seen, and how long its posterior is drawn. Section `[season]`.

use super::input::SeasonError;
use crate::draws::{number, whole_number};
use serde::{Deserialize, Serialize};

/// Priors and lengths of run. Section `[season]`; method page: `docs/methods/season.md`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeasonParams {
    /// How long before the period ships are followed, d.
    pub warm_up_d: f64,
    /// Share of the register that takes part: a Beta distribution, its first number.
    pub takes_part_a: f64,
    /// And its second.
    pub takes_part_b: f64,
    /// Ships that are not in the register, expected.
    pub unregistered_mean: f64,
    /// At most so many of them.
    pub unregistered_slots: usize,
    /// Mean time a ship idles between two calls, median over fleets, d.
    pub idle_d: f64,
    /// How sure that median is: sd of its logarithm.
    pub idle_fleet_ln_sd: f64,
    /// How ships of a fleet differ in it: sd of the logarithm.
    pub idle_ship_ln_sd: f64,
    /// Median stay at the loading place, d.
    pub loading_stay_d: f64,
    /// Median stay at a discharge place, d.
    pub discharge_stay_d: f64,
    /// How sure the medians of stays are: sd of their logarithm.
    pub stay_median_ln_sd: f64,
    /// How stays differ: sd of the logarithm.
    pub stay_ln_sd: f64,
    /// Speed made good on a leg, kn: mean.
    pub speed_kn: f64,
    /// Its sd.
    pub speed_sd_kn: f64,
    /// No leg is slower, kn.
    pub speed_least_kn: f64,
    /// No leg is faster, kn.
    pub speed_most_kn: f64,
    /// Share of the tanks that is filled, mean over calls.
    pub fill: f64,
    /// How sure that mean is: sd.
    pub fill_mean_sd: f64,
    /// How calls differ: sd.
    pub fill_sd: f64,
    /// No call takes less.
    pub fill_least: f64,
    /// Error common to all readings of fill: sd.
    pub reading_bias_sd: f64,
    /// Share of a stay at either end in which nothing is pumped.
    pub idle_pump_share: f64,
    /// Density of what is read on a ship that is not of the fleet: evenly from empty to full is 1.
    pub false_fill_density: f64,
    /// A chance observation of something that is not of the fleet, against one of a ship of the fleet that is there: odds.
    pub chance_false_odds: f64,
    /// Share of sightings of a ship whose sizes say nothing of her: two ships taken for one, one for two, a shed for a stern.
    pub gross_error_share: f64,
    /// No look has fewer false sightings expected.
    pub least_false_rate: f64,
    /// No look sees more surely.
    pub most_p_see: f64,
    /// A fix this near to a place, h of sailing, is at the place.
    pub fix_slack_h: f64,
    /// Length over all of a ship that is not in the register, m: median.
    pub population_length_m: f64,
    /// Sd of its logarithm.
    pub population_length_ln_sd: f64,
    /// Her length for her beam: median.
    pub population_length_to_beam: f64,
    /// Sd of its logarithm.
    pub population_length_to_beam_ln_sd: f64,
    /// Place of her superstructure, share of the length from the stern: mean.
    pub population_superstructure: f64,
    /// Its sd.
    pub population_superstructure_sd: f64,
    /// What her tanks take at the median length, barrels, where no ship of the register says it; with the cube of the length.
    pub unregistered_capacity_bbl: f64,
    /// Sd of the logarithm of what her tanks take.
    pub unregistered_capacity_ln_sd: f64,
    /// Error common to the capacities of all ships: sd of the logarithm.
    pub capacity_shared_ln_sd: f64,
    /// Error common to all from what is in the tanks: sd of the logarithm.
    pub product_ln_sd: f64,
    /// Chains.
    pub chains: usize,
    /// Steps of a chain that are thrown away.
    pub burn_in_steps: usize,
    /// Steps after them.
    pub steps: usize,
    /// Draws kept of them.
    pub draws: usize,
    /// A quantity whose chains differ by more (R-hat) is warned of.
    pub most_r_hat: f64,
    /// Whole ways of a ship are drawn in cells of so many hours.
    pub cell_h: f64,
    /// A look that would have shown a ship this surely and shows none rules out a stay, for the upper bound.
    pub clear_p: f64,
}

impl SeasonParams {
    /// Checks the limits of each.
    ///
    /// # Errors
    /// [`SeasonError::Parameter`] names the first that is out of its limits.
    pub fn check(&self) -> Result<(), SeasonError> {
        let positive = |key, value| number(key, value, 1e-6, 1e9);
        let share = |key, value| number(key, value, 0.0, 1.0);
        let faults = [
            number("warm_up_d", self.warm_up_d, 0.0, 1000.0),
            positive("takes_part_a", self.takes_part_a),
            positive("takes_part_b", self.takes_part_b),
            number("unregistered_mean", self.unregistered_mean, 0.0, 100.0),
            number("unregistered_slots", self.unregistered_slots as f64, 0.0, 40.0),
            positive("idle_d", self.idle_d),
            positive("idle_fleet_ln_sd", self.idle_fleet_ln_sd),
            positive("idle_ship_ln_sd", self.idle_ship_ln_sd),
            positive("loading_stay_d", self.loading_stay_d),
            positive("discharge_stay_d", self.discharge_stay_d),
            positive("stay_median_ln_sd", self.stay_median_ln_sd),
            positive("stay_ln_sd", self.stay_ln_sd),
            positive("speed_least_kn", self.speed_least_kn),
            number("speed_most_kn", self.speed_most_kn, self.speed_least_kn + 0.1, 100.0),
            number("speed_kn", self.speed_kn, self.speed_least_kn, self.speed_most_kn),
            positive("speed_sd_kn", self.speed_sd_kn),
            share("fill_least", self.fill_least),
            number("fill", self.fill, self.fill_least, 1.0),
            positive("fill_mean_sd", self.fill_mean_sd),
            positive("fill_sd", self.fill_sd),
            positive("reading_bias_sd", self.reading_bias_sd),
            number("idle_pump_share", self.idle_pump_share, 0.0, 0.49),
            positive("false_fill_density", self.false_fill_density),
            positive("chance_false_odds", self.chance_false_odds),
            number("gross_error_share", self.gross_error_share, 0.0, 0.9),
            number("least_false_rate", self.least_false_rate, 1e-12, 1.0),
            number("most_p_see", self.most_p_see, 0.0, 1.0 - 1e-9),
            number("fix_slack_h", self.fix_slack_h, 0.0, 100.0),
            positive("population_length_m", self.population_length_m),
            positive("population_length_ln_sd", self.population_length_ln_sd),
            positive("population_length_to_beam", self.population_length_to_beam),
            positive("population_length_to_beam_ln_sd", self.population_length_to_beam_ln_sd),
            share("population_superstructure", self.population_superstructure),
            positive("population_superstructure_sd", self.population_superstructure_sd),
            positive("unregistered_capacity_bbl", self.unregistered_capacity_bbl),
            number("unregistered_capacity_ln_sd", self.unregistered_capacity_ln_sd, 0.0, 3.0),
            number("capacity_shared_ln_sd", self.capacity_shared_ln_sd, 0.0, 3.0),
            number("product_ln_sd", self.product_ln_sd, 0.0, 3.0),
            whole_number("chains", self.chains, 64),
            number("burn_in_steps", self.burn_in_steps as f64, 0.0, 1e10),
            whole_number("steps", self.steps, 10_000_000_000),
            whole_number("draws", self.draws, self.steps),
            number("most_r_hat", self.most_r_hat, 1.0, 10.0),
            number("cell_h", self.cell_h, 0.25, 24.0),
            share("clear_p", self.clear_p),
        ];
        match faults.into_iter().flatten().next() {
            Some(fault) => Err(SeasonError::Parameter(fault)),
            None => Ok(()),
        }
    }
}
