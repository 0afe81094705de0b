//! Listings against a second implementation: every history that the versions at hand allow, day by day.

use jiff::civil::{Date, date};
use plimsoll_analysis::listings::{Call, FlagBasis, Question, Records, UsableVersions, bound, listings};
use plimsoll_model::{
    Authority, Confidence, Designation, EntryKind, Flag, ImoNumber, Key, ListEntry, ListMatch, ListVersion,
    Measure, Mmsi, Place, PortVisit, RecordId, RecordKind, Rung, Source, Standing, Strength, TerminalRole,
    VersionDays, VisitEvidence,
};

/// Days of a history: few enough to try them all.
const DAYS: usize = 8;

fn day(n: usize) -> Date {
    date(2024, 1, 1 + i8::try_from(n).unwrap())
}

fn exhibit(n: usize) -> RecordId {
    RecordId::of(RecordKind::Exhibit, &[Key::Int(i64::try_from(n).unwrap())])
}

fn version(n: usize) -> ListVersion {
    ListVersion {
        id: RecordId::of(RecordKind::ListVersion, &[Key::Id(exhibit(n))]),
        exhibit: exhibit(n),
        list: "Test list".into(),
        form: "test".into(),
        version: format!("v{n}"),
        days: VersionDays::on(day(n)),
        days_basis: "stated".into(),
        entries: 5,
        vessels: 5,
    }
}

fn designation(n: usize, from: Option<Date>) -> Designation {
    Designation {
        id: RecordId::of(RecordKind::Designation, &[Key::Id(exhibit(n))]),
        source: Source { exhibit: exhibit(n), line: 1, byte_offset: 0 },
        entry: RecordId::of(RecordKind::ListEntry, &[Key::Id(exhibit(n))]),
        list: "Test list".into(),
        list_version: format!("v{n}"),
        known: VersionDays::on(day(n)),
        authority: Authority::UnSecurityCouncil,
        instrument: "Resolution".into(),
        measure: Measure::PortEntryBan,
        original_measure: String::new(),
        from,
        until: None,
    }
}

/// A history: on which days the measure held.
#[derive(Clone, Copy, Debug, PartialEq)]
struct World(u32);

impl World {
    fn holds(self, n: usize) -> bool {
        self.0 >> n & 1 == 1
    }

    /// The first day of the stretch that holds the day.
    fn start(self, n: usize) -> usize {
        (0..=n).rev().take_while(|d| self.holds(*d)).last().unwrap()
    }

    /// What a version of that day shows: nothing, or the first day.
    fn snapshot(self, n: usize, is_dated: bool) -> Option<Option<usize>> {
        self.holds(n).then(|| is_dated.then(|| self.start(n)))
    }

    /// True if no stretch, listed or not, went by unseen between versions: what the method assumes.
    fn is_seen(self, versions: &[usize]) -> bool {
        let Some(last) = versions.last() else { return true };
        let mut begin = 0;
        for n in 1..=DAYS {
            if n < DAYS && self.holds(n) == self.holds(n - 1) {
                continue;
            }
            let is_listed = self.holds(n - 1);
            let has_version = versions.iter().any(|v| (begin..n).contains(v));
            // A pause counts only between two listings; what begins after the last version is not known.
            let is_pause = !is_listed && begin > 0 && n < DAYS;
            if n - 1 < *last && !has_version && (is_listed || is_pause) {
                return false;
            }
            begin = n;
        }
        true
    }
}

/// What is said of a day by the method.
fn said(world: World, versions: &[usize], is_dated: bool, on: usize) -> Option<Standing> {
    let all: Vec<ListVersion> = versions.iter().map(|n| version(*n)).collect();
    let rows: Vec<Designation> = versions
        .iter()
        .filter_map(|n| world.snapshot(*n, is_dated).map(|from| designation(*n, from.map(day))))
        .collect();
    let (all, rows): (Vec<_>, Vec<_>) = (all.iter().collect(), rows.iter().collect());
    let usable = UsableVersions::new(&all, Question { on: day(on), as_known: None })?;
    usable.standings(&rows).first().map(|s| s.standing)
}

