//! `[[photo]]`: what a photograph does not say of itself. `[[hull]]`: what is known of a ship beyond the registers that helps
//! to read her waterline.

use super::interval;
use super::scene;
use super::section::Section;
use crate::error::CaseError;
use plimsoll_model::{Estimate, Period, Position};

pub(super) const PHOTO_KEYS: [&str; 14] = [
    "exhibit",
    "time",
    "on",
    "time_basis",
    "utc_offset",
    "place",
    "camera_height_m",
    "focal_px",
    "quay_height_m",
    "swell_height_m",
    "author",
    "sensor",
    "licence",
    "credit",
];
pub(super) const HULL_KEYS: [&str; 5] =
    ["ship", "depth_moulded_m", "bulwark_m", "band_top_draught_m", "source"];
const EXHIBIT: &str = "exhibit = \"patrol.jpg\"";
/// The least and most of each, m.
const MOST_CAMERA_M: f64 = 15_000.0;
const MOST_SWELL_M: f64 = 15.0;
const MOST_HULL_M: f64 = 40.0;

/// A photograph as `case.toml` gives it. EXIF goes before nothing that is typed here but the offset of its clock.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoConfig {
    /// File name, path or id of the exhibit.
    pub exhibit: String,
    /// When it was taken, where EXIF does not say or is wrong.
    pub time: Option<Period>,
    /// Where the time comes from, in words.
    pub time_basis: Option<String>,
    /// How far the camera's clock was ahead of UTC, such as `+09:00`, where EXIF does not say.
    pub utc_offset: Option<String>,
    /// Where the camera stood.
    pub place: Option<Position>,
    /// Height of the camera above the water, m.
    pub camera_height_m: Option<Estimate<f64>>,
    /// Focal length in pixels.
    pub focal_px: Option<Estimate<f64>>,
    /// Height of the quay above the water, m, where a waterline is hidden by it.
    pub quay_height_m: Option<Estimate<f64>>,
    /// Significant height of the swell, m.
    pub swell_height_m: Option<f64>,
    /// Who took it.
    pub author: Option<String>,
    /// With what.
    pub sensor: Option<String>,
    /// Under which licence it may be shown.
    pub licence: Option<String>,
    /// The line that whoever made it asks for under each picture.
    pub credit: Option<String>,
}

/// What is known of a ship, in the words of the file of points.
#[derive(Clone, Debug, PartialEq)]
pub struct HullConfig {
    /// The ship as the file of points names it.
    pub ship: String,
    /// Moulded depth, m.
    pub depth_moulded_m: Option<Estimate<f64>>,
    /// Height of the bulwark above the deck amidships, m; 0 for none.
    pub bulwark_m: Option<Estimate<f64>>,
    /// Draught at the upper edge of the boot-topping, m.
    pub band_top_draught_m: Option<Estimate<f64>>,
    /// Where it comes from.
    pub source: String,
}

/// Every `[[photo]]`, each exhibit once.
pub(super) fn read_photos(sections: &[Section<'_, '_>]) -> Result<Vec<PhotoConfig>, CaseError> {
    let photos = sections.iter().map(photo).collect::<Result<Vec<_>, _>>()?;
    scene::once(sections, "photo", photos.iter().map(|p| p.exhibit.as_str()))?;
    Ok(photos)
}

fn photo(section: &Section<'_, '_>) -> Result<PhotoConfig, CaseError> {
    section.only(&PHOTO_KEYS, explain)?;
    let exhibit = section.need("exhibit", EXHIBIT)?.text()?;
    let of = Section {
        name: format!("photo `{exhibit}`"),
        doc: section.doc,
        table: section.table,
        span: section.span.clone(),
    };
    let interval = |key: &str, most: f64| {
        let expected = format!("above 0 and at most {most}");
        of.get(key).map(|f| interval::read(&f, &expected, |v| v > 0.0 && v <= most)).transpose()
    };
    let swell = |f: super::Field<'_, '_>| f.number_that("0 to 15 m", |v| (0.0..=MOST_SWELL_M).contains(&v));
    Ok(PhotoConfig {
        time: scene::time(&of)?,
        time_basis: scene::basis(&of)?,
        utc_offset: of.get("utc_offset").map(|f| offset(&f)).transpose()?,
        place: of.get("place").map(|f| place(&f)).transpose()?,
        camera_height_m: interval("camera_height_m", MOST_CAMERA_M)?,
        focal_px: interval("focal_px", 1e6)?,
        quay_height_m: interval("quay_height_m", MOST_HULL_M)?,
        swell_height_m: of.get("swell_height_m").map(swell).transpose()?,
        author: of.text("author")?,
        sensor: of.text("sensor")?,
        licence: of.text("licence")?,
        credit: of.text("credit")?,
        exhibit,
    })
}

