//! The particulars of a ship, where lists are silent: drawn together from relations between the sizes of tankers.
//!
//! `deadweight = 1.025 LBP B T_s Cb (deadweight / displacement)`. Each factor has a prior; what a list states is met
//! exactly by every draw, so that a ship's deadweight, draught and block coefficient stay in agreement.

mod complete;

pub use complete::complete;

use crate::draws::{Block, Prior, Stream, Z_95, normal_cdf, normal_quantile, number};
use crate::hydrostatics::{Hull, SEA_WATER_T_PER_M3};
use crate::inputs::{Held, Input};
use plimsoll_model::{Particular, Vessel};
use serde::{Deserialize, Serialize};

/// Priors of the relations between the sizes of a tanker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParticularParams {
    /// Length between perpendiculars by length overall.
    pub length_ratio: Prior,
    /// Length overall by beam, where the beam is not known.
    pub length_to_beam: Prior,
    /// Block coefficient at the summer draught of a tanker of 100 m.
    pub block_coefficient_at_100m: Prior,
    /// Power of (length overall / 100 m) by which it grows.
    pub block_coefficient_size_exponent: f64,
    /// Common error of all block coefficients, added.
    pub block_coefficient_bias: Prior,
    /// Summer draught by beam.
    pub draught_to_beam: Prior,
    /// Deadweight by displacement of a tanker of 100 m.
    pub deadweight_to_displacement_at_100m: Prior,
    /// Power of (length overall / 100 m) by which it grows.
    pub deadweight_to_displacement_size_exponent: f64,
    /// Power of (length overall / 100 m) by which the spreads of the two ratios above grow.
    pub spread_size_exponent: f64,
    /// Common error of all inferred deadweights, a factor.
    pub deadweight_bias_factor: Prior,
    /// 98 % of the tank volume by deadweight, m3/t.
    pub tank_volume_98_m3_per_t: Prior,
    /// How much deeper than her summer draught a ship may have sent, m.
    pub deepest_draught_tolerance_m: f64,
    /// A draught sent above this share of the beam is a typing error.
    pub max_draught_to_beam: f64,
    /// A claimed deadweight, summer draught or tank volume is set aside if it lies beyond the interval inferred from the
    /// ship's length and beam by more than this factor.
    pub claim_max_factor: f64,
}

impl ParticularParams {
    /// What is wrong with them, by the first key at fault; `None` if nothing is.
    pub fn fault(&self) -> Option<String> {
        let priors = [
            ("particulars.length_ratio", self.length_ratio, 0.5, 1.0),
            ("particulars.length_to_beam", self.length_to_beam, 1.0, 20.0),
            ("particulars.block_coefficient_at_100m", self.block_coefficient_at_100m, 0.3, 1.0),
            ("particulars.block_coefficient_bias", self.block_coefficient_bias, -0.3, 0.3),
            ("particulars.draught_to_beam", self.draught_to_beam, 0.05, 1.0),
            (
                "particulars.deadweight_to_displacement_at_100m",
                self.deadweight_to_displacement_at_100m,
                0.1,
                0.95,
            ),
            ("particulars.deadweight_bias_factor", self.deadweight_bias_factor, 0.1, 10.0),
            ("particulars.tank_volume_98_m3_per_t", self.tank_volume_98_m3_per_t, 0.1, 5.0),
        ];
        let numbers = [
            ("particulars.block_coefficient_size_exponent", self.block_coefficient_size_exponent, -2.0, 2.0),
            (
                "particulars.deadweight_to_displacement_size_exponent",
                self.deadweight_to_displacement_size_exponent,
                -2.0,
                2.0,
            ),
            ("particulars.claim_max_factor", self.claim_max_factor, 1.0, 100.0),
            ("particulars.spread_size_exponent", self.spread_size_exponent, -2.0, 2.0),
            ("particulars.deepest_draught_tolerance_m", self.deepest_draught_tolerance_m, 0.0, 5.0),
            ("particulars.max_draught_to_beam", self.max_draught_to_beam, 0.1, 2.0),
        ];
        let of_priors =
            priors.into_iter().filter_map(|(key, prior, least, most)| prior.fault(key, least, most));
        let of_numbers =
            numbers.into_iter().filter_map(|(key, value, least, most)| number(key, value, least, most));
        of_priors.chain(of_numbers).next()
    }
}

/// The common errors of the relations, one number a draw.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationErrors {
    /// Added to the block coefficient.
    block: Vec<f64>,
    /// Added to the logarithm of the deadweight.
    log_deadweight: Vec<f64>,
}

