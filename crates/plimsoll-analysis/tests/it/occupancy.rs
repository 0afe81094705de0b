//! Looks that say nothing, or nonsense, at berths.

use crate::params;
use jiff::{SignedDuration, Timestamp};
use plimsoll_analysis::occupancy::occupancy;
use plimsoll_model::evidence::Key;
use plimsoll_model::{BerthLook, OccupancyState, Period, RecordId, RecordKind};

/// A look so many days after the start.
fn look(number: i64, days: i64, contrast_db: Option<f64>, length_m: f64) -> BerthLook {
    let start: Timestamp = "2025-09-01T00:00:00Z".parse().unwrap();
    let start = start + SignedDuration::from_hours(24 * days);
    BerthLook {
        scene: RecordId::of(RecordKind::Scene, &[Key::Int(number)]),
        berth: "Invented Berth".to_owned(),
        time: Some(Period::new(start, start + SignedDuration::from_secs(25)).unwrap()),
        stack: "one".to_owned(),
        usable_fraction: 1.0,
        contrast_db: [contrast_db; 2],
        quay_contrast_db: [contrast_db.map(|_| 12.0); 2],
        bright_length_m: Some(length_m),
        bright_fraction: Some(0.5),
    }
}

/// Every fourth look shows a ship, 20 dB over the water.
fn season() -> Vec<BerthLook> {
    let is_ship = |k: i64| k % 4 == 0;
    (0..40)
        .map(|k| {
            look(k, 5 * k, Some(if is_ship(k) { 20.0 } else { 1.0 }), if is_ship(k) { 120.0 } else { 10.0 })
        })
        .collect()
}

#[test]
fn what_stands_out_is_occupied_without_any_label() {
    let found = occupancy(&season(), &[], &params::judging());
    for (k, row) in found.iter().enumerate() {
        let wanted = if k % 4 == 0 { OccupancyState::Occupied } else { OccupancyState::Empty };
        assert_eq!(row.state, wanted, "{k}: {:?}", row.p_occupied);
    }
}

#[test]
fn the_order_of_looks_does_not_matter() {
    let mut turned = season();
    turned.reverse();
    assert_eq!(occupancy(&season(), &[], &params::judging()), occupancy(&turned, &[], &params::judging()));
}

#[test]
fn no_water_to_compare_with_is_unknown() {
    let mut looks = season();
    looks.push(look(99, 201, None, 120.0));
    let found = occupancy(&looks, &[], &params::judging());
    let row = found.iter().find(|row| row.scene == looks[40].scene).unwrap();
    assert_eq!(row.state, OccupancyState::Unknown);
    assert_eq!(row.p_alone, None);
}

#[test]
fn nonsense_is_judged_without_a_panic() {
    assert!(occupancy(&[], &[], &params::judging()).is_empty());
    assert_eq!(occupancy(&season()[..1], &[], &params::judging()).len(), 1);
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300] {
        let mut looks = season();
        looks[3].contrast_db = [Some(value); 2];
        looks[4].quay_contrast_db = [Some(value); 2];
        looks[5].bright_length_m = Some(value);
        looks[6].usable_fraction = value;
        looks[7].time = looks[8].time;
        looks[9].time = None;
        let found = occupancy(&looks, &[], &params::judging());
        assert_eq!(found.len(), 40);
        assert!(found.iter().all(|row| row.p_occupied.is_none_or(|p| (0.0..=1.0).contains(&p))));
    }
}
