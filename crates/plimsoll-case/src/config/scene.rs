//! `[[scene]]`: what an image does not say of itself: what its values are, when it was taken, by what, who is credited.
//! `[[piers]]` and `[[land]]`: outlines in which no ship is looked for.

use super::period;
use super::scene_optical::{self, OpticalConfig};
use super::section::{Field, Section};
use crate::error::CaseError;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plimsoll_model::{Period, Polarisation};
use std::collections::BTreeMap;
use toml::de::DeValue;

pub(super) const KEYS: [&str; 10] = [
    "exhibit",
    "kind",
    "pixel_spacing_m",
    "polarisations",
    "time",
    "on",
    "time_basis",
    "sensor",
    "licence",
    "credit",
];
pub(super) const OUTLINE_KEYS: [&str; 2] = ["exhibit", "source"];
const EXHIBIT: &str = "exhibit = \"2021-01-05.tif\"";
const TIME: &str = "time = { start = 2021-01-05T14:03:10Z, end = 2021-01-05T14:03:35Z }";
const ON: &str = "on = 2021-01-05";
/// What a value of a raster can be.
const KINDS: [&str; 4] = ["sar-db", "sar-power", "sar-amplitude", "optical"];
/// A pixel as large as this shows no ship.
const MOST_SPACING_M: f64 = 500.0;
/// Bands of a fully polarimetric radar.
const MOST_BANDS: usize = 4;
/// The first radar satellite that saw ships, Seasat, flew in 1978.
const FIRST_YEAR: i16 = 1978;

/// An image as `case.toml` gives it. Each field but the exhibit is optional: a SAFE folder says it itself.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneConfig {
    /// File name, path or id of the exhibit, or the name of a SAFE folder.
    pub exhibit: String,
    /// What a value of the file is: `sar-db`, `sar-power`, `sar-amplitude` or `optical`.
    pub kind: Option<String>,
    /// From one pixel to the next on the ground, m, where the file does not say.
    pub pixel_spacing_m: Option<f64>,
    /// The bands in the order of the file; empty: as the file says.
    pub polarisations: Vec<Polarisation>,
    /// When it was taken; the whole day where only a day is known.
    pub time: Option<Period>,
    /// Where the time comes from, in words.
    pub time_basis: Option<String>,
    /// Which satellite or instrument.
    pub sensor: Option<String>,
    /// Under which licence it may be shown.
    pub licence: Option<String>,
    /// The line that whoever made it asks for under each picture.
    pub credit: Option<String>,
    /// What is said of an optical image.
    pub optical: OpticalConfig,
    /// Line of `case.toml` on which it begins.
    pub line: usize,
}

/// Outlines of land or of piers, in an exhibit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineConfig {
    /// File name, path or id of the exhibit.
    pub exhibit: String,
    /// Where the outlines come from.
    pub source: String,
}

/// Every `[[scene]]`, each exhibit once.
pub(super) fn read_all(sections: &[Section<'_, '_>]) -> Result<Vec<SceneConfig>, CaseError> {
    let scenes = sections.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    once(sections, "scene", scenes.iter().map(|s| s.exhibit.as_str()))?;
    Ok(scenes)
}

/// Every `[[piers]]` or `[[land]]`, each exhibit once.
pub(super) fn read_outlines(
    sections: &[Section<'_, '_>],
    list: &str,
) -> Result<Vec<OutlineConfig>, CaseError> {
    let read = |section: &Section<'_, '_>| {
        section.only(&OUTLINE_KEYS, explain_outline)?;
        Ok(OutlineConfig {
            exhibit: section.need("exhibit", &format!("exhibit = \"{list}.geojson\""))?.text()?,
            source: section.text("source")?.unwrap_or_else(|| "as the exhibit says".into()),
        })
    };
    let outlines = sections.iter().map(read).collect::<Result<Vec<_>, CaseError>>()?;
    once(sections, list, outlines.iter().map(|o| o.exhibit.as_str()))?;
    Ok(outlines)
}

