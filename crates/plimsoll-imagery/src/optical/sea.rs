//! Where the sea is, and what it looks like: cells, bodies of water, cloud.

use crate::error::ImageryError;
use crate::land::LandMask;
use crate::optical::bands::Band;
use crate::optical::bodies::{Bodies, extents, largest_squares};
use crate::optical::open::OpticalRaster;
use crate::optical::params::OpticalDetectParams;
use crate::optical::working::{Layout, WorkingStrip, each_strip};

/// Median, spread and roughness of the cells of a scene.
pub(crate) struct Cells {
    pub(crate) bands: usize,
    /// Median of each band, band by band within a cell; NaN where there is no value or land was given.
    pub(crate) median: Vec<f32>,
    /// Median absolute deviation, the same.
    spread: Vec<f32>,
    /// Greatest over the bands of (95 % point less 5 % point) / 3.29: the standard deviation, of a normal law.
    pub(crate) rough: Vec<f32>,
    /// True if land as given takes so much of a cell that the rest says nothing of the sea: it is searched all the same.
    is_shore: Vec<bool>,
}

/// 95 % less 5 % point of the normal law, in standard deviations.
const Q90_WIDTH: f32 = 3.289_707;
/// Standard deviation over median absolute deviation, for a normal law.
const MAD_TO_SD: f64 = 1.482_602_218_505_602;

impl Cells {
    pub(crate) fn read(
        raster: &mut OpticalRaster,
        land: Option<&LandMask>,
        layout: &Layout,
    ) -> Result<Self, ImageryError> {
        let (bands, count) = (raster.bands(), layout.down * layout.across);
        let mut cells = Self {
            bands,
            median: vec![f32::NAN; count * bands],
            spread: vec![f32::NAN; count * bands],
            rough: vec![f32::NAN; count],
            is_shore: vec![false; count],
        };
        each_strip(raster, land, layout, |strip| cells.take(strip, layout))?;
        Ok(cells)
    }

    fn take(&mut self, strip: &WorkingStrip, layout: &Layout) {
        let (wide, cell) = (layout.samples as usize, layout.cell as usize);
        let mut values = Vec::new();
        for column in 0..layout.across {
            let index = layout.cell_of(strip.line, (column * cell) as u32);
            let samples = column * cell..((column + 1) * cell).min(wide);
            let mut rough = 0.0_f32;
            for (band, plane) in strip.bands.iter().enumerate() {
                values.clear();
                for line in 0..strip.lines as usize {
                    let at = line * wide;
                    let pixels = samples.clone().map(|s| (plane[at + s], strip.land[at + s]));
                    values.extend(pixels.filter(|(v, land)| v.is_finite() && !land).map(|(v, _)| v));
                }
                // A cell of which half lies on land or outside the scene says nothing of the sea.
                if 2 * values.len() < strip.lines as usize * samples.len() || values.is_empty() {
                    rough = f32::NAN;
                    let rows = 0..strip.lines as usize;
                    let land =
                        rows.flat_map(|line| &strip.land[line * wide..][samples.clone()]).filter(|l| **l);
                    self.is_shore[index] = !values.is_empty()
                        && 2 * (values.len() + land.count()) >= strip.lines as usize * samples.len();
                    break;
                }
                values.sort_unstable_by(f32::total_cmp);
                let point = |share: f64| values[(share * (values.len() - 1) as f64).round() as usize];
                rough = rough.max((point(0.95) - point(0.05)) / Q90_WIDTH);
                let median = point(0.5);
                self.median[index * self.bands + band] = median;
                values.iter_mut().for_each(|v| *v = (*v - median).abs());
                values.sort_unstable_by(f32::total_cmp);
                self.spread[index * self.bands + band] = values[values.len() / 2];
            }
            self.rough[index] = rough;
        }
    }

    /// Mean of the medians of the bands that tell water best: near infrared where there is one.
    fn brightness(&self, cell: usize, bands: &[Band]) -> f64 {
        let own = &self.median[cell * self.bands..(cell + 1) * self.bands];
        match bands.iter().position(|b| *b == Band::NearInfrared) {
            Some(infrared) => f64::from(own[infrared]),
            None => own.iter().map(|v| f64::from(*v)).sum::<f64>() / self.bands as f64,
        }
    }
}

