//! What the precision of a draught buys: tonnes of cargo, laden against ballast.
//!
//! Three tankers of 2,000, 3,500 and 6,000 t that leave 90 % full, worked out here by a plain formula (displacement at the
//! summer draught less tonnes a centimetre) and by the library.

use crate::estimates::kit::{Call, defaults, shared, stated, time, vessel};
use crate::estimates::season::Chance;
use plimsoll_analysis::cargo::{ShipDraws, call_draws};
use plimsoll_analysis::draws::{Prior, normal_cdf};
use plimsoll_analysis::inputs::Held;
use plimsoll_model::{DraughtPair, DraughtReading, DraughtSource, Estimate, Vessel};

/// Length between perpendiculars, beam, summer draught, deadweight.
const SHIPS: [[f64; 4]; 3] =
    [[70.0, 11.6, 4.8, 2000.0], [84.0, 13.6, 5.75, 3500.0], [100.0, 16.2, 6.9, 6000.0]];
const SIGMAS: [f64; 4] = [0.1, 0.25, 0.5, 0.8];
/// Standard deviation of the cargo, t, of an earlier study of the same three ships.
const STUDY_T: [[f64; 4]; 3] =
    [[86.0, 186.0, 362.0, 576.0], [130.0, 266.0, 514.0, 813.0], [200.0, 386.0, 727.0, 1162.0]];

fn known(ship: [f64; 4], number: i64) -> Vessel {
    let [length, beam, draught, deadweight] = ship;
    Vessel {
        length_overall_m: stated(length / 0.955),
        beam_m: stated(beam),
        deadweight_t: stated(deadweight),
        summer_draught_m: stated(draught),
        ..vessel(number)
    }
}

/// A ship afloat, of a form that is not quite what one takes it for.
struct Afloat {
    draught: f64,
    cargo: f64,
    tpc: f64,
}

fn afloat(ship: [f64; 4], fill: f64, chance: &mut Chance) -> Afloat {
    let [length, beam, summer, deadweight] = ship;
    let block = 0.76 + 0.02 * chance.normal();
    let waterplane = 0.85 + 0.02 * chance.normal();
    let water = 1.023 + 0.005 * chance.normal();
    let tpc = 1.025 * length * beam * waterplane / 100.0;
    let consumables = deadweight * chance.between(0.02, 0.06);
    let residual = deadweight * chance.between(0.0, 0.02);
    let cargo = fill * (deadweight - consumables - residual);
    let displaced = 1.025 * length * beam * summer * block;
    let weight = displaced - deadweight + consumables + residual + cargo;
    // In water of another density she displaces the same weight.
    let draught = summer - (displaced - weight * 1.025 / water) / (100.0 * tpc);
    Afloat { draught, cargo, tpc }
}

/// An image of the departure, without error of the hull.
fn by_image(call: &Call, draught: f64, sd: f64) -> DraughtPair {
    DraughtPair {
        arrival_m: None,
        departure_m: Estimate::new(
            (draught - 1.645 * sd).max(0.0),
            draught.max(0.0),
            (draught + 1.645 * sd).max(0.0),
        ),
        arrival_source: None,
        departure_source: Some(DraughtSource::Image),
        arrival_sd_m: None,
        departure_sd_m: Some(sd),
        hull_sd_m: Some(0.0),
        reading: DraughtReading::Missing,
        ..call.draughts.clone()
    }
}

fn sd(errors: &[f64]) -> f64 {
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / n;
    (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / n).sqrt()
}

