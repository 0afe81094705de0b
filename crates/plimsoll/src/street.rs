//! Running stages: skip what would give the same, write a run record of what ran, join shares that ran elsewhere.

use crate::error::UserError;
use crate::progress::Progress;
use crate::stage::{ASIDE, CaseFolder, Inputs, Outputs, STAGES, Stage};
use plimsoll_case::run::{self, RunRecord, Share, TableUse};
use plimsoll_case::store::{Store, hex};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Instant;

/// What became of a stage.
#[derive(Debug)]
pub enum Outcome {
    /// It ran.
    Ran(RunRecord),
    /// Its last run had the same version, parameters and inputs, and its tables are still there.
    Skipped(RunRecord),
    /// Shares of its buckets, run before or elsewhere, are all there.
    Joined(RunRecord),
}

impl Outcome {
    /// The run record and the word for it.
    pub const fn parts(&self) -> (&RunRecord, &'static str) {
        match self {
            Self::Ran(record) => (record, "ran"),
            Self::Skipped(record) => (record, "unchanged"),
            Self::Joined(record) => (record, "joined"),
        }
    }
}

/// What a run is asked to do.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The stages named; none: all.
    pub names: &'a [String],
    /// Only this share of the buckets, and only the stages that have buckets and what they need.
    pub share: Option<Share>,
}

impl Request<'_> {
    fn asks_for(&self, stage: &Stage) -> bool {
        let is_named = self.names.is_empty()
            || self.names.iter().any(|n| n == stage.name || stage.writes.iter().any(|t| t.name == n));
        is_named && (self.share.is_none() || serves_buckets(stage))
    }
}

/// True if a stage has buckets, or writes what a stage with buckets reads.
fn serves_buckets(stage: &Stage) -> bool {
    let is_read = |by: &Stage| by.reads.iter().any(|t| stage.writes.iter().any(|w| w.name == t.name));
    stage.is_bucketed || STAGES.iter().any(|by| by.is_bucketed && is_read(by))
}

/// Runs the stages asked for, each after those before it on the street.
pub fn run(
    case: &CaseFolder,
    request: Request<'_>,
    progress: Progress,
    mut each: impl FnMut(&Stage, &Outcome),
) -> Result<(), UserError> {
    for (at, stage) in STAGES.iter().enumerate() {
        if request.asks_for(stage) {
            let share = request.share.filter(|share| stage.is_bucketed && !share.is_all());
            let outcome = Step { case, number: at + 1, stage, share, progress }.run()?;
            each(stage, &outcome);
        }
    }
    Ok(())
}

/// Runs the stage of that name that `plimsoll run` leaves out.
pub fn run_aside(case: &CaseFolder, name: &str, progress: Progress) -> Result<Outcome, UserError> {
    let found = numbered().skip(STAGES.len()).find(|(_, stage)| stage.name == name);
    let (number, stage) = found.ok_or_else(|| UserError::usage(format!("there is no stage `{name}`")))?;
    Step { case, number, stage, share: None, progress }.run()
}

/// One stage in one run.
struct Step<'a> {
    case: &'a CaseFolder,
    number: usize,
    stage: &'a Stage,
    share: Option<Share>,
    progress: Progress,
}

