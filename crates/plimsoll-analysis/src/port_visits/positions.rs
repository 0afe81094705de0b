//! Stays of one track, from its positions.

use super::{PortVisitParams, Sites, confidence};
use crate::elapsed::seconds;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Mmsi, PortStay, Position, PositionReport, RecordId, RecordKind, Source, Speed};

/// Finds the stays of one track from its position reports in order of time, with bounded state.
///
/// The reports are those of one ship, without spikes: see `tracks`. A report earlier than the one before is passed over.
#[derive(Clone, Debug)]
pub struct PortStays<'a> {
    mmsi: Mmsi,
    track: RecordId,
    sites: &'a Sites<'a>,
    params: &'a PortVisitParams,
    /// Time and place of the last report.
    last: Option<(Timestamp, Position)>,
    elsewhere: Option<Timestamp>,
    open: Option<Open>,
    is_stopped: bool,
}

/// What is kept of a report in port.
#[derive(Clone, Copy, Debug)]
struct Seen {
    source: Source,
    time: Timestamp,
}

/// A stay that goes on.
#[derive(Clone, Debug)]
struct Open {
    site: usize,
    first: Seen,
    last: Seen,
    not_before: Option<Timestamp>,
    has_stop: bool,
    reports: u32,
}

impl<'a> PortStays<'a> {
    /// Before the first report of a track.
    pub fn new(mmsi: Mmsi, track: RecordId, sites: &'a Sites<'a>, params: &'a PortVisitParams) -> Self {
        Self { mmsi, track, sites, params, last: None, elsewhere: None, open: None, is_stopped: false }
    }

    /// Takes the next report; gives the stay that it ends, if it ends one.
    pub fn push(&mut self, report: &PositionReport, out: &mut Vec<PortStay>) {
        let Some(position) = report.position else { return };
        if self.last.is_some_and(|(last, _)| report.time < last) {
            return;
        }
        let before = self.last.replace((report.time, position));
        let site = self.sites.locate(position, self.open.as_ref().map(|o| o.site));
        let Some(site) = site else { return self.leave(report.time, out) };
        self.is_stopped = self.stopped(before, report, position);
        let seen = Seen { source: report.source, time: report.time };
        match &mut self.open {
            Some(open) if open.site == site => open.extend(seen, self.is_stopped, self.params),
            _ => self.enter(site, seen, out),
        }
    }

    /// Ends the track; gives the stay that is still open, with what is known of it.
    pub fn finish(mut self, out: &mut Vec<PortStay>) {
        self.close(None, out);
    }

    /// The ship is at no place.
    fn leave(&mut self, time: Timestamp, out: &mut Vec<PortStay>) {
        self.is_stopped = false;
        self.elsewhere = Some(time);
        self.close(Some(time), out);
    }

    /// The ship is at a place, and was not at it before.
    fn enter(&mut self, site: usize, seen: Seen, out: &mut Vec<PortStay>) {
        let not_before = self.open.as_ref().map(|o| o.last.time).or(self.elsewhere);
        self.close(Some(seen.time), out);
        let has_stop = self.is_stopped;
        self.open = Some(Open { site, first: seen, last: seen, not_before, has_stop, reports: 1 });
    }

    fn close(&mut self, not_after: Option<Timestamp>, out: &mut Vec<PortStay>) {
        let Some(open) = self.open.take() else { return };
        out.push(open.stay(self, not_after));
    }

    /// A stop lasts from a speed as low as the one limit to one as high as the other, as long as she is in port.
    fn stopped(
        &self,
        before: Option<(Timestamp, Position)>,
        report: &PositionReport,
        position: Position,
    ) -> bool {
        let implied = || implied_kn(before?, (report.time, position));
        match report.sog.map(Speed::to_knots).or_else(implied) {
            Some(kn) if kn <= self.params.stop_begin_kn => true,
            Some(kn) if kn >= self.params.stop_end_kn => false,
            _ => self.is_stopped,
        }
    }
}

/// The speed that joins two reports, kn.
fn implied_kn(before: (Timestamp, Position), seen: (Timestamp, Position)) -> Option<f64> {
    let h = seconds(before.0, seen.0) / 3600.0;
    (h > 0.0).then(|| before.1.distance_to(seen.1).to_nautical_miles() / h)
}

impl Open {
    fn extend(&mut self, seen: Seen, is_stopped: bool, params: &PortVisitParams) {
        self.has_stop |= is_stopped || seconds(self.last.time, seen.time) / 3600.0 > params.gap_in_port_h;
        self.last = seen;
        self.reports = self.reports.saturating_add(1);
    }

    fn stay(self, of: &PortStays<'_>, not_after: Option<Timestamp>) -> PortStay {
        let silent = not_after.is_some_and(|t| seconds(self.last.time, t) / 3600.0 > of.params.gap_in_port_h);
        let ends_seen = usize::from(self.not_before.is_some()) + usize::from(not_after.is_some());
        let place = of.sites.name(self.site);
        let keys = [Key::Id(of.track), Key::Text(place), Key::Time(self.first.time)];
        let mut parents = vec![self.first.source.record(RecordKind::PositionReport)];
        if self.reports > 1 {
            parents.push(self.last.source.record(RecordKind::PositionReport));
        }
        PortStay {
            id: RecordId::of(RecordKind::PortStay, &keys),
            mmsi: of.mmsi,
            track: of.track,
            place: place.to_owned(),
            start: self.first.time,
            end: self.last.time,
            not_before: self.not_before,
            not_after,
            confidence: confidence(self.has_stop || silent, ends_seen),
            reports: self.reports,
            parents,
        }
    }
}
