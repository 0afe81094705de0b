//! Occupancy: whether a ship lies at a berth, look by look.
//!
//! Method page: `docs/methods/occupancy.md`. What a berth looks like with and without a ship is learnt from its own looks:
//! those in which AIS shows a ship there, and all the others, among which there may be ships that send nothing. Scenes
//! of one stack (sensor, orbit, pass) see the berth alike and are learnt from together; then all looks at the berth
//! speak for their neighbours in time.
//!
//! | module | holds |
//! |---|---|
//! | `label` | what AIS says of a look |
//! | `emission` | how likely a look is with a ship, without one, with a tug |
//! | `fit` | what is learnt from a stack |
//! | `reset` | when a berth has changed for good |
//! | `chain` | looks speak for their neighbours in time |
//! | `quality` | how often this berth is told right: [`BerthQuality`] |

mod chain;
mod emission;
mod fit;
mod label;
mod quality;
mod reset;
mod words;

pub use quality::{BerthQuality, Share, berth_quality};

use chain::Rates;
use emission::Features;
use label::{Label, Labels};
use plimsoll_model::evidence::Key;
use plimsoll_model::{BerthLook, Occupancy, OccupancyState, Period, RecordId, RecordKind};
use std::collections::{BTreeMap, BTreeSet};

/// What is believed of berths before any look, and when a look is decided. Section `[occupancy]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OccupancyParams {
    /// Only ships at least this long count, m.
    pub min_length_m: f64,
    /// A look with less of the berth is unknown.
    pub min_usable_fraction: f64,
    /// Occupied from this probability on.
    pub occupied_from_p: f64,
    /// Empty up to this probability.
    pub empty_to_p: f64,
    /// Within this time of a lit ship's arrival or departure AIS says nothing, h.
    pub label_margin_h: f64,
    /// Probability that AIS shows a ship at the berth and she does not lie there.
    pub label_error: f64,
    /// Prior share of looks with a ship, where AIS shows none.
    pub prior_occupied: f64,
    /// How many looks that prior is worth.
    pub prior_occupied_looks: f64,
    /// Prior median of a stay, d.
    pub median_stay_d: f64,
    /// How many visits that prior is worth.
    pub median_stay_visits: f64,
    /// Degrees of freedom of the tails.
    pub tail_degrees: f64,
    /// How many looks the priors of levels and spreads are worth.
    pub prior_looks: f64,
    /// Contrast of the empty berth, co- and cross-polarised, dB.
    pub empty_contrast_db: [f64; 2],
    /// How much that differs between berths, dB.
    pub empty_contrast_sd_db: f64,
    /// Spread of the contrast of an empty berth from look to look, dB.
    pub empty_spread_db: f64,
    /// Power of a ship over that of the water in an average look, co- and cross-polarised, dB.
    pub ship_contrast_db: [f64; 2],
    /// How much that differs between berths, dB.
    pub ship_contrast_sd_db: f64,
    /// Spread of a ship's power from ship to ship, dB.
    pub ship_spread_db: f64,
    /// Bright length of the empty berth, m.
    pub empty_length_m: f64,
    /// Its spread, m.
    pub empty_length_spread_m: f64,
    /// Bright length of a ship, m.
    pub ship_length_m: f64,
    /// Its spread, m.
    pub ship_length_spread_m: f64,
    /// How much the two differ between berths, m.
    pub length_sd_m: f64,
    /// Share of looks at an empty berth with a tug, a lighter, or a crane over the water.
    pub craft_share: f64,
    /// How many looks that prior is worth.
    pub craft_looks: f64,
    /// Power of such a craft over that of the water in an average look, co- and cross-polarised, dB.
    pub craft_contrast_db: [f64; 2],
    /// How much that differs between berths, dB.
    pub craft_contrast_sd_db: f64,
    /// Its spread, dB.
    pub craft_spread_db: f64,
    /// What it adds to the bright length, m.
    pub craft_length_m: f64,
    /// Its spread, m.
    pub craft_length_spread_m: f64,
    /// Share of what a look says that is taken for new: what lies there and how it is seen is alike from look to look.
    pub evidence_weight: f64,
    /// Share of the memory between looks, as exponential stays would have it, that is believed: stays are more alike.
    pub memory_weight: f64,
    /// Correlation of the two bands, given what lies there.
    pub band_correlation: f64,
    /// Correlation of contrast and bright length, given what lies there.
    pub length_correlation: f64,
    /// A berth has changed for good if it stays changed over so many looks of a stack, before and after.
    pub reset_looks: usize,
    /// And over this time, d.
    pub reset_d: f64,
    /// And the change makes all looks this much more likely: natural logarithm of the ratio.
    pub reset_gain: f64,
}

