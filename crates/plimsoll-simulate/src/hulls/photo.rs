//! A ship from the side, as a patrol aircraft or a ship photographs her.
//!
//! The Earth is round: a point at a distance `d` lies `d^2 / 2R` lower, and the visible horizon lies below the true one by the dip.
//! Refraction makes the radius greater.

use super::above::{Scene, Spot, fine};
use super::body::{Facet, Part, facets, house_half_m};
use super::buffer::Buffer;
use super::light::{Light, Shadows, albedo, touched};
use super::picture::{Picture, Sensor};
use super::sea::Surface;
use super::ship::{Ship, Side};
use super::space::{Vector, inner, minus, outer, plus, times, towards, upon_length};
use crate::random::Random;
use plimsoll_model::{Direction, Station};

/// How a photograph is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Photograph {
    /// Rows and pixels in a row of the whole image.
    pub size_px: (usize, usize),
    /// Focal length, pixels.
    pub focal_px: f64,
    /// Height of the camera above the mean water, m.
    pub height_m: f64,
    /// From below the camera to amidships, m.
    pub range_m: f64,
    /// Direction of the camera as seen from the ship, degrees true.
    pub camera_azimuth_deg: f64,
    /// How far the camera is turned about its axis, degrees; the horizon falls to the right where positive.
    pub roll_deg: f64,
    /// Where the middle of the ship is imaged, as a share of the lines from the top.
    pub ship_at: f64,
    /// Where the sun stands.
    pub sun: Direction,
    /// How far one sees: contrast falls to a twentieth, m.
    pub visibility_m: f64,
    /// Coefficient of refraction; .13 as a rule.
    pub refraction: f64,
    /// How the sensor blurs.
    pub sensor: Sensor,
}

/// A part of a photograph that was rendered.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Its first line in the whole image.
    pub line: usize,
    /// Its first sample.
    pub sample: usize,
    /// Its pixels: red, green, blue.
    pub picture: Picture,
}

/// What is true at one station of the side seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationTruth {
    /// Which station.
    pub station: Station,
    /// The edge seen above the mean water, m.
    pub freeboard_m: f64,
    /// How much of it is bulwark, m.
    pub bulwark_m: f64,
    /// Draught at this place of the side, m: with trim and list.
    pub draught_m: f64,
    /// Distance from the camera, m.
    pub distance_m: f64,
    /// Where the edge is imaged.
    pub edge: Spot,
    /// Where the mean water meets the side.
    pub waterline: Spot,
    /// Where the boot-topping ends above the water; `None`: it is all under water.
    pub band_top: Option<Spot>,
}

/// A photograph, in parts, and what is true of it.
pub struct Photo {
    /// The ship first, then pieces of the horizon where it is in the image.
    pub tiles: Vec<Tile>,
    /// The side seen, at the three stations.
    pub stations: Vec<StationTruth>,
    /// Which side that is.
    pub side: Side,
    /// Where the visible horizon is imaged, at the middles of its tiles.
    pub horizon: Vec<Spot>,
    /// Bow and stern as imaged.
    pub ends: [Spot; 2],
    /// Foot and top of the near fore corner of the superstructure, and its height; `None` where a bulwark hides the foot.
    pub upright: Option<(Spot, Spot, f64)>,
    /// Angle between the hull and the plane of the image, degrees.
    pub turned_deg: f64,
    pub(super) seen: SeenAside,
}

/// What of the ship shows where.
pub(super) struct SeenAside {
    facets: Vec<Facet>,
    view: Buffer,
    first: [usize; 2],
}

const FINER: usize = 2;
/// Of the Earth, m.
const RADIUS_M: f64 = 6_371_000.0;

/// Where the camera stands and how it looks.
pub(super) struct Camera {
    at: Vector,
    forward: Vector,
    right: Vector,
    up: Vector,
    focal_px: f64,
    middle: Spot,
    bend_m: f64,
}

