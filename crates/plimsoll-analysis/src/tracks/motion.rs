//! Distance, discrepancy, and how large a discrepancy may be. Nautical miles, hours and knots inside this module.
//!
//! Distances here are on a sphere of 60 nautical miles a degree: within 0.6 % of the geodesic on WGS 84, far inside
//! the tolerances. Rows that carry a distance compute the geodesic.

use super::TrackParams;
use plimsoll_model::{Position, PositionReport};

/// Metres in a nautical mile.
pub(super) const NM: f64 = 1852.0;

/// Speeds that stand for "not available" in some receivers or formats, kn (gpsdio-segment, `msg_processor.py`; ITU-R
/// M.1371-5: 102.3 in messages 1-3, 63 in message 27).
const SENTINELS_KN: [f64; 3] = [51.2, 63.0, 102.3];

/// What is needed of a report to compare it with another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fix {
    pub(super) lat: f64,
    pub(super) lon: f64,
    /// Microseconds since 1970.
    pub(super) time_us: i64,
    /// Speed over ground, kn; not a number if not known.
    pub(super) speed: f64,
    /// Course over ground, degrees; not a number if not known.
    pub(super) course: f64,
    pub(super) is_coarse: bool,
    pub(super) class: Class,
}

/// The class of a transponder, by its messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    A,
    B,
    Unknown,
}

impl Fix {
    pub(super) fn new(report: &PositionReport, position: Position) -> Self {
        let speed = report.sog.map_or(f64::NAN, plimsoll_model::Speed::to_knots);
        let is_sentinel = SENTINELS_KN.iter().any(|s| (speed - s).abs() < 0.05);
        let course = report.cog.map_or(f64::NAN, plimsoll_model::Angle::to_degrees);
        Self {
            lat: position.lat_deg(),
            lon: position.lon_deg(),
            time_us: report.time.as_microsecond(),
            speed: if is_sentinel || speed < 0.0 || !speed.is_finite() { f64::NAN } else { speed },
            course: if (0.0..360.0).contains(&course) { course } else { f64::NAN },
            is_coarse: report.message_type == Some(27),
            class: match report.message_type {
                Some(1..=3) => Class::A,
                Some(18 | 19) => Class::B,
                _ => Class::Unknown,
            },
        }
    }
}

impl Fix {
    /// The same without what the ship said of her motion.
    pub(super) fn blind(self) -> Self {
        Self { speed: f64::NAN, course: f64::NAN, ..self }
    }

    /// True if the two say the same of their motion, in the steps of the message (0.1 kn, 0.1 degrees).
    pub(super) fn moves_as(&self, other: &Self) -> bool {
        let same = |a: f64, b: f64| (a - b).abs() < 0.05 || a.is_nan() && b.is_nan();
        same(self.speed, other.speed) && same(self.course, other.course)
    }
}

/// Hours from one fix to a later one; never negative.
pub(super) fn hours(from: &Fix, to: &Fix) -> f64 {
    ((to.time_us - from.time_us).max(0)) as f64 * (1.0 / 3.6e9)
}

/// The difference of two longitudes the short way round, degrees.
fn turn(from: f64, to: f64) -> f64 {
    let d = to - from;
    if d > 180.0 {
        d - 360.0
    } else if d < -180.0 {
        d + 360.0
    } else {
        d
    }
}

/// No less than the distance between two fixes, without trigonometry, nm.
pub(super) fn distance_at_most(a: &Fix, b: &Fix) -> f64 {
    let (x, y) = (turn(a.lon, b.lon), b.lat - a.lat);
    60.0 * (x * x + y * y).sqrt()
}

/// The way between two fixes: east and north of it at either end, nm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) distance: f64,
    /// Direction and length at the first fix.
    out: (f64, f64),
    /// Direction and length at the second fix, still going the same way.
    arriving: (f64, f64),
}

