//! A plane about the scene, and the image as a grid on it.
//!
//! The plane is a stereographic projection about the middle of the scene. It has no seam at the 180th meridian and
//! none at a pole; only the point opposite the scene lies outside it. A georeference gives positions inside the image
//! only; between the nodes of the grid the image is bilinear, and past its rim the last cell goes on, so that coasts
//! outside the image have a place as well.

use crate::error::ImageryError;
use crate::geometry::Geometry;
use plimsoll_model::Position;

/// Radius of the sphere of the plane, m. Any would do: the same plane carries the image and the land.
const RADIUS_M: f64 = 6_371_008.8;
/// Nodes of the grid in each direction, at most.
const MOST_NODES: usize = 65;
/// Pixels in a cell of the grid, at least.
const LEAST_CELL_PX: f64 = 16.0;

type Vector = [f64; 3];

/// A point of the plane, m: east and north of the middle.
pub(crate) type Point = [f64; 2];

/// The plane.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    middle: Vector,
    east: Vector,
    north: Vector,
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn unit(p: Position) -> Vector {
    let (lat, lon) = (p.lat_deg().to_radians(), p.lon_deg().to_radians());
    let cos_lat = libm::cos(lat);
    [cos_lat * libm::cos(lon), cos_lat * libm::sin(lon), libm::sin(lat)]
}

impl Plane {
    /// About a position.
    pub(crate) fn about(middle: Position) -> Self {
        let lon = middle.lon_deg().to_radians();
        let m = unit(middle);
        let east = [-libm::sin(lon), libm::cos(lon), 0.0];
        let north = [
            m[1] * east[2] - m[2] * east[1],
            m[2] * east[0] - m[0] * east[2],
            m[0] * east[1] - m[1] * east[0],
        ];
        Self { middle: m, east, north }
    }
    /// Where a position lies in the plane.
    pub(crate) fn point(&self, p: Position) -> Point {
        let u = unit(p);
        let scale = 2.0 * RADIUS_M / (1.0 + dot(u, self.middle)).max(1e-9);
        [scale * dot(u, self.east), scale * dot(u, self.north)]
    }
}

/// The image on the plane.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    /// The plane.
    pub(crate) plane: Plane,
    nodes: Vec<Point>,
    across: usize,
    down: usize,
    cell: [f64; 2],
    /// Line and sample at the plane's origin, and their change by metre east and north: a first guess.
    affine: [[f64; 3]; 2],
}

impl Chart {
    /// Lays the image of this size on a plane about its middle.
    ///
    /// # Errors
    /// [`ImageryError::Unsupported`] where the image is not placed on the Earth.
    pub(crate) fn new(geometry: &Geometry, lines: u32, samples: u32) -> Result<Self, ImageryError> {
        let unplaced = || {
            ImageryError::Unsupported {
            file: "the scene".to_owned(),
            found: "land for an image without georeference".to_owned(),
            advice: "land is given in latitude and longitude: give an image that is placed on the Earth, or no land"
                .to_owned(),
        }
        };
        let reference = geometry.georeference.as_deref().ok_or_else(unplaced)?;
        let count = |size: u32| ((f64::from(size) / LEAST_CELL_PX) as usize + 2).min(MOST_NODES);
        let (down, across) = (count(lines), count(samples));
        let step = |size: u32, n: usize| f64::from(size.max(2) - 1) / (n - 1) as f64;
        let cell = [step(lines, down), step(samples, across)];
        let at = |r: usize, c: usize| reference.position(r as f64 * cell[0], c as f64 * cell[1]);
        let middle = at(down / 2, across / 2).or_else(|| at(0, 0)).ok_or_else(unplaced)?;
        let plane = Plane::about(middle);
        let mut nodes = Vec::with_capacity(down * across);
        for r in 0..down {
            for c in 0..across {
                nodes.push(plane.point(at(r, c).ok_or_else(unplaced)?));
            }
        }
        let mut chart = Self { plane, nodes, across, down, cell, affine: [[0.0; 3]; 2] };
        chart.affine = chart.guess().ok_or_else(unplaced)?;
        Ok(chart)
    }

