//! The exhibits: which bytes the report stands on.

use super::{NOTHING, Section, table};
use crate::dossier::{Dossier, ExhibitEntry};
use crate::number;
use maud::{Markup, html};

/// The section.
pub(crate) fn section(dossier: &Dossier) -> Section {
    let head = ["Exhibit", "Path", "Kind", "Bytes", "Rows", "From", "Licence", "SHA-256"];
    let rows = html! { @for entry in &dossier.exhibits { (row(entry)) } };
    let caption = html! {
        "Files as received. Whoever has a file can check it: its SHA-256 must be the one printed here. A row has the same record "
        "identifier in every run and on every machine."
    };
    let content = html! {
        @if dossier.exhibits.is_empty() { p.none { "This edition stands on no exhibit." } }
        @else { (table("exhibits", &caption, &head, &rows)) }
    };
    Section { id: "exhibits", heading: "Exhibits", content }
}

fn row(entry: &ExhibitEntry) -> Markup {
    let exhibit = &entry.exhibit;
    html! {
        tr id={ "exhibit-" (exhibit.id) } {
            td { span.id { (exhibit.id) } }
            th scope="row" { (exhibit.path) }
            td { (exhibit.kind) }
            td.num { (number::grouped(exhibit.bytes as f64)) }
            td.num { (entry.rows.map_or_else(|| NOTHING.into(), |rows| number::grouped(rows as f64))) }
            td { (exhibit.from.as_deref().unwrap_or("not stated")) }
            td { (exhibit.licence.as_deref().unwrap_or("not stated")) }
            td { code.sha { (exhibit.sha256) } }
        }
    }
}
