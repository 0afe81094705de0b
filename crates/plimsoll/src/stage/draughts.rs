//! `draughts`: what the draughts sent around each visit, and those read from images of the ship, show.

use super::calls::refuse_fault;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::draughts::{DraughtParams, draught_pair_with_images};
use plimsoll_analysis::waterlines::{DraughtFromImageParams, Matched, TimedReading, images_of_visits};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_model::{DraughtPair, PortVisit, Scene, Vessel, WaterlineReading};
use std::collections::BTreeMap;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "draughts",
    about: "The draughts of each port visit, read from images or sent, as intervals, and what they show.",
    version: 2,
    exhibits: &[],
    reads: &[PortVisitRow::SPEC, Vessel::SPEC, Scene::SPEC, WaterlineReading::SPEC],
    writes: &[DraughtPair::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["draughts", "draught-from-image"],
    reviews: false,
    method: "docs/methods/draughts.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: DraughtParams = inputs.params("draughts")?;
    let image_params: DraughtFromImageParams = inputs.params("draught-from-image")?;
    refuse_fault(params.fault().or_else(|| image_params.fault()))?;
    let vessels = inputs.table::<Vessel>()?;
    let visits: Vec<PortVisit> = inputs.table::<PortVisitRow>()?.into_iter().map(|row| row.visit).collect();
    let readings = inputs.table::<WaterlineReading>()?;
    let images = images(&readings, &inputs.table::<Scene>()?, &visits, &vessels, &image_params);
    if !readings.is_empty() {
        outputs.note("visits with draughts from images", images.by_visit.len() as u64);
        outputs.note("draughts from images of no visit", images.unused.len() as u64);
    }
    let vessels: BTreeMap<_, _> = vessels.into_iter().map(|v| (v.id, v)).collect();
    let pairs: Vec<_> = visits
        .iter()
        .filter_map(|visit| {
            let of_visit = images.by_visit.get(&visit.id).cloned().unwrap_or_default();
            Some(draught_pair_with_images(visit, vessels.get(&visit.vessel)?, &of_visit, &params))
        })
        .collect();
    outputs.write(&pairs)
}

/// The readings of each visit, with the times of their scenes.
fn images(
    readings: &[WaterlineReading],
    scenes: &[Scene],
    visits: &[PortVisit],
    vessels: &[Vessel],
    params: &DraughtFromImageParams,
) -> Matched {
    let times: BTreeMap<_, _> = scenes.iter().map(|scene| (scene.id, scene.time)).collect();
    let timed: Vec<_> = readings
        .iter()
        .map(|reading| TimedReading { reading, time: times.get(&reading.scene).copied().flatten() })
        .collect();
    images_of_visits(&timed, visits, vessels, params)
}
