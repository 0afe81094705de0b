//! A table of questions: one ship a row, as far as she is known.

use super::Asked;
use crate::error::RegistryError;
use crate::property::{imo_number, mmsi};
use crate::record::{Record, Records, split};
use crate::{Rows, table, value};
use jiff::civil::Date;
use plimsoll_model::{ExhibitId, Reject, Source};
use std::io::Read;

/// A question of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchQuestion {
    /// Line, counted from 1.
    pub line: u64,
    /// About whom.
    pub asked: Asked,
    /// On which day, where the row says it.
    pub on: Option<Date>,
}

/// What a column holds, with the words for it.
const COLUMNS: [(Column, &[&str]); 5] = [
    (Column::Imo, &["imo_number", "imo", "imo_no"]),
    (Column::Name, &["ship_name", "name", "vessel", "vessel_name"]),
    (Column::Mmsi, &["mmsi"]),
    (Column::CallSign, &["call_sign", "callsign"]),
    (Column::On, &["on", "date", "day"]),
];

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Imo,
    Name,
    Mmsi,
    CallSign,
    On,
}

/// The questions of a table with a header. Columns of other names are passed over; a header without any of ours is an error,
/// and a row that asks nothing or cannot be read is a reject.
pub fn questions(reader: impl Read, exhibit: ExhibitId) -> Result<Rows<BatchQuestion>, RegistryError> {
    let mut records = Records::new(reader);
    let (delimiter, titles) = table::any_header(&mut records, exhibit)?;
    let columns: Vec<Option<Column>> = titles.iter().map(|title| column(title)).collect();
    for column in columns.iter().flatten() {
        if columns.iter().flatten().filter(|c| *c == column).count() > 1 {
            let reason = format!(
                "two columns mean the same, expected each once: {}",
                titles
                    .iter()
                    .take(20)
                    .map(|t| format!("`{}`", value::shown(t)))
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            return Err(RegistryError::Header { exhibit, reason });
        }
    }
    if !columns.iter().flatten().any(|c| *c != Column::On) {
        let reason = format!(
            "none of the columns {} says whom a question is about, expected imo_number, ship_name, mmsi or call_sign",
            titles.iter().take(20).map(|t| format!("`{}`", value::shown(t))).collect::<Vec<_>>().join(", ")
        );
        return Err(RegistryError::Header { exhibit, reason });
    }
    let mut rows = Rows::new();
    while let Some(record) = records.next(delimiter).map_err(|error| RegistryError::Io { exhibit, error })? {
        if record.bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let source = Source { exhibit, line: record.line, byte_offset: record.offset };
        match question(&record, delimiter, &columns) {
            Ok(question) => rows.rows.push(question),
            Err(reason) => rows.rejects.push(Reject::new(source, reason, &record.bytes)),
        }
    }
    Ok(rows)
}

fn column(title: &str) -> Option<Column> {
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let name = words.join("_");
    COLUMNS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(column, _)| *column)
}

/// One row; the error says what was found and what was expected.
fn question(record: &Record, delimiter: u8, columns: &[Option<Column>]) -> Result<BatchQuestion, String> {
    if let Some(problem) = &record.problem {
        return Err(format!("{problem}, expected a row of the table"));
    }
    let fields = split(&record.bytes, delimiter);
    if fields.len() != columns.len() {
        return Err(format!("{} fields, expected {} as in the header", fields.len(), columns.len()));
    }
    let mut question = BatchQuestion { line: record.line, asked: Asked::default(), on: None };
    for (column, field) in columns.iter().zip(&fields) {
        let Some(column) = column else { continue };
        let text = std::str::from_utf8(field)
            .map_err(|_| format!("`{}` is not UTF-8 text", value::shown(&String::from_utf8_lossy(field))))?;
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        match column {
            Column::Imo => question.asked.imo_number = Some(imo_number(text)?),
            Column::Name => {
                if is_number(text) {
                    return Err(format!(
                        "the name `{}` is a hull number, expected it under imo_number",
                        value::shown(text)
                    ));
                }
                question.asked.names.push(value::one_line(text));
            }
            Column::Mmsi => question.asked.mmsis.push(mmsi(text)?),
            Column::CallSign => question.asked.call_signs.push(value::one_line(text)),
            Column::On => question.on = Some(value::day(text)?),
        }
    }
    if question.asked == Asked::default() {
        return Err("the row asks nothing, expected a number or a name".into());
    }
    Ok(question)
}

/// True if a name is a hull number that stands in the wrong place.
pub fn is_number(name: &str) -> bool {
    let bare = name.trim().trim_start_matches(['I', 'M', 'O', 'i', 'm', 'o', ':', ' ']);
    bare.len() == 7 && bare.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{RecordId, RecordKind};
    use proptest::prelude::*;

    fn read(text: &[u8]) -> Result<Rows<BatchQuestion>, RegistryError> {
        questions(text, RecordId::of(RecordKind::Exhibit, &[]))
    }

    #[test]
    fn columns_are_found_by_name_and_a_bad_row_is_said() {
        let rows = read(
            b"Vessel Name;IMO No;on;owner\nGrey Heron;9074729;2024-03-07;x\n;9074728;;\n;;2024-03-07;\n",
        )
        .unwrap();
        assert_eq!(rows.rows.len(), 1);
        let first = &rows.rows[0];
        assert_eq!((first.line, first.asked.names[0].as_str()), (2, "Grey Heron"));
        assert_eq!(first.asked.imo_number.map(|n| n.value()), Some(9_074_729));
        assert_eq!(first.on.map(|d| d.to_string()).as_deref(), Some("2024-03-07"));
        let reasons: Vec<_> = rows.rejects.iter().map(|r| (r.source.line, r.reason.as_str())).collect();
        assert!(reasons[0].0 == 3 && reasons[0].1.contains("check digit"), "{reasons:?}");
        assert!(reasons[1].1.contains("asks nothing"), "{reasons:?}");
    }

    #[test]
    fn a_table_that_names_nobody_is_an_error() {
        let error = read(b"a,b\n1,2\n").unwrap_err().to_string();
        assert!(error.contains("says whom"), "{error}");
        assert!(read(b"").is_err());
        assert!(read(b"imo,imo_number\n9074729,9074729\n").unwrap_err().to_string().contains("two columns"));
        let number = read(b"name\nIMO 9074729\n").unwrap();
        assert!(number.rejects[0].reason.contains("hull number"), "{:?}", number.rejects);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut table = b"imo,name,mmsi,on\n".to_vec();
            table.extend(bytes);
            let _ = read(&table);
        }
    }
}
