//! The search for pixels that stand out of the sea.

use crate::bright::BrightPixel;
use crate::error::ImageryError;
use crate::raster::{Planes, Raster};
use crate::threshold::ThresholdTable;
use plimsoll_model::PixelWindow;
use std::ops::Range;

/// What is not sea.
pub trait Mask: Sync {
    /// Fills `out` with one byte for each pixel of the window, line by line. Not nought: not sea, not searched.
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>);
}

/// A mask that holds nothing: all is sea.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenSea;

impl Mask for OpenSea {
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        out.clear();
        out.resize(window.lines as usize * window.samples as usize, 0);
    }
}

/// How to search. Rates are for one pixel of one band.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchParams {
    /// False-alarm rate of the threshold that starts an object.
    pub pfa_seed: f64,
    /// False-alarm rate of the threshold that an object grows to.
    pub pfa_grow: f64,
    /// False-alarm rate of the log-normal second opinion.
    pub pfa_log_normal: f64,
    /// Equivalent number of looks; `None`: estimated from the scene.
    pub looks: Option<f64>,
    /// Side of the square about a pixel that its sea is taken from, m.
    pub outer_m: f64,
    /// Side of the square about a pixel that is kept out of it, so that a ship does not hide itself, m.
    pub inner_m: f64,
    /// Side of the larger square, taken where the first holds too little sea, m.
    pub wide_m: f64,
    /// Least number of pixels of sea for an estimate.
    pub least_valid_px: u32,
    /// The same in a scene that is smaller than the larger square.
    pub least_valid_small_px: u32,
    /// Pixels above so many times the local mean are left out of the statistics.
    pub clip: f64,
    /// Side of the squares that share one threshold, m.
    pub block_m: f64,
    /// Side of the squares that share one law, m.
    pub tile_m: f64,
    /// The same at most, lines.
    pub tile_px: u32,
    /// Least order of the K law.
    pub least_order: f64,
    /// Greatest order of the K law; beyond it is the Gamma law.
    pub greatest_order: f64,
    /// A ship's power is taken as uniform in dB from the threshold up to so much above it, dB.
    pub target_span_db: f64,
    /// What a strip shows beyond its own lines on each side, m.
    pub halo_m: f64,
    /// Height of a strip, in tiles.
    pub tiles_per_strip: u32,
}

/// A strip of lines, searched.
pub struct Strip<'a> {
    /// What the planes and the mask hold: the strip with its halo.
    pub window: PixelWindow,
    /// Lines of the scene that belong to it.
    pub core: Range<u32>,
    /// The pixels.
    pub planes: &'a Planes,
    /// One byte a pixel, as [`Mask::fill`] gives it.
    pub mask: &'a [u8],
    /// What stands out in the core, by line and sample.
    pub bright: &'a [BrightPixel],
}

/// What a search covered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchTotals {
    /// Pixels of sea with a value in some band.
    pub valid_px: u64,
    /// Those of them for which there was a threshold in some band.
    pub searched_px: u64,
    /// Objects expected from clutter alone at the stated rate.
    pub expected_false: f64,
    /// Which law the sea followed: band by band, how many tiles each.
    pub law: Vec<LawCount>,
    /// Equivalent number of looks that the search went by.
    pub looks: f64,
}

/// Which law the tiles of a band followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LawCount {
    /// Tiles with the K law (or its limit, the Gamma law).
    pub k: u32,
    /// Tiles with the log-normal law.
    pub log_normal: u32,
    /// Tiles with no estimate.
    pub none: u32,
}

