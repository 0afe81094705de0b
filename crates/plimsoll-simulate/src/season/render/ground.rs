//! The drawn surroundings of a place: a shore, a finger pier on a trestle, water on its sea side.
//!
//! Where a port lies is real to a minute of arc. Shore, trestle and pier are drawn by us: no outline of the real berths is used.
//! A place has axes of its own: `along` the pier, and `off` it towards the sea, m, from the middle of the berth's quay line.

use super::noise::smooth;
use plimsoll_model::Position;
use serde::Serialize;

/// Metres in a degree of latitude.
pub(super) const DEGREE_M: f64 = 111_132.0;

/// A drawn place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrawnPlace {
    /// Name of the port.
    pub name: String,
    /// Degrees north of the middle of the quay line.
    pub lat_deg: f64,
    /// Degrees east of it.
    pub lon_deg: f64,
    /// The way along the pier, degrees true; the sea lies to the left of it.
    pub bearing_deg: f64,
    /// Length of the pier, m.
    pub pier_m: f64,
    /// Breadth of the pier, m.
    pub pier_breadth_m: f64,
    /// From the quay line back to the shore, m.
    pub shore_m: f64,
    /// Height of the pier's deck above the water, m.
    pub height_m: f64,
    /// What its shore and texture are drawn by.
    pub seed: u64,
}

/// The axes of a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axes {
    sin: f64,
    cos: f64,
}

impl Axes {
    /// Along and off, of a point east and north.
    pub(super) fn of(self, [east, north]: [f64; 2]) -> [f64; 2] {
        [east * self.sin + north * self.cos, north * self.sin - east * self.cos]
    }
}

/// What lies at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    Water,
    Land,
    Pier,
}

/// Breadth of the trestle, which joins the pier at its near end, m.
const TRESTLE_M: f64 = 8.0;
/// Farther than this from its mean line no shore lies, m: the sum of what [`DrawnPlace::shore_at`] adds, and a little.
const SHORE_REACH_M: f64 = 34.0;
/// How far land reaches back from the shore and to both sides, m.
const LAND_REACH_M: f64 = 2_500.0;
/// A pier is declared this much larger than it is: images lie a little off.
const DECLARED_MARGIN_M: f64 = 4.0;
/// From the quay line to the side of a ship: fenders and dolphins keep her off, m.
const FENDER_M: f64 = 4.0;
/// Breadth of the water of the berth, m.
const BERTH_BREADTH_M: f64 = 45.0;

impl DrawnPlace {
    /// East and north of a point on the place's axes.
    pub fn plane(&self, along_m: f64, off_m: f64) -> [f64; 2] {
        let (sin, cos) = self.bearing_deg.to_radians().sin_cos();
        [along_m * sin - off_m * cos, along_m * cos + off_m * sin]
    }

    /// What turns points east and north to along and off.
    pub(super) fn axes(&self) -> Axes {
        let (sin, cos) = self.bearing_deg.to_radians().sin_cos();
        Axes { sin, cos }
    }

    /// On the Earth.
    pub fn position(&self, [east, north]: [f64; 2]) -> Position {
        let cos = self.lat_deg.to_radians().cos();
        Position::from_lat_lon(
            self.lat_deg + north / DEGREE_M,
            self.lon_deg + east / (DEGREE_M * 1.0034 * cos),
        )
        .expect("a few kilometres from a port of the middle latitudes")
    }

    /// How far off the quay line the shore lies at a place along it, m (negative).
    pub(super) fn shore_at(&self, along_m: f64) -> f64 {
        -self.shore_m
            + 25.0 * smooth(self.seed, along_m / 140.0, 0.5)
            + 8.0 * smooth(self.seed, along_m / 35.0, 9.5)
    }

