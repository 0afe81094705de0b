//! Sun, shadow, and the light that surfaces send back.

use super::body::{Facet, Part};
use super::buffer::Buffer;
use super::ship::Ship;
use super::space::{Vector, inner, minus, outer, plus, times, towards, upon_length};
use plimsoll_model::Direction;

/// Sun and sky.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Light {
    /// Towards the sun.
    pub(super) sun: Vector,
    /// Irradiance of the sun on a plane square to it; 1 above the air.
    pub(super) direct: f64,
    /// Irradiance of the sky on a level plane.
    pub(super) sky: f64,
}

impl Light {
    /// For a sun, and haze from 0 (clean air) to 1 (thick).
    pub(super) fn new(sun: Direction, haze: f64) -> Self {
        let air = 1.0 / sun.elevation_deg.to_radians().sin().max(0.05);
        let depth = 0.12 + 0.5 * haze;
        let direct = (-depth * air).exp();
        Self { sun: towards(sun.azimuth_deg, sun.elevation_deg), direct, sky: 0.10 + 0.15 * haze }
    }

    /// What a matt surface sends back: `normal` towards the eye.
    pub(super) fn matt(&self, albedo: [f64; 3], normal: Vector, is_lit: bool) -> [f64; 3] {
        let direct = if is_lit { self.direct * inner(normal, self.sun).max(0.0) } else { 0.0 };
        let sky = self.sky * (0.55 + 0.45 * normal[2]);
        albedo.map(|a| a * (direct + sky))
    }

    /// What the water sends back: out of it, and from the sky by its surface, which waves make brighter and darker.
    pub(super) fn water(&self, upwelling: [f64; 3], is_lit: bool, mirror: f64, waves: f64) -> [f64; 3] {
        let direct = if is_lit { self.direct * self.sun[2] } else { 0.0 };
        let sky = [0.8, 0.95, 1.15].map(|blue| mirror * self.sky * blue * 3.0 * (1.0 + 0.15 * waves));
        std::array::from_fn(|band| upwelling[band] * (direct + self.sky) * (1.0 + 0.012 * waves) + sky[band])
    }
}

/// Which points the sun reaches: heights drawn on the mean water along its rays.
pub(super) struct Shadows {
    buffer: Buffer,
    origin: [f64; 2],
    cell_m: f64,
    /// How far a shadow falls for each metre of height, and whither: east and north.
    fall: [f64; 2],
    slack_m: f64,
}

impl Shadows {
    /// Of all triangles, in cells of `cell_m`, within `reach_m` east and north of the ship's middle.
    pub(super) fn new(facets: &[Facet], sun: Direction, cell_m: f64, reach_m: f64) -> Self {
        let light = towards(sun.azimuth_deg, sun.elevation_deg);
        let fall = [-light[0] / light[2], -light[1] / light[2]];
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for corner in facets.iter().filter(|f| f.part.is_ship()).flat_map(|f| f.corners) {
            for axis in 0..2 {
                let at = corner.at[axis] + corner.at[2] * fall[axis];
                low[axis] = low[axis].min(at - 2.0).max(-reach_m);
                high[axis] = high[axis].max(at + 2.0).min(reach_m);
            }
        }
        let size = |axis: usize| ((high[axis] - low[axis]) / cell_m).ceil().max(1.0) as usize + 1;
        let mut shadows = Self {
            buffer: Buffer::new(size(0), size(1)),
            origin: low,
            cell_m,
            fall,
            slack_m: 0.06 + 1.5 * cell_m * light[2] / (1.0 - light[2] * light[2]).sqrt().max(0.1),
        };
        for (number, facet) in facets.iter().enumerate() {
            let drawn = facet.corners.map(|c| {
                let [x, y] = shadows.cell(c.at);
                [x, y, c.at[2]]
            });
            shadows.buffer.draw(number as u32, drawn);
        }
        shadows
    }

    /// Of nothing.
    pub(super) fn none() -> Self {
        Self { buffer: Buffer::new(1, 1), origin: [0.0; 2], cell_m: 1.0, fall: [0.0; 2], slack_m: 0.0 }
    }

    fn cell(&self, at: Vector) -> [f64; 2] {
        std::array::from_fn(|axis| (at[axis] + at[2] * self.fall[axis] - self.origin[axis]) / self.cell_m)
    }

    /// The triangle that keeps the sun from a point.
    pub(super) fn caster(&self, at: Vector) -> Option<usize> {
        let [column, row] = self.cell(at);
        self.buffer
            .near(column, row)
            .filter(|(_, height)| *height > at[2] + self.slack_m)
            .map(|(facet, _)| facet)
    }

    /// The triangle that keeps the sun from a point of a surface. It is asked a little off the surface, towards the eye,
    /// or cells would shade themselves where light grazes.
    pub(super) fn caster_on(&self, touched: &Touched) -> Option<usize> {
        self.caster(plus(touched.at, times(touched.normal, 0.1 + self.cell_m)))
    }

    /// How far a shadow falls for each metre of height: east and north.
    pub(super) const fn fall(&self) -> [f64; 2] {
        self.fall
    }
}

/// A point of a triangle: where, how high above the keel, the normal towards the eye.
pub(super) struct Touched {
    pub(super) at: Vector,
    pub(super) keel_m: f64,
    pub(super) normal: Vector,
}

/// The point of a triangle with these weights of its second and third corner; `eye` points towards the eye.
pub(super) fn touched(facet: &Facet, [second, third]: [f64; 2], eye: Vector) -> Touched {
    let [a, b, c] = facet.corners;
    let (ab, ac) = (minus(b.at, a.at), minus(c.at, a.at));
    let normal = upon_length(outer(ab, ac));
    let normal = if inner(normal, eye) < 0.0 { times(normal, -1.0) } else { normal };
    Touched {
        at: plus(a.at, plus(times(ab, second), times(ac, third))),
        keel_m: a.keel_m + second * (b.keel_m - a.keel_m) + third * (c.keel_m - a.keel_m),
        normal,
    }
}

/// Reflectance of a part, at a height above the keel.
pub(super) fn albedo(ship: &Ship, part: Part, keel_m: f64) -> [f64; 3] {
    match part {
        Part::Side if keel_m < ship.band_top_m => ship.paint.bottom,
        Part::Side => ship.paint.topsides,
        Part::Deck => ship.paint.deck,
        Part::House => [0.62, 0.62, 0.60],
        Part::Hatch => [0.30, 0.32, 0.28],
        Part::Gear => [0.40, 0.36, 0.22],
        Part::QuayTop => [0.33, 0.32, 0.30],
        Part::QuayFace => [0.20, 0.20, 0.19],
    }
}
