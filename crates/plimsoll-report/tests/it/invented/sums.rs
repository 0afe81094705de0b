//! Toy sums: the form of a ledger, not its method.

use super::{day, id, of};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use plimsoll_model::evidence::Key;
use plimsoll_model::*;
use plimsoll_report::*;

/// Low, middle and high barrels of a visit.
pub(super) fn share(entry: &VisitEntry, convention: Convention, scenario: Scenario) -> [f64; 3] {
    let cargo = entry.cargo.as_ref().filter(|cargo| cargo.not_counted.is_none());
    let volume = cargo
        .and_then(|c| if convention == Convention::Physical { c.volume_bbl } else { c.volume_committee_bbl });
    let is_documented = cargo.is_some_and(|cargo| cargo.is_documented);
    match (scenario, volume) {
        (_, None) => [0.0; 3],
        (Scenario::Documented, Some(_)) if !is_documented => [0.0; 3],
        (Scenario::Documented | Scenario::Estimate, Some(v)) => [v.low(), v.mid(), v.high()],
        (laden, Some(_)) => {
            [entry.scenario_bbl.iter().find(|(s, _)| *s == laden).map_or(0.0, |(_, b)| *b); 3]
        }
    }
}

/// Sums of one cap, period, convention and scenario, a line a day.
pub(super) fn lines(
    cap: &Cap,
    whole: Period,
    case: Period,
    convention: Convention,
    scenario: Scenario,
    visits: &[VisitEntry],
) -> Vec<LedgerLine> {
    let counted: Vec<(Date, RecordId, [f64; 3])> = visits
        .iter()
        .filter(|v| whole.contains(v.visit.end))
        .map(|v| (day(v.visit.end), v.record(), share(v, convention, scenario)))
        .collect();
    let first = day(case.start().max(whole.start()));
    let last = day(case.end().min(whole.end()) - SignedDuration::from_nanos(1));
    std::iter::successors(Some(first), |d| d.checked_add(1.day()).ok())
        .take_while(|d| *d <= last)
        .map(|date| {
            let counted: Vec<_> = counted.iter().filter(|(day, ..)| *day <= date).collect();
            // Shared errors: the interval of the sum is a share of the sum, not the sum of the intervals.
            let notified = if date >= Date::constant(first.year(), 4, 2) { 15_279.0 } else { 0.0 };
            let mid = counted.iter().map(|(_, _, bbl)| bbl[1]).sum::<f64>() + notified;
            let spread = if matches!(scenario, Scenario::Laden { .. }) { 0.0 } else { 0.11 };
            let cumulative = of(mid * (1.0 - spread), mid, mid * (1.0 + spread));
            let limit = cap.limit.to_barrels();
            LedgerLine {
                id: RecordId::of(
                    RecordKind::LedgerLine,
                    &[
                        Key::Text(&cap.cap_id),
                        Key::Time(whole.start()),
                        Key::Text(convention.as_str()),
                        Key::Text(&scenario.to_word()),
                        Key::Text(&date.to_string()),
                    ],
                ),
                date,
                cap_id: cap.cap_id.clone(),
                period: whole,
                convention,
                scenario,
                cap_bbl: Some(limit),
                cumulative_bbl: cumulative,
                notified_bbl: notified,
                p_exceeded: Some(
                    ((cumulative.high() - limit) / (cumulative.high() - cumulative.low()).max(1.0))
                        .clamp(0.0, 1.0),
                ),
                calls: counted.len() as u32,
                parents: counted.iter().map(|(_, record, _)| *record).collect(),
            }
        })
        .collect()
}

/// The days on which low, middle and high of a row of lines pass a share of the limit.
pub(super) fn crossing(lines: &[LedgerLine], share: f64) -> Option<Crossing> {
    let last = lines.last()?;
    let limit = last.cap_bbl? * share;
    let day =
        |of: fn(&Estimate<f64>) -> f64| lines.iter().find(|l| of(&l.cumulative_bbl) > limit).map(|l| l.date);
    Some(Crossing {
        id: RecordId::of(RecordKind::Crossing, &[Key::Id(last.id), Key::Int((share * 100.0) as i64)]),
        cap_id: last.cap_id.clone(),
        period: last.period,
        convention: last.convention,
        scenario: last.scenario,
        share,
        p_crossed: last.p_exceeded?,
        low: day(Estimate::high),
        mid: day(Estimate::mid),
        high: day(Estimate::low),
        parents: vec![last.id],
    })
}