    pub(super) fn ground(&self, [along, off]: [f64; 2]) -> Ground {
        if off > 0.0 {
            return Ground::Water;
        }
        let is_head = along.abs() <= self.pier_m / 2.0 && off >= -self.pier_breadth_m;
        if is_head {
            return Ground::Pier;
        }
        // Far from the shore it is plain on which side of it a point lies.
        let beyond = off + self.shore_m;
        let shore = if beyond.abs() > SHORE_REACH_M { -self.shore_m } else { self.shore_at(along) };
        let is_trestle = (0.0..=TRESTLE_M).contains(&(along + self.pier_m / 2.0)) && off >= shore;
        if is_trestle {
            Ground::Pier
        } else if off < shore {
            Ground::Land
        } else {
            Ground::Water
        }
    }

    fn ring(&self, corners: impl IntoIterator<Item = [f64; 2]>) -> Vec<Position> {
        corners.into_iter().map(|[along, off]| self.position(self.plane(along, off))).collect()
    }

    /// The land behind the shore, a ring.
    pub fn land_ring(&self) -> Vec<Position> {
        let count = (2.0 * LAND_REACH_M / 20.0) as i32;
        let shore = (0..=count).map(|k| {
            let along = -LAND_REACH_M + 20.0 * f64::from(k);
            [along, self.shore_at(along)]
        });
        let back = -self.shore_m - LAND_REACH_M;
        self.ring(shore.chain([[LAND_REACH_M, back], [-LAND_REACH_M, back]]))
    }

    /// Head and trestle of the pier, two rings, a little larger than they are.
    pub fn pier_rings(&self) -> [Vec<Position>; 2] {
        let m = DECLARED_MARGIN_M;
        let half = self.pier_m / 2.0 + m;
        let head =
            [[-half, m], [half, m], [half, -self.pier_breadth_m - m], [-half, -self.pier_breadth_m - m]];
        let (near, far) = (-self.pier_m / 2.0 - m, -self.pier_m / 2.0 + TRESTLE_M + m);
        let back = -self.shore_m - 40.0;
        let way = [[near, -self.pier_breadth_m], [far, -self.pier_breadth_m], [far, back], [near, back]];
        [self.ring(head), self.ring(way)]
    }

    /// The water of the two berths, on the sea side and on the land side of the pier: rings.
    pub fn berth_rings(&self) -> [Vec<Position>; 2] {
        let half = self.pier_m / 2.0 + 25.0;
        let (inner, from) = (-self.pier_breadth_m, -self.pier_m / 2.0 + TRESTLE_M + 4.0);
        [
            self.ring([[-half, 0.0], [half, 0.0], [half, BERTH_BREADTH_M], [-half, BERTH_BREADTH_M]]),
            self.ring([
                [from, inner],
                [half, inner],
                [half, inner - BERTH_BREADTH_M],
                [from, inner - BERTH_BREADTH_M],
            ]),
        ]
    }

    /// Where the middle of a ship of a beam lies, and whether she lies along the pier: the berth on the sea side, the one on
    /// the land side, then at anchor.
    pub(super) fn slot(&self, number: usize, beam_m: f64) -> ([f64; 2], bool) {
        let gap = FENDER_M + beam_m / 2.0;
        match number {
            0 => ([0.0, gap], true),
            1 => ([8.0, -self.pier_breadth_m - gap], true),
            _ => {
                let k = (number - 2) as f64;
                ([-150.0 + 190.0 * (k % 3.0), 190.0 + 110.0 * (k / 3.0).floor()], false)
            }
        }
    }
}

/// A GeoJSON collection of polygons with names.
pub(super) fn geojson(rings: &[(String, Vec<Position>)]) -> String {
    let features: Vec<serde_json::Value> = rings
        .iter()
        .map(|(name, ring)| {
            let point = |p: &Position| {
                let round = |deg: f64| (deg * 1e7).round() / 1e7;
                serde_json::json!([round(p.lon_deg()), round(p.lat_deg())])
            };
            let closed: Vec<_> = ring.iter().chain(ring.first()).map(point).collect();
            serde_json::json!({
                "type": "Feature",
                "properties": { "name": name, "source": "SIMULATED: drawn for the simulated season, not the real outline" },
                "geometry": { "type": "Polygon", "coordinates": [closed] }
            })
        })
        .collect();
    let lines: Vec<String> = features.iter().map(|f| format!("  {f}")).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"))
}
