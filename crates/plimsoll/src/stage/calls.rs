//! What the stages `cargoes` and `ledger` both stand on: visits with ship, place and draughts, and their draws.

use super::Inputs;
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_analysis::cargo::{CargoCall, CargoParams, partly_seen};
use plimsoll_analysis::particulars::ParticularParams;
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::TableSpec;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{DraughtPair, RecordId, Review, Vessel};
use std::collections::BTreeMap;

/// The tables that calls are made of.
pub(super) const READS: [TableSpec; 4] =
    [PortVisitRow::SPEC, Vessel::SPEC, PlaceRow::SPEC, DraughtPair::SPEC];

/// The rows that calls are made of.
pub(super) struct Calls {
    visits: Vec<PortVisitRow>,
    vessels: BTreeMap<RecordId, Vessel>,
    places: BTreeMap<String, PlaceRow>,
    draughts: BTreeMap<RecordId, DraughtPair>,
    /// Visits that a person rejected, with the words for it.
    rejected: BTreeMap<RecordId, String>,
    /// Parameters of the cargo.
    pub cargo: CargoParams,
    /// Parameters of the relations from size to particulars.
    pub particulars: ParticularParams,
}

impl Calls {
    /// Reads the tables.
    pub(super) fn read(inputs: &Inputs<'_>) -> Result<Self, UserError> {
        let cargo: CargoParams = inputs.params("cargo")?;
        let particulars: ParticularParams = inputs.params("particulars")?;
        refuse_fault(cargo.fault().or_else(|| particulars.fault()))?;
        Ok(Self {
            visits: inputs.table::<PortVisitRow>()?,
            vessels: inputs.table::<Vessel>()?.into_iter().map(|v| (v.id, v)).collect(),
            places: inputs.table::<PlaceRow>()?.into_iter().map(|p| (p.place.name.clone(), p)).collect(),
            draughts: inputs.table::<DraughtPair>()?.into_iter().map(|d| (d.visit, d)).collect(),
            rejected: rejected(inputs.reviews()),
            cargo,
            particulars,
        })
    }

    /// Why a call is left out, if it is: a person rejected the visit, or only part of it was seen.
    pub(super) fn exclusion(&self, call: &CargoCall<'_>) -> Option<String> {
        self.rejected.get(&call.visit.id).cloned().or_else(|| partly_seen(call, &self.cargo))
    }

    /// The calls in order of their visits' start, each with its row. A visit at a place that the case does not name
    /// cannot be: places come first on the street.
    pub(super) fn calls(&self) -> Vec<(CargoCall<'_>, &PortVisitRow)> {
        self.visits
            .iter()
            .filter_map(|row| {
                let place = &self.places.get(&row.visit.place)?.place;
                let vessel = self.vessels.get(&row.visit.vessel)?;
                let draughts = self.draughts.get(&row.visit.id)?;
                let product = place.product;
                Some((CargoCall { visit: &row.visit, vessel, place, product, draughts }, row))
            })
            .collect()
    }
}

/// Parameters that no draw can be made from.
pub(super) fn refuse_fault(fault: Option<String>) -> Result<(), UserError> {
    let refuse = |fault| {
        UserError::new(Exit::CaseInvalid, format!("case.toml: {fault}"))
            .hint("`plimsoll params` lists the defaults")
    };
    fault.map_or(Ok(()), |fault| Err(refuse(fault)))
}

/// The records whose latest decision is that they are rejected.
fn rejected(reviews: &[Review]) -> BTreeMap<RecordId, String> {
    let latest: BTreeMap<_, _> = reviews.iter().map(|r| (r.record, r)).collect();
    let words = |r: &Review| format!("rejected in review by {}: {}", r.by, r.reason);
    latest.into_iter().filter(|(_, r)| r.decision == "rejected").map(|(id, r)| (id, words(r))).collect()
}
