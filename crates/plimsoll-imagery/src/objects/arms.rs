//! The crosses about bright points: in which direction they run, how bright they may be.
//!
//! The response to a point falls off as `sinc^2` along the track and across it: at a distance `r` its side lobes reach
//! `(rho / (pi r))^2` of the peak, `rho` the width of the point at half power. What lies on such an arm, one cell wide,
//! no brighter than that and the same on the other side, is the arm.

use crate::bright::BrightPixel;
use crate::objects::components::brightness;
use crate::objects::shape::{Shape, Spacing};
use std::collections::BTreeMap;

/// What an arm may look like.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArmParams {
    /// Width of a point at half power, m.
    pub resolution_m: f64,
    /// How far above the envelope of a single point an arm may be: ships are many points, pixels are averages, dB.
    pub margin_db: f64,
    /// An arm is as bright as its other half, within this, dB.
    pub symmetry_db: f64,
    /// A point that shows arms is at least this far above the sea, dB.
    pub least_source_db: f64,
    /// Arms begin this far from the point, m: nearer, the point itself is.
    pub from_m: f64,
    /// An object on the arm of another counts as part of it up to this distance, m.
    pub to_m: f64,
    /// How many of the brightest objects tell the direction where the flight does not.
    pub teachers: usize,
    /// ... on cells of this size, m.
    pub learn_cell_m: f64,
    /// Arms are followed this far to tell their direction, m.
    pub learn_to_m: f64,
    /// A direction is told if the arms stand out of all other directions by so many robust standard deviations.
    pub least_sds: f64,
}

/// The direction of arms in a scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arms {
    /// From the direction of growing line numbers towards growing sample numbers, degrees; the other arm stands
    /// upright on it.
    pub turn_deg: f64,
    /// True if the bright objects told it, false if the flight did.
    pub is_learnt: bool,
}

/// A point that may show arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source {
    /// Line.
    pub line: f64,
    /// Sample.
    pub sample: f64,
    /// Power in the band in which it is brightest, linear.
    pub power: f64,
    /// Power in the first two bands, linear; NaN where there is none.
    pub bands: [f64; 2],
}

pub(crate) fn ratio(db: f64) -> f64 {
    libm::pow(10.0, db / 10.0)
}

pub(crate) fn db(ratio: f64) -> f64 {
    10.0 * libm::log10(ratio.max(1e-30))
}

/// Brightest pixel over the sea about it, linear, in the band in which that is greatest.
pub(crate) fn contrast(p: &BrightPixel) -> f64 {
    (0..2)
        .filter(|k| p.clutter[*k] > 0.0 && p.power[*k].is_finite())
        .map(|k| f64::from(p.power[k]) / f64::from(p.clutter[k]))
        .fold(0.0, f64::max)
}

/// The brightest pixel.
pub(crate) fn peak(pixels: &[BrightPixel]) -> Option<&BrightPixel> {
    pixels.iter().max_by(|p, q| {
        brightness(p).total_cmp(&brightness(q)).then((q.line, q.sample).cmp(&(p.line, p.sample)))
    })
}

impl Source {
    pub(crate) fn of(p: &BrightPixel) -> Self {
        Self {
            line: f64::from(p.line),
            sample: f64::from(p.sample),
            power: f64::from(brightness(p)),
            bands: p.power.map(f64::from),
        }
    }
}

impl Arms {
    /// Distance along the nearer arm and away from it, m, of a point as seen from a source.
    pub fn along_across(&self, source: (f64, f64), point: (f64, f64), spacing: Spacing) -> (f64, f64) {
        let (y, x) = spacing.between(source, point);
        let turn = self.turn_deg.to_radians();
        let (c, s) = (libm::cos(turn), libm::sin(turn));
        let (track, range) = (y * c + x * s, x * c - y * s);
        if track.abs() >= range.abs() { (track.abs(), range.abs()) } else { (range.abs(), track.abs()) }
    }

    /// The greatest power that an arm of a source has at a point, if the point lies on one of its arms.
    pub fn envelope(
        &self,
        source: &Source,
        point: (f64, f64),
        spacing: Spacing,
        params: &ArmParams,
    ) -> Option<f64> {
        let (along, across) = self.along_across((source.line, source.sample), point, spacing);
        let width = spacing.longer_m().max(params.resolution_m) * 0.75;
        if along < params.from_m || across > width {
            return None;
        }
        let lobe = params.resolution_m / (std::f64::consts::PI * along);
        Some(source.power * lobe * lobe * ratio(params.margin_db))
    }

    /// Parts the pixels of an object into those of bodies and those of arms.
    pub fn strip(
        &self,
        pixels: &[BrightPixel],
        spacing: Spacing,
        params: &ArmParams,
    ) -> (Vec<BrightPixel>, Vec<BrightPixel>) {
        let Some(top) = peak(pixels) else { return (Vec::new(), Vec::new()) };
        if contrast(top) < ratio(params.least_source_db) {
            return (pixels.to_vec(), Vec::new());
        }
        let powers: BTreeMap<(u32, u32), f64> =
            pixels.iter().map(|p| ((p.line, p.sample), f64::from(brightness(p)))).collect();
        let least = brightness(top) / ratio(15.0) as f32;
        let mut sources: Vec<&BrightPixel> = pixels.iter().filter(|p| brightness(p) >= least).collect();
        sources.sort_by(|a, b| {
            brightness(b).total_cmp(&brightness(a)).then((a.line, a.sample).cmp(&(b.line, b.sample)))
        });
        sources.truncate(32);
        // What lies between the bright parts of a hull is the hull, though arms of these parts run over it.
        let strong: Vec<BrightPixel> = pixels.iter().filter(|p| brightness(p) >= least).copied().collect();
        let hull = Shape::of(&strong, spacing);
        pixels.iter().partition(|p| {
            let point = (f64::from(p.line), f64::from(p.sample));
            hull.is_some_and(|h| h.holds(point, spacing))
                || !sources.iter().any(|s| {
                    let power = f64::from(brightness(p));
                    self.envelope(&Source::of(s), point, spacing, params).is_some_and(|most| power <= most)
                        && power <= mirrored(&powers, s, p) * ratio(params.symmetry_db)
                })
        })
    }
}

/// Power on the other side of a source, or, where nothing stands out there, as much as may not stand out.
fn mirrored(powers: &BTreeMap<(u32, u32), f64>, source: &BrightPixel, p: &BrightPixel) -> f64 {
    let other = |s: u32, p: u32| i64::from(s) * 2 - i64::from(p);
    let (line, sample) = (other(source.line, p.line), other(source.sample, p.sample));
    let mut best = 0.0_f64;
    for dl in -1..=1 {
        for ds in -1..=1 {
            if let (Ok(l), Ok(s)) = (u32::try_from(line + dl), u32::try_from(sample + ds))
                && let Some(power) = powers.get(&(l, s))
            {
                best = best.max(*power);
            }
        }
    }
    if best > 0.0 { best } else { 2.0 * brightness_of_sea(p) }
}

/// Mean power of the sea about a pixel.
fn brightness_of_sea(p: &BrightPixel) -> f64 {
    f64::from(p.clutter[0].max(p.clutter[1]))
}
