//! The rows, in order of time.

use super::fleet::Particulars;
use super::itinerary::{Doing, Waypoint};
use super::plan::{HullPlan, Odd, Plan, ROWS_PER_DUPLICATE};
use super::plane::{Point, metres_per_degree};
use super::schedule::unit;
use super::{ArchiveParams, Ms, whole_second};
use crate::random::Random;
use jiff::Timestamp;
use plimsoll_model::{Mmsi, Position};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

/// Noise of a position: standard deviation in each direction, m, and how long an error lasts, s.
const NOISE_M: f64 = 4.0;
const NOISE_SECONDS: f64 = 300.0;
/// Static messages are about this far apart.
const STATIC_INTERVAL: f64 = 30.0 * 60_000.0;
/// Base stations report this often.
const STATION_INTERVAL: Ms = 120_000;

/// Something sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// When, a whole second.
    pub time: Timestamp,
    /// What.
    pub body: Body,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A position report of a ship.
    Position(PositionRow),
    /// What a ship says of itself. Tables have no such row: they repeat this in each position row.
    Static(Arc<Particulars>),
    /// A report of a base station.
    Station(StationRow),
}

/// A position report.
#[derive(Clone, Debug, PartialEq)]
pub struct PositionRow {
    /// Number of the hull: two may have one MMSI.
    pub hull: u32,
    /// What the ship says of itself.
    pub particulars: Arc<Particulars>,
    /// Where the report puts it; `None`: not available, latitude 91, longitude 181.
    pub position: Option<Position>,
    /// Speed over ground, kn.
    pub sog_kn: f64,
    /// Course over ground, degrees true.
    pub cog_deg: f64,
    /// Heading, whole degrees true; class A only.
    pub heading_deg: Option<u32>,
    /// Navigational status: 0 under way, 5 moored.
    pub navigational_status: u32,
    /// What was planted in this row.
    pub planted: Planted,
}

/// What was planted in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// Nothing.
    Nothing,
    /// It is thrown far away.
    Spike,
    /// It has no position.
    NoPosition,
    /// It repeats the row before.
    Duplicate,
}

/// A report of a base station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationRow {
    /// Its number.
    pub mmsi: Mmsi,
    /// Where its mast stands.
    pub position: Position,
}

/// The rows of an archive. Memory: some numbers a hull and a waypoint, whatever the number of rows.
#[derive(Debug)]
pub struct Rows {
    start: Timestamp,
    length: Ms,
    outages: Vec<(Ms, Ms)>,
    sources: Vec<Source>,
    /// The next row of each source; the first in time on top.
    next: BinaryHeap<Reverse<(Ms, usize)>>,
    pending: VecDeque<Row>,
}

/// A ship or a station.
#[derive(Debug)]
enum Source {
    Hull(Box<HullState>),
    Station(StationRow),
}

/// A hull, and how far its rows have come.
#[derive(Debug)]
struct HullState {
    number: u32,
    plan: HullPlan,
    random: Random,
    k: i64,
    leg: usize,
    said: usize,
    odd: usize,
    noise: Option<(Ms, f64, f64)>,
    statics_every: i64,
    rest_heading_deg: f64,
}

impl Rows {
    pub(super) fn new(plan: Plan, params: &ArchiveParams) -> Self {
        let stations = plan.stations();
        let mut rows = Self {
            start: params.start,
            length: plan.sea.length,
            outages: plan.sea.outages,
            sources: Vec::with_capacity(plan.hulls.len() + stations.len()),
            next: BinaryHeap::new(),
            pending: VecDeque::new(),
        };
        for (number, hull) in (0..).zip(plan.hulls) {
            let mut state = HullState::new(number, hull, params.seed);
            rows.next.extend(state.first().map(|time| Reverse((time, number as usize))));
            rows.sources.push(Source::Hull(Box::new(state)));
        }
        for (number, station) in (1..).zip(stations) {
            let phase = STATION_INTERVAL / 10 * number;
            rows.next.push(Reverse((phase, rows.sources.len())));
            rows.sources.push(Source::Station(station));
        }
        rows
    }

    /// Takes the next row or rows of a source, and gives when it has more.
    fn advance(&mut self, time: Ms, source: usize) -> Option<Ms> {
        let second = whole_second(self.start, time);
        match &mut self.sources[source] {
            Source::Hull(hull) => {
                hull.report(second, time, &mut self.pending);
                hull.next()
            }
            Source::Station(station) => {
                if !self.outages.iter().any(|o| o.0 <= time && time < o.1) {
                    self.pending.push_back(Row { time: second, body: Body::Station(*station) });
                }
                Some(time + STATION_INTERVAL).filter(|next| *next < self.length)
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some(row) = self.pending.pop_front() {
                return Some(row);
            }
            let &Reverse((time, source)) = self.next.peek()?;
            let after = self.advance(time, source);
            let mut top = self.next.peek_mut()?;
            match after {
                Some(next) => *top = Reverse((next, source)),
                None => {
                    std::collections::binary_heap::PeekMut::pop(top);
                }
            }
        }
    }
}

impl HullState {
    fn new(number: u32, plan: HullPlan, seed: u64) -> Self {
        let mut random = Random::new(seed, super::plan::noise_stream(number));
        let statics_every = ((STATIC_INTERVAL / plan.schedule.interval).ceil() as i64).max(1);
        let rest_heading_deg = random.between(0.0, 360.0);
        Self {
            number,
            plan,
            random,
            k: 0,
            leg: 0,
            said: 0,
            odd: 0,
            noise: None,
            statics_every,
            rest_heading_deg,
        }
    }

