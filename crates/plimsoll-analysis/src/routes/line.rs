//! What a straight leg costs: by points along it, near each other by the coast and far apart at sea.

use super::Way;
use super::grid::Grid;
use crate::chord::Spot;

/// Cost of the straight line between two points in metres at sea; `None` if land lies in the way.
///
/// Points follow the shortest way over the ellipsoid. The next point lies as far as nothing can change, less the error of the
/// stored distances; never nearer than half a cell, so that a line may cut the corner of a cell of land by less than that.
pub(super) fn cost(grid: &Grid, from: Spot, to: Spot, way: Way) -> Option<f64> {
    let chord = from.chord_m(to);
    let mut gone = 0.0;
    let mut sum = 0.0;
    loop {
        let share = if chord > 0.0 { (gone / chord).min(1.0) } else { 1.0 };
        let at = from.towards(to, share).to_position()?;
        let cell = grid.cell_of(at)?;
        if !grid.is_sea(cell) {
            return None;
        }
        if share >= 1.0 {
            return Some(sum);
        }
        let free = grid.free_m(cell, way) * 0.9 - 4.0 * grid.half_cell_m(cell);
        let step = free.max(grid.half_cell_m(cell)).min(chord - gone).max(1e-3);
        sum += step * grid.cost(cell, way);
        gone += step;
    }
}
