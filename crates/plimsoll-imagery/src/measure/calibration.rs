//! What sizes in an image have to do with sizes of ships, by sensor.

use super::Features;

/// The logarithm of a size as a sum of terms ([`super::TERMS`]), and how far ships lie from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeLaw {
    /// What does not depend on a term.
    pub constant: f64,
    /// Per unit of each term.
    pub slopes: [f64; 6],
    /// Standard deviation of the logarithm for a ship of 100 m: so wide that 90 % of the ships of scenes that the fit had
    /// not seen lie within 1.645 of it.
    pub sd_at_100_m: f64,
    /// It goes with the length to this power.
    pub sd_power: f64,
}

impl SizeLaw {
    /// Standard deviation of the logarithm of the size of a ship of this length.
    pub fn log_sd(&self, length_m: f64) -> f64 {
        self.sd_at_100_m * libm::pow(length_m / 100.0, self.sd_power)
    }
    /// Natural logarithm of the size, m, from the terms.
    pub fn log_size(&self, terms: &[f64; 6]) -> f64 {
        terms.iter().zip(&self.slopes).fold(self.constant, |sum, (term, slope)| sum + term * slope)
    }
}

/// The laws of one sensor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// Length overall.
    pub length: SizeLaw,
    /// Beam.
    pub beam: SizeLaw,
    /// Least and greatest stretch among the ships of the fit, m. Beyond it sizes keep their proportion to the stretch.
    pub stretch_m: (f64, f64),
}

impl Calibration {
    /// Median length, m.
    pub fn length_m(&self, features: &Features) -> f64 {
        self.size_m(&self.length, features)
    }
    /// Median beam, m.
    pub fn beam_m(&self, features: &Features) -> f64 {
        self.size_m(&self.beam, features)
    }
    /// True if the fit had ships of such a stretch.
    pub fn covers(&self, features: &Features) -> bool {
        features.stretch_m >= self.stretch_m.0 && features.stretch_m <= self.stretch_m.1
    }
    fn size_m(&self, law: &SizeLaw, features: &Features) -> f64 {
        let beyond = features.stretch_m / features.stretch_m.clamp(self.stretch_m.0, self.stretch_m.1);
        libm::exp(law.log_size(&features.terms(self.stretch_m))) * beyond
    }
}

/// Sentinel-1 interferometric wide swath, pixels of 10 m.
///
/// Fitted to 186 ships in four scenes (OpenSARShip; length overall and beam from a register, else as sent by AIS) by
/// `cargo run -p plimsoll-imagery --example length_fit`, which prints this table; a test fits it anew and compares.
pub const SENTINEL_1_IW: Calibration = Calibration {
    length: SizeLaw {
        constant: -4.080182,
        slopes: [1.582288, 0.446284, -0.117527, 0.167895, 0.082501, 0.108783],
        sd_at_100_m: 0.138877,
        sd_power: -0.739640,
    },
    beam: SizeLaw {
        constant: -7.216910,
        slopes: [1.674290, 0.686594, -0.082087, 0.161238, 0.085431, 0.272362],
        sd_at_100_m: 0.162785,
        sd_power: -0.238900,
    },
    stretch_m: (50.0, 335.0),
};
