//! Port visits from listings, alone and together with positions.

use super::kit::{self, harbour, heard, listed, minute, sent, visit_params, with_draught};
use plimsoll_model::{Confidence, Place, PortVisit, PositionReport, StaticReport, VisitEvidence};
use proptest::prelude::*;

const HULL: u32 = 9_074_729;

/// A report listed at Westridge, so many hours into 2024; an empty place is none.
fn at_hour(hour: i64, place: &str, draught_m: f64) -> StaticReport {
    let report = sent(445_000_001, minute(hour * 60), HULL);
    let report = if draught_m > 0.0 { with_draught(report, draught_m) } else { report };
    if place.is_empty() { report } else { listed(report, place) }
}

fn visits(statics: &[StaticReport], positions: &[PositionReport], places: &[Place]) -> Vec<PortVisit> {
    kit::visits(positions, statics, places, &visit_params())
}

fn summary(found: &[PortVisit]) -> Vec<(&str, i64, i64, u32)> {
    let hour = |t: jiff::Timestamp| (t.as_second() - minute(0).as_second()) / 3600;
    found.iter().map(|v| (v.place.as_str(), hour(v.start), hour(v.end), v.reports)).collect()
}

#[test]
fn listings_six_days_apart_are_one_visit_and_an_hour_more_are_two() {
    let found = visits(&[at_hour(0, "Westridge", 0.0), at_hour(144, "Westridge", 0.0)], &[], &[]);
    assert_eq!(summary(&found), [("Westridge", 0, 144, 2)]);
    let found = visits(&[at_hour(0, "Westridge", 0.0), at_hour(145, "Westridge", 0.0)], &[], &[]);
    assert_eq!(summary(&found), [("Westridge", 0, 0, 1), ("Westridge", 145, 145, 1)]);
}

#[test]
fn listings_at_another_terminal_part_a_visit() {
    let found = visits(
        &[at_hour(0, "Suncor", 0.0), at_hour(20, "Parkland", 0.0), at_hour(30, "Suncor", 0.0)],
        &[],
        &[kit::named("suncor")],
    );
    assert_eq!(summary(&found), [("suncor", 0, 0, 1), ("Parkland", 20, 20, 1), ("suncor", 30, 30, 1)]);
    assert_eq!(found[1].not_before, Some(minute(0)));
    assert_eq!(found[1].not_after, Some(minute(30 * 60)));
}

#[test]
fn the_neighbour_elsewhere_is_found_past_other_visits_to_the_place() {
    let hours = [(0, ""), (10, "Westridge"), (200, "Westridge"), (400, "Westridge"), (410, "")];
    let found = visits(&hours.map(|(hour, place)| at_hour(hour, place, 0.0)), &[], &[]);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|v| v.not_before == Some(minute(0)) && v.not_after == Some(minute(410 * 60))));
}

#[test]
fn a_message_listed_twice_at_one_instant_bounds_nothing() {
    // The Burrard file has such pairs: one row with the terminal, one without.
    for hour in 0..10 {
        for other in ["", "Suncor"] {
            let found = visits(&[at_hour(hour, "Westridge", 8.5), at_hour(hour, other, 8.5)], &[], &[]);
            let v = found.iter().find(|v| v.place == "Westridge").unwrap();
            assert_eq!((v.not_before, v.not_after), (None, None), "`{other}`, hour {hour}");
        }
    }
}

#[test]
fn a_report_listed_nowhere_gives_draughts_but_does_not_widen_the_visit() {
    let reports = [
        at_hour(0, "", 8.9),
        at_hour(10, "Westridge", 0.0),
        at_hour(40, "Westridge", 9.0),
        at_hour(50, "", 12.2),
    ];
    let found = visits(&reports, &[], &[]);
    let v = &found[0];
    assert_eq!(summary(&found), [("Westridge", 10, 40, 2)]);
    assert_eq!((v.not_before, v.not_after), (Some(minute(0)), Some(minute(50 * 60))));
    assert_eq!(v.draught_arrival.map(|d| d.to_metres()), Some(8.9));
    assert_eq!(v.draught_departure.map(|d| d.to_metres()), Some(12.2));
    assert_eq!((v.confidence, v.evidence), (Confidence::WHOLE, VisitEvidence::Listing));
}

#[test]
fn the_departure_window_runs_from_when_she_was_first_seen_elsewhere() {
    // A single listing, then the first report elsewhere two days later: the draught in it is of the same leg.
    let reports = [at_hour(0, "Westridge", 9.0), at_hour(47, "", 12.2), at_hour(100, "", 8.0)];
    let v = &visits(&reports, &[], &[])[0];
    assert_eq!(v.draught_departure.map(|d| d.to_metres()), Some(12.2));
    // Seen elsewhere only after the listing gap: nothing is known of this leg.
    let reports = [at_hour(0, "Westridge", 9.0), at_hour(145, "", 12.2)];
    assert_eq!(visits(&reports, &[], &[])[0].draught_departure, None);
}

#[test]
fn a_source_that_lists_no_places_does_not_say_that_the_ship_was_elsewhere() {
    let other = |hour| StaticReport { source: kit::source("nmea", 1), ..at_hour(hour, "", 9.0) };
    let reports =
        [other(1), at_hour(10, "Westridge", 0.0), other(20), at_hour(30, "Westridge", 0.0), other(35)];
    let v = &visits(&reports, &[], &[])[0];
    assert_eq!((v.not_before, v.not_after), (None, None));
    assert_eq!(v.confidence, Confidence::STOP);
}

