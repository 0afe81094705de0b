//! `plimsoll run`: from exhibits to findings.

use crate::cli::{Context, show};
use crate::error::UserError;
use crate::stage::STAGES;
use crate::street::{self, Outcome};

/// Run the stages, from exhibits to findings.
#[derive(Debug, clap::Args)]
#[command(after_help = "A stage whose version, parameters and inputs are those of its last run is skipped.
Each stage leaves a record of what it read, wrote and used in `runs/`. `plimsoll methods` lists the stages.")]
pub(super) struct Run {
    /// Which stages; without a name, all of them in order.
    stages: Vec<String>,
}

impl Run {
    /// All stages.
    pub(super) const fn all() -> Self {
        Self { stages: Vec::new() }
    }

    /// Runs them.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        for name in &self.stages {
            if !STAGES.iter().any(|s| s.name == name) {
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
        street::run(&case, &self.stages, context.progress, |stage, outcome| {
            let (record, word) = match outcome {
                Outcome::Ran(record) => (record, "ran"),
                Outcome::Skipped(record) => (record, "unchanged"),
            };
            if context.json {
                context.print(
                    &serde_json::json!({ "stage": stage.name, "outcome": word, "rows_in": record.rows_in,
                        "rows_out": record.rows_out, "rejected": record.rejected })
                    .to_string(),
                );
            } else {
                let rejected = if record.rejected > 0 {
                    format!(", {} rejected", record.rejected)
                } else {
                    String::new()
                };
                context.say(&format!(
                    "{:<18} {word:<9} {:>9} rows in, {:>9} out{rejected}",
                    stage.name, record.rows_in, record.rows_out
                ));
                for (what, count) in record.notes.iter().filter(|(_, count)| **count > 0) {
                    context.say(&format!("    {count:>9} {what}"));
                }
            }
        })
    }
}