    /// When the first report that is heard is sent.
    fn first(&mut self) -> Option<Ms> {
        self.k = self.plan.schedule.first_from(0) - 1;
        self.next()
    }

    /// When the next report that is heard is sent.
    fn next(&mut self) -> Option<Ms> {
        self.k += 1;
        while let Some(end) = self.plan.schedule.silent_until(self.plan.schedule.time(self.k)) {
            self.k = self.plan.schedule.first_from(end);
        }
        let time = self.plan.schedule.time(self.k);
        self.plan.schedule.is_heard(self.k).then_some(time)
    }

    /// The rows of report `k`: its position, perhaps twice, and now and then what the ship says of itself.
    fn report(&mut self, time: Timestamp, ms: Ms, rows: &mut VecDeque<Row>) {
        let said = &self.plan.particulars;
        while said.get(self.said + 1).is_some_and(|next| next.0 <= ms) {
            self.said += 1;
        }
        let particulars = Arc::clone(&said[self.said].1);
        let row = self.position(Arc::clone(&particulars), ms / 1000 * 1000);
        let is_doubled =
            row.planted == Planted::Nothing && self.chance(0xD0) < 1.0 / (1.0 + ROWS_PER_DUPLICATE);
        rows.push_back(Row { time, body: Body::Position(row.clone()) });
        if is_doubled {
            let again = PositionRow { planted: Planted::Duplicate, ..row };
            rows.push_back(Row { time, body: Body::Position(again) });
        }
        if self.k % self.statics_every == 0 {
            rows.push_back(Row { time, body: Body::Static(particulars) });
        }
    }

    fn chance(&self, salt: u64) -> f64 {
        unit(u64::from(self.number) << 8 | salt, self.k.cast_unsigned())
    }

    fn position(&mut self, particulars: Arc<Particulars>, ms: Ms) -> PositionRow {
        let way = &self.plan.way;
        while way.get(self.leg + 1).is_some_and(|next| next.time <= ms) {
            self.leg += 1;
        }
        let here = Step::new(way, self.leg, ms);
        let (east, north) = self.noise(ms);
        let mut at = here.at.moved(east, north);
        let odd = self.plan.odd.get(self.odd).filter(|(k, _)| *k == self.k).map(|(_, odd)| *odd);
        self.odd += usize::from(odd.is_some());
        if let Some(Odd::Thrown(metres, bearing)) = odd {
            at = at.towards(bearing, metres);
        }
        let is_moored = matches!(here.doing, Doing::Moored(_));
        let is_sailing = here.doing == Doing::Sailing;
        let sog_kn = if is_moored {
            self.random.between(0.0, 0.2)
        } else {
            (here.knots + 0.05 * self.random.normal()).max(0.0)
        };
        let cog_deg = if is_moored { self.random.between(0.0, 360.0) } else { here.course_deg };
        let heading_deg = if is_sailing { here.course_deg } else { self.rest_heading_deg };
        PositionRow {
            hull: self.number,
            position: (odd != Some(Odd::NoPosition)).then(|| at.position()),
            sog_kn,
            cog_deg,
            heading_deg: particulars.kind.is_class_a().then(|| heading_deg.round() as u32 % 360),
            particulars,
            navigational_status: if is_moored { 5 } else { 0 },
            planted: match odd {
                None => Planted::Nothing,
                Some(Odd::NoPosition) => Planted::NoPosition,
                Some(Odd::Thrown(..)) => Planted::Spike,
            },
        }
    }

    /// An error that fades over some minutes, m east and north.
    fn noise(&mut self, ms: Ms) -> (f64, f64) {
        let (east, north) = (self.random.normal(), self.random.normal());
        let (last, old_east, old_north) = self.noise.unwrap_or((ms, east, north));
        let kept = (-((ms - last) as f64) / 1000.0 / NOISE_SECONDS).exp();
        let fresh = (1.0 - kept * kept).max(0.0).sqrt();
        let now = (kept * old_east + fresh * east, kept * old_north + fresh * north);
        self.noise = Some((ms, now.0, now.1));
        (now.0 * NOISE_M, now.1 * NOISE_M)
    }
}

/// Where a hull truly is and how it moves.
struct Step {
    at: Point,
    doing: Doing,
    knots: f64,
    course_deg: f64,
}

impl Step {
    fn new(way: &[Waypoint], leg: usize, ms: Ms) -> Self {
        let from = way[leg];
        let rest = Self { at: from.at, doing: from.then, knots: 0.0, course_deg: 0.0 };
        let Some(to) = way.get(leg + 1).filter(|_| !matches!(from.then, Doing::Moored(_))) else {
            return rest;
        };
        let duration = (to.time - from.time) as f64;
        let at = from.at.between(to.at, (ms - from.time) as f64 / duration);
        let scale = metres_per_degree(at.lat_deg);
        let east = (to.at.lon_deg - from.at.lon_deg) * scale.east;
        let north = (to.at.lat_deg - from.at.lat_deg) * scale.north;
        let knots = east.hypot(north) / (duration / 1000.0) * 3600.0 / 1852.0;
        Self { at, doing: from.then, knots, course_deg: east.atan2(north).to_degrees().rem_euclid(360.0) }
    }
}
