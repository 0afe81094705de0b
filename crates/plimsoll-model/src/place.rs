//! Places on the Earth. Geometry is always WGS 84 (EPSG:4326); distances are geodesics.

use crate::Length;
use crate::product::Product;
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

/// A point on the WGS 84 ellipsoid: latitude in [-90, 90], longitude in [-180, 180).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    lat_deg: f64,
    lon_deg: f64,
}

/// Why two numbers are not a position.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PositionError {
    /// The latitude is outside [-90, 90] or no number.
    #[error("latitude {lat_deg} is not between -90 and 90")]
    Latitude {
        /// What was given, degrees.
        lat_deg: f64,
        /// True if exchanging the two numbers would give a position.
        looks_exchanged: bool,
    },
    /// The longitude is outside [-180, 180] or no number.
    #[error("longitude {lon_deg} is not between -180 and 180")]
    Longitude {
        /// What was given, degrees.
        lon_deg: f64,
    },
}

impl Position {
    /// From degrees north and degrees east. Longitude 180 becomes -180.
    pub fn from_lat_lon(lat_deg: f64, lon_deg: f64) -> Result<Self, PositionError> {
        if !(-90.0..=90.0).contains(&lat_deg) {
            let looks_exchanged = (-180.0..=180.0).contains(&lat_deg) && (-90.0..=90.0).contains(&lon_deg);
            return Err(PositionError::Latitude { lat_deg, looks_exchanged });
        }
        if !(-180.0..=180.0).contains(&lon_deg) {
            return Err(PositionError::Longitude { lon_deg });
        }
        Ok(Self { lat_deg, lon_deg: if lon_deg >= 180.0 { -180.0 } else { lon_deg } })
    }
    /// Degrees north.
    pub const fn lat_deg(self) -> f64 {
        self.lat_deg
    }
    /// Degrees east, in [-180, 180).
    pub const fn lon_deg(self) -> f64 {
        self.lon_deg
    }
    /// Latitude in units of 1e-7 degrees, for identifiers.
    pub fn lat_e7(self) -> i64 {
        (self.lat_deg * 1e7).round() as i64
    }
    /// Longitude in units of 1e-7 degrees, for identifiers.
    pub fn lon_e7(self) -> i64 {
        (self.lon_deg * 1e7).round() as i64
    }
    /// Length of the geodesic to another position (Karney 2013, on WGS 84).
    pub fn distance_to(self, other: Self) -> Length {
        let metres: f64 = Geodesic::wgs84().inverse(self.lat_deg, self.lon_deg, other.lat_deg, other.lon_deg);
        Length::metres(metres)
    }
    /// Longitude of `self` as seen from `from`: within 180 degrees of it, so that it may leave [-180, 180).
    fn lon_near(self, from: f64) -> f64 {
        from + (self.lon_deg - from + 540.0).rem_euclid(360.0) - 180.0
    }
}

/// A box in latitude and longitude. It may cross the 180th meridian: then `west > east`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Southern edge, degrees north.
    pub south_deg: f64,
    /// Northern edge, degrees north.
    pub north_deg: f64,
    /// Western edge, degrees east.
    pub west_deg: f64,
    /// Eastern edge, degrees east.
    pub east_deg: f64,
}

impl Bounds {
    /// True if the position lies in the box or on its edge.
    pub fn contains(self, p: Position) -> bool {
        let lon = p.lon_deg;
        let in_lon = if self.west_deg <= self.east_deg {
            self.west_deg <= lon && lon <= self.east_deg
        } else {
            lon >= self.west_deg || lon <= self.east_deg
        };
        in_lon && self.south_deg <= p.lat_deg && p.lat_deg <= self.north_deg
    }
}

/// The extent of a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Area {
    /// All points within a geodesic distance of a centre.
    Circle {
        /// The centre.
        centre: Position,
        /// The radius.
        radius: Length,
    },
    /// A ring of corners (open or closed) and holes in it. Sides are straight in latitude and longitude
    /// (RFC 7946, section 3.1.1); a side never spans more than 180 degrees.
    Polygon {
        /// The outer ring.
        exterior: Vec<Position>,
        /// Rings cut out of it.
        holes: Vec<Vec<Position>>,
    },
}

