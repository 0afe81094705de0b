//! Where the sun stands, from time and place.
//!
//! J. Meeus, Astronomical Algorithms, 2nd edition, chapter 25 (lower accuracy, 0.01 degrees) with chapters 12, 13 and 22
//! for sidereal time, horizontal coordinates and the obliquity: what the solar calculator of NOAA goes by. Without
//! refraction (0.05 degrees at 20 degrees of elevation, 0.5 at the horizon) and parallax.

use jiff::Timestamp;
use plimsoll_model::{Direction, Position};

/// Seconds between 1970-01-01 and 2000-01-01T12:00:00.
const J2000_S: f64 = 946_728_000.0;
/// UT1 and terrestrial time differ by about 70 s in these decades: 0.0008 degrees of the sun's longitude. Left out.
const DAY_S: f64 = 86_400.0;

/// Apparent right ascension and declination of the sun, degrees, `t` in Julian centuries from J2000.
fn equatorial(t: f64) -> (f64, f64) {
    let sin = |deg: f64| libm::sin(deg.to_radians());
    let cos = |deg: f64| libm::cos(deg.to_radians());
    // (25.2) to (25.4): mean longitude, mean anomaly, equation of the centre.
    let mean_longitude = 280.466_46 + t * (36_000.769_83 + t * 0.000_303_2);
    let anomaly = 357.529_11 + t * (35_999.050_29 - t * 0.000_153_7);
    let centre = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * sin(anomaly)
        + (0.019_993 - t * 0.000_101) * sin(2.0 * anomaly)
        + 0.000_289 * sin(3.0 * anomaly);
    // Nutation and aberration, p. 164.
    let node = 125.04 - 1934.136 * t;
    let longitude = mean_longitude + centre - 0.005_69 - 0.004_78 * sin(node);
    // (22.2) and (25.8).
    let obliquity =
        23.439_291_11 - t * (0.013_004_17 + t * (0.000_000_164 - t * 0.000_000_504)) + 0.002_56 * cos(node);
    let right_ascension = libm::atan2(cos(obliquity) * sin(longitude), cos(longitude)).to_degrees();
    let declination = libm::asin(sin(obliquity) * sin(longitude)).to_degrees();
    (right_ascension, declination)
}

/// The sun at a time, seen from a place. The elevation is that of the sun's centre, below nought at night.
pub fn sun_at(time: Timestamp, place: Position) -> Direction {
    let seconds = time.as_second() as f64 + f64::from(time.subsec_nanosecond()) * 1e-9 - J2000_S;
    let days = seconds / DAY_S;
    let t = days / 36_525.0;
    let (right_ascension, declination) = equatorial(t);
    // (12.4): sidereal time at Greenwich.
    let sidereal = 280.460_618_37 + 360.985_647_366_29 * days + t * t * (0.000_387_933 - t / 38_710_000.0);
    let hour_angle = (sidereal + place.lon_deg() - right_ascension).to_radians();
    let (lat, dec) = (place.lat_deg().to_radians(), declination.to_radians());
    // (13.5) and (13.6), the azimuth from north.
    let elevation =
        libm::asin(libm::sin(lat) * libm::sin(dec) + libm::cos(lat) * libm::cos(dec) * libm::cos(hour_angle));
    let from_south = libm::atan2(
        libm::sin(hour_angle) * libm::cos(dec),
        libm::cos(hour_angle) * libm::sin(lat) * libm::cos(dec) - libm::sin(dec) * libm::cos(lat),
    );
    Direction {
        azimuth_deg: (from_south.to_degrees() + 180.0).rem_euclid(360.0),
        elevation_deg: elevation.to_degrees(),
    }
}

/// Angle between two directions, degrees.
pub fn apart_deg(a: Direction, b: Direction) -> f64 {
    let unit = |d: Direction| {
        let (azimuth, elevation) = (d.azimuth_deg.to_radians(), d.elevation_deg.to_radians());
        let level = libm::cos(elevation);
        [level * libm::sin(azimuth), level * libm::cos(azimuth), libm::sin(elevation)]
    };
    let ([ax, ay, az], [bx, by, bz]) = (unit(a), unit(b));
    let cross = [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
    let length = (cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]).sqrt();
    libm::atan2(length, ax * bx + ay * by + az * bz).to_degrees()
}

/// What a stated sun says of the clock and the place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SunCheck {
    /// Stated and computed are so many degrees apart, within what is allowed.
    Agrees {
        /// Degrees.
        apart_deg: f64,
    },
    /// They are farther apart.
    Disagrees {
        /// Degrees.
        apart_deg: f64,
        /// Added to the stated time, hours, the sun stands where it is stated; `None`: at no hour of the day does it.
        hours: Option<f64>,
    },
}

/// Steps of a quarter of an hour: no time zone differs by less.
const STEPS_AN_HOUR: i32 = 4;
/// Clocks are wrong by up to this: the widest time zones are 14 h and 12 h from Greenwich.
const MOST_HOURS: i32 = 14;

/// Compares a stated sun with the one computed for a time and place.
pub fn check_sun(stated: Direction, time: Timestamp, place: Position, most_apart_deg: f64) -> SunCheck {
    let apart = apart_deg(stated, sun_at(time, place));
    if apart <= most_apart_deg {
        return SunCheck::Agrees { apart_deg: apart };
    }
    let mut best: Option<(f64, f64)> = None;
    for step in -MOST_HOURS * STEPS_AN_HOUR..=MOST_HOURS * STEPS_AN_HOUR {
        let hours = f64::from(step) / f64::from(STEPS_AN_HOUR);
        let shift = jiff::SignedDuration::from_secs(i64::from(step) * 3_600 / i64::from(STEPS_AN_HOUR));
        let Ok(shifted) = time.checked_add(shift) else { continue };
        let apart = apart_deg(stated, sun_at(shifted, place));
        let is_better = best.is_none_or(|(least, at)| {
            apart < least - 1e-9 || (apart < least + 1e-9 && hours.abs() < f64::abs(at))
        });
        if is_better {
            best = Some((apart, hours));
        }
    }
    let hours = best.filter(|(least, _)| *least <= most_apart_deg).map(|(_, hours)| hours);
    SunCheck::Disagrees { apart_deg: apart, hours }
}
