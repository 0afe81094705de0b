//! An invented season: calls, sightings, sums. Toys with the form of a posterior, not its method.

use super::scenes::png;
use super::trees::leaf;
use super::{Dice, EAST, at, dossier, id, of};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use plimsoll_model::*;
use plimsoll_report::*;

const SHIPS: [&str; 9] = [
    "SIMULATED ALDER",
    "SIMULATED BIRCH",
    "SIMULATED CEDAR",
    "SIMULATED DOGWOOD",
    "SIMULATED ELM",
    "SIMULATED FIR",
    "SIMULATED GINKGO",
    "SIMULATED HAZEL",
    "SIMULATED <IVY> & \"OAK\"",
];
const LOADING: &str = "Cape Lantern Terminal";
const DISCHARGE: [&str; 3] = ["North Roads", "Long Beach Buoys", "West River Port"];
const CALLS: usize = 31;
const CAP: &str = "oil-cap";

fn hours(h: f64) -> SignedDuration {
    SignedDuration::from_secs((h * 3600.0) as i64)
}

fn times(mid: Timestamp, before: f64, after: f64) -> Estimate<Timestamp> {
    Estimate::new(mid - hours(before), mid, mid + hours(after)).unwrap()
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

fn sighting(n: usize, call: usize, time: Timestamp, place: &str, dice: &mut Dice) -> SightingEntry {
    let source = SightingSource::ALL[[0, 1, 1, 2, 0, 3, 1][n % 7]];
    let sid = id(RecordKind::Sighting, n);
    let length = dice.between(78.0, 112.0);
    let parents = vec![id(RecordKind::Detection, n)];
    let names = [Some(call % 10), Some((call + 3) % 9), None];
    let weights = [0.72, 0.17, 0.11];
    let candidate = |(k, (ship, p)): (usize, (&Option<usize>, f64))| Candidate {
        id: id(RecordKind::Candidate, n * 3 + k),
        sighting: sid,
        vessel: ship.map(|s| id(RecordKind::Vessel, 500 + s)),
        ship_name: ship.map(|s| SHIPS[s % 9].into()),
        log_likelihood_ratio: 2.1 - k as f64,
        p_alone: p * 0.8,
        p: Some(p),
        p_coincidence: 0.06,
        sisters: vec![],
        basis: "length and beam fit".into(),
        parents: vec![sid],
    };
    SightingEntry {
        candidates: names.iter().zip(weights).enumerate().map(candidate).collect(),
        exhibit: format!("sources/scenes/invented_{n:03}.tif"),
        sighting: Sighting {
            id: sid,
            source,
            place: Some(place.into()),
            time,
            look: Some(id(RecordKind::Look, n)),
            position: Some(at(42.74, 133.07)),
            length_m: Some(of(length - 6.0, length, length + 7.0)),
            beam_m: Some(of(12.0, 14.5, 17.2)),
            superstructure_share: (source == SightingSource::SubMetre).then(|| of(0.1, 0.12, 0.14)),
            name_read: (source == SightingSource::Photograph).then(|| SHIPS[call % 9].into()),
            analyst: None,
            draught_m: n.is_multiple_of(3).then(|| of(3.1, 3.4, 3.8)),
            p_ship: 0.98,
            mmsi: None,
            p_lit: 0.02,
            basis: "one bright hull at the berth, no radio near it".into(),
            parents,
        },
    }
}

fn call(n: usize, arrival: Timestamp, stay_h: f64, dice: &mut Dice) -> CallEntry {
    let is_unknown = n % 10 == 9;
    let cid = id(RecordKind::PortCall, n);
    let mid = dice.between(14_000.0, 36_000.0);
    let ship = SHIPS[n % 9];
    let said = if is_unknown {
        "It is likely (61 %) that the ship is not in the register.".to_owned()
    } else {
        format!(
            "It is likely (72 %) that this was {ship}. It is very likely (84 %) that she discharged at {}.",
            DISCHARGE[n % 3]
        )
    };
    CallEntry {
        sentences: vec![Sentence::with_numbers(&said, cid)],
        innocent: if n.is_multiple_of(4) {
            "She waited for orders and left empty: then the draught read on departure would have to be wrong by 1.4 m.".into()
        } else {
            String::new()
        },
        call: PortCall {
            id: cid,
            place: LOADING.into(),
            status: if n % 8 == 5 { CallStatus::Probable } else { CallStatus::Documented },
            p_call: if n % 8 == 5 { 0.71 } else { 0.996 },
            vessel: (!is_unknown).then(|| id(RecordKind::Vessel, 500 + n % 9)),
            ship_name: (!is_unknown).then(|| ship.into()),
            p_vessel: 0.72,
            p_unregistered: if is_unknown { 0.61 } else { 0.11 },
            arrival: times(arrival, dice.between(3.0, 60.0), dice.between(2.0, 14.0)),
            departure: times(arrival + hours(stay_h), dice.between(4.0, 12.0), dice.between(4.0, 70.0)),
            discharge_place: Some(DISCHARGE[n % 3].into()),
            p_discharge_place: 0.84,
            fill_share: of(0.81, 0.89, 0.96),
            volume_bbl: of(mid * 0.82, mid, mid * 1.2),
            p_listed: if n.is_multiple_of(2) { 0.93 } else { 0.04 },
            sightings: 2,
            looks: 3,
            ais_on_arrival: "silent (window 2024-03-07 02:00 to 14:00, 41 other ships received)".into(),
            basis: "two images, one photograph".into(),
            parents: vec![id(RecordKind::Sighting, n * 3), id(RecordKind::Sighting, n * 3 + 1)],
        },
    }
}

fn voyages(entry: &CallEntry, n: usize, sailed_h: f64) -> Vec<SeasonVoyage> {
    let leaving = entry.call.departure.mid();
    let arrival = leaving + hours(sailed_h);
    let one = |k: usize, p: f64| SeasonVoyage {
        id: id(RecordKind::SeasonVoyage, n * 3 + k),
        port_call: entry.call.id,
        ship_name: entry.call.ship_name.clone(),
        from_place: LOADING.into(),
        to_place: DISCHARGE[(n + k) % 3].into(),
        p,
        departure: entry.call.departure,
        arrival: Some(times(arrival, 9.0, 40.0)),
        route_nm: [180.0, 370.0, 1_190.0][(n + k) % 3],
        sightings: u32::from(k == 0),
        basis: "in reach, seen there once".into(),
        parents: if k == 0 { vec![id(RecordKind::Sighting, n * 3 + 2)] } else { vec![] },
    };
    vec![one(0, 0.84), one(1, 0.1), one(2, 0.06)]
}

/// A line for each day; the cap is passed when the sum of all calls passes it.
fn days(period: Period, calls: &[CallEntry], cap_bbl: f64) -> Vec<SeasonDay> {
    let last = day(period.end() - SignedDuration::from_nanos(1));
    std::iter::successors(Some(day(period.start())), |d| d.checked_add(1.day()).ok())
        .take_while(|d| *d <= last)
        .enumerate()
        .map(|(n, date)| {
            let gone = calls.iter().filter(|e| day(e.call.departure.mid()) <= date);
            let seen: f64 = gone.clone().map(|e| e.call.volume_bbl.mid()).sum();
            let notified = if n > 31 { 15_279.0 } else { 0.0 };
            let mid = seen * 1.22 + notified;
            let half = 0.16 * mid;
            let sum = of(mid - half, mid, mid + 1.15 * half);
            let p = 1.0 / (1.0 + ((cap_bbl - mid) / (half * 0.36 + 1.0)).exp());
            SeasonDay {
                id: id(RecordKind::SeasonDay, n),
                date,
                cap_id: CAP.into(),
                cap_bbl: Some(cap_bbl),
                notified_bbl: notified,
                cumulative_bbl: sum,
                quarter_bbl: mid - 0.4 * half,
                three_quarters_bbl: mid + 0.42 * half,
                documented_bbl: of(seen * 0.92 + notified, seen + notified, seen * 1.08 + notified),
                p_exceeded: Some(p),
                calls: gone.count() as f64 * 1.22,
                parents: vec![],
            }
        })
        .collect()
}

fn number(
    n: usize,
    name: &str,
    what: &str,
    unit: &str,
    kind: NumberKind,
    of: [Option<f64>; 3],
    p: Option<f64>,
) -> SeasonNumber {
    SeasonNumber {
        id: id(RecordKind::SeasonNumber, n),
        name: name.into(),
        what: what.into(),
        unit: unit.into(),
        kind,
        low: of[0],
        mid: of[1],
        high: of[2],
        p,
        basis: "invented".into(),
        parents: vec![],
    }
}

fn numbers() -> Vec<SeasonNumber> {
    use NumberKind::{Documented, Estimated, UpperBound};
    let some = |a: f64, b: f64, c: f64| [Some(a), Some(b), Some(c)];
    vec![
        number(
            0,
            "calls-documented",
            "calls that an exhibit shows",
            "calls",
            Documented,
            some(27.0, 27.0, 27.0),
            None,
        ),
        number(
            1,
            "calls",
            "calls, those unseen among them",
            "calls",
            Estimated,
            some(33.0, 38.0, 44.0),
            None,
        ),
        number(
            2,
            "calls-upper-bound",
            "calls that the ships could have made at most",
            "calls",
            UpperBound,
            some(97.0, 97.0, 97.0),
            None,
        ),
        number(
            3,
            "barrels-documented",
            "barrels of documented calls",
            "bbl",
            Documented,
            some(612_000.0, 668_100.0, 721_000.0),
            None,
        ),
        number(
            4,
            "barrels",
            "barrels, calls unseen among them",
            "bbl",
            Estimated,
            some(702_000.0, 827_000.0, 968_000.0),
            None,
        ),
        number(
            5,
            "barrels-upper-bound",
            "barrels at most",
            "bbl",
            UpperBound,
            some(2_140_000.0, 2_140_000.0, 2_140_000.0),
            None,
        ),
        number(6, "ships", "different ships", "ships", Estimated, some(9.0, 10.0, 12.0), None),
        number(
            7,
            "cap-crossed",
            "day on which the cap is passed",
            "date",
            Estimated,
            [Some(19_920.0), Some(19_951.0), None],
            Some(0.999),
        ),
        number(
            8,
            "listed-share",
            "share of calls by ships listed on the day",
            "0-1",
            Estimated,
            some(0.41, 0.52, 0.61),
            None,
        ),
    ]
}

fn weeks(period: Period) -> Vec<SeasonWeek> {
    (0..35)
        .map(|n| SeasonWeek {
            id: id(RecordKind::SeasonWeek, n),
            start: day(period.start() + hours(24.0 * 7.0 * n as f64)),
            place: LOADING.into(),
            looks: 4 + (n as u32 * 7) % 5,
            usable_looks: if n % 9 == 4 { 0.2 } else { 1.5 + (n * 5 % 7) as f64 * 0.5 },
            sightings: (n as u32) % 3,
            calls_seen: (n % 3) as f64 * 0.95,
            calls_unseen: if n % 9 == 4 { 0.9 } else { 0.2 },
            parents: vec![],
        })
        .collect()
}

fn variance() -> Vec<VarianceShare> {
    let one = |n: usize, what: &str, is_shared, share| VarianceShare {
        id: id(RecordKind::VarianceShare, n),
        factor: format!("factor-{n}"),
        what: what.into(),
        is_shared,
        share,
        parents: vec![],
    };
    vec![
        one(0, "calls that nobody saw", false, 0.41),
        one(1, "how full they left, common to all readings", true, 0.24),
        one(2, "table of capacities", true, 0.17),
        one(3, "product", true, 0.08),
        one(4, "who each ship was", false, 0.06),
    ]
}

fn chains() -> Vec<ChainCheck> {
    let one = |n: usize, quantity: &str, r_hat, effective_draws| ChainCheck {
        id: id(RecordKind::ChainCheck, n),
        quantity: quantity.into(),
        r_hat,
        effective_draws,
        chains: 4,
        draws: 4_000,
        verdict: "good enough".into(),
    };
    vec![one(0, "calls", 1.004, 1_812.0), one(1, "barrels", 1.007, 1_204.0)]
}

fn claims() -> Vec<ClaimEntry> {
    use ClaimStanding::{Agrees, CannotBothHold, Contradicts, NotComparable};
    let one =
        |n: usize, number: Option<&str>, label: &str, amount: &str, standing, sentence: &str| ClaimEntry {
            record: id(RecordKind::Finding, 700 + n),
            number: number.map(Into::into),
            label: label.into(),
            said_by: "Institute of Invented Studies, Gazette, page 3".into(),
            said_on: Some(Date::constant(2024, 11, 18)),
            amount: amount.into(),
            standing,
            sentence: sentence.into(),
        };
    vec![
        one(0, Some("calls"), "Q2", "43 calls", Agrees, "43 lies within our interval of 33 to 44 calls."),
        one(
            1,
            Some("barrels"),
            "Q1",
            "more than 1,000,000 bbl",
            Contradicts,
            "Our interval ends at 968,000 bbl.",
        ),
        one(
            2,
            None,
            "Q1 and Q15",
            "1,000,000 bbl = 56,000 t",
            CannotBothHold,
            "56,000 t of a mineral oil product are between 371,000 and 476,000 bbl; a million barrels weigh more than twice that.",
        ),
        one(
            3,
            None,
            "Q8 and Q16",
            "ten times; ten times",
            NotComparable,
            "One is a day's production, the other what was notified in a year.",
        ),
    ]
}

fn challenges() -> Vec<ChallengeRow> {
    use ChallengeKind::{Base, Placebo, Refutation, WithoutShip, WithoutSource};
    let one = |n: usize, kind, subject: &str, p: f64, sentence: &str| ChallengeRow {
        id: id(RecordKind::Challenge, n),
        kind,
        subject: subject.into(),
        p_exceeded: Some(p),
        calls: Some(of(31.0, 36.0, 43.0)),
        barrels: Some(of(650_000.0, 790_000.0, 940_000.0)),
        p: None,
        stands: p >= 0.95,
        sentence: sentence.into(),
        parents: vec![],
    };
    vec![
        one(0, Base, "everything", 0.999, "With everything, the cap was passed."),
        one(1, WithoutSource, "radar", 0.97, "It stands without them."),
        one(2, WithoutSource, "sub-metre", 0.71, "How full the ships were is known from these alone."),
        one(3, WithoutShip, SHIPS[2], 0.99, "It stands without her."),
        one(
            4,
            Refutation,
            "fill",
            0.4,
            "All readings of how full they were would have to be too high by a third.",
        ),
        one(5, Placebo, "permutation 1", 0.98, "With the days permuted the sum is the same."),
    ]
}

fn lead() -> Vec<Sentence> {
    let say = |text: &str, n: usize| Sentence::with_numbers(text, id(RecordKind::SeasonNumber, n));
    vec![
        say(
            "SIMULATED: Exhibits show at least 27 calls at Cape Lantern Terminal; with those that nobody saw there were 38 (33 to 44).",
            1,
        ),
        say("They took 830,000 bbl (700,000 to 970,000); documented calls alone 670,000 bbl.", 4),
        say("It is almost certain (more than 99 %) that the cap was passed; on 2024-08-16 or about it.", 7),
    ]
}

/// The looks that the sightings were made in, and more that saw nothing.
fn looks(sightings: &[SightingEntry], period: Period) -> Vec<SeasonLookEntry> {
    let one = |n: usize, time, source, ships| SeasonLookEntry {
        record: id(RecordKind::Look, 9_000 + n),
        place: LOADING.into(),
        time,
        source,
        usable_share: 0.8,
        ships,
    };
    let with = sightings.iter().enumerate().map(|(n, e)| one(n, e.sighting.time, e.sighting.source, 1));
    let sources =
        [SightingSource::Radar, SightingSource::Optical, SightingSource::Optical, SightingSource::SubMetre];
    let without =
        (0..120).map(|n| one(1_000 + n, period.start() + hours(49.0 * n as f64), sources[n % 4], 0));
    with.chain(without).collect()
}

fn silences(calls: &[CallEntry]) -> Vec<SilenceEntry> {
    let of_call = |(n, e): (usize, &CallEntry)| SilenceEntry {
        record: id(RecordKind::Gap, 600 + n),
        vessel: e.call.vessel,
        ship_name: e.call.ship_name.clone(),
        period: Period::new(e.call.arrival.mid() - hours(40.0), e.call.departure.mid() + hours(60.0))
            .unwrap(),
        p_on_purpose: Some(0.9),
        basis: "other ships were received".into(),
    };
    calls.iter().enumerate().map(of_call).collect()
}

/// An invented season of a terminal and three places of discharge, with pictures of some sightings.
pub(crate) fn with_season() -> Dossier {
    let mut d = dossier(EAST);
    let mut dice = Dice(77);
    d.headline.clear();
    d.title = "Tankers at Cape Lantern".into();
    (d.visits, d.voyages, d.gaps, d.key_figures) = (vec![], vec![], vec![], vec![]);
    (d.encounters, d.loitering, d.ledger, d.crossings) = (vec![], vec![], vec![], vec![]);
    (d.findings, d.likelihoods, d.sensitivities, d.ships) = (vec![], vec![], vec![], vec![]);
    (d.shared, d.identity_changes, d.draught_changes, d.reviews) = (vec![], vec![], vec![], vec![]);
    (d.lists, d.map.tracks, d.map.positions, d.reported) = (ListsEntry::default(), vec![], vec![], vec![]);
    let cap_bbl = d.caps.first().unwrap().cap.limit.to_barrels();
    for entry in &mut d.caps {
        entry.cap.cap_id = CAP.into();
    }
    d.caps.truncate(1);
    let mut season = SeasonEntry { lead: lead(), numbers: numbers(), ..SeasonEntry::default() };
    for n in 0..CALLS {
        let arrival = d.period.start() + hours(6.0 * 24.0 + n as f64 * 7.7 * 24.0 + dice.between(0.0, 60.0));
        let stay_h = dice.between(20.0, 70.0);
        let entry = call(n, arrival, stay_h, &mut dice);
        let sailed_h = [22.0, 46.0, 130.0][n % 3];
        let there = entry.call.departure.mid() + hours(sailed_h + 12.0);
        season.sightings.push(sighting(n * 3, n, arrival + hours(5.0), LOADING, &mut dice));
        season.sightings.push(sighting(n * 3 + 1, n, arrival + hours(stay_h - 4.0), LOADING, &mut dice));
        season.sightings.push(sighting(n * 3 + 2, n, there, DISCHARGE[n % 3], &mut dice));
        season.voyages.extend(voyages(&entry, n, sailed_h));
        season.calls.push(entry);
    }
    season.days = days(d.period, &season.calls, cap_bbl);
    (season.weeks, season.variance, season.chains) = (weeks(d.period), variance(), chains());
    (season.claims, season.challenges) = (claims(), challenges());
    (season.looks, season.silences) = (looks(&season.sightings, d.period), silences(&season.calls));
    season.legs = legs();
    let pictures = super::scenes::with_scenes(12, 12, 12).scenes;
    d.scenes = ScenesEntry { chips: chips(), ..pictures };
    d.season = season;
    let table = |name: &str| DataTable { name: name.into(), header: vec!["id".into()], rows: vec![] };
    d.tables = ["season_ledger", "season_voyages", "port_calls", "sightings"].map(table).into();
    d.evidence.clear();
    let trees = d.without_evidence().into_iter().map(|r| leaf(r, r.kind().word(), "invented", 2, 9));
    d.evidence = trees.collect();
    d
}

fn legs() -> Vec<LegEntry> {
    let to = [at(41.77, 129.82), at(39.83, 127.62), at(38.72, 125.40)];
    let leg = |(place, end): (&&str, Position)| LegEntry {
        from_place: LOADING.into(),
        to_place: (*place).into(),
        path: vec![at(42.74, 133.07), end],
        is_route: false,
    };
    DISCHARGE.iter().zip(to).map(leg).collect()
}

fn chips() -> Vec<ChipEntry> {
    let one = |n: usize| ChipEntry {
        detection: id(RecordKind::Detection, n),
        png: png(60, 50),
        original: png(60, 50),
        values: None,
        width: 60,
        height: 50,
        metres_per_pixel: (3.0, 3.0),
        north_deg: Some(0.0),
        centre: (25.0, 30.0),
        stretch: "Black is 5 dB below the sea about it, white 25 dB above".into(),
    };
    (0..12).map(one).collect()
}
