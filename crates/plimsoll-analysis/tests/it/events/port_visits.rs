//! Port visits from positions, with planted truth, named faults of others, and a second implementation.

use super::kit::{self, at, harbour, heard, heard_from, minute, sent, visit_params, with_draught};
use jiff::Timestamp;
use plimsoll_analysis::port_visits::{PortStays, PortVisitParams, Sites};
use plimsoll_model::{
    Area, Confidence, Length, Place, PortStay, PortVisit, PositionReport, StaticReport, VisitEvidence,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A port 3 km round, as Global Fishing Watch draws one about an anchorage point, at 42.73 N.
fn vostochny() -> Place {
    harbour("Vostochny", 42.73, 133.08, 3_000.0)
}

/// The visits of ships known by positions alone.
fn visits(reports: &[PositionReport], places: &[Place]) -> Vec<PortVisit> {
    with_statics(reports, &[], places, &visit_params())
}

fn with_statics(
    reports: &[PositionReport],
    statics: &[StaticReport],
    places: &[Place],
    params: &PortVisitParams,
) -> Vec<PortVisit> {
    kit::visits(reports, statics, places, params)
}

/// A report `north_km` north of the port's centre.
fn off(time: Timestamp, north_km: f64, sog_kn: Option<f64>) -> PositionReport {
    heard(time, 42.73 + north_km / 111.08, 133.08, sog_kn)
}

/// In from 20 km at minute 0, moored from minute 60 to 60 + `stay`, and out again an hour later, every ten minutes.
fn call(start: Timestamp, stay_min: i64) -> Vec<PositionReport> {
    let minutes = |m: i64| Timestamp::from_second(start.as_second() + m * 60).unwrap();
    (0..=stay_min + 120)
        .step_by(10)
        .map(|m| match (m, m - 60 - stay_min) {
            (..60, _) => off(minutes(m), 20.0 - 20.0 * m as f64 / 60.0, Some(10.8)),
            (_, 1..) => off(minutes(m), 20.0 * (m - 60 - stay_min) as f64 / 60.0, Some(10.8)),
            _ => off(minutes(m), 0.0, Some(0.0)),
        })
        .collect()
}

#[test]
fn a_call_is_found_with_its_times_and_the_reports_around_it() {
    let found = visits(&call(minute(0), 600), &[vostochny()]);
    assert_eq!(found.len(), 1);
    let v = &found[0];
    assert_eq!(
        (v.start, v.end),
        (minute(60), minute(670)),
        "3.33 km at minute 50 is outside, 3.33 km out within 3.5"
    );
    assert_eq!((v.not_before, v.not_after), (Some(minute(50)), Some(minute(680))));
    assert_eq!((v.confidence, v.evidence), (Confidence::WHOLE, VisitEvidence::Positions));
    assert_eq!(v.reports, 62);
    assert_eq!(v.place, "Vostochny");
}

#[test]
fn a_visit_over_midnight_and_the_end_of_the_year_is_one_visit() {
    // Global Fishing Watch "has never created encounters for short events on either side of the UTC day boundary".
    let found = visits(&call(at("2024-12-31T22:00:00Z"), 120), &[vostochny()]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].start, at("2024-12-31T23:00:00Z"));
    assert_eq!(found[0].end, at("2025-01-01T01:10:00Z"));
    assert_eq!(found[0].confidence, Confidence::WHOLE);
}

#[test]
fn a_place_whose_name_is_part_of_another_is_not_taken_for_it() {
    // A test for a part of a text in place of the whole once mistook event types (pipe-anchorages).
    let places = ["Nakhodka Oil", "Nakhodka", "Nak"].map(kit::named);
    let of = |name: &str| {
        let report = kit::listed(sent(445_000_001, minute(0), 9_074_729), name);
        with_statics(&[], &[report], &places, &visit_params())[0].place.clone()
    };
    assert_eq!(of("Nakhodka"), "Nakhodka");
    assert_eq!(of(" nakhodka oil "), "Nakhodka Oil");
    assert_eq!(of("Nakhodka O"), "Nakhodka O", "an unknown name stays as the source writes it");
}