/// Searches a scene, strip by strip. `rasters` hold the same scene, one for each worker; `take` gets the strips in order,
/// on the calling thread. The result does not depend on the number of workers.
///
/// # Errors
/// Whatever the raster says.
pub fn search(
    rasters: &mut [Box<dyn Raster>],
    line_spacing_m: f64,
    sample_spacing_m: f64,
    mask: &dyn Mask,
    params: &SearchParams,
    take: &mut dyn FnMut(Strip<'_>),
) -> Result<SearchTotals, ImageryError> {
    let Some(raster) = rasters.first_mut() else { return Ok(SearchTotals::default()) };
    let (lines, samples) = (raster.lines(), raster.samples());
    let looks = params.looks.unwrap_or(4.4);
    let table = ThresholdTable::new(looks, params.least_order, params.greatest_order);
    let height =
        ((params.tile_m / line_spacing_m) as u32).clamp(1, params.tile_px.max(1)) * params.tiles_per_strip;
    let halo = (params.halo_m / line_spacing_m).ceil() as u32;
    let mut totals = SearchTotals { looks, ..SearchTotals::default() };
    let mut first = 0;
    while first < lines {
        let core = first..(first + height).min(lines);
        let line = core.start.saturating_sub(halo);
        let window = PixelWindow { line, sample: 0, lines: (core.end + halo).min(lines) - line, samples };
        let planes = raster.read(window)?;
        let mut sea = Vec::new();
        mask.fill(window, &mut sea);
        let mut bright = Vec::new();
        let outer = (params.outer_m / line_spacing_m.max(1.0) / 2.0) as usize;
        let inner = (params.inner_m / sample_spacing_m.max(1.0) / 2.0) as usize;
        scan(&planes, &sea, window, &core, (outer, inner), &table, params, &mut bright, &mut totals);
        take(Strip { window, core: core.clone(), planes: &planes, mask: &sea, bright: &bright });
        first = core.end;
    }
    let bands = raster.polarisations().len() as f64;
    totals.expected_false = totals.searched_px as f64 * params.pfa_seed * bands;
    Ok(totals)
}

#[expect(clippy::too_many_arguments, reason = "a stand-in")]
fn scan(
    planes: &Planes,
    sea: &[u8],
    window: PixelWindow,
    core: &Range<u32>,
    (outer, inner): (usize, usize),
    table: &ThresholdTable,
    params: &SearchParams,
    bright: &mut Vec<BrightPixel>,
    totals: &mut SearchTotals,
) {
    let (lines, samples) = (planes.lines, planes.samples);
    // Sums over all pixels above and to the left: count, power, power squared.
    let tables: Vec<Vec<[f64; 3]>> = planes
        .bands
        .iter()
        .map(|band| {
            let mut sums = vec![[0.0; 3]; (lines + 1) * (samples + 1)];
            for i in 0..lines {
                let mut run = [0.0; 3];
                for j in 0..samples {
                    let p = f64::from(band[i * samples + j]);
                    if sea[i * samples + j] == 0 && p.is_finite() && p > 0.0 {
                        run = [run[0] + 1.0, run[1] + p, run[2] + p * p];
                    }
                    let above = sums[i * (samples + 1) + j + 1];
                    sums[(i + 1) * (samples + 1) + j + 1] = [0, 1, 2].map(|k| run[k] + above[k]);
                }
            }
            sums
        })
        .collect();
    let boxed = |sums: &[[f64; 3]], i: usize, j: usize, half: usize| {
        let (a, b) = (i.saturating_sub(half), (i + half + 1).min(lines));
        let (c, d) = (j.saturating_sub(half), (j + half + 1).min(samples));
        let at = |i: usize, j: usize| sums[i * (samples + 1) + j];
        [0, 1, 2].map(|k| at(b, d)[k] - at(a, d)[k] - at(b, c)[k] + at(a, c)[k])
    };
    for line in core.clone() {
        let i = (line - window.line) as usize;
        for j in 0..samples {
            if sea[i * samples + j] != 0 {
                continue;
            }
            let mut pixel = BrightPixel {
                line,
                sample: j as u32,
                power: [f32::NAN; 2],
                clutter: [f32::NAN; 2],
                is_seed: false,
                log_normal_agrees: false,
                log_likelihood_ratio: 0.0,
            };
            let mut grown = false;
            let mut searched = false;
            for (b, band) in planes.bands.iter().enumerate() {
                let p = f64::from(band[i * samples + j]);
                let (all, hole) = (boxed(&tables[b], i, j, outer), boxed(&tables[b], i, j, inner));
                let [n, s, q] = [0, 1, 2].map(|k| all[k] - hole[k]);
                if p.is_nan() || n < f64::from(params.least_valid_small_px) {
                    continue;
                }
                searched = true;
                let mean = s / n;
                let v = (q / n / (mean * mean) - 1.0).max(0.0);
                let inverse = ((1.0 + v) / (1.0 + 1.0 / table.looks()) - 1.0).max(1e-3);
                if b < 2 {
                    pixel.power[b] = p as f32;
                    pixel.clutter[b] = mean as f32;
                }
                if p < 4.0 * mean {
                    continue;
                }
                let order = (1.0 / inverse).max(params.least_order);
                grown |= p > mean * table.threshold(order, params.pfa_grow);
                let seed = p > mean * table.threshold(order, params.pfa_seed);
                pixel.is_seed |= seed;
                pixel.log_normal_agrees |= seed;
                pixel.log_likelihood_ratio += (-table.log_exceedance(order, p / mean) - 5.0) as f32;
            }
            totals.valid_px += 1;
            totals.searched_px += u64::from(searched);
            if grown {
                bright.push(pixel);
            }
        }
    }
}
