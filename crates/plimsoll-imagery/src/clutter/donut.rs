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
    let boxed = |prefix: &[[f64; CHANNELS]], column: usize, half: usize| {
        let (from, to) = (column.saturating_sub(half), (column + half + 1).min(columns));
        std::array::from_fn(|k| prefix[to][k] - prefix[from][k])
    };
    (0..columns)
        .map(|column| {
            let mut sums: [f64; CHANNELS] = boxed(&whole, column, outer.1);
            if let Some(hole) = &hole {
                let inner: [f64; CHANNELS] = boxed(hole, column, grid.inner.1);
                sums.iter_mut().zip(inner).for_each(|(s, i)| *s -= i);
            }
            Surroundings { sums }
        })
        .collect()
}

/// Sums of the columns from the first up to each, over the rows within `half` of a row.
fn prefix(grid: &Grid, rows: &dyn Rows, row: usize, half: usize) -> Vec<[f64; CHANNELS]> {
    let mut sums = vec![[0.0_f32; CHANNELS]; grid.columns()];
    for r in row.saturating_sub(half)..=row + half {
        let Some(blocks) = rows.row(r) else { continue };
        for (sum, block) in sums.iter_mut().zip(blocks) {
            sum.iter_mut().zip(block).for_each(|(s, b)| *s += b);
        }
    }
    let mut run = [0.0; CHANNELS];
    let mut out = Vec::with_capacity(sums.len() + 1);
    out.push(run);
    for sum in &sums {
        run.iter_mut().zip(sum).for_each(|(r, &s)| *r += f64::from(s));
        out.push(run);
    }
    out
}
