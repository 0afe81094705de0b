//! `plimsoll demo`: the whole street on a simulated case, with the truth beside what was estimated.

use crate::cli::season::{self, SeasonOptions, TruthFile};
use crate::cli::{Context, report, run};
use crate::error::UserError;
use plimsoll_case::store::Store;
use plimsoll_model::SeasonNumber;
use std::path::{Path, PathBuf};

/// Draw a simulated season of port calls, make its pictures and messages, run the whole street over them, write the report, and
/// print what was estimated beside the truth.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Every ship, call and picture is invented and labelled SIMULATED; ports, distances and law are real.
  plimsoll demo                        the season at Vostochny, 7 March to 5 November 2024
  plimsoll demo other --seed 9         another season
  plimsoll demo --json                 the numbers as JSON: published, low, mid, high, truth
  plimsoll demo small --which harbour   one tanker, one gap, one call, in a second
Then open report/index.html in that folder, or ask
  plimsoll -C plimsoll-demo show season_numbers
  plimsoll -C plimsoll-demo why <an id of that table>"
)]
pub(super) struct Demo {
    /// Where to make the case.
    #[arg(default_value = "plimsoll-demo")]
    folder: PathBuf,
    /// Which case.
    #[arg(long, value_enum, default_value = "season")]
    which: Which,
    /// The seed of the season: another one draws another season.
    #[arg(long, default_value_t = season::DEFAULT_SEED)]
    seed: u64,
}

/// The cases there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Which {
    /// Eight months at a real place, with invented ships.
    Season,
    /// One invented tanker, one gap, one call.
    Harbour,
}

/// The files of `cases/harbour`, which the demo writes out.
const FILES: [(&str, &[u8]); 8] = [
    ("case.toml", include_bytes!("../../../../cases/harbour/case.toml")),
    ("README.md", include_bytes!("../../../../cases/harbour/README.md")),
    ("truth.json", include_bytes!("../../../../cases/harbour/truth.json")),
    ("sources/manifest.jsonl", include_bytes!("../../../../cases/harbour/sources/manifest.jsonl")),
    ("sources/ais/harbour.nmea", include_bytes!("../../../../cases/harbour/sources/ais/harbour.nmea")),
    (
        "sources/registers/register.csv",
        include_bytes!("../../../../cases/harbour/sources/registers/register.csv"),
    ),
    (
        "sources/lists/designated.csv",
        include_bytes!("../../../../cases/harbour/sources/lists/designated.csv"),
    ),
    (
        "sources/volumes/notified.csv",
        include_bytes!("../../../../cases/harbour/sources/volumes/notified.csv"),
    ),
];

impl Demo {
    /// Writes the case, runs it and writes its report.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        match self.which {
            Which::Season => self.season(context),
            Which::Harbour => self.harbour(context),
        }
    }

    fn harbour(&self, context: &Context) -> Result<(), UserError> {
        write_case(&self.folder)?;
        let inner = context.for_case(&self.folder);
        context.say(&format!("wrote the simulated case `{}`", self.folder.display()));
        run::Run::all().run(&inner)?;
        report::Report::to_case_folder().run(&inner)?;
        if !context.json {
            context.print("\nThe headline (simulated):");
            for line in report::headline(&inner)? {
                context.print(&line);
            }
            context.say(&format!("\nOpen {} in a browser.", self.folder.join("report/index.html").display()));
        }
        Ok(())
    }

    fn season(&self, context: &Context) -> Result<(), UserError> {
        season::write(context, &self.folder, SeasonOptions::whole(self.seed))?;
        // Standard output is kept for the numbers.
        let inner = Context { json: false, ..context.for_case(&self.folder) };
        run::Run::all().run(&inner)?;
        report::Report::to_case_folder().run(&inner)?;
        let rows = Store::of_case(&self.folder).read::<SeasonNumber>().unwrap_or_default();
        let numbers = asked(&rows, &TruthFile::read(&self.folder)?);
        if context.json {
            context.print(&serde_json::json!({ "numbers": numbers }).to_string());
            return Ok(());
        }
        context.print("\nWhat was estimated from the bytes alone, beside the truth (all SIMULATED; `published` is real):");
        context.print(&format!(
            "{:<5} {:<42} {:>12} {:>12} {:>12} {:>12} {:>12}",
            "", "", "published", "low", "mid", "high", "truth"
        ));
        for number in &numbers {
            context.print(&number.line());
        }
        context.say(&format!("\nOpen {} in a browser.", self.folder.join("report/index.html").display()));
        Ok(())
    }
}

