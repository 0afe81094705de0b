//! The numbers from which sizes are calibrated.

use super::MeasureParams;
use super::ground::Ground;
use super::profile::Profile;
use super::shape::Shape;

/// What the pixels of a ship show, as numbers without a sensor's bias taken off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Features {
    /// Length of the rectangle that parts bright from dark best, m.
    pub stretch_m: f64,
    /// Its breadth, m.
    pub breadth_m: f64,
    /// Length between the places where the profile along the axis has fallen 6 dB under the brightest of its end, m.
    pub width_6db_m: f64,
    /// The same for 12 dB, m.
    pub width_12db_m: f64,
    /// Standard deviation of the pixels along their axis, weighed by amplitude, m.
    pub along_sd_m: f64,
    /// The same across it, m.
    pub across_sd_m: f64,
    /// Area of the pixels that hang together, m2.
    pub area_m2: f64,
    /// Median brightness in the rectangle, over the sea.
    pub level: f64,
    /// Brightness of the brightest pixel, over the sea.
    pub peak: f64,
    /// Direction of the axis, degrees in [0, 180) from up clockwise.
    pub axis_deg: f64,
    /// Share of the pixels that the rectangle holds.
    pub held: f64,
}

/// What the terms of a [`super::SizeLaw`] are called, in order.
pub const TERMS: [&str; 6] =
    ["ln stretch", "100 / stretch", "cos2 axis", "|sin 2 axis|", "100 ln level / stretch", "ln breadth"];

impl Features {
    /// The terms of a [`super::SizeLaw`], for a stretch in this range, m: the logarithm of the stretch and its curvature; the
    /// axis, because the image is sharper across the track than along it, smears along the track what sways, and has square
    /// pixels; brightness over length, because the brighter the ends, the farther they spill; the breadth.
    pub fn terms(&self, stretch_m: (f64, f64)) -> [f64; 6] {
        let stretch = self.stretch_m.clamp(stretch_m.0, stretch_m.1);
        let radians = self.axis_deg.to_radians();
        let along_track = libm::cos(radians);
        [
            libm::log(stretch),
            100.0 / stretch,
            along_track * along_track,
            libm::sin(2.0 * radians).abs(),
            100.0 * libm::log(self.level) / stretch,
            libm::log(self.breadth_m),
        ]
    }
}

pub(super) fn features(
    contrast: &[f64],
    ground: &Ground,
    seed: usize,
    shape: &Shape,
    params: &MeasureParams,
) -> Features {
    let step = (ground.line_m.min(ground.sample_m) / 4.0).max(params.greatest_length_m / 320.0);
    let profile = Profile::new(contrast, ground, &shape.rectangle, step);
    let pixels = shape.is_in.iter().filter(|&&is| is).count() as f64;
    Features {
        stretch_m: shape.rectangle.length_m(),
        breadth_m: shape.rectangle.beam_m(),
        width_6db_m: profile.width_m(6.0),
        width_12db_m: profile.width_m(12.0),
        along_sd_m: shape.moments.along_sd_m,
        across_sd_m: shape.moments.across_sd_m,
        area_m2: pixels * ground.line_m * ground.sample_m,
        level: shape.level,
        peak: contrast[seed],
        axis_deg: shape.rectangle.frame.axis_deg.rem_euclid(180.0) % 180.0,
        held: shape.held,
    }
}
