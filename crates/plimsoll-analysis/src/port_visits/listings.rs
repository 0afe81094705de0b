//! Stays from listings: reports that their source keeps under the name of a place.

use super::{PortVisitParams, Sites, Stay, confidence};
use crate::gaps::hours;
use jiff::Timestamp;
use plimsoll_model::{StaticReport, VisitEvidence};

/// The stays of one ship by its listings, in order of time; `stays` are those that positions show already.
///
/// Consecutive listings at one place at most `max_listing_gap_h` apart are one stay. A listing while positions
/// show the ship at another place is passed over, and a stay elsewhere between two listings parts them.
pub(super) fn listings(
    reports: &[&StaticReport],
    stays: &[Stay],
    sites: &Sites<'_>,
    params: &PortVisitParams,
) -> Vec<Stay> {
    let mut found: Vec<Stay> = Vec::new();
    for report in reports {
        let Some(listed) = listed_place(report) else { continue };
        let place = sites.name_of(listed);
        if stays.iter().any(|s| s.place != place && s.start <= report.time && report.time <= s.end) {
            continue;
        }
        match found.last_mut() {
            Some(last) if joins(last, &place, report.time, stays, params) => extend(last, report),
            _ => found.push(begin(place, report)),
        }
    }
    for stay in &mut found {
        see_ends(stay, reports, sites, params);
    }
    found
}

/// The place that a report is listed under, if any.
fn listed_place(report: &StaticReport) -> Option<&str> {
    report.listed_place.as_deref().map(str::trim).filter(|p| !p.is_empty())
}

/// True if a listing goes on with a stay.
fn joins(last: &Stay, place: &str, time: Timestamp, stays: &[Stay], params: &PortVisitParams) -> bool {
    let is_parted = stays.iter().any(|s| s.place != place && last.end <= s.start && s.end <= time);
    last.place == place && hours(last.end, time) <= params.max_listing_gap_h && !is_parted
}

fn begin(place: String, report: &StaticReport) -> Stay {
    Stay {
        place,
        mmsi: report.mmsi,
        start: report.time,
        end: report.time,
        not_before: None,
        not_after: None,
        confidence: confidence(false, 0),
        evidence: VisitEvidence::Listing,
        reports: 1,
        first: report.id,
        last: report.id,
    }
}

fn extend(stay: &mut Stay, report: &StaticReport) {
    stay.end = report.time;
    stay.last = report.id;
    stay.reports = stay.reports.saturating_add(1);
}

/// Finds the neighbours elsewhere: reports of the same source listed elsewhere or nowhere. A source that lists no
/// places says nothing by listing none.
fn see_ends(stay: &mut Stay, reports: &[&StaticReport], sites: &Sites<'_>, params: &PortVisitParams) {
    let Some(source) = reports.iter().find(|r| r.id == stay.first).map(|r| r.source.exhibit) else { return };
    let is_elsewhere = |r: &&&StaticReport| {
        r.source.exhibit == source && listed_place(r).is_none_or(|p| sites.name_of(p) != stay.place)
    };
    let before = reports.partition_point(|r| r.time < stay.start);
    let after = reports.partition_point(|r| r.time <= stay.end);
    stay.not_before = reports[..before].iter().rev().find(is_elsewhere).map(|r| r.time);
    stay.not_after = reports[after..].iter().find(is_elsewhere).map(|r| r.time);
    let near = |from: Timestamp, to: Timestamp| hours(from, to) <= params.max_listing_gap_h;
    let ends_seen = usize::from(stay.not_before.is_some_and(|t| near(t, stay.start)))
        + usize::from(stay.not_after.is_some_and(|t| near(stay.end, t)));
    stay.confidence = confidence(stay.reports > 1, ends_seen);
}
