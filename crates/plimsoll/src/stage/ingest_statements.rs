//! `ingest-statements`: what others said in public, to statements.

use super::inputs::unreadable;
use super::mapped::mapped_exhibits;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_case::config::TableKind;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::tables::TableRow;
use plimsoll_model::Statement;
use std::collections::BTreeSet;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ingest-statements",
    about: "What others said in public to statements: a number each, with whose barrels it means and its source.",
    version: 1,
    exhibits: &[ExhibitKind::Statements],
    reads: &[],
    writes: &[Statement::SPEC],
    is_bucketed: false,
    rejects: true,
    sections: &["rejects"],
    reviews: false,
    method: "docs/methods/statements.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let mut statements: Vec<Statement> = Vec::new();
    let mut rejects = Vec::new();
    let mut shares = Vec::new();
    for (entry, mapping) in mapped_exhibits(inputs, TableKind::Statements)? {
        let read = plimsoll_registry::statements(inputs.open(entry)?, entry.id, &mapping)
            .map_err(|e| unreadable(entry, &e))?;
        let rows = (read.rows.len() + read.rejects.len()) as u64;
        shares.push((entry.path.clone(), rows, read.rejects.len() as u64));
        statements.extend(read.rows);
        rejects.extend(read.rejects);
    }
    inputs.count_in((statements.len() + rejects.len()) as u64);
    check_labels(&statements)?;
    statements.sort_by_key(|s| (s.source.exhibit, s.source.line, s.id));
    outputs.write(&statements)?;
    outputs.rejects(rejects)?;
    shares.iter().try_for_each(|(path, rows, rejected)| outputs.check_share(path, *rows, *rejected))
}

/// A label names one statement, over all files of a case: others point at it.
fn check_labels(statements: &[Statement]) -> Result<(), UserError> {
    let mut seen = BTreeSet::new();
    match statements.iter().find(|s| !seen.insert(s.label.as_str())) {
        None => Ok(()),
        Some(twice) => Err(UserError::new(
            Exit::CaseInvalid,
            format!("two files of statements both have a statement `{}`", twice.label),
        )
        .hint("give each its own name: `of` and `parts` point at it")
        .see("docs/methods/statements.md")),
    }
}
