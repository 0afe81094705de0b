//! What a port visit put on board, in tonnes and in barrels, with its error.
//!
//! `cargo = displacement(departure) - lightship - consumables - residual ballast - what was on board on arrival`.
//! Where no draught shows it: the probability that she loaded, and a prior for how full. `docs/methods/cargo.md`.

mod call;
mod ship;

pub use call::{CallDraws, call_draws};
pub use ship::ShipDraws;

use crate::draws::{Prior, interval, number, whole_number};
use crate::oil::{self, ByProduct, Densities};
use crate::shared::Shared;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Cargo, DraughtPair, DraughtReading, DraughtSource, Place, PortVisit, Product, RecordId, RecordKind,
    TerminalRole, Vessel, VesselKind, VisitEvidence,
};
use serde::{Deserialize, Serialize};

/// Priors of the barrel estimate. Shares are of deadweight unless said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CargoParams {
    /// How many draws.
    pub draws: usize,
    /// Densities of the products at 15 C, t/m3.
    pub density_t_per_m3: Densities,
    /// Weights of the products where nobody names one.
    pub mix_weight: ByProduct<f64>,
    /// Temperature of the cargo when loaded, C.
    pub loading_temperature_c: Prior,
    /// Density of the water at the terminals, t/m3.
    pub water_density_t_per_m3: Prior,
    /// Ballast on board of an empty ship, at most.
    pub ballast_share: Prior,
    /// Share of the ships that come to load with cargo on board.
    pub part_laden_share: f64,
    /// Bunkers, water and stores: the least.
    pub consumables_share_min: f64,
    /// Bunkers, water and stores: the most.
    pub consumables_share_max: f64,
    /// Ballast that stays in the tanks of a laden ship: the most.
    pub residual_ballast_share_max: f64,
    /// Mean fill by what the ship can take.
    pub fill_mean_share: Prior,
    /// How much a call's fill differs from the mean, one standard deviation.
    pub fill_spread_share: f64,
    /// Probability that a ship at a loading terminal loads, the same for all calls of a draw.
    pub p_loaded: Prior,
    /// Probability that a loading leaves the draught sent unchanged.
    pub unshown_share: Prior,
    /// Probability that a call without loading leaves it unchanged.
    pub unshown_if_not_loaded: f64,
    /// Share of changed draughts that do not tell the cargo.
    pub stale_share: Prior,
    /// A visit seen by positions whose draughts show no loading is only assumed to have loaded if its confidence is at
    /// least this, on the scale of 1 to 4.
    pub unread_min_confidence: u8,
}

impl CargoParams {
    /// What is wrong with them, by the first key at fault; `None` if nothing is.
    pub fn fault(&self) -> Option<String> {
        let liquids = oil::LIQUIDS.iter();
        let densities = liquids.clone().filter_map(|p| Some((p, self.density_t_per_m3.of(*p)?)));
        let weights = liquids.filter_map(|p| Some((p, self.mix_weight.of(*p)?)));
        let mut faults = vec![
            whole_number("cargo.draws", self.draws, 1_000_000),
            self.loading_temperature_c.fault("cargo.loading_temperature_c", -18.0, 60.0),
            self.water_density_t_per_m3.fault("cargo.water_density_t_per_m3", 0.99, 1.05),
        ];
        faults.extend(densities.map(|(p, d)| d.fault(&format!("cargo.density_t_per_m3.{p}"), 0.653, 1.075)));
        faults.extend(weights.map(|(p, w)| number(&format!("cargo.mix_weight.{p}"), w, 0.0, 1e6)));
        let total: f64 = oil::LIQUIDS.iter().filter_map(|p| self.mix_weight.of(*p)).sum();
        faults.push((total <= 0.0).then(|| "cargo.mix_weight: expected at least one above 0".to_owned()));
        for (key, prior) in [
            ("cargo.ballast_share", self.ballast_share),
            ("cargo.fill_mean_share", self.fill_mean_share),
            ("cargo.p_loaded", self.p_loaded),
            ("cargo.unshown_share", self.unshown_share),
            ("cargo.stale_share", self.stale_share),
        ] {
            faults.push(prior.fault(key, 0.0, 1.0));
        }
        for (key, share) in [
            ("cargo.part_laden_share", self.part_laden_share),
            ("cargo.consumables_share_min", self.consumables_share_min),
            ("cargo.consumables_share_max", self.consumables_share_max),
            ("cargo.residual_ballast_share_max", self.residual_ballast_share_max),
            ("cargo.fill_spread_share", self.fill_spread_share),
            ("cargo.unshown_if_not_loaded", self.unshown_if_not_loaded),
        ] {
            faults.push(number(key, share, 0.0, 1.0));
        }
        faults.into_iter().flatten().next()
    }
}

/// What a cargo is estimated from.
#[derive(Clone, Copy, Debug)]
pub struct CargoCall<'a> {
    /// The port visit.
    pub visit: &'a PortVisit,
    /// The ship.
    pub vessel: &'a Vessel,
    /// The place.
    pub place: &'a Place,
    /// What it is taken to be: the place's product, else the case's; `None`: the mix.
    pub product: Option<Product>,
    /// The draughts of the visit.
    pub draughts: &'a DraughtPair,
}

