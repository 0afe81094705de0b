//! Tiny seasons, against an integration over everything that can have happened: seasons drawn forwards by the thousand, each
//! weighed by how likely the looks are then.

use super::forward::{Dice, draw};
use super::kit::{self, DAY};
use super::observe::likelihood;
use plimsoll_analysis::season::{SeasonDraw, SeasonInput, SeasonParams, SeasonShip, posterior};

/// What is compared: probabilities and means.
fn values_of_draw(input: &SeasonInput, draw: &SeasonDraw) -> Vec<f64> {
    let n = draw.calls.len();
    let mut values: Vec<f64> = (0..4).map(|k| f64::from(u8::from(n == k))).collect();
    values.push(draw.calls.iter().map(|call| call.departure_h - call.arrival_h).sum());
    values.push(draw.calls.iter().map(|call| call.fill).sum());
    values.push(draw.calls.iter().map(|call| call.discharge_arrival_h).sum());
    values.push(draw.shared.loading_stay_h.ln());
    for sighting in 0..input.sightings.len() {
        let ship = draw.calls.iter().find(|call| call.sightings.contains(&sighting)).map(|call| call.ship);
        for hull in 0..input.hulls.len() {
            values.push(f64::from(u8::from(ship == Some(SeasonShip::Hull(hull)))));
        }
        values.push(f64::from(u8::from(matches!(ship, Some(SeasonShip::Unregistered(_))))));
    }
    values
}

/// The same by integration: means and their standard errors.
fn integrate(input: &SeasonInput, params: &SeasonParams, runs: usize) -> Vec<(f64, f64)> {
    let mut dice = Dice(11);
    let mut rows: Vec<(f64, Vec<f64>)> = Vec::new();
    for _ in 0..runs {
        let truth = draw(input, params, &mut dice);
        let bias = params.reading_bias_sd * dice.normal();
        let mut length_of: Vec<f64> = input.hulls.iter().map(|_| 0.0).collect();
        length_of.extend((0..truth.unregistered).map(|_| dice.log_normal(85.0, 0.25)));
        let (weight, of_call) = likelihood(input, &truth, bias, &length_of);
        let calls: Vec<_> = truth.calls.iter().filter(|call| call.time_h[0] >= 0.0).collect();
        let mut values: Vec<f64> = (0..4).map(|k| f64::from(u8::from(calls.len() == k))).collect();
        values.push(calls.iter().map(|call| call.time_h[1] - call.time_h[0]).sum());
        values.push(calls.iter().map(|call| call.fill).sum());
        values.push(calls.iter().map(|call| call.time_h[2]).sum());
        values.push(truth.loading_h.ln());
        for shares in &of_call {
            let sum = |is_hers: &dyn Fn(usize) -> bool| -> f64 {
                truth
                    .calls
                    .iter()
                    .zip(shares)
                    .filter(|(call, _)| call.time_h[0] >= 0.0 && is_hers(call.ship))
                    .map(|(_, share)| share)
                    .sum()
            };
            values.extend((0..input.hulls.len()).map(|hull| sum(&|ship| ship == hull)));
            values.push(sum(&|ship| ship >= input.hulls.len()));
        }
        rows.push((weight, values));
    }
    let total: f64 = rows.iter().map(|row| row.0).sum();
    (0..rows[0].1.len())
        .map(|k| {
            let mean = rows.iter().map(|row| row.0 * row.1[k]).sum::<f64>() / total;
            let variance = rows.iter().map(|row| (row.0 / total * (row.1[k] - mean)).powi(2)).sum::<f64>();
            (mean, variance.sqrt())
        })
        .collect()
}

fn compare(input: &SeasonInput, params: &SeasonParams, runs: usize) {
    let expected = integrate(input, params, runs);
    let found = posterior(input, params, 5).unwrap();
    let per_chain = found.draws.len() / found.chains;
    let mut worst: f64 = 0.0;
    for (k, (mean, error)) in expected.iter().enumerate() {
        let means: Vec<f64> = found
            .draws
            .chunks(per_chain)
            .map(|chain| {
                chain.iter().map(|draw| values_of_draw(input, draw)[k]).sum::<f64>() / per_chain as f64
            })
            .collect();
        let own = means.iter().sum::<f64>() / means.len() as f64;
        let variance = means.iter().map(|x| (x - own).powi(2)).sum::<f64>() / means.len() as f64;
        let own_error = (variance / (means.len() as f64 - 1.0)).sqrt();
        let z = (own - mean) / (error * error + own_error * own_error + 1e-12).sqrt();
        println!("{k:3} integrated {mean:9.4} +- {error:.4} chains {own:9.4} +- {own_error:.4} z {z:5.1}");
        worst = worst.max(z.abs());
    }
    println!("{:?}", found.accepted);
    assert!(worst < 4.5, "{worst}");
}

fn short(unregistered: usize) -> SeasonParams {
    let mut params = kit::params();
    params.idle_d = 6.0;
    params.warm_up_d = 3.0;
    params.takes_part_a = 2.0;
    params.unregistered_mean = if unregistered > 0 { 0.6 } else { 0.0 };
    params.unregistered_slots = unregistered;
    params.chains = 16;
    params.burn_in_steps = 10_000;
    params.steps = 200_000;
    params.draws = 1_000;
    params
}

#[test]
fn one_ship_and_a_few_looks_agree_with_integration() {
    let mut input = kit::season(9.0, &[160.0], 1);
    let looks: Vec<usize> =
        (0..9).map(|day| kit::look(&mut input, 0, (f64::from(day) + 0.4) * DAY, 0.7, 0.1)).collect();
    let there = kit::look(&mut input, 1, 5.0 * DAY, 0.8, 0.3);
    kit::seen(&mut input, looks[2], &[1.0]);
    kit::seen(&mut input, looks[6], &[1.5]);
    let at = kit::seen(&mut input, there, &[0.5]);
    input.sightings[at].fill = Some((0.5, 0.1));
    compare(&input, &short(0), 400_000);
}

#[test]
fn two_ships_and_one_that_no_register_has_agree_with_integration() {
    let mut input = kit::season(8.0, &[160.0, 300.0], 2);
    let looks: Vec<usize> =
        (0..8).map(|day| kit::look(&mut input, 0, (f64::from(day) + 0.3) * DAY, 0.6, 0.2)).collect();
    let there = kit::look(&mut input, 2, 5.5 * DAY, 0.5, 0.5);
    kit::seen(&mut input, looks[1], &[1.5, -0.5]);
    kit::seen(&mut input, looks[2], &[0.5, 0.7]);
    let second = kit::seen(&mut input, looks[2], &[-1.0, 1.2]);
    let long = kit::seen(&mut input, there, &[-2.0, -1.5]);
    input.sightings[long].length_m = Some((100.0, 6.0));
    input.sightings[second].length_m = Some((97.0, 6.0));
    input.sightings[second].fill = Some((0.7, 0.15));
    compare(&input, &short(2), 600_000);
}
