//! `[[berth]]`: the water in which a ship at a berth lies, one by one or a file of them.

use super::area::{self, Extent};
use super::section::Section;
use crate::error::CaseError;
use std::collections::BTreeMap;

pub(super) const KEYS: [&str; 6] = ["name", "polygon", "geojson", "exhibit", "name_key", "source"];
const ONE: &str = "name = \"Berth 2\" and a `polygon`; or exhibit = \"berths.geojson\" for a file of them";
const POLYGON: &str = "polygon = [[33.741, -118.252], [33.741, -118.248], [33.740, -118.248]]";

/// One berth, or the berths of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum BerthConfig {
    /// One, with its extent.
    One {
        /// Its name, unique in the case.
        name: String,
        /// Its extent, never by name only.
        extent: Extent,
        /// Where the extent comes from.
        source: String,
    },
    /// Each polygon of a GeoJSON exhibit is a berth.
    InExhibit {
        /// File name, path or id of the exhibit.
        exhibit: String,
        /// The property that holds the name of a berth.
        name_key: String,
        /// Where the extents come from.
        source: String,
    },
}

/// Every `[[berth]]`, each name and each exhibit once.
pub(super) fn read_all(sections: &[Section<'_, '_>]) -> Result<Vec<BerthConfig>, CaseError> {
    let mut berths = Vec::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for section in sections {
        let berth = read(section)?;
        let (key, what) = match &berth {
            BerthConfig::One { name, .. } => ("name", name.to_lowercase()),
            BerthConfig::InExhibit { exhibit, .. } => ("exhibit", exhibit.clone()),
        };
        if let Some(first) = lines.insert(format!("{key} {what}"), section.doc.line_at(section.span.start).0)
        {
            let field = section.need(key, ONE)?;
            return Err(field
                .error(format!(
                    "a second `[[berth]]` has the {key} `{what}`; the first begins on line {first}"
                ))
                .with_hint("give each berth its own name, or delete one of the two"));
        }
        berths.push(berth);
    }
    Ok(berths)
}

fn read(section: &Section<'_, '_>) -> Result<BerthConfig, CaseError> {
    section.only(&KEYS, explain)?;
    let source = section.text("source")?.unwrap_or_else(|| "as given in case.toml".into());
    match (section.get("name"), section.get("exhibit")) {
        (Some(name), None) => one(section, name.text()?, source),
        (None, Some(exhibit)) => {
            for key in ["polygon", "geojson"] {
                if let Some(field) = section.get(key) {
                    return Err(field.error(format!("`{key}` is of one berth, `exhibit` of a file of them")));
                }
            }
            let name_key = section.text("name_key")?.unwrap_or_else(|| "name".into());
            Ok(BerthConfig::InExhibit { exhibit: exhibit.text()?, name_key, source })
        }
        (Some(_), Some(exhibit)) => Err(exhibit
            .error("this berth has a `name` and an `exhibit` of many")
            .with_hint("for one polygon of a file: geojson = { exhibit = \"berths.geojson\", property = \"name\", value = \"2\" }")),
        (None, None) => Err(section.error("this berth has no name").with_hint(format!("write {ONE}"))),
    }
}

fn one(section: &Section<'_, '_>, name: String, source: String) -> Result<BerthConfig, CaseError> {
    let of = Section {
        name: format!("berth `{name}`"),
        doc: section.doc,
        table: section.table,
        span: section.span.clone(),
    };
    if let Some(field) = of.get("name_key") {
        return Err(field.error("`name_key` belongs to a file of berths, beside `exhibit`"));
    }
    let extent = match (of.get("polygon"), of.get("geojson")) {
        (Some(field), None) => Extent::Given(area::polygon(&field)?),
        (None, Some(field)) => area::geojson(&field.section(area::GEOJSON)?)?,
        (Some(_), Some(field)) => {
            return Err(field
                .error(format!("{} has two extents, `polygon` and `geojson`", of.name))
                .with_hint("keep one of the two"));
        }
        (None, None) => {
            return Err(of.error(format!("{} has no extent", of.name)).with_hint(format!(
                "add a line such as {POLYGON}: the water in which the ship lies, without the quay"
            )));
        }
    };
    Ok(BerthConfig::One { name, extent, source })
}

/// Keys that people expect in a berth.
fn explain(key: &str, _: &Section<'_, '_>) -> Option<String> {
    match key {
        "circle" => Some(format!("a berth is long and narrow: write {POLYGON}")),
        "file" | "path" => Some("the file is named by the exhibit: exhibit = \"berths.geojson\"".into()),
        "key" | "property" => Some("the property that holds the name is name_key = \"name\"".into()),
        "area" | "place" => {
            Some("a berth lies in the places in which its polygon lies; delete the line".into())
        }
        _ => super::top_key_hint(key),
    }
}
