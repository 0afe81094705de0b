//! Land of a small picture, from the picture itself: what is bright and broader than any ship.

use super::ReadyParams;
use super::field::{Extent, medians, opened, pieces, squared_distance};
use crate::error::ImageryError;
use crate::objects::arms::db;
use crate::objects::shape::Spacing;
use crate::raster::{Planes, Raster};
use crate::search::SEARCHED_ONLY;
use plimsoll_model::{PixelWindow, Polarisation};

/// A picture with more pixels than this is not small.
const MOST_PIXELS: u64 = 4_000_000;

/// What of a picture is land, what is water, what stands between.
pub(super) struct OwnLand {
    extent: Extent,
    /// The longer side of a pixel, m.
    pixel_m: f64,
    area_m2: f64,
    land: Vec<bool>,
    /// Open water: dark, and broader than a gap.
    water: Vec<bool>,
    /// So far above the sea that it may belong to an object.
    bright: Vec<bool>,
    /// Pixels with a value that are neither water nor land.
    between_px: u64,
}

impl OwnLand {
    /// Learns it from the first band. `None`: nothing in the picture has a value, or it is too large.
    ///
    /// Beyond its rim the picture is taken to go on as it ends, so that land that it cuts is as broad as it seems to be.
    pub(super) fn learn(
        raster: &mut dyn Raster,
        spacing: Spacing,
        params: &ReadyParams,
    ) -> Result<Option<Self>, ImageryError> {
        let (lines, samples) = (raster.lines(), raster.samples());
        if u64::from(lines) * u64::from(samples) > MOST_PIXELS {
            return Ok(None);
        }
        let planes = raster.read(PixelWindow { line: 0, sample: 0, lines, samples })?;
        let extent = Extent { lines: planes.lines, samples: planes.samples };
        let Some(band) = planes.bands.first() else { return Ok(None) };
        let level: Vec<f64> =
            band.iter().map(|p| if *p > 0.0 { db(f64::from(*p)) } else { f64::NAN }).collect();
        let pixel_m = spacing.longer_m();
        let cells = |m: f64| m / pixel_m;
        let half = (cells(params.median_m) / 2.0).floor().clamp(1.0, 16.0) as usize;
        let smooth = medians(&level, extent, half);
        let Some(sea) = sea_level(&smooth, params.over_sea_db) else { return Ok(None) };
        // A picture of eight bits has no value where the sea is darkest.
        let is_dark = |v: &f64| v.is_nan() || *v < sea + params.over_sea_db;
        let margin = (cells(params.least_breadth_m).ceil() as usize + 1).min(256);
        let wide = extent.wider(margin);
        let dark = padded(&smooth.iter().map(is_dark).collect::<Vec<_>>(), extent, margin);
        let water = open_water(&opened(&dark, wide, cells(params.least_gap_m) / 2.0), wide);
        let solid: Vec<bool> = water.iter().map(|w| !w).collect();
        let land = opened(&solid, wide, cells(params.least_breadth_m) / 2.0);
        let crop = |set: &[bool]| -> Vec<bool> {
            set.chunks_exact(wide.samples)
                .skip(margin)
                .take(extent.lines)
                .flat_map(|row| &row[margin..margin + extent.samples])
                .copied()
                .collect()
        };
        let (land, water) = (crop(&land), crop(&water));
        let is_between = |i: &usize| !land[*i] && !water[*i] && level[*i].is_finite();
        let between_px = (0..level.len()).filter(is_between).count() as u64;
        Ok(Some(Self {
            extent,
            pixel_m,
            area_m2: spacing.area_m2(),
            between_px,
            land,
            water,
            bright: level.iter().map(|v| *v >= sea + params.over_sea_db).collect(),
        }))
    }

    /// Pixels with a value that are neither water nor land: the search looks at them but does not count them.
    pub(super) const fn between_px(&self) -> u64 {
        self.between_px
    }

    /// How much land it holds, km2.
    pub(super) fn land_km2(&self) -> f64 {
        self.land.iter().filter(|l| **l).count() as f64 * self.area_m2 / 1e6
    }