#[test]
fn a_port_on_the_180th_meridian_is_left_and_entered_on_both_sides() {
    let port = harbour("Date line", 65.0, 180.0, 3_000.0);
    let reports: Vec<PositionReport> = [-179.6, -179.99, 179.99, -179.99, 179.6]
        .iter()
        .enumerate()
        .map(|(i, lon)| heard(minute(i as i64 * 90), 65.0, *lon, None))
        .collect();
    let found = visits(&reports, &[port]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].start, found[0].end, found[0].reports), (minute(90), minute(270), 3));
}

#[test]
fn a_ship_on_the_edge_does_not_flicker() {
    // 3.0 km is the edge, 3.5 km the exit: between the two she stays where she was.
    let edge = |kms: &[f64]| -> Vec<PositionReport> {
        kms.iter().enumerate().map(|(i, km)| off(minute(i as i64 * 10), *km, Some(3.0))).collect()
    };
    let found = visits(&edge(&[5.0, 3.2, 2.9, 3.2, 2.9, 3.4, 2.9, 3.6, 3.2, 5.0]), &[vostochny()]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].start, found[0].end, found[0].reports), (minute(20), minute(60), 5));
}

#[test]
fn confidence_follows_what_was_seen() {
    let stop = |m, km| off(minute(m), km, Some(0.1));
    let moving = |m, km| off(minute(m), km, Some(6.0));
    let cases: [(&str, Vec<PositionReport>, Confidence); 7] = [
        ("entry, stop, exit", vec![moving(0, 9.0), stop(60, 0.0), moving(120, 9.0)], Confidence::WHOLE),
        ("entry and stop", vec![moving(0, 9.0), stop(60, 0.0)], Confidence::STOP_AND_ONE_END),
        ("stop and exit", vec![stop(0, 0.0), moving(60, 9.0)], Confidence::STOP_AND_ONE_END),
        ("stop alone", vec![stop(0, 0.0)], Confidence::STOP),
        (
            "passing through",
            vec![moving(0, 9.0), moving(60, 0.0), moving(120, 9.0)],
            Confidence::ENTRY_OR_EXIT,
        ),
        (
            "silence in port",
            vec![moving(0, 9.0), moving(60, 0.0), moving(301, 1.0), moving(400, 9.0)],
            Confidence::WHOLE,
        ),
        ("silence on leaving", vec![moving(0, 9.0), moving(60, 0.0), moving(301, 9.0)], Confidence::WHOLE),
    ];
    for (what, reports, expected) in cases {
        let found = visits(&reports, &[vostochny()]);
        assert_eq!(found.len(), 1, "{what}");
        assert_eq!(found[0].confidence, expected, "{what}");
    }
}

#[test]
fn two_tenths_of_a_knot_are_a_stop_and_three_are_none() {
    let confidence = |kn| visits(&[off(minute(0), 0.0, Some(kn))], &[vostochny()])[0].confidence;
    assert_eq!(confidence(0.2), Confidence::STOP);
    assert_eq!(confidence(0.3), Confidence::ENTRY_OR_EXIT);
}

#[test]
fn a_stop_is_seen_without_a_speed_sent() {
    let reports = [
        off(minute(0), 9.0, None),
        off(minute(60), 1.0, None),
        off(minute(120), 1.01, None),
        off(minute(180), 9.0, None),
    ];
    assert_eq!(
        visits(&reports, &[vostochny()])[0].confidence,
        Confidence::WHOLE,
        "10 m in an hour is 0.005 kn"
    );
    let reports = [
        off(minute(0), 9.0, None),
        off(minute(60), 1.0, None),
        off(minute(120), 2.9, None),
        off(minute(180), 9.0, None),
    ];
    assert_eq!(
        visits(&reports, &[vostochny()])[0].confidence,
        Confidence::ENTRY_OR_EXIT,
        "1.9 km in an hour is 1 kn"
    );
}

#[test]
fn a_visit_open_at_the_end_of_the_reports_is_given_with_what_is_known() {
    let mut reports = call(minute(0), 600);
    reports.truncate(30);
    let found = visits(&reports, &[vostochny()]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].end, found[0].not_after), (minute(290), None));
    assert_eq!(found[0].confidence, Confidence::STOP_AND_ONE_END);
}

