//! The particulars of a ship, where lists are silent: drawn together from relations between the sizes of tankers.
//!
//! `deadweight = 1.025 LBP B T_s Cb (deadweight / displacement)`. Each factor has a prior; what a list states is met
//! exactly by every draw, so that a ship's deadweight, draught and block coefficient stay in agreement. Gas carriers and
//! others of light cargo carry less on the same deck: a share of the ships that AIS calls tankers.

mod complete;
mod form;

pub use complete::complete;

use crate::draws::{Block, Prior, Stream, normal_cdf, number};
use crate::hydrostatics::{Hull, SEA_WATER_T_PER_M3};
use crate::inputs::{Held, Input};
use form::{Form, LEAST_DEPTH_TO_DRAUGHT};
use plimsoll_model::{Particular, Vessel, VesselKind};
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
    /// Summer draught by beam of a tanker of the median length by beam.
    pub draught_to_beam: Prior,
    /// Power of (length by beam / its median) by which it grows: narrow ships are deep.
    pub draught_to_beam_slenderness_exponent: f64,
    /// Deadweight by displacement of a tanker of 100 m.
    pub deadweight_to_displacement_at_100m: Prior,
    /// Power of (length overall / 100 m) by which it grows.
    pub deadweight_to_displacement_size_exponent: f64,
    /// Power of (length overall / 100 m) by which the spreads of the two ratios above grow.
    pub spread_size_exponent: f64,
    /// Common error of all inferred deadweights, a factor.
    pub deadweight_bias_factor: Prior,
    /// Share of the ships that AIS calls tankers whose cargo is light: carriers of gas and of some chemicals.
    pub light_cargo_share: f64,
    /// Their deadweight by that of other tankers of the same length and beam.
    pub light_cargo_deadweight_factor: Prior,
    /// Moulded depth by summer draught.
    pub depth_to_draught: Prior,
    /// 98 % of the tank volume by deadweight, m3/t.
    pub tank_volume_98_m3_per_t: Prior,
    /// How much deeper than her summer draught a ship may have sent, m.
    pub deepest_draught_tolerance_m: f64,
    /// A draught sent above this share of the beam is a typing error.
    pub max_draught_to_beam: f64,
    /// A claimed deadweight, summer draught, depth or tank volume is set aside if it lies beyond the interval inferred from the
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
            ("particulars.light_cargo_deadweight_factor", self.light_cargo_deadweight_factor, 0.2, 1.5),
            ("particulars.depth_to_draught", self.depth_to_draught, LEAST_DEPTH_TO_DRAUGHT, 4.0),
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
            (
                "particulars.draught_to_beam_slenderness_exponent",
                self.draught_to_beam_slenderness_exponent,
                -2.0,
                2.0,
            ),
            ("particulars.light_cargo_share", self.light_cargo_share, 0.0, 1.0),
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
    /// Moulded depth, m, more than the summer draught; `None` where there is no hull.
    pub depth_moulded_m: Option<f64>,
}

/// What lists and the ship itself say, without what was inferred before.
#[derive(Clone, Copy)]
struct Known {
    length_m: Option<Prior>,
    beam_m: Option<Prior>,
    deadweight_t: Option<Prior>,
    summer_draught_m: Option<Prior>,
    depth_moulded_m: Option<Prior>,
    tank_volume_m3: Option<Prior>,
    deepest_draught_m: Option<f64>,
    is_gas_carrier: bool,
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
            depth_moulded_m: claimed(&vessel.depth_moulded_m),
            tank_volume_m3: claimed(&vessel.tank_volume_m3),
            deepest_draught_m: vessel.deepest_draught_m.filter(is_possible),
            is_gas_carrier: vessel.kind == VesselKind::GasCarrier,
        }
    }
}

/// The prior of a particular that somebody states, and that is a size at all.
fn claimed(particular: &Option<Particular>) -> Option<Prior> {
    let particular = particular.as_ref().filter(|p| !p.is_inferred)?;
    (particular.estimate.low() > 0.0).then(|| particular.estimate.into())
}

/// The names of a ship's streams, in the order of [`Chance`].
const STREAMS: [&str; 9] = [
    "length",
    "beam",
    "length-ratio",
    "block",
    "draught",
    "deadweight",
    "light-cargo",
    "light-cargo-deadweight",
    "depth",
];

