//! EU MRV: ships that reported emissions, a row for each ship and year. A register: it lists nobody and orders nothing, so
//! it gives claims and no entries.
//!
//! A name, type or port of registry is seen from 1 January of the first year to 31 December of the last year in which the
//! ship reported under it. The port of registry is not the flag, and is not made one.

use super::builder::{Builder, exchanged};
use super::sheet::{Row, Sheet};
use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use crate::property::{PropertyKind, imo_number};
use crate::value::one_line;
use jiff::civil::Date;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Claim, ClaimSubject, ImoNumber, RecordId, RecordKind, Reject, Source};
use std::collections::BTreeMap;
use std::io::Read;

/// Ships and values that are held.
const MOST_VALUES: usize = 2_000_000;

/// A value with the years in which it was reported.
struct Seen {
    source: Source,
    property: &'static str,
    original: String,
    first: i16,
    last: i16,
}

/// Where each column stands.
struct Columns {
    imo: usize,
    name: usize,
    year: usize,
    others: [(&'static str, Option<usize>); 2],
}

/// Reads the form.
pub(super) fn read(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut sheet = Sheet::open(reader, source.exhibit)?;
    let form = ListForm::EuMrvCsv.as_str();
    let columns = Columns {
        imo: sheet.need(&["imo", "imo_number"], form)?,
        name: sheet.need(&["name"], form)?,
        year: sheet.need(&["year", "reporting_period"], form)?,
        others: [
            ("ship_type", sheet.find(&["ship_type"])),
            ("port_of_registry", sheet.find(&["port_of_registry"])),
        ],
    };
    let mut builder = Builder::new(ListForm::EuMrvCsv, "EU MRV", source);
    let mut ships: BTreeMap<ImoNumber, BTreeMap<(usize, String), Seen>> = BTreeMap::new();
    let mut count = 0;
    while let Some(row) = sheet.next()? {
        let read = row.and_then(|row| {
            let (imo, year) = subject(&row, &columns)?;
            let values = ships.entry(imo).or_default();
            count -= values.len();
            let rejects = note(&row, &columns, year, values);
            count += values.len();
            Ok((year, rejects))
        });
        match read {
            Ok((year, rejects)) => {
                builder.note_day(last_day(year));
                rejects.into_iter().for_each(|reject| builder.reject(reject));
            }
            Err(reject) => builder.reject(reject),
        }
        if count > MOST_VALUES {
            let (exhibit, most) = (source.exhibit, MOST_VALUES);
            return Err(RegistryError::TooMuch { exhibit, most, what: "names and types of ships" });
        }
    }
    for (imo, values) in ships {
        builder.add_claims(claims(imo, &values))?;
    }
    builder.finish()
}

/// The ship and the year of a row.
fn subject(row: &Row, columns: &Columns) -> Result<(ImoNumber, i16), Reject> {
    let text = |place, column: &str| {
        let text = row.text(Some(place)).map_err(|reason| row.reject(format!("{column}: {reason}")))?;
        text.ok_or_else(|| row.reject(format!("{column}: nothing, expected a value")))
    };
    let imo = text(columns.imo, "imo")?;
    if let Some(reason) = exchanged(&row.name(Some(columns.name)).text, Some(imo)) {
        return Err(row.reject(reason));
    }
    let imo = imo_number(imo.trim()).map_err(|reason| row.reject(format!("imo: {reason}")))?;
    let year = PropertyKind::Year.read(text(columns.year, "year")?.trim(), 1.0);
    let year = year.map_err(|reason| row.reject(format!("year: {reason}")))?;
    let year = year.parse().map_err(|_| row.reject("year: no year"))?;
    Ok((imo, year))
}

/// Takes the values of a row; what could not be read comes back.
fn note(
    row: &Row,
    columns: &Columns,
    year: i16,
    values: &mut BTreeMap<(usize, String), Seen>,
) -> Vec<Reject> {
    let mut rejects = Vec::new();
    let cells = [("ship_name", Some(columns.name)), columns.others[0], columns.others[1]];
    for (order, (property, place)) in cells.into_iter().enumerate() {
        match row.text(place) {
            Ok(None) => {}
            Err(reason) => rejects.push(row.reject(format!("{property}: {reason}"))),
            Ok(Some(text)) => {
                let new =
                    || Seen { source: row.source, property, original: text.into(), first: year, last: year };
                let seen = values.entry((order, one_line(text))).or_insert_with(new);
                (seen.first, seen.last) = (seen.first.min(year), seen.last.max(year));
            }
        }
    }
    rejects
}

/// The claims on one ship: the name of her newest year is her name, others are former ones.
fn claims(imo: ImoNumber, values: &BTreeMap<(usize, String), Seen>) -> Vec<Claim> {
    let newest = values.values().filter(|s| s.property == "ship_name").map(|s| s.last).max();
    let Some(source) = values.values().map(|s| s.source).min() else { return Vec::new() };
    let (first, last) = (values.values().map(|s| s.first).min(), values.values().map(|s| s.last).max());
    let number = imo.to_string();
    let mut claims = Vec::with_capacity(values.len() + 1);
    if let (Some(first), Some(last)) = (first, last) {
        claims.push(claim(imo, source, "imo_number", (&number, &number), (first, last)));
    }
    for ((_, value), seen) in values {
        let is_former = seen.property == "ship_name" && Some(seen.last) != newest;
        let property = if is_former { "former_name" } else { seen.property };
        claims.push(claim(imo, seen.source, property, (value, &seen.original), (seen.first, seen.last)));
    }
    claims
}

fn claim(
    imo: ImoNumber,
    source: Source,
    property: &str,
    (value, original): (&str, &str),
    (first, last): (i16, i16),
) -> Claim {
    let keys = [Key::Id(source.exhibit), Key::Int(imo.value().into()), Key::Text(property), Key::Text(value)];
    Claim {
        id: RecordId::of(RecordKind::Claim, &keys),
        source,
        subject: ClaimSubject::Imo(imo),
        property: property.into(),
        value: value.into(),
        original_value: original.into(),
        list: String::new(),
        list_version: None,
        entry: None,
        first_seen: Some(Date::constant(first, 1, 1)),
        last_seen: Some(last_day(last)),
    }
}

fn last_day(year: i16) -> Date {
    Date::constant(year, 12, 31)
}
