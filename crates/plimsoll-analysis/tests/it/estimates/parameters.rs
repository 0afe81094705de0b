//! What each parameter is worth: the total of one season, and one inferred deadweight, with the parameter 20 % less
//! and 20 % more. The tables of the method pages are what this prints.

use super::kit::*;
use plimsoll_analysis::cargo::CargoParams;
use plimsoll_analysis::draughts::DraughtParams;
use plimsoll_analysis::draws::Prior;
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::particulars::{ParticularParams, complete};
use plimsoll_model::{Estimate, Vessel};

/// 43 calls of thirteen coasters, a third of them with a change of draught, half with a listed deadweight.
fn season(defaults: &Defaults) -> Estimate<f64> {
    let shared = shared(defaults);
    let mut sum = vec![0.0; defaults.cargo.draws];
    for k in 0..43 {
        let ship = match k % 13 {
            n if n % 2 == 0 => coaster(n),
            n => Vessel { deadweight_t: None, summer_draught_m: None, ..coaster(n) },
        };
        let draughts = match k % 3 {
            0 => [Some(3.4), Some(5.2)],
            1 => [Some(3.4), Some(3.4)],
            _ => [None, None],
        };
        let end = time("2024-03-07T12:00:00Z") + jiff::SignedDuration::from_hours(139 * k);
        let mut call = Call::at_loading(ship, end, draughts, defaults);
        call.product = None;
        let draws = call.estimate(defaults, &shared, &Held::none()).1.unwrap();
        let oil = &shared.oil(None).unwrap().bbl_per_t;
        sum.iter_mut().zip(draws.cargo_t.iter().zip(oil)).for_each(|(s, (t, f))| *s += t * f);
    }
    sum.sort_by(f64::total_cmp);
    let at = |share: f64| sum[(share * (sum.len() - 1) as f64).round() as usize];
    Estimate::new(at(0.05), at(0.5), at(0.95)).unwrap()
}

fn scaled(prior: Prior, factor: f64) -> Prior {
    Prior { low: prior.low * factor, mid: prior.mid * factor, high: prior.high * factor }
}

/// A share cannot pass one.
fn share(prior: Prior, factor: f64) -> Prior {
    let p = scaled(prior, factor);
    Prior { low: p.low.min(1.0), mid: p.mid.min(1.0), high: p.high.min(1.0) }
}

