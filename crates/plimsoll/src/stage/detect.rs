//! `detect`: the scenes of the case, what they looked at, what stands out of the sea, what they show at berths.

mod optical;

use super::{CaseFolder, Inputs, Outputs, Stage};
use crate::error::UserError;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::scenes::{self, Found, SceneParams, of_case, photos, rows, stack};
use plimsoll_case::exhibit::{ExhibitEntry, ExhibitKind};
use plimsoll_case::tables::TableRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_imagery::{AreaPoints, BerthParams, Raster};
use plimsoll_model::{Berth, BerthLook, Detection, ExhibitId, Look, Place, Scene};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "detect",
    about: "Ships in radar and optical images, with kind, size and quality; which place each image looked at, also where it saw nothing.",
    version: 4,
    exhibits: &[
        ExhibitKind::Scene,
        ExhibitKind::ScenePart,
        ExhibitKind::Photo,
        ExhibitKind::Coastline,
        ExhibitKind::Piers,
        ExhibitKind::Places,
    ],
    reads: &[PlaceRow::SPEC],
    writes: &[Scene::SPEC, Look::SPEC, Detection::SPEC, BerthLook::SPEC],
    is_bucketed: false,
    rejects: true,
    sections: &[
        "scenes",
        "berth-looks",
        "detection",
        "radar-search",
        "sidelobes",
        "ambiguities",
        "hulls",
        "verdict",
        "ashore",
        "ship-size",
        "land-mask",
        "photos",
        "optical-scenes",
        "optical-detection",
        "ready",
        "self-mask",
    ],
    reviews: true,
    method: "docs/methods/ship-detection.md",
    run,
};

/// Section `[scenes]`.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenesParams {
    min_usable_fraction: f64,
    persistence: stack::StackParams,
}

/// What a case lays over each of its scenes.
struct Laid<'a> {
    case: &'a CaseFolder,
    charted: scenes::Charted,
    berths: Vec<Berth>,
    /// Each with the points at which images are asked about it.
    places: Vec<(Place, AreaPoints)>,
    params: SceneParams,
    optical_params: scenes::optical::OpticalParams,
    berth_params: BerthParams,
    min_usable_fraction: f64,
}

/// What the scenes show.
#[derive(Default)]
struct Shown {
    scenes: Vec<Scene>,
    looks: Vec<Look>,
    detections: Vec<Detection>,
    berth_looks: Vec<BerthLook>,
}

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let (charted, mut rejects) = of_case::charted(inputs.case)?;
    let (berths, bad) = of_case::berths(inputs.case)?;
    rejects.extend(bad);
    let ScenesParams { min_usable_fraction, persistence } = inputs.params("scenes")?;
    let with_points = |row: PlaceRow| {
        let points = row.place.area.as_ref().map_or_else(AreaPoints::none, AreaPoints::of);
        (row.place, points)
    };
    let laid = Laid {
        case: inputs.case,
        charted,
        berths,
        places: inputs.table::<PlaceRow>()?.into_iter().map(with_points).collect(),
        params: SceneParams::of(&inputs.config().params)?,
        optical_params: scenes::optical::OpticalParams::of(&inputs.config().params)?,
        berth_params: inputs.params("berth-looks")?,
        min_usable_fraction,
    };
    let entries: Vec<&ExhibitEntry> = inputs.exhibits().filter(|e| e.kind == ExhibitKind::Scene).collect();
    inputs.count_in(entries.len() as u64);
    let mut shown = laid.show_all(&entries, inputs.progress)?;
    let photo_params = inputs.params("photos")?;
    for entry in inputs.exhibits().filter(|e| e.kind == ExhibitKind::Photo) {
        inputs.count_in(1);
        let (row, camera) = photos::scene(inputs.case, entry, inputs.reviews());
        shown.looks.extend(photos::looks(
            &row,
            camera,
            laid.places.iter().map(|(place, _)| place),
            photo_params,
        ));
        shown.scenes.push(row);
    }
    stack::take_out_fixed(&shown.scenes, &mut shown.detections, &mut shown.looks, &persistence);
    shown.scenes.sort_by(|a, b| (a.time, &a.name, a.id).cmp(&(b.time, &b.name, b.id)));
    shown.looks.sort_by(|a, b| (a.time, &a.place, a.id).cmp(&(b.time, &b.place, b.id)));
    shown.detections.sort_by_key(|d| (d.scene, d.window));
    shown.berth_looks.sort_by(|a, b| (&a.berth, a.time, a.scene).cmp(&(&b.berth, b.time, b.scene)));
    let refused = shown.scenes.iter().filter(|s| s.refusal.is_some()).count();
    outputs.note("scenes", shown.scenes.len() as u64);
    outputs.note("scenes refused", refused as u64);
    outputs.write(&shown.scenes)?;
    outputs.write(&shown.looks)?;
    outputs.write(&shown.detections)?;
    outputs.write(&shown.berth_looks)?;
    outputs.rejects(rejects)
}

