//! `plimsoll why`: the tree from a record to the bytes.

use crate::cli::Context;
use crate::error::UserError;
use crate::scene_pixels::ScenePixels;
use crate::stage::CaseFolder;
use crate::why::{Record, gather, lines, window, window_words};
use plimsoll_case::store::Store;
use plimsoll_model::{PixelWindow, RecordId, RecordKind, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Walk from a record back to the bytes: every record it stands on, to file, SHA-256 and line.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Every derived row has an id, such as gap-7k3f9q2mxdw4c: the first column of each table, and the
links in the report. `plimsoll show findings --columns finding_id,sentence` lists where to begin."
)]
pub(super) struct Why {
    /// The record.
    #[arg(required = true)]
    id: String,
    /// Show every record; without it, at most ten under one.
    #[arg(long)]
    all: bool,
}

/// Most records shown under one, without `--all`.
const MOST_CHILDREN: usize = 10;

impl Why {
    /// Prints the tree.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let id = RecordId::parse(self.id.trim()).map_err(|e| {
            UserError::usage(e.to_string())
                .hint("ids are the first column of each table: `plimsoll show findings`")
        })?;
        let case = context.open_case()?;
        let records = gather(&Store::of_case(&case.dir), &[id])?;
        if id.kind() != RecordKind::Exhibit && !records.contains_key(&id) {
            return Err(UserError::usage(format!("no table of this case holds the record {id}"))
                .hint("is it of another case or an older edition? `plimsoll status` tells whether the tables are current"));
        }
        let sources: BTreeSet<_> = records.values().filter_map(|r| r.source).collect();
        let tree = Tree { case: &case, records: &records, lines: lines(&case, &sources)?, all: self.all };
        if context.json {
            context.print(
                &serde_json::to_string_pretty(&tree.json(id))
                    .map_err(|e| UserError::fault("writing JSON", &e))?,
            );
        } else {
            let mut shown = BTreeSet::new();
            tree.print(context, id, "", "", &mut shown);
        }
        Ok(())
    }
}

struct Tree<'a> {
    case: &'a CaseFolder,
    records: &'a BTreeMap<RecordId, Record>,
    lines: BTreeMap<Source, String>,
    all: bool,
}

impl Tree<'_> {
    fn print(
        &self,
        context: &Context,
        id: RecordId,
        lead: &str,
        below: &str,
        shown: &mut BTreeSet<RecordId>,
    ) {
        let Some(record) = self.records.get(&id) else {
            return context.print(&format!("{lead}{}", self.exhibit_text(id)));
        };
        let again = !shown.insert(id);
        let note = if again && !record.parents.is_empty() { "  (shown above)" } else { "" };
        context.print(&format!("{lead}{id}  {}: {}{note}", singular(record.table.name), record.label()));
        if let Some(source) = record.source {
            context.print(&format!(
                "{below}    {}, line {}, byte {}",
                self.exhibit_text(source.exhibit),
                source.line,
                source.byte_offset
            ));
            if let Some(line) = self.lines.get(&source) {
                context.print(&format!("{below}    | {line}"));
            }
        }
        if again {
            return;
        }
        self.print_pixels(context, record, below);
        if record.parents.is_empty() && record.source.is_none() {
            context.print(&format!("{below}    {}", ends_at(id.kind())));
        }
        let most = if self.all { usize::MAX } else { MOST_CHILDREN };
        let hidden = record.parents.len().saturating_sub(most);
        for (at, parent) in record.parents.iter().take(most).enumerate() {
            let is_last = at + 1 == record.parents.len();
            let (branch, stem) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.print(context, *parent, &format!("{below}{branch}"), &format!("{below}{stem}"), shown);
        }
        if hidden > 0 {
            context.print(&format!("{below}└─ … and {hidden} more: `plimsoll why {id} --all`"));
        }
    }

    /// The pixels that a detection or a measurement stands on, and their picture in letters.
    fn print_pixels(&self, context: &Context, record: &Record, below: &str) {
        let Some(found) = window(record, self.records) else { return };
        let of = self.exhibit_text(found.exhibit);
        context.print(&format!("{below}    {} of {of}", window_words(found.window)));
        for line in self.chip(found.exhibit, found.window).iter().flat_map(|text| text.lines()) {
            context.print(&format!("{below}    | {line}"));
        }
    }

    /// A window of a scene as text; `None` where its pixels cannot be read.
    fn chip(&self, exhibit: RecordId, window: PixelWindow) -> Option<String> {
        let entry = self.case.exhibits.iter().find(|e| e.id == exhibit)?;
        Some(ScenePixels::of(self.case).window(entry, window)?.text)
    }

    fn exhibit_text(&self, id: RecordId) -> String {
        match self.case.exhibits.iter().find(|e| e.id == id) {
            Some(e) => format!("{id}  {} (sha256 {})", e.path, e.sha256),
            None if id.kind() == RecordKind::Exhibit => format!("{id}  is no exhibit of this case any more"),
            None => format!("{id}  is in no table"),
        }
    }

    fn json(&self, id: RecordId) -> serde_json::Value {
        let Some(record) = self.records.get(&id) else {
            let entry = self.case.exhibits.iter().find(|e| e.id == id);
            return serde_json::json!({ "id": id.to_string(), "path": entry.map(|e| &e.path), "sha256": entry.map(|e| &e.sha256) });
        };
        let row: serde_json::Map<_, _> = record
            .table
            .columns
            .iter()
            .zip(&record.cells)
            .filter(|(c, _)| c.name != "parents")
            .map(|(c, cell)| (c.name.to_owned(), cell.to_json()))
            .collect();
        let source = record.source.map(|s| {
            serde_json::json!({ "exhibit": self.json(s.exhibit), "line": s.line, "byte_offset": s.byte_offset, "text": self.lines.get(&s) })
        });
        let parents: Vec<_> = record.parents.iter().map(|p| self.json(*p)).collect();
        let mut tree = serde_json::json!({ "id": id.to_string(), "table": record.table.name, "row": row, "source": source, "stands_on": parents });
        if let Some(found) = window(record, self.records) {
            let chip = self.chip(found.exhibit, found.window);
            tree["pixels"] = serde_json::json!({ "exhibit": self.json(found.exhibit), "words": window_words(found.window), "chip": chip });
        }
        tree
    }
}

/// Where a record ends that stands on no other and was read from no exhibit.
const fn ends_at(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Cap | RecordKind::Place => "stated in case.toml",
        RecordKind::LedgerLine => "nothing is in the sum by this day",
        RecordKind::Vessel => "heard only by its radio number",
        _ => "stands on no record: it says that there is none",
    }
}

/// The name of one row of a table.
fn singular(table: &str) -> String {
    let words = table.replace('_', " ");
    let one = match words.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => words
            .strip_suffix("oes")
            .map_or_else(|| words.trim_end_matches('s').to_owned(), |stem| format!("{stem}o")),
    };
    match table {
        "ledger" => "ledger line".into(),
        "effort" => "look".into(),
        "list_matches" => "list match".into(),
        _ => one,
    }
}
