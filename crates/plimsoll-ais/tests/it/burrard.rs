//! The real table of static records at Burrard Inlet and Kitimat. The numbers are facts of that file.

use crate::feeds::exhibit;
use crate::real_files::real_file;
use plimsoll_ais::{AisKind, Dialect, Options, Row, RowCounts, observations, sniff};
use plimsoll_model::{Draught, Length, StaticReport};
use std::collections::BTreeMap;

const FILE: &str = "portcalls_burrard/static_messages.csv";

fn read(bytes: &[u8]) -> (Vec<StaticReport>, BTreeMap<String, u32>, RowCounts) {
    let kind = sniff(&bytes[..4_096]);
    assert_eq!(kind, Some(AisKind::Table(Dialect::AisstreamStatic)));
    let options = Options { default_time: None, future_after: "2026-11-22T00:00:00Z".parse().ok() };
    let mut rows = observations(exhibit(), kind.unwrap(), bytes, options);
    let (mut reports, mut rejects) = (Vec::new(), BTreeMap::new());
    for row in rows.by_ref() {
        match row.unwrap() {
            Row::Static(report) => reports.push(report),
            Row::Reject(reject) => *rejects.entry(reject.reason).or_default() += 1,
            other => panic!("{other:?}"),
        }
    }
    (reports, rejects, rows.counts())
}

#[test]
fn every_row_is_a_report_or_a_reject_with_its_reason() {
    let Some(bytes) = real_file(FILE) else { return };
    let (reports, rejects, counts) = read(&bytes);
    println!("{} reports, {} rejects, {rejects:#?}", counts.statics, counts.rejects);
    assert_eq!((counts.bytes, counts.lines, counts.skipped_lines), (184_296, 1_038, 1));
    assert_eq!((reports.len(), counts.messages, counts.statics, counts.rejects), (1_018, 1_018, 1_018, 122));
    // 19 rows are no reports; 103 fields of the others cannot be read.
    let commit = |time: &str| {
        let found = format!("time_utc: found `{time}.000000000+00:00`, expected a receive time");
        (format!("{found}; this is the time of the commit"), 1)
    };
    let other = |reason: &str, count| (reason.to_owned(), count);
    let expected = [
        other(
            "AisVersion: found nothing, expected 0 to 3 as in every message; the row was typed by hand",
            12,
        ),
        other("conflict mark of git: found `<<<<<<< HEAD`, expected a record", 1),
        other("date: found `80`, expected YYYY-MM-DD; the columns are shifted", 1),
        other(
            "date: found `2024-11-25 17:32:01.212613206 +0000 UTC`, expected YYYY-MM-DD; the columns are shifted",
            1,
        ),
        commit("2024-07-17 02:05:02"),
        commit("2024-08-16 01:50:22"),
        commit("2024-08-25 21:26:33"),
        commit("2025-04-04 19:42:51"),
        other(
            "Dimension: found `[object Object]`, expected length:beam or the distances A, B, C, D in metres",
            102,
        ),
        other(
            "MMSI: found `538003439`, expected the number of UserID, which is the transmitter and is used",
            1,
        ),
    ];
    assert_eq!(rejects, BTreeMap::from(expected));
}

#[test]
fn the_reports_hold_what_the_rows_say() {
    let Some(bytes) = real_file(FILE) else { return };
    let (reports, _, _) = read(&bytes);
    let count = |test: &dyn Fn(&StaticReport) -> bool| reports.iter().filter(|report| test(report)).count();
    assert_eq!(count(&|r| r.imo_sent.is_none()), 3);
    assert_eq!(count(&|r| r.imo_sent.is_some() && r.imo_number.is_none()), 0);
    assert_eq!(count(&|r| r.draught.is_none()), 2); // sent as 0
    assert_eq!(count(&|r| r.draught == Some(Draught::metres(25.0))), 3); // one ship, for two days
    assert_eq!(count(&|r| r.dimensions.length_overall.is_none()), 102); // lost by a script
    let mut places = BTreeMap::<Option<&str>, u32>::new();
    for report in &reports {
        *places.entry(report.listed_place.as_deref()).or_default() += 1;
    }
    let expected = [
        (None, 13),
        (Some("Kitimat"), 6),
        (Some("Parkland"), 6),
        (Some("Suncor"), 90),
        (Some("Westridge"), 903),
    ];
    assert_eq!(places, BTreeMap::from(expected));
}

#[test]
fn single_rows_read_as_a_person_reads_them() {
    let Some(bytes) = real_file(FILE) else { return };
    let (reports, _, _) = read(&bytes);
    let at = |line: u64| reports.iter().find(|report| report.source.line == line);
    // Line 3: the MMSI column holds another ship's number; the dimensions are a list with a lost quote.
    let advantage = at(3).unwrap();
    assert_eq!(
        (advantage.mmsi.value(), advantage.ship_name.as_deref()),
        (538_006_204, Some("ADVANTAGE AWARD"))
    );
    let metres = |length: Option<Length>| length.map(Length::to_metres);
    let dimensions = advantage.dimensions;
    assert_eq!((metres(dimensions.length_overall), metres(dimensions.beam)), (Some(249.0), Some(44.0)));
    // Line 15: typed by hand, MMSI and UserID of two ships.
    assert_eq!(at(15), None);
    // Line 312: an inland vessel, everything 0, listed nowhere.
    let inland = at(312).unwrap();
    assert_eq!((inland.imo_sent, inland.draught, inland.listed_place.as_deref()), (None, None, None));
    let row = &bytes[inland.source.byte_offset as usize..];
    assert!(row.starts_with(b"0.0,244710949,"));
}
