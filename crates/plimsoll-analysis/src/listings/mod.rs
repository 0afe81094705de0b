//! Listings: what sanctions lists say about the day of a port visit, and which states a measure bound there.
//!
//! Method page: `docs/methods/listings.md`. Lists are never merged: each sentence names one list and its version. Only a
//! ship that is established to be the listed one (by her hull number, or by a person's word) has listings; likenesses of
//! name are leads and stay in `list_matches`.

mod bound;
mod standing;

pub use bound::{Bound, Call, FlagBasis, bound};
pub use standing::{MeasureStanding, Question, UsableVersions};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use plimsoll_model::{
    Claim, ClaimSubject, Designation, Flag, Key, ListEntry, ListMatch, ListVersion, Listing, Place,
    PortVisit, RecordId, RecordKind, Standing, Strength, Vessel,
};
use std::collections::BTreeMap;

/// The records that listings are made of.
#[derive(Clone, Copy, Debug)]
pub struct Records<'a> {
    /// The port visits.
    pub visits: &'a [PortVisit],
    /// The ships.
    pub vessels: &'a [Vessel],
    /// The places, for the state of the port.
    pub places: &'a [Place],
    /// Which ship is which entry of a list.
    pub matches: &'a [ListMatch],
    /// The versions of the lists.
    pub versions: &'a [ListVersion],
    /// Their entries.
    pub entries: &'a [ListEntry],
    /// Their measures.
    pub designations: &'a [Designation],
    /// What lists and registers claim, for flags.
    pub claims: &'a [Claim],
}

/// The listings of all visits, in order of visit, list and measure. The day asked about is the first of the visit, UTC.
pub fn listings(records: &Records<'_>) -> Vec<Listing> {
    let lists = ByList::new(records);
    let vessels: BTreeMap<RecordId, &Vessel> = records.vessels.iter().map(|v| (v.id, v)).collect();
    let ports: BTreeMap<&str, Option<Flag>> =
        records.places.iter().map(|p| (p.name.as_str(), port_state(p))).collect();
    let claimed = claimed_flags(records.claims);
    let mut matches: BTreeMap<RecordId, Vec<&ListMatch>> = BTreeMap::new();
    for one in records.matches.iter().filter(|m| m.strength == Strength::Established) {
        matches.entry(one.vessel).or_default().push(one);
    }
    let mut found = Vec::new();
    for visit in records.visits {
        let day = visit.start.to_zoned(TimeZone::UTC).date();
        let flag = vessels.get(&visit.vessel).and_then(|v| flag_of(v, visit, &claimed));
        let call = Call { day, port: ports.get(visit.place.as_str()).copied().flatten(), flag };
        for one in matches.get(&visit.vessel).into_iter().flatten() {
            found.extend(lists.of_match(visit, one, &call));
        }
    }
    found
}

/// Measures and versions by list.
struct ByList<'a> {
    versions: BTreeMap<&'a str, Vec<&'a ListVersion>>,
    designations: BTreeMap<(&'a str, &'a str), Vec<&'a Designation>>,
}

impl<'a> ByList<'a> {
    fn new(records: &Records<'a>) -> Self {
        let keys: BTreeMap<RecordId, (&str, &str)> =
            records.entries.iter().map(|e| (e.id, (e.list.as_str(), e.key.as_str()))).collect();
        let mut by_list = Self { versions: BTreeMap::new(), designations: BTreeMap::new() };
        for version in records.versions {
            by_list.versions.entry(&version.list).or_default().push(version);
        }
        for row in records.designations {
            if let Some(key) = keys.get(&row.entry) {
                by_list.designations.entry(*key).or_default().push(row);
            }
        }
        by_list
    }

    /// The listings of a visit by one match.
    fn of_match(&self, visit: &PortVisit, one: &ListMatch, call: &Call) -> Vec<Listing> {
        let rows =
            self.designations.get(&(one.list.as_str(), one.key.as_str())).map_or(&[][..], Vec::as_slice);
        let versions = self.versions.get(one.list.as_str()).map_or(&[][..], Vec::as_slice);
        let question = Question { on: call.day, as_known: None };
        let Some(usable) = UsableVersions::new(versions, question) else { return Vec::new() };
        let authority = |id| rows.iter().find(|r| r.id == id).map(|r| r.authority);
        usable
            .standings(rows)
            .into_iter()
            .filter_map(|standing| {
                Some(listing(visit, one, call, &standing, authority(standing.designation)?))
            })
            .collect()
    }
}

fn listing(
    visit: &PortVisit,
    one: &ListMatch,
    call: &Call,
    found: &MeasureStanding,
    authority: plimsoll_model::Authority,
) -> Listing {
    let bound = bound(authority, found.measure, &found.instrument, call);
    let is_listed = found.standing == Standing::Listed;
    let keys =
        [Key::Id(visit.id), Key::Id(one.id), Key::Text(&found.instrument), Key::Text(found.measure.as_str())];
    let verb = match found.standing {
        Standing::Listed => "held",
        Standing::NotYet => "did not yet hold",
        Standing::Ended => "no longer held",
        Standing::DayUnknown => "is not known to have held",
    };
    let basis = format!(
        "On {} the {} of {} {verb}: {}. {}",
        call.day,
        found.measure.in_words(),
        found.instrument,
        found.basis,
        bound.reach,
    );
    Listing {
        id: RecordId::of(RecordKind::Listing, &keys),
        visit: visit.id,
        vessel: visit.vessel,
        matched: one.id,
        designation: found.designation,
        list: one.list.clone(),
        day: call.day,
        standing: found.standing,
        basis,
        bound: if is_listed { bound.states } else { Vec::new() },
    }
}

/// The state of a port: the country of its UN/LOCODE.
fn port_state(place: &Place) -> Option<Flag> {
    Flag::of_code(place.locode.as_deref()?.get(..2)?)
}

/// A flag, with the days between which it was seen.
type FlagClaim = (Flag, Option<Date>, Option<Date>);

/// The claims of flags, by the number of the hull.
type ClaimedFlags = BTreeMap<u32, Vec<FlagClaim>>;

/// The flags that lists and registers claim for each hull, with the days between which they were seen.
fn claimed_flags(claims: &[Claim]) -> ClaimedFlags {
    let mut flags = ClaimedFlags::new();
    for claim in claims.iter().filter(|c| c.property == "flag") {
        if let (ClaimSubject::Imo(imo), Some(flag)) = (claim.subject, Flag::of_words(&claim.value)) {
            flags.entry(imo.value()).or_default().push((flag, claim.first_seen, claim.last_seen));
        }
    }
    flags
}

/// The flag of a ship on the day of a visit: what all lists agree on whose versions enclose the day; else the country
/// digits of the radio heard during the visit.
fn flag_of(vessel: &Vessel, visit: &PortVisit, claimed: &ClaimedFlags) -> Option<(Flag, FlagBasis)> {
    let day = visit.start.to_zoned(TimeZone::UTC).date();
    let encloses =
        |(_, first, last): &&FlagClaim| first.is_some_and(|d| d <= day) && last.is_some_and(|d| day <= d);
    let of_hull = vessel.imo_number.and_then(|imo| claimed.get(&imo.value()));
    let mut flags: Vec<Flag> =
        of_hull.into_iter().flatten().filter(encloses).map(|(flag, _, _)| *flag).collect();
    flags.sort_unstable();
    flags.dedup();
    match flags.as_slice() {
        [one] => Some((*one, FlagBasis::Claimed)),
        _ => Some((Flag::of_mid(visit.mmsi.mid()?)?, FlagBasis::RadioDigits)),
    }
}
