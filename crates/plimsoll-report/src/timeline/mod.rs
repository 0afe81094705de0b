//! The timeline: visits, voyages and silences of each ship, and how many visits each place had.

mod calls;
mod rows;

use crate::dossier::{Dossier, GapEntry, ShipEntry, VisitEntry};
use crate::figure::figure;
use maud::{Markup, html};
use plimsoll_model::{DraughtReading, RecordId, Voyage};
use std::collections::BTreeMap;

/// How many ships the open figure shows; the others are in figures that a reader opens.
const SHIPS_SHOWN: usize = 40;

/// How many ships one of those further figures shows.
const SHIPS_A_FIGURE: usize = 60;

/// A ship with what is drawn in her row.
struct Row<'a> {
    ship: Option<&'a ShipEntry>,
    vessel: RecordId,
    visits: Vec<&'a VisitEntry>,
    voyages: Vec<&'a Voyage>,
    gaps: Vec<&'a GapEntry>,
}

impl Row<'_> {
    /// Her name, or her number where she has none.
    fn label(&self) -> String {
        self.ship.map_or_else(|| self.vessel.to_string(), |ship| ship.label())
    }
}

/// The rows by ship.
#[derive(Default)]
struct Rows<'a>(BTreeMap<RecordId, Row<'a>>);

impl<'a> Rows<'a> {
    /// The row of a ship.
    fn of(&mut self, vessel: RecordId) -> &mut Row<'a> {
        let empty = Row { ship: None, vessel, visits: vec![], voyages: vec![], gaps: vec![] };
        self.0.entry(vessel).or_insert(empty)
    }
}

/// The rows, in order of the first visit; ships without visit and gap are left out.
fn rows(dossier: &Dossier) -> Vec<Row<'_>> {
    let mut rows = Rows::default();
    dossier.visits.iter().for_each(|entry| rows.of(entry.visit.vessel).visits.push(entry));
    for entry in &dossier.gaps {
        if let Some(vessel) = entry.vessel {
            rows.of(vessel).gaps.push(entry);
        }
    }
    dossier.voyages.iter().filter(|v| v.arrival.is_some()).for_each(|v| rows.of(v.vessel).voyages.push(v));
    let mut rows = rows.0;
    for ship in &dossier.ships {
        if let Some(row) = rows.get_mut(&ship.vessel.id) {
            row.ship = Some(ship);
        }
    }
    let mut rows: Vec<_> = rows.into_values().collect();
    rows.sort_by_key(|row| {
        (row.visits.iter().map(|v| v.visit.start).min().is_none(), first(row), row.vessel)
    });
    rows
}

/// The first visit of a row, or its first gap.
fn first(row: &Row<'_>) -> Option<jiff::Timestamp> {
    let visit = row.visits.iter().map(|v| v.visit.start).min();
    visit.or_else(|| row.gaps.iter().map(|g| g.gap.period.start()).min())
}

/// What a visit's draughts show; none computed is as none sent.
pub(crate) fn reading(entry: &VisitEntry) -> DraughtReading {
    entry.draughts.as_ref().map_or(DraughtReading::Missing, |draughts| draughts.reading)
}

/// The class by which the style sheet colours a reading.
pub(crate) const fn class(reading: DraughtReading) -> &'static str {
    match reading {
        DraughtReading::Loading => "v-loading",
        DraughtReading::Discharge => "v-discharge",
        DraughtReading::Unchanged => "v-unchanged",
        DraughtReading::Missing => "v-missing",
    }
}

/// The readings in the order in which they are stacked and explained, with their words.
pub(crate) const READINGS: [(DraughtReading, &str); 4] = [
    (DraughtReading::Loading, "left deeper: loading"),
    (DraughtReading::Discharge, "left higher: discharge"),
    (DraughtReading::Unchanged, "draught unchanged"),
    (DraughtReading::Missing, "draught not sent"),
];

/// The key of colours.
fn key() -> Markup {
    html! {
        ul.key {
            @for (reading, words) in READINGS {
                li { span class={ "swatch " (class(reading)) } {} (words) }
            }
        }
    }
}

/// The section's content.
pub(crate) fn timeline(dossier: &Dossier) -> Markup {
    let rows = rows(dossier);
    let shown = rows.len().min(SHIPS_SHOWN);
    html! {
        (key())
        @if !dossier.visits.is_empty() { (calls::figure(dossier)) }
        @if rows.is_empty() {
            p.none { "No port visit and no gap in this case." }
        } @else {
            (ships(dossier, "Visits, voyages and silences, ship by ship", &rows[..shown], rows.len()))
        }
        @for (at, some) in rows[shown..].chunks(SHIPS_A_FIGURE).enumerate() {
            @let from = shown + at * SHIPS_A_FIGURE;
            details.more {
                summary { "Ships " (from + 1) " to " (from + some.len()) " of " (rows.len()) }
                (ships(dossier, "Visits, voyages and silences, ship by ship (continued)", some, rows.len()))
            }
        }
    }
}

/// A figure of some ships.
fn ships(dossier: &Dossier, title: &str, some: &[Row<'_>], all: usize) -> Markup {
    let caption = html! {
        "Each row is a ship, in order of first visit (" (some.len()) " of " (all) " shown here). Bars are port visits, "
        "from the first to the last report at the place, coloured by what her draughts show; a bar is at least 3 px wide, "
        "so short stays look longer than they were. Lines between bars are voyages: thick if she left deeper than she "
        "came, thin if she left higher, dotted if her draught does not tell. Hatched: no report of her in the "
        "exhibits. A silence says that nothing was received, not that a transmitter was switched off. "
        @if !dossier.reception.is_empty() {
            "The strip on top shows how many reports of any ship the exhibits hold for each day; red days hold none."
        }
        " Times are UTC."
    };
    figure(title, |canvas| rows::draw(dossier, some, canvas), &caption)
}
