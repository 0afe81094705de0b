//! Loitering: a ship moves slowly for long, away from ports: adrift, at anchor or waiting.
//!
//! Method page: `docs/methods/loitering.md`. The rule follows Global Fishing Watch's `pipe-loitering`: stretches with a
//! mean speed between positions below a limit, joined over short interruptions.

use crate::chord::Spot;
use crate::elapsed::seconds;
use crate::port_visits::Sites;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Length, Loitering, Mmsi, Period, Place, PositionReport, RecordId, RecordKind, Source, Speed,
};

/// Thresholds of loitering, section `[loitering]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoiteringParams {
    /// A ship whose mean speed over ground is at most this is slow, kn.
    pub max_speed_kn: f64,
    /// Loitering lasts at least this long, h.
    pub min_duration_h: f64,
    /// Speed is read between reports at least this far apart, min.
    pub min_step_min: f64,
    /// Slow stretches are one if the time between them is at most this, and the mean speed of the whole is slow, h.
    pub max_interruption_h: f64,
    /// A silence longer than this ends a stretch, h.
    pub max_silence_h: f64,
    /// Nothing is looked for in the places of the case and this far around them, m.
    pub min_port_distance_m: f64,
}

impl LoiteringParams {
    /// The places of a case with the distance around them in which a ship does not loiter.
    pub fn ports<'a>(&self, places: &'a [Place]) -> Sites<'a> {
        Sites::with_margin(places, Length::metres(self.min_port_distance_m))
    }
}

/// Finds the loitering of one track from its position reports in order of time, with bounded state.
///
/// The track is cut into steps of at least `min_step_min`; the speed of a step is that between its ends. A step
/// between two reports that both say more is not slow: the ship went somewhere and came back. A report not later than the
/// one before is passed over.
#[derive(Clone, Debug)]
pub struct Loiterings<'a> {
    mmsi: Mmsi,
    track: RecordId,
    params: &'a LoiteringParams,
    ports: &'a Sites<'a>,
    /// Where the step at hand begins; `None` before the first report and in port.
    from: Option<Mark>,
    /// The time of the last report.
    last: Option<Timestamp>,
    /// Reports in the step at hand, its first left out.
    reports: u32,
    slow: Option<Stretch>,
    /// What came after the slow stretch, not slow, and may be an interruption of it.
    fast: Stretch,
}

/// An end of a step.
#[derive(Clone, Copy, Debug)]
struct Mark {
    source: Source,
    time: Timestamp,
    spot: Spot,
    is_fast: bool,
}

/// Some steps on end.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    first: Option<Mark>,
    last: Option<Mark>,
    seconds: f64,
    way_m: f64,
    /// Sum of the middles of the steps, each by its seconds.
    middle: Spot,
    reports: u32,
}

impl<'a> Loiterings<'a> {
    /// Before the first report of a track. `ports` are those of [`LoiteringParams::ports`].
    pub fn new(mmsi: Mmsi, track: RecordId, ports: &'a Sites<'a>, params: &'a LoiteringParams) -> Self {
        let fast = Stretch::default();
        Self { mmsi, track, params, ports, from: None, last: None, reports: 0, slow: None, fast }
    }

    /// Takes the next report; gives the loitering that is over.
    pub fn push(&mut self, report: &PositionReport, out: &mut Vec<Loitering>) {
        let Some(position) = report.position else { return };
        let before = match self.last {
            Some(last) if report.time <= last => return,
            last => last,
        };
        self.last = Some(report.time);
        if self.from.is_some()
            && before.is_some_and(|t| seconds(t, report.time) > self.params.max_silence_h * 3600.0)
        {
            self.from = None;
            self.end(out);
        }
        self.reports += 1;
        if self.from.is_some_and(|from| seconds(from.time, report.time) < self.params.min_step_min * 60.0) {
            return;
        }
        if self.ports.holds(position) {
            self.from = None;
            return self.end(out);
        }
        let is_fast = report.sog.is_some_and(|sog| sog.to_knots() > self.params.max_speed_kn);
        let to = Mark { source: report.source, time: report.time, spot: Spot::of(position), is_fast };
        if let Some(from) = self.from.replace(to) {
            self.step(from, to, out);
        }
        self.reports = 0;
    }

    /// Ends the track.
    pub fn finish(mut self, out: &mut Vec<Loitering>) {
        self.end(out);
    }

    /// Takes the next step.
    fn step(&mut self, from: Mark, to: Mark, out: &mut Vec<Loitering>) {
        let step = Stretch::step(from, to, self.reports);
        let is_slow = step.speed_kn() <= self.params.max_speed_kn && !(from.is_fast && to.is_fast);
        match (&mut self.slow, is_slow) {
            (None, false) => {}
            (None, true) => self.slow = Some(step),
            (Some(_), false) => {
                self.fast = self.fast.and(step);
                if self.fast.seconds > self.params.max_interruption_h * 3600.0 {
                    self.end(out);
                }
            }
            (Some(slow), true) => {
                let whole = slow.and(self.fast).and(step);
                if whole.speed_kn() <= self.params.max_speed_kn {
                    self.slow = Some(whole);
                    self.fast = Stretch::default();
                } else {
                    self.end(out);
                    self.slow = Some(step);
                }
            }
        }
    }

    /// Ends the slow stretch.
    fn end(&mut self, out: &mut Vec<Loitering>) {
        self.fast = Stretch::default();
        out.extend(self.slow.take().and_then(|slow| self.loitering(slow)));
    }

    fn loitering(&self, slow: Stretch) -> Option<Loitering> {
        let (first, last) = (slow.first?, slow.last?);
        if slow.seconds < self.params.min_duration_h * 3600.0 {
            return None;
        }
        Some(Loitering {
            id: RecordId::of(RecordKind::Loitering, &[Key::Id(self.track), Key::Time(first.time)]),
            mmsi: self.mmsi,
            track: self.track,
            period: Period::new(first.time, last.time).ok()?,
            position: slow.middle.to_position()?,
            distance: Length::metres(slow.way_m),
            speed: Speed::knots(slow.speed_kn()),
            reports: slow.reports.saturating_add(1),
            parents: [first, last].map(|mark| mark.source.record(RecordKind::PositionReport)).to_vec(),
        })
    }
}

impl Stretch {
    /// One step with so many reports after its first.
    fn step(from: Mark, to: Mark, reports: u32) -> Self {
        let seconds = seconds(from.time, to.time);
        Self {
            first: Some(from),
            last: Some(to),
            seconds,
            way_m: from.spot.chord_m(to.spot),
            middle: Spot::default().plus(from.spot.towards(to.spot, 0.5), seconds),
            reports,
        }
    }

    /// This and what comes after it.
    fn and(self, next: Self) -> Self {
        Self {
            first: self.first.or(next.first),
            last: next.last.or(self.last),
            seconds: self.seconds + next.seconds,
            way_m: self.way_m + next.way_m,
            middle: self.middle.plus(next.middle, 1.0),
            reports: self.reports.saturating_add(next.reports),
        }
    }

    fn speed_kn(self) -> f64 {
        Speed::metres_per_second(self.way_m / self.seconds).to_knots()
    }
}
