//! All kernels of a bucket in one pass over its reports, in order of radio and time.
//!
//! The pass only hands reports on: a report goes to the tracker of its MMSI, what the tracker places goes to the kernels
//! of its ship. It keeps one radio at a time and a bounded number of its ships; what it finds it adds to its rows.

use crate::draught_changes::{DraughtChangeParams, DraughtChanges};
use crate::encounters::{EncounterParams, SlowPoints};
use crate::gaps::{GapParams, Gaps};
use crate::identity_changes::{IdentityChangeParams, IdentityChanges};
use crate::loitering::{LoiteringParams, Loiterings};
use crate::port_visits::{PortStays, PortVisitParams, Sites};
use crate::reception::Listening;
use crate::tracks::{Placed, TrackParams, TrackRows, Tracker};
use plimsoll_model::{
    DraughtChange, Gap, IdentityChange, Loitering, Mmsi, Noise, Place, PortStay, Position, PositionReport,
    RecordId, Segment, SlowPoint, StaticReport, Track,
};

/// How many ships of one MMSI have kernels at once: more than a tracker keeps live. Beyond it the one heard longest ago
/// is closed.
const MOST_SHIPS: usize = 32;

/// The parameters of all kernels.
#[derive(Clone, Debug, PartialEq)]
pub struct PassParams {
    /// Section `[tracks]`.
    pub tracks: TrackParams,
    /// Section `[gaps]`.
    pub gaps: GapParams,
    /// Section `[port-visits]`.
    pub port_visits: PortVisitParams,
    /// Section `[loitering]`.
    pub loitering: LoiteringParams,
    /// Section `[encounters]`.
    pub encounters: EncounterParams,
    /// Section `[draught-changes]`.
    pub draught_changes: DraughtChangeParams,
    /// Section `[identity-changes]`.
    pub identity_changes: IdentityChangeParams,
}

/// The places of a case, as each kernel sees them.
#[derive(Clone, Debug)]
pub struct PassPlaces<'a> {
    visited: Sites<'a>,
    not_loitered: Sites<'a>,
    not_met: Sites<'a>,
}

impl<'a> PassPlaces<'a> {
    /// Of a case.
    pub fn new(places: &'a [Place], params: &PassParams) -> Self {
        Self {
            visited: Sites::new(places, &params.port_visits),
            not_loitered: params.loitering.ports(places),
            not_met: params.encounters.ports(places),
        }
    }
}

/// What a pass finds, in order of radio; [`PassRows::sort`] puts each in the order of its table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PassRows {
    /// Which ships there are.
    pub tracks: Vec<Track>,
    /// Stretches of them without long silence.
    pub segments: Vec<Segment>,
    /// Reports of no ship.
    pub noise: Vec<Noise>,
    /// Silences.
    pub gaps: Vec<Gap>,
    /// Stays at places.
    pub stays: Vec<PortStay>,
    /// Slow stretches.
    pub loitering: Vec<Loitering>,
    /// Points of slow tracks on the grid of times.
    pub slow_points: Vec<SlowPoint>,
    /// Changes of draught.
    pub draught_changes: Vec<DraughtChange>,
    /// Changes of identity.
    pub identity_changes: Vec<IdentityChange>,
}

impl PassRows {
    /// Puts the rows in order: of radio and time, slow points of time and radio.
    pub fn sort(&mut self) {
        self.tracks.sort_unstable_by_key(|r| (r.mmsi, r.start, r.id));
        self.segments.sort_unstable_by_key(|r| (r.mmsi, r.start, r.id));
        self.noise.sort_unstable_by_key(|r| (r.mmsi, r.time, r.id));
        self.gaps.sort_unstable_by_key(|r| (r.mmsi, r.period, r.id));
        self.stays.sort_unstable_by_key(|r| (r.mmsi, r.start, r.id));
        self.loitering.sort_unstable_by_key(|r| (r.mmsi, r.period, r.id));
        self.slow_points.sort_unstable_by_key(|r| (r.time, r.mmsi, r.track));
        self.draught_changes.sort_unstable_by_key(|r| (r.mmsi, r.after, r.id));
        self.identity_changes
            .sort_by(|a, b| (a.mmsi, a.after, &a.property, a.id).cmp(&(b.mmsi, b.after, &b.property, b.id)));
    }

    fn take(&mut self, rows: TrackRows) {
        self.tracks.extend(rows.tracks);
        self.segments.extend(rows.segments);
        self.noise.extend(rows.noise);
    }
}

/// One pass over a bucket: push its reports in order of radio and time.
pub struct Pass<'a, F> {
    params: &'a PassParams,
    places: &'a PassPlaces<'a>,
    /// The feeds that could hear a radio.
    listening: F,
    radio: Option<Radio<'a>>,
    placed: Vec<Placed>,
    rows: PassRows,
}