impl Step<'_> {
    fn run(&self) -> Result<Outcome, UserError> {
        let store = Store::of_case(&self.case.dir);
        let inputs_used = tables_read(self.stage, self.case, &store, self.share)?;
        let parameters = parameters(self.case, self.stage);
        let fingerprint = fingerprint(self.case, self.stage, &inputs_used, &parameters);
        let stands = |last: &RunRecord| last.fingerprint == fingerprint && outputs_stand(last, &store);
        if let Some(last) = RunRecord::load(&self.record_path()).filter(stands) {
            return Ok(Outcome::Skipped(last));
        }
        if let Some(record) = self.joined(stands) {
            self.save(&record)?;
            return Ok(Outcome::Joined(record));
        }
        let began = Instant::now();
        self.forget_last(&store)?;
        let share = self.share.unwrap_or(Share::all(self.case.buckets()?));
        let inputs = Inputs {
            stage: self.stage,
            case: self.case,
            store: &store,
            share,
            progress: self.progress,
            rows_in: Cell::new(0),
        };
        let mut outputs = Outputs::new(self.stage, self.case, &store);
        (self.stage.run)(&inputs, &mut outputs)?;
        let record = RunRecord {
            stage: self.stage.name.into(),
            method: self.stage.method.into(),
            program_version: env!("CARGO_PKG_VERSION").into(),
            fingerprint,
            share: self.share,
            parameters,
            exhibits: inputs.exhibits().map(|e| (e.id.to_string(), e.sha256.clone())).collect(),
            inputs: inputs_used,
            outputs: outputs.written,
            rows_in: inputs.rows_in.get(),
            rows_out: outputs.rows_out,
            rejected: outputs.rejected,
            notes: outputs.notes,
            seconds: began.elapsed().as_secs_f64(),
        };
        self.save(&record)?;
        Ok(Outcome::Ran(record))
    }

    fn record_path(&self) -> std::path::PathBuf {
        record_path(self.case, self.number, self.stage, self.share)
    }

    fn save(&self, record: &RunRecord) -> Result<(), UserError> {
        record.save(&self.record_path()).map_err(|e| UserError::fault("writing the run record", &e))
    }

    /// One record of the shares that stand, if they are all the buckets.
    fn joined(&self, stands: impl Fn(&RunRecord) -> bool) -> Option<RunRecord> {
        if !self.stage.is_bucketed || self.share.is_some() {
            return None;
        }
        let shares = run::shares(&self.case.dir, self.number, self.stage.name).into_iter().map(|(_, r)| r);
        let mut shares = shares.filter(|record| record.share.is_some() && stands(record));
        let mut whole = shares.next()?;
        let mut end = whole.share.filter(|share| share.start == 0)?.end;
        for record in shares {
            let share = record.share?;
            if share.start > end {
                return None;
            }
            end = end.max(share.end);
            whole.outputs.extend(record.outputs);
            whole.seconds += record.seconds;
        }
        if Some(end) != whole.share.map(|share| share.of) {
            return None;
        }
        let rows = |(name, used): (&String, &TableUse)| {
            if name.starts_with("rejects/") { 0 } else { used.rows.unwrap_or(0) }
        };
        whole.rows_out = whole.outputs.iter().map(rows).sum();
        whole.share = None;
        Some(whole)
    }

    /// Takes away the buckets that are about to be written, those beyond the last, and the records that told of them.
    fn forget_last(&self, store: &Store) -> Result<(), UserError> {
        if !self.stage.is_bucketed {
            return Ok(());
        }
        let failed = |e: std::io::Error| UserError::fault("removing the last run of a stage", &e);
        let all = Share::all(self.case.buckets()?);
        let share = self.share.unwrap_or(all);
        for table in self.stage.writes {
            store
                .remove_buckets(table.name, |b| share.buckets().contains(&b) || b >= all.of)
                .map_err(failed)?;
        }
        let mut stale: Vec<_> = Vec::new();
        if self.share.is_none() {
            stale.extend(
                run::shares(&self.case.dir, self.number, self.stage.name).into_iter().map(|(p, _)| p),
            );
        }
        stale.push(run::path(&self.case.dir, self.number, self.stage.name));
        for path in stale.into_iter().filter(|p| p.exists()) {
            std::fs::remove_file(path).map_err(failed)?;
        }
        Ok(())
    }
}

fn record_path(case: &CaseFolder, number: usize, stage: &Stage, share: Option<Share>) -> std::path::PathBuf {
    match share {
        None => run::path(&case.dir, number, stage.name),
        Some(share) => run::share_path(&case.dir, number, stage.name, share),
    }
}

/// Whether a stage's tables are those that it would write now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They are.
    Current,
    /// Its version, parameters or inputs have changed since.
    OutOfDate,
    /// It never ran.
    NeverRan,
}

impl State {
    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::OutOfDate => "out of date",
            Self::NeverRan => "never ran",
        }
    }
}

/// The state of each stage.
pub fn status(case: &CaseFolder) -> Vec<(&'static str, State)> {
    numbered().map(|(number, stage)| (stage.name, state(case, number, stage))).collect()
}

