//! The geolocation grid: where lines and samples lie on the Earth at sea level.
//!
//! Between nodes the vertical (the unit vector normal to the ellipsoid) is bilinear, so that neither a pole nor the 180th
//! meridian is special. Nodes stand at the lines and samples that the file gives: the last row and the last column are
//! nearer to their neighbours than the others are.
//!
//! A node over land has the height of the ground, and a ship beside it has not: such nodes are moved to where the
//! ellipsoid lies at the same range and time. In such a scene rows of nodes are added where the processor changed the
//! polynomial between ground and slant range, which follows the mean height of the terrain.

use super::annotation::{Annotation, GridPoint, StateVector};
use super::orbit::{dot, seen_at, state_at, unit};
use super::xml::malformed;
use crate::error::ImageryError;
use crate::geometry::Georeference;
use plimsoll_model::Position;

/// Speed of light, m/s (exact, SI).
pub(super) const LIGHT_M_S: f64 = 299_792_458.0;
/// Nodes of a grid. The products at hand have 231.
const MOST_NODES: usize = 100_000;
/// A row of nodes is not added nearer than this to another, lines.
const LEAST_GAP_LINES: f64 = 8.0;
/// A node higher than this above the ellipsoid is moved, m.
const SEA_LEVEL_M: f64 = 1.0;

/// Where the pixels of a Sentinel-1 product lie.
#[derive(Clone, Debug)]
pub struct SafeGrid {
    lines: Vec<f64>,
    samples: Vec<f64>,
    /// Line by line.
    nodes: Vec<Node>,
    /// How many nodes had a height, and the greatest, m.
    moved: (usize, f64),
}

#[derive(Clone, Copy, Debug)]
struct Node {
    vertical: [f64; 3],
    incidence_deg: f64,
}

/// A cell and the place in it, from nought to one (beyond at the margins).
#[derive(Clone, Copy)]
struct Cell<'a> {
    corners: [&'a Node; 4],
    size: (f64, f64),
    at: (f64, f64),
}

impl SafeGrid {
    /// From the grid of an annotation, moved to sea level.
    pub(super) fn new(file: &str, annotation: &Annotation) -> Result<Self, ImageryError> {
        let image = &annotation.image;
        let last = (f64::from(image.lines - 1), f64::from(image.samples - 1));
        let mut grid = Self::from_points(file, &annotation.grid, &annotation.orbit, last)?;
        // Over land the processor changes the way from ground to slant range about once a second, with the height of
        // the terrain: rows of nodes three seconds apart would miss that.
        if grid.moved.0 > 0 {
            grid.add_rows(file, annotation)?;
        }
        Ok(grid)
    }

    /// Adds rows of nodes at the times of the polynomials for slant range, placed by range and time.
    fn add_rows(&mut self, file: &str, annotation: &Annotation) -> Result<(), ImageryError> {
        let line_time_s = annotation.image.line_time_s;
        let is_new = |line: &f64| {
            *line > self.lines[0]
                && *line < self.lines[self.lines.len() - 1]
                && self.lines.iter().all(|have| (have - line).abs() > LEAST_GAP_LINES)
        };
        let mut added =
            distinct(annotation.slant_ranges.iter().map(|r| r.time_s / line_time_s).filter(is_new));
        added.dedup_by(|a, b| *a - *b <= LEAST_GAP_LINES);
        let count = (self.lines.len() + added.len()).saturating_mul(self.samples.len());
        if count > MOST_NODES {
            return Err(malformed(
                file,
                "coordinateConversionList",
                format!("{} rows", added.len()),
                "some tens",
            ));
        }
        // The grid's times differ from those of the lines by some tenths of a millisecond, which grow with range.
        let mut points: Vec<_> = annotation.grid.iter().take(MOST_NODES).collect();
        points.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
        let late: Vec<_> =
            points.iter().take(self.samples.len()).map(|p| p.time_s - p.line * line_time_s).collect();
        let mut rows: Vec<_> = self
            .lines
            .iter()
            .copied()
            .zip(self.nodes.chunks_exact(self.samples.len()))
            .map(|(l, n)| (l, n.to_vec()))
            .collect();
        for line in added {
            let mut row = Vec::with_capacity(self.samples.len());
            for (sample, late_s) in self.samples.iter().zip(&late) {
                let cell = self.cell(line, *sample);
                let near = unit(cell.vertical().0);
                let state = state_at(&annotation.orbit, line * line_time_s + late_s);
                let range_m = annotation.slant_range_m(line, *sample);
                let seen = near.zip(state).zip(range_m).and_then(|((near, s), r)| seen_at(&s, r, near));
                let vertical = seen.ok_or_else(|| {
                    malformed(
                        file,
                        "coordinateConversionList",
                        format!("line {line:.0} at no place"),
                        "a range that the orbit sees",
                    )
                })?;
                row.push(Node { vertical, incidence_deg: cell.incidence_deg() });
            }
            rows.push((line, row));
        }
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.lines = rows.iter().map(|r| r.0).collect();
        self.nodes = rows.into_iter().flat_map(|r| r.1).collect();
        Ok(())
    }