/// A number asked for: what was published of the real season, the interval of the analysis, the truth of the simulated one.
#[derive(serde::Serialize)]
struct Asked {
    name: &'static str,
    what: String,
    unit: String,
    published: Option<serde_json::Value>,
    low: Option<serde_json::Value>,
    mid: Option<serde_json::Value>,
    high: Option<serde_json::Value>,
    truth: Option<serde_json::Value>,
}

/// Name, name of the row of `season_numbers`, and what was published of the real season (BBC and Open Source Centre, November 2024;
/// N11: White House, 2 May 2024); of a day, as text.
const ASKED: [(&str, &str, Published); 13] = [
    ("N1", "calls", Published::Number(43.0)),
    ("N2", "ships", Published::Number(13.0)),
    ("N3a", "first-seen", Published::Day("2024-03-07")),
    ("N3b", "last-seen", Published::Day("2024-11-05")),
    ("N4", "fill", Published::Number(0.9)),
    ("N5", "barrels", Published::Number(1_000_000.0)),
    ("N6", "cap-multiple", Published::Number(2.0)),
    ("N7", "notified-multiple", Published::Number(10.0)),
    ("N8", "listed-share", Published::Number(0.5)),
    ("N9", "discharge-places", Published::Number(4.0)),
    ("N10", "silent-arrivals", Published::Number(43.0)),
    ("N11", "barrels-2024-03", Published::Number(165_000.0)),
    ("N13", "cap-crossed", Published::Nothing),
];

/// What was published.
#[derive(Clone, Copy)]
enum Published {
    Number(f64),
    Day(&'static str),
    Nothing,
}

fn asked(rows: &[SeasonNumber], truth: &TruthFile) -> Vec<Asked> {
    let of = |(name, row_name, published): &(&'static str, &str, Published)| {
        let row = rows.iter().find(|row| row.name == *row_name);
        let true_number = truth.numbers.iter().find(|number| number.name == *name);
        let is_day = true_number.is_some_and(|number| number.unit == "date");
        let shown = |value: Option<f64>| value.map(|value| shown(value, is_day));
        Asked {
            name,
            what: true_number.map_or_else(String::new, |number| number.what.clone()),
            unit: true_number.map_or_else(String::new, |number| number.unit.clone()),
            published: match published {
                Published::Number(value) => Some(serde_json::json!(value)),
                Published::Day(day) => Some(serde_json::json!(day)),
                Published::Nothing => None,
            },
            low: shown(row.and_then(|row| row.low)),
            mid: shown(row.and_then(|row| row.mid)),
            high: shown(row.and_then(|row| row.high)),
            truth: shown(true_number.and_then(|number| number.value)),
        }
    };
    ASKED.iter().map(of).collect()
}

/// A number, or a day from days since 1970.
fn shown(value: f64, is_day: bool) -> serde_json::Value {
    if !is_day {
        return serde_json::json!(value);
    }
    let second = (value * 86_400.0) as i64;
    jiff::Timestamp::from_second(second)
        .map_or(serde_json::Value::Null, |time| serde_json::json!(time.strftime("%Y-%m-%d").to_string()))
}

impl Asked {
    fn line(&self) -> String {
        let text = |value: &Option<serde_json::Value>| match value {
            Some(serde_json::Value::String(day)) => day.clone(),
            Some(value) => value.as_f64().map_or_else(|| "-".to_owned(), plain),
            None => "-".to_owned(),
        };
        let [published, low, mid, high, truth] =
            [&self.published, &self.low, &self.mid, &self.high, &self.truth].map(text);
        format!(
            "{:<5} {:<42} {published:>12} {low:>12} {mid:>12} {high:>12} {truth:>12}",
            self.name,
            format!("{} ({})", self.what, self.unit)
        )
    }
}

/// Three figures behind the point of what is small, none of what is large.
fn plain(value: f64) -> String {
    if value.abs() >= 100.0 || (value - value.round()).abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.3}")
    }
}

/// Writes the files of the case; a folder that holds another case is left alone.
fn write_case(folder: &Path) -> Result<(), UserError> {
    let existing = std::fs::read(folder.join("case.toml")).ok();
    if existing.is_some_and(|bytes| bytes != FILES[0].1) {
        return Err(UserError::usage(format!("`{}` holds a case that is not the demo", folder.display()))
            .hint("name another folder: `plimsoll demo FOLDER`"));
    }
    for (name, bytes) in FILES {
        let path = folder.join(name);
        let failed = |e: std::io::Error| UserError::fault(&format!("writing `{}`", path.display()), &e);
        std::fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(failed)?;
        // A copied exhibit is read-only once `verify` or `add` has seen it; the same bytes need no second writing.
        if std::fs::read(&path).ok().as_deref() != Some(bytes) {
            std::fs::write(&path, bytes).map_err(failed)?;
        }
    }
    Ok(())
}
