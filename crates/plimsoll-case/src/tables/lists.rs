//! `list_versions`, `list_entries`, `designations`, `list_matches`, `listings`: which lists are at hand, whom they name, which
//! ship is meant, and what that brought on the day of a call.

use super::columns;
use plimsoll_model::{
    Authority, Designation, EntryKind, ImoNumber, ListEntry, ListMatch, ListVersion, Listing, Measure, Mmsi,
    Rung, Standing, Strength, VersionDays,
};

columns! {
    ListVersion, "list_versions", 1, "One version of a list, as one exhibit holds it.",
    label ["list", "version"],
    |r| {
        "list_version_id": Text, "-", "This version." => r.id;
        "list": Text, "-", "The list; versions of one list have one name." => &r.list;
        "version": Text, "-", "The version as the file or the case calls it." => &r.version;
        "form": Text, "-", "The form of the file, such as un-xml." => &r.form;
        "published_earliest": Date, "-", "It was published on this day or later; absent if not known." => r.days.earliest;
        "published_latest": Date, "-", "It was published on this day or before; absent if not known." => r.days.latest;
        "days_basis": Text, "-", "How these days are known." => &r.days_basis;
        "entries": Int, "-", "Entries of any kind." => r.entries;
        "vessels": Int, "-", "Entries that are vessels." => r.vessels;
        "parents": List, "-", "The exhibit." => &vec![r.exhibit];
    },
    from |row| Self {
        id: row.id("list_version_id")?,
        exhibit: row.ids("parents")?.first().copied().map_or_else(|| row.id("list_version_id"), Ok)?,
        list: row.text("list")?,
        form: row.text("form")?,
        version: row.text("version")?,
        days: VersionDays { earliest: row.opt_date("published_earliest")?, latest: row.opt_date("published_latest")? },
        days_basis: row.text("days_basis")?,
        entries: u64::from(row.count("entries")?),
        vessels: u64::from(row.count("vessels")?),
    }
}

columns! {
    ListEntry, "list_entries", 1, "An entry of one version of a list: a ship, a company, a person.",
    label ["list", "name", "imo_number"],
    |r| {
        "entry_id": Text, "-", "This entry." => r.id;
        "list": Text, "-", "The list." => &r.list;
        "list_version": Text, "-", "The version." => &r.list_version;
        "key": Text, "-", "The list's own key of the entry, the same in each version." => &r.key;
        "kind": Text, "-", "vessel, organisation, person, aircraft or other." => r.kind.as_str();
        "name": Text, "-", "The first name given, as the list spells it." => &r.name;
        "imo_number": Int, "-", "The hull, where the list gives a ship number that passes its check digit." => r.imo_number.map(ImoNumber::value);
        "mmsi": Int, "-", "The radio, where the list gives one." => r.mmsi.map(Mmsi::value);
        "remarks": List, "-", "What is odd about it." => &r.remarks;
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        id: row.id("entry_id")?,
        source: row.source()?,
        list: row.text("list")?,
        list_version: row.text("list_version")?,
        key: row.text("key")?,
        kind: row.word("kind", "a kind of entry", EntryKind::parse)?,
        name: row.text("name")?,
        imo_number: row.opt_imo("imo_number")?,
        mmsi: row.opt_mmsi("mmsi")?,
        remarks: row.list("remarks")?,
    }
}

