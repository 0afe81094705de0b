//! `findings`: estimates to sentences.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::findings::{Facts, findings};
use plimsoll_case::tables::estimates::CargoRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::{TableRow, TableSpec};
use plimsoll_model::{
    Cap, Crossing, DraughtPair, Finding, LedgerLine, Listing, Look, ReceptionSlot, ReportedVolume,
    Sensitivity,
};

const READS: [TableSpec; 11] = [
    ReceptionSlot::SPEC,
    PortVisitRow::SPEC,
    DraughtPair::SPEC,
    CargoRow::SPEC,
    Cap::SPEC,
    LedgerLine::SPEC,
    Crossing::SPEC,
    Sensitivity::SPEC,
    ReportedVolume::SPEC,
    Listing::SPEC,
    Look::SPEC,
];

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "findings",
    about: "Visits, cargoes and the ledger to sentences with numbers, each standing on records.",
    version: 3,
    exhibits: &[],
    reads: &READS,
    writes: &[Finding::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &[],
    reviews: false,
    method: "docs/methods/findings.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let visits: Vec<_> = inputs.table::<PortVisitRow>()?.into_iter().map(|row| row.visit).collect();
    let cargoes: Vec<_> = inputs.table::<CargoRow>()?.into_iter().map(|row| row.cargo).collect();
    let found = findings(&Facts {
        reception: &inputs.table::<ReceptionSlot>()?,
        case: inputs.config().period,
        visits: &visits,
        draughts: &inputs.table::<DraughtPair>()?,
        cargoes: &cargoes,
        caps: &inputs.table::<Cap>()?,
        ledger: &inputs.table::<LedgerLine>()?,
        crossings: &inputs.table::<Crossing>()?,
        sensitivities: &inputs.table::<Sensitivity>()?,
        reported: &inputs.table::<ReportedVolume>()?,
        listings: &inputs.table::<Listing>()?,
        looks: &inputs.table::<Look>()?,
    });
    outputs.write(&found)
}
