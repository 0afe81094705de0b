//! Pairs of slow ships that stay together.

use super::EncounterParams;
use crate::chord::Spot;
use crate::gaps::hours;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Encounter, Length, Mmsi, Period, RecordId, RecordKind, SlowPoint, Speed};

/// Finds the encounters from the slow points of all ships in order of time.
///
/// It keeps the points of one time of the grid and a bounded state for each pair that is together. Two tracks of one MMSI
/// are never a pair.
#[derive(Clone, Debug)]
pub struct Encounters {
    params: EncounterParams,
    /// The points of the time at hand.
    now: Vec<Placed>,
    /// The pairs that are together, in order.
    open: Vec<(Pair, Open)>,
}

/// A point came after one that is later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("slow point of {found} given after one of {after}: expected points in order of time")]
pub struct OutOfOrder {
    /// Its time.
    pub found: Timestamp,
    /// The later time.
    pub after: Timestamp,
}

/// Two tracks: radio and track of the one, of the other; the smaller radio first.
type Pair = ((Mmsi, RecordId), (Mmsi, RecordId));

/// A point with its place in space.
#[derive(Clone, Copy, Debug)]
struct Placed {
    cell: u64,
    spot: Spot,
    point: SlowPoint,
}

/// Two ships together at one time.
#[derive(Clone, Copy, Debug)]
struct Meeting {
    time: Timestamp,
    distance_m: f32,
    speeds_kn: [f32; 2],
    middle: Spot,
    parents: [RecordId; 2],
}

/// What is kept of a pair that is together.
#[derive(Clone, Debug)]
struct Open {
    start: Timestamp,
    end: Timestamp,
    times: u32,
    sum: Spot,
    distances_m: Sample,
    speeds_kn: Sample,
    first: [RecordId; 2],
    last: [RecordId; 2],
}

impl Encounters {
    /// Before the first point.
    pub fn new(params: &EncounterParams) -> Self {
        Self { params: params.clone(), now: Vec::new(), open: Vec::new() }
    }

    /// Takes the next point; gives the encounters that are over.
    pub fn push(&mut self, point: SlowPoint, out: &mut Vec<Encounter>) -> Result<(), OutOfOrder> {
        if let Some(before) = self.now.first().map(|p| p.point.time)
            && before != point.time
        {
            if point.time < before {
                return Err(OutOfOrder { found: point.time, after: before });
            }
            self.pair_up(before, out);
        }
        let spot = Spot::of(point.position);
        self.now.push(Placed { cell: cell(spot, self.params.max_distance_m), spot, point });
        Ok(())
    }

    /// Ends the points; gives the encounters that go on at the last.
    pub fn finish(mut self, out: &mut Vec<Encounter>) {
        if let Some(last) = self.now.first().map(|p| p.point.time) {
            self.pair_up(last, out);
        }
        out.extend(self.open.into_iter().filter_map(|(pair, open)| open.encounter(pair, &self.params)));
    }

    /// Takes in the points of one time.
    fn pair_up(&mut self, time: Timestamp, out: &mut Vec<Encounter>) {
        self.now.sort_unstable_by_key(|p| (p.cell, p.point.mmsi, p.point.track));
        let mut meetings = meetings(&self.now, self.params.max_distance_m);
        self.now.clear();
        meetings.sort_unstable_by_key(|(pair, _)| *pair);
        meetings.dedup_by_key(|(pair, _)| *pair);
        let mut meetings = meetings.into_iter().peekable();
        let mut open = Vec::with_capacity(self.open.len());
        for (pair, mut state) in std::mem::take(&mut self.open) {
            while let Some((new, meeting)) = meetings.next_if(|(p, _)| *p < pair) {
                open.push((new, Open::new(meeting)));
            }
            let again = meetings.next_if(|(p, _)| *p == pair).map(|(_, meeting)| meeting);
            if hours(state.end, time) * 60.0 > self.params.max_interruption_min {
                out.extend(state.encounter(pair, &self.params));
                open.extend(again.map(|meeting| (pair, Open::new(meeting))));
                continue;
            }
            if let Some(meeting) = again {
                state.extend(meeting);
            }
            open.push((pair, state));
        }
        open.extend(meetings.map(|(new, meeting)| (new, Open::new(meeting))));
        self.open = open;
    }
}

/// Edge of a cube of the grid in space that is no smaller than a distance, m. Not less than 8 m, so that a coordinate
/// of a cube has 21 bits.
fn edge_m(distance_m: f64) -> f64 {
    distance_m.clamp(8.0, 1e6)
}

/// Rows of cubes after a cube's own, of which those beside it may hold a neighbour: the other half look back.
const ROWS_AHEAD: [(i64, i64); 4] = [(0, 1), (1, -1), (1, 0), (1, 1)];

/// The cube that holds a point: its three coordinates one after the other, so that a row of cubes lies together.
fn cell(spot: Spot, distance_m: f64) -> u64 {
    let edge = edge_m(distance_m);
    let at = |metres: f64| ((metres / edge).floor() as i64 + (1 << 20)) as u64 & 0x1f_ffff;
    at(spot.x) << 42 | at(spot.y) << 21 | at(spot.z)
}

