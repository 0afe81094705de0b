//! Messages as columns: one table a layout, one column a field, in batches.
//!
//! A layout is what [`Message::list`] gives: which names in which order. It need not be declared. The first message of a
//! layout makes its table, so a new message family has its columns as soon as it lists its fields. The most
//! frequent messages have a short cut besides (`collected`): their bits are collected, and each column is made of all of
//! them at once. What a column holds is the same either way.
//!
//! | file | holds |
//! |---|---|
//! | `column` | [`Column`], [`Values`], [`Heads`] |
//! | `layout` | tables of any message, by the names of its fields |
//! | `collected` | the short cut: messages 1-5, 11, 18 |

mod collected;
mod column;
mod layout;

pub use column::{Column, Heads, Texts, Values};

use crate::decode::{Heard, Kind, Log, Taker, Unread};
use crate::lines::Lines;
use crate::message::Body;
use crate::message::application::ApplicationId;
use crate::{Counts, Decoded, Fault, Message, Options, Payload, ReadError};
use collected::Bits;
use layout::{Appender, layout_of};
use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;

/// How many lines of a log [`ColumnDecoder::next_batch`] reads: enough to work on whole columns, few enough for the
/// batch to stay near the processor.
pub const BATCH_LINES: usize = 4_096;

/// The messages of one layout.
#[derive(Clone, Debug)]
pub struct Table {
    family: Discriminant<Body>,
    heads: Heads,
    columns: Vec<Column>,
    /// The rows at the end that are collected and not yet in the columns.
    bits: Bits,
}

impl Table {
    /// How many messages.
    pub fn rows(&self) -> usize {
        self.heads.line.len() + self.bits.rows()
    }

    /// What is known of each message beside its bits.
    pub fn heads(&self) -> &Heads {
        &self.heads
    }

    /// All fields in order of transmission, as [`Message::list`] gives them.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of a field.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    fn clear(&mut self) {
        self.heads.clear();
        self.bits.clear();
        self.columns.iter_mut().for_each(Column::clear);
    }

    /// Moves what is collected to the columns.
    fn flush(&mut self) {
        self.bits.flush(&mut self.heads, &mut self.columns);
    }

    /// Adds a message by its list of fields. False, and nothing added, if its layout is another.
    fn append(&mut self, message: &Message) -> bool {
        self.flush();
        let mut appender = Appender::new(&mut self.columns);
        message.list(&mut appender);
        let is_of_layout = appender.fits();
        if !is_of_layout {
            let rows = self.rows();
            self.columns.iter_mut().for_each(|column| column.truncate(rows));
        }
        is_of_layout
    }
}

/// A batch of messages as columns, and what could not be read. Its buffers are used again for the next batch.
#[derive(Clone, Debug)]
pub struct Columns {
    tables: Vec<Table>,
    /// The tables that messages of a type go to, and of which application they are, the latest first.
    by_type: [Vec<(Option<ApplicationId>, usize)>; 64],
    /// The tables that take whole messages of a type by their bits.
    collecting: [Option<usize>; 64],
    unread: Vec<Decoded>,
    receivers: Vec<Arc<str>>,
    receiver_numbers: BTreeMap<Arc<str>, u32>,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            tables: Vec::new(),
            by_type: std::array::from_fn(|_| Vec::new()),
            collecting: [None; 64],
            unread: Vec::new(),
            receivers: Vec::new(),
            receiver_numbers: BTreeMap::new(),
        }
    }
}

