//! What a stage is given, and what takes what it makes. Both hold it to what it declared.

use super::{Stage, ingest_ais};
use crate::error::UserError;
use crate::exit::Exit;
use crate::progress::{Progress, Watched};
use plimsoll_ais::ColumnMap;
use plimsoll_case::config::CaseConfig;
use plimsoll_case::exhibit::{self, ExhibitEntry};
use plimsoll_case::reports::{MOST_BUCKETS, ReportStore, buckets_for};
use plimsoll_case::review;
use plimsoll_case::run::{Share, TableUse};
use plimsoll_case::store::{Rows, Store, TableFile, Written};
use plimsoll_case::tables::rejects::RejectRow;
use plimsoll_case::tables::{TableError, TableRow};
use plimsoll_model::{PositionReport, Reject, Review};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

/// A case folder, read.
pub struct CaseFolder {
    /// Where it lies.
    pub dir: PathBuf,
    /// What `case.toml` says.
    pub config: CaseConfig,
    /// The exhibits, in order of the manifest.
    pub exhibits: Vec<ExhibitEntry>,
    /// The decisions of people, in order.
    pub reviews: Vec<Review>,
}

impl CaseFolder {
    /// Reads `case.toml`, the manifest and the reviews.
    pub fn open(dir: PathBuf) -> Result<Self, UserError> {
        let config = CaseConfig::read(&dir)?;
        let exhibits = exhibit::load(&dir)?;
        let reviews = review::load(&dir)?.into_iter().map(|entry| entry.review).collect();
        Ok(Self { dir, config, exhibits, reviews })
    }

    /// Fails at the first exhibit whose bytes are not those that were hashed.
    pub fn verify_exhibits(&self) -> Result<(), UserError> {
        for entry in &self.exhibits {
            if let Some(error) = exhibit::verify_entry(&self.dir, entry).error() {
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// In how many buckets the tables of radios are: what `[ingest]` says, or by the size of the exhibits.
    pub fn buckets(&self) -> Result<u32, UserError> {
        let IngestParams { buckets, .. } = self.config.params.section("ingest")?;
        let of_ais = self.exhibits.iter().filter(|e| ingest_ais::STAGE.exhibits.contains(&e.kind));
        let bytes = of_ais.map(|e| if is_packed(&e.path) { e.bytes.saturating_mul(PACKED) } else { e.bytes });
        Ok(if buckets == 0 { buckets_for(bytes.sum()) } else { buckets.min(MOST_BUCKETS) })
    }

    /// What `case.toml` says that may decide an outcome, parameters apart: text for a fingerprint.
    pub fn facts(&self) -> String {
        let c = &self.config;
        format!(
            "{:?}",
            (
                c.period,
                c.is_simulated,
                (&c.areas, &c.fleet),
                &c.caps,
                &c.columns,
                &c.lists,
                (&c.scenes, &c.land, &c.piers, &c.berths)
            )
        )
    }
}

/// How much larger a packed table or log is about: 5 to 12 times.
const PACKED: u64 = 8;

/// True if the name of a file says that it is packed.
fn is_packed(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["gz", "zst", "zip", "parquet"].contains(&ending.as_str())
}

/// Section `[ingest]`.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IngestParams {
    /// How many buckets of radios; 0: by the size of the exhibits.
    pub(super) buckets: u32,
    /// How often what a ship says of itself is kept although it did not change, h.
    pub(super) static_repeat_h: f64,
    /// Memory for reports that wait to be sorted, MB.
    pub(super) memory_mb: u32,
}

/// What a stage may read.
pub struct Inputs<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) case: &'a CaseFolder,
    pub(crate) store: &'a Store,
    pub(crate) share: Share,
    pub(crate) progress: Progress,
    pub(crate) rows_in: Cell<u64>,
}

impl<'a> Inputs<'a> {
    /// The buckets of radios that this run is to make.
    pub const fn share(&self) -> Share {
        self.share
    }

    /// The rows of each bucket of a table that the stage declared, to be read one after the other.
    pub fn buckets<R: TableRow>(&self) -> Result<Vec<Rows<R>>, TableError> {
        self.check_declared::<R>()?;
        self.store.buckets()
    }