#[test]
fn a_single_listing_is_the_least_sure() {
    let found = visits(&[at_hour(0, "Westridge", 8.0)], &[], &[]);
    assert_eq!(found[0].confidence, Confidence::ENTRY_OR_EXIT);
    assert_eq!(found[0].draught_departure, None, "the only draught is that of the arrival");
}

#[test]
fn a_draught_that_changed_during_the_visit_is_that_of_the_departure() {
    let reports =
        [at_hour(0, "Westridge", 8.5), at_hour(30, "Westridge", 12.0), at_hour(36, "Westridge", 0.0)];
    let v = &visits(&reports, &[], &[])[0];
    assert_eq!(v.draught_departure.map(|d| d.to_metres()), Some(12.0));
    assert_eq!(v.draught_departure_time, Some(minute(30 * 60)));
}

#[test]
fn positions_and_listings_of_one_stay_are_one_visit() {
    let place = harbour("Westridge", 49.29, -122.95, 1_000.0);
    let there = |hour: i64| heard(minute(hour * 60), 49.29, -122.95, Some(0.0));
    let away = |hour: i64| heard(minute(hour * 60), 48.0, -123.0, Some(10.0));
    let reports = [at_hour(10, "westridge", 8.5), at_hour(60, "westridge", 12.0)];
    let found = visits(&reports, &[away(0), there(12), there(40), away(70)], std::slice::from_ref(&place));
    assert_eq!(summary(&found), [("Westridge", 10, 60, 4)]);
    let v = &found[0];
    assert_eq!((v.evidence, v.confidence), (VisitEvidence::Positions, Confidence::WHOLE));
    assert_eq!((v.not_before, v.not_after), (Some(minute(0)), Some(minute(70 * 60))));
}

#[test]
fn a_listing_while_positions_show_the_ship_elsewhere_is_passed_over() {
    let suncor = harbour("Suncor", 49.29, -122.90, 1_000.0);
    let there = |hour: i64| heard(minute(hour * 60), 49.29, -122.90, Some(0.0));
    let reports =
        [at_hour(5, "Westridge", 0.0), at_hour(20, "Westridge", 0.0), at_hour(40, "Westridge", 0.0)];
    let found = visits(&reports, &[there(10), there(30)], &[suncor, kit::named("Westridge")]);
    assert_eq!(summary(&found), [("Westridge", 5, 5, 1), ("Suncor", 10, 30, 2), ("Westridge", 40, 40, 1)]);
}

#[test]
fn two_stays_by_positions_are_not_joined_for_being_near() {
    let place = harbour("Westridge", 49.29, -122.95, 1_000.0);
    let there = |hour: i64| heard(minute(hour * 60), 49.29, -122.95, Some(0.0));
    let away = |hour: i64| heard(minute(hour * 60), 48.0, -123.0, Some(10.0));
    let found = visits(&[], &[there(0), away(10), there(20)], &[place]);
    assert_eq!(summary(&found), [("Westridge", 0, 0, 1), ("Westridge", 20, 20, 1)]);
}

#[test]
fn a_listing_joins_a_stay_by_positions_unless_the_ship_was_seen_elsewhere_between() {
    let place = harbour("Westridge", 49.29, -122.95, 1_000.0);
    let there = |hour: i64| heard(minute(hour * 60), 49.29, -122.95, Some(0.0));
    let away = |hour: i64| heard(minute(hour * 60), 48.0, -123.0, Some(10.0));
    let listings = [at_hour(10, "Westridge", 0.0), at_hour(90, "Westridge", 0.0)];
    let of = |positions: &[PositionReport], listing: usize| {
        visits(&listings[listing..=listing], positions, std::slice::from_ref(&place)).len()
    };
    assert_eq!(of(&[there(40), there(50)], 0), 1, "30 hours before she is heard there");
    assert_eq!(of(&[away(20), there(40), there(50)], 0), 2, "seen elsewhere after the listing");
    assert_eq!(of(&[there(40), there(50)], 1), 1, "40 hours after she was heard there");
    assert_eq!(of(&[there(40), there(50), away(60)], 1), 2, "seen elsewhere before the listing");
    assert_eq!(of(&[there(300), there(310)], 0), 2, "twelve days apart");
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn grouping_agrees_with_the_definition_over_all_pairs(
        steps in prop::collection::vec((1i64..300, 0usize..3), 1..40),
    ) {
        let names = ["Westridge", "Suncor", "Kitimat"];
        let mut now = 0;
        let reports: Vec<StaticReport> =
            steps.iter().map(|(wait, place)| { now += wait; at_hour(now, names[*place], 0.0) }).collect();
        let found = visits(&reports, &[], &[]);
        // By definition: two listings are of one visit if every step between them stays at the place and is short.
        let together = |i: usize, j: usize| {
            (i..j).all(|k| steps[k].1 == steps[k + 1].1 && steps[k + 1].0 <= 144)
        };
        for i in 0..reports.len() {
            for j in i..reports.len() {
                let holds = |v: &&PortVisit| v.start <= reports[i].time && reports[j].time <= v.end;
                prop_assert_eq!(found.iter().any(|v| holds(&v)), together(i, j), "{} {}", i, j);
            }
        }
        prop_assert_eq!(found.iter().map(|v| v.reports as usize).sum::<usize>(), reports.len());
        let stayed: i64 = found.iter().map(|v| v.end.duration_since(v.start).as_hours()).sum();
        prop_assert!(stayed <= now - steps[0].0, "no longer than from the first report to the last");
    }
}
