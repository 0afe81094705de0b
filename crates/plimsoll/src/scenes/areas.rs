//! Land, piers and berths from GeoJSON files.

use crate::error::UserError;
use crate::exit::Exit;
use flate2::read::MultiGzDecoder;
use plimsoll_model::{Area, Berth, ExhibitId, RecordId, RecordKind, Reject};
use plimsoll_registry::{PlaceKeys, places};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

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
pub(super) fn land(
    bytes: impl Read,
    file: &str,
    exhibit: ExhibitId,
) -> Result<(Vec<Area>, Vec<Reject>), UserError> {
    let read = plimsoll_registry::land(bytes, exhibit)
        .map_err(|e| UserError::new(Exit::ExhibitUnreadable, format!("{file}: {e}")))?;
    Ok((read.rows, read.rejects))
}

/// Areas with their names.
type Named = Vec<(String, Area)>;

/// Named areas: piers and fixed objects, or berths.
pub(super) fn named(
    bytes: impl Read,
    file: &str,
    exhibit: ExhibitId,
    keys: &PlaceKeys,
) -> Result<(Named, Vec<Reject>), UserError> {
    let read = places(bytes, exhibit, keys)
        .map_err(|e| UserError::new(Exit::ExhibitUnreadable, format!("{file}: {e}")))?;
    let of = |row: plimsoll_registry::NamedArea| {
        let name = row.name;
        row.areas.into_iter().map(move |area| (name.clone(), area))
    };
    Ok((read.rows.into_iter().flat_map(of).collect(), read.rejects))
}

/// The keys of files of piers and berths: `name`, and `radius_m` of a point.
pub(super) fn keys() -> PlaceKeys {
    PlaceKeys { name: "name".into(), radius: Some(("radius_m".into(), plimsoll_model::Length::metres(1.0))) }
}

/// What is charted: land, piers and fixed objects.
#[derive(Clone, Debug, Default)]
pub struct Charted {
    /// Land.
    pub land: Vec<Area>,
    /// Piers and fixed objects.
    pub piers: Vec<Area>,
    /// Features that could not be read, in words.
    pub notes: Vec<String>,
}

impl Charted {
    /// True if there is nothing.
    pub const fn is_empty(&self) -> bool {
        self.land.is_empty() && self.piers.is_empty()
    }

    /// From files that the user names.
    pub fn of_files(land_files: &[PathBuf], pier_files: &[PathBuf]) -> Result<Self, UserError> {
        let mut charted = Self::default();
        let nowhere = RecordId::of(RecordKind::Exhibit, &[]);
        for path in land_files {
            let (areas, rejects) = land(reader(path)?, &path.display().to_string(), nowhere)?;
            charted.notes.extend(notes(path, areas.len(), &rejects)?);
            charted.land.extend(areas);
        }
        for path in pier_files {
            let (areas, rejects) = named(reader(path)?, &path.display().to_string(), nowhere, &keys())?;
            charted.notes.extend(notes(path, areas.len(), &rejects)?);
            charted.piers.extend(areas.into_iter().map(|(_, area)| area));
        }
        Ok(charted)
    }
}

/// Features of a file that could not be read, in words. A file that gives nothing would pass for open sea.
fn notes(path: &Path, areas: usize, rejects: &[Reject]) -> Result<Vec<String>, UserError> {
    if areas == 0 {
        let why = rejects.first().map_or_else(|| "it has no feature".to_owned(), |r| r.reason.clone());
        return Err(UserError::new(
            Exit::ExhibitUnreadable,
            format!("{}: no polygon in it: {why}", path.display()),
        )
        .hint("land, piers and berths are polygons in GeoJSON, longitude before latitude"));
    }
    let note = |r: &Reject| format!("{}, line {}: {}", path.display(), r.source.line, r.reason);
    Ok(rejects.iter().map(note).collect())
}

/// Berths from files that the user names, and what of them could not be read.
pub fn berths_of_files(files: &[PathBuf]) -> Result<(Vec<Berth>, Vec<String>), UserError> {
    let (mut all, mut said) = (Vec::new(), Vec::new());
    let nowhere = RecordId::of(RecordKind::Exhibit, &[]);
    // A berth is a piece of water beside a quay: no circle is.
    let keys = PlaceKeys { radius: None, ..keys() };
    for path in files {
        let file = path.display().to_string();
        let (areas, rejects) = named(reader(path)?, &file, nowhere, &keys)?;
        said.extend(notes(path, areas.len(), &rejects)?);
        all.extend(berths(areas, &file));
    }
    Ok((all, said))
}

/// Berths of a file.
pub(super) fn berths(named: Named, source: &str) -> Vec<Berth> {
    named.into_iter().map(|(name, area)| Berth { name, area, source: source.to_owned() }).collect()
}
