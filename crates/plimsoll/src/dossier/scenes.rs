//! What images show: the scenes, where they looked, what was found, with chips.

use crate::error::UserError;
use crate::scene_pixels::ScenePixels;
use crate::stage::CaseFolder;
use plimsoll_case::exhibit::{self, ExhibitEntry};
use plimsoll_case::store::Store;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{
    Detection, DetectionKind, DetectionQuality, Look, Occupancy, PortCall, RecordId, RecordKind, Scene,
    Sighting,
};
use plimsoll_report::{
    ChipEntry, DetectionEntry, EffortEntry, MapPosition, OccupancyEntry, SceneEntry, ScenesEntry,
};
use std::collections::BTreeMap;

/// The most chips that are cut beside those of calls; the page shows no more.
const MOST_CHIPS: usize = 40;
/// The most chips of one call of a season.
const CHIPS_A_CALL: usize = 2;
/// The most chips of all calls.
const MOST_OF_CALLS: usize = 100;

/// Everything about images.
pub(super) fn scenes(case: &CaseFolder, store: &Store) -> Result<ScenesEntry, UserError> {
    let scenes = store.read::<Scene>()?;
    if scenes.is_empty() {
        return Ok(ScenesEntry::default());
    }
    let places = store.read::<PlaceRow>()?;
    let found = store.read::<Detection>()?;
    let detections: Vec<_> =
        found.into_iter().map(|d| DetectionEntry { places: places_of(&d, &places), detection: d }).collect();
    Ok(ScenesEntry {
        chips: chips(case, &scenes, &detections, &of_calls(store)?),
        effort: store.read::<Look>()?.into_iter().map(|look| EffortEntry { look }).collect(),
        occupancy: store
            .read::<Occupancy>()?
            .into_iter()
            .map(|occupancy| OccupancyEntry { occupancy })
            .collect(),
        scenes: scenes.into_iter().map(|scene| entry(case, scene)).collect(),
        detections,
    })
}

/// Ships seen in images, for the map.
pub(super) fn positions(scenes: &ScenesEntry) -> Vec<MapPosition> {
    let ships = scenes.detections.iter().map(|e| &e.detection).filter(|d| d.kind == DetectionKind::Ship);
    ships
        .filter_map(|d| Some(MapPosition { record: d.id, position: d.position?, label: String::new() }))
        .collect()
}

/// The places in which a detection lies.
fn places_of(detection: &Detection, places: &[PlaceRow]) -> Vec<String> {
    let Some(position) = detection.position else { return vec![] };
    let holds = |row: &&PlaceRow| row.place.area.as_ref().is_some_and(|area| area.contains(position));
    places.iter().filter(holds).map(|row| row.place.name.clone()).collect()
}

fn entry(case: &CaseFolder, scene: Scene) -> SceneEntry {
    let exhibit = case.exhibits.iter().find(|e| e.id == scene.exhibit);
    let credit = exhibit.map(|e| credit(case, e)).unwrap_or_default();
    SceneEntry {
        exhibit: exhibit.map(|e| e.path.clone()).unwrap_or_default(),
        sha256: exhibit.map(|e| e.sha256.clone()).unwrap_or_default(),
        credit,
        scene,
    }
}

/// Licence, author and credit: what `case.toml` says of the image, else the licence with which its exhibit was added.
pub(super) fn credit(case: &CaseFolder, entry: &ExhibitEntry) -> String {
    let is_of = |name: &str| exhibit::find(&case.exhibits, name).is_ok_and(|e| e.id == entry.id);
    let scene = case.config.scenes.iter().find(|s| is_of(&s.exhibit));
    let photo = case.config.photos.iter().find(|p| is_of(&p.exhibit));
    let licence = scene.and_then(|s| s.licence.clone()).or_else(|| photo.and_then(|p| p.licence.clone()));
    let author = photo.and_then(|p| p.author.clone());
    let credit = scene.and_then(|s| s.credit.clone()).or_else(|| photo.and_then(|p| p.credit.clone()));
    let licence = licence.or_else(|| entry.licence.clone());
    licence.into_iter().chain(author).chain(credit).collect::<Vec<_>>().join("; ")
}

/// The detections that calls of a season stand on: the first of each call, then the second, and so on.
fn of_calls(store: &Store) -> Result<Vec<RecordId>, UserError> {
    let sightings: BTreeMap<RecordId, Sighting> =
        store.read::<Sighting>()?.into_iter().map(|s| (s.id, s)).collect();
    let detected = |call: PortCall| -> Vec<RecordId> {
        let parents = call.parents.iter().filter_map(|p| sightings.get(p)).flat_map(|s| &s.parents);
        parents.filter(|p| p.kind() == RecordKind::Detection).copied().collect()
    };
    let calls: Vec<Vec<RecordId>> = store.read::<PortCall>()?.into_iter().map(detected).collect();
    let in_turn = (0..CHIPS_A_CALL).flat_map(|n| calls.iter().filter_map(move |call| call.get(n).copied()));
    Ok(in_turn.take(MOST_OF_CALLS).collect())
}

/// Chips of ships: those of calls first, then those in places of the case, then the better ones, then the longer.
fn chips(
    case: &CaseFolder,
    scenes: &[Scene],
    detections: &[DetectionEntry],
    of_calls: &[RecordId],
) -> Vec<ChipEntry> {
    let exhibits: BTreeMap<RecordId, &ExhibitEntry> = scenes
        .iter()
        .filter_map(|s| Some((s.id, case.exhibits.iter().find(|e| e.id == s.exhibit)?)))
        .collect();
    let mut ships: Vec<&DetectionEntry> =
        detections.iter().filter(|e| e.detection.kind == DetectionKind::Ship).collect();
    let length = |e: &DetectionEntry| e.detection.length_m.map_or(0.0, |l| l.mid());
    ships.sort_by(|a, b| {
        let turn = |e: &DetectionEntry| of_calls.iter().position(|id| *id == e.detection.id);
        let order = |e: &DetectionEntry| {
            let turn = turn(e);
            (turn.is_none(), turn, e.places.is_empty(), rank(e.detection.quality))
        };
        order(a)
            .cmp(&order(b))
            .then(length(b).total_cmp(&length(a)))
            .then(a.detection.id.cmp(&b.detection.id))
    });
    let mut pixels = ScenePixels::of(case);
    ships
        .iter()
        .take(MOST_CHIPS + of_calls.len())
        .filter_map(|e| chip(&mut pixels, exhibits.get(&e.detection.scene)?, &e.detection))
        .collect()
}

const fn rank(quality: DetectionQuality) -> u8 {
    match quality {
        DetectionQuality::High => 0,
        DetectionQuality::Moderate => 1,
        DetectionQuality::Low => 2,
    }
}

fn chip(scenes: &mut ScenePixels<'_>, exhibit: &ExhibitEntry, detection: &Detection) -> Option<ChipEntry> {
    let pixels = scenes.window(exhibit, detection.window)?;
    let centre = (
        detection.line - f64::from(pixels.window.line) + 0.5,
        detection.sample - f64::from(pixels.window.sample) + 0.5,
    );
    Some(ChipEntry {
        detection: detection.id,
        png: pixels.png,
        original: pixels.original,
        values: pixels.values,
        width: pixels.window.samples,
        height: pixels.window.lines,
        metres_per_pixel: pixels.metres_per_pixel,
        north_deg: pixels.north_deg,
        centre,
        stretch: pixels.stretch,
    })
}
