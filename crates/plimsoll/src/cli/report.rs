//! `plimsoll report`: the findings as a page, tables and a map.

use crate::cli::Context;
use crate::dossier;
use crate::error::UserError;
use crate::exit::Exit;
use crate::stage::{ASIDE, CaseFolder};
use crate::street::{self, State};
use plimsoll_case::store::{Store, hex};
use plimsoll_model::Finding;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Write the report: one page that opens offline, with CSV, GeoJSON and a manifest of hashes beside it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The same tables give the same bytes. Its edition is a line of case.toml, not the date of today."
)]
pub(super) struct Report {
    /// Where to write it; without it, the folder `report` of the case.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Fail if a finding has no review.
    #[arg(long)]
    strict: bool,
}

impl Report {
    /// The report in the case's own folder.
    pub(super) const fn to_case_folder() -> Self {
        Self { out: None, strict: false }
    }

    /// Writes it.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let case = context.open_case()?;
        if let Some(out) = &self.out {
            context.check_output(&out.join("index.html"), &[])?;
        }
        case.verify_exhibits()?;
        refuse_stale(&case)?;
        if street::state_of(&case, "challenge") == Some(State::OutOfDate) {
            context.say("note: the challenge is of a season that has changed since and is left out: `plimsoll challenge`");
        }
        if self.strict {
            refuse_unreviewed(&case)?;
        }
        let dossier = dossier::build(&case)?;
        let out = self.out.clone().unwrap_or_else(|| case.dir.join("report"));
        let (mut others, mut bytes) = (0, 0);
        for file in plimsoll_report::render(&dossier) {
            let path = out.join(&file.path);
            let failed = |e: std::io::Error| UserError::fault(&format!("writing `{}`", path.display()), &e);
            std::fs::create_dir_all(path.parent().unwrap_or(&out)).map_err(failed)?;
            std::fs::write(&path, &file.bytes).map_err(failed)?;
            if context.json {
                let sha256 = hex(&Sha256::digest(&file.bytes));
                context.print(&serde_json::json!({ "path": path.display().to_string(), "bytes": file.bytes.len(), "sha256": sha256 }).to_string());
            } else if file.path == "index.html" {
                context.say(&format!("wrote {} ({} bytes)", path.display(), file.bytes.len()));
            } else {
                (others, bytes) = (others + 1, bytes + file.bytes.len());
            }
        }
        if others > 0 {
            context.say(&format!(
                "  and {others} files beside it ({:.1} MB), named in manifest.json",
                bytes as f64 / 1e6
            ));
        }
        Ok(())
    }
}

/// A report over tables that a changed case no longer stands behind would mislead.
fn refuse_stale(case: &CaseFolder) -> Result<(), UserError> {
    let is_on_street = |name: &str| ASIDE.iter().all(|stage| stage.name != name);
    let mut stages = street::status(case).into_iter().filter(|(name, _)| is_on_street(name));
    match stages.find(|(_, state)| *state != State::Current) {
        None => Ok(()),
        Some((stage, state)) => Err(UserError::usage(format!(
            "the stage `{stage}` {}: its tables are not those of this case",
            match state {
                State::NeverRan => "never ran",
                _ => "is out of date",
            }
        ))
        .hint("run `plimsoll run` first")),
    }
}

fn refuse_unreviewed(case: &CaseFolder) -> Result<(), UserError> {
    let findings = Store::of_case(&case.dir).read::<Finding>()?;
    let open: Vec<_> = findings.iter().filter(|f| !case.reviews.iter().any(|r| r.record == f.id)).collect();
    let Some(first) = open.first() else { return Ok(()) };
    Err(UserError::new(
        Exit::UnreviewedFindings,
        format!("{} of {} findings have no review, the first is {}", open.len(), findings.len(), first.id),
    )
    .hint(format!("plimsoll review {} --decision confirmed --reason '...' --by '...'", first.id)))
}

/// The leading sentences of the report.
pub(super) fn headline(context: &Context) -> Result<Vec<String>, UserError> {
    let dossier = dossier::build(&context.open_case()?)?;
    Ok(dossier.headline.iter().map(plimsoll_report::Sentence::text).collect())
}

/// Each file that the manifest of the report names: path, whether it is as written, and in words.
pub(super) fn verify_manifest(case_dir: &Path) -> Result<Vec<(String, bool, String)>, UserError> {
    let dir = case_dir.join("report");
    let Ok(bytes) = std::fs::read(dir.join("manifest.json")) else { return Ok(Vec::new()) };
    let manifest: serde_json::Value = serde_json::from_slice(&bytes).map_err(|e| {
        UserError::new(Exit::HashMismatch, format!("report/manifest.json is not readable: {e}"))
            .hint("run `plimsoll report` to write it anew")
    })?;
    let files = manifest["files"].as_array().cloned().unwrap_or_default();
    let check = |file: &serde_json::Value| {
        let path = file["path"].as_str().unwrap_or_default().to_owned();
        let expected = file["sha256"].as_str().unwrap_or_default();
        let (is_ok, words) = match std::fs::read(dir.join(&path)) {
            Err(error) => (false, error.to_string()),
            Ok(bytes) if hex(&Sha256::digest(&bytes)) == expected => (true, "ok".to_owned()),
            Ok(_) => (false, "its bytes are not those in the manifest".to_owned()),
        };
        (format!("report/{path}"), is_ok, words)
    };
    Ok(files.iter().map(check).collect())
}
