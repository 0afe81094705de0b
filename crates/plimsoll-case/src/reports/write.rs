//! Taking reports in the order of reading and writing them in the order of ships.

use super::clocks::{ClockSamples, ReceiverClockParams};
use super::columns::{PositionFile, StaticFile};
use super::duplicates::Merger;
use super::record::{
    Head, MOST_OFFSET, MOST_POSITION, MOST_RECEIVERS, NO_RECEIVER, position_payload, put_record,
    static_payload,
};
use super::sort::{Ranks, in_order};
use super::spill::{Framing, Spill, SpillDir, Waiting};
use super::{DuplicateParams, POSITIONS, ReportStore, STATICS, bucket_of, limit};
use crate::store::{Written, bucket_folders, failed};
use crate::tables::TableError;
use jiff::Timestamp;
use plimsoll_model::{ExhibitId, Mmsi, PositionReport, ReceiverClock, Source, StaticReport};
use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// How the store is laid out and with what means it is written. Only the number of buckets shows in the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteOptions {
    /// How many buckets there are in all; see [`super::buckets_for`].
    pub buckets: u32,
    /// Which of them to write; reports of ships in others are only used to judge clocks.
    pub share: Range<u32>,
    /// Memory for reports that wait, bytes; beyond it they go to files in `tables/`.
    pub memory_bytes: usize,
    /// Buckets that are sorted and written at once, each with its part of the memory.
    pub threads: usize,
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportsWritten {
    /// The files of `position_reports` by bucket.
    pub positions: Vec<(u32, Written)>,
    /// The files of `static_reports` by bucket.
    pub statics: Vec<(u32, Written)>,
    /// Position reports that were merged into the same one of another receiver or line.
    pub position_duplicates: u64,
    /// Static reports likewise.
    pub static_duplicates: u64,
    /// Hours of receivers of which the clock could be judged, right ones too, in order of receiver and hour.
    pub clocks: Vec<ReceiverClock>,
}

/// Takes reports in the order of reading.
pub struct ReportWriter {
    store: ReportStore,
    duplicates: DuplicateParams,
    clock_params: ReceiverClockParams,
    options: WriteOptions,
    dir: SpillDir,
    exhibits: Numbers<ExhibitId>,
    receivers: Numbers<String>,
    positions: Spill,
    statics: Spill,
    clocks: ClockSamples,
    payload: Vec<u8>,
}

impl ReportStore {
    /// Begins to write the store anew. Nothing of what is there changes before [`ReportWriter::finish`].
    pub fn writer(
        &self,
        duplicates: &DuplicateParams,
        clocks: &ReceiverClockParams,
        options: WriteOptions,
    ) -> Result<ReportWriter, TableError> {
        let WriteOptions { buckets, share, memory_bytes, .. } = &options;
        if share.start >= share.end || share.end > *buckets {
            let what = format!("buckets {}..{} are not among {buckets}:", share.start, share.end);
            return Err(limit(what, &self.tables));
        }
        let dir = SpillDir::new(&self.tables, &format!("{}-{}-of-{buckets}", share.start, share.end))?;
        let parts = (share.end - share.start) as usize;
        Ok(ReportWriter {
            store: self.clone(),
            duplicates: duplicates.clone(),
            clock_params: clocks.clone(),
            dir,
            exhibits: Numbers::new(),
            receivers: Numbers::new(),
            positions: Spill::new("positions", Framing::Prefixed, parts, *memory_bytes),
            statics: Spill::new("statics", Framing::Prefixed, parts, memory_bytes / 4),
            clocks: ClockSamples::new(memory_bytes / 4),
            payload: Vec::new(),
            options,
        })
    }
}

