//! The evidence trees of a report: for each record that a number on the page stands on, the way to the bytes.

use crate::error::UserError;
use crate::why::{Record, gather};
use plimsoll_case::store::Store;
use plimsoll_model::{RecordId, RecordKind};
use plimsoll_report::{Dossier, EvidenceNode};
use std::collections::{BTreeMap, BTreeSet};

/// A tree for each record that the page needs. One that is a root is named, not repeated, inside another tree.
pub(super) fn trees(store: &Store, dossier: &Dossier) -> Result<Vec<EvidenceNode>, UserError> {
    let mut roots: BTreeSet<RecordId> = dossier.without_evidence().into_iter().collect();
    roots.extend(dossier.visits.iter().map(|v| v.visit.id));
    roots.extend(dossier.visits.iter().filter_map(|v| v.cargo.as_ref()).map(|c| c.id));
    roots.extend(dossier.ships.iter().map(|s| s.vessel.id));
    roots.extend(dossier.caps.iter().map(|c| c.record));
    roots.extend(dossier.scenes.scenes.iter().map(|s| s.scene.id));
    roots.extend(dossier.crossings.iter().map(|c| c.id));
    roots.extend(dossier.findings.iter().flat_map(|f| &f.parents).copied().filter(|p| is_estimate(*p)));
    let wanted: Vec<_> = roots.iter().copied().collect();
    let records = gather(store, &wanted)?;
    Ok(wanted.iter().filter_map(|root| node(*root, &records, &roots, true)).collect())
}

fn is_estimate(id: RecordId) -> bool {
    matches!(
        id.kind(),
        RecordKind::LedgerLine | RecordKind::Crossing | RecordKind::Sensitivity | RecordKind::ReportedVolume
    )
}

fn node(
    id: RecordId,
    records: &BTreeMap<RecordId, Record>,
    roots: &BTreeSet<RecordId>,
    is_root: bool,
) -> Option<EvidenceNode> {
    let record = records.get(&id)?;
    let descends = is_root || !roots.contains(&id);
    let children = if descends {
        // A day of a season stands on its calls and on the day before: that chain is as long as the season.
        let is_chain = |p: &RecordId| id.kind() == RecordKind::SeasonDay && p.kind() == RecordKind::SeasonDay;
        let parents = record.parents.iter().filter(|p| !is_chain(p));
        parents.filter_map(|p| node(*p, records, roots, false)).collect()
    } else {
        Vec::new()
    };
    Some(EvidenceNode {
        record: id,
        label: format!("{}: {}", record.table.name.replace('_', " "), record.label()),
        detail: record.text("basis"),
        source: record.source,
        children,
    })
}
