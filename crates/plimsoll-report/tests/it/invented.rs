//! An invented dossier. Ships, places and numbers are made up; only the coast is real. The sums are toys of this file:
//! they have the form of a ledger, not its method.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use plimsoll_model::evidence::Key;
use plimsoll_model::*;
use plimsoll_report::*;

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
    let six = 910_000 + number as u32 * 37;
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

fn vessel(number: usize, dice: &mut Dice) -> Vessel {
    let deadweight = dice.between(2_000.0, 9_000.0).round();
    let is_inferred = number % 3 == 1;
    let particular = |value: f64, spread: f64| {
        Some(Particular {
            estimate: if is_inferred {
                of(value * (1.0 - spread), value, value * (1.0 + spread))
            } else {
                of(value, value, value)
            },
            is_inferred,
            basis: if is_inferred {
                "relation to length and beam, docs/methods/ship-size.md"
            } else {
                "registers/tankers.csv"
            }
            .into(),
        })
    };
    let suffix = if number < NAMES.len() { String::new() } else { format!(" {}", number / NAMES.len() + 1) };
    let name = format!("{}{suffix}", NAMES[number % NAMES.len()]);
    Vessel {
        id: id(RecordKind::Vessel, number),
        imo_number: (number != 3).then(|| imo(number)),
        mmsis: vec![Mmsi::new(273_400_000 + number as u32 * 11).unwrap()],
        ship_name: Some(name.clone()),
        names: if number == 2 { vec!["CAPE JOY".into(), name] } else { vec![name] },
        kind: if number == 4 { VesselKind::GasCarrier } else { VesselKind::OilTanker },
        length_overall_m: particular(60.0 + deadweight / 130.0, 0.03),
        beam_m: particular(9.0 + deadweight / 900.0, 0.04),
        deadweight_t: particular(deadweight, 0.18),
        summer_draught_m: particular(4.0 + deadweight / 2_200.0, 0.06),
        tank_volume_m3: None,
        deepest_draught_m: Some(4.1 + (deadweight / 2_300.0 * 10.0).round() / 10.0),
        remarks: if number == 3 {
            vec!["The IMO number sent, 9876543, fails the check digit.".into()]
        } else {
            vec![]
        },
        parents: vec![],
    }
}

fn ship(number: usize, dice: &mut Dice) -> ShipEntry {
    let listing = Listing {
        record: id(RecordKind::Claim, 900 + number),
        list: "Invented Council list".into(),
        measures: "port ban".into(),
        since: Some(Date::constant(2018, 3, 30)),
    };
    ShipEntry { vessel: vessel(number, dice), listings: if number % 5 == 2 { vec![listing] } else { vec![] } }
}

