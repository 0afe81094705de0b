//! An invented dossier. Ships, places and numbers are made up; only the coast is real. The sums are toys of this file:
//! they have the form of a ledger, not its method.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::evidence::Key;
use plimsoll_model::*;
use plimsoll_report::*;

mod lists;
pub(crate) mod png;
pub(crate) mod scenes;
mod sea;
pub(crate) mod season;
mod ships;
mod sums;
mod trees;
mod waterlines;

pub(crate) use sea::archive;
use ships::{gaps, ship, tracks, visit, voyages};
use sums::{cap, crossing, findings, key_figures, lines, sensitivities, words};
use trees::evidence;
pub(crate) use waterlines::with_waterlines;

/// What to invent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// First and last instant of the case.
    pub period: (&'static str, &'static str),
    /// How many port visits.
    pub visits: usize,
    /// How many ships.
    pub ships: usize,
    /// Name, latitude, longitude, radius in km, role.
    pub places: &'static [(&'static str, f64, f64, f64, TerminalRole)],
    /// Whether the observations are labelled as simulated.
    pub is_simulated: bool,
}

/// Three piers in one inlet and one 600 km away, eight months, a dozen visits.
pub(crate) const SMALL: Shape = Shape {
    period: ("2024-03-01T00:00:00Z", "2024-11-06T00:00:00Z"),
    visits: 12,
    ships: 5,
    places: &[
        ("Heron Pier", 49.291, -122.953, 0.5, TerminalRole::Loading),
        ("Osprey Pier", 49.293, -122.905, 0.4, TerminalRole::Loading),
        ("Kestrel Wharf", 49.284, -122.985, 0.4, TerminalRole::Both),
        ("Far Anchorage", 53.96, -128.68, 2.0, TerminalRole::Discharge),
    ],
    is_simulated: true,
};

/// The largest report that must stay usable: over New Year, 150 ships.
pub(crate) const LARGE: Shape = Shape {
    period: ("2024-06-03T00:00:00Z", "2025-07-01T00:00:00Z"),
    visits: 350,
    ships: 150,
    places: SMALL.places,
    is_simulated: false,
};

/// A terminal in the Peter the Great Gulf and discharge ports to the south.
pub(crate) const EAST: Shape = Shape {
    period: ("2024-03-01T00:00:00Z", "2024-11-06T00:00:00Z"),
    visits: 43,
    ships: 16,
    places: &[
        ("Cape Lantern Terminal", 42.74, 133.07, 1.2, TerminalRole::Loading),
        ("North Roads", 41.77, 129.82, 3.0, TerminalRole::Discharge),
        ("Long Beach Buoys", 39.83, 127.62, 3.0, TerminalRole::Discharge),
        ("West River Port", 38.72, 125.40, 3.0, TerminalRole::Discharge),
    ],
    is_simulated: true,
};

/// Three terminals within two kilometres of one basin.
pub(crate) const THREE: Shape = Shape {
    places: &[
        ("Great Northern Oil Terminal", 49.2910, -122.9530, 0.35, TerminalRole::Loading),
        ("Inlet Chemical Wharf, east berth", 49.2935, -122.9440, 0.3, TerminalRole::Both),
        ("Harbour Company Bunker Pier", 49.2890, -122.9370, 0.3, TerminalRole::Discharge),
    ],
    ..SMALL
};

/// Lanes of a strait, latitude and longitude of their corners.
pub(crate) const STRAIT: &[&[(f64, f64)]] = &[
    &[(48.50, -124.80), (48.23, -123.60), (48.22, -122.95), (48.70, -122.75)],
    &[(48.23, -123.40), (48.42, -123.25), (48.80, -123.02), (49.10, -123.35), (49.32, -123.32)],
    &[(49.25, -123.40), (49.45, -124.10), (49.75, -124.60)],
];

/// Lanes of a sea with coasts on both sides of the 180th meridian.
pub(crate) const GULF: &[&[(f64, f64)]] = &[
    &[(60.0, 172.0), (62.0, 179.0), (63.9, -173.5), (65.9, -169.0)],
    &[(64.6, 178.0), (63.2, -179.0), (61.0, -175.0), (59.5, -169.0)],
];

const NAMES: [&str; 12] = [
    "ALBA MERIDIAN",
    "BLUE CORMORANT",
    "CAPE SORROW",
    "DAWN HERALD",
    "EASTERN QUILL",
    "FAIR TERN",
    "GREY ALBATROSS",
    "HALCYON STAR",
    "IRON PETREL",
    "JADE LANTERN",
    "KELP SPIRIT",
    "LONE HARRIER",
];

/// A row of numbers that looks random and is the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll(10_000) as f64 / 10_000.0
    }
}

pub(crate) fn id(kind: RecordKind, number: usize) -> RecordId {
    RecordId::of(kind, &[Key::Int(number as i64)])
}

pub(crate) fn at(lat: f64, lon: f64) -> Position {
    Position::from_lat_lon(lat, lon).unwrap()
}

