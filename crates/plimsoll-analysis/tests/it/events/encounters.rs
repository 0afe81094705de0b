//! Encounters with planted truth, and a second implementation over all pairs of points.

use super::kit::{self, at, encounter_params, harbour, heard_from, minute, mmsi, point};
use jiff::Timestamp;
use plimsoll_analysis::encounters::{
    EncounterParams, Encounters, PortCells, PortMask, SlowPoints, encounters,
};
use plimsoll_model::{
    Encounter, Key, Mmsi, Place, Position, PositionReport, RecordId, RecordKind, SlowPoint, Speed,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The slow points of all tracks.
fn slow_points(reports: &[PositionReport], places: &[Place], params: &EncounterParams) -> Vec<SlowPoint> {
    let ports = params.ports(places);
    let mut points = Vec::new();
    for (track, reports) in kit::tracks(reports) {
        let mut machine = SlowPoints::new(track.mmsi, track.id, &ports, params);
        reports.iter().for_each(|r| machine.push(r, &mut points));
        machine.finish(&mut points);
    }
    points
}

fn mask<'a>(points: &[SlowPoint], places: &'a [Place], params: &EncounterParams) -> PortMask<'a> {
    let mut cells = PortCells::new();
    points.iter().for_each(|p| cells.count(p));
    cells.mask(params.searched(places), params)
}

fn found_with(reports: &[PositionReport], places: &[Place], params: &EncounterParams) -> Vec<Encounter> {
    let points = slow_points(reports, places, params);
    encounters(&points, &mask(&points, places, params), params)
}

fn found(reports: &[PositionReport]) -> Vec<Encounter> {
    found_with(reports, &[], &encounter_params())
}

/// A point so many metres north and east of another.
fn moved(from: Position, north_m: f64, east_m: f64) -> Position {
    let lat = from.lat_deg() + north_m / 111_400.0;
    let lon = from.lon_deg() + east_m / (111_400.0 * from.lat_deg().to_radians().cos());
    point(lat, (lon + 540.0).rem_euclid(360.0) - 180.0)
}

/// A ship that comes from the south at 12 kn, lies so many metres east of a place from `t0` to `t1` (minutes after
/// `start`), drifting east at `drift_kn`, and goes on to the north. Reports every so many seconds from `phase_s` on.
#[derive(Clone, Copy, Debug)]
struct Meet {
    radio: u32,
    start: Timestamp,
    place: Position,
    east_m: f64,
    times: (i64, i64),
    drift_kn: f64,
    every_s: i64,
    phase_s: i64,
}

impl Meet {
    fn reports(self) -> Vec<PositionReport> {
        let (t0, t1) = (self.times.0 * 60, self.times.1 * 60);
        let knots = |kn: f64| Speed::knots(kn).to_metres_per_second();
        (t0 - 3 * 3600 + self.phase_s..t1 + 3 * 3600)
            .step_by(self.every_s as usize)
            .map(|t| {
                let north_m = knots(12.0) * ((t - t1).max(0) - (t0 - t).max(0)) as f64;
                let east_m = self.east_m + knots(self.drift_kn) * (t.clamp(t0, t1) - t0) as f64;
                let p = moved(self.place, north_m, east_m);
                let time = Timestamp::from_second(self.start.as_second() + t).unwrap();
                let (sog, cog) = if t < t0 || t > t1 { (12.0, 0.0) } else { (self.drift_kn, 90.0) };
                let report = heard_from(self.radio, time, p.lat_deg(), p.lon_deg(), Some(sog));
                PositionReport { cog: Some(plimsoll_model::Angle::degrees(cog)), ..report }
            })
            .collect()
    }
}

/// Two ships 200 m apart for so many minutes, adrift at half a knot, reporting every two minutes.
fn pair(start: Timestamp, place: Position, minutes: i64) -> [Meet; 2] {
    let a = Meet {
        radio: 445_000_001,
        start,
        place,
        east_m: 0.0,
        times: (0, minutes),
        drift_kn: 0.5,
        every_s: 120,
        phase_s: 0,
    };
    [a, Meet { radio: 273_000_002, east_m: 200.0, phase_s: 50, ..a }]
}

fn reports(meets: &[Meet]) -> Vec<PositionReport> {
    meets.iter().flat_map(|m| m.reports()).collect()
}