#[test]
fn the_visit_keeps_its_identifier_when_later_reports_move_its_end() {
    let whole = call(minute(0), 600);
    let early = visits(&whole[..30], &[vostochny()]);
    let late = visits(&whole, &[vostochny()]);
    assert_eq!(early[0].id, late[0].id);
    assert!(early[0].end < late[0].end);
}

#[test]
fn every_report_of_a_track_is_believed() {
    // What is a spike, and what another ship, is decided before: a track has none.
    let far: Vec<PositionReport> = (0..3).map(|i| heard(minute(i * 10), 30.0, 120.0, Some(0.0))).collect();
    let here = (3..6).map(|i| off(minute(i * 10), 0.0, Some(0.0)));
    let reports: Vec<PositionReport> = far.into_iter().chain(here).collect();
    let found = visits(&reports, &[vostochny()]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].start, found[0].reports), (minute(30), 3));
}

#[test]
fn a_silent_change_of_port_is_two_visits_each_at_its_own() {
    let nakhodka = harbour("Nakhodka", 42.80, 132.90, 3_000.0);
    let reports = [
        off(minute(0), 0.0, Some(0.0)),
        off(minute(60), 0.0, Some(0.0)),
        heard(minute(900), 42.80, 132.90, Some(0.0)),
        heard(minute(960), 42.80, 132.90, Some(0.0)),
    ];
    let found = visits(&reports, &[vostochny(), nakhodka]);
    let places: Vec<&str> = found.iter().map(|v| v.place.as_str()).collect();
    assert_eq!(places, ["Vostochny", "Nakhodka"]);
    assert_eq!(found[0].not_after, Some(minute(900)));
    assert_eq!(found[1].not_before, Some(minute(60)));
}

#[test]
fn a_berth_within_a_port_is_found_before_the_port() {
    let berth = harbour("Berth 1", 42.73, 133.08, 300.0);
    let reports: Vec<PositionReport> = [9.0, 2.0, 0.0, 0.0, 2.0, 9.0]
        .iter()
        .enumerate()
        .map(|(i, km)| off(minute(i as i64 * 60), *km, None))
        .collect();
    for places in [[vostochny(), berth.clone()], [berth, vostochny()]] {
        let found = visits(&reports, &places);
        let names: Vec<&str> = found.iter().map(|v| v.place.as_str()).collect();
        assert_eq!(names, ["Vostochny", "Berth 1", "Vostochny"]);
    }
}

#[test]
fn places_without_extent_and_senseless_thresholds_do_no_harm() {
    let empty =
        Place { area: Some(Area::Polygon { exterior: vec![], holes: vec![] }), ..kit::named("empty") };
    assert_eq!(visits(&call(minute(0), 60), &[empty, kit::named("no area")]), []);
    for bad in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e300] {
        let params = PortVisitParams {
            exit_margin_m: bad,
            stop_begin_kn: bad,
            gap_in_port_h: bad,
            stop_end_kn: bad,
            max_listing_gap_h: bad,
            arrival_window_h: bad,
            arrival_grace_h: bad,
            departure_window_h: bad,
        };
        let statics = [with_draught(sent(445_000_001, minute(70), 0), 5.0)];
        assert!(with_statics(&call(minute(0), 60), &statics, &[vostochny()], &params).len() < 2);
    }
}

#[test]
fn the_draughts_around_a_call_come_from_the_static_reports_of_the_same_ship() {
    let draught = |m, metres| with_draught(sent(445_000_001, minute(m), 9_074_729), metres);
    let other_ship = with_draught(sent(445_000_002, minute(65), 9_074_731), 11.0);
    let statics = [
        draught(-3000, 9.9),
        draught(30, 4.1),
        draught(54, 4.2),
        draught(400, 4.2),
        draught(690, 6.8),
        draught(4000, 4.0),
        other_ship,
    ];
    let found = with_statics(&call(minute(0), 600), &statics, &[vostochny()], &visit_params());
    let v = &found[0];
    assert_eq!(v.draught_arrival.map(|d| d.to_metres()), Some(4.2), "the last before the start");
    assert_eq!(v.draught_departure.map(|d| d.to_metres()), Some(6.8), "the last within a day of leaving");
    assert_eq!(v.draught_departure_time, Some(minute(690)));
    assert!(
        v.parents.contains(&statics[2].id) && v.parents.contains(&statics[4].id),
        "the way back to the reports"
    );
}

