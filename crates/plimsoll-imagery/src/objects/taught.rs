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
    /// Lines of cells that the whole scene has.
    lines_in_all: usize,
    /// Pixels in a cell.
    px: (u32, u32),
    cell: Spacing,
    /// Level, dB; NaN where there is none.
    level: Vec<f32>,
    /// Level of the sea over that of the square about it, dB; NaN elsewhere.
    over: Vec<f32>,
    /// True for a cell of an area that is no sea though no land given covers it.
    taught: Vec<bool>,
}

/// What counts as land that the coastline given does not hold.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaughtParams {
    /// Bright areas are looked for on cells of this size, m.
    pub cell_m: f64,
    /// The median of five by five cells is at least so far above the sea about, dB.
    pub over_sea_db: f64,
    /// The sea's level is the lowest of squares of this size within one square, m.
    pub sea_square_m: f64,
    /// Only what is this broad in both directions counts: no ship is, nor the cross about one, m.
    pub least_breadth_m: f64,
    /// Smaller areas are left: no ship is so long, m.
    pub least_extent_m: f64,
    /// Land is rough: the standard deviation of its cells is at least this, dB. The sea, be it light or dark, is not.
    pub least_rough_db: f64,
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
        let lines_in_all = (raster.lines() / px.0) as usize;
        // A scene narrower than a cell has no cells.
        let lines = MOST_CELLS.checked_div(samples).map_or(0, |most| lines_in_all.min(most));
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
        Ok(Self { lines, samples, lines_in_all, px, cell, level, over, taught: vec![false; lines * samples] })
    }

    /// In words, if the scene is too large to be looked at whole.
    pub(crate) fn left_out(&self) -> Option<String> {
        let part = 100.0 * self.lines as f64 / self.lines_in_all as f64;
        (self.samples > 0 && self.lines < self.lines_in_all).then(|| {
            format!("what the scene teaches of itself is taken from its first {part:.0} % of lines only")
        })
    }

    /// Learns what is land though nobody said so: large, bright and rough. Its cells are sea no longer.
    pub(crate) fn learn_land(&mut self, params: &TaughtParams) -> f64 {
        let sea = self.sea(params);
        let bright: Vec<bool> =
            (0..self.level.len()).map(|i| f64::from(self.median(i) - sea[i]) >= params.over_sea_db).collect();
        // What is left when all that is narrower than the breadth is taken away.
        let half = (params.least_breadth_m / 2.0 / self.cell.longer_m()) as usize;
        let core: Vec<bool> = (0..bright.len()).map(|i| self.about(i, half).all(|j| bright[j])).collect();
        let bright: Vec<bool> = (0..core.len()).map(|i| self.about(i, half).any(|j| core[j])).collect();
        let mut seen = vec![false; bright.len()];
        let mut taught = vec![false; bright.len()];
        for start in 0..bright.len() {
            if !bright[start] || seen[start] {
                continue;
            }
            let area = connected(&bright, &mut seen, start, self.lines, self.samples);
            if self.is_land(&area, params) {
                area.iter().for_each(|i| taught[*i] = true);
            }
        }
        // The median of a square takes two cells off the rim of what it finds.
        self.taught = (0..taught.len()).map(|i| self.about(i, 2).any(|j| taught[j])).collect();
        for (over, taught) in self.over.iter_mut().zip(&self.taught) {
            if *taught {
                *over = f32::NAN;
            }
        }
        taught.iter().filter(|t| **t).count() as f64 * self.cell.area_m2()
    }

    /// True if a point of the image lies on land that the scene taught.
    pub(crate) fn is_taught(&self, line: f64, sample: f64) -> bool {
        let (l, s) = ((line + 0.5) / f64::from(self.px.0), (sample + 0.5) / f64::from(self.px.1));
        l >= 0.0
            && s >= 0.0
            && (l as usize) < self.lines
            && (s as usize) < self.samples
            && self.taught[l as usize * self.samples + s as usize]
    }

    fn is_land(&self, area: &[usize], params: &TaughtParams) -> bool {
        let (mut l, mut s) = ((usize::MAX, 0), (usize::MAX, 0));
        let (mut sum, mut square, mut n) = (0.0, 0.0, 0.0);
        for i in area {
            l = (l.0.min(i / self.samples), l.1.max(i / self.samples));
            s = (s.0.min(i % self.samples), s.1.max(i % self.samples));
            let level = f64::from(self.level[*i]);
            if level.is_finite() {
                sum += level;
                square += level * level;
                n += 1.0;
            }
        }
        let extent = libm::hypot(
            (l.1 - l.0 + 1) as f64 * self.cell.line_m,
            (s.1 - s.0 + 1) as f64 * self.cell.sample_m,
        );
        let variance = square / n - (sum / n) * (sum / n);
        extent > params.least_extent_m && variance > params.least_rough_db * params.least_rough_db
    }

    /// Cells within some cells of one.
    fn about(&self, i: usize, by: usize) -> impl Iterator<Item = usize> + use<> {
        let (l, s, lines, samples) = (i / self.samples, i % self.samples, self.lines, self.samples);
        (l.saturating_sub(by)..(l + by + 1).min(lines)).flat_map(move |l| {
            (s.saturating_sub(by)..(s + by + 1).min(samples)).map(move |s| l * samples + s)
        })
    }

    fn median(&self, i: usize) -> f32 {
        let mut values = [0.0_f32; 25];
        let mut n = 0;
        for level in self.about(i, 2).map(|j| self.level[j]).filter(|v| v.is_finite()) {
            values[n] = level;
            n += 1;
        }
        values[..n].sort_by(f32::total_cmp);
        if n < 9 { f32::NAN } else { values[n / 2] }
    }

    /// The sea's level at each cell: the least of the 20 % points of the squares about it, those that hold enough.
    fn sea(&self, params: &TaughtParams) -> Vec<f32> {
        let side = |m: f64| ((params.sea_square_m / m) as usize).max(1);
        let (sl, ss) = (side(self.cell.line_m), side(self.cell.sample_m));
        let (down, across) = (self.lines.div_ceil(sl), self.samples.div_ceil(ss));
        let mut low = vec![f32::NAN; down * across];
        for r in 0..down {
            for c in 0..across {
                let mut values: Vec<f32> = (r * sl..((r + 1) * sl).min(self.lines))
                    .flat_map(|l| {
                        &self.level
                            [l * self.samples + c * ss..l * self.samples + ((c + 1) * ss).min(self.samples)]
                    })
                    .copied()
                    .filter(|v| v.is_finite())
                    .collect();
                values.sort_by(f32::total_cmp);
                if values.len() * 8 > sl * ss {
                    low[r * across + c] = values[values.len() / 5];
                }
            }
        }
        let least = |r: usize, c: usize| {
            let rows = r.saturating_sub(1)..(r + 2).min(down);
            rows.flat_map(|r| (c.saturating_sub(1)..(c + 2).min(across)).map(move |c| r * across + c))
                .map(|i| low[i])
                .filter(|v| v.is_finite())
                .min_by(f32::total_cmp)
                .unwrap_or(f32::NAN)
        };
        (0..self.level.len()).map(|i| least(i / self.samples / sl, i % self.samples / ss)).collect()
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

/// The cells that hang together with one, over their sides.
fn connected(bright: &[bool], seen: &mut [bool], start: usize, lines: usize, samples: usize) -> Vec<usize> {
    let mut out = vec![start];
    seen[start] = true;
    let mut next = 0;
    while next < out.len() {
        let (l, s) = (out[next] / samples, out[next] % samples);
        next += 1;
        let mut go = |l: usize, s: usize| {
            let i = l * samples + s;
            if bright[i] && !seen[i] {
                seen[i] = true;
                out.push(i);
            }
        };
        if l > 0 {
            go(l - 1, s);
        }
        if s > 0 {
            go(l, s - 1);
        }
        if l + 1 < lines {
            go(l + 1, s);
        }
        if s + 1 < samples {
            go(l, s + 1);
        }
    }
    out
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
