//! Draught changes with known truth.

use super::kit::{minute, mmsi, point, sent, with_draught};
use plimsoll_analysis::draught_changes::{DraughtChangeParams, DraughtChanges};
use plimsoll_model::{DraughtChange, StaticReport};
use proptest::prelude::*;

const HULL_A: u32 = 9_074_729;
const HULL_B: u32 = 9_175_717;

fn params() -> DraughtChangeParams {
    super::kit::section("draught-changes")
}

fn changes(reports: &[StaticReport]) -> Vec<DraughtChange> {
    let mut machine = DraughtChanges::new(mmsi(445_000_001), &params());
    let mut found = vec![];
    for (n, report) in reports.iter().enumerate() {
        machine.push_static(report, Some(point(41.0, (131 + n % 40) as f64)), &mut found);
    }
    machine.finish(&mut found);
    found.sort_by_key(|c| c.after);
    found
}

/// Draughts sent at so many minutes by a hull.
fn of_hull(imo: u32, said: &[(i64, f64)]) -> Vec<StaticReport> {
    said.iter().map(|(m, metres)| with_draught(sent(445_000_001, minute(*m), imo), *metres)).collect()
}

fn steps(found: &[DraughtChange]) -> Vec<(f64, f64)> {
    found.iter().map(|c| (c.from.to_metres(), c.to.to_metres())).collect()
}

#[test]
fn a_loading_is_one_change_with_its_times_its_place_and_its_reports() {
    let reports = of_hull(HULL_A, &[(0, 5.5), (60, 5.5), (1_000, 8.2), (1_100, 8.2), (2_000, 8.2)]);
    let found = changes(&reports);
    assert_eq!(steps(&found), [(5.5, 8.2)]);
    assert_eq!((found[0].before, found[0].after), (minute(60), minute(1_000)));
    assert_eq!(found[0].parents, [reports[1].id, reports[2].id]);
    assert_eq!(found[0].position, Some(point(41.0, 133.0)));
}

#[test]
fn half_a_metre_counts_and_less_does_not() {
    assert_eq!(steps(&changes(&of_hull(HULL_A, &[(0, 5.5), (600, 6.0)]))), [(5.5, 6.0)]);
    assert_eq!(changes(&of_hull(HULL_A, &[(0, 5.5), (600, 5.9)])), []);
    assert_eq!(steps(&changes(&of_hull(HULL_A, &[(0, 8.0), (600, 7.5)]))), [(8.0, 7.5)]);
}

#[test]
fn a_slip_of_the_keys_that_is_put_right_is_no_change_and_a_call_between_is_two() {
    let back_after = |minutes: i64| {
        steps(&changes(&of_hull(
            HULL_A,
            &[(0, 5.5), (100, 55.0), (106, 55.0), (100 + minutes, 5.5), (9_000, 5.5)],
        )))
    };
    assert_eq!(back_after(20), []);
    assert_eq!(back_after(360), []);
    assert_eq!(back_after(2_000), [(5.5, 55.0), (55.0, 5.5)]);
    // Typed wrongly first, then right.
    assert_eq!(
        steps(&changes(&of_hull(HULL_A, &[(0, 5.5), (100, 88.0), (110, 8.8), (2_000, 8.8)]))),
        [(5.5, 8.8)]
    );
}

#[test]
fn zero_and_nothing_say_nothing() {
    let mut reports = of_hull(HULL_A, &[(0, 5.5), (10, 0.0), (1_000, 5.5)]);
    reports.insert(2, sent(445_000_001, minute(20), HULL_A));
    assert_eq!(changes(&reports), []);
    assert_eq!(changes(&of_hull(HULL_A, &[(0, f64::NAN), (9, f64::INFINITY), (20, 5.0)])), []);
}

#[test]
fn two_ships_with_one_mmsi_make_no_change_of_draught() {
    let mut reports = of_hull(HULL_A, &[(0, 5.5), (1_000, 5.5), (2_000, 5.5)]);
    reports.extend(of_hull(HULL_B, &[(500, 12.0), (1_500, 12.0), (2_500, 9.0)]));
    reports.sort_by_key(|r| r.time);
    assert_eq!(steps(&changes(&reports)), [(12.0, 9.0)]);
    for report in &mut reports {
        let name = if report.imo_sent == Some(HULL_A) { "ALPHA" } else { "BRAVO" };
        (report.imo_sent, report.imo_number) = (None, None);
        report.ship_name = Some(name.to_owned());
    }
    assert_eq!(steps(&changes(&reports)), [(12.0, 9.0)], "by name where no number is sent");
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn draughts_held_for_days_give_exactly_their_steps(said in prop::collection::vec(20i64..200, 1..30)) {
        let reports: Vec<_> = said.iter().enumerate().flat_map(|(day, tenths)| {
            (0..4).map(move |n| (day as i64 * 1_440 + n * 240, *tenths as f64 / 10.0))
        }).collect();
        let found = changes(&of_hull(HULL_A, &reports));
        // In whole tenths: another way than in metres.
        let expected: Vec<_> = said.windows(2).filter(|w| (w[1] - w[0]).abs() >= 5).map(|w| (w[0] as f64 / 10.0, w[1] as f64 / 10.0)).collect();
        prop_assert_eq!(steps(&found), expected);
    }
}
