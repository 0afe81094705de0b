//! Ship and quay as triangles.

use super::ship::{Afloat, Ship, Side, Trade};
use super::space::Vector;

/// What a triangle is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The sides of the hull, bulwarks among them.
    Side,
    Deck,
    House,
    Hatch,
    /// Pipes, manifold, cranes.
    Gear,
    QuayTop,
    QuayFace,
}

impl Part {
    pub(super) const fn is_ship(self) -> bool {
        !matches!(self, Self::QuayTop | Self::QuayFace)
    }
}

/// A corner of a triangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Corner {
    /// East, north, above the mean water.
    pub(super) at: Vector,
    /// Above the keel: where the boot-topping ends.
    pub(super) keel_m: f64,
}

/// A triangle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facet {
    pub(super) corners: [Corner; 3],
    pub(super) part: Part,
}

/// What she lies alongside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quay {
    /// On which side of the ship.
    pub side: Side,
    /// Its top above the mean water, m.
    pub height_m: f64,
    /// From the ship's side to its face, m.
    pub gap_m: f64,
    /// From its face back, m.
    pub breadth_m: f64,
    /// How far it reaches beyond the ends of the ship, m.
    pub beyond_m: f64,
}

/// From station to station along the hull, m.
const STEP_M: f64 = 1.0;
const LEVELS: usize = 8;

struct Body<'s> {
    ship: &'s Ship,
    afloat: &'s Afloat,
    facets: Vec<Facet>,
}

/// All triangles of a ship and of the quay beside her.
pub(super) fn facets(ship: &Ship, afloat: &Afloat, quay: Option<&Quay>) -> Vec<Facet> {
    let mut body = Body { ship, afloat, facets: Vec::new() };
    body.shell();
    body.house();
    match ship.trade {
        Trade::Tanker => body.pipes(),
        Trade::Coaster => body.hatches(),
    }
    if let Some(quay) = quay {
        body.quay(quay);
    }
    body.facets
}

