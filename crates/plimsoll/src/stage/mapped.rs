//! Exhibits whose columns the case maps.

use super::Inputs;
use crate::error::UserError;
use crate::exit::Exit;
use crate::why::printable;
use plimsoll_ais::{ColumnMap, Property, TimeFormat};
use plimsoll_case::config::{self, TableKind};
use plimsoll_case::exhibit::{ExhibitEntry, ExhibitKind, find};
use plimsoll_registry::{ColumnMapping, ColumnSource};
use std::io::Read as _;

/// The exhibits that the stage reads, each with its mapping; lists have a form of their own and need none. One that no `[[columns]]` of the case names is an error:
/// left out silently it would look as if the list said nothing.
pub(super) fn mapped_exhibits<'a>(
    inputs: &Inputs<'a>,
    kind: TableKind,
) -> Result<Vec<(&'a ExhibitEntry, ColumnMapping)>, UserError> {
    let entries: Vec<_> = inputs.exhibits().cloned().collect();
    let mut named = Vec::new();
    for mapping in inputs.config().columns.iter().filter(|m| m.kind == kind) {
        let entry = find(&entries, &mapping.exhibit)?;
        named.push((entry.id, of_config(mapping)));
    }
    inputs
        .exhibits()
        .filter(|entry| entry.kind != ExhibitKind::List)
        .map(|entry| {
            let found = named.iter().find(|(id, _)| *id == entry.id);
            found.map(|(_, mapping)| (entry, mapping.clone())).ok_or_else(|| {
                UserError::new(Exit::CaseInvalid, format!("no `[[columns]]` of case.toml says what the columns of an exhibit hold: {}", entry.path))
                    .hint(format!("its columns are {}", header(inputs, entry)))
                    .hint(format!("add to case.toml:\n  [[columns]]\n  exhibit = \"{}\"\n  kind = \"{}\"\n  list = \"...\"\n  map = {{ imo_number = \"IMO\", ship_name = \"Vessel\" }}", entry.file_name(), kind.as_str()))
                    .see("docs/guide/case-toml.md")
            })
        })
        .collect()
}

/// Which column of a table of positions holds what, if `case.toml` says so.
pub(super) fn positions(inputs: &Inputs<'_>, entry: &ExhibitEntry) -> Result<Option<ColumnMap>, UserError> {
    let entries: Vec<_> = inputs.exhibits().cloned().collect();
    for mapping in inputs.config().columns.iter().filter(|m| m.kind == TableKind::Positions) {
        if find(&entries, &mapping.exhibit)?.id == entry.id {
            return Ok(Some(column_map(mapping)));
        }
    }
    Ok(None)
}

/// The mapping of the case in the terms of AIS tables. The configuration has held its words to those of the tables.
fn column_map(mapping: &config::ColumnMapping) -> ColumnMap {
    let format = mapping.time_format.as_deref().and_then(TimeFormat::parse).unwrap_or(TimeFormat::Iso);
    let mut map = ColumnMap::new(format);
    map.delimiter = mapping.delimiter;
    for (name, source) in &mapping.map {
        let Some(property) = Property::parse(name) else { continue };
        map = match source {
            config::ColumnSource::Constant(value) => map.with_constant(property, value),
            config::ColumnSource::Column { name, factor } => map.with_factor(property, name, *factor),
        };
    }
    map
}

/// The first line of an exhibit, for a hint.
fn header(inputs: &Inputs<'_>, entry: &ExhibitEntry) -> String {
    let mut head = Vec::new();
    let read = inputs.open(entry).map(|reader| reader.take(2_000).read_to_end(&mut head));
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    if read.is_ok() { format!("`{}`", printable(line)) } else { "unreadable".into() }
}

/// The mapping of the case in the registry's terms.
fn of_config(mapping: &config::ColumnMapping) -> ColumnMapping {
    let source = |source: &config::ColumnSource| match source {
        config::ColumnSource::Constant(text) => ColumnSource::Constant(text.clone()),
        config::ColumnSource::Column { name, factor } => {
            ColumnSource::Column { name: name.clone(), factor: *factor }
        }
    };
    let map = mapping.map.iter().map(|(property, from)| (property.clone(), source(from))).collect();
    ColumnMapping { list: mapping.list.clone(), delimiter: mapping.delimiter, map }
}
