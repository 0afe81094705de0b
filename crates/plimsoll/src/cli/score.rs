//! `plimsoll score`: detections against the truth of a simulated scene.

use crate::cli::Context;
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_simulate::SarTruth;
use plimsoll_simulate::score::detections::{
    MatchParams, detections_from_csv, detections_from_jsonl, score_detections,
};
use plimsoll_simulate::score::figures::detections_table;
use std::path::{Path, PathBuf};

/// Hold detections against the truth of a simulated scene: what was found, missed, false, and how good lengths are.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll simulate scene --seed 7 --out scene-7
  plimsoll detect scene-7/*.SAFE --land scene-7/land.geojson --piers scene-7/piers.geojson --berths scene-7/berths.geojson > found.csv
  plimsoll score found.csv scene-7/truth.json

DETECTIONS is what `plimsoll detect` prints as CSV or JSON lines, or any table with `line` and `sample`. A detection counts for
a ship within the gate; pairs are chosen so that as many as possible match, then so that they lie close. Shares stand with
their 95 % interval (Wilson); of lengths, how often the 90 % interval holds and how wide it is. Simulated, and labelled so.")]
pub(super) struct Score {
    /// Detections, CSV or JSON lines.
    detections: PathBuf,
    /// The truth, as `plimsoll simulate scene` writes it.
    truth: PathBuf,
    /// Farthest that a detection may lie from a ship, m.
    #[arg(long, default_value_t = 200.0, value_name = "M")]
    gate_m: f64,
    /// Shorter ships are not asked for, m.
    #[arg(long, default_value_t = 15.0, value_name = "M")]
    least_length_m: f64,
    /// Up to this distance from land or pier counts as near shore, m.
    #[arg(long, default_value_t = 2000.0, value_name = "M")]
    near_shore_m: f64,
    /// A false detection so near a ghost or a fixed thing is put down to it, m.
    #[arg(long, default_value_t = 150.0, value_name = "M")]
    cause_m: f64,
}

impl Score {
    /// Reads both, matches, prints.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let text = read(&self.detections)?;
        let is_csv = !text.trim_start().starts_with('{');
        let found = if is_csv { detections_from_csv(&text) } else { detections_from_jsonl(&text) };
        let found = found.map_err(|e| unreadable(&self.detections, &e))?;
        let truth = SarTruth::from_json(&read(&self.truth)?).map_err(|e| unreadable(&self.truth, &e))?;
        let params = MatchParams {
            gate_m: self.gate_m,
            least_length_m: self.least_length_m,
            near_shore_m: self.near_shore_m,
            cause_m: self.cause_m,
        };
        let score = score_detections(&truth, &found, &params);
        if context.json {
            let value =
                serde_json::to_value(&score).map_err(|e| UserError::fault("writing the score", &e))?;
            context.print(&value.to_string());
        } else {
            context.print(detections_table(&[score], &params).trim_end());
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<String, UserError> {
    std::fs::read_to_string(path).map_err(|e| unreadable(path, &e))
}

fn unreadable(path: &Path, error: &dyn std::error::Error) -> UserError {
    UserError::new(Exit::ExhibitUnreadable, format!("reading `{}`: {error}", path.display()))
}