fn minutes_after(start: Timestamp, e: &Encounter) -> (i64, i64) {
    let minutes = |t: Timestamp| (t.as_second() - start.as_second()) / 60;
    (minutes(e.period.start()), minutes(e.period.end()))
}

#[test]
fn a_transfer_of_five_hours_is_found_with_all_that_is_told_of_it() {
    let start = at("2025-06-01T10:00:00Z");
    let place = point(36.5, 22.9);
    let of = reports(&pair(start, place, 300));
    let encounters = found(&of);
    assert_eq!(encounters.len(), 1);
    let e = &encounters[0];
    assert_eq!((e.mmsi_a, e.mmsi_b), (mmsi(273_000_002), mmsi(445_000_001)), "the smaller number first");
    assert_eq!(minutes_after(start, e), (0, 300));
    assert_eq!(e.times, 31);
    assert!((e.distance.to_metres() - 200.0).abs() < 2.0, "{:?}", e.distance);
    assert!((e.speed.to_knots() - 0.5).abs() < 0.02, "{:?}", e.speed);
    let middle = moved(place, 0.0, 100.0 + 0.5 * 1852.0 * 2.5);
    assert!(e.position.distance_to(middle).to_metres() < 30.0, "{:?}", e.position);
    assert_eq!(e.parents.len(), 4);
    let by_id: BTreeMap<RecordId, &PositionReport> = of.iter().map(|r| (r.id(), r)).collect();
    let near = |id: &RecordId, t: Timestamp| (by_id[id].time.as_second() - t.as_second()).abs() <= 60;
    assert!(e.parents[..2].iter().all(|id| near(id, e.period.start())));
    assert!(e.parents[2..].iter().all(|id| near(id, e.period.end())));
    let tracks: BTreeMap<Mmsi, RecordId> =
        kit::tracks(&of).into_iter().map(|(t, _)| (t.mmsi, t.id)).collect();
    assert_eq!((e.track_a, e.track_b), (tracks[&e.mmsi_a], tracks[&e.mmsi_b]));
}

#[test]
fn no_midnight_no_end_of_a_year_and_no_leap_day_parts_an_encounter() {
    for start in
        ["2024-12-31T22:00:00Z", "2024-02-28T22:30:00Z", "2024-02-29T22:30:00Z", "2025-06-01T21:40:00Z"]
    {
        let start = at(start);
        let encounters = found(&reports(&pair(start, point(36.5, 22.9), 240)));
        assert_eq!(encounters.len(), 1, "{start}");
        assert_eq!(minutes_after(start, &encounters[0]), (0, 240), "{start}");
    }
}

#[test]
fn an_encounter_is_the_same_on_the_180th_meridian_and_near_the_poles() {
    for (lat, lon) in
        [(36.5, 22.9), (65.0, 179.998), (65.0, -180.0), (-12.0, 179.9999), (85.0, 40.0), (-84.9, -179.999)]
    {
        let start = at("2025-06-01T10:00:00Z");
        let place = point(lat, lon);
        let encounters = found(&reports(&pair(start, place, 300)));
        assert_eq!(encounters.len(), 1, "{lat} {lon}");
        let e = &encounters[0];
        assert_eq!((minutes_after(start, e), e.times), ((0, 300), 31), "{lat} {lon}");
        assert!((e.distance.to_metres() - 200.0).abs() < 3.0, "{lat} {lon} {:?}", e.distance);
        let middle = moved(place, 0.0, 100.0 + 0.5 * 1852.0 * 2.5);
        assert!(e.position.distance_to(middle).to_metres() < 30.0, "{lat} {lon} {:?}", e.position);
    }
}

#[test]
fn four_hundred_metres_are_close_and_six_hundred_are_not() {
    let apart = |metres| {
        let [a, b] = pair(at("2025-06-01T10:00:00Z"), point(36.5, 22.9), 300);
        found(&reports(&[a, Meet { east_m: metres, ..b }])).len()
    };
    assert_eq!((apart(400.0), apart(490.0), apart(510.0), apart(600.0)), (1, 1, 0, 0));
}

#[test]
fn two_hours_are_an_encounter_and_an_hour_and_a_half_is_none() {
    let lasting =
        |minutes| found(&reports(&pair(at("2025-06-01T10:00:00Z"), point(36.5, 22.9), minutes))).len();
    assert_eq!((lasting(120), lasting(130), lasting(110), lasting(90)), (1, 1, 0, 0));
}

