//! Events at sea, and an archive of a sea area: thousands of ships, no place, no port visit.

use super::ships::ship;
use super::trees::leaf;
use super::{Dice, NAMES, SMALL, at, dossier, id};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::*;
use plimsoll_report::*;

/// A time after the start of a period, in hours, and a period from there.
fn from(period: Period, hour: i64) -> Timestamp {
    period.start() + SignedDuration::from_hours(hour)
}

fn lasting(period: Period, hour: i64, minutes: i64) -> Period {
    let start = from(period, hour);
    Period::new(start, start + SignedDuration::from_mins(minutes)).unwrap()
}

/// Every fifth ship has no name that the report knows.
fn bearer(ships: &[ShipEntry], number: usize) -> (Mmsi, Bearer) {
    let Some(ship) = ships.get(number % (ships.len() + 1)) else {
        return (Mmsi::new(273_900_001).unwrap(), Bearer::default());
    };
    let ship_name = (number % 5 != 4).then(|| ship.vessel.ship_name.clone()).flatten();
    (ship.vessel.mmsis[0], Bearer { vessel: Some(ship.vessel.id), ship_name })
}

/// Within some 20 km of a middle, over the 180th meridian too.
fn around((lat, lon): (f64, f64), dice: &mut Dice) -> Position {
    let lon = lon + dice.between(-0.3, 0.3);
    at(lat + dice.between(-0.15, 0.15), (lon + 540.0).rem_euclid(360.0) - 180.0)
}

pub(crate) fn encounters(
    period: Period,
    ships: &[ShipEntry],
    middle: (f64, f64),
    count: usize,
) -> Vec<EncounterEntry> {
    let (mut dice, last) = (Dice(7), period.duration().as_hours() - 40);
    (0..count)
        .map(|number| {
            let ((mmsi_a, ship_a), (mmsi_b, ship_b)) = (bearer(ships, number), bearer(ships, number + 1));
            let encounter = Encounter {
                id: id(RecordKind::Encounter, number),
                mmsi_a,
                mmsi_b,
                track_a: id(RecordKind::Track, number),
                track_b: id(RecordKind::Track, number + 1),
                period: lasting(period, dice.roll(last as u64) as i64, 120 + dice.roll(1_800) as i64),
                position: around(middle, &mut dice),
                distance: Length::metres(dice.between(40.0, 480.0)),
                speed: Speed::knots(dice.between(0.1, 1.9)),
                times: 13 + dice.roll(200) as u32,
                parents: vec![],
            };
            EncounterEntry { encounter, ship_a, ship_b }
        })
        .collect()
}

pub(crate) fn loitering(
    period: Period,
    ships: &[ShipEntry],
    middle: (f64, f64),
    count: usize,
) -> Vec<LoiteringEntry> {
    let (mut dice, last) = (Dice(11), period.duration().as_hours() - 80);
    (0..count)
        .map(|number| {
            let (mmsi, ship) = bearer(ships, number * 3);
            let loitering = Loitering {
                id: id(RecordKind::Loitering, number),
                mmsi,
                track: id(RecordKind::Track, number),
                period: lasting(period, dice.roll(last as u64) as i64, 240 + dice.roll(4_000) as i64),
                position: around(middle, &mut dice),
                distance: Length::metres(dice.between(4_000.0, 60_000.0)),
                speed: Speed::knots(dice.between(0.3, 1.8)),
                reports: 20 + dice.roll(900) as u32,
                parents: vec![],
            };
            LoiteringEntry { loitering, ship }
        })
        .collect()
}

/// The week in which [`Dossier::reception`] has no report, as far as the period reaches.
pub(crate) fn outages(period: Period) -> Vec<Outage> {
    let week = lasting(period, 90 * 24, 7 * 24 * 60);
    let short = lasting(period, 3 * 24, 26 * 60);
    let whole = if week.end() < period.end() { vec![week, short] } else { vec![short] };
    (0..)
        .zip(whole)
        .map(|(number, period)| Outage {
            id: id(RecordKind::Outage, number),
            feed: "Heron Hill".into(),
            period,
            reports_per_hour: 166.4,
            parents: vec![],
        })
        .collect()
}

pub(crate) fn shared(period: Period, count: usize) -> Vec<SharedNumber> {
    (0..count)
        .map(|number| {
            let mmsi = Mmsi::new(273_800_000 + number as u32).unwrap();
            let track = |k: usize| Track {
                id: id(RecordKind::Track, 50_000 + number * 20 + k),
                mmsi,
                start: from(period, 10 + k as i64),
                end: from(period, 200 + 3 * k as i64),
                reports: 1_000 + 7 * k as u32,
                segments: 3,
                is_shared: true,
                parents: vec![],
            };
            SharedNumber { mmsi, tracks: (0..2 + number % 9).map(track).collect() }
        })
        .collect()
}

pub(crate) fn identity_changes(period: Period, ships: &[ShipEntry], count: usize) -> Vec<IdentityChange> {
    let kinds =
        [("ship_type", "70", "80"), ("ship_name", "GREY TERN", "WHITE TERN"), ("imo_number", "", "9100007")];
    (0..count)
        .map(|number| {
            let (property, from_value, to_value) = kinds[number % kinds.len()];
            IdentityChange {
                id: id(RecordKind::IdentityChange, number),
                mmsi: bearer(ships, number).0,
                property: property.into(),
                from: from_value.into(),
                to: to_value.into(),
                before: from(period, 20 + number as i64),
                after: from(period, 22 + number as i64),
                returns: number % 2 == 1,
                parents: vec![],
            }
        })
        .collect()
}

