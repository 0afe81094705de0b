//! Cloud: its share of a scene's sea, and which pixels lie under it.

use crate::optical::sea::{CellKind, Sea};
use crate::optical::working::Layout;

/// Cloud over the sea, on cells.
#[derive(Clone, Debug, PartialEq)]
pub struct CloudMask {
    is_cloud: Vec<bool>,
    across: usize,
    /// Pixels of the file along the side of a cell.
    cell: u32,
    /// Cells of sea or cloud that have a value.
    seen: usize,
}

impl CloudMask {
    pub(crate) fn of(sea: &Sea, layout: &Layout) -> Self {
        let is_cloud: Vec<bool> = sea.kinds.iter().map(|k| *k == CellKind::Cloud).collect();
        let seen = [CellKind::Water, CellKind::InWater, CellKind::Cloud].map(|k| sea.count(k)).iter().sum();
        Self { is_cloud, across: layout.across, cell: layout.cell * layout.by, seen }
    }

    /// Share of the scene's sea under cloud; `None`: it shows no sea.
    pub fn share(&self) -> Option<f64> {
        let cloud = self.is_cloud.iter().filter(|c| **c).count();
        (self.seen > 0).then(|| cloud as f64 / self.seen as f64)
    }

    /// True if a pixel of the file lies under cloud.
    pub fn is_cloud(&self, line: u32, sample: u32) -> bool {
        let (row, column) = ((line / self.cell) as usize, (sample / self.cell) as usize);
        column < self.across && self.is_cloud.get(row * self.across + column).copied().unwrap_or(false)
    }
}
