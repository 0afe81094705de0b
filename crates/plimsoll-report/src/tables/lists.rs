//! The tables of what lists say.

use super::{header, number, text};
use crate::dossier::{Cell, DataTable, Dossier};

/// Listings of calls, and leads.
pub(super) fn tables(dossier: &Dossier) -> Vec<DataTable> {
    vec![listings(dossier), leads(dossier)]
}

fn listings(dossier: &Dossier) -> DataTable {
    let columns = "listing visit vessel ship_name place day list list_version instrument measure original_measure from until \
                   standing bound basis designation list_match";
    let rows = dossier.lists.listings.iter().map(|one| {
        let (listing, measure) = (&one.listing, &one.designation);
        vec![
            Cell::Text(listing.id.to_string()),
            Cell::Text(listing.visit.to_string()),
            Cell::Text(listing.vessel.to_string()),
            Cell::Text(one.ship.clone()),
            Cell::Text(one.place.clone()),
            Cell::Text(listing.day.to_string()),
            Cell::Text(listing.list.clone()),
            Cell::Text(measure.list_version.clone()),
            Cell::Text(measure.instrument.clone()),
            Cell::Text(measure.measure.as_str().into()),
            Cell::Text(measure.original_measure.clone()),
            text(measure.from),
            text(measure.until),
            Cell::Text(listing.standing.as_str().into()),
            Cell::Text(listing.bound.join("; ")),
            Cell::Text(listing.basis.clone()),
            Cell::Text(listing.designation.to_string()),
            Cell::Text(listing.matched.to_string()),
        ]
    });
    DataTable { name: "listings".into(), header: header(columns), rows: rows.collect() }
}

fn leads(dossier: &Dossier) -> DataTable {
    let columns = "list_match vessel ship_name list key rung strength name_likeness ours theirs reasons";
    let rows = dossier.lists.leads.iter().map(|lead| {
        let found = &lead.found;
        vec![
            Cell::Text(found.id.to_string()),
            Cell::Text(found.vessel.to_string()),
            Cell::Text(lead.ship.clone()),
            Cell::Text(found.list.clone()),
            Cell::Text(found.key.clone()),
            Cell::Text(found.rung.as_str().into()),
            Cell::Text(found.strength.as_str().into()),
            number(found.name_likeness),
            Cell::Text(found.ours.clone()),
            Cell::Text(found.theirs.clone()),
            Cell::Text(found.reasons.join("; ")),
        ]
    });
    DataTable { name: "list_matches".into(), header: header(columns), rows: rows.collect() }
}