/// What a cell is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Open water.
    Water,
    /// Something in the water, small enough for a ship: it is searched.
    InWater,
    /// Land, quay, or what no ship is as large as.
    Land,
    /// Cloud.
    Cloud,
    /// No value, or land as given.
    Nothing,
}

/// The sea of a scene.
pub(crate) struct Sea {
    pub(crate) kinds: Vec<CellKind>,
    bands: usize,
    across: usize,
    down: usize,
    cell: f64,
    /// Mean of the medians of the water about, band by band within a cell; NaN: no water within reach.
    level: Vec<f32>,
    /// Standard deviation of that water.
    sd: Vec<f32>,
}

impl Sea {
    pub(crate) fn of(
        cells: &Cells,
        layout: &Layout,
        bands: &[Band],
        is_byte: bool,
        params: &OpticalDetectParams,
    ) -> Self {
        let steps = if is_byte { params.least_noise_steps } else { 0.0 };
        let floor = |level: f64| steps.max(params.least_noise_share * level);
        let base = base_roughness(cells, &floor, params);
        let mut kinds = water(cells, layout, bands, base, params);
        fill_holes(&mut kinds, layout, params);
        let mut sea = Self {
            kinds,
            bands: cells.bands,
            across: layout.across,
            down: layout.down,
            cell: f64::from(layout.cell),
            level: Vec::new(),
            sd: Vec::new(),
        };
        let reach = |m: f64| (params.sea_reach_m / (m * sea.cell)).round().max(1.0) as usize;
        let reach = (reach(layout.line_m), reach(layout.sample_m));
        sea.level = sea.about(&cells.median, reach);
        sea.sd = sea.about(&cells.spread, reach);
        for (sd, level) in sea.sd.iter_mut().zip(&sea.level) {
            *sd = (f64::from(*sd) * MAD_TO_SD).max(floor(f64::from(*level))) as f32;
        }
        sea.mark_cloud(cells, layout, base, params);
        sea
    }

    /// Means over the water cells within reach, by sums over rectangles.
    fn about(&self, values: &[f32], reach: (usize, usize)) -> Vec<f32> {
        let wide = self.across + 1;
        let mut out = vec![f32::NAN; values.len()];
        let (mut sums, mut counts) =
            (vec![0.0_f64; wide * (self.down + 1)], vec![0.0_f64; wide * (self.down + 1)]);
        for band in 0..self.bands {
            for row in 0..self.down {
                for column in 0..self.across {
                    let cell = row * self.across + column;
                    let value = f64::from(values[cell * self.bands + band]);
                    let is_water = self.kinds[cell] == CellKind::Water && value.is_finite();
                    let at = (row + 1) * wide + column + 1;
                    let before = |t: &[f64]| t[at - 1] + t[at - wide] - t[at - wide - 1];
                    (sums[at], counts[at]) = (
                        before(&sums) + if is_water { value } else { 0.0 },
                        before(&counts) + f64::from(u8::from(is_water)),
                    );
                }
            }
            for row in 0..self.down {
                let (top, bottom) = (row.saturating_sub(reach.0), (row + reach.0 + 1).min(self.down));
                for column in 0..self.across {
                    let (left, right) =
                        (column.saturating_sub(reach.1), (column + reach.1 + 1).min(self.across));
                    let over = |t: &[f64]| {
                        t[bottom * wide + right] - t[top * wide + right] - t[bottom * wide + left]
                            + t[top * wide + left]
                    };
                    let count = over(&counts);
                    if count > 0.5 {
                        let cell = row * self.across + column;
                        out[cell * self.bands + band] = (over(&sums) / count) as f32;
                    }
                }
            }
        }
        out
    }