impl Camera {
    fn new(how: &Photograph) -> Self {
        let (sin, cos) = how.camera_azimuth_deg.to_radians().sin_cos();
        let at = [how.range_m * sin, how.range_m * cos, how.height_m];
        let middle = [(how.size_px.0 as f64 - 1.0) / 2.0, (how.size_px.1 as f64 - 1.0) / 2.0];
        // The ship is to lie at a share of the lines: the axis points higher or lower by that much.
        let below = (how.ship_at * how.size_px.0 as f64 - middle[0]) / how.focal_px;
        let depression = (how.height_m / how.range_m).atan() - below.atan();
        let forward = towards(how.camera_azimuth_deg + 180.0, -depression.to_degrees());
        let right = upon_length(outer(forward, [0.0, 0.0, 1.0]));
        let up = outer(right, forward);
        let (sin, cos) = how.roll_deg.to_radians().sin_cos();
        let (right, up) = (plus(times(right, cos), times(up, sin)), plus(times(up, cos), times(right, -sin)));
        let bend_m = RADIUS_M / (1.0 - how.refraction);
        Self { at, forward, right, up, focal_px: how.focal_px, middle, bend_m }
    }

    /// A direction in the image; `None` behind the camera.
    fn spot_of(&self, way: Vector) -> Option<Spot> {
        let depth = inner(way, self.forward);
        (depth > 1e-9).then(|| {
            let scale = self.focal_px / depth;
            [self.middle[0] - scale * inner(way, self.up), self.middle[1] + scale * inner(way, self.right)]
        })
    }

    /// A point in the image and its distance.
    fn imaged(&self, at: Vector) -> (Spot, f64) {
        let way = minus(at, self.at);
        let flat = way[0].hypot(way[1]);
        let bent = [way[0], way[1], way[2] - flat * flat / (2.0 * self.bend_m)];
        let spot = self.spot_of(bent).expect("the camera looks at the ship");
        (spot, inner(bent, bent).sqrt())
    }

    /// The way of a place in the image.
    fn way(&self, [line, sample]: Spot) -> Vector {
        let across = times(self.right, (sample - self.middle[1]) / self.focal_px);
        let along = times(self.up, (self.middle[0] - line) / self.focal_px);
        upon_length(plus(self.forward, plus(across, along)))
    }

    /// The visible horizon below the level, as a tangent.
    fn dip(&self) -> f64 {
        (2.0 * self.at[2] / self.bend_m).sqrt()
    }

    /// Where the way of a place meets the water, and how far; `None` in the sky.
    fn water(&self, way: Vector) -> Option<(Vector, f64)> {
        let flat = way[0].hypot(way[1]);
        // height - s slope + s^2 / 2R = 0 along the level distance s.
        let slope = -way[2] / flat;
        let under = slope * slope - 2.0 * self.at[2] / self.bend_m;
        if slope <= 0.0 || under < 0.0 {
            return None;
        }
        let level = 2.0 * self.at[2] / (slope + under.sqrt());
        Some(([self.at[0] + way[0] / flat * level, self.at[1] + way[1] / flat * level, 0.0], level))
    }
}

/// The photograph of a scene: the ship, and pieces of the horizon.
pub fn from_the_side(scene: &Scene, how: &Photograph) -> Photo {
    from_the_side_about(scene, how, 25.0)
}

/// The same with the whole image as its first part.
pub fn from_the_side_whole(scene: &Scene, how: &Photograph) -> Photo {
    from_the_side_about(scene, how, f64::INFINITY)
}

/// With so many pixels about the ship.
fn from_the_side_about(scene: &Scene, how: &Photograph, margin_px: f64) -> Photo {
    let camera = Camera::new(how);
    let facets = facets(&scene.ship, &scene.afloat, scene.quay.as_ref());
    let spots: Vec<Spot> = facets
        .iter()
        .filter(|f| f.part.is_ship())
        .flat_map(|f| f.corners)
        .map(|c| camera.imaged(c.at).0)
        .collect();
    let bounds = |axis: usize, size: usize| {
        let low = spots.iter().map(|s| s[axis]).fold(f64::INFINITY, f64::min) - margin_px;
        let high = spots.iter().map(|s| s[axis]).fold(f64::NEG_INFINITY, f64::max) + margin_px;
        (low.clamp(0.0, size as f64 - 1.0) as usize, high.clamp(1.0, size as f64) as usize)
    };
    let ((top, bottom), (left, right)) = (bounds(0, how.size_px.0), bounds(1, how.size_px.1));
    let mut view = Buffer::new((right - left) * FINER, (bottom - top) * FINER);
    for (number, facet) in facets.iter().enumerate() {
        let drawn = facet.corners.map(|c| {
            let (spot, distance) = camera.imaged(c.at);
            [fine(spot[1] - left as f64, FINER), fine(spot[0] - top as f64, FINER), -distance]
        });
        view.draw(number as u32, drawn);
    }
    let seen = SeenAside { facets, view, first: [top, left] };
    let random = &mut Random::new(scene.seed, 4);
    let (mut tiles, horizon) = (vec![ship_tile(scene, how, &camera, &seen, random)], horizon(how, &camera));
    for spot in &horizon {
        tiles.push(horizon_tile(scene, how, &camera, *spot, random));
    }
    truth(scene, how, &camera, seen, (tiles, horizon))
}

