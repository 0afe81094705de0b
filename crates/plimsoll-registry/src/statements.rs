//! Statements that others made in public, from a table: one number a row, with its unit, bound and referent.
//!
//! Periods are read as in [`mod@crate::reported_volumes`]: a day as an end is the first that no longer belongs; a
//! month or a year is the whole of it. Lists in a cell are parted by `;`. Nothing is converted from mass to volume.

use crate::Rows;
use crate::error::RegistryError;
use crate::mapping::ColumnMapping;
use crate::record::Records;
use crate::reported_volumes::instant;
use crate::table::{Row, Table, any_header};
use crate::value::{self, shown};
use plimsoll_model::evidence::Key;
use plimsoll_model::statement::days_of;
use plimsoll_model::{
    Bound, ExhibitId, Period, RecordId, RecordKind, Referent, Statement, StatementQuantity,
};
use std::collections::BTreeSet;
use std::io::Read;

/// Rows and rejects of one table that are held. Each statement is held against each other.
const MOST_ROWS: usize = 2_000;
/// More than the world has of anything that is counted here.
const MOST: f64 = 1e13;
/// Labels that one cell may name.
const MOST_LABELS: usize = 64;
/// Days in a mean month of the Gregorian calendar: 146,097 days in 4,800 months.
const MONTH_D: f64 = 146_097.0 / 4_800.0;

/// Properties of a statement, by which columns are mapped.
pub const PROPERTIES: [&str; 24] = [
    "statement",
    "quantity",
    "value",
    "said_by",
    "citation",
    "bound",
    "low",
    "high",
    "unit",
    "equals_value",
    "equals_unit",
    "subject",
    "suppliers",
    "places",
    "period_start",
    "period_end",
    "instrument",
    "laden_percent",
    "of",
    "parts",
    "said_on",
    "words",
    "note",
    "is_verified",
];

/// The mapping of a table whose columns bear the names of our properties: those among `columns` that do.
pub fn own_columns(columns: &[String]) -> ColumnMapping {
    let map = PROPERTIES
        .iter()
        .filter(|property| columns.iter().any(|c| c == *property))
        .map(|property| ((*property).to_owned(), crate::ColumnSource::column(property)))
        .collect();
    ColumnMapping { list: String::new(), delimiter: None, map }
}

/// Bytes of a file of statements that stands alone.
const MOST_BYTES: u64 = 64 << 20;

/// The statements of a table whose columns bear the names of our properties, as `plimsoll claims --csv` reads it. Other
/// columns are passed over. A file above 64 MB is refused.
pub fn own_statements(reader: impl Read, exhibit: ExhibitId) -> Result<Rows<Statement>, RegistryError> {
    let mut bytes = Vec::new();
    reader
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| RegistryError::Io { exhibit, error })?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(RegistryError::TooMuch { exhibit, most: MOST_BYTES as usize, what: "bytes" });
    }
    let (_, columns) = any_header(&mut Records::new(bytes.as_slice()), exhibit)?;
    statements(bytes.as_slice(), exhibit, &own_columns(&columns))
}

/// The statements of a table.
///
/// `statement`, `quantity`, `value`, `said_by` and `citation` must be mapped. A row without one of them, with a unit
/// that does not fit its quantity, or with a label that a row before it has is a reject; only a `wording` has no value.
pub fn statements(
    reader: impl Read,
    exhibit: ExhibitId,
    mapping: &ColumnMapping,
) -> Result<Rows<Statement>, RegistryError> {
    check(mapping).map_err(|reason| RegistryError::Mapping { exhibit, reason })?;
    let mut table = Table::open(reader, exhibit, mapping)?;
    let mut rows = Rows::new();
    let mut labels = BTreeSet::new();
    while let Some(row) = table.next()? {
        match row {
            Err(reject) => rows.rejects.push(reject),
            Ok(row) => match read(&row, &labels) {
                Ok(statement) => {
                    labels.insert(statement.label.clone());
                    rows.rows.push(statement);
                }
                Err(reason) => rows.rejects.push(row.reject(reason)),
            },
        }
        if rows.len() > MOST_ROWS {
            return Err(RegistryError::TooMuch { exhibit, most: MOST_ROWS, what: "rows and rejects" });
        }
    }
    Ok(rows)
}

/// The properties without which no row can be read are mapped, and no others than ours.
fn check(mapping: &ColumnMapping) -> Result<(), String> {
    if let Some(other) = mapping.map.keys().find(|key| !PROPERTIES.contains(&key.as_str())) {
        return Err(format!("`{}` is not a property of a statement", shown(other)));
    }
    match PROPERTIES[..5].iter().find(|property| !mapping.map.contains_key(**property)) {
        Some(missing) => Err(format!("`{missing}` is not mapped: map it to a column or a constant")),
        None => Ok(()),
    }
}

