//! What AIS says of a look.

use super::{LitVisit, OccupancyParams};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Period;

/// What AIS says of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A ship lies at the berth.
    Lit,
    /// One is about to come or to go, or the look has no time.
    Unsure,
    /// No ship that sends lies there; a silent one may.
    Unlit,
}

/// The lit visits at a berth.
pub(super) struct Labels<'a> {
    visits: Vec<&'a LitVisit>,
    margin: SignedDuration,
}

impl<'a> Labels<'a> {
    pub(super) fn new(visits: &[&'a LitVisit], params: &OccupancyParams) -> Self {
        let counts = |visit: &&LitVisit| visit.length_m.is_none_or(|length| length >= params.min_length_m);
        let margin_s = (params.label_margin_h * 3_600.0).clamp(0.0, 1e9) as i64;
        Self {
            visits: visits.iter().copied().filter(counts).collect(),
            margin: SignedDuration::from_secs(margin_s),
        }
    }

    pub(super) fn of(&self, time: Option<Period>) -> Label {
        let Some(time) = time else { return Label::Unsure };
        // Beyond the calendar nothing is sure either.
        let later = |at: Timestamp| at.checked_add(self.margin).unwrap_or(Timestamp::MAX);
        let earlier = |at: Timestamp| at.checked_sub(self.margin).unwrap_or(Timestamp::MIN);
        let is_within = |visit: &&&LitVisit| {
            later(visit.period.start()) <= time.start() && time.end() <= earlier(visit.period.end())
        };
        let is_near = |visit: &&&LitVisit| {
            earlier(visit.period.start()) < time.end() && time.start() < later(visit.period.end())
        };
        match () {
            () if self.visits.iter().any(|visit| is_within(&visit)) => Label::Lit,
            () if self.visits.iter().any(|visit| is_near(&visit)) => Label::Unsure,
            () => Label::Unlit,
        }
    }
}
