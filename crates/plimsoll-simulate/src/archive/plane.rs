//! Points of the sea as numbers that can be reckoned with: longitude is not wrapped at 180 degrees.

use plimsoll_model::Position;

/// WGS 84: semi-major axis, m, and first eccentricity squared.
const SEMI_MAJOR_AXIS_M: f64 = 6_378_137.0;
const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_316e-3;

/// A point. The longitude may leave [-180, 180): it is counted on from the centre of the archive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) lat_deg: f64,
    pub(super) lon_deg: f64,
}

impl Point {
    /// The position, its longitude wrapped.
    pub(super) fn position(self) -> Position {
        let lon_deg = (self.lon_deg + 540.0).rem_euclid(360.0) - 180.0;
        Position::from_lat_lon(self.lat_deg.clamp(-90.0, 90.0), lon_deg)
            .expect("the latitude is clamped and the longitude wrapped")
    }

    /// The point so many metres east and north. Exact for short ways; for hundreds of kilometres a point is found
    /// that lies about there, which is all that planning asks.
    pub(super) fn moved(self, east_m: f64, north_m: f64) -> Self {
        let lat_deg = self.lat_deg + north_m / metres_per_degree(self.lat_deg).north;
        let middle = metres_per_degree((self.lat_deg + lat_deg) / 2.0);
        Self { lat_deg, lon_deg: self.lon_deg + east_m / middle.east }
    }

    /// The point so many metres away in a direction, rad from north over east.
    pub(super) fn towards(self, bearing: f64, metres: f64) -> Self {
        self.moved(metres * bearing.sin(), metres * bearing.cos())
    }

    /// East and north, m, from another point, in a plane that touches the Earth halfway between them.
    pub(super) fn from(self, other: Self) -> (f64, f64) {
        let scale = metres_per_degree((self.lat_deg + other.lat_deg) / 2.0);
        ((self.lon_deg - other.lon_deg) * scale.east, (self.lat_deg - other.lat_deg) * scale.north)
    }

    /// Metres to another point of the neighbourhood, in that plane.
    pub(super) fn metres_to(self, other: Self) -> f64 {
        let (east, north) = self.from(other);
        east.hypot(north)
    }

    /// The point at a share of the way to another: latitude and longitude change evenly.
    pub(super) fn between(self, other: Self, share: f64) -> Self {
        Self {
            lat_deg: self.lat_deg + (other.lat_deg - self.lat_deg) * share,
            lon_deg: self.lon_deg + (other.lon_deg - self.lon_deg) * share,
        }
    }

    /// Metres of the way on which latitude and longitude change evenly (Simpson's rule over four parts).
    pub(super) fn way_to(self, other: Self) -> f64 {
        let (lat, lon) = (other.lat_deg - self.lat_deg, other.lon_deg - self.lon_deg);
        let at = |share: f64| {
            let scale = metres_per_degree(self.lat_deg + lat * share);
            (lat * scale.north).hypot(lon * scale.east)
        };
        (at(0.0) + 4.0 * at(0.25) + 2.0 * at(0.5) + 4.0 * at(0.75) + at(1.0)) / 12.0
    }
}

/// Metres in a degree of longitude and of latitude.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) east: f64,
    pub(super) north: f64,
}

/// Metres in a degree at a latitude of the WGS 84 ellipsoid (radii of curvature in the prime vertical and in the
/// meridian; Snyder 1987, Map Projections, equations 4-18 to 4-20).
pub(super) fn metres_per_degree(lat_deg: f64) -> Scale {
    let (sine, cosine) = lat_deg.to_radians().sin_cos();
    let flat = 1.0 - ECCENTRICITY_SQUARED * sine * sine;
    let degree = std::f64::consts::PI / 180.0 * SEMI_MAJOR_AXIS_M / flat.sqrt();
    Scale { east: degree * cosine, north: degree * (1.0 - ECCENTRICITY_SQUARED) / flat }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ways_agree_with_geodesics_at_every_latitude_and_over_the_180th_meridian() {
        for lat_deg in [-60.0, 0.0, 35.0, 56.0, 75.0, 80.0] {
            for (lon_deg, bearing) in [(10.0, 0.3), (179.999, 1.5), (-180.001, -1.5)] {
                let from = Point { lat_deg, lon_deg };
                let to = from.towards(bearing, 1_000.0);
                let metres = from.position().distance_to(to.position()).to_metres();
                assert!((metres - 1_000.0).abs() < 0.2, "{lat_deg} {lon_deg} {metres}");
                assert!((from.metres_to(to) - 1_000.0).abs() < 0.2);
            }
        }
    }

    #[test]
    fn a_long_way_is_no_shorter_than_the_geodesic() {
        let (a, b) = (Point { lat_deg: 74.0, lon_deg: 170.0 }, Point { lat_deg: 76.5, lon_deg: 184.0 });
        let geodesic = a.position().distance_to(b.position()).to_metres();
        let way = a.way_to(b);
        assert!(way >= geodesic && way < geodesic * 1.02, "{way} {geodesic}");
    }
}
