//! Simulation-based calibration (Talts and others 2018): the truth of a season drawn forwards from the prior ranks evenly
//! among the draws of the posterior.

use super::forward::{Dice, draw};
use super::kit::{self, DAY};
use super::observe::observe;
use plimsoll_analysis::season::{SeasonDraw, SeasonInput, SeasonParams, posterior};

fn settings() -> SeasonParams {
    let mut params = kit::params();
    params.idle_d = 12.0;
    params.unregistered_mean = 0.7;
    params.unregistered_slots = 3;
    params.burn_in_steps = 40_000;
    params.steps = 120_000;
    params.draws = 50;
    params
}

/// Looks at three places over 50 days: a cloud lies over every third.
fn looked_at(dice: &mut Dice) -> SeasonInput {
    let mut input = kit::season(50.0, &[160.0, 500.0], 5);
    for hull in &mut input.hulls {
        hull.length_m = Some((dice.log_normal(85.0, 0.25), 1.0));
    }
    for day in 0..50 {
        for place in 0..3 {
            let p_see = if dice.even() < 0.35 { 0.0 } else { 0.9 };
            if place == 0 || day % 2 == 0 {
                kit::look(&mut input, place, (f64::from(day) + dice.even()) * DAY, p_see, 0.1);
            }
        }
    }
    input
}

/// What is ranked.
const NAMES: [&str; 7] =
    ["calls", "barrels", "idle", "loading stay", "discharge stay", "mean fill", "crossing"];

fn ranked(draw: &SeasonDraw) -> [f64; 7] {
    [
        draw.calls.len() as f64,
        draw.total_bbl,
        draw.shared.idle_h,
        draw.shared.loading_stay_h,
        draw.shared.discharge_stay_h,
        draw.shared.fill,
        draw.crossing_h.unwrap_or(1e9),
    ]
}

/// One season: rank of each truth among the draws, from 0 to 1; ties are broken at random.
fn ranks(seed: u64, params: &SeasonParams) -> [f64; 7] {
    let mut dice = Dice(seed * 1_000_003);
    let mut input = looked_at(&mut dice);
    let truth = draw(&input, params, &mut dice);
    let mut length_of: Vec<f64> = input.hulls.iter().map(|hull| hull.length_m.unwrap().0).collect();
    let mut capacity: Vec<f64> =
        input.hulls.iter().map(|hull| dice.log_normal(hull.capacity_bbl.0, hull.capacity_bbl.1)).collect();
    let mut cubes: Vec<f64> =
        input.hulls.iter().zip(&length_of).map(|(hull, m)| hull.capacity_bbl.0 / m.powi(3)).collect();
    cubes.sort_by(f64::total_cmp);
    for _ in 0..truth.unregistered {
        let length = dice.log_normal(85.0, 0.25);
        length_of.push(length);
        capacity.push(
            dice.log_normal(cubes[cubes.len() / 2] * length.powi(3), params.unregistered_capacity_ln_sd),
        );
    }
    observe(&mut input, params, &truth, &length_of, &mut dice);
    input.cap_bbl = 150_000.0;
    let common =
        dice.log_normal(1.0, params.capacity_shared_ln_sd) * dice.log_normal(1.0, params.product_ln_sd);
    let mut departures: Vec<(f64, f64)> = truth
        .calls
        .iter()
        .filter(|call| call.time_h[0] >= 0.0)
        .map(|call| (call.time_h[1], capacity[call.ship] * call.fill * common))
        .collect();
    departures.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = departures.iter().map(|call| call.1).sum();
    let mut sum = 0.0;
    let crossing = departures.iter().find(|call| {
        sum += call.1;
        sum > input.cap_bbl && call.0 < input.cap_window_h.1
    });
    let crossing = crossing.map_or(1e9, |call| call.0);
    let values =
        [truth.count() as f64, total, truth.idle_h, truth.loading_h, truth.discharge_h, truth.fill, crossing];
    let found = posterior(&input, params, seed).unwrap();
    let draws: Vec<[f64; 7]> = found.draws.iter().map(ranked).collect();
    std::array::from_fn(|k| {
        let below = draws.iter().filter(|draw| draw[k] < values[k]).count() as f64;
        let ties = draws.iter().filter(|draw| (draw[k] - values[k]).abs() < 1e-9).count() as f64;
        (below + dice.even() * ties) / draws.len() as f64
    })
}

#[test]
fn truths_of_seasons_drawn_forwards_rank_evenly_among_the_draws() {
    let params = settings();
    let seasons = 60;
    let found: Vec<[f64; 7]> = (1..=seasons).map(|seed| ranks(seed, &params)).collect();
    for (k, name) in NAMES.iter().enumerate() {
        let mut bins = [0u32; 5];
        for rank in &found {
            bins[((rank[k] * 5.0) as usize).min(4)] += 1;
        }
        let within = |half: f64| found.iter().filter(|rank| (rank[k] - 0.5).abs() <= half).count() as f64;
        let (n, even) = (found.len() as f64, found.len() as f64 / 5.0);
        let chi_square: f64 = bins.iter().map(|bin| (f64::from(*bin) - even).powi(2) / even).sum();
        println!(
            "{name:15} {bins:?} chi2 {chi_square:.1}; 50 % holds {:.2}, 90 % holds {:.2}",
            within(0.25) / n,
            within(0.45) / n
        );
        // Four degrees of freedom: 18.5 at one in a thousand; seven quantities.
        assert!(chi_square < 23.0, "{name}: {bins:?}");
    }
}
