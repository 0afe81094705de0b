//! Evidence trees.

use super::id;
use plimsoll_model::evidence::Key;
use plimsoll_model::*;
use plimsoll_report::*;

pub(super) fn leaf(record: RecordId, label: &str, detail: &str, exhibit: usize, line: u64) -> EvidenceNode {
    let source = Some(Source { exhibit: id(RecordKind::Exhibit, exhibit), line, byte_offset: line * 79 });
    EvidenceNode { record, label: label.into(), detail: detail.into(), source, children: vec![] }
}

pub(super) fn node(
    record: RecordId,
    label: String,
    detail: &str,
    children: Vec<EvidenceNode>,
) -> EvidenceNode {
    EvidenceNode { record, label, detail: detail.into(), source: None, children }
}

/// The tree of a cargo: visit, draughts, ship, down to rows.
pub(super) fn cargo_tree(number: usize, entry: &VisitEntry, ship: &ShipEntry) -> Vec<EvidenceNode> {
    let line = 1_000 + number as u64 * 97;
    let report = |n: usize, what: &str| {
        leaf(
            id(RecordKind::PositionReport, number * 10 + n),
            what,
            "49.2910 N, 122.9530 W, 0.1 kn",
            0,
            line + n as u64,
        )
    };
    let stat = |n: usize, what: &str| {
        leaf(
            id(RecordKind::StaticReport, number * 10 + n),
            what,
            "draught 5.6 m, destination FOR ORDERS",
            0,
            line + 4 + n as u64,
        )
    };
    let visit = node(
        entry.visit.id,
        format!("Port visit of {} at {}", ship.label(), entry.visit.place),
        "from the first to the last report inside the area",
        vec![report(0, "First report"), report(1, "Last report")],
    );
    let vessel = node(
        ship.vessel.id,
        format!("Ship {}", ship.label()),
        "one hull, by IMO number",
        vec![leaf(
            RecordId::of(RecordKind::Claim, &[Key::Id(ship.vessel.id)]),
            "Claim: deadweight",
            "tankers.csv says 4,999 t",
            1,
            40,
        )],
    );
    let link = node(entry.visit.id, visit.label.clone(), "", vec![]);
    let draughts = node(
        id(RecordKind::DraughtPair, number),
        "Draughts of the visit".into(),
        "5.6 m, then 8.6 m",
        vec![stat(0, "Static report before"), stat(1, "Static report after")],
    );
    let cargo = node(
        entry.record(),
        format!("Cargo of {} at {}", ship.label(), entry.visit.place),
        "cargo from draughts, particulars and density",
        vec![link, draughts, vessel],
    );
    vec![cargo, visit]
}

pub(super) fn evidence(
    findings: &[Finding],
    last: &[&LedgerLine],
    crossings: &[Crossing],
    inputs: &[Sensitivity],
    visits: &[VisitEntry],
    ships: &[ShipEntry],
    reported: &[ReportedEntry],
) -> Vec<EvidenceNode> {
    let link =
        |record: &RecordId| node(*record, format!("{} of a port visit", record.kind().word()), "", vec![]);
    let mut trees: Vec<EvidenceNode> = findings
        .iter()
        .map(|f| node(f.id, format!("Finding: {}", f.topic), "", f.parents.iter().map(link).collect()))
        .collect();
    trees.extend(last.iter().map(|l| {
        node(
            l.id,
            format!("Sum of {} ({}, {})", l.date, l.scenario.to_word(), l.convention.as_str()),
            "cargoes and notified deliveries up to that day",
            l.parents.iter().map(link).collect(),
        )
    }));
    trees.extend(crossings.iter().map(|c| {
        node(
            c.id,
            format!("Crossing of {} ({})", c.cap_id, c.scenario.to_word()),
            "",
            c.parents.iter().map(link).collect(),
        )
    }));
    trees.extend(
        inputs.iter().map(|s| {
            node(s.id, format!("Influence of {}", s.input), "", s.parents.iter().map(link).collect())
        }),
    );
    trees
        .extend(reported.iter().map(|r| leaf(r.reported.id, "Reported volume", &r.reported.citation, 2, 12)));
    for (number, entry) in visits.iter().enumerate() {
        let ship = ships.iter().find(|s| s.vessel.id == entry.visit.vessel).unwrap();
        trees.extend(cargo_tree(number, entry, ship));
    }
    trees.extend(
        ships
            .iter()
            .flat_map(|s| &s.listings)
            .map(|l| leaf(l.record, "Claim: listed", "port ban, 2018-03-30", 2, 7)),
    );
    trees
}

/// A tree for each listing and each lead.
pub(super) fn of_lists(lists: &ListsEntry) -> Vec<EvidenceNode> {
    let listings = lists.listings.iter().map(|one| leaf(one.listing.id, "Listing", &one.listing.basis, 2, 4));
    listings
        .chain(lists.leads.iter().map(|lead| leaf(lead.found.id, "Lead", &lead.found.theirs, 2, 5)))
        .collect()
}