impl Area {
    /// True if the position lies in the area.
    pub fn contains(&self, p: Position) -> bool {
        match self {
            Self::Circle { centre, radius } => centre.distance_to(p) <= *radius,
            Self::Polygon { exterior, holes } => {
                ring_contains(exterior, p) && !holes.iter().any(|hole| ring_contains(hole, p))
            }
        }
    }

    /// True if the position lies in the area or within `margin` of its edge.
    pub fn contains_within(&self, p: Position, margin: Length) -> bool {
        match self {
            Self::Circle { centre, radius } => centre.distance_to(p) <= *radius + margin,
            Self::Polygon { exterior, .. } => {
                self.contains(p) || sides(exterior).any(|side| distance_to_side(p, side) <= margin)
            }
        }
    }

    /// True if some corner, or point of the rim, or the centre of one lies in the other. Two long shapes that cross
    /// without any of these are not found.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.outline().iter().any(|p| other.contains(*p)) || other.outline().iter().any(|p| self.contains(*p))
    }

    /// The corners, or 36 points of the rim, and the centre.
    fn outline(&self) -> Vec<Position> {
        let mut points = match self {
            Self::Polygon { exterior, .. } => exterior.clone(),
            Self::Circle { centre, radius } => (0..36)
                .map(|step| {
                    let metres = radius.to_metres();
                    let (lat_deg, lon_deg): (f64, f64) = Geodesic::wgs84().direct(
                        centre.lat_deg,
                        centre.lon_deg,
                        f64::from(step) * 10.0,
                        metres,
                    );
                    Position { lat_deg, lon_deg: (lon_deg + 540.0).rem_euclid(360.0) - 180.0 }
                })
                .collect(),
        };
        points.push(self.centre());
        points
    }

    /// A point to put a label or a pin on: the centre, or the mean of the corners.
    pub fn centre(&self) -> Position {
        match self {
            Self::Circle { centre, .. } => *centre,
            Self::Polygon { exterior, .. } => {
                let first = exterior[0];
                let n = exterior.len() as f64;
                let lat = exterior.iter().map(|p| p.lat_deg).sum::<f64>() / n;
                let lon = exterior.iter().map(|p| p.lon_near(first.lon_deg)).sum::<f64>() / n;
                let lon_deg = (lon + 540.0).rem_euclid(360.0) - 180.0;
                Position { lat_deg: lat, lon_deg }
            }
        }
    }
}

/// The sides of a ring, closing it if it is open.
fn sides(ring: &[Position]) -> impl Iterator<Item = (Position, Position)> + '_ {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a, *b))
}

/// Even-odd rule in latitude and longitude. The ring is unrolled from its first corner, so that it may lie over the
/// 180th meridian; the point is tried at its own longitude and a turn to either side.
fn ring_contains(ring: &[Position], p: Position) -> bool {
    let Some(first) = ring.first() else { return false };
    let start = first.lon_near(p.lon_deg);
    let mut inside = [false; 3];
    let mut ax = start;
    for (a, b) in sides(ring) {
        let bx = b.lon_near(ax);
        if (a.lat_deg > p.lat_deg) != (b.lat_deg > p.lat_deg) {
            let at = ax + (p.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg) * (bx - ax);
            for (turn, inside) in [-360.0, 0.0, 360.0].into_iter().zip(&mut inside) {
                *inside ^= p.lon_deg + turn < at;
            }
        }
        ax = bx;
    }
    inside.contains(&true)
}

/// Distance to a side, in a plane that touches the Earth at the point: exact enough (under 0.1 %) for the
/// margins of a few kilometres that it serves.
fn distance_to_side(p: Position, (a, b): (Position, Position)) -> Length {
    let scale = Position { lat_deg: p.lat_deg, lon_deg: 0.0 };
    let north =
        scale.distance_to(Position { lat_deg: (p.lat_deg - 0.01).max(-90.0), lon_deg: 0.0 }).to_metres()
            / 0.01;
    let east = scale.distance_to(Position { lat_deg: p.lat_deg, lon_deg: 0.01 }).to_metres() / 0.01;
    let plane = |q: Position| ((q.lon_near(p.lon_deg) - p.lon_deg) * east, (q.lat_deg - p.lat_deg) * north);
    let ((ax, ay), (bx, by)) = (plane(a), plane(b));
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 { (-(ax * dx + ay * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    Length::metres((ax + t * dx).hypot(ay + t * dy))
}

/// What ships do at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TerminalRole {
    /// Ships come in ballast and leave laden.
    Loading,
    /// Ships come laden and leave in ballast.
    Discharge,
    /// Both happen; only a draught tells.
    Both,
}

impl TerminalRole {
    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Discharge => "discharge",
            Self::Both => "both",
        }
    }
    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Loading, Self::Discharge, Self::Both].into_iter().find(|r| r.as_str() == text)
    }
}

