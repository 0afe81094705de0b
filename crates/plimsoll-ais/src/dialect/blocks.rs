//! A stream cut into blocks of whole lines, each with where it begins, so that several threads can read a table and
//! the rows of their blocks, put together in order, are those of one thread.

use crate::ReadError;
use crate::lines::MAX_LINE_BYTES;
use std::io::Read;

/// How large a block is: large enough that a thread works on it for milliseconds, small enough for its cache.
pub const BLOCK_BYTES: usize = 4 << 20;

/// Whole lines of a table, and where the first of them stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// The lines, with their ends; the last line of a file may have none.
    pub bytes: &'a [u8],
    /// Number of the first line, counted from 1.
    pub first_line: u64,
    /// Offset of its first byte, counted from 0.
    pub first_byte: u64,
    /// Bytes of the last line that are not here, because it is too long to be read.
    pub left_out: u64,
}

/// Memory for a block, which the next can use again.
#[derive(Clone, Debug, Default)]
pub struct BlockBuffer {
    bytes: Vec<u8>,
    first_line: u64,
    first_byte: u64,
    left_out: u64,
}

impl BlockBuffer {
    /// The block that was read last.
    pub fn block(&self) -> Block<'_> {
        let Self { bytes, first_line, first_byte, left_out } = self;
        Block { bytes, first_line: *first_line, first_byte: *first_byte, left_out: *left_out }
    }
}

/// The blocks of a reader, in bounded memory: a block, what was read behind it, and no more of a line than
/// [`MAX_LINE_BYTES`] needs.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    size: usize,
    /// What was read behind the last block.
    rest: Vec<u8>,
    next_line: u64,
    next_byte: u64,
    is_at_end: bool,
    failure: Option<std::io::Error>,
}

impl<R: Read> Blocks<R> {
    /// Blocks of [`BLOCK_BYTES`].
    pub fn new(reader: R) -> Self {
        Self::with_size(reader, BLOCK_BYTES)
    }

    /// Blocks of about so many bytes; a line longer than that is a block of its own.
    pub fn with_size(reader: R, size: usize) -> Self {
        let size = size.max(1);
        Self { reader, size, rest: Vec::new(), next_line: 1, next_byte: 0, is_at_end: false, failure: None }
    }

    /// Takes one line, without its end: the header, before the blocks. `None` at the end of the input.
    ///
    /// # Errors
    /// If the reader fails.
    pub fn take_line(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        let (size, mut buffer) = (self.size, BlockBuffer::default());
        self.size = size.min(MAX_LINE_BYTES);
        let found = self.read(&mut buffer);
        self.size = size;
        if !found? {
            return Ok(None);
        }
        let mut line = buffer.bytes;
        if let Some(end) = memchr::memchr(b'\n', &line) {
            let rest = line.split_off(end + 1);
            line.truncate(end);
            self.next_line = buffer.first_line + 1;
            self.next_byte -= rest.len() as u64;
            self.rest.splice(0..0, rest);
        }
        Ok(Some(line))
    }

    /// How many bytes have been given.
    pub fn bytes_given(&self) -> u64 {
        self.next_byte
    }

    /// How many lines have been given.
    pub fn lines_given(&self) -> u64 {
        self.next_line - 1
    }

    /// Reads the next block. False at the end of the input. If the reader fails, the whole lines before that come
    /// first and the error at the next call; after it, the end.
    ///
    /// # Errors
    /// If the reader fails.
    pub fn read(&mut self, into: &mut BlockBuffer) -> Result<bool, ReadError> {
        into.bytes.clear();
        into.bytes.append(&mut self.rest);
        into.left_out = 0;
        (into.first_line, into.first_byte) = (self.next_line, self.next_byte);
        self.fill(&mut into.bytes, self.size);
        if memchr::memchr(b'\n', &into.bytes).is_none() {
            self.fill(&mut into.bytes, MAX_LINE_BYTES + 2);
        }
        match memchr::memrchr(b'\n', &into.bytes) {
            Some(_) if self.is_at_end && self.failure.is_none() => {}
            Some(last) => self.rest.extend(into.bytes.drain(last + 1..)),
            // A broken line is not given: how it went on is not known.
            None if self.failure.is_some() => into.bytes.clear(),
            None if self.is_at_end => {}
            None => into.left_out = self.skip_line(),
        }
        if into.bytes.is_empty() {
            self.is_at_end = true;
            let line = self.lines_given();
            return self.failure.take().map_or(Ok(false), |source| Err(ReadError::Io { line, source }));
        }
        let ends = memchr::memchr_iter(b'\n', &into.bytes).count() as u64;
        let is_open = into.bytes.last() != Some(&b'\n');
        self.next_line += ends + u64::from(is_open);
        self.next_byte += into.bytes.len() as u64 + into.left_out;
        Ok(true)
    }