    /// Why what fills a window is ashore, if it is: too little of what lies about its bright pixels is open water.
    pub(super) fn ashore(&self, window: PixelWindow, params: &ReadyParams) -> Option<String> {
        let reach = (params.about_m / self.pixel_m).ceil() as usize + 1;
        let line = (window.line as usize).saturating_sub(reach);
        let sample = (window.sample as usize).saturating_sub(reach);
        let part = Extent {
            lines: ((window.line + window.lines) as usize + reach)
                .min(self.extent.lines)
                .checked_sub(line)?,
            samples: ((window.sample + window.samples) as usize + reach)
                .min(self.extent.samples)
                .checked_sub(sample)?,
        };
        let at = |i: usize| (line + i / part.samples) * self.extent.samples + sample + i % part.samples;
        let in_window = |i: usize| {
            let (l, s) = ((line + i / part.samples) as u32, (sample + i % part.samples) as u32);
            (window.line..window.line + window.lines).contains(&l)
                && (window.sample..window.sample + window.samples).contains(&s)
        };
        let count = part.lines * part.samples;
        let own: Vec<bool> =
            (0..count).map(|i| in_window(i) && self.bright[at(i)] && !self.land[at(i)]).collect();
        // The light about a point is its own: a pixel more.
        let far = params.about_m / self.pixel_m;
        let near = squared_distance(&own, part);
        let about = (0..count).filter(|i| near[*i] > 2.0 && near[*i] <= far * far);
        let (mut all, mut afloat) = (0_u32, 0_u32);
        for i in about {
            all += 1;
            afloat += u32::from(self.water[at(i)]);
        }
        let share = f64::from(afloat) / f64::from(all.max(1));
        (all > 0 && share < params.least_afloat).then(|| {
            format!(
                "{:.0} in 100 of what lies within {:.0} m of it is open water: part of the shore, or at a quay that is not given",
                100.0 * share,
                params.about_m
            )
        })
    }
}

/// The level of the sea, dB: the median of all that is not `over_db` above it, found from the dark end.
fn sea_level(smooth: &[f64], over_db: f64) -> Option<f64> {
    let mut levels: Vec<f64> = smooth.iter().copied().filter(|v| v.is_finite()).collect();
    levels.sort_by(f64::total_cmp);
    let mut sea = *levels.get(levels.len() / 10)?;
    for _ in 0..16 {
        let below = levels.partition_point(|v| *v < sea + over_db);
        sea = *levels.get(below / 2)?;
    }
    Some(sea)
}

/// The set with its rim repeated outwards.
fn padded(set: &[bool], extent: Extent, by: usize) -> Vec<bool> {
    let wide = extent.wider(by);
    let inside = |x: usize, n: usize| x.saturating_sub(by).min(n - 1);
    (0..wide.lines * wide.samples)
        .map(|i| {
            let (l, s) = (i / wide.samples, i % wide.samples);
            set[inside(l, extent.lines) * extent.samples + inside(s, extent.samples)]
        })
        .collect()
}

/// Water that a ship can come to: what goes on beyond the picture, and the largest piece in it. The rest are yards.
fn open_water(dark: &[bool], extent: Extent) -> Vec<bool> {
    let pieces = pieces(dark, extent);
    let most = pieces.iter().map(|(cells, _)| cells.len()).max().unwrap_or(0);
    let mut water = vec![false; dark.len()];
    for (cells, at_rim) in pieces {
        if at_rim || cells.len() == most {
            cells.into_iter().for_each(|i| water[i] = true);
        }
    }
    water
}

/// A picture whose land has no value.
pub(super) struct Afloat {
    pub(super) inner: Box<dyn Raster>,
    pub(super) own: std::sync::Arc<OwnLand>,
}

impl Raster for Afloat {
    fn lines(&self) -> u32 {
        self.inner.lines()
    }
    fn samples(&self) -> u32 {
        self.inner.samples()
    }
    fn polarisations(&self) -> &[Polarisation] {
        self.inner.polarisations()
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let mut planes = self.inner.read(window)?;
        let (lines, samples) = (window.lines as usize, (window.samples as usize).max(1));
        for band in &mut planes.bands {
            for (l, row) in band.chunks_exact_mut(samples).enumerate().take(lines) {
                let from = (window.line as usize + l) * self.own.extent.samples + window.sample as usize;
                for (power, land) in row.iter_mut().zip(&self.own.land[from..]) {
                    if *land {
                        *power = f32::NAN;
                    }
                }
            }
        }
        Ok(planes)
    }
    fn read_original(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        self.inner.read_original(window)
    }
    fn mark_no_sea(&self, window: PixelWindow, mask: &mut [u8]) {
        let samples = (window.samples as usize).max(1);
        for (row, line) in mask.chunks_exact_mut(samples).zip(window.line as usize..) {
            let from = line * self.own.extent.samples + window.sample as usize;
            for (bits, water) in row.iter_mut().zip(&self.own.water[from..]) {
                if !water {
                    *bits |= SEARCHED_ONLY;
                }
            }
        }
    }
    fn removed_noise(&self, band: usize, line: u32, samples: &[u32], out: &mut Vec<f32>) -> bool {
        self.inner.removed_noise(band, line, samples, out)
    }
}