/// Colours of the air: what it adds and how much it lets through.
fn through_air(how: &Photograph, colour: [f64; 3], distance_m: f64) -> [f64; 3] {
    let through = (-3.0 * distance_m / how.visibility_m).exp();
    let air = [0.17, 0.19, 0.215];
    std::array::from_fn(|band| colour[band] * through + air[band] * (1.0 - through))
}

/// Sky and sea along a way.
fn backdrop(
    how: &Photograph,
    camera: &Camera,
    surface: &Surface<'_>,
    light: &Light,
    way: Vector,
) -> [f64; 3] {
    let Some((at, distance)) = camera.water(way) else {
        let up = way[2].max(0.0);
        return [0.19 - 0.10 * up, 0.21 - 0.07 * up, 0.235 + 0.05 * up];
    };
    // Water mirrors more at a flat view, but rough water leans towards the eye.
    let flat = 1.0 - (-way[2]).clamp(0.0, 1.0);
    let mirror = 0.02 + 0.35 * flat.powi(5);
    let fade = (-distance / 6000.0).exp();
    let waves = surface.waves(at[0], at[1]) * fade;
    through_air(how, light.water(surface.upwelling, true, mirror, waves), distance)
}

fn ship_tile(
    scene: &Scene,
    how: &Photograph,
    camera: &Camera,
    seen: &SeenAside,
    random: &mut Random,
) -> Tile {
    let light = Light::new(how.sun, 0.2);
    let surface = Surface::new(&scene.water, scene.seed);
    let shadows = Shadows::new(&seen.facets, how.sun, 0.2, 1.2 * scene.ship.length_m);
    let [top, left] = seen.first;
    let (columns, rows) = (seen.view.columns, seen.view.rows);
    let mut light_of: [Vec<f32>; 3] = std::array::from_fn(|_| Vec::with_capacity(columns * rows));
    for row in 0..rows {
        for column in 0..columns {
            let place = |cell: usize, first: usize| (cell as f64 + 0.5) / FINER as f64 - 0.5 + first as f64;
            let way = camera.way([place(row, top), place(column, left)]);
            let solid = seen.view.at(column, row).and_then(|(number, weights)| {
                let facet = &seen.facets[number];
                let touched = touched(facet, weights, times(way, -1.0));
                let level = surface.level_m(touched.at[0], touched.at[1]);
                (touched.at[2] > level).then_some((facet.part, touched))
            });
            let colour = if let Some((part, touched)) = solid {
                let is_lit = shadows.caster_on(&touched).is_none();
                let colour = light.matt(albedo(&scene.ship, part, touched.keel_m), touched.normal, is_lit);
                through_air(how, colour, how.range_m)
            } else {
                backdrop(how, camera, &surface, &light, way)
            };
            for (band, value) in light_of.iter_mut().zip(colour) {
                band.push(value as f32);
            }
        }
    }
    tile(how, seen.first, columns, &light_of, random)
}

fn tile(
    how: &Photograph,
    [line, sample]: [usize; 2],
    columns: usize,
    light: &[Vec<f32>; 3],
    random: &mut Random,
) -> Tile {
    let bands: Vec<Vec<f32>> = light.iter().map(|b| how.sensor.expose(b, columns, FINER, random)).collect();
    let (lines, samples) = (light[0].len() / columns / FINER, columns / FINER);
    Tile { line, sample, picture: Picture { lines, samples, bands } }
}

/// Half the side of a tile of the horizon, pixels.
const HORIZON_PX: usize = 20;

/// Five places of the visible horizon, where it is in the image.
fn horizon(how: &Photograph, camera: &Camera) -> Vec<Spot> {
    let flat = [camera.forward[0], camera.forward[1], 0.0];
    let middle = upon_length(flat);
    let aside = [middle[1], -middle[0], 0.0];
    let reach = 0.42 * how.size_px.1 as f64 / how.focal_px;
    let spots = [-1.0, -0.5, 0.0, 0.5, 1.0].iter().filter_map(|share| {
        let way = upon_length(plus(middle, times(aside, share * reach)));
        camera.spot_of([way[0], way[1], -camera.dip()])
    });
    let edge = HORIZON_PX as f64 + 1.0;
    let (lines, samples) = (how.size_px.0 as f64, how.size_px.1 as f64);
    let is_inside = |s: &Spot| s[0] > edge && s[0] < lines - edge && s[1] > edge && s[1] < samples - edge;
    spots.filter(is_inside).collect()
}

