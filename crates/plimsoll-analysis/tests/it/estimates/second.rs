//! Second implementations, written from the formulas on the method pages and not from the code: scalar, slow, one
//! number at a time. They share the library's random words and nothing else.

use super::kit::*;
use super::season::Chance;
use plimsoll_analysis::cargo::{CallDraws, ShipDraws, call_draws, p_loaded_given};
use plimsoll_analysis::draws::Stream;
use plimsoll_analysis::hydrostatics::Hull;
use plimsoll_analysis::inputs::Held;

use plimsoll_analysis::particulars::{ShipDraw, ship_draws};
use plimsoll_analysis::shared::Shared;
use plimsoll_analysis::vcf::{Table, volume_correction};
use plimsoll_model::{Convention, Density, Product, Scenario, Vessel};

/// Table 54B or 54A from the constants at 60 F and the factor 1.8, with the platform's exponential.
fn vcf(is_crude: bool, rho: f64, t: f64) -> f64 {
    let (k0, k1) = match rho {
        _ if is_crude => (341.0957, 0.0),
        r if r <= 770.0 => (192.4571, 0.2438),
        r if r > 838.5 => (103.8720, 0.2701),
        r if r > 787.5 => (330.3010, 0.0),
        _ => (f64::NAN, f64::NAN),
    };
    let alpha = if k0.is_nan() {
        2680.3206 / rho.powi(2) - 0.003_363_12
    } else {
        1.8 * (k0 + k1 * rho) / rho.powi(2)
    };
    let x = alpha * (t - 15.0);
    (-x - 0.8 * x * x).exp()
}

#[test]
fn volume_correction_agrees_with_the_constants_of_60_fahrenheit() {
    for rho in (654..1075).map(f64::from) {
        for t in (-18..60).step_by(6).map(f64::from) {
            for (table, is_crude) in [(Table::Products, false), (Table::Crude, true)] {
                let found =
                    volume_correction(table, Density::kilograms_per_cubic_metre(rho), t).unwrap().factor;
                assert!((found - vcf(is_crude, rho, t)).abs() < 3e-6, "{rho} {t} {found}");
            }
        }
    }
}

/// Route A as a ratio of volumes; route B by integrating the waterplane downwards in steps.
fn displacements(hull: &Hull, draught: f64) -> (f64, f64) {
    let (l, b, d, cb) =
        (hull.length_between_perpendiculars_m, hull.beam_m, hull.summer_draught_m, hull.block_coefficient);
    let at = 1.0 - (1.0 - cb) * (d / draught).powf(1.0 / 3.0);
    let route_a = 1.025 * l * b * draught * at;
    let waterplane = l * b * (1.0 + 2.0 * cb / 0.994) / 3.0;
    let steps = 1000;
    let slice = (d - draught) / f64::from(steps) * waterplane * 1.025;
    let route_b = (0..steps).fold(1.025 * l * b * d * cb, |weight, _| weight - slice);
    (route_a, route_b)
}