/// A plane serves up to a degree and away from the poles (within 0.1 % of the sphere); else the great circle.
pub(super) fn way(a: &Fix, b: &Fix) -> Way {
    let (x, y) = (turn(a.lon, b.lon), b.lat - a.lat);
    if x.abs() < 1.0 && y.abs() < 1.0 && a.lat.abs() < 75.0 {
        let east = 60.0 * x * direction(0.5 * (a.lat + b.lat).abs()).1;
        let out = (east, 60.0 * y);
        return Way { distance: length(out), out, arriving: out };
    }
    let (sin_a, cos_a) = libm::sincos(a.lat.to_radians());
    let (sin_b, cos_b) = libm::sincos(b.lat.to_radians());
    let (sin_x, cos_x) = libm::sincos(x.to_radians());
    let half = |d: f64| libm::sin(0.5 * d.to_radians());
    let square = half(y) * half(y) + cos_a * cos_b * half(x) * half(x);
    let distance = 120.0 * libm::asin(square.min(1.0).sqrt()).to_degrees();
    let out = (sin_x * cos_b, cos_a * sin_b - sin_a * cos_b * cos_x);
    let arriving = (sin_x * cos_a, sin_b * cos_a * cos_x - cos_b * sin_a);
    Way { distance, out: scaled(out, distance), arriving: scaled(arriving, distance) }
}

fn length((x, y): (f64, f64)) -> f64 {
    (x * x + y * y).sqrt()
}

/// The direction with another length; between opposite points any direction serves, and north is taken.
fn scaled(v: (f64, f64), to: f64) -> (f64, f64) {
    let now = length(v);
    if now > 0.0 { (v.0 / now * to, v.1 / now * to) } else { (0.0, to) }
}

/// Sine and cosine of an angle from 0 to 360 degrees, within 1e-6: the first terms of their series on an eighth of a
/// turn. The same on every machine, and several times as fast as exact ones, which nothing here needs.
fn direction(degrees: f64) -> (f64, f64) {
    let quarter = (degrees * (1.0 / 90.0) + 0.5) as i32;
    let x = (degrees - f64::from(quarter) * 90.0).to_radians();
    let q = x * x;
    // Multiplied, not divided: seven divisions in a chain would cost more than the rest of this file.
    let sin = x * (1.0 + q * (-1.0 / 6.0 + q * (1.0 / 120.0 + q * (-1.0 / 5040.0))));
    let cos = 1.0 + q * (-0.5 + q * (1.0 / 24.0 + q * (-1.0 / 720.0 + q * (1.0 / 40_320.0))));
    match quarter & 3 {
        0 => (sin, cos),
        1 => (cos, -sin),
        2 => (-sin, -cos),
        _ => (-cos, sin),
    }
}

/// Reported motion.
enum Motion {
    /// East and north of a course at unit length, and the speed.
    Course((f64, f64), f64),
    /// A speed without course: she may have gone anywhere.
    Anywhere(f64),
    /// No speed.
    Unknown,
}

fn motion(fix: &Fix, params: &TrackParams) -> Motion {
    if fix.speed.is_nan() {
        Motion::Unknown
    } else if !fix.course.is_nan() {
        Motion::Course(direction(fix.course), fix.speed)
    } else if fix.speed <= params.very_slow_kn {
        Motion::Course((0.0, 1.0), 0.0)
    } else {
        Motion::Anywhere(fix.speed)
    }
}

impl Motion {
    /// How far a ship with this motion for `h` hours ends from the end of the way.
    fn missed(&self, way: (f64, f64), distance: f64, h: f64) -> f64 {
        match *self {
            Self::Course(u, v) => length((way.0 - u.0 * v * h, way.1 - u.1 * v * h)),
            Self::Anywhere(v) => (distance - v * h).abs(),
            Self::Unknown => distance,
        }
    }
    /// How far the way leads off this course, if its end lies beside the run of `h` hours.
    fn offset(&self, way: (f64, f64), h: f64) -> f64 {
        match *self {
            Self::Course(u, v) => {
                let along = way.0 * u.0 + way.1 * u.1;
                let beside = (way.0 * u.1 - way.1 * u.0).abs();
                if 0.0 < along && along <= v * h { beside } else { f64::INFINITY }
            }
            Self::Anywhere(_) | Self::Unknown => f64::INFINITY,
        }
    }
}

/// The hours for which dead reckoning is believed: nearly all of a short time, less of a long one.
fn reckoned_hours(h: f64, params: &TrackParams) -> f64 {
    h / (1.0 + (h / params.penalty_h).sqrt())
}

