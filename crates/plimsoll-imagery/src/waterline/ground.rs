//! Points of the image as metres on the ground.

use super::view::OverheadView;
use plimsoll_model::{Direction, ImagePoint};

/// East and north, m.
pub(super) type Vector = [f64; 2];

pub(super) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// A quarter turn clockwise, seen from above.
pub(super) fn right_of(v: Vector) -> Vector {
    [v[1], -v[0]]
}

pub(super) fn between(a: Vector, b: Vector) -> Vector {
    [b[0] - a[0], b[1] - a[1]]
}

/// The unit vector of an azimuth.
pub(super) fn unit(azimuth_deg: f64) -> Vector {
    let azimuth = azimuth_deg.to_radians();
    [libm::sin(azimuth), libm::cos(azimuth)]
}

/// The azimuth of a vector, degrees in [0, 360).
pub(super) fn azimuth_deg(v: Vector) -> f64 {
    let azimuth = libm::atan2(v[0], v[1]).to_degrees();
    if azimuth < 0.0 { azimuth + 360.0 } else { azimuth }
}

/// Turned clockwise by so many radians.
pub(super) fn turned(v: Vector, radians: f64) -> Vector {
    let (sin, cos) = (libm::sin(radians), libm::cos(radians));
    [v[0] * cos + v[1] * sin, v[1] * cos - v[0] * sin]
}

/// How far a point moves in the image for each metre of height: away from the sensor.
pub(super) fn lean(sensor: Direction) -> Vector {
    let elevation = sensor.elevation_deg.to_radians();
    let far = -libm::cos(elevation) / libm::sin(elevation);
    let [east, north] = unit(sensor.azimuth_deg);
    [far * east, far * north]
}

/// How pixels lie on the ground.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground {
    line_m: f64,
    sample_m: f64,
    north: Vector,
}

impl Ground {
    /// `None` if the pixels have no size.
    pub(super) fn new(view: &OverheadView) -> Option<Self> {
        let is_size = |metres: f64| metres.is_finite() && metres > 0.0;
        let is_usable = is_size(view.line_spacing_m)
            && is_size(view.sample_spacing_m)
            && view.north_in_image_deg.is_finite();
        is_usable.then(|| Self {
            line_m: view.line_spacing_m,
            sample_m: view.sample_spacing_m,
            north: unit(view.north_in_image_deg),
        })
    }

    /// East and north of the centre of the first pixel.
    pub(super) fn of(&self, point: &ImagePoint) -> Vector {
        let (right, up) = (point.sample * self.sample_m, -point.line * self.line_m);
        let [sin, cos] = self.north;
        [right * cos - up * sin, right * sin + up * cos]
    }

    /// One standard deviation along a direction of something that is uncertain by so many pixels either way, m.
    pub(super) fn sd_along(&self, direction: Vector, sd_px: f64) -> f64 {
        let [sin, cos] = self.north;
        let (right, up) = (direction[0] * cos + direction[1] * sin, direction[1] * cos - direction[0] * sin);
        sd_px * libm::hypot(right * self.sample_m, up * self.line_m)
    }
}

/// Direction that can be meant: above the horizon and finite.
pub(super) fn usable(direction: Option<Direction>) -> Option<Direction> {
    direction.filter(|d| {
        d.azimuth_deg.is_finite()
            && d.elevation_deg.is_finite()
            && d.elevation_deg > 0.0
            && d.elevation_deg <= 90.0
    })
}