/// Refuses an exhibit that is named twice.
pub(super) fn once<'a>(
    sections: &[Section<'_, '_>],
    list: &str,
    exhibits: impl Iterator<Item = &'a str>,
) -> Result<(), CaseError> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for (section, exhibit) in sections.iter().zip(exhibits) {
        if let Some(first) = lines.insert(exhibit, section.doc.line_at(section.span.start).0) {
            let field = section.need("exhibit", EXHIBIT)?;
            return Err(field
                .error(format!("a second `[[{list}]]` names the exhibit `{exhibit}`"))
                .with_hint(format!("the first begins on line {first}; put all of it there")));
        }
    }
    Ok(())
}

fn read(section: &Section<'_, '_>) -> Result<SceneConfig, CaseError> {
    let Some(exhibit) = section.get("exhibit") else {
        section.only(&KEYS, explain)?;
        return Err(section.need("exhibit", EXHIBIT).err().unwrap_or_else(|| section.error("no exhibit")));
    };
    let exhibit = exhibit.text()?;
    let scene = Section {
        name: format!("scene `{exhibit}`"),
        doc: section.doc,
        table: section.table,
        span: section.span.clone(),
    };
    let keys = [&KEYS[..], &scene_optical::KEYS[..]].concat();
    scene.only(&keys, explain)?;
    let own = |text: &str| KINDS.contains(&text).then(|| text.to_owned());
    let spacing = |f: Field<'_, '_>| {
        f.number_that(&format!("above 0 and at most {MOST_SPACING_M} m"), |m| m > 0.0 && m <= MOST_SPACING_M)
    };
    let kind = scene.get("kind").map(|f| f.word(&KINDS, own)).transpose()?;
    Ok(SceneConfig {
        optical: scene_optical::read(&scene, kind.as_deref())?,
        kind,
        pixel_spacing_m: scene.get("pixel_spacing_m").map(spacing).transpose()?,
        polarisations: scene.get("polarisations").map_or(Ok(vec![]), |f| polarisations(&f))?,
        time: time(&scene)?,
        time_basis: basis(&scene)?,
        sensor: scene.text("sensor")?,
        licence: scene.text("licence")?,
        credit: scene.text("credit")?,
        line: scene.doc.line_at(scene.span.start).0,
        exhibit,
    })
}

/// The bands, none twice.
fn polarisations(field: &Field<'_, '_>) -> Result<Vec<Polarisation>, CaseError> {
    let items = field.items("polarisations = [\"VV\", \"VH\"]")?;
    let words = Polarisation::ALL.map(Polarisation::as_str);
    let bands = items.iter().map(|f| f.word(&words, Polarisation::parse)).collect::<Result<Vec<_>, _>>()?;
    let is_twice = |at: usize| bands[at] != Polarisation::Unknown && bands[..at].contains(&bands[at]);
    if let Some(at) = (0..bands.len()).find(|at| is_twice(*at)) {
        return Err(items[at].error(format!("{} stands twice in {}", bands[at].as_str(), field.of)));
    }
    if bands.is_empty() || bands.len() > MOST_BANDS {
        let message = format!("{} has {} bands, expected 1 to {MOST_BANDS}", field.of, bands.len());
        return Err(field.error(message).with_hint("one word for each band, in the order of the file"));
    }
    Ok(bands)
}