fn visit(number: usize, shape: &Shape, period: Period, ships: &[ShipEntry], dice: &mut Dice) -> VisitEntry {
    let whose = if number < ships.len() { number } else { dice.roll(ships.len() as u64) as usize };
    let vessel = &ships[whose].vessel;
    let span = period.duration().as_secs();
    let slot = span / shape.visits as i64;
    let start = period.start()
        + SignedDuration::from_secs(slot * number as i64 + dice.roll((slot / 2).max(1) as u64) as i64);
    let end = (start + SignedDuration::from_secs(dice.between(14.0, 70.0) as i64 * 3600)).min(period.end());
    let place = shape.places[dice.roll(shape.places.len() as u64) as usize].0;
    let reading = [
        DraughtReading::Loading,
        DraughtReading::Loading,
        DraughtReading::Discharge,
        DraughtReading::Unchanged,
        DraughtReading::Missing,
    ][dice.roll(5) as usize];
    let summer = vessel.summer_draught_m.as_ref().unwrap().estimate.mid();
    let (light, deep) = ((summer * 6.0).round() / 10.0, (summer * 9.4).round() / 10.0);
    let (arrival, departure) = match reading {
        DraughtReading::Loading => (Some(light), Some(deep)),
        DraughtReading::Discharge => (Some(deep), Some(light)),
        DraughtReading::Unchanged => (Some(light), Some(light)),
        DraughtReading::Missing => (Some(light), None),
    };
    let visit = PortVisit {
        id: id(RecordKind::PortVisit, number),
        vessel: vessel.id,
        mmsi: vessel.mmsis[0],
        place: place.into(),
        start,
        end,
        not_before: None,
        not_after: None,
        draught_arrival: arrival.map(Draught::metres),
        draught_departure: departure.map(Draught::metres),
        draught_departure_time: departure.map(|_| end),
        confidence: Confidence::new(1 + dice.roll(4) as u8).unwrap(),
        evidence: VisitEvidence::Positions,
        reports: 40 + dice.roll(400) as u32,
        parents: vec![],
    };
    let around = |draught: f64| of(draught - 0.1, draught, draught + 0.1);
    let draughts = DraughtPair {
        id: id(RecordKind::DraughtPair, number),
        visit: visit.id,
        vessel: vessel.id,
        arrival_m: arrival.map(around),
        departure_m: departure.map(around),
        reading,
        basis: "last sent before, first sent after".into(),
        parents: vec![],
    };
    let deadweight = vessel.deadweight_t.as_ref().unwrap().estimate.mid();
    VisitEntry {
        cargo: cargo(number, &visit, vessel, reading, deadweight),
        scenario_bbl: Scenario::ALL
            .into_iter()
            .filter_map(|s| Some((s, s.share()? * deadweight * 8.33)))
            .collect(),
        visit,
        draughts: Some(draughts),
    }
}

