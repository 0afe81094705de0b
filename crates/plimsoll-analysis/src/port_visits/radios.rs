//! The stays of a ship out of those of her tracks: one radio after the other, or two at once.

use super::{PortVisitParams, Stay, confidence};
use crate::gaps::hours;
use jiff::Timestamp;
use plimsoll_model::{Confidence, PortStay, RecordId, Track, VisitEvidence};
use std::collections::BTreeMap;

/// A time at which some track of the ship was heard, and the place, if she was at one.
#[derive(Clone, Copy, Debug)]
struct Heard<'a> {
    time: Timestamp,
    place: Option<&'a str>,
}

/// The stays of one ship by the positions of all her tracks, in order of time; they never overlap.
///
/// Stays at one place that overlap, or with no report elsewhere between, are one: she changed her number in port. Of two
/// that put her at two places at once the one with fewer reports is passed over. Where a track begins or ends in
/// port, the reports of her other tracks say when she was elsewhere before and after.
pub(super) fn stays(mut found: Vec<&PortStay>, ends: &[TrackEnd], params: &PortVisitParams) -> Vec<Stay> {
    found.sort_by_key(|s| (std::cmp::Reverse(s.reports), s.start, s.id));
    let mut times = Times::default();
    let mut kept: Vec<&PortStay> = found.into_iter().filter(|stay| times.take(stay)).collect();
    kept.sort_by_key(|s| (s.start, s.end, s.id));
    let heard = heard(&kept, ends);
    let mut stays: Vec<Stay> = Vec::new();
    for stay in kept.iter().map(|s| stay(s, &heard, params)) {
        match stays.last_mut() {
            Some(last) if is_same(last, &stay) => join(last, stay, params),
            _ => stays.push(stay),
        }
    }
    stays
}

/// The first or the last report of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TrackEnd {
    track: RecordId,
    time: Timestamp,
}

impl TrackEnd {
    /// Both ends of a track.
    pub(super) fn both(track: &Track) -> [Self; 2] {
        [track.start, track.end].map(|time| Self { track: track.id, time })
    }

    pub(super) fn time(self) -> Timestamp {
        self.time
    }
}

/// The times that are taken, by start and end, each with its place. They never overlap.
#[derive(Debug, Default)]
struct Times<'a>(BTreeMap<(Timestamp, Timestamp), &'a str>);

impl<'a> Times<'a> {
    /// Takes the time of a stay; false if it puts the ship elsewhere than one before does.
    fn take(&mut self, stay: &'a PortStay) -> bool {
        let begun = self.0.range(..(stay.end, Timestamp::MIN)).rev();
        let overlapping: Vec<_> = begun
            .take_while(|((_, end), _)| stay.start < *end)
            .map(|(time, place)| (*time, *place))
            .collect();
        if overlapping.iter().any(|(_, place)| *place != stay.place) {
            return false;
        }
        let (mut start, mut end) = (stay.start, stay.end);
        for (time, _) in overlapping {
            (start, end) = (start.min(time.0), end.max(time.1));
            self.0.remove(&time);
        }
        self.0.insert((start, end), &stay.place);
        true
    }
}

/// When the ship was heard, and where, in order of time.
fn heard<'a>(kept: &[&'a PortStay], ends: &[TrackEnd]) -> Vec<Heard<'a>> {
    let mut heard: Vec<Heard<'a>> = Vec::new();
    let mut in_port: Vec<(RecordId, Timestamp)> = Vec::new();
    for stay in kept {
        for time in [stay.start, stay.end] {
            heard.push(Heard { time, place: Some(&stay.place) });
            in_port.push((stay.track, time));
        }
    }
    in_port.sort_unstable();
    let is_in_port = |track: RecordId, time: Timestamp| in_port.binary_search(&(track, time)).is_ok();
    let of_stays = kept.iter().flat_map(|s| {
        [s.not_before, s.not_after].into_iter().flatten().map(|time| TrackEnd { track: s.track, time })
    });
    let outside = of_stays.chain(ends.iter().copied()).filter(|end| !is_in_port(end.track, end.time));
    heard.extend(outside.map(|end| Heard { time: end.time, place: None }));
    heard.sort_by(|a, b| (a.time, a.place).cmp(&(b.time, b.place)));
    heard
}

/// A stay with what all tracks say of the time before and after.
fn stay(of: &PortStay, heard: &[Heard<'_>], params: &PortVisitParams) -> Stay {
    let is_elsewhere = |h: &&Heard<'_>| h.place != Some(of.place.as_str());
    let upto = heard.partition_point(|h| h.time < of.start);
    let from = heard.partition_point(|h| h.time <= of.end);
    let before = heard[..upto].iter().rev().find(is_elsewhere).map(|h| h.time);
    let after = heard[from..].iter().find(is_elsewhere).map(|h| h.time);
    let first = of.parents.first().copied().unwrap_or(of.id);
    let mut stay = Stay {
        place: of.place.clone(),
        mmsi: of.mmsi,
        start: of.start,
        end: of.end,
        not_before: of.not_before.max(before),
        not_after: [of.not_after, after].into_iter().flatten().min(),
        confidence: of.confidence,
        evidence: VisitEvidence::Positions,
        reports: of.reports,
        first,
        last: of.parents.last().copied().unwrap_or(first),
    };
    let has_stop = of.confidence >= Confidence::STOP;
    let silent = stay.not_after.is_some_and(|t| hours(stay.end, t) > params.gap_in_port_h);
    stay.confidence = sureness(&stay, has_stop || silent);
    stay
}

fn sureness(stay: &Stay, has_stop: bool) -> Confidence {
    confidence(has_stop, usize::from(stay.not_before.is_some()) + usize::from(stay.not_after.is_some()))
}

/// True if the ship did not leave between two stays.
fn is_same(a: &Stay, b: &Stay) -> bool {
    let left = a.not_after.is_some_and(|t| t < b.start);
    let came = b.not_before.is_some_and(|t| t > a.end);
    a.place == b.place && (b.start <= a.end || !(left || came))
}

/// Widens a stay by another.
fn join(a: &mut Stay, b: Stay, params: &PortVisitParams) {
    let silent = hours(a.end, b.start) > params.gap_in_port_h;
    let has_stop = silent || a.confidence.max(b.confidence) >= Confidence::STOP;
    if b.end > a.end {
        (a.end, a.last) = (b.end, b.last);
        a.not_after = b.not_after;
    }
    a.reports = a.reports.saturating_add(b.reports);
    a.confidence = sureness(a, has_stop);
}