/// `time` with its two ends, or `on` for a whole day.
pub(super) fn time(scene: &Section<'_, '_>) -> Result<Option<Period>, CaseError> {
    let read = match (scene.get("time"), scene.get("on")) {
        (Some(_), Some(on)) => {
            return Err(on
                .error(format!("{} has both `time` and `on`", scene.name))
                .with_hint("keep `time`, which says more"));
        }
        (None, None) => return Ok(None),
        (Some(field), None) if !field.value.get_ref().is_table() => {
            let error = field.error(format!("`time` of {} is not a table of two times", scene.name));
            return Err(error.with_hint(format!("write {TIME}; or {ON} where only the day is known")));
        }
        (Some(field), None) => (period::read(&field)?, field),
        (None, Some(field)) => (day(&field)?, field),
    };
    let (time, field) = read;
    let year = time.start().to_zoned(TimeZone::UTC).year();
    if year < FIRST_YEAR {
        let message = format!("{} was taken in {year}, before any satellite saw ships", scene.name);
        return Err(field.error(message).with_hint("check the year"));
    }
    Ok(Some(time))
}

/// A bare date as its whole day, UTC.
fn day(field: &Field<'_, '_>) -> Result<Period, CaseError> {
    let wrong = || {
        field
            .error(format!("`on` of {} is `{}`, expected a day", field.of, field.shown_value()))
            .with_hint(format!("write {ON}, without quotation marks; a time of day stands in {TIME}"))
    };
    let DeValue::Datetime(when) = field.value.get_ref() else { return Err(wrong()) };
    let Some(date) = when.date.filter(|_| when.time.is_none()) else { return Err(wrong()) };
    let day = Date::new(date.year.cast_signed(), date.month.cast_signed(), date.day.cast_signed())
        .map_err(|_| wrong())?;
    let start = day.to_zoned(TimeZone::UTC).map_err(|_| wrong())?.timestamp();
    let next = day.tomorrow().and_then(|d| d.to_zoned(TimeZone::UTC)).map_err(|_| wrong())?.timestamp();
    Period::new(start, next).map_err(|_| wrong())
}

/// Where the time comes from; only where there is one.
pub(super) fn basis(scene: &Section<'_, '_>) -> Result<Option<String>, CaseError> {
    let Some(field) = scene.get("time_basis") else { return Ok(None) };
    if scene.get("time").or_else(|| scene.get("on")).is_none() {
        return Err(field
            .error(format!("{} has a `time_basis` and no time", scene.name))
            .with_hint(format!("write {ON}, or delete the line")));
    }
    field.text().map(Some)
}

/// Keys that people expect in a scene.
fn explain(key: &str, _: &Section<'_, '_>) -> Option<String> {
    match key {
        "file" | "path" | "name" => Some(format!("the file is named by the exhibit: {EXHIBIT}")),
        "date" | "day" => Some(format!("write {ON}")),
        "start" | "end" => Some(format!("both times stand in one key: {TIME}")),
        "form" | "format" => Some("what the values are is `kind`, such as kind = \"sar-db\"".into()),
        "polarisation" | "polarization" | "polarizations" => {
            Some("write polarisations = [\"VV\", \"VH\"], in the order of the file".into())
        }
        "spacing" | "pixel_size" | "pixel_size_m" | "resolution_m" | "resolution" => {
            Some("from one pixel to the next: pixel_spacing_m = 10.0".into())
        }
        "license" => Some("did you mean `licence`?".into()),
        "satellite" => Some("did you mean `sensor`?".into()),
        "cloud" | "cloud_cover" => Some("a share from 0 to 1: cloud_fraction = 0.15".into()),
        "sun_azimuth" | "sun_elevation" => {
            Some("both stand in one key: sun = { azimuth_deg = 152.0, elevation_deg = 31.5 }".into())
        }
        _ => super::top_key_hint(key),
    }
}

/// Keys that people expect in `[[piers]]` and `[[land]]`.
fn explain_outline(key: &str, _: &Section<'_, '_>) -> Option<String> {
    match key {
        "file" | "path" | "geojson" => Some("write exhibit = \"piers.geojson\", after `plimsoll add`".into()),
        "polygon" => Some("outlines stand in a GeoJSON file: add it and name it with `exhibit`".into()),
        _ => super::top_key_hint(key),
    }
}