/// Why a call is not counted, if it is not.
pub fn not_counted(call: &CargoCall<'_>) -> Option<String> {
    use DraughtReading::{Discharge, Loading};
    let reading = call.draughts.reading;
    let reason = match (call.vessel.kind, call.place.role) {
        (VesselKind::GasCarrier, _) => "a gas carrier: liquefied gas is not oil",
        _ if call.product.is_some_and(Product::is_gas) => "liquefied gas is not oil",
        (VesselKind::Other, _) => "not a tanker by the type it sends or is listed under",
        (_, TerminalRole::Discharge) => "a place of discharge: cargo counts where it is loaded",
        (_, TerminalRole::Loading) if reading == Discharge => "she left higher than she came: a discharge",
        (_, TerminalRole::Both) if reading != Loading => {
            "ships load and discharge here, and no draught shows a loading"
        }
        _ if has_no_particulars(call.vessel) => "no particulars: neither deadweight nor length is known",
        _ => return None,
    };
    Some(reason.to_owned())
}

/// Why a call is not assumed to have loaded, if it is not: positions saw only part of the stay, such as a ship passing or
/// the edge of a log, and no draught shows a loading. Listings say nothing of entry and exit; they are not judged by it.
pub fn partly_seen(call: &CargoCall<'_>, params: &CargoParams) -> Option<String> {
    let visit = call.visit;
    let is_part =
        visit.evidence == VisitEvidence::Positions && visit.confidence.value() < params.unread_min_confidence;
    (is_part && call.draughts.reading != DraughtReading::Loading)
        .then(|| "only part of the stay was seen, and no draught shows a loading".to_owned())
}

fn has_no_particulars(vessel: &Vessel) -> bool {
    vessel.deadweight_t.is_none() && vessel.length_overall_m.is_none()
}

/// Bayes: probability of a loading, given that the draught sent did not change.
pub fn p_loaded_given(prior: f64, unshown_if_loaded: f64, unshown_if_not: f64) -> f64 {
    let loaded = prior * unshown_if_loaded;
    let not = (1.0 - prior) * unshown_if_not;
    if loaded + not > 0.0 { loaded / (loaded + not) } else { prior }
}

/// The row of a call. `draws` are those of [`call_draws`], `None` where the call is not counted.
pub fn cargo(call: &CargoCall<'_>, draws: Option<&CallDraws>, shared: &Shared) -> Cargo {
    let tonnes = draws.and_then(|d| interval(&mut d.cargo_t.clone()));
    let barrels = draws.zip(shared.oil(call.product)).and_then(|(draws, oil)| {
        let mut barrels: Vec<f64> = draws.cargo_t.iter().zip(&oil.bbl_per_t).map(|(t, f)| t * f).collect();
        interval(&mut barrels)
    });
    let factor = oil::committee_bbl_per_t(call.product);
    let is_documented = draws.is_some() && call.draughts.reading == DraughtReading::Loading;
    Cargo {
        id: RecordId::of(RecordKind::Cargo, &[Key::Id(call.visit.id)]),
        visit: call.visit.id,
        vessel: call.vessel.id,
        place: call.place.name.clone(),
        time: call.visit.end,
        product: call.product,
        cargo_t: tonnes,
        volume_bbl: barrels,
        volume_committee_bbl: tonnes.and_then(|t| t.map(|t| t * factor)),
        is_documented,
        p_loaded: draws.map(|d| d.p_loaded),
        not_counted: not_counted(call),
        basis: basis(call, draws),
        parents: vec![call.visit.id, call.vessel.id, call.draughts.id],
    }
}

fn basis(call: &CargoCall<'_>, draws: Option<&CallDraws>) -> String {
    let Some(draws) = draws else { return call.draughts.basis.clone() };
    let particulars =
        call.vessel.deadweight_t.as_ref().map_or("deadweight from size relations".to_owned(), |dwt| {
            let how = if dwt.is_inferred { "inferred" } else { "as listed" };
            format!("deadweight {} t {how}", oil::grouped(dwt.estimate.mid()))
        });
    let is_by_image = call.draughts.departure_source == Some(DraughtSource::Image);
    let reading = match call.draughts.reading {
        _ if is_by_image => {
            format!(
                "departure by image, weighed with ballast and change and with the prior for fill; probability of a loading {:.2}",
                draws.p_loaded
            )
        }
        DraughtReading::Loading => "the draughts show a loading; weighed with the prior for fill".to_owned(),
        DraughtReading::Unchanged => {
            format!(
                "the draughts do not show it; probability of a loading {:.2}, fill by prior",
                draws.p_loaded
            )
        }
        _ => format!("no draughts to tell; probability of a loading {:.2}, fill by prior", draws.p_loaded),
    };
    format!("{}; {reading}; {particulars}", call.draughts.basis)
}
