//! What lists say, for the page.

use super::Tables;
use crate::error::UserError;
use plimsoll_case::store::Store;
use plimsoll_model::{Designation, ListMatch, ListVersion, Listing, RecordId, Standing, Strength, Vessel};
use plimsoll_report::{Lead, ListingEntry, ListingOfCall, ListsEntry};
use std::collections::{BTreeMap, BTreeSet};

/// Versions, listings of calls, leads.
pub(super) fn lists(store: &Store, tables: &Tables) -> Result<ListsEntry, UserError> {
    let listings = store.read::<Listing>()?;
    let wanted: BTreeSet<RecordId> = listings.iter().map(|l| l.designation).collect();
    let designations: BTreeMap<RecordId, Designation> = store
        .read::<Designation>()?
        .into_iter()
        .filter(|d| wanted.contains(&d.id))
        .map(|d| (d.id, d))
        .collect();
    let names: BTreeMap<RecordId, String> = tables.vessels.iter().map(|v| (v.id, called(v))).collect();
    let name = |id: RecordId| names.get(&id).cloned().unwrap_or_else(|| id.to_string());
    let places: BTreeMap<RecordId, &str> =
        tables.visits.iter().map(|row| (row.visit.id, row.visit.place.as_str())).collect();
    let of_call = |listing: Listing| {
        Some(ListingOfCall {
            designation: designations.get(&listing.designation)?.clone(),
            ship: name(listing.vessel),
            place: places.get(&listing.visit).copied().unwrap_or_default().to_owned(),
            listing,
        })
    };
    let mut calls: Vec<ListingOfCall> = listings.into_iter().filter_map(of_call).collect();
    calls.sort_by_key(|one| (one.listing.day, one.listing.id));
    let is_lead = |m: &ListMatch| matches!(m.strength, Strength::Likely | Strength::Possible);
    let leads = store.read::<ListMatch>()?.into_iter().filter(is_lead);
    Ok(ListsEntry {
        versions: store.read::<ListVersion>()?,
        listings: calls,
        leads: leads.map(|found| Lead { ship: name(found.vessel), found }).collect(),
    })
}

/// The lists that a ship was under on the day of some call, a line for each list and measure.
pub(super) fn of_ship(vessel: RecordId, lists: &ListsEntry) -> Vec<ListingEntry> {
    let mut entries: BTreeMap<(String, &str), ListingEntry> = BTreeMap::new();
    let held =
        |one: &&ListingOfCall| one.listing.vessel == vessel && one.listing.standing == Standing::Listed;
    for one in lists.listings.iter().filter(held) {
        let measure = one.designation.measure.as_str();
        entries.entry((one.listing.list.clone(), measure)).or_insert_with(|| ListingEntry {
            record: one.listing.id,
            list: one.listing.list.clone(),
            measures: one.designation.measure.in_words().into(),
            since: one.designation.from,
        });
    }
    entries.into_values().collect()
}

/// Her name, else a number.
fn called(vessel: &Vessel) -> String {
    let imo = || vessel.imo_number.map(|n| format!("IMO {n}"));
    let mmsi = || vessel.mmsis.first().map(|n| format!("MMSI {n}"));
    vessel.ship_name.clone().or_else(imo).or_else(mmsi).unwrap_or_else(|| vessel.id.to_string())
}
