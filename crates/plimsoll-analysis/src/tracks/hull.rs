//! A live track: the reports of one ship, as far as they have come.

use super::motion::{Fit, Fix, continues, fit, hours};
use super::{Placed, TrackParams, TrackRows};
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Position, PositionReport, RecordId, RecordKind, Segment, Source, Track};

/// A live track.
#[derive(Clone, Debug)]
pub(super) struct Hull {
    id: RecordId,
    /// The latest report.
    pub(super) fix: Fix,
    last: PositionReport,
    last_position: Position,
    first: Source,
    pub(super) start: Timestamp,
    reports: u32,
    segments: u32,
    pub(super) is_shared: bool,
    /// True if she was found to go much faster than she says: then her speeds and courses count for nothing.
    is_misreporting: bool,
    segment: Open,
}

/// The segment that is not over yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    first: Source,
    start: Timestamp,
    position: Position,
    reports: u32,
}

impl Open {
    fn new(report: &PositionReport, position: Position) -> Self {
        Self { first: report.source, start: report.time, position, reports: 1 }
    }
}

/// First and last report, once if they are one.
fn ends(first: Source, last: Source) -> Vec<RecordId> {
    let of = |source: Source| source.record(RecordKind::PositionReport);
    if first == last { vec![of(first)] } else { vec![of(first), of(last)] }
}

impl Hull {
    /// A track that begins with this report; its identifier is made of that report's.
    pub(super) fn new(report: &PositionReport, position: Position, out: &mut Vec<Placed>) -> Self {
        let id = RecordId::of(RecordKind::Track, &[Key::Id(report.id())]);
        out.push(Placed::Report { track: id, report: *report });
        Self {
            id,
            fix: Fix::new(report, position),
            last: *report,
            last_position: position,
            first: report.source,
            start: report.time,
            reports: 1,
            segments: 0,
            is_shared: false,
            is_misreporting: false,
            segment: Open::new(report, position),
        }
    }

    /// Time of the latest report.
    pub(super) fn end(&self) -> Timestamp {
        self.last.time
    }

    /// True if the report is no surprise here.
    pub(super) fn continues(&self, next: &Fix, params: &TrackParams) -> bool {
        if self.is_misreporting {
            continues(&self.fix.blind(), &next.blind(), params)
        } else {
            continues(&self.fix, next, params)
        }
    }

    /// How the report continues the track.
    pub(super) fn fit(&self, next: &Fix, params: &TrackParams) -> Fit {
        if self.is_misreporting {
            fit(&self.fix.blind(), &next.blind(), params)
        } else {
            fit(&self.fix, next, params)
        }
    }

    /// Judges what she says of her speed by a way that she surely made, from an earlier report to her latest.
    pub(super) fn judge_speeds(&mut self, from: &Fix, params: &TrackParams) {
        let way = fit(from, &self.fix, params);
        let said = from.speed.max(self.fix.speed).max(0.0) * hours(from, &self.fix);
        self.is_misreporting = way.distance > 2.0 * said + way.tolerance.tight;
    }

    /// Takes the next report.
    pub(super) fn take(
        &mut self,
        report: &PositionReport,
        position: Position,
        fix: &Fix,
        max_silence_us: i64,
        rows: &mut TrackRows,
        out: &mut Vec<Placed>,
    ) {
        if fix.time_us - self.fix.time_us > max_silence_us {
            self.end_segment(rows);
            self.segment = Open::new(report, position);
        } else {
            self.segment.reports = self.segment.reports.saturating_add(1);
        }
        self.reports = self.reports.saturating_add(1);
        self.fix = *fix;
        self.last = *report;
        self.last_position = position;
        out.push(Placed::Report { track: self.id, report: *report });
    }

    fn end_segment(&mut self, rows: &mut TrackRows) {
        self.segments = self.segments.saturating_add(1);
        let first = self.segment.first.record(RecordKind::PositionReport);
        rows.segments.push(Segment {
            id: RecordId::of(RecordKind::Segment, &[Key::Id(first)]),
            track: self.id,
            mmsi: self.last.mmsi,
            start: self.segment.start,
            end: self.last.time,
            first: self.segment.position,
            last: self.last_position,
            reports: self.segment.reports,
            parents: ends(self.segment.first, self.last.source),
        });
    }

    /// Gives its rows.
    pub(super) fn close(mut self, rows: &mut TrackRows) {
        self.end_segment(rows);
        rows.tracks.push(Track {
            id: self.id,
            mmsi: self.last.mmsi,
            start: self.start,
            end: self.last.time,
            reports: self.reports,
            segments: self.segments,
            is_shared: self.is_shared,
            parents: ends(self.first, self.last.source),
        });
    }
}