    /// The reports in their buckets, for a stage that declared them.
    pub fn reports(&self) -> ReportStore {
        debug_assert!(
            self.check_declared::<PositionReport>().is_ok(),
            "`{}` reads no reports",
            self.stage.name
        );
        ReportStore::of_case(&self.case.dir)
    }

    /// What `case.toml` says.
    pub fn config(&self) -> &'a CaseConfig {
        &self.case.config
    }

    /// The parameters of a section that the stage declared.
    pub fn params<T: serde::de::DeserializeOwned>(&self, section: &str) -> Result<T, UserError> {
        assert!(self.stage.sections.contains(&section), "`{}` does not declare [{section}]", self.stage.name);
        Ok(self.case.config.params.section(section)?)
    }

    /// All rows of a table that the stage declared.
    pub fn table<R: TableRow>(&self) -> Result<Vec<R>, UserError> {
        self.check_declared::<R>()?;
        let rows = self.store.read::<R>()?;
        self.rows_in.set(self.rows_in.get() + rows.len() as u64);
        Ok(rows)
    }

    fn check_declared<R: TableRow>(&self) -> Result<(), TableError> {
        let (stage, table) = (self.stage.name, R::SPEC.name);
        let is_declared = self.stage.reads.iter().any(|t| t.name == table);
        if is_declared {
            Ok(())
        } else {
            Err(TableError::Undeclared { stage, verb: "reads", table: table.to_owned() })
        }
    }

    /// The buckets of reports, for the stage that writes them.
    pub fn reports_anew(&self) -> ReportStore {
        ReportStore::of_case(&self.case.dir)
    }

    /// The exhibits of the kinds that the stage declared.
    pub fn exhibits(&self) -> impl Iterator<Item = &'a ExhibitEntry> {
        let kinds = self.stage.exhibits;
        self.case.exhibits.iter().filter(move |e| kinds.contains(&e.kind))
    }

    /// Where an exhibit lies.
    pub fn location(&self, entry: &ExhibitEntry) -> PathBuf {
        entry.location(&self.case.dir)
    }

    /// Which column of a table of positions holds what, if `case.toml` says so.
    pub fn column_map(&self, entry: &ExhibitEntry) -> Result<Option<ColumnMap>, UserError> {
        super::mapped::positions(self, entry)
    }

    /// The bytes of an exhibit, decompressed, with a bar that moves.
    pub fn open(&self, entry: &ExhibitEntry) -> Result<Box<dyn Read + Send>, UserError> {
        let bar = self.progress.bytes(&entry.path, entry.bytes);
        let reader = exhibit::open(&self.case.dir, entry)?;
        Ok(Box::new(Watched::new(reader, bar)))
    }

    /// The decisions of people, if the stage declared that it reads them.
    pub fn reviews(&self) -> &'a [Review] {
        if self.stage.reviews { &self.case.reviews } else { &[] }
    }

    /// Counts rows read from exhibits.
    pub fn count_in(&self, rows: u64) {
        self.rows_in.set(self.rows_in.get() + rows);
    }
}

/// What takes the rows that a stage makes.
pub struct Outputs<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) case: &'a CaseFolder,
    pub(crate) store: &'a Store,
    pub(crate) written: BTreeMap<String, TableUse>,
    pub(crate) rows_out: u64,
    pub(crate) rejected: u64,
    pub(crate) notes: BTreeMap<String, u64>,
}

impl<'a> Outputs<'a> {
    /// Before anything is written.
    pub(crate) fn new(stage: &'a Stage, case: &'a CaseFolder, store: &'a Store) -> Self {
        let (written, notes) = (BTreeMap::new(), BTreeMap::new());
        Self { stage, case, store, written, rows_out: 0, rejected: 0, notes }
    }

    /// Writes the whole of a table that the stage declared. The rows must be in order of their key.
    pub fn write<R: TableRow>(&mut self, rows: &[R]) -> Result<(), UserError> {
        self.check_declared(R::SPEC.name)?;
        self.put(None, rows)?;
        self.rows_out += rows.len() as u64;
        Ok(())
    }

    /// Notes files that were written, by the names of their tables and places in them.
    pub fn wrote(&mut self, files: impl IntoIterator<Item = (String, Written)>) -> Result<(), UserError> {
        for (name, written) in files {
            self.check_declared(name.split('/').next().unwrap_or_default())?;
            self.rows_out += written.rows;
            self.written.insert(name, TableUse { sha256: written.sha256, rows: Some(written.rows) });
        }
        Ok(())
    }