/// The least of three: how far dead reckoning from either report misses the other (mean of both); the distance, times
/// the shape factor (she stayed); how far either lies beside the course of the other, times the shape factor.
pub(super) fn discrepancy(a: &Fix, b: &Fix, way: &Way, params: &TrackParams) -> f64 {
    let h = reckoned_hours(hours(a, b), params);
    let (leaving, arriving) = (motion(a, params), motion(b, params));
    let reckoned = missed(&leaving, &arriving, way, h);
    let stayed = params.shape_factor * way.distance;
    let beside = 0.5 * params.shape_factor * (leaving.offset(way.out, h) + arriving.offset(way.arriving, h));
    reckoned.min(stayed).min(beside)
}

/// How far dead reckoning misses, mean of forwards and backwards.
fn missed(leaving: &Motion, arriving: &Motion, way: &Way, h: f64) -> f64 {
    0.5 * (leaving.missed(way.out, way.distance, h) + arriving.missed(way.arriving, way.distance, h))
}

/// How badly one report continues another, nm: see `docs/methods/tracks.md`, formula 1. `None` if one of them has no
/// position.
pub fn discrepancy_nm(from: &PositionReport, to: &PositionReport, params: &TrackParams) -> Option<f64> {
    let (a, b) = (Fix::new(from, from.position?), Fix::new(to, to.position?));
    Some(discrepancy(&a, &b, &way(&a, &b), params))
}

/// How large a discrepancy may be without surprise, nm, for a longer and a shorter memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tolerance {
    /// If the ship may have done anything since.
    pub(super) loose: f64,
    /// If she is thought to go on as she said.
    pub(super) tight: f64,
    /// What is usual rather than what may be: to tell which of two ships a report is of. Clocks wrong by a minute and
    /// positions wrong by a cable are rare.
    pub(super) usual: f64,
}

/// By how much less a position usually is wrong than it may be without surprise.
pub(super) const USUAL_SHARE: f64 = 0.15;

/// The larger of two speeds as far as known, at most twice the largest allowed, and whether both are known.
fn speeds(a: &Fix, b: &Fix, params: &TrackParams) -> (f64, bool) {
    // `max` of a number and not-a-number is the number.
    let v = a.speed.max(b.speed);
    let v = if v.is_nan() { params.roam_kn } else { v.min(2.0 * params.max_speed_kn) };
    (v, !(a.speed.is_nan() || b.speed.is_nan()))
}

pub(super) fn tolerance(a: &Fix, b: &Fix, params: &TrackParams) -> Tolerance {
    let h = hours(a, b);
    let (v, known) = speeds(a, b, params);
    let coarse = if a.is_coarse || b.is_coarse { params.coarse_slack_m } else { 0.0 };
    let unknown = if known { 0.0 } else { params.roam_kn * h };
    let clock = v * params.clock_tolerance_s * (1.0 / 3600.0);
    let place = (params.slack_m + coarse) * (1.0 / NM);
    let moved = (v * params.turn_share + params.drift_kn) * h + unknown;
    let roamed = params.roam_kn * h * h / (h + params.roam_h);
    let tight = place + clock + moved;
    Tolerance { tight, loose: tight + roamed, usual: USUAL_SHARE * place + moved + roamed }
}

/// True if the report surely is no surprise: by bounds that need no trigonometry. The discrepancy is at most the
/// distance and the way that the faster of the two would make in the time.
fn surely_continues(a: &Fix, b: &Fix, params: &TrackParams) -> bool {
    let h = hours(a, b);
    let (v, _) = speeds(a, b, params);
    let at_least = params.slack_m * (1.0 / NM)
        + v * (params.clock_tolerance_s * (1.0 / 3600.0) + params.turn_share * h)
        + params.drift_kn * h;
    // `max` of a number and not-a-number is the number.
    let reckoned = a.speed.max(b.speed).max(0.0) * h;
    distance_at_most(a, b) + reckoned <= at_least
}

/// True if `b` lies at least as near to `a` as to `other`, by degrees as they are: rough, and enough to tell a track
/// from what lies elsewhere.
pub(super) fn is_nearer(a: &Fix, b: &Fix, other: &Fix) -> bool {
    distance_at_most(a, b) <= distance_at_most(other, b)
}

