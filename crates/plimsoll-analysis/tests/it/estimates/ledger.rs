//! The ledger at its edges: the turn of the year, leap days, nothing to count, notified deliveries, several caps.

use super::kit::*;
use plimsoll_analysis::inputs::Held;
use plimsoll_analysis::ledger::{Ledger, LedgerError, LedgerWriter, UNCAPPED};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Cap, Convention, LedgerLine, Product, RecordId, RecordKind, ReportedVolume, ReportedVolumeKind,
    ReportingPeriod, Scenario, Source, Volume,
};
use std::collections::BTreeSet;

fn line<'a>(ledger: &'a Ledger, date: &str, convention: Convention, scenario: Scenario) -> &'a LedgerLine {
    let is_wanted =
        |l: &&LedgerLine| l.date.to_string() == date && (l.convention, l.scenario) == (convention, scenario);
    ledger.lines.iter().find(is_wanted).unwrap()
}

const FULL: Scenario = Scenario::Laden { per_mille: 1000 };

fn reported(
    number: i64,
    kind: ReportedVolumeKind,
    start: &str,
    end: &str,
    barrels: f64,
    subject: &str,
) -> ReportedVolume {
    ReportedVolume {
        id: RecordId::of(RecordKind::ReportedVolume, &[Key::Int(number)]),
        source: Source { exhibit: RecordId::of(RecordKind::Exhibit, &[]), line: 1, byte_offset: 0 },
        kind,
        party: "somebody".into(),
        period: period(start, end),
        is_lower_bound: false,
        volume: Volume::barrels(barrels),
        subject: subject.into(),
        citation: "test".into(),
    }
}

#[test]
fn the_last_minute_of_the_year_counts_to_the_old_year() {
    let defaults = defaults(20);
    let calls: Vec<Call> = ["2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z"]
        .map(|end| Call::at_loading(coaster(1), time(end), [None, None], &defaults))
        .into();
    let case = period("2024-12-01T00:00:00Z", "2025-02-01T00:00:00Z");
    let ledger = ledger(&calls, case, &[cap()], &[], &defaults);
    let calls_on = |date| line(&ledger, date, Convention::Committee, FULL).calls;
    assert_eq!(calls_on("2024-12-30"), 0);
    assert_eq!(calls_on("2024-12-31"), 1);
    assert_eq!(calls_on("2025-01-01"), 1);
    assert_eq!(calls_on("2025-01-31"), 1);
    let per_call = 3000.0 * 8.33;
    let of = |date| line(&ledger, date, Convention::Committee, FULL).cumulative_bbl.mid();
    assert!((of("2024-12-31") - per_call).abs() < 1e-6 && (of("2025-01-31") - per_call).abs() < 1e-6);
}

#[test]
fn a_leap_day_has_its_line_and_every_line_its_own_identifier() {
    let defaults = defaults(5);
    let case = period("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");
    let ledger = ledger(&[], case, &[cap()], &[], &defaults);
    assert_eq!(ledger.lines.len(), 366 * 2 * 7);
    assert!(ledger.lines.iter().any(|l| l.date.to_string() == "2024-02-29"));
    let ids: BTreeSet<RecordId> =
        ledger.lines.iter().map(|l| l.id).chain(ledger.crossings.iter().map(|c| c.id)).collect();
    assert_eq!(ids.len(), ledger.lines.len() + ledger.crossings.len());
}

#[test]
fn without_calls_nothing_is_supplied_and_nothing_crossed() {
    let defaults = defaults(5);
    let case = period("2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z");
    let ledger = ledger(&[], case, &[cap()], &[], &defaults);
    for l in &ledger.lines {
        assert!(l.cumulative_bbl.high() < 1e-12 && l.calls == 0 && l.p_exceeded == Some(0.0));
    }
    assert_eq!(ledger.crossings.len(), 2 * 7 * 4);
    for c in &ledger.crossings {
        assert_eq!((c.p_crossed, c.low, c.mid, c.high), (0.0, None, None, None));
        assert_eq!(c.parents.len(), 1, "the last line says so");
    }
}