impl Columns {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The tables that have rows in this batch. Within a table the rows are in the order of the log.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter().filter(|table| table.rows() > 0)
    }

    /// What could not be read, in the order of the log.
    pub fn unread(&self) -> &[Decoded] {
        &self.unread
    }

    /// The receivers of this batch; [`Heads::receiver`] holds places in it.
    pub fn receivers(&self) -> &[Arc<str>] {
        &self.receivers
    }

    /// How many messages.
    pub fn rows(&self) -> usize {
        self.tables.iter().map(Table::rows).sum()
    }

    /// Forgets the messages, keeps the buffers. A batch of hostile names leaves nothing behind.
    fn clear(&mut self) {
        self.tables.iter_mut().for_each(Table::clear);
        self.unread.clear();
        self.receivers.clear();
        self.receiver_numbers.clear();
    }

    fn flush(&mut self) {
        self.tables.iter_mut().for_each(Table::flush);
    }

    /// The number of a receiver in this batch.
    fn receiver(&mut self, name: &Arc<str>) -> u32 {
        if let Some(last) = self.receivers.last().filter(|last| Arc::ptr_eq(last, name)) {
            debug_assert_eq!(last, name);
            return self.receivers.len() as u32 - 1;
        }
        *self.receiver_numbers.entry(name.clone()).or_insert_with(|| {
            self.receivers.push(name.clone());
            self.receivers.len() as u32 - 1
        })
    }

    /// Adds a message whose fields have to be read one by one.
    #[inline(never)]
    fn append(&mut self, message: &Message) -> usize {
        let message_type = usize::from(message.message_type & 63);
        let family = discriminant(&message.body);
        let application = match &message.body {
            Body::Binary(body) => body.application,
            _ => None,
        };
        let known = &mut self.by_type[message_type];
        let found = known.iter().position(|(id, at)| {
            let table = &mut self.tables[*at];
            *id == application && table.family == family && table.append(message)
        });
        if let Some(place) = found {
            known[..=place].rotate_right(1);
            return known[0].1;
        }
        let layout = layout_of(message);
        let same = |table: &Table| {
            table.family == family && table.columns.iter().map(|c| c.name).eq(layout.iter().map(|c| c.name))
        };
        let at = self.tables.iter().position(same).unwrap_or_else(|| {
            let mut table =
                Table { family, heads: Heads::default(), columns: layout, bits: Bits::of(&message.body) };
            table.bits.prepare(&mut table.columns);
            self.tables.push(table);
            self.tables.len() - 1
        });
        self.by_type[message_type].insert(0, (application, at));
        if self.tables[at].bits.is_planned() {
            self.collecting[message_type] = Some(at);
        }
        let is_added = self.tables[at].append(message);
        debug_assert!(is_added, "the table was made for the message");
        at
    }
}

impl Taker for Columns {
    #[inline]
    fn message(&mut self, heard: &Heard<'_>, payload: &Payload) -> Result<Kind, Fault> {
        let receiver = heard.receiver.map(|name| self.receiver(name));
        let [first] = payload.first_words::<1>();
        if let Some(table) = self.collecting[(first >> 58) as usize].and_then(|at| self.tables.get_mut(at)) {
            if table.bits.is_full() {
                table.flush();
            }
            if table.bits.push(heard, receiver, payload) {
                return Ok(Kind::Fields);
            }
        }
        let message = Message::from_payload(payload)?;
        let at = self.append(&message);
        self.tables[at].heads.push(heard, receiver, payload.bits());
        Ok(if message.holds_bits_only() { Kind::Bits } else { Kind::Fields })
    }

    fn unread(&mut self, heard: &Heard<'_>, payload_bits: usize, unread: Unread) {
        self.unread.push(heard.decoded(payload_bits, Err(unread)));
    }
}

/// The messages of a log as columns. See [`decode_columns`].
#[derive(Debug)]
pub struct ColumnDecoder<R> {
    lines: Lines<R>,
    log: Log,
}

/// Decodes the messages of an NMEA log as [`decode`](crate::decode) does, into columns, in bounded memory.
pub fn decode_columns<R: BufRead>(reader: R, options: Options) -> ColumnDecoder<R> {
    ColumnDecoder { lines: Lines::new(reader), log: Log::new(options) }
}

impl<R: Read> ColumnDecoder<R> {
    /// Replaces what is in `columns` by the messages of the next [`BATCH_LINES`] lines. False, and nothing in it, at the
    /// end of the log.
    ///
    /// # Errors
    /// If the reader fails; what came before it is in `columns`.
    pub fn next_batch(&mut self, columns: &mut Columns) -> Result<bool, ReadError> {
        columns.clear();
        let mut lines = 0;
        let result = loop {
            if lines == BATCH_LINES {
                break Ok(true);
            }
            match self.log.read(&mut self.lines, columns) {
                Ok(true) => lines += 1,
                Ok(false) => break Ok(lines > 0),
                Err(error) => break Err(error),
            }
        };
        columns.flush();
        result
    }

    /// What the lines read so far were.
    pub fn counts(&self) -> Counts {
        Counts { bytes: self.lines.bytes_read(), ..self.log.counts() }
    }
}