/// One draw's standard normal numbers for a ship, and the common errors that go with it.
struct Chance {
    own: [f64; STREAMS.len()],
    is_light: bool,
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
    let light_share = form.as_ref().map_or(0.0, |form| form.light_cargo_share(&known, params));
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
                is_light: normal_cdf(own[6][i]) < light_share,
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
    let size = form.map(|form| hull_draw(known, params, form, chance));
    let stated = known.deadweight_t.map(|dwt| dwt.at(chance.own[5]).max(1.0));
    let deadweight_t = stated.or(size.map(|size| size.deadweight_t)).unwrap_or(0.0);
    let tank_volume_m3 = known.tank_volume_m3.map_or_else(
        || deadweight_t * params.tank_volume_98_m3_per_t.at(chance.tank) / 0.98,
        |volume| volume.at(chance.tank),
    );
    let hull = size.map(|size| size.hull);
    ShipDraw { deadweight_t, tank_volume_m3, hull, depth_moulded_m: size.map(|size| size.depth_moulded_m) }
}

/// What a ship's length decides in one draw.
#[derive(Clone, Copy)]
struct SizeDraw {
    hull: Hull,
    deadweight_t: f64,
    depth_moulded_m: f64,
}

/// The hull of one draw, its deadweight and depth. A stated deadweight is met exactly: the logarithm of what is missing
/// is shared out among the factors by their variances (conditioning of a normal distribution on a linear sum).
fn hull_draw(known: &Known, params: &ParticularParams, form: &Form, chance: &Chance) -> SizeDraw {
    let [z_length, z_beam, z_ratio, z_block, z_draught, z_deadweight, _, z_light, z_depth] = chance.own;
    let length_m = form.length_m.at(z_length);
    let beam_m = known
        .beam_m
        .map_or_else(|| length_m / libm::exp(form.length_to_beam.0.at(z_beam)), |beam| beam.at(z_beam));
    let draught = form.summer_draught(known, params, z_draught, length_m, beam_m);
    let (light, light_sd) =
        if chance.is_light { (form.light_cargo.0.at(z_light), form.light_cargo.sd()) } else { (0.0, 0.0) };
    let mut logs = [
        form.length_ratio.0.at(z_ratio),
        form.block.0.at(z_block) + chance.block_bias / form.block_mid,
        draught.value,
        form.deadweight_ratio.0.at(z_deadweight) + light + chance.log_deadweight_bias,
    ];
    if let Some(stated) = known.deadweight_t {
        let sizes = libm::log(SEA_WATER_T_PER_M3 * length_m * beam_m);
        let missing = libm::log(stated.at(z_deadweight).max(1.0)) - sizes - logs.iter().sum::<f64>();
        let deadweight_sd = libm::hypot(form.deadweight_ratio.sd(), light_sd);
        let sds = [form.length_ratio.sd(), form.block.sd(), draught.sd, deadweight_sd];
        let all: f64 = sds.iter().map(|sd| sd * sd).sum();
        logs.iter_mut().zip(sds).for_each(|(log, sd)| *log += missing * sd * sd / all);
    }
    let [length_ratio, block, draught_m, deadweight_ratio] = logs.map(libm::exp);
    let depth_m = known.depth_moulded_m.map(|depth| depth.at(z_depth));
    let is_bounded = known.summer_draught_m.is_none();
    let most_m = depth_m.filter(|_| is_bounded).map_or(f64::INFINITY, |d| d / LEAST_DEPTH_TO_DRAUGHT);
    let draught_m = draught_m.min(most_m);
    let hull = Hull {
        length_between_perpendiculars_m: length_ratio.min(1.0) * length_m,
        beam_m,
        summer_draught_m: draught_m,
        block_coefficient: block.clamp(0.5, 0.9),
    };
    let by_draught = || draught_m * libm::exp(form.depth_to_draught.0.at(z_depth));
    SizeDraw {
        hull,
        deadweight_t: hull.summer_displacement_t() * deadweight_ratio.clamp(0.2, 0.95),
        depth_moulded_m: depth_m.unwrap_or_else(by_draught).max(LEAST_DEPTH_TO_DRAUGHT * draught_m),
    }
}
