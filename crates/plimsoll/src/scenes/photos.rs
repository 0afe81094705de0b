//! Photographs of a case as rows of `scenes` and `effort`.

use super::{rows, source};
use crate::error::UserError;
use crate::stage::CaseFolder;
use plimsoll_case::config::PhotoConfig;
use plimsoll_case::exhibit::{self, ExhibitEntry};
use plimsoll_imagery::photo::{PhotoFacts, UtcOffset, read_photo};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Length, Look, Period, Place, Position, RecordId, RecordKind, Review, Scene};
use std::fs::File;
use std::io::BufReader;

/// Section `[photos]`.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoParams {
    /// A photograph taken so near a place is listed with the looks at it, km.
    pub place_within_km: f64,
}

/// What the case says of a photograph, if it does.
pub fn config<'a>(case: &'a CaseFolder, entry: &ExhibitEntry) -> Option<&'a PhotoConfig> {
    let photos = &case.config.photos;
    photos.iter().find(|p| {
        entry.is_named(&p.exhibit)
            && exhibit::find(&case.exhibits, &p.exhibit).is_ok_and(|e| e.id == entry.id)
    })
}

/// What a photograph says of itself.
pub fn facts(case: &CaseFolder, entry: &ExhibitEntry) -> Result<PhotoFacts, UserError> {
    let path = entry.location(&case.dir);
    let file = File::open(&path).map_err(|e| source::unreadable(&path.display().to_string(), &e))?;
    read_photo(entry.shown_name(), Box::new(BufReader::new(file))).map_err(|e| source::refused(&e))
}

/// The row of a photograph; one that cannot be read is a row with its reason.
pub fn scene(case: &CaseFolder, entry: &ExhibitEntry, reviews: &[Review]) -> (Scene, Option<Position>) {
    let config = config(case, entry);
    let typed = config.and_then(|c| {
        let basis = c.time_basis.clone().unwrap_or_else(|| "as case.toml says".to_owned());
        Some((c.time?, basis))
    });
    let said = rows::Said { time: typed, sensor: config.and_then(|c| c.sensor.clone()) };
    let facts = match facts(case, entry) {
        Ok(facts) => facts,
        Err(why) => {
            let row = rows::refused(entry.id, entry.shown_name(), &said, &why);
            return (Scene { form: FORM.to_owned(), ..row }, None);
        }
    };
    let mut row = rows::bare(entry.id, entry.shown_name(), &said);
    row.form = FORM.to_owned();
    row.sensor = row.sensor.or_else(|| facts.camera.clone());
    row.lines = facts.lines.into();
    row.samples = facts.samples.into();
    row.bands = ["red", "green", "blue"].map(str::to_owned).to_vec();
    let correction_s = correction_s(row.id, reviews);
    if said.time.is_none() {
        let offset = config.and_then(|c| UtcOffset::parse(c.utc_offset.as_deref()?));
        if let Some((time, basis)) = facts.time(offset, correction_s) {
            (row.time, row.time_basis) = (Some(time), basis);
        }
    } else if let Some(corrected) = row.time.and_then(|t| shifted(t, correction_s)) {
        row.time = Some(corrected);
        row.time_basis = format!("{}; {correction_s:+} s added by a reviewed decision", row.time_basis);
    }
    if !facts.notes.is_empty() {
        row.time_basis = format!("{}; {}", row.time_basis, facts.notes.join("; "));
    }
    (row, config.and_then(|c| c.place).or(facts.position))
}

/// What the bytes of a photograph are called in the table.
pub const FORM: &str = "photo";

/// What the last decision on the scene adds to its clock, s.
fn correction_s(scene: RecordId, reviews: &[Review]) -> i64 {
    let of_it = reviews.iter().filter(|r| r.record == scene);
    of_it.filter_map(|r| r.clock_s).next_back().unwrap_or(0)
}

fn shifted(time: Period, seconds: i64) -> Option<Period> {
    let by = jiff::SignedDuration::from_secs(seconds);
    if seconds == 0 {
        return None;
    }
    Period::new(time.start().checked_add(by).ok()?, time.end().checked_add(by).ok()?).ok()
}

/// A photograph is listed with the looks at the places near the camera, and never counts as one: it shows what it shows, and
/// of what it does not show nothing is concluded.
pub fn looks<'p>(
    row: &Scene,
    camera: Option<Position>,
    places: impl Iterator<Item = &'p Place>,
    params: PhotoParams,
) -> Vec<Look> {
    let Some(camera) = camera else { return Vec::new() };
    let within = Length::metres(params.place_within_km * 1000.0);
    let is_near = |place: &&Place| place.area.as_ref().is_some_and(|a| a.contains_within(camera, within));
    let look = |place: &Place| Look {
        id: RecordId::of(RecordKind::Look, &[Key::Id(row.id), Key::Text(&place.name)]),
        scene: row.id,
        place: place.name.clone(),
        time: row.time,
        covered_fraction: 0.0,
        usable_fraction: 0.0,
        cloud_fraction: None,
        incidence_deg: None,
        look_direction_deg: None,
        ships: 0,
        refusal: Some("a photograph: nothing is concluded from what it does not show".to_owned()),
        parents: vec![row.id],
    };
    places.filter(is_near).map(look).collect()
}
