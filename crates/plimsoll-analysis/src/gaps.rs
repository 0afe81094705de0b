//! Gaps: silences of one ship between two of its reports, while somebody listened. A gap is not dark.
//!
//! Method page: `docs/methods/gaps.md`. The threshold is that of Global Fishing Watch's `pipe-gaps`; but the silence is
//! one of a track, not of an MMSI, any message proves that the radio was on, and time in which the feeds gave nothing
//! is taken out.

use crate::reception::Listening;
use crate::tracks::Placed;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Gap, Mmsi, Period, Position, PositionReport, RecordId, RecordKind, Source, Speed};

/// How many tracks of an MMSI are remembered; more than a tracker keeps live.
const MAX_SHIPS: usize = 64;

/// Thresholds of the gaps, section `[gaps]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapParams {
    /// A silence of at least this many hours is a gap, h.
    pub min_duration_h: f64,
    /// A message without position proves nothing if two tracks of the MMSI were heard within this time, h.
    pub shared_window_h: f64,
}

/// Finds the gaps of the ships of one MMSI, in order of time, keeping a few words for each ship.
#[derive(Clone, Debug)]
pub struct Gaps<'a> {
    params: GapParams,
    min_us: i64,
    listening: Listening<'a>,
    ships: Vec<Ship>,
    /// The ship of the latest report.
    latest: usize,
}

/// By what the radio was known to be on.
#[derive(Clone, Copy, Debug)]
enum Proof {
    /// A position report.
    Report(Source),
    /// Any other record.
    Record(RecordId),
}

impl Proof {
    fn id(self) -> RecordId {
        match self {
            Self::Report(source) => source.record(RecordKind::PositionReport),
            Self::Record(id) => id,
        }
    }
}

/// What is kept of a track.
#[derive(Clone, Debug)]
struct Ship {
    track: RecordId,
    mmsi: Mmsi,
    /// The latest position report.
    report: Source,
    reported: Timestamp,
    position: Position,
    /// The latest proof that the radio was on, at or after that report.
    heard: Timestamp,
    proof: Proof,
    /// Silences that a message without position ended, until a position after them is known.
    waiting: Vec<Silence>,
}

/// A silence between two proofs.
#[derive(Clone, Copy, Debug)]
struct Silence {
    period: Period,
    no_data: jiff::SignedDuration,
    off: Proof,
    on: Proof,
    off_position: Position,
}

impl<'a> Gaps<'a> {
    /// Before the first report of an MMSI, which the feeds of `listening` could hear.
    pub fn new(params: &GapParams, listening: Listening<'a>) -> Self {
        let min_us = params.min_duration_h * 3.6e9;
        Self {
            params: params.clone(),
            min_us: if min_us.is_nan() { i64::MAX } else { min_us.ceil() as i64 },
            listening,
            ships: Vec::new(),
            latest: 0,
        }
    }

    /// Takes what a tracker gives; adds the gaps that it ends to `out`.
    pub fn push(&mut self, placed: &Placed, out: &mut Vec<Gap>) {
        match placed {
            Placed::Report { track, report } => self.report(*track, report, out),
            Placed::Contact(report) => self.contact(report.time, Proof::Report(report.source)),
        }
    }

    /// The radio was heard by a message that says nothing of its position, such as a static report. Times must not
    /// go back; whatever the tracker gives for earlier times must have been pushed ([`Tracker::advance_to`]).
    ///
    /// [`Tracker::advance_to`]: crate::tracks::Tracker::advance_to
    pub fn heard(&mut self, time: Timestamp, id: RecordId) {
        self.contact(time, Proof::Record(id));
    }

    fn report(&mut self, track: RecordId, report: &PositionReport, out: &mut Vec<Gap>) {
        let Some(position) = report.position else { return };
        if self.ships.get(self.latest).is_none_or(|ship| ship.track != track) {
            self.latest = self.ship(track, report, position);
        }
        let ship = &mut self.ships[self.latest];
        if !ship.waiting.is_empty() {
            ship.settle(report.time, position, out);
        }
        let is_silence = report.time.as_microsecond() - ship.heard.as_microsecond() >= self.min_us;
        if is_silence
            && let Some(silence) = ship.silence(report.time, Proof::Report(report.source), &self.listening)
            && silence.is_gap(self.min_us)
        {
            out.push(ship.gap(&silence, position));
        }
        ship.take(report, position);
    }

    /// The place of a ship, a new one if need be.
    fn ship(&mut self, track: RecordId, report: &PositionReport, position: Position) -> usize {
        if let Some(at) = self.ships.iter().position(|ship| ship.track == track) {
            return at;
        }
        if self.ships.len() >= MAX_SHIPS {
            let stalest = (0..self.ships.len()).min_by_key(|at| self.ships[*at].heard).unwrap_or(0);
            self.ships.remove(stalest);
        }
        self.ships.push(Ship {
            track,
            mmsi: report.mmsi,
            report: report.source,
            reported: report.time,
            position,
            heard: report.time,
            proof: Proof::Report(report.source),
            waiting: Vec::new(),
        });
        self.ships.len() - 1
    }