#[test]
fn a_ship_heard_every_hour_meets_one_heard_every_minute() {
    for (every, phase) in
        [(3_600, 0), (3_600, 1_000), (3_600, 2_700), (5_400, 600), (10_800, 5_000), (12_000, 9_000)]
    {
        let start = at("2025-06-01T10:00:00Z");
        let [a, b] = pair(start, point(36.5, 22.9), 300);
        let seldom = Meet { every_s: every, phase_s: phase, ..b };
        let encounters = found(&reports(&[Meet { every_s: 60, ..a }, seldom]));
        assert_eq!(encounters.len(), 1, "{every} {phase}");
        let (from, to) = minutes_after(start, &encounters[0]);
        assert!(from.abs() <= 20 && (to - 300).abs() <= 20, "{every} {phase}: {from} {to}");
        assert!(
            (encounters[0].distance.to_metres() - 200.0).abs() < 60.0,
            "{every} {phase} {:?}",
            encounters[0].distance
        );
    }
}

#[test]
fn a_short_meeting_of_a_ship_heard_seldom_is_not_made_long() {
    for (every, phase) in
        [(3_600, 0), (3_600, 1_000), (5_400, 600), (10_800, 5_000), (12_000, 9_000), (20_000, 11_000)]
    {
        let [a, b] = pair(at("2025-06-01T10:00:00Z"), point(36.5, 22.9), 90);
        let seldom = Meet { every_s: every, phase_s: phase, ..b };
        assert_eq!(
            found(&reports(&[Meet { every_s: 60, times: (0, 600), ..a }, seldom])),
            [],
            "{every} {phase}"
        );
    }
}

#[test]
fn three_ships_together_are_three_pairs() {
    let [a, b] = pair(at("2025-06-01T10:00:00Z"), point(36.5, 22.9), 300);
    let c = Meet { radio: 352_000_003, east_m: 390.0, ..a };
    let encounters = found(&reports(&[a, b, c]));
    let pairs: BTreeSet<(u32, u32)> =
        encounters.iter().map(|e| (e.mmsi_a.value(), e.mmsi_b.value())).collect();
    let expected = [(273_000_002, 352_000_003), (273_000_002, 445_000_001), (352_000_003, 445_000_001)];
    assert_eq!(pairs, BTreeSet::from(expected));
    assert_eq!(encounters.len(), 3);
}

#[test]
fn two_meetings_of_one_pair_are_two_encounters_and_a_short_break_is_none() {
    // The second ship stays; the first goes 4 nm off for so long and comes back.
    let start = at("2025-06-01T10:00:00Z");
    let with_break = |minutes: i64| {
        let [a, b] = pair(start, point(36.5, 22.9), 600);
        let b = Meet { drift_kn: 0.0, ..b };
        let first = Meet { times: (0, 240), drift_kn: 0.0, ..a }.reports();
        let cut = first.into_iter().filter(|r| r.time.as_second() <= start.as_second() + 240 * 60);
        let second = Meet { times: (240 + minutes, 600), drift_kn: 0.0, ..a }.reports();
        let back =
            second.into_iter().filter(|r| r.time.as_second() >= start.as_second() + (240 + minutes) * 60);
        let aside = (241..240 + minutes).step_by(3).map(|m| {
            let time = Timestamp::from_second(start.as_second() + m * 60).unwrap();
            let p = moved(point(36.5, 22.9), 3_000.0, 0.0);
            heard_from(a.radio, time, p.lat_deg(), p.lon_deg(), Some(8.0))
        });
        let all: Vec<PositionReport> = cut.chain(aside).chain(back).chain(b.reports()).collect();
        found(&all).iter().map(|e| minutes_after(start, e)).collect::<Vec<_>>()
    };
    assert_eq!(with_break(180), [(0, 240), (420, 600)]);
    assert_eq!(with_break(20), [(0, 600)]);
}

