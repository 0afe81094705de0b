//! `plimsoll bench`: how fast the AIS engine and the search of names are on this machine, beside what it is meant to reach.

mod meter;
mod screening;

use crate::cli::Context;
use crate::error::UserError;
use crate::exit::Exit;
use crate::score;
use crate::stage::{CaseFolder, Kernels};
use crate::street::{self, Request};
use meter::{Cost, metered};
use plimsoll_ais::speed::Task;
use plimsoll_case::exhibit::{self, AddOptions, ExhibitKind};
use plimsoll_case::store::Store;
use plimsoll_model::Position;
use plimsoll_simulate::{ArchiveForm, ArchiveParams, simulate_archive};
use rayon::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Measure how fast the engine is on this machine, beside what it is meant to reach.
#[derive(Debug, clap::Args)]
#[command(after_help = "Measures five things, or those named:
  decode      an NMEA log into columns, all fields, on one thread; and as JSON lines
  store       a table of positions into buckets, sorted by radio and time
  kernels     tracks, gaps, port stays, loitering, changes and slow points in one pass over the buckets
  encounters  pairs of slow points; with the truth of the table, how many planted ones were found
  screening   queries against 100,000 names, on one thread
Examples:
  plimsoll bench                                    on a simulated archive of a million rows
  plimsoll bench decode --nmea big.nmea
  plimsoll bench store kernels encounters --table aisdk.csv --truth aisdk.truth.json
Use a release build, and nothing else running. Times are the best of the runs; memory is the most that was resident.")]
pub(super) struct Bench {
    /// What to measure; without a name, everything.
    what: Vec<What>,
    /// An NMEA log; without one, a simulated one.
    #[arg(long, value_name = "FILE")]
    nmea: Option<PathBuf>,
    /// A table of positions; without one, a simulated one.
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
    /// The truth of that table, as `plimsoll simulate ais` writes it.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// Names, queries and truth as JSON; without them, simulated ones.
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// How many rows a simulated table has.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// How often each is measured.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum What {
    Decode,
    Store,
    Kernels,
    Encounters,
    Screening,
}

/// One line of the result.
struct Line {
    stage: &'static str,
    input: String,
    measured: String,
    target: &'static str,
}