fn read(row: &Row<'_>, labels: &BTreeSet<String>) -> Result<Statement, String> {
    let offset = i64::try_from(row.source.byte_offset).unwrap_or(i64::MAX);
    let id = RecordId::of(RecordKind::Statement, &[Key::Id(row.source.exhibit), Key::Int(offset)]);
    let label = label(need(row, "statement")?)?;
    if labels.contains(&label) {
        return Err(format!("statement: `{label}` stands above already, expected each once"));
    }
    let word = need(row, "quantity")?;
    let quantity = StatementQuantity::parse(&word.to_ascii_lowercase())
        .ok_or_else(|| format!("quantity: `{}`, expected {}", shown(word), quantities()))?;
    let unit = text(row, "unit")?.unwrap_or_default();
    let amount = |property: &str| amount(row, property, quantity, &unit);
    let value = match (amount("value")?, quantity) {
        (Some(value), _) => value,
        (None, StatementQuantity::Wording) => 0.0,
        (None, _) => return Err("value is blank".into()),
    };
    let (low, high) = (amount("low")?, amount("high")?);
    if low.is_some() != high.is_some() || low.zip(high).is_some_and(|(low, high)| low > high) {
        return Err("low and high: expected both, low not above high".into());
    }
    Ok(Statement {
        id,
        source: row.source,
        label,
        quantity,
        bound: bound(row)?,
        value,
        low,
        high,
        equals: equals(row, quantity)?,
        referent: referent(row)?,
        of: names(row, "of")?,
        parts: names(row, "parts")?,
        said_on: match text(row, "said_on")? {
            None => None,
            Some(day) => Some(value::day(&day).map_err(|reason| format!("said_on: {reason}"))?),
        },
        said_by: value::one_line(need(row, "said_by")?),
        citation: value::one_line(need(row, "citation")?),
        words: text(row, "words")?.unwrap_or_default(),
        note: text(row, "note")?.unwrap_or_default(),
        is_verified: truth(row, "is_verified")?.unwrap_or(false),
    })
}

/// The words for a quantity, for a message.
fn quantities() -> String {
    let words: Vec<&str> = StatementQuantity::ALL.iter().map(|q| q.as_str()).collect();
    format!("one of {}", words.join(", "))
}

/// A short name: it goes into cells that name several, and on one line of an answer.
fn label(text: &str) -> Result<String, String> {
    let is_short = (1..=24).contains(&text.len());
    let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    if is_short && is_plain {
        return Ok(text.to_owned());
    }
    Err(format!("statement: `{}`, expected at most 24 letters, digits, `-`, `_` and `.`", shown(text)))
}

fn bound(row: &Row<'_>) -> Result<Bound, String> {
    let Some(word) = text(row, "bound")? else { return Ok(Bound::Exactly) };
    Bound::parse(&word.to_ascii_lowercase()).ok_or_else(|| {
        let words: Vec<&str> = Bound::ALL.iter().map(|b| b.as_str()).collect();
        format!("bound: `{}`, expected one of {}", shown(&word), words.join(", "))
    })
}

/// A number of the row in the unit of the quantity, or a day.
fn amount(
    row: &Row<'_>,
    property: &str,
    quantity: StatementQuantity,
    unit: &str,
) -> Result<Option<f64>, String> {
    let named = |reason: String| format!("{property}: {reason}");
    let Some(cell) = row.cell(property).map_err(named)? else { return Ok(None) };
    if quantity.is_date() {
        return value::day(cell.text()).map(|day| Some(days_of(day))).map_err(named);
    }
    let factor = factor(quantity, unit)?;
    let amount = value::number(cell.text()).map_err(named)? * cell.factor * factor;
    if amount > MOST { Err(named(format!("{amount}, expected at most {MOST}"))) } else { Ok(Some(amount)) }
}

