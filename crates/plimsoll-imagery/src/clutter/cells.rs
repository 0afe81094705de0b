//! Sums of blocks, moments and histogram of a cell.

use super::grid::Grid;
use super::kernel::{BINS, Buffers, LANES, add_to_histogram, keep_values};
use crate::search::SEARCHED_ONLY;

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

/// One line of pixels of a block in so many has its logarithms taken; neighbours in a line of speckle say much the same.
const LOG_EVERY: usize = 2;
/// One line of pixels of a block in so many goes into the histogram.
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

/// Scratch of one worker: a cell of pixels, block by block.
///
/// A block stands in one piece: first the lines whose logarithms are taken, then the others. A line is filled up with NaN
/// to a multiple of [`LANES`], a block to all its lines.
pub(crate) struct Reducer {
    grid: Grid,
    clip: f32,
    /// Pixels of a line of a block.
    width: usize,
    pixels: Vec<f32>,
    /// A line of the cell.
    line: Vec<f32>,
    buffers: Buffers,
    /// Means of blocks: of those that are at least half sea, of the others.
    means: [Vec<f32>; 2],
    /// Of each block of the cell: whether any of it is searched though it is no sea.
    has_searched: Vec<bool>,
}

/// Pixels of a cell within lines of a part of a scene, with what was removed from each block.
pub(crate) struct CellView<'a, 'b> {
    /// Lines of the cell.
    pub(crate) rows: &'a [&'b mut [f32]],
    /// One slice for each line; `None`: all is sea.
    pub(crate) mask: Option<&'a [&'b mut [u8]]>,
    /// First sample, and how many.
    pub(crate) left: usize,
    pub(crate) samples: usize,
    /// Noise to add, one a block, row by row; empty: none.
    pub(crate) noise: &'a [f32],
}

impl CellView<'_, '_> {
    /// Pixels of a line, and its mask, empty if all is sea.
    fn line(&self, line: usize) -> (&[f32], &[u8]) {
        let range = self.left..self.left + self.samples;
        let mask = self.mask.map_or(&[][..], |mask| &mask[line][range.clone()]);
        (&self.rows[line][range], mask)
    }
}

/// What is found of each block of a cell, row by row.
#[derive(Default)]
pub(crate) struct BlockSums {
    /// The sums.
    pub(crate) sums: Vec<[f32; CHANNELS]>,
    /// Pixels of sea with a value.
    pub(crate) valid: Vec<u32>,
    /// The greatest power of these, noise included, or nought.
    pub(crate) most: Vec<f32>,
}

impl Reducer {
    pub(crate) fn new(grid: Grid, clip: f64) -> Self {
        let width = grid.block_samples.next_multiple_of(LANES);
        let block = grid.block_lines * width;
        Self {
            grid,
            clip: clip as f32,
            width,
            pixels: vec![f32::NAN; grid.cell_rows * grid.cell_columns * block],
            line: vec![f32::NAN; grid.cell_samples()],
            buffers: Buffers::new(block),
            means: Default::default(),
            has_searched: Vec::new(),
        }
    }

    /// Fills `out` with what is found of the blocks of a cell, and says what the cell does; `None`: there is no sea, or
    /// it has no power.
    pub(crate) fn reduce(&mut self, view: &CellView<'_, '_>, out: &mut BlockSums) -> Option<Cell> {
        let blocks =
            view.rows.len().div_ceil(self.grid.block_lines) * view.samples.div_ceil(self.grid.block_samples);
        out.sums.clear();
        out.sums.resize(blocks, [0.0; CHANNELS]);
        self.has_searched.clear();
        self.has_searched.resize(blocks, false);
        self.load(view);
        let middle = self.middle(out)?;
        let clip = middle * self.clip;
        let [count, sum, squares] = self.clipped(clip, middle, &mut out.sums);
        self.logs(clip, middle, &mut out.sums);
        if count < 2.0 || sum <= 0.0 {
            return None;
        }
        let mean = sum / count;
        let (blocks, block_variance, block_correlation) = self.blocks(view, &out.sums);
        Some(Cell {
            count,
            spread: squares / count / (mean * mean),
            clip_ratio: f64::from(self.clip) / mean,
            block_variance,
            block_correlation,
            blocks,
            bins: self.histogram(clip, (1.0 / (mean * f64::from(middle))) as f32, out.sums.len()),
        })
    }

    /// Where a line of a block stands in it.
    const fn place(&self, line: usize) -> usize {
        let sparse = self.grid.block_lines.div_ceil(LOG_EVERY);
        let (round, turn) = (line / LOG_EVERY, line % LOG_EVERY);
        (if turn == 0 { round } else { sparse + round * (LOG_EVERY - 1) + turn - 1 }) * self.width
    }