#[test]
fn both_hydrostatic_routes_agree_with_their_second_writing() {
    let chance = &mut Chance::new(1);
    for _ in 0..500 {
        let hull = Hull {
            length_between_perpendiculars_m: chance.between(60.0, 320.0),
            beam_m: chance.between(10.0, 60.0),
            summer_draught_m: chance.between(3.0, 22.0),
            block_coefficient: chance.between(0.6, 0.88),
        };
        let draught = hull.summer_draught_m * chance.between(0.4, 1.1);
        let (a, b) = displacements(&hull, draught);
        assert!((hull.displacement_by_block_t(draught) / a - 1.0).abs() < 1e-12);
        assert!((hull.displacement_by_tpc_t(draught) / b - 1.0).abs() < 1e-9);
        let weight = chance.uniform();
        let mixed = hull.curve(weight).displacement_t(draught);
        assert!((mixed / (weight * a + (1.0 - weight) * b) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_midship_coefficient_of_098_would_widen_the_difference_of_the_routes() {
    // 23 t at 0.8 of the draught, 85 t at 0.55: with 0.994, the coefficient of full tankers, it is 13 and 62 t.
    let difference = |share: f64, midship: f64| {
        let (l, b, d, cb) = (88.0_f64, 14.0, 5.6, 0.74);
        let draught = share * d;
        let a = 1.025 * l * b * draught * (1.0 - (1.0 - cb) * (1.0 / share).powf(1.0 / 3.0));
        a - (1.025 * l * b * (d * cb - (d - draught) * (1.0 + 2.0 * cb / midship) / 3.0))
    };
    for (share, full, coastal) in [(0.8, 13.0, 23.0), (0.55, 62.0, 85.0)] {
        assert!((difference(share, 0.994) - full).abs() < 1.0);
        assert!((difference(share, 0.98) - coastal).abs() < 1.0, "{}", difference(share, 0.98));
    }
}

#[test]
fn bayes_for_a_silent_draught_agrees_with_counting() {
    // A thousand visits of each kind, counted.
    for (prior, if_loaded, if_not) in [(0.9, 0.6, 0.97), (0.5, 0.2, 0.9), (1.0, 0.1, 1.0), (0.0, 0.5, 0.5)] {
        let visits = 1e6;
        let silent_loaded = visits * prior * if_loaded;
        let silent_not = visits * (1.0 - prior) * if_not;
        let expected = silent_loaded / (silent_loaded + silent_not);
        assert!((p_loaded_given(prior, if_loaded, if_not) - expected).abs() < 1e-12);
    }
    // A reading that cannot happen tells nothing.
    assert!((p_loaded_given(0.7, 0.0, 0.0) - 0.7).abs() < 1e-12);
}

/// The numbers of one stream, one after the other.
fn words(call: &Call, name: &str, draws: usize, normal: bool) -> Vec<f64> {
    let mut stream = Stream::of_record(call.visit.id, name);
    let blocks =
        (0..draws.div_ceil(256)).flat_map(|_| if normal { stream.normals() } else { stream.uniforms() });
    blocks.take(draws).collect()
}

/// The two numbers of each word of one stream.
fn halves(call: &Call, name: &str, draws: usize) -> [Vec<f64>; 2] {
    let mut stream = Stream::of_record(call.visit.id, name);
    let blocks: Vec<_> = (0..draws.div_ceil(256)).map(|_| stream.pairs()).collect();
    [0, 1].map(|half| blocks.iter().flat_map(|pair| pair[half]).take(draws).collect())
}

/// What the tanks hold at most, and what is neither cargo nor ship.
fn limits(
    ship: &ShipDraw,
    shared: &Shared,
    defaults: &Defaults,
    k: usize,
    share: f64,
    residual: f64,
) -> (f64, f64) {
    let c = &defaults.cargo;
    let consumables = c.consumables_share_min + (c.consumables_share_max - c.consumables_share_min) * share;
    let other = ship.deadweight_t * (consumables + residual * c.residual_ballast_share_max);
    let density = shared.oil(Some(Product::Gasoil)).unwrap().loading_density_t_per_m3[k];
    ((ship.deadweight_t - other).min(0.98 * ship.tank_volume_m3 * density), other)
}

fn cargo_of_a_shown_call(call: &Call, ships: &[ShipDraw], shared: &Shared, defaults: &Defaults) -> Vec<f64> {
    let c = &defaults.cargo;
    let n = c.draws;
    let [z, z_arrival] = ["departure-draught", "arrival-draught"].map(|name| words(call, name, n, true));
    let [share, residual] = halves(call, "non-cargo", n);
    let [told, part] = halves(call, "told", n);
    let sent = |e: Option<plimsoll_model::Estimate<f64>>| (e.unwrap().mid(), defaults.draughts.sd_m);
    let ((arrival, _), (departure, sd)) = (sent(call.draughts.arrival_m), sent(call.draughts.departure_m));
    let p_part = p_part(call, ships, shared, defaults);
    (0..n)
        .map(|k| {
            let ship = &ships[k];
            let hull = ship.hull.unwrap();
            let (most, other) = limits(ship, shared, defaults, k, share[k], residual[k]);
            let weight = |draught: f64| {
                let (a, b) = displacements(&hull, draught);
                let mixed = shared.route_weight[k] * a + (1.0 - shared.route_weight[k]) * b;
                mixed * shared.water_density_t_per_m3[k] / 1.025
            };
            let lightship = hull.summer_displacement_t() - ship.deadweight_t;
            let tpc = 1.025
                * hull.length_between_perpendiculars_m
                * hull.beam_m
                * (1.0 + 2.0 * hull.block_coefficient / 0.994)
                / 3.0;
            let expected =
                hull.summer_draught_m - (ship.deadweight_t - other - shared.fill_mean_share[k] * most) / tpc;
            let spread = c.fill_spread_share * most / tpc;
            let (precision, prior_precision) = (sd.powi(-2), spread.powi(-2));
            let draught = if told[k] < shared.stale_share[k] {
                expected + spread * z[k]
            } else {
                let mean =
                    (departure * precision + expected * prior_precision) / (precision + prior_precision);
                mean + z[k] / (precision + prior_precision).sqrt()
            };
            let laden = (weight(draught) - lightship - other).max(0.0).min(most);
            let fuel = ship.deadweight_t
                * (c.consumables_share_min + (c.consumables_share_max - c.consumables_share_min) * share[k]);
            let before = weight(arrival + sd * z_arrival[k])
                - lightship
                - fuel
                - ship.deadweight_t * shared.ballast_share[k];
            if part[k] < p_part { laden - before.max(0.0).min(laden) } else { laden }
        })
        .collect()
}

/// Probability of cargo on board on arrival, by numerical integration over what she may have carried.
fn p_part(call: &Call, ships: &[ShipDraw], shared: &Shared, defaults: &Defaults) -> f64 {
    let c = &defaults.cargo;
    let n = ships.len() as f64;
    let arrival = call.draughts.arrival_m.unwrap().mid();
    let mean = |f: &dyn Fn(usize) -> f64| (0..ships.len()).map(f).sum::<f64>() / n;
    let deadweight = mean(&|k| ships[k].deadweight_t);
    let tpc = mean(&|k| {
        let h = ships[k].hull.unwrap();
        1.025 * h.length_between_perpendiculars_m * h.beam_m * (1.0 + 2.0 * h.block_coefficient / 0.994) / 3.0
    });
    let room = mean(&|k| {
        let h = ships[k].hull.unwrap();
        let (a, b) = displacements(&h, arrival);
        let mixed = shared.route_weight[k] * a + (1.0 - shared.route_weight[k]) * b;
        mixed * shared.water_density_t_per_m3[k] / 1.025 - h.summer_displacement_t() + ships[k].deadweight_t
    });
    let seen = room / deadweight - (c.consumables_share_min + c.consumables_share_max) / 2.0;
    let half_width = (c.ballast_share.high - c.ballast_share.low) / (2.0 * 1.644_853_627);
    let sd = ((defaults.draughts.sd_m * tpc / deadweight).powi(2) + half_width.powi(2)).sqrt();
    let even = |from: f64, to: f64| {
        let steps = 20_000;
        let at = |i: i32| from + (to - from) * (f64::from(i) + 0.5) / f64::from(steps);
        (0..steps).map(|i| (-0.5 * ((seen - at(i)) / sd).powi(2)).exp()).sum::<f64>() / f64::from(steps)
    };
    let empty = (1.0 - c.part_laden_share) * even(c.ballast_share.mid / 2.0, c.ballast_share.mid);
    let part = c.part_laden_share * even(c.ballast_share.mid / 2.0, 1.0);
    part / (part + empty)
}

fn cargo_of_an_unread_call(
    call: &Call,
    ships: &[ShipDraw],
    shared: &Shared,
    defaults: &Defaults,
) -> Vec<f64> {
    let c = &defaults.cargo;
    let n = c.draws;
    let z = words(call, "fill", n, true);
    let [share, _] = halves(call, "non-cargo", n);
    let loaded = words(call, "loaded", n, false);
    let was_sent = call.draughts.arrival_m.is_some();
    (0..n)
        .map(|k| {
            let (most, _) = limits(&ships[k], shared, defaults, k, share[k], 0.0);
            let u = shared.unshown_share[k];
            let loads = shared.p_loaded[k];
            let silent = loads * u + (1.0 - loads) * c.unshown_if_not_loaded;
            let p = if was_sent { loads * u / silent } else { loads };
            let fill = (shared.fill_mean_share[k] + c.fill_spread_share * z[k]).clamp(0.0, 1.0);
            if loaded[k] < p { fill * most } else { 0.0 }
        })
        .collect()
}

#[test]
fn cargo_agrees_draw_by_draw_with_its_second_writing() {
    let defaults = defaults(700);
    let shared = shared(&defaults);
    let small = Vessel { deadweight_t: None, summer_draught_m: None, ..coaster(2) };
    let cases = [
        (coaster(1), [Some(3.4), Some(5.3)]),
        (coaster(1), [Some(4.9), Some(5.6)]),
        (small.clone(), [Some(3.4), Some(5.3)]),
        (small.clone(), [Some(5.4), Some(6.0)]),
        (small, [Some(3.4), Some(3.4)]),
        (coaster(1), [None, None]),
    ];
    for (vessel, draughts) in cases {
        let ships = ship_draws(&vessel, &defaults.particulars, &shared.relations, &Held::none()).unwrap();
        let call = Call::at_loading(vessel, time("2024-03-07T12:00:00Z"), draughts, &defaults);
        let ready = ShipDraws::new(&call.vessel, &defaults.particulars, &shared, &Held::none()).unwrap();
        let found = call_draws(&call.borrowed(), &ready, &shared, &defaults.cargo, &Held::none()).unwrap();
        let expected = match draughts {
            [Some(arrival), Some(departure)] if departure > arrival => {
                cargo_of_a_shown_call(&call, &ships, &shared, &defaults)
            }
            _ => cargo_of_an_unread_call(&call, &ships, &shared, &defaults),
        };
        let worst = found.cargo_t.iter().zip(&expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert_eq!(found.cargo_t.len(), expected.len());
        assert!(worst < 1e-5, "{draughts:?}: {worst} t");
        assert!(expected.iter().any(|t| *t > 100.0));
    }
}

#[test]
fn the_ledger_agrees_with_summing_every_day_from_nothing() {
    let defaults = defaults(301);
    let shared = shared(&defaults);
    let calls: Vec<Call> = (0..40)
        .map(|k| {
            let end = time("2024-11-20T01:00:00Z") + jiff::SignedDuration::from_hours(61 * k);
            let draughts = if k % 3 == 0 { [Some(3.4), Some(5.2)] } else { [None, None] };
            Call::at_loading(coaster(k % 5), end, draughts, &defaults)
        })
        .collect();
    let case = period("2024-11-20T00:00:00Z", "2025-03-10T00:00:00Z");
    let cap = plimsoll_model::Cap { limit: plimsoll_model::Volume::barrels(180_000.0), ..cap() };
    let ledger = ledger(&calls, case, std::slice::from_ref(&cap), &[], &defaults);
    let draws: Vec<CallDraws> =
        calls.iter().map(|c| c.estimate(&defaults, &shared, &Held::none()).1.unwrap()).collect();
    let oil = &shared.oil(Some(Product::Gasoil)).unwrap().bbl_per_t;
    // The sum of each draw at the end of a day, for the calls of the same year, in the estimate.
    let sums = |date: jiff::civil::Date, convention: Convention| -> Vec<f64> {
        let end = date.tomorrow().unwrap().to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        let in_sum: Vec<usize> = (0..calls.len())
            .filter(|i| calls[*i].visit.end < end)
            .filter(|i| calls[*i].visit.end.to_zoned(jiff::tz::TimeZone::UTC).year() == date.year())
            .collect();
        let factor = |k: usize| if convention == Convention::Physical { oil[k] } else { 8.33 };
        (0..301).map(|k| in_sum.iter().map(|i| draws[*i].cargo_t[k] * factor(k)).sum()).collect()
    };
    let mut compared = 0;
    for line in ledger.lines.iter().filter(|l| l.scenario == Scenario::Estimate) {
        let mut expected = sums(line.date, line.convention);
        let above = expected.iter().filter(|x| **x > 180_000.0).count() as f64 / 301.0;
        expected.sort_by(f64::total_cmp);
        // Nearest ranks of 301 sorted draws: 15, 150 and 285.
        for (found, rank) in [
            (line.cumulative_bbl.low(), 15),
            (line.cumulative_bbl.mid(), 150),
            (line.cumulative_bbl.high(), 285),
        ] {
            assert!((found - expected[rank]).abs() < 1e-6, "{} {rank}", line.date);
        }
        assert!((line.p_exceeded.unwrap() - above).abs() < 1e-12);
        compared += 1;
    }
    assert_eq!(compared, 2 * 110);
    for crossing in ledger.crossings.iter().filter(|c| c.scenario == Scenario::Estimate) {
        // Draw by draw: the first day above, `None` if there is none; then ranks among all draws.
        let days: Vec<jiff::civil::Date> = ledger
            .lines
            .iter()
            .filter(|l| (l.convention, l.scenario) == (crossing.convention, crossing.scenario))
            .filter(|l| l.period == crossing.period)
            .map(|l| l.date)
            .collect();
        let per_day: Vec<Vec<f64>> = days.iter().map(|d| sums(*d, crossing.convention)).collect();
        let limit = crossing.share * 180_000.0;
        let mut first: Vec<usize> =
            (0..301).map(|k| per_day.iter().position(|sum| sum[k] > limit).unwrap_or(usize::MAX)).collect();
        let crossed = first.iter().filter(|d| **d < usize::MAX).count();
        assert!((crossing.p_crossed - crossed as f64 / 301.0).abs() < 1e-12);
        first.sort_unstable();
        for (found, share) in [(crossing.low, 0.05), (crossing.mid, 0.5), (crossing.high, 0.95)] {
            // The least number of draws that make up the share.
            let rank = (share * 301.0_f64).ceil() as usize - 1;
            assert_eq!(found, days.get(first[rank]).copied(), "{} {share}", crossing.share);
        }
    }
    assert_eq!(ledger.crossings.len(), 2 * 2 * 7 * 4);
}
