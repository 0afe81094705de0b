//! Run records: `runs/<n>-<stage>.json` says what a stage read, wrote and used. It *is* the provenance record.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A table that a stage read or wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableUse {
    /// SHA-256 of the table's files. Of a table in buckets that was read: the fingerprint of the run that wrote it, so
    /// that a share of the buckets and all of them are told by one hash.
    pub sha256: String,
    /// How many rows; absent for inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

/// What one run of a stage was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// The stage.
    pub stage: String,
    /// The page that explains it.
    pub method: String,
    /// Version of the program.
    pub program_version: String,
    /// Hash of all that decides the outcome: version, parameters, inputs.
    pub fingerprint: String,
    /// Which buckets of how many, if it was a share of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// The resolved parameters, by section.
    pub parameters: serde_json::Value,
    /// Exhibits read: identifier and SHA-256.
    pub exhibits: BTreeMap<String, String>,
    /// Tables read.
    pub inputs: BTreeMap<String, TableUse>,
    /// Tables written.
    pub outputs: BTreeMap<String, TableUse>,
    /// Rows in.
    pub rows_in: u64,
    /// Rows out.
    pub rows_out: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// What the stage counted besides, such as sentences skipped.
    pub notes: BTreeMap<String, u64>,
    /// How long it took: the one field outside the law that the same inputs give the same bytes.
    pub seconds: f64,
}

/// A share of the buckets of radios: `start..end`, half-open, of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share {
    /// The first bucket.
    pub start: u32,
    /// The first bucket behind it.
    pub end: u32,
    /// How many buckets there are.
    pub of: u32,
}

impl Share {
    /// All buckets.
    pub const fn all(of: u32) -> Self {
        Self { start: 0, end: of, of }
    }
    /// The buckets in it.
    pub const fn buckets(self) -> std::ops::Range<u32> {
        self.start..self.end
    }
    /// True if it is all of them.
    pub const fn is_all(self) -> bool {
        self.start == 0 && self.end == self.of
    }
}

/// The path of the run record of a share.
pub fn share_path(case_dir: &Path, number: usize, stage: &str, share: Share) -> PathBuf {
    case_dir.join("runs").join(format!("{number:02}-{stage}.b{}-{}.json", share.start, share.end))
}

/// The run records of shares of a stage, in order of their first bucket.
pub fn shares(case_dir: &Path, number: usize, stage: &str) -> Vec<(PathBuf, RunRecord)> {
    let prefix = format!("{number:02}-{stage}.b");
    let entries = fs::read_dir(case_dir.join("runs")).into_iter().flatten().flatten();
    let is_share = |path: &PathBuf| {
        path.file_name()
            .and_then(|n| n.to_str())
            .is_some_and(|n| n.starts_with(&prefix) && n.ends_with(".json"))
    };
    let paths = entries.map(|e| e.path()).filter(is_share);
    let mut found: Vec<_> = paths.filter_map(|p| RunRecord::load(&p).map(|record| (p, record))).collect();
    found.sort_by_key(|(_, record)| record.share);
    found
}

/// The path of a stage's run record; `number` is its place on the street, from 1.
pub fn path(case_dir: &Path, number: usize, stage: &str) -> PathBuf {
    case_dir.join("runs").join(format!("{number:02}-{stage}.json"))
}

impl RunRecord {
    /// Reads a run record; `None` if there is none or it is not readable (then the stage simply runs again).
    pub fn load(path: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// Writes the run record.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(path, text)
    }
}
