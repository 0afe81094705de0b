//! Tracks of ships that sail known ways.

use super::kit::{at, heard, minute};
use super::track_kit::{Sailing, moored, sorted, thrown, track, track_params};
use jiff::Timestamp;
use plimsoll_analysis::tracks::{Placed, TrackParams, Tracker};
use plimsoll_model::{Angle, PositionReport, Speed};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn north_east() -> Sailing {
    Sailing { from: (41.0, 131.0), course: 45.0, kn: 12.0 }
}

#[test]
fn one_ship_is_one_track_at_any_rate_of_reports() {
    for (every_s, count) in [(2, 3_000), (10, 2_000), (60, 1_000), (180, 500), (3_600, 60), (86_400, 30)] {
        let under_way = Sailing { kn: if every_s > 80_000 { 2.0 } else { 12.0 }, ..north_east() };
        for reports in
            [under_way.reports(minute(0), every_s, count), moored((41.0, 131.0), minute(0), every_s, count)]
        {
            let outcome = track(&reports);
            assert!(outcome.is_one_track(&reports), "every {every_s} s: {:?}", outcome.rows.noise.first());
            assert!(!outcome.rows.tracks[0].is_shared);
        }
    }
}

#[test]
fn one_ship_is_one_track_over_the_180th_meridian_near_the_poles_and_through_any_night() {
    let nights =
        ["2024-02-28T12:00:00Z", "2023-12-31T12:00:00Z", "2016-12-31T12:00:00Z", "2024-06-30T22:00:00Z"];
    let places = [(41.0, 179.5), (-17.0, -179.9), (88.5, 0.0), (-78.0, 170.0), (84.0, 179.9), (0.0, 0.0)];
    for (start, from) in nights.iter().flat_map(|n| places.map(|p| (at(n), p))) {
        for course in [90.0, 270.0, 225.0] {
            // In steps so small that the plane of the kit serves near a pole too.
            let kn = if from.0 > 80.0 { 3.0 } else { 14.0 };
            let reports = Sailing { from, course, kn }.reports(start, 300, 200);
            let outcome = track(&reports);
            assert!(outcome.is_one_track(&reports), "{from:?} {course}: {:?}", outcome.rows.noise.first());
        }
    }
}

#[test]
fn a_ship_straight_over_the_pole_is_one_track() {
    let reports: Vec<_> = (-60..60)
        .map(|i| {
            let nm = f64::from(i) * 0.5;
            let lon = if i < 0 { 20.0 } else { -160.0 };
            let report = heard(minute(i64::from(i) * 3), 90.0 - nm.abs() / 60.0, lon, Some(10.0));
            PositionReport { cog: Some(Angle::degrees(if i < 0 { 0.0 } else { 180.0 })), ..report }
        })
        .collect();
    assert!(track(&reports).is_one_track(&reports));
}

#[test]
fn single_reports_thrown_half_a_degree_to_five_away_are_noise_and_break_nothing() {
    for every_s in [10, 60, 600, 3_600] {
        for mut reports in
            [north_east().reports(minute(0), every_s, 300), moored((41.0, 131.0), minute(0), every_s, 300)]
        {
            let mut spikes = BTreeSet::new();
            for (n, at) in (7..300).step_by(37).enumerate() {
                let by = 0.5 + n as f64 * 0.5;
                reports[at] = thrown(&reports[at], by, if n % 2 == 0 { by } else { -by });
                spikes.insert(reports[at].id());
            }
            let outcome = track(&reports);
            assert_eq!(outcome.noise(), spikes, "every {every_s} s");
            assert_eq!(outcome.rows.tracks.len(), 1, "every {every_s} s");
        }
    }
}

#[test]
fn a_spike_heard_twice_is_two_rows_of_noise_and_no_ship() {
    let mut reports = north_east().reports(minute(0), 60, 300);
    for copies in 1..5 {
        let spike = thrown(&reports[100], 2.0, 2.0);
        reports.push(PositionReport { source: super::kit::source("copy", copies), ..spike });
    }
    reports[100] = thrown(&reports[100], 2.0, 2.0);
    let outcome = track(&sorted(reports));
    assert_eq!((outcome.rows.noise.len(), outcome.rows.tracks.len()), (5, 1));
}

#[test]
fn a_first_report_that_is_wrong_is_outvoted() {
    let mut reports = north_east().reports(minute(0), 60, 100);
    reports[0] = thrown(&reports[0], 3.0, 0.0);
    let outcome = track(&reports);
    assert_eq!(outcome.noise(), BTreeSet::from([reports[0].id()]));
    assert!(outcome.is_one_track(&reports[1..]));
}

