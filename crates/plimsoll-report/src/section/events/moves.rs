//! The tables of encounters and of loitering.

use super::{Block, View, shown};
use crate::dossier::{EncounterEntry, LoiteringEntry};
use crate::number;
use maud::{Markup, html};

/// The table of encounters.
pub(super) fn encounters(view: &View<'_>) -> Block {
    let shown = shown::encounters(view.dossier);
    Block {
        heading: "Encounters",
        meaning: "Two ships close together, slowly, for long, away from ports. An encounter says nothing of what the \
            two did: ships anchor side by side, fish in pairs, take a tow, bunkers, stores or a pilot, or drift.",
        caption: "Encounters. Distance is the median between the two, speed the median over ground.",
        head: &[
            "No",
            "Ship",
            "Other ship",
            "Start",
            "End",
            "Hours",
            "Distance, m",
            "Speed, kn",
            "Mean position",
        ],
        rows: html! { @for (number, entry) in &shown { (encounter(view, *number, entry)) } },
        shown: shown.len(),
        all: view.dossier.encounters.len(),
        choice: "the longest, in order of time",
        file: "encounters.csv",
    }
}

fn encounter(view: &View<'_>, number: usize, entry: &EncounterEntry) -> Markup {
    let encounter = &entry.encounter;
    html! {
        tr {
            (view.no("E", number, encounter.id))
            th.shipcol scope="row" { (view.ship(&entry.ship_a, encounter.mmsi_a)) }
            td { (view.ship(&entry.ship_b, encounter.mmsi_b)) }
            (view.times(encounter.period, encounter.id))
            td.num { (number::grouped(encounter.distance.to_metres())) }
            td.num { (number::fixed(encounter.speed.to_knots(), 1)) }
            td.nowrap { (number::position(encounter.position)) }
        }
    }
}

/// The table of loitering.
pub(super) fn loitering(view: &View<'_>) -> Block {
    let shown = shown::loitering(view.dossier);
    Block {
        heading: "Loitering",
        meaning: "A ship that moved slowly for long, away from ports. Waiting for orders or weather, fishing, surveying, \
            repairing and drifting look alike; a row does not say which it was.",
        caption: "Loitering. The way is the length between her reports, the speed that way by the hours.",
        head: &["No", "Ship", "Start", "End", "Hours", "Way, km", "Speed, kn", "Reports", "Mean position"],
        rows: html! { @for (number, entry) in &shown { (one(view, *number, entry)) } },
        shown: shown.len(),
        all: view.dossier.loitering.len(),
        choice: "the longest, in order of time",
        file: "loitering.csv",
    }
}

fn one(view: &View<'_>, number: usize, entry: &LoiteringEntry) -> Markup {
    let loitering = &entry.loitering;
    html! {
        tr {
            (view.no("L", number, loitering.id))
            th.shipcol scope="row" { (view.ship(&entry.ship, loitering.mmsi)) }
            (view.times(loitering.period, loitering.id))
            td.num { (number::fixed(loitering.distance.to_metres() / 1000.0, 1)) }
            td.num { (number::fixed(loitering.speed.to_knots(), 1)) }
            td.num { (number::grouped(loitering.reports.into())) }
            td.nowrap { (number::position(loitering.position)) }
        }
    }
}
