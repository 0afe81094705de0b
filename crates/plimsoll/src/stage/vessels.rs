//! `vessels`: static reports and claims to ships.

use super::calls::refuse_fault;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::particulars::{self, ParticularParams};
use plimsoll_analysis::vessels::{VesselParams, vessels};
use plimsoll_case::tables::TableRow;
use plimsoll_model::{Claim, ClaimSubject, ImoNumber, StaticReport, Track, Vessel};
use std::collections::BTreeSet;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "vessels",
    about: "Static reports and claims to ships: one hull a row, particulars claimed or inferred.",
    version: 3,
    exhibits: &[],
    reads: &[Track::SPEC, StaticReport::SPEC, Claim::SPEC],
    writes: &[Vessel::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["vessels", "particulars"],
    reviews: false,
    method: "docs/methods/vessels.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: VesselParams = inputs.params("vessels")?;
    let particular_params: ParticularParams = inputs.params("particulars")?;
    refuse_fault(particular_params.fault())?;
    let radios: BTreeSet<_> = inputs.table::<Track>()?.iter().map(|r| r.mmsi).collect();
    let claims = inputs.table::<Claim>()?;
    let fleet = hulls_of_fleet(&claims, &inputs.config().fleet);
    let mut found = vessels(&inputs.table::<StaticReport>()?, &radios, &claims, &fleet, &params);
    let is_claim = |id: &plimsoll_model::RecordId| id.kind() == plimsoll_model::RecordKind::Claim;
    outputs.note("ships", found.len() as u64);
    outputs.note(
        "ships that some register knows",
        found.iter().filter(|v| v.parents.iter().any(is_claim)).count() as u64,
    );
    for vessel in &mut found {
        particulars::complete(vessel, &particular_params);
    }
    outputs.write(&found)
}

/// The hulls that the registers of the case's fleet name.
pub(super) fn hulls_of_fleet(claims: &[Claim], registers: &[String]) -> BTreeSet<ImoNumber> {
    let of_fleet = claims.iter().filter(|c| registers.contains(&c.list));
    of_fleet
        .filter_map(|c| match c.subject {
            ClaimSubject::Imo(imo) => Some(imo),
            ClaimSubject::Mmsi(_) | ClaimSubject::Entry(_) => None,
        })
        .collect()
}
