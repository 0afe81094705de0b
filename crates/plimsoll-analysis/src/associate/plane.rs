//! Short ways on the ellipsoid as metres east and north.
//!
//! Exact to a part in a thousand up to some tens of kilometres; farther away the standard deviation of where a ship is has
//! long outgrown the error.

use plimsoll_model::Position;

/// Semi-major axis of WGS 84, m.
const SEMI_MAJOR_M: f64 = 6_378_137.0;
/// First eccentricity squared of WGS 84.
const E2: f64 = 6.694_379_990_141_316e-3;

/// Metres east and north.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Step {
    /// Metres east.
    pub east_m: f64,
    /// Metres north.
    pub north_m: f64,
}

impl Step {
    /// So far in a direction, degrees true.
    pub fn towards(direction_deg: f64, metres: f64) -> Self {
        let (sin, cos) = libm::sincos(direction_deg.to_radians());
        Self { east_m: metres * sin, north_m: metres * cos }
    }

    /// Its length, m.
    pub fn length_m(self) -> f64 {
        libm::hypot(self.east_m, self.north_m)
    }

    pub(super) fn plus(self, other: Self, times: f64) -> Self {
        Self { east_m: self.east_m + other.east_m * times, north_m: self.north_m + other.north_m * times }
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self::default().plus(self, factor)
    }
}

/// Metres in a degree to the east and to the north at a latitude.
fn degree_m(lat_deg: f64) -> (f64, f64) {
    let (sin, cos) = libm::sincos(lat_deg.to_radians());
    let w = 1.0 - E2 * sin * sin;
    let normal = SEMI_MAJOR_M / w.sqrt();
    let meridian = normal * (1.0 - E2) / w;
    ((normal * cos.max(1e-6)).to_radians(), meridian.to_radians())
}

/// The way from one position to another.
pub fn step(from: Position, to: Position) -> Step {
    let (east, north) = degree_m(f64::midpoint(from.lat_deg(), to.lat_deg()));
    let turn = (to.lon_deg() - from.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    Step { east_m: turn * east, north_m: (to.lat_deg() - from.lat_deg()) * north }
}

/// Where a way from a position ends; `None` beyond a pole.
pub fn moved(from: Position, by: Step) -> Option<Position> {
    let lat_deg = from.lat_deg() + by.north_m / degree_m(from.lat_deg()).1;
    let (east, north) = degree_m(f64::midpoint(from.lat_deg(), lat_deg));
    let lat_deg = from.lat_deg() + by.north_m / north;
    let lon_deg = (from.lon_deg() + by.east_m / east + 540.0).rem_euclid(360.0) - 180.0;
    Position::from_lat_lon(lat_deg, lon_deg).ok()
}

/// Area of a ring of corners, km2, in a plane that touches the Earth at the first of them.
pub fn area_km2(ring: &[Position]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let spots: Vec<Step> = ring.iter().map(|p| step(*first, *p)).collect();
    let sides = spots.iter().zip(spots.iter().cycle().skip(1));
    let twice: f64 = sides.map(|(a, b)| a.east_m * b.north_m - b.east_m * a.north_m).sum();
    twice.abs() / 2e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_as_long_as_the_geodesic_and_leads_back() {
        for (lat, lon) in [(42.7, 133.0), (0.0, 179.99), (-60.0, -179.99), (71.0, 20.0)] {
            let a = Position::from_lat_lon(lat, lon).unwrap();
            for direction in [0.0, 73.0, 180.0, 290.0] {
                let by = Step::towards(direction, 20_000.0);
                let b = moved(a, by).unwrap();
                assert!((a.distance_to(b).to_metres() - 20_000.0).abs() < 25.0, "{lat} {direction}");
                let back = step(a, b);
                assert!(back.plus(by, -1.0).length_m() < 0.5, "{back:?} {by:?}");
            }
        }
        let corner = |east_m, north_m| {
            moved(Position::from_lat_lon(55.0, 12.0).unwrap(), Step { east_m, north_m }).unwrap()
        };
        let ring =
            [corner(0.0, 0.0), corner(20_000.0, 0.0), corner(20_000.0, 10_000.0), corner(0.0, 10_000.0)];
        assert!((area_km2(&ring) - 200.0).abs() < 0.5, "{}", area_km2(&ring));
        assert!(area_km2(&[]).abs() < 1e-12);
        let pole = Position::from_lat_lon(89.9, 0.0).unwrap();
        assert_eq!(moved(pole, Step::towards(0.0, 50_000.0)), None);
    }
}
