//! Length, beam and axis of a ship from radar pixels.

mod moments;

use crate::raster::Planes;
use moments::{Moments, moments};
use plimsoll_model::Estimate;

/// Which sensor took the image, as far as its sizes are calibrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SensorClass {
    /// Sentinel-1 interferometric wide swath, pixels of 10 m: calibrated on ships of known size.
    Sentinel1Iw,
    /// Any other radar, or a picture of unknown scale: the bright stretch less the width of a point, with a wide
    /// interval.
    Other,
}

/// How ships are measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasureParams {
    /// Which sensor took the image.
    pub sensor: SensorClass,
    /// Incidence angle at the ground, degrees, where it is known.
    pub incidence_deg: Option<f64>,
    /// Width of a point at half power along a column, m.
    pub resolution_line_m: f64,
    /// Width of a point at half power along a line, m.
    pub resolution_sample_m: f64,
    /// A pixel belongs to the ship from this many dB above the sea ...
    pub over_clutter_db: f64,
    /// ... and from this many dB below the brightest pixel.
    pub below_peak_db: f64,
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
}

/// Standard deviation of `ln` of a size where the sensor is not calibrated: hand-made lengths of another satellite
/// differ by this much from those of the ships.
const UNCALIBRATED_SD: f64 = 0.35;
/// 95 % point of the normal law.
const Z90: f64 = 1.644_853_626_951_472_2;

/// Measures the ship that the seeds stand on.
///
/// `planes` is a chip of linear power, `clutter` the mean power of the sea in each of its bands, `seeds` the pixels (line,
/// sample in the chip) of the object. Only what hangs together with a seed counts. `None`: no seed stands out of the sea,
/// or the sizes of planes, clutter and spacings make no sense.
pub fn measure(
    planes: &Planes,
    clutter: &[f32],
    seeds: &[(usize, usize)],
    line_spacing_m: f64,
    sample_spacing_m: f64,
    params: &MeasureParams,
) -> Option<Measured> {
    let is_length = |m: f64| m.is_finite() && m > 0.0;
    if !is_length(line_spacing_m) || !is_length(sample_spacing_m) {
        return None;
    }
    let contrast = contrast(planes, clutter)?;
    let ship = grown(planes, &contrast, seeds, params);
    let moments = moments(planes, &contrast, &ship, line_spacing_m, sample_spacing_m)?;
    let (along, across) = extents(planes, &ship, &moments, line_spacing_m, sample_spacing_m);
    let point = |angle_deg: f64| {
        let radians = angle_deg.to_radians();
        let (line, sample) =
            (libm::cos(radians) * params.resolution_line_m, libm::sin(radians) * params.resolution_sample_m);
        (line * line + sample * sample).sqrt()
    };
    let least = line_spacing_m.min(sample_spacing_m) / 2.0;
    let raw_length_m = (along - point(moments.axis_deg)).max(least);
    let raw_beam_m = (across - point(moments.axis_deg + 90.0)).max(least).min(raw_length_m);
    let spread = libm::exp(Z90 * UNCALIBRATED_SD);
    let interval = |m: f64| Estimate::new(m / spread, m, m * spread);
    let is_cut = ship.iter().any(|&i| {
        let (line, sample) = (i / planes.samples, i % planes.samples);
        line == 0 || sample == 0 || line + 1 == planes.lines || sample + 1 == planes.samples
    });
    Some(Measured {
        line: moments.line,
        sample: moments.sample,
        length_m: interval(raw_length_m)?,
        beam_m: interval(raw_beam_m)?,
        axis_in_image_deg: moments.axis_deg,
        raw_length_m,
        raw_beam_m,
        log_length_sd: UNCALIBRATED_SD,
        log_beam_sd: UNCALIBRATED_SD,
        is_calibrated: false,
        is_cut,
        pixels: ship.len(),
    })
}

/// Power over that of the sea, less one, of the band in which it is greatest; NaN where no band has a value.
fn contrast(planes: &Planes, clutter: &[f32]) -> Option<Vec<f32>> {
    let pixels = planes.lines.checked_mul(planes.samples)?;
    if clutter.len() != planes.bands.len() || planes.bands.iter().any(|band| band.len() != pixels) {
        return None;
    }
    let mut out = vec![f32::NAN; pixels];
    for (band, &sea) in planes.bands.iter().zip(clutter) {
        if !(sea > 0.0 && sea.is_finite()) {
            continue;
        }
        for (best, &power) in out.iter_mut().zip(band) {
            *best = best.max(power / sea - 1.0);
        }
    }
    Some(out)
}

/// The pixels that hang together with a seed above the threshold, in order of their place.
fn grown(planes: &Planes, contrast: &[f32], seeds: &[(usize, usize)], params: &MeasureParams) -> Vec<usize> {
    let place = |&(line, sample): &(usize, usize)| {
        (line < planes.lines && sample < planes.samples).then_some(line * planes.samples + sample)
    };
    let seeds: Vec<usize> = seeds.iter().filter_map(place).filter(|&i| contrast[i] > 0.0).collect();
    let peak = seeds.iter().map(|&i| f64::from(contrast[i])).fold(0.0, f64::max);
    let ratio = |db: f64| libm::pow(10.0, db / 10.0);
    let threshold = (ratio(params.over_clutter_db) - 1.0).max(peak / ratio(params.below_peak_db));
    let mut is_in = vec![false; contrast.len()];
    let mut stack: Vec<usize> = seeds.into_iter().filter(|&i| f64::from(contrast[i]) >= threshold).collect();
    for &i in &stack {
        is_in[i] = true;
    }
    while let Some(i) = stack.pop() {
        let (line, sample) = (i / planes.samples, i % planes.samples);
        for l in line.saturating_sub(1)..=(line + 1).min(planes.lines - 1) {
            for s in sample.saturating_sub(1)..=(sample + 1).min(planes.samples - 1) {
                let j = l * planes.samples + s;
                if !is_in[j] && f64::from(contrast[j]) >= threshold {
                    is_in[j] = true;
                    stack.push(j);
                }
            }
        }
    }
    (0..is_in.len()).filter(|&i| is_in[i]).collect()
}

/// From end to end of the pixels along the axis and across it, m: a pixel counts as wide as it is.
fn extents(
    planes: &Planes,
    ship: &[usize],
    moments: &Moments,
    line_spacing_m: f64,
    sample_spacing_m: f64,
) -> (f64, f64) {
    let radians = moments.axis_deg.to_radians();
    let (up, right) = (libm::cos(radians), libm::sin(radians));
    let (mut along, mut across) = ((f64::MAX, f64::MIN), (f64::MAX, f64::MIN));
    for &i in ship {
        let y = -((i / planes.samples) as f64) * line_spacing_m;
        let x = (i % planes.samples) as f64 * sample_spacing_m;
        let (u, v) = (up * y + right * x, right * y - up * x);
        along = (along.0.min(u), along.1.max(u));
        across = (across.0.min(v), across.1.max(v));
    }
    let pixel = (line_spacing_m + sample_spacing_m) / 2.0;
    (along.1 - along.0 + pixel, across.1 - across.0 + pixel)
}
