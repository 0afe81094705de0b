//! `plimsoll review`: append a decision.

use crate::cli::Context;
use crate::error::UserError;
use crate::why::gather;
use plimsoll_case::review;
use plimsoll_case::store::Store;
use plimsoll_model::{RecordId, RecordKind};

/// Decide on a record. Decisions are only appended, and chained by hash; the latest on a record counts.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  plimsoll review fin-7k3f9q2mxdw4c --decision confirmed --reason 'checked against the port log' --by 'A. Editor'
  plimsoll review scn-4t8s1c0v5hz2n --decision corrected --clock-s=-3600 --reason 'camera on summer time: the clock tower shows 13:05' --by 'A. Editor'
Without arguments, all decisions are listed. Decisions stand in the report; a rejected finding is shown as rejected.")]
pub(super) struct Review {
    /// The record.
    id: Option<String>,
    /// The decision: confirmed, rejected, unsure, or corrected (the clock of a camera).
    #[arg(long, requires = "id")]
    decision: Option<String>,
    /// With `corrected`: seconds to add to the clock of the camera; below 0 for one that was ahead.
    #[arg(long, requires = "id", value_name = "SECONDS", allow_hyphen_values = true)]
    clock_s: Option<i64>,
    /// Why.
    #[arg(long, requires = "id")]
    reason: Option<String>,
    /// By whom.
    #[arg(long, requires = "id")]
    by: Option<String>,
}

impl Review {
    /// Appends it, or lists all.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let dir = context.case_dir()?;
        let Some(text) = &self.id else { return list(context, &dir) };
        let id = RecordId::parse(text.trim()).map_err(|e| UserError::usage(e.to_string()))?;
        let (Some(decision), Some(reason), Some(by)) = (&self.decision, &self.reason, &self.by) else {
            return Err(UserError::usage("a review needs a decision, a reason and a name")
                .hint(format!("plimsoll review {id} --decision confirmed --reason '...' --by '...'")));
        };
        if !gather(&Store::of_case(&dir), &[id])?.contains_key(&id) {
            return Err(UserError::usage(format!("no table of this case holds the record {id}"))
                .hint("run `plimsoll run` first, or check the id"));
        }
        let decided = review::Decided { decision, clock_s: self.clock_s, reason, by };
        let appended = review::append(&dir, id, decided, crate::cli::now())?;
        context.say(&format!("review {} on {id}: {decision}", appended.seq));
        context.say(match id.kind() {
            RecordKind::PortVisit => "a rejected visit leaves the sums at the next `plimsoll run`",
            RecordKind::Scene if self.clock_s.is_some() => {
                "at the next `plimsoll run` it is added to the clock of the camera"
            }
            RecordKind::ListMatch => "at the next `plimsoll run` it decides whether the ship is held to be the listed one",
            _ => "it stands in the report; only decisions on port visits (vis-...) and on matches with lists (mat-...) change results",
        });
        Ok(())
    }
}

fn list(context: &Context, dir: &std::path::Path) -> Result<(), UserError> {
    for r in review::load(dir)? {
        if context.json {
            context.print(
                &serde_json::json!({ "record": r.review.record.to_string(), "decision": r.review.decision, "reason": r.review.reason,
                    "by": r.review.by, "at": r.review.at.to_string() })
                .to_string(),
            );
        } else {
            context.print(&format!(
                "{}  {}  {:<9}  {}: {}",
                r.review.at, r.review.record, r.review.decision, r.review.by, r.review.reason
            ));
        }
    }
    Ok(())
}
