//! The area of a place, prepared for many questions: a box and a plane answer most, the geodesic the rest.

use plimsoll_model::{Area, Length, Position};

/// A degree of latitude is at least this long anywhere on WGS 84, m (110,574 m at the equator).
const DEGREE_OF_LATITUDE_M: f64 = 110_500.0;
/// A degree of longitude at the equator of WGS 84, m. At latitude `f` one is never shorter than this by `cos f`.
const DEGREE_OF_LONGITUDE_M: f64 = 111_319.4;
/// Least radius of curvature of WGS 84, m.
const LEAST_RADIUS_M: f64 = 6_335_439.0;

/// A box around an area and its margin. It may cross the 180th meridian.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) south_deg: f64,
    pub(super) north_deg: f64,
    /// The meridian in the middle.
    pub(super) lon_deg: f64,
    /// How far it reaches to the east and the west.
    pub(super) half_width_deg: f64,
}

/// An area with its margin.
#[derive(Clone, Debug)]
pub(super) struct Shape<'a> {
    area: &'a Area,
    margin_m: f64,
    reach_m: f64,
    bounds: Bounds,
    plane: Plane,
    /// Rings in the plane, the outer one first; none for a circle.
    rings: Vec<Vec<(f64, f64)>>,
}

impl<'a> Shape<'a> {
    /// `None` for an area that holds nothing.
    pub(super) fn new(area: &'a Area, margin_m: f64) -> Option<Self> {
        if matches!(area, Area::Polygon { exterior, .. } if exterior.is_empty()) {
            return None;
        }
        let centre = area.centre();
        let reach_m = match area {
            Area::Circle { radius, .. } => radius.to_metres(),
            Area::Polygon { exterior, .. } => {
                exterior.iter().map(|corner| centre.distance_to(*corner).to_metres()).fold(0.0, f64::max)
            }
        };
        let (bounds, rings) = match area {
            Area::Circle { .. } => (Bounds::at(centre).wider(reach_m + margin_m), Vec::new()),
            Area::Polygon { exterior, holes } => {
                let rings = [exterior].into_iter().chain(holes).map(|ring| unrolled(ring, centre)).collect();
                (Bounds::of(exterior, centre).wider(margin_m), rings)
            }
        };
        let plane = Plane::new(centre, reach_m + margin_m);
        let rings: Vec<Vec<(f64, f64)>> = rings;
        let rings = rings.iter().map(|r| r.iter().map(|c| plane.scaled(*c)).collect()).collect();
        Some(Self { area, margin_m, reach_m, bounds, plane, rings })
    }

    /// Distance from the centre to the farthest corner, or the radius, m.
    pub(super) fn reach_m(&self) -> f64 {
        self.reach_m
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// True if a position lies in the area.
    pub(super) fn contains(&self, position: Position) -> bool {
        if !self.bounds.contains(position) {
            return false;
        }
        let at = self.plane.at(position);
        let sure = match self.area {
            Area::Circle { .. } => self.plane.is_within(at, self.reach_m),
            Area::Polygon { .. } => self.is_in_rings(at),
        };
        sure.unwrap_or_else(|| self.area.contains(position))
    }

    /// True if a position lies in the area or within the margin of its edge.
    pub(super) fn contains_within(&self, position: Position) -> bool {
        if !self.bounds.contains(position) {
            return false;
        }
        let at = self.plane.at(position);
        let sure = match self.area {
            Area::Circle { .. } => self.plane.is_within(at, self.reach_m + self.margin_m),
            Area::Polygon { .. } if self.contains(position) => Some(true),
            Area::Polygon { .. } => self.is_near_ring(at),
        };
        sure.unwrap_or_else(|| self.area.contains_within(position, Length::metres(self.margin_m)))
    }

    /// Even-odd rule; `None` within a centimetre of a side, or where a ring is too wide for a plane.
    fn is_in_rings(&self, at: (f64, f64)) -> Option<bool> {
        if self.bounds.half_width_deg >= 90.0 {
            return None;
        }
        let mut inside = false;
        for (i, ring) in self.rings.iter().enumerate() {
            let within = is_in_ring(ring, at)?;
            inside = if i == 0 { within } else { inside && !within };
            if !inside {
                return Some(false);
            }
        }
        Some(inside)
    }

    /// Distance to the outer ring against the margin; `None` if the plane cannot tell.
    fn is_near_ring(&self, at: (f64, f64)) -> Option<bool> {
        let error_m = self.plane.band? * (self.reach_m + self.margin_m);
        if self.bounds.half_width_deg >= 90.0 {
            return None;
        }
        let ring = self.rings.first()?;
        let least = sides(ring).map(|side| distance_to_side(at, side)).fold(f64::INFINITY, f64::min);
        match least - self.margin_m {
            far if far > error_m => Some(false),
            near if near < -error_m => Some(true),
            _ => None,
        }
    }
}

impl Bounds {
    fn at(centre: Position) -> Self {
        let lat = centre.lat_deg();
        Self { south_deg: lat, north_deg: lat, lon_deg: centre.lon_deg(), half_width_deg: 0.0 }
    }

    /// Around the corners of a ring.
    fn of(ring: &[Position], centre: Position) -> Self {
        let corners = unrolled(ring, centre);
        let (mut west, mut east) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut bounds = Self { south_deg: 90.0, north_deg: -90.0, ..Self::at(centre) };
        for (lon, lat) in corners {
            bounds.south_deg = bounds.south_deg.min(lat);
            bounds.north_deg = bounds.north_deg.max(lat);
            (west, east) = (west.min(lon), east.max(lon));
        }
        bounds.half_width_deg = west.abs().max(east.abs());
        bounds
    }