impl<'a, F: FnMut(Mmsi) -> Listening<'a>> Pass<'a, F> {
    /// Before the first report. `listening` says which feeds a radio was in.
    pub fn new(params: &'a PassParams, places: &'a PassPlaces<'a>, listening: F) -> Self {
        Self { params, places, listening, radio: None, placed: Vec::new(), rows: PassRows::default() }
    }

    /// Takes the next position report.
    pub fn position(&mut self, report: &PositionReport) {
        self.turn_to(report.mmsi);
        let Some(radio) = &mut self.radio else { return };
        radio.tracker.push(report, &mut self.placed);
        radio.place(&mut self.placed, &mut self.rows);
    }

    /// Takes the next static report. Of one radio and time, position reports come first.
    pub fn statics(&mut self, report: &StaticReport) {
        self.turn_to(report.mmsi);
        let Some(radio) = &mut self.radio else { return };
        radio.tracker.advance_to(report.time, &mut self.placed);
        radio.place(&mut self.placed, &mut self.rows);
        radio.gaps.heard(report.time, report.id);
        radio.draughts.push_static(report, radio.last_position, &mut self.rows.draught_changes);
        radio.identity.push_static(report, &mut self.rows.identity_changes);
    }

    /// After the last report: what was found, in order.
    pub fn finish(mut self) -> PassRows {
        if let Some(radio) = self.radio.take() {
            radio.finish(&mut self.placed, &mut self.rows);
        }
        self.rows.sort();
        self.rows
    }

    fn turn_to(&mut self, mmsi: Mmsi) {
        if self.radio.as_ref().is_some_and(|radio| radio.mmsi == mmsi) {
            return;
        }
        let next = Radio::new(mmsi, self.params, self.places, (self.listening)(mmsi));
        if let Some(radio) = self.radio.replace(next) {
            radio.finish(&mut self.placed, &mut self.rows);
        }
    }
}

/// One radio.
struct Radio<'a> {
    mmsi: Mmsi,
    params: &'a PassParams,
    places: &'a PassPlaces<'a>,
    tracker: Tracker,
    gaps: Gaps<'a>,
    draughts: DraughtChanges,
    identity: IdentityChanges,
    ships: Vec<Ship<'a>>,
    /// The ship of the last report.
    latest: usize,
    last_position: Option<Position>,
    /// Counts placed reports, so that the ship heard longest ago is known.
    clock: u64,
    /// Reports since rows were last taken from the tracker.
    since_rows: u32,
}

/// The kernels of one ship.
struct Ship<'a> {
    track: RecordId,
    stays: PortStays<'a>,
    loiterings: Loiterings<'a>,
    slow: SlowPoints<'a>,
    /// By the clock of the radio.
    heard: u64,
}

/// After so many reports the rows that a tracker has finished are taken from it.
const TAKE_ROWS: u32 = 10_000;

impl<'a> Radio<'a> {
    fn new(mmsi: Mmsi, params: &'a PassParams, places: &'a PassPlaces<'a>, listening: Listening<'a>) -> Self {
        Self {
            mmsi,
            params,
            places,
            tracker: Tracker::new(mmsi, &params.tracks),
            gaps: Gaps::new(&params.gaps, listening),
            draughts: DraughtChanges::new(mmsi, &params.draught_changes),
            identity: IdentityChanges::new(mmsi, &params.identity_changes),
            ships: Vec::new(),
            latest: 0,
            last_position: None,
            clock: 0,
            since_rows: 0,
        }
    }

    /// Hands on what the tracker placed.
    fn place(&mut self, placed: &mut Vec<Placed>, rows: &mut PassRows) {
        for placed in placed.drain(..) {
            self.gaps.push(&placed, &mut rows.gaps);
            if let Placed::Report { track, report } = &placed {
                self.last_position = report.position.or(self.last_position);
                let ship = self.ship(*track, rows);
                ship.stays.push(report, &mut rows.stays);
                ship.loiterings.push(report, &mut rows.loitering);
                ship.slow.push(report, &mut rows.slow_points);
            }
        }
        self.since_rows += 1;
        if self.since_rows >= TAKE_ROWS {
            self.since_rows = 0;
            rows.take(self.tracker.take_rows());
        }
    }

    /// The kernels of a ship, new ones if need be.
    fn ship(&mut self, track: RecordId, rows: &mut PassRows) -> &mut Ship<'a> {
        if self.ships.get(self.latest).is_none_or(|ship| ship.track != track) {
            let known = self.ships.iter().position(|ship| ship.track == track);
            self.latest = known.unwrap_or_else(|| self.begin(track, rows));
        }
        self.clock += 1;
        let ship = &mut self.ships[self.latest];
        ship.heard = self.clock;
        ship
    }

    fn begin(&mut self, track: RecordId, rows: &mut PassRows) -> usize {
        if self.ships.len() >= MOST_SHIPS
            && let Some(stalest) = (0..self.ships.len()).min_by_key(|at| self.ships[*at].heard)
        {
            self.ships.remove(stalest).finish(rows);
        }
        let (params, places) = (self.params, self.places);
        self.ships.push(Ship {
            track,
            stays: PortStays::new(self.mmsi, track, &places.visited, &params.port_visits),
            loiterings: Loiterings::new(self.mmsi, track, &places.not_loitered, &params.loitering),
            slow: SlowPoints::new(self.mmsi, track, &places.not_met, &params.encounters),
            heard: 0,
        });
        self.ships.len() - 1
    }

    fn finish(mut self, placed: &mut Vec<Placed>, rows: &mut PassRows) {
        let tracker = std::mem::replace(&mut self.tracker, Tracker::new(self.mmsi, &self.params.tracks));
        let found = tracker.finish(placed);
        self.place(placed, rows);
        rows.take(found);
        self.draughts.finish(&mut rows.draught_changes);
        self.identity.finish(&mut rows.identity_changes);
        for ship in self.ships {
            ship.finish(rows);
        }
    }
}

impl Ship<'_> {
    fn finish(self, rows: &mut PassRows) {
        self.stays.finish(&mut rows.stays);
        self.loiterings.finish(&mut rows.loitering);
        self.slow.finish(&mut rows.slow_points);
    }
}