/// How much the speed between two reports of a ship that turned between them may differ from the one she sent.
const ALIKE: std::ops::RangeInclusive<f64> = 0.75..=1.25;

/// True if a ship can have sailed from one fix to another by way of a third, at the speed that she sent there: she turned
/// round, and her dead reckoning was a surprise only for that.
pub(super) fn is_on_the_way(from: &Fix, by: &Fix, to: &Fix) -> bool {
    let is_alike = |a: &Fix, b: &Fix| {
        let h = hours(a, b);
        h > 0.0 && ALIKE.contains(&(way(a, b).distance / (by.speed * h)))
    };
    by.speed > 1.0 && is_alike(from, by) && is_alike(by, to)
}

/// True if the report is no surprise.
pub(super) fn continues(a: &Fix, b: &Fix, params: &TrackParams) -> bool {
    if surely_continues(a, b, params) {
        return true;
    }
    let (way, allowed) = (way(a, b), tolerance(a, b, params).tight);
    let h = reckoned_hours(hours(a, b), params);
    missed(&motion(a, params), &motion(b, params), &way, h) <= allowed
        || discrepancy(a, b, &way, params) <= allowed
}

/// The largest discrepancy that one hull can have, nm.
pub(super) fn reach(a: &Fix, b: &Fix, params: &TrackParams) -> f64 {
    let h = hours(a, b);
    params.max_speed_kn * (h * h + params.buffer_h * params.buffer_h).sqrt()
}

/// How a report continues a track.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// Discrepancy, nm.
    pub(super) discrepancy: f64,
    /// Distance, nm.
    pub(super) distance: f64,
    /// What may be without surprise.
    pub(super) tolerance: Tolerance,
    /// True if one hull can have made it.
    pub(super) is_possible: bool,
    /// The less, the better: minus the logarithm of a density in the plane with the usual error as its width and long
    /// tails (Student's, one degree of freedom).
    pub(super) cost: f64,
}

impl Fit {
    /// True if the report is no surprise of a ship that may have done anything since.
    pub(super) fn is_loose(&self) -> bool {
        self.discrepancy <= self.tolerance.loose
    }
    /// True if the ship went on as she said.
    pub(super) fn is_tight(&self) -> bool {
        self.discrepancy <= self.tolerance.tight
    }
}

pub(super) fn fit(a: &Fix, b: &Fix, params: &TrackParams) -> Fit {
    let way = way(a, b);
    let discrepancy = discrepancy(a, b, &way, params);
    let tolerance = tolerance(a, b, params);
    let ratio = discrepancy / tolerance.usual;
    let is_mismatch = a.class != b.class && a.class != Class::Unknown && b.class != Class::Unknown;
    let mismatch = if is_mismatch { -libm::log(params.class_mismatch_weight) } else { 0.0 };
    Fit {
        discrepancy,
        distance: way.distance,
        tolerance,
        is_possible: discrepancy <= reach(a, b, params).max(tolerance.loose),
        cost: 1.5 * libm::log(1.0 + ratio * ratio)
            + 2.0 * libm::log(tolerance.usual)
            + mismatch
            + turning_cost(a, b, params),
    }
}

/// What it costs that the ship would have changed her velocity so much in the time: by her whole speed in three
/// minutes, by 2 kn at once. It tells ships apart that pass over one point.
fn turning_cost(a: &Fix, b: &Fix, params: &TrackParams) -> f64 {
    let (Motion::Course(u, v), Motion::Course(w, x)) = (motion(a, params), motion(b, params)) else {
        return 0.0;
    };
    let change = length((u.0 * v - w.0 * x, u.1 * v - w.1 * x));
    let usual = 2.0 + v.max(x) * (hours(a, b) * 20.0).min(1.0);
    libm::log(1.0 + (change / usual) * (change / usual))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_series_agree_with_exact_sine_and_cosine() {
        for step in 0..36_000 {
            let degrees = f64::from(step) / 100.0;
            let (sin, cos) = direction(degrees);
            let (exact_sin, exact_cos) = degrees.to_radians().sin_cos();
            assert!((sin - exact_sin).abs() < 1e-6 && (cos - exact_cos).abs() < 1e-6, "{degrees}");
        }
    }
}
