//! Records of a bucket in order of (MMSI, time, exhibit, byte offset), in memory or by runs that are merged.
//!
//! Reports come mostly in order of time, so they are scattered by ship, which keeps that order, and only ships whose
//! reports are out of order are sorted. Line, receiver and content decide after the key, so that the order is total and
//! does not depend on the order of reading.

use super::clocks::Corrections;
use super::record::{NO_RECEIVER, Record, length};
use super::spill::Waiting;
use crate::store::failed;
use crate::tables::TableError;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Bytes that a run is read ahead.
const READ_AHEAD: usize = 1 << 18;

/// Records that are fetched at once.
const BLOCK: usize = 64;
/// Most position reports end within so many bytes.
const READ_OF_RECORD: usize = 57;

/// What the order of records rests on: names in order, and what the clocks were off.
pub(super) struct Ranks {
    /// The place of each exhibit in the order of identifiers.
    pub(super) exhibit: Vec<u16>,
    /// The place of each receiver in the order of names.
    pub(super) receiver: Vec<u16>,
    /// What to take from times.
    pub(super) corrections: Corrections,
}

impl Ranks {
    /// The time of a record by a right clock.
    fn time(&self, record: Record<'_>) -> i64 {
        record.time_ns().saturating_sub(self.offset_ns(record))
    }
    /// What is taken from the time of a record.
    pub(super) fn offset_ns(&self, record: Record<'_>) -> i64 {
        self.receiver(record).map_or(0, |receiver| self.corrections.offset_ns(receiver, record.time_ns()))
    }
    /// The place of a record's receiver in the order of names.
    pub(super) fn receiver(&self, record: Record<'_>) -> Option<u16> {
        let receiver = record.receiver();
        (receiver != NO_RECEIVER).then(|| self.receiver[usize::from(receiver)])
    }
    /// The order of two records of one ship and one time.
    fn compare_rest(&self, a: Record<'_>, b: Record<'_>) -> Ordering {
        let key = |r: Record<'_>| (self.exhibit[usize::from(r.exhibit())], r.byte_offset(), r.line());
        key(a)
            .cmp(&key(b))
            .then_with(|| self.receiver(a).cmp(&self.receiver(b)))
            .then_with(|| a.payload().cmp(b.payload()))
    }
}

/// Where a record of a buffer belongs.
#[derive(Clone, Copy, Default)]
struct Place {
    time: i64,
    at: u32,
    ship: u32,
}

/// Visits the records of a bucket in order, each with its time by a right clock. Holds about `most` bytes of records
/// at a time; more are sorted in runs in `folder`, under `name`.
pub(super) fn in_order(
    mut waiting: Waiting,
    ranks: &Ranks,
    most: usize,
    runs: impl FnOnce() -> Result<PathBuf, TableError>,
    mut visit: impl FnMut(Record<'_>, i64) -> Result<(), TableError>,
) -> Result<(), TableError> {
    // A place has four bytes for the offset in the buffer.
    let most = most.min(u32::MAX as usize / 2);
    let first = waiting.slice(most)?;
    if first.len() as u64 == waiting.bytes() {
        drop(waiting);
        for block in places(&first, ranks).chunks(BLOCK) {
            touch(&first, block);
            for place in block {
                visit(Record::at(&first, place.at as usize), place.time)?;
            }
        }
        return Ok(());
    }
    let stem = runs()?;
    let mut files = Vec::new();
    let mut slice = first;
    while !slice.is_empty() {
        let path = stem.with_extension(format!("run-{}", files.len()));
        write_run(&path, &slice, ranks).map_err(|e| failed("writing the spill file", &path, e))?;
        files.push(path);
        drop(slice);
        slice = waiting.slice(most)?;
    }
    merge(&files, ranks, &mut visit)
}

/// Reads a byte of each record of a block. They lie far apart in memory, and loads that do not wait for each other
/// overlap, where the work on one record would otherwise stand still for each.
fn touch(buffer: &[u8], block: &[Place]) {
    let ends = block.iter().map(|p| (p.at as usize + READ_OF_RECORD).min(buffer.len() - 1));
    let starts = block.iter().map(|p| p.at as usize);
    std::hint::black_box(starts.chain(ends).fold(0, |sum, at| sum ^ buffer[at]));
}

/// The records of a buffer in order.
fn places(buffer: &[u8], ranks: &Ranks) -> Vec<Place> {
    let mut ships = Ships::new();
    let mut read = Vec::with_capacity(buffer.len() / 56);
    let mut at = 0;
    while at < buffer.len() {
        let record = Record::at(buffer, at);
        read.push(Place { time: ranks.time(record), at: at as u32, ship: ships.number(record.mmsi()) });
        at += record.bytes().len();
    }
    let mut next = ships.starts();
    let starts = next.clone();
    let mut sorted = vec![Place::default(); read.len()];
    for place in read {
        let slot = &mut next[place.ship as usize];
        sorted[*slot as usize] = place;
        *slot += 1;
    }
    for (start, end) in starts.into_iter().zip(next) {
        let of_ship = &mut sorted[start as usize..end as usize];
        let compare = |a: &Place, b: &Place| {
            a.time.cmp(&b.time).then_with(|| {
                ranks.compare_rest(Record::at(buffer, a.at as usize), Record::at(buffer, b.at as usize))
            })
        };
        if !of_ship.is_sorted_by(|a, b| compare(a, b).is_le()) {
            of_ship.sort_by(compare);
        }
    }
    sorted
}

/// Numbers for MMSIs in order of appearance, with how many records each has. An open table: half full at most.
struct Ships {
    /// Slot to number, plus one; zero: free.
    slots: Vec<u32>,
    mmsis: Vec<u32>,
    counts: Vec<u32>,
}

impl Ships {
    fn new() -> Self {
        Self { slots: vec![0; 1 << 10], mmsis: Vec::new(), counts: Vec::new() }
    }

    fn number(&mut self, mmsi: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = super::mix(mmsi.into()) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => break,
                number if self.mmsis[number as usize - 1] == mmsi => {
                    self.counts[number as usize - 1] += 1;
                    return number - 1;
                }
                _ => slot = (slot + 1) & mask,
            }
        }
        self.mmsis.push(mmsi);
        self.counts.push(1);
        self.slots[slot] = self.mmsis.len() as u32;
        if self.mmsis.len() * 2 > self.slots.len() {
            self.grow();
        }
        self.mmsis.len() as u32 - 1
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        self.slots = vec![0; mask + 1];
        for (number, mmsi) in self.mmsis.iter().enumerate() {
            let mut slot = super::mix((*mmsi).into()) as usize & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = number as u32 + 1;
        }
    }

    /// Where the records of each ship begin, when the ships stand in order of MMSI.
    fn starts(&self) -> Vec<u32> {
        let mut by_mmsi: Vec<u32> = (0..self.mmsis.len() as u32).collect();
        by_mmsi.sort_unstable_by_key(|n| self.mmsis[*n as usize]);
        let mut starts = vec![0; self.mmsis.len()];
        let mut before = 0;
        for number in by_mmsi {
            starts[number as usize] = before;
            before += self.counts[number as usize];
        }
        starts
    }
}

