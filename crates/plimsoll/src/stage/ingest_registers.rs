//! `ingest-registers`: registers and lists to claims, entries and designations.

use super::inputs::unreadable;
use super::mapped::mapped_exhibits;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_case::config::TableKind;
use plimsoll_case::exhibit::{ExhibitEntry, ExhibitKind, find};
use plimsoll_case::tables::TableRow;
use plimsoll_model::{Claim, Designation, ListEntry, ListVersion};
use plimsoll_registry::lists::{ListForm, ListRows, ListSource, Lists, read_list};
use std::io::Read as _;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ingest-registers",
    about: "Ship registers and sanctions lists to claims, entries and designations.",
    version: 2,
    exhibits: &[ExhibitKind::Register, ExhibitKind::List],
    reads: &[],
    writes: &[Claim::SPEC, ListVersion::SPEC, ListEntry::SPEC, Designation::SPEC],
    is_bucketed: false,
    rejects: true,
    sections: &["rejects"],
    reviews: false,
    method: "docs/methods/registers.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let mut claims = Vec::new();
    let mut rejects = Vec::new();
    let mut shares = Vec::new();
    for (entry, mapping) in mapped_exhibits(inputs, TableKind::Register)? {
        let read = plimsoll_registry::claims(inputs.open(entry)?, entry.id, &mapping)
            .map_err(|e| unreadable(entry, &e))?;
        shares.push((
            entry.path.clone(),
            (read.rows.len() + read.rejects.len()) as u64,
            read.rejects.len() as u64,
        ));
        claims.extend(read.rows);
        rejects.extend(read.rejects);
    }
    let mut files = Vec::new();
    let mut losses = Vec::new();
    for entry in inputs.exhibits().filter(|e| e.kind == ExhibitKind::List) {
        let read = list(inputs, entry)?;
        losses.push((entry.path.clone(), read.losses()));
        files.push(read);
    }
    let lists = Lists::join(files, claims);
    rejects.extend(lists.rejects);
    inputs.count_in((lists.claims.len() + rejects.len()) as u64);
    outputs.write(&lists.claims)?;
    outputs.write(&lists.versions)?;
    outputs.write(&lists.entries)?;
    outputs.write(&lists.designations)?;
    outputs.rejects(rejects)?;
    shares.iter().try_for_each(|(path, rows, rejected)| outputs.check_share(path, *rows, *rejected))?;
    for (path, lost) in losses {
        outputs.check_share(&path, lost.rows, lost.lost)?;
        if lost.numberless > 0 && 2 * lost.numberless >= lost.vessels {
            outputs.check_share(&format!("{path} (hull numbers)"), lost.vessels, lost.numberless)?;
        }
    }
    Ok(())
}

/// One list, with what `case.toml` says of it.
fn list(inputs: &Inputs<'_>, entry: &ExhibitEntry) -> Result<ListRows, UserError> {
    let entries: Vec<_> = inputs.exhibits().cloned().collect();
    let mut config = None;
    for one in &inputs.config().lists {
        if find(&entries, &one.exhibit)?.id == entry.id {
            config = Some(one);
        }
    }
    let form = match config.and_then(|c| c.form.as_deref()) {
        Some(word) => ListForm::parse(word).ok_or_else(|| unknown_form(word))?,
        None => sniffed(inputs, entry)?,
    };
    let given = config.and_then(|c| c.given_version());
    let source = ListSource {
        exhibit: entry.id,
        sha256: &entry.sha256,
        file_name: entry.file_name(),
        list: config.and_then(|c| c.list.as_deref()),
        version: given.as_ref().map(|(words, days)| (words.as_str(), *days)),
    };
    read_list(inputs.open(entry)?, form, &source).map_err(|e| unreadable(entry, &e))
}

/// The form by the first bytes.
fn sniffed(inputs: &Inputs<'_>, entry: &ExhibitEntry) -> Result<ListForm, UserError> {
    let mut head = Vec::new();
    inputs
        .open(entry)?
        .take(crate::lists::HEAD_BYTES)
        .read_to_end(&mut head)
        .map_err(|e| UserError::fault(&format!("reading `{}`", entry.path), &e))?;
    ListForm::sniff(&head).ok_or_else(|| {
        UserError::new(
            Exit::ExhibitUnreadable,
            format!("the form of a list is not recognised: {}", entry.path),
        )
        .hint(format!(
            "say it in case.toml:\n  [[list]]\n  exhibit = \"{}\"\n  form    = \"un-1718-csv\"",
            entry.file_name()
        ))
        .hint(format!("the forms are {}", crate::lists::forms_in_words()))
        .see("docs/methods/lists.md")
    })
}

fn unknown_form(word: &str) -> UserError {
    UserError::new(Exit::CaseInvalid, format!("`{word}` under [[list]] is no form of a list"))
        .hint(format!("the forms are {}", crate::lists::forms_in_words()))
        .see("docs/methods/lists.md")
}
