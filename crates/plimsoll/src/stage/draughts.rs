//! `draughts`: what the draughts sent around each visit show.

use super::calls::refuse_fault;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::draughts::{DraughtParams, draught_pair};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_model::{DraughtPair, Vessel};
use std::collections::BTreeMap;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "draughts",
    about: "The draughts sent around each port visit, as intervals, and what they show.",
    version: 1,
    exhibits: &[],
    reads: &[PortVisitRow::SPEC, Vessel::SPEC],
    writes: &[DraughtPair::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["draughts"],
    reviews: false,
    method: "docs/methods/draughts.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: DraughtParams = inputs.params("draughts")?;
    refuse_fault(params.fault())?;
    let vessels: BTreeMap<_, _> = inputs.table::<Vessel>()?.into_iter().map(|v| (v.id, v)).collect();
    let pairs: Vec<_> = inputs
        .table::<PortVisitRow>()?
        .iter()
        .filter_map(|row| Some(draught_pair(&row.visit, vessels.get(&row.visit.vessel)?, &params)))
        .collect();
    outputs.write(&pairs)
}
