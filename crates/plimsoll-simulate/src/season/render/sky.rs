//! Where the sun stands, and cloud.

use super::noise::Octaves;
use jiff::Timestamp;
use plimsoll_model::Direction;

/// The sun over a place: mean longitude, equation of centre, obliquity and sidereal time of the low-precision formulas of the
/// Astronomical Almanac (good to .01 degrees from 1950 to 2050); no refraction.
pub(super) fn sun_over(time: Timestamp, lat_deg: f64, lon_deg: f64) -> Direction {
    // Days from noon of 1 January 2000.
    let days = (time.as_second() as f64 - 946_728_000.0) / 86_400.0;
    let mean_longitude = 280.460 + 0.985_647_4 * days;
    let anomaly = (357.528 + 0.985_600_3 * days).to_radians();
    let longitude = (mean_longitude + 1.915 * anomaly.sin() + 0.020 * (2.0 * anomaly).sin()).to_radians();
    let tilt = (23.439 - 4e-7 * days).to_radians();
    let ascension = (tilt.cos() * longitude.sin()).atan2(longitude.cos());
    let declination = (tilt.sin() * longitude.sin()).asin();
    let sidereal = (280.460_618_37 + 360.985_647_366_29 * days + lon_deg).to_radians();
    let hour = sidereal - ascension;
    let lat = lat_deg.to_radians();
    let up = lat.sin() * declination.sin() + lat.cos() * declination.cos() * hour.cos();
    let east = -declination.cos() * hour.sin();
    let north = declination.sin() * lat.cos() - declination.cos() * lat.sin() * hour.cos();
    Direction {
        azimuth_deg: east.atan2(north).to_degrees().rem_euclid(360.0),
        elevation_deg: up.clamp(-1.0, 1.0).asin().to_degrees(),
    }
}

/// Cloud over a crop.
#[derive(Clone, Debug)]
pub(super) struct Cloud {
    field: Octaves,
    glow: Octaves,
    level: f64,
    /// True if it hides all.
    is_whole: bool,
}

/// From one cloud to the next, m.
const CLOUD_M: f64 = 520.0;

impl Cloud {
    /// Cloud that hides about this share of what lies about the origin, and none or all at the ends.
    pub(super) fn new(seed: u64, share: f64, reach_m: f64) -> Self {
        let (field, glow) = (Octaves::new(seed, CLOUD_M, 4), Octaves::new(seed ^ 77, 300.0, 3));
        let at = |k: i32| {
            let place = |n: i32| (f64::from(n) - 11.5) / 12.0 * reach_m;
            field.at([place(k % 24), place(k / 24)])
        };
        let mut values: Vec<f64> = (0..24 * 24).map(at).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        let at = ((values.len() as f64 * share) as usize).min(values.len() - 1);
        let level = if share < 0.01 { f64::INFINITY } else { values[at] };
        Self { field, glow, level, is_whole: share > 0.985 }
    }

    /// How much of the light from below it takes away, 0 to 1.
    pub(super) fn cover(&self, at: [f64; 2]) -> f64 {
        if self.is_whole {
            return 1.0;
        }
        if self.level.is_infinite() {
            return 0.0;
        }
        let t = ((self.field.at(at) - self.level) / 0.06 + 0.5).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    }

    /// How bright it is itself.
    pub(super) fn radiance(&self, [east, north]: [f64; 2]) -> f64 {
        0.62 + 0.10 * self.glow.at([east, north])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against solstice and equinox, as anybody can work them out: at solar noon the sun stands at 90 - latitude + declination.
    #[test]
    fn the_sun_stands_where_the_calendar_says() {
        let at = |time: &str, lat, lon| sun_over(time.parse().unwrap(), lat, lon);
        // Solar noon of 21 June at 133.08 E: 12:00 - 8 h 52 min 19 s + 1 min 49 s of the equation of time.
        let summer = at("2024-06-21T03:09:30Z", 42.75, 133.083);
        assert!((summer.elevation_deg - (90.0 - 42.75 + 23.436)).abs() < 0.05, "{summer:?}");
        assert!((summer.azimuth_deg - 180.0).abs() < 0.5, "{summer:?}");
        let night = at("2024-03-20T15:07:00Z", 42.75, 133.083);
        assert!((night.elevation_deg + 47.25).abs() < 0.3, "{night:?}");
        let morning = at("2024-03-20T21:15:00Z", 42.75, 133.083);
        assert!((morning.azimuth_deg - 90.0).abs() < 1.5 && morning.elevation_deg.abs() < 2.0, "{morning:?}");
    }

    #[test]
    fn cloud_hides_about_the_share_asked_for() {
        for share in [0.0, 0.2, 0.5, 0.8, 1.0] {
            let cloud = Cloud::new(5, share, 480.0);
            let place = |n: usize| n as f64 * 9.6 - 480.0;
            let sum: f64 = (0..10_000).map(|k| cloud.cover([place(k % 100), place(k / 100)])).sum();
            assert!((sum / 10_000.0 - share).abs() < 0.06, "{share}: {}", sum / 10_000.0);
        }
    }
}
