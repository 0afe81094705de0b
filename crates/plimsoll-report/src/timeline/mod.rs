//! The timeline: visits, voyages, events and silences of each ship, when nobody listened, and how many visits each place had.

mod calls;
mod outages;
mod rows;

use crate::dossier::{Dossier, GapEntry, ShipEntry, VisitEntry};
use crate::figure::figure;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{DraughtReading, Period, RecordId, Voyage};
use std::collections::BTreeMap;

/// How many ships the open figure shows; the others are in figures that a reader opens.
const SHIPS_SHOWN: usize = 40;

/// How many ships one of those further figures shows.
const SHIPS_A_FIGURE: usize = 60;

/// How many ships are drawn at all: the CSV files hold the events of the others.
const MOST_SHIPS: usize = 400;

/// A ship with what is drawn in her row.
struct Row<'a> {
    ship: Option<&'a ShipEntry>,
    vessel: RecordId,
    visits: Vec<&'a VisitEntry>,
    voyages: Vec<&'a Voyage>,
    gaps: Vec<&'a GapEntry>,
    encounters: Vec<Period>,
    loitering: Vec<Period>,
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
        self.0.entry(vessel).or_insert(Row {
            ship: None,
            vessel,
            visits: vec![],
            voyages: vec![],
            gaps: vec![],
            encounters: vec![],
            loitering: vec![],
        })
    }
}

/// The rows, in order of the first visit, then of the first event; ships without any are left out.
fn rows(dossier: &Dossier) -> Vec<Row<'_>> {
    let mut rows = Rows::default();
    dossier.visits.iter().for_each(|entry| rows.of(entry.visit.vessel).visits.push(entry));
    for entry in &dossier.gaps {
        if let Some(vessel) = entry.vessel {
            rows.of(vessel).gaps.push(entry);
        }
    }
    for entry in &dossier.encounters {
        for vessel in [&entry.ship_a, &entry.ship_b].into_iter().filter_map(|ship| ship.vessel) {
            rows.of(vessel).encounters.push(entry.encounter.period);
        }
    }
    for entry in &dossier.loitering {
        if let Some(vessel) = entry.ship.vessel {
            rows.of(vessel).loitering.push(entry.loitering.period);
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

/// The first visit of a row, or its first event.
fn first(row: &Row<'_>) -> Option<jiff::Timestamp> {
    let visit = row.visits.iter().map(|v| v.visit.start).min();
    let events = row.gaps.iter().map(|g| &g.gap.period).chain(&row.encounters).chain(&row.loitering);
    visit.or_else(|| events.map(|period| period.start()).min())
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

/// The key of colours: of what is drawn.
fn key(dossier: &Dossier) -> Markup {
    let events = [
        (!dossier.encounters.is_empty(), "encounterbar", "encounter"),
        (!dossier.loitering.is_empty(), "loiterbar", "loitering"),
        (!dossier.gaps.is_empty(), "gap", "silence of a ship"),
        (!dossier.outages.is_empty(), "outage", "no data: nobody listened"),
    ];
    html! {
        ul.key {
            @if !dossier.visits.is_empty() {
                @for (reading, words) in READINGS {
                    li { span class={ "swatch " (class(reading)) } {} (words) }
                }
            }
            @for (is_there, class, words) in events {
                @if is_there { li { span class={ "swatch " (class) } {} (words) } }
            }
        }
    }
}

/// The section's content.
pub(crate) fn timeline(dossier: &Dossier) -> Markup {
    let rows = rows(dossier);
    let (drawn, rest) = rows.split_at(rows.len().min(MOST_SHIPS));
    let (open, more) = drawn.split_at(drawn.len().min(SHIPS_SHOWN));
    html! {
        (key(dossier))
        @if !dossier.visits.is_empty() { (calls::figure(dossier)) }
        @if rows.is_empty() && dossier.season.calls.is_empty() { p.none { "No port visit and no gap in this case." } }
        @if rows.is_empty() && !dossier.season.calls.is_empty() { p.none { "AIS shows no port visit in this case. The calls that were seen stand under " a href="#stays" { "Ship by ship" } "." } }
        @if !rows.is_empty() || !dossier.reception.is_empty() || !dossier.outages.is_empty() {
            (ships(dossier, &title(dossier, &rows), open, rows.len()))
        }
        @for (at, some) in more.chunks(SHIPS_A_FIGURE).enumerate() {
            @let from = open.len() + at * SHIPS_A_FIGURE;
            details.more {
                summary { "Ships " (from + 1) " to " (from + some.len()) " of " (rows.len()) }
                (ships(dossier, &format!("{} (continued)", title(dossier, &rows)), some, rows.len()))
            }
        }
        @if !rest.is_empty() {
            p.note {
                "The other " (number::grouped(rest.len() as f64)) " ships are not drawn. Their events stand in "
                a href="encounters.csv" { "encounters.csv" } ", " a href="loitering.csv" { "loitering.csv" } " and " a href="gaps.csv" { "gaps.csv" } "."
            }
        }
    }
}

/// What the rows hold.
fn title(dossier: &Dossier, rows: &[Row<'_>]) -> String {
    let words = match (rows.is_empty(), dossier.visits.is_empty()) {
        (true, _) => "Reports a day and outages",
        (_, true) => "Events and silences, ship by ship",
        (_, false) => "Visits, voyages and silences, ship by ship",
    };
    words.into()
}

/// A figure of some ships.
fn ships(dossier: &Dossier, title: &str, some: &[Row<'_>], all: usize) -> Markup {
    let has_events = !dossier.encounters.is_empty() || !dossier.loitering.is_empty();
    let caption = html! {
        @if !some.is_empty() {
            "Each row is a ship, in order of first " @if dossier.visits.is_empty() { "event" } @else { "visit" } " (" (some.len()) " of " (all) " shown here). "
        }
        @if !dossier.visits.is_empty() {
            "Bars are port visits, "
            "from the first to the last report at the place, coloured by what her draughts show; a bar is at least 3 px wide, "
            "so short stays look longer than they were. Lines between bars are voyages: thick if she left deeper than she "
            "came, thin if she left higher, dotted if her draught does not tell. "
        }
        @if has_events { "Narrow bars are loitering, tall ones encounters, drawn at least 3 px wide. " }
        @if !some.is_empty() {
            "Hatched: no report of her in the "
            "exhibits. A silence says that nothing was received, not that a transmitter was switched off. "
        }
        @if !dossier.outages.is_empty() {
            "Grey bands over all rows: no data. Nobody listened then, and no ship was silent; a faint band is the outage of one feed of several. "
        }
        @if !dossier.reception.is_empty() {
            "The strip on top shows how many reports of any ship the exhibits hold for each day; red days hold none."
        }
        " Times are UTC."
    };
    figure(title, |canvas| rows::draw(dossier, some, canvas), &caption)
}