impl RelationErrors {
    /// As many draws as asked for.
    pub fn new(draws: usize, params: &ParticularParams, held: &Held) -> Self {
        Self {
            block: shared_prior(draws, params.block_coefficient_bias, Input::BlockBias, held),
            log_deadweight: shared_prior(draws, params.deadweight_bias_factor, Input::SizeRelationBias, held)
                .into_iter()
                .map(libm::log)
                .collect(),
        }
    }

    /// How many draws.
    pub fn draws(&self) -> usize {
        self.block.len()
    }
}

/// Draws of a shared input with a prior.
pub(crate) fn shared_prior(draws: usize, prior: Prior, input: Input, held: &Held) -> Vec<f64> {
    let mut stream = Stream::shared(input.key());
    let mut values = Vec::with_capacity(draws);
    while values.len() < draws {
        let block = held.normals(input, &mut stream);
        let wanted = draws - values.len();
        values.extend(block.iter().take(wanted).map(|z| prior.at(*z)));
    }
    values
}

/// One draw of a ship.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShipDraw {
    /// Deadweight, t.
    pub deadweight_t: f64,
    /// Volume of the cargo tanks at 100 %, m3.
    pub tank_volume_m3: f64,
    /// The hull; `None` where no length is known.
    pub hull: Option<Hull>,
}

/// What lists and the ship itself say, without what was inferred before.
#[derive(Clone, Copy)]
struct Known {
    length_m: Option<Prior>,
    beam_m: Option<Prior>,
    deadweight_t: Option<Prior>,
    summer_draught_m: Option<Prior>,
    tank_volume_m3: Option<Prior>,
    deepest_draught_m: Option<f64>,
}

impl Known {
    fn of(vessel: &Vessel, params: &ParticularParams) -> Self {
        let beam_m = claimed(&vessel.beam_m);
        let is_possible =
            |draught: &f64| beam_m.is_none_or(|b| *draught <= params.max_draught_to_beam * b.high);
        Self {
            length_m: claimed(&vessel.length_overall_m),
            beam_m,
            deadweight_t: claimed(&vessel.deadweight_t),
            summer_draught_m: claimed(&vessel.summer_draught_m),
            tank_volume_m3: claimed(&vessel.tank_volume_m3),
            deepest_draught_m: vessel.deepest_draught_m.filter(is_possible),
        }
    }
}

/// The prior of a particular that somebody states, and that is a size at all.
fn claimed(particular: &Option<Particular>) -> Option<Prior> {
    let particular = particular.as_ref().filter(|p| !p.is_inferred)?;
    (particular.estimate.low() > 0.0).then(|| particular.estimate.into())
}

/// A positive ratio whose logarithm has a prior.
#[derive(Clone, Copy)]
struct LogRatio(Prior);

impl LogRatio {
    /// From the ratio's own prior, multiplied, its spread about the median multiplied too.
    fn new(prior: Prior, factor: f64, spread: f64) -> Self {
        let mid = libm::log(prior.mid);
        let off = |end: f64| mid + libm::log(factor) + spread * (libm::log(end) - mid);
        Self(Prior { low: off(prior.low), mid: off(prior.mid), high: off(prior.high) })
    }

    fn sd(self) -> f64 {
        (self.0.high - self.0.low) / (2.0 * Z_95)
    }
}

/// The size relations of one ship.
struct Form {
    length_m: Prior,
    length_to_beam: LogRatio,
    length_ratio: LogRatio,
    block: LogRatio,
    block_mid: f64,
    draught_to_beam: LogRatio,
    deadweight_ratio: LogRatio,
}

impl Form {
    fn new(length_m: Prior, params: &ParticularParams) -> Self {
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
            deadweight_ratio: LogRatio::new(
                params.deadweight_to_displacement_at_100m,
                grow(params.deadweight_to_displacement_size_exponent),
                spread,
            ),
        }
    }
}

/// The names of a ship's streams, in the order of [`Chance`].
const STREAMS: [&str; 6] = ["length", "beam", "length-ratio", "block", "draught", "deadweight"];

/// One draw's standard normal numbers for a ship, and the common errors that go with it.
struct Chance {
    own: [f64; STREAMS.len()],
    tank: f64,
    block_bias: f64,
    log_deadweight_bias: f64,
}

