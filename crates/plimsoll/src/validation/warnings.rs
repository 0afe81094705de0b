//! What a reader of one season would have been warned of, without knowing the truth.
//!
//! Each is a number that is about standard normal when the season is inside the priors. Beyond [`LIMIT`] it warns.

use plimsoll_analysis::season::{SeasonDraw, SeasonInput, SeasonParams, SeasonPosterior, SeasonShip};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Beyond this many standard deviations a number warns.
pub const LIMIT: f64 = 2.6;

/// The names of the numbers, in their order.
pub const NAMES: [&str; 7] = [
    "stay at loading",
    "seen in mid-stay",
    "fill",
    "fleet not known",
    "idle time",
    "second half",
    "chains agree",
];

/// The numbers of a season.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Warnings(pub [f64; 7]);

impl Warnings {
    /// Of a posterior.
    pub fn of(input: &SeasonInput, params: &SeasonParams, posterior: &SeasonPosterior) -> Self {
        let mean = |of: &dyn Fn(&SeasonDraw) -> f64| super::figures::mean(posterior.draws.iter().map(of));
        let stay = mean(&|draw| (draw.shared.loading_stay_h / (24.0 * params.loading_stay_d)).ln());
        let idle = mean(&|draw| (draw.shared.idle_h / (24.0 * params.idle_d)).ln());
        let fill = mean(&|draw| draw.shared.fill - params.fill);
        let unknown = mean(&unknown_ships);
        Self([
            stay / params.stay_median_ln_sd,
            seen_in_mid_stay(input, posterior),
            fill / params.fill_mean_sd,
            (unknown - params.unregistered_mean) / params.unregistered_mean.max(0.1).sqrt(),
            idle / params.idle_fleet_ln_sd,
            mean(&|draw| second_half(draw, input.end_h)),
            chains_apart(posterior, params),
        ])
    }

    /// Which of the numbers warn. Chains warn only if they differ too much.
    pub fn raised(&self) -> [bool; 7] {
        std::array::from_fn(|k| if k == 6 { self.0[k] > LIMIT } else { self.0[k].abs() > LIMIT })
    }
}

fn unknown_ships(draw: &SeasonDraw) -> f64 {
    let ships: BTreeSet<_> = draw
        .calls
        .iter()
        .filter(|call| matches!(call.ship, SeasonShip::Unregistered(_)))
        .map(|call| call.ship)
        .collect();
    ships.len() as f64
}

fn second_half(draw: &SeasonDraw, end_h: f64) -> f64 {
    let second = draw.calls.iter().filter(|call| call.arrival_h >= end_h / 2.0).count() as f64;
    let all = draw.calls.len() as f64;
    (2.0 * second - all) / all.max(1.0).sqrt()
}

/// Between the first and the last sighting of a stay the ship was there: do the looks between show her as often as the effort log says?
/// The first and the last are left out: they are sightings by choice.
fn seen_in_mid_stay(input: &SeasonInput, posterior: &SeasonPosterior) -> f64 {
    let mut looks: Vec<(f64, usize, f64)> = Vec::new();
    for (number, look) in input.looks.iter().enumerate() {
        if input.places[look.place].is_loading {
            looks.push((look.time_h, number, look.p_see));
        }
    }
    looks.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut seen, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for draw in posterior.draws.iter().step_by(posterior.draws.len().div_ceil(100).max(1)) {
        for call in &draw.calls {
            let shown: BTreeMap<usize, f64> = call
                .sightings
                .iter()
                .map(|number| &input.sightings[*number])
                .filter(|sighting| sighting.place.is_some_and(|place| input.places[place].is_loading))
                .filter_map(|sighting| Some((sighting.look?, sighting.time_h)))
                .collect();
            let first = shown.values().fold(f64::INFINITY, |a, b| a.min(*b));
            let last = shown.values().fold(f64::NEG_INFINITY, |a, b| a.max(*b));
            let from = looks.partition_point(|look| look.0 <= first);
            for (_, number, p) in looks[from..].iter().take_while(|look| look.0 < last) {
                seen += f64::from(u8::from(shown.contains_key(number)));
                expected += p;
                variance += p * (1.0 - p);
            }
        }
    }
    let draws = posterior.draws.len().div_ceil(posterior.draws.len().div_ceil(100).max(1)) as f64;
    if variance > 0.0 { (seen - expected) / (variance * draws).sqrt() } else { 0.0 }
}

/// How far the means of the chains lie apart, in units in which the parameter for R-hat stands at the limit (Gelman and Rubin 1992,
/// of calls and barrels the worse).
fn chains_apart(posterior: &SeasonPosterior, params: &SeasonParams) -> f64 {
    let calls = r_hat(posterior, |draw| draw.calls.len() as f64);
    let barrels = r_hat(posterior, |draw| draw.total_bbl);
    LIMIT * (calls.max(barrels) - 1.0) / (params.most_r_hat - 1.0).max(1e-9)
}

fn r_hat(posterior: &SeasonPosterior, of: impl Fn(&SeasonDraw) -> f64) -> f64 {
    let halves = 2 * posterior.chains;
    let length = posterior.draws.len() / halves.max(1);
    if length < 2 {
        return 1.0;
    }
    let values: Vec<f64> = posterior.draws.iter().map(of).collect();
    let parts: Vec<&[f64]> = values.chunks_exact(length).take(halves).collect();
    let means: Vec<f64> = parts.iter().map(|part| part.iter().sum::<f64>() / length as f64).collect();
    let square = |part: &[f64], mean: f64| part.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    let within = parts.iter().zip(&means).map(|(part, mean)| square(part, *mean)).sum::<f64>()
        / (halves as f64 * (length as f64 - 1.0));
    let grand = means.iter().sum::<f64>() / halves as f64;
    let between = square(&means, grand) / (halves as f64 - 1.0);
    if within > 0.0 { ((length as f64 - 1.0) / length as f64 + between / within).sqrt() } else { 1.0 }
}
