//! What invented lists say about the visits.

use super::id;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plimsoll_model::*;
use plimsoll_report::*;

const LIST: &str = "Invented Council list";

fn source(number: usize) -> Source {
    Source { exhibit: id(RecordKind::Exhibit, 2), line: number as u64 + 2, byte_offset: number as u64 * 80 }
}

fn version() -> ListVersion {
    ListVersion {
        id: id(RecordKind::ListVersion, 0),
        exhibit: id(RecordKind::Exhibit, 2),
        list: LIST.into(),
        form: "un-1718-csv".into(),
        version: "2024-12".into(),
        days: VersionDays {
            earliest: Some(Date::constant(2024, 12, 1)),
            latest: Some(Date::constant(2024, 12, 31)),
        },
        days_basis: "by its file name".into(),
        entries: 3,
        vessels: 3,
    }
}

fn of_visit(number: usize, entry: &VisitEntry, ships: &[ShipEntry]) -> Option<ListingOfCall> {
    let ship = ships.iter().find(|s| s.vessel.id == entry.visit.vessel).filter(|s| !s.listings.is_empty())?;
    let standing = Standing::ALL[number % 4];
    let day = entry.visit.start.to_zoned(TimeZone::UTC).date();
    let designation = Designation {
        id: id(RecordKind::Designation, number),
        source: source(number),
        entry: id(RecordKind::ListEntry, number),
        list: LIST.into(),
        list_version: "2024-12".into(),
        known: version().days,
        authority: Authority::UnSecurityCouncil,
        instrument: "Invented resolution, paragraph 6".into(),
        measure: Measure::PortEntryBan,
        original_measure: "yes".into(),
        from: (standing != Standing::DayUnknown).then(|| Date::constant(2018, 3, 30)),
        until: None,
    };
    let listing = Listing {
        id: id(RecordKind::Listing, number),
        visit: entry.visit.id,
        vessel: entry.visit.vessel,
        matched: id(RecordKind::ListMatch, number),
        designation: designation.id,
        list: LIST.into(),
        day,
        standing,
        basis: format!("On {day} the port entry ban: {}.", standing.as_str()),
        bound: if number.is_multiple_of(8) {
            vec!["Far Republic, as the state of the port: to refuse her entry".into()]
        } else {
            vec![]
        },
    };
    Some(ListingOfCall { listing, designation, ship: ship.label(), place: entry.visit.place.clone() })
}

/// Listings of the visits of listed ships, and one lead.
pub(super) fn lists(visits: &[VisitEntry], ships: &[ShipEntry]) -> ListsEntry {
    let lead = |ship: &ShipEntry| Lead {
        ship: ship.label(),
        found: ListMatch {
            id: id(RecordKind::ListMatch, 9_000),
            vessel: ship.vessel.id,
            entry: id(RecordKind::ListEntry, 9_000),
            list: LIST.into(),
            key: "17".into(),
            rung: Rung::Name,
            strength: Strength::Possible,
            name_likeness: Some(0.97),
            ours: ship.label(),
            theirs: format!("{}.", ship.label()),
            reasons: vec!["the same words".into(), "the list gives no IMO number for this ship".into()],
            parents: vec![],
        },
    };
    ListsEntry {
        versions: vec![version()],
        listings: visits.iter().enumerate().filter_map(|(n, v)| of_visit(n, v, ships)).take(12).collect(),
        leads: ships.first().map(lead).into_iter().collect(),
    }
}
