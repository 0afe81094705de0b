//! Lines of a stream, in bounded memory: a line without end is one line, cut and reported, and reading goes on.

use crate::ReadError;
use memchr::memchr;
use std::io::Read;
use std::ops::Range;

/// The longest line that is read. A sentence has at most 82 characters (NMEA 0183), a tag block 80 more, a row of the
/// known tables a few hundred.
pub const MAX_LINE_BYTES: usize = 4_096;

/// Where a line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Counted from 1.
    pub(crate) line: u64,
    /// Of its first byte, counted from 0.
    pub(crate) byte_offset: u64,
}

/// Bytes read at once: enough that a call of the reader is rare, few enough to stay near the processor.
const BLOCK_BYTES: usize = 1 << 17;

/// The lines of a reader, one after the other, each a slice of the block that was read.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: R,
    block: Vec<u8>,
    /// What of the block is read and not yet given.
    rest: Range<usize>,
    /// The line in the block, without its end and without blanks around it.
    line: Range<usize>,
    is_excess: bool,
    place: Place,
    length: u64,
    end: u64,
}

impl<R: Read> Lines<R> {
    /// Before the first line.
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            block: Vec::new(),
            rest: 0..0,
            line: 0..0,
            is_excess: false,
            place: Place::default(),
            length: 0,
            end: 0,
        }
    }

    /// Goes to the next line. False at the end of the input.
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<bool, ReadError> {
        match memchr(b'\n', &self.block[self.rest.clone()]) {
            Some(length) if length <= MAX_LINE_BYTES => {
                self.take(length, length + 1);
                Ok(true)
            }
            _ => {
                self.advance_beyond_block().map_err(|source| ReadError::Io { line: self.place.line, source })
            }
        }
    }

    /// Goes to a line that does not end in what is read, or is too long.
    #[cold]
    fn advance_beyond_block(&mut self) -> std::io::Result<bool> {
        loop {
            match memchr(b'\n', &self.block[self.rest.clone()]) {
                Some(length) if length <= MAX_LINE_BYTES => {
                    self.take(length, length + 1);
                    return Ok(true);
                }
                _ if self.rest.len() > MAX_LINE_BYTES => {
                    self.take_excess()?;
                    return Ok(true);
                }
                _ => {}
            }
            if !self.fill()? {
                let length = self.rest.len();
                if length > 0 {
                    self.take(length, length);
                }
                return Ok(length > 0);
            }
        }
    }

    /// Takes a line of so many bytes without and with its end.
    #[inline]
    fn take(&mut self, length: usize, with_end: usize) {
        let start = self.rest.start;
        self.line = trimmed(&self.block, start, start + length);
        self.rest.start = start + with_end;
        self.is_excess = false;
        self.count(with_end as u64);
    }

    /// Takes a line that is too long: its beginning is kept, the rest read and counted.
    fn take_excess(&mut self) -> std::io::Result<()> {
        self.block.copy_within(self.rest.clone(), 0);
        self.rest = 0..self.rest.len();
        let kept = MAX_LINE_BYTES + 1;
        self.line = trimmed(&self.block, 0, kept);
        self.rest.start = kept;
        let mut length = kept as u64;
        loop {
            if let Some(more) = memchr(b'\n', &self.block[self.rest.clone()]) {
                self.rest.start += more + 1;
                length += more as u64 + 1;
                break;
            }
            length += self.rest.len() as u64;
            self.rest = kept..kept;
            let read = read_some(&mut self.reader, &mut self.block[kept..])?;
            if read == 0 {
                break;
            }
            self.rest.end = kept + read;
        }
        self.is_excess = true;
        self.count(length);
        Ok(())
    }

    fn count(&mut self, length: u64) {
        self.place = Place { line: self.place.line + 1, byte_offset: self.end };
        self.end += length;
        self.length = length;
    }

    /// Moves what is not yet given to the beginning of the block and reads more behind it. False at the end of the
    /// input. One call of the reader: a live feed gives its lines as they come.
    fn fill(&mut self) -> std::io::Result<bool> {
        if self.block.is_empty() {
            self.block = vec![0; BLOCK_BYTES];
        }
        self.block.copy_within(self.rest.clone(), 0);
        self.rest = 0..self.rest.len();
        self.line = 0..0;
        let read = read_some(&mut self.reader, &mut self.block[self.rest.end..])?;
        self.rest.end += read;
        Ok(read > 0)
    }

    /// The line without its end and without blanks around it; only its beginning if it is too long.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.block[self.line.clone()]
    }

    /// Its length in bytes, if it is too long to be read whole.
    #[inline]
    pub(crate) fn excess_length(&self) -> Option<u64> {
        self.is_excess.then_some(self.length)
    }

    /// Where it stands.
    #[inline]
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// How many bytes of lines have been given.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.end
    }
}

/// Where the text between two places stands without blanks around it.
#[inline]
fn trimmed(block: &[u8], start: usize, end: usize) -> Range<usize> {
    let end = if end > start && block[end - 1] == b'\r' { end - 1 } else { end };
    match &block[start..end] {
        [first, .., last] if *first > b' ' && *last > b' ' => start..end,
        text => {
            let end = start + text.trim_ascii_end().len();
            end - text.trim_ascii().len()..end
        }
    }
}

/// Reads once, and again if that was interrupted.
fn read_some(reader: &mut impl Read, into: &mut [u8]) -> std::io::Result<usize> {
    loop {
        match reader.read(into) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    fn all(input: &[u8], capacity: usize) -> Vec<(u64, u64, Vec<u8>, Option<u64>)> {
        let mut lines = Lines::new(BufReader::with_capacity(capacity, input));
        let mut found = Vec::new();
        while lines.advance().unwrap() {
            let place = lines.place();
            found.push((place.line, place.byte_offset, lines.bytes().to_vec(), lines.excess_length()));
        }
        assert_eq!(lines.bytes_read(), input.len() as u64);
        found
    }

    #[test]
    fn lines_end_with_or_without_carriage_return_and_the_last_may_have_no_end() {
        let expected =
            vec![(1, 0, b"one".to_vec(), None), (2, 5, b"".to_vec(), None), (3, 6, b"two".to_vec(), None)];
        for capacity in [1, 2, 3, 64] {
            assert_eq!(all(b"one\r\n\ntwo", capacity), expected);
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_is_read() {
        for extra in 0..4 {
            let mut input = vec![b'x'; MAX_LINE_BYTES + extra];
            input.extend(b"\nnext");
            let lines = all(&input, 512);
            assert_eq!(lines.len(), 2, "{extra}");
            assert_eq!(lines[0].3, (extra > 0).then_some((MAX_LINE_BYTES + extra + 1) as u64));
            assert_eq!(lines[1].2, b"next");
        }
    }
}