    /// Level and standard deviation of a band of the sea at a working pixel, between the middles of cells.
    pub(crate) fn at(&self, line: f64, sample: f64, band: usize) -> (f32, f32) {
        let place = |x: f64, most: usize| {
            let at = ((x + 0.5) / self.cell - 0.5).clamp(0.0, (most - 1) as f64);
            let low = (at.floor() as usize).min(most - 1);
            (low, (low + 1).min(most - 1), (at - low as f64) as f32)
        };
        let (top, bottom, down) = place(line, self.down);
        let (left, right, over) = place(sample, self.across);
        let get = |t: &[f32], row: usize, column: usize| t[(row * self.across + column) * self.bands + band];
        let between = |t: &[f32]| {
            let upper = get(t, top, left) * (1.0 - over) + get(t, top, right) * over;
            let lower = get(t, bottom, left) * (1.0 - over) + get(t, bottom, right) * over;
            let value = upper * (1.0 - down) + lower * down;
            if value.is_finite() { value } else { get(t, top, left) }
        };
        (between(&self.level), between(&self.sd))
    }

    /// Cells that are bright, white, smooth and broad, and no water.
    fn mark_cloud(&mut self, cells: &Cells, layout: &Layout, base: f64, params: &OpticalDetectParams) {
        let is_like = |cell: usize| {
            if matches!(self.kinds[cell], CellKind::Water | CellKind::Nothing)
                || f64::from(cells.rough[cell]) > params.cloud_rough_ratio * base
            {
                return false;
            }
            let over = |band: usize| {
                let at = cell * self.bands + band;
                (f64::from(cells.median[at] - self.level[at]), f64::from(self.sd[at]))
            };
            let added: Vec<(f64, f64)> = (0..self.bands).map(over).collect();
            let greatest = added.iter().map(|a| a.0).fold(0.0, f64::max);
            let is_bright =
                |a: &(f64, f64)| a.0 >= params.cloud_sds * a.1 && a.0 >= params.cloud_white_share * greatest;
            added.iter().all(is_bright)
        };
        let like: Vec<bool> = (0..self.kinds.len()).map(is_like).collect();
        let side = side_cells(params.least_cloud_m, layout);
        let squares = largest_squares(layout.down, layout.across, |a, b| like[a] && like[b]);
        let bodies = Bodies::of(layout.down, layout.across, |cell| like[cell], |_, _| true);
        let broad = bodies.greatest(&squares);
        for (cell, body) in bodies.label.iter().enumerate() {
            if body.is_some_and(|body| broad[body] as usize >= side) {
                self.kinds[cell] = CellKind::Cloud;
            }
        }
    }

    /// How many cells are of a kind.
    pub(crate) fn count(&self, kind: CellKind) -> usize {
        self.kinds.iter().filter(|k| **k == kind).count()
    }
}

/// A length in cells, at least one, at most a third of the scene.
fn side_cells(m: f64, layout: &Layout) -> usize {
    let cell_m = layout.line_m.max(layout.sample_m) * f64::from(layout.cell);
    ((m / cell_m) as usize).min(layout.down.min(layout.across) / 3).max(1)
}

/// The roughness of the sea: that of the smoother cells.
fn base_roughness(cells: &Cells, floor: &impl Fn(f64) -> f64, params: &OpticalDetectParams) -> f64 {
    let mut rough: Vec<f32> = cells.rough.iter().copied().filter(|r| r.is_finite()).collect();
    rough.sort_unstable_by(f32::total_cmp);
    let at = (params.sea_quantile * rough.len().saturating_sub(1) as f64).round() as usize;
    let mut levels: Vec<f32> = cells.median.iter().copied().filter(|m| m.is_finite()).collect();
    levels.sort_unstable_by(f32::total_cmp);
    let dark = levels.get(levels.len() / 10).copied().unwrap_or_default();
    // The quantiles of a cell are finer than its median deviation: half of the least noise.
    rough.get(at).map_or(1.0, |r| f64::from(*r)).max(floor(f64::from(dark)) / 2.0)
}

