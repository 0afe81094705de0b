//! A second way to the same numbers: points in space, rays to the sun and to the sensor, cut with planes.

use plimsoll_imagery::waterline::OverheadView;
use plimsoll_model::{Direction, ImagePoint, Mark, Station};

/// East, north, up, m.
pub(crate) type Point = [f64; 3];

/// A unit vector towards something.
pub(crate) fn towards(direction: Direction) -> Point {
    let (azimuth, elevation) = (direction.azimuth_deg.to_radians(), direction.elevation_deg.to_radians());
    [elevation.cos() * azimuth.sin(), elevation.cos() * azimuth.cos(), elevation.sin()]
}

/// Where the line through a point along a direction cuts the level `up`.
pub(crate) fn cut(point: Point, along: Point, up: f64) -> Point {
    let t = (up - point[2]) / along[2];
    [0, 1, 2].map(|i| point[i] + t * along[i])
}

/// Where a point is seen in the image: its line of sight cut with the water, then pixels.
pub(crate) fn seen(view: &OverheadView, point: Point) -> (f64, f64) {
    let flat = view.sensor_at.map_or(point, |sensor| cut(point, towards(sensor), 0.0));
    // The image turned so that north is up, then turned back by the angle of north.
    let turn = view.north_in_image_deg.to_radians();
    let (right, up) =
        (flat[0] * turn.cos() + flat[1] * turn.sin(), flat[1] * turn.cos() - flat[0] * turn.sin());
    (1_000.0 - up / view.line_spacing_m, 1_000.0 + right / view.sample_spacing_m)
}

pub(crate) fn point(mark: Mark, station: Option<Station>, (line, sample): (f64, f64)) -> ImagePoint {
    ImagePoint { line, sample, mark, station, number: 0, value_m: None, sd_px: None }
}

/// A box of a hull at the origin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Box3 {
    pub(crate) heading_deg: f64,
    pub(crate) length_m: f64,
    pub(crate) beam_m: f64,
    pub(crate) freeboard_m: f64,
    /// Level of what the shadow falls on.
    pub(crate) quay_m: f64,
}

impl Box3 {
    /// A point of the hull: m forward of amidships, m to starboard, m above the water.
    pub(crate) fn at(&self, forward: f64, starboard: f64, up: f64) -> Point {
        let heading = self.heading_deg.to_radians();
        [
            forward * heading.sin() + starboard * heading.cos(),
            forward * heading.cos() - starboard * heading.sin(),
            up,
        ]
    }

    /// Bow and stern at the level of the deck.
    pub(crate) fn ends(&self, view: &OverheadView) -> Vec<ImagePoint> {
        let half = self.length_m / 2.0;
        vec![
            point(Mark::Bow, None, seen(view, self.at(half, 0.0, self.freeboard_m))),
            point(Mark::Stern, None, seen(view, self.at(-half, 0.0, self.freeboard_m))),
        ]
    }

    /// The marks of one station on one side (1 starboard, -1 port).
    pub(crate) fn side(
        &self,
        view: &OverheadView,
        sign: f64,
        station: Station,
        marks: &[Mark],
    ) -> Vec<ImagePoint> {
        let forward = self.length_m * 0.35 * f64::from(1 - station as i32);
        let deck = self.at(forward, sign * self.beam_m / 2.0, self.freeboard_m);
        let place = |mark: &Mark| match mark {
            Mark::Waterline => self.at(forward, sign * self.beam_m / 2.0, 0.0),
            Mark::ShadowEdge => cut(deck, towards(view.sun.unwrap()), self.quay_m),
            _ => deck,
        };
        marks.iter().map(|mark| point(*mark, Some(station), seen(view, place(mark)))).collect()
    }
}
