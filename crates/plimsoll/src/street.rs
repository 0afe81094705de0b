//! Running stages: skip what would give the same, write a run record of what ran.

use crate::error::UserError;
use crate::progress::Progress;
use crate::stage::{CaseFolder, Inputs, Outputs, STAGES, Stage};
use plimsoll_case::run::{self, RunRecord, TableUse};
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
}

/// Runs the stages named (all if none), each after those before it on the street.
pub fn run(
    case: &CaseFolder,
    names: &[String],
    progress: Progress,
    mut each: impl FnMut(&Stage, &Outcome),
) -> Result<(), UserError> {
    for (at, stage) in STAGES.iter().enumerate() {
        if names.is_empty() || names.iter().any(|n| n == stage.name) {
            let outcome = run_stage(case, at + 1, stage, progress)?;
            each(stage, &outcome);
        }
    }
    Ok(())
}

fn run_stage(
    case: &CaseFolder,
    number: usize,
    stage: &Stage,
    progress: Progress,
) -> Result<Outcome, UserError> {
    let store = Store::of_case(&case.dir);
    let record_path = run::path(&case.dir, number, stage.name);
    let inputs_used = tables_read(stage, &store)?;
    let parameters = parameters(case, stage);
    let fingerprint = fingerprint(case, stage, &inputs_used, &parameters);
    if let Some(last) = RunRecord::load(&record_path)
        && last.fingerprint == fingerprint
        && outputs_stand(&last, &store)
    {
        return Ok(Outcome::Skipped(last));
    }
    let began = Instant::now();
    let inputs = Inputs { stage, case, store: &store, progress, rows_in: Cell::new(0) };
    let mut outputs = Outputs {
        stage,
        case,
        store: &store,
        written: BTreeMap::new(),
        rows_out: 0,
        rejected: 0,
        notes: BTreeMap::new(),
    };
    (stage.run)(&inputs, &mut outputs)?;
    let record = RunRecord {
        stage: stage.name.into(),
        method: stage.method.into(),
        program_version: env!("CARGO_PKG_VERSION").into(),
        fingerprint,
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
    record.save(&record_path).map_err(|e| UserError::fault("writing the run record", &e))?;
    Ok(Outcome::Ran(record))
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
    let store = Store::of_case(&case.dir);
    let state = |(at, stage): (usize, &Stage)| {
        let Some(last) = RunRecord::load(&run::path(&case.dir, at + 1, stage.name)) else {
            return State::NeverRan;
        };
        let parameters = parameters(case, stage);
        match tables_read(stage, &store) {
            Ok(used)
                if fingerprint(case, stage, &used, &parameters) == last.fingerprint
                    && outputs_stand(&last, &store) =>
            {
                State::Current
            }
            _ => State::OutOfDate,
        }
    };
    STAGES.iter().enumerate().map(|numbered| (numbered.1.name, state(numbered))).collect()
}

/// The tables that a stage reads, with their hashes; one that is not there yet asks for the stage before.
fn tables_read(stage: &Stage, store: &Store) -> Result<BTreeMap<String, TableUse>, UserError> {
    let mut used = BTreeMap::new();
    for table in stage.reads {
        let sha256 = store
            .sha256(table.name)
            .map_err(|e| UserError::fault("hashing a table", &e))?
            .ok_or_else(|| {
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
