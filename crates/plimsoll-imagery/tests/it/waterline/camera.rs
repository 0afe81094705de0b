//! A second way to a photograph: points on a round sea, turned into a camera by matrices.

use plimsoll_imagery::waterline::PhotoView;
use plimsoll_model::{Estimate, ImagePoint, Mark, Station};

/// Right, ahead, up, m, from the water below the camera.
pub(crate) type Point = [f64; 3];

/// Dip of the horizon in the tests' own words: 1.76 minutes of arc for each root of a metre.
pub(crate) fn dip_rad(camera_m: f64) -> f64 {
    1.76 * camera_m.sqrt() / 3_437.746_770_784_939
}

/// A camera over the sea.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Camera {
    pub(crate) height_m: f64,
    pub(crate) focal_px: f64,
    /// Downward turn of the optical axis, degrees.
    pub(crate) pitch_deg: f64,
    pub(crate) roll_deg: f64,
}

impl Camera {
    pub(crate) fn view(&self) -> PhotoView {
        let exact = |value: f64| Estimate::new(value, value, value);
        PhotoView {
            lines: 4_000,
            samples: 6_000,
            camera_height_m: exact(self.height_m),
            focal_px: exact(self.focal_px),
        }
    }

    /// How far the sea has dropped at a distance, for the rays of light as they bend.
    fn drop(&self, distance: f64) -> f64 {
        let radius = 2.0 * self.height_m / dip_rad(self.height_m).powi(2);
        distance * distance / (2.0 * radius)
    }

    /// Line and sample of a point so high above the sea.
    pub(crate) fn seen(&self, point: Point) -> (f64, f64) {
        let up = point[2] - self.height_m - self.drop(point[0].hypot(point[1]));
        let pitch = self.pitch_deg.to_radians();
        let forward = point[1] * pitch.cos() - up * pitch.sin();
        let lifted = point[1] * pitch.sin() + up * pitch.cos();
        let (x, y) = (self.focal_px * point[0] / forward, -self.focal_px * lifted / forward);
        let roll = self.roll_deg.to_radians();
        (1_999.5 + y * roll.cos() + x * roll.sin(), 2_999.5 + x * roll.cos() - y * roll.sin())
    }

    /// The horizon so far to the right of the middle, degrees.
    pub(crate) fn horizon(&self, right_deg: f64) -> (f64, f64) {
        let far = 2.0 * self.height_m / dip_rad(self.height_m);
        let right = right_deg.to_radians();
        self.seen([far * right.sin(), far * right.cos(), 0.0])
    }
}

/// A hull on the water: its middle, and how its bow is turned out of the plane across the view, away from the camera.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hull {
    pub(crate) middle: (f64, f64),
    pub(crate) turn_deg: f64,
    pub(crate) length_m: f64,
    pub(crate) beam_m: f64,
}

impl Hull {
    /// Metres forward of amidships on the side that is seen, and up.
    pub(crate) fn at(&self, forward: f64, up: f64) -> Point {
        let turn = self.turn_deg.to_radians();
        [self.middle.0 + forward * turn.cos(), self.middle.1 + forward * turn.sin(), up]
    }

    /// The far corner of the end that is nearer.
    pub(crate) fn far_corner(&self, up: f64) -> Point {
        let turn = self.turn_deg.to_radians();
        let end = self.at(if self.turn_deg > 0.0 { -0.5 } else { 0.5 } * self.length_m, up);
        [end[0] - self.beam_m * turn.sin(), end[1] + self.beam_m * turn.cos(), up]
    }
}

pub(crate) fn point(mark: Mark, station: Option<Station>, (line, sample): (f64, f64)) -> ImagePoint {
    ImagePoint { line, sample, mark, station, number: 0, value_m: None, sd_px: None }
}
