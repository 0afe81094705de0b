//! `case.toml`: the question, the places, the period, the caps, and what differs from the defaults.
//!
//! The file is read key by key with the place of each, so that a mistake is reported with its line, what was found,
//! what was expected, and a hint. Unknown keys are refused. Nothing in it is run, and no time is read from a clock.

mod area;
mod berth;
mod cap;
mod columns;
mod document;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod hostile;
mod interval;
mod list;
#[cfg(test)]
mod mistakes;
mod period;
mod photo;
mod scene;
mod scene_optical;
mod section;
mod starter;
mod syntax_hint;
mod unit;

pub use area::{AreaConfig, Extent};
pub use berth::BerthConfig;
pub use columns::{
    ColumnMapping, ColumnSource, POSITIONS, Property, REGISTER, REPORTED_VOLUMES, STATEMENTS, TableKind,
};
pub use list::{ListConfig, days as version_days};
pub use photo::{HullConfig, PhotoConfig};
pub use scene::{OutlineConfig, SceneConfig};
pub use scene_optical::OpticalConfig;
pub use starter::starter_case_toml;
pub use unit::Quantity;

pub(crate) use area::product;
pub(crate) use document::Document;
pub(crate) use section::{Field, Section, list_words};

use crate::error::{CaseError, CaseErrorKind};
use crate::params::Params;
use plimsoll_model::{Cap, Period};
use std::io::Read;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// Keys of the top of the file that hold a value.
const TOP: [&str; 8] =
    ["title", "question", "edition", "period", "simulated", "standard_of_proof", "limitations", "fleet"];
/// Keys that hold a list of tables.
const LISTS: [&str; 10] =
    ["area", "cap", "columns", "list", "scene", "photo", "land", "piers", "berth", "hull"];
/// More of each than any case has.
const MOST_TABLES: usize = 2000;

/// A case as its `case.toml` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseConfig {
    /// Its title.
    pub title: String,
    /// The question that it is to answer.
    pub question: Option<String>,
    /// The edition of the report, as shown in it. No clock is ever read.
    pub edition: Option<String>,
    /// The period, half-open, UTC.
    pub period: Period,
    /// True if its observations are made up. Every page of the report says so.
    pub is_simulated: bool,
    /// The standard of proof, in words.
    pub standard_of_proof: Option<String>,
    /// Paragraphs for the report on what the case cannot say.
    pub limitations: Vec<String>,
    /// Registers whose ships belong to the case although nobody may have heard them.
    pub fleet: Vec<String>,
    /// The places.
    pub areas: Vec<AreaConfig>,
    /// The limits.
    pub caps: Vec<Cap>,
    /// Which column of which table holds what.
    pub columns: Vec<ColumnMapping>,
    /// What sanctions lists do not say of themselves.
    pub lists: Vec<ListConfig>,
    /// What images do not say of themselves.
    pub scenes: Vec<SceneConfig>,
    /// What photographs do not say of themselves.
    pub photos: Vec<PhotoConfig>,
    /// Outlines of land; none: the coastlines that were added.
    pub land: Vec<OutlineConfig>,
    /// Outlines of piers and other fixed objects; none: the exhibits of that kind.
    pub piers: Vec<OutlineConfig>,
    /// The berths.
    pub berths: Vec<BerthConfig>,
    /// What is known of hulls beyond the registers.
    pub hulls: Vec<HullConfig>,
    /// Every parameter, with what the case changes.
    pub params: Params,
}

impl CaseConfig {
    /// Reads `case.toml` of a case folder.
    pub fn read(case_dir: &Path) -> Result<Self, CaseError> {
        Self::parse(&read_bytes(&case_dir.join(document::FILE))?)
    }

    /// From the bytes of `case.toml`.
    pub fn parse(bytes: &[u8]) -> Result<Self, CaseError> {
        let doc = Document::from_bytes(bytes)?;
        let table = doc.table()?;
        let top = Section { doc: &doc, name: "the case".into(), table: &table, span: 0..0 };
        check_keys(&top)?;
        let title = top.need("title", "title = \"Tankers at Vostochny\"")?.text()?;
        let period = period::read(&top.need("period", period::EXAMPLE)?)?;
        Ok(Self {
            title,
            question: top.text("question")?,
            edition: period::edition(&top, period)?,
            period,
            is_simulated: top.get("simulated").map_or(Ok(false), |f| f.truth())?,
            standard_of_proof: top.text("standard_of_proof")?,
            limitations: top.get("limitations").map_or(Ok(vec![]), |f| f.texts())?,
            fleet: top.get("fleet").map_or(Ok(vec![]), |f| f.texts())?,
            areas: area::read_all(&tables(&top, "area")?)?,
            caps: cap::read_all(&tables(&top, "cap")?)?,
            columns: columns::read_all(&tables(&top, "columns")?)?,
            lists: list::read_all(&tables(&top, "list")?)?,
            scenes: scene::read_all(&tables(&top, "scene")?)?,
            photos: photo::read_photos(&tables(&top, "photo")?)?,
            land: scene::read_outlines(&tables(&top, "land")?, "land")?,
            piers: scene::read_outlines(&tables(&top, "piers")?, "piers")?,
            berths: berth::read_all(&tables(&top, "berth")?)?,
            hulls: photo::read_hulls(&tables(&top, "hull")?)?,
            params: Params::with_overrides(&top, &param_sections(&top))?,
        })
    }
}