impl ReportWriter {
    /// Takes a position report, and the receiver that heard it, if the exhibit names it.
    pub fn push_position(
        &mut self,
        report: &PositionReport,
        receiver: Option<&str>,
    ) -> Result<(), TableError> {
        let head = self.head(report.source, report.mmsi, report.time, receiver)?;
        let payload = position_payload(report);
        if head.receiver != NO_RECEIVER && self.is_under_way(report) {
            self.clocks.heard(head.receiver, head.mmsi, payload.bytes(), head.time_ns);
        }
        if let Some(part) = self.part(report.mmsi) {
            put_record(self.positions.room(part, MOST_POSITION), &head, payload.bytes());
        }
        self.spill()
    }

    /// Takes a static report.
    pub fn push_static(&mut self, report: &StaticReport) -> Result<(), TableError> {
        let head = self.head(report.source, report.mmsi, report.time, report.receiver.as_deref())?;
        if let Some(part) = self.part(report.mmsi) {
            self.payload.clear();
            static_payload(report, &mut self.payload);
            let room = self.statics.room(part, super::record::HEAD + self.payload.len());
            put_record(room, &head, &self.payload);
        }
        self.spill()
    }

    /// Takes the time that a base station sent (messages 4 and 11) with the time at which a receiver heard it.
    pub fn push_clock_sample(
        &mut self,
        receiver: &str,
        time: Timestamp,
        utc: Timestamp,
    ) -> Result<(), TableError> {
        let receiver = self.receiver(Some(receiver))?;
        self.clocks.base_station(receiver, self.nanoseconds(time)?, self.nanoseconds(utc)?);
        self.spill()
    }

    fn is_under_way(&self, report: &PositionReport) -> bool {
        let speed = report.sog.map(crate::tables::observations::knots);
        report.position.is_some() && speed.is_some_and(|kn| kn >= self.clock_params.min_speed_kn)
    }

    fn part(&self, mmsi: Mmsi) -> Option<usize> {
        let bucket = bucket_of(mmsi, self.options.buckets);
        let share = &self.options.share;
        share.contains(&bucket).then(|| (bucket - share.start) as usize)
    }

    fn head(
        &mut self,
        source: Source,
        mmsi: Mmsi,
        time: Timestamp,
        receiver: Option<&str>,
    ) -> Result<Head, TableError> {
        if source.byte_offset.max(source.line) > MOST_OFFSET {
            let found = source.byte_offset.max(source.line);
            let what = format!("an exhibit has the line or byte {found}, most are {MOST_OFFSET}:");
            return Err(limit(what, &self.store.tables));
        }
        let exhibit = match self.exhibits.known(&source.exhibit) {
            Some(number) => number,
            None => self.exhibits.add(source.exhibit, u16::MAX).ok_or_else(|| {
                limit("there are reports of more than 65535 exhibits:".into(), &self.store.tables)
            })?,
        };
        let receiver = self.receiver(receiver)?;
        let time_ns = self.nanoseconds(time)?;
        let Source { byte_offset, line, .. } = source;
        Ok(Head { exhibit, receiver, mmsi: mmsi.value(), time_ns, byte_offset, line })
    }

    fn receiver(&mut self, name: Option<&str>) -> Result<u16, TableError> {
        let Some(name) = name else { return Ok(NO_RECEIVER) };
        // A space parts the names of a row.
        let parted = name.contains(char::is_whitespace).then(|| name.replace(char::is_whitespace, "_"));
        let name = parted.as_deref().unwrap_or(name);
        if let Some(number) = self.receivers.known(name) {
            return Ok(number);
        }
        self.receivers.add(name.to_owned(), MOST_RECEIVERS).ok_or_else(|| {
            limit(format!("there are reports of more than {MOST_RECEIVERS} receivers:"), &self.store.tables)
        })
    }

    fn nanoseconds(&self, time: Timestamp) -> Result<i64, TableError> {
        i64::try_from(time.as_nanosecond())
            .map_err(|_| limit(format!("the time {time} is not between 1677 and 2262:"), &self.store.tables))
    }

