//! Calls with draughts read from images, with known truth: the ships of the seasons, seen with an error of each image and
//! one of the hull.

use super::kit::*;
use super::season::{Chance, Ship, Truth, holds, median};
use plimsoll_analysis::cargo::{ShipDraws, call_draws, cargo};
use plimsoll_analysis::inputs::Held;
use plimsoll_model::{DraughtPair, DraughtReading, DraughtSource, Estimate, Product};

/// Which images there are.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Images {
    Both,
    Departure,
}

struct Scored {
    inside: f64,
    calls: f64,
    totals_inside: f64,
    relative_width: f64,
    errors: Vec<f64>,
    wrong_p: f64,
}

/// A pair as images show it: own error of each, an error of the hull in both.
pub(super) fn pair(call: &Call, seen: [f64; 2], own_sd: f64, hull_sd: f64, images: Images) -> DraughtPair {
    let sd = own_sd.hypot(hull_sd);
    let around = |x: f64| Estimate::new((x - 1.645 * sd).max(0.0), x.max(0.0), (x + 1.645 * sd).max(0.0));
    let (change, least) = (seen[1] - seen[0], (1.645 * own_sd * 2.0_f64.sqrt()).max(0.5));
    let reading = match images {
        Images::Departure => DraughtReading::Missing,
        Images::Both if change >= least => DraughtReading::Loading,
        Images::Both if change <= -least => DraughtReading::Discharge,
        Images::Both => DraughtReading::Unchanged,
    };
    let has_arrival = images == Images::Both;
    DraughtPair {
        arrival_m: around(seen[0]).filter(|_| has_arrival),
        departure_m: around(seen[1]),
        arrival_source: has_arrival.then_some(DraughtSource::Image),
        departure_source: Some(DraughtSource::Image),
        arrival_sd_m: has_arrival.then_some(sd),
        departure_sd_m: Some(sd),
        hull_sd_m: Some(hull_sd),
        reading,
        ..call.draughts.clone()
    }
}

/// One call: her draughts, and what she took on.
fn truth_of(ship: &Ship, truth: &Truth, defaults: &Defaults, chance: &mut Chance) -> ([f64; 2], f64) {
    let c = &defaults.cargo;
    let expansion = |rho: f64| (186.9696 / rho + 0.4862) / rho;
    let warm = expansion(truth.density * 1000.0) * (truth.loading_temperature_c - 15.0);
    let consumables = ship.deadweight * chance.between(c.consumables_share_min, c.consumables_share_max);
    let residual = ship.deadweight * chance.between(0.0, c.residual_ballast_share_max);
    let by_volume = 0.98 * ship.tank * truth.density * (-warm * (1.0 + 0.8 * warm)).exp();
    let most = (ship.deadweight - consumables - residual).min(by_volume);
    let fill = (truth.fill_mean + c.fill_spread_share * chance.normal()).clamp(0.0, 1.0);
    // A share comes with cargo: the ballast of a ship at her most, and any cargo up to what she leaves with.
    let most_ballast = ship.deadweight * truth.ballast_share;
    let on_board = chance.uniform() * (residual + fill * most - most_ballast).max(0.0);
    let is_part_laden = chance.happens(c.part_laden_share);
    let before = if is_part_laden { on_board } else { 0.0 };
    let ballast = most_ballast * if is_part_laden { 1.0 } else { chance.between(0.5, 1.0) };
    let loads = chance.happens(truth.p_loaded);
    let draught = |weight: f64| ship.draught(ship.lightship + consumables + weight, truth.water);
    let arrival = draught(ballast + before);
    let departure = if loads { draught(residual + fill * most) } else { arrival };
    ([arrival, departure], if loads { fill * most - before } else { 0.0 })
}

