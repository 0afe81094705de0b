//! Sums of blocks, moments and histogram of a cell.

use super::grid::Grid;
use super::kernel::{BINS, add_clipped, add_logs, add_plain, add_to_histogram};

/// How many sums a block has.
pub(crate) const CHANNELS: usize = 6;
/// Pixels below the clip.
pub(crate) const COUNT: usize = 0;
/// Sum of their power.
pub(crate) const SUM: usize = 1;
/// Count times clip.
pub(crate) const CLIP: usize = 2;
/// Pixels whose logarithm was taken.
pub(crate) const LOGS: usize = 3;
/// Sum of the logarithms.
pub(crate) const LOG_SUM: usize = 4;
/// Sum of their squares.
pub(crate) const LOG_SQUARES: usize = 5;

/// One line of pixels in so many has its logarithms taken; neighbours in a line of speckle say much the same.
const LOG_EVERY: usize = 2;
/// One line of pixels in so many goes into the histogram.
const BIN_EVERY: usize = 8;
/// A block with less of its pixels than this has no say in what the middle block is.
const LEAST_SHARE: f32 = 0.5;

/// What a cell says of the law of the sea.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Pixels below the clip.
    pub(crate) count: f64,
    /// Mean of the square over the square of the mean, of these.
    pub(crate) spread: f64,
    /// Clip over their mean.
    pub(crate) clip_ratio: f64,
    /// Variance of the means of its blocks, over the square of the mean.
    pub(crate) block_variance: f64,
    /// Correlation of blocks that touch: down and across.
    pub(crate) block_correlation: f64,
    /// How many blocks these rest on.
    pub(crate) blocks: f64,
    /// Histogram of power over the mean of the pixels below the clip.
    pub(crate) bins: [u32; BINS],
}

/// Scratch of one worker: a cell of pixels and the sums of its columns.
pub(crate) struct Reducer {
    grid: Grid,
    clip: f32,
    pixels: Vec<f32>,
    columns: [Vec<f32>; 3],
}

/// Pixels of a cell within planes that are `stride` wide, with what was removed from each block.
pub(crate) struct CellView<'a> {
    pub(crate) pixels: &'a [f32],
    pub(crate) mask: &'a [u8],
    pub(crate) stride: usize,
    pub(crate) lines: usize,
    pub(crate) samples: usize,
    /// Noise to add, one a block, row by row; empty: none.
    pub(crate) noise: &'a [f32],
}

impl Reducer {
    pub(crate) fn new(grid: Grid, clip: f64) -> Self {
        let width = grid.cell_samples();
        Self {
            grid,
            clip: clip as f32,
            pixels: vec![f32::NAN; grid.cell_lines() * width],
            columns: std::array::from_fn(|_| vec![0.0; width]),
        }
    }

    /// Sums of the blocks of a cell into `out` and their pixels of sea with a value into `valid`, row by row, and what the
    /// cell says;
    /// `None`: there is no sea, or it has no power.
    pub(crate) fn reduce(
        &mut self,
        view: &CellView<'_>,
        out: &mut [[f32; CHANNELS]],
        valid: &mut [u32],
    ) -> Option<Cell> {
        self.load(view);
        out.fill([0.0; CHANNELS]);
        let middle = self.middle(view, valid)?;
        let clip = middle * self.clip;
        let totals = self.clipped(view, clip, middle, out);
        self.logs(view, clip, middle, out);
        let [count, sum, squares] = totals;
        if count < 2.0 || sum <= 0.0 {
            return None;
        }
        let mean = sum / count;
        let mut bins = [0; BINS];
        let inverse = (1.0 / (mean * f64::from(middle))) as f32;
        for i in (0..view.lines).step_by(BIN_EVERY) {
            add_to_histogram(self.line(view, i), clip, inverse, &mut bins);
        }
        let (blocks, block_variance, block_correlation) = self.blocks(view, out);
        Some(Cell {
            count,
            spread: squares / count / (mean * mean),
            clip_ratio: f64::from(self.clip) / mean,
            block_variance,
            block_correlation,
            blocks,
            bins,
        })
    }

    fn line(&self, view: &CellView<'_>, i: usize) -> &[f32] {
        let width = self.grid.cell_samples();
        &self.pixels[i * width..i * width + view.samples]
    }

    /// Copies the cell, NaN where it is not sea or has no value, noise added.
    fn load(&mut self, view: &CellView<'_>) {
        let (width, block) = (self.grid.cell_samples(), self.grid.block_samples);
        let across = view.samples.div_ceil(block);
        for i in 0..view.lines {
            let from = &view.pixels[i * view.stride..i * view.stride + view.samples];
            let mask = &view.mask[i * view.stride..i * view.stride + view.samples];
            let to = &mut self.pixels[i * width..i * width + view.samples];
            if mask.iter().fold(0, |any, &m| any | m) == 0 {
                to.iter_mut().zip(from).for_each(|(t, &p)| *t = if p.abs() > 0.0 { p } else { f32::NAN });
            } else {
                for ((t, &p), &m) in to.iter_mut().zip(from).zip(mask) {
                    *t = if (m == 0) & (p.abs() > 0.0) { p } else { f32::NAN };
                }
            }
            if !view.noise.is_empty() {
                let row = &view.noise[i / self.grid.block_lines * across..];
                for (part, &noise) in to.chunks_mut(block).zip(row) {
                    part.iter_mut().for_each(|p| *p += noise);
                }
            }
        }
    }

