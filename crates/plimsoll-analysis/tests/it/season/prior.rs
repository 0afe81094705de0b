//! Without looks and sightings the posterior is the prior: counts, stays, gaps and all that is shared are those of seasons
//! drawn forwards.

use super::forward::{Dice, draw};
use super::kit;
use plimsoll_analysis::season::{SeasonDraw, SeasonInput, SeasonParams, SeasonShip, posterior};

/// Mean and variance of a number.
fn moments(numbers: &[f64]) -> (f64, f64) {
    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
    (mean, numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / numbers.len() as f64)
}

/// Means of a number by chain, and the standard error of their mean.
fn between(of: &dyn Fn(&SeasonDraw) -> f64, draws: &[SeasonDraw], chains: usize) -> (f64, f64) {
    let means: Vec<f64> = draws
        .chunks(draws.len() / chains)
        .map(|chain| moments(&chain.iter().map(of).collect::<Vec<_>>()).0)
        .collect();
    let (mean, variance) = moments(&means);
    (mean, (variance / (chains as f64 - 1.0)).sqrt())
}

struct Expected {
    name: &'static str,
    mean: f64,
    error: f64,
}

fn forwards(input: &SeasonInput, params: &SeasonParams, runs: usize) -> Vec<Expected> {
    let mut dice = Dice(7);
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); 9];
    for _ in 0..runs {
        let truth = draw(input, params, &mut dice);
        let calls: Vec<_> = truth.calls.iter().filter(|call| call.time_h[0] >= 0.0).collect();
        let n = calls.len() as f64;
        let mut ships: Vec<usize> = calls.iter().map(|call| call.ship).collect();
        ships.sort_unstable();
        ships.dedup();
        let sum = |of: &dyn Fn(&[f64; 5]) -> f64| calls.iter().map(|call| of(&call.time_h)).sum::<f64>();
        let values = [
            n,
            n * n,
            ships.len() as f64,
            sum(&|time| (time[1] - time[0]).ln()),
            sum(&|time| time[2] - time[1]),
            sum(&|time| time[3] - time[2]),
            calls.iter().map(|call| call.fill).sum::<f64>(),
            truth.idle_h.ln(),
            calls.iter().filter(|call| call.place == 1).count() as f64,
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
    }
    let names = [
        "calls",
        "calls squared",
        "ships",
        "ln loading stays",
        "laden legs",
        "discharge stays",
        "fills",
        "ln idle",
        "at place 1",
    ];
    names
        .into_iter()
        .zip(&columns)
        .map(|(name, column)| {
            let (mean, variance) = moments(column);
            Expected { name, mean, error: (variance / runs as f64).sqrt() }
        })
        .collect()
}

fn of_draw(number: usize, draw: &SeasonDraw) -> f64 {
    let n = draw.calls.len() as f64;
    let sum =
        |of: &dyn Fn(&plimsoll_analysis::season::SeasonCall) -> f64| draw.calls.iter().map(of).sum::<f64>();
    match number {
        0 => n,
        1 => n * n,
        2 => {
            let mut ships: Vec<SeasonShip> = draw.calls.iter().map(|call| call.ship).collect();
            ships.sort_unstable();
            ships.dedup();
            ships.len() as f64
        }
        3 => sum(&|call| (call.departure_h - call.arrival_h).ln()),
        4 => sum(&|call| call.discharge_arrival_h - call.departure_h),
        5 => sum(&|call| call.discharge_departure_h - call.discharge_arrival_h),
        6 => sum(&|call| call.fill),
        7 => draw.shared.idle_h.ln(),
        _ => sum(&|call| f64::from(u8::from(call.place == 1))),
    }
}

/// Compares; fails beyond 4.5 standard errors of both.
fn compare(input: &SeasonInput, params: &SeasonParams) {
    let expected = forwards(input, params, 40_000);
    let found = posterior(input, params, 3).unwrap();
    let mut worst: f64 = 0.0;
    for (number, Expected { name, mean, error }) in expected.iter().enumerate() {
        let (own, own_error) = between(&|draw| of_draw(number, draw), &found.draws, found.chains);
        let z = (own - mean) / (own_error * own_error + error * error).sqrt();
        println!("{name:18} forwards {mean:9.4} chains {own:9.4} +- {own_error:.4}, z {z:5.1}");
        worst = worst.max(z.abs());
    }
    println!("{:?}", found.accepted);
    assert!(worst < 4.5, "{worst}");
}

#[test]
fn without_looks_the_posterior_is_the_prior_of_seasons_drawn_forwards() {
    let mut params = kit::params();
    params.idle_d = 30.0;
    params.warm_up_d = 20.0;
    params.takes_part_a = 2.0;
    params.unregistered_mean = 0.7;
    params.unregistered_slots = 3;
    params.chains = 16;
    params.steps = 400_000;
    params.draws = 2_000;
    params.burn_in_steps = 20_000;
    compare(&kit::season(60.0, &[160.0, 600.0], 2), &params);
}

#[test]
fn one_busy_ship_without_looks_is_as_busy_as_forwards() {
    let mut params = kit::params();
    params.idle_d = 10.0;
    params.takes_part_a = 50.0;
    params.takes_part_b = 0.5;
    params.unregistered_slots = 0;
    params.unregistered_mean = 0.0;
    params.chains = 12;
    params.steps = 400_000;
    params.draws = 1_000;
    params.burn_in_steps = 20_000;
    compare(&kit::season(90.0, &[160.0, 600.0], 1), &params);
}
