//! A table with a header: which field of a record gives which property.

use crate::error::RegistryError;
use crate::mapping::{ColumnMapping, ColumnSource};
use crate::record::{Record, Records, split};
use crate::value;
use plimsoll_model::{ExhibitId, Reject, Source};
use std::collections::BTreeMap;
use std::io::Read;

/// Columns that a table may have.
const MOST_COLUMNS: usize = 4096;
/// Bytes that one cell may have.
const MOST_CELL_BYTES: usize = 4096;
/// Delimiters that are tried where the mapping names none.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table that is being read.
pub(crate) struct Table<R> {
    records: Records<R>,
    exhibit: ExhibitId,
    delimiter: u8,
    fields: usize,
    places: BTreeMap<String, Place>,
}

/// Where a property stands.
#[derive(Clone, Debug)]
enum Place {
    Field { index: usize, factor: f64 },
    Constant(String),
}

/// A row of a table.
pub(crate) struct Row<'t> {
    /// Where it stands.
    pub(crate) source: Source,
    bytes: Vec<u8>,
    fields: Vec<Vec<u8>>,
    places: &'t BTreeMap<String, Place>,
}

/// What a row says of a property.
pub(crate) struct Cell<'r> {
    /// The text, with the blanks around it.
    pub(crate) original: &'r str,
    /// What a number is multiplied by.
    pub(crate) factor: f64,
}

impl<R: Read> Table<R> {
    /// Reads the header and finds the mapped columns in it.
    pub(crate) fn open(
        reader: R,
        exhibit: ExhibitId,
        mapping: &ColumnMapping,
    ) -> Result<Self, RegistryError> {
        let mut records = Records::new(reader);
        let (delimiter, names) = header(&mut records, exhibit, mapping)?;
        let places = places(&names, mapping, exhibit)?;
        Ok(Self { records, exhibit, delimiter, fields: names.len(), places })
    }

    /// The next row, or what stands there instead of one.
    pub(crate) fn next(&mut self) -> Result<Option<Result<Row<'_>, Reject>>, RegistryError> {
        let record = self
            .records
            .next(self.delimiter)
            .map_err(|error| RegistryError::Io { exhibit: self.exhibit, error })?;
        Ok(record.map(|record| self.row(record)))
    }

    fn row(&self, record: Record) -> Result<Row<'_>, Reject> {
        let source = Source { exhibit: self.exhibit, line: record.line, byte_offset: record.offset };
        let reject = |reason: String| Reject::new(source, reason, &record.bytes);
        if let Some(problem) = record.problem {
            return Err(reject(format!("{problem}, expected a row of the table")));
        }
        let fields = split(&record.bytes, self.delimiter);
        let is_whole = fields.len() >= self.fields && fields[self.fields..].iter().all(Vec::is_empty);
        if !is_whole {
            return Err(reject(format!(
                "{} fields, expected {} as in the header",
                fields.len(),
                self.fields
            )));
        }
        Ok(Row { source, bytes: record.bytes, fields, places: &self.places })
    }
}

impl Row<'_> {
    /// What the row says of a property; `None` where it is not mapped or the cell is blank.
    pub(crate) fn cell(&self, property: &str) -> Result<Option<Cell<'_>>, String> {
        let (bytes, factor) = match self.places.get(property) {
            None => return Ok(None),
            Some(Place::Constant(text)) => (text.as_bytes(), 1.0),
            Some(Place::Field { index, factor }) => (self.fields[*index].as_slice(), *factor),
        };
        if bytes.len() > MOST_CELL_BYTES {
            return Err(format!("a cell of {} bytes, expected at most {MOST_CELL_BYTES}", bytes.len()));
        }
        let original = std::str::from_utf8(bytes)
            .map_err(|_| format!("`{}` is not UTF-8 text", value::shown(&String::from_utf8_lossy(bytes))))?;
        Ok((!original.trim().is_empty()).then_some(Cell { original, factor }))
    }

    /// A reject of this row.
    pub(crate) fn reject(&self, reason: String) -> Reject {
        Reject::new(self.source, reason, &self.bytes)
    }
}

impl Cell<'_> {
    /// The text without the blanks around it.
    pub(crate) fn text(&self) -> &str {
        self.original.trim()
    }
}

