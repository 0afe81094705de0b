//! Where a ship can have been in a gap: three ways that bound what is likely. Where the reception differs between them, the
//! answer is wide.

use super::SilenceParams;
use super::cells::{Cell, hour_of};
use super::listener::{LastMotion, between};
use jiff::Timestamp;
use plimsoll_model::{Gap, Position};

/// Metres a second of a knot.
const KNOT: f64 = 1852.0 / 3600.0;
/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_132.95;

/// A cell for each hour looked at.
pub(super) type Hours = Vec<(Cell, i64)>;

/// The whole hours of a gap that are looked at: all, or so many from either end.
pub(super) fn hours_of(gap: &Gap, params: &SilenceParams) -> Vec<i64> {
    let first = -(-gap.period.start().as_second()).div_euclid(3600);
    let last = hour_of(gap.period.end());
    let most = i64::from(params.most_hours);
    if last - first <= 2 * most {
        return (first..last).collect();
    }
    (first..first + most).chain(last - most..last).collect()
}

/// The ways: straight there; on along her last course for as long as she could and then back; waiting where she was and
/// then straight there. A gap without a whole hour has none.
pub(super) fn ways(gap: &Gap, motion: LastMotion, params: &SilenceParams) -> Vec<Hours> {
    let hours = hours_of(gap, params);
    if hours.is_empty() {
        return Vec::new();
    }
    let on_course = excursion(gap, motion, params);
    let takes: [Box<dyn Fn(Timestamp) -> Position + '_>; 3] = [
        Box::new(|time| between(gap.off_position, gap.on_position, share(gap, time))),
        Box::new(move |time| on_course.map_or(gap.off_position, |way| way.at(time))),
        Box::new(|time| waits(gap, time, params)),
    ];
    let middle = |hour: i64| Timestamp::from_second(hour * 3600 + 1800).unwrap_or(gap.period.start());
    let mut found: Vec<Hours> = takes
        .iter()
        .map(|take| hours.iter().map(|h| (Cell::of(take(middle(*h)), params.cell_deg), *h)).collect())
        .collect();
    found.dedup();
    found
}

/// What share of the gap has passed.
fn share(gap: &Gap, time: Timestamp) -> f64 {
    let whole = gap.period.duration().as_secs_f64().max(1.0);
    (time.duration_since(gap.period.start()).as_secs_f64() / whole).clamp(0.0, 1.0)
}

/// Waiting where she was until she must go.
fn waits(gap: &Gap, time: Timestamp, params: &SilenceParams) -> Position {
    let needed = gap.distance.to_metres() / (params.way_speed_kn * KNOT).max(0.1);
    let left = gap.period.end().duration_since(time).as_secs_f64();
    if left >= needed || needed <= 0.0 {
        return gap.off_position;
    }
    between(gap.off_position, gap.on_position, (1.0 - left / needed).clamp(0.0, 1.0))
}

/// On along her last course, and straight to where she was heard again.
#[derive(Clone, Copy, Debug)]
struct Excursion {
    start: Timestamp,
    end: Timestamp,
    turn: Timestamp,
    from: Position,
    farthest: Position,
    to: Position,
}

impl Excursion {
    fn at(&self, time: Timestamp) -> Position {
        let part = |a: Timestamp, b: Timestamp| {
            (time.duration_since(a).as_secs_f64() / b.duration_since(a).as_secs_f64().max(1.0))
                .clamp(0.0, 1.0)
        };
        if time <= self.turn {
            between(self.from, self.farthest, part(self.start, self.turn))
        } else {
            between(self.farthest, self.to, part(self.turn, self.end))
        }
    }
}

/// `None` if she lay still or sent no course.
fn excursion(gap: &Gap, motion: LastMotion, params: &SilenceParams) -> Option<Excursion> {
    let speed = motion.speed_kn.filter(|kn| *kn >= 1.0)?;
    let course = motion.course_deg?.to_radians();
    let from = gap.off_position;
    let (sin, cos) = libm::sincos(course);
    let narrow = libm::cos(from.lat_deg().to_radians()).max(0.05);
    let away = |seconds: f64| {
        let metres = speed * KNOT * seconds;
        let lat = (from.lat_deg() + metres * cos / DEGREE_M).clamp(-89.9, 89.9);
        let lon = from.lon_deg() + metres * sin / (DEGREE_M * narrow);
        Position::from_lat_lon(lat, (lon + 540.0).rem_euclid(360.0) - 180.0).unwrap_or(from)
    };
    let whole = gap.period.duration().as_secs_f64();
    let is_back = |seconds: f64| {
        let back =
            away(seconds).distance_to(gap.on_position).to_metres() / (params.way_speed_kn * KNOT).max(0.1);
        seconds + back <= whole
    };
    // The latest turn after which she still comes there, to a hundredth of the gap.
    let turn = (1..=100).map(|step| whole * f64::from(step) / 100.0).take_while(|s| is_back(*s)).last()?;
    let turned = gap.period.start().checked_add(jiff::SignedDuration::from_secs_f64(turn)).ok()?;
    Some(Excursion {
        start: gap.period.start(),
        end: gap.period.end(),
        turn: turned,
        from,
        farthest: away(turn),
        to: gap.on_position,
    })
}
