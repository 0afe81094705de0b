//! Length, beam and axis of a ship from radar pixels.
//!
//! Method, figures and caveats: `docs/methods/ship-size.md`.

mod calibration;
mod contrast;
mod features;
mod ground;
mod moments;
mod profile;
mod rectangle;
mod shape;

pub use calibration::{Calibration, SENTINEL_1_IW, SizeLaw};
pub use features::{Features, TERMS};

use crate::raster::Planes;
use features::features;
use ground::Ground;
use plimsoll_model::Estimate;
use shape::shape;

/// Which sensor took the image, as far as its sizes are calibrated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SensorClass {
    /// Sentinel-1 interferometric wide swath, pixels of 10 m: calibrated on ships of known size.
    Sentinel1Iw,
    /// Any other radar, or a picture of unknown scale: the bright stretch less the width of a point, with a wide
    /// interval.
    #[default]
    Other,
}

/// How ships are measured.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureParams {
    /// Which sensor took the image: of the scene, not of the parameters.
    #[serde(skip)]
    pub sensor: SensorClass,
    /// A ship that a mask of land or piers cuts along her side looks shorter by this, natural logarithm,
    pub beside_mask_ln: f64,
    /// and this much less surely: standard deviation of the logarithm that comes on top.
    pub beside_mask_sd: f64,
    /// Sea about an object that is read with it, m.
    pub margin_m: f64,
    /// Width of a point at half power along a column, m.
    pub resolution_line_m: f64,
    /// Width of a point at half power along a line, m.
    pub resolution_sample_m: f64,
    /// A pixel belongs to the ship from this many dB above the sea,
    pub over_clutter_db: f64,
    /// if the ship is faint from fewer, down to this,
    pub least_over_clutter_db: f64,
    /// at first from this many dB below the brightest pixel,
    pub below_peak_db: f64,
    /// then from this many dB below the median of the ship.
    pub below_level_db: f64,
    /// What the arm of a point may hold at one resolution cell from it, under the point, dB (negative). It falls with the
    /// square of the distance.
    pub sidelobe_db: f64,
    /// Resolution cells from a point within which it has no arm.
    pub main_lobe_cells: f64,
    /// The most that a bright pixel speaks for the ship, natural logarithm of its brightness over the threshold.
    pub gain_cap: f64,
    /// The most that a dark pixel speaks against it.
    pub cost_cap: f64,
    /// A ship is at least this many times as long as broad.
    pub least_aspect: f64,
    /// No ship is broader in the image, m.
    pub greatest_beam_m: f64,
    /// No ship is longer in the image, m.
    pub greatest_length_m: f64,
    /// The threshold is raised while less than this share of the pixels lies in the rectangle,
    pub least_held: f64,
    /// by this many dB at a time,
    pub rise_db: f64,
    /// up to this many dB below the brightest pixel.
    pub least_below_peak_db: f64,
}

/// What the pixels say of a ship's size.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Its centre, in lines of the chip from the centre of the first.
    pub line: f64,
    /// Its centre, in samples of the chip from the centre of the first.
    pub sample: f64,
    /// Length overall, m: median and 90 % interval.
    pub length_m: Estimate<f64>,
    /// Beam, m: median and 90 % interval.
    pub beam_m: Estimate<f64>,
    /// Direction of the axis, degrees in [0, 180), from up (growing line numbers' opposite) clockwise (towards growing
    /// samples), on the ground. Which end is the bow is not known.
    pub axis_in_image_deg: f64,
    /// Length of the bright stretch along the axis less the width of a point, m.
    pub raw_length_m: f64,
    /// The same across the axis, m.
    pub raw_beam_m: f64,
    /// Standard deviation of `ln` of the length: what a comparison with a known ship carries.
    pub log_length_sd: f64,
    /// Standard deviation of `ln` of the beam.
    pub log_beam_sd: f64,
    /// True if the sizes rest on ships of known size seen by this sensor.
    pub is_calibrated: bool,
    /// True if the chip's edge, or a pixel without a value, cuts the ship: the length is a lower bound.
    pub is_cut: bool,
    /// How many pixels it stands on.
    pub pixels: usize,
    /// What the sizes come from.
    pub features: Features,
}

/// Standard deviation of `ln` of a size where the sensor is not calibrated: hand-made lengths of another satellite
/// differ by this much from those of the ships.
const UNCALIBRATED_SD: f64 = 0.35;
/// 95 % point of the normal law.
const Z90: f64 = 1.644_853_626_951_472_2;