fn write_run(path: &Path, slice: &[u8], ranks: &Ranks) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(READ_AHEAD, File::create(path)?);
    for block in places(slice, ranks).chunks(BLOCK) {
        touch(slice, block);
        for place in block {
            out.write_all(Record::at(slice, place.at as usize).bytes())?;
        }
    }
    out.flush()
}

/// A run that is read back, at one of its records.
struct Run<'a> {
    bytes: Vec<u8>,
    time: i64,
    number: usize,
    ranks: &'a Ranks,
    file: BufReader<File>,
}

impl Run<'_> {
    /// Moves to the next record; false at the end.
    fn advance(&mut self) -> std::io::Result<bool> {
        let mut start = [0; 4];
        match self.file.read_exact(&mut start) {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            other => other?,
        }
        self.bytes.clear();
        self.bytes.extend_from_slice(&start);
        self.bytes.resize(length(&start), 0);
        self.file.read_exact(&mut self.bytes[4..])?;
        self.time = self.ranks.time(self.record());
        Ok(true)
    }
    fn record(&self) -> Record<'_> {
        Record::at(&self.bytes, 0)
    }
}

impl Ord for Run<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.record(), other.record());
        let key = |r: Record<'_>, time| (r.mmsi(), time);
        key(a, self.time)
            .cmp(&key(b, other.time))
            .then_with(|| self.ranks.compare_rest(a, b))
            .then(self.number.cmp(&other.number))
    }
}
impl PartialOrd for Run<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Run<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Run<'_> {}

fn merge(
    files: &[PathBuf],
    ranks: &Ranks,
    visit: &mut impl FnMut(Record<'_>, i64) -> Result<(), TableError>,
) -> Result<(), TableError> {
    let mut heap = BinaryHeap::with_capacity(files.len());
    for (number, path) in files.iter().enumerate() {
        let io = |e| failed("reading the spill file", path, e);
        let file = BufReader::with_capacity(READ_AHEAD, File::open(path).map_err(io)?);
        let mut run = Run { bytes: Vec::new(), time: 0, number, ranks, file };
        if run.advance().map_err(io)? {
            heap.push(Reverse(run));
        }
    }
    while let Some(mut least) = heap.peek_mut() {
        visit(least.0.record(), least.0.time)?;
        let path = &files[least.0.number];
        if !least.0.advance().map_err(|e| failed("reading the spill file", path, e))? {
            std::collections::binary_heap::PeekMut::pop(least);
            fs::remove_file(path).map_err(|e| failed("removing the spill file", path, e))?;
        }
    }
    Ok(())
}
