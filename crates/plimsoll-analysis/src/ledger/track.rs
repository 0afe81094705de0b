//! One scenario under one convention: what later lines and the crossings need to know of earlier ones.

use super::UNCAPPED;
use jiff::civil::Date;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Cap, Convention, Crossing, LedgerLine, Period, RecordId, RecordKind, Scenario};

/// One scenario under one convention: the lines written so far, as far as later ones refer to them.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) convention: Convention,
    pub(super) scenario: Scenario,
    /// The last line on which something was added before this month.
    pub(super) month_before: Option<RecordId>,
    /// What was added this month.
    pub(super) added: Vec<RecordId>,
    /// The last line on which something was added.
    pub(super) latest: Option<LedgerLine>,
    pub(super) crossings: Vec<CrossingDays>,
}

/// When a share of the limit was passed by 5, 50 and 95 % of the draws, and the lines that say so.
#[derive(Debug)]
pub(super) struct CrossingDays {
    pub(super) share: f64,
    p_crossed: f64,
    days: [Option<(Date, RecordId)>; 3],
}

impl CrossingDays {
    pub(super) fn note(&mut self, p: f64, line: &LedgerLine) {
        self.p_crossed = p;
        for (day, least) in self.days.iter_mut().zip([0.05, 0.5, 0.95]) {
            if day.is_none() && p >= least {
                *day = Some((line.date, line.id));
            }
        }
    }
}

impl Track {
    pub(super) fn new(convention: Convention, scenario: Scenario, shares: &[f64]) -> Self {
        let crossing = |share: &f64| CrossingDays { share: *share, p_crossed: 0.0, days: [None; 3] };
        Self {
            convention,
            scenario,
            month_before: None,
            added: Vec::new(),
            latest: None,
            crossings: shares.iter().map(crossing).collect(),
        }
    }

    pub(super) fn close_month(&mut self) {
        self.added.clear();
        self.month_before = self.latest.as_ref().map(|line| line.id);
    }
}

pub(super) fn line_id(cap: Option<&Cap>, track: &Track, date: Date) -> RecordId {
    let keys = [
        Key::Text(cap.map_or(UNCAPPED, |cap| &cap.cap_id)),
        Key::Text(track.convention.as_str()),
        Key::Text(&track.scenario.to_word()),
        Key::Text(&date.to_string()),
    ];
    RecordId::of(RecordKind::LedgerLine, &keys)
}

pub(super) fn crossing(cap: &Cap, period: Period, track: &Track, days: &CrossingDays) -> Crossing {
    let per_mille = (days.share * 1000.0).round() as i64;
    let keys = [
        Key::Text(&cap.cap_id),
        Key::Time(period.start()),
        Key::Text(track.convention.as_str()),
        Key::Text(&track.scenario.to_word()),
        Key::Int(per_mille),
    ];
    let mut parents: Vec<RecordId> = days.days.iter().flatten().map(|(_, line)| *line).collect();
    parents.dedup();
    if parents.is_empty() {
        parents.extend(track.latest.as_ref().map(|line| line.id));
    }
    let day = |place: usize| days.days[place].map(|(date, _)| date);
    Crossing {
        id: RecordId::of(RecordKind::Crossing, &keys),
        cap_id: cap.cap_id.clone(),
        period,
        convention: track.convention,
        scenario: track.scenario,
        share: days.share,
        p_crossed: days.p_crossed,
        low: day(0),
        mid: day(1),
        high: day(2),
        parents,
    }
}
