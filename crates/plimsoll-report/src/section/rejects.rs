//! Rows that could not be read. They are counted and shown, never dropped in silence.

use super::{NOTHING, Section, table};
use crate::dossier::{Dossier, ExhibitEntry, RejectCount};
use crate::links::Links;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::ExhibitId;
use std::collections::BTreeMap;

/// The section.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Section {
    let exhibits: BTreeMap<ExhibitId, &ExhibitEntry> =
        dossier.exhibits.iter().map(|entry| (entry.exhibit.id, entry)).collect();
    let total: u64 = dossier.rejects.iter().map(|count| count.count).sum();
    let head = ["Exhibit", "Reason", "Rows rejected", "Of rows read", "One of them"];
    let rows = html! { @for count in &dossier.rejects { (row(count, exhibits.get(&count.exhibit).copied(), links)) } };
    let content = html! {
        @if total == 0 { p { "Every row of every exhibit was read." } } @else {
            p.note { (number::grouped(total as f64)) " rows, or single fields of rows, could not be read. Nothing was guessed from them. Where the reason names one field, the rest of the row was used without it. In a reason, # stands for digits and … for the value, so that like reasons count together." }
            (table("rejects", &html! { "Rejected rows by exhibit and reason." }, &head, &rows))
        }
    };
    Section { id: "rejects", heading: "Rows and fields that could not be read", content }
}

fn row(count: &RejectCount, exhibit: Option<&ExhibitEntry>, links: &Links) -> Markup {
    let rows = exhibit.and_then(|entry| entry.rows).filter(|rows| *rows > 0);
    html! {
        tr {
            th scope="row" { @match exhibit {
                Some(entry) => a href={ "#exhibit-" (count.exhibit) } { (entry.exhibit.path) },
                None => (count.exhibit),
            } }
            td { (count.reason) }
            td.num { (number::grouped(count.count as f64)) }
            td.num { (rows.map_or_else(|| NOTHING.into(), |rows| format!("{} of {}", number::percent(count.count as f64 / rows as f64), number::grouped(rows as f64)))) }
            td { @match count.example { Some(example) => (links.id(example)), None => (NOTHING) } }
        }
    }
}
