//! Fills a ship's particulars with what the relations say.

use super::{Known, ParticularParams, RelationErrors, ShipDraw, ship_draws};
use crate::draws::{Prior, interval};
use crate::inputs::Held;
use plimsoll_model::{Particular, Vessel};

/// How many draws the intervals of inferred particulars are read from.
const SUMMARY_DRAWS: usize = 2048;

/// Fills what no list states, with `is_inferred = true` and the relation in words. Needs length or deadweight; adds
/// a remark where a draught sent cannot be true.
pub fn complete(vessel: &mut Vessel, params: &ParticularParams) {
    remark_on_deepest(vessel, params);
    set_aside_shallow_depth(vessel, params);
    set_aside_impossible(vessel, params);
    infer_missing(vessel, params);
}

/// Sets aside a depth that leaves no freeboard above the summer draught that a list states or the ship sent.
fn set_aside_shallow_depth(vessel: &mut Vessel, params: &ParticularParams) {
    let known = Known::of(vessel, params);
    let Some(depth) = vessel.depth_moulded_m.as_ref().filter(|d| !d.is_inferred) else { return };
    let sent = known.deepest_draught_m.map(|d| d - params.deepest_draught_tolerance_m);
    let Some(draught) = known.summer_draught_m.map(|d| d.low).or(sent) else { return };
    if depth.estimate.high() > draught {
        return;
    }
    vessel.remarks.push(format!(
        "depth of {} m set aside ({}): no freeboard above a draught of {draught:.1} m",
        depth.estimate.mid(),
        depth.basis
    ));
    vessel.depth_moulded_m = None;
}

/// Sets aside what a list claims and her size cannot bear, such as a deadweight with a slipped decimal point.
fn set_aside_impossible(vessel: &mut Vessel, params: &ParticularParams) {
    let is_claimed = |p: &Option<Particular>| p.as_ref().is_some_and(|p| !p.is_inferred);
    if !is_claimed(&vessel.length_overall_m) || !is_claimed(&vessel.beam_m) {
        return;
    }
    let mut blank = vessel.clone();
    (blank.deadweight_t, blank.summer_draught_m) = (None, None);
    (blank.depth_moulded_m, blank.tank_volume_m3) = (None, None);
    infer_missing(&mut blank, params);
    let Vessel { deadweight_t, summer_draught_m, depth_moulded_m, tank_volume_m3, remarks, .. } = vessel;
    let pairs = [
        ("deadweight", "t", deadweight_t, &blank.deadweight_t),
        ("summer draught", "m", summer_draught_m, &blank.summer_draught_m),
        ("depth", "m", depth_moulded_m, &blank.depth_moulded_m),
        ("tank volume", "m3", tank_volume_m3, &blank.tank_volume_m3),
    ];
    for (what, unit, claimed, inferred) in pairs {
        let (Some(claim), Some(size)) = (claimed.as_ref().filter(|c| !c.is_inferred), inferred) else {
            continue;
        };
        let (low, high) =
            (size.estimate.low() / params.claim_max_factor, size.estimate.high() * params.claim_max_factor);
        if claim.estimate.low() < low || claim.estimate.high() > high {
            remarks.push(format!(
                "{what} of {} {unit} set aside ({}): her length and beam allow {low:.1} to {high:.1} {unit}",
                claim.estimate.mid(),
                claim.basis
            ));
            *claimed = None;
        }
    }
}

/// Fills in what nobody claims, from size relations.
fn infer_missing(vessel: &mut Vessel, params: &ParticularParams) {
    let errors = RelationErrors::new(SUMMARY_DRAWS, params, &Held::none());
    let Some(draws) = ship_draws(vessel, params, &errors, &Held::none()) else { return };
    let basis = basis_in_words(vessel, params);
    let of = |value: fn(&ShipDraw) -> Option<f64>| {
        let mut values: Vec<f64> = draws.iter().filter_map(value).collect();
        interval(&mut values).map(|estimate| Particular { estimate, is_inferred: true, basis: basis.clone() })
    };
    let inferred = [
        (&mut vessel.beam_m, of(|d| d.hull.map(|h| h.beam_m))),
        (&mut vessel.summer_draught_m, of(|d| d.hull.map(|h| h.summer_draught_m))),
        (&mut vessel.depth_moulded_m, of(|d| d.depth_moulded_m)),
        (&mut vessel.deadweight_t, of(|d| Some(d.deadweight_t))),
        (&mut vessel.tank_volume_m3, of(|d| Some(d.tank_volume_m3))),
    ];
    for (particular, value) in inferred {
        if particular.as_ref().is_none_or(|p| p.is_inferred) {
            *particular = value;
        }
    }
}