    fn check_declared(&self, table: &str) -> Result<(), TableError> {
        let is_declared = self.stage.writes.iter().any(|t| t.name == table);
        let undeclared =
            || TableError::Undeclared { stage: self.stage.name, verb: "writes", table: table.to_owned() };
        if is_declared { Ok(()) } else { Err(undeclared()) }
    }

    /// Writes the stage's part of `rejects`.
    pub fn rejects(&mut self, rejects: Vec<Reject>) -> Result<(), UserError> {
        self.rejected = rejects.len() as u64;
        let path_of = |reject: &Reject| {
            let entry = self.case.exhibits.iter().find(|e| e.id == reject.source.exhibit);
            entry.map(|e| e.path.clone()).unwrap_or_default()
        };
        let mut rows: Vec<_> =
            rejects.into_iter().map(|reject| RejectRow { file: path_of(&reject), reject }).collect();
        rows.sort_by(|a, b| {
            (&a.file, a.reject.source, &a.reject.reason).cmp(&(&b.file, b.reject.source, &b.reject.reason))
        });
        rows.dedup_by(|a, b| a.reject.id == b.reject.id);
        self.put(Some(self.stage.name), &rows)
    }

    fn put<R: TableRow>(&mut self, partition: Option<&str>, rows: &[R]) -> Result<(), UserError> {
        let written = self.store.write(partition, rows)?;
        let name =
            partition.map_or_else(|| R::SPEC.name.to_owned(), |part| format!("{}/{part}", R::SPEC.name));
        self.written.insert(name, TableUse { sha256: written.sha256, rows: Some(written.rows) });
        Ok(())
    }

    /// Begins a table that is not in buckets and is written a row at a time; [`Outputs::wrote`] ends it.
    pub fn begin<R: TableRow>(&self) -> Result<TableFile<R>, TableError> {
        self.check_declared(R::SPEC.name)?;
        self.store.begin(None)
    }

    /// Begins the stage's part of `rejects`, to be written a row at a time; [`Outputs::rejected`] ends it.
    pub fn begin_rejects(&self) -> Result<TableFile<RejectRow>, TableError> {
        self.store.begin(Some(self.stage.name))
    }

    /// Ends the stage's part of `rejects`.
    pub fn rejected(&mut self, file: TableFile<RejectRow>) -> Result<(), TableError> {
        let written = file.finish()?;
        self.rejected = written.rows;
        let name = format!("{}/{}", RejectRow::SPEC.name, self.stage.name);
        self.written.insert(name, TableUse { sha256: written.sha256, rows: Some(written.rows) });
        Ok(())
    }

    /// Notes a count for the run record.
    pub fn note(&mut self, what: &str, count: u64) {
        *self.notes.entry(what.to_owned()).or_default() += count;
    }

    /// Fails if more of an exhibit's rows were rejected than the case allows.
    pub fn check_share(&self, path: &str, rows: u64, rejected: u64) -> Result<(), UserError> {
        let RejectParams { max_share_percent: most } = self.case.config.params.section("rejects")?;
        let share = 100.0 * rejected as f64 / rows.max(1) as f64;
        if rejected == 0 || share <= most {
            return Ok(());
        }
        Err(UserError::new(
            Exit::TooManyRejects,
            format!("{rejected} of {rows} rows of an exhibit were rejected ({share:.1} %), more than the {most} % that the case allows: {path}"),
        )
        .hint("run `plimsoll show rejects` and look at the reasons: is the kind of the exhibit right?")
        .hint("to accept it, raise `max_share_percent` under [rejects] in case.toml"))
    }
}

/// Section `[rejects]`.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RejectParams {
    /// Most rows of an exhibit that may be rejected, per cent.
    pub(crate) max_share_percent: f64,
}

/// An exhibit that cannot be read at all.
pub(super) fn unreadable(entry: &ExhibitEntry, error: &dyn std::error::Error) -> UserError {
    UserError::new(Exit::ExhibitUnreadable, format!("{}: {error}", entry.path)).see("docs/guide/case-toml.md")
}