fn cargo(
    number: usize,
    visit: &PortVisit,
    vessel: &Vessel,
    reading: DraughtReading,
    deadweight: f64,
) -> Option<Cargo> {
    let (low, mid, high) = match reading {
        DraughtReading::Loading => (0.78, 0.86, 0.93),
        DraughtReading::Missing | DraughtReading::Unchanged => (0.0, 0.7, 0.9),
        DraughtReading::Discharge => (0.0, 0.0, 0.0),
    };
    let not_counted = match (vessel.kind, reading) {
        (VesselKind::GasCarrier, _) => Some("gas carrier: liquefied gas is not oil".to_owned()),
        (_, DraughtReading::Discharge) => Some("her draughts show a discharge".to_owned()),
        _ => None,
    };
    let volume = |factor: f64| {
        not_counted
            .is_none()
            .then(|| of(low * deadweight * factor, mid * deadweight * factor, high * deadweight * factor))
    };
    Some(Cargo {
        id: id(RecordKind::Cargo, number),
        visit: visit.id,
        vessel: vessel.id,
        place: visit.place.clone(),
        time: visit.end,
        product: Some(Product::Gasoil),
        cargo_t: volume(1.0),
        volume_bbl: volume(7.44),
        volume_committee_bbl: volume(8.33),
        is_documented: reading == DraughtReading::Loading && not_counted.is_none(),
        p_loaded: Some(mid),
        not_counted,
        basis: "draughts and particulars".into(),
        parents: vec![visit.id],
    })
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Low, middle and high barrels of a visit.
fn share(entry: &VisitEntry, convention: Convention, scenario: Scenario) -> [f64; 3] {
    let cargo = entry.cargo.as_ref().filter(|cargo| cargo.not_counted.is_none());
    let volume = cargo
        .and_then(|c| if convention == Convention::Physical { c.volume_bbl } else { c.volume_committee_bbl });
    let is_documented = cargo.is_some_and(|cargo| cargo.is_documented);
    match (scenario, volume) {
        (_, None) => [0.0; 3],
        (Scenario::Documented, Some(_)) if !is_documented => [0.0; 3],
        (Scenario::Documented | Scenario::Estimate, Some(v)) => [v.low(), v.mid(), v.high()],
        (laden, Some(_)) => {
            [entry.scenario_bbl.iter().find(|(s, _)| *s == laden).map_or(0.0, |(_, b)| *b); 3]
        }
    }
}

/// Sums of one cap, period, convention and scenario, a line a day.
fn lines(
    cap: &Cap,
    whole: Period,
    case: Period,
    convention: Convention,
    scenario: Scenario,
    visits: &[VisitEntry],
) -> Vec<LedgerLine> {
    let counted: Vec<(Date, RecordId, [f64; 3])> = visits
        .iter()
        .filter(|v| whole.contains(v.visit.end))
        .map(|v| (day(v.visit.end), v.record(), share(v, convention, scenario)))
        .collect();
    let first = day(case.start().max(whole.start()));
    let last = day(case.end().min(whole.end()) - SignedDuration::from_nanos(1));
    std::iter::successors(Some(first), |d| d.checked_add(1.day()).ok())
        .take_while(|d| *d <= last)
        .map(|date| {
            let counted: Vec<_> = counted.iter().filter(|(day, ..)| *day <= date).collect();
            // Shared errors: the interval of the sum is a share of the sum, not the sum of the intervals.
            let notified = if date >= Date::constant(first.year(), 4, 2) { 15_279.0 } else { 0.0 };
            let mid = counted.iter().map(|(_, _, bbl)| bbl[1]).sum::<f64>() + notified;
            let spread = if matches!(scenario, Scenario::Laden { .. }) { 0.0 } else { 0.11 };
            let cumulative = of(mid * (1.0 - spread), mid, mid * (1.0 + spread));
            let limit = cap.limit.to_barrels();
            LedgerLine {
                id: RecordId::of(
                    RecordKind::LedgerLine,
                    &[
                        Key::Text(&cap.cap_id),
                        Key::Time(whole.start()),
                        Key::Text(convention.as_str()),
                        Key::Text(&scenario.to_word()),
                        Key::Text(&date.to_string()),
                    ],
                ),
                date,
                cap_id: cap.cap_id.clone(),
                period: whole,
                convention,
                scenario,
                cap_bbl: Some(limit),
                cumulative_bbl: cumulative,
                notified_bbl: notified,
                p_exceeded: Some(
                    ((cumulative.high() - limit) / (cumulative.high() - cumulative.low()).max(1.0))
                        .clamp(0.0, 1.0),
                ),
                calls: counted.len() as u32,
                parents: counted.iter().map(|(_, record, _)| *record).collect(),
            }
        })
        .collect()
}

/// The days on which low, middle and high of a row of lines pass a share of the limit.
fn crossing(lines: &[LedgerLine], share: f64) -> Option<Crossing> {
    let last = lines.last()?;
    let limit = last.cap_bbl? * share;
    let day =
        |of: fn(&Estimate<f64>) -> f64| lines.iter().find(|l| of(&l.cumulative_bbl) > limit).map(|l| l.date);
    Some(Crossing {
        id: RecordId::of(RecordKind::Crossing, &[Key::Id(last.id), Key::Int((share * 100.0) as i64)]),
        cap_id: last.cap_id.clone(),
        period: last.period,
        convention: last.convention,
        scenario: last.scenario,
        share,
        p_crossed: last.p_exceeded?,
        low: day(Estimate::high),
        mid: day(Estimate::mid),
        high: day(Estimate::low),
        parents: vec![last.id],
    })
}

fn sensitivities(last: &LedgerLine) -> Vec<Sensitivity> {
    let total = last.cumulative_bbl.mid();
    [
        ("cargo.density_t_per_m3", Some((1.045, 0.958)), 0.31),
        ("particulars.deadweight_share", Some((0.93, 1.07)), 0.42),
        ("cargo.unread_laden_share", Some((0.95, 1.04)), 0.17),
        ("draughts.reading_error_m", None, 0.04),
    ]
    .into_iter()
    .map(|(input, ends, variance_share)| Sensitivity {
        id: RecordId::of(RecordKind::Sensitivity, &[Key::Id(last.id), Key::Text(input)]),
        cap_id: last.cap_id.clone(),
        period: last.period,
        convention: last.convention,
        input: input.into(),
        is_shared: ends.is_some(),
        low_bbl: ends.map(|(low, _)| total * low),
        high_bbl: ends.map(|(_, high)| total * high),
        variance_share,
        parents: last.parents.clone(),
    })
    .collect()
}

fn cap() -> Cap {
    Cap {
        cap_id: "invented-cap".into(),
        measure: "Invented Council, resolution 12 (2017), paragraph 5".into(),
        subject: "refined petroleum products to the Far Republic, all suppliers together".into(),
        limit: Volume::barrels(500_000.0),
        reporting_period: ReportingPeriod::CalendarYear,
        notice_shares: vec![0.75, 0.90, 0.95],
        committee_bbl_per_t: Some(8.33),
        is_yardstick: false,
        source: "Invented for this example".into(),
    }
}

fn gaps(period: Period, shape: &Shape, ships: &[ShipEntry], dice: &mut Dice) -> Vec<GapEntry> {
    let (_, lat, lon, ..) = shape.places[0];
    (0..ships.len().min(60))
        .map(|number| {
            let start = period.start()
                + SignedDuration::from_hours(dice.roll((period.duration().as_hours() - 100) as u64) as i64);
            let gap =
                Period::new(start, start + SignedDuration::from_hours(12 + dice.roll(80) as i64)).unwrap();
            let off = at(lat - dice.between(0.3, 1.5), lon - dice.between(0.6, 2.0));
            let on = at(lat - dice.between(0.3, 1.5), lon - dice.between(0.6, 2.0));
            let vessel = &ships[number].vessel;
            GapEntry {
                vessel: Some(vessel.id),
                gap: Gap {
                    id: id(RecordKind::Gap, number),
                    mmsi: vessel.mmsis[0],
                    period: gap,
                    off_position: off,
                    on_position: on,
                    distance: off.distance_to(on),
                    implied_speed: Speed::metres_per_second(
                        off.distance_to(on).to_metres() / gap.duration().as_secs_f64(),
                    ),
                    parents: vec![],
                },
            }
        })
        .collect()
}

fn voyages(visits: &[VisitEntry]) -> Vec<Voyage> {
    let mut voyages = Vec::new();
    for (at, from) in visits.iter().enumerate() {
        let Some(to) = visits[at + 1..].iter().find(|v| v.visit.vessel == from.visit.vessel) else {
            continue;
        };
        if to.visit.start <= from.visit.end {
            continue;
        }
        voyages.push(Voyage {
            id: id(RecordKind::Voyage, at),
            vessel: from.visit.vessel,
            from_place: from.visit.place.clone(),
            departure: from.visit.end,
            to_place: Some(to.visit.place.clone()),
            arrival: Some(to.visit.start),
            laden_state: match from.draughts.as_ref().unwrap().reading {
                DraughtReading::Loading => LadenState::Laden,
                DraughtReading::Discharge => LadenState::InBallast,
                _ => LadenState::NotShown,
            },
            gaps: vec![],
            parents: vec![from.visit.id, to.visit.id],
        });
    }
    voyages
}

fn tracks(shape: &Shape, ships: &[ShipEntry]) -> Vec<MapTrack> {
    let [a, b, ..] = shape.places else { return vec![] };
    let ((lat_a, lon_a), (lat_b, lon_b)) = ((a.1, a.2), (b.1, b.2));
    let points = (0..=40).map(|k| {
        let t = f64::from(k) / 40.0;
        let bend = (t * std::f64::consts::PI).sin() * 0.3 * (lon_a - lon_b).abs();
        at(lat_a + t * (lat_b - lat_a) - bend, lon_a + t * (lon_b - lon_a))
    });
    vec![MapTrack { vessel: ships[0].vessel.id, segments: vec![points.collect()] }]
}

fn leaf(record: RecordId, label: &str, detail: &str, exhibit: usize, line: u64) -> EvidenceNode {
    let source = Some(Source { exhibit: id(RecordKind::Exhibit, exhibit), line, byte_offset: line * 79 });
    EvidenceNode { record, label: label.into(), detail: detail.into(), source, children: vec![] }
}

fn node(record: RecordId, label: String, detail: &str, children: Vec<EvidenceNode>) -> EvidenceNode {
    EvidenceNode { record, label, detail: detail.into(), source: None, children }
}

/// The tree of a cargo: visit, draughts, ship, down to rows.
fn cargo_tree(number: usize, entry: &VisitEntry, ship: &ShipEntry) -> Vec<EvidenceNode> {
    let line = 1_000 + number as u64 * 97;
    let report = |n: usize, what: &str| {
        leaf(
            id(RecordKind::PositionReport, number * 10 + n),
            what,
            "49.2910 N, 122.9530 W, 0.1 kn",
            0,
            line + n as u64,
        )
    };
    let stat = |n: usize, what: &str| {
        leaf(
            id(RecordKind::StaticReport, number * 10 + n),
            what,
            "draught 5.6 m, destination FOR ORDERS",
            0,
            line + 4 + n as u64,
        )
    };
    let visit = node(
        entry.visit.id,
        format!("Port visit of {} at {}", ship.label(), entry.visit.place),
        "from the first to the last report inside the area",
        vec![report(0, "First report"), report(1, "Last report")],
    );
    let vessel = node(
        ship.vessel.id,
        format!("Ship {}", ship.label()),
        "one hull, by IMO number",
        vec![leaf(
            RecordId::of(RecordKind::Claim, &[Key::Id(ship.vessel.id)]),
            "Claim: deadweight",
            "tankers.csv says 4,999 t",
            1,
            40,
        )],
    );
    let link = node(entry.visit.id, visit.label.clone(), "", vec![]);
    let draughts = node(
        id(RecordKind::DraughtPair, number),
        "Draughts of the visit".into(),
        "5.6 m, then 8.6 m",
        vec![stat(0, "Static report before"), stat(1, "Static report after")],
    );
    let cargo = node(
        entry.record(),
        format!("Cargo of {} at {}", ship.label(), entry.visit.place),
        "cargo from draughts, particulars and density",
        vec![link, draughts, vessel],
    );
    vec![cargo, visit]
}

fn evidence(
    findings: &[Finding],
    last: &[&LedgerLine],
    crossings: &[Crossing],
    inputs: &[Sensitivity],
    visits: &[VisitEntry],
    ships: &[ShipEntry],
    reported: &[ReportedEntry],
) -> Vec<EvidenceNode> {
    let link =
        |record: &RecordId| node(*record, format!("{} of a port visit", record.kind().word()), "", vec![]);
    let mut trees: Vec<EvidenceNode> = findings
        .iter()
        .map(|f| node(f.id, format!("Finding: {}", f.topic), "", f.parents.iter().map(link).collect()))
        .collect();
    trees.extend(last.iter().map(|l| {
        node(
            l.id,
            format!("Sum of {} ({}, {})", l.date, l.scenario.to_word(), l.convention.as_str()),
            "cargoes and notified deliveries up to that day",
            l.parents.iter().map(link).collect(),
        )
    }));
    trees.extend(crossings.iter().map(|c| {
        node(
            c.id,
            format!("Crossing of {} ({})", c.cap_id, c.scenario.to_word()),
            "",
            c.parents.iter().map(link).collect(),
        )
    }));
    trees.extend(
        inputs.iter().map(|s| {
            node(s.id, format!("Influence of {}", s.input), "", s.parents.iter().map(link).collect())
        }),
    );
    trees
        .extend(reported.iter().map(|r| leaf(r.reported.id, "Reported volume", &r.reported.citation, 2, 12)));
    for (number, entry) in visits.iter().enumerate() {
        let ship = ships.iter().find(|s| s.vessel.id == entry.visit.vessel).unwrap();
        trees.extend(cargo_tree(number, entry, ship));
    }
    trees.extend(
        ships
            .iter()
            .flat_map(|s| &s.listings)
            .map(|l| leaf(l.record, "Claim: listed", "port ban, 2018-03-30", 2, 7)),
    );
    trees
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
    let evidence = evidence(&findings, &last, &crossings, &inputs, &visits, &ships, &reported);
    Dossier {
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
        reviews: vec![Review { record: visits.first().map_or(id(RecordKind::Vessel, 0), |v| v.visit.id), decision: "confirmed".into(), reason: "Berth seen in the harbour log.".into(), by: "A. Example".into(), at: "2026-11-20T09:30:00Z".parse().unwrap() }],
        replies: vec![Reply { party: "Heron Pier Company".into(), asked: Date::constant(2026, 11, 10), answer: None }],
        exhibits: exhibits(),
        evidence,
        tables: vec![DataTable { name: "gaps".into(), header: vec!["mmsi".into(), "hours".into()], rows: vec![vec![Cell::Int(273_400_000), Cell::Number(12.5)]] }],
        ships,
        visits,
        ledger,
    }
}

fn words(p: f64) -> &'static str {
    let words = [
        (0.05, "almost no chance"),
        (0.2, "very unlikely"),
        (0.45, "unlikely"),
        (0.55, "roughly even"),
        (0.8, "likely"),
        (0.95, "very likely"),
    ];
    words.into_iter().find(|(edge, _)| p < *edge).map_or("almost certain", |(_, words)| words)
}