#[test]
fn the_error_of_a_cargo_grows_with_that_of_the_draught_as_a_plain_formula_has_it() {
    // No prior for fill and no doubt of the loading: what the draught alone buys.
    let mut defaults = defaults(256);
    defaults.cargo.fill_spread_share = 1.0;
    defaults.cargo.p_loaded = Prior { low: 1.0, mid: 1.0, high: 1.0 };
    defaults.cargo.part_laden_share = 0.0;
    let shared = shared(&defaults);
    for (number, (ship, study)) in SHIPS.into_iter().zip(STUDY_T).enumerate() {
        let vessel = known(ship, 70 + number as i64);
        let draws_of_ship = ShipDraws::new(&vessel, &defaults.particulars, &shared, &Held::none()).unwrap();
        for (sigma, study_t) in SIGMAS.into_iter().zip(study) {
            let chance = &mut Chance::new(number as u64);
            let (mut plain, mut library, mut tpc) = (vec![], vec![], 0.0);
            for k in 0..300 {
                let truth = afloat(ship, 0.9, chance);
                let seen = truth.draught + sigma * chance.normal();
                let mean_tpc = 1.025 * ship[0] * ship[1] * 0.85 / 100.0;
                tpc += truth.tpc / 300.0;
                plain.push(ship[3] * 0.95 - 100.0 * mean_tpc * (ship[2] - seen) - truth.cargo);
                let mut call = Call::at_loading(
                    vessel.clone(),
                    time("2024-05-01T00:00:00Z") + jiff::SignedDuration::from_hours(k),
                    [None, None],
                    &defaults,
                );
                call.draughts = by_image(&call, seen, sigma);
                let draws =
                    call_draws(&call.borrowed(), &draws_of_ship, &shared, &defaults.cargo, &Held::none())
                        .unwrap();
                let mut sorted = draws.cargo_t;
                sorted.sort_by(f64::total_cmp);
                library.push(sorted[sorted.len() / 2] - truth.cargo);
            }
            let (plain, library) = (sd(&plain), sd(&library));
            println!(
                "{} t, {tpc:.1} t/cm, sd of the draught {sigma:.2} m: cargo by a plain formula {plain:.0} t, by the library {library:.0} t \
                 ({:.0} % of deadweight), earlier study {study_t:.0} t",
                ship[3],
                100.0 * library / ship[3]
            );
            assert!((plain / study_t - 1.0).abs() < 0.2, "{plain} {study_t}");
            // Limits of what she can take, and the wide prior, make the library's a little less.
            assert!((0.6..=1.1).contains(&(library / plain)), "{library} {plain}");
        }
    }
}

#[test]
fn laden_and_ballast_are_taken_for_each_other_as_often_as_their_distance_says() {
    let mut defaults = defaults(64);
    defaults.cargo.p_loaded = Prior { low: 0.5, mid: 0.5, high: 0.5 };
    defaults.cargo.part_laden_share = 0.0;
    let point = |x| Prior { low: x, mid: x, high: x };
    defaults.cargo.ballast_share = point(0.24);
    defaults.cargo.fill_mean_share = point(0.9);
    let shared = shared(&defaults);
    for (number, (ship, gap)) in SHIPS.into_iter().zip([1.9, 2.3, 2.8]).enumerate() {
        let vessel = known(ship, 80 + number as i64);
        let draws_of_ship = ShipDraws::new(&vessel, &defaults.particulars, &shared, &Held::none()).unwrap();
        for sigma in [0.5, 0.8, 1.0, 1.5] {
            let chance = &mut Chance::new(100 + number as u64);
            let mut wrong = 0.0;
            for k in 0..1200 {
                let laden = afloat(ship, 0.9, chance);
                let is_laden = chance.happens(0.5);
                let draught = if is_laden { laden.draught } else { laden.draught - gap };
                let seen = draught + sigma * chance.normal();
                let mut call =
                    Call::at_loading(vessel.clone(), time("2024-05-01T00:00:00Z"), [None, None], &defaults);
                call.visit.id = plimsoll_model::RecordId::of(
                    plimsoll_model::RecordKind::PortVisit,
                    &[plimsoll_model::evidence::Key::Int(k)],
                );
                call.draughts = by_image(&call, seen, sigma);
                let draws =
                    call_draws(&call.borrowed(), &draws_of_ship, &shared, &defaults.cargo, &Held::none())
                        .unwrap();
                wrong += f64::from(u8::from((draws.p_loaded > 0.5) != is_laden)) / 1200.0;
            }
            let expected = normal_cdf(-gap / 2.0 / sigma);
            println!(
                "{} t, sd {sigma:.1} m: {:.1} % taken for the other, {:.1} % by the distance",
                ship[3],
                100.0 * wrong,
                100.0 * expected
            );
            assert!((wrong - expected).abs() < 0.035, "{wrong} {expected}");
        }
    }
}
