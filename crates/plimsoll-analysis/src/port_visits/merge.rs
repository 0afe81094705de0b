//! One visit out of what positions and listings show of it.

use super::{PortVisitParams, Stay};
use crate::gaps::hours;
use plimsoll_model::VisitEvidence;

/// Joins stays by positions and by listings at one place that overlap or lie at most the listing gap apart, with no
/// report elsewhere by positions between. Two stays by positions alone are never joined: the ship was seen to leave.
pub(super) fn merge(stays: Vec<Stay>, listed: Vec<Stay>, params: &PortVisitParams) -> Vec<Stay> {
    let mut all = stays;
    all.extend(listed);
    all.sort_by_key(|s| (s.start, s.end, s.first));
    let mut merged: Vec<Stay> = Vec::new();
    for stay in all {
        match merged.last_mut() {
            Some(last) if is_same(last, &stay, params) => join(last, stay),
            _ => merged.push(stay),
        }
    }
    merged
}

fn is_same(a: &Stay, b: &Stay, params: &PortVisitParams) -> bool {
    let near = a.evidence != b.evidence && hours(a.end, b.start) <= params.max_listing_gap_h;
    let left = a.evidence == VisitEvidence::Positions && a.not_after.is_some_and(|t| t < b.start);
    let came = b.evidence == VisitEvidence::Positions && b.not_before.is_some_and(|t| t > a.end);
    a.place == b.place && ((near && !left && !came) || b.start <= a.end)
}

/// Widens a stay by another.
fn join(a: &mut Stay, b: Stay) {
    if b.end > a.end {
        a.end = b.end;
        a.last = b.last;
    }
    let (start, end) = (a.start, a.end);
    a.not_before = [a.not_before, b.not_before].into_iter().flatten().filter(|t| *t < start).max();
    a.not_after = [a.not_after, b.not_after].into_iter().flatten().filter(|t| *t > end).min();
    a.confidence = a.confidence.max(b.confidence);
    a.reports = a.reports.saturating_add(b.reports);
    if b.evidence == VisitEvidence::Positions {
        a.evidence = VisitEvidence::Positions;
    }
}
