//! The evidence appendix: from each number back to the bytes.

use super::Section;
use crate::dossier::{Dossier, EvidenceNode};
use maud::{Markup, html};
use plimsoll_model::{Exhibit, ExhibitId, RecordId, RecordKind, Source};
use std::collections::{BTreeMap, BTreeSet};

/// From this many records on, a list that stands on the page already is linked instead of repeated.
const LONG: usize = 8;

/// The groups of the appendix: heading and the kinds of record in it. What is left over is the last group.
const GROUPS: [(&str, &[RecordKind]); 10] = [
    ("Findings", &[RecordKind::Finding]),
    (
        "The season",
        &[
            RecordKind::SeasonNumber,
            RecordKind::PortCall,
            RecordKind::SeasonVoyage,
            RecordKind::Sighting,
            RecordKind::SeasonDay,
        ],
    ),
    ("Sums and crossings", &[RecordKind::LedgerLine, RecordKind::Crossing]),
    ("Influence of inputs", &[RecordKind::Sensitivity]),
    ("Reported volumes", &[RecordKind::ReportedVolume]),
    ("Cargoes", &[RecordKind::Cargo, RecordKind::DraughtPair]),
    ("Port visits", &[RecordKind::PortVisit]),
    ("Waterlines", &[RecordKind::WaterlineReading, RecordKind::Measurement]),
    (
        "Events at sea",
        &[
            RecordKind::Encounter,
            RecordKind::Loitering,
            RecordKind::Gap,
            RecordKind::Outage,
            RecordKind::Track,
            RecordKind::IdentityChange,
            RecordKind::DraughtChange,
        ],
    ),
    ("Ships and other records", &[]),
];

/// The section.
pub(crate) fn section(dossier: &Dossier) -> Section {
    let mut writer = Writer::of(dossier);
    let groups: Vec<(&str, Vec<Markup>)> = grouped(dossier)
        .into_iter()
        .map(|(heading, roots)| (heading, roots.into_iter().map(|root| writer.root(root)).collect()))
        .collect();
    let missing = dossier.without_evidence().len();
    let content = html! {
        p.note {
            "Each record stands on the records below it, down to a row of an exhibit: file, line, offset of the line’s first byte "
            "(after decompression) and SHA-256 of the file. A record that several others stand on is written out once and linked "
            "from the others. The command " code { "plimsoll why <record>" } " prints the same tree from the case folder."
        }
        p.note.printonly { "On paper each tree shows its first line; the page on a screen opens them." }
        @if missing > 0 {
            p.warning { "† marks " (missing) " records on this page for which this edition holds no evidence tree. Numbers so marked are not to be relied on." }
        }
        @for (heading, trees) in groups {
            @if !trees.is_empty() { h3 { (heading) " (" (trees.len()) ")" } @for tree in trees { (tree) } }
        }
    };
    Section { id: "evidence", heading: "Evidence", content }
}

/// The trees by group, in the order in which they are written; of two trees of one record the first.
fn grouped(dossier: &Dossier) -> Vec<(&'static str, Vec<&EvidenceNode>)> {
    let mut taken = BTreeSet::new();
    let roots: Vec<&EvidenceNode> =
        dossier.evidence.iter().filter(|root| taken.insert(root.record)).collect();
    let named: Vec<RecordKind> = GROUPS.iter().flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    let belongs = |root: &EvidenceNode, kinds: &[RecordKind]| {
        let kind = root.record.kind();
        if kinds.is_empty() { !named.contains(&kind) } else { kinds.contains(&kind) }
    };
    GROUPS
        .iter()
        .map(|(heading, kinds)| {
            (*heading, roots.iter().copied().filter(|root| belongs(root, kinds)).collect())
        })
        .collect()
}

/// The records that have a place in the appendix: each root, and each other record where it stands first.
pub(crate) fn anchored(dossier: &Dossier) -> BTreeSet<RecordId> {
    let mut anchored: BTreeSet<RecordId> = dossier.evidence.iter().map(|root| root.record).collect();
    for root in grouped(dossier).into_iter().flat_map(|(_, roots)| roots) {
        root.children.iter().for_each(|child| anchor(child, &mut anchored));
    }
    anchored
}

fn anchor(node: &EvidenceNode, anchored: &mut BTreeSet<RecordId>) {
    if anchored.insert(node.record) {
        node.children.iter().for_each(|child| anchor(child, anchored));
    }
}

/// Writes trees, each record once.
struct Writer<'a> {
    roots: BTreeSet<RecordId>,
    exhibits: BTreeMap<ExhibitId, &'a Exhibit>,
    written: BTreeSet<RecordId>,
    lists: BTreeMap<Vec<RecordId>, RecordId>,
}

impl<'a> Writer<'a> {
    fn of(dossier: &'a Dossier) -> Self {
        Self {
            roots: dossier.evidence.iter().map(|root| root.record).collect(),
            exhibits: dossier.exhibits.iter().map(|entry| (entry.exhibit.id, &entry.exhibit)).collect(),
            written: BTreeSet::new(),
            lists: BTreeMap::new(),
        }
    }

    /// A tree of its own.
    fn root(&mut self, node: &EvidenceNode) -> Markup {
        self.written.insert(node.record);
        let children = self.children(node);
        html! {
            details.tree id=(node.record) {
                summary { (said(node)) }
                (self.source(node.source))
                (children)
            }
        }
    }

    /// A node inside a tree: written out where it stands first, linked elsewhere.
    fn node(&mut self, node: &EvidenceNode) -> Markup {
        if self.roots.contains(&node.record) || !self.written.insert(node.record) {
            return html! { li { a href={ "#" (node.record) } { (node.label) } " " span.id { (node.record) } } };
        }
        if node.children.is_empty() {
            return html! { li id=(node.record) { (said(node)) (self.source(node.source)) } };
        }
        let children = self.children(node);
        html! {
            li { details id=(node.record) { summary { (said(node)) } (self.source(node.source)) (children) } }
        }
    }

    /// What a node stands on. A long list that another record has too is named by that record.
    fn children(&mut self, node: &EvidenceNode) -> Markup {
        let records: Vec<RecordId> = node.children.iter().map(|child| child.record).collect();
        if records.len() >= LONG {
            if let Some(first) = self.lists.get(&records) {
                return html! {
                    p.same { "Stands on the same " (records.len()) " records as " a href={ "#" (first) } { (first) } "." }
                };
            }
            self.lists.insert(records, node.record);
        }
        let children: Vec<Markup> = node.children.iter().map(|child| self.node(child)).collect();
        html! { @if !children.is_empty() { ul { @for child in children { (child) } } } }
    }

    /// Exhibit, line and hash of a row.
    fn source(&self, source: Option<Source>) -> Markup {
        let Some(source) = source else { return html! {} };
        let exhibit = self.exhibits.get(&source.exhibit);
        html! {
            span.source {
                @match exhibit {
                    Some(exhibit) => a href={ "#exhibit-" (source.exhibit) } { (exhibit.path) },
                    None => { "exhibit " (source.exhibit) " (not listed in this edition)" },
                }
                ", line " (source.line) ", byte " (source.byte_offset)
                @if let Some(exhibit) = exhibit { ", SHA-256 " code.sha { (exhibit.sha256) } }
            }
        }
    }
}

/// What a node is and says.
fn said(node: &EvidenceNode) -> Markup {
    html! {
        strong { (node.label) } " " span.id { (node.record) }
        @if !node.detail.is_empty() { span.detail { (node.detail) } }
    }
}
