//! `ingest-volumes`: what others reported to reported volumes.

use super::inputs::unreadable;
use super::mapped::mapped_exhibits;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_case::config::TableKind;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::tables::TableRow;
use plimsoll_model::ReportedVolume;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ingest-volumes",
    about: "Notified deliveries and estimates of others to reported volumes, each with its citation.",
    version: 1,
    exhibits: &[ExhibitKind::ReportedVolumes],
    reads: &[],
    writes: &[ReportedVolume::SPEC],
    is_bucketed: false,
    rejects: true,
    sections: &["rejects"],
    reviews: false,
    method: "docs/methods/reported-volumes.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let mut volumes = Vec::new();
    let mut rejects = Vec::new();
    let mut shares = Vec::new();
    for (entry, mapping) in mapped_exhibits(inputs, TableKind::ReportedVolumes)? {
        let read = plimsoll_registry::reported_volumes(inputs.open(entry)?, entry.id, &mapping)
            .map_err(|e| unreadable(entry, &e))?;
        shares.push((
            entry.path.clone(),
            (read.rows.len() + read.rejects.len()) as u64,
            read.rejects.len() as u64,
        ));
        volumes.extend(read.rows);
        rejects.extend(read.rejects);
    }
    inputs.count_in((volumes.len() + rejects.len()) as u64);
    volumes.sort_by_key(|v| (v.period, v.kind, v.id));
    outputs.write(&volumes)?;
    outputs.rejects(rejects)?;
    shares.iter().try_for_each(|(path, rows, rejected)| outputs.check_share(path, *rows, *rejected))
}