#[test]
fn ships_that_pass_or_sail_in_company_are_no_encounter() {
    let start = at("2025-06-01T10:00:00Z");
    let [a, _] = pair(start, point(36.5, 22.9), 300);
    let sailing = |radio: u32, east_m: f64, kn: f64| {
        (0..200).map(move |i| {
            let p = moved(
                point(36.3, 22.9),
                Speed::knots(kn).to_metres_per_second() * f64::from(i) * 120.0,
                east_m,
            );
            heard_from(
                radio,
                Timestamp::from_second(start.as_second() + i64::from(i) * 120).unwrap(),
                p.lat_deg(),
                p.lon_deg(),
                Some(kn),
            )
        })
    };
    let crossing: Vec<PositionReport> =
        a.reports().into_iter().chain(sailing(273_000_002, 100.0, 10.0)).collect();
    assert_eq!(found(&crossing), []);
    let company: Vec<PositionReport> =
        sailing(445_000_001, 0.0, 6.0).chain(sailing(273_000_002, 200.0, 6.0)).collect();
    assert_eq!(found(&company), []);
    // 2.5 kn: slow points, but the median is above 2 kn.
    let creeping: Vec<PositionReport> =
        sailing(445_000_001, 0.0, 2.5).chain(sailing(273_000_002, 200.0, 2.5)).collect();
    assert!(!slow_points(&creeping, &[], &encounter_params()).is_empty());
    assert_eq!(found(&creeping), []);
}

#[test]
fn a_ship_that_goes_somewhere_and_comes_back_is_not_slow() {
    // Every hour at the same place at 15 kn: a ferry.
    let ferry: Vec<PositionReport> =
        (0..10).map(|i| heard_from(445_000_001, minute(i * 60), 36.5, 22.9, Some(15.0))).collect();
    assert_eq!(slow_points(&ferry, &[], &encounter_params()), []);
    let lying: Vec<PositionReport> =
        (0..10).map(|i| heard_from(445_000_001, minute(i * 60), 36.5, 22.9, Some(0.1))).collect();
    assert_eq!(slow_points(&lying, &[], &encounter_params()).len(), 55, "0 to 9 h, every ten minutes");
}

#[test]
fn nothing_is_said_of_a_long_silence() {
    let lying = |silence_h: i64| {
        let times = [0, 60, 60 + silence_h * 60, 120 + silence_h * 60];
        let reports: Vec<PositionReport> =
            times.iter().map(|m| heard_from(445_000_001, minute(*m), 36.5, 22.9, Some(0.1))).collect();
        slow_points(&reports, &[], &encounter_params()).len()
    };
    assert_eq!(lying(6), 7 + 6 * 6 + 6);
    assert_eq!(lying(7), 14);
}

#[test]
fn two_tracks_of_one_radio_are_no_pair() {
    let points: Vec<SlowPoint> = (0..40)
        .flat_map(|i| {
            [0, 1].map(|track| SlowPoint {
                id: RecordId::of(RecordKind::SlowPoint, &[Key::Int(i), Key::Int(track)]),
                mmsi: mmsi(445_000_001),
                track: RecordId::of(RecordKind::Track, &[Key::Int(track)]),
                time: minute(i * 10),
                position: point(36.5, 22.9),
                speed_kn: 0.0,
                parent: RecordId::of(RecordKind::PositionReport, &[Key::Int(i)]),
            })
        })
        .collect();
    let params = encounter_params();
    assert_eq!(encounters(&points, &mask(&[], &[], &params), &params), []);
}

#[test]
fn ships_at_a_place_of_the_case_are_masked_unless_it_is_to_be_searched() {
    let of = reports(&pair(at("2025-06-01T10:00:00Z"), point(36.5, 22.9), 300));
    let here = [harbour("Lakonikos", 36.5, 22.9, 4_000.0)];
    assert_eq!(found_with(&of, &here, &encounter_params()), []);
    let params = EncounterParams { searched_places: vec!["lakonikos ".to_owned()], ..encounter_params() };
    assert_eq!(found_with(&of, &here, &params).len(), 1);
}

/// Two ships at anchor.
fn anchored(place: Position) -> Vec<PositionReport> {
    reports(&pair(at("2025-06-01T10:00:00Z"), place, 300).map(|m| Meet { drift_kn: 0.0, ..m }))
}

/// So many ships that lie for ten hours within some hundred metres of a place, one after the other.
fn crowd(place: Position, ships: u32) -> Vec<PositionReport> {
    (0..ships)
        .flat_map(|ship| {
            let p = moved(place, f64::from(ship % 5) * 150.0 - 300.0, f64::from(ship / 5) * 150.0 - 300.0);
            let radio = 352_000_000 + ship;
            (0..=20).map(move |i| {
                let minutes = i64::from(ship) * 1_000 + i * 30;
                heard_from(radio, minute(minutes - 40_000), p.lat_deg(), p.lon_deg(), Some(0.0))
            })
        })
        .collect()
}

