//! What `case.toml` says of an optical image, as the imagery wants it.

use super::of_case;
use crate::error::UserError;
use crate::stage::CaseFolder;
use plimsoll_case::config::SceneConfig;
use plimsoll_case::exhibit::{self, ExhibitEntry};
use plimsoll_imagery::optical::{Band, OpticalOptions, StacItem};
use std::io::Read;

/// An item of one scene is smaller; what is larger is refused by whoever reads it.
const MOST_BYTES: u64 = (4 << 20) + 1;

/// How the image of an exhibit is opened; `None`: it is not optical.
pub fn options(case: &CaseFolder, entry: &ExhibitEntry) -> Result<Option<OpticalOptions>, UserError> {
    let is_of = |s: &&SceneConfig| {
        entry.is_named(&s.exhibit)
            && exhibit::find(&case.exhibits, &s.exhibit).is_ok_and(|e| e.id == entry.id)
    };
    let Some(config) = case.config.scenes.iter().find(is_of) else { return Ok(None) };
    if config.kind.as_deref() != Some("optical") {
        return Ok(None);
    }
    let optical = &config.optical;
    let stac = optical.stac.as_deref().map(|name| item(case, name, entry.file_name())).transpose()?;
    let said = of_case::said(case, entry);
    let by_name = || {
        let is_said_by_item = stac.as_ref().is_some_and(|item: &StacItem| item.time.is_some());
        (!is_said_by_item).then(|| plimsoll_imagery::scene_time::time_of_name(entry.shown_name())).flatten()
    };
    Ok(Some(OpticalOptions {
        bands: optical.bands.iter().filter_map(|word| Band::parse(word)).collect(),
        pixel_spacing_m: config.pixel_spacing_m,
        sun: optical.sun,
        sensor_at: optical.sensor_at,
        cloud_fraction: optical.cloud_fraction,
        time: said.time.or_else(by_name),
        sensor: config.sensor.clone(),
        orbit_height_m: optical.orbit_height_km.map(|km| km * 1e3),
        stac,
    }))
}

/// Reads the exhibit that is the item.
fn item(case: &CaseFolder, name: &str, image: &str) -> Result<StacItem, UserError> {
    let entry = exhibit::find(&case.exhibits, name)?;
    read_item(exhibit::open(&case.dir, entry)?, entry.file_name(), image)
}

/// Reads an item, up to its greatest size.
pub fn read_item(reader: impl Read, name: &str, image: &str) -> Result<StacItem, UserError> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|error| {
        let io = plimsoll_imagery::ImageryError::Io { file: name.to_owned(), error };
        super::source::refused(&io)
    })?;
    StacItem::read(name, image, &bytes)
        .map_err(|e| super::source::refused(&e).see("docs/methods/optical-detection.md"))
}
