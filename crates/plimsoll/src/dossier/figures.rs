//! The figures that stand side by side below the headline: documented, estimated, by scenario. Never mixed.

use super::Tables;
use plimsoll_model::{Convention, Estimate, LedgerLine, Period, Scenario};
use plimsoll_report::{Basis, KeyFigure};

/// The figures of the first cap's latest counting period that has calls.
pub(super) fn key_figures(tables: &Tables, case: Period) -> Vec<KeyFigure> {
    let lines = tables.last_lines();
    let first_cap = tables.caps.first().map_or(plimsoll_analysis::ledger::UNCAPPED, |c| c.cap_id.as_str());
    let of_cap: Vec<_> = lines.into_iter().filter(|l| l.cap_id == first_cap).collect();
    let Some(period) = of_cap.iter().filter(|l| l.calls > 0).map(|l| l.period).max() else {
        return Vec::new();
    };
    // One convention for the scenarios: the tables below the figures of the cap show both.
    let is_shown = |l: &&LedgerLine| l.scenario.share().is_none() || l.convention == Convention::Physical;
    let shown = of_cap.into_iter().filter(|l| l.period == period && l.calls > 0).filter(is_shown);
    shown.flat_map(|line| [volume(line, case), calls(line)]).flatten().collect()
}

fn basis(scenario: Scenario) -> Basis {
    match scenario {
        Scenario::Documented => Basis::Documented,
        Scenario::Estimate => Basis::Estimate,
        Scenario::Laden { .. } => Basis::Scenario,
    }
}

/// What the visits carried: the sum less what states notified, which is no visit of ours.
fn volume(line: &LedgerLine, case: Period) -> Option<KeyFigure> {
    let own = line.cumulative_bbl.map(|v| v - line.notified_bbl)?;
    let from = line.period.start().max(case.start()).strftime("%Y-%m-%d").to_string();
    let what = match line.scenario {
        Scenario::Documented => "barrels that draughts show".to_owned(),
        Scenario::Estimate => "barrels, all visits".to_owned(),
        Scenario::Laden { .. } => format!("barrels if every ship left {} laden", share_text(line.scenario)),
    };
    let how = match line.convention {
        Convention::Physical => "physical, at 15 °C",
        Convention::Committee => "by the Committee's factor",
    };
    Some(KeyFigure {
        basis: basis(line.scenario),
        label: if line.scenario.share().is_some() { what } else { format!("{what}, {how}") },
        unit: "bbl".into(),
        value: own,
        record: line.id,
        note: match line.scenario.share() {
            Some(_) => format!("{how}; {from} to {}", line.date),
            None => format!("{from} to {}", line.date),
        },
    })
}

/// How many visits are in a sum; once for documented and estimate.
fn calls(line: &LedgerLine) -> Option<KeyFigure> {
    let is_shown = line.convention == Convention::Physical && line.scenario.share().is_none();
    let count = f64::from(line.calls);
    is_shown.then(|| KeyFigure {
        basis: basis(line.scenario),
        label: if line.scenario == Scenario::Documented {
            "loadings that draughts show"
        } else {
            "visits that may have loaded"
        }
        .into(),
        unit: String::new(),
        value: Estimate::new(count, count, count).expect("a number is equal to itself"),
        record: line.id,
        note: String::new(),
    })
}

/// A share of deadweight for a person.
fn share_text(scenario: Scenario) -> String {
    match scenario {
        Scenario::THIRD => "one third".into(),
        other => other.share().map_or_else(String::new, |s| format!("{:.0} %", s * 100.0)),
    }
}
