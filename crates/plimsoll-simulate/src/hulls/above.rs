//! A ship from above, in an image made upright to the mean water.

use super::body::{Facet, Part, Quay, facets};
use super::buffer::Buffer;
use super::light::{Light, Shadows, albedo, touched};
use super::picture::{Picture, Sensor};
use super::sea::{Surface, Water};
use super::ship::{Afloat, Ship, Side};
use super::space::{Vector, towards};
use crate::random::Random;
use plimsoll_model::{Direction, Station};

/// A ship where she lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The ship.
    pub ship: Ship,
    /// How she floats.
    pub afloat: Afloat,
    /// What she lies alongside.
    pub quay: Option<Quay>,
    /// The water.
    pub water: Water,
    /// What else is by chance: waves, noise.
    pub seed: u64,
}

/// How an image from above is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overhead {
    /// From pixel to pixel on the ground, m.
    pub spacing_m: f64,
    /// Where the sun stands, seen from the ship.
    pub sun: Direction,
    /// Where the sensor stands, seen from the ship.
    pub sensor_at: Direction,
    /// Direction of north in the image, from up, clockwise, degrees.
    pub north_in_image_deg: f64,
    /// 0 clean air, 1 thick haze.
    pub haze: f64,
    /// How the sensor blurs.
    pub sensor: Sensor,
}

/// A place of the image: line and sample from the centre of the first pixel.
pub type Spot = [f64; 2];

/// What is true of one side at one station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideTruth {
    /// Which station.
    pub station: Station,
    /// Which side.
    pub side: Side,
    /// The edge seen (of the deck, or of the bulwark) above the mean water, m.
    pub freeboard_m: f64,
    /// How much of it is bulwark, m.
    pub bulwark_m: f64,
    /// Where the edge is imaged.
    pub edge: Spot,
    /// Where the mean water meets the side.
    pub waterline: Spot,
    /// Where the edge's shadow lies beside it, were nothing in the way; `None`: the sun is on this side.
    pub shadow: Option<Spot>,
    /// Metres in the image from the edge to its shadow for each metre of height; `None`: the sun is on this side.
    pub shadow_factor: Option<f64>,
    /// Metres in the image from the waterline to the edge for each metre of height; below 0 the side is not seen.
    pub lean_factor: f64,
}

/// An image from above and what is true of it.
pub struct OverheadImage {
    /// Its pixels, one band.
    pub picture: Picture,
    /// Both sides at the three stations.
    pub sides: Vec<SideTruth>,
    /// The foremost and the aftermost point of the edge as imaged.
    pub ends: [Spot; 2],
    pub(super) lay: Lay,
    pub(super) seen: Seen,
}

/// What of the scene the image shows where: an analyst sees it too.
pub(super) struct Seen {
    pub(super) facets: Vec<Facet>,
    pub(super) view: Buffer,
    pub(super) shadows: Shadows,
    pub(super) finer: usize,
    /// Where its first pixel lies in the image.
    pub(super) first: Spot,
}

/// How ground and image lie to each other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lay {
    spacing_m: f64,
    north: [f64; 2],
    middle: Spot,
    /// How far a point leans for each metre of height: east and north.
    lean: [f64; 2],
}

impl Lay {
    /// Where a point of the ground is imaged.
    pub(super) fn spot(&self, [east, north]: [f64; 2]) -> Spot {
        let [sin, cos] = self.north;
        let (right, up) = (east * cos + north * sin, north * cos - east * sin);
        [self.middle[0] - up / self.spacing_m, self.middle[1] + right / self.spacing_m]
    }
    /// The ground below a place of the image.
    pub(super) fn ground(&self, [line, sample]: Spot) -> [f64; 2] {
        let [sin, cos] = self.north;
        let right = (sample - self.middle[1]) * self.spacing_m;
        let up = (self.middle[0] - line) * self.spacing_m;
        [right * cos - up * sin, right * sin + up * cos]
    }
    /// Of an image upright to north whose middle is at a spot.
    pub(super) fn upright(how: &Overhead, middle: Spot) -> Self {
        let sensor = towards(how.sensor_at.azimuth_deg, how.sensor_at.elevation_deg);
        let lean = [-sensor[0] / sensor[2], -sensor[1] / sensor[2]];
        Self { spacing_m: how.spacing_m, north: [0.0, 1.0], middle, lean }
    }
    /// Where the ground below the ship's middle is imaged.
    pub(super) const fn middle(&self) -> Spot {
        self.middle
    }
    /// How far a point leans for each metre of height: east and north.
    pub(super) const fn lean(&self) -> [f64; 2] {
        self.lean
    }
    /// Where a point above the water seems to lie on the ground.
    fn leaning(&self, at: Vector) -> [f64; 2] {
        [at[0] + at[2] * self.lean[0], at[1] + at[2] * self.lean[1]]
    }
    /// Where a point above the water is imaged.
    pub(super) fn imaged(&self, at: Vector) -> Spot {
        self.spot(self.leaning(at))
    }
}

