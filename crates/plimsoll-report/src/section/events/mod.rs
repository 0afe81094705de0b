//! What happened at sea, as AIS reports show it: encounters, loitering, silences, outages, shared numbers, changes of
//! identity and of draught. The wording says what was received and computed, never what a ship meant or did.

mod changes;
mod moves;
pub(crate) mod shown;
mod silences;

use super::{NAME, Section, ships, table};
use crate::dossier::{Bearer, Dossier, ShipEntry};
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Mmsi, Period, RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// One table with what it means.
struct Block {
    heading: &'static str,
    /// What a row says and what it does not.
    meaning: &'static str,
    caption: &'static str,
    head: &'static [&'static str],
    rows: Markup,
    /// How many rows the table has, and how many there are.
    shown: usize,
    all: usize,
    /// Which rows were chosen where not all are shown, and in which order they stand.
    choice: &'static str,
    /// The file that holds them all.
    file: &'static str,
}

impl Block {
    fn markup(&self) -> Markup {
        html! {
            h3 { (self.heading) " (" (number::grouped(self.all as f64)) ")" }
            p.note { (self.meaning) }
            (table("events", &html! { (self.caption) " Times are UTC." }, self.head, &self.rows))
            @if self.shown < self.all {
                p.note {
                    "The table shows " (self.shown) " of " (number::grouped(self.all as f64)) ": " (self.choice) ". The other "
                    (number::grouped((self.all - self.shown) as f64)) " stand in " a href=(self.file) { (self.file) } ", with exact values."
                }
            } @else {
                p.note { "Exact values stand in " a href=(self.file) { (self.file) } "." }
            }
        }
    }
}

/// The section.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Section {
    let view = View::of(dossier, links);
    let blocks = [
        ("encounter", moves::encounters(&view)),
        ("loitering", moves::loitering(&view)),
        ("silence of a ship", silences::gaps(&view)),
        ("outage of a feed", silences::outages(&view)),
        ("number that several ships use", changes::shared(&view)),
        ("change of identity", changes::identity(&view)),
        ("change of draught", changes::draughts(&view)),
    ];
    let (found, absent): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|(_, block)| block.all > 0);
    let absent: Vec<&str> = absent.into_iter().map(|(words, _)| words).collect();
    let content = html! {
        @if !found.is_empty() {
            p.note {
                "Read from AIS reports alone. A row says what was received and what follows from it by the stated rules. "
                "It says nothing of what a ship meant, and what no exhibit holds is not here. Numbers such as E1 are those of the map."
            }
        }
        @for (_, block) in &found { (block.markup()) }
        @if !absent.is_empty() { p.none { "None in these tables: " (absent.join(", ")) "." } }
    };
    Section { id: "events", heading: "Events at sea", content }
}

/// What the tables need to know of ships and links.
struct View<'a> {
    dossier: &'a Dossier,
    links: &'a Links,
    by_mmsi: BTreeMap<Mmsi, &'a ShipEntry>,
    by_record: BTreeMap<RecordId, &'a ShipEntry>,
    carded: BTreeSet<RecordId>,
}

impl<'a> View<'a> {
    fn of(dossier: &'a Dossier, links: &'a Links) -> Self {
        let ships = &dossier.ships;
        Self {
            dossier,
            links,
            by_mmsi: ships
                .iter()
                .flat_map(|ship| ship.vessel.mmsis.iter().map(move |m| (*m, ship)))
                .collect(),
            by_record: ships.iter().map(|ship| (ship.vessel.id, ship)).collect(),
            carded: ships::cards(dossier).iter().map(|ship| ship.vessel.id).collect(),
        }
    }

    /// A ship by her name, linked to her card if she has one, with the number that was heard.
    fn ship(&self, bearer: &Bearer, mmsi: Mmsi) -> Markup {
        let of_record = bearer.vessel.and_then(|vessel| self.by_record.get(&vessel));
        let known = bearer.ship_name.as_ref().filter(|name| !name.trim().is_empty());
        let name = known.or_else(|| of_record?.vessel.ship_name.as_ref());
        let name = name.map_or_else(|| "name unknown".into(), |name| number::cut(name, NAME));
        let card = bearer.vessel.filter(|vessel| self.carded.contains(vessel));
        html! {
            @match card { Some(vessel) => a href={ "#ship-" (vessel) } { (name) }, None => (name) }
            span.small { "MMSI " (mmsi) }
        }
    }

    /// The ship that bears a number, by the ships of the dossier.
    fn bearer(&self, mmsi: Mmsi) -> Markup {
        let ship = self.by_mmsi.get(&mmsi);
        let bearer = Bearer { vessel: ship.map(|ship| ship.vessel.id), ship_name: None };
        self.ship(&bearer, mmsi)
    }

    /// The ship of a gap: her record if the dossier names it.
    fn of_record(&self, vessel: Option<RecordId>, mmsi: Mmsi) -> Markup {
        match vessel {
            Some(_) => self.ship(&Bearer { vessel, ship_name: None }, mmsi),
            None => self.bearer(mmsi),
        }
    }

    /// The number of a row, linked to the evidence of its record.
    fn no(&self, letter: &str, number: usize, record: RecordId) -> Markup {
        html! { td.num { (self.links.to(format!("{letter}{number}"), record)) } }
    }

    /// Start, end and hours of a period; the hours are linked to the evidence.
    fn times(&self, period: Period, record: RecordId) -> Markup {
        html! {
            td.when { (number::minute(period.start())) }
            td.when { (number::minute(period.end())) }
            td.num { (self.links.to(hours(period.duration()), record)) }
        }
    }
}

/// Hours with one decimal.
fn hours(duration: jiff::SignedDuration) -> String {
    number::fixed(duration.as_secs_f64() / 3600.0, 1)
}