fn horizon_tile(scene: &Scene, how: &Photograph, camera: &Camera, spot: Spot, random: &mut Random) -> Tile {
    let light = Light::new(how.sun, 0.2);
    let surface = Surface::new(&scene.water, scene.seed);
    let first = [spot[0].round() as usize - HORIZON_PX, spot[1].round() as usize - HORIZON_PX];
    let cells = 2 * HORIZON_PX * FINER;
    let mut light_of: [Vec<f32>; 3] = std::array::from_fn(|_| Vec::with_capacity(cells * cells));
    for row in 0..cells {
        for column in 0..cells {
            let place = |cell: usize, first: usize| (cell as f64 + 0.5) / FINER as f64 - 0.5 + first as f64;
            let way = camera.way([place(row, first[0]), place(column, first[1])]);
            let colour = backdrop(how, camera, &surface, &light, way);
            for (band, value) in light_of.iter_mut().zip(colour) {
                band.push(value as f32);
            }
        }
    }
    tile(how, first, cells, &light_of, random)
}

fn truth(
    scene: &Scene,
    how: &Photograph,
    camera: &Camera,
    seen: SeenAside,
    (tiles, horizon): (Vec<Tile>, Vec<Spot>),
) -> Photo {
    let (ship, afloat) = (&scene.ship, &scene.afloat);
    let (sin, cos) = how.camera_azimuth_deg.to_radians().sin_cos();
    let across = afloat.to_port()[0] * sin + afloat.to_port()[1] * cos;
    let side = if across > 0.0 { Side::Port } else { Side::Starboard };
    let stations = Station::ALL.into_iter().zip(ship.stations_m()).map(|(station, along)| {
        let (edge, water) = (afloat.edge(ship, along, side), afloat.at_water(ship, along, side));
        let (spot, distance_m) = camera.imaged(edge);
        // Amidships the sides are upright: a height above the keel is a point of the side.
        let at = |keel: f64| afloat.place(ship, [along, side.sign() * ship.beam_m / 2.0, keel]);
        let slope = at(1.0)[2] - at(0.0)[2];
        let draught_m = -at(0.0)[2] / slope;
        StationTruth {
            station,
            freeboard_m: edge[2],
            bulwark_m: ship.edge_m(along) - ship.deck_m(along),
            draught_m,
            distance_m,
            edge: spot,
            waterline: camera.imaged(water).0,
            band_top: (draught_m < ship.band_top_m).then(|| camera.imaged(at(ship.band_top_m)).0),
        }
    });
    let half = ship.length_m / 2.0;
    Photo {
        stations: stations.collect(),
        side,
        ends: [half, -half].map(|along| camera.imaged(end_of(scene, along)).0),
        upright: upright(ship, scene, camera, side),
        turned_deg: across.abs().min(1.0).acos().to_degrees(),
        tiles,
        horizon,
        seen,
    }
}

/// The end of the edge at the middle line.
fn end_of(scene: &Scene, along: f64) -> Vector {
    scene.afloat.place(&scene.ship, [along, 0.0, scene.ship.edge_m(along)])
}

fn upright(ship: &Ship, scene: &Scene, camera: &Camera, side: Side) -> Option<(Spot, Spot, f64)> {
    let (foot, height) = (ship.deck_m(ship.house_m.0), f64::from(ship.tiers.0) * ship.tiers.1);
    let at = |tier: u32, keel: f64| {
        let half = side.sign() * house_half_m(ship, tier);
        camera.imaged(scene.afloat.place(ship, [ship.house_m.0, half, keel])).0
    };
    (ship.bulwark_m < 0.1).then(|| (at(0, foot), at(ship.tiers.0 - 1, foot + height), height))
}

impl SeenAside {
    /// What part shows at a place of the whole image.
    pub(super) fn part(&self, spot: Spot) -> Option<Part> {
        let column = fine(spot[1] - self.first[1] as f64, FINER);
        let row = fine(spot[0] - self.first[0] as f64, FINER);
        self.view.near(column, row).map(|(number, _)| self.facets[number].part)
    }
}