/// `+09:00`; read again where it is used, so only its form is held here.
fn offset(field: &super::Field<'_, '_>) -> Result<String, CaseError> {
    let text = field.text()?;
    let is_offset = match text.as_bytes() {
        b"Z" => true,
        [b'+' | b'-', h, i, b':', m, n] => {
            let number = |a: &u8, b: &u8| {
                (a.is_ascii_digit() && b.is_ascii_digit()).then(|| (a - b'0') * 10 + (b - b'0'))
            };
            number(h, i).is_some_and(|h| h <= 14) && number(m, n).is_some_and(|m| m < 60)
        }
        _ => false,
    };
    is_offset.then_some(text).ok_or_else(|| {
        field
            .error(format!(
                "`utc_offset` of {} is `{}`, expected such as +09:00",
                field.of,
                field.shown_value()
            ))
            .with_hint("how far the clock of the camera was ahead of UTC: utc_offset = \"+09:00\"")
    })
}

/// `[lat, lon]`.
fn place(field: &super::Field<'_, '_>) -> Result<Position, CaseError> {
    let example = "place = [42.73, 133.08]";
    let items = field.items(example)?;
    let [lat, lon] = items.as_slice() else {
        return Err(field
            .error(format!(
                "`place` of {} has {} numbers, expected latitude and longitude",
                field.of,
                items.len()
            ))
            .with_hint(format!("write {example}")));
    };
    Position::from_lat_lon(lat.number()?, lon.number()?).map_err(|error| {
        field
            .error(format!("`place` of {}: {error}", field.of))
            .with_hint(format!("write {example}, latitude first"))
    })
}

/// Every `[[hull]]`, each ship once.
pub(super) fn read_hulls(sections: &[Section<'_, '_>]) -> Result<Vec<HullConfig>, CaseError> {
    let hulls = sections.iter().map(hull).collect::<Result<Vec<_>, _>>()?;
    for (at, hull) in hulls.iter().enumerate() {
        if hulls[..at].iter().any(|h| h.ship == hull.ship) {
            let field = sections[at].need("ship", "ship = \"9000003\"")?;
            return Err(field.error(format!("a second `[[hull]]` is of the ship `{}`", hull.ship)));
        }
    }
    Ok(hulls)
}

fn hull(section: &Section<'_, '_>) -> Result<HullConfig, CaseError> {
    section.only(&HULL_KEYS, explain)?;
    let interval = |key: &str| {
        let expected = format!("0 to {MOST_HULL_M} m");
        let is_length = |v: f64| (0.0..=MOST_HULL_M).contains(&v);
        section.get(key).map(|f| interval::read(&f, &expected, is_length)).transpose()
    };
    Ok(HullConfig {
        ship: section.need("ship", "ship = \"9000003\", as the file of points names her")?.text()?,
        depth_moulded_m: interval("depth_moulded_m")?,
        bulwark_m: interval("bulwark_m")?,
        band_top_draught_m: interval("band_top_draught_m")?,
        source: section
            .need("source", "source = \"general arrangement plan, sheet 2\": a reader will ask")?
            .text()?,
    })
}

/// Keys that people expect.
fn explain(key: &str, _: &Section<'_, '_>) -> Option<String> {
    match key {
        "file" | "path" | "name" => Some(format!("the file is named by the exhibit: {EXHIBIT}")),
        "photographer" => Some("did you mean `author`?".into()),
        "camera" | "device" => Some("did you mean `sensor`?".into()),
        "timezone" | "time_zone" | "offset" => Some("write utc_offset = \"+09:00\"".into()),
        "license" => Some("did you mean `licence`?".into()),
        "depth_m" | "moulded_depth_m" => Some("did you mean `depth_moulded_m`?".into()),
        _ => super::top_key_hint(key),
    }
}