impl Body<'_> {
    fn corner(&self, at: Vector) -> Corner {
        Corner { at: self.afloat.place(self.ship, at), keel_m: at[2] }
    }

    fn quad(&mut self, part: Part, corners: [Vector; 4]) {
        let [a, b, c, d] = corners.map(|at| self.corner(at));
        self.facets.push(Facet { corners: [a, b, c], part });
        self.facets.push(Facet { corners: [a, c, d], part });
    }

    /// The stations of the shell: one a metre, and two close together where the forecastle begins.
    fn stations(&self) -> Vec<f64> {
        let half = self.ship.length_m / 2.0;
        let step = self.ship.length_m * (0.5 - self.ship.forecastle_share);
        let count = (self.ship.length_m / STEP_M).ceil() as usize;
        let mut along: Vec<f64> = (0..=count).map(|k| -half + 2.0 * half * k as f64 / count as f64).collect();
        along.extend([step - 1e-6, step + 1e-6]);
        along.sort_by(f64::total_cmp);
        along
    }

    /// A point of the shell: raked ends are drawn in to where the hull ends at that height.
    fn shell_point(&self, along: f64, keel: f64, sign: f64) -> Vector {
        let (stern, stem) = self.ship.ends_m(keel);
        let along = along.clamp(stern + 1e-9, stem - 1e-9);
        [along, sign * self.ship.half_breadth_m(along, keel), keel]
    }

    fn shell(&mut self) {
        let stations = self.stations();
        for pair in stations.windows(2) {
            let [a, b] = [pair[0], pair[1]];
            for side in Side::ALL {
                let sign = side.sign();
                for level in 0..LEVELS {
                    let keel = |along: f64, k: usize| self.ship.edge_m(along) * k as f64 / LEVELS as f64;
                    let at = |along: f64, k: usize| self.shell_point(along, keel(along, k), sign);
                    let corners = [at(a, level), at(b, level), at(b, level + 1), at(a, level + 1)];
                    self.quad(Part::Side, corners);
                }
                let deck = |along: f64| self.shell_point(along, self.ship.deck_m(along), sign);
                let middle = |along: f64| {
                    let [x, _, keel] = self.shell_point(along, self.ship.deck_m(along), sign);
                    [x, 0.0, keel + self.ship.camber_m]
                };
                self.quad(Part::Deck, [middle(a), middle(b), deck(b), deck(a)]);
            }
        }
        self.transom(stations[0]);
        // The bulkhead below the forecastle's edge.
        let step = self.ship.length_m * (0.5 - self.ship.forecastle_share);
        let (low, high) = (self.ship.deck_m(step - 1e-6), self.ship.deck_m(step + 1e-6));
        let half = self.ship.half_breadth_m(step, low);
        self.quad(
            Part::House,
            [[step, -half, low], [step, half, low], [step, half, high], [step, -half, high]],
        );
    }

    fn transom(&mut self, along: f64) {
        for level in 0..LEVELS {
            let keel = |k: usize| self.ship.edge_m(along) * k as f64 / LEVELS as f64;
            let at = |k: usize, sign: f64| self.shell_point(along, keel(k), sign);
            let corners = [at(level, -1.0), at(level, 1.0), at(level + 1, 1.0), at(level + 1, -1.0)];
            self.quad(Part::Side, corners);
        }
    }

    /// A box: from and to along, from and to athwart, from and to above the keel. Its foot is open.
    fn block(&mut self, part: Part, (x0, x1): (f64, f64), (y0, y1): (f64, f64), (z0, z1): (f64, f64)) {
        self.quad(part, [[x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]]);
        self.quad(part, [[x0, y0, z0], [x1, y0, z0], [x1, y0, z1], [x0, y0, z1]]);
        self.quad(part, [[x0, y1, z0], [x1, y1, z0], [x1, y1, z1], [x0, y1, z1]]);
        self.quad(part, [[x0, y0, z0], [x0, y1, z0], [x0, y1, z1], [x0, y0, z1]]);
        self.quad(part, [[x1, y0, z0], [x1, y1, z0], [x1, y1, z1], [x1, y0, z1]]);
    }

    fn house(&mut self) {
        let (fore, aft) = self.ship.house_m;
        let (tiers, tier_m) = self.ship.tiers;
        let foot = self.ship.deck_m(fore);
        for tier in 0..tiers {
            let half = house_half_m(self.ship, tier);
            let aft = aft + f64::from(tier) * 0.08 * (fore - aft);
            let z = foot + f64::from(tier) * tier_m;
            self.block(Part::House, (aft, fore), (-half, half), (z, z + tier_m));
        }
        let top = foot + f64::from(tiers) * tier_m;
        let middle = f64::midpoint(fore, aft) - 1.0;
        self.block(Part::House, (middle - 3.0, middle), (-1.3, 1.3), (top, top + 3.0));
        self.block(Part::Gear, (fore - 1.2, fore - 0.9), (-0.15, 0.15), (top, top + 5.0));
    }

    fn pipes(&mut self) {
        let deck = self.ship.depth_m + self.ship.camber_m;
        let (fore, aft) = (self.ship.length_m * 0.38, self.ship.house_m.0 + 2.0);
        let half = 0.09 * self.ship.beam_m;
        self.block(Part::Gear, (aft, fore), (-half, half), (deck, deck + 1.0));
        let reach = 0.36 * self.ship.beam_m;
        for along in [-1.8, 0.0, 1.8] {
            self.block(Part::Gear, (along - 0.3, along + 0.3), (-reach, reach), (deck, deck + 0.9));
        }
        // Hose crane.
        self.block(Part::Gear, (3.6, 4.4), (-0.4, 0.4), (deck, deck + 6.0));
    }

    fn hatches(&mut self) {
        let (fore, aft) = (self.ship.length_m * 0.36, self.ship.house_m.0 + 4.0);
        let count = self.ship.hatches;
        let each = (fore - aft) / f64::from(count);
        let half = 0.34 * self.ship.beam_m;
        let deck = self.ship.depth_m;
        for k in 0..count {
            let from = aft + f64::from(k) * each + 2.5;
            let to = aft + f64::from(k + 1) * each - 2.5;
            self.block(Part::Hatch, (from, to), (-half, half), (deck, deck + 1.5));
        }
        for k in 0..self.ship.cranes.min(count.saturating_sub(1)) {
            let along = aft + f64::from(k + 1) * each;
            self.block(Part::Gear, (along - 0.9, along + 0.9), (-0.9, 0.9), (deck, deck + 9.0));
            self.block(Part::Gear, (along, along + 14.0), (-0.35, 0.35), (deck + 8.0, deck + 8.7));
        }
    }

    fn quay(&mut self, quay: &Quay) {
        let [fe, fn_] = self.afloat.forward();
        let [pe, pn] = self.afloat.to_port();
        let sign = quay.side.sign();
        let near = sign * (self.ship.beam_m / 2.0 + quay.gap_m);
        let far = near + sign * quay.breadth_m;
        let reach = self.ship.length_m / 2.0 + quay.beyond_m;
        let at = |x: f64, y: f64, z: f64| Corner { at: [x * fe + y * pe, x * fn_ + y * pn, z], keel_m: z };
        let mut quad = |part: Part, [a, b, c, d]: [Corner; 4]| {
            self.facets.push(Facet { corners: [a, b, c], part });
            self.facets.push(Facet { corners: [a, c, d], part });
        };
        let z = quay.height_m;
        quad(Part::QuayTop, [at(-reach, near, z), at(reach, near, z), at(reach, far, z), at(-reach, far, z)]);
        quad(
            Part::QuayFace,
            [at(-reach, near, -2.0), at(reach, near, -2.0), at(reach, near, z), at(-reach, near, z)],
        );
    }
}

/// Half the breadth of a tier of the superstructure.
pub(super) fn house_half_m(ship: &Ship, tier: u32) -> f64 {
    0.44 * ship.beam_m - 0.25 * f64::from(tier)
}