#[test]
fn without_cap_the_sum_runs_over_the_case_and_nothing_is_exceeded() {
    let defaults = defaults(20);
    let calls: Vec<Call> = ["2024-12-31T12:00:00Z", "2025-01-01T12:00:00Z"]
        .map(|end| Call::at_loading(coaster(1), time(end), [None, None], &defaults))
        .into();
    let ledger = ledger(&calls, period("2024-12-30T06:00:00Z", "2025-01-03T06:00:00Z"), &[], &[], &defaults);
    assert!(ledger.crossings.is_empty());
    assert!(
        ledger.lines.iter().all(|l| l.cap_id == UNCAPPED && l.p_exceeded.is_none() && l.cap_bbl.is_none())
    );
    assert_eq!(ledger.lines.len(), 5 * 2 * 7, "a day begun is a day");
    assert_eq!(line(&ledger, "2025-01-03", Convention::Physical, FULL).calls, 2);
}

#[test]
fn notified_deliveries_count_at_the_end_of_their_period_and_estimates_of_others_never() {
    use ReportedVolumeKind::{NotifiedDelivery, ThirdPartyEstimate};
    let subject = cap().subject;
    let rows = [
        reported(1, NotifiedDelivery, "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", 15_279.0, &subject),
        reported(
            2,
            NotifiedDelivery,
            "2024-03-01T00:00:00Z",
            "2024-04-01T00:00:00Z",
            1_000.0,
            &subject.to_uppercase(),
        ),
        reported(3, ThirdPartyEstimate, "2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z", 165_000.0, &subject),
        reported(
            4,
            NotifiedDelivery,
            "2024-03-01T00:00:00Z",
            "2024-04-01T00:00:00Z",
            9_000.0,
            "crude oil to the DPRK",
        ),
        reported(5, NotifiedDelivery, "2023-12-01T00:00:00Z", "2024-01-01T00:00:00Z", 7_000.0, &subject),
    ];
    let defaults = defaults(5);
    let case = period("2024-03-01T00:00:00Z", "2024-06-01T00:00:00Z");
    let ledger = ledger(&[], case, &[cap()], &rows, &defaults);
    let on = |date| line(&ledger, date, Convention::Physical, Scenario::Documented);
    assert!(
        (on("2024-03-01").notified_bbl - 15_279.0).abs() < 1e-6,
        "what came before the case counts from its start"
    );
    assert!((on("2024-03-30").notified_bbl - 15_279.0).abs() < 1e-6);
    assert!((on("2024-03-31").notified_bbl - 16_279.0).abs() < 1e-6);
    assert!((on("2024-05-31").cumulative_bbl.mid() - 16_279.0).abs() < 1e-6);
    assert!(on("2024-03-31").parents.contains(&rows[1].id));
}

#[test]
fn from_the_last_line_every_call_and_delivery_is_reached() {
    let defaults = defaults(16);
    let calls: Vec<Call> = (0..30)
        .map(|k| {
            let end = time("2024-03-02T12:00:00Z") + jiff::SignedDuration::from_hours(100 * k);
            let draughts = if k % 2 == 0 { [Some(3.4), Some(5.3)] } else { [None, None] };
            Call::at_loading(coaster(k % 4), end, draughts, &defaults)
        })
        .collect();
    let notified = ReportedVolumeKind::NotifiedDelivery;
    let rows =
        [reported(1, notified, "2024-03-01T00:00:00Z", "2024-05-01T00:00:00Z", 1_000.0, &cap().subject)];
    let ledger =
        ledger(&calls, period("2024-03-01T00:00:00Z", "2024-09-01T00:00:00Z"), &[cap()], &rows, &defaults);
    for (scenario, records) in [(Scenario::Estimate, 31), (Scenario::Documented, 16), (FULL, 31)] {
        let mut open = vec![line(&ledger, "2024-08-31", Convention::Physical, scenario).id];
        let mut reached = BTreeSet::new();
        let mut lines = 0;
        while let Some(id) = open.pop() {
            if let Some(l) = ledger.lines.iter().find(|l| l.id == id) {
                open.extend(&l.parents);
                lines += 1;
            } else {
                reached.insert(id);
            }
        }
        assert_eq!(reached.len(), records, "{scenario:?}");
        assert!(lines <= 8, "a chain of months, not of days: {lines}");
    }
}