impl Bench {
    /// Measures.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        if cfg!(debug_assertions) {
            context.say("note: this is not a release build; its figures say nothing");
        }
        let asks = |what: What| self.what.is_empty() || self.what.contains(&what);
        let dir = std::env::temp_dir().join(format!("plimsoll-bench-{}", std::process::id()));
        let made =
            std::fs::create_dir_all(&dir).map_err(|e| UserError::fault("making a folder for the bench", &e));
        let outcome = made.and_then(|()| {
            if asks(What::Decode) {
                self.decode(context, &dir)?;
            }
            if [What::Store, What::Kernels, What::Encounters].into_iter().any(asks) {
                self.engine(context, &dir, asks)?;
            }
            if asks(What::Screening) {
                self.screening(context)?;
            }
            Ok(())
        });
        let removed = std::fs::remove_dir_all(&dir);
        outcome.and_then(|()| removed.map_err(|e| UserError::fault("removing the folder of the bench", &e)))
    }

    fn decode(&self, context: &Context, dir: &Path) -> Result<(), UserError> {
        let path = match &self.nmea {
            Some(path) => path.clone(),
            None => simulated(dir, ArchiveForm::Nmea, self.rows.min(400_000))?,
        };
        let log = std::fs::read(&path).map_err(|e| unreadable(&path, &e))?;
        let tasks = [
            (Task::Columns, "NMEA into columns, 1 thread", ">= 8 M sentences/s"),
            (Task::Json, "NMEA as JSON lines, 1 thread", "6 x aiscat, about 4.7 M sentences/s"),
        ];
        for (task, stage, target) in tasks {
            let (done, cost) = self.best(|| task.run(&log))?;
            let done = done.map_err(|e| unreadable(&path, &e))?;
            let rate = done.lines as f64 / cost.wall_s / 1e6;
            let nanoseconds = cost.wall_s * 1e9 / done.lines as f64;
            print(
                context,
                &Line {
                    stage,
                    input: format!(
                        "{:.2} M sentences, {:.0} MB",
                        done.lines as f64 / 1e6,
                        done.bytes as f64 / 1e6
                    ),
                    measured: format!("{rate:.2} M sentences/s, {nanoseconds:.0} ns each"),
                    target,
                },
            );
        }
        Ok(())
    }

    fn engine(&self, context: &Context, dir: &Path, asks: impl Fn(What) -> bool) -> Result<(), UserError> {
        let table = match &self.table {
            Some(path) => path.clone(),
            None => simulated(dir, ArchiveForm::Danish, self.rows)?,
        };
        let truth = self.truth.clone().or_else(|| self.table.is_none().then(|| truth_of(&table)));
        let bytes = std::fs::metadata(&table).map_err(|e| unreadable(&table, &e))?.len();
        let case = case(dir, &table)?;
        let run = |stage: &str| -> Result<u64, UserError> {
            let mut rows = 0;
            let request = Request { names: &[stage.to_owned()], share: None };
            street::run(&case, request, crate::progress::Progress::Quiet, |_, outcome| {
                rows = outcome.parts().0.rows_in;
            })?;
            Ok(rows)
        };
        let store = Store::of_case(&case.dir);
        let (rows, cost) = if asks(What::Store) {
            self.best(|| {
                forget(&case)?;
                run("ingest-ais")
            })?
        } else {
            metered(|| run("ingest-ais"))
        };
        let rows = rows?;
        run("ingest-places")?;
        let input = format!("{:.2} M rows, {:.2} GB", rows as f64 / 1e6, bytes as f64 / 1e9);
        if asks(What::Store) {
            print(
                context,
                &Line {
                    stage: "table into buckets",
                    input: input.clone(),
                    measured: said(cost),
                    target: "<= 7 s wall, <= 12 CPU-s, <= 512 MB for 9.8 M rows",
                },
            );
        }
        if asks(What::Kernels) {
            let kernels = Kernels::of_case(&case, &store)?;
            let reports = store.reports();
            let (points, cost) = self.best(|| {
                let buckets: Vec<u32> = reports.buckets();
                let read = |bucket: &u32| kernels.run(&reports, *bucket).map(|(_, read)| read);
                buckets.par_iter().map(read).sum::<Result<u64, _>>()
            })?;
            let rate = cost.cpu_s.map_or_else(
                || "unknown".to_owned(),
                |cpu_s| format!("{:.2}", points.as_ref().map_or(0, |p| *p) as f64 / cpu_s.max(1e-3) / 1e6),
            );
            points?;
            print(
                context,
                &Line {
                    stage: "kernels in one pass",
                    input: input.clone(),
                    measured: format!("{rate} M points/CPU-s; {}", said(cost)),
                    target: ">= 6 M points/CPU-s, Parquet decode included",
                },
            );
        }
        if asks(What::Encounters) {
            run("tracks")?;
            let (found, cost) = metered(|| run("encounters"));
            found?;
            let score = truth.map(|path| score::of_truth(&store, &path)).transpose()?;
            print(
                context,
                &Line {
                    stage: "encounters",
                    input,
                    measured: format!(
                        "{}{}",
                        score.as_ref().map(score::in_words).unwrap_or_default(),
                        said(cost)
                    ),
                    target: "all planted, none of the negatives, no other",
                },
            );
        }
        Ok(())
    }

    /// The cheapest of the runs, by time on the wall; memory is the most of all.
    fn best<T>(&self, mut work: impl FnMut() -> T) -> Result<(T, Cost), UserError> {
        let mut best: Option<(T, Cost)> = None;
        for _ in 0..self.runs.max(1) {
            let (result, cost) = metered(&mut work);
            let peak_mb = best.as_ref().and_then(|(_, c)| c.peak_mb).max_with(cost.peak_mb);
            best = match best {
                Some((kept, least)) if least.wall_s <= cost.wall_s => Some((kept, Cost { peak_mb, ..least })),
                _ => Some((result, Cost { peak_mb, ..cost })),
            };
        }
        best.ok_or_else(|| UserError::usage("nothing was measured"))
    }
}