    /// Copies the cell, NaN where it is not sea or has no value, noise added.
    fn load(&mut self, view: &CellView<'_, '_>) {
        let (width, height) = (self.grid.block_samples, self.grid.block_lines);
        let across = view.samples.div_ceil(width);
        let block = height * self.width;
        if !view.rows.len().is_multiple_of(height) {
            self.pixels.fill(f32::NAN);
        }
        for i in 0..view.rows.len() {
            let (from, mask) = view.line(i);
            let place = i / height * across * block + self.place(i % height);
            let line = &mut self.line[..view.samples];
            keep_values(from, line);
            let noise = view.noise.get(i / height * across..).unwrap_or(&[]);
            let is_sea = mask.iter().fold(0, |any, &m| any | m) == 0;
            for (k, (to, from)) in self.pixels[place..].chunks_mut(block).zip(line.chunks(width)).enumerate()
            {
                let (to, padding) = to[..self.width].split_at_mut(from.len());
                copy(from, to);
                padding.fill(f32::NAN);
                if !is_sea {
                    let land = to.iter_mut().zip(&mask[k * width..]).filter(|(_, m)| **m != 0);
                    land.for_each(|(p, _)| *p = f32::NAN);
                    let searched = mask[k * width..].iter().take(from.len()).any(|m| m & SEARCHED_ONLY != 0);
                    self.has_searched[i / height * across + k] |= searched;
                }
                if let Some(noise) = noise.get(k) {
                    to.iter_mut().for_each(|p| *p += noise);
                }
            }
        }
    }

    /// Median of the means of the blocks that are at least half sea; of all that are any where none is.
    fn middle(&mut self, out: &mut BlockSums) -> Option<f32> {
        let full = (self.grid.block_lines * self.grid.block_samples) as f32;
        let blocks = out.sums.len();
        let [mut most, mut any] = std::mem::take(&mut self.means);
        [&mut most, &mut any].into_iter().for_each(Vec::clear);
        out.valid.clear();
        out.most.clear();
        for (block, has_searched) in
            self.pixels.chunks_exact(self.buffers.pixels()).take(blocks).zip(&self.has_searched)
        {
            let [count, sum, greatest] = self.buffers.plain(block);
            out.valid.push(count as u32);
            // What is searched and tells nothing of the sea is not among these pixels: such a block is always looked at.
            out.most.push(if *has_searched { f32::MAX } else { greatest });
            if count >= full * LEAST_SHARE {
                most.push(sum / count);
            } else if count > 0.0 {
                any.push(sum / count);
            }
        }
        let means = if most.is_empty() { &mut any } else { &mut most };
        let half = means.len() / 2;
        let middle = (!means.is_empty()).then(|| *means.select_nth_unstable_by(half, f32::total_cmp).1);
        self.means = [most, any];
        middle.filter(|m| *m > 0.0 && m.is_finite() && (1.0 / m).is_finite())
    }

    fn clipped(&mut self, clip: f32, middle: f32, out: &mut [[f32; CHANNELS]]) -> [f64; 3] {
        let mut totals = [0.0; 3];
        let inverse = 1.0 / middle;
        for (block, out) in self.pixels.chunks_exact(self.buffers.pixels()).zip(out) {
            let [n, s, q] = self.buffers.clipped(block, clip, inverse);
            out[COUNT] = n;
            out[SUM] = s * middle;
            out[CLIP] = n * clip;
            totals = [totals[0] + f64::from(n), totals[1] + f64::from(s), totals[2] + f64::from(q)];
        }
        totals
    }

    fn logs(&mut self, clip: f32, middle: f32, out: &mut [[f32; CHANNELS]]) {
        let shift = libm::logf(middle);
        let inverse = 1.0 / middle;
        let sparse = self.place(1);
        for (block, out) in self.pixels.chunks_exact(self.buffers.pixels()).zip(out) {
            let [n, s, q] = self.buffers.logs(&block[..sparse], clip, inverse);
            out[LOGS] = n;
            out[LOG_SUM] = s + n * shift;
            out[LOG_SQUARES] = q + shift * (2.0 * s + n * shift);
        }
    }

    fn histogram(&self, clip: f32, inverse: f32, blocks: usize) -> [u32; BINS] {
        let mut bins = [0; BINS];
        let sparse = self.place(1);
        for block in self.pixels.chunks_exact(self.buffers.pixels()).take(blocks) {
            for line in block[..sparse].chunks_exact(self.width).step_by(BIN_EVERY / LOG_EVERY) {
                add_to_histogram(line, clip, inverse, &mut bins);
            }
        }
        bins
    }

    /// How many blocks are at least half sea, the relative variance of their means and the correlation of those that
    /// touch.
    fn blocks(&self, view: &CellView<'_, '_>, out: &[[f32; CHANNELS]]) -> (f64, f64, f64) {
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

/// Copies pixels. Those of a whole pack are copied without a call.
#[inline]
fn copy(from: &[f32], to: &mut [f32]) {
    if let (Some(from), Some(to)) = (from.as_array::<LANES>(), to.as_mut_array::<LANES>()) {
        *to = *from;
    } else {
        to.copy_from_slice(from);
    }
}