/// A scene of more bytes is searched by itself, with all threads: its memory is not needed twice.
const SMALL_BYTES: u64 = 8 << 20;

impl Laid<'_> {
    /// Searches all scenes: small ones side by side, the others one after the other. What they show stands in the order of the
    /// exhibits whatever the number of threads.
    fn show_all(&self, entries: &[&ExhibitEntry], progress: Progress) -> Result<Shown, UserError> {
        let bar = progress.count("searching scenes", entries.len() as u64);
        let one = |entry: &ExhibitEntry| {
            let mut shown = Shown::default();
            self.show(entry, &mut shown)?;
            bar.inc(1);
            Ok::<Shown, UserError>(shown)
        };
        let is_small = |entry: &&&ExhibitEntry| entry.bytes < SMALL_BYTES;
        let small: Vec<&ExhibitEntry> = entries.iter().filter(is_small).copied().collect();
        let mut found: BTreeMap<ExhibitId, Shown> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| !is_small(entry)) {
            progress.line(&format!("searching {}", entry.shown_name()));
            found.insert(entry.id, one(entry)?);
        }
        let searched: Vec<_> =
            small.par_iter().map(|entry| one(entry).map(|shown| (entry.id, shown))).collect();
        for pair in searched {
            let (id, shown) = pair?;
            found.insert(id, shown);
        }
        bar.finish_and_clear();
        let mut all = Shown::default();
        for part in entries.iter().filter_map(|entry| found.remove(&entry.id)) {
            all.scenes.extend(part.scenes);
            all.looks.extend(part.looks);
            all.detections.extend(part.detections);
            all.berth_looks.extend(part.berth_looks);
        }
        Ok(all)
    }

    /// Searches one scene. One that cannot be used is a row with its reason, and a look in vain at each
    /// place, not the end of the run.
    fn show(&self, entry: &ExhibitEntry, shown: &mut Shown) -> Result<(), UserError> {
        let case = self.case;
        let said = of_case::said(case, entry);
        let options = of_case::options(case, entry);
        let id = rows::scene_id(entry.id);
        match scenes::optical_of_case::options(case, entry) {
            Ok(None) => {}
            Ok(Some(options)) => return self.show_optical(entry, &options, shown),
            Err(why) if why.exit == Exit::ExhibitUnreadable => {
                shown.scenes.push(rows::refused(entry.id, entry.shown_name(), &said, &why));
                return Ok(());
            }
            Err(why) => return Err(why),
        }
        let searched = of_case::source(case, entry).and_then(|source| {
            let found = scenes::search(&source, &options, &self.charted, &self.berths, id, &self.params)?;
            Ok((found, source.open(&options)?.raster))
        });
        let (found, mut raster) = match searched {
            Ok(searched) => searched,
            Err(why) => {
                let row = rows::refused(entry.id, entry.shown_name(), &said, &why);
                let look = |(place, _): &(Place, AreaPoints)| rows::refused_look(&row, place, &why.message);
                shown.looks.extend(self.places.iter().filter_map(look));
                shown.scenes.push(row);
                return Ok(());
            }
        };
        let row = rows::scene(&found, entry.id, entry.shown_name(), &said, raster.polarisations());
        self.looks(raster.as_mut(), &found, &row, shown)?;
        shown.detections.extend(found.found.detections);
        shown.scenes.push(row);
        Ok(())
    }

    /// Looks at places and berths.
    fn looks(
        &self,
        raster: &mut dyn Raster,
        found: &Found,
        row: &Scene,
        shown: &mut Shown,
    ) -> Result<(), UserError> {
        for (place, points) in &self.places {
            shown.looks.extend(rows::look(raster, found, row, (place, points), self.min_usable_fraction)?);
        }
        for berth in &self.berths {
            let others: Vec<Berth> = self.berths.iter().filter(|b| b.name != berth.name).cloned().collect();
            shown.berth_looks.extend(rows::berth_look(
                raster,
                found,
                row,
                (berth, &others),
                &self.berth_params,
            )?);
        }
        Ok(())
    }
}
