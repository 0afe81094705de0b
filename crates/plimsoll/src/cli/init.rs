//! `plimsoll init`: begin a case.

use crate::cli::Context;
use crate::error::UserError;
use plimsoll_case::config::starter_case_toml;
use std::path::PathBuf;

/// Begin a case: a folder with a case.toml that explains itself.
#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// The folder; without it, the one named by `-C`, or this one.
    folder: Option<PathBuf>,
    /// Title of the case; without it, the folder's name.
    #[arg(long)]
    title: Option<String>,
}

impl Init {
    /// Writes the file; never over another.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let dir = self.folder.clone().or_else(|| context.named_case()).unwrap_or_else(|| PathBuf::from("."));
        let failed = |e: std::io::Error| UserError::fault(&format!("writing into `{}`", dir.display()), &e);
        std::fs::create_dir_all(dir.join("notes")).map_err(failed)?;
        let path = dir.join("case.toml");
        let name = dir
            .canonicalize()
            .map_err(failed)?
            .file_name()
            .map(|n| n.to_string_lossy().replace(['-', '_'], " "));
        let title = self.title.clone().or(name).unwrap_or_else(|| "A new case".into());
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).open(&path).map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => {
                UserError::usage(format!("there is a case already: `{}`", path.display()))
                    .hint("edit its case.toml, or choose another folder")
            }
            _ => failed(e),
        })?;
        std::io::Write::write_all(&mut file, starter_case_toml(&title).as_bytes()).map_err(failed)?;
        if context.json {
            context.print(&serde_json::json!({ "case": dir.display().to_string() }).to_string());
        } else {
            context.print(&format!("wrote {}", path.display()));
            context.say("next: edit it (question, period, places), then");
            context.say(&format!(
                "  plimsoll -C {0} add FILE...\n  plimsoll -C {0} run\n  plimsoll -C {0} report",
                dir.display()
            ));
        }
        Ok(())
    }
}
