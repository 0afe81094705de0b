//! Stays from positions.

use super::{PortVisitParams, Sites, Stay, confidence};
use crate::gaps::hours;
use jiff::Timestamp;
use plimsoll_model::{Mmsi, Position, PositionReport, RecordId, Speed, VisitEvidence};

/// Times of reception are trusted to this many seconds when a jump is judged.
const CLOCK_TOLERANCE_S: f64 = 60.0;

/// Finds the stays of one ship from its position reports in order of time, with bounded state.
///
/// A report that needs an impossible speed from the one before is held back: if the next report agrees with it
/// (and not with the one before) both count, else it is dropped as a spike. The last report of all is dropped if
/// it is such a jump, because nothing agrees with it.
#[derive(Clone, Debug)]
pub struct PositionVisits<'a> {
    sites: &'a Sites<'a>,
    params: &'a PortVisitParams,
    last: Option<Seen>,
    suspect: Option<Seen>,
    elsewhere: Option<Timestamp>,
    open: Option<Open>,
}

/// What is kept of a report.
#[derive(Clone, Copy, Debug)]
struct Seen {
    id: RecordId,
    mmsi: Mmsi,
    time: Timestamp,
    position: Position,
    sog: Option<Speed>,
}

/// A stay that goes on.
#[derive(Clone, Debug)]
struct Open {
    place: String,
    first: Seen,
    last: Seen,
    not_before: Option<Timestamp>,
    has_stop: bool,
    reports: u32,
}

impl<'a> PositionVisits<'a> {
    /// Before the first report.
    pub fn new(sites: &'a Sites<'a>, params: &'a PortVisitParams) -> Self {
        Self { sites, params, last: None, suspect: None, elsewhere: None, open: None }
    }

    /// Takes the next report; gives the stays that it ends: mostly none, two at most. A report earlier than the one
    /// before is passed over.
    pub fn push(&mut self, report: &PositionReport) -> Vec<Stay> {
        let Some(position) = report.position else { return Vec::new() };
        let seen = Seen { id: report.id(), mmsi: report.mmsi, time: report.time, position, sog: report.sog };
        let Some(last) = self.last else { return Vec::from_iter(self.accept(seen)) };
        if seen.time < last.time {
            return Vec::new();
        }
        let suspect = self.suspect.take();
        if self.is_reachable(last, seen) {
            return Vec::from_iter(self.accept(seen));
        }
        match suspect {
            Some(suspect) if self.is_reachable(suspect, seen) => {
                let ended = self.accept(suspect);
                ended.into_iter().chain(self.accept(seen)).collect()
            }
            _ => {
                self.suspect = Some(seen);
                Vec::new()
            }
        }
    }

    /// Ends the reports; gives the stay that is still open, with what is known of it.
    pub fn finish(self) -> Option<Stay> {
        self.open.map(|open| open.close(None, self.params))
    }

    /// Takes a report that is believed.
    fn accept(&mut self, seen: Seen) -> Option<Stay> {
        let current = self.open.as_ref().map(|o| o.place.as_str());
        let place = self.sites.locate(seen.position, current);
        let before = self.last.replace(seen);
        let has_stopped = self.speed(before, seen).is_some_and(|kn| kn <= self.params.stop_begin_kn);
        let not_before = self.elsewhere;
        if place.is_none() {
            self.elsewhere = Some(seen.time);
        }
        match (&mut self.open, place) {
            (Some(open), Some(place)) if open.place == place => {
                open.extend(seen, has_stopped, self.params);
                None
            }
            (open, Some(place)) => {
                let not_before = open.as_ref().map(|o| o.last.time).or(not_before);
                let next = Open::new(place, seen, not_before, has_stopped);
                open.replace(next).map(|old| old.close(Some(seen.time), self.params))
            }
            (open, None) => open.take().map(|old| old.close(Some(seen.time), self.params)),
        }
    }

    /// Speed sent, else the speed that joins it to the report before.
    fn speed(&self, before: Option<Seen>, seen: Seen) -> Option<f64> {
        let implied = || {
            let before = before?;
            let h = hours(before.time, seen.time);
            (h > 0.0).then(|| before.position.distance_to(seen.position).to_nautical_miles() / h)
        };
        seen.sog.map(Speed::to_knots).or_else(implied)
    }

    /// True if a ship can get from one report to the other.
    fn is_reachable(&self, from: Seen, to: Seen) -> bool {
        let h = hours(from.time, to.time) + CLOCK_TOLERANCE_S / 3600.0;
        from.position.distance_to(to.position).to_nautical_miles() <= self.params.max_speed_kn * h
    }
}

impl Open {
    fn new(place: &str, first: Seen, not_before: Option<Timestamp>, has_stop: bool) -> Self {
        Self { place: place.to_owned(), first, last: first, not_before, has_stop, reports: 1 }
    }

    fn extend(&mut self, seen: Seen, has_stopped: bool, params: &PortVisitParams) {
        self.has_stop |= has_stopped || hours(self.last.time, seen.time) > params.gap_in_port_h;
        self.last = seen;
        self.reports = self.reports.saturating_add(1);
    }

    fn close(self, not_after: Option<Timestamp>, params: &PortVisitParams) -> Stay {
        let silent = not_after.is_some_and(|t| hours(self.last.time, t) > params.gap_in_port_h);
        let ends_seen = usize::from(self.not_before.is_some()) + usize::from(not_after.is_some());
        Stay {
            place: self.place,
            mmsi: self.first.mmsi,
            start: self.first.time,
            end: self.last.time,
            not_before: self.not_before,
            not_after,
            confidence: confidence(self.has_stop || silent, ends_seen),
            evidence: VisitEvidence::Positions,
            reports: self.reports,
            first: self.first.id,
            last: self.last.id,
        }
    }
}
