//! Sightings: one ship in one image, whatever was found and measured of her there.
//!
//! Method page: `docs/methods/sightings.md`. A detection at a place of interest is a sighting; what analysts measured on the
//! same ship in the same image joins it and, being finer, goes before it. A measured ship that no detection shows is a
//! sighting of her own: somebody saw her.

mod measured;

use measured::{MeasuredShip, measured_ships};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Detection, DetectionKind, DetectionQuality, Look, Measurement, Mmsi, PixelWindow, RecordId, RecordKind,
    Scene, Sighting, SightingSource, WaterlineReading,
};
use std::collections::BTreeMap;

/// Section `[sightings]`.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SightingParams {
    /// An optical image of pixels up to this size counts as sub-metre, m.
    pub sub_metre_max_spacing_m: f64,
    /// Probability that a detection of high quality is a ship.
    pub p_ship_high: f64,
    /// Probability that a detection of moderate quality is a ship.
    pub p_ship_moderate: f64,
    /// Probability that a detection of low quality is a ship.
    pub p_ship_low: f64,
    /// Two windows of pixels of one ship are at most so far apart, by the length of the longer.
    pub same_ship_gap_share: f64,
}

/// The rows that sightings are made of.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The images.
    pub scenes: &'a [Scene],
    /// The looks that they are.
    pub looks: &'a [Look],
    /// What was found in them.
    pub detections: &'a [Detection],
    /// What was measured on them.
    pub measurements: &'a [Measurement],
    /// How deep ships lie in them.
    pub readings: &'a [WaterlineReading],
    /// Which radios fit which detections.
    pub fits: &'a [Fit],
}

/// A radio that a detection may be, or that it is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The association that says so.
    pub association: RecordId,
    /// The detection.
    pub detection: RecordId,
    /// The radio; `None`: none of them.
    pub mmsi: Option<Mmsi>,
    /// Probability.
    pub p: f64,
}

/// Every sighting, in order of time. Images without a time, or with only a day, give none: they can be looked at, not joined.
pub fn sightings(seen: &Seen<'_>, params: &SightingParams) -> Vec<Sighting> {
    let scenes: BTreeMap<RecordId, &Scene> = seen.scenes.iter().map(|s| (s.id, s)).collect();
    let detections: BTreeMap<RecordId, &Detection> = seen.detections.iter().map(|d| (d.id, d)).collect();
    let mut ships = measured_ships(seen.measurements, seen.readings);
    let mut found = Vec::new();
    for look in seen.looks {
        let Some(scene) = scenes.get(&look.scene).copied() else { continue };
        let here = look.parents.iter().filter_map(|id| detections.get(id).copied());
        for detection in here.filter(|d| d.kind == DetectionKind::Ship) {
            let own = ships
                .iter()
                .position(|s| s.scene == scene.id && is_same(&s.window, &detection.window, params))
                .map(|at| ships.remove(at));
            found.extend(of_detection(scene, look, detection, own.as_ref(), seen, params));
        }
    }
    for ship in &ships {
        let Some(scene) = scenes.get(&ship.scene).copied() else { continue };
        let look = seen.looks.iter().find(|l| l.scene == scene.id && is_at(l, scene));
        found.extend(of_ship(scene, look, ship, params));
    }
    found.sort_by_key(|s| (s.time, s.id));
    found
}

/// What kind of eye took a scene; `None`: nothing that shows ships.
pub fn source_of(scene: &Scene, params: &SightingParams) -> SightingSource {
    let spacing = scene.line_spacing_m.zip(scene.sample_spacing_m).map(|(a, b)| a.max(b));
    match scene.form.as_str() {
        "photo" => SightingSource::Photograph,
        "optical" if spacing.is_some_and(|m| m <= params.sub_metre_max_spacing_m) => SightingSource::SubMetre,
        "optical" => SightingSource::Optical,
        _ => SightingSource::Radar,
    }
}

/// The middle of a scene's time; `None` where only a day is known.
fn time_of(scene: &Scene) -> Option<jiff::Timestamp> {
    let period = scene.time?;
    let length = period.duration();
    let is_a_moment = length <= jiff::SignedDuration::from_hours(1);
    is_a_moment.then(|| period.start() + length / 2)
}

/// True if a look puts what its image shows at the place: the image is of the place, or a photograph taken beside it.
fn is_at(look: &Look, scene: &Scene) -> bool {
    look.covered_fraction > 0.0 || scene.form == "photo"
}

