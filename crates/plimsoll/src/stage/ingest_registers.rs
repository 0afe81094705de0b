//! `ingest-registers`: registers to claims.

use super::inputs::unreadable;
use super::mapped::mapped_exhibits;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_case::config::TableKind;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::tables::TableRow;
use plimsoll_model::Claim;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ingest-registers",
    about: "Ship registers to claims, by the column mappings of case.toml.",
    version: 1,
    exhibits: &[ExhibitKind::Register],
    reads: &[],
    writes: &[Claim::SPEC],
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
    inputs.count_in((claims.len() + rejects.len()) as u64);
    claims.sort_by(|a, b| {
        (a.subject, &a.property, &a.list, a.id).cmp(&(b.subject, &b.property, &b.list, b.id))
    });
    outputs.write(&claims)?;
    outputs.rejects(rejects)?;
    shares.iter().try_for_each(|(path, rows, rejected)| outputs.check_share(path, *rows, *rejected))
}
