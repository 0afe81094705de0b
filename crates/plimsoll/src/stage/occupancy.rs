//! `occupancy`: whether a ship lay at a berth, look by look.

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::occupancy::{LitVisit, occupancy};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_model::{BerthLook, Detection, DetectionKind, Occupancy, Period, Vessel};
use std::collections::BTreeMap;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "occupancy",
    about: "Whether a ship lay at a berth, look by look, taught by the visitors that AIS shows.",
    version: 1,
    exhibits: &[],
    reads: &[BerthLook::SPEC, Detection::SPEC, PortVisitRow::SPEC, Vessel::SPEC],
    writes: &[Occupancy::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["occupancy"],
    reviews: false,
    method: "docs/methods/occupancy.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let looks = inputs.table::<BerthLook>()?;
    let vessels = inputs.table::<Vessel>()?;
    let lengths: BTreeMap<_, _> =
        vessels.iter().filter_map(|v| Some((v.id, v.length_overall_m.as_ref()?.estimate.mid()))).collect();
    let visits = inputs.table::<PortVisitRow>()?;
    let lit: Vec<LitVisit> = visits
        .iter()
        .filter(|row| looks.iter().any(|look| look.berth == row.visit.place))
        .filter_map(|row| {
            Some(LitVisit {
                berth: row.visit.place.clone(),
                period: Period::new(row.visit.start, row.visit.end).ok()?,
                length_m: lengths.get(&row.visit.vessel).copied(),
                vessel: row.visit.vessel,
            })
        })
        .collect();
    let mut found = occupancy(&looks, &lit, &inputs.params("occupancy")?);
    let detections = inputs.table::<Detection>()?;
    for row in &mut found {
        let here = detections.iter().filter(|d| {
            d.scene == row.scene && d.kind == DetectionKind::Ship && d.berth.as_ref() == Some(&row.berth)
        });
        row.parents.extend(here.map(|d| d.id));
        row.parents.sort_unstable();
        row.parents.dedup();
    }
    found.sort_by(|a, b| (&a.berth, a.time, a.id).cmp(&(&b.berth, b.time, b.id)));
    outputs.write(&found)
}
