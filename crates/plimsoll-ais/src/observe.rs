//! The rows of a case: what a log or table says, one row a report, and a reject for whatever cannot be read.

use crate::decode::Decoded;
use crate::dialect::TableRows;
use crate::report::Report;
use crate::{AisKind, Decoder, Options, ReadError, decode};
use jiff::Timestamp;
use plimsoll_model::{ExhibitId, Mmsi, PositionReport, Reject, Source, StaticReport, StationReport};
use std::collections::VecDeque;
use std::io::BufRead;
use std::sync::Arc;

/// A row of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Messages 1-3, 18, 19, 27, and without a position all others that ships send but for the next line, with the
    /// receiver that heard it, if the exhibit names it.
    Position(PositionReport, Option<Arc<str>>),
    /// Messages 5, 19, 24, 8 with static data of an inland ship, or a row of a table.
    Static(StaticReport),
    /// Messages 4, 9, 11, 16, 17, 20-23, and all others of coast stations, aids to navigation and aircraft.
    Station(StationReport),
    /// Something that could not be read.
    Reject(Reject),
}

/// What was read, and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Bytes read.
    pub bytes: u64,
    /// Lines read.
    pub lines: u64,
    /// Of these, lines that are no reports: blank lines, comments, other sentences, times, the header.
    pub skipped_lines: u64,
    /// Messages, or rows of a table, that could be read.
    pub messages: u64,
    /// Of these, messages of types that give no row.
    pub without_row: u64,
    /// Position reports given.
    pub positions: u64,
    /// Static reports given.
    pub statics: u64,
    /// Station reports given.
    pub stations: u64,
    /// Rejects given.
    pub rejects: u64,
}

/// The rows of a case. See [`observations`].
#[derive(Debug)]
pub struct Observations<R> {
    input: Input<R>,
    context: Context,
    ready: VecDeque<Row>,
    counts: RowCounts,
}

#[derive(Debug)]
enum Input<R> {
    Nmea(Box<Decoder<R>>),
    Table(Box<TableRows<R>>),
}

/// What all rows of an exhibit share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Context {
    pub(crate) exhibit: ExhibitId,
    pub(crate) future_after: Option<Timestamp>,
}

/// Reads the rows of a case from a log or table, in the order of the input. An iterator in bounded memory.
pub fn observations<R: BufRead>(
    exhibit: ExhibitId,
    kind: AisKind,
    reader: R,
    options: Options,
) -> Observations<R> {
    let input = match kind {
        AisKind::Nmea => Input::Nmea(Box::new(decode(reader, options))),
        AisKind::Table(dialect) => Input::Table(Box::new(TableRows::new(reader, dialect))),
    };
    let context = Context { exhibit, future_after: options.future_after };
    Observations { input, context, ready: VecDeque::new(), counts: RowCounts::default() }
}

impl<R: BufRead> Observations<R> {
    /// What has been read so far.
    pub fn counts(&self) -> RowCounts {
        match &self.input {
            Input::Nmea(decoder) => {
                let c = decoder.counts();
                let skipped_lines = c.blank + c.comments + c.other_sentences + c.receive_time_lines;
                RowCounts {
                    bytes: c.bytes,
                    lines: c.lines,
                    skipped_lines,
                    messages: c.messages,
                    ..self.counts
                }
            }
            Input::Table(table) => table.counts(self.counts),
        }
    }

    /// Reads one message or row, and puts what it gives on `ready`. False at the end.
    fn read(&mut self) -> Result<bool, ReadError> {
        match &mut self.input {
            Input::Nmea(decoder) => {
                let Some(decoded) = decoder.next().transpose()? else { return Ok(false) };
                self.context.rows_of(&decoded, decoder.row(), &mut self.ready);
                self.counts.without_row += u64::from(self.ready.is_empty());
                Ok(true)
            }
            Input::Table(table) => table.read(&self.context, &mut self.ready),
        }
    }
}

impl<R: BufRead> Iterator for Observations<R> {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            match self.read() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
        let row = self.ready.pop_front()?;
        match &row {
            Row::Position(..) => self.counts.positions += 1,
            Row::Static(_) => self.counts.statics += 1,
            Row::Station(_) => self.counts.stations += 1,
            Row::Reject(_) => self.counts.rejects += 1,
        }
        Some(Ok(row))
    }
}

impl Context {
    /// The rows of a message.
    fn rows_of(&self, decoded: &Decoded, row: &[u8], ready: &mut VecDeque<Row>) {
        let source = Source { exhibit: self.exhibit, line: decoded.line, byte_offset: decoded.byte_offset };
        let mut reject =
            |reason: String, row: &[u8]| ready.push_back(Row::Reject(Reject::new(source, reason, row)));
        let message = match &decoded.message {
            Ok(message) => message,
            Err(unread) => return reject(unread.fault.to_string(), &unread.row),
        };
        for remark in &message.remarks {
            reject(format!("message {}: {}", message.message_type, remark.text), row);
        }
        if message.is_too_long() {
            return;
        }
        let mmsi = Mmsi::new(message.mmsi).map_err(|error| error.to_string());
        match mmsi.and_then(|mmsi| Ok((mmsi, self.checked_time(decoded.time)?))) {
            Ok((mmsi, time)) => Report { decoded, message, source, mmsi, time, row }.rows(ready),
            Err(reason) => reject(reason, row),
        }
    }

    /// A receive time that can be one.
    pub(crate) fn checked_time(&self, time: Option<Timestamp>) -> Result<Timestamp, String> {
        let time =
            time.ok_or("no receive time: expected one in a tag block, behind the sentence or before it")?;
        if time < FIRST_YEAR {
            return Err(format!("receive time {time} is before {FIRST_YEAR}"));
        }
        match self.future_after {
            Some(bound) if time > bound => Err(format!("receive time {time} is in the future of {bound}")),
            _ => Ok(time),
        }
    }
}

/// 1990-01-01T00:00:00Z: before it there was no AIS, so a time before it is the mark of a clock that was not set.
const FIRST_YEAR: Timestamp = Timestamp::constant(631_152_000, 0);
