//! Identity changes with known truth.

use super::kit::{minute, mmsi, sent};
use plimsoll_analysis::identity_changes::{IdentityChangeParams, IdentityChanges};
use plimsoll_model::{Dimensions, IdentityChange, Length, StaticReport};
use proptest::prelude::*;

fn params() -> IdentityChangeParams {
    super::kit::section("identity-changes")
}

fn changes(reports: &[StaticReport]) -> Vec<IdentityChange> {
    let mut machine = IdentityChanges::new(mmsi(445_000_001), &params());
    let mut found = vec![];
    reports.iter().for_each(|report| machine.push_static(report, &mut found));
    machine.finish(&mut found);
    found
}

fn named(minutes: i64, name: &str) -> StaticReport {
    StaticReport { ship_name: Some(name.to_owned()), ..sent(445_000_001, minute(minutes), 0) }
}

/// The names in turn, an hour apart.
fn names(of: &[&str]) -> Vec<(String, String, bool)> {
    let reports: Vec<_> = of.iter().enumerate().map(|(n, name)| named(n as i64 * 60, name)).collect();
    changes(&reports).into_iter().map(|c| (c.from, c.to, c.returns)).collect()
}

fn pair(from: &str, to: &str, returns: bool) -> (String, String, bool) {
    (from.to_owned(), to.to_owned(), returns)
}

#[test]
fn a_new_name_is_a_change_with_the_times_of_the_old_and_the_new() {
    let reports =
        [named(0, "CHON MA SAN"), named(60, "CHON MA SAN"), named(200, "HAI TUN 8"), named(300, "HAI TUN 8")];
    let found = changes(&reports);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].property.as_str(), found[0].returns), ("ship_name", false));
    assert_eq!((found[0].before, found[0].after), (minute(60), minute(200)));
    assert_eq!(found[0].parents, [reports[1].id, reports[2].id]);
}

#[test]
fn spelling_padding_and_the_twenty_characters_of_the_air_are_no_change() {
    assert_eq!(
        names(&["CHON MA SAN", "chon ma san", " CHON  MA SAN ", "CHON MA SAN@@@@", "CHON MA SAN"]),
        []
    );
    assert_eq!(names(&["MAERSK MC-KINNEY MOLLER", "MAERSK MC-KINNEY MOL", "MAERSK MC-KINNEY MOLLER"]), []);
    assert_eq!(
        names(&["ORIENT", "ORIENT CHALLENGE"]),
        [pair("ORIENT", "ORIENT CHALLENGE", false)],
        "a short name is not cut"
    );
}

#[test]
fn an_absent_field_says_nothing() {
    assert_eq!(names(&["CHON MA SAN", "", "@@@", "CHON MA SAN"]), []);
    let part_b = StaticReport {
        call_sign: Some("HMZX".to_owned()),
        message_type: Some(24),
        ..sent(445_000_001, minute(30), 0)
    };
    assert_eq!(changes(&[named(0, "A SHIP"), part_b, named(60, "A SHIP")]), []);
}

#[test]
fn a_value_that_comes_back_says_so_and_turns_are_told_once() {
    assert_eq!(names(&["A", "B", "A"]), [pair("A", "B", true), pair("B", "A", false)]);
    let turns = ["A", "B"].repeat(5_000);
    assert_eq!(names(&turns), [pair("A", "B", true), pair("B", "A", true)]);
    assert_eq!(names(&["A", "B", "C"]), [pair("A", "B", false), pair("B", "C", false)]);
}

#[test]
fn each_property_has_its_own_changes_and_those_of_measure_their_tolerance() {
    let report = |m: i64, imo: u32, kind: u8, length: f64, beam: f64, call: &str| StaticReport {
        imo_sent: Some(imo),
        ship_type: Some(kind),
        dimensions: Dimensions {
            length_overall: Some(Length::metres(length)),
            beam: Some(Length::metres(beam)),
        },
        call_sign: Some(call.to_owned()),
        ..sent(445_000_001, minute(m), imo)
    };
    let first = report(0, 9_074_729, 80, 105.0, 17.0, "HMZX");
    let of = |second: StaticReport| -> Vec<String> {
        changes(&[first.clone(), second])
            .into_iter()
            .map(|c| format!("{} {} {}", c.property, c.from, c.to))
            .collect()
    };
    assert_eq!(
        of(report(9, 9_074_729, 83, 107.0, 16.0, "hmzx ")),
        [] as [String; 0],
        "cargo category, rounding, spelling"
    );
    assert_eq!(of(report(9, 0, 0, 0.0, 0.0, "")), [] as [String; 0]);
    assert_eq!(of(report(9, 9_175_717, 80, 105.0, 17.0, "HMZX")), ["imo_number 9074729 9175717"]);
    assert_eq!(
        of(report(9, 9_074_729, 70, 110.0, 17.0, "HMZX")),
        ["ship_type 80 70", "length_overall_m 105 110"]
    );
    assert_eq!(of(report(9, 9_074_729, 80, 105.0, 21.0, "3FXY2")), ["call_sign HMZX 3FXY2", "beam_m 17 21"]);
}

#[test]
fn a_new_name_with_every_report_needs_no_more_memory_and_loses_no_row() {
    let mut machine = IdentityChanges::new(mmsi(445_000_001), &params());
    let (mut found, mut early) = (vec![], 0);
    for n in 0..5_000 {
        machine.push_static(&named(n, &format!("SHIP {n}")), &mut found);
        early += found.len();
        found.clear();
    }
    machine.finish(&mut found);
    assert_eq!(early + found.len(), 4_999);
    assert!(early > 4_800, "{early}");
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn changes_are_the_distinct_pairs_of_neighbours(of in prop::collection::vec(0usize..5, 1..60)) {
        let letters = ["A", "B", "C", "D", "E"];
        let said: Vec<&str> = of.iter().map(|n| letters[*n]).collect();
        let mut expected: Vec<(String, String, bool)> = vec![];
        for (n, two) in of.windows(2).enumerate() {
            let (from, to) = (letters[two[0]], letters[two[1]]);
            if from != to && !expected.iter().any(|e| e.0 == from && e.1 == to) {
                let returns = of[n + 1..].contains(&two[0]);
                expected.push(pair(from, to, returns));
            }
        }
        prop_assert_eq!(names(&said), expected);
    }
}