/// True if two windows of one image touch, or nearly.
fn is_same(a: &PixelWindow, b: &PixelWindow, params: &SightingParams) -> bool {
    let longest = [a.lines, a.samples, b.lines, b.samples].into_iter().max().unwrap_or(0);
    let gap = params.same_ship_gap_share * f64::from(longest);
    let apart = |a0: u32, an: u32, b0: u32, bn: u32| {
        let (a0, an, b0, bn) = (f64::from(a0), f64::from(an), f64::from(b0), f64::from(bn));
        (b0 - (a0 + an)).max(a0 - (b0 + bn))
    };
    apart(a.line, a.lines, b.line, b.lines) <= gap && apart(a.sample, a.samples, b.sample, b.samples) <= gap
}

fn of_detection(
    scene: &Scene,
    look: &Look,
    detection: &Detection,
    ship: Option<&MeasuredShip>,
    seen: &Seen<'_>,
    params: &SightingParams,
) -> Option<Sighting> {
    let id = RecordId::of(RecordKind::Sighting, &[Key::Id(detection.id), Key::Text(&look.place)]);
    let p_found = match detection.quality {
        DetectionQuality::High => params.p_ship_high,
        DetectionQuality::Moderate => params.p_ship_moderate,
        DetectionQuality::Low => params.p_ship_low,
    };
    let (lit, p_lit) = lit(detection.id, seen.fits);
    let mut basis = vec![format!("detection of {} quality", detection.quality.as_str())];
    let mut parents = vec![look.id, detection.id];
    parents.extend(lit.map(|a| a.association));
    let mut sighting = Sighting {
        id,
        source: source_of(scene, params),
        place: Some(look.place.clone()),
        time: time_of(scene)?,
        look: Some(look.id),
        position: detection.position,
        length_m: detection.length_m,
        beam_m: detection.beam_m,
        superstructure_share: None,
        name_read: None,
        analyst: None,
        draught_m: None,
        p_ship: p_found,
        mmsi: lit.and_then(|a| a.mmsi),
        p_lit,
        basis: String::new(),
        parents: Vec::new(),
    };
    if let Some(ship) = ship {
        ship.join(&mut sighting, &mut basis, &mut parents);
        sighting.p_ship = sighting.p_ship.max(params.p_ship_high);
    }
    Some(finished(sighting, basis, parents))
}

fn of_ship(
    scene: &Scene,
    look: Option<&Look>,
    ship: &MeasuredShip,
    params: &SightingParams,
) -> Option<Sighting> {
    let id = RecordId::of(RecordKind::Sighting, &[Key::Id(scene.id), Key::Text(&ship.label)]);
    let source = source_of(scene, params);
    let mut basis = vec![format!("{} without a detection", source.as_str())];
    let mut parents = vec![scene.id];
    parents.extend(look.map(|l| l.id));
    let mut sighting = Sighting {
        id,
        source,
        place: look.map(|l| l.place.clone()),
        time: time_of(scene)?,
        // A photograph is taken because there is a ship: that none was taken says nothing.
        look: look.filter(|_| source != SightingSource::Photograph).map(|l| l.id),
        position: scene.footprint.first().copied(),
        length_m: None,
        beam_m: None,
        superstructure_share: None,
        name_read: None,
        analyst: None,
        draught_m: None,
        p_ship: params.p_ship_high,
        mmsi: None,
        p_lit: 0.0,
        basis: String::new(),
        parents: Vec::new(),
    };
    ship.join(&mut sighting, &mut basis, &mut parents);
    Some(finished(sighting, basis, parents))
}

fn finished(mut sighting: Sighting, basis: Vec<String>, mut parents: Vec<RecordId>) -> Sighting {
    parents.sort_unstable();
    parents.dedup();
    sighting.basis = basis.join("; ");
    sighting.parents = parents;
    sighting
}

/// The radio that fits a detection best, and the probability that some radio does.
fn lit(detection: RecordId, fits: &[Fit]) -> (Option<&Fit>, f64) {
    let of_it = || fits.iter().filter(|a| a.detection == detection);
    let best = of_it()
        .filter(|a| a.mmsi.is_some())
        .max_by(|a, b| a.p.total_cmp(&b.p).then(b.association.cmp(&a.association)));
    let p_unmatched = of_it().find(|a| a.mmsi.is_none()).map_or(1.0, |a| a.p);
    (best, (1.0 - p_unmatched).clamp(0.0, 1.0))
}
