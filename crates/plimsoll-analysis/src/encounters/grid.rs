//! Where a slow ship was at the times of the grid.

use super::EncounterParams;
use super::interpolate::{Change, Interpolated};
use crate::elapsed::seconds;
use crate::port_visits::Sites;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Mmsi, Position, PositionReport, RecordId, RecordKind, SlowPoint, Source, Speed};

/// A week: more between two reports is never filled, so that a pair of reports gives a bounded number of points.
const MAX_INTERPOLATION_S: f64 = 604_800.0;

/// Brings one track to the grid where it is slow and away from ports, from its position reports in order of time.
///
/// Between two reports the ship is taken to go straight and steadily; if one of them says that she goes fast and the other
/// that she does not, to change her motion once, where the two ways meet (`Change`). Her speed at a time of the grid
/// is the lesser of those to the times before and after, so that the whole of a stay is slow, up to its ends. Where both
/// reports around say that she goes fast, she is not slow, however near to each other they lie: she went somewhere and
/// came back. A report not later than the one before is passed over.
#[derive(Clone, Debug)]
pub struct SlowPoints<'a> {
    mmsi: Mmsi,
    track: RecordId,
    params: &'a EncounterParams,
    ports: &'a Sites<'a>,
    grid_s: i64,
    last: Option<PositionReport>,
    /// The next time of the grid after the last report.
    next_s: i64,
    /// The point at the time of the grid before, while the speed onward is not known.
    waiting: Option<Waiting>,
    /// The identifier made last: a ship that reports seldom has many points next to one report.
    parent: Option<(Source, RecordId)>,
}

/// A point whose speed onward is not known yet.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    time_s: i64,
    place: Interpolated,
    speed_before_kn: f64,
    is_contradicted: bool,
    parent: Source,
}

impl<'a> SlowPoints<'a> {
    /// Before the first report of a track. `ports` are those of [`EncounterParams::ports`].
    pub fn new(mmsi: Mmsi, track: RecordId, ports: &'a Sites<'a>, params: &'a EncounterParams) -> Self {
        let grid_s = params.grid_s();
        Self { mmsi, track, params, ports, grid_s, last: None, next_s: 0, waiting: None, parent: None }
    }

    /// Takes the next report; gives the points that it settles.
    pub fn push(&mut self, report: &PositionReport, out: &mut Vec<SlowPoint>) {
        let Some(position) = report.position else { return };
        let Some((last, from)) = self.last.and_then(|last| Some((last, last.position?))) else {
            return self.begin(report, out);
        };
        if report.time <= last.time {
            return;
        }
        let second = report.time.as_second();
        if second < self.next_s {
            self.last = Some(*report);
            return;
        }
        let silence_s = seconds(last.time, report.time);
        if silence_s > (self.params.max_interpolation_h * 3600.0).min(MAX_INTERPOLATION_S) {
            return self.begin(report, out);
        }
        if self.ports.holds(position) && self.ports.holds(from) {
            // In port all the way: nothing to look for.
            return self.skip(report, out);
        }
        self.fill((&last, from), (report, position), silence_s, out);
        self.last = Some(*report);
    }

    /// Ends the track.
    pub fn finish(mut self, out: &mut Vec<SlowPoint>) {
        self.settle(f64::INFINITY, out);
    }

    /// Begins anew: nothing joins this report to those before.
    fn begin(&mut self, report: &PositionReport, out: &mut Vec<SlowPoint>) {
        self.skip(report, out);
        let is_on_grid =
            report.time.as_second() + self.grid_s == self.next_s && report.time.subsec_nanosecond() == 0;
        let Some(position) = report.position.filter(|_| is_on_grid) else { return };
        self.waiting = Some(Waiting {
            time_s: report.time.as_second(),
            place: Interpolated::between(position, position, 0.0),
            speed_before_kn: f64::INFINITY,
            is_contradicted: self.is_fast(report),
            parent: report.source,
        });
    }

    /// Goes on to the first time of the grid after a report without a point.
    fn skip(&mut self, report: &PositionReport, out: &mut Vec<SlowPoint>) {
        self.settle(f64::INFINITY, out);
        self.next_s = (report.time.as_second().div_euclid(self.grid_s) + 1) * self.grid_s;
        self.last = Some(*report);
    }

    /// Adds the points between two reports.
    fn fill(
        &mut self,
        (last, from): (&PositionReport, Position),
        (report, to): (&PositionReport, Position),
        silence_s: f64,
        out: &mut Vec<SlowPoint>,
    ) {
        let (was_fast, is_fast) = (self.is_fast(last), self.is_fast(report));
        let change =
            if was_fast == is_fast { None } else { Change::of((last, from), (report, to), silence_s) };
        while self.next_s <= report.time.as_second() {
            let after_s = (self.next_s - last.time.as_second()) as f64
                - f64::from(last.time.subsec_nanosecond()) * 1e-9;
            let place = match &change {
                Some(change) => change.at(after_s),
                None => Interpolated::between(from, to, (after_s / silence_s).clamp(0.0, 1.0)),
            };
            let near = if after_s * 2.0 <= silence_s { last } else { report };
            let point = Waiting {
                time_s: self.next_s,
                place,
                speed_before_kn: f64::INFINITY,
                is_contradicted: was_fast && is_fast,
                parent: near.source,
            };
            self.add(point, out);
            self.next_s += self.grid_s;
        }
    }

    /// Adds the next point, which settles the one before.
    fn add(&mut self, mut point: Waiting, out: &mut Vec<SlowPoint>) {
        if let Some(before) = &self.waiting {
            let s = (point.time_s - before.time_s) as f64;
            let slow_m = Speed::knots(self.params.max_point_speed_kn).to_metres_per_second() * s;
            let way_m = before.place.way_m(&point.place, slow_m);
            point.speed_before_kn = Speed::metres_per_second(way_m / s).to_knots();
        }
        self.settle(point.speed_before_kn, out);
        self.waiting = Some(point);
    }

    /// Gives the point that waits, if it is slow and away from ports.
    fn settle(&mut self, speed_after_kn: f64, out: &mut Vec<SlowPoint>) {
        let Some(point) = self.waiting.take() else { return };
        let speed_kn = point.speed_before_kn.min(speed_after_kn);
        let is_slow = speed_kn <= self.params.max_point_speed_kn && speed_kn.is_finite();
        if !is_slow || point.is_contradicted {
            return;
        }
        let (Some(position), Ok(time)) =
            (point.place.spot().to_position(), Timestamp::from_second(point.time_s))
        else {
            return;
        };
        if self.ports.holds(position) {
            return;
        }
        out.push(SlowPoint {
            id: RecordId::of(RecordKind::SlowPoint, &[Key::Id(self.track), Key::Time(time)]),
            mmsi: self.mmsi,
            track: self.track,
            time,
            position,
            speed_kn: speed_kn as f32,
            parent: self.record(point.parent),
        });
    }

    fn record(&mut self, source: Source) -> RecordId {
        match self.parent {
            Some((of, id)) if of == source => id,
            _ => {
                let id = source.record(RecordKind::PositionReport);
                self.parent = Some((source, id));
                id
            }
        }
    }

    /// True if a report says that the ship goes faster than a slow one.
    fn is_fast(&self, report: &PositionReport) -> bool {
        report.sog.is_some_and(|sog| sog.to_knots() > self.params.max_point_speed_kn)
    }
}
