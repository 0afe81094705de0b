//! What is where in a scene.

use super::coast::{Coast, Mooring};
use super::fleet::{Hull, Ship};
use super::view::{PIXEL_M, View};
use super::{Fleet, SarSceneParams, SceneKind};
use crate::random::Random;
use jiff::Timestamp;

/// Nearest that the middle of a ship comes to the edge of the image, m.
const MARGIN_M: f64 = 300.0;
/// Between ships in open water, and at anchor, m.
const APART_M: f64 = 450.0;
const ANCHORED_APART_M: f64 = 280.0;
/// Between ships of a calibration scene, m.
const GRID_M: f64 = 1200.0;
/// 2023-01-01T00:00:00Z.
const EPOCH_S: i64 = 1_672_531_200;

/// A scene before it has pixels.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) view: View,
    pub(super) coast: Option<Coast>,
    pub(super) ships: Vec<Ship>,
}

/// Draws a scene.
pub(super) fn plan(params: &SarSceneParams) -> Plan {
    let view = view(params);
    let (height, width) = (f64::from(params.lines) * PIXEL_M, f64::from(params.samples) * PIXEL_M);
    let mut random = Random::new(params.seed, 2);
    let coast = match params.kind {
        SceneKind::OpenSea => None,
        kind => Some(Coast::draw(&mut random, height, width, kind == SceneKind::Port)),
    };
    let mut drawer = Drawer { view: &view, coast: coast.as_ref(), size: (height, width), ships: Vec::new() };
    let mut random = Random::new(params.seed, 3);
    drawer.berthed(&mut random);
    if params.kind == SceneKind::Anchorage {
        drawer.anchored(&mut random);
    }
    match params.fleet {
        Fleet::None => {}
        Fleet::Mixed(count) => drawer.open_water(&mut random, count),
        Fleet::Fishing(from, to) => drawer.grid(&mut random, from, to),
    }
    let ships = drawer.ships;
    Plan { view, coast, ships }
}

fn view(params: &SarSceneParams) -> View {
    let mut random = Random::new(params.seed, 4);
    // The inclination of 98.18 degrees, seen from mid latitudes.
    let tilt = random.between(10.0, 13.0);
    let seconds = EPOCH_S + (random.between(0.0, 700.0) * 86_400.0) as i64;
    View {
        lines: params.lines.max(2),
        samples: params.samples.clamp(2, super::view::FULL_SAMPLES),
        first_sample: params
            .first_sample
            .min(super::view::FULL_SAMPLES - params.samples.min(super::view::FULL_SAMPLES)),
        middle: params.middle_deg,
        heading_deg: if params.is_ascending { 360.0 - tilt } else { 180.0 + tilt },
        start: Timestamp::from_second(seconds).expect("days after 2023 are in range"),
    }
}

struct Drawer<'a> {
    view: &'a View,
    coast: Option<&'a Coast>,
    size: (f64, f64),
    ships: Vec<Ship>,
}