impl OverheadImage {
    /// An image without a ship.
    pub(super) fn empty(picture: Picture, lay: Lay) -> Self {
        let shadows = Shadows::none();
        let seen = Seen { facets: Vec::new(), view: Buffer::new(1, 1), shadows, finer: 1, first: [0.0; 2] };
        Self { picture, sides: Vec::new(), ends: [[0.0; 2]; 2], lay, seen }
    }

    /// Moves all that is true of it, as its pixels were moved.
    pub(super) fn move_by(&mut self, by: Spot) {
        let moved = |spot: &mut Spot| *spot = [spot[0] + by[0], spot[1] + by[1]];
        self.ends.iter_mut().for_each(moved);
        for side in &mut self.sides {
            moved(&mut side.edge);
            moved(&mut side.waterline);
            side.shadow.iter_mut().for_each(moved);
        }
        moved(&mut self.lay.middle);
        moved(&mut self.seen.first);
    }
}

/// The image of a scene.
pub fn from_above(scene: &Scene, how: &Overhead) -> OverheadImage {
    from_above_painted(scene, how, &|_| None)
}

/// The same with the quay painted: a reflectance at a point east and north of the ship's middle, or the quay's own.
pub(super) fn from_above_painted(
    scene: &Scene,
    how: &Overhead,
    paint: &dyn Fn([f64; 2]) -> Option<[f64; 3]>,
) -> OverheadImage {
    let facets = facets(&scene.ship, &scene.afloat, scene.quay.as_ref());
    let finer = ((how.spacing_m / 0.11).ceil() as usize).clamp(4, 12);
    let cell_m = how.spacing_m / finer as f64;
    let shadows = Shadows::new(&facets, how.sun, cell_m, 1.2 * scene.ship.length_m);
    let (lay, lines, samples) = lay(scene, how, &facets, &shadows);
    let mut view = Buffer::new(samples * finer, lines * finer);
    for (number, facet) in facets.iter().enumerate() {
        let drawn = facet.corners.map(|c| {
            let spot = lay.imaged(c.at);
            [fine(spot[1], finer), fine(spot[0], finer), c.at[2]]
        });
        view.draw(number as u32, drawn);
    }
    let seen = Seen { facets, view, shadows, finer, first: [0.0; 2] };
    let light = radiance(scene, how, &lay, &seen, paint);
    let random = &mut Random::new(scene.seed, 3);
    let band = how.sensor.expose(&light, samples * finer, finer, random);
    let sides = sides(scene, how, &lay, seen.shadows.fall());
    let half = scene.ship.length_m / 2.0;
    let ends = [half, -half].map(|along| lay.imaged(scene.afloat.edge(&scene.ship, along, Side::Port)));
    OverheadImage { picture: Picture { lines, samples, bands: vec![band] }, sides, ends, lay, seen }
}

/// A pixel's place among cells `finer` times finer.
pub(super) fn fine(place: f64, finer: usize) -> f64 {
    (place + 0.5) * finer as f64 - 0.5
}

fn lay(scene: &Scene, how: &Overhead, facets: &[Facet], shadows: &Shadows) -> (Lay, usize, usize) {
    let sensor = towards(how.sensor_at.azimuth_deg, how.sensor_at.elevation_deg);
    let lean = [-sensor[0] / sensor[2], -sensor[1] / sensor[2]];
    let (sin, cos) = how.north_in_image_deg.to_radians().sin_cos();
    let start = Lay { spacing_m: how.spacing_m, north: [sin, cos], middle: [0.0; 2], lean };
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    let fall = shadows.fall();
    for corner in facets.iter().filter(|f| f.part.is_ship()).flat_map(|f| f.corners) {
        let [east, north, up] = corner.at;
        let shadow = start.spot([east + up * fall[0], north + up * fall[1]]);
        for spot in [start.imaged(corner.at), shadow] {
            for axis in 0..2 {
                low[axis] = low[axis].min(spot[axis]);
                high[axis] = high[axis].max(spot[axis]);
            }
        }
    }
    let margin = (12.0 / how.spacing_m).max(14.0);
    let reach = 1.1 * scene.ship.length_m / how.spacing_m;
    let size = |axis: usize| {
        let (from, to) = (low[axis].max(-reach) - margin, high[axis].min(reach) + margin);
        (from, (to - from).ceil() as usize)
    };
    let ((top, lines), (left, samples)) = (size(0), size(1));
    (Lay { middle: [-top, -left], ..start }, lines, samples)
}