fn findings(main: Option<&LedgerLine>, visits: &[VisitEntry]) -> Vec<Finding> {
    let documented = visits.iter().filter(|v| v.cargo.as_ref().is_some_and(|c| c.is_documented)).count();
    let finding = |n: usize, topic: &str, sentence: String, probability, parents| Finding {
        id: id(RecordKind::Finding, n),
        topic: topic.into(),
        sentence,
        probability,
        likelihood: probability.map(|_| "very likely".to_owned()),
        parents,
    };
    let mut findings = vec![finding(
        1,
        "visits",
        format!(
            "{} port visits are in the exhibits; for {documented} of them the draughts show that the ship took on cargo.",
            visits.len()
        ),
        None,
        visits.iter().map(|v| v.visit.id).collect(),
    )];
    if let Some(main) = main {
        let total = number::estimate(&main.cumulative_bbl, "barrels");
        let sentence = format!(
            "Tankers very likely took on more than the yearly limit of 500,000 barrels: {total}, 90 % interval in brackets, by {}.",
            main.date
        );
        findings.insert(0, finding(0, "cap-exceeded", sentence, Some(0.93), vec![main.id]));
    }
    findings
}

fn key_figures(last: &[&LedgerLine]) -> Vec<KeyFigure> {
    let figure = |basis, line: &LedgerLine, label: String, note: &str| KeyFigure {
        basis,
        label,
        unit: "bbl".into(),
        value: line.cumulative_bbl,
        record: line.id,
        note: note.into(),
    };
    last.iter()
        .filter(|l| l.convention == Convention::Physical && l.period == last[0].period)
        .map(|l| match l.scenario {
            Scenario::Documented => figure(
                Basis::Documented,
                l,
                "loaded, shown by draughts".into(),
                "physical barrels at 15 °C, notified deliveries included",
            ),
            Scenario::Estimate => figure(
                Basis::Estimate,
                l,
                "loaded on all visits".into(),
                "physical barrels at 15 °C, notified deliveries included",
            ),
            laden => figure(
                Basis::Scenario,
                l,
                format!("if every ship left {:.0} % laden", laden.share().unwrap() * 100.0),
                "",
            ),
        })
        .collect()
}