#[test]
fn a_spike_that_ends_a_silence_does_not_end_the_track() {
    let ship = north_east();
    let mut reports = ship.reports(minute(0), 60, 100);
    let later: Vec<_> = (0..100).map(|i| ship.report(minute(0), 20 * 3600 + i * 60)).collect();
    let spike = thrown(&later[0], 1.0, 1.0);
    reports.push(spike);
    reports.extend(&later[1..]);
    let outcome = track(&reports);
    assert_eq!(outcome.noise(), BTreeSet::from([spike.id()]));
    assert_eq!((outcome.rows.tracks.len(), outcome.rows.segments.len()), (1, 2));
}

#[test]
fn an_mmsi_with_few_reports_has_tracks_not_noise() {
    let ship = north_east();
    for count in 1..4 {
        let reports = ship.reports(minute(0), 40_000, count);
        assert!(track(&reports).is_one_track(&reports), "{count}");
    }
    let apart = [heard(minute(0), 41.0, 131.0, None), heard(minute(30), -41.0, 11.0, None)];
    let outcome = track(&apart);
    assert_eq!((outcome.rows.tracks.len(), outcome.rows.noise.len()), (2, 0));
}

#[test]
fn two_ships_far_apart_with_one_mmsi_are_two_tracks() {
    for (every_a, every_b) in [(10, 10), (60, 45), (180, 7), (600, 3_600), (3_600, 1_800)] {
        let span = 86_400 * 3;
        let a = north_east().reports(minute(0), every_a, (span / every_a).min(3_000));
        let span = every_a * a.len() as i64;
        let b = moored((36.0, 127.0), minute(1), every_b, span / every_b);
        let outcome = track(&sorted([a.clone(), b.clone()].concat()));
        assert!(outcome.is_one_track(&a) && outcome.is_one_track(&b), "{every_a} {every_b}");
        assert_eq!(outcome.rows.noise, []);
        assert!(outcome.rows.tracks.iter().all(|row| row.is_shared));
    }
}

#[test]
fn two_ships_that_report_once_a_day_with_one_mmsi_are_two_tracks() {
    let a = Sailing { from: (0.0, 150.0), course: 90.0, kn: 5.0 }.reports(minute(0), 86_400, 20);
    let b = Sailing { from: (0.0, -30.0), course: 180.0, kn: 5.0 }.reports(minute(700), 86_400, 20);
    let outcome = track(&sorted([a.clone(), b.clone()].concat()));
    assert!(outcome.is_one_track(&a) && outcome.is_one_track(&b), "{:?}", outcome.rows.noise);
}

#[test]
fn two_ships_with_one_mmsi_that_cross_keep_their_tracks() {
    for (every_s, offset_s) in [(10, 3), (60, 20), (60, 0), (120, 50)] {
        let count = 3 * 3600 / every_s;
        let middle = 1.5 * 10.0 / 60.0;
        let a = Sailing { from: (0.0, -middle), course: 90.0, kn: 10.0 }.reports(minute(0), every_s, count);
        let start = Timestamp::from_second(minute(0).as_second() + offset_s).unwrap();
        // Two metres beside, so that no two reports have one place and time, by which the kit names them.
        let b = Sailing { from: (-middle, 0.000_02), course: 0.0, kn: 10.0 }.reports(start, every_s, count);
        let outcome = track(&sorted([a.clone(), b.clone()].concat()));
        assert!(outcome.is_one_track(&a) && outcome.is_one_track(&b), "{every_s} {offset_s}");
    }
}

#[test]
fn a_long_silence_ends_a_segment_and_a_track_only_if_no_ship_can_have_sailed_the_way() {
    let before = moored((41.0, 131.0), minute(0), 180, 100);
    for (hours, nm, tracks) in [(9, 100.0, 1), (240, 2_000.0, 1), (9, 900.0, 2), (48, 3_000.0, 2)] {
        let after = moored((41.0 - nm / 60.0, 131.0), minute(300 + hours * 60), 180, 100);
        let outcome = track(&[before.clone(), after].concat());
        assert_eq!(
            (outcome.rows.tracks.len(), outcome.rows.segments.len()),
            (tracks, 2),
            "{hours} h {nm} nm"
        );
        assert_eq!(outcome.rows.noise, []);
        assert!(outcome.rows.tracks.iter().all(|row| !row.is_shared));
    }
}