    /// Runs over the rows of blocks; `add` gets a line, whether its logarithm is due, and the columns.
    fn rows(
        &mut self,
        view: &CellView<'_>,
        every: usize,
        add: impl Fn(&[f32], &mut [Vec<f32>; 3]),
        mut take: impl FnMut(usize, [f32; 3]),
    ) {
        let (width, block) = (self.grid.cell_samples(), self.grid.block_samples);
        let across = view.samples.div_ceil(block);
        for row in 0..view.lines.div_ceil(self.grid.block_lines) {
            let first = row * self.grid.block_lines;
            self.columns.iter_mut().for_each(|c| c.fill(0.0));
            for i in (first..(first + self.grid.block_lines).min(view.lines)).step_by(every) {
                add(&self.pixels[i * width..i * width + view.samples], &mut self.columns);
            }
            for column in 0..across {
                let part = column * block..((column + 1) * block).min(view.samples);
                let of = |column: &[f32]| column[part.clone()].iter().sum();
                let [a, b, c] = &self.columns;
                take(row * across + column, [of(a), of(b), of(c)]);
            }
        }
    }

    /// Median of the means of the blocks that are at least half sea; of all that are any where none is.
    fn middle(&mut self, view: &CellView<'_>, valid: &mut [u32]) -> Option<f32> {
        let full = (self.grid.block_lines * self.grid.block_samples) as f32;
        let (mut most, mut any) = (Vec::new(), Vec::new());
        self.rows(
            view,
            1,
            |line, [n, s, _]| add_plain(line, n, s),
            |k, [n, s, _]| {
                valid[k] = n as u32;
                if n >= full * LEAST_SHARE {
                    most.push(s / n);
                } else if n > 0.0 {
                    any.push(s / n);
                }
            },
        );
        let means = if most.is_empty() { &mut any } else { &mut most };
        if means.is_empty() {
            return None;
        }
        let half = means.len() / 2;
        let (_, middle, _) = means.select_nth_unstable_by(half, f32::total_cmp);
        (*middle > 0.0 && middle.is_finite() && (1.0 / *middle).is_finite()).then_some(*middle)
    }

    fn clipped(
        &mut self,
        view: &CellView<'_>,
        clip: f32,
        middle: f32,
        out: &mut [[f32; CHANNELS]],
    ) -> [f64; 3] {
        let mut totals = [0.0; 3];
        let inverse = 1.0 / middle;
        self.rows(
            view,
            1,
            |line, [n, s, q]| add_clipped(line, clip, inverse, n, s, q),
            |k, [n, s, q]| {
                out[k][COUNT] = n;
                out[k][SUM] = s * middle;
                out[k][CLIP] = n * clip;
                totals = [totals[0] + f64::from(n), totals[1] + f64::from(s), totals[2] + f64::from(q)];
            },
        );
        totals
    }

    fn logs(&mut self, view: &CellView<'_>, clip: f32, middle: f32, out: &mut [[f32; CHANNELS]]) {
        let shift = libm::logf(middle);
        let inverse = 1.0 / middle;
        self.rows(
            view,
            LOG_EVERY,
            |line, [n, s, q]| add_logs(line, clip, inverse, n, s, q),
            |k, [n, s, q]| {
                out[k][LOGS] = n;
                out[k][LOG_SUM] = s + n * shift;
                out[k][LOG_SQUARES] = q + shift * (2.0 * s + n * shift);
            },
        );
    }

    /// How many blocks are at least half sea, the relative variance of their means and the correlation of those that
    /// touch.
    fn blocks(&self, view: &CellView<'_>, out: &[[f32; CHANNELS]]) -> (f64, f64, f64) {
        let full = (self.grid.block_lines * self.grid.block_samples) as f32;
        let across = view.samples.div_ceil(self.grid.block_samples);
        let mean_of =
            |b: &[f32; CHANNELS]| (b[COUNT] >= full * LEAST_SHARE).then(|| f64::from(b[SUM] / b[COUNT]));
        let (mut n, mut sum) = (0.0, 0.0);
        out.iter().filter_map(mean_of).for_each(|m| (n, sum) = (n + 1.0, sum + m));
        if n < 4.0 {
            return (0.0, 0.0, 0.0);
        }
        let mean = sum / n;
        let (mut variance, mut together, mut pairs) = (0.0, 0.0, 0.0);
        for (k, block) in out.iter().enumerate() {
            let Some(m) = mean_of(block) else { continue };
            variance += (m - mean) * (m - mean);
            let right = ((k + 1) % across != 0).then(|| out.get(k + 1)).flatten();
            for other in [right, out.get(k + across)].into_iter().flatten().filter_map(mean_of) {
                together += (m - mean) * (other - mean);
                pairs += 1.0;
            }
        }
        let variance = variance / (n - 1.0);
        let correlation =
            if pairs > 0.0 && variance > 0.0 { (together / pairs / variance).clamp(0.0, 1.0) } else { 0.0 };
        (n, variance / (mean * mean), correlation)
    }
}