columns! {
    Designation, "designations", 1, "A measure on an entry of a list, with the days on which it holds and the version that says so.",
    label ["list", "measure", "from"],
    |r| {
        "designation_id": Text, "-", "This designation." => r.id;
        "list": Text, "-", "The list." => &r.list;
        "list_version": Text, "-", "The version." => &r.list_version;
        "known_earliest": Date, "-", "That version was published on this day or later; absent if not known." => r.known.earliest;
        "known_latest": Date, "-", "That version was published on this day or before; absent if not known." => r.known.latest;
        "authority": Text, "-", "Who orders it." => r.authority.as_str();
        "instrument": Text, "-", "The instrument and its annex or paragraph." => &r.instrument;
        "measure": Text, "-", "What is ordered." => r.measure.as_str();
        "original_measure": Text, "-", "The measure as the list words it; empty where it has no words for it." => &r.original_measure;
        "from": Date, "-", "The first day on which it holds; absent: the list does not say." => r.from;
        "until": Date, "-", "The first day on which it no longer holds; absent: the list gives no end." => r.until;
        "parents": List, "-", "The entry." => &vec![r.entry];
        "exhibit_id": Text, "-", "The exhibit it was read from." => r.source.exhibit;
        "line": Int, "-", "Line in the exhibit, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
    },
    from |row| Self {
        id: row.id("designation_id")?,
        source: row.source()?,
        entry: row.ids("parents")?.first().copied().map_or_else(|| row.id("designation_id"), Ok)?,
        list: row.text("list")?,
        list_version: row.text("list_version")?,
        known: VersionDays { earliest: row.opt_date("known_earliest")?, latest: row.opt_date("known_latest")? },
        authority: row.word("authority", "an authority", Authority::parse)?,
        instrument: row.text("instrument")?,
        measure: row.word("measure", "a measure", Measure::parse)?,
        original_measure: row.text("original_measure")?,
        from: row.opt_date("from")?,
        until: row.opt_date("until")?,
    }
}

columns! {
    ListMatch, "list_matches", 1, "A ship of the case and an entry of a list that may be the same, with the two values behind it.",
    label ["list", "ours", "theirs", "strength"],
    |r| {
        "match_id": Text, "-", "This match; the same in each version of the list, so that a decision on it stays." => r.id;
        "vessel_id": Text, "-", "The ship." => r.vessel;
        "entry_id": Text, "-", "The entry, of the newest version that has it." => r.entry;
        "list": Text, "-", "The list." => &r.list;
        "key": Text, "-", "The list's key of the entry." => &r.key;
        "rung": Text, "-", "By what: imo, name-and-radio, radio or name." => r.rung.as_str();
        "strength": Text, "-", "established, likely, possible or ruled-out, after what people decided." => r.strength.as_str();
        "name_likeness": Float, "0-1", "Likeness of the two names, where names were compared." => r.name_likeness;
        "ours": Text, "-", "The value of ours that was compared." => &r.ours;
        "theirs": Text, "-", "The value of the list." => &r.theirs;
        "reasons": List, "-", "Why, and what speaks against it." => &r.reasons;
        "parents": List, "-", "The records that it stands on." => &r.parents;
    },
    from |row| Self {
        id: row.id("match_id")?,
        vessel: row.id("vessel_id")?,
        entry: row.id("entry_id")?,
        list: row.text("list")?,
        key: row.text("key")?,
        rung: row.word("rung", "a rung", Rung::parse)?,
        strength: row.word("strength", "a strength", Strength::parse)?,
        name_likeness: row.opt_float("name_likeness")?,
        ours: row.text("ours")?,
        theirs: row.text("theirs")?,
        reasons: row.list("reasons")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    Listing, "listings", 1, "What a measure meant on the day of a port visit, and which states it bound there.",
    label ["list", "day", "standing"],
    |r| {
        "listing_id": Text, "-", "This listing." => r.id;
        "visit_id": Text, "-", "The port visit." => r.visit;
        "vessel_id": Text, "-", "The ship." => r.vessel;
        "match_id": Text, "-", "Why the ship is held to be the listed one." => r.matched;
        "designation_id": Text, "-", "The measure." => r.designation;
        "list": Text, "-", "The list." => &r.list;
        "day": Date, "-", "The day asked about: the first of the visit." => r.day;
        "standing": Text, "-", "listed, not-yet, ended or day-unknown." => r.standing.as_str();
        "basis": Text, "-", "The same in a sentence, with how it is known." => &r.basis;
        "bound": List, "-", "Which states the measure bound on that day in respect of the visit; empty: none there." => &r.bound;
        "parents": List, "-", "The visit, the match and the measure." => &vec![r.visit, r.matched, r.designation];
    },
    from |row| Self {
        id: row.id("listing_id")?,
        visit: row.id("visit_id")?,
        vessel: row.id("vessel_id")?,
        matched: row.id("match_id")?,
        designation: row.id("designation_id")?,
        list: row.text("list")?,
        day: row.date("day")?,
        standing: row.word("standing", "a standing", Standing::parse)?,
        basis: row.text("basis")?,
        bound: row.list("bound")?,
    }
}