type Change<P> = (&'static str, fn(&mut P, f64));

const CARGO: [Change<CargoParams>; 13] = [
    ("density (all products)", |p, f| {
        let d = &mut p.density_t_per_m3;
        // A density 20 % off is no oil: a tenth of that.
        let f = 1.0 + (f - 1.0) / 10.0;
        for product in [&mut d.gasoil, &mut d.gasoline, &mut d.jet, &mut d.fuel_oil] {
            *product = scaled(*product, f);
        }
    }),
    ("mix_weight.gasoil", |p, f| p.mix_weight.gasoil *= f),
    ("loading_temperature_c", |p, f| p.loading_temperature_c = scaled(p.loading_temperature_c, f)),
    ("ballast_share", |p, f| p.ballast_share = share(p.ballast_share, f)),
    ("part_laden_share", |p, f| p.part_laden_share *= f),
    ("consumables_share_*", |p, f| {
        p.consumables_share_min *= f;
        p.consumables_share_max *= f;
    }),
    ("residual_ballast_share_max", |p, f| p.residual_ballast_share_max *= f),
    ("fill_mean_share", |p, f| p.fill_mean_share = share(p.fill_mean_share, f)),
    ("fill_spread_share", |p, f| p.fill_spread_share *= f),
    ("p_loaded", |p, f| p.p_loaded = share(p.p_loaded, f)),
    ("unshown_share", |p, f| p.unshown_share = share(p.unshown_share, f)),
    ("unshown_if_not_loaded", |p, f| p.unshown_if_not_loaded = (p.unshown_if_not_loaded * f).min(1.0)),
    ("stale_share", |p, f| p.stale_share = share(p.stale_share, f)),
];

const PARTICULARS: [Change<ParticularParams>; 12] = [
    ("length_ratio (2 %)", |p, f| p.length_ratio = scaled(p.length_ratio, 1.0 + (f - 1.0) / 10.0)),
    ("block_coefficient_at_100m (2 %)", |p, f| {
        p.block_coefficient_at_100m = scaled(p.block_coefficient_at_100m, 1.0 + (f - 1.0) / 10.0);
    }),
    ("block_coefficient_size_exponent", |p, f| p.block_coefficient_size_exponent *= f),
    ("draught_to_beam", |p, f| p.draught_to_beam = scaled(p.draught_to_beam, f)),
    ("draught_to_beam_slenderness_exponent", |p, f| p.draught_to_beam_slenderness_exponent *= f),
    ("deadweight_to_displacement (2 %)", |p, f| {
        let ratio = &mut p.deadweight_to_displacement_at_100m;
        *ratio = scaled(*ratio, 1.0 + (f - 1.0) / 10.0);
    }),
    ("deadweight_to_displacement_size_exponent", |p, f| p.deadweight_to_displacement_size_exponent *= f),
    ("spread_size_exponent", |p, f| p.spread_size_exponent *= f),
    ("light_cargo_share", |p, f| p.light_cargo_share *= f),
    ("light_cargo_deadweight_factor", |p, f| {
        p.light_cargo_deadweight_factor = scaled(p.light_cargo_deadweight_factor, f);
    }),
    ("tank_volume_98_m3_per_t", |p, f| p.tank_volume_98_m3_per_t = scaled(p.tank_volume_98_m3_per_t, f)),
    ("deepest_draught_tolerance_m", |p, f| p.deepest_draught_tolerance_m *= f),
];

const DRAUGHTS: [Change<DraughtParams>; 2] =
    [("min_change_m", |p, f| p.min_change_m *= f), ("sd_m", |p, f| p.sd_m *= f)];

fn show(name: &str, base: Estimate<f64>, less: Estimate<f64>, more: Estimate<f64>) {
    let mid = |e: Estimate<f64>| 100.0 * (e.mid() / base.mid() - 1.0);
    let width = |e: Estimate<f64>| 100.0 * ((e.high() - e.low()) / (base.high() - base.low()) - 1.0);
    println!(
        "| `{name}` | {:+.1} % / {:+.1} % | {:+.0} % / {:+.0} % |",
        mid(less),
        mid(more),
        width(less),
        width(more)
    );
}

#[test]
fn every_parameter_of_the_cargo_moves_the_total_the_way_it_should() {
    let base = season(&defaults(2000));
    println!("season: {:.0} ({:.0} to {:.0}) bbl", base.mid(), base.low(), base.high());
    println!("| parameter, -20 % / +20 % | median total | width of the interval |\n|---|---|---|");
    for (name, change) in CARGO {
        let [less, more] = [0.8, 1.2].map(|factor| {
            let mut defaults = defaults(2000);
            change(&mut defaults.cargo, factor);
            season(&defaults)
        });
        show(name, base, less, more);
        match name {
            "fill_mean_share" | "p_loaded" | "unshown_share" => {
                assert!(less.mid() < base.mid() && base.mid() < more.mid() + 1.0, "{name}");
            }
            "consumables_share_*" | "part_laden_share" => assert!(less.mid() > more.mid(), "{name}"),
            "density (all products)" => assert!((less.mid() / base.mid() - 1.0).abs() < 0.05),
            _ => assert!((less.mid() / base.mid() - 1.0).abs() < 0.05, "{name}"),
        }
    }
    for (name, change) in DRAUGHTS {
        let [less, more] = [0.8, 1.2].map(|factor| {
            let mut defaults = defaults(2000);
            change(&mut defaults.draughts, factor);
            season(&defaults)
        });
        show(name, base, less, more);
        assert!((less.mid() / more.mid() - 1.0).abs() < 0.03, "{name}");
    }
}

#[test]
fn every_size_relation_moves_the_inferred_deadweight_the_way_it_should() {
    let inferred = |params: &ParticularParams| {
        let mut ship = Vessel { length_overall_m: stated(92.0), beam_m: stated(14.0), ..vessel(1) };
        ship.deepest_draught_m = Some(5.0);
        complete(&mut ship, params);
        ship.deadweight_t.unwrap().estimate
    };
    let params = defaults(1).particulars;
    let base = inferred(&params);
    println!("92 m by 14 m, 5.0 m sent: {:.0} ({:.0} to {:.0}) t", base.mid(), base.low(), base.high());
    println!("| parameter, -20 % / +20 % | median deadweight | width of the interval |\n|---|---|---|");
    for (name, change) in PARTICULARS {
        let [less, more] = [0.8, 1.2].map(|factor| {
            let mut params = params.clone();
            change(&mut params, factor);
            inferred(&params)
        });
        show(name, base, less, more);
        if ["length_ratio", "block_coefficient_at", "draught_to", "deadweight_to_displacement ("]
            .iter()
            .any(|start| name.starts_with(start))
        {
            assert!(less.mid() < base.mid() && base.mid() < more.mid(), "{name}");
        }
    }
}
