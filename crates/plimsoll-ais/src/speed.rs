//! What is measured: the work of decoding in steps, each with all before it. Whoever measures brings the clock; see
//! `examples/decode_speed.rs`.

use crate::lines::Lines;
use crate::nmea::{Line, parse, plain};
use crate::{Columns, Decoded, JsonLines, Options, ReadError, decode, decode_columns};

/// A step of decoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Lines are found.
    Lines,
    /// Sentences are held to their checksum and split into fields.
    Sentences,
    /// Messages are put together and read.
    Messages,
    /// Messages are read into columns, all fields of all messages.
    Columns,
    /// Messages are read and written as JSON lines into memory.
    Json,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Lines read.
    pub lines: u64,
    /// Bytes read.
    pub bytes: u64,
    /// What was made: lines, sentences, messages.
    pub items: u64,
    /// Bytes written.
    pub written: u64,
}

impl Task {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Lines, Self::Sentences, Self::Messages, Self::Columns, Self::Json];

    /// In a few words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines only",
            Self::Sentences => "parse only",
            Self::Messages => "decode to messages",
            Self::Columns => "decode to columns",
            Self::Json => "JSON lines",
        }
    }

    /// Does it with a log in memory, on one thread.
    ///
    /// # Errors
    /// None, as memory can be read.
    pub fn run(self, log: &[u8]) -> Result<Done, ReadError> {
        match self {
            Self::Lines => lines(log),
            Self::Sentences => sentences(log),
            Self::Messages => batches(log, |_| 0),
            Self::Columns => columns(log),
            Self::Json => {
                let mut json = JsonLines::new();
                batches(log, |batch| {
                    json.clear();
                    batch.iter().for_each(|decoded| json.push(decoded));
                    json.bytes().len()
                })
            }
        }
    }
}

const OPTIONS: Options = Options { default_time: None, future_after: None };

fn lines(log: &[u8]) -> Result<Done, ReadError> {
    let mut lines = Lines::new(log);
    let mut items = 0;
    while lines.advance()? {
        items += u64::from(!lines.bytes().is_empty());
    }
    Ok(Done { lines: lines.place().line, bytes: lines.bytes_read(), items, written: 0 })
}

fn sentences(log: &[u8]) -> Result<Done, ReadError> {
    let mut lines = Lines::new(log);
    let mut items = 0;
    while lines.advance()? {
        let line = lines.bytes();
        items += u64::from(plain(line).is_some() || matches!(parse(line), Ok(Line::Ais(_))));
    }
    Ok(Done { lines: lines.place().line, bytes: lines.bytes_read(), items, written: 0 })
}

fn batches(log: &[u8], mut write: impl FnMut(&[Decoded]) -> usize) -> Result<Done, ReadError> {
    let mut decoder = decode(log, OPTIONS);
    let (mut batch, mut written) = (Vec::new(), 0);
    while decoder.next_batch(&mut batch)? {
        written += write(&batch) as u64;
    }
    let counts = decoder.counts();
    Ok(Done { lines: counts.lines, bytes: counts.bytes, items: counts.messages, written })
}

fn columns(log: &[u8]) -> Result<Done, ReadError> {
    let mut decoder = decode_columns(log, OPTIONS);
    let mut columns = Columns::new();
    let mut items = 0;
    while decoder.next_batch(&mut columns)? {
        items += columns.rows() as u64;
    }
    let counts = decoder.counts();
    Ok(Done { lines: counts.lines, bytes: counts.bytes, items, written: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_reads_the_whole_log() {
        let log = b"!AIVDM,1,1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0*03\r\n# end\n";
        for task in Task::ALL {
            let done = task.run(log).unwrap();
            assert_eq!((done.lines, done.bytes), (2, log.len() as u64), "{}", task.name());
            assert_eq!(done.items, if task == Task::Lines { 2 } else { 1 });
            assert_eq!(done.written > 0, task == Task::Json);
        }
    }
}