/// The delimiter and the names of the columns. Where the mapping names no delimiter, the one by which most mapped
/// columns are found, then the one that gives most columns.
fn header<R: Read>(
    records: &mut Records<R>,
    exhibit: ExhibitId,
    mapping: &ColumnMapping,
) -> Result<(u8, Vec<String>), RegistryError> {
    let tried: &[u8] = mapping.delimiter.as_ref().map_or(&DELIMITERS, std::slice::from_ref);
    let wanted: Vec<String> = mapping.map.values().filter_map(column_name).map(value::one_line).collect();
    let mut best: Option<(usize, u8, Vec<String>, usize)> = None;
    let mut problem = None;
    for &delimiter in tried {
        let peeked = records.peek(delimiter).map_err(|error| RegistryError::Io { exhibit, error })?;
        let (record, lines) = peeked.ok_or(RegistryError::NoHeader { exhibit })?;
        match names(&record, delimiter) {
            Err(reason) => problem = Some(reason),
            Ok(names) => {
                let found = wanted.iter().filter(|w| names.contains(w)).count();
                if best.as_ref().is_none_or(|(most, _, b, _)| (found, names.len()) > (*most, b.len())) {
                    best = Some((found, delimiter, names, lines));
                }
            }
        }
    }
    let Some((_, delimiter, names, lines)) = best else {
        return Err(RegistryError::Header { exhibit, reason: problem.unwrap_or_default() });
    };
    records.take(lines);
    Ok((delimiter, names))
}

/// The delimiter and the names of the columns of a table of which no column is mapped.
pub(crate) fn any_header<R: Read>(
    records: &mut Records<R>,
    exhibit: ExhibitId,
) -> Result<(u8, Vec<String>), RegistryError> {
    let mapping = ColumnMapping { list: String::new(), delimiter: None, map: BTreeMap::new() };
    header(records, exhibit, &mapping)
}

/// The names in a header, each on one line; bytes that are not UTF-8 are replaced.
fn names(header: &Record, delimiter: u8) -> Result<Vec<String>, String> {
    if header.bytes.starts_with(b"\xff\xfe") || header.bytes.starts_with(b"\xfe\xff") {
        return Err("the table is in UTF-16, expected UTF-8".into());
    }
    if let Some(problem) = header.problem {
        return Err(format!("{problem}, expected a line of column names"));
    }
    let fields = split(&header.bytes, delimiter);
    if fields.len() > MOST_COLUMNS {
        return Err(format!("{} columns, expected at most {MOST_COLUMNS}", fields.len()));
    }
    Ok(fields.iter().map(|f| value::one_line(&String::from_utf8_lossy(f))).collect())
}

fn column_name(source: &ColumnSource) -> Option<&str> {
    match source {
        ColumnSource::Column { name, .. } => Some(name),
        ColumnSource::Constant(_) => None,
    }
}

fn places(
    names: &[String],
    mapping: &ColumnMapping,
    exhibit: ExhibitId,
) -> Result<BTreeMap<String, Place>, RegistryError> {
    let place = |(property, source): (&String, &ColumnSource)| {
        let place = match source {
            ColumnSource::Constant(text) => Place::Constant(text.clone()),
            ColumnSource::Column { name, factor } => {
                Place::Field { index: index(names, property, name, exhibit)?, factor: *factor }
            }
        };
        Ok((property.clone(), place))
    };
    mapping.map.iter().map(place).collect()
}

/// The one column of a name.
fn index(names: &[String], property: &str, column: &str, exhibit: ExhibitId) -> Result<usize, RegistryError> {
    let wanted = value::one_line(column);
    let mut found = names.iter().enumerate().filter(|(_, name)| **name == wanted).map(|(index, _)| index);
    match (found.next(), found.count()) {
        (Some(index), 0) => Ok(index),
        (Some(_), others) => Err(RegistryError::RepeatedColumn {
            exhibit,
            property: property.into(),
            column: value::shown(column),
            count: others + 1,
        }),
        (None, _) => Err(RegistryError::NoColumn {
            exhibit,
            property: property.into(),
            column: value::shown(column),
            nearest: nearest(&wanted, names),
            columns: names.iter().take(20).map(|n| value::shown(n)).collect(),
        }),
    }
}