/// A named place of interest: a terminal, a port, an anchorage.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its name, unique in a case.
    pub name: String,
    /// Its extent. `None` where only a name is known and reports name the place themselves.
    pub area: Option<Area>,
    /// What ships do there.
    pub role: TerminalRole,
    /// What is handled there. `None`: what the case says.
    pub product: Option<Product>,
    /// UN/LOCODE, if given.
    pub locode: Option<String>,
    /// Where the extent comes from.
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position::from_lat_lon(lat, lon).unwrap()
    }

    #[test]
    fn distances_are_geodesics_on_wgs84() {
        // Karney, GeographicLib: JFK to LHR, 5551.759 km.
        let metres = at(40.6, -73.8).distance_to(at(51.6, -0.5)).to_metres();
        assert!((metres - 5_551_759.4).abs() < 1.0, "{metres}");
    }

    #[test]
    fn exchanged_numbers_are_recognised() {
        assert_eq!(
            Position::from_lat_lon(133.08, 42.73),
            Err(PositionError::Latitude { lat_deg: 133.08, looks_exchanged: true })
        );
        assert!(Position::from_lat_lon(f64::NAN, 0.0).is_err());
        assert!(Position::from_lat_lon(0.0, 180.0).unwrap().lon_deg() < 0.0);
    }

    #[test]
    fn a_polygon_over_the_180th_meridian_contains_its_middle() {
        let square = Area::Polygon {
            exterior: vec![at(-1.0, 179.0), at(-1.0, -179.0), at(1.0, -179.0), at(1.0, 179.0)],
            holes: vec![],
        };
        for (lon, inside) in
            [(179.5, true), (-179.5, true), (180.0, true), (178.5, false), (-178.5, false), (0.0, false)]
        {
            assert_eq!(square.contains(at(0.0, lon)), inside, "{lon}");
        }
        assert!((square.centre().lon_deg().abs() - 180.0).abs() < 1e-9);
    }

    #[test]
    fn a_margin_widens_a_polygon_on_all_sides() {
        let square = Area::Polygon {
            exterior: vec![at(49.0, -123.0), at(49.0, -122.9), at(49.1, -122.9), at(49.1, -123.0)],
            holes: vec![],
        };
        let north = at(49.1 + 0.0045, -122.95); // about 500 m outside
        assert!(!square.contains(north));
        assert!(square.contains_within(north, Length::metres(510.0)));
        assert!(!square.contains_within(north, Length::metres(490.0)));
    }

    #[test]
    fn circles_overlap_if_they_are_nearer_than_their_radii_together() {
        let circle = |lon: f64, m: f64| Area::Circle { centre: at(42.0, lon), radius: Length::metres(m) };
        let apart = at(42.0, 133.0).distance_to(at(42.0, 133.1)).to_metres();
        assert!(circle(133.0, apart * 0.6).overlaps(&circle(133.1, apart * 0.6)));
        assert!(!circle(133.0, apart * 0.4).overlaps(&circle(133.1, apart * 0.4)));
        assert!(circle(133.0, 100.0).overlaps(&circle(133.0, 90_000.0)), "one inside the other");
    }

    #[test]
    fn a_hole_is_outside() {
        let ring = |h: f64| vec![at(-h, -h), at(-h, h), at(h, h), at(h, -h)];
        let area = Area::Polygon { exterior: ring(1.0), holes: vec![ring(0.5)] };
        assert!(area.contains(at(0.7, 0.0)));
        assert!(!area.contains(at(0.1, 0.1)));
    }
}