impl Drawer<'_> {
    /// A hull and a length for open water.
    fn hull(random: &mut Random) -> (Hull, f64) {
        match random.unit() {
            u if u < 0.08 => (Hull::Boat, random.between(8.0, 15.0)),
            u if u < 0.40 => (Hull::Fishing, random.between(18.0, 48.0)),
            u if u < 0.70 => (Hull::Tanker, random.between(60.0, 130.0)),
            u if u < 0.92 => (Hull::Cargo, random.between(50.0, 190.0)),
            _ => (Hull::Tanker, random.between(130.0, 290.0)),
        }
    }

    /// Room for a ship whose image lies there?
    fn is_free(&self, place: (f64, f64), length_m: f64, apart_m: f64) -> bool {
        let inside = |at: f64, size: f64| at > MARGIN_M && at < size - MARGIN_M;
        if !inside(place.0, self.size.0) || !inside(place.1, self.size.1) {
            return false;
        }
        let clear = |other: &Ship| {
            let down = other.down_m + other.shift_m(self.view) - place.0;
            down.hypot(other.across_m - place.1) > apart_m + 0.5 * (length_m + other.length_m)
        };
        let is_water = self.coast.is_none_or(|coast| {
            let (along, inland) = coast.frame(place.0, place.1);
            let off = length_m / 2.0 + 120.0;
            !coast.is_land(along, inland) && coast.distance(along, inland) > off
        });
        is_water && self.ships.iter().all(clear)
    }

    fn place(&self, random: &mut Random) -> (f64, f64) {
        (random.between(0.0, self.size.0), random.between(0.0, self.size.1))
    }

    fn open_water(&mut self, random: &mut Random, count: u32) {
        for _ in 0..count {
            let (hull, length) = Self::hull(random);
            for _ in 0..60 {
                let (place, bow) = (self.place(random), random.between(0.0, 360.0));
                let mut ship = Ship::of(random, self.view, hull, length, place, bow);
                if random.unit() < 0.5 {
                    ship.speed_kn =
                        if length < 50.0 { random.between(2.0, 8.0) } else { random.between(6.0, 15.0) };
                }
                let imaged = (ship.down_m + ship.shift_m(self.view), ship.across_m);
                if self.is_free(imaged, length, APART_M) && self.is_free(place, length, 0.0) {
                    self.ships.push(ship);
                    break;
                }
            }
        }
    }

    fn grid(&mut self, random: &mut Random, from: f64, to: f64) {
        let count = |size: f64| ((size - GRID_M) / GRID_M).floor().max(0.0) as usize;
        for row in 0..=count(self.size.0) {
            for column in 0..=count(self.size.1) {
                let shake = |random: &mut Random| random.between(-100.0, 100.0);
                let place = (
                    GRID_M * (0.5 + row as f64) + shake(random),
                    GRID_M * (0.5 + column as f64) + shake(random),
                );
                let (length, bow) = (random.between(from, to), random.between(0.0, 360.0));
                let ship = Ship::of(random, self.view, Hull::Fishing, length, place, bow);
                self.ships.push(ship);
            }
        }
    }

    /// Ships that swing to one wind, closer together than at sea.
    fn anchored(&mut self, random: &mut Random) {
        let Some(coast) = self.coast else { return };
        let along = random.between(0.3, 0.7) * self.size.0.min(self.size.1);
        let inland = coast.edge(along) - random.between(1500.0, 2600.0);
        let (down, across) = coast.image(along, inland);
        let bow = random.between(0.0, 360.0);
        for _ in 0..8 + random.below(7) {
            for _ in 0..40 {
                let place = (down + 900.0 * random.normal(), across + 900.0 * random.normal());
                let hull = if random.unit() < 0.6 { Hull::Tanker } else { Hull::Cargo };
                let length = random.between(55.0, 180.0);
                let swing = bow + 8.0 * random.normal();
                let mut ship = Ship::of(random, self.view, hull, length, place, swing);
                ship.is_anchored = true;
                if self.is_free(place, length, ANCHORED_APART_M - length) {
                    self.ships.push(ship);
                    break;
                }
            }
        }
    }

    /// Ships alongside.
    fn berthed(&mut self, random: &mut Random) {
        let Some(coast) = self.coast else { return };
        for (number, mooring) in coast.moorings.iter().enumerate() {
            if random.unit() < 0.6 {
                let name = format!("SIM-{}", number + 1);
                self.ships.extend(self.alongside(random, coast, mooring, name));
            }
        }
    }

    fn alongside(&self, random: &mut Random, coast: &Coast, mooring: &Mooring, name: String) -> Option<Ship> {
        let (from, to) = if mooring.is_along { mooring.water.along } else { mooring.water.inland };
        let room = to - from;
        let longest = (0.92 * room).min(260.0);
        let length = random.between((0.4 * longest).max(45.0), longest);
        let hull = if mooring.is_along || random.unit() < 0.5 { Hull::Tanker } else { Hull::Cargo };
        let lengthwise = random.between(from + length / 2.0, to - length / 2.0);
        let bow_along = if mooring.is_along == coast.is_down() { 0.0 } else { 90.0 };
        let bow = bow_along + if random.unit() < 0.5 { 180.0 } else { 0.0 };
        let mut ship = Ship::of(random, self.view, hull, length, (0.0, 0.0), bow);
        let crosswise = mooring.edge_m + mooring.outward * (ship.beam_m / 2.0 + 2.0);
        let (along, inland) =
            if mooring.is_along { (lengthwise, crosswise) } else { (crosswise, lengthwise) };
        (ship.down_m, ship.across_m) = coast.image(along, inland);
        ship.is_berthed = true;
        ship.berth = Some(name);
        let inside = |at: f64, size: f64| at > MARGIN_M && at < size - MARGIN_M;
        let is_inside = inside(ship.down_m, self.size.0) && inside(ship.across_m, self.size.1);
        (is_inside && length <= room).then_some(ship)
    }
}
