//! Stays from listings: reports that their source keeps under the name of a place.

use super::{PortVisitParams, Sites, Stay, confidence};
use crate::gaps::hours;
use jiff::Timestamp;
use plimsoll_model::{Confidence, ExhibitId, StaticReport, VisitEvidence};
use std::collections::BTreeMap;

/// A report with the place that it is listed under, if any, by the case's name of it.
struct Listed<'a> {
    report: &'a StaticReport,
    place: Option<String>,
}

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
    let listed: Vec<Listed<'_>> =
        reports.iter().map(|r| Listed { report: r, place: listed_place(r, sites) }).collect();
    let before = elsewhere(listed.iter());
    let after = elsewhere(listed.iter().rev());
    let mut found: Vec<Stay> = Vec::new();
    for (i, Listed { report, place }) in listed.iter().enumerate() {
        let Some(place) = place else { continue };
        if is_elsewhere(stays, place, report.time) {
            continue;
        }
        match found.last_mut() {
            Some(last) if joins(last, place, report.time, stays, params) => extend(last, report),
            _ => found.push(begin(place, report, before[i])),
        }
        if let Some(last) = found.last_mut() {
            last.not_after = after[listed.len() - 1 - i].filter(|t| *t > last.end);
        }
    }
    for stay in &mut found {
        stay.confidence = sureness(stay, params);
    }
    found
}

/// The place that a report is listed under, if any.
fn listed_place(report: &StaticReport, sites: &Sites<'_>) -> Option<String> {
    let listed = report.listed_place.as_deref().map(str::trim).filter(|p| !p.is_empty())?;
    Some(sites.name_of(listed))
}

/// For each report the time of the one before it, in the order given, that the same source lists elsewhere or
/// nowhere. A source that lists no places says nothing by listing none.
fn elsewhere<'a>(listed: impl Iterator<Item = &'a Listed<'a>>) -> Vec<Option<Timestamp>> {
    struct Last<'a> {
        place: Option<&'a str>,
        time: Timestamp,
        elsewhere: Option<Timestamp>,
    }
    let mut by_source: BTreeMap<ExhibitId, Last<'a>> = BTreeMap::new();
    listed
        .map(|Listed { report, place }| {
            let (place, time) = (place.as_deref(), report.time);
            let last = by_source.get(&report.source.exhibit);
            let elsewhere = last.and_then(|l| if l.place == place { l.elsewhere } else { Some(l.time) });
            by_source.insert(report.source.exhibit, Last { place, time, elsewhere });
            elsewhere
        })
        .collect()
}

/// True if positions show the ship at another place.
fn is_elsewhere(stays: &[Stay], place: &str, time: Timestamp) -> bool {
    let begun = stays.partition_point(|s| s.start <= time);
    stays[..begun].last().is_some_and(|s| s.place != place && time <= s.end)
}

/// True if a listing goes on with a stay.
fn joins(last: &Stay, place: &str, time: Timestamp, stays: &[Stay], params: &PortVisitParams) -> bool {
    let next = stays.partition_point(|s| s.start < last.end);
    let is_parted = stays[next..].iter().take_while(|s| s.end <= time).any(|s| s.place != place);
    last.place == place && hours(last.end, time) <= params.max_listing_gap_h && !is_parted
}

fn begin(place: &str, report: &StaticReport, not_before: Option<Timestamp>) -> Stay {
    Stay {
        place: place.to_owned(),
        mmsi: report.mmsi,
        start: report.time,
        end: report.time,
        not_before: not_before.filter(|t| *t < report.time),
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

/// Two listings show a stay as a stop does; a neighbour elsewhere within the listing gap shows an entry or an exit.
fn sureness(stay: &Stay, params: &PortVisitParams) -> Confidence {
    let near = |from, to| hours(from, to) <= params.max_listing_gap_h;
    let entry = stay.not_before.is_some_and(|t| near(t, stay.start));
    let exit = stay.not_after.is_some_and(|t| near(stay.end, t));
    confidence(stay.reports > 1, usize::from(entry) + usize::from(exit))
}