    /// With a margin: along a way of so many metres the longitude changes at most by its length over the cosine of the
    /// highest latitude reached.
    fn wider(self, margin_m: f64) -> Self {
        let north = margin_m / DEGREE_OF_LATITUDE_M + 1e-6;
        let (south_deg, north_deg) = (self.south_deg - north, self.north_deg + north);
        let highest = south_deg.abs().max(north_deg.abs());
        let cosine = libm::cos(highest.to_radians());
        let half_width_deg = self.half_width_deg + margin_m / (DEGREE_OF_LONGITUDE_M * cosine) + 1e-6;
        if highest < 89.9 && half_width_deg < 180.0 {
            return Self { south_deg, north_deg, half_width_deg, ..self };
        }
        let whole = |x: f64, edge: f64| if x.is_finite() { x.clamp(-90.0, 90.0) } else { edge };
        let (south_deg, north_deg) = (whole(south_deg, -90.0), whole(north_deg, 90.0));
        Self { south_deg, north_deg, half_width_deg: 180.0, ..self }
    }

    fn contains(&self, position: Position) -> bool {
        let lat = position.lat_deg();
        self.south_deg <= lat
            && lat <= self.north_deg
            && turned(position.lon_deg() - self.lon_deg).abs() <= self.half_width_deg
    }
}

/// A plane through the centre of an area, scaled to metres.
#[derive(Clone, Copy, Debug)]
struct Plane {
    centre: Position,
    east_m: f64,
    north_m: f64,
    /// By how much of itself a distance in it may be wrong; `None` where it is not to be used.
    band: Option<f64>,
}

impl Plane {
    /// Good for distances up to `reach_m` from the centre.
    ///
    /// The scale of longitude at the middle latitude differs from that at the centre by `tan(lat) * d / 2R`; three
    /// times that and a thousandth for the rest is allowed for.
    fn new(centre: Position, reach_m: f64) -> Self {
        let lat = centre.lat_deg().to_radians();
        let (sin, cos) = libm::sincos(lat);
        let w = 1.0 - 6.694_379_990_141_316e-3 * sin * sin;
        let normal = 6_378_137.0 / w.sqrt();
        let meridian = normal * (1.0 - 6.694_379_990_141_316e-3) / w;
        let band = 0.001 + 1.5 * reach_m / LEAST_RADIUS_M * (1.0 + (sin / cos).abs());
        Self {
            centre,
            east_m: normal * cos * std::f64::consts::PI / 180.0,
            north_m: meridian * std::f64::consts::PI / 180.0,
            band: Some(band).filter(|b| *b < 0.1),
        }
    }

    /// Metres east and north of the centre.
    fn at(&self, position: Position) -> (f64, f64) {
        self.scaled((turned(position.lon_deg() - self.centre.lon_deg()), position.lat_deg()))
    }

    /// The same, from degrees east of the centre and degrees north.
    fn scaled(&self, (east_deg, lat_deg): (f64, f64)) -> (f64, f64) {
        (east_deg * self.east_m, (lat_deg - self.centre.lat_deg()) * self.north_m)
    }

    /// Whether a point lies within a distance of the centre; `None` if the plane cannot tell.
    fn is_within(&self, (east, north): (f64, f64), distance_m: f64) -> Option<bool> {
        let band = self.band?;
        let square = east * east + north * north;
        let (inner, outer) = (distance_m * (1.0 - band), distance_m * (1.0 + band));
        if square < inner * inner {
            return Some(distance_m > 0.0);
        }
        (square > outer * outer).then_some(false)
    }
}

/// An angle of less than 540 degrees, turned to within 180.
fn turned(degrees: f64) -> f64 {
    match degrees {
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    }
}

/// The corners of a ring as degrees east of the centre, each near the one before, and degrees north.
fn unrolled(ring: &[Position], centre: Position) -> Vec<(f64, f64)> {
    let mut before = 0.0;
    let corner = |p: &Position| {
        let step = (p.lon_deg() - centre.lon_deg() - before + 540.0_f64).rem_euclid(360.0) - 180.0;
        before += step;
        (before, p.lat_deg())
    };
    ring.iter().map(corner).collect()
}

/// The sides of a ring, closing it if it is open.
fn sides(ring: &[(f64, f64)]) -> impl Iterator<Item = ((f64, f64), (f64, f64))> + '_ {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a, *b))
}

/// Even-odd rule in the plane; `None` if the point lies within a centimetre of where a side is crossed.
fn is_in_ring(ring: &[(f64, f64)], (x, y): (f64, f64)) -> Option<bool> {
    let mut inside = false;
    for ((ax, ay), (bx, by)) in sides(ring) {
        if (ay - y).abs() < 0.01 || (by - y).abs() < 0.01 {
            return None;
        }
        if (ay > y) != (by > y) {
            let at = ax + (y - ay) / (by - ay) * (bx - ax);
            if (at - x).abs() < 0.01 {
                return None;
            }
            inside ^= x < at;
        }
    }
    Some(inside)
}

fn distance_to_side((x, y): (f64, f64), ((ax, ay), (bx, by)): ((f64, f64), (f64, f64))) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 { (((x - ax) * dx + (y - ay) * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    let (ex, ey) = (ax + t * dx - x, ay + t * dy - y);
    (ex * ex + ey * ey).sqrt()
}
