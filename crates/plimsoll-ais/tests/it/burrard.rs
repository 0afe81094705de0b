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
    println!("{counts:?}\n{rejects:#?}");
    println!("{}", reports.len());
}

#[test]
fn the_reports_hold_what_the_rows_say() {
    let Some(bytes) = real_file(FILE) else { return };
    let (reports, _, _) = read(&bytes);
    let count = |test: &dyn Fn(&StaticReport) -> bool| reports.iter().filter(|r| test(r)).count();
    println!("no imo {}", count(&|r| r.imo_sent.is_none()));
    println!("bad imo {}", count(&|r| r.imo_sent.is_some() && r.imo_number.is_none()));
    println!("draught {}", count(&|r| r.draught.is_some()));
    println!("length {}", count(&|r| r.dimensions.length_overall.is_some()));
    println!("25 m {}", count(&|r| r.draught == Some(Draught::metres(25.0))));
    println!("249 {}", count(&|r| r.dimensions.length_overall == Some(Length::metres(249.0))));
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    for r in &reports {
        *places.entry(r.listed_place.as_deref().unwrap_or("")).or_default() += 1;
    }
    println!("{places:?}");
}
