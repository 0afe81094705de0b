//! The tables of what radios say of themselves: shared numbers, changes of identity and of draught.

use super::{Block, View, shown};
use crate::dossier::SharedNumber;
use crate::number;
use crate::section::{NAME, NOTHING};
use maud::{Markup, html};
use plimsoll_model::{DraughtChange, IdentityChange, Track};

/// The table of shared numbers.
pub(super) fn shared(view: &View<'_>) -> Block {
    let shown = shown::shared(view.dossier);
    Block {
        heading: "Numbers that several ships use at once",
        meaning: "Reports under one MMSI that no single ship can have sent. Each track counts as a ship of its own here. \
            A number typed in wrongly is one way to come by this; the reports do not say whose it is by right.",
        caption: "MMSIs with several tracks at once.",
        head: &[
            "MMSI",
            "Ship that the case knows by it",
            "Tracks",
            "Reports",
            "First and last report of each track",
        ],
        rows: html! { @for (_, number) in &shown { (number_row(view, number)) } },
        shown: shown.len(),
        all: view.dossier.shared.len(),
        choice: "those with most reports, in order of MMSI",
        file: "shared_numbers.csv",
    }
}

fn number_row(view: &View<'_>, number: &SharedNumber) -> Markup {
    let tracks = shown::tracks(number);
    let more = number.tracks.len() - tracks.len();
    html! {
        tr {
            th.nowrap scope="row" { (number.mmsi) }
            td { (view.bearer(number.mmsi)) }
            td.num { (number::grouped(number.tracks.len() as f64)) }
            td.num { (number::grouped(shown::reports(number) as f64)) }
            td {
                @for track in tracks { (track_line(view, track)) }
                @if more > 0 { span.line { "and " (number::grouped(more as f64)) " with fewer reports" } }
            }
        }
    }
}

/// One track in a line.
fn track_line(view: &View<'_>, track: &Track) -> Markup {
    let times = format!("{} to {}", number::minute(track.start), number::minute(track.end));
    html! {
        span.line { (view.links.to(times, track.id)) ", " (number::grouped(track.reports.into())) " reports" }
    }
}

/// The table of changes of identity.
pub(super) fn identity(view: &View<'_>) -> Block {
    let shown = shown::identity_changes(view.dossier);
    Block {
        heading: "Changes of identity",
        meaning: "A radio that says it is another ship than before. A sale, a new flag, a corrected typing error and two \
            ships with one number look alike here. “Old comes back” means that the old value was sent again later, as \
            happens when two ships share a number.",
        caption: "Changes of what a radio says of itself.",
        head: &[
            "No",
            "Ship",
            "What changed",
            "From",
            "To",
            "Old last sent",
            "New first sent",
            "Old comes back",
        ],
        rows: html! { @for (number, change) in &shown { (identity_row(view, *number, change)) } },
        shown: shown.len(),
        all: view.dossier.identity_changes.len(),
        choice: "those of IMO number first, then of name, of call sign and of the rest; in order of time",
        file: "identity_changes.csv",
    }
}

fn identity_row(view: &View<'_>, number: usize, change: &IdentityChange) -> Markup {
    html! {
        tr {
            (view.no("I", number, change.id))
            th.shipcol scope="row" { (view.bearer(change.mmsi)) }
            td { (property(&change.property)) }
            td { (value(&change.from)) }
            td { (value(&change.to)) }
            td.when { (number::minute(change.before)) }
            td.when { (view.links.to(number::minute(change.after), change.id)) }
            td { (if change.returns { "yes" } else { "no" }) }
        }
    }
}

/// A property in words; one that is not known here as it stands.
fn property(name: &str) -> String {
    let words = match name {
        "ship_name" => "name",
        "call_sign" => "call sign",
        "imo_number" => "IMO number",
        "ship_type" => "ship type",
        "length_overall_m" => "length overall, m",
        "beam_m" => "beam, m",
        other => return number::cut(other, NAME),
    };
    words.into()
}

/// A value as sent.
fn value(text: &str) -> String {
    if text.trim().is_empty() { NOTHING.into() } else { number::cut(text, NAME) }
}

/// The table of changes of draught.
pub(super) fn draughts(view: &View<'_>) -> Block {
    let shown = shown::draught_changes(view.dossier);
    Block {
        heading: "Changes of draught",
        meaning: "Two draughts sent one after the other that differ. Crews type them in, often late and sometimes not at \
            all: the change came to light between the two times; when and where it was made is not in them.",
        caption: "Changes of the draught sent.",
        head: &[
            "No",
            "Ship",
            "Old last sent",
            "New first sent",
            "From, m",
            "To, m",
            "Last position before the new one",
        ],
        rows: html! { @for (number, change) in &shown { (draught_row(view, *number, change)) } },
        shown: shown.len(),
        all: view.dossier.draught_changes.len(),
        choice: "the greatest, in order of time",
        file: "draught_changes.csv",
    }
}

fn draught_row(view: &View<'_>, number: usize, change: &DraughtChange) -> Markup {
    html! {
        tr {
            (view.no("D", number, change.id))
            th.shipcol scope="row" { (view.bearer(change.mmsi)) }
            td.when { (number::minute(change.before)) }
            td.when { (number::minute(change.after)) }
            td.num { (number::fixed(change.from.to_metres(), 1)) }
            td.num { (view.links.to(number::fixed(change.to.to_metres(), 1), change.id)) }
            td.nowrap { (change.position.map_or_else(|| NOTHING.into(), number::position)) }
        }
    }
}
