//! What the flight says of a place in the image: ghosts along the track, and where a moving ship is seen.

use super::annotation::Annotation;
use super::grid::LIGHT_M_S;
use super::orbit::{dot, state_at};
use crate::geometry::{Azimuth, Georeference};

impl Annotation {
    /// Slant range of a pixel, m.
    pub fn slant_range_m(&self, line: f64, sample: f64) -> Option<f64> {
        let time_s = line * self.image.line_time_s;
        let table = self
            .slant_ranges
            .iter()
            .min_by(|a, b| (a.time_s - time_s).abs().total_cmp(&(b.time_s - time_s).abs()))?;
        let ground_m = sample * self.image.sample_spacing_m - table.g0_m;
        let range_m = polynomial(&table.coefficients, ground_m);
        (range_m.is_finite() && range_m > 0.0).then_some(range_m)
    }

    /// Ambiguity distance, range and speed at a pixel. `None` where the annotation does not say.
    ///
    /// `PRF / |Ka(tau)| * v_g`, with the PRF of the pixel's sub-swath, the azimuth FM rate at its two-way range time
    /// nearest in time, and the speed of the image over the ground.
    pub fn azimuth(&self, line: f64, sample: f64) -> Option<Azimuth> {
        let time_s = line * self.image.line_time_s;
        let slant_range_m = self.slant_range_m(line, sample)?;
        let prf_hz = match self.swath_at(line, sample) {
            Some(bounds) => self.prf_hz.iter().find(|(swath, _)| *swath == bounds.swath)?.1,
            None => self.prf_hz.first()?.1,
        };
        let nearest = |a: f64, b: f64| (a - time_s).abs().total_cmp(&(b - time_s).abs());
        let rate = self.fm_rates.iter().min_by(|a, b| nearest(a.time_s, b.time_s))?;
        let rate_hz_s = polynomial(&rate.coefficients, 2.0 * slant_range_m / LIGHT_M_S - rate.t0_s).abs();
        let ambiguity_m = prf_hz / rate_hz_s * self.image.line_spacing_m / self.image.line_time_s;
        let velocity = state_at(&self.orbit, time_s)?.velocity_m_s;
        let satellite_speed_m_s = dot(velocity, velocity).sqrt();
        let is_sound =
            ambiguity_m.is_finite() && satellite_speed_m_s.is_finite() && satellite_speed_m_s > 0.0;
        is_sound.then_some(Azimuth { ambiguity_m, slant_range_m, satellite_speed_m_s })
    }
}

/// Horner's rule, the coefficient of power nought first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// How far a moving ship is seen from where she is, along the track, m: positive in the direction of flight.
///
/// `away_m_s` is her speed over ground across the track, positive away from the satellite: for a satellite that looks to
/// the right `v sin(course - track)`. A receding ship is at zero Doppler early and is seen behind her place:
/// `-R v sin(theta) / V`, theta the incidence angle at the ground (not the look angle at the satellite), V the speed of
/// the satellite.
pub fn azimuth_shift_m(azimuth: &Azimuth, incidence_deg: f64, away_m_s: f64) -> f64 {
    let towards_m_s = -away_m_s * libm::sin(incidence_deg.to_radians());
    azimuth.slant_range_m * towards_m_s / azimuth.satellite_speed_m_s
}

/// The direction from the satellite to a place at the ground, degrees true: that in which samples grow. For images whose
/// lines run along the track. `None` where the image is not placed.
pub fn look_direction_deg(georeference: &dyn Georeference, line: f64, sample: f64) -> Option<f64> {
    let step = 50.0;
    let (near, far) = match georeference.position(line, sample + step) {
        Some(far) => (georeference.position(line, sample)?, far),
        None => (georeference.position(line, sample - step)?, georeference.position(line, sample)?),
    };
    let (lat_1, lat_2) = (near.lat_deg().to_radians(), far.lat_deg().to_radians());
    let by_lon = (far.lon_deg() - near.lon_deg()).to_radians();
    // Initial bearing on the sphere: over half a kilometre the ellipsoid changes it by less than 0.2 degrees.
    let east = libm::sin(by_lon) * libm::cos(lat_2);
    let north = libm::cos(lat_1) * libm::sin(lat_2) - libm::sin(lat_1) * libm::cos(lat_2) * libm::cos(by_lon);
    Some(libm::atan2(east, north).to_degrees().rem_euclid(360.0))
}
