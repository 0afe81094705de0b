//! `waterlines`: what the points that people set in images say of ships, and how deep these lie.

use super::calls::refuse_fault;
use super::{Inputs, Outputs, Stage, inputs};
use crate::error::UserError;
use crate::waterlines::{AngleParams, SetRead, of_case, read_set, reading};
use plimsoll_analysis::waterlines::DraughtFromImageParams;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::tables::TableRow;
use plimsoll_imagery::waterline::WaterlineParams;
use plimsoll_imagery::waterline::points::{check_inside, point_sets};
use plimsoll_model::{Measurement, PointSet, RecordId, Reject, Scene, Vessel, WaterlineReading};
use std::collections::BTreeMap;
use std::io::BufReader;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "waterlines",
    about: "What points set in images say of ships: lengths, deck features, freeboards, draughts, or why not.",
    version: 1,
    exhibits: &[ExhibitKind::Points, ExhibitKind::Scene, ExhibitKind::ScenePart, ExhibitKind::Photo],
    reads: &[Scene::SPEC, Vessel::SPEC],
    writes: &[Measurement::SPEC, WaterlineReading::SPEC],
    is_bucketed: false,
    rejects: true,
    sections: &["waterline", "image-angles", "draught-from-image"],
    reviews: false,
    method: "docs/methods/freeboard.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: WaterlineParams = inputs.params("waterline")?;
    let angles: AngleParams = inputs.params("image-angles")?;
    let draught_params: DraughtFromImageParams = inputs.params("draught-from-image")?;
    refuse_fault(draught_params.fault())?;
    let (scenes, vessels) = (inputs.table::<Scene>()?, inputs.table::<Vessel>()?);
    let (sets, mut rejects) = sets(inputs)?;
    let mut of_ships: BTreeMap<(RecordId, String), Vec<SetRead>> = BTreeMap::new();
    for set in &sets {
        inputs.count_in(1);
        match read(inputs, set, (&scenes, &vessels), (&params, angles)) {
            Ok((scene, read)) => of_ships.entry((scene, set.ship.clone())).or_default().push(read),
            Err(why) => rejects.push(Reject::new(set.source, why, set.image.as_bytes())),
        }
    }
    let mut readings = Vec::new();
    for ((scene, ship), reads) in &of_ships {
        let Some(row) = scenes.iter().find(|s| s.id == *scene) else { continue };
        let (_, known) = of_case::hull(inputs.case, ship, row, &vessels);
        readings.extend(reading(*scene, ship, reads, known, &draught_params));
    }
    let mut measurements: Vec<_> = of_ships.into_values().flatten().flat_map(|r| r.measurements).collect();
    measurements.sort_by(|a, b| (a.scene, &a.ship, a.source, a.id).cmp(&(b.scene, &b.ship, b.source, b.id)));
    outputs.note("images of ships read", readings.len() as u64);
    outputs.note("refused", readings.iter().filter(|r| r.draught_m.is_none()).count() as u64);
    outputs.write(&measurements)?;
    outputs.write(&readings)?;
    outputs.rejects(rejects)
}

/// The sets of all files of points.
fn sets(inputs: &Inputs<'_>) -> Result<(Vec<PointSet>, Vec<Reject>), UserError> {
    let (mut sets, mut rejects) = (Vec::new(), Vec::new());
    for entry in inputs.exhibits().filter(|e| e.kind == ExhibitKind::Points) {
        let reader = BufReader::new(inputs.open(entry)?);
        let (found, bad) =
            point_sets(reader, entry.shown_name(), entry.id).map_err(|e| inputs::unreadable(entry, &e))?;
        sets.extend(found);
        rejects.extend(bad);
    }
    Ok((sets, rejects))
}

/// One set, in its image.
fn read(
    inputs: &Inputs<'_>,
    set: &PointSet,
    (scenes, vessels): (&[Scene], &[Vessel]),
    (params, angles): (&WaterlineParams, AngleParams),
) -> Result<(RecordId, SetRead), String> {
    let scene = of_case::scene(inputs.case, scenes, &set.image)?;
    check_inside(set, scene.lines, scene.samples)?;
    let view = of_case::view(inputs.case, scene, set, angles.angle_sd_deg)?;
    let (facts, _) = of_case::hull(inputs.case, &set.ship, scene, vessels);
    Ok((scene.id, read_set(set, scene.id, &view, &facts, params)))
}