#[test]
fn coarse_positions_of_type_27_stay_in_the_track() {
    let mut reports = north_east().reports(minute(0), 60, 600);
    for report in reports.iter_mut().skip(5).step_by(3) {
        let p = report.position.unwrap();
        let cut = |degrees: f64| (degrees * 600.0).floor() / 600.0;
        *report = thrown(report, cut(p.lat_deg()) - p.lat_deg(), cut(p.lon_deg()) - p.lon_deg());
        report.message_type = Some(27);
    }
    assert!(track(&reports).is_one_track(&reports));
}

#[test]
fn times_wrong_by_half_a_minute_break_nothing() {
    for (every_s, kn) in [(2, 20.0), (10, 15.0), (60, 12.0)] {
        let ship = Sailing { kn, ..north_east() };
        let late = |i: i64| (i * 7_919) % 61 - 30;
        let reports: Vec<_> = (0..1_000)
            .map(|i| {
                let report = ship.report(minute(0), i * every_s);
                let time = Timestamp::from_second(report.time.as_second() + late(i)).unwrap();
                PositionReport { time, ..report }
            })
            .collect();
        let outcome = track(&sorted(reports.clone()));
        assert!(outcome.is_one_track(&reports), "every {every_s} s: {:?}", outcome.rows.noise.first());
    }
}

#[test]
fn speeds_and_courses_that_say_nothing_or_are_wrong_break_no_track() {
    let reports = north_east().reports(minute(0), 300, 300);
    let with = |sog: Option<f64>, cog: Option<f64>| -> Vec<PositionReport> {
        let (sog, cog) = (sog.map(Speed::knots), cog.map(Angle::degrees));
        reports.iter().map(|r| PositionReport { sog, cog, ..*r }).collect()
    };
    let said = [
        (None, None),
        (None, Some(45.0)),
        (Some(12.0), None),
        (Some(12.0), Some(360.0)),
        (Some(102.3), Some(45.0)),
        (Some(51.2), None),
        (Some(63.0), Some(360.0)),
        (Some(0.0), Some(0.0)),
        (Some(11.0), Some(0.0)),
        (Some(f64::NAN), Some(f64::INFINITY)),
    ];
    for (sog, cog) in said {
        let reports = with(sog, cog);
        let outcome = track(&reports);
        assert!(outcome.is_one_track(&reports), "{sog:?} {cog:?}: {:?}", outcome.rows.noise.first());
    }
}

#[test]
fn a_report_without_position_is_a_contact_and_stands_between_its_neighbours() {
    let mut reports = north_east().reports(minute(0), 60, 10);
    reports[5].position = None;
    let outcome = track(&reports);
    let at = outcome.placed.iter().position(|p| *p == Placed::Contact(reports[5])).unwrap();
    assert!(matches!(outcome.placed[at - 1], Placed::Report { report, .. } if report == reports[4]));
    assert!(matches!(outcome.placed[at + 1], Placed::Report { report, .. } if report == reports[6]));
}

#[test]
fn a_report_before_the_latest_is_noise_that_says_so() {
    let mut reports = north_east().reports(minute(0), 60, 10);
    reports.swap(7, 3);
    let outcome = track(&reports);
    assert!(outcome.rows.noise.iter().all(|row| row.reason.contains("order of time")));
    assert!(!outcome.rows.noise.is_empty());
}

#[test]
fn random_positions_for_ever_need_no_more_memory() {
    let params = track_params();
    let mut tracker = Tracker::new(super::kit::mmsi(445_000_001), &params);
    let (mut placed, mut seen, mut given) = (vec![], 0, 0);
    for i in 0..20_000i64 {
        let degrees = |k: i64, span: f64| ((i * k) % 9_973) as f64 / 9_973.0 * span - span / 2.0;
        let time = Timestamp::from_second(minute(0).as_second() + i).unwrap();
        tracker.push(&heard(time, degrees(7_919, 170.0), degrees(6_007, 359.0), Some(0.0)), &mut placed);
        given += placed.iter().filter(|p| matches!(p, Placed::Report { .. })).count();
        placed.clear();
        seen += tracker.take_rows().noise.len();
        assert!(tracker.live_tracks() <= params.max_tracks as usize);
    }
    let rows = tracker.finish(&mut placed);
    given += placed.iter().filter(|p| matches!(p, Placed::Report { .. })).count();
    assert_eq!(seen + rows.noise.len() + given, 20_000);
    assert!(seen > 19_000, "{seen}");
}

