//! `plimsoll demo`: the whole street on a small simulated case.

use crate::cli::Context;
use crate::cli::{report, run};
use crate::error::UserError;
use std::path::{Path, PathBuf};

/// Make a small simulated case and its report: one tanker, one gap, one call.
#[derive(Debug, clap::Args)]
#[command(after_help = "Everything in it is invented and labelled so. Look at its case.toml, then try
  plimsoll -C plimsoll-demo show port_visits
  plimsoll -C plimsoll-demo why <an id of that table>")]
pub(super) struct Demo {
    /// Where to make the case.
    #[arg(default_value = "plimsoll-demo")]
    folder: PathBuf,
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
