//! What is seen of a season drawn forwards, and how likely that is, by every assignment one by one. Written apart from the
//! kernel.

use super::forward::{Dice, Truth};
use super::kit;
use plimsoll_analysis::season::{SeasonInput, SeasonParams, SeasonSighting};

/// Sd of a length seen, m.
pub(super) const LENGTH_SD: f64 = 6.0;
/// Sd of a fill read.
pub(super) const FILL_SD: f64 = 0.05;

pub(super) fn normal_density(x: f64, mean: f64, sd: f64) -> f64 {
    (-0.5 * ((x - mean) / sd).powi(2)).exp() / (sd * std::f64::consts::TAU.sqrt())
}

/// Density of a length seen on ships of a log-normal population, by the midpoint rule over its quantiles' z.
pub(super) fn of_population(seen: f64, median: f64, ln_sd: f64) -> f64 {
    let step = 0.002;
    (0..5_000)
        .map(|k| -5.0 + step * (f64::from(k) + 0.5))
        .map(|z| {
            step * normal_density(z, 0.0, 1.0) * normal_density(seen, median * (ln_sd * z).exp(), LENGTH_SD)
        })
        .sum()
}

/// Share of a cargo on board so far through a stay.
pub(super) fn pumped(through: f64) -> f64 {
    ((through - 0.15) / 0.7).clamp(0.0, 1.0)
}

/// A ship at a place: who, and how much is on board as a share of full tanks.
pub(super) fn lying(truth: &Truth, loading: usize, place: usize, time_h: f64) -> Vec<(usize, usize, f64)> {
    let mut found = Vec::new();
    for (number, call) in truth.calls.iter().enumerate() {
        let (from, to) = if place == loading {
            (call.time_h[0], call.time_h[1])
        } else if place == call.place {
            (call.time_h[2], call.time_h[3])
        } else {
            continue;
        };
        if from <= time_h && time_h < to {
            let share = pumped((time_h - from) / (to - from));
            let share = if place == loading { share } else { 1.0 - share };
            found.push((number, call.ship, share * call.fill));
        }
    }
    found
}

/// Adds what is seen in every look of the input; `length_of` gives each ship's true length.
pub(super) fn observe(
    input: &mut SeasonInput,
    params: &SeasonParams,
    truth: &Truth,
    length_of: &[f64],
    dice: &mut Dice,
) {
    let bias = params.reading_bias_sd * dice.normal();
    for number in 0..input.looks.len() {
        let look = input.looks[number];
        let mut seen: Vec<(f64, Option<f64>)> = Vec::new();
        for (_, ship, on_board) in lying(truth, 0, look.place, look.time_h) {
            if dice.even() < look.p_see {
                let read = (dice.even() < 0.5).then(|| on_board + bias + FILL_SD * dice.normal());
                seen.push((length_of[ship] + LENGTH_SD * dice.normal(), read));
            }
        }
        for _ in 0..dice.poisson(look.false_rate) {
            // Half of the false ones give a reading too, evenly from empty to full.
            let read = (dice.even() < 0.5).then(|| dice.even());
            seen.push((dice.log_normal(85.0, 0.5) + LENGTH_SD * dice.normal(), read));
        }
        for (length_m, read) in seen {
            let ln_population = of_population(length_m, 85.0, 0.25).ln();
            let log_lr: Vec<f64> = input
                .hulls
                .iter()
                .map(|hull| {
                    normal_density(length_m, hull.length_m.expect("test ships have lengths").0, LENGTH_SD)
                        .ln()
                        - ln_population
                })
                .collect();
            let at = kit::seen(input, number, &log_lr);
            let sighting: &mut SeasonSighting = &mut input.sightings[at];
            sighting.length_m = Some((length_m, LENGTH_SD));
            sighting.log_lr_false = of_population(length_m, 85.0, 0.5).ln() - ln_population;
            sighting.fill = read.map(|read| (read, FILL_SD));
        }
    }
}

/// How likely the looks are given what happened, up to a constant, and for each sighting the chance that it is of each call.
pub(super) fn likelihood(
    input: &SeasonInput,
    truth: &Truth,
    bias: f64,
    length_of: &[f64],
) -> (f64, Vec<Vec<f64>>) {
    let mut product = 1.0;
    let mut of_call = vec![vec![0.0; truth.calls.len()]; input.sightings.len()];
    for (number, look) in input.looks.iter().enumerate() {
        let ships = lying(truth, 0, look.place, look.time_h);
        let seen: Vec<usize> =
            (0..input.sightings.len()).filter(|s| input.sightings[*s].look == Some(number)).collect();
        let weight = |s: usize, k: usize| -> f64 {
            let (sighting, (_, ship, on_board)) = (&input.sightings[s], ships[k]);
            let lr = match sighting.log_lr.get(ship) {
                Some(ln) => ln.exp(),
                None => sighting.length_m.map_or(1.0, |(length, sd)| {
                    normal_density(length, length_of[ship], sd) / of_population(length, 85.0, 0.25)
                }),
            };
            lr * sighting.fill.map_or(1.0, |(read, sd)| normal_density(read, on_board + bias, sd))
        };
        let mut taken = vec![None; seen.len()];
        let mut sum = 0.0;
        let mut shares = vec![vec![0.0; ships.len()]; seen.len()];
        all(0, &mut taken, ships.len(), &mut |taken| {
            let mut w = 1.0;
            for (at, ship) in taken.iter().enumerate() {
                w *= match ship {
                    Some(k) => look.p_see * weight(seen[at], *k),
                    None => look.false_rate * input.sightings[seen[at]].log_lr_false.exp(),
                };
            }
            let missed = ships.len() - taken.iter().flatten().count();
            w *= (1.0 - look.p_see).powi(missed as i32);
            sum += w;
            for (at, ship) in taken.iter().enumerate() {
                if let Some(k) = ship {
                    shares[at][*k] += w;
                }
            }
        });
        product *= sum;
        for (at, shares) in shares.iter().enumerate() {
            for (k, share) in shares.iter().enumerate() {
                of_call[seen[at]][ships[k].0] = if sum > 0.0 { share / sum } else { 0.0 };
            }
        }
    }
    (product, of_call)
}

/// Every way in which sightings are different ships, or none.
fn all(at: usize, taken: &mut Vec<Option<usize>>, ships: usize, each: &mut dyn FnMut(&[Option<usize>])) {
    if at == taken.len() {
        return each(taken);
    }
    taken[at] = None;
    all(at + 1, taken, ships, each);
    for ship in 0..ships {
        if !taken[..at].contains(&Some(ship)) {
            taken[at] = Some(ship);
            all(at + 1, taken, ships, each);
            taken[at] = None;
        }
    }
}