#[test]
fn crude_counts_to_the_crude_cap_and_products_to_the_other() {
    let crude = Cap {
        cap_id: "unscr-2397-op4".into(),
        subject: "crude oil to the DPRK".into(),
        limit: Volume::barrels(4e6),
        reporting_period: ReportingPeriod::YearFrom { month: 12, day: 22 },
        committee_bbl_per_t: Some(4e6 / 525e3),
        ..cap()
    };
    let defaults = defaults(16);
    let mut calls: Vec<Call> = (0..3)
        .map(|k| Call::at_loading(coaster(k), time("2024-12-22T12:00:00Z"), [None, None], &defaults))
        .collect();
    calls[0].product = Some(Product::Crude);
    calls[1].product = None;
    let case = period("2024-12-20T00:00:00Z", "2024-12-30T00:00:00Z");
    let ledger = ledger(&calls, case, &[cap(), crude], &[], &defaults);
    let last = |id: &str| {
        ledger
            .lines
            .iter()
            .rfind(|l| l.cap_id == id && l.convention == Convention::Committee && l.scenario == FULL)
            .unwrap()
    };
    assert_eq!((last("unscr-2397-op4").calls, last("unscr-2397-op5").calls), (1, 2));
    assert!((last("unscr-2397-op4").cumulative_bbl.mid() - 3000.0 * 4e6 / 525e3).abs() < 1e-6);
    assert_eq!(last("unscr-2397-op4").period.start(), time("2024-12-22T00:00:00Z"));
}

#[test]
fn a_cap_without_a_committee_counts_physical_barrels_only() {
    let yardstick = Cap { committee_bbl_per_t: None, is_yardstick: true, ..cap() };
    let case = period("2024-03-01T00:00:00Z", "2024-03-03T00:00:00Z");
    let ledger = ledger(&[], case, &[yardstick], &[], &defaults(5));
    assert!(ledger.lines.iter().all(|l| l.convention == Convention::Physical));
    assert_eq!(ledger.lines.len(), 2 * 7);
}

#[test]
fn calls_out_of_order_or_with_other_draws_are_refused() {
    let defaults_20 = defaults(20);
    let shared_20 = shared(&defaults_20);
    let call = |end| Call::at_loading(coaster(1), time(end), [None, None], &defaults_20);
    let (first, second) = (call("2024-03-02T00:00:00Z"), call("2024-03-05T00:00:00Z"));
    let mut writer =
        LedgerWriter::new(period("2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z"), &[], &[], &shared_20);
    let mut add = |call: &Call, draws: usize| {
        let defaults = defaults(draws);
        let (ship, draws, row) = call.estimate(&defaults, &shared(&defaults), &Held::none());
        writer.add(&row, &draws.unwrap(), &ship.unwrap())
    };
    assert_eq!(add(&second, 20), Ok(()));
    assert!(matches!(add(&first, 20), Err(LedgerError::OutOfOrder { .. })));
    assert!(matches!(add(&second, 19), Err(LedgerError::Draws { found: 19, expected: 20, .. })));
}

#[test]
fn a_sum_equal_to_the_cap_does_not_exceed_it() {
    let defaults = defaults(5);
    let subject = cap().subject;
    let notified = ReportedVolumeKind::NotifiedDelivery;
    for (barrels, p) in [(500_000.0, 0.0), (500_001.0, 1.0)] {
        let rows = [reported(1, notified, "2024-03-01T00:00:00Z", "2024-03-03T00:00:00Z", barrels, &subject)];
        let case = period("2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z");
        let ledger = ledger(&[], case, &[cap()], &rows, &defaults);
        assert_eq!(ledger.lines.last().unwrap().p_exceeded, Some(p));
        let whole = ledger.crossings.iter().find(|c| c.share > 0.99).unwrap();
        assert_eq!(whole.mid.map(|d| d.to_string()).as_deref(), (p > 0.5).then_some("2024-03-02"));
    }
}
