//! Lines and records of a delimited table, with the offset of each.
//!
//! The form is that of RFC 4180: a field that begins with `"` ends with `"`, and `""` in it stands for one. A record
//! whose quote is not closed within a few lines is given up at its first line, so that one stray quote costs one line
//! and not the rest of the table. Memory is bounded by [`MOST_RECORD_BYTES`], whatever the bytes.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

/// Bytes of one line that are kept.
const MOST_LINE_BYTES: usize = 64 << 10;
/// Lines that one quoted record may span.
const MOST_LINES: usize = 64;
/// Bytes that one record may have.
const MOST_RECORD_BYTES: usize = 256 << 10;

/// A line without its end.
struct Line {
    bytes: Vec<u8>,
    number: u64,
    offset: u64,
    is_cut: bool,
}

/// A record, or bytes that are none.
#[derive(Debug)]
pub(crate) struct Record {
    /// Line on which it begins, counted from 1.
    pub(crate) line: u64,
    /// Offset of that line's first byte.
    pub(crate) offset: u64,
    /// Its bytes, lines joined by a line feed.
    pub(crate) bytes: Vec<u8>,
    /// Why the bytes are no record.
    pub(crate) problem: Option<&'static str>,
}

/// The records of a stream.
pub(crate) struct Records<R> {
    reader: BufReader<R>,
    waiting: VecDeque<Line>,
    number: u64,
    offset: u64,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), waiting: VecDeque::new(), number: 0, offset: 0 }
    }

    /// The record that comes next if fields end with this delimiter, and how many lines it takes; it is not taken.
    /// Blank lines before it are passed over.
    pub(crate) fn peek(&mut self, delimiter: u8) -> io::Result<Option<(Record, usize)>> {
        loop {
            let Some(first) = self.waiting_line(0)? else { return Ok(None) };
            if !first.bytes.trim_ascii().is_empty() || first.is_cut {
                return self.assembled(delimiter).map(Some);
            }
            self.take(1);
        }
    }

    /// Passes over lines that were peeked at.
    pub(crate) fn take(&mut self, lines: usize) {
        self.waiting.drain(..lines.min(self.waiting.len()));
    }

    /// The next record that is not blank.
    pub(crate) fn next(&mut self, delimiter: u8) -> io::Result<Option<Record>> {
        let Some((record, lines)) = self.peek(delimiter)? else { return Ok(None) };
        self.take(lines);
        Ok(Some(record))
    }

    /// The first line that waits, with the lines behind it while a quote is open.
    fn assembled(&mut self, delimiter: u8) -> io::Result<(Record, usize)> {
        let Some(first) = self.waiting_line(0)? else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        let mut record =
            Record { line: first.number, offset: first.offset, bytes: first.bytes.clone(), problem: None };
        if first.is_cut {
            record.problem = Some("a line longer than 65536 bytes");
            return Ok((record, 1));
        }
        let first_end = record.bytes.len();
        let step = |at: At, byte: &u8| at.after(*byte, delimiter);
        let mut at = record.bytes.iter().fold(At::Start, step);
        let mut used = 1;
        while matches!(at, At::Quoted) {
            let next = if used < MOST_LINES { self.waiting_line(used)? } else { None };
            match next {
                Some(next) if !next.is_cut && record.bytes.len() + next.bytes.len() < MOST_RECORD_BYTES => {
                    at = next.bytes.iter().fold(at, step);
                    record.bytes.push(b'\n');
                    record.bytes.extend_from_slice(&next.bytes);
                    used += 1;
                }
                _ => {
                    record.bytes.truncate(first_end);
                    record.problem = Some("a quote that is opened and not closed");
                    return Ok((record, 1));
                }
            }
        }
        Ok((record, used))
    }

    /// The line at a place in the queue, read if it is not there yet.
    fn waiting_line(&mut self, index: usize) -> io::Result<Option<&Line>> {
        while self.waiting.len() <= index {
            let Some(line) = self.line()? else { return Ok(None) };
            self.waiting.push_back(line);
        }
        Ok(self.waiting.get(index))
    }

    /// The next line of the stream. Lines end with LF, CR LF or CR; a byte order mark of UTF-8 is dropped.
    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut line =
            Line { bytes: Vec::new(), number: self.number + 1, offset: self.offset, is_cut: false };
        let mut is_any = false;
        loop {
            let buffer = filled(&mut self.reader)?;
            if buffer.is_empty() {
                break;
            }
            is_any = true;
            let end = buffer.iter().position(|b| matches!(b, b'\n' | b'\r'));
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = MOST_LINE_BYTES - line.bytes.len();
            line.bytes.extend_from_slice(&part[..part.len().min(room)]);
            line.is_cut |= part.len() > room;
            let ending = end.map(|at| buffer[at]);
            let used = part.len() + usize::from(end.is_some());
            self.consume(used);
            if let Some(ending) = ending {
                if ending == b'\r' && filled(&mut self.reader)?.first() == Some(&b'\n') {
                    self.consume(1);
                }
                break;
            }
        }
        if line.number == 1 && line.bytes.starts_with(b"\xef\xbb\xbf") {
            line.bytes.drain(..3);
        }
        self.number += u64::from(is_any);
        Ok(is_any.then_some(line))
    }

    fn consume(&mut self, count: usize) {
        self.reader.consume(count);
        self.offset += count as u64;
    }
}

