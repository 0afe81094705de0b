//! Lines of a file of points, and their fields, in bounded memory.
//!
//! A row is one line: a field that begins with `"` ends with `"` on the same line, and `""` in it stands for one.

use std::io::{self, BufRead};

/// Bytes of one line that are kept.
pub(super) const MOST_LINE_BYTES: usize = 8 << 10;

/// A line without its end.
pub(super) struct Line {
    pub(super) number: u64,
    pub(super) offset: u64,
    pub(super) bytes: Vec<u8>,
    /// Longer than is kept.
    pub(super) is_cut: bool,
}

/// The lines of a stream.
pub(super) struct Lines<R> {
    reader: R,
    number: u64,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(reader: R) -> Self {
        Self { reader, number: 0, offset: 0 }
    }

    /// The next line; a byte order mark of UTF-8 and the end of the line are dropped.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut line =
            Line { number: self.number + 1, offset: self.offset, bytes: Vec::new(), is_cut: false };
        let mut is_any = false;
        loop {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                break;
            }
            is_any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = MOST_LINE_BYTES - line.bytes.len();
            line.bytes.extend_from_slice(&part[..part.len().min(room)]);
            line.is_cut |= part.len() > room;
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            self.offset += used as u64;
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        if line.number == 1 && line.bytes.starts_with(b"\xef\xbb\xbf") {
            line.bytes.drain(..3);
        }
        if line.bytes.last() == Some(&b'\r') {
            line.bytes.pop();
        }
        Ok(is_any.then_some(line))
    }
}

/// The fields of a line, blanks around them cut off.
pub(super) fn fields(line: &str) -> Result<Vec<String>, &'static str> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let (field, after) = field(rest)?;
        fields.push(field);
        match after {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}

/// The first field, and what stands behind its comma.
fn field(text: &str) -> Result<(String, Option<&str>), &'static str> {
    let Some(mut rest) = text.trim_start().strip_prefix('"') else {
        let (field, after) = text.split_once(',').map_or((text, None), |(field, after)| (field, Some(after)));
        return Ok((field.trim().to_owned(), after));
    };
    let mut field = String::new();
    loop {
        let (part, after) = rest.split_once('"').ok_or("a quote that is opened and not closed")?;
        field.push_str(part);
        match after.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None => {
                let after = after.trim_start();
                return match after.strip_prefix(',') {
                    Some(after) => Ok((field, Some(after))),
                    None if after.is_empty() => Ok((field, None)),
                    None => Err("text behind a closing quote"),
                };
            }
        }
    }
}
