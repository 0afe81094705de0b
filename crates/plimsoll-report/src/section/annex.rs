//! The annex table: every port visit, in the form that the 1718 Committee of the Security Council knows from the
//! annexes of its Panel of Experts and of Member States: ship, number, date, place, deadweight, barrels by how full.

use super::caps::basis;
use super::{NAME, NOTHING, Section, table};
use crate::dossier::{Dossier, ShipEntry, VisitEntry};
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Convention, DraughtPair, DraughtSource, Estimate, RecordId, Scenario};
use std::collections::BTreeMap;

/// The ships by their records.
pub(crate) fn by_record(dossier: &Dossier) -> BTreeMap<RecordId, &ShipEntry> {
    dossier.ships.iter().map(|ship| (ship.vessel.id, ship)).collect()
}

/// The laden scenarios of the table.
pub(crate) fn scenarios() -> impl Iterator<Item = Scenario> {
    Scenario::ALL.into_iter().filter(|scenario| matches!(scenario, Scenario::Laden { .. }))
}

/// The barrels of a visit by the convention of the table.
pub(crate) fn volume(dossier: &Dossier, entry: &VisitEntry) -> Option<Estimate<f64>> {
    let cargo = entry.cargo.as_ref().filter(|cargo| cargo.not_counted.is_none())?;
    match dossier.annex.convention {
        Convention::Physical => cargo.volume_bbl,
        Convention::Committee => cargo.volume_committee_bbl,
    }
}

/// The barrels of a visit at a share of deadweight; none for a visit that is not counted.
pub(crate) fn at_share(entry: &VisitEntry, scenario: Scenario) -> Option<f64> {
    if entry.cargo.as_ref().is_some_and(|cargo| cargo.not_counted.is_some()) {
        return None;
    }
    entry.scenario_bbl.iter().find(|(s, _)| *s == scenario).map(|(_, bbl)| *bbl)
}

/// The heading of a scenario's column.
fn share_heading(scenario: Scenario) -> String {
    format!("{}, bbl", number::percent(scenario.share().unwrap_or_default()))
}

/// The section.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Section {
    let ships = by_record(dossier);
    let shares: Vec<String> = scenarios().map(share_heading).collect();
    let mut head =
        vec!["No", "Ship", "IMO", "Arrival (UTC)", "Place", "DWT, t", "Draught arr., m", "Draught dep., m"];
    head.extend(shares.iter().map(String::as_str));
    head.extend(["Low, bbl", "Middle, bbl", "High, bbl", "Doc."]);
    let is_image =
        |d: &DraughtPair| [d.arrival_source, d.departure_source].contains(&Some(DraughtSource::Image));
    let from_images = dossier.visits.iter().filter_map(|v| v.draughts.as_ref()).any(is_image);
    let caption = html! {
        "Port visits. The columns of per cent are barrels if the ship had left at that share of her deadweight: arithmetic. Low, "
        "middle and high are our estimate with its 90 % interval, which the middle links to the evidence. “Doc.” (documented) means that "
        "her draughts show the loading; an asterisk, that her deadweight is inferred from her size. Draughts are those on arrival and on departure"
        @if from_images { "; an i marks one that was read from an image" } ". Sums are in the table against the cap. " (dossier.annex.note)
    };
    let rows = html! {
        @for (at, entry) in dossier.visits.iter().enumerate() { (row(dossier, at + 1, entry, &ships, links)) }
    };
    let content = html! {
        @if dossier.visits.is_empty() {
            @if dossier.season.calls.is_empty() { p.none { "The exhibits show no port visit in this case." } }
            @else { p.none { "AIS and listings show no port visit in this case. The calls that images show stand under " a href="#calls" { "Calls, one by one" } "." } }
        } @else {
            (table("annex", &caption, &head, &rows))
        }
    };
    Section { id: "annex", heading: "Annex: port visits", content }
}

/// One visit.
fn row(
    dossier: &Dossier,
    number: usize,
    entry: &VisitEntry,
    ships: &BTreeMap<RecordId, &ShipEntry>,
    links: &Links,
) -> Markup {
    let ship = ships.get(&entry.visit.vessel).copied();
    let vessel = ship.map(|ship| &ship.vessel);
    let label = ship.map_or_else(|| entry.visit.vessel.to_string(), ShipEntry::label);
    let name = number::cut(&label, NAME);
    let deadweight = vessel.and_then(|v| v.deadweight_t.as_ref());
    let draughts = entry.draughts.as_ref();
    html! {
        tr {
            td.num { (links.to(number, entry.visit.id)) }
            th.shipcol scope="row" { @if ship.is_some() { a href={ "#ship-" (entry.visit.vessel) } { (name) } } @else { (name) } }
            td { (vessel.and_then(|v| v.imo_number).map_or_else(|| NOTHING.into(), |imo| imo.to_string())) }
            td.nowrap { (number::day(entry.visit.start)) }
            td.placecol { (number::cut(&entry.visit.place, NAME)) }
            td.num { @match deadweight {
                Some(dwt) => { (number::mid(&dwt.estimate)) @if dwt.is_inferred { abbr title="inferred from her size" { "*" } } }
                None => (NOTHING),
            } }
            td.num { (draught(draughts.and_then(|d| d.arrival_m))) (source(draughts.and_then(|d| d.arrival_source))) }
            td.num { (draught(draughts.and_then(|d| d.departure_m))) (source(draughts.and_then(|d| d.departure_source))) }
            @for scenario in scenarios() {
                td.num.scen { (at_share(entry, scenario).map_or_else(|| NOTHING.into(), number::grouped)) }
            }
            (estimate(dossier, entry, links))
        }
    }
}

/// A draught with one decimal: AIS knows no more.
fn draught(draught: Option<Estimate<f64>>) -> String {
    draught.map_or_else(|| NOTHING.into(), |draught| number::fixed(draught.mid(), 1))
}

/// A mark at a draught that was not sent.
fn source(source: Option<DraughtSource>) -> Markup {
    html! { @if source == Some(DraughtSource::Image) { abbr title="read from an image" { "i" } } }
}

/// The last four cells: the estimate, or why there is none.
fn estimate(dossier: &Dossier, entry: &VisitEntry, links: &Links) -> Markup {
    let why_not = entry.cargo.as_ref().and_then(|cargo| cargo.not_counted.as_ref());
    match (volume(dossier, entry), why_not) {
        (Some(volume), _) => {
            let [low, mid, high] = number::three(&volume);
            let is_documented = entry.cargo.as_ref().is_some_and(|cargo| cargo.is_documented);
            html! {
                td.num { (low) } td.num.mid { (links.to(&mid, entry.record())) } td.num { (high) }
                td { (if is_documented { "yes" } else { "no" }) }
            }
        }
        (None, Some(why)) => {
            html! { td.why colspan="4" { (links.to(format!("not counted: {why}"), entry.record())) } }
        }
        (None, None) => html! { td.why colspan="4" { "no estimate" } },
    }
}

/// The headings of the scenarios for the CSV file, such as `laden_33_bbl`.
pub(crate) fn csv_heading(scenario: Scenario) -> String {
    format!("{}_bbl", scenario.to_word().replace('-', "_"))
}

/// What a reader of a ship's card is told of the basis of her cargo.
pub(crate) fn basis_words(entry: &VisitEntry) -> String {
    match entry.cargo.as_ref() {
        None => "no estimate".into(),
        Some(cargo) => match &cargo.not_counted {
            Some(why) => format!("not counted: {why}"),
            None if cargo.is_documented => basis(Scenario::Documented).to_lowercase(),
            None => basis(Scenario::Estimate).to_lowercase(),
        },
    }
}
