//! A berth in the pixels of a scene.

use crate::geometry::Georeference;
use plimsoll_model::{Area, Position};

/// Corners on the side of a circle.
const CIRCLE_CORNERS: u32 = 36;

/// How positions near a berth become pixels, also those just outside the image: the map of the image where it holds,
/// and its tangent at a point of the berth elsewhere.
pub(super) struct Corners<'a> {
    georeference: &'a dyn Georeference,
    at: (f64, f64),
    position: Position,
    /// Degrees north and east by line, by sample.
    slope: [(f64, f64); 2],
}

impl<'a> Corners<'a> {
    /// `None` if no corner and not the middle of the area lies in the image, or the map has no tangent there.
    pub(super) fn new(georeference: &'a dyn Georeference, area: &Area) -> Option<Self> {
        let mut points = vec![area_centre(area)?];
        if let Area::Polygon { exterior, .. } = area {
            points.extend(exterior);
        }
        let at = points.into_iter().find_map(|point| georeference.pixel(point))?;
        let position = georeference.position(at.0, at.1)?;
        let slope = |by: (f64, f64)| {
            let step = |sign: f64| {
                let there = georeference.position(at.0 + sign * by.0, at.1 + sign * by.1)?;
                let north = there.lat_deg() - position.lat_deg();
                Some((sign * north, sign * east_deg(position, there)))
            };
            step(1.0).or_else(|| step(-1.0))
        };
        let slope = [slope((1.0, 0.0))?, slope((0.0, 1.0))?];
        let (a, b) = (slope[0], slope[1]);
        let is_map = (a.0 * b.1 - a.1 * b.0).abs() > 0.0;
        is_map.then_some(Self { georeference, at, position, slope })
    }

    /// Line and sample of a position.
    fn pixel(&self, position: Position) -> (f64, f64) {
        if let Some(at) = self.georeference.pixel(position) {
            return at;
        }
        let (north, east) = (position.lat_deg() - self.position.lat_deg(), east_deg(self.position, position));
        let (a, b) = (self.slope[0], self.slope[1]);
        let turn = a.0 * b.1 - a.1 * b.0;
        (self.at.0 + (north * b.1 - east * b.0) / turn, self.at.1 + (east * a.0 - north * a.1) / turn)
    }
}

/// The middle of an area; `None` of a polygon without corners.
fn area_centre(area: &Area) -> Option<Position> {
    match area {
        Area::Polygon { exterior, .. } if exterior.is_empty() => None,
        _ => Some(area.centre()),
    }
}

/// Degrees from one position to another eastwards, in [-180, 180).
fn east_deg(from: Position, to: Position) -> f64 {
    (to.lon_deg() - from.lon_deg() + 540.0).rem_euclid(360.0) - 180.0
}

/// The rim of an area: rings of lines and samples.
pub(super) struct Outline {
    rings: Vec<Vec<(f64, f64)>>,
    /// From line to line and from sample to sample, m.
    pub(super) spacing: (f64, f64),
}

impl Outline {
    pub(super) fn new(corners: &Corners<'_>, area: &Area, spacing: (f64, f64)) -> Self {
        let rings = match area {
            Area::Circle { centre, radius } => {
                let (line, sample) = corners.pixel(*centre);
                let (up, across) = (radius.to_metres() / spacing.0, radius.to_metres() / spacing.1);
                let rim = |step: u32| {
                    let turn = std::f64::consts::TAU * f64::from(step) / f64::from(CIRCLE_CORNERS);
                    (line + up * libm::cos(turn), sample + across * libm::sin(turn))
                };
                vec![(0..CIRCLE_CORNERS).map(rim).collect()]
            }
            Area::Polygon { exterior, holes } => std::iter::once(exterior)
                .chain(holes)
                .map(|ring| ring.iter().map(|corner| corners.pixel(*corner)).collect())
                .collect(),
        };
        Self { rings, spacing }
    }

    /// Least and greatest line, least and greatest sample.
    pub(super) fn extent(&self) -> ((f64, f64), (f64, f64)) {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        let wider = |(least, most): (f64, f64), at: f64| (least.min(at), most.max(at));
        self.rings
            .iter()
            .flatten()
            .fold((none, none), |(lines, samples), at| (wider(lines, at.0), wider(samples, at.1)))
    }

    /// The longer side of the box about it, m.
    pub(super) fn side_m(&self) -> f64 {
        let (lines, samples) = self.extent();
        let tall = (lines.1 - lines.0) * self.spacing.0;
        let broad = (samples.1 - samples.0) * self.spacing.1;
        if tall.is_nan() || broad.is_nan() { f64::INFINITY } else { tall.max(broad) }
    }

    fn sides(&self) -> impl Iterator<Item = ((f64, f64), (f64, f64))> + '_ {
        self.rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a, *b)))
    }

    /// Even-odd rule.
    fn contains(&self, line: f64, sample: f64) -> bool {
        self.sides().fold(false, |inside, (a, b)| {
            let crosses =
                (a.0 > line) != (b.0 > line) && sample < a.1 + (line - a.0) / (b.0 - a.0) * (b.1 - a.1);
            inside ^ crosses
        })
    }

    /// The pixels whose centres lie in it, line by line; they may lie outside the image.
    pub(super) fn pixels(&self) -> Vec<(i64, i64)> {
        let (lines, samples) = self.extent();
        let range = |(least, most): (f64, f64)| least.ceil() as i64..=most.floor() as i64;
        range(lines)
            .flat_map(|line| range(samples).map(move |sample| (line, sample)))
            .filter(|(line, sample)| self.contains(*line as f64, *sample as f64))
            .collect()
    }

    /// Distance from a pixel to the area, m; 0 inside.
    pub(super) fn distance_m(&self, line: f64, sample: f64) -> f64 {
        if self.contains(line, sample) {
            return 0.0;
        }
        let metres = |at: (f64, f64)| ((at.0 - line) * self.spacing.0, (at.1 - sample) * self.spacing.1);
        self.sides().map(|(a, b)| distance_to_side(metres(a), metres(b))).fold(f64::INFINITY, f64::min)
    }
}

/// Distance from the origin to a side.
fn distance_to_side(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 { (-(a.0 * dx + a.1 * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    libm::hypot(a.0 + t * dx, a.1 + t * dy)
}
