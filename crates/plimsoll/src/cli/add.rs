//! `plimsoll add`: take exhibits into the case.

use crate::cli::Context;
use crate::error::UserError;
use plimsoll_case::exhibit::{self, AddOptions, Added, ExhibitKind};
use plimsoll_registry::lists::ListForm;
use std::path::{Path, PathBuf};

/// Add exhibits: hash them, note where they come from, copy them into the case. Nothing in them is altered.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The kind is found by looking at the content; `--kind` says it where that fails. Kinds:
  nmea              a log of NMEA 0183 AIVDM sentences
  static-table      a table of static reports (CSV; docs/methods/ais-tables.md lists the headers)
  position-table    a table of position reports (CSV, Parquet, GeoParquet; docs/methods/ais-tables.md)
  register          a register or list of ships (CSV; case.toml maps its columns)
  list              a sanctions list of a known form (UN, EU, OFAC, GUR; docs/methods/lists.md)
  reported-volumes  notified deliveries and estimates of others (CSV)
  statements        what others said in public, with numbers (CSV; `plimsoll claims --help`)
  places            terminals and other places (GeoJSON)
  coastline         a coastline for the map, and the land in which no ship is looked for (GeoJSON)
  piers             piers, breakwaters and other fixed objects (GeoJSON)
  scene             a radar image: TIFF, PNG, JPEG, or Sentinel-1 as a SAFE folder or the ZIP archive of one
  scene-part        a file of a SAFE folder; adding the folder adds them all
Logs and tables may be packed: gz, zst or zip.
Examples:
  plimsoll add station-a.log.gz --from 'own receiver, roof' --licence 'own work'
  plimsoll add big-archive.nmea --reference     leave it where it lies, check its hash at every run"
)]
pub(super) struct Add {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What the bytes are, where looking at them does not tell.
    #[arg(long)]
    kind: Option<String>,
    /// Where they came from: an address, a person, a letter.
    #[arg(long)]
    from: Option<String>,
    /// Under which licence they may be used.
    #[arg(long)]
    licence: Option<String>,
    /// A remark.
    #[arg(long)]
    note: Option<String>,
    /// Who adds it.
    #[arg(long)]
    by: Option<String>,
    /// Leave the bytes where they lie; their hash is checked at every run.
    #[arg(long)]
    reference: bool,
}

impl Add {
    /// Adds them, one by one.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let dir = context.case_dir()?;
        let options = AddOptions {
            kind: self.kind.as_deref().map(parse_kind).transpose()?,
            reference: self.reference,
            from: self.from.clone(),
            licence: self.licence.clone(),
            note: self.note.clone(),
            added_by: self.by.clone(),
            added_at: Some(crate::cli::now()),
        };
        for file in &self.files {
            let form = if options.kind.is_none() { list_form(file) } else { None };
            let kind = options.kind.or(form.map(|_| ExhibitKind::List));
            let added = exhibit::add_all(&dir, file, &AddOptions { kind, ..options.clone() })?;
            let of_folder = added.len() - 1;
            for one in added.iter().skip(if context.json { 0 } else { of_folder }) {
                report(context, one, form);
            }
            if of_folder > 0 {
                context.say(&format!("  with the {of_folder} other files of its folder as its parts"));
            }
        }
        Ok(())
    }
}

/// A list of a known form is a list, whatever else its header might mean. A register by our own names stays a register: its
/// columns may be mapped.
fn list_form(file: &Path) -> Option<ListForm> {
    let head = exhibit::head(file, &file.display().to_string()).ok()?;
    let form = ListForm::sniff(&head)?;
    (form != ListForm::RegisterCsv).then_some(form)
}

/// A kind by its word.
pub(super) fn parse_kind(word: &str) -> Result<ExhibitKind, UserError> {
    ExhibitKind::parse(word).ok_or_else(|| {
        let words: Vec<_> = ExhibitKind::ALL.iter().map(|k| format!("`{}`", k.as_str())).collect();
        UserError::usage(format!("`{word}` is no kind of exhibit: expected one of {}", words.join(", ")))
    })
}

fn report(context: &Context, added: &Added, form: Option<ListForm>) {
    let entry = added.entry();
    let is_new = matches!(added, Added::New { .. });
    if context.json {
        context.print(
            &serde_json::json!({ "id": entry.id.to_string(), "is_new": is_new, "kind": entry.kind.as_str(),
                "path": entry.path, "sha256": entry.sha256, "bytes": entry.bytes })
            .to_string(),
        );
        return;
    }
    match added {
        Added::New { why, remarks, .. } => {
            context.print(&format!(
                "{}  {}  {}  {} bytes  sha256 {}",
                entry.id,
                entry.kind.as_str(),
                entry.path,
                entry.bytes,
                entry.sha256
            ));
            let why =
                form.map_or_else(|| why.clone(), |f| format!("its content has the form `{}`", f.as_str()));
            context.say(&format!("  taken as {}: {why}", entry.kind.as_str()));
            for remark in remarks {
                context.say(&format!("  {remark}"));
            }
        }
        Added::Already(_) => {
            context.print(&format!(
                "{}  is here already: {} has the same bytes; nothing was done",
                entry.id, entry.path
            ));
        }
    }
}
