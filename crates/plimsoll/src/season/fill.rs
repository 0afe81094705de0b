//! From a draught that an image shows to the share of her cargo that a ship has on board.
//!
//! Method page: `docs/methods/sightings.md`, section 3.

use plimsoll_model::{Estimate, Vessel};

/// Section `[season-draughts]`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FillParams {
    /// A ship in ballast lies at this share of her summer draught.
    pub ballast_draught_share: f64,
    /// Below this share of the summer draught a draught does not tell cargo from ballast water.
    pub laden_draught_share: f64,
    /// What such a draught leaves open, one standard deviation of the share of the cargo.
    pub open_sd_share: f64,
    /// Least standard deviation of a share read, one standard deviation: what is not cargo differs from call to call.
    pub least_sd_share: f64,
    /// Waterplane coefficient of a coaster: tonnes for each metre of draught are 1.025 L B times this.
    pub waterplane_coefficient: f64,
}

/// Half the width of the middle 90 % of a normal distribution, in standard deviations.
const Z_95: f64 = 1.644_853_626_951_472_7;

/// The share of the most cargo that she can take, and its standard deviation; `None` where her size is not known.
///
/// Deep: a metre of draught is `1.025 L B Cw` tonnes, `share = 1 - (T_s - T) 1.025 L B Cw / most`. Not deep: between ballast
/// and that depth the draught does not tell, and the spread says so.
pub fn fill(draught_m: Estimate<f64>, vessel: &Vessel, params: &FillParams) -> Option<(f64, f64)> {
    let mid = |p: &Option<plimsoll_model::Particular>| p.as_ref().map(|p| p.estimate.mid());
    let summer = mid(&vessel.summer_draught_m)?;
    let (length, beam) = (mid(&vessel.length_overall_m)?, mid(&vessel.beam_m)?);
    let most_t = mid(&vessel.deadweight_t)?;
    let per_m = 1.025 * length * beam * params.waterplane_coefficient / most_t;
    let sd_m = (draught_m.high() - draught_m.low()) / (2.0 * Z_95);
    let deep = summer * params.laden_draught_share;
    let share = 1.0 - (summer - draught_m.mid()) * per_m;
    if draught_m.mid() >= deep {
        return Some((share.clamp(0.0, 1.1), (sd_m * per_m).max(params.least_sd_share)));
    }
    let ballast = summer * params.ballast_draught_share;
    let at_deep = 1.0 - (summer - deep) * per_m;
    let between = ((draught_m.mid() - ballast) / (deep - ballast)).clamp(0.0, 1.0) * at_deep;
    Some((between, (sd_m * per_m).max(params.open_sd_share)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{Particular, RecordId, RecordKind, VesselKind};

    const PARAMS: FillParams = FillParams {
        ballast_draught_share: 0.6,
        laden_draught_share: 0.8,
        open_sd_share: 0.25,
        least_sd_share: 0.05,
        waterplane_coefficient: 0.85,
    };

    fn coaster() -> Vessel {
        let particular = |v: f64| {
            Some(Particular {
                estimate: Estimate::new(v, v, v).unwrap(),
                is_inferred: false,
                basis: String::new(),
            })
        };
        Vessel {
            id: RecordId::of(RecordKind::Vessel, &[]),
            imo_number: None,
            mmsis: vec![],
            ship_name: None,
            names: vec![],
            kind: VesselKind::OilTanker,
            length_overall_m: particular(88.0),
            beam_m: particular(14.0),
            deadweight_t: particular(3_000.0),
            summer_draught_m: particular(5.6),
            depth_moulded_m: None,
            tank_volume_m3: None,
            deepest_draught_m: None,
            remarks: vec![],
            parents: vec![],
        }
    }

    fn draught(mid: f64) -> Estimate<f64> {
        Estimate::new(mid - 0.3, mid, mid + 0.3).unwrap()
    }

    #[test]
    fn full_at_the_summer_draught_and_empty_in_ballast() {
        let full = fill(draught(5.6), &coaster(), &PARAMS).unwrap();
        assert!((full.0 - 1.0).abs() < 1e-9, "{full:?}");
        // 0.3 m at 90 % is 0.18 m; 10.7 t a centimetre of 3,000 t: 6.5 %.
        assert!((full.1 - 0.065).abs() < 0.002, "{full:?}");
        let ballast = fill(draught(3.2), &coaster(), &PARAMS).unwrap();
        assert!(ballast.0.abs() < 1e-9 && ballast.1 >= 0.25, "{ballast:?}");
        let deeper = fill(draught(5.2), &coaster(), &PARAMS).unwrap();
        assert!(deeper.0 < full.0 && deeper.0 > 0.8, "{deeper:?}");
    }

    #[test]
    fn without_a_size_nothing_is_said() {
        let unknown = Vessel { beam_m: None, ..coaster() };
        assert_eq!(fill(draught(5.0), &unknown, &PARAMS), None);
    }
}
