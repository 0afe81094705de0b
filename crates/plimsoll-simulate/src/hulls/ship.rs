//! An invented coaster or tanker: her particulars, her shape, how she floats.

use super::space::Vector;
use crate::random::Random;

/// What she carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trade {
    /// Oil: pipes along the middle of the deck, a manifold amidships.
    Tanker,
    /// Dry cargo: hatches, with or without cranes.
    Coaster,
}

/// A side of the ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Left, looking forward.
    Port,
    /// Right, looking forward.
    Starboard,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Port, Self::Starboard];

    /// +1 to port, -1 to starboard.
    pub const fn sign(self) -> f64 {
        match self {
            Self::Port => 1.0,
            Self::Starboard => -1.0,
        }
    }
}

/// Colours as reflectance in red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// Topsides: the hull above the boot-topping.
    pub topsides: [f64; 3],
    /// Boot-topping and bottom.
    pub bottom: [f64; 3],
    /// Deck.
    pub deck: [f64; 3],
}

/// An invented ship. Lengths in metres; `along` is from amidships, forward positive; heights are above the keel.
#[derive(Clone, Debug, PartialEq)]
pub struct Ship {
    /// What she carries.
    pub trade: Trade,
    /// Deadweight, t.
    pub deadweight_t: f64,
    /// Length overall.
    pub length_m: f64,
    /// Length between perpendiculars, which stand equally far from amidships.
    pub between_perpendiculars_m: f64,
    /// Beam.
    pub beam_m: f64,
    /// Moulded depth: the deck at the side, amidships.
    pub depth_m: f64,
    /// Summer draught.
    pub summer_draught_m: f64,
    /// Draught in ballast.
    pub ballast_draught_m: f64,
    /// Block coefficient at the summer draught.
    pub block: f64,
    /// Rise of the deck at the bow.
    pub sheer_fore_m: f64,
    /// Rise of the deck at the stern.
    pub sheer_aft_m: f64,
    /// How much higher the deck is in the middle than at the side.
    pub camber_m: f64,
    /// Height of the bulwark along the sides; 0: a rail that hides nothing.
    pub bulwark_m: f64,
    /// Height of the forecastle above the deck.
    pub forecastle_m: f64,
    /// Share of the length that the forecastle takes.
    pub forecastle_share: f64,
    /// Fore and after edge of the superstructure, from amidships.
    pub house_m: (f64, f64),
    /// Tiers of the superstructure and the height of each.
    pub tiers: (u32, f64),
    /// Hatches of a coaster.
    pub hatches: u32,
    /// Cranes of a coaster.
    pub cranes: u32,
    /// Draught at which the water stands at the upper edge of the boot-topping.
    pub band_top_m: f64,
    /// Colours.
    pub paint: Paint,
}

const TOPSIDES: [[f64; 3]; 6] = [
    [0.04, 0.04, 0.05],
    [0.05, 0.07, 0.16],
    [0.24, 0.08, 0.06],
    [0.30, 0.31, 0.32],
    [0.06, 0.17, 0.10],
    [0.08, 0.22, 0.38],
];
const DECKS: [[f64; 3]; 4] = [[0.30, 0.13, 0.09], [0.12, 0.26, 0.14], [0.28, 0.29, 0.28], [0.22, 0.16, 0.12]];

