//! Lines of a stream, in bounded memory: a line without end is one line, cut and reported, and reading goes on.

use crate::ReadError;
use std::io::{BufRead, Read};

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

/// The lines of a reader, one after the other in the same buffer.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    place: Place,
    length: u64,
    end: u64,
}

impl<R: BufRead> Lines<R> {
    /// Before the first line.
    pub(crate) fn new(reader: R) -> Self {
        Self { reader, buffer: Vec::new(), place: Place::default(), length: 0, end: 0 }
    }

    /// Goes to the next line. False at the end of the input.
    pub(crate) fn advance(&mut self) -> Result<bool, ReadError> {
        self.buffer.clear();
        let read = self.read_line().map_err(|source| ReadError::Io { line: self.place.line, source })?;
        if read == 0 {
            return Ok(false);
        }
        self.place = Place { line: self.place.line + 1, byte_offset: self.end };
        self.end += read;
        self.length = read;
        Ok(true)
    }

    /// Reads up to the end of the line and keeps its beginning. The number of bytes taken from the reader.
    fn read_line(&mut self) -> std::io::Result<u64> {
        let limit = MAX_LINE_BYTES as u64 + 1;
        let mut read = self.reader.by_ref().take(limit).read_until(b'\n', &mut self.buffer)? as u64;
        if read == limit && self.buffer.last() != Some(&b'\n') {
            read += self.reader.skip_until(b'\n')? as u64;
        }
        Ok(read)
    }

    /// The line without its end and without blanks around it; only its beginning if it is too long.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.buffer.trim_ascii()
    }

    /// Its length in bytes, if it is too long to be read whole.
    pub(crate) fn excess_length(&self) -> Option<u64> {
        (self.buffer.len() > MAX_LINE_BYTES && self.buffer.last() != Some(&b'\n')).then_some(self.length)
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// How many bytes have been read.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.end
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
