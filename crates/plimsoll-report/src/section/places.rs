//! The map and the table of places.

use super::{NAME, NOTHING, Section, season, table};
use crate::dossier::{Dossier, PlaceEntry};
use crate::links::Links;
use crate::{map, number};
use maud::{Markup, html};
use plimsoll_model::Area;

/// The section.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Section {
    let head = [
        "No",
        "Place",
        "LOCODE",
        "Role",
        "Product",
        "Middle",
        "Extent",
        if dossier.season.calls.is_empty() { "Port visits" } else { "Port visits by AIS" },
        "Source of the extent",
    ];
    let rows = html! {
        @for (number, entry) in map::numbered(dossier) { (row(dossier, number, entry, links)) }
    };
    let content = html! {
        (map::map(dossier))
        @if !dossier.places.is_empty() {
            (table("places", &html! { "Places of the case. Positions are WGS 84." }, &head, &rows))
        }
        (season::voyages::destinations(dossier))
    };
    Section { id: "map", heading: "Where", content }
}

fn row(dossier: &Dossier, number: usize, entry: &PlaceEntry, links: &Links) -> Markup {
    let place = &entry.place;
    let name = number::cut(&place.name, NAME);
    let name = if links.has(entry.record) {
        links.to(&name, entry.record)
    } else {
        html! { (name) }
    };
    html! {
        tr {
            td.num { (number) }
            th scope="row" { (name) }
            td { (place.locode.as_deref().unwrap_or(NOTHING)) }
            td { (place.role.as_str()) }
            td { @match place.product { Some(product) => (product.as_str()), None => "as the case" } }
            td.nowrap { @match &place.area { Some(area) => (number::position(area.centre())), None => (NOTHING) } }
            td { (extent(place.area.as_ref())) }
            td.num { (map::visits_of(dossier, &place.name)) }
            td { (place.source) }
        }
    }
}

fn extent(area: Option<&Area>) -> String {
    match area {
        None => "known by name only".into(),
        Some(Area::Circle { radius, .. }) => {
            format!("circle of {}\u{a0}km", number::fixed(radius.to_metres() / 1000.0, 2))
        }
        Some(Area::Polygon { exterior, .. }) => format!("polygon of {} corners", exterior.len()),
    }
}