/// From a unit to that in which the quantity is kept.
fn factor(quantity: StatementQuantity, unit: &str) -> Result<f64, String> {
    use StatementQuantity as Q;
    let known: &[(&str, f64)] = match quantity {
        Q::Volume | Q::Limit => &[("bbl", 1.0), ("kbbl", 1e3), ("M bbl", 1e6)],
        Q::Mass | Q::Deadweight => &[("t", 1.0), ("kt", 1e3)],
        Q::Rate => &[("bbl/d", 1.0), ("kbbl/d", 1e3), ("M bbl/d", 1e6)],
        Q::Duration => &[("d", 1.0), ("weeks", 7.0), ("months", MONTH_D), ("years", 12.0 * MONTH_D)],
        Q::Share | Q::Laden | Q::Cadence => &[("%", 0.01), ("share", 1.0)],
        Q::Multiple => &[("times", 1.0), ("", 1.0)],
        Q::Date | Q::CrossingDate => &[("date", 1.0), ("", 1.0)],
        Q::Calls | Q::Ships | Q::Ports | Q::Containers | Q::People => &[("", 1.0), ("count", 1.0)],
        Q::Wording => &[("", 1.0)],
    };
    known.iter().find(|(word, _)| *word == unit).map(|(_, factor)| *factor).ok_or_else(|| {
        let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
        format!("unit: `{}` of {}, expected {}", shown(unit), quantity.as_str(), words.join(" or "))
    })
}

/// The same amount in the other of bbl and t.
fn equals(row: &Row<'_>, quantity: StatementQuantity) -> Result<Option<f64>, String> {
    use StatementQuantity as Q;
    let unit = text(row, "equals_unit")?.unwrap_or_default();
    let other = match quantity {
        Q::Volume | Q::Limit => Q::Mass,
        Q::Mass => Q::Volume,
        _ if row.cell("equals_value")?.is_none() => return Ok(None),
        _ => return Err(format!("equals_value: {} has no other unit, expected none", quantity.as_str())),
    };
    if row.cell("equals_value")?.is_none() {
        return Ok(None);
    }
    amount(row, "equals_value", other, &unit).map_err(|reason| reason.replacen("unit:", "equals_unit:", 1))
}

fn referent(row: &Row<'_>) -> Result<Referent, String> {
    let laden = match row.cell("laden_percent")? {
        None => None,
        Some(cell) => {
            Some(value::number(cell.text()).map_err(|reason| format!("laden_percent: {reason}"))? / 100.0)
        }
    };
    if laden.is_some_and(|share| !(0.01..=1.0).contains(&share)) {
        return Err("laden_percent: expected 1 to 100".into());
    }
    Ok(Referent {
        subject: text(row, "subject")?.unwrap_or_default(),
        suppliers: names(row, "suppliers")?,
        places: names(row, "places")?,
        period: period(row)?,
        instrument: text(row, "instrument")?.unwrap_or_default(),
        laden_share: laden,
    })
}

fn period(row: &Row<'_>) -> Result<Option<Period>, String> {
    match (text(row, "period_start")?, text(row, "period_end")?) {
        (None, None) => Ok(None),
        (Some(start), Some(end)) => {
            let start = instant(&start, false).map_err(|reason| format!("period_start: {reason}"))?;
            let end = instant(&end, true).map_err(|reason| format!("period_end: {reason}"))?;
            Period::new(start, end).map(Some).map_err(|error| error.to_string())
        }
        _ => Err("period_start and period_end: expected both or neither".into()),
    }
}

/// The text of a cell that must not be blank.
fn need<'r>(row: &'r Row<'_>, property: &str) -> Result<&'r str, String> {
    let cell = row.cell(property).map_err(|reason| format!("{property}: {reason}"))?;
    cell.map(|cell| cell.original.trim()).ok_or_else(|| format!("{property} is blank"))
}

fn text(row: &Row<'_>, property: &str) -> Result<Option<String>, String> {
    let cell = row.cell(property).map_err(|reason| format!("{property}: {reason}"))?;
    Ok(cell.map(|cell| value::one_line(cell.original)))
}

fn truth(row: &Row<'_>, property: &str) -> Result<Option<bool>, String> {
    match text(row, property)?.map(|t| t.to_ascii_lowercase()).as_deref() {
        None => Ok(None),
        Some("no" | "false" | "0") => Ok(Some(false)),
        Some("yes" | "true" | "1") => Ok(Some(true)),
        Some(other) => Err(format!("{property}: `{}`, expected `yes` or `no`", shown(other))),
    }
}

/// The names of a cell, parted by `;`.
fn names(row: &Row<'_>, property: &str) -> Result<Vec<String>, String> {
    let Some(text) = text(row, property)? else { return Ok(Vec::new()) };
    let names: Vec<String> =
        text.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    if names.len() > MOST_LABELS {
        return Err(format!("{property}: {} names, expected at most {MOST_LABELS}", names.len()));
    }
    Ok(names)
}

#[cfg(test)]
mod tests;