pub(crate) fn of(low: f64, mid: f64, high: f64) -> Estimate<f64> {
    Estimate::new(low, mid, high).unwrap()
}

fn imo(number: usize) -> ImoNumber {
    let six = 910_000 + number as u32 % 2_400 * 37;
    (0..10).find_map(|last| ImoNumber::new(six * 10 + last).ok()).unwrap()
}

fn exhibits() -> Vec<ExhibitEntry> {
    let exhibit = |n: usize, kind: &str, path: &str, from: Option<&str>, rows| ExhibitEntry {
        exhibit: Exhibit {
            id: id(RecordKind::Exhibit, n),
            kind: kind.into(),
            path: path.into(),
            sha256: format!("{:064x}", 0x9e37_79b9_7f4a_7c15_u128.wrapping_mul(n as u128 + 77)),
            bytes: 1_048_577 * (n as u64 + 1),
            from: from.map(Into::into),
            licence: (n == 0).then(|| "CC0-1.0".into()),
        },
        rows,
    };
    vec![
        exhibit(0, "nmea", "ais/2024.nmea.gz", Some("Receiver of the authors, Heron Hill"), Some(1_204_331)),
        exhibit(1, "register", "registers/tankers.csv", None, Some(4_112)),
        exhibit(2, "list", "lists/designated.csv", Some("Invented Council, list of 2024-01-15"), Some(61)),
    ]
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn reported(period: Period) -> Vec<ReportedEntry> {
    let one = |n: usize, kind, party: &str, barrels: f64, least, until: SignedDuration, caps: &[&str]| {
        ReportedEntry {
            reported: ReportedVolume {
                id: id(RecordKind::ReportedVolume, n),
                source: Source { exhibit: id(RecordKind::Exhibit, 2), line: 12, byte_offset: 948 },
                kind,
                party: party.into(),
                period: Period::new(period.start(), period.start() + until).unwrap(),
                is_lower_bound: least,
                volume: Volume::barrels(barrels),
                subject: "refined products".into(),
                citation: "Invented Gazette, 2024-06-02, page 3".into(),
            },
            ours: (n == 1).then(|| OurVolume {
                volume_bbl: of(98_000.0, 112_000.0, 127_000.0),
                subject: "the same, by sea".into(),
                record: id(RecordKind::Cargo, 0),
            }),
            caps: caps.iter().map(|c| (*c).into()).collect(),
        }
    };
    vec![
        one(
            0,
            ReportedVolumeKind::NotifiedDelivery,
            "Upper Republic",
            15_279.0,
            false,
            SignedDuration::from_hours(31 * 24),
            &[],
        ),
        one(
            1,
            ReportedVolumeKind::ThirdPartyEstimate,
            "Institute of Invented Studies",
            125_000.0,
            true,
            SignedDuration::from_hours(60 * 24),
            &["invented-cap"],
        ),
    ]
}

fn paragraphs(of: &[(&str, &str)]) -> Vec<Paragraph> {
    of.iter().map(|(heading, text)| Paragraph { heading: (*heading).into(), text: (*text).into() }).collect()
}

/// The dossier of a shape.
pub(crate) fn dossier(shape: Shape) -> Dossier {
    let mut dice = Dice(20_241_122);
    let period = Period::new(shape.period.0.parse().unwrap(), shape.period.1.parse().unwrap()).unwrap();
    let ships: Vec<ShipEntry> = (0..shape.ships).map(|n| ship(n, &mut dice)).collect();
    let visits: Vec<VisitEntry> =
        (0..shape.visits).map(|n| visit(n, &shape, period, &ships, &mut dice)).collect();
    let (mut ledger, mut crossings, mut inputs) = (Vec::new(), Vec::new(), Vec::new());
    for whole in cap().reporting_period.periods(period) {
        for convention in Convention::ALL {
            for scenario in Scenario::ALL {
                let lines = lines(&cap(), whole, period, convention, scenario, &visits);
                crossings
                    .extend([0.75, 0.9, 0.95, 1.0].into_iter().filter_map(|share| crossing(&lines, share)));
                inputs.extend(
                    lines
                        .last()
                        .filter(|_| scenario == Scenario::Estimate)
                        .map(sensitivities)
                        .into_iter()
                        .flatten(),
                );
                ledger.extend(lines);
            }
        }
    }
    let counts =
        ledger.chunk_by(|a, b| (a.period, a.convention, a.scenario) == (b.period, b.convention, b.scenario));
    let last: Vec<&LedgerLine> = counts.filter_map(<[LedgerLine]>::last).collect();
    let main = last
        .iter()
        .find(|l| l.scenario == Scenario::Estimate && l.convention == Convention::Physical)
        .copied();
    let findings = findings(main, &visits);
    let reported = reported(period);
    let lists = lists::lists(&visits, &ships);
    let mut evidence = evidence(&findings, &last, &crossings, &inputs, &visits, &ships, &reported);
    evidence.extend(trees::of_lists(&lists));
    let dossier = Dossier {
        title: "Tankers at the invented piers".into(),
        question: "How much refined oil left the piers on tankers of the Far Republic between March and November 2024?".into(),
        period,
        edition: "2026-11-22, first edition".into(),
        program_version: "plimsoll 0.1.0".into(),
        is_simulated: shape.is_simulated,
        headline: findings.iter().map(Sentence::of).collect(),
        method: MethodBox {
            counted: "Tankers that lay at one of the piers, by their AIS reports inside the area of the pier, one visit for each stay.".into(),
            how: "Cargo in tonnes from the draughts sent before and after the visit and the ship’s particulars; barrels by density at 15 °C.".into(),
            interval: "Each interval holds the middle 90 % of 20,000 draws from the stated errors. It does not hold errors that nobody stated.".into(),
            likelihood: "Likelihood in the words of ICD 203: very likely 80–95 %, likely 55–80 %, roughly even 45–55 %; an edge belongs to the stronger word.".into(),
        },
        key_figures: key_figures(&last),
        likelihoods: last.iter().filter(|l| l.scenario == Scenario::Estimate).map(|l| LineLikelihood { line: l.id, words: words(l.p_exceeded.unwrap()).into() }).collect(),
        caps: vec![CapEntry { record: id(RecordKind::Cap, 0), cap: cap() }],
        findings,
        crossings,
        sensitivities: inputs,
        map: MapData { tracks: tracks(&shape, &ships), ..MapData::default() },
        places: shape.places.iter().enumerate().map(|(n, (name, lat, lon, radius, role))| PlaceEntry {
            record: id(RecordKind::Place, n),
            place: Place {
                name: (*name).into(),
                area: Some(Area::Circle { centre: at(*lat, *lon), radius: Length::metres(radius * 1000.0) }),
                role: *role,
                product: None,
                locode: None,
                source: "drawn by hand for this example".into(),
            },
        }).collect(),
        voyages: voyages(&visits),
        gaps: gaps(period, &shape, &ships, &mut dice),
        reception: (0..period.duration().as_hours() / 24).map(|n| DayCount { date: day(period.start() + SignedDuration::from_hours(n * 24)), reports: if (90..97).contains(&n) { 0 } else { 3_000 + dice.roll(2_000) } }).collect(),
        annex: AnnexBasis { convention: Convention::Committee, note: "Barrels at 8.33 bbl/t, the one factor of the Invented Council’s table.".into() },
        reported,
        lists,
        scenes: ScenesEntry::default(),
        waterlines: WaterlinesEntry::default(),
        rejects: vec![
            RejectCount { exhibit: id(RecordKind::Exhibit, 0), reason: "checksum 4A, expected 4B".into(), count: 1_204, example: Some(id(RecordKind::Reject, 0)) },
            RejectCount { exhibit: id(RecordKind::Exhibit, 1), reason: "IMO number: the check digit should be 9, found 8".into(), count: 2, example: None },
        ],
        limitations: paragraphs(&[
            ("Draughts are typed in by hand", "The crew types the draught into the transmitter, often only after sailing. Where the departure draught is missing, the estimate takes the laden share of those ships whose draughts are known."),
            ("One receiver", "The exhibits come from one receiver. A ship that did not transmit is not in them, so the number of visits is a lower bound."),
            ("Shared errors do not average out", "The factor from tonnes to barrels is the same for all ships. If the product is another one than assumed, all numbers move together."),
        ]),
        cannot_tell: paragraphs(&[
            ("Who owned the cargo", "AIS says where a ship was and how deep her crew said she lay. It does not say what was in her tanks or whose it was."),
            ("Whether a silence was meant", "No report was received. Why is not in these data."),
        ]),
        reviews: vec![Review { record: visits.first().map_or(id(RecordKind::Vessel, 0), |v| v.visit.id), decision: "confirmed".into(), clock_s: None, reason: "Berth seen in the harbour log.".into(), by: "A. Example".into(), at: "2026-11-20T09:30:00Z".parse().unwrap() }],
        replies: vec![Reply { party: "Heron Pier Company".into(), asked: Date::constant(2026, 11, 10), answer: None }],
        exhibits: exhibits(),
        evidence,
        encounters: sea::encounters(period, &ships, (49.0, -123.4), 3),
        loitering: sea::loitering(period, &ships, (49.1, -123.5), 2),
        feeds: vec!["Heron Hill".into()],
        outages: sea::outages(period),
        season: SeasonEntry::default(),
        shared: sea::shared(period, 1),
        identity_changes: sea::identity_changes(period, &ships, 3),
        draught_changes: sea::draught_changes(period, &ships, 2),
        tables: vec![DataTable { name: "soundings".into(), header: vec!["mmsi".into(), "hours".into()], rows: vec![vec![Cell::Int(273_400_000), Cell::Number(12.5)]] }],
        ships,
        visits,
        ledger,
    };
    sea::with_trees(dossier)
}
