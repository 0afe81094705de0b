//! The table of ships that the Ukrainian military intelligence (GUR) publishes, as collected from its pages.
//!
//! The list binds nobody: each ship is named and nothing is ordered. The pages give no day of listing. Where a field of
//! a page was empty the collector took the label of the next field for its value: such cells are rejects, not claims.

use super::builder::{Builder, Draft, Order, exchanged};
use super::sheet::{Row, Sheet};
use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use crate::property::PropertyKind;
use crate::value::one_line;
use plimsoll_model::Reject;
use plimsoll_model::list::{Authority, EntryKind, Measure};
use std::io::Read;

/// Labels of the pages that stand where a value should.
const LABELS: [&str; 14] = [
    "build year",
    "call sign",
    "callsign",
    "category",
    "dwt",
    "flag",
    "flag (current)",
    "flags (former)",
    "former names",
    "imo",
    "mmsi",
    "vessel name",
    "vessel name (international according to imo)",
    "vessel type",
];

/// Columns that are claims as they stand.
const TEXTS: [(&str, &str); 3] = [("flag", "flag"), ("vessel_type", "ship_type"), ("callsign", "call_sign")];

/// Reads the form.
pub(super) fn read(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut sheet = Sheet::open(reader, source.exhibit)?;
    for name in ["gur_id", "name", "imo"] {
        sheet.need(&[name], ListForm::GurCsv.as_str())?;
    }
    let places: Vec<(String, usize)> =
        sheet.columns().enumerate().map(|(place, (_, name))| (name.to_owned(), place)).collect();
    let place = |name: &str| places.iter().find(|(n, _)| n == name).map(|(_, place)| *place);
    let mut builder = Builder::new(ListForm::GurCsv, "GUR", source);
    while let Some(row) = sheet.next()? {
        match row.and_then(|row| draft(&row, &place)) {
            Ok(draft) => builder.add(draft)?,
            Err(reject) => builder.reject(reject),
        }
    }
    builder.finish()
}

fn draft(row: &Row, place: &impl Fn(&str) -> Option<usize>) -> Result<Draft, Reject> {
    let name = row.name(place("name"));
    let text = |column: &str| row.text(place(column)).ok().flatten().map(one_line);
    let (id, imo) = (text("gur_id"), text("imo"));
    if let Some(reason) = exchanged(&name.text, imo.as_deref()) {
        return Err(row.reject(reason));
    }
    let key = match (&id, &imo) {
        (Some(id), _) => id.clone(),
        (None, Some(imo)) => format!("imo/{imo}"),
        (None, None) => format!("name/{}", one_line(&name.text)),
    };
    if name.text.trim().is_empty() && imo.is_none() {
        return Err(row.reject("name: nothing, and no IMO number, expected one of them"));
    }
    let mut draft = Draft::new(row.source, &row.bytes, &key, EntryKind::Vessel, &name.text);
    draft.claim_name("ship_name", &name);
    numbers(&mut draft, row, place);
    for (column, property) in TEXTS {
        if let Some(text) = value(&mut draft, row, place(column), column).filter(|t| !is_unknown(t)) {
            draft.claim(property, text);
        }
    }
    if let Some(text) = value(&mut draft, row, place("former_names"), "former_names") {
        for name in text.split(" / ") {
            draft.claim("former_name", name.trim());
        }
    }
    built(&mut draft, row, place("build_year"));
    if is_still_named(&mut draft, row, place("status")) {
        draft.order(Order {
            authority: Authority::Publisher,
            instrument: "GUR, publication of ships".into(),
            measure: Measure::Named,
            original: String::new(),
            from: None,
            until: None,
        });
    }
    Ok(draft)
}

fn numbers(draft: &mut Draft, row: &Row, place: &impl Fn(&str) -> Option<usize>) {
    if let Some(text) = value(draft, row, place("imo"), "imo") {
        draft.imo("imo", text);
    }
    for (column, property) in [("mmsi_current", "mmsi"), ("mmsi_legacy", "former_mmsi")] {
        if let Some(text) = value(draft, row, place(column), column) {
            draft.mmsi(column, property, text);
        }
    }
}

/// The year of building; of a hull whose building is dated twice each year is a claim.
fn built(draft: &mut Draft, row: &Row, place: Option<usize>) {
    let Some(text) = value(draft, row, place, "build_year") else { return };
    let years: Vec<&str> = text.split(" / ").collect();
    if years.len() > 1 {
        draft.remark(format!("built: the list gives {} years, {}", years.len(), one_line(text)));
    }
    for year in years {
        match PropertyKind::Year.read(year.trim(), 1.0) {
            Ok(found) => draft.claim_as("built_year", found, year.trim()),
            Err(reason) => draft.reject(format!("build_year: {reason}")),
        }
    }
}

/// Whether the page is still there. A page that is gone has no day on which it went: the ship is an entry without a measure.
fn is_still_named(draft: &mut Draft, row: &Row, place: Option<usize>) -> bool {
    let Some(text) = value(draft, row, place, "status") else { return true };
    draft.claim("status", text);
    let is_named = text.trim() == "listed";
    if !is_named {
        draft.remark(format!(
            "status `{}`: no longer named, on a day that the file does not give",
            one_line(text)
        ));
    }
    is_named
}

/// A cell, unless it is blank or holds a label of the page.
fn value<'r>(draft: &mut Draft, row: &'r Row, place: Option<usize>, column: &str) -> Option<&'r str> {
    let text = draft.cell(row, place, column)?;
    if LABELS.contains(&one_line(text).to_lowercase().as_str()) {
        draft.reject(format!("{column}: `{}` is a label of the page, expected a value", one_line(text)));
        return None;
    }
    Some(text)
}

fn is_unknown(text: &str) -> bool {
    ["unknown", "n/a", "-"].contains(&text.trim().to_lowercase().as_str())
}
