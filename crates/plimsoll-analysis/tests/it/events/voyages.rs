//! Voyages between planted visits.

use super::kit::{self, heard, listed, minute, mmsi, sent, voyage_params, with_draught};
use plimsoll_analysis::gaps::gaps;
use plimsoll_analysis::port_visits::port_visits;
use plimsoll_analysis::vessels::VesselIndex;
use plimsoll_analysis::voyages::{VoyageParams, voyages};
use plimsoll_model::{LadenState, PortVisit, StaticReport};
use proptest::prelude::*;

const HULL: u32 = 9_074_729;

/// A report of a ship listed at a place, so many hours into 2024.
fn at_hour(radio: u32, hull: u32, hour: i64, place: &str, draught_m: f64) -> StaticReport {
    listed(with_draught(sent(radio, minute(hour * 60), hull), draught_m), place)
}

fn visits(statics: &[StaticReport]) -> (Vec<PortVisit>, VesselIndex) {
    let index = VesselIndex::new(statics, &kit::vessel_params());
    (port_visits(&[], &[], statics, &[], &index, &kit::visit_params()), index)
}

/// From Vostochny, laden from 4.0 m to 6.0 m, to Chongjin and back.
fn round_trip() -> Vec<StaticReport> {
    [
        (0, "Vostochny", 4.0),
        (30, "Vostochny", 6.0),
        (60, "Chongjin", 6.0),
        (90, "Chongjin", 4.1),
        (120, "Vostochny", 4.1),
    ]
    .map(|(hour, place, draught)| at_hour(445_000_001, HULL, hour, place, draught))
    .to_vec()
}

#[test]
fn a_round_trip_is_a_laden_voyage_a_ballast_voyage_and_an_open_one() {
    let (visits, index) = visits(&round_trip());
    let found = voyages(&visits, &[], &index, &voyage_params());
    let legs: Vec<_> =
        found.iter().map(|v| (v.from_place.as_str(), v.to_place.as_deref(), v.laden_state)).collect();
    assert_eq!(
        legs,
        [
            ("Vostochny", Some("Chongjin"), LadenState::Laden),
            ("Chongjin", Some("Vostochny"), LadenState::InBallast),
            ("Vostochny", None, LadenState::NotShown),
        ]
    );
    assert_eq!((found[0].departure, found[0].arrival), (minute(30 * 60), Some(minute(60 * 60))));
    assert_eq!(found[2].arrival, None);
    assert_eq!(found[0].parents, [visits[0].id, visits[1].id]);
}

#[test]
fn a_change_of_half_a_metre_shows_and_one_of_four_decimetres_does_not() {
    let state = |arrival, departure| {
        let reports =
            [at_hour(445_000_001, HULL, 0, "V", arrival), at_hour(445_000_001, HULL, 30, "V", departure)];
        let (visits, index) = visits(&reports);
        voyages(&visits, &[], &index, &voyage_params())[0].laden_state
    };
    // 8.2 - 7.7 is less than 0.5 in binary.
    assert_eq!(state(7.7, 8.2), LadenState::Laden);
    assert_eq!(state(8.2, 7.7), LadenState::InBallast);
    assert_eq!(state(7.7, 8.1), LadenState::NotShown);
    assert_eq!(state(7.7, 7.7), LadenState::NotShown);
}

#[test]
fn gaps_are_of_the_voyages_that_they_overlap() {
    let (visits, index) = visits(&round_trip());
    let at = |hour: i64| heard(minute(hour * 60), 42.0, 131.0, None);
    // Silent in port only, on the first voyage only, from the first voyage over the visit into the second.
    let reports = [at(10), at(20), at(31), at(40), at(100)];
    let gaps = gaps(&reports, &kit::gap_params());
    assert_eq!(gaps.len(), 4);
    let found = voyages(&visits, &gaps, &index, &voyage_params());
    assert_eq!(
        found[0].gaps,
        [gaps[1].id, gaps[2].id, gaps[3].id],
        "hours 20-31 end after the departure at 30"
    );
    assert_eq!(found[1].gaps, [gaps[3].id]);
    assert!(found[2].gaps.is_empty());
    assert!(found[0].parents.contains(&gaps[2].id));
}

#[test]
fn a_gap_that_ends_at_the_departure_or_begins_at_the_arrival_is_not_of_the_voyage() {
    let (visits, index) = visits(&round_trip());
    let at = |hour: i64| heard(minute(hour * 60), 42.0, 131.0, None);
    // She leaves at hour 30 and arrives at hour 60.
    let gaps = gaps(&[at(10), at(30), at(36), at(54), at(60), at(80)], &kit::gap_params());
    assert_eq!(gaps.len(), 5);
    let found = voyages(&visits, &gaps, &index, &voyage_params());
    assert_eq!(found[0].gaps, [gaps[1].id, gaps[2].id, gaps[3].id]);
}

#[test]
fn a_gap_of_another_ship_is_not_of_the_voyage() {
    let (visits, index) = visits(&round_trip());
    let other = [30, 55].map(|hour| kit::heard_from(445_000_002, minute(hour * 60), 42.0, 131.0, None));
    let found = voyages(&visits, &gaps(&other, &kit::gap_params()), &index, &voyage_params());
    assert!(found.iter().all(|v| v.gaps.is_empty()));
    assert_ne!(index.vessel_at(mmsi(445_000_002), minute(0)), found[0].vessel);
}

#[test]
fn visits_less_sure_than_asked_for_begin_and_end_no_voyage() {
    let (visits, index) = visits(&round_trip());
    let params = VoyageParams { min_confidence: 2, ..voyage_params() };
    let found = voyages(&visits, &[], &index, &params);
    let sure = visits.iter().filter(|v| v.confidence.value() >= 2).count();
    assert!(sure < visits.len());
    assert_eq!(found.len(), sure);
    assert!(voyages(&visits, &[], &index, &VoyageParams { min_confidence: 9, ..params }).is_empty());
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn voyages_join_the_visits_of_each_ship_without_overlap(
        rows in prop::collection::vec((0u32..2, 0i64..3_000, 0usize..3, 30u32..90), 1..40),
        turn in 0usize..40,
    ) {
        let names = ["V", "C", "N"];
        let reports: Vec<StaticReport> = rows
            .iter()
            .map(|(ship, hour, place, d)| at_hour(445_000_001 + ship, HULL + ship * 2, *hour, names[*place], f64::from(*d) / 10.0))
            .collect();
        let (mut visits, index) = visits(&reports);
        let found = voyages(&visits, &[], &index, &voyage_params());
        prop_assert_eq!(found.len(), visits.len());
        for pair in found.windows(2) {
            if pair[0].vessel == pair[1].vessel {
                prop_assert!(pair[0].arrival.is_some_and(|a| pair[0].departure <= a && a <= pair[1].departure));
            } else {
                prop_assert_eq!(pair[0].arrival, None);
            }
        }
        let middle = turn % visits.len();
        visits.rotate_left(middle);
        prop_assert_eq!(voyages(&visits, &[], &index, &voyage_params()), found);
    }
}