/// All pairs of ships within a distance; the points are sorted by cell.
fn meetings(points: &[Placed], distance_m: f64) -> Vec<(Pair, Meeting)> {
    let mut found = Vec::new();
    let mut begins = [0; ROWS_AHEAD.len()];
    for (i, a) in points.iter().enumerate() {
        // In its own row: those after it in its own cube and in the next.
        for b in points[i + 1..].iter().take_while(|b| b.cell <= a.cell + 1) {
            found.extend(meeting(a, b, distance_m));
        }
        for (begin, (dx, dy)) in begins.iter_mut().zip(ROWS_AHEAD) {
            let row = a.cell as i64 + (dx << 42) + (dy << 21);
            let (from, to) = ((row - 1) as u64, (row + 1) as u64);
            while points.get(*begin).is_some_and(|b| b.cell < from) {
                *begin += 1;
            }
            for b in points[*begin..].iter().take_while(|b| b.cell <= to) {
                found.extend(meeting(a, b, distance_m));
            }
        }
    }
    found
}

/// Two points as a meeting, if they are of two ships and within the distance.
fn meeting(a: &Placed, b: &Placed, distance_m: f64) -> Option<(Pair, Meeting)> {
    let apart_m = a.spot.chord_m(b.spot);
    if apart_m > distance_m || a.point.mmsi == b.point.mmsi {
        return None;
    }
    let (a, b) = if a.point.mmsi < b.point.mmsi { (a, b) } else { (b, a) };
    let meeting = Meeting {
        time: a.point.time,
        distance_m: apart_m as f32,
        speeds_kn: [a.point.speed_kn, b.point.speed_kn],
        middle: a.spot.towards(b.spot, 0.5),
        parents: [a.point.parent, b.point.parent],
    };
    Some((((a.point.mmsi, a.point.track), (b.point.mmsi, b.point.track)), meeting))
}

impl Open {
    fn new(meeting: Meeting) -> Self {
        let mut open = Self {
            start: meeting.time,
            end: meeting.time,
            times: 0,
            sum: Spot::default(),
            distances_m: Sample::default(),
            speeds_kn: Sample::default(),
            first: meeting.parents,
            last: meeting.parents,
        };
        open.extend(meeting);
        open
    }

    fn extend(&mut self, meeting: Meeting) {
        self.end = meeting.time;
        self.last = meeting.parents;
        self.times = self.times.saturating_add(1);
        self.sum = self.sum.plus(meeting.middle, 1.0);
        self.distances_m.add(meeting.distance_m);
        self.speeds_kn.add(meeting.speeds_kn[0].midpoint(meeting.speeds_kn[1]));
    }

    /// The encounter, if it was long and slow enough.
    fn encounter(&self, (a, b): Pair, params: &EncounterParams) -> Option<Encounter> {
        let period = Period::new(self.start, self.end).ok()?;
        let speed_kn = self.speeds_kn.median();
        if hours(self.start, self.end) < params.min_duration_h || speed_kn > params.max_speed_kn {
            return None;
        }
        let mut parents = Vec::with_capacity(4);
        for id in self.first.iter().chain(&self.last) {
            if !parents.contains(id) {
                parents.push(*id);
            }
        }
        let keys = [
            Key::Int(i64::from(a.0.value())),
            Key::Int(i64::from(b.0.value())),
            Key::Id(a.1),
            Key::Id(b.1),
            Key::Time(self.start),
        ];
        Some(Encounter {
            id: RecordId::of(RecordKind::Encounter, &keys),
            mmsi_a: a.0,
            mmsi_b: b.0,
            track_a: a.1,
            track_b: b.1,
            period,
            position: self.sum.to_position()?,
            distance: Length::metres(self.distances_m.median()),
            speed: Speed::knots(speed_kn),
            times: self.times,
            parents,
        })
    }
}

/// Values evenly spread over all given, at most so many: of a long series every second, fourth, eighth one.
#[derive(Clone, Debug, Default)]
struct Sample {
    values: Vec<f32>,
    given: u64,
    /// One in so many is kept, as a power of two.
    stride: u32,
}

/// A week of points ten minutes apart is kept whole.
const MAX_SAMPLE: usize = 1_024;

impl Sample {
    fn add(&mut self, value: f32) {
        if self.given.trailing_zeros() >= self.stride {
            self.values.push(value);
        }
        self.given += 1;
        if self.values.len() >= MAX_SAMPLE {
            let mut place = 0;
            self.values.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.stride += 1;
        }
    }

    /// The median; of an even number the mean of the two in the middle. 0 of none.
    fn median(&self) -> f64 {
        let mut sorted = self.values.clone();
        sorted.sort_unstable_by(f32::total_cmp);
        let half = sorted.len() / 2;
        match (sorted.get(half), sorted.len() % 2) {
            (None, _) => 0.0,
            (Some(middle), 1) => f64::from(*middle),
            (Some(upper), _) => f64::midpoint(f64::from(sorted[half - 1]), f64::from(*upper)),
        }
    }
}
