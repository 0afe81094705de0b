//! The ships, a card each.

use super::annex::{basis_words, volume};
use super::events::shown;
use super::{NAME, NOTHING, Section, table};
use crate::dossier::{Dossier, ShipEntry, VisitEntry};
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Estimate, Particular, RecordId, Vessel, VesselKind};
use std::collections::BTreeMap;

/// Open cards up to this count; more are closed until a reader opens them.
const OPEN: usize = 6;

/// The most ships that all have a card; of more, only those that the page names elsewhere.
const MOST_CARDS: usize = 400;

/// The ships that have a card: all, or those that called, that a list names or that an event on the page names.
pub(crate) fn cards(dossier: &Dossier) -> Vec<&ShipEntry> {
    if dossier.ships.len() <= MOST_CARDS {
        return dossier.ships.iter().collect();
    }
    let (mut named, numbers) = shown::named(dossier);
    named.extend(dossier.visits.iter().map(|entry| entry.visit.vessel));
    let is_named = |ship: &&ShipEntry| {
        !ship.listings.is_empty()
            || named.contains(&ship.vessel.id)
            || ship.vessel.mmsis.iter().any(|mmsi| numbers.contains(mmsi))
    };
    dossier.ships.iter().filter(is_named).collect()
}

/// The section, or nothing where there are no ships.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    if dossier.ships.is_empty() {
        return None;
    }
    let mut visits: BTreeMap<RecordId, Vec<&VisitEntry>> = BTreeMap::new();
    dossier.visits.iter().for_each(|entry| visits.entry(entry.visit.vessel).or_default().push(entry));
    let cards = cards(dossier);
    let others = dossier.ships.len() - cards.len();
    let content = html! {
        p.note {
            "In order of name. Names are all that were sent or claimed. A claimed particular is what a list or the ship herself says; an inferred one follows from her size "
            "and carries the interval of that relation. That a ship is listed says what the list says, on the date given there."
        }
        @if others > 0 {
            p.note {
                "Of " (number::grouped(dossier.ships.len() as f64)) " ships those stand here that called, that a list names or that a row under “Events at sea” names. The other "
                (number::grouped(others as f64)) " stand in " a href="ships.csv" { "ships.csv" } "."
            }
        }
        div.cards {
            @for ship in &cards {
                @let calls = visits.get(&ship.vessel.id).map_or(&[][..], Vec::as_slice);
                (card(dossier, ship, calls, cards.len() <= OPEN, links))
            }
        }
    };
    Some(Section { id: "ships", heading: "Ships", content })
}

/// One ship.
fn card(dossier: &Dossier, ship: &ShipEntry, calls: &[&VisitEntry], is_open: bool, links: &Links) -> Markup {
    let vessel = &ship.vessel;
    html! {
        details.card id={ "ship-" (vessel.id) } open[is_open] {
            summary {
                span.shipname { (number::cut(&ship.label(), NAME)) }
                @if let Some(imo) = vessel.imo_number { span { "IMO " (imo) } }
                span { (kind(vessel.kind)) }
                span { (calls.len()) @if calls.len() == 1 { " visit" } @else { " visits" } }
                @if !ship.listings.is_empty() { span.listed { "listed" } }
            }
            div.cardtop {
                div {
                    (identity(vessel, links))
                    (listings(ship, links))
                    @if !vessel.remarks.is_empty() {
                        ul.remarks { @for remark in &vessel.remarks { li { (remark) } } }
                    }
                }
                (particulars(vessel))
            }
            @if !calls.is_empty() { (visits(dossier, calls, links)) }
        }
    }
}

const fn kind(kind: VesselKind) -> &'static str {
    match kind {
        VesselKind::OilTanker => "oil, product or chemical tanker",
        VesselKind::GasCarrier => "gas carrier",
        VesselKind::Other => "other ship",
        VesselKind::Unknown => "kind unknown",
    }
}