/// Which cells are water: smooth, in a broad body, as dark as the darkest large one.
fn water(
    cells: &Cells,
    layout: &Layout,
    bands: &[Band],
    base: f64,
    params: &OpticalDetectParams,
) -> Vec<CellKind> {
    let is_smooth = |cell: usize| f64::from(cells.rough[cell]) < params.rough_ratio * base;
    let is_near = |a: usize, b: usize| {
        (0..cells.bands).all(|band| {
            let difference = cells.median[a * cells.bands + band] - cells.median[b * cells.bands + band];
            f64::from(difference.abs()) < params.join_ratio * base
        })
    };
    let bodies = Bodies::of(layout.down, layout.across, is_smooth, is_near);
    let same = |a: usize, b: usize| bodies.label[a].is_some() && bodies.label[a] == bodies.label[b];
    let broad = bodies.greatest(&largest_squares(layout.down, layout.across, same));
    let side = side_cells(params.least_water_m, layout);
    let mut brightness = vec![0.0_f64; bodies.count];
    let mut size = vec![0.0_f64; bodies.count];
    for (cell, body) in bodies.label.iter().enumerate() {
        if let Some(body) = *body {
            brightness[body] += cells.brightness(cell, bands);
            size[body] += 1.0;
        }
    }
    /// A body this large beside the largest may be the sea.
    const LARGE_SHARE: f64 = 0.2;
    let is_broad = |body: usize| broad[body] as usize >= side;
    let largest = (0..bodies.count).filter(|b| is_broad(*b)).map(|b| size[b]).fold(0.0, f64::max);
    let darkest = (0..bodies.count)
        .filter(|b| is_broad(*b) && size[*b] >= LARGE_SHARE * largest)
        .map(|b| brightness[b] / size[b])
        .fold(f64::INFINITY, f64::min);
    let is_water = |body: usize| {
        is_broad(body) && brightness[body] / size[body] <= params.most_water_brightness * darkest
    };
    let kind = |(cell, body): (usize, &Option<usize>)| match body {
        Some(body) if is_water(*body) => CellKind::Water,
        _ if cells.is_shore[cell] => CellKind::InWater,
        _ if cells.rough[cell].is_nan() => CellKind::Nothing,
        _ => CellKind::Land,
    };
    bodies.label.iter().enumerate().map(kind).collect()
}

/// What is no water, in water, and no larger than a ship, is searched.
fn fill_holes(kinds: &mut [CellKind], layout: &Layout, params: &OpticalDetectParams) {
    // Land as given is no part of them: a quay that it lacks, or a ship beside it, is looked at by itself.
    let is_other = |cell: usize| kinds[cell] == CellKind::Land;
    let holes = Bodies::touching(layout.down, layout.across, is_other);
    let cell = f64::from(layout.cell);
    let extents = extents(&holes, layout.across);
    for (at, body) in holes.label.iter().enumerate() {
        let Some(body) = *body else { continue };
        let (lines, samples) = extents[body];
        let longest = (lines as f64 * cell * layout.line_m).max(samples as f64 * cell * layout.sample_m);
        if longest <= params.longest_m {
            kinds[at] = CellKind::InWater;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The means over rectangles, cell by cell, the long way.
    #[test]
    fn the_level_of_the_sea_is_the_mean_of_the_water_cells_within_reach() {
        let (down, across, bands) = (7, 9, 2);
        let value = |cell: usize, band: usize| ((cell * 37 + band * 11) % 23) as f32;
        let kind = |cell: usize| if (cell * 7).is_multiple_of(5) { CellKind::Land } else { CellKind::Water };
        let values: Vec<f32> = (0..down * across * bands).map(|i| value(i / bands, i % bands)).collect();
        let kinds = (0..down * across).map(kind).collect();
        let (level, sd) = (Vec::new(), Vec::new());
        let sea = Sea { kinds, bands, across, down, cell: 8.0, level, sd };
        let found = sea.about(&values, (1, 2));
        for cell in 0..down * across {
            let (line, sample) = (cell / across, cell % across);
            for band in 0..bands {
                let near = |other: &usize| {
                    line.abs_diff(other / across) <= 1
                        && sample.abs_diff(other % across) <= 2
                        && kind(*other) == CellKind::Water
                };
                let own: Vec<f32> = (0..down * across).filter(near).map(|c| value(c, band)).collect();
                let mean = own.iter().sum::<f32>() / own.len() as f32;
                assert!((found[cell * bands + band] - mean).abs() < 1e-4);
            }
        }
    }
}