/// A stay at a berth that AIS shows.
#[derive(Clone, Debug, PartialEq)]
pub struct LitVisit {
    /// Name of the berth.
    pub berth: String,
    /// From making fast to leaving.
    pub period: Period,
    /// Length of the ship, m.
    pub length_m: Option<f64>,
    /// The ship.
    pub vessel: RecordId,
}

/// What each look says of its berth, in order of berth, time and scene; a scene looks at a berth once.
///
/// What AIS says teaches what a ship looks like; `p_alone` and `p_occupied` come from the images.
pub fn occupancy(looks: &[BerthLook], visits: &[LitVisit], params: &OccupancyParams) -> Vec<Occupancy> {
    let mut berths: BTreeMap<&str, Vec<&BerthLook>> = BTreeMap::new();
    for look in looks {
        berths.entry(&look.berth).or_default().push(look);
    }
    berths
        .into_iter()
        .flat_map(|(berth, looks)| {
            let visits: Vec<&LitVisit> = visits.iter().filter(|visit| visit.berth == berth).collect();
            let looks = in_order(looks);
            let judged = judge(&looks, &visits, params);
            looks.into_iter().zip(judged).map(|(look, judged)| row(look, judged, params)).collect::<Vec<_>>()
        })
        .collect()
}

/// Looks by time, those without at the end; of a scene that comes twice the first.
fn in_order(mut looks: Vec<&BerthLook>) -> Vec<&BerthLook> {
    looks.sort_by_key(|look| (look.time.is_none(), look.time.map(Period::start), look.scene));
    let mut seen = BTreeSet::new();
    looks.retain(|look| seen.insert(look.scene));
    looks
}

/// What comes out of one look.
struct Judged {
    p_alone: Option<f64>,
    p_occupied: Option<f64>,
    taught_by: (u32, u32),
    /// What speaks for and against.
    reasons: Vec<String>,
}

/// Judges the looks at one berth, in order.
fn judge(looks: &[&BerthLook], visits: &[&LitVisit], params: &OccupancyParams) -> Vec<Judged> {
    let labels = Labels::new(visits, params);
    let features: Vec<Option<Features>> = looks.iter().map(|look| Features::of(look, params)).collect();
    let labelled: Vec<Label> = looks.iter().map(|look| labels.of(look.time)).collect();
    let mut stacks: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, look) in looks.iter().enumerate().filter(|(at, _)| features[*at].is_some()) {
        stacks.entry(&look.stack).or_default().push(at);
    }
    let mut evidence = vec![None; looks.len()];
    let mut taught_by = vec![(0, 0); looks.len()];
    let mut notes = vec![Vec::new(); looks.len()];
    let mut share = fit::ShareOccupied::new(params);
    for members in stacks.values() {
        let parts = reset::parts(members, looks, &features, &labelled, params);
        for (number, (part, model)) in parts.iter().enumerate() {
            share.add(model);
            let lit = part.iter().filter(|at| labelled[**at] == Label::Lit).count();
            let unlit = part.iter().filter(|at| labelled[**at] == Label::Unlit).count();
            for at in part {
                let Some(features) = &features[*at] else { continue };
                evidence[*at] = Some(model.evidence(features, params).weighted(params.evidence_weight));
                taught_by[*at] = (lit as u32, unlit as u32);
                words::of_model(&mut notes[*at], model, features, (lit, number, parts.len()), params);
            }
        }
    }
    let rates = Rates::new(share.value(), visits, params);
    let smooth = chain::smooth(looks, &evidence, visits, rates, params.memory_weight);
    let judged = evidence.iter().zip(smooth).zip(taught_by.into_iter().zip(notes));
    judged
        .zip(looks)
        .map(|(((evidence, p_occupied), (taught_by, mut reasons)), look)| {
            let p_alone = evidence.map(|evidence| rates.alone(evidence));
            words::of_look(&mut reasons, look, (p_alone, p_occupied), params);
            Judged { p_alone, p_occupied, taught_by, reasons }
        })
        .collect()
}

fn row(look: &BerthLook, judged: Judged, params: &OccupancyParams) -> Occupancy {
    let state = match judged.p_occupied.or(judged.p_alone) {
        Some(p) if p >= params.occupied_from_p => OccupancyState::Occupied,
        Some(p) if p <= params.empty_to_p => OccupancyState::Empty,
        _ => OccupancyState::Unknown,
    };
    Occupancy {
        id: RecordId::of(RecordKind::Occupancy, &[Key::Id(look.scene), Key::Text(&look.berth)]),
        scene: look.scene,
        berth: look.berth.clone(),
        time: look.time,
        stack: look.stack.clone(),
        state,
        p_occupied: judged.p_occupied,
        p_alone: judged.p_alone,
        contrast_db: look.contrast_db,
        bright_length_m: look.bright_length_m,
        taught_by: judged.taught_by,
        reasons: judged.reasons,
        parents: vec![look.scene],
    }
}