/// Numbers and names.
fn identity(vessel: &Vessel, links: &Links) -> Markup {
    let mmsis: Vec<String> = vessel.mmsis.iter().map(ToString::to_string).collect();
    let names: Vec<String> = vessel.names.iter().map(|name| number::cut(name, NAME)).collect();
    html! {
        dl.facts {
            dt { "IMO" } dd { (vessel.imo_number.map_or_else(|| "no number that passes the check digit".into(), |imo| imo.to_string())) }
            dt { "MMSI" } dd { (if mmsis.is_empty() { NOTHING.into() } else { mmsis.join(", ") }) }
            dt { "Names" } dd { (if names.is_empty() { NOTHING.into() } else { names.join("; ") }) }
            dt { "Record" } dd { (links.id(vessel.id)) }
        }
    }
}

/// What lists say of her.
fn listings(ship: &ShipEntry, links: &Links) -> Markup {
    html! {
        @if !ship.listings.is_empty() {
            ul.listings {
                @for listing in &ship.listings {
                    li {
                        (links.to(&listing.list, listing.record))
                        @if !listing.measures.is_empty() { ": " (listing.measures) }
                        @if let Some(since) = listing.since { ", since " (since) }
                    }
                }
            }
        }
    }
}

/// Her particulars, each with its interval and source.
fn particulars(vessel: &Vessel) -> Markup {
    let all: [(&str, &str, &Option<Particular>); 6] = [
        ("Length overall", "m", &vessel.length_overall_m),
        ("Beam", "m", &vessel.beam_m),
        ("Moulded depth", "m", &vessel.depth_moulded_m),
        ("Deadweight", "t", &vessel.deadweight_t),
        ("Summer draught", "m", &vessel.summer_draught_m),
        ("Cargo tanks at 100 %", "m³", &vessel.tank_volume_m3),
    ];
    let rows = html! {
        @for (name, unit, particular) in all {
            @if let Some(particular) = particular {
                tr {
                    th scope="row" { (name) }
                    td.num { (number::mid(&particular.estimate)) "\u{a0}" (unit) }
                    td.num { (number::interval(&particular.estimate).unwrap_or_else(|| NOTHING.into())) }
                    td { (if particular.is_inferred { "inferred" } else { "claimed" }) }
                    td { (particular.basis) }
                }
            }
        }
        @if let Some(deepest) = vessel.deepest_draught_m {
            tr { th scope="row" { "Deepest draught sent" } td.num { (number::fixed(deepest, 1)) "\u{a0}m" } td.num { (NOTHING) } td { "sent" } td { "AIS, typed in by the crew" } }
        }
    };
    table(
        "particulars",
        &html! { "Particulars." },
        &["", "Value", "90 % interval", "Claimed or inferred", "From"],
        &rows,
    )
}

/// Her visits.
fn visits(dossier: &Dossier, calls: &[&VisitEntry], links: &Links) -> Markup {
    let head = [
        "Place",
        "First report",
        "Last report",
        "Draught, m",
        "Shows",
        "Barrels",
        "Basis",
        "Sure",
        "Evidence",
    ];
    let rows = html! {
        @for entry in calls {
            tr {
                th scope="row" { (number::cut(&entry.visit.place, NAME)) }
                td.when { (number::minute(entry.visit.start)) }
                td.when { (number::minute(entry.visit.end)) }
                td.num { (draughts(entry)) }
                td { (crate::timeline::reading(entry).as_str()) }
                td.num { (volume(dossier, entry).map_or_else(|| NOTHING.into(), |bbl| number::estimate(&bbl, "bbl"))) }
                td { (basis_words(entry)) }
                td.num { (entry.visit.confidence.value()) }
                td { (links.id(entry.record())) }
            }
        }
    };
    table(
        "shipvisits",
        &html! { "Port visits (UTC). “Sure” is how sure it is that she was in port, from 1 (only an entry or an exit) to 4 (entry, stop and exit)." },
        &head,
        &rows,
    )
}

/// Arrival and departure draught, such as `8.6 → 12.2`.
fn draughts(entry: &VisitEntry) -> String {
    let one = |draught: Option<Estimate<f64>>| {
        draught.map_or_else(|| NOTHING.into(), |d| number::fixed(d.mid(), 1))
    };
    let pair = entry.draughts.as_ref();
    format!("{} → {}", one(pair.and_then(|p| p.arrival_m)), one(pair.and_then(|p| p.departure_m)))
}