    /// `last`: last line and sample of the image, which the grid must reach but for a pixel.
    pub(super) fn from_points(
        file: &str,
        points: &[GridPoint],
        orbit: &[StateVector],
        last: (f64, f64),
    ) -> Result<Self, ImageryError> {
        let wrong =
            |found: String, expected: &str| malformed(file, "geolocationGridPointList", found, expected);
        let lines = distinct(points.iter().map(|p| p.line));
        let samples = distinct(points.iter().map(|p| p.sample));
        let is_full =
            lines.len().checked_mul(samples.len()) == Some(points.len()) && points.len() <= MOST_NODES;
        if lines.len() < 2 || samples.len() < 2 || !is_full {
            let found =
                format!("{} nodes on {} lines and {} samples", points.len(), lines.len(), samples.len());
            return Err(wrong(found, "a full grid"));
        }
        let reaches = |nodes: &[f64], last: f64| nodes[0] < 1.5 && nodes[nodes.len() - 1] > last - 1.5;
        if !reaches(&lines, last.0) || !reaches(&samples, last.1) {
            return Err(wrong(
                "nodes over a part of the image".into(),
                "a grid from the first pixel to the last",
            ));
        }
        let mut sorted: Vec<_> = points.iter().collect();
        sorted.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
        let twice = |pair: &[&GridPoint]| {
            pair[1].line - pair[0].line <= 0.0 && pair[1].sample - pair[0].sample <= 0.0
        };
        if sorted.windows(2).any(twice) {
            return Err(wrong("a node that is given twice".into(), "a full grid"));
        }
        let mut moved = (0, 0.0_f64);
        let mut nodes = Vec::with_capacity(sorted.len());
        for point in sorted {
            let found = format!("latitude {}, longitude {}", point.lat_deg, point.lon_deg);
            let position = Position::from_lat_lon(point.lat_deg, point.lon_deg)
                .map_err(|_| wrong(found, "a place on the Earth"))?;
            let mut vertical = vertical(position);
            if point.height_m.abs() > SEA_LEVEL_M {
                let state = state_at(orbit, point.time_s);
                let at_sea = state.and_then(|s| seen_at(&s, point.slant_time_s * LIGHT_M_S / 2.0, vertical));
                vertical = at_sea.ok_or_else(|| {
                    wrong(
                        format!("a node at {} m that the orbit does not see", point.height_m),
                        "range and time of it",
                    )
                })?;
                moved = (moved.0 + 1, moved.1.max(point.height_m));
            }
            if !(0.0..90.0).contains(&point.incidence_deg) {
                return Err(wrong(
                    format!("incidence angle {}", point.incidence_deg),
                    "from 0 to 90 degrees",
                ));
            }
            nodes.push(Node { vertical, incidence_deg: point.incidence_deg });
        }
        Ok(Self { lines, samples, nodes, moved })
    }

    /// How many nodes stood above the ellipsoid and were moved to it, and the greatest height, m.
    pub fn moved(&self) -> (usize, f64) {
        self.moved
    }

    /// Lines and samples of the nodes.
    pub fn axes(&self) -> (&[f64], &[f64]) {
        (&self.lines, &self.samples)
    }

    /// Least and greatest incidence angle, degrees.
    pub fn incidence_extent(&self) -> (f64, f64) {
        let angles = self.nodes.iter().map(|n| n.incidence_deg);
        angles.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), a| (low.min(a), high.max(a)))
    }

    fn is_inside(&self, line: f64, sample: f64) -> bool {
        let within =
            |value: f64, nodes: &[f64]| value >= nodes[0] - 1.0 && value <= nodes[nodes.len() - 1] + 1.0;
        within(line, &self.lines) && within(sample, &self.samples)
    }

    /// The cell at a point, the nearest one if the point is outside.
    fn cell(&self, line: f64, sample: f64) -> Cell<'_> {
        let index =
            |value: f64, nodes: &[f64]| nodes.partition_point(|n| *n <= value).clamp(1, nodes.len() - 1) - 1;
        let (i, j) = (index(line, &self.lines), index(sample, &self.samples));
        let node = |i: usize, j: usize| &self.nodes[i * self.samples.len() + j];
        let size = (self.lines[i + 1] - self.lines[i], self.samples[j + 1] - self.samples[j]);
        Cell {
            corners: [node(i, j), node(i, j + 1), node(i + 1, j), node(i + 1, j + 1)],
            size,
            at: ((line - self.lines[i]) / size.0, (sample - self.samples[j]) / size.1),
        }
    }
}

