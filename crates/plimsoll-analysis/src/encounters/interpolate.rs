//! Where a ship was between two of her reports.

use crate::chord::Spot;
use plimsoll_model::{Position, PositionReport, Speed};

/// A degree of latitude is at least this long anywhere on WGS 84, m.
const DEGREE_OF_LATITUDE_M: f64 = 110_500.0;
/// A degree of longitude at the equator, m; at latitude `f` one is at least this by `cos f`.
const DEGREE_OF_LONGITUDE_M: f64 = 111_300.0;

/// A place on the straight way between two positions. Its point in space is worked out only where it is asked for: a ship
/// under way is told from a slow one without.
#[derive(Clone, Copy, Debug)]
pub(super) enum Interpolated {
    /// At a share of the way.
    Between(Position, Position, f64),
    /// A point in space.
    At(Spot),
}

impl Interpolated {
    pub(super) fn between(from: Position, to: Position, share: f64) -> Self {
        Self::Between(from, to, share)
    }

    /// The point in space.
    pub(super) fn spot(&self) -> Spot {
        match self {
            Self::Between(from, to, share) => Spot::of(*from).towards(Spot::of(*to), *share),
            Self::At(spot) => *spot,
        }
    }

    /// The straight way to another place, m; or infinity, if it is surely longer than `slow_m`.
    pub(super) fn way_m(&self, other: &Self, slow_m: f64) -> f64 {
        match (self.degrees(), other.degrees()) {
            (Some(a), Some(b)) if least_way_m(a, b) > 1.05 * slow_m + 100.0 => f64::INFINITY,
            _ => self.spot().chord_m(other.spot()),
        }
    }

    /// Latitude and longitude by interpolation of the two, where this is near enough: on a short way far from the poles
    /// and from the 180th meridian.
    fn degrees(&self) -> Option<(f64, f64)> {
        let Self::Between(from, to, share) = self else { return None };
        let (north, east) = (to.lat_deg() - from.lat_deg(), to.lon_deg() - from.lon_deg());
        let is_short = north.abs() < 1.0 && east.abs() < 1.0 && from.lat_deg().abs() < 75.0;
        is_short.then(|| (from.lat_deg() + north * share, from.lon_deg() + east * share))
    }
}

/// A way between two places below 80 degrees of latitude that is surely not longer than the real one, m: `cos x` is never
/// less than `1 - x^2 / 2`.
fn least_way_m(a: (f64, f64), b: (f64, f64)) -> f64 {
    let highest = a.0.abs().max(b.0.abs()).to_radians();
    let least_cosine = (1.0 - highest * highest / 2.0).max(0.0);
    let north_m = (b.0 - a.0) * DEGREE_OF_LATITUDE_M;
    let turn = (b.1 - a.1).abs();
    let east_m = turn.min((360.0 - turn).abs()) * DEGREE_OF_LONGITUDE_M * least_cosine;
    (north_m * north_m + east_m * east_m).sqrt()
}

/// One change of motion between two reports: the ship goes on as the first says, then as the second says.
///
/// `from + v1 * t = to - v2 * (silence - t)` is two equations for one unknown; the time `t` of least squares must lie
/// between the reports, and what is left over must be no more than errors of [`SPEED_ERROR_KN`] make. It is shared out over
/// the two ways by their times.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    from: Spot,
    at: Spot,
    to: Spot,
    at_s: f64,
    silence_s: f64,
}

/// How wrong the velocity of a report may be, kn: speed is sent in steps of 0.1 kn, course in steps of 0.1 degrees, and a
/// ship under way keeps both to about 2 %.
const SPEED_ERROR_KN: f64 = 0.3;

impl Change {
    /// `None` if a report has no speed or course, or one change does not explain the two.
    pub(super) fn of(
        (first, from): (&PositionReport, Position),
        (second, to): (&PositionReport, Position),
        silence_s: f64,
    ) -> Option<Self> {
        let (from, to) = (Spot::of(from), Spot::of(to));
        let middle = from.towards(to, 0.5).to_position()?;
        let (v1, v2) = (velocity(first, middle)?, velocity(second, middle)?);
        let w = v1.plus(v2, -1.0);
        let r = to.plus(from, -1.0).plus(v2, -silence_s);
        let at_s = dot(r, w) / dot(w, w);
        if !(0.0..=silence_s).contains(&at_s) {
            return None;
        }
        let left = r.plus(w, -at_s);
        let error_m = Speed::knots(SPEED_ERROR_KN).to_metres_per_second() * silence_s;
        if dot(left, left).sqrt() > error_m {
            return None;
        }
        let at = from.plus(v1, at_s).plus(left, at_s / silence_s);
        Some(Self { from, at, to, at_s, silence_s })
    }

    /// Where the ship is so many seconds after the first report.
    pub(super) fn at(&self, after_s: f64) -> Interpolated {
        let spot = if after_s < self.at_s {
            self.from.towards(self.at, after_s / self.at_s)
        } else {
            let left_s = (self.silence_s - self.at_s).max(1e-9);
            self.at.towards(self.to, ((after_s - self.at_s) / left_s).clamp(0.0, 1.0))
        };
        Interpolated::At(spot)
    }
}

/// What a report says of the motion of the ship, in space at a place near it, m/s.
fn velocity(report: &PositionReport, at: Position) -> Option<Spot> {
    let (sog, cog) = (report.sog?.to_metres_per_second(), report.cog?.to_degrees().to_radians());
    let (sin_lat, cos_lat) = libm::sincos(at.lat_deg().to_radians());
    let (sin_lon, cos_lon) = libm::sincos(at.lon_deg().to_radians());
    let (sin, cos) = libm::sincos(cog);
    let (north, east) = (sog * cos, sog * sin);
    Some(Spot {
        x: -north * sin_lat * cos_lon - east * sin_lon,
        y: -north * sin_lat * sin_lon + east * cos_lon,
        z: north * cos_lat,
    })
}

fn dot(a: Spot, b: Spot) -> f64 {
    a.x * b.x + a.y * b.y + a.z * b.z
}