#[test]
fn many_reports_at_one_time_are_placed() {
    let reports: Vec<_> =
        (0..300).map(|i| heard(minute(0), 41.0, 131.0 + f64::from(i) * 1e-6, None)).collect();
    assert!(track(&sorted(reports.clone())).is_one_track(&reports));
}

#[test]
fn senseless_thresholds_do_no_harm() {
    let reports =
        sorted([north_east().reports(minute(0), 60, 50), moored((1.0, 2.0), minute(0), 60, 50)].concat());
    for wild in [f64::NAN, 0.0, -1.0, f64::INFINITY] {
        let params = TrackParams {
            max_speed_kn: wild,
            slack_m: wild,
            max_silence_h: wild,
            penalty_h: wild,
            ..track_params()
        };
        super::track_kit::track_with(&reports, &params);
        let none = TrackParams {
            max_tracks: 0,
            max_undecided: 0,
            confirm_reports: 0,
            confirm_near_reports: 0,
            ..track_params()
        };
        super::track_kit::track_with(&reports, &none);
    }
}

/// Two ships, their spikes and silences, on any place of the Earth.
fn mixed() -> impl Strategy<Value = Vec<PositionReport>> {
    let ship = (-70.0f64..70.0, -180.0f64..180.0, 0.0f64..360.0, 0.0f64..18.0);
    let steps = prop::collection::vec((0i64..900, 0usize..3, prop::bool::weighted(0.03)), 2..120);
    (ship.clone(), ship, steps).prop_map(|(a, b, steps)| {
        let ships = [a, b].map(|(lat, lon, course, kn)| Sailing { from: (lat, lon), course, kn });
        let mut now = 0;
        let mut reports = vec![];
        for (n, (wait, who, is_spike)) in steps.into_iter().enumerate() {
            now += if n % 40 == 39 { 40_000 } else { wait };
            let report = ships[who.min(1)].report(minute(0), now);
            reports.push(if is_spike { thrown(&report, 1.0, -3.0) } else { report });
        }
        sorted(reports)
    })
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn a_tracker_cut_at_any_point_and_gone_on_with_gives_the_same_rows(reports in mixed(), cut in 0usize..120) {
        let whole = track(&reports);
        let mut tracker = Tracker::new(reports[0].mmsi, &track_params());
        let mut placed = vec![];
        let mut rows = plimsoll_analysis::tracks::TrackRows::default();
        for (n, report) in reports.iter().enumerate() {
            if n == cut {
                tracker = tracker.clone();
                tracker.advance_to(report.time, &mut placed);
                let early = tracker.take_rows();
                rows.tracks.extend(early.tracks);
                rows.segments.extend(early.segments);
                rows.noise.extend(early.noise);
            }
            tracker.push(report, &mut placed);
        }
        let last = tracker.finish(&mut placed);
        rows.tracks.extend(last.tracks);
        rows.segments.extend(last.segments);
        rows.noise.extend(last.noise);
        rows.tracks.sort_by_key(|row| (row.start, row.id));
        rows.segments.sort_by_key(|row| (row.start, row.id));
        rows.noise.sort_by_key(|row| (row.time, row.id));
        prop_assert_eq!(&placed, &whole.placed);
        prop_assert_eq!(rows, whole.rows);
    }

    #[test]
    fn the_order_of_reports_of_one_time_does_not_matter(reports in mixed(), turn in 0usize..9) {
        // Times in steps of ten minutes, so that many are the same.
        let coarse: Vec<PositionReport> = reports.iter().map(|r| {
            let time = Timestamp::from_second(r.time.as_second() / 600 * 600).unwrap();
            PositionReport { time, ..*r }
        }).collect();
        let mut turned = vec![];
        for group in coarse.chunk_by(|a, b| a.time == b.time) {
            let mut group = group.to_vec();
            let by = turn % group.len();
            group.rotate_left(by);
            group.reverse();
            turned.extend(group);
        }
        let (one, other) = (track(&coarse), track(&turned));
        prop_assert_eq!(one.placed, other.placed);
        prop_assert_eq!(one.rows, other.rows);
    }

    #[test]
    fn the_180th_meridian_is_a_meridian_like_others(reports in mixed(), quarters in 1i32..4) {
        let turned: Vec<PositionReport> =
            reports.iter().map(|r| thrown(r, 0.0, f64::from(quarters) * 90.0)).collect();
        let (one, other) = (track(&reports), track(&turned));
        prop_assert_eq!(one.track_of(), other.track_of());
        prop_assert_eq!(one.noise(), other.noise());
    }
}