#[test]
fn where_twenty_ships_lay_is_a_port_however_the_cells_lie_and_where_nineteen_lay_is_none() {
    let pair_at = |place: Position, others: u32| {
        let mut of = anchored(place);
        of.extend(crowd(place, others));
        found(&of).len()
    };
    for step in 0..12 {
        let place = moved(point(36.5, 22.9), f64::from(step) * 97.0, f64::from(step) * 61.0);
        assert_eq!(pair_at(place, 20), 0, "{step}");
        assert_eq!(pair_at(place, 17), 1, "{step}: with the pair nineteen");
    }
}

#[test]
fn the_mask_of_crowds_can_be_switched_off_and_leaves_out_what_is_to_be_searched() {
    let place = point(36.5, 22.9);
    let mut of = anchored(place);
    of.extend(crowd(place, 30));
    assert_eq!(found(&of).len(), 0);
    let off = EncounterParams { port_min_ships: 0, ..encounter_params() };
    assert_eq!(found_with(&of, &[], &off).len(), 1);
    let places = [harbour("Lakonikos", 36.5, 22.9, 8_000.0)];
    let searched = EncounterParams { searched_places: vec!["Lakonikos".to_owned()], ..encounter_params() };
    assert_eq!(found_with(&of, &places, &searched).len(), 1);
}

#[test]
fn counters_of_parts_add_up_to_the_counter_of_the_whole() {
    let params = encounter_params();
    let points = slow_points(&crowd(point(36.5, 179.999), 30), &[], &params);
    let whole = mask(&points, &[], &params);
    let mut parts = PortCells::new();
    for part in points.rchunks(7) {
        let mut cells = PortCells::new();
        part.iter().for_each(|p| cells.count(p));
        parts.merge(cells);
    }
    let parts = parts.mask(params.searched(&[]), &params);
    assert!(!whole.is_empty());
    assert_eq!(parts.len(), whole.len());
    assert!(points.iter().all(|p| parts.hides(p.position) == whole.hides(p.position)));
}

#[test]
fn a_drifting_fleet_that_passes_through_does_not_make_a_port() {
    // Thirty ships, one after the other, each less than an hour in a cell: 1.5 kn over a way of 30 km.
    let of: Vec<PositionReport> = (0..30u32)
        .flat_map(|ship| {
            (0..20).map(move |i| {
                let p = moved(point(36.5, 22.9), f64::from(i) * 1_500.0, 0.0);
                let time = minute(i64::from(ship) * 2_000 + i64::from(i) * 32);
                heard_from(352_000_000 + ship, time, p.lat_deg(), p.lon_deg(), Some(1.5))
            })
        })
        .collect();
    let params = encounter_params();
    let points = slow_points(&of, &[], &params);
    assert!(points.len() > 1_000);
    assert!(mask(&points, &[], &params).is_empty());
}

#[test]
fn points_out_of_order_are_refused_with_both_times() {
    let params = encounter_params();
    let points = slow_points(&reports(&pair(minute(600), point(36.5, 22.9), 300)), &[], &params);
    let mut machine = Encounters::new(&params);
    let mut out = Vec::new();
    machine.push(points[5], &mut out).unwrap();
    let error = machine.push(points[2], &mut out).unwrap_err();
    assert_eq!((error.found, error.after), (points[2].time, points[5].time));
    assert!(error.to_string().contains("in order of time"), "{error}");
}

#[test]
fn senseless_thresholds_do_no_harm() {
    let of = reports(&pair(minute(0), point(36.5, 22.9), 300));
    for bad in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e300] {
        let params = EncounterParams {
            grid_min: bad.min(1e6),
            max_interpolation_h: bad,
            max_point_speed_kn: bad,
            max_distance_m: bad,
            min_duration_h: bad,
            max_speed_kn: bad,
            max_interruption_min: bad,
            port_margin_m: bad,
            port_min_ships: 1,
            port_min_stay_h: bad,
            searched_places: vec![],
        };
        let few: Vec<PositionReport> = of.iter().copied().step_by(20).collect();
        assert!(found_with(&few, &[harbour("P", 0.0, 0.0, 100.0)], &params).len() < 1_000);
    }
}

