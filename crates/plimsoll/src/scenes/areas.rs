//! Land, piers and berths from GeoJSON files.

use crate::error::UserError;
use crate::exit::Exit;
use flate2::read::MultiGzDecoder;
use plimsoll_model::{Area, Berth, ExhibitId, Reject};
use plimsoll_registry::{PlaceKeys, places};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A file, unpacked if it is gzip.
fn reader(path: &Path) -> Result<Box<dyn Read>, UserError> {
    let fault = |e: std::io::Error| {
        UserError::new(Exit::ExhibitUnreadable, format!("reading `{}`: {e}", path.display()))
    };
    let mut file = BufReader::new(File::open(path).map_err(fault)?);
    let is_gzip = file.fill_buf().map_err(fault)?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}

/// Land: polygons.
pub fn land(
    bytes: impl Read,
    file: &str,
    exhibit: ExhibitId,
) -> Result<(Vec<Area>, Vec<Reject>), UserError> {
    let read = plimsoll_registry::land(bytes, exhibit)
        .map_err(|e| UserError::new(Exit::ExhibitUnreadable, format!("{file}: {e}")))?;
    Ok((read.rows, read.rejects))
}

/// Named areas: piers and fixed objects, or berths.
pub fn named(
    bytes: impl Read,
    file: &str,
    exhibit: ExhibitId,
    keys: &PlaceKeys,
) -> Result<(Vec<(String, Area)>, Vec<Reject>), UserError> {
    let read = places(bytes, exhibit, keys)
        .map_err(|e| UserError::new(Exit::ExhibitUnreadable, format!("{file}: {e}")))?;
    let of = |row: plimsoll_registry::NamedArea| {
        let name = row.name;
        row.areas.into_iter().map(move |area| (name.clone(), area))
    };
    Ok((read.rows.into_iter().flat_map(of).collect(), read.rejects))
}

/// The keys of files of piers and berths: `name`, and `radius_m` of a point.
pub fn keys() -> PlaceKeys {
    PlaceKeys { name: "name".into(), radius: Some(("radius_m".into(), plimsoll_model::Length::metres(1.0))) }
}

/// Land from a file.
pub fn land_file(path: &Path, exhibit: ExhibitId) -> Result<(Vec<Area>, Vec<Reject>), UserError> {
    land(reader(path)?, &path.display().to_string(), exhibit)
}

/// Piers and fixed objects from a file.
pub fn piers_file(path: &Path, exhibit: ExhibitId) -> Result<(Vec<Area>, Vec<Reject>), UserError> {
    let (named, rejects) = named(reader(path)?, &path.display().to_string(), exhibit, &keys())?;
    Ok((named.into_iter().map(|(_, area)| area).collect(), rejects))
}

/// Berths of a file.
pub fn berths(named: Vec<(String, Area)>, source: &str) -> Vec<Berth> {
    named.into_iter().map(|(name, area)| Berth { name, area, source: source.to_owned() }).collect()
}