    fn node(&self, r: usize, c: usize) -> Point {
        self.nodes[r * self.across + c]
    }

    /// The plane's linear map of the image from its corners, turned round.
    fn guess(&self) -> Option<[[f64; 3]; 2]> {
        let o = self.node(0, 0);
        let (d, a) = (self.node(self.down - 1, 0), self.node(0, self.across - 1));
        let n = [(self.down - 1) as f64 * self.cell[0], (self.across - 1) as f64 * self.cell[1]];
        let by_line = [(d[0] - o[0]) / n[0], (d[1] - o[1]) / n[0]];
        let by_sample = [(a[0] - o[0]) / n[1], (a[1] - o[1]) / n[1]];
        let det = by_line[0] * by_sample[1] - by_line[1] * by_sample[0];
        (det.abs() > 1e-12).then(|| {
            let line = [by_sample[1] / det, -by_sample[0] / det];
            let sample = [-by_line[1] / det, by_line[0] / det];
            let back = |k: [f64; 2]| [-(k[0] * o[0] + k[1] * o[1]), k[0], k[1]];
            [back(line), back(sample)]
        })
    }

    /// The plane at a point of the image, and its change by line and by sample.
    fn forward(&self, line: f64, sample: f64) -> (Point, Point, Point) {
        let place = |x: f64, cell: f64, n: usize| {
            let i = (x / cell).floor().clamp(0.0, (n - 2) as f64);
            (i as usize, x / cell - i)
        };
        let (r, u) = place(line, self.cell[0], self.down);
        let (c, v) = place(sample, self.cell[1], self.across);
        let (a, b, d, e) =
            (self.node(r, c), self.node(r, c + 1), self.node(r + 1, c), self.node(r + 1, c + 1));
        let mut out = ([0.0; 2], [0.0; 2], [0.0; 2]);
        for k in 0..2 {
            let twist = a[k] - b[k] - d[k] + e[k];
            out.0[k] = a[k] + (d[k] - a[k]) * u + (b[k] - a[k]) * v + twist * u * v;
            out.1[k] = (d[k] - a[k] + twist * v) / self.cell[0];
            out.2[k] = (b[k] - a[k] + twist * u) / self.cell[1];
        }
        out
    }

    /// The line and sample of a point of the plane, also outside the image: Newton's method from the linear guess.
    pub(crate) fn image(&self, p: Point) -> [f64; 2] {
        let first = |k: [f64; 3]| k[0] + k[1] * p[0] + k[2] * p[1];
        let mut x = [first(self.affine[0]), first(self.affine[1])];
        for _ in 0..8 {
            let (at, by_line, by_sample) = self.forward(x[0], x[1]);
            let det = by_line[0] * by_sample[1] - by_line[1] * by_sample[0];
            if det.abs() < 1e-12 {
                break;
            }
            let (dx, dy) = (p[0] - at[0], p[1] - at[1]);
            let step =
                [(dx * by_sample[1] - dy * by_sample[0]) / det, (dy * by_line[0] - dx * by_line[1]) / det];
            x = [x[0] + step[0], x[1] + step[1]];
            if step[0].abs() + step[1].abs() < 1e-3 {
                break;
            }
        }
        x
    }

    /// The least box of the plane that holds the image and a margin: west, south, east, north, m.
    pub(crate) fn bounds(&self, margin_m: f64) -> [f64; 4] {
        self.nodes.iter().fold(
            [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY],
            |b, p| {
                [
                    b[0].min(p[0] - margin_m),
                    b[1].min(p[1] - margin_m),
                    b[2].max(p[0] + margin_m),
                    b[3].max(p[1] + margin_m),
                ]
            },
        )
    }

    /// The plane at fractions of the image's height and width.
    pub(crate) fn at_share(&self, down: f64, across: f64) -> Point {
        let (l, s) = ((self.down - 1) as f64 * self.cell[0], (self.across - 1) as f64 * self.cell[1]);
        self.forward(down * l, across * s).0
    }
}