#[test]
fn one_draught_alone_says_nothing_of_a_change() {
    let statics = [with_draught(sent(445_000_001, minute(70), 9_074_729), 4.2)];
    let v = &with_statics(&call(minute(0), 600), &statics, &[vostochny()], &visit_params())[0];
    assert_eq!(v.draught_arrival.map(|d| d.to_metres()), Some(4.2), "the first soon after she came");
    assert_eq!(v.draught_departure, None);
    let late = [with_draught(sent(445_000_001, minute(600), 9_074_729), 6.8)];
    let v = &with_statics(&call(minute(0), 600), &late, &[vostochny()], &visit_params())[0];
    assert_eq!(v.draught_arrival, None, "nine hours after she came it may be either");
    assert_eq!(v.draught_departure.map(|d| d.to_metres()), Some(6.8));
}

#[test]
fn a_draught_of_the_day_before_last_is_neither_that_of_the_arrival_nor_of_the_departure() {
    let old = [with_draught(sent(445_000_001, minute(60 - 25 * 60), 9_074_729), 9.9)];
    let v = &with_statics(&call(minute(0), 600), &old, &[vostochny()], &visit_params())[0];
    assert_eq!((v.draught_arrival, v.draught_departure), (None, None), "25 hours before the start");
    let fresh = [with_draught(sent(445_000_001, minute(60 - 24 * 60), 9_074_729), 9.9)];
    let v = &with_statics(&call(minute(0), 600), &fresh, &[vostochny()], &visit_params())[0];
    assert_eq!(v.draught_arrival.map(|d| d.to_metres()), Some(9.9), "24 hours before the start");
}

#[test]
fn a_draught_sent_after_the_next_visit_began_is_not_of_the_first() {
    let mut reports = call(minute(0), 120);
    reports.extend(call(minute(400), 120));
    let draught = |m, metres| with_draught(sent(445_000_001, minute(m), 9_074_729), metres);
    let statics = [draught(10, 4.0), draught(170, 6.0), draught(500, 6.0), draught(590, 8.0)];
    let found = with_statics(&reports, &statics, &[vostochny()], &visit_params());
    let pairs: Vec<_> = found
        .iter()
        .map(|v| (v.draught_arrival.map(|d| d.to_metres()), v.draught_departure.map(|d| d.to_metres())))
        .collect();
    assert_eq!(pairs, [(Some(4.0), Some(6.0)), (Some(6.0), Some(8.0))]);
}

#[test]
fn two_radios_of_one_hull_are_one_visit() {
    let mut reports = call(minute(0), 600);
    for (i, r) in reports.iter_mut().enumerate() {
        if i >= 30 {
            *r = heard_from(
                445_000_009,
                r.time,
                r.position.unwrap().lat_deg(),
                r.position.unwrap().lon_deg(),
                r.sog.map(|s| s.to_knots()),
            );
        }
    }
    let statics = [sent(445_000_001, minute(5), 9_074_729), sent(445_000_009, minute(640), 9_074_729)];
    let found = with_statics(&reports, &statics, &[vostochny()], &visit_params());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].start, found[0].end), (minute(60), minute(670)));
}

/// The stays of one track.
fn stays(reports: &[PositionReport], places: &[Place]) -> Vec<PortStay> {
    let params = visit_params();
    let sites = Sites::new(places, &params);
    let mut found = Vec::new();
    for (track, reports) in kit::tracks(reports) {
        let mut machine = PortStays::new(track.mmsi, track.id, &sites, &params);
        reports.iter().for_each(|r| machine.push(r, &mut found));
        machine.finish(&mut found);
    }
    found
}

