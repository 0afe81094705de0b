//! Counts: the ledger and what belongs to it, by cap, counting period and convention.

use crate::dossier::{CapEntry, Dossier};
use crate::number;
use plimsoll_model::{
    Convention, Crossing, LedgerLine, Period, ReportedVolume, ReportedVolumeKind, Scenario,
};
use std::collections::BTreeMap;

/// One count: a cap, a counting period and a convention, with the lines of each scenario in order of date.
pub(crate) struct Count<'a> {
    pub(crate) cap_id: &'a str,
    pub(crate) entry: Option<&'a CapEntry>,
    pub(crate) period: Period,
    pub(crate) convention: Convention,
    pub(crate) scenarios: Vec<(Scenario, Vec<&'a LedgerLine>)>,
}

/// All counts, in the order of the caps of the dossier, then of period and convention.
pub(crate) fn counts(dossier: &Dossier) -> Vec<Count<'_>> {
    type Key<'k> = (usize, &'k str, Period, Convention);
    let place = |cap_id: &str| dossier.caps.iter().position(|c| c.cap.cap_id == cap_id).unwrap_or(usize::MAX);
    let mut groups: BTreeMap<Key<'_>, BTreeMap<Scenario, Vec<&LedgerLine>>> = BTreeMap::new();
    for line in &dossier.ledger {
        let key = (place(&line.cap_id), line.cap_id.as_str(), line.period, line.convention);
        groups.entry(key).or_default().entry(line.scenario).or_default().push(line);
    }
    groups
        .into_iter()
        .map(|((at, cap_id, period, convention), scenarios)| {
            let mut scenarios: Vec<_> = scenarios.into_iter().collect();
            scenarios.iter_mut().for_each(|(_, lines)| lines.sort_by_key(|line| line.date));
            Count { cap_id, entry: dossier.caps.get(at), period, convention, scenarios }
        })
        .collect()
}

impl<'a> Count<'a> {
    /// The last line of a scenario.
    pub(crate) fn last(&self, scenario: Scenario) -> Option<&'a LedgerLine> {
        self.scenarios.iter().find(|(s, _)| *s == scenario)?.1.last().copied()
    }

    /// How tonnes became barrels, in words.
    pub(crate) fn convention_words(&self) -> String {
        match (self.convention, self.entry.and_then(|entry| entry.cap.committee_bbl_per_t)) {
            (Convention::Physical, _) => "physical barrels at 15\u{a0}°C".into(),
            (Convention::Committee, Some(factor)) => {
                format!("barrels at {} bbl/t, the factor of whoever keeps the cap", number::fixed(factor, 2))
            }
            (Convention::Committee, None) => "barrels by the factor of whoever keeps the cap".into(),
        }
    }

    /// When a scenario crossed a share of the limit. A thousandth of a share tells shares apart.
    pub(crate) fn crossing(
        &self,
        dossier: &'a Dossier,
        scenario: Scenario,
        share: f64,
    ) -> Option<&'a Crossing> {
        dossier.crossings.iter().find(|crossing| {
            crossing.cap_id == self.cap_id
                && crossing.period == self.period
                && crossing.convention == self.convention
                && crossing.scenario == scenario
                && (crossing.share - share).abs() < 1e-3
        })
    }

    /// Estimates of others that the figure marks: those whose whole period lies in the counting period. The others are
    /// only in the table of what others reported.
    pub(crate) fn third_party(&self, dossier: &'a Dossier) -> Vec<&'a ReportedVolume> {
        let lies_inside = |of: Period| self.period.start() <= of.start() && of.end() <= self.period.end();
        let entries = dossier.reported.iter().filter(|entry| {
            entry.caps.iter().any(|cap| cap == self.cap_id)
                && entry.reported.kind == ReportedVolumeKind::ThirdPartyEstimate
                && lies_inside(entry.reported.period)
        });
        entries.map(|entry| &entry.reported).collect()
    }
}