/// The greater of two numbers that may be unknown.
trait MaxWith {
    fn max_with(self, other: Self) -> Self;
}

impl MaxWith for Option<f64> {
    fn max_with(self, other: Self) -> Self {
        match (self, other) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        }
    }
}

/// A cost in words.
fn said(cost: Cost) -> String {
    let known = |value: Option<f64>, unit: &str, digits: usize| {
        value.map_or_else(|| format!("unknown {unit}"), |v| format!("{v:.digits$} {unit}"))
    };
    format!(
        "{:.2} s wall, {}, {} peak",
        cost.wall_s,
        known(cost.cpu_s, "CPU-s", 2),
        known(cost.peak_mb, "MB", 0)
    )
}

fn print(context: &Context, line: &Line) {
    let Line { stage, input, measured, target } = line;
    if context.json {
        context.print(
            &serde_json::json!({ "stage": stage, "input": input, "measured": measured, "target": target })
                .to_string(),
        );
    } else {
        context.print(&format!("{stage}\n  input     {input}\n  measured  {measured}\n  target    {target}"));
    }
}

fn unreadable(path: &Path, error: &dyn std::error::Error) -> UserError {
    UserError::new(Exit::ExhibitUnreadable, format!("reading `{}`: {error}", path.display()))
}

/// The sea of the simulated archives: where those of `plimsoll simulate ais` lie.
const CENTRE: (f64, f64) = (56.0, 9.5);

/// Simulates an archive and its truth.
fn simulated(dir: &Path, form: ArchiveForm, rows: u64) -> Result<PathBuf, UserError> {
    let path = dir.join(format!("simulated.{}", form.as_str()));
    let failed = |e: std::io::Error| UserError::fault("writing a simulated archive", &e);
    let centre = Position::from_lat_lon(CENTRE.0, CENTRE.1).map_err(|e| UserError::fault("a place", &e))?;
    let params = ArchiveParams {
        rows,
        vessels: u32::try_from(rows / 330).unwrap_or(3_000).clamp(60, 3_000),
        days: 3.0,
        seed: 1,
        centre,
        start: jiff::Timestamp::constant(1_747_872_000, 0),
    };
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::fs::File::create(&path).map_err(failed)?);
    let truth = simulate_archive(&params, form, &mut out)
        .map_err(|e| UserError::fault("simulating an archive", &e))?;
    out.flush().map_err(failed)?;
    let text = serde_json::to_vec(&truth).map_err(|e| UserError::fault("writing the truth", &e))?;
    std::fs::write(truth_of(&path), text).map_err(failed)?;
    Ok(path)
}

/// Where the truth of a simulated archive lies.
fn truth_of(archive: &Path) -> PathBuf {
    archive.with_extension("truth.json")
}

/// A case with one exhibit, that table.
fn case(dir: &Path, table: &Path) -> Result<CaseFolder, UserError> {
    let failed = |e: std::io::Error| UserError::fault("making a case for the bench", &e);
    let text = "title = \"bench\"\nperiod = { start = 2000-01-01, end = 2040-01-01 }\n";
    std::fs::write(dir.join("case.toml"), text).map_err(failed)?;
    let table = table.canonicalize().map_err(|e| unreadable(table, &e))?;
    let options = AddOptions {
        kind: Some(ExhibitKind::PositionTable),
        reference: true,
        from: None,
        licence: None,
        note: None,
        added_by: None,
        added_at: None,
    };
    exhibit::add(dir, &table, &options)?;
    CaseFolder::open(dir.to_path_buf())
}

/// Makes the next run of a stage a run.
fn forget(case: &CaseFolder) -> Result<(), UserError> {
    for folder in ["tables", "runs"] {
        let path = case.dir.join(folder);
        if path.exists() {
            std::fs::remove_dir_all(&path)
                .map_err(|e| UserError::fault("removing a run of the bench", &e))?;
        }
    }
    Ok(())
}