pub(super) fn sensitivities(last: &LedgerLine) -> Vec<Sensitivity> {
    let total = last.cumulative_bbl.mid();
    [
        ("cargo.density_t_per_m3", Some((1.045, 0.958)), 0.31),
        ("particulars.deadweight_share", Some((0.93, 1.07)), 0.42),
        ("cargo.unread_laden_share", Some((0.95, 1.04)), 0.17),
        ("draughts.reading_error_m", None, 0.04),
    ]
    .into_iter()
    .map(|(input, ends, variance_share)| Sensitivity {
        id: RecordId::of(RecordKind::Sensitivity, &[Key::Id(last.id), Key::Text(input)]),
        cap_id: last.cap_id.clone(),
        period: last.period,
        convention: last.convention,
        input: input.into(),
        is_shared: ends.is_some(),
        low_bbl: ends.map(|(low, _)| total * low),
        high_bbl: ends.map(|(_, high)| total * high),
        variance_share,
        parents: last.parents.clone(),
    })
    .collect()
}

pub(super) fn cap() -> Cap {
    Cap {
        cap_id: "invented-cap".into(),
        measure: "Invented Council, resolution 12 (2017), paragraph 5".into(),
        subject: "refined petroleum products to the Far Republic, all suppliers together".into(),
        limit: Volume::barrels(500_000.0),
        reporting_period: ReportingPeriod::CalendarYear,
        notice_shares: vec![0.75, 0.90, 0.95],
        committee_bbl_per_t: Some(8.33),
        is_yardstick: false,
        source: "Invented for this example".into(),
    }
}

pub(super) fn words(p: f64) -> &'static str {
    let words = [
        (0.05, "almost no chance"),
        (0.2, "very unlikely"),
        (0.45, "unlikely"),
        (0.55, "roughly even"),
        (0.8, "likely"),
        (0.95, "very likely"),
    ];
    words.into_iter().find(|(edge, _)| p < *edge).map_or("almost certain", |(_, words)| words)
}

pub(super) fn findings(main: Option<&LedgerLine>, visits: &[VisitEntry]) -> Vec<Finding> {
    let documented = visits.iter().filter(|v| v.cargo.as_ref().is_some_and(|c| c.is_documented)).count();
    let finding = |n: usize, topic: &str, sentence: String, probability: Option<f64>, parents| Finding {
        id: id(RecordKind::Finding, n),
        topic: topic.into(),
        sentence,
        probability,
        likelihood: probability.map(|p| words(p).to_owned()),
        parents,
    };
    let mut findings = vec![finding(
        1,
        "visits",
        format!(
            "{} port visits are in the exhibits; for {documented} of them the draughts show that the ship took on cargo.",
            visits.len()
        ),
        None,
        visits.iter().map(|v| v.visit.id).collect(),
    )];
    if let Some(main) = main {
        let total = number::estimate(&main.cumulative_bbl, "barrels");
        let p = main.p_exceeded.unwrap();
        let sentence = format!(
            "Tankers took on {total} by {} (90 % interval in brackets). That this is more than the yearly limit of 500,000 barrels is {}.",
            main.date,
            words(p)
        );
        findings.insert(0, finding(0, "cap-exceeded", sentence, Some(p), vec![main.id]));
    }
    findings
}

pub(super) fn key_figures(last: &[&LedgerLine]) -> Vec<KeyFigure> {
    let figure = |basis, line: &LedgerLine, label: String, note: &str| KeyFigure {
        basis,
        label,
        unit: "bbl".into(),
        value: line.cumulative_bbl,
        record: line.id,
        note: note.into(),
    };
    last.iter()
        .filter(|l| l.convention == Convention::Physical && l.period == last[0].period)
        .map(|l| match l.scenario {
            Scenario::Documented => figure(
                Basis::Documented,
                l,
                "loaded, shown by draughts".into(),
                "physical barrels at 15 °C, notified deliveries included",
            ),
            Scenario::Estimate => figure(
                Basis::Estimate,
                l,
                "loaded on all visits".into(),
                "physical barrels at 15 °C, notified deliveries included",
            ),
            laden => figure(
                Basis::Scenario,
                l,
                format!("if every ship left {:.0} % laden", laden.share().unwrap() * 100.0),
                "",
            ),
        })
        .collect()
}
