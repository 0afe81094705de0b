//! Bytes to AIS reports: NMEA 0183 logs and the tables of providers.
//!
//! Two layers. [`decode`] gives every message of a log with all its fields; it needs no time. [`observations`] gives
//! the rows of a case: position, static and station reports, and a reject for whatever cannot be read. Nothing is
//! lost: each line of the input is a report, part of one, a reject, or counted as something else.
//!
//! The method page is `docs/methods/ais-decoding.md`. This crate reads no clock and no file: it takes a reader.
//!
//! | module | holds |
//! |---|---|
//! | `lines` | lines of a stream in bounded memory |
//! | `nmea` | sentences: checksum, fields, tag blocks before them |
//! | `receipt` | when and by whom a sentence was received |
//! | [`sixbit`] | armour and six-bit text: [`Payload`], [`SixBitText`] |
//! | `assemble` | messages of several sentences |
//! | [`message`] | bits to fields: [`Message`], [`Body`] |
//! | `decode` | [`decode`]: the messages of a log |
//! | `columns` | [`decode_columns`]: the same as columns, in batches |
//! | `json` | [`JsonLines`]: messages as lines of JSON |
//! | `observe` | [`observations`]: the rows of a case |
//! | `report` | from a message to its rows |
//! | [`dialect`] | tables, one file a provider |
//! | `sniff` | [`sniff`]: which of these a file is |
//! | [`speed`] | what is measured |
//! | `reject` | [`Fault`]: what can be wrong |

mod assemble;
pub mod columns;
mod decode;
pub mod dialect;
mod json;
mod lines;
pub mod message;
mod nmea;
mod observe;
mod receipt;
mod reject;
mod report;
pub mod sixbit;
mod sniff;
pub mod speed;

pub use assemble::{ASSEMBLY_LINES, ASSEMBLY_TIMEOUT, OPEN_MESSAGES};
pub use columns::{ColumnDecoder, Columns, decode_columns};
pub use decode::{BATCH_ITEMS, Counts, Decoded, Decoder, Options, Unread, decode};
pub use dialect::blocks;
pub use dialect::{
    Batch, ColumnMap, Dialect, DialectError, Heard, MappedColumn, Property, StaticChanges, Table,
    TableContext, TimeFormat,
};
pub use json::{JsonLines, write_json_line};
pub use lines::MAX_LINE_BYTES;
pub use message::{Body, FIELD_NAMES, FieldSink, Message, Value};
pub use observe::{Observations, Row, RowCounts, observations};
pub use reject::{Closed, Fault, ReadError};
pub use sixbit::{MAX_PAYLOAD_BITS, Payload, SixBitText};
pub use sniff::{AisKind, sniff};
