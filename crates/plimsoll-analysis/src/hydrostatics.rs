//! From draught to displacement: two independent formulas, so that their difference shows the error of either.
//!
//! Route A lets the block coefficient change with draught; route B goes down from the summer draught by tonnes per
//! centimetre. Sources and check numbers: `docs/methods/hydrostatics.md`.

use crate::draws::cube_root;

/// Density of the standard sea water in which load lines are set, t/m3.
pub const SEA_WATER_T_PER_M3: f64 = 1.025;

/// Midship section coefficient of tankers (mean of full forms; Schneekluth and Bertram 1998, p. 27 f.).
pub const MIDSHIP_COEFFICIENT: f64 = 0.994;

/// A hull as four numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hull {
    /// Length between perpendiculars, m.
    pub length_between_perpendiculars_m: f64,
    /// Beam, m.
    pub beam_m: f64,
    /// Summer draught, m.
    pub summer_draught_m: f64,
    /// Block coefficient at the summer draught.
    pub block_coefficient: f64,
}

impl Hull {
    /// Mass of a box of sea water of the hull's length and beam, t a metre of draught.
    fn box_t_per_m(&self) -> f64 {
        SEA_WATER_T_PER_M3 * self.length_between_perpendiculars_m * self.beam_m
    }

    /// Displacement at the summer draught in sea water, t.
    pub fn summer_displacement_t(&self) -> f64 {
        self.box_t_per_m() * self.summer_draught_m * self.block_coefficient
    }

    /// Block coefficient at a draught: `1 - (1 - Cb) (T_s / T)^(1/3)`.
    pub fn block_coefficient_at(&self, draught_m: f64) -> f64 {
        1.0 - (1.0 - self.block_coefficient) * cube_root(self.summer_draught_m / draught_m)
    }

    /// Waterplane coefficient at the summer draught: `(1 + 2 Cb / Cm) / 3`.
    pub fn waterplane_coefficient(&self) -> f64 {
        (1.0 + 2.0 * self.block_coefficient / MIDSHIP_COEFFICIENT) / 3.0
    }

    /// Tonnes per centimetre immersion at the summer draught in sea water, t/cm.
    pub fn tpc_t_per_cm(&self) -> f64 {
        self.box_t_per_m() * self.waterplane_coefficient() / 100.0
    }

    /// Route A: displacement in sea water by the block coefficient at that draught, t.
    pub fn displacement_by_block_t(&self, draught_m: f64) -> f64 {
        self.box_t_per_m() * draught_m * self.block_coefficient_at(draught_m)
    }

    /// Route B: displacement in sea water by tonnes per centimetre, t.
    pub fn displacement_by_tpc_t(&self, draught_m: f64) -> f64 {
        self.summer_displacement_t() - 100.0 * self.tpc_t_per_cm() * (self.summer_draught_m - draught_m)
    }

    /// Lightship: what is displaced at the summer draught beyond the deadweight, t.
    pub fn lightship_t(&self, deadweight_t: f64) -> f64 {
        self.summer_displacement_t() - deadweight_t
    }

    /// The mixture of both routes as a function of draught; `block_weight` 1 is route A, 0 route B.
    pub fn curve(&self, block_weight: f64) -> Curve {
        let tpc_weight = 1.0 - block_weight;
        let tpc_t_per_m = 100.0 * self.tpc_t_per_cm();
        Curve {
            constant_t: tpc_weight * (self.summer_displacement_t() - tpc_t_per_m * self.summer_draught_m),
            per_m_t: block_weight * self.box_t_per_m() + tpc_weight * tpc_t_per_m,
            per_m_two_thirds_t: -block_weight
                * self.box_t_per_m()
                * (1.0 - self.block_coefficient)
                * cube_root(self.summer_draught_m),
        }
    }
}

