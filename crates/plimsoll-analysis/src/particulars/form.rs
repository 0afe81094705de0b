//! The size relations of one ship: what her length and beam make likely, before and after what lists state.

use super::{Known, ParticularParams};
use crate::draws::{Prior, Z_95, normal_cdf, normal_quantile};
use crate::hydrostatics::SEA_WATER_T_PER_M3;

/// The least depth by summer draught: every ship has some freeboard.
pub(super) const LEAST_DEPTH_TO_DRAUGHT: f64 = 1.02;

/// A positive ratio whose logarithm has a prior.
#[derive(Clone, Copy)]
pub(super) struct LogRatio(pub(super) Prior);

impl LogRatio {
    /// From the ratio's own prior, multiplied, its spread about the median multiplied too.
    fn new(prior: Prior, factor: f64, spread: f64) -> Self {
        let mid = libm::log(prior.mid);
        let off = |end: f64| mid + libm::log(factor) + spread * (libm::log(end) - mid);
        Self(Prior { low: off(prior.low), mid: off(prior.mid), high: off(prior.high) })
    }

    pub(super) fn sd(self) -> f64 {
        (self.0.high - self.0.low) / (2.0 * Z_95)
    }
}

/// The logarithm of a length in metres, and its spread.
#[derive(Clone, Copy)]
pub(super) struct LogLength {
    pub(super) value: f64,
    pub(super) sd: f64,
}

/// The size relations of one ship.
pub(super) struct Form {
    pub(super) length_m: Prior,
    pub(super) length_to_beam: LogRatio,
    pub(super) length_ratio: LogRatio,
    pub(super) block: LogRatio,
    pub(super) block_mid: f64,
    draught_to_beam: LogRatio,
    draught_slenderness_exponent: f64,
    pub(super) deadweight_ratio: LogRatio,
    pub(super) light_cargo: LogRatio,
    pub(super) depth_to_draught: LogRatio,
}

impl Form {
    pub(super) fn new(length_m: Prior, params: &ParticularParams) -> Self {
        let size = libm::log(length_m.mid / 100.0);
        let grow = |exponent: f64| libm::exp(exponent * size);
        let spread = grow(params.spread_size_exponent);
        let block = LogRatio::new(
            params.block_coefficient_at_100m,
            grow(params.block_coefficient_size_exponent),
            1.0,
        );
        Self {
            length_m,
            length_to_beam: LogRatio::new(params.length_to_beam, 1.0, 1.0),
            length_ratio: LogRatio::new(params.length_ratio, 1.0, 1.0),
            block,
            block_mid: libm::exp(block.0.mid),
            draught_to_beam: LogRatio::new(params.draught_to_beam, 1.0, spread),
            draught_slenderness_exponent: params.draught_to_beam_slenderness_exponent,
            deadweight_ratio: LogRatio::new(
                params.deadweight_to_displacement_at_100m,
                grow(params.deadweight_to_displacement_size_exponent),
                spread,
            ),
            light_cargo: LogRatio::new(params.light_cargo_deadweight_factor, 1.0, 1.0),
            depth_to_draught: LogRatio::new(params.depth_to_draught, 1.0, 1.0),
        }
    }

    /// The summer draught as stated, or by the beam and the depth and not much less than the deepest draught ever sent.
    pub(super) fn summer_draught(
        &self,
        known: &Known,
        params: &ParticularParams,
        z: f64,
        length_m: f64,
        beam_m: f64,
    ) -> LogLength {
        if let Some(stated) = known.summer_draught_m {
            return LogLength { value: libm::log(stated.at(z).max(0.1)), sd: 0.0 };
        }
        let relation = self.draught_by_size(known, length_m, beam_m);
        let Some(deepest) = known.deepest_draught_m else {
            return LogLength {
                value: relation.value + self.draught_off(known, relation.sd, z),
                sd: relation.sd,
            };
        };
        let least = libm::log((deepest - params.deepest_draught_tolerance_m).max(0.1));
        let below = normal_cdf((least - relation.value) / relation.sd);
        let z = normal_quantile((below + normal_cdf(z) * (1.0 - below)).min(1.0 - 1e-12));
        // Far beyond the relation (a draught that no such beam explains) what was sent counts.
        LogLength { value: (relation.value + relation.sd * z).max(least), sd: relation.sd }
    }

    /// How far a draw lies from the relation's median: the two sides of the prior have spreads of their own.
    fn draught_off(&self, known: &Known, sd: f64, z: f64) -> f64 {
        let prior = self.draught_to_beam.0;
        if known.depth_moulded_m.is_some() { sd * z } else { prior.at(z) - prior.mid }
    }

    /// By the beam; where a depth is stated, the mean of what beam and depth say, by their precisions.
    fn draught_by_size(&self, known: &Known, length_m: f64, beam_m: f64) -> LogLength {
        let slenderness = libm::log(length_m / beam_m) - self.length_to_beam.0.mid;
        let by_beam =
            libm::log(beam_m) + self.draught_to_beam.0.mid + self.draught_slenderness_exponent * slenderness;
        let sd = self.draught_to_beam.sd();
        let Some(depth) = known.depth_moulded_m else { return LogLength { value: by_beam, sd } };
        let by_depth = libm::log(depth.mid) - self.depth_to_draught.0.mid;
        let depth_sd = self.depth_to_draught.sd();
        let weight = sd * sd / (sd * sd + depth_sd * depth_sd);
        let value = by_beam + weight * (by_depth - by_beam);
        LogLength { value, sd: sd * depth_sd / (sd * sd + depth_sd * depth_sd).sqrt() }
    }

    /// Probability that she is a ship of light cargo: certain for a gas carrier, else the share among tankers; where a
    /// deadweight is stated, by Bayes' rule from it.
    pub(super) fn light_cargo_share(&self, known: &Known, params: &ParticularParams) -> f64 {
        let share = params.light_cargo_share;
        if known.is_gas_carrier {
            return 1.0;
        }
        let Some(stated) = known.deadweight_t else { return share };
        let length = self.length_m.mid;
        let beam_m = known.beam_m.map_or_else(|| length / libm::exp(self.length_to_beam.0.mid), |b| b.mid);
        let draught = self.summer_draught(known, params, 0.0, length, beam_m);
        let parts = [self.length_ratio, self.block, self.deadweight_ratio];
        let mean = libm::log(SEA_WATER_T_PER_M3 * length * beam_m)
            + draught.value
            + parts.iter().map(|p| p.0.mid).sum::<f64>();
        let variance = draught.sd * draught.sd + parts.iter().map(|p| p.sd() * p.sd()).sum::<f64>();
        let off = libm::log(stated.mid.max(1.0)) - mean;
        let light_sd = self.light_cargo.sd();
        let light = share * density(off - self.light_cargo.0.mid, variance + light_sd * light_sd);
        let other = (1.0 - share) * density(off, variance);
        if light + other > 0.0 { light / (light + other) } else { share }
    }
}

/// Density of a normal distribution, but for a factor.
fn density(off: f64, variance: f64) -> f64 {
    libm::exp(-0.5 * off * off / variance) / variance.sqrt()
}