/// Encounters by their definition: all pairs of points at all times, with geodesics, and gaps between the close times.
fn by_definition(
    points: &[SlowPoint],
    params: &EncounterParams,
) -> BTreeMap<(Mmsi, Mmsi, Timestamp), (Timestamp, u32)> {
    let mut close: BTreeMap<(Mmsi, Mmsi), BTreeMap<Timestamp, f64>> = BTreeMap::new();
    for a in points {
        for b in points {
            let apart = a.position.distance_to(b.position).to_metres();
            if a.mmsi < b.mmsi && a.time == b.time && apart <= params.max_distance_m {
                let kn = f64::from(a.speed_kn).midpoint(f64::from(b.speed_kn));
                close.entry((a.mmsi, b.mmsi)).or_default().insert(a.time, kn);
            }
        }
    }
    let mut found = BTreeMap::new();
    for ((a, b), times) in close {
        let times: Vec<(Timestamp, f64)> = times.into_iter().collect();
        let minutes =
            |t: &(Timestamp, f64), u: &(Timestamp, f64)| (u.0.as_second() - t.0.as_second()) as f64 / 60.0;
        for run in times.chunk_by(|t, u| minutes(t, u) <= params.max_interruption_min) {
            let mut speeds: Vec<f64> = run.iter().map(|t| t.1).collect();
            speeds.sort_by(f64::total_cmp);
            let median = (speeds[(speeds.len() - 1) / 2] + speeds[speeds.len() / 2]) / 2.0;
            let last = run[run.len() - 1];
            if minutes(&run[0], &last) >= params.min_duration_h * 60.0 && median <= params.max_speed_kn {
                found.insert((a, b, run[0].0), (last.0, run.len() as u32));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn encounters_agree_with_all_pairs_of_points(
        (lat, lon) in prop_oneof![
            Just((36.5, 22.9)), Just((0.0, 180.0)), Just((89.995, 0.0)), Just((-85.0, -179.99)), (-89.0f64..89.0, -180.0f64..180.0)
        ],
        ships in prop::collection::vec(
            (0u32..8, 0i64..30, 8i64..40, -900.0f64..900.0, -900.0f64..900.0, -60.0f64..60.0, 0.0f64..2.9, 2u8..8),
            2..14,
        ),
        max_distance_m in prop_oneof![Just(500.0), 20.0f64..900.0],
        turn in 0usize..1_000,
    ) {
        let place = point(lat, lon);
        let params = EncounterParams { max_distance_m, min_duration_h: 1.0, ..encounter_params() };
        let mut points = Vec::new();
        let mut seen = BTreeSet::new();
        for (radio, from, times, north, east, drift, kn, one_missing_in) in ships {
            for i in 0..times {
                let time = minute((from + i) * 10);
                if i % i64::from(one_missing_in) == 1 || !seen.insert((radio, time)) {
                    continue;
                }
                // Over the pole a plane is drawn by hand: metres north and east become latitude and longitude there.
                let (x, y) = (east + drift * i as f64, north);
                let position = if lat > 89.0 {
                    let away = (x * x + y * y).sqrt() / 111_694.0;
                    point(90.0 - away, y.atan2(x).to_degrees())
                } else {
                    moved(place, y, x)
                };
                points.push(SlowPoint {
                    id: RecordId::of(RecordKind::SlowPoint, &[Key::Int(i64::from(radio)), Key::Time(time)]),
                    mmsi: mmsi(445_000_000 + radio),
                    track: RecordId::of(RecordKind::Track, &[Key::Int(i64::from(radio))]),
                    time,
                    position,
                    speed_kn: kn as f32,
                    parent: RecordId::of(RecordKind::PositionReport, &[Key::Int(i)]),
                });
            }
        }
        let none = mask(&[], &[], &params);
        let found = encounters(&points, &none, &params);
        let n = points.len().max(1);
        points.rotate_left(turn % n);
        prop_assert_eq!(&encounters(&points, &none, &params), &found, "order of input");
        let mut summary: BTreeMap<_, _> = BTreeMap::new();
        for e in &found {
            prop_assert!(e.mmsi_a < e.mmsi_b && e.distance.to_metres() <= max_distance_m);
            let middle = if lat > 89.0 { point(90.0, 0.0) } else { place };
            prop_assert!(e.position.distance_to(middle).to_metres() < 4_000.0);
            summary.insert((e.mmsi_a, e.mmsi_b, e.period.start()), (e.period.end(), e.times));
        }
        prop_assert_eq!(summary.len(), found.len());
        prop_assert_eq!(summary, by_definition(&points, &params));
    }
}
