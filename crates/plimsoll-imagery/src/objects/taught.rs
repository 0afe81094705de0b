//! What one scene teaches about itself where its file does not tell: the direction of flight, and how far its ghosts
//! lie from what they are ghosts of.
//!
//! Both are looked for on a grid of coarse cells, each as bright as the mean of its pixels: the direction from the
//! crosses about the brightest objects, the distance from how the sea lights up where the brightest points of land and
//! sea, moved along the track, come to lie.

use crate::error::ImageryError;
use crate::land::LandMask;
use crate::objects::arms::{ArmParams, Arms, Source, db};
use crate::objects::ghosts::GhostParams;
use crate::objects::shape::Spacing;
use crate::raster::Raster;
use plimsoll_model::PixelWindow;

/// Cells of the grid, at most: a larger scene is looked at in part.
const MOST_CELLS: usize = 4_000_000;
/// Side of the squares whose median is taken for the sea's level, cells.
const BLOCK: usize = 15;
/// Turns tried on each side of that of the crosses, degrees.
const TURNS_DEG: i32 = 4;

/// The scene on coarse cells.
pub(crate) struct Grid {
    lines: usize,
    samples: usize,
    /// Pixels in a cell.
    px: (u32, u32),
    cell: Spacing,
    /// Level over that of the square about it, dB; NaN where there is none.
    over: Vec<f32>,
}

impl Grid {
    /// Sea of the first band, cells as near to `cell_m` as whole pixels allow. The first lines of a scene that is too
    /// large.
    pub(crate) fn read(
        raster: &mut dyn Raster,
        land: Option<&LandMask>,
        spacing: Spacing,
        cell_m: f64,
    ) -> Result<Self, ImageryError> {
        let count = |m: f64| ((cell_m / m).round() as u32).max(1);
        let px = (count(spacing.line_m), count(spacing.sample_m));
        let samples = (raster.samples() / px.1) as usize;
        let lines = ((raster.lines() / px.0) as usize).min(MOST_CELLS / samples.max(1));
        let mut level = Vec::with_capacity(lines * samples);
        let mut bits = Vec::new();
        for line in 0..lines as u32 {
            let window =
                PixelWindow { line: line * px.0, sample: 0, lines: px.0, samples: samples as u32 * px.1 };
            let planes = raster.read(window)?;
            if let Some(land) = land {
                land.fill(window, &mut bits);
            } else {
                bits.clear();
                bits.resize(planes.lines * planes.samples, 0);
            }
            for cell in 0..samples {
                let (mut sum, mut n) = (0.0_f32, 0.0_f32);
                let own = cell * px.1 as usize..(cell + 1) * px.1 as usize;
                for (row, bits) in
                    planes.bands[0].chunks_exact(planes.samples).zip(bits.chunks_exact(planes.samples))
                {
                    for (power, bits) in row[own.clone()].iter().zip(&bits[own.clone()]) {
                        if power.is_finite() && *bits == 0 {
                            sum += power;
                            n += 1.0;
                        }
                    }
                }
                level.push(if n > 0.0 && sum > 0.0 { db(f64::from(sum / n)) as f32 } else { f32::NAN });
            }
        }
        let cell = Spacing {
            line_m: spacing.line_m * f64::from(px.0),
            sample_m: spacing.sample_m * f64::from(px.1),
        };
        let over = over(&level, lines, samples);
        Ok(Self { lines, samples, px, cell, over })
    }

    /// The cell of a point of the image, moved by metres down and to the right.
    fn at(&self, point: &Source, down_m: f64, right_m: f64) -> Option<f32> {
        let line = (point.line + 0.5) / f64::from(self.px.0) + down_m / self.cell.line_m;
        let sample = (point.sample + 0.5) / f64::from(self.px.1) + right_m / self.cell.sample_m;
        let inside = line >= 0.0 && sample >= 0.0 && line < self.lines as f64 && sample < self.samples as f64;
        let value = inside.then(|| self.over[line as usize * self.samples + sample as usize])?;
        value.is_finite().then_some(value)
    }