#[test]
fn a_stay_names_its_track_and_its_first_and_last_report() {
    let reports = call(minute(0), 600);
    let found = stays(&reports, &[vostochny()]);
    assert_eq!(found.len(), 1);
    let stay = &found[0];
    assert_eq!(stay.track, kit::tracks(&reports)[0].0.id);
    assert_eq!((stay.start, stay.end, stay.reports), (minute(60), minute(670), 62));
    assert_eq!(stay.parents, [reports[6].id(), reports[67].id()]);
    assert_eq!((reports[6].time, reports[67].time), (stay.start, stay.end));
}

#[test]
fn a_ship_that_shifts_within_a_harbour_has_stopped_until_she_makes_half_a_knot() {
    // The berth and the port around it: she warps out of the berth at 0.3 kn, or sails at 0.5 kn.
    let berth = harbour("Berth", 42.73, 133.08, 300.0);
    let places = [vostochny(), berth];
    let leaving = |kn| {
        let reports = [
            off(minute(0), 9.0, Some(9.0)),
            off(minute(60), 0.0, Some(0.1)),
            off(minute(90), 1.5, Some(kn)),
            off(minute(100), 1.5, Some(kn)),
            off(minute(180), 9.0, Some(9.0)),
        ];
        let found = stays(&reports, &places);
        assert_eq!(found.iter().map(|s| s.place.as_str()).collect::<Vec<_>>(), ["Berth", "Vostochny"]);
        (found[0].confidence, found[1].confidence)
    };
    assert_eq!(leaving(0.3), (Confidence::WHOLE, Confidence::WHOLE));
    assert_eq!(leaving(0.5), (Confidence::WHOLE, Confidence::ENTRY_OR_EXIT));
}

#[test]
fn a_ship_that_changes_her_number_at_sea_has_the_sea_before_her_visit() {
    let statics = [sent(445_000_001, minute(5), 9_074_729), sent(445_000_009, minute(640), 9_074_729)];
    let renumbered = |r: &PositionReport| PositionReport { mmsi: kit::mmsi(445_000_009), ..*r };
    let whole = call(minute(0), 600);
    let one = with_statics(&whole, &statics[..1], &[vostochny()], &visit_params());
    // Not at the 67th, which lies between the edge and the margin: a track that begins there was not in port before.
    for change in [3, 6, 30, 66, 68, 70] {
        let reports: Vec<PositionReport> =
            whole.iter().enumerate().map(|(i, r)| if i < change { *r } else { renumbered(r) }).collect();
        let found = with_statics(&reports, &statics, &[vostochny()], &visit_params());
        assert_eq!(found.len(), 1, "{change}");
        let facts = |v: &PortVisit| (v.start, v.end, v.not_before, v.not_after, v.confidence, v.reports);
        assert_eq!(facts(&found[0]), facts(&one[0]), "{change}");
    }
}

#[test]
fn two_radios_of_one_hull_at_two_ports_leave_the_visit_with_more_reports() {
    let statics = [sent(445_000_001, minute(5), 9_074_729), sent(445_000_009, minute(6), 9_074_729)];
    let nakhodka = harbour("Nakhodka", 42.80, 132.90, 3_000.0);
    let mut reports = call(minute(0), 600);
    reports.extend((0..5).map(|i| heard_from(445_000_009, minute(200 + i), 42.80, 132.90, Some(0.0))));
    let found = with_statics(&reports, &statics, &[vostochny(), nakhodka], &visit_params());
    assert_eq!(found.iter().map(|v| v.place.as_str()).collect::<Vec<_>>(), ["Vostochny"]);
}

/// A place with corners, for areas that are not round.
fn polygon(corners: &[(f64, f64)], hole: &[(f64, f64)]) -> Place {
    let ring = |corners: &[(f64, f64)]| corners.iter().map(|(lat, lon)| kit::point(*lat, *lon)).collect();
    let holes = if hole.is_empty() { vec![] } else { vec![ring(hole)] };
    Place { area: Some(Area::Polygon { exterior: ring(corners), holes }), ..kit::named("polygon") }
}