pub(crate) fn draught_changes(period: Period, ships: &[ShipEntry], count: usize) -> Vec<DraughtChange> {
    (0..count)
        .map(|number| DraughtChange {
            id: id(RecordKind::DraughtChange, number),
            mmsi: bearer(ships, number).0,
            before: from(period, 30 + number as i64),
            after: from(period, 36 + number as i64),
            from: Draught::metres(5.0 + (number % 7) as f64 / 10.0),
            to: Draught::metres(8.1),
            position: (number % 2 == 0).then(|| at(49.0, -123.4)),
            parents: vec![],
        })
        .collect()
}

/// The dossier with a tree for each event on its page.
pub(crate) fn with_trees(mut dossier: Dossier) -> Dossier {
    let is_event = |record: &RecordId| {
        matches!(
            record.kind(),
            RecordKind::Encounter
                | RecordKind::Loitering
                | RecordKind::Gap
                | RecordKind::Outage
                | RecordKind::Track
                | RecordKind::IdentityChange
                | RecordKind::DraughtChange
        )
    };
    let missing: Vec<RecordId> = dossier.without_evidence().into_iter().filter(is_event).collect();
    dossier.evidence.extend(
        (0..)
            .zip(missing)
            .map(|(line, record)| leaf(record, record.kind().word(), "read from reports", 0, 90_000 + line)),
    );
    dossier
}

/// A point of a lane, some way along it and some way beside it, unrolled.
fn along(lane: &[(f64, f64)], share: f64, beside: f64) -> Position {
    let legs = (lane.len() - 1) as f64;
    let leg = ((share * legs) as usize).min(lane.len() - 2);
    let t = share * legs - leg as f64;
    let ((lat, lon), (to_lat, to_lon)) = (lane[leg], lane[leg + 1]);
    let across = (to_lon - lon + 540.0).rem_euclid(360.0) - 180.0;
    let lon = lon + t * across + beside;
    at(lat + t * (to_lat - lat) + beside * 0.6, (lon + 540.0).rem_euclid(360.0) - 180.0)
}

/// Tracks of ships that nobody asked about: up and down a lane, or at anchor.
fn background(lanes: &[&[(f64, f64)]], count: usize) -> Vec<MapTrack> {
    let mut dice = Dice(5);
    let width = lanes[0].windows(2).map(|w| (w[1].0 - w[0].0).abs()).fold(0.0, f64::max) * 0.12;
    (0..count)
        .map(|number| {
            let lane = lanes[dice.roll(lanes.len() as u64) as usize];
            let (start, beside) = (dice.between(0.0, 0.5), dice.between(-width, width));
            let length = if number % 6 == 0 { 0.0 } else { dice.between(0.1, 0.5) };
            let points = (0..=200).map(|k| {
                let t = f64::from(k) / 200.0;
                along(lane, start + length * t, beside + 0.1 * width * (t * 9.0).sin())
            });
            MapTrack {
                record: id(RecordKind::Track, number),
                is_background: true,
                segments: vec![points.collect()],
            }
        })
        .collect()
}

/// An archive of a sea area with its lanes: no place, no port visit, no cap; one track that strays to 0, 0.
pub(crate) fn archive(count: usize, lanes: &[&[(f64, f64)]]) -> Dossier {
    let mut dice = Dice(3);
    let whole = dossier(SMALL);
    let period =
        Period::new("2024-03-01T00:00:00Z".parse().unwrap(), "2024-03-31T00:00:00Z".parse().unwrap());
    let period = period.unwrap();
    let ships: Vec<ShipEntry> = (0..count)
        .map(|number| {
            let mut ship = ship(number, &mut dice);
            ship.vessel.ship_name = Some(format!("{} {number}", NAMES[number % NAMES.len()]));
            ship.listings.clear();
            ship
        })
        .collect();
    let middle = lanes[0][1];
    let mut tracks = background(lanes, count);
    tracks.push(MapTrack {
        record: id(RecordKind::Track, count),
        is_background: true,
        segments: vec![vec![at(0.0, 0.0), at(0.1, 0.0)]],
    });
    let gaps = super::ships::gaps(period, &super::Shape { places: SMALL.places, ..SMALL }, &ships, &mut dice);
    let gaps = gaps.into_iter().map(|mut entry| {
        (entry.gap.off_position, entry.gap.on_position) =
            (along(lanes[0], dice.between(0.0, 0.4), 0.0), along(lanes[0], dice.between(0.5, 1.0), 0.0));
        entry
    });
    with_trees(Dossier {
        title: "Ships of the invented strait".into(),
        question: "What do the AIS reports of March 2024 show between the invented capes?".into(),
        period,
        headline: vec![],
        key_figures: vec![],
        findings: vec![],
        caps: vec![],
        ledger: vec![],
        crossings: vec![],
        likelihoods: vec![],
        sensitivities: vec![],
        map: MapData { tracks, ..MapData::default() },
        places: vec![],
        visits: vec![],
        voyages: vec![],
        gaps: gaps.collect(),
        encounters: encounters(period, &ships, middle, count / 10),
        loitering: loitering(period, &ships, middle, count / 8),
        feeds: vec!["Heron Hill".into()],
        outages: outages(period),
        shared: shared(period, (count / 30).min(80)),
        identity_changes: identity_changes(period, &ships, count / 20),
        draught_changes: draught_changes(period, &ships, count / 20),
        reception: whole.reception[..30].to_vec(),
        reported: vec![],
        lists: plimsoll_report::ListsEntry::default(),
        scenes: plimsoll_report::ScenesEntry::default(),
        waterlines: plimsoll_report::WaterlinesEntry::default(),
        replies: vec![],
        reviews: vec![],
        evidence: vec![],
        tables: vec![],
        ships,
        ..whole
    })
}
