//! `voyages`: port visits to the legs between them.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::vessels::{VesselIndex, VesselParams};
use plimsoll_analysis::voyages::{VoyageParams, voyages};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_model::{Gap, StaticReport, Voyage};

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "voyages",
    about: "Port visits to the legs between them, with how deep the ship lay and the gaps on the way.",
    version: 1,
    exhibits: &[],
    reads: &[PortVisitRow::SPEC, Gap::SPEC, StaticReport::SPEC],
    writes: &[Voyage::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["vessels", "voyages"],
    reviews: false,
    method: "docs/methods/voyages.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: VoyageParams = inputs.params("voyages")?;
    let vessel_params: VesselParams = inputs.params("vessels")?;
    let index = VesselIndex::new(&inputs.table::<StaticReport>()?, &vessel_params);
    let visits: Vec<_> = inputs.table::<PortVisitRow>()?.into_iter().map(|row| row.visit).collect();
    let mut found = voyages(&visits, &inputs.table::<Gap>()?, &index, &params);
    found.sort_by_key(|v| (v.departure, v.id));
    outputs.write(&found)
}
