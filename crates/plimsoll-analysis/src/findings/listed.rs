//! How many calls were made by ships under a measure on the day: one sentence a list, lists never merged.

use super::{Facts, finding, plural};
use plimsoll_model::{Finding, Key, Listing, RecordId, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// One finding for each list that has a measure on a ship that called.
pub(super) fn listed_calls(facts: &Facts<'_>) -> Vec<Finding> {
    let mut by_list: BTreeMap<&str, Vec<&Listing>> = BTreeMap::new();
    for listing in facts.listings {
        by_list.entry(&listing.list).or_default().push(listing);
    }
    by_list.into_iter().map(|(list, listings)| of_list(list, &listings, facts.visits.len())).collect()
}

fn of_list(list: &str, listings: &[&Listing], visits: usize) -> Finding {
    let with = |standing: Standing| -> BTreeSet<RecordId> {
        listings.iter().filter(|l| l.standing == standing).map(|l| l.visit).collect()
    };
    let listed = with(Standing::Listed);
    let ships: BTreeSet<RecordId> =
        listings.iter().filter(|l| l.standing == Standing::Listed).map(|l| l.vessel).collect();
    let open: BTreeSet<RecordId> = with(Standing::DayUnknown).difference(&listed).copied().collect();
    let not_yet = with(Standing::NotYet);
    let before: BTreeSet<RecordId> =
        not_yet.iter().filter(|v| !listed.contains(v) && !open.contains(v)).copied().collect();
    let mut sentence = format!(
        "By {list}, ships under a measure on that very day made {} of {} ({}, each known by her IMO number or by a person's decision).",
        listed.len(),
        plural(visits, "port visit"),
        plural(ships.len(), "ship"),
    );
    if !open.is_empty() {
        sentence.push_str(&format!(
            " For {} more the ship is on the list, but the versions at hand do not say whether she was on that day.",
            plural(open.len(), "visit")
        ));
    }
    if !before.is_empty() {
        sentence.push_str(&format!(" {} came before the measure began.", plural(before.len(), "visit")));
    }
    let parents = listings.iter().map(|l| l.id).collect();
    finding("listed-calls", &[Key::Text(list)], sentence, None, parents)
}
