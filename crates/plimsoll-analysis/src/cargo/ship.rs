//! A ship's draws, made ready for her calls: what does not depend on the call is worked out once.

use crate::draws::cube_root;
use crate::hydrostatics::SEA_WATER_T_PER_M3;
use crate::inputs::Held;
use crate::particulars::{ParticularParams, ShipDraw, ship_draws};
use crate::shared::Shared;
use plimsoll_model::{Product, Vessel};

/// The draws of a ship, one list for each number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShipDraws {
    pub(super) deadweight_t: Vec<f64>,
    /// 98 % of the tanks.
    pub(super) tank_98_m3: Vec<f64>,
    /// Displacement in the terminal's water less lightship, as a function of draught; empty without a length.
    pub(super) room: Room,
}

/// `constant + per_m T + per_m_two_thirds T^(2/3)`, and what links it to deadweight.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Room {
    pub(super) constant_t: Vec<f64>,
    pub(super) per_m_t: Vec<f64>,
    pub(super) per_m_two_thirds_t: Vec<f64>,
    pub(super) summer_draught_m: Vec<f64>,
    pub(super) tpc_t_per_m: Vec<f64>,
}

impl ShipDraws {
    /// Draws a ship's particulars; `None` where neither deadweight nor length is known.
    pub fn new(vessel: &Vessel, params: &ParticularParams, shared: &Shared, held: &Held) -> Option<Self> {
        let draws = ship_draws(vessel, params, &shared.relations, held)?;
        let mut ship = Self::default();
        for (k, draw) in draws.iter().enumerate() {
            ship.deadweight_t.push(draw.deadweight_t);
            ship.tank_98_m3.push(0.98 * draw.tank_volume_m3);
            ship.room.push(draw, shared.route_weight[k], shared.water_density_t_per_m3[k]);
        }
        Some(ship)
    }

    /// Deadweight, t, draw by draw.
    pub fn deadweight_t(&self) -> impl Iterator<Item = f64> {
        self.deadweight_t.iter().copied()
    }

    /// The most cargo that she can take, physical barrels at 15 C, draw by draw: by weight, less what is not cargo
    /// (`non_cargo_share` of the deadweight), or by 98 % of her tanks. `None` for a gas, which is not counted in barrels.
    pub fn capacity_bbl(
        &self,
        shared: &Shared,
        product: Option<Product>,
        non_cargo_share: f64,
    ) -> Option<Vec<f64>> {
        let oil = shared.oil(product)?;
        let of = |k: usize| {
            let by_weight = self.deadweight_t[k] * (1.0 - non_cargo_share);
            by_weight.min(self.tank_98_m3[k] * oil.loading_density_t_per_m3[k]) * oil.bbl_per_t[k]
        };
        Some((0..self.deadweight_t.len()).map(of).collect())
    }

    /// True if a length is known, so that a draught can be turned into tonnes.
    pub(super) fn has_hull(&self) -> bool {
        self.room.constant_t.len() == self.deadweight_t.len()
    }
}

impl Room {
    fn push(&mut self, draw: &ShipDraw, route_weight: f64, water_density: f64) {
        let Some(hull) = draw.hull else { return };
        let by_water = water_density / SEA_WATER_T_PER_M3;
        let sea = hull.curve(route_weight);
        self.constant_t.push(sea.constant_t * by_water - hull.lightship_t(draw.deadweight_t));
        self.per_m_t.push(sea.per_m_t * by_water);
        self.per_m_two_thirds_t.push(sea.per_m_two_thirds_t * by_water);
        self.summer_draught_m.push(hull.summer_draught_m);
        self.tpc_t_per_m.push(100.0 * hull.tpc_t_per_cm());
    }
}

/// A block of [`Room`].
pub(super) struct RoomPart<'a> {
    constant_t: &'a [f64],
    per_m_t: &'a [f64],
    per_m_two_thirds_t: &'a [f64],
    pub(super) summer_draught_m: &'a [f64],
    pub(super) tpc_t_per_m: &'a [f64],
}

impl Room {
    pub(super) fn part(&self, from: usize, len: usize) -> RoomPart<'_> {
        RoomPart {
            constant_t: &self.constant_t[from..from + len],
            per_m_t: &self.per_m_t[from..from + len],
            per_m_two_thirds_t: &self.per_m_two_thirds_t[from..from + len],
            summer_draught_m: &self.summer_draught_m[from..from + len],
            tpc_t_per_m: &self.tpc_t_per_m[from..from + len],
        }
    }
}

impl RoomPart<'_> {
    /// Displacement less lightship at a draught, t.
    pub(super) fn at(&self, i: usize, draught_m: f64) -> f64 {
        self.constant_t[i] + self.per_m_t[i] * draught_m + self.per_m_two_thirds_t[i] * two_thirds(draught_m)
    }
}

/// `T^(2/3)`; draughts of less than a centimetre do not occur.
pub(super) fn two_thirds(draught_m: f64) -> f64 {
    let root = cube_root(draught_m.max(0.01));
    root * root
}
