//! `associate`: found objects and radios to probabilities that they are one.

mod nearby;
mod views;

use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_analysis::associate::{AssociateParams, associate, not_associated, rows};
use plimsoll_analysis::silence::{Heard, Judge, Listener, SilenceParams};
use plimsoll_case::tables::{TableError, TableRow};
use plimsoll_model::{
    Association, AssociationVerdict, Detection, DetectionKind, Look, Noise, Outage, PositionReport,
    ReceptionSlot, Scene, Track, Vessel,
};
use rayon::prelude::*;
use std::collections::BTreeSet;
use views::Laid;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "associate",
    about: "Found objects and the radios heard about the time to probabilities that they are one.",
    version: 2,
    exhibits: &[],
    reads: &[
        Scene::SPEC,
        Look::SPEC,
        Detection::SPEC,
        PositionReport::SPEC,
        Track::SPEC,
        Noise::SPEC,
        ReceptionSlot::SPEC,
        Outage::SPEC,
        Vessel::SPEC,
    ],
    writes: &[Association::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &["associate", "tracks", "detection", "silence"],
    reviews: false,
    method: "docs/methods/association.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: AssociateParams = inputs.params("associate")?;
    let scenes = inputs.table::<Scene>()?;
    let mut detections = inputs.table::<Detection>()?;
    detections.retain(|d| d.kind == DetectionKind::Ship);
    let mut found = Vec::new();
    let laid = Laid::new(inputs, &scenes, detections, &params, |scene, detection, why| {
        found.push(not_associated(scene, detection, why));
    })?;
    outputs.note("scenes associated", laid.views.len() as u64);
    if !laid.views.is_empty() {
        let (views, traffic) = with_radios(inputs, laid, &params)?;
        let associated = associate(&views, &traffic, &params);
        for (view, belief) in views.iter().zip(&associated.scenes) {
            found.extend(rows(view, belief, &params));
        }
    }
    for row in &mut found {
        row.parents.sort_unstable();
        row.parents.dedup();
    }
    found.sort_by(|a, b| {
        let key = |r: &Association| (r.scene, r.detection, r.mmsi.is_none(), r.mmsi, r.track, r.id);
        key(a).cmp(&key(b))
    });
    for verdict in AssociationVerdict::ALL {
        let objects = found.iter().filter(|r| r.mmsi.is_none() && r.verdict == verdict).count();
        outputs.note(verdict.as_str(), objects as u64);
    }
    outputs.write(&found)
}

/// The views with the radios about them and how well was listened there, and where ships usually are: one pass over each bucket,
/// keeping of each ship and scene the reports next to it in time.
fn with_radios(
    inputs: &Inputs<'_>,
    mut laid: Laid,
    params: &AssociateParams,
) -> Result<(Vec<plimsoll_analysis::associate::View>, plimsoll_analysis::associate::Traffic), UserError> {
    let of_silence: SilenceParams = inputs.params("silence")?;
    let asked = laid.asked(params, &of_silence);
    let hulls =
        nearby::Hulls::new(inputs.table::<Track>()?, inputs.table::<Noise>()?, inputs.params("tracks")?);
    let reports = inputs.reports();
    let parts: Vec<(nearby::Nearby, Heard)> = reports
        .buckets()
        .into_par_iter()
        .map(|bucket| {
            let mut nearby = nearby::Collector::new(&laid.views, &hulls, params);
            let mut listener = Listener::new(&asked, &of_silence, true);
            reports.for_each(bucket, |report| {
                listener.push(report);
                nearby.push(report);
            })?;
            Ok((nearby.finish(), listener.finish()))
        })
        .collect::<Result<_, TableError>>()?;
    let (nearby, heard): (Vec<nearby::Nearby>, Vec<Heard>) = parts.into_iter().unzip();
    inputs.count_in(nearby.iter().map(|n| n.read).sum());
    let mut all = Heard::default();
    heard.into_iter().for_each(|part| all.add(part));
    let outages = inputs.table::<Outage>()?;
    let feeds =
        inputs.table::<ReceptionSlot>()?.into_iter().map(|slot| slot.feed).collect::<BTreeSet<_>>().len();
    laid.receive(&Judge::new(&all, &outages, feeds, &[], &of_silence), params);
    Ok(laid.with(nearby, &inputs.table::<Vessel>()?, params))
}
