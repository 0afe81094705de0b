//! Sums over the blocks about a block.

use super::cells::{CHANNELS, CLIP, COUNT, LOG_SQUARES, LOG_SUM, LOGS, SUM};
use super::grid::Grid;

/// Sums over the blocks about a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Surroundings {
    sums: [f64; CHANNELS],
}

impl Surroundings {
    /// Pixels of sea below the clip.
    pub(crate) fn count(&self) -> f64 {
        self.sums[COUNT]
    }
    /// Their mean.
    pub(crate) fn mean(&self) -> f64 {
        self.sums[SUM] / self.sums[COUNT]
    }
    /// Clip over mean.
    pub(crate) fn clip_ratio(&self) -> f64 {
        self.sums[CLIP] / self.sums[SUM]
    }
    /// The clip.
    pub(crate) fn clip(&self) -> f64 {
        self.sums[CLIP] / self.sums[COUNT]
    }
    /// Mean and standard deviation of the natural logarithm.
    pub(crate) fn log_moments(&self) -> (f64, f64) {
        let n = self.sums[LOGS].max(1.0);
        let mean = self.sums[LOG_SUM] / n;
        (mean, (self.sums[LOG_SQUARES] / n - mean * mean).max(0.0).sqrt())
    }
}

/// Rows of blocks of one band about a row.
pub(crate) trait Rows {
    /// The sums of the blocks of a row, from the first column to the last; `None`: outside the scene.
    fn row(&self, row: usize) -> Option<&[[f32; CHANNELS]]>;
}

/// How far the sea of a row of blocks is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The donut.
    Donut,
    /// The larger one.
    Wide,
    /// All of the larger square, nothing kept out: for a scene that is smaller than it.
    All,
}

/// The surroundings of every block of a row. Sums are always taken in the same order, so that they do not depend on how
/// the scene is cut.
pub(crate) fn surroundings(grid: &Grid, rows: &dyn Rows, row: usize, reach: Reach) -> Vec<Surroundings> {
    let outer = if reach == Reach::Donut { grid.outer } else { grid.wide };
    let whole = prefix(grid, rows, row, outer.0);
    let hole = (reach != Reach::All).then(|| prefix(grid, rows, row, grid.inner.0));
    let columns = grid.columns();
    let mut out = vec![Surroundings::default(); columns];
    for (column, here) in out.iter_mut().enumerate() {
        let (from, to) = (column.saturating_sub(outer.1), (column + outer.1 + 1).min(columns));
        let (left, right) = (&whole[from], &whole[to]);
        for k in 0..CHANNELS {
            here.sums[k] = right[k] - left[k];
        }
        if let Some(hole) = &hole {
            let (from, to) = (column.saturating_sub(grid.inner.1), (column + grid.inner.1 + 1).min(columns));
            let (left, right) = (&hole[from], &hole[to]);
            for k in 0..CHANNELS {
                here.sums[k] -= right[k] - left[k];
            }
        }
    }
    out
}

/// Sums of the columns from the first up to each, over the rows within `half` of a row.
fn prefix(grid: &Grid, rows: &dyn Rows, row: usize, half: usize) -> Vec<[f64; CHANNELS]> {
    let mut sums = vec![[0.0_f32; CHANNELS]; grid.columns()];
    for r in row.saturating_sub(half)..=row + half {
        let Some(blocks) = rows.row(r) else { continue };
        sums.as_flattened_mut().iter_mut().zip(blocks.as_flattened()).for_each(|(s, b)| *s += b);
    }
    let mut run = [0.0; CHANNELS];
    let mut out = Vec::with_capacity(sums.len() + 1);
    out.push(run);
    for sum in &sums {
        for k in 0..CHANNELS {
            run[k] += f64::from(sum[k]);
        }
        out.push(run);
    }
    out
}
