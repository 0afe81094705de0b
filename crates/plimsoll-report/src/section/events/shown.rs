//! Which events the page shows: each table is cut at some rows, the CSV file beside it holds all.

use crate::dossier::{Bearer, Dossier, EncounterEntry, GapEntry, LoiteringEntry, SharedNumber};
use jiff::SignedDuration;
use plimsoll_model::{DraughtChange, IdentityChange, Mmsi, Outage, Period, RecordId};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The most rows of one table of events on the page.
pub(crate) const MOST_ROWS: usize = 50;

/// The most tracks that a row of a shared number names.
pub(crate) const MOST_TRACKS: usize = 4;

/// The items of the highest rank, at most [`MOST_ROWS`], in the order of the list, each with its place in it from 1.
/// The rank must tell any two apart, so that the choice does not hang on the order.
fn chosen<T, K: Ord>(all: &[T], rank: impl Fn(&T) -> K) -> Vec<(usize, &T)> {
    let mut places: Vec<usize> = (0..all.len()).collect();
    if places.len() > MOST_ROWS {
        places.sort_by_cached_key(|at| rank(&all[*at]));
        places.truncate(MOST_ROWS);
        places.sort_unstable();
    }
    places.into_iter().map(|at| (at + 1, &all[at])).collect()
}

/// Longest first.
fn long(period: Period) -> Reverse<SignedDuration> {
    Reverse(period.duration())
}

/// The longest encounters.
pub(crate) fn encounters(dossier: &Dossier) -> Vec<(usize, &EncounterEntry)> {
    chosen(&dossier.encounters, |entry| (long(entry.encounter.period), entry.encounter.id))
}

/// The longest loitering.
pub(crate) fn loitering(dossier: &Dossier) -> Vec<(usize, &LoiteringEntry)> {
    chosen(&dossier.loitering, |entry| (long(entry.loitering.period), entry.loitering.id))
}

/// The longest gaps.
pub(crate) fn gaps(dossier: &Dossier) -> Vec<(usize, &GapEntry)> {
    chosen(&dossier.gaps, |entry| (long(entry.gap.period), entry.gap.id))
}

/// The longest outages.
pub(crate) fn outages(dossier: &Dossier) -> Vec<(usize, &Outage)> {
    chosen(&dossier.outages, |outage| (long(outage.period), outage.id))
}

/// The numbers with the most reports.
pub(crate) fn shared(dossier: &Dossier) -> Vec<(usize, &SharedNumber)> {
    chosen(&dossier.shared, |number| (Reverse(reports(number)), number.mmsi))
}

/// How many reports all tracks of a number have.
pub(crate) fn reports(number: &SharedNumber) -> u64 {
    number.tracks.iter().map(|track| u64::from(track.reports)).sum()
}

/// The tracks with the most reports of a number, at most [`MOST_TRACKS`], in the order of the list.
pub(crate) fn tracks(number: &SharedNumber) -> Vec<&plimsoll_model::Track> {
    let mut largest: Vec<_> = number.tracks.iter().collect();
    largest.sort_by_key(|track| (Reverse(track.reports), track.id));
    largest.truncate(MOST_TRACKS);
    largest.sort_by_key(|track| (track.start, track.id));
    largest
}

/// Changes of the IMO number first, then of the name, of the call sign, of the rest.
pub(crate) fn identity_changes(dossier: &Dossier) -> Vec<(usize, &IdentityChange)> {
    const FIRST: [&str; 3] = ["imo_number", "ship_name", "call_sign"];
    let weight = |property: &str| FIRST.iter().position(|first| *first == property).unwrap_or(FIRST.len());
    chosen(&dossier.identity_changes, |change| (weight(&change.property), change.after, change.id))
}

/// The greatest changes of draught, to the millimetre.
pub(crate) fn draught_changes(dossier: &Dossier) -> Vec<(usize, &DraughtChange)> {
    let size =
        |change: &DraughtChange| ((change.to.to_metres() - change.from.to_metres()).abs() * 1000.0) as u64;
    chosen(&dossier.draught_changes, |change| (Reverse(size(change)), change.after, change.id))
}

/// The records that the rows of the tables stand on.
pub(crate) fn records(dossier: &Dossier) -> BTreeSet<RecordId> {
    let mut records = BTreeSet::new();
    records.extend(encounters(dossier).iter().map(|(_, entry)| entry.encounter.id));
    records.extend(loitering(dossier).iter().map(|(_, entry)| entry.loitering.id));
    records.extend(gaps(dossier).iter().map(|(_, entry)| entry.gap.id));
    records.extend(outages(dossier).iter().map(|(_, outage)| outage.id));
    records.extend(shared(dossier).iter().flat_map(|(_, number)| tracks(number)).map(|track| track.id));
    records.extend(identity_changes(dossier).iter().map(|(_, change)| change.id));
    records.extend(draught_changes(dossier).iter().map(|(_, change)| change.id));
    records
}

/// The ships and numbers that the rows of the tables name.
pub(crate) fn named(dossier: &Dossier) -> (BTreeSet<RecordId>, BTreeSet<Mmsi>) {
    let mut vessels = BTreeSet::new();
    let mut bearer = |of: &Bearer| vessels.extend(of.vessel);
    encounters(dossier)
        .iter()
        .for_each(|(_, entry)| [&entry.ship_a, &entry.ship_b].into_iter().for_each(&mut bearer));
    loitering(dossier).iter().for_each(|(_, entry)| bearer(&entry.ship));
    vessels.extend(gaps(dossier).iter().filter_map(|(_, entry)| entry.vessel));
    let mut numbers = BTreeSet::new();
    numbers.extend(shared(dossier).iter().map(|(_, number)| number.mmsi));
    numbers.extend(identity_changes(dossier).iter().map(|(_, change)| change.mmsi));
    numbers.extend(draught_changes(dossier).iter().map(|(_, change)| change.mmsi));
    (vessels, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_are_chosen_and_keep_their_order_and_place() {
        let all: Vec<u32> = (0..80).map(|k| (k * 37) % 80).collect();
        let shown = chosen(&all, |value| Reverse(*value));
        assert_eq!(shown.len(), MOST_ROWS);
        assert!(shown.iter().all(|(_, value)| **value >= 30));
        assert!(shown.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(shown.iter().all(|(number, value)| all[number - 1] == **value));
        assert_eq!(chosen(&all[..3], |value| Reverse(*value)).len(), 3);
    }
}