/// The bytes at hand; none at the end of the stream.
fn filled<R: Read>(reader: &mut BufReader<R>) -> io::Result<&[u8]> {
    loop {
        match reader.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(reader.buffer())
}

/// Where in a field the last byte was.
#[derive(Clone, Copy)]
enum At {
    Start,
    Plain,
    Quoted,
    QuoteInQuoted,
}

impl At {
    /// After one more byte.
    const fn after(self, byte: u8, delimiter: u8) -> Self {
        match (self, byte) {
            (Self::Start, b'"') | (Self::QuoteInQuoted, b'"') => Self::Quoted,
            (Self::Quoted, b'"') => Self::QuoteInQuoted,
            (Self::Quoted, _) => Self::Quoted,
            _ if byte == delimiter => Self::Start,
            _ => Self::Plain,
        }
    }
}

/// The fields of a record whose quotes are closed.
pub(crate) fn split(record: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let mut fields = vec![Vec::new()];
    let mut at = At::Start;
    for &byte in record {
        let next = at.after(byte, delimiter);
        let last = fields.len() - 1;
        match (at, next) {
            (_, At::Start) => fields.push(Vec::new()),
            (At::Start, At::Quoted) | (_, At::QuoteInQuoted) => {}
            (_, At::Plain | At::Quoted) => fields[last].push(byte),
        }
        at = next;
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<Record> {
        let mut records = Records::new(bytes);
        std::iter::from_fn(|| records.next(b',').unwrap()).collect()
    }

    fn fields(record: &[u8]) -> Vec<String> {
        split(record, b',').iter().map(|b| String::from_utf8_lossy(b).into_owned()).collect()
    }

    #[test]
    fn quotes_are_read_as_rfc_4180_says() {
        assert_eq!(fields(br#"a,"b,""c""",d"#), ["a", r#"b,"c""#, "d"]);
        assert_eq!(fields(br#"5" pipe,x"#), [r#"5" pipe"#, "x"]);
        assert_eq!(fields(b"a,,"), ["a", "", ""]);
    }

    #[test]
    fn each_line_end_counts_once_and_offsets_are_those_of_the_bytes() {
        let bytes = b"a\r\nb\n\nc\rd";
        let places: Vec<_> = all(bytes).iter().map(|r| (r.line, r.offset, r.bytes.clone())).collect();
        let expected =
            [(1, 0, b"a".to_vec()), (2, 3, b"b".to_vec()), (4, 6, b"c".to_vec()), (5, 8, b"d".to_vec())];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_quoted_line_end_belongs_to_the_record() {
        let records = all(b"\"a\r\nb\",c\nd");
        assert_eq!(records.len(), 2);
        assert_eq!(fields(&records[0].bytes), ["a\nb", "c"]);
        assert_eq!((records[1].line, records[1].offset), (3, 9));
    }

    #[test]
    fn a_stray_quote_costs_its_own_line_and_no_other() {
        let mut bytes = b"1,\"open\n".to_vec();
        for n in 2..200 {
            bytes.extend(format!("{n},fine\n").bytes());
        }
        let records = all(&bytes);
        assert_eq!(records.len(), 199);
        assert!(records[0].problem.is_some());
        assert!(records[1..].iter().all(|r| r.problem.is_none()));
        assert_eq!(records[198].line, 199);
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_is_read() {
        let mut bytes = vec![b'x'; 3 << 20];
        bytes.extend(b"\nnext");
        let records = all(&bytes);
        assert_eq!(records.len(), 2);
        assert!(records[0].problem.is_some() && records[0].bytes.len() <= MOST_LINE_BYTES);
        assert_eq!((records[1].offset, records[1].line), ((3 << 20) + 1, 2));
    }

    proptest! {
        #[test]
        fn fields_are_those_that_the_csv_crate_finds(
            rows in prop::collection::vec(prop::collection::vec("[a-c \"\n,;é]{0,6}", 1..5), 1..6),
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let found: Vec<_> = all(&bytes).iter().map(|r| fields(&r.bytes)).collect();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&*bytes);
            let theirs: Vec<Vec<String>> = reader
                .records()
                .map(|r| r.unwrap().iter().map(str::to_owned).collect())
                .filter(|fields: &Vec<String>| fields.len() > 1 || !fields[0].trim().is_empty())
                .collect();
            let ours: Vec<_> = found.into_iter().filter(|f| f.len() > 1 || !f[0].trim().is_empty()).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn no_bytes_are_lost_between_records_and_none_panics(bytes in prop::collection::vec(
            prop::sample::select(b"a\",\r\n\xff\x00".to_vec()), 0..300)) {
            let records = all(&bytes);
            for pair in records.windows(2) {
                prop_assert!(pair[0].offset < pair[1].offset && pair[0].line < pair[1].line);
            }
            for record in &records {
                let start = usize::try_from(record.offset).unwrap();
                let first_line = bytes[start..].split(|b| matches!(b, b'\n' | b'\r')).next().unwrap();
                prop_assert!(record.bytes.starts_with(first_line));
            }
        }
    }
}