impl Ship {
    /// The ship of a seed: 2,000 to 6,000 t deadweight, a tanker or a coaster.
    pub fn of_seed(seed: u64) -> Self {
        let random = &mut Random::new(seed, 1);
        let trade = if random.unit() < 0.6 { Trade::Tanker } else { Trade::Coaster };
        let deadweight_t = random.between(2000.0, 6000.0);
        // 70 x 11.6 x 4.8 m at 2,000 t and 100 x 16.2 x 6.9 m at 6,000 t, with the spread of real fleets.
        let length_m =
            73.0 * (deadweight_t / 2000.0).powf(0.325) * (1.0 + 0.04 * random.normal().clamp(-2.0, 2.0));
        let beam_m = length_m / random.between(5.7, 6.6);
        let block = random.between(0.70, 0.80);
        let displacement_t = deadweight_t / random.between(0.70, 0.77);
        let between_perpendiculars_m = 0.945 * length_m;
        let summer_draught_m = displacement_t / (1.025 * between_perpendiculars_m * beam_m * block);
        let depth_m = summer_draught_m * random.between(1.20, 1.34);
        let tier_m = random.between(2.55, 2.8);
        let fore_m = -length_m * random.between(0.27, 0.32);
        Self {
            trade,
            deadweight_t,
            length_m,
            between_perpendiculars_m,
            beam_m,
            depth_m,
            summer_draught_m,
            ballast_draught_m: (2.0 + 0.02 * between_perpendiculars_m) * random.between(0.80, 1.0),
            block,
            sheer_fore_m: length_m * random.between(0.004, 0.012),
            sheer_aft_m: length_m * random.between(0.001, 0.005),
            camber_m: beam_m * random.between(0.010, 0.020),
            bulwark_m: if random.unit() < 0.4 { random.between(0.9, 1.2) } else { 0.0 },
            forecastle_m: random.between(1.6, 2.3),
            forecastle_share: random.between(0.08, 0.11),
            house_m: (fore_m, -length_m * random.between(0.43, 0.46)),
            tiers: (3 + u32::from(random.unit() < 0.6), tier_m),
            hatches: 2 + u32::from(length_m > 85.0),
            cranes: if random.unit() < 0.5 { 2 } else { 0 },
            band_top_m: summer_draught_m + random.between(-0.1, 0.35),
            paint: Paint {
                topsides: TOPSIDES[random.below(TOPSIDES.len())],
                bottom: [random.between(0.22, 0.34), random.between(0.06, 0.10), random.between(0.05, 0.09)],
                deck: DECKS[random.below(DECKS.len())],
            },
        }
    }

    /// Where the bow and the stern end at a height above the keel, from amidships.
    pub(super) fn ends_m(&self, keel_m: f64) -> (f64, f64) {
        let up = (keel_m / self.depth_m).clamp(0.0, 1.4);
        let half = self.length_m / 2.0;
        // The stem rakes forward and the counter overhangs; both reach the length overall at the deck.
        let stem = half - 0.045 * self.length_m * (1.0 - up.min(1.25)).max(0.0);
        let counter = -half + 0.055 * self.length_m * (1.0 - up).max(0.0);
        (counter, stem)
    }

    /// Half breadth at a place along the hull and a height above the keel; 0 beyond her ends.
    pub fn half_breadth_m(&self, along_m: f64, keel_m: f64) -> f64 {
        let (stern, stem) = self.ends_m(keel_m);
        let up = (keel_m / self.depth_m).clamp(0.0, 1.3);
        let bilge = if keel_m < 1.0 { 1.0 - 0.1 * (1.0 - keel_m) * (1.0 - keel_m) } else { 1.0 };
        let fore = 0.24 * self.length_m;
        let aft = -0.26 * self.length_m;
        let share = if along_m > fore {
            let t = ((along_m - fore) / (stem - fore)).clamp(0.0, 1.0);
            1.0 - t.powf(1.7 + 2.0 * up)
        } else if along_m < aft {
            let t = ((along_m - aft) / (stern - aft)).clamp(0.0, 1.0);
            // A transom: broad at the deck, narrow below.
            1.0 - (1.0 - 0.62 * up.min(1.0)) * t.powf(1.8 + 1.4 * up)
        } else {
            1.0
        };
        let is_beyond = along_m > stem || along_m < stern;
        if is_beyond { 0.0 } else { self.beam_m / 2.0 * share * bilge }
    }