#[test]
fn whatever_is_said_holds_in_every_history_that_the_versions_allow() {
    let mut decided = 0;
    let mut all = 0;
    for chosen in 1_u32..1 << DAYS {
        let versions: Vec<usize> = (0..DAYS).filter(|n| chosen >> n & 1 == 1).collect();
        if versions.len() > 4 {
            continue;
        }
        let worlds: Vec<World> = (0..1 << DAYS).map(World).filter(|w| w.is_seen(&versions)).collect();
        for is_dated in [true, false] {
            let view = |w: World| -> Vec<_> { versions.iter().map(|n| w.snapshot(*n, is_dated)).collect() };
            let mut seen = std::collections::BTreeMap::<_, Vec<World>>::new();
            worlds.iter().for_each(|w| seen.entry(view(*w)).or_default().push(*w));
            for same in seen.values() {
                for on in 0..DAYS {
                    let Some(standing) = said(same[0], &versions, is_dated, on) else { continue };
                    let (some, none) = (same.iter().any(|w| w.holds(on)), same.iter().any(|w| !w.holds(on)));
                    all += 1;
                    decided += u32::from(standing != Standing::DayUnknown);
                    let context =
                        || format!("day {on}, versions {versions:?}, dated {is_dated}, {:?}", view(same[0]));
                    match standing {
                        Standing::Listed => assert!(!none, "listed: {}", context()),
                        Standing::NotYet | Standing::Ended => assert!(!some, "{standing:?}: {}", context()),
                        Standing::DayUnknown => assert!(none, "certain, yet unknown: {}", context()),
                    }
                }
            }
        }
    }
    println!("{decided} of {all} answers are decided");
    assert!(decided > 1000 && decided < all);
}

fn call(port: Option<&str>, flag: Option<&str>) -> Call {
    let flag_of = |code: &str| Flag::of_code(code).unwrap();
    Call {
        day: date(2024, 3, 7),
        port: port.map(flag_of),
        flag: flag.map(|code| (flag_of(code), FlagBasis::RadioDigits)),
    }
}

#[test]
fn each_measure_binds_whom_its_authority_can_bind() {
    let un = Authority::UnSecurityCouncil;
    let russia = call(Some("RU"), Some("KP"));
    let ban = bound(un, Measure::PortEntryBan, "", &russia);
    assert_eq!(ban.states.len(), 1);
    assert!(
        ban.states[0].starts_with("Russia") && ban.states[0].contains("refuse her entry"),
        "{:?}",
        ban.states
    );
    let deflag = bound(un, Measure::Deflag, "", &russia);
    assert!(
        deflag.states.len() == 1 && deflag.states[0].contains("as the flag state"),
        "{:?}",
        deflag.states
    );
    assert_eq!(bound(un, Measure::AssetFreeze, "", &russia).states.len(), 2);
    // The regulation binds no state outside the Union, the blocking none but the United States.
    assert!(bound(Authority::EuropeanUnion, Measure::AssetFreeze, "", &russia).states.is_empty());
    assert_eq!(
        bound(Authority::EuropeanUnion, Measure::AssetFreeze, "", &call(Some("LV"), None)).states.len(),
        1
    );
    assert!(bound(Authority::UnitedStates, Measure::BlockedProperty, "", &russia).states.is_empty());
    assert!(bound(Authority::Publisher, Measure::Named, "", &russia).states.is_empty());
    let annex = |instrument: &str| {
        bound(Authority::EuropeanUnion, Measure::TransportRestrictions, instrument, &call(Some("LV"), None))
            .states[0]
            .clone()
    };
    assert!(annex("Regulation (EU) 2017/1509, Annex XIV.B").contains("Article 39 (1) (g)"));
    assert!(annex("Regulation (EU) No 833/2014, Annex XLII").contains("Article 3s (1)"));
    assert!(annex("another").contains("of the annex"));
    // Hong Kong is bound as China; the Cook Islands are no member.
    assert!(bound(un, Measure::PortEntryBan, "", &call(Some("HK"), None)).states[0].starts_with("China"));
    assert!(bound(un, Measure::Deflag, "", &call(Some("RU"), Some("CK"))).states.is_empty());
    // The United Kingdom left on 1 February 2020.
    let dover = |day| {
        bound(Authority::EuropeanUnion, Measure::AssetFreeze, "", &Call { day, ..call(Some("GB"), None) })
    };
    assert_eq!(dover(date(2020, 1, 31)).states.len(), 1);
    assert!(dover(date(2020, 2, 1)).states.is_empty());
    // A port that the case does not name is said, not passed over.
    assert!(bound(un, Measure::PortEntryBan, "", &call(None, None)).states[0].contains("does not name"));
    // What the file does not say binds nobody that can be named.
    let unstated = bound(un, Measure::Unstated, "", &russia);
    assert!(unstated.states.is_empty() && unstated.reach.contains("does not say"));
}

