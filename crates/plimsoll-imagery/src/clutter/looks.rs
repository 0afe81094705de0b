//! The equivalent number of looks of a scene.

use super::cells::{BlockSums, CellView, Reducer};
use super::grid::Grid;
use crate::error::ImageryError;
use crate::raster::Raster;
use crate::search::{Mask, SearchParams};
use plimsoll_model::PixelWindow;

/// Rows of cells that are looked at.
const ROWS: usize = 8;
/// Share of the cells that are the calmest.
const CALM: f64 = 0.05;

/// The equivalent number of looks: mean squared over variance in the calmest twentieth of the cells, over all bands.
/// `None`: no cell has sea that varies.
///
/// # Errors
/// Whatever the raster says.
pub fn estimate_looks(
    raster: &mut dyn Raster,
    grid: &Grid,
    mask: &dyn Mask,
    params: &SearchParams,
) -> Result<Option<f64>, ImageryError> {
    let rows = grid.cells_down();
    let mut variances = Vec::new();
    let mut most = 0.0_f64;
    for k in 0..rows.min(ROWS) {
        let first = (k * rows / rows.min(ROWS)) * grid.cell_lines();
        let lines = grid.cell_lines().min(grid.lines - first);
        let window =
            PixelWindow { line: first as u32, sample: 0, lines: lines as u32, samples: grid.samples as u32 };
        let mut planes = raster.read(window)?;
        let mut sea = Vec::new();
        mask.fill(window, &mut sea);
        raster.mark_no_sea(window, &mut sea);
        let pixels = lines * grid.samples;
        if planes.bands.iter().any(|b| b.len() != pixels) || sea.len() != pixels {
            continue;
        }
        let sea: Vec<&mut [u8]> = sea.chunks_exact_mut(grid.samples).collect();
        let mut reducer = Reducer::new(*grid, params.clip);
        let mut sums = BlockSums::default();
        for rows in planes.rows() {
            for left in (0..grid.samples).step_by(grid.cell_samples()) {
                let samples = grid.cell_samples().min(grid.samples - left);
                let view = CellView { rows: &rows, mask: Some(&sea), left, samples, noise: &[] };
                if let Some(cell) = reducer.reduce(&view, &mut sums) {
                    most = most.max(cell.count);
                    variances.push((cell.spread - 1.0, cell.count));
                }
            }
        }
    }
    variances.retain(|&(v, count)| v > 1e-6 && count >= 0.5 * most);
    variances.sort_by(|a, b| a.0.total_cmp(&b.0));
    let place = (CALM * variances.len() as f64) as usize;
    Ok(variances.get(place).map(|&(v, _)| 1.0 / v))
}
