//! A column, and what stands beside the fields of a message.

use super::collected::Block;
use crate::Value;
use crate::decode::Heard;
use jiff::Timestamp;

/// A field of all messages of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// As in [`FIELD_NAMES`](crate::FIELD_NAMES).
    pub name: &'static str,
    /// One a row; where the field is not there, a value that means nothing.
    pub values: Values,
    /// One a row: false if the field is not available, or cut off.
    pub is_there: Vec<bool>,
}

/// The values of a column.
#[derive(Clone, Debug)]
pub enum Values {
    /// Whole numbers.
    U8(Vec<u8>),
    /// Whole numbers.
    U16(Vec<u16>),
    /// Whole numbers.
    U32(Vec<u32>),
    /// Whole numbers.
    I8(Vec<i8>),
    /// Whole numbers.
    I64(Vec<i64>),
    /// Numbers, finite.
    F64(Vec<f64>),
    /// True or false.
    Bool(Vec<bool>),
    /// Texts out of a few, by their place in the list.
    Word(Vec<u8>, &'static [&'static str]),
    /// Texts.
    Text(Texts),
}

/// Texts, one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// All of them, in UTF-8.
    pub all: Vec<u8>,
    /// Where each ends.
    pub ends: Vec<usize>,
}

impl Texts {
    /// The text of a row.
    pub fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        std::str::from_utf8(&self.all[start..self.ends[row]]).expect("only whole texts are added")
    }

    #[inline]
    pub(super) fn push(&mut self, text: &str) {
        self.push_ascii(text.as_bytes());
    }

    /// Adds a text in ASCII, or whole UTF-8.
    #[inline]
    pub(super) fn push_ascii(&mut self, text: &[u8]) {
        self.all.extend_from_slice(text);
        self.ends.push(self.all.len());
    }

    fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.all.truncate(self.ends.last().copied().unwrap_or_default());
    }
}

impl Column {
    pub(super) fn new(name: &'static str, values: Values) -> Self {
        Self { name, values, is_there: Vec::new() }
    }

    /// The value of a row.
    pub fn value(&self, row: usize) -> Value {
        if !self.is_there[row] {
            return Value::Null;
        }
        match &self.values {
            Values::U8(values) => Value::Int(values[row].into()),
            Values::U16(values) => Value::Int(values[row].into()),
            Values::U32(values) => Value::Int(values[row].into()),
            Values::I8(values) => Value::Int(values[row].into()),
            Values::I64(values) => Value::Int(values[row]),
            Values::F64(values) => Value::Float(values[row]),
            Values::Bool(values) => Value::Bool(values[row]),
            Values::Word(values, words) => Value::Text(words[usize::from(values[row])].to_owned()),
            Values::Text(values) => Value::Text(values.get(row).to_owned()),
        }
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.is_there.truncate(rows);
        match &mut self.values {
            Values::U8(values) => values.truncate(rows),
            Values::U16(values) => values.truncate(rows),
            Values::U32(values) => values.truncate(rows),
            Values::I8(values) => values.truncate(rows),
            Values::I64(values) => values.truncate(rows),
            Values::F64(values) => values.truncate(rows),
            Values::Bool(values) => values.truncate(rows),
            Values::Word(values, _) => values.truncate(rows),
            Values::Text(values) => values.truncate(rows),
        }
    }

    pub(super) fn clear(&mut self) {
        self.truncate(0);
    }
}

/// What is known of the messages of a table beside their bits, one a row. As in [`Decoded`](crate::Decoded).
#[derive(Clone, Debug, Default)]
pub struct Heads {
    /// The line, counted from 1; of a message of several sentences the line of the first that came.
    pub line: Vec<u64>,
    /// Offset of that line's first byte, counted from 0.
    pub byte_offset: Vec<u64>,
    /// How many lines of the log it stands on.
    pub sentences: Vec<u8>,
    /// When it was received.
    pub time: Vec<Option<Timestamp>>,
    /// The receiver that heard it, as its place in [`Columns::receivers`](crate::Columns::receivers).
    pub receiver: Vec<Option<u32>>,
    /// The radio channel as the sentence names it, in ASCII.
    pub channel: Vec<Option<u8>>,
    /// True if the station sent it itself (VDO).
    pub is_own_station: Vec<bool>,
    /// How many bits the message has.
    pub payload_bits: Vec<u16>,
}

impl Heads {
    #[inline]
    pub(super) fn push(&mut self, heard: &Heard<'_>, receiver: Option<u32>, payload_bits: usize) {
        self.line.push(heard.place.line);
        self.byte_offset.push(heard.place.byte_offset);
        self.sentences.push(heard.sentences);
        self.time.push(heard.time);
        self.receiver.push(receiver);
        self.channel.push(heard.channel);
        self.is_own_station.push(heard.is_own_station);
        self.payload_bits.push(payload_bits as u16);
    }

    /// Adds messages of one sentence and so many bits.
    pub(super) fn extend(&mut self, block: &Block, rows: usize, payload_bits: usize) {
        let all = self.line.len() + rows;
        self.line.extend_from_slice(&block.line[..rows]);
        self.byte_offset.extend_from_slice(&block.byte_offset[..rows]);
        self.sentences.extend_from_slice(&block.sentences[..rows]);
        self.time.extend_from_slice(&block.time[..rows]);
        self.receiver.extend_from_slice(&block.receiver[..rows]);
        self.channel.extend_from_slice(&block.channel[..rows]);
        self.is_own_station.extend_from_slice(&block.is_own_station[..rows]);
        self.payload_bits.resize(all, payload_bits as u16);
    }

    pub(super) fn clear(&mut self) {
        self.line.clear();
        self.byte_offset.clear();
        self.sentences.clear();
        self.time.clear();
        self.receiver.clear();
        self.channel.clear();
        self.is_own_station.clear();
        self.payload_bits.clear();
    }
}