/// Measures the ship that the seeds stand on.
///
/// `planes` is a chip of linear power, `clutter` the mean power of the sea in each of its bands, `seeds` the pixels (line,
/// sample in the chip) of the object: the brightest of them is where it begins, and only what hangs together with it
/// counts. Spacings are m on the ground. `None`: no seed has power, or sizes and parameters make no sense.
pub fn measure(
    planes: &Planes,
    clutter: &[f32],
    seeds: &[(usize, usize)],
    line_spacing_m: f64,
    sample_spacing_m: f64,
    params: &MeasureParams,
) -> Option<Measured> {
    let is_length = |m: f64| m.is_finite() && m > 0.0;
    let lengths = [line_spacing_m, sample_spacing_m, params.resolution_line_m, params.resolution_sample_m];
    if !lengths.into_iter().all(is_length) || !is_length(params.greatest_length_m) {
        return None;
    }
    let contrast = contrast::contrast(planes, clutter)?;
    let ground = Ground {
        lines: planes.lines,
        samples: planes.samples,
        line_m: line_spacing_m,
        sample_m: sample_spacing_m,
    };
    let seed = brightest(&contrast, &ground, seeds)?;
    let shape = shape(&contrast, &ground, seed, params)?;
    let features = features(&contrast, &ground, seed, &shape, params);
    let rectangle = &shape.rectangle;
    let middle = |ends: (f64, f64)| f64::midpoint(ends.0, ends.1);
    let (line, sample) = ground.in_chip(&rectangle.frame, middle(rectangle.along), middle(rectangle.across));
    let least = line_spacing_m.min(sample_spacing_m) / 2.0;
    let raw_length_m = (features.stretch_m - point_m(features.axis_deg, params)).max(least);
    let raw_beam_m =
        (features.breadth_m - point_m(features.axis_deg + 90.0, params)).max(least).min(raw_length_m);
    let sizes = sizes(&features, (raw_length_m, raw_beam_m), params.sensor);
    let is_lost = |i: usize| ground.is_edge(i) || ground.neighbours(i).any(|j| contrast[j].is_nan());
    // The rectangle ends at the centre of the chip's outermost pixels at the latest.
    let pixel_m = line_spacing_m.max(sample_spacing_m);
    let is_held = |i: usize| {
        let (line, sample) = ground.place(i);
        shape.is_in[i] && rectangle.holds(&ground, line, sample, pixel_m)
    };
    let is_cut = (0..contrast.len()).any(|i| is_held(i) && is_lost(i));
    let most = if is_cut { params.greatest_length_m } else { 0.0 };
    Some(Measured {
        line,
        sample,
        length_m: interval(sizes.length_m, sizes.log_length_sd, most)?,
        beam_m: interval(sizes.beam_m, sizes.log_beam_sd, 0.0)?,
        axis_in_image_deg: features.axis_deg,
        raw_length_m,
        raw_beam_m,
        log_length_sd: sizes.log_length_sd,
        log_beam_sd: sizes.log_beam_sd,
        is_calibrated: sizes.is_calibrated,
        is_cut,
        pixels: shape.is_in.iter().filter(|&&is| is).count(),
        features,
    })
}

impl Measured {
    /// The same ship, known to be cut along her side by a mask: longer, and less surely so. `None` for a size that is no
    /// number.
    #[must_use]
    pub fn beside_mask(self, params: &MeasureParams) -> Option<Self> {
        let log_length_sd = libm::hypot(self.log_length_sd, params.beside_mask_sd);
        let length_m = self.length_m.mid() * libm::exp(params.beside_mask_ln);
        let most = if self.is_cut { params.greatest_length_m } else { 0.0 };
        Some(Self { length_m: interval(length_m, log_length_sd, most)?, log_length_sd, ..self })
    }
}

/// Medians and spreads of the sizes.
struct Sizes {
    length_m: f64,
    beam_m: f64,
    log_length_sd: f64,
    log_beam_sd: f64,
    is_calibrated: bool,
}

/// By the calibration of the sensor; beyond its range, and for a sensor without one, with a wide interval.
fn sizes(features: &Features, raw_m: (f64, f64), sensor: SensorClass) -> Sizes {
    let raw = Sizes {
        length_m: raw_m.0,
        beam_m: raw_m.1,
        log_length_sd: UNCALIBRATED_SD,
        log_beam_sd: UNCALIBRATED_SD,
        is_calibrated: false,
    };
    let calibration = match sensor {
        SensorClass::Sentinel1Iw => &SENTINEL_1_IW,
        SensorClass::Other => return raw,
    };
    let length_m = calibration.length_m(features);
    let beam_m = calibration.beam_m(features).min(length_m);
    if !(length_m.is_finite() && beam_m.is_finite()) {
        return raw;
    }
    let is_calibrated = calibration.covers(features);
    let sd = |law: &SizeLaw| {
        let sd = law.log_sd(length_m);
        if is_calibrated { sd } else { sd.max(UNCALIBRATED_SD) }
    };
    Sizes {
        length_m,
        beam_m,
        log_length_sd: sd(&calibration.length),
        log_beam_sd: sd(&calibration.beam),
        is_calibrated,
    }
}

/// Median and 90 % interval of a log-normal law, its upper end at least `most`.
fn interval(m: f64, sd: f64, most: f64) -> Option<Estimate<f64>> {
    let spread = libm::exp(Z90 * sd);
    Estimate::new(m / spread, m, (m * spread).max(most))
}

/// Width of a point at half power in a direction, m.
fn point_m(axis_deg: f64, params: &MeasureParams) -> f64 {
    let radians = axis_deg.to_radians();
    let line = libm::cos(radians) * params.resolution_line_m;
    let sample = libm::sin(radians) * params.resolution_sample_m;
    (line * line + sample * sample).sqrt()
}

/// The seed that stands out most; the first of equal ones.
fn brightest(contrast: &[f64], ground: &Ground, seeds: &[(usize, usize)]) -> Option<usize> {
    let mut found: Option<usize> = None;
    for &(line, sample) in seeds {
        if line >= ground.lines || sample >= ground.samples {
            continue;
        }
        let i = line * ground.samples + sample;
        if contrast[i] > 0.0 && found.is_none_or(|k| contrast[i] > contrast[k]) {
            found = Some(i);
        }
    }
    found
}
