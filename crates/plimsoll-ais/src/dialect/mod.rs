//! Tables of AIS reports, one file a provider: each has its own columns, times and oddities.
//!
//! | file | table |
//! |---|---|
//! | `aisstream_static` | static records of an aisstream.io collector, with the terminal at which the ship was listed |

mod aisstream_static;
mod row;

use crate::decode::unread_line;
use crate::lines::Lines;
use crate::observe::{Context, RowCounts};
use crate::reject::quoted;
use crate::{ReadError, Row};
use plimsoll_model::{Reject, Source};
use row::Fields;
use std::collections::VecDeque;
use std::io::BufRead;

/// A table that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Static records of an aisstream.io collector.
    AisstreamStatic,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::AisstreamStatic];

    /// The word used in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AisstreamStatic => "aisstream-static",
        }
    }

    /// The columns that the table must have, in any order; others may stand among them.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::AisstreamStatic => &aisstream_static::COLUMNS,
        }
    }

    /// The table that has this header.
    ///
    /// # Errors
    /// If none has: with the nearest, and what is missing to it.
    pub fn from_header(header: &str) -> Result<Self, DialectError> {
        let header = Header::parse(header.trim_start_matches('\u{feff}').trim_ascii())?;
        let missing = |dialect: Self| -> Vec<&'static str> {
            let columns = dialect.columns().iter().copied();
            columns.filter(|column| header.place(column).is_none()).collect()
        };
        let known = Self::ALL.map(|dialect| (dialect, missing(dialect)));
        let nearest = known.into_iter().min_by_key(|(_, missing)| missing.len());
        match nearest {
            Some((dialect, missing)) if missing.is_empty() => Ok(dialect),
            Some((dialect, missing)) => Err(DialectError::Unknown {
                nearest: dialect.as_str(),
                missing: missing.join("`, `"),
                found: quoted(header.text.as_bytes()),
            }),
            None => Err(DialectError::NoHeader { reason: "no table is known".to_owned() }),
        }
    }
}

/// The table that has this header, if one is known.
pub fn sniff_table(header: &str) -> Option<Dialect> {
    Dialect::from_header(header).ok()
}

/// Why the first line of a table is not a header that is known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialectError {
    /// Columns are missing.
    #[error("header of no known table: nearest is {nearest}, without its columns `{missing}`; found {found}")]
    Unknown {
        /// The table that misses the fewest columns.
        nearest: &'static str,
        /// Which.
        missing: String,
        /// The beginning of the header, in quotes.
        found: String,
    },
    /// The line is no row at all.
    #[error("no header: {reason}")]
    NoHeader {
        /// Why.
        reason: String,
    },
}

/// The first line of a table.
#[derive(Clone, Debug)]
struct Header {
    text: String,
    names: Fields,
}

impl Header {
    fn parse(line: &str) -> Result<Self, DialectError> {
        let mut names = Fields::default();
        names.split(line.as_bytes()).map_err(|error| DialectError::NoHeader { reason: error.to_string() })?;
        Ok(Self { text: line.to_owned(), names })
    }

    fn place(&self, column: &str) -> Option<usize> {
        (0..self.names.len()).find(|place| self.names.get(*place).trim() == column)
    }
}

/// A row of a table, its fields by the number of their column in [`Dialect::columns`].
struct Record<'a> {
    fields: &'a Fields,
    places: &'a [usize],
    source: Source,
    line: &'a [u8],
}

impl Record<'_> {
    /// A field without blanks around it; empty if it says "not available" (`NA`).
    fn get(&self, column: usize) -> &str {
        let text = self.places.get(column).map_or("", |place| self.fields.get(*place)).trim();
        if text == "NA" { "" } else { text }
    }

    /// A reject of the row, or of one field of it.
    fn reject(&self, reason: String) -> Row {
        Row::Reject(Reject::new(self.source, reason, self.line))
    }
}

/// The rows of a table, one after the other.
#[derive(Debug)]
pub(crate) struct TableRows<R> {
    lines: Lines<R>,
    dialect: Dialect,
    /// Number of columns of the header, and the place of each column of the dialect among them.
    header: Option<(usize, Vec<usize>)>,
    fields: Fields,
    skipped_lines: u64,
    messages: u64,
    is_finished: bool,
}