fn score(seasons: u64, own_sd: f64, hull_sd: f64, images: Images, fill: Option<f64>) -> Scored {
    let defaults = defaults(384);
    let shared = shared(&defaults);
    let held = Held::none();
    let mut scored = Scored {
        inside: 0.0,
        calls: 0.0,
        totals_inside: 0.0,
        relative_width: 0.0,
        errors: vec![],
        wrong_p: 0.0,
    };
    for number in 0..seasons {
        let chance = &mut Chance::new(900_000 + number);
        let truth = Truth::drawn(&defaults.cargo, &defaults.particulars, fill, chance);
        let (mut sum, mut true_sum) = (vec![0.0; shared.draws()], 0.0);
        for k in 0..4 {
            let ship = Ship::new(900_000 + number as i64 * 1000 + k, &truth, &defaults, chance);
            let draws_of_ship = ShipDraws::new(&ship.vessel, &defaults.particulars, &shared, &held).unwrap();
            let of_hull = hull_sd * chance.normal();
            for visit in 0..4 {
                let (draughts, cargo_t) = truth_of(&ship, &truth, &defaults, chance);
                let seen = draughts.map(|t| t + of_hull + own_sd * chance.normal());
                let end = time("2024-03-07T12:00:00Z") + jiff::SignedDuration::from_hours(139 * visit);
                let mut call = Call::at_loading(ship.vessel.clone(), end, [None, None], &defaults);
                call.product = Some(Product::Gasoil);
                call.draughts = pair(&call, seen, own_sd, hull_sd, images);
                let Some(draws) =
                    call_draws(&call.borrowed(), &draws_of_ship, &shared, &defaults.cargo, &held)
                else {
                    continue;
                };
                let row = cargo(&call.borrowed(), Some(&draws), &shared);
                let estimate = row.cargo_t.unwrap();
                let says_loaded = draws.p_loaded > 0.5;
                scored.wrong_p += f64::from(u8::from(says_loaded != (cargo_t > 0.0)));
                sum.iter_mut().zip(&draws.cargo_t).for_each(|(s, t)| *s += t);
                true_sum += cargo_t;
                scored.calls += 1.0;
                scored.inside += f64::from(u8::from(holds(estimate, cargo_t)));
                if cargo_t > 0.0 {
                    scored.relative_width += (estimate.high() - estimate.low()) / ship.deadweight;
                    scored.errors.push((estimate.mid() - cargo_t) / ship.deadweight);
                }
            }
        }
        sum.sort_by(f64::total_cmp);
        let at = |p: f64| sum[(p * (sum.len() - 1) as f64).round() as usize];
        scored.totals_inside +=
            f64::from(u8::from((at(0.05)..=at(0.95)).contains(&true_sum))) / seasons as f64;
    }
    scored.relative_width /= scored.errors.len() as f64;
    scored
}

fn print(name: &str, s: &Scored) {
    println!(
        "{name}: 90 % interval holds the cargo of {:.3} of {} calls, the total of {:.3} of the seasons; width {:.2} of deadweight, \
         median error {:+.3}; taken for the other {:.3}",
        s.inside / s.calls,
        s.calls,
        s.totals_inside,
        s.relative_width,
        median(&s.errors),
        s.wrong_p / s.calls
    );
}

#[test]
fn intervals_of_cargo_by_images_hold_the_truth_as_often_as_they_promise() {
    for (name, own_sd, hull_sd, images) in [
        ("two images, own 0.15 m, hull 0.6 m", 0.15, 0.6, Images::Both),
        ("two images, own 0.25 m, hull 0.1 m", 0.25, 0.1, Images::Both),
        ("two images, own 0.5 m, hull 0.6 m", 0.5, 0.6, Images::Both),
        ("departure only, own 0.25 m, hull 0.1 m", 0.25, 0.1, Images::Departure),
        ("departure only, own 0.25 m, hull 0.6 m", 0.25, 0.6, Images::Departure),
    ] {
        let scored = score(150, own_sd, hull_sd, images, None);
        print(name, &scored);
        let share = scored.inside / scored.calls;
        // Ships that did not load have a cargo of nothing, which an interval from nothing holds.
        assert!((0.86..=0.97).contains(&share), "{name}: {share}");
        assert!((0.83..=0.97).contains(&scored.totals_inside), "{name}: {}", scored.totals_inside);
        // The draws in which she did not load pull the median of a call down: most where an image alone must tell.
        assert!(median(&scored.errors).abs() < 0.05, "{name}");
    }
}

#[test]
fn two_images_stand_against_a_wrong_prior_for_fill_better_than_one() {
    // Ships half full in truth, where the prior says 0.86; the depth of the hull is hardly known.
    let one = score(60, 0.15, 0.6, Images::Departure, Some(0.55));
    let two = score(60, 0.15, 0.6, Images::Both, Some(0.55));
    print("true mean fill 0.55, departure only", &one);
    print("true mean fill 0.55, two images", &two);
    assert!(median(&two.errors).abs() < median(&one.errors).abs());
    assert!(two.relative_width < one.relative_width);
}
