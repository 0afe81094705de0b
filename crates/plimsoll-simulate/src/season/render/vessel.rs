//! Ships as they lie in pictures from far: their outline in plan, in colours.

use crate::hulls::{Afloat, Ship, Trade};
use crate::season::TrueHull;
use plimsoll_model::Direction;

/// A ship and where she lies on a place's plane.
#[derive(Clone, Debug)]
pub(super) struct Vessel {
    pub(super) ship: Ship,
    pub(super) afloat: Afloat,
    /// Her middle: east and north, m.
    pub(super) at: [f64; 2],
    /// Seed of what is her own.
    pub(super) seed: u64,
}

/// The form of a hull of a fleet: the drawn shape of her number, brought to her measures.
pub(super) fn ship_of(hull: &TrueHull, number: u64) -> Ship {
    let drawn = Ship::of_seed(number);
    let (length_m, beam_m, depth_m) = (hull.length_m, hull.beam_m, hull.depth_m);
    let middle = (hull.superstructure.clamp(0.09, 0.40) - 0.5) * length_m;
    let between_perpendiculars_m = 0.945 * length_m;
    let displacement_m3 = hull.deadweight_t / 0.74 / 1.025;
    Ship {
        trade: Trade::Tanker,
        deadweight_t: hull.deadweight_t,
        length_m,
        between_perpendiculars_m,
        beam_m,
        depth_m,
        summer_draught_m: hull.summer_draught_m,
        ballast_draught_m: hull.ballast_draught_m,
        block: displacement_m3 / (between_perpendiculars_m * beam_m * hull.summer_draught_m),
        house_m: (middle + 0.065 * length_m, middle - 0.065 * length_m),
        band_top_m: hull.summer_draught_m + (drawn.band_top_m - drawn.summer_draught_m),
        ..drawn
    }
}

/// Reflectance in red, green, blue and near infrared: paint sends back a little more beyond the red.
fn four([r, g, b]: [f64; 3]) -> [f64; 4] {
    [r, g, b, 1.15 * (r + g + b) / 3.0 + 0.03]
}

/// What a picture from far shows at a point.
pub(super) enum Shown {
    /// The ship, reflectance as lit.
    Ship([f64; 4]),
    /// Her shadow on the water.
    Shadow,
    Nothing,
}

impl Vessel {
    /// Forward and to port of her middle.
    fn own(&self, [east, north]: [f64; 2]) -> [f64; 2] {
        let ([fe, fn_], [pe, pn]) = (self.afloat.forward(), self.afloat.to_port());
        let (e, n) = (east - self.at[0], north - self.at[1]);
        [e * fe + n * fn_, e * pe + n * pn]
    }

    /// Farther than this from her middle nothing of her shows, m.
    pub(super) fn reach_m(&self, sun: Direction) -> f64 {
        self.ship.length_m / 2.0 + 20.0 / sun.elevation_deg.to_radians().tan().max(0.2)
    }

    /// Height of what stands at a place of her plan above the water; `None`: the water.
    fn height_m(&self, [x, y]: [f64; 2]) -> Option<f64> {
        let ship = &self.ship;
        let edge = ship.edge_m(x);
        if y.abs() > ship.half_breadth_m(x, edge) || x.abs() > ship.length_m / 2.0 {
            return None;
        }
        let freeboard = edge - self.afloat.mean_m();
        let is_house = (ship.house_m.1..=ship.house_m.0).contains(&x) && y.abs() < 0.42 * ship.beam_m;
        Some(freeboard + if is_house { f64::from(ship.tiers.0) * ship.tiers.1 } else { 0.0 })
    }

    /// What shows at a point of the plane.
    pub(super) fn shown(&self, at: [f64; 2], sun: Direction) -> Shown {
        let [x, y] = self.own(at);
        let ship = &self.ship;
        if self.height_m([x, y]).is_some() {
            let is_house = (ship.house_m.1..=ship.house_m.0).contains(&x) && y.abs() < 0.42 * ship.beam_m;
            let is_pipe =
                y.abs() < 0.09 * ship.beam_m && x > ship.house_m.0 + 2.0 && x < 0.38 * ship.length_m;
            let is_manifold = x.abs() < 2.5 && y.abs() < 0.36 * ship.beam_m;
            let albedo = if is_house {
                [0.62, 0.62, 0.60]
            } else if is_pipe || is_manifold {
                [0.40, 0.36, 0.22]
            } else {
                ship.paint.deck
            };
            // The superstructure keeps the sun from the deck behind it.
            let own = self.height_m([x, y]).unwrap_or(0.0);
            let factor = if self.is_shaded(at, own + 0.5, sun) { 0.35 } else { 1.0 };
            return Shown::Ship(four(albedo).map(|a| a * factor));
        }
        if self.is_shaded(at, 0.0, sun) { Shown::Shadow } else { Shown::Nothing }
    }

    /// True if something of her stands between a point at a height and the sun.
    fn is_shaded(&self, [east, north]: [f64; 2], from_m: f64, sun: Direction) -> bool {
        let (sin, cos) = sun.azimuth_deg.to_radians().sin_cos();
        let slope = sun.elevation_deg.to_radians().tan();
        (1..=8).any(|k| {
            let up = f64::from(k) * 2.0;
            let out = up / slope;
            let there = self.own([east + out * sin, north + out * cos]);
            self.height_m(there).is_some_and(|height| height > from_m + up)
        })
    }
}