/// Brings a longitude back to the map.
fn on_map(lon: f64) -> f64 {
    (lon + 540.0).rem_euclid(360.0) - 180.0
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn the_index_of_places_gives_what_their_areas_give(
        lat in prop_oneof![-89.99f64..89.99, Just(0.0), Just(65.0), Just(89.9)],
        lon in prop_oneof![-180.0f64..180.0, Just(180.0), Just(-179.99), Just(133.0)],
        reach_m in prop_oneof![50.0f64..5_000.0, 5_000.0f64..300_000.0],
        margin_m in prop_oneof![Just(0.0), 1.0f64..20_000.0],
        corners in prop::collection::vec((0.2f64..1.0, 0.0f64..6.25), 3..9),
        asked in prop::collection::vec((0.0f64..2.5, 0.0f64..6.25), 30),
        is_round in any::<bool>(),
    ) {
        let metres = |share: f64, turn: f64| {
            let (north, east) = (share * reach_m * turn.cos(), share * reach_m * turn.sin());
            // Not at a pole itself, where the plane of `Area::contains_within` has no width.
            let lat = (lat + north / 111_000.0).clamp(-89.98, 89.98);
            (lat, on_map(lon + (east / 111_000.0 / lat.to_radians().cos().max(1e-3)).clamp(-60.0, 60.0)))
        };
        let mut corners = corners;
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let ring: Vec<(f64, f64)> = corners.iter().map(|(share, turn)| metres(*share, *turn)).collect();
        let hole: Vec<(f64, f64)> = corners.iter().map(|(share, turn)| metres(share * 0.4, *turn)).collect();
        let place = if is_round { harbour("round", lat, on_map(lon), reach_m) } else { polygon(&ring, &hole) };
        let area = place.area.clone().unwrap();
        let margin = Length::metres(margin_m);
        let edge = |share: f64| if share < 2.0 { share } else { (reach_m + margin_m) / reach_m };
        let places = [place];
        let sites = Sites::with_margin(&places, margin);
        for (share, turn) in &asked {
            let (lat, lon) = metres(edge(*share), *turn);
            let position = kit::point(lat, lon);
            prop_assert_eq!(sites.holds(position), area.contains_within(position, margin), "{:?} {:?}", area, position);
        }
    }
}

/// Great-circle distance on a sphere of the mean radius, km: another way than the one in use.
fn haversine_km(a: &PositionReport, lat: f64, lon: f64) -> f64 {
    let (p1, p2) = (a.position.unwrap().lat_deg().to_radians(), lat.to_radians());
    let (dp, dl) = (p2 - p1, (lon - a.position.unwrap().lon_deg()).to_radians());
    let h = (dp / 2.0).sin().powi(2) + p1.cos() * p2.cos() * (dl / 2.0).sin().powi(2);
    2.0 * 6_371.008_8 * h.sqrt().asin()
}