fn remark_on_deepest(vessel: &mut Vessel, params: &ParticularParams) {
    let (Some(deepest), Some(beam)) = (vessel.deepest_draught_m, &vessel.beam_m) else { return };
    let most = params.max_draught_to_beam * beam.estimate.high();
    if deepest > most {
        let remark = format!(
            "sent a draught of {deepest:.1} m, which a beam of {:.0} m does not allow",
            beam.estimate.mid()
        );
        if !vessel.remarks.contains(&remark) {
            vessel.remarks.push(remark);
        }
    }
}

fn basis_in_words(vessel: &Vessel, params: &ParticularParams) -> String {
    let known = Known::of(vessel, params);
    let mut from = Vec::new();
    let mut say = |name: &str, prior: Option<Prior>, unit: &str| {
        if let Some(prior) = prior {
            from.push(format!("{name} {:.0} {unit}", prior.mid));
        }
    };
    say("length", known.length_m, "m");
    say("beam", known.beam_m, "m");
    say("deadweight", known.deadweight_t, "t");
    say("summer draught", known.summer_draught_m, "m");
    say("depth", known.depth_moulded_m, "m");
    if let (None, Some(deepest)) = (known.summer_draught_m, known.deepest_draught_m) {
        from.push(format!("deepest draught sent {deepest:.1} m"));
    }
    format!("size relations of tankers from {}", from.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{Estimate, RecordId, RecordKind, VesselKind};

    fn params() -> ParticularParams {
        let prior = |low, mid, high| Prior { low, mid, high };
        ParticularParams {
            length_ratio: prior(0.935, 0.955, 0.975),
            length_to_beam: prior(5.4, 6.2, 7.1),
            block_coefficient_at_100m: prior(0.725, 0.765, 0.81),
            block_coefficient_size_exponent: 0.08,
            block_coefficient_bias: prior(-0.02, 0.0, 0.02),
            draught_to_beam: prior(0.316, 0.385, 0.469),
            draught_to_beam_slenderness_exponent: 0.396,
            deadweight_to_displacement_at_100m: prior(0.652, 0.719, 0.792),
            deadweight_to_displacement_size_exponent: 0.172,
            spread_size_exponent: -0.39,
            deadweight_bias_factor: prior(0.92, 1.0, 1.085),
            light_cargo_share: 0.117,
            light_cargo_deadweight_factor: prior(0.49, 0.678, 0.94),
            depth_to_draught: prior(1.28, 1.44, 1.62),
            tank_volume_98_m3_per_t: prior(1.08, 1.15, 1.22),
            deepest_draught_tolerance_m: 0.3,
            max_draught_to_beam: 0.65,
            claim_max_factor: 2.0,
        }
    }

    fn stated(value: f64) -> Option<Particular> {
        let estimate = Estimate::new(value, value, value)?;
        Some(Particular { estimate, is_inferred: false, basis: "list".into() })
    }

    fn vessel() -> Vessel {
        Vessel {
            id: RecordId::of(RecordKind::Vessel, &[]),
            imo_number: None,
            mmsis: vec![],
            ship_name: None,
            names: vec![],
            kind: VesselKind::OilTanker,
            length_overall_m: stated(100.0),
            beam_m: stated(16.0),
            deadweight_t: None,
            summer_draught_m: None,
            depth_moulded_m: None,
            tank_volume_m3: None,
            deepest_draught_m: None,
            remarks: vec![],
            parents: vec![],
        }
    }

    fn completed(vessel: Vessel) -> Vessel {
        let mut vessel = vessel;
        complete(&mut vessel, &params());
        vessel
    }

    fn mid(particular: &Option<Particular>) -> f64 {
        particular.as_ref().unwrap().estimate.mid()
    }

    #[test]
    fn what_lists_state_stays_and_what_they_do_not_is_inferred() {
        let ship = completed(Vessel { deadweight_t: stated(6500.0), ..vessel() });
        assert!(!ship.deadweight_t.as_ref().unwrap().is_inferred);
        let draught = ship.summer_draught_m.as_ref().unwrap();
        assert!(draught.is_inferred && draught.basis.contains("deadweight 6500 t"), "{}", draught.basis);
        assert!((mid(&ship.tank_volume_m3) / 6500.0 - 1.15 / 0.98).abs() < 0.01);
        // Of two ships of ordinary cargo on the same deck, that of twice the deadweight lies deeper.
        let mut light = Vessel { deadweight_t: stated(3250.0), ..vessel() };
        complete(&mut light, &ParticularParams { light_cargo_share: 0.0, ..params() });
        assert!(mid(&ship.summer_draught_m) > 1.2 * mid(&light.summer_draught_m));
    }

    #[test]
    fn completing_twice_changes_nothing() {
        let once = completed(vessel());
        assert_eq!(once, completed(once.clone()));
    }

    #[test]
    fn the_deepest_draught_sent_makes_the_ship_larger_and_the_interval_narrower() {
        let plain = completed(vessel());
        let deep = completed(Vessel { deepest_draught_m: Some(7.0), ..vessel() });
        assert!(deep.summer_draught_m.as_ref().unwrap().estimate.low() >= 6.7 - 1e-9);
        assert!(mid(&deep.deadweight_t) > 1.1 * mid(&plain.deadweight_t));
        let width = |ship: &Vessel| {
            let estimate = ship.deadweight_t.as_ref().unwrap().estimate;
            estimate.high() / estimate.low()
        };
        assert!(width(&deep) < width(&plain));
    }

    #[test]
    fn a_draught_that_no_such_beam_allows_is_remarked_and_ignored() {
        let typed = completed(Vessel { deepest_draught_m: Some(12.5), ..vessel() });
        assert!(typed.remarks[0].contains("12.5 m"), "{:?}", typed.remarks);
        assert!((mid(&typed.deadweight_t) - mid(&completed(vessel()).deadweight_t)).abs() < 1e-9);
    }

    #[test]
    fn without_length_and_deadweight_nothing_is_inferred() {
        let ship = completed(Vessel { length_overall_m: None, ..vessel() });
        assert!(ship.deadweight_t.is_none() && ship.summer_draught_m.is_none());
        let listed = completed(Vessel { length_overall_m: None, deadweight_t: stated(3000.0), ..vessel() });
        assert!(listed.summer_draught_m.is_none(), "no hull without a length");
        assert!(listed.tank_volume_m3.is_some());
    }

    #[test]
    fn an_unknown_beam_is_inferred_from_the_length() {
        let ship = completed(Vessel { beam_m: None, ..vessel() });
        assert!((mid(&ship.beam_m) - 100.0 / 6.2).abs() < 0.1);
        // Light cargoes widen both, and a narrow ship is deep, which takes back some of the beam: both left out.
        let plain = ParticularParams {
            light_cargo_share: 0.0,
            draught_to_beam_slenderness_exponent: 0.0,
            ..params()
        };
        let width = |ship: Vessel| {
            let mut ship = ship;
            complete(&mut ship, &plain);
            let estimate = ship.deadweight_t.unwrap().estimate;
            estimate.high() / estimate.low()
        };
        assert!(width(Vessel { beam_m: None, ..vessel() }) > 1.2 * width(vessel()));
    }

    #[test]
    fn a_deadweight_that_her_size_cannot_bear_is_set_aside_in_sight() {
        for slipped in [308_000.0, 3.08] {
            let mut ship = vessel();
            ship.length_overall_m = stated(85.0);
            ship.beam_m = stated(12.8);
            ship.deadweight_t = stated(slipped);
            complete(&mut ship, &params());
            let used = ship.deadweight_t.unwrap();
            assert!(used.is_inferred && (1_500.0..6_000.0).contains(&used.estimate.mid()), "{used:?}");
            assert!(ship.remarks.iter().any(|r| r.contains("set aside")), "{:?}", ship.remarks);
        }
        let mut ship = vessel();
        ship.length_overall_m = stated(85.0);
        ship.beam_m = stated(12.8);
        ship.deadweight_t = stated(3_080.0);
        complete(&mut ship, &params());
        assert_eq!(ship.deadweight_t.map(|p| p.is_inferred), Some(false));
    }

    #[test]
    fn a_ship_has_freeboard_in_every_draw() {
        let (params, none) = (params(), Held::none());
        let errors = RelationErrors::new(SUMMARY_DRAWS, &params, &none);
        let ships = [
            vessel(),
            Vessel { depth_moulded_m: stated(5.0), ..vessel() },
            Vessel { summer_draught_m: stated(7.5), deadweight_t: stated(9000.0), ..vessel() },
            Vessel { deepest_draught_m: Some(8.5), ..vessel() },
            Vessel { depth_moulded_m: stated(6.0), deadweight_t: stated(9000.0), ..vessel() },
        ];
        for ship in ships {
            for draw in ship_draws(&ship, &params, &errors, &none).unwrap() {
                let (depth, draught) = (draw.depth_moulded_m.unwrap(), draw.hull.unwrap().summer_draught_m);
                assert!(depth > draught, "{depth} {draught}");
            }
        }
    }

    #[test]
    fn a_stated_depth_stays_and_tells_the_draught() {
        let plain = completed(vessel());
        let inferred = plain.depth_moulded_m.as_ref().unwrap();
        assert!(
            inferred.is_inferred
                && (mid(&plain.depth_moulded_m) / mid(&plain.summer_draught_m) - 1.44).abs() < 0.03
        );
        let shallow = completed(Vessel { depth_moulded_m: stated(7.0), ..vessel() });
        assert_eq!(shallow.depth_moulded_m, stated(7.0));
        let draught = shallow.summer_draught_m.as_ref().unwrap();
        assert!(draught.basis.contains("depth 7 m"), "{}", draught.basis);
        assert!(mid(&shallow.summer_draught_m) < 0.95 * mid(&plain.summer_draught_m));
        let width =
            |p: &Option<Particular>| p.as_ref().unwrap().estimate.high() / p.as_ref().unwrap().estimate.low();
        assert!(width(&shallow.summer_draught_m) < width(&plain.summer_draught_m));
    }

    #[test]
    fn a_depth_without_freeboard_is_set_aside_in_sight() {
        for ship in [
            Vessel { depth_moulded_m: stated(5.4), summer_draught_m: stated(6.0), ..vessel() },
            Vessel { depth_moulded_m: stated(5.4), deepest_draught_m: Some(6.1), ..vessel() },
            Vessel { depth_moulded_m: stated(82.0), ..vessel() },
        ] {
            let ship = completed(ship);
            assert!(ship.depth_moulded_m.as_ref().unwrap().is_inferred);
            assert!(
                ship.remarks.iter().any(|r| r.contains("depth of") && r.contains("set aside")),
                "{:?}",
                ship.remarks
            );
        }
        let ship =
            completed(Vessel { depth_moulded_m: stated(8.2), deepest_draught_m: Some(6.1), ..vessel() });
        assert_eq!(ship.depth_moulded_m, stated(8.2));
    }

    #[test]
    fn a_gas_carrier_carries_less_and_a_small_stated_deadweight_tells_a_light_cargo() {
        let oil = completed(vessel());
        let gas = completed(Vessel { kind: VesselKind::GasCarrier, ..vessel() });
        let ratio = mid(&gas.deadweight_t) / mid(&oil.deadweight_t);
        assert!((0.65..0.75).contains(&ratio), "{ratio}");
        // A third of what such a deck bears comes from a light cargo, not from a draught of half.
        let light = completed(Vessel { deadweight_t: stated(2_400.0), ..vessel() });
        assert!(mid(&light.summer_draught_m) > 0.75 * mid(&oil.summer_draught_m));
        let share = |deadweight: f64| {
            let ship = Vessel { deadweight_t: stated(deadweight), ..vessel() };
            let params = params();
            let form = super::super::Form::new(Prior { low: 100.0, mid: 100.0, high: 100.0 }, &params);
            form.light_cargo_share(&Known::of(&ship, &params), &params)
        };
        assert!(share(2_800.0) > 0.9 && share(5_400.0) < 0.05, "{} {}", share(2_800.0), share(5_400.0));
        // No deadweight at all is far from both: the share stays a share.
        assert!((0.0..=1.0).contains(&share(1e-9)) && (0.0..=1.0).contains(&share(1e12)));
    }

    #[test]
    fn parameters_out_of_bounds_are_named() {
        let faults = [
            (
                ParticularParams { depth_to_draught: Prior { low: 0.9, mid: 1.4, high: 1.6 }, ..params() },
                "depth_to_draught",
            ),
            (ParticularParams { light_cargo_share: 1.5, ..params() }, "light_cargo_share"),
            (ParticularParams { light_cargo_share: f64::NAN, ..params() }, "light_cargo_share"),
            (ParticularParams { draught_to_beam_slenderness_exponent: 9.0, ..params() }, "slenderness"),
        ];
        assert_eq!(params().fault(), None);
        for (params, key) in faults {
            assert!(params.fault().unwrap().contains(key), "{key}");
        }
    }
}
