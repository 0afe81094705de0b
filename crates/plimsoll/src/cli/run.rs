//! `plimsoll run`: from exhibits to findings.

use crate::cli::{Context, show};
use crate::error::UserError;
use crate::stage::{STAGES, Stage};
use crate::street::{self, Outcome, Request};
use plimsoll_case::run::Share;
use plimsoll_case::tables::TableSpec;

/// Run the stages, from exhibits to findings.
#[derive(Debug, clap::Args)]
#[command(after_help = "A stage whose version, parameters and inputs are those of its last run is skipped.
Each stage leaves a record of what it read, wrote and used in `runs/`. `plimsoll methods` lists the stages.

Reports of radios lie in buckets by MMSI (`plimsoll status` says how many). Several machines can each make a share:
  plimsoll -C copy-1 run --buckets 0..8
  plimsoll -C copy-2 run --buckets 8..16
Copy `tables` and `runs` of the one over those of the other, then `plimsoll run` joins them and does the rest. The
outcome has the same bytes as that of one run.")]
pub(super) struct Run {
    /// Which stages, by their names or by a table that they write; without a name, all of them in order.
    stages: Vec<String>,
    /// Only these buckets of radios, from A to before B, and only the stages that have buckets.
    #[arg(long, value_name = "A..B", value_parser = parse_range)]
    buckets: Option<std::ops::Range<u32>>,
}

/// `A..B`, half-open, not empty.
fn parse_range(text: &str) -> Result<std::ops::Range<u32>, String> {
    let parsed =
        text.split_once("..").and_then(|(a, b)| Some(a.trim().parse().ok()?..b.trim().parse().ok()?));
    match parsed {
        Some(range) if range.start < range.end => Ok(range),
        Some(range) => Err(format!("no bucket lies from {} to before {}", range.start, range.end)),
        None => Err("expected two numbers, such as 0..8, the second being the first bucket left out".into()),
    }
}

impl Run {
    /// All stages.
    pub(super) const fn all() -> Self {
        Self { stages: Vec::new(), buckets: None }
    }

    /// Runs them.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        for name in &self.stages {
            let is_written = |t: &TableSpec| t.name == name;
            if !STAGES.iter().any(|s| s.name == name || s.writes.iter().any(is_written)) {
                let error = UserError::usage(format!("there is no stage `{name}`"));
                return Err(match show::nearest(name, STAGES.iter().map(|s| s.name)) {
                    Some(near) => error.hint(format!("did you mean `{near}`?")),
                    None => error.hint("`plimsoll methods` lists the stages"),
                });
            }
        }
        let case = context.open_case()?;
        if case.config.areas.is_empty() {
            context.say("note: case.toml names no place (`[[area]]`), so no port visit can be found");
        }
        if case.exhibits.is_empty() {
            context.say("note: the case has no exhibit yet: `plimsoll add FILE...`");
        }
        case.verify_exhibits()?;
        let share = self.share(case.buckets()?)?;
        let request = Request { names: &self.stages, share };
        street::run(&case, request, context.progress, |stage, outcome| say(context, stage, outcome))?;
        if let Some(share) = share.filter(|share| !share.is_all()) {
            context.say(&format!(
                "buckets {}..{} of {} are done; when all are, copy the folders `tables` and `runs` together and run `plimsoll run`",
                share.start, share.end, share.of
            ));
        }
        Ok(())
    }

    /// The share asked for, held to the number of buckets.
    fn share(&self, of: u32) -> Result<Option<Share>, UserError> {
        let Some(range) = &self.buckets else { return Ok(None) };
        if range.end > of {
            return Err(UserError::usage(format!(
                "buckets {}..{} asked for, but the case has {of}",
                range.start, range.end
            ))
            .hint(format!(
                "the last share ends at {of}; [ingest] buckets in case.toml sets how many there are"
            )));
        }
        Ok(Some(Share { start: range.start, end: range.end, of }))
    }
}

/// Says what became of a stage.
fn say(context: &Context, stage: &Stage, outcome: &Outcome) {
    let (record, word) = outcome.parts();
    if context.json {
        context.print(
            &serde_json::json!({ "stage": stage.name, "outcome": word, "rows_in": record.rows_in,
                "rows_out": record.rows_out, "rejected": record.rejected })
            .to_string(),
        );
        return;
    }
    let rejected =
        if record.rejected > 0 { format!(", {} rejected", record.rejected) } else { String::new() };
    context.say(&format!(
        "{:<18} {word:<9} {:>9} rows in, {:>9} out{rejected}",
        stage.name, record.rows_in, record.rows_out
    ));
    for (what, count) in record.notes.iter().filter(|(_, count)| **count > 0) {
        context.say(&format!("    {count:>9} {what}"));
    }
}