    /// Height of the deck at the side above the keel: depth, sheer, forecastle.
    pub fn deck_m(&self, along_m: f64) -> f64 {
        let t = along_m / (self.length_m / 2.0);
        let sheer = if t > 0.0 { self.sheer_fore_m } else { self.sheer_aft_m };
        let is_forecastle = along_m > self.length_m * (0.5 - self.forecastle_share);
        // The midships half is built without sheer.
        let rise = ((t.abs() - 0.3) / 0.7).max(0.0);
        self.depth_m + sheer * rise * rise + if is_forecastle { self.forecastle_m } else { 0.0 }
    }

    /// Height of the edge that one sees: the deck at the side, or the bulwark on it.
    pub fn edge_m(&self, along_m: f64) -> f64 {
        let is_forecastle = along_m > self.length_m * (0.5 - self.forecastle_share);
        self.deck_m(along_m) + if is_forecastle { self.bulwark_m.max(0.9) } else { self.bulwark_m }
    }

    /// The part of her sides that is straight and upright, from amidships.
    pub const fn straight_m(&self) -> (f64, f64) {
        (-0.26 * self.length_m, 0.24 * self.length_m)
    }

    /// Where the three stations lie, from amidships: fore, mid, aft.
    pub const fn stations_m(&self) -> [f64; 3] {
        [0.20 * self.length_m, 0.0, -0.22 * self.length_m]
    }
}

/// How a ship floats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Afloat {
    /// From stern to bow, degrees true.
    pub heading_deg: f64,
    /// Draught at the fore perpendicular, m.
    pub draught_fore_m: f64,
    /// Draught at the after perpendicular, m.
    pub draught_aft_m: f64,
    /// List, degrees: to starboard where positive.
    pub heel_deg: f64,
}

impl Afloat {
    /// Draught amidships, m.
    pub const fn mean_m(&self) -> f64 {
        f64::midpoint(self.draught_fore_m, self.draught_aft_m)
    }
    /// Draught aft less draught forward, m.
    pub fn trim_m(&self) -> f64 {
        self.draught_aft_m - self.draught_fore_m
    }

    /// Forward in the plane: east and north.
    pub fn forward(&self) -> [f64; 2] {
        let (sin, cos) = self.heading_deg.to_radians().sin_cos();
        [sin, cos]
    }

    /// To port in the plane: east and north.
    pub fn to_port(&self) -> [f64; 2] {
        let [sin, cos] = self.forward();
        [-cos, sin]
    }

    /// A point of the ship (forward, to port, above the keel) east, north and above the mean water.
    pub(super) fn place(&self, ship: &Ship, [x, y, keel]: Vector) -> Vector {
        let z = keel - self.mean_m();
        // The list to starboard lifts the port side.
        let (heel_sin, heel_cos) = self.heel_deg.to_radians().sin_cos();
        let (y, z) = (y * heel_cos - z * heel_sin, y * heel_sin + z * heel_cos);
        let (pitch_sin, pitch_cos) = (self.trim_m() / ship.between_perpendiculars_m).atan().sin_cos();
        let (x, z) = (x * pitch_cos - z * pitch_sin, x * pitch_sin + z * pitch_cos);
        let ([fe, fn_], [pe, pn]) = (self.forward(), self.to_port());
        [x * fe + y * pe, x * fn_ + y * pn, z]
    }

    /// The edge that one sees, at a place along a side.
    pub(super) fn edge(&self, ship: &Ship, along_m: f64, side: Side) -> Vector {
        let keel = ship.edge_m(along_m);
        self.place(ship, [along_m, side.sign() * ship.half_breadth_m(along_m, keel), keel])
    }

    /// Where the mean water meets the side, at a place along it.
    pub(super) fn at_water(&self, ship: &Ship, along_m: f64, side: Side) -> Vector {
        let at =
            |keel: f64| self.place(ship, [along_m, side.sign() * ship.half_breadth_m(along_m, keel), keel]);
        let (mut low, mut high) = (0.0, ship.edge_m(along_m));
        for _ in 0..50 {
            let middle = f64::midpoint(low, high);
            if at(middle)[2] < 0.0 { low = middle } else { high = middle }
        }
        at(f64::midpoint(low, high))
    }
}
