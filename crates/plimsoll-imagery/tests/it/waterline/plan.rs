//! Plans.

use super::above::view;
use super::params;
use plimsoll_imagery::waterline::{OverheadView, Side, plan};
use plimsoll_model::FreeboardMethod;

#[test]
fn a_plan_shows_k_of_each_side_and_what_would_be_best() {
    let plan = plan(&view((160.0, 35.0), (90.0, 60.0), 0.3), 0.0, &params());
    let port = &plan.sides[0];
    assert_eq!((port.side, port.normal_deg), (Side::Port, 270.0));
    let both = port.methods.iter().find(|m| m.method == FreeboardMethod::ShadowAndLean).unwrap();
    assert!((both.measurability.unwrap() + 0.089).abs() < 5e-4, "{both:?}");
    assert!(both.refusal.as_deref().unwrap().contains("hides its own shadow"));
    // Hidden in its shadow on one side, the wall of the other is seen: 0.577 m a metre.
    let starboard = &plan.sides[1];
    let lean = starboard.methods.iter().find(|m| m.method == FreeboardMethod::Lean).unwrap();
    assert!((lean.measurability.unwrap() - 0.577).abs() < 1e-3 && lean.refusal.is_none());
    assert!(plan.is_readable && (plan.best_sd_m.unwrap() - lean.sd_m.unwrap()).abs() < 1e-12);
    // The best sun for a hull that lies north and south under a sensor in the east stands in the west.
    assert!((plan.would_do.best_sun_azimuth_deg.unwrap().0 - 270.0).abs() < 1e-9);
    let wanted = 35.0_f64.to_radians().tan().recip() + 30.0_f64.to_radians().tan();
    assert!((plan.would_do.best_sun_azimuth_deg.unwrap().1 - wanted).abs() < 1e-9);
}

#[test]
fn every_sun_that_a_plan_names_does_and_the_next_does_not() {
    let start = view((20.0, 40.0), (350.0, 70.0), 0.5);
    let would = plan(&start, 10.0, &params()).would_do;
    assert!(!would.sun_azimuth_deg.is_empty());
    let at = |azimuth: f64, elevation: f64| {
        let changed = OverheadView { sun: view((azimuth, elevation), (0.0, 90.0), 1.0).sun, ..start.clone() };
        plan(&changed, 10.0, &params()).is_readable
    };
    for (from, to) in would.sun_azimuth_deg {
        assert!(at(from, 40.0) && at(to, 40.0));
        assert!(!at(from - 5.0, 40.0) && !at(to + 5.0, 40.0));
    }
    for (from, to) in would.sun_elevation_deg {
        assert!(at(20.0, from) && at(20.0, to) && (to >= 85.0 || !at(20.0, to + 1.0)));
    }
}

#[test]
fn without_angles_nothing_is_promised() {
    let blind = OverheadView { sun: None, sensor_at: None, ..view((0.0, 10.0), (0.0, 10.0), 0.3) };
    let plan = plan(&blind, 45.0, &params());
    assert!(!plan.is_readable && plan.best_sd_m.is_none());
    assert!(plan.sides.iter().flat_map(|s| &s.methods).all(|m| m.refusal.is_some()));
    assert!(plan.would_do.words(45.0).contains("no change of one angle alone would do"));
}
