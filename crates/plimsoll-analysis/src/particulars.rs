//! The particulars of a ship, where lists are silent: drawn together from relations between the sizes of tankers.
//!
//! `deadweight = 1.025 LBP B T_s Cb (deadweight / displacement)`. Each factor has a prior; what a list states is met
//! exactly by every draw, so that a ship's deadweight, draught and block coefficient stay in agreement.

use crate::draws::{Block, Prior, Stream, Z_95, interval, normal_cdf, normal_quantile};
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
    /// Common error of all inferred deadweights, a factor.
    pub deadweight_bias_factor: Prior,
    /// 98 % of the tank volume by deadweight, m3/t.
    pub tank_volume_98_m3_per_t: Prior,
    /// How much deeper than her summer draught a ship may have sent, m.
    pub deepest_draught_tolerance_m: f64,
    /// A draught sent above this share of the beam is a typing error.
    pub max_draught_to_beam: f64,
}

/// The common errors of the relations, one number a draw.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationErrors {
    block: Vec<f64>,
    deadweight: Vec<f64>,
}

impl RelationErrors {
    /// As many draws as asked for.
    pub fn new(draws: usize, params: &ParticularParams, held: &Held) -> Self {
        Self {
            block: shared_prior(draws, params.block_coefficient_bias, Input::BlockBias, held),
            deadweight: shared_prior(draws, params.deadweight_bias_factor, Input::SizeRelationBias, held),
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
        let is_possible = |draught: &f64| beam_m.is_none_or(|b| *draught <= params.max_draught_to_beam * b.high);
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

/// Standard normal numbers of one draw of a ship.
struct Form {
    length: f64,
    beam: f64,
    ratio: f64,
    block: f64,
    draught: f64,
    deadweight: f64,
    tank: f64,
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
    let stream = |name| Stream::of_record(vessel.id, name);
    let mut streams = ["length", "beam", "length-ratio", "block", "draught", "deadweight"].map(stream);
    let mut tank = stream("tank-volume");
    let mut draws = Vec::with_capacity(errors.draws());
    while draws.len() < errors.draws() {
        let forms: [Block; 6] = streams.each_mut().map(|s| held.normals(Input::ShipForm, s));
        let tank = held.normals(Input::TankVolume, &mut tank);
        let wanted = (errors.draws() - draws.len()).min(tank.len());
        for i in 0..wanted {
            let [length, beam, ratio, block, draught, deadweight] = forms.each_ref().map(|b| b[i]);
            let form = Form { length, beam, ratio, block, draught, deadweight, tank: tank[i] };
            let k = draws.len();
            draws.push(ship_draw(&known, params, &form, errors.block[k], errors.deadweight[k]));
        }
    }
    Some(draws)
}

fn ship_draw(known: &Known, params: &ParticularParams, form: &Form, block_bias: f64, bias: f64) -> ShipDraw {
    let hull = known.length_m.map(|length| hull_draw(known, params, form, length.at(form.length), block_bias, bias));
    let stated = known.deadweight_t.map(|dwt| dwt.at(form.deadweight).max(1.0));
    let deadweight_t = stated.or(hull.map(|(_, dwt)| dwt)).unwrap_or(0.0);
    let tank_volume_m3 = known.tank_volume_m3.map_or_else(
        || deadweight_t * params.tank_volume_98_m3_per_t.at(form.tank) / 0.98,
        |volume| volume.at(form.tank),
    );
    ShipDraw { deadweight_t, tank_volume_m3, hull: hull.map(|(hull, _)| hull) }
}

/// A prior of a positive ratio, drawn in logarithms: the value and how far its logarithm spreads (one sd).
fn ratio(prior: Prior, z: f64) -> (f64, f64) {
    let logs = Prior { low: libm::log(prior.low), mid: libm::log(prior.mid), high: libm::log(prior.high) };
    (libm::exp(logs.at(z)), (logs.high - logs.low) / (2.0 * Z_95))
}

/// The hull of one draw and its deadweight. A stated deadweight is met exactly: the logarithm of what is missing is
/// shared out among the factors by their variances (conditioning of a normal distribution on a linear sum).
fn hull_draw(
    known: &Known,
    params: &ParticularParams,
    form: &Form,
    length_m: f64,
    block_bias: f64,
    bias: f64,
) -> (Hull, f64) {
    let beam_m = known.beam_m.map_or_else(|| length_m / ratio(params.length_to_beam, form.beam).0, |b| b.at(form.beam));
    let size = libm::log(length_m / 100.0);
    let grow = |exponent: f64| libm::exp(exponent * size);
    let (mut length_ratio, length_sd) = ratio(params.length_ratio, form.ratio);
    let (block, block_sd) = ratio(params.block_coefficient_at_100m, form.block);
    let mut block = block * grow(params.block_coefficient_size_exponent) + block_bias;
    let (dwt_ratio, dwt_sd) = ratio(params.deadweight_to_displacement_at_100m, form.deadweight);
    let mut dwt_ratio = dwt_ratio * grow(params.deadweight_to_displacement_size_exponent) * bias;
    let (mut draught_m, draught_sd) = summer_draught(known, params, form.draught, beam_m);
    if let Some(dwt) = known.deadweight_t {
        let product = SEA_WATER_T_PER_M3 * length_ratio * length_m * beam_m * draught_m * block * dwt_ratio;
        let missing = libm::log(dwt.at(form.deadweight).max(1.0) / product);
        let all = length_sd * length_sd + block_sd * block_sd + dwt_sd * dwt_sd + draught_sd * draught_sd;
        let part = |sd: f64| libm::exp(missing * sd * sd / all);
        length_ratio *= part(length_sd);
        block *= part(block_sd);
        draught_m *= part(draught_sd);
        dwt_ratio *= part(dwt_sd);
    }
    let hull = Hull {
        length_between_perpendiculars_m: (length_ratio.min(1.0)) * length_m,
        beam_m,
        summer_draught_m: draught_m,
        block_coefficient: block.clamp(0.5, 0.9),
    };
    (hull, hull.summer_displacement_t() * dwt_ratio.clamp(0.3, 0.9))
}

/// A summer draught and the spread of its logarithm: as stated, or by the beam and not much less than the deepest
/// draught ever sent.
fn summer_draught(known: &Known, params: &ParticularParams, z: f64, beam_m: f64) -> (f64, f64) {
    if let Some(stated) = known.summer_draught_m {
        return (stated.at(z), 0.0);
    }
    let Some(deepest) = known.deepest_draught_m else {
        let (share, sd) = ratio(params.draught_to_beam, z);
        return (share * beam_m, sd);
    };
    let least = (deepest - params.deepest_draught_tolerance_m).max(0.1);
    let (median, sd) = ratio(params.draught_to_beam, 0.0);
    let below = normal_cdf(libm::log(least / (median * beam_m)) / sd);
    let z = normal_quantile((below + normal_cdf(z) * (1.0 - below)).min(1.0 - 1e-12));
    let draught = median * beam_m * libm::exp(sd * z);
    // Far beyond the prior (a draught that no such beam explains) what was sent counts, not the relation.
    (draught.max(least), sd)
}

/// How many draws the intervals of inferred particulars are read from.
const SUMMARY_DRAWS: usize = 2048;

/// Fills what no list states, with `is_inferred = true` and the relation in words. Needs length or deadweight; adds
/// a remark where a draught sent cannot be true.
pub fn complete(vessel: &mut Vessel, params: &ParticularParams) {
    let errors = RelationErrors::new(SUMMARY_DRAWS, params, &Held::none());
    remark_on_deepest(vessel, params);
    let Some(draws) = ship_draws(vessel, params, &errors, &Held::none()) else { return };
    let basis = basis_in_words(vessel, params);
    let of = |value: fn(&ShipDraw) -> Option<f64>| {
        let mut values: Vec<f64> = draws.iter().filter_map(value).collect();
        interval(&mut values)
            .map(|estimate| Particular { estimate, is_inferred: true, basis: basis.clone() })
    };
    let inferred = [
        (&mut vessel.beam_m, of(|d| d.hull.map(|h| h.beam_m))),
        (&mut vessel.summer_draught_m, of(|d| d.hull.map(|h| h.summer_draught_m))),
        (&mut vessel.deadweight_t, of(|d| Some(d.deadweight_t))),
        (&mut vessel.tank_volume_m3, of(|d| Some(d.tank_volume_m3))),
    ];
    for (particular, value) in inferred {
        if particular.as_ref().is_none_or(|p| p.is_inferred) {
            *particular = value;
        }
    }
}

fn remark_on_deepest(vessel: &mut Vessel, params: &ParticularParams) {
    let (Some(deepest), Some(beam)) = (vessel.deepest_draught_m, &vessel.beam_m) else { return };
    let most = params.max_draught_to_beam * beam.estimate.high();
    if deepest > most {
        let remark = format!("sent a draught of {deepest:.1} m, which a beam of {:.0} m does not allow", beam.estimate.mid());
        if !vessel.remarks.contains(&remark) {
            vessel.remarks.push(remark);
        }
    }
}

fn basis_in_words(vessel: &Vessel, params: &ParticularParams) -> String {
    let known = Known::of(vessel, params);
    let mut from = Vec::new();
    let mut say = |name: &str, prior: Option<Prior>, unit: &str| {
        if let Some(prior) = prior {
            from.push(format!("{name} {:.0} {unit}", prior.mid));
        }
    };
    say("length", known.length_m, "m");
    say("beam", known.beam_m, "m");
    say("deadweight", known.deadweight_t, "t");
    say("summer draught", known.summer_draught_m, "m");
    if let (None, Some(deepest)) = (known.summer_draught_m, known.deepest_draught_m) {
        from.push(format!("deepest draught sent {deepest:.1} m"));
    }
    format!("size relations of tankers from {}", from.join(", "))
}
