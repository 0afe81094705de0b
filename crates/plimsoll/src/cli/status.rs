//! `plimsoll status`: what is in the case, and what is out of date.

use crate::cli::Context;
use crate::error::UserError;
use crate::street;

/// Say what is in the case and which stages are out of date.
#[derive(Debug, clap::Args)]
pub(super) struct Status {}

impl Status {
    /// Prints it.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let case = context.open_case()?;
        let stages = street::status(&case);
        if context.json {
            let exhibits: Vec<_> = case
                .exhibits
                .iter()
                .map(|e| serde_json::json!({ "id": e.id.to_string(), "kind": e.kind.as_str(), "path": e.path, "bytes": e.bytes }))
                .collect();
            let stages: Vec<_> = stages
                .iter()
                .map(|(name, state)| serde_json::json!({ "stage": name, "state": state.as_str() }))
                .collect();
            context.print(
                &serde_json::json!({ "case": case.dir.display().to_string(), "title": case.config.title,
                    "buckets": case.buckets()?, "exhibits": exhibits, "reviews": case.reviews.len(), "stages": stages })
                .to_string(),
            );
            return Ok(());
        }
        context.print(&format!(
            "{}{}",
            case.config.title,
            if case.config.is_simulated { " (SIMULATED)" } else { "" }
        ));
        context.print(&format!("period   {} to {}", case.config.period.start(), case.config.period.end()));
        context.print(&format!(
            "places   {}",
            case.config.areas.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ")
        ));
        context.print(&format!(
            "caps     {}",
            case.config.caps.iter().map(|c| c.cap_id.as_str()).collect::<Vec<_>>().join(", ")
        ));
        for e in &case.exhibits {
            context.print(&format!(
                "exhibit  {}  {:<16} {:>12} bytes  {}",
                e.id,
                e.kind.as_str(),
                e.bytes,
                e.path
            ));
        }
        context.print(&format!("reviews  {}", case.reviews.len()));
        context.print(&format!("buckets  {}", case.buckets()?));
        for (name, state) in stages {
            context.print(&format!("stage    {name:<18} {}", state.as_str()));
        }
        Ok(())
    }
}
