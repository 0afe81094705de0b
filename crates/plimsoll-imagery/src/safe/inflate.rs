//! A deflated stream that is read from any place, in bounded memory.

use super::files::sought;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};
use std::io::{self, Read, Seek, SeekFrom};

/// Bytes unpacked at a time, and kept.
const BLOCK_BYTES: usize = 1 << 20;
/// Packed bytes read at a time.
const INPUT_BYTES: usize = 64 << 10;
/// Unpacked bytes between two states kept, at first.
const SPACING_BYTES: u64 = 8 << 20;
/// States that may be kept: then every second is dropped and the spacing doubled.
const MOST_STATES: usize = 256;

/// What is needed to go on from a place.
#[derive(Clone)]
struct State {
    /// Packed bytes used.
    used: u64,
    /// Unpacked bytes made.
    made: u64,
    decoder: Box<InflateState>,
}

/// A stream that unpacks another.
pub(super) struct Inflated<R> {
    source: R,
    /// Unpacked bytes that there should be.
    bytes: u64,
    at: u64,
    now: State,
    kept: Vec<State>,
    spacing: u64,
    input: Vec<u8>,
    /// Where the input lies in the source.
    input_at: u64,
    /// The unpacked bytes made last.
    block: Vec<u8>,
    block_at: u64,
}

impl<R: Read + Seek> Inflated<R> {
    /// Unpacks `source` to so many bytes.
    pub(super) fn new(source: R, bytes: u64) -> Self {
        let now = State { used: 0, made: 0, decoder: InflateState::new_boxed(DataFormat::Raw) };
        let (input, block) = (Vec::new(), Vec::new());
        let kept = vec![now.clone()];
        Self {
            source,
            bytes,
            at: 0,
            now,
            kept,
            spacing: SPACING_BYTES,
            input,
            input_at: 0,
            block,
            block_at: 0,
        }
    }

    /// Makes the block hold the byte at `self.at`, which is before the end.
    fn reach(&mut self) -> io::Result<()> {
        let is_behind = self.at < self.now.made;
        let best = self.kept.partition_point(|s| s.made <= self.at).saturating_sub(1);
        if is_behind || self.kept[best].made > self.now.made {
            self.now = self.kept[best].clone();
        }
        while self.at >= self.now.made {
            self.make_block()?;
        }
        Ok(())
    }

    /// Unpacks the next block.
    fn make_block(&mut self) -> io::Result<()> {
        self.block_at = self.now.made;
        let left = usize::try_from(self.bytes - self.now.made).unwrap_or(usize::MAX);
        self.block.resize(left.min(BLOCK_BYTES), 0);
        let mut filled = 0;
        while filled < self.block.len() {
            let input = self.fetch()?;
            let from = usize::try_from(self.now.used - self.input_at).unwrap_or(usize::MAX);
            let done =
                inflate(&mut self.now.decoder, &self.input[from..], &mut self.block[filled..], MZFlush::None);
            self.now.used += done.bytes_consumed as u64;
            filled += done.bytes_written;
            let is_stuck = done.bytes_consumed == 0 && done.bytes_written == 0;
            match done.status {
                Ok(MZStatus::Ok) if !is_stuck => {}
                Ok(MZStatus::StreamEnd) if filled == self.block.len() => {}
                Ok(_) => {
                    return Err(if input == 0 {
                        io::ErrorKind::UnexpectedEof
                    } else {
                        io::ErrorKind::InvalidData
                    }
                    .into());
                }
                Err(_) if input == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                Err(_) => {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "the packed bytes are damaged"));
                }
            }
        }
        self.now.made += filled as u64;
        self.keep();
        Ok(())
    }

    /// Makes the input hold bytes from `used` on; how many.
    fn fetch(&mut self) -> io::Result<usize> {
        let end = self.input_at + self.input.len() as u64;
        if self.now.used < self.input_at || self.now.used >= end {
            self.input.resize(INPUT_BYTES, 0);
            self.source.seek(SeekFrom::Start(self.now.used))?;
            let read = self.source.read(&mut self.input)?;
            self.input.truncate(read);
            self.input_at = self.now.used;
        }
        Ok(self.input.len() - usize::try_from(self.now.used - self.input_at).unwrap_or(0))
    }

    /// Keeps the state if the last one kept is far enough behind.
    fn keep(&mut self) {
        let last = self.kept.last().map_or(0, |s| s.made);
        if self.now.made < last.saturating_add(self.spacing) {
            return;
        }
        if self.kept.len() >= MOST_STATES {
            let mut index = 0;
            self.kept.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.spacing *= 2;
        }
        self.kept.push(self.now.clone());
    }
}

impl<R: Read + Seek> Read for Inflated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.bytes || buffer.is_empty() {
            return Ok(0);
        }
        let end = self.block_at + self.block.len() as u64;
        let is_held = self.block_at <= self.at && self.at < end;
        if !is_held && let Err(error) = self.reach() {
            // What the block holds is half made.
            self.block.clear();
            self.now = self.kept[0].clone();
            return Err(error);
        }
        let from = usize::try_from(self.at - self.block_at).unwrap_or(usize::MAX);
        let have = &self.block[from..];
        let count = have.len().min(buffer.len());
        buffer[..count].copy_from_slice(&have[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl<R> Seek for Inflated<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.bytes)?;
        Ok(self.at)
    }
}