    /// A message without position breaks the silence of the one ship that can have sent it.
    fn contact(&mut self, time: Timestamp, proof: Proof) {
        let Some(at) = self.only_ship() else { return };
        let ship = &mut self.ships[at];
        if time <= ship.heard {
            return;
        }
        if time.as_microsecond() - ship.heard.as_microsecond() >= self.min_us
            && let Some(silence) = ship.silence(time, proof, &self.listening)
            && silence.is_gap(self.min_us)
        {
            ship.waiting.push(silence);
        }
        ship.heard = time;
        ship.proof = proof;
    }

    /// The ship heard last, unless another was heard shortly before.
    fn only_ship(&self) -> Option<usize> {
        let last = (0..self.ships.len()).max_by_key(|at| self.ships[*at].reported)?;
        let is_near =
            |ship: &Ship| hours(ship.reported, self.ships[last].reported) <= self.params.shared_window_h;
        let is_shared = self.ships.iter().enumerate().any(|(at, ship)| at != last && is_near(ship));
        (!is_shared).then_some(last)
    }
}

impl Silence {
    fn is_gap(&self, min_us: i64) -> bool {
        let listened = self.period.duration().as_micros() - self.no_data.as_micros();
        listened >= i128::from(min_us)
    }
}

impl Ship {
    /// The silence up to now; `None` if no time passes.
    fn silence(&self, until: Timestamp, on: Proof, listening: &Listening<'_>) -> Option<Silence> {
        let period = Period::new(self.heard, until).ok()?;
        let no_data = listening.no_data(period);
        Some(Silence { period, no_data, off: self.proof, on, off_position: self.position })
    }

    /// A position became known: it is the one after the silences that ended before it, and the one before those that
    /// began after it.
    fn settle(&mut self, time: Timestamp, position: Position, out: &mut Vec<Gap>) {
        for silence in &mut self.waiting {
            if silence.period.start() >= time {
                silence.off_position = position;
            }
        }
        let waiting = std::mem::take(&mut self.waiting);
        for silence in waiting {
            if silence.period.end() <= time {
                out.push(self.gap(&silence, position));
            } else {
                self.waiting.push(silence);
            }
        }
    }

    /// Of several reports at one time the last in the exhibits is kept, whichever comes first.
    fn take(&mut self, report: &PositionReport, position: Position) {
        if (report.time, report.source) < (self.reported, self.report) {
            return;
        }
        self.reported = report.time;
        self.report = report.source;
        self.position = position;
        if report.time >= self.heard {
            self.heard = report.time;
            self.proof = Proof::Report(report.source);
        }
    }

    fn gap(&self, silence: &Silence, on_position: Position) -> Gap {
        let (off, on) = (silence.off_position, on_position);
        let distance = off.distance_to(on);
        let keys = [
            Key::Int(i64::from(self.mmsi.value())),
            Key::Time(silence.period.start()),
            Key::Time(silence.period.end()),
            Key::Int(off.lat_e7()),
            Key::Int(off.lon_e7()),
            Key::Int(on.lat_e7()),
            Key::Int(on.lon_e7()),
        ];
        Gap {
            id: RecordId::of(RecordKind::Gap, &keys),
            mmsi: self.mmsi,
            track: self.track,
            period: silence.period,
            off_position: off,
            on_position: on,
            distance,
            implied_speed: Speed::metres_per_second(
                distance.to_metres() / silence.period.duration().as_secs_f64(),
            ),
            no_data: silence.no_data,
            parents: vec![silence.off.id(), silence.on.id()],
        }
    }
}

/// The gaps of one ship from its position reports, taken for one track, in order of time; nothing is known of the
/// feeds. The order of the reports does not matter.
pub fn gaps(reports: &[PositionReport], params: &GapParams) -> Vec<Gap> {
    let mut sorted: Vec<&PositionReport> = reports.iter().collect();
    sorted.sort_by_key(|r| (r.time, r.source));
    let Some(first) = sorted.first() else { return vec![] };
    let track = RecordId::of(RecordKind::Track, &[Key::Id(first.id())]);
    let mut machine = Gaps::new(params, Listening::unknown());
    let mut found = Vec::new();
    for report in sorted {
        machine.push(&Placed::Report { track, report: *report }, &mut found);
    }
    found
}

/// Hours from one instant to another, negative if it lies before. Within a microsecond over a century.
pub(crate) fn hours(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}