impl<R: BufRead> TableRows<R> {
    pub(crate) fn new(reader: R, dialect: Dialect) -> Self {
        Self {
            lines: Lines::new(reader),
            dialect,
            header: None,
            fields: Fields::default(),
            skipped_lines: 0,
            messages: 0,
            is_finished: false,
        }
    }

    /// What has been read, given what was given.
    pub(crate) fn counts(&self, given: RowCounts) -> RowCounts {
        RowCounts {
            bytes: self.lines.bytes_read(),
            lines: self.lines.place().line,
            skipped_lines: self.skipped_lines,
            messages: self.messages,
            ..given
        }
    }

    /// Reads the next line, and puts what it gives on `ready`. False at the end, and after an error.
    pub(crate) fn read(&mut self, context: &Context, ready: &mut VecDeque<Row>) -> Result<bool, ReadError> {
        if self.is_finished {
            return Ok(false);
        }
        let goes_on = self.read_line(context, ready);
        self.is_finished = !matches!(goes_on, Ok(true));
        goes_on
    }

    fn read_line(&mut self, context: &Context, ready: &mut VecDeque<Row>) -> Result<bool, ReadError> {
        if self.header.is_none() {
            self.read_header()?;
        }
        if !self.lines.advance()? {
            return Ok(false);
        }
        if self.lines.bytes().is_empty() {
            self.skipped_lines += 1;
            return Ok(true);
        }
        self.read_row(context, ready);
        Ok(true)
    }

    /// Reads the first line and finds the columns.
    fn read_header(&mut self) -> Result<(), ReadError> {
        if self.lines.advance()? {
            self.skipped_lines += 1;
        }
        let line = String::from_utf8_lossy(self.lines.bytes());
        let line = line.trim_start_matches('\u{feff}');
        Dialect::from_header(line)?;
        let header = Header::parse(line)?;
        let places = self.dialect.columns().iter().filter_map(|column| header.place(column)).collect();
        self.header = Some((header.names.len(), places));
        Ok(())
    }

    fn read_row(&mut self, context: &Context, ready: &mut VecDeque<Row>) {
        let (place, line) = (self.lines.place(), self.lines.bytes());
        let source = Source { exhibit: context.exhibit, line: place.line, byte_offset: place.byte_offset };
        let (columns, places) = match &self.header {
            Some((columns, places)) => (*columns, places.as_slice()),
            None => (0, &[][..]),
        };
        let split = self.fields.split(line);
        let found = self.fields.len();
        let record = Record { fields: &self.fields, places, source, line };
        if let Some(fault) = unread_line(&self.lines) {
            ready.push_back(record.reject(fault.to_string()));
        } else if let Err(error) = split {
            ready.push_back(record.reject(error.to_string()));
        } else if found != columns {
            ready.push_back(record.reject(format!("row of {found} fields, expected {columns}")));
        } else {
            let is_read = match self.dialect {
                Dialect::AisstreamStatic => aisstream_static::read(&record, context, ready),
            };
            self.messages += u64::from(is_read);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "imo,MMSI,UserID,Name,CallSign,Type,Dimension,draught_m,Destination,Eta,AisVersion,\
                          FixType,date,time_utc,terminal,commit_utc";

    #[test]
    fn a_header_is_known_in_any_order_with_byte_order_mark_and_further_columns() {
        assert_eq!(sniff_table(HEADER), Some(Dialect::AisstreamStatic));
        let turned: Vec<&str> = HEADER.split(',').rev().collect();
        assert_eq!(
            sniff_table(&format!("\u{feff}note,{}\r\n", turned.join(","))),
            Some(Dialect::AisstreamStatic)
        );
    }

    #[test]
    fn an_unknown_header_names_the_nearest_table_and_what_is_missing() {
        let error = Dialect::from_header(&HEADER.replace("UserID", "user").replace("commit_utc", "x"));
        let text = error.unwrap_err().to_string();
        assert!(text.contains("aisstream-static") && text.contains("`UserID`, `commit_utc`"), "{text}");
        assert!(matches!(Dialect::from_header("a,\"b"), Err(DialectError::NoHeader { .. })));
    }
}
