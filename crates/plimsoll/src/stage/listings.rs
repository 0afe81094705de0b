//! `listings`: ships that called against the lists, and what a measure meant on the day of each call.

use super::vessels::hulls_of_fleet;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::listings::{Records, listings};
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_case::tables::{TableRow, TableSpec};
use plimsoll_model::{Claim, Designation, ListEntry, ListMatch, ListVersion, Listing, RecordId, Vessel};
use plimsoll_registry::screen::{Roll, list_matches};
use std::collections::BTreeSet;

const READS: [TableSpec; 7] = [
    Claim::SPEC,
    ListVersion::SPEC,
    ListEntry::SPEC,
    Designation::SPEC,
    PlaceRow::SPEC,
    Vessel::SPEC,
    PortVisitRow::SPEC,
];

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "listings",
    about: "Ships that called against the lists: who is listed, by what it is known, and which measure bound whom on the day.",
    version: 2,
    exhibits: &[],
    reads: &READS,
    writes: &[ListMatch::SPEC, Listing::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["screening", "names"],
    reviews: true,
    method: "docs/methods/listings.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let entries = inputs.table::<ListEntry>()?;
    let mut claims = inputs.table::<Claim>()?;
    let visits: Vec<_> = inputs.table::<PortVisitRow>()?.into_iter().map(|row| row.visit).collect();
    let callers: BTreeSet<RecordId> = visits.iter().map(|v| v.vessel).collect();
    let mut vessels = inputs.table::<Vessel>()?;
    let fleet = hulls_of_fleet(&claims, &inputs.config().fleet);
    let is_of_fleet = |v: &Vessel| v.imo_number.is_some_and(|imo| fleet.contains(&imo));
    vessels.retain(|v| callers.contains(&v.id) || is_of_fleet(v));
    let flags: Vec<Claim> = claims.iter().filter(|c| c.property == "flag").cloned().collect();
    claims.retain(|c| c.entry.is_some());
    let roll = Roll::new(&entries, &claims);
    let matches = list_matches(
        &vessels,
        &roll,
        inputs.reviews(),
        &inputs.params("screening")?,
        &inputs.params("names")?,
    );
    let places: Vec<_> = inputs.table::<PlaceRow>()?.into_iter().map(|row| row.place).collect();
    let found = listings(&Records {
        visits: &visits,
        vessels: &vessels,
        places: &places,
        matches: &matches,
        versions: &inputs.table::<ListVersion>()?,
        entries: &entries,
        designations: &inputs.table::<Designation>()?,
        claims: &flags,
    });
    outputs.note("ships that called", vessels.len() as u64);
    outputs.write(&matches)?;
    outputs.write(&found)
}