    /// Moves what waits to files once it has more than its memory.
    fn spill(&mut self) -> Result<(), TableError> {
        let held = self.positions.held() + self.statics.held() + self.clocks.held();
        if held > self.options.memory_bytes { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), TableError> {
        self.positions.flush(&mut self.dir)?;
        self.statics.flush(&mut self.dir)?;
        self.clocks.flush(&mut self.dir)
    }

    /// Sorts, corrects, merges and writes, and removes what earlier runs left in other buckets.
    pub fn finish(mut self) -> Result<ReportsWritten, TableError> {
        let threads = self.options.threads.clamp(1, 64);
        let same_message_ns = (self.duplicates.window_s * 1e9) as i64;
        let (names, places) = in_order_of_names(self.receivers.names());
        let (_, exhibit_places) = in_order_of_names(self.exhibits.names());
        let memory = self.options.memory_bytes;
        let (corrections, clocks) = self.clocks.judge(
            &places,
            &names,
            &self.clock_params,
            same_message_ns,
            memory / 4,
            &mut self.dir,
        )?;
        let mut exhibits: Vec<ExhibitId> = self.exhibits.names().to_vec();
        exhibits.sort_unstable();
        if self.dir.is_used() {
            // The memory is for sorting now.
            self.positions.flush(&mut self.dir)?;
            self.statics.flush(&mut self.dir)?;
        }
        let job = Job {
            store: &self.store,
            ranks: Ranks { exhibit: exhibit_places, receiver: places, corrections },
            exhibits,
            receivers: names,
            window_ns: same_message_ns,
            buckets: self.options.buckets,
            most_bytes: (memory / threads).max(1 << 12),
            runs: Mutex::new(&mut self.dir),
        };
        clear_other_buckets(&self.store, self.options.buckets)?;
        let waiting = self.positions.into_parts().into_iter().zip(self.statics.into_parts());
        let queue = Mutex::new(self.options.share.clone().zip(waiting).collect::<VecDeque<_>>());
        let done = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some((bucket, (positions, statics))) = pop(&queue) {
                        let written = job
                            .positions(bucket, positions)
                            .and_then(|positions| Ok((bucket, positions, job.statics(bucket, statics)?)));
                        let has_failed = written.is_err();
                        lock(&done).push(written);
                        if has_failed {
                            lock(&queue).clear();
                        }
                    }
                });
            }
        });
        let done = done.into_inner().expect("no thread panicked: the scope would have");
        let mut done = done.into_iter().collect::<Result<Vec<_>, _>>()?;
        done.sort_by_key(|(bucket, ..)| *bucket);
        let duplicates = |of: fn(&Parts) -> u64| done.iter().map(of).sum();
        Ok(ReportsWritten {
            position_duplicates: duplicates(|(_, positions, _)| positions.1),
            static_duplicates: duplicates(|(_, _, statics)| statics.1),
            positions: done.iter().map(|(bucket, positions, _)| (*bucket, positions.0.clone())).collect(),
            statics: done.into_iter().map(|(bucket, _, statics)| (bucket, statics.0)).collect(),
            clocks,
        })
    }
}

/// A bucket, its file of positions and its file of statics, each with how many reports were merged.
type Parts = (u32, (Written, u64), (Written, u64));

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().expect("no thread panics while it holds this")
}

fn pop<T>(queue: &Mutex<VecDeque<T>>) -> Option<T> {
    lock(queue).pop_front()
}

/// Names in order, and the place of each in that order by its number.
fn in_order_of_names<T: ToString>(by_number: &[T]) -> (Vec<String>, Vec<u16>) {
    let names: Vec<String> = by_number.iter().map(T::to_string).collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| names[*a].cmp(&names[*b]));
    let mut places = vec![0; names.len()];
    for (place, number) in order.iter().enumerate() {
        places[*number] = place as u16;
    }
    (order.into_iter().map(|number| names[number].clone()).collect(), places)
}

/// What every bucket is written with.
struct Job<'a> {
    store: &'a ReportStore,
    ranks: Ranks,
    exhibits: Vec<ExhibitId>,
    receivers: Vec<String>,
    window_ns: i64,
    buckets: u32,
    most_bytes: usize,
    runs: Mutex<&'a mut SpillDir>,
}