/// The state of the stage of that name.
pub fn state_of(case: &CaseFolder, name: &str) -> Option<State> {
    numbered().find(|(_, stage)| stage.name == name).map(|(number, stage)| state(case, number, stage))
}

/// Every stage with its number on the street.
fn numbered() -> impl Iterator<Item = (usize, &'static Stage)> {
    static ON_IT: &[Stage] = &STAGES;
    static BESIDE_IT: &[Stage] = &ASIDE;
    (1..).zip(ON_IT.iter().chain(BESIDE_IT))
}

fn state(case: &CaseFolder, number: usize, stage: &Stage) -> State {
    let store = Store::of_case(&case.dir);
    let Some(last) = RunRecord::load(&run::path(&case.dir, number, stage.name)) else {
        return State::NeverRan;
    };
    let parameters = parameters(case, stage);
    match tables_read(stage, case, &store, None) {
        Ok(used)
            if fingerprint(case, stage, &used, &parameters) == last.fingerprint
                && outputs_stand(&last, &store) =>
        {
            State::Current
        }
        _ => State::OutOfDate,
    }
}

/// The tables that a stage reads, with their hashes; one that is not there yet asks for the stage before.
fn tables_read(
    stage: &Stage,
    case: &CaseFolder,
    store: &Store,
    share: Option<Share>,
) -> Result<BTreeMap<String, TableUse>, UserError> {
    let mut used = BTreeMap::new();
    for table in stage.reads {
        let sha256 = match bucketed_writer(table.name) {
            Some((number, writer)) => {
                RunRecord::load(&record_path(case, number, writer, share)).map(|record| record.fingerprint)
            }
            None => store.sha256(table.name).map_err(|e| UserError::fault("hashing a table", &e))?,
        };
        let sha256 = sha256.ok_or_else(|| {
            UserError::usage(format!(
                "the stage `{}` reads the table `{}`, which is not written yet",
                stage.name, table.name
            ))
            .hint("run `plimsoll run` without a stage to run the whole street")
        })?;
        used.insert(table.name.to_owned(), TableUse { sha256, rows: None });
    }
    Ok(used)
}

/// The stage with buckets that writes a table, and its number.
fn bucketed_writer(table: &str) -> Option<(usize, &'static Stage)> {
    static ALL: &[Stage] = &STAGES;
    let writes =
        |(_, stage): &(usize, &Stage)| stage.is_bucketed && stage.writes.iter().any(|t| t.name == table);
    ALL.iter().enumerate().find(writes).map(|(at, stage)| (at + 1, stage))
}

/// The resolved parameters of a stage, by section.
fn parameters(case: &CaseFolder, stage: &Stage) -> serde_json::Value {
    let section = |name: &&str| ((*name).to_owned(), serde_json::json!(case.config.params.table(name)));
    serde_json::Value::Object(stage.sections.iter().map(section).collect())
}

/// Hash of all that decides a stage's outcome.
fn fingerprint(
    case: &CaseFolder,
    stage: &Stage,
    inputs: &BTreeMap<String, TableUse>,
    parameters: &serde_json::Value,
) -> String {
    let exhibits: Vec<_> = case
        .exhibits
        .iter()
        .filter(|e| stage.exhibits.contains(&e.kind))
        .map(|e| (e.path.as_str(), e.sha256.as_str()))
        .collect();
    let reviews: Vec<_> =
        if stage.reviews { case.reviews.iter().map(|r| format!("{r:?}")).collect() } else { Vec::new() };
    let deciding = serde_json::json!({
        "stage": stage.name, "version": stage.version, "program": env!("CARGO_PKG_VERSION"),
        "parameters": parameters, "inputs": inputs, "exhibits": exhibits, "reviews": reviews,
        "case": case.facts(),
    });
    hex(&Sha256::digest(deciding.to_string()))
}

/// True if the tables of the last run are there, unchanged.
fn outputs_stand(last: &RunRecord, store: &Store) -> bool {
    last.outputs.iter().all(|(name, used)| store.file_sha256(name).is_some_and(|sha| sha == used.sha256))
}