/// By definition: a report is in port if some report at or before it lies inside and none since beyond the margin.
fn in_port(km: &[f64], i: usize) -> bool {
    (0..=i).any(|j| km[j] <= 3.0 && km[j..=i].iter().all(|d| *d <= 3.5))
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn visits_agree_with_the_definition_of_being_in_port(
        walk in prop::collection::vec((1i64..300, 0u32..60), 1..60),
    ) {
        // In steps of 100 m, none within 50 m of an edge: sphere and ellipsoid differ by 0.3 %.
        let mut now = 0;
        let step = |(wait, steps): &(i64, u32)| {
            now += 10 + wait;
            off(minute(now), 0.05 + f64::from(*steps) / 10.0, None)
        };
        let reports: Vec<PositionReport> = walk.iter().map(step).collect();
        let km: Vec<f64> = reports.iter().map(|r| haversine_km(r, 42.73, 133.08)).collect();
        let found = visits(&reports, &[vostochny()]);
        for (i, r) in reports.iter().enumerate() {
            let holding = found.iter().filter(|v| v.start <= r.time && r.time <= v.end).count();
            prop_assert_eq!(holding, usize::from(in_port(&km, i)), "{}", i);
        }
        let in_all: usize = (0..km.len()).filter(|i| in_port(&km, *i)).count();
        prop_assert_eq!(found.iter().map(|v| v.reports as usize).sum::<usize>(), in_all);
    }

    #[test]
    fn visits_never_overlap_whatever_is_sent(
        walk in prop::collection::vec((0i64..2_000, 0u32..3, -3.0f64..3.0, prop::option::of(0.0f64..12.0), 0u8..4), 1..80),
        turn in 0usize..80,
    ) {
        let places = [vostochny(), harbour("Berth", 42.73, 133.08, 500.0), harbour("Off", 42.80, 133.08, 4_000.0)];
        let (mut now, mut reports, mut statics) = (0, Vec::new(), Vec::new());
        for (wait, radio, km, sog, what) in &walk {
            now += wait;
            let radio = 445_000_001 + radio;
            match what {
                0 => statics.push(kit::listed(sent(radio, minute(now), 9_074_729), "Vostochny")),
                1 => statics.push(kit::listed(with_draught(sent(radio, minute(now), 9_074_729), 5.0), "Berth")),
                _ => reports.push(heard_from(radio, minute(now), 42.73 + km * 5.0 / 111.0, 133.08, *sog)),
            }
        }
        let found = with_statics(&reports, &statics, &places, &visit_params());
        let turned = |n: usize| turn % n.max(1);
        let (r, s) = (turned(reports.len()), turned(statics.len()));
        reports.rotate_left(r);
        statics.rotate_left(s);
        prop_assert_eq!(&with_statics(&reports, &statics, &places, &visit_params()), &found, "order of input");
        for pair in found.windows(2).filter(|p| p[0].vessel == p[1].vessel) {
            prop_assert!(pair[0].end <= pair[1].start, "{:?}", pair);
        }
        for v in &found {
            prop_assert!(v.start <= v.end && v.not_before.is_none_or(|t| t <= v.start) && v.not_after.is_none_or(|t| t >= v.end));
            prop_assert!(v.reports >= 1 && !v.parents.is_empty());
        }
        let ids: BTreeSet<_> = found.iter().map(|v| v.id).collect();
        prop_assert_eq!(ids.len(), found.len(), "identifiers differ");
    }
}

#[test]
fn real_positions_agree_with_the_definition_of_being_in_port() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ais/csv/solent_20160112.csv.gz");
    let Ok(file) = std::fs::File::open(path) else {
        println!("SKIPPED: {path} is not here");
        return;
    };
    let mut by_ship: BTreeMap<u32, Vec<PositionReport>> = BTreeMap::new();
    for row in csv::Reader::from_reader(flate2::read::GzDecoder::new(file)).records().map(Result::unwrap) {
        let number = |i: usize| row[i].parse::<f64>().unwrap();
        let time = at(&format!("{}Z", row[0].replacen(' ', "T", 1)));
        let radio = row[1].parse().unwrap();
        by_ship.entry(radio).or_default().push(heard_from(
            radio,
            time,
            number(2),
            number(3),
            Some(number(5)),
        ));
    }
    let portsmouth = harbour("Portsmouth", 50.800, -1.109, 3_000.0);
    let params = visit_params();
    let (mut in_all, mut visits) = (0, 0);
    for reports in by_ship.values_mut() {
        reports.sort_by_key(|r| (r.time, r.id()));
        let km: Vec<f64> = reports.iter().map(|r| haversine_km(r, 50.800, -1.109)).collect();
        let found = with_statics(reports, &[], std::slice::from_ref(&portsmouth), &params);
        let expected = (0..km.len()).filter(|i| in_port(&km, *i)).count();
        let counted: usize = found.iter().map(|v| v.reports as usize).sum();
        // Sphere and ellipsoid may disagree on a report within 0.3 % of an edge.
        let near_edge = km.iter().filter(|d| (*d - 3.0).abs() < 0.01 || (*d - 3.5).abs() < 0.011).count();
        assert!(counted.abs_diff(expected) <= near_edge, "{counted} {expected} {near_edge}");
        in_all += counted;
        visits += found.len();
    }
    println!("{} ships in the Solent, {visits} visits, {in_all} reports in port", by_ship.len());
    assert!(visits > 0 && in_all > 100, "the file has ships in the harbour");
}