/// How much deeper a ship lies in fresh water (1.000 t/m3) than in the sea, m: `displacement / (40 TPC)` centimetres
/// (International Convention on Load Lines 1966, regulation 40(7)).
pub fn fresh_water_allowance_m(displacement_t: f64, tpc_t_per_cm: f64) -> f64 {
    displacement_t / (40.0 * tpc_t_per_cm) / 100.0
}

/// Displacement as `constant + per_m T + per_m_two_thirds T^(2/3)`, T in metres: both routes and every mixture of
/// them have this form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// t.
    pub constant_t: f64,
    /// t/m.
    pub per_m_t: f64,
    /// t/m^(2/3).
    pub per_m_two_thirds_t: f64,
}

impl Curve {
    /// Displacement at a draught, t.
    pub fn displacement_t(&self, draught_m: f64) -> f64 {
        let root = cube_root(draught_m);
        self.constant_t + self.per_m_t * draught_m + self.per_m_two_thirds_t * root * root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COASTAL: Hull = Hull {
        length_between_perpendiculars_m: 88.0,
        beam_m: 14.0,
        summer_draught_m: 5.6,
        block_coefficient: 0.74,
    };

    #[test]
    fn the_two_routes_differ_by_13_tonnes_at_four_fifths_and_62_at_055() {
        for (share, expected) in [(0.8, 13.2), (0.55, 62.2)] {
            let draught = share * COASTAL.summer_draught_m;
            let difference =
                COASTAL.displacement_by_block_t(draught) - COASTAL.displacement_by_tpc_t(draught);
            assert!((difference.abs() - expected).abs() < 1.0, "{share}: {difference}");
        }
    }

    #[test]
    fn a_power_law_is_a_third_opinion_within_four_per_cent_of_deadweight() {
        let hull = COASTAL;
        let exponent = hull.waterplane_coefficient() / hull.block_coefficient;
        let full = hull.summer_displacement_t();
        for share in [0.5, 0.6, 0.7, 0.8, 0.9, 1.0_f64] {
            let draught = share * hull.summer_draught_m;
            let power = full * share.powf(exponent);
            for route in [hull.displacement_by_block_t(draught), hull.displacement_by_tpc_t(draught)] {
                assert!((route - power).abs() < 0.04 * 3000.0, "{share}: {route} {power}");
            }
        }
    }

    #[test]
    fn tonnes_per_centimetre_and_what_a_wrong_draught_costs() {
        let tpc = COASTAL.tpc_t_per_cm();
        assert!((tpc - 10.6).abs() < 0.15, "{tpc}");
        // A tenth of a metre is 106 t, 4 % of 3,000 t.
        assert!((10.0 * tpc - 106.0).abs() < 1.5, "{tpc}");
    }

    #[test]
    fn the_2900_tonner_of_the_design_study_has_797_tonnes_lightship() {
        let hull = Hull {
            length_between_perpendiculars_m: 73.15,
            beam_m: 15.0,
            summer_draught_m: 3.96,
            block_coefficient: 0.83,
        };
        assert!((hull.summer_displacement_t() - 3697.0).abs() < 1.0, "{}", hull.summer_displacement_t());
        assert!((hull.lightship_t(2900.0) - 797.0).abs() < 1.0);
    }

    #[test]
    fn the_curve_is_both_routes_and_their_mixture() {
        for draught in [2.0, 3.5, 5.6, 6.0] {
            let (a, b) = (COASTAL.displacement_by_block_t(draught), COASTAL.displacement_by_tpc_t(draught));
            for weight in [0.0, 0.3, 1.0] {
                let mixed = COASTAL.curve(weight).displacement_t(draught);
                assert!((mixed - (weight * a + (1.0 - weight) * b)).abs() < 1e-6, "{draught} {weight}");
            }
        }
    }

    #[test]
    fn fresh_water_lets_a_coaster_sink_by_an_eighth_of_a_metre() {
        let allowance = fresh_water_allowance_m(COASTAL.summer_displacement_t(), COASTAL.tpc_t_per_cm());
        assert!((allowance - 0.124).abs() < 0.002, "{allowance}");
    }
}
