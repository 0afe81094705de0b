//! A table of a list: rows whose cells are asked for by the name of a column, or by its place where there is no header.

use super::sniff::column;
use crate::error::RegistryError;
use crate::record::{Record, Records, split};
use crate::value;
use plimsoll_model::{ExhibitId, Reject, Source};
use std::io::Read;

/// The byte with which DOS ended a text; two lists of OFAC still end with it.
const END_OF_TEXT: u8 = 0x1a;

/// Bytes that are looked at before a table is read.
const HEAD_BYTES: u64 = 16 << 10;

/// The first bytes of a stream, and the stream with them put back.
pub(super) fn head<R: Read>(
    mut reader: R,
    exhibit: ExhibitId,
) -> Result<(Vec<u8>, impl Read), RegistryError> {
    let mut head = Vec::new();
    let mut part = reader.by_ref().take(HEAD_BYTES);
    part.read_to_end(&mut head).map_err(|error| RegistryError::Io { exhibit, error })?;
    let again = std::io::Cursor::new(head.clone());
    Ok((head, again.chain(reader)))
}

/// A table that is being read.
pub(super) struct Sheet<R> {
    records: Records<R>,
    exhibit: ExhibitId,
    delimiter: u8,
    width: usize,
    titles: Vec<String>,
    names: Vec<String>,
}

/// A name, with what is wrong where its bytes are no text.
pub(super) struct Name {
    /// The name, bytes that are none replaced.
    pub(super) text: String,
    /// What is wrong with it.
    pub(super) problem: Option<String>,
}

/// A row of a table.
pub(super) struct Row {
    /// Where it stands.
    pub(super) source: Source,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    fields: Vec<Vec<u8>>,
}

impl<R: Read> Sheet<R> {
    /// A table with a header.
    pub(super) fn open(reader: R, exhibit: ExhibitId) -> Result<Self, RegistryError> {
        let mut records = Records::new(reader);
        let (delimiter, titles) = crate::table::any_header(&mut records, exhibit)?;
        let names = titles.iter().map(|name| column(name)).collect::<Vec<_>>();
        Ok(Self { records, exhibit, delimiter, width: names.len(), titles, names })
    }

    /// A table of known width without a header, separated by commas.
    pub(super) fn bare(reader: R, exhibit: ExhibitId, width: usize) -> Self {
        Self {
            records: Records::new(reader),
            exhibit,
            delimiter: b',',
            width,
            titles: Vec::new(),
            names: Vec::new(),
        }
    }

    /// The place of the column that bears one of the names; `None` where none does.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|wanted| self.names.iter().position(|name| name == wanted))
    }

    /// The same for a column that must be there once.
    pub(super) fn need(&self, names: &[&str], form: &'static str) -> Result<usize, RegistryError> {
        let wrong = |reason| RegistryError::List { exhibit: self.exhibit, form, reason };
        let found = self.find(names).ok_or_else(|| {
            let columns: Vec<String> = self.names.iter().take(20).map(|n| value::shown(n)).collect();
            wrong(format!("no column `{}`; the columns are `{}`", names[0], columns.join("`, `")))
        })?;
        let count = self.names.iter().filter(|name| **name == self.names[found]).count();
        if count > 1 {
            return Err(wrong(format!("column `{}` stands in the header {count} times", self.names[found])));
        }
        Ok(found)
    }

    /// The columns in order: as printed, and in one spelling.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&str, &str)> {
        self.titles.iter().map(String::as_str).zip(self.names.iter().map(String::as_str))
    }

    /// The next row, or what stands there instead of one. The end-of-text byte of DOS is no row.
    pub(super) fn next(&mut self) -> Result<Option<Result<Row, Reject>>, RegistryError> {
        loop {
            let record = self
                .records
                .next(self.delimiter)
                .map_err(|error| RegistryError::Io { exhibit: self.exhibit, error })?;
            let Some(record) = record else { return Ok(None) };
            let end = |b: &u8| matches!(*b, END_OF_TEXT | b' ') || *b == self.delimiter;
            if !(record.bytes.contains(&END_OF_TEXT) && record.bytes.iter().all(end)) {
                return Ok(Some(self.row(record)));
            }
        }
    }

    fn row(&self, record: Record) -> Result<Row, Reject> {
        let source = Source { exhibit: self.exhibit, line: record.line, byte_offset: record.offset };
        let reject = |reason: String| Reject::new(source, reason, &record.bytes);
        if let Some(problem) = record.problem {
            return Err(reject(format!("{problem}, expected a row of the table")));
        }
        let fields = split(&record.bytes, self.delimiter);
        if fields.len() < self.width || !fields[self.width..].iter().all(Vec::is_empty) {
            return Err(reject(format!("{} fields, expected {}", fields.len(), self.width)));
        }
        Ok(Row { source, bytes: record.bytes, fields })
    }
}

impl Row {
    /// The text of a cell as it stands; `None` where there is no such column or the cell is blank. The error names no
    /// column.
    pub(super) fn text(&self, place: Option<usize>) -> Result<Option<&str>, String> {
        let Some(bytes) = place.and_then(|place| self.fields.get(place)) else { return Ok(None) };
        let text = std::str::from_utf8(bytes)
            .map_err(|_| format!("`{}` is not UTF-8 text", value::shown(&String::from_utf8_lossy(bytes))))?;
        if text.contains('\0') {
            return Err(format!("`{}` holds a NUL byte, expected text", value::shown(text)));
        }
        Ok((!text.trim().is_empty()).then_some(text))
    }

    /// The name in a cell, also where some of its bytes are no text.
    pub(super) fn name(&self, place: Option<usize>) -> Name {
        match self.text(place) {
            Ok(text) => Name { text: text.unwrap_or_default().into(), problem: None },
            Err(problem) => {
                let bytes = place.and_then(|place| self.fields.get(place)).map_or(&[][..], Vec::as_slice);
                let text = String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}");
                Name { text, problem: Some(problem) }
            }
        }
    }

    /// A reject of this row.
    pub(super) fn reject(&self, reason: impl Into<String>) -> Reject {
        Reject::new(self.source, reason, &self.bytes)
    }
}
