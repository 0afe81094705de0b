//! Ships, visits, cargoes, gaps, voyages and tracks.

use super::{Dice, NAMES, Shape, at, id, imo, of};
use jiff::SignedDuration;
use jiff::civil::Date;
use plimsoll_model::event::Confidence;
use plimsoll_model::*;
use plimsoll_report::*;

pub(super) fn vessel(number: usize, dice: &mut Dice) -> Vessel {
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
        depth_moulded_m: None,
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

pub(super) fn ship(number: usize, dice: &mut Dice) -> ShipEntry {
    let listing = ListingEntry {
        record: id(RecordKind::Claim, 900 + number),
        list: "Invented Council list".into(),
        measures: "port ban".into(),
        since: Some(Date::constant(2018, 3, 30)),
    };
    ShipEntry { vessel: vessel(number, dice), listings: if number % 5 == 2 { vec![listing] } else { vec![] } }
}

pub(super) fn visit(
    number: usize,
    shape: &Shape,
    period: Period,
    ships: &[ShipEntry],
    dice: &mut Dice,
) -> VisitEntry {
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
        arrival_source: arrival.map(|_| DraughtSource::Ais),
        departure_source: departure.map(|_| DraughtSource::Ais),
        arrival_sd_m: arrival.map(|_| 0.06),
        departure_sd_m: departure.map(|_| 0.06),
        hull_sd_m: None,
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

pub(super) fn cargo(
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

pub(super) fn gaps(period: Period, shape: &Shape, ships: &[ShipEntry], dice: &mut Dice) -> Vec<GapEntry> {
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
                    track: id(RecordKind::Track, number),
                    no_data: SignedDuration::from_hours(number as i64 % 3),
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

pub(super) fn voyages(visits: &[VisitEntry]) -> Vec<Voyage> {
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

pub(super) fn tracks(shape: &Shape, ships: &[ShipEntry]) -> Vec<MapTrack> {
    let [a, b, ..] = shape.places else { return vec![] };
    let ((lat_a, lon_a), (lat_b, lon_b)) = ((a.1, a.2), (b.1, b.2));
    let points = (0..=40).map(|k| {
        let t = f64::from(k) / 40.0;
        let bend = (t * std::f64::consts::PI).sin() * 0.3 * (lon_a - lon_b).abs();
        at(lat_a + t * (lat_b - lat_a) - bend, lon_a + t * (lon_b - lon_a))
    });
    vec![MapTrack { record: ships[0].vessel.id, is_background: false, segments: vec![points.collect()] }]
}