    /// The direction of the crosses about the brightest points of the sea.
    pub(crate) fn arms(&self, brightest: &[Source], params: &ArmParams) -> Option<Arms> {
        let turns: Vec<f64> = (-90..90).map(|i| f64::from(i) * 0.5).collect();
        let score = |turn: f64| {
            let (c, s) = (libm::cos(turn.to_radians()), libm::sin(turn.to_radians()));
            let (mut sum, mut n) = (0.0, 0.0);
            for point in brightest {
                let step = self.cell.longer_m();
                let mut r = (4.0 * params.resolution_m).max(params.from_m);
                while r <= params.learn_to_m {
                    for (a, b) in [(c, s), (-c, -s), (-s, c), (s, -c)] {
                        if let Some(over) = self.at(point, a * r, b * r) {
                            sum += f64::from(over.clamp(-3.0, 10.0));
                            n += 1.0;
                        }
                    }
                    r += step;
                }
            }
            if n > 0.0 { sum / n } else { 0.0 }
        };
        let scores: Vec<f64> = turns.iter().map(|t| score(*t)).collect();
        let (best, sds) = standing_out(&scores)?;
        (sds >= params.least_sds)
            .then(|| Arms { turn_deg: weighed(&turns, &scores, best, 3), is_learnt: true })
    }

    /// Direction of the track and distance of ghosts: the place, in a strip about the track, to which the brightest
    /// points have to be moved for the sea to light up.
    pub(crate) fn ghosts(
        &self,
        sources: &[Source],
        about_deg: f64,
        params: &GhostParams,
    ) -> Option<(f64, f64, f64)> {
        let faintest = sources.iter().map(|s| s.power).min_by(f64::total_cmp)?;
        let step = self.cell.longer_m();
        let count = ((params.farthest_m - params.nearest_m) / step) as usize;
        let mut scores = Vec::new();
        let mut tried = Vec::new();
        for half in -2 * TURNS_DEG..=2 * TURNS_DEG {
            let turn = about_deg + f64::from(half) * 0.5;
            let (c, s) = (libm::cos(turn.to_radians()), libm::sin(turn.to_radians()));
            for k in 0..count {
                let far = params.nearest_m + step * k as f64;
                let (mut sum, mut square) = (0.0, 0.0);
                for point in sources {
                    let weight = db(point.power / faintest);
                    for m in [far, -far] {
                        if let Some(over) = self.at(point, m * c, m * s) {
                            sum += weight * f64::from(over.clamp(-3.0, 6.0));
                            square += weight * weight;
                        }
                    }
                }
                tried.push((turn, far));
                scores.push(if square > 0.0 { sum / square.sqrt() } else { 0.0 });
            }
        }
        let (best, sds) = standing_out(&scores)?;
        (sds >= params.least_sds).then(|| (tried[best].0, tried[best].1, sds))
    }
}

/// Level over the median of the square of cells, moved by half squares, about each.
fn over(level: &[f32], lines: usize, samples: usize) -> Vec<f32> {
    let (down, across) = (lines.div_ceil(BLOCK), samples.div_ceil(BLOCK));
    let mut medians = vec![f32::NAN; down * across];
    for r in 0..down {
        for c in 0..across {
            let mut values: Vec<f32> = (r * BLOCK..((r + 1) * BLOCK).min(lines))
                .flat_map(|l| &level[l * samples + c * BLOCK..l * samples + ((c + 1) * BLOCK).min(samples)])
                .copied()
                .filter(|v| v.is_finite())
                .collect();
            values.sort_by(f32::total_cmp);
            medians[r * across + c] = values.get(values.len() / 2).copied().unwrap_or(f32::NAN);
        }
    }
    (0..lines * samples)
        .map(|i| level[i] - medians[i / samples / BLOCK * across + i % samples / BLOCK])
        .collect()
}

/// Where the greatest of some numbers stands, and how many robust standard deviations above their median.
fn standing_out(scores: &[f64]) -> Option<(usize, f64)> {
    let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))?;
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    let mut off: Vec<f64> = scores.iter().map(|s| (s - median).abs()).collect();
    off.sort_by(f64::total_cmp);
    let sd = 1.4826 * off[off.len() / 2];
    (sd > 0.0).then(|| (best, (scores[best] - median) / sd))
}

/// Mean of the places about the best, each weighed by its score over the least of them.
fn weighed(places: &[f64], scores: &[f64], best: usize, by: usize) -> f64 {
    let range = best.saturating_sub(by)..(best + by + 1).min(places.len());
    let least = range.clone().map(|i| scores[i]).fold(f64::INFINITY, f64::min);
    let total: f64 = range.clone().map(|i| scores[i] - least).sum();
    range.map(|i| places[i] * (scores[i] - least)).sum::<f64>() / total.max(f64::MIN_POSITIVE)
}
