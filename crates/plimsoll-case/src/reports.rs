//! The store of AIS: position and static reports in buckets of ships, written out of core and read in order of time.
//!
//! `tables/position_reports/b=<n>/part.parquet` holds the ships with [`bucket_of`]`(mmsi, buckets) == n`, in order of
//! (MMSI, time, exhibit, byte offset); `static_reports` likewise. Every stage after it is a scan of one bucket with a
//! fold, and buckets can be shared out among threads, processes and machines.
//!
//! | module | does |
//! |---|---|
//! | [`write`](self) | takes reports in the order of reading, scatters them, and at the end sorts, merges and writes |
//! | `record`, `spill` | a report as bytes, and where bytes wait that do not fit in memory |
//! | `clocks` | what the clocks of receivers were off |
//! | `sort`, `duplicates` | order and merging |
//! | `columns` | the columns of a file |
//! | `read` | a bucket as reports, fast |

mod clocks;
mod columns;
mod duplicates;
mod read;
mod record;
mod sort;
mod spill;
mod write;

pub use clocks::ReceiverClockParams;
pub use read::{Found, Heard, PositionReader};
pub use write::{ReportWriter, ReportsWritten, WriteOptions};

use crate::store::{PART, bucket_folders};
use crate::tables::TableError;
use plimsoll_model::Mmsi;
use std::path::{Path, PathBuf};

/// How reports that are the same are merged; section `[duplicates]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DuplicateParams {
    /// Reports of one radio with the same content within this long of the first are one, s.
    pub window_s: f64,
}

/// Input of about this many bytes goes into one bucket.
const BUCKET_BYTES: u64 = 128 << 20;
/// Input of fewer bytes is one bucket.
const ONE_BUCKET_BYTES: u64 = 64 << 20;
/// Most buckets.
pub const MOST_BUCKETS: u32 = 1024;

/// How many buckets the reports in so many bytes of exhibits go to: a power of two, one below 64 MiB, about one for
/// each 128 MiB of a table, at most [`MOST_BUCKETS`].
pub fn buckets_for(bytes: u64) -> u32 {
    if bytes < ONE_BUCKET_BYTES {
        return 1;
    }
    let wanted = bytes.div_ceil(BUCKET_BYTES).min(MOST_BUCKETS.into());
    u32::try_from(wanted.next_power_of_two()).unwrap_or(MOST_BUCKETS)
}

/// The bucket of a radio: the finaliser of splitmix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number
/// generators", with the constants of Vigna's splitmix64.c) of its number, modulo the number of buckets. Fixed for
/// ever: what is on disk rests on it.
pub fn bucket_of(mmsi: Mmsi, buckets: u32) -> u32 {
    (mix(mmsi.value().into()) % u64::from(buckets.max(1))) as u32
}

/// The finaliser of splitmix64.
const fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The buckets of a case.
#[derive(Clone, Debug)]
pub struct ReportStore {
    tables: PathBuf,
}

impl ReportStore {
    /// The store of the case in that folder.
    pub fn of_case(case_dir: &Path) -> Self {
        Self::open(&case_dir.join("tables"))
    }

    /// The store in a folder of tables.
    pub fn open(tables: &Path) -> Self {
        Self { tables: tables.into() }
    }

    /// The buckets that are there, in order.
    pub fn buckets(&self) -> Vec<u32> {
        let there = bucket_folders(&self.folder(POSITIONS)).into_iter();
        there.filter(|(_, dir)| dir.join(PART).is_file()).map(|(bucket, _)| bucket).collect()
    }

    fn folder(&self, table: &str) -> PathBuf {
        self.tables.join(table)
    }

    fn part(&self, table: &str, bucket: u32) -> PathBuf {
        self.folder(table).join(format!("b={bucket}")).join(PART)
    }
}

const POSITIONS: &str = "position_reports";
const STATICS: &str = "static_reports";

fn limit(what: String, path: &Path) -> TableError {
    TableError::File { what, path: path.into(), source: None }
}

#[cfg(test)]
mod tests;
