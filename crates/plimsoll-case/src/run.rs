//! Run records: `runs/<n>-<stage>.json` says what a stage read, wrote and used. It *is* the provenance record.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A table that a stage read or wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableUse {
    /// SHA-256 of the table's files.
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