/// The name that is written most like a word, if one is like it at all: at most a third of it is different.
fn nearest(word: &str, names: &[String]) -> Option<String> {
    let plain = |text: &str| text.chars().take(60).collect::<String>().to_lowercase();
    let word = plain(word);
    let distance = |name: &String| strsim::damerau_levenshtein(&word, &plain(name));
    let best = names.iter().min_by_key(|name| distance(name))?;
    (distance(best) * 3 <= word.chars().count().max(3)).then(|| value::shown(best))
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{RecordId, RecordKind};

    fn exhibit() -> ExhibitId {
        RecordId::of(RecordKind::Exhibit, &[])
    }

    fn mapping(pairs: &[(&str, &str)]) -> ColumnMapping {
        let map = pairs.iter().map(|(p, c)| ((*p).to_owned(), ColumnSource::column(c))).collect();
        ColumnMapping { list: "Test list".into(), delimiter: None, map }
    }

    fn open(text: &'static str, pairs: &[(&str, &str)]) -> Result<Table<&'static [u8]>, RegistryError> {
        Table::open(text.as_bytes(), exhibit(), &mapping(pairs))
    }

    #[test]
    fn the_delimiter_is_the_one_by_which_the_columns_are_found() {
        for text in
            ["IMO,DWT (t)\n", "IMO;DWT (t)\n", "IMO\tDWT (t)\n", "IMO|DWT (t)\n", "\u{feff}IMO,DWT (t)\r\n"]
        {
            let table = open(text, &[("imo_number", "IMO"), ("deadweight_t", "DWT (t)")]).unwrap();
            assert_eq!(table.fields, 2, "{text}");
        }
        let table = open("IMO;\"DWT\r\n(t)\"\n9074729;1\n", &[("deadweight_t", "DWT (t)")]).unwrap();
        assert_eq!(table.fields, 2);
        // More commas than semicolons, but the mapped name has commas in it.
        let table = open("IMO;Size, t, summer;x\n", &[("imo_number", "IMO")]).unwrap();
        assert_eq!(table.delimiter, b';');
    }

    #[test]
    fn a_missing_column_names_the_nearest_header() {
        let error =
            |column| open("IMO number,Ship name\n", &[("imo_number", column)]).err().unwrap().to_string();
        assert!(error("IMO numbr").ends_with("did you mean `IMO number`?"), "{}", error("IMO numbr"));
        assert!(error("imo number").ends_with("did you mean `IMO number`?"));
        assert!(error("Flag").ends_with("the columns are `IMO number`, `Ship name`"), "{}", error("Flag"));
    }

    #[test]
    fn a_table_without_usable_header_is_an_error() {
        assert!(matches!(open("", &[]).err().unwrap(), RegistryError::NoHeader { .. }));
        assert!(matches!(open("\n\n", &[]).err().unwrap(), RegistryError::NoHeader { .. }));
        let twice = open("a,a\n", &[("imo_number", "a")]).err().unwrap();
        assert!(matches!(twice, RegistryError::RepeatedColumn { count: 2, .. }));
        let quoted = open("\"a,b\n1,2\n", &[]);
        assert!(quoted.err().unwrap().to_string().contains("not closed"));
        let utf_16 = Table::open(&b"\xff\xfeI\0M\0"[..], exhibit(), &mapping(&[])).err().unwrap();
        assert!(utf_16.to_string().contains("UTF-16"));
    }

    #[test]
    fn a_row_with_too_few_or_too_many_fields_is_rejected_and_blank_fields_at_its_end_are_not() {
        let mut table = open("a,b\n1,2\n1\n1,2,3\n1,2,,\n", &[("imo_number", "a")]).unwrap();
        let mut found = Vec::new();
        while let Some(row) = table.next().unwrap() {
            found.push(row.map(|_| ()).map_err(|reject| reject.reason));
        }
        let wrong = |n| Err(format!("{n} fields, expected 2 as in the header"));
        assert_eq!(found, [Ok(()), wrong(1), wrong(3), Ok(())]);
    }
}
