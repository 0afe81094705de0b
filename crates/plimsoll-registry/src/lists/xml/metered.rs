//! A stream that knows where it stands, and where a piece of it must end.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

/// A reader that counts bytes and lines, and stops where one piece of the document grows too large.
pub(super) struct Metered<R> {
    inner: BufReader<Chain<Cursor<Vec<u8>>, R>>,
    /// Bytes taken so far.
    pub(super) offset: u64,
    /// Line on which the next byte stands, counted from 1; lines end with LF.
    pub(super) line: u64,
    /// Offset at which the piece must have ended.
    end: u64,
    /// True once a piece did not.
    pub(super) is_over: bool,
}

impl<R: Read> Metered<R> {
    pub(super) fn new(inner: Chain<Cursor<Vec<u8>>, R>) -> Self {
        Self { inner: BufReader::new(inner), offset: 0, line: 1, end: 0, is_over: false }
    }

    /// Lets the next piece have that many bytes.
    pub(super) const fn allow(&mut self, bytes: u64) {
        self.end = self.offset.saturating_add(bytes);
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.offset > self.end {
            self.is_over = true;
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        let taken = &self.inner.buffer()[..count];
        self.line += taken.iter().map(|b| u64::from(*b == b'\n')).sum::<u64>();
        self.offset += taken.len() as u64;
        self.inner.consume(count);
    }
}