impl Cell<'_> {
    fn weights(self) -> [f64; 4] {
        let (u, v) = self.at;
        [(1.0 - u) * (1.0 - v), (1.0 - u) * v, u * (1.0 - v), u * v]
    }

    fn incidence_deg(self) -> f64 {
        self.corners.iter().zip(self.weights()).map(|(c, w)| w * c.incidence_deg).sum()
    }

    fn mixed(self, weights: [f64; 4]) -> [f64; 3] {
        std::array::from_fn(|i| self.corners.iter().zip(weights).map(|(c, w)| w * c.vertical[i]).sum())
    }

    /// The vertical, not of length one, and its change over a line and a sample.
    fn vertical(self) -> ([f64; 3], [f64; 3], [f64; 3]) {
        let (u, v) = self.at;
        let by_line = self.mixed([v - 1.0, -v, 1.0 - v, v]).map(|d| d / self.size.0);
        let by_sample = self.mixed([u - 1.0, 1.0 - u, -u, u]).map(|d| d / self.size.1);
        (self.mixed(self.weights()), by_line, by_sample)
    }
}

impl Georeference for SafeGrid {
    fn position(&self, line: f64, sample: f64) -> Option<Position> {
        if !self.is_inside(line, sample) {
            return None;
        }
        let vertical = unit(self.cell(line, sample).vertical().0)?;
        let lat = libm::asin(vertical[2].clamp(-1.0, 1.0)).to_degrees();
        let lon = libm::atan2(vertical[1], vertical[0]).to_degrees();
        Position::from_lat_lon(lat.clamp(-90.0, 90.0), lon.clamp(-180.0, 180.0)).ok()
    }

    fn pixel(&self, position: Position) -> Option<(f64, f64)> {
        let target = vertical(position);
        let (lat, lon) = (position.lat_deg().to_radians(), position.lon_deg().to_radians());
        let east = [-libm::sin(lon), libm::cos(lon), 0.0];
        let north = [-libm::sin(lat) * libm::cos(lon), -libm::sin(lat) * libm::sin(lon), libm::cos(lat)];
        let nearness = |node: &Node| dot(node.vertical, target);
        let (start, _) =
            self.nodes.iter().enumerate().max_by(|a, b| nearness(a.1).total_cmp(&nearness(b.1)))?;
        let mut line = self.lines[start / self.samples.len()];
        let mut sample = self.samples[start % self.samples.len()];
        // Newton's method, each step with the slopes of the cell that it stands in.
        for _ in 0..30 {
            let (here, by_line, by_sample) = self.cell(line, sample).vertical();
            if dot(here, target) <= 0.0 {
                return None;
            }
            let error = (dot(here, east), dot(here, north));
            let (a, b) = (dot(by_line, east), dot(by_sample, east));
            let (c, d) = (dot(by_line, north), dot(by_sample, north));
            let determinant = a * d - b * c;
            let step = ((d * error.0 - b * error.1) / determinant, (a * error.1 - c * error.0) / determinant);
            if !(step.0.is_finite() && step.1.is_finite()) {
                return None;
            }
            line -= step.0;
            sample -= step.1;
            if step.0.abs().max(step.1.abs()) < 1e-6 {
                return self.is_inside(line, sample).then_some((line, sample));
            }
        }
        None
    }

    fn incidence_deg(&self, line: f64, sample: f64) -> Option<f64> {
        let cell = self.is_inside(line, sample).then(|| self.cell(line, sample))?;
        Some(cell.incidence_deg())
    }
}

/// The unit vector normal to the ellipsoid.
fn vertical(position: Position) -> [f64; 3] {
    let (lat, lon) = (position.lat_deg().to_radians(), position.lon_deg().to_radians());
    [libm::cos(lat) * libm::cos(lon), libm::cos(lat) * libm::sin(lon), libm::sin(lat)]
}

fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| *a - *b <= 0.0);
    values
}
