//! Which pixels make a block, which blocks a cell, which blocks lie about a block.

use crate::search::SearchParams;

/// Blocks in a side of a cell, at most.
const MOST_BLOCKS: usize = 16;
/// Pixels in a side of a cell, at most (unless a block alone has more): bounds memory for fine pixels.
const MOST_PIXELS: usize = 256;
/// Half of the larger square, in blocks, at most.
const MOST_HALF: usize = 32;

/// How a scene is cut into blocks and cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Lines of the scene.
    pub lines: usize,
    /// Samples of a line.
    pub samples: usize,
    /// Lines of a block.
    pub block_lines: usize,
    /// Samples of a block.
    pub block_samples: usize,
    /// Blocks in a column of a cell.
    pub cell_rows: usize,
    /// Blocks in a row of a cell.
    pub cell_columns: usize,
    /// Blocks on each side of a block that its statistics come from: down and across.
    pub outer: (usize, usize),
    /// Blocks on each side of a block that are kept out of them.
    pub inner: (usize, usize),
    /// As `outer`, where that holds too little sea.
    pub wide: (usize, usize),
}

impl Grid {
    /// The grid of a scene. Spacings that are not finite or not above nought are taken as 1 m.
    pub fn new(lines: u32, samples: u32, spacing_m: (f64, f64), params: &SearchParams) -> Self {
        let down = Axis::new(spacing_m.0, params);
        let across = Axis::new(spacing_m.1, params);
        Self {
            lines: lines as usize,
            samples: samples as usize,
            block_lines: down.block,
            block_samples: across.block,
            cell_rows: down.cell,
            cell_columns: across.cell,
            outer: (down.outer, across.outer),
            inner: (down.inner, across.inner),
            wide: (down.wide, across.wide),
        }
    }

    /// Rows of blocks.
    pub const fn rows(&self) -> usize {
        self.lines.div_ceil(self.block_lines)
    }
    /// Columns of blocks.
    pub const fn columns(&self) -> usize {
        self.samples.div_ceil(self.block_samples)
    }
    /// Lines of a cell.
    pub const fn cell_lines(&self) -> usize {
        self.cell_rows * self.block_lines
    }
    /// Samples of a cell.
    pub const fn cell_samples(&self) -> usize {
        self.cell_columns * self.block_samples
    }
    /// Rows of cells.
    pub const fn cells_down(&self) -> usize {
        self.lines.div_ceil(self.cell_lines())
    }
    /// Columns of cells.
    pub const fn cells_across(&self) -> usize {
        self.samples.div_ceil(self.cell_samples())
    }
    /// True if the larger square does not fit into the scene.
    pub const fn is_small(&self) -> bool {
        self.lines < (2 * self.wide.0 + 1) * self.block_lines
            || self.samples < (2 * self.wide.1 + 1) * self.block_samples
    }
}

struct Axis {
    block: usize,
    cell: usize,
    outer: usize,
    inner: usize,
    wide: usize,
}

impl Axis {
    fn new(spacing_m: f64, params: &SearchParams) -> Self {
        let spacing_m = if spacing_m.is_finite() && spacing_m > 0.0 { spacing_m } else { 1.0 };
        let block = ((params.block_m / spacing_m).round() as usize).clamp(1, MOST_PIXELS);
        let block_m = block as f64 * spacing_m;
        // From the centre of a block; rounded up, so that the squares are no smaller than asked for.
        let half =
            |side_m: f64| (((side_m - block_m) / 2.0 / block_m).ceil().max(0.0) as usize).min(MOST_HALF);
        let wanted = (params.cell_m / block_m).round() as usize;
        let cell = wanted.min(MOST_PIXELS / block).clamp(1, MOST_BLOCKS);
        let inner = half(params.inner_m);
        let outer = half(params.outer_m).max(inner + 1);
        Self { block, cell, outer, inner, wide: half(params.wide_m).max(outer) }
    }
}
