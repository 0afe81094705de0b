//! `gaps`: position reports to silences.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::gaps::{GapParams, gaps};
use plimsoll_case::tables::TableRow;
use plimsoll_model::{Gap, PositionReport};

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "gaps",
    about: "Position reports to silences of one MMSI. A gap is not dark.",
    version: 1,
    exhibits: &[],
    reads: &[PositionReport::SPEC],
    writes: &[Gap::SPEC],
    rejects: false,
    sections: &["gaps"],
    reviews: false,
    method: "docs/methods/gaps.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: GapParams = inputs.params("gaps")?;
    let mut reports = inputs.table::<PositionReport>()?;
    reports.sort_by_key(|r| (r.mmsi, r.time, r.source));
    let found: Vec<_> =
        reports.chunk_by(|a, b| a.mmsi == b.mmsi).flat_map(|of_one| gaps(of_one, &params)).collect();
    outputs.write(&found)
}
