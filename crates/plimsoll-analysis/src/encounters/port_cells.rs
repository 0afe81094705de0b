//! Ports and anchorages that no place of the case names: where many ships lie.

use super::EncounterParams;
use crate::port_visits::Sites;
use plimsoll_model::{Mmsi, Position, SlowPoint};

/// Height of a cell in degrees of latitude: 1 km, near enough.
const ROW_DEG: f64 = 0.009;

/// Counts which ships lay in which cell of about a kilometre, from slow points in any order.
///
/// Its size is bounded by the number of cells times the number of ships that lay in each. Counters of parts of the data
/// add up ([`PortCells::merge`]).
#[derive(Clone, Debug, Default)]
pub struct PortCells {
    /// Cell, ship and how many points, in order up to `sorted`, then as they came.
    counts: Vec<(u64, Mmsi, u32)>,
    sorted: usize,
}

impl PortCells {
    /// Before the first point.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts a point.
    pub fn count(&mut self, point: &SlowPoint) {
        let cell = cell(point.position);
        match self.counts.last_mut() {
            Some((c, ship, n)) if *c == cell && *ship == point.mmsi => *n = n.saturating_add(1),
            _ => self.counts.push((cell, point.mmsi, 1)),
        }
        if self.counts.len() > 2 * self.sorted + 100_000 {
            self.compact();
        }
    }

    /// Adds what another has counted.
    pub fn merge(&mut self, other: Self) {
        self.counts.extend(other.counts);
        self.compact();
    }

    /// The cells about which enough ships lay long enough, but not the places to be searched.
    ///
    /// About a cell is in it or in one beside it: so it does not matter how the edges of the cells cut a port, and a
    /// cell with enough ships hides those around it too.
    pub fn mask<'a>(mut self, searched: Sites<'a>, params: &EncounterParams) -> PortMask<'a> {
        if params.port_min_ships == 0 {
            return PortMask { cells: Vec::new(), searched };
        }
        self.compact();
        let least = (params.port_min_stay_h * 3600.0 / params.grid_s() as f64).ceil();
        let mut lay: Vec<(u64, Mmsi)> = Vec::new();
        for ships in self.counts.chunk_by(|a, b| a.0 == b.0) {
            let long = ships.iter().filter(|(_, _, points)| f64::from(*points) >= least);
            let about = around(ships[0].0);
            lay.extend(long.flat_map(|(_, ship, _)| about.iter().map(|cell| (*cell, *ship))));
        }
        lay.sort_unstable();
        lay.dedup();
        let is_port = |ships: &&[(u64, Mmsi)]| ships.len() >= params.port_min_ships as usize;
        let cells = lay.chunk_by(|a, b| a.0 == b.0).filter(is_port).map(|ships| ships[0].0).collect();
        PortMask { cells, searched }
    }

    fn compact(&mut self) {
        self.counts.sort_unstable();
        self.counts.dedup_by(|b, a| {
            let is_same = a.0 == b.0 && a.1 == b.1;
            if is_same {
                a.2 = a.2.saturating_add(b.2);
            }
            is_same
        });
        self.sorted = self.counts.len();
    }
}

/// Where encounters are not looked for, because many ships lie there.
#[derive(Clone, Debug)]
pub struct PortMask<'a> {
    cells: Vec<u64>,
    searched: Sites<'a>,
}

impl PortMask<'_> {
    /// True if a position lies in a port by this mask.
    pub fn hides(&self, position: Position) -> bool {
        !self.cells.is_empty()
            && self.cells.binary_search(&cell(position)).is_ok()
            && !self.searched.holds(position)
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// True if it hides nothing.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// The cell of a position: its row of latitude, and its place in that row, which has as many cells as are about as wide
/// as high.
fn cell(position: Position) -> u64 {
    let row = ((position.lat_deg() + 90.0) / ROW_DEG) as u64;
    let turn = (position.lon_deg() + 180.0) / 360.0;
    row << 32 | column(turn, row)
}

fn column(turn: f64, row: u64) -> u64 {
    let columns = columns(row);
    ((turn * columns as f64) as u64).min(columns - 1)
}

/// How many cells a row has.
fn columns(row: u64) -> u64 {
    let lat_deg = (row as f64 + 0.5) * ROW_DEG - 90.0;
    ((360.0 / ROW_DEG * libm::cos(lat_deg.to_radians())) as u64).max(1)
}

/// A cell and those around it; rows differ in their number of cells, so that a neighbour above or below is one that
/// shares a stretch of longitude with the cell or those beside it.
fn around(cell: u64) -> Vec<u64> {
    let (row, own) = (cell >> 32, cell & 0xffff_ffff);
    let here = columns(row);
    let last_row = (180.0 / ROW_DEG) as u64;
    let mut found = Vec::new();
    for row in row.saturating_sub(1)..=(row + 1).min(last_row) {
        let there = columns(row);
        let turn = |column: f64| column / here as f64 * there as f64;
        let west = turn(own as f64 - 1.0).floor() as i64;
        let east = (turn(own as f64 + 2.0).ceil() as i64 - 1).min(west + there as i64 - 1);
        found.extend((west..=east).map(|c| row << 32 | c.rem_euclid(there as i64) as u64));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_around_hold_every_point_within_their_width() {
        for (lat, lon) in [(0.0, 0.0), (55.0, 179.9999), (-65.0, -180.0), (89.5, 12.0), (-89.999, 100.0)] {
            let centre = Position::from_lat_lon(lat, lon).unwrap();
            let near = around(cell(centre));
            for (north, east) in
                [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.7, 0.7), (-0.7, 0.7), (0.7, -0.7)]
            {
                let lat = (lat + north * 0.0085).clamp(-90.0, 90.0);
                let lon = lon + east * 0.0085 / lat.to_radians().cos();
                let other = Position::from_lat_lon(lat, (lon + 540.0).rem_euclid(360.0) - 180.0).unwrap();
                assert!(near.contains(&cell(other)), "{centre:?} {other:?}");
            }
            assert!(near.len() < 16, "{}", near.len());
        }
    }
}