/// Light by cell, before the sensor.
fn radiance(
    scene: &Scene,
    how: &Overhead,
    lay: &Lay,
    seen: &Seen,
    paint: &dyn Fn([f64; 2]) -> Option<[f64; 3]>,
) -> Vec<f32> {
    let light = Light::new(how.sun, how.haze);
    let eye = towards(how.sensor_at.azimuth_deg, how.sensor_at.elevation_deg);
    let surface = Surface::new(&scene.water, scene.seed);
    let finer = seen.finer as f64;
    let (columns, rows) = (seen.view.columns, seen.view.rows);
    let mut out = Vec::with_capacity(columns * rows);
    // The air takes away and adds.
    let (through, path) = (1.0 - 0.5 * how.haze, 0.012 + 0.13 * how.haze);
    for row in 0..rows {
        for column in 0..columns {
            let spot = [(row as f64 + 0.5) / finer - 0.5, (column as f64 + 0.5) / finer - 0.5];
            let [east, north] = lay.ground(spot);
            let level = surface.level_m(east, north);
            let wet = [east - level * lay.lean[0], north - level * lay.lean[1], level];
            let solid = seen.view.at(column, row).and_then(|(number, weights)| {
                let facet = &seen.facets[number];
                let touched = touched(facet, weights, eye);
                (touched.at[2] > level).then_some((facet.part, touched))
            });
            let colour = match solid {
                Some((part, touched)) => {
                    let is_lit = seen.shadows.caster_on(&touched).is_none();
                    let painted =
                        if part == Part::QuayTop { paint([touched.at[0], touched.at[1]]) } else { None };
                    let own = painted.unwrap_or_else(|| albedo(&scene.ship, part, touched.keel_m));
                    light.matt(own, touched.normal, is_lit)
                }
                None => {
                    let is_lit = seen.shadows.caster(wet).is_none();
                    light.water(surface.upwelling, is_lit, 0.022, surface.waves(east, north))
                }
            };
            let grey = (colour[0] + colour[1] + colour[2]) / 3.0;
            out.push((path + through * grey) as f32);
        }
    }
    out
}

fn sides(scene: &Scene, how: &Overhead, lay: &Lay, fall: [f64; 2]) -> Vec<SideTruth> {
    let mut sides = Vec::new();
    for (station, along) in Station::ALL.into_iter().zip(scene.ship.stations_m()) {
        for side in Side::ALL {
            sides.push(side_at(scene, how, lay, fall, (station, along, side)));
        }
    }
    sides
}

/// What is true at a place along a side.
pub(super) fn side_at(
    scene: &Scene,
    how: &Overhead,
    lay: &Lay,
    fall: [f64; 2],
    (station, along, side): (Station, f64, Side),
) -> SideTruth {
    let (ship, afloat) = (&scene.ship, &scene.afloat);
    let [fe, fn_] = afloat.forward();
    let normal = afloat.to_port().map(|p| p * side.sign());
    let across = |v: [f64; 2]| v[0] * normal[0] + v[1] * normal[1];
    let edge = afloat.edge(ship, along, side);
    let is_sunless = across(fall) > 0.0;
    // What lies beside the imaged edge is the shadow of a place further along, as light and view come aslant.
    let aslant = (fall[0] - lay.lean[0]) * fe + (fall[1] - lay.lean[1]) * fn_;
    let on_quay = scene.quay.filter(|q| q.side == side && edge[2] > q.height_m).map_or(0.0, |q| q.height_m);
    let caster = afloat.edge(ship, along - (edge[2] - on_quay) * aslant, side);
    let drop = caster[2] - on_quay;
    let fallen = [caster[0] + drop * fall[0], caster[1] + drop * fall[1], on_quay];
    let sensor = across(lay.lean);
    let shadow_factor = is_sunless.then(|| across(fall) - sensor);
    debug_assert!(how.sun.elevation_deg > 0.0, "the sun is up");
    SideTruth {
        station,
        side,
        freeboard_m: edge[2],
        bulwark_m: ship.edge_m(along) - ship.deck_m(along),
        edge: lay.imaged(edge),
        waterline: lay.imaged(afloat.at_water(ship, along, side)),
        shadow: is_sunless.then(|| lay.imaged(fallen)),
        shadow_factor,
        lean_factor: -sensor,
    }
}

impl Seen {
    /// What the image shows at a place: a part of ship or quay, or `None` for water; and what casts shadow there.
    pub(super) fn what(&self, lay: &Lay, spot: Spot) -> (Option<Part>, Option<Part>) {
        let within = [spot[0] - self.first[0], spot[1] - self.first[1]];
        let (column, row) = (fine(within[1], self.finer), fine(within[0], self.finer));
        let [east, north] = lay.ground(spot);
        let solid = self.view.near(column, row).filter(|(_, height)| *height > 0.0);
        let at = solid.map_or([east, north, 0.0], |(_, height)| {
            [east - height * lay.lean[0], north - height * lay.lean[1], height]
        });
        let caster = self.shadows.caster(at).map(|number| self.facets[number].part);
        (solid.map(|(number, _)| self.facets[number].part), caster)
    }
}
