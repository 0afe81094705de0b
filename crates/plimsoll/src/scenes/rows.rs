//! From a searched scene to the rows of the case.

use super::Found;
use crate::error::UserError;
use plimsoll_imagery::safe::look_direction_deg;
use plimsoll_imagery::{
    AreaPoints, BerthParams, BerthScene, Coverage, Raster, SceneFacts, coverage, stack_name,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Berth, BerthLook, DetectionKind, ExhibitId, Look, Period, Place, Polarisation, RecordId, RecordKind,
    Scene,
};

/// Which record a scene is: the exhibit that holds its pixels, or that names them.
pub fn scene_id(exhibit: ExhibitId) -> RecordId {
    RecordId::of(RecordKind::Scene, &[Key::Id(exhibit)])
}

/// What the case says of a scene, where the file does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// When it was taken, and where that comes from.
    pub time: Option<(Period, String)>,
    /// Which satellite or instrument.
    pub sensor: Option<String>,
}

/// The row of a scene that was searched.
pub fn scene(found: &Found, exhibit: ExhibitId, name: &str, said: &Said, bands: &[Polarisation]) -> Scene {
    let pixels = f64::from(found.size.0) * f64::from(found.size.1);
    let mut row = bare(exhibit, name, said);
    apply(&mut row, &found.facts, said);
    row.lines = found.size.0.into();
    row.samples = found.size.1.into();
    row.line_spacing_m = Some(found.geometry.line_spacing_m);
    row.sample_spacing_m = Some(found.geometry.sample_spacing_m);
    row.polarisations = bands.to_vec();
    row.pass = found.facts.pass.or(found.geometry.pass);
    let searched = found.found.totals.searched_px as f64;
    row.searched_fraction = Some((searched / pixels).min(1.0));
    row.searched_km2 = Some(found.searched_km2());
    row.expected_false = Some(found.found.totals.expected_false);
    row
}

/// The row of a scene that cannot be used.
pub fn refused(exhibit: ExhibitId, name: &str, said: &Said, why: &UserError) -> Scene {
    Scene { refusal: Some(why.message.clone()), ..bare(exhibit, name, said) }
}

/// What the files say of the scene; the case goes before them.
fn apply(row: &mut Scene, facts: &SceneFacts, said: &Said) {
    row.form.clone_from(&facts.form);
    row.sensor = said.sensor.clone().or_else(|| facts.sensor.clone());
    if said.time.is_none() && facts.time.is_some() {
        row.time = facts.time;
        row.time_basis.clone_from(&facts.time_basis);
    }
    row.footprint.clone_from(&facts.footprint);
    row.relative_orbit = facts.relative_orbit;
    row.incidence_deg = facts.incidence_deg;
}

/// A row with nothing but name and time: from the case, or from the name.
pub(super) fn bare(exhibit: ExhibitId, name: &str, said: &Said) -> Scene {
    let by_name = || plimsoll_imagery::scene_time::time_of_name(name);
    let (time, time_basis) = match said.time.clone().or_else(by_name) {
        Some((period, basis)) => (Some(period), basis),
        None => (None, "neither the file nor the case says when".to_owned()),
    };
    Scene {
        id: scene_id(exhibit),
        exhibit,
        name: name.to_owned(),
        form: "unknown".to_owned(),
        sensor: said.sensor.clone(),
        time,
        time_basis,
        footprint: Vec::new(),
        lines: 0,
        samples: 0,
        line_spacing_m: None,
        sample_spacing_m: None,
        polarisations: Vec::new(),
        bands: Vec::new(),
        sun: None,
        sensor_at: None,
        cloud_fraction: None,
        relative_orbit: None,
        pass: None,
        incidence_deg: None,
        searched_fraction: None,
        searched_km2: None,
        expected_false: None,
        refusal: None,
    }
}

/// The look of a scene at a place, asked at the points of its area; `None` if it covers nothing of it.
pub fn look(
    raster: &mut dyn Raster,
    found: &Found,
    row: &Scene,
    (place, points): (&Place, &AreaPoints),
    min_usable_fraction: f64,
) -> Result<Option<Look>, UserError> {
    let Some(area) = &place.area else { return Ok(None) };
    let covered = coverage(raster, &found.geometry, found.land.as_ref(), points)
        .map_err(|e| super::source::refused(&e))?;
    let Some(covered) = covered else { return Ok(None) };
    let here = found
        .found
        .detections
        .iter()
        .filter(|d| d.kind == DetectionKind::Ship && d.position.is_some_and(|p| area.contains(p)));
    let ships: Vec<RecordId> = here.map(|d| d.id).collect();
    let georeference = found.geometry.georeference.as_deref();
    let direction = covered
        .middle
        .zip(georeference)
        .filter(|_| found.geometry.track_in_image_deg.is_some())
        .and_then(|((line, sample), g)| look_direction_deg(g, line, sample));
    Ok(Some(Look {
        id: look_id(row, place),
        scene: row.id,
        place: place.name.clone(),
        time: row.time,
        covered_fraction: covered.covered_fraction,
        usable_fraction: covered.usable_fraction,
        cloud_fraction: None,
        incidence_deg: covered.incidence_deg,
        look_direction_deg: direction,
        ships: u32::try_from(ships.len()).unwrap_or(u32::MAX),
        refusal: refusal(&covered, row, min_usable_fraction),
        parents: [vec![row.id], ships].concat(),
    }))
}

/// The look at a place of a scene that cannot be used: nobody knows what it would have covered, so it covers nothing.
/// `None` if the place has no area: no scene looks at it.
pub fn refused_look(row: &Scene, place: &Place, why: &str) -> Option<Look> {
    place.area.as_ref()?;
    Some(Look {
        id: look_id(row, place),
        scene: row.id,
        place: place.name.clone(),
        time: row.time,
        covered_fraction: 0.0,
        usable_fraction: 0.0,
        cloud_fraction: None,
        incidence_deg: None,
        look_direction_deg: None,
        ships: 0,
        refusal: Some(why.to_owned()),
        parents: vec![row.id],
    })
}

/// Which record: one for each scene and place.
fn look_id(row: &Scene, place: &Place) -> RecordId {
    RecordId::of(RecordKind::Look, &[Key::Id(row.id), Key::Text(&place.name)])
}

/// Why a look counts for nothing, where it does.
fn refusal(covered: &Coverage, row: &Scene, min_usable_fraction: f64) -> Option<String> {
    if row.time.is_none() {
        return Some("no time is known: the scene can be looked at, not joined with anything".to_owned());
    }
    (covered.usable_fraction < min_usable_fraction).then(|| {
        format!(
            "{:.0} % of the place's sea has a value, less than {:.0} %",
            covered.usable_fraction * 100.0,
            min_usable_fraction * 100.0
        )
    })
}

/// What a scene shows at a berth; `None` if the berth does not lie in it.
pub fn berth_look(
    raster: &mut dyn Raster,
    found: &Found,
    row: &Scene,
    (berth, others): (&Berth, &[Berth]),
    params: &BerthParams,
) -> Result<Option<BerthLook>, UserError> {
    let stack = stack_name(row.sensor.as_deref(), row.relative_orbit, row.pass);
    let scene = BerthScene { id: row.id, time: row.time, stack: &stack };
    let mask = found.quays.as_ref().map(|quays| quays as &dyn plimsoll_imagery::Mask);
    plimsoll_imagery::berth_look(raster, &found.geometry, mask, (berth, others), scene, params)
        .map_err(|e| super::source::refused(&e))
}