    /// Reads until there are so many bytes, or the input ends or fails.
    fn fill(&mut self, bytes: &mut Vec<u8>, size: usize) {
        let wanted = size.saturating_sub(bytes.len());
        if wanted == 0 || self.is_at_end {
            return;
        }
        bytes.reserve_exact(wanted);
        match self.reader.by_ref().take(wanted as u64).read_to_end(bytes) {
            Ok(read) => self.is_at_end = read < wanted,
            Err(error) => {
                self.is_at_end = true;
                self.failure = Some(error);
            }
        }
    }

    /// Passes over the rest of a line, its end included; how many bytes that was.
    fn skip_line(&mut self) -> u64 {
        let mut skipped = 0;
        let mut chunk = Vec::new();
        loop {
            chunk.clear();
            self.fill(&mut chunk, 1 << 16);
            if chunk.is_empty() {
                return skipped;
            }
            if let Some(end) = memchr::memchr(b'\n', &chunk) {
                self.rest.extend(&chunk[end + 1..]);
                return skipped + end as u64 + 1;
            }
            skipped += chunk.len() as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line number, offset and text of each line, of blocks of a size.
    fn lines(input: &[u8], size: usize, takes_header: bool) -> Vec<(u64, u64, Vec<u8>)> {
        let mut blocks = Blocks::with_size(input, size);
        let mut found = Vec::new();
        if takes_header {
            found.extend(blocks.take_line().unwrap().map(|line| (1, 0, line)));
        }
        let mut buffer = BlockBuffer::default();
        while blocks.read(&mut buffer).unwrap() {
            let block = buffer.block();
            let mut at = block.first_byte;
            for (n, line) in block.bytes.split_inclusive(|c| *c == b'\n').enumerate() {
                let text = line.strip_suffix(b"\n").unwrap_or(line).to_vec();
                found.push((block.first_line + n as u64, at, text));
                at += line.len() as u64;
            }
        }
        assert_eq!(blocks.bytes_given(), input.len() as u64);
        found
    }

    #[test]
    fn every_size_of_block_gives_the_same_lines() {
        for input in [&b"one\r\n\ntwo,2\nthree"[..], b"a\n", b"\n\n\n", b"x", b""] {
            let whole = lines(input, 1 << 20, false);
            assert_eq!(whole.len(), input.split_inclusive(|c| *c == b'\n').count());
            for size in 1..input.len() + 2 {
                assert_eq!(lines(input, size, false), whole, "{size}");
                assert_eq!(
                    lines(input, size, true).iter().map(|l| (l.0, l.1)).collect::<Vec<_>>(),
                    whole.iter().map(|l| (l.0, l.1)).collect::<Vec<_>>()
                );
            }
        }
    }

    #[test]
    fn a_line_without_end_is_cut_and_the_next_is_read() {
        let mut input = vec![b'x'; 300_000];
        input.extend(b"\nnext\n");
        let mut blocks = Blocks::with_size(input.as_slice(), 100);
        let mut buffer = BlockBuffer::default();
        assert!(blocks.read(&mut buffer).unwrap());
        let block = buffer.block();
        assert_eq!(block.bytes.len() as u64 + block.left_out, 300_001);
        assert!(block.bytes.len() <= MAX_LINE_BYTES + 2);
        assert!(blocks.read(&mut buffer).unwrap());
        let expected = Block { bytes: b"next\n", first_line: 2, first_byte: 300_001, left_out: 0 };
        assert_eq!(buffer.block(), expected);
        assert!(!blocks.read(&mut buffer).unwrap());
    }

    #[test]
    fn a_reader_that_fails_gives_its_whole_lines_then_the_error_then_the_end() {
        struct Broken(u8);
        impl Read for Broken {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                self.0 += 1;
                if self.0 == 1 {
                    (&b"one\ntwo\nthr"[..]).read(buffer)
                } else {
                    Err(std::io::Error::other("cut"))
                }
            }
        }
        let mut blocks = Blocks::new(Broken(0));
        let mut buffer = BlockBuffer::default();
        assert!(blocks.read(&mut buffer).unwrap());
        assert_eq!(buffer.block().bytes, b"one\ntwo\n");
        assert_eq!(blocks.read(&mut buffer).unwrap_err().to_string(), "reading after line 2: cut");
        assert!(!blocks.read(&mut buffer).unwrap());
    }
}
