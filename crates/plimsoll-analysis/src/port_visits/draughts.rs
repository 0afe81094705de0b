//! The draughts sent before and after a stay.

use super::{PortVisitParams, Stay};
use crate::gaps::hours;
use jiff::Timestamp;
use plimsoll_model::{Draught, PortVisit, RecordId, StaticReport};

/// A draught sent.
#[derive(Clone, Copy, Debug)]
struct Sent {
    id: RecordId,
    time: Timestamp,
    draught: Draught,
}

/// The visits of one ship with their draughts; stays and reports are in order of time.
pub(super) fn with_draughts(
    vessel: RecordId,
    stays: Vec<Stay>,
    reports: &[&StaticReport],
    params: &PortVisitParams,
) -> Vec<PortVisit> {
    let sent: Vec<Sent> = reports.iter().filter_map(|r| sent(r)).collect();
    let nexts: Vec<Option<Timestamp>> = (1..=stays.len()).map(|i| stays.get(i).map(|s| s.start)).collect();
    stays
        .into_iter()
        .zip(nexts)
        .map(|(stay, next)| {
            let arrival = arrival(&stay, &sent, params);
            let departure = departure(&stay, next, arrival, &sent, params);
            visit(vessel, stay, arrival, departure)
        })
        .collect()
}

/// The draught of a report; 0 means that none is available (ITU-R M.1371-5, Annex 8, message 5).
fn sent(report: &StaticReport) -> Option<Sent> {
    let draught = report.draught.filter(|d| d.to_metres() > 0.0 && d.to_metres().is_finite())?;
    Some(Sent { id: report.id, time: report.time, draught })
}

/// The last draught sent up to the first report of the stay; if none was, the first sent soon after.
fn arrival(stay: &Stay, sent: &[Sent], params: &PortVisitParams) -> Option<Sent> {
    let upto = sent.partition_point(|s| s.time <= stay.start);
    let before = upto.checked_sub(1).map(|i| sent[i]);
    let fresh = before.filter(|s| hours(s.time, stay.start) <= params.arrival_window_h);
    fresh.or_else(|| {
        let after = sent.get(upto).copied()?;
        (after.time <= stay.end && hours(stay.start, after.time) <= params.arrival_grace_h).then_some(after)
    })
}

/// The last draught sent after the arrival draught, from the start of the stay to the end of the window or the next
/// stay. The arrival report itself never counts: one report says nothing about a change.
fn departure(
    stay: &Stay,
    next: Option<Timestamp>,
    arrival: Option<Sent>,
    sent: &[Sent],
    params: &PortVisitParams,
) -> Option<Sent> {
    let left = left_by(stay, params);
    let upto = sent.partition_point(|s| {
        hours(left, s.time) <= params.departure_window_h && next.is_none_or(|n| s.time <= n)
    });
    let last = upto.checked_sub(1).map(|i| sent[i])?;
    let is_after_arrival = arrival.is_none_or(|a| (last.time, last.id) > (a.time, a.id));
    (last.time >= stay.start && is_after_arrival).then_some(last)
}

/// When the ship has surely left: the first report elsewhere, if it comes soon enough to be of the same leg, else the
/// last report there.
fn left_by(stay: &Stay, params: &PortVisitParams) -> Timestamp {
    stay.not_after.filter(|t| hours(stay.end, *t) <= params.max_listing_gap_h).unwrap_or(stay.end)
}

fn visit(vessel: RecordId, stay: Stay, arrival: Option<Sent>, departure: Option<Sent>) -> PortVisit {
    let mut parents = vec![stay.first];
    for id in [Some(stay.last), arrival.map(|a| a.id), departure.map(|d| d.id)].into_iter().flatten() {
        if !parents.contains(&id) {
            parents.push(id);
        }
    }
    PortVisit {
        id: stay.id(vessel),
        vessel,
        mmsi: stay.mmsi,
        start: stay.start,
        end: stay.end,
        not_before: stay.not_before,
        not_after: stay.not_after,
        draught_arrival: arrival.map(|a| a.draught),
        draught_departure: departure.map(|d| d.draught),
        draught_departure_time: departure.map(|d| d.time),
        confidence: stay.confidence,
        evidence: stay.evidence,
        reports: stay.reports,
        parents,
        place: stay.place,
    }
}