/// Draws of a ship's particulars; `None` where neither deadweight nor length is known.
pub fn ship_draws(
    vessel: &Vessel,
    params: &ParticularParams,
    errors: &RelationErrors,
    held: &Held,
) -> Option<Vec<ShipDraw>> {
    let known = Known::of(vessel, params);
    if known.deadweight_t.is_none() && known.length_m.is_none() {
        return None;
    }
    let form = known.length_m.map(|length| Form::new(length, params));
    let stream = |name| Stream::of_record(vessel.id, name);
    let mut streams = STREAMS.map(stream);
    let mut tank = stream("tank-volume");
    let mut draws = Vec::with_capacity(errors.draws());
    while draws.len() < errors.draws() {
        let own: [Block; STREAMS.len()] = streams.each_mut().map(|s| held.normals(Input::ShipForm, s));
        let tank = held.normals(Input::TankVolume, &mut tank);
        let wanted = (errors.draws() - draws.len()).min(tank.len());
        for i in 0..wanted {
            let k = draws.len();
            let chance = Chance {
                own: own.each_ref().map(|block| block[i]),
                tank: tank[i],
                block_bias: errors.block[k],
                log_deadweight_bias: errors.log_deadweight[k],
            };
            draws.push(ship_draw(&known, params, form.as_ref(), &chance));
        }
    }
    Some(draws)
}

fn ship_draw(known: &Known, params: &ParticularParams, form: Option<&Form>, chance: &Chance) -> ShipDraw {
    let hull = form.map(|form| hull_draw(known, params, form, chance));
    let stated = known.deadweight_t.map(|dwt| dwt.at(chance.own[5]).max(1.0));
    let deadweight_t = stated.or(hull.map(|(_, dwt)| dwt)).unwrap_or(0.0);
    let tank_volume_m3 = known.tank_volume_m3.map_or_else(
        || deadweight_t * params.tank_volume_98_m3_per_t.at(chance.tank) / 0.98,
        |volume| volume.at(chance.tank),
    );
    ShipDraw { deadweight_t, tank_volume_m3, hull: hull.map(|(hull, _)| hull) }
}

/// The hull of one draw and its deadweight. A stated deadweight is met exactly: the logarithm of what is missing is
/// shared out among the factors by their variances (conditioning of a normal distribution on a linear sum).
fn hull_draw(known: &Known, params: &ParticularParams, form: &Form, chance: &Chance) -> (Hull, f64) {
    let [z_length, z_beam, z_ratio, z_block, z_draught, z_deadweight] = chance.own;
    let length_m = form.length_m.at(z_length);
    let beam_m = known
        .beam_m
        .map_or_else(|| length_m / libm::exp(form.length_to_beam.0.at(z_beam)), |beam| beam.at(z_beam));
    let (draught, draught_sd) = summer_draught(known, params, form, z_draught, beam_m);
    let mut logs = [
        form.length_ratio.0.at(z_ratio),
        form.block.0.at(z_block) + chance.block_bias / form.block_mid,
        draught,
        form.deadweight_ratio.0.at(z_deadweight) + chance.log_deadweight_bias,
    ];
    if let Some(stated) = known.deadweight_t {
        let sizes = libm::log(SEA_WATER_T_PER_M3 * length_m * beam_m);
        let missing = libm::log(stated.at(z_deadweight).max(1.0)) - sizes - logs.iter().sum::<f64>();
        let sds = [form.length_ratio.sd(), form.block.sd(), draught_sd, form.deadweight_ratio.sd()];
        let all: f64 = sds.iter().map(|sd| sd * sd).sum();
        logs.iter_mut().zip(sds).for_each(|(log, sd)| *log += missing * sd * sd / all);
    }
    let [length_ratio, block, draught_m, deadweight_ratio] = logs.map(libm::exp);
    let hull = Hull {
        length_between_perpendiculars_m: length_ratio.min(1.0) * length_m,
        beam_m,
        summer_draught_m: draught_m,
        block_coefficient: block.clamp(0.5, 0.9),
    };
    (hull, hull.summer_displacement_t() * deadweight_ratio.clamp(0.3, 0.9))
}

/// The logarithm of a summer draught in metres, and its spread: as stated, or by the beam and not much less than the
/// deepest draught ever sent.
fn summer_draught(known: &Known, params: &ParticularParams, form: &Form, z: f64, beam_m: f64) -> (f64, f64) {
    if let Some(stated) = known.summer_draught_m {
        return (libm::log(stated.at(z).max(0.1)), 0.0);
    }
    let (relation, sd, beam) = (form.draught_to_beam.0, form.draught_to_beam.sd(), libm::log(beam_m));
    let Some(deepest) = known.deepest_draught_m else { return (beam + relation.at(z), sd) };
    let least = libm::log((deepest - params.deepest_draught_tolerance_m).max(0.1));
    let below = normal_cdf((least - beam - relation.mid) / sd);
    let z = normal_quantile((below + normal_cdf(z) * (1.0 - below)).min(1.0 - 1e-12));
    // Far beyond the relation (a draught that no such beam explains) what was sent counts.
    ((beam + relation.mid + sd * z).max(least), sd)
}