#[test]
fn only_an_established_ship_has_listings_and_each_names_its_list() {
    let hull = ImoNumber::new(9_074_729).unwrap();
    let vessel = RecordId::of(RecordKind::Vessel, &[Key::Text("imo"), Key::Int(i64::from(hull.value()))]);
    let entry = ListEntry {
        id: RecordId::of(RecordKind::ListEntry, &[Key::Id(exhibit(7))]),
        source: Source { exhibit: exhibit(7), line: 1, byte_offset: 0 },
        list: "Test list".into(),
        list_version: "v7".into(),
        key: "1".into(),
        kind: EntryKind::Vessel,
        name: "GREY HERON".into(),
        imo_number: Some(hull),
        mmsi: None,
        remarks: vec![],
    };
    let matched = |strength| ListMatch {
        id: RecordId::of(RecordKind::ListMatch, &[Key::Id(vessel)]),
        vessel,
        entry: entry.id,
        list: "Test list".into(),
        key: "1".into(),
        rung: Rung::Imo,
        strength,
        name_likeness: None,
        ours: String::new(),
        theirs: String::new(),
        reasons: vec![],
        parents: vec![],
    };
    let time = "2024-01-03T12:00:00Z".parse().unwrap();
    let visit = PortVisit {
        id: RecordId::of(RecordKind::PortVisit, &[]),
        vessel,
        mmsi: Mmsi::new(445_000_001).unwrap(),
        place: "Pier".into(),
        start: time,
        end: time,
        not_before: None,
        not_after: None,
        draught_arrival: None,
        draught_departure: None,
        draught_departure_time: None,
        confidence: Confidence::WHOLE,
        evidence: VisitEvidence::Positions,
        reports: 2,
        parents: vec![],
    };
    let place = Place {
        name: "Pier".into(),
        area: None,
        role: TerminalRole::Loading,
        product: None,
        locode: Some("RUVYP".into()),
        source: String::new(),
    };
    let found = |strength| {
        listings(&Records {
            visits: std::slice::from_ref(&visit),
            vessels: &[],
            places: std::slice::from_ref(&place),
            matches: &[matched(strength)],
            versions: &[version(7)],
            entries: std::slice::from_ref(&entry),
            designations: &[designation(7, Some(day(1)))],
            claims: &[],
        })
    };
    for strength in [Strength::Likely, Strength::Possible, Strength::RuledOut] {
        assert!(found(strength).is_empty(), "{strength:?}");
    }
    let listed = found(Strength::Established);
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].standing, listed[0].day), (Standing::Listed, day(2)));
    assert!(listed[0].bound[0].starts_with("Russia"), "{:?}", listed[0].bound);
    assert!(
        listed[0].basis.contains("Test list") && listed[0].basis.contains("2024-01-02"),
        "{}",
        listed[0].basis
    );
}