impl Job<'_> {
    fn positions(&self, bucket: u32, waiting: Waiting) -> Result<(Written, u64), TableError> {
        let path = self.store.part(POSITIONS, bucket);
        let mut file = PositionFile::create(&path, self.buckets, &self.exhibits, &self.receivers)?;
        let mut merged_away = 0;
        let mut merger = Merger::new(self.window_ns);
        let mut put = |merged: super::duplicates::Merged<'_>| {
            merged_away += u64::from(merged.copies) - 1;
            file.push(&merged, &self.ranks)
        };
        in_order(
            waiting,
            &self.ranks,
            self.most_bytes,
            || self.run_stem(POSITIONS, bucket),
            |record, time_ns| merger.push(record, time_ns, &self.ranks, &mut put),
        )?;
        merger.finish(&mut put)?;
        Ok((file.finish()?, merged_away))
    }

    fn statics(&self, bucket: u32, waiting: Waiting) -> Result<(Written, u64), TableError> {
        let path = self.store.part(STATICS, bucket);
        let mut file = StaticFile::create(&path, self.buckets, &self.exhibits, &self.receivers)?;
        let mut merged_away = 0;
        let mut merger = Merger::new(self.window_ns);
        let mut put = |merged: super::duplicates::Merged<'_>| {
            merged_away += u64::from(merged.copies) - 1;
            file.push(&merged, &self.ranks)
        };
        in_order(
            waiting,
            &self.ranks,
            self.most_bytes,
            || self.run_stem(STATICS, bucket),
            |record, time_ns| merger.push(record, time_ns, &self.ranks, &mut put),
        )?;
        merger.finish(&mut put)?;
        Ok((file.finish()?, merged_away))
    }

    fn run_stem(&self, table: &str, bucket: u32) -> Result<PathBuf, TableError> {
        Ok(lock(&self.runs).folder()?.join(format!("{table}-{bucket}")))
    }
}

/// Removes the single file of a table and buckets of another number of them: they are of an earlier run.
fn clear_other_buckets(store: &ReportStore, buckets: u32) -> Result<(), TableError> {
    for table in [POSITIONS, STATICS] {
        let io = |path: &Path, e| failed("removing the table of an earlier run", path, e);
        let single = store.tables.join(format!("{table}.parquet"));
        if single.is_file() {
            fs::remove_file(&single).map_err(|e| io(&single, e))?;
        }
        for (bucket, dir) in bucket_folders(&store.folder(table)) {
            let is_other = bucket >= buckets
                || super::read::footer_buckets(&dir.join(crate::store::PART)) != Some(buckets);
            if is_other {
                fs::remove_dir_all(&dir).map_err(|e| io(&dir, e))?;
            }
        }
    }
    Ok(())
}

/// Numbers for names in order of appearance; the last one asked for is at hand.
struct Numbers<T> {
    names: Vec<T>,
    by_name: BTreeMap<T, u16>,
    last: u16,
}

impl<T: Ord + Clone> Numbers<T> {
    fn new() -> Self {
        Self { names: Vec::new(), by_name: BTreeMap::new(), last: 0 }
    }
    fn names(&self) -> &[T] {
        &self.names
    }
    fn known<Q: Ord + ?Sized>(&mut self, name: &Q) -> Option<u16>
    where
        T: std::borrow::Borrow<Q>,
    {
        if self.names.get(usize::from(self.last)).is_some_and(|last| last.borrow() == name) {
            return Some(self.last);
        }
        self.last = *self.by_name.get(name)?;
        Some(self.last)
    }
    /// A number for a new name; `None` if there are `most` already.
    fn add(&mut self, name: T, most: u16) -> Option<u16> {
        let number = u16::try_from(self.names.len()).ok().filter(|n| *n < most)?;
        self.names.push(name.clone());
        self.by_name.insert(name, number);
        self.last = number;
        Some(number)
    }
}
