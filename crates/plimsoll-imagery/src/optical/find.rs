//! Pixels that stand out of the sea, and which of them belong together.

use crate::bright::BrightPixel;
use crate::error::ImageryError;
use crate::land::LandMask;
use crate::objects::components::{Component, Components, Touching};
use crate::optical::open::OpticalRaster;
use crate::optical::params::OpticalDetectParams;
use crate::optical::sea::{CellKind, Sea};
use crate::optical::working::{Layout, each_strip};

/// Pixels that all objects of a scene may keep together.
const MOST_PIXELS_IN_ALL: usize = 6_000_000;

/// Contrast of a pixel: the greatest distance from the sea in some band, in its standard deviations, what is darker
/// weighed; and half the mean square of them.
pub(crate) fn contrast(
    values: impl Iterator<Item = (f32, (f32, f32))>,
    dark_weight: f32,
) -> Option<(f32, f32)> {
    let (mut greatest, mut squares, mut count) = (0.0_f32, 0.0_f32, 0.0_f32);
    for (value, (level, sd)) in values {
        let z = (value - level) / sd;
        if !z.is_finite() {
            return None;
        }
        greatest = greatest.max(if z < 0.0 { -z * dark_weight } else { z });
        squares += z * z;
        count += 1.0;
    }
    (count > 0.0).then(|| (greatest, squares / (2.0 * count)))
}

/// What the search of a scene gives.
pub(crate) struct Searched {
    /// Objects, in working pixels: `power[0]` is the contrast, `clutter[0]` is 1.
    pub(crate) components: Vec<Component>,
    /// Working pixels with a value that were searched.
    pub(crate) searched: u64,
}

/// Searches water and what lies in it.
pub(crate) fn find(
    raster: &mut OpticalRaster,
    land: Option<&LandMask>,
    layout: &Layout,
    sea: &Sea,
    params: &OpticalDetectParams,
) -> Result<Searched, ImageryError> {
    let most = (params.longest_m * params.greatest_beam_m / (layout.line_m * layout.sample_m)) as usize;
    let touching = Touching {
        reach_lines: 1,
        reach_samples: 1,
        most_pixels: most.clamp(64, 40_000),
        most_pixels_in_all: MOST_PIXELS_IN_ALL,
    };
    let mut components = Components::new(touching);
    let mut searched = 0;
    let mut bright = Vec::new();
    let (grow, seed) = (params.grow_sds as f32, params.seed_sds as f32);
    each_strip(raster, land, layout, |strip| {
        bright.clear();
        for line in 0..strip.lines {
            for sample in 0..layout.samples {
                let at = (line * layout.samples + sample) as usize;
                let working = strip.line + line;
                let kind = sea.kinds[layout.cell_of(working, sample)];
                if strip.land[at] || !matches!(kind, CellKind::Water | CellKind::InWater) {
                    continue;
                }
                let place = (f64::from(working), f64::from(sample));
                let values =
                    strip.bands.iter().enumerate().map(|(b, band)| (band[at], sea.at(place.0, place.1, b)));
                let Some((contrast, half_square)) = contrast(values, params.dark_weight as f32) else {
                    continue;
                };
                searched += 1;
                if contrast >= grow {
                    bright.push(BrightPixel {
                        line: working,
                        sample,
                        power: [contrast, f32::NAN],
                        clutter: [1.0, f32::NAN],
                        is_seed: contrast >= seed,
                        log_normal_agrees: true,
                        log_likelihood_ratio: half_square,
                    });
                }
            }
        }
        components.take(&bright);
    })?;
    Ok(Searched { components: components.finish(), searched })
}
