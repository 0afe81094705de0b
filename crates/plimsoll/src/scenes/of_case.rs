//! The scenes of a case: where their bytes lie, what `case.toml` says of them, what is charted.

use super::areas::{self, Charted};
use super::rows::Said;
use super::source::SceneSource;
use crate::error::UserError;
use crate::exit::Exit;
use crate::stage::CaseFolder;
use plimsoll_case::config::{BerthConfig, Extent, OutlineConfig, SceneConfig};
use plimsoll_case::exhibit::{self, ExhibitEntry, ExhibitKind};
use plimsoll_imagery::{OpenOptions, SampleKind};
use plimsoll_model::{Area, Berth, Reject};
use plimsoll_registry::PlaceKeys;

/// What `case.toml` says of a scene, if it does.
fn config<'a>(case: &'a CaseFolder, entry: &ExhibitEntry) -> Option<&'a SceneConfig> {
    let scenes = &case.config.scenes;
    scenes.iter().find(|s| {
        entry.is_named(&s.exhibit)
            && exhibit::find(&case.exhibits, &s.exhibit).is_ok_and(|e| e.id == entry.id)
    })
}

/// Where the bytes of a scene lie.
pub fn source(case: &CaseFolder, entry: &ExhibitEntry) -> Result<SceneSource, UserError> {
    SceneSource::of_path(&entry.location(&case.dir))
}

/// How the scene of an exhibit is read.
pub fn options(case: &CaseFolder, entry: &ExhibitEntry) -> OpenOptions {
    let config = config(case, entry);
    OpenOptions {
        kind: config.and_then(|c| SampleKind::parse(c.kind.as_deref()?)),
        pixel_spacing_m: config.and_then(|c| c.pixel_spacing_m),
        band_polarisations: config.map(|c| c.polarisations.clone()).unwrap_or_default(),
    }
}

/// What the case says of the scene, where the file does not.
pub fn said(case: &CaseFolder, entry: &ExhibitEntry) -> Said {
    let Some(config) = config(case, entry) else { return Said::default() };
    let basis = || config.time_basis.clone().unwrap_or_else(|| "as case.toml says".to_owned());
    Said { time: config.time.map(|time| (time, basis())), sensor: config.sensor.clone() }
}

/// The exhibits named under a list of outlines; without names, all of the kind.
fn outlines<'a>(
    case: &'a CaseFolder,
    named: &[OutlineConfig],
    kind: ExhibitKind,
) -> Result<Vec<&'a ExhibitEntry>, UserError> {
    if named.is_empty() {
        return Ok(case.exhibits.iter().filter(|e| e.kind == kind).collect());
    }
    named.iter().map(|outline| Ok(exhibit::find(&case.exhibits, &outline.exhibit)?)).collect()
}

/// Land and piers of the case, and what of them could not be read.
pub fn charted(case: &CaseFolder) -> Result<(Charted, Vec<Reject>), UserError> {
    let mut charted = Charted::default();
    let mut rejects = Vec::new();
    for entry in outlines(case, &case.config.land, ExhibitKind::Coastline)? {
        let (areas, bad) = areas::land(exhibit::open(&case.dir, entry)?, &entry.path, entry.id)?;
        charted.land.extend(areas);
        rejects.extend(bad);
    }
    for entry in outlines(case, &case.config.piers, ExhibitKind::Piers)? {
        let keys = areas::keys();
        let (named, bad) = areas::named(exhibit::open(&case.dir, entry)?, &entry.path, entry.id, &keys)?;
        charted.piers.extend(named.into_iter().map(|(_, area)| area));
        rejects.extend(bad);
    }
    Ok((charted, rejects))
}

/// The berths of the case, by name.
pub fn berths(case: &CaseFolder) -> Result<(Vec<Berth>, Vec<Reject>), UserError> {
    let mut berths = Vec::new();
    let mut rejects = Vec::new();
    let mut read = |name: &str, key: &str| -> Result<Vec<(String, Area)>, UserError> {
        let entry = exhibit::find(&case.exhibits, name)?;
        let keys = PlaceKeys { name: key.to_owned(), radius: None };
        let (named, bad) = areas::named(exhibit::open(&case.dir, entry)?, &entry.path, entry.id, &keys)?;
        rejects.extend(bad);
        Ok(named)
    };
    for config in &case.config.berths {
        match config {
            BerthConfig::One { name, extent: Extent::Given(area), source } => {
                berths.push(Berth { name: name.clone(), area: area.clone(), source: source.clone() });
            }
            BerthConfig::One { name, extent: Extent::InExhibit { exhibit, property, value }, source } => {
                let named = read(exhibit, property)?;
                let Some((_, area)) = named.into_iter().find(|(found, _)| found == value) else {
                    return Err(UserError::new(
                        Exit::CaseInvalid,
                        format!("berth `{name}`: no feature of `{exhibit}` has {property} = `{value}`"),
                    ));
                };
                berths.push(Berth { name: name.clone(), area, source: source.clone() });
            }
            BerthConfig::One { name, extent: Extent::ByNameOnly, .. } => {
                return Err(UserError::new(Exit::CaseInvalid, format!("berth `{name}` has no extent")));
            }
            BerthConfig::InExhibit { exhibit, name_key, source } => {
                berths.extend(areas::berths(read(exhibit, name_key)?, source));
            }
        }
    }
    berths.sort_by(|a, b| a.name.cmp(&b.name));
    match berths.array_windows().find(|[a, b]| a.name == b.name) {
        Some([twice, _]) => {
            Err(UserError::new(Exit::CaseInvalid, format!("two berths are called `{}`", twice.name))
                .hint("give each berth its own name"))
        }
        None => Ok((berths, rejects)),
    }
}