/// The bytes of the file, refused above the size that makes sense before they are read.
fn read_bytes(path: &Path) -> Result<Vec<u8>, CaseError> {
    let file = std::fs::File::open(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            CaseError::new(CaseErrorKind::Usage, document::FILE, "there is no such file in this folder")
                .with_hint("`plimsoll init` makes a case here; `-C <folder>` names the folder of another")
                .with_private(path)
        } else {
            CaseError::io("opening", document::FILE, &error).with_private(path)
        }
    })?;
    let mut bytes = Vec::new();
    let io = |error: std::io::Error| CaseError::io("reading", document::FILE, &error).with_private(path);
    let size = file.metadata().map_err(io)?.len();
    if size > document::MOST_BYTES {
        return Err(document::too_large(size));
    }
    file.take(document::MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

/// The sections of parameters that stand at the top: every key that is none of the others.
fn param_sections<'a>(top: &'a Section<'_, '_>) -> Vec<&'a str> {
    let is_known = |k: &str| TOP.contains(&k) || LISTS.contains(&k);
    top.table.keys().map(|k| k.get_ref().as_ref()).filter(|k| !is_known(k)).collect()
}

/// Every key of the top is one of ours or a section of parameters.
fn check_keys(top: &Section<'_, '_>) -> Result<(), CaseError> {
    let sections = Params::sections();
    let mut known: Vec<&str> = TOP.iter().chain(&LISTS).copied().collect();
    let ours = list_words(&known);
    known.extend(sections.iter().map(String::as_str));
    top.only(&known, |key, _| match key {
        "areas" | "place" | "places" | "terminal" => Some("each place begins with `[[area]]`".into()),
        "lists" | "sanctions" => Some("each list begins with `[[list]]`".into()),
        "scenes" | "image" | "images" => Some("each scene begins with `[[scene]]`".into()),
        "photos" => Some("each photograph begins with `[[photo]]`".into()),
        "hulls" | "ship" | "ships" => Some("each hull begins with `[[hull]]`".into()),
        "berths" => Some("each berth begins with `[[berth]]`".into()),
        "pier" | "fixed" => Some("a file of piers is named under `[[piers]]`".into()),
        "coastline" | "coast" => Some("a file of land is named under `[[land]]`".into()),
        "caps" | "limit" => Some("each cap begins with `[[cap]]`".into()),
        "start" | "end" => Some(format!("both dates stand in one key: {}", period::EXAMPLE)),
        "date" | "version" => {
            Some("the edition of the report is a text of yours: edition = \"2026-11-22\"".into())
        }
        "name" => Some("did you mean `title`?".into()),
        _ => key_of_a_section(key).or_else(|| {
            let hint =
                format!("the keys here are {ours}; `plimsoll params` lists the sections of parameters");
            crate::error::nearest(key, known.iter().copied()).is_none().then_some(hint)
        }),
    })
}

/// A parameter that was written without its section.
fn key_of_a_section(key: &str) -> Option<String> {
    let section = Params::sections_with_key(key)?;
    Some(format!("`{key}` belongs under {section}; write that line above it"))
}

/// A key of the top that was written below a table: TOML reads it as part of the table.
fn top_key_hint(key: &str) -> Option<String> {
    TOP.contains(&key).then(|| {
        format!(
            "`{key}` belongs to the whole case: move the line up, above the first line that begins with `[`"
        )
    })
}

/// The tables of a list such as `[[area]]`.
fn tables<'d, 't>(top: &Section<'d, 't>, key: &str) -> Result<Vec<Section<'d, 't>>, CaseError> {
    let Some(field) = top.get(key) else { return Ok(vec![]) };
    let hint = format!("each one begins with a line of its own: `[[{key}]]`");
    let DeValue::Array(items) = field.value.get_ref() else {
        let what = if field.value.get_ref().is_table() { "a single table" } else { "a value" };
        return Err(field.error(format!("`{key}` is {what}, expected a list of tables")).with_hint(hint));
    };
    if items.len() > MOST_TABLES {
        return Err(
            field.error(format!("there are {} of `[[{key}]]`, expected at most {MOST_TABLES}", items.len()))
        );
    }
    let section = |item: &'d toml::Spanned<DeValue<'t>>| -> Result<Section<'d, 't>, CaseError> {
        let table: &'d DeTable<'t> = item.get_ref().as_table().ok_or_else(|| {
            top.doc.error(&item.span(), format!("an item of `{key}` is no table")).with_hint(hint.clone())
        })?;
        Ok(Section { doc: top.doc, name: format!("this {key}"), table, span: item.span() })
    };
    items.iter().map(section).collect()
}
