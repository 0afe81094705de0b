//! Two ships side by side with one MMSI, and what looks like it and is not.

use super::kit::{heard, minute};
use super::track_kit::{Sailing, moored, sorted, track};
use jiff::Timestamp;
use plimsoll_model::PositionReport;

fn seconds(s: i64) -> Timestamp {
    Timestamp::from_second(minute(0).as_second() + s).unwrap()
}

/// A place so many metres east.
fn east(metres: f64) -> (f64, f64) {
    (41.0, 131.0 + metres / 1852.0 / 60.0 / 41f64.to_radians().cos())
}

/// How many of the reports of each ship are not in the track that has most of them.
fn strays(outcome: &super::track_kit::Outcome, ships: [&[PositionReport]; 2]) -> [usize; 2] {
    let of = outcome.track_of();
    let main = |ship: &[PositionReport]| {
        let count =
            |row: &plimsoll_model::Track| ship.iter().filter(|r| of.get(&r.id()) == Some(&row.id)).count();
        outcome.rows.tracks.iter().max_by_key(|row| count(row)).map(|row| row.id)
    };
    assert_ne!(main(ships[0]), main(ships[1]), "two tracks");
    ships.map(|ship| ship.iter().filter(|r| of.get(&r.id()).copied() != main(ship)).count())
}

#[test]
fn two_ships_moored_three_hundred_metres_apart_that_take_turns_are_two_tracks() {
    for (every_a, every_b) in [(60, 60), (60, 50), (10, 60), (30, 30)] {
        let a = moored(east(0.0), seconds(0), every_a, 3_600 * 6 / every_a);
        let b = moored(east(300.0), seconds(every_b / 2), every_b, 3_600 * 6 / every_b);
        let outcome = track(&sorted([a.clone(), b.clone()].concat()));
        assert_eq!(outcome.rows.tracks.len(), 2, "{every_a} {every_b}");
        assert!(outcome.rows.tracks.iter().all(|row| row.is_shared));
        let strays = strays(&outcome, [&a, &b]);
        assert!(strays.iter().all(|n| *n <= 2), "{every_a} {every_b}: {strays:?}");
    }
}

#[test]
fn two_ships_that_take_turns_at_random_are_two_tracks() {
    let a = moored(east(0.0), seconds(0), 30, 720);
    let b = moored(east(400.0), seconds(11), 30, 720);
    let kept = |reports: &[PositionReport], k: u64| -> Vec<PositionReport> {
        let drawn = |i: usize| (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_mul(k) >> 62;
        reports.iter().enumerate().filter(|(i, _)| drawn(*i) < 2).map(|(_, r)| *r).collect()
    };
    let (a, b) = (kept(&a, 3), kept(&b, 7));
    let outcome = track(&sorted([a.clone(), b.clone()].concat()));
    let strays = strays(&outcome, [&a, &b]);
    assert!(strays.iter().all(|n| *n <= 12), "{strays:?}");
    assert!(outcome.rows.noise.len() <= 12, "{}", outcome.rows.noise.len());
}

#[test]
fn two_ships_that_sail_abreast_half_a_mile_apart_are_two_tracks() {
    let a = Sailing { from: (41.0, 131.0), course: 0.0, kn: 10.0 };
    let b = Sailing { from: east(1_000.0), ..a };
    let (a, b) = (a.reports(seconds(0), 60, 300), b.reports(seconds(30), 60, 300));
    let outcome = track(&sorted([a.clone(), b.clone()].concat()));
    assert_eq!(outcome.rows.tracks.len(), 2);
    assert!(strays(&outcome, [&a, &b]).iter().all(|n| *n <= 2));
}

#[test]
fn two_antennas_fifty_metres_apart_are_one_track() {
    let a = moored(east(0.0), seconds(0), 60, 360);
    let b = moored(east(50.0), seconds(30), 60, 360);
    let all = sorted([a, b].concat());
    assert!(track(&all).is_one_track(&all), "what cannot be told apart is one");
}

#[test]
fn a_fix_that_jumps_and_stays_is_one_ship() {
    let mut reports = moored(east(0.0), seconds(0), 60, 200);
    reports.extend(moored(east(900.0), seconds(200 * 60), 60, 200));
    reports.extend(moored(east(0.0), seconds(400 * 60), 60, 200));
    assert!(track(&reports).is_one_track(&reports));
}

#[test]
fn a_ship_that_swings_at_anchor_is_one_track() {
    let reports: Vec<_> = (0..500)
        .map(|i| {
            let (sin, cos) = (f64::from(i) * 0.05).sin_cos();
            heard(
                seconds(i64::from(i) * 180),
                41.0 + sin * 250.0 / 111_000.0,
                131.0 + cos * 250.0 / 84_000.0,
                Some(0.3),
            )
        })
        .collect();
    assert!(track(&reports).is_one_track(&reports));
}
