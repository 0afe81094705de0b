//! Where ships are usually seen: by that a ship without AIS is expected here rather than there.

use super::plane::step;
use plimsoll_model::{Area, Position};
use std::collections::BTreeMap;

/// Ships counted in cells of latitude and longitude, smoothed over neighbours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traffic {
    cell_deg: f64,
    counts: BTreeMap<(i32, i32), f64>,
}

impl Traffic {
    /// From places of ships at even times: a place where they stay counts more than one that they pass.
    pub fn new(cell_deg: f64, places: impl IntoIterator<Item = Position>) -> Self {
        let mut traffic = Self { cell_deg, counts: BTreeMap::new() };
        places.into_iter().for_each(|place| traffic.count(place));
        traffic
    }

    /// Counts one more place.
    pub fn count(&mut self, place: Position) {
        if let Some(cell) = self.cell(place) {
            *self.counts.entry(cell).or_default() += 1.0;
        }
    }

    /// Counts all of another, which has the same cells.
    pub fn add(&mut self, other: &Self) {
        for (cell, count) in &other.counts {
            *self.counts.entry(*cell).or_default() += count;
        }
    }

    /// The cell of a position. Cells are as high as they are wide on the ground, about, at 60 degrees and twice as wide at the
    /// equator: only their area matters, and it is reckoned with.
    fn cell(&self, place: Position) -> Option<(i32, i32)> {
        let of = |deg: f64, side: f64| (deg / side).floor() as i32;
        (self.cell_deg > 0.0)
            .then(|| (of(place.lat_deg(), self.cell_deg), of(place.lon_deg(), 2.0 * self.cell_deg)))
    }

    fn corner(&self, (row, column): (i32, i32)) -> Option<Position> {
        let lon = f64::from(column) * 2.0 * self.cell_deg;
        Position::from_lat_lon(f64::from(row) * self.cell_deg, (lon + 540.0).rem_euclid(360.0) - 180.0).ok()
    }

    /// Ships counted in an area, by the corners and middles of cells.
    pub(super) fn within(&self, area: &Area) -> f64 {
        let middle = |cell: (i32, i32)| {
            let corner = self.corner(cell)?;
            let lon = corner.lon_deg() + self.cell_deg;
            Position::from_lat_lon(
                corner.lat_deg() + 0.5 * self.cell_deg,
                (lon + 540.0).rem_euclid(360.0) - 180.0,
            )
            .ok()
        };
        self.counts
            .iter()
            .filter(|(cell, _)| middle(**cell).is_some_and(|m| area.contains(m)))
            .map(|(_, n)| n)
            .sum()
    }

    /// Ships counted, by the square metre: the mean over a cell and the eight about it, the nearer the heavier.
    pub(super) fn per_m2(&self, place: Position) -> f64 {
        let Some((row, column)) = self.cell(place) else { return 0.0 };
        let Some(corner) = self.corner((row, column)) else { return 0.0 };
        let Some(other) = self.corner((row + 1, column + 1)) else { return 0.0 };
        let side = step(corner, other);
        let mut sum = 0.0;
        for (up, of_row) in [(-1, 0.25), (0, 0.5), (1, 0.25)] {
            for (on, of_column) in [(-1, 0.25), (0, 0.5), (1, 0.25)] {
                sum += of_row * of_column * self.counts.get(&(row + up, column + on)).unwrap_or(&0.0);
            }
        }
        sum / (side.east_m * side.north_m).abs().max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ships_are_somewhere() {
        let at = |lat, lon| Position::from_lat_lon(lat, lon).unwrap();
        let traffic = Traffic::new(0.02, [at(42.511, 133.02), at(42.512, 133.02), at(42.6, 133.3)]);
        let area = Area::Polygon {
            exterior: vec![at(42.4, 132.9), at(42.4, 133.5), at(42.8, 133.5), at(42.8, 132.9)],
            holes: vec![],
        };
        assert!((traffic.within(&area) - 3.0).abs() < 1e-12);
        // Summed over the area, ships by the square metre are ships.
        let (mut sum, n) = (0.0, 200);
        let whole = step(at(42.4, 132.9), at(42.8, 133.5));
        for i in 0..n {
            for j in 0..n {
                let lat = 42.4 + 0.4 * (f64::from(i) + 0.5) / f64::from(n);
                let lon = 132.9 + 0.6 * (f64::from(j) + 0.5) / f64::from(n);
                sum += traffic.per_m2(at(lat, lon));
            }
        }
        let sum = sum * (whole.east_m * whole.north_m) / f64::from(n * n);
        assert!((sum - 3.0).abs() < 0.05, "{sum}");
    }
}
