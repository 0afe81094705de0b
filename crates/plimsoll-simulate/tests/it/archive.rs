//! The archive is what its truth says: everything is reckoned anew from the rows, by brute force and with geodesics.

use plimsoll_model::Position;
use plimsoll_simulate::archive::{
    ArchiveParams, ArchiveTruth, Body, Meeting, Particulars, Planted, Row, archive,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// The seas that are tried: in the north, over the 180th meridian, far in the north over it, and a short archive.
fn seas() -> Vec<ArchiveParams> {
    let of = |lat: f64, lon: f64, seed, days, rows, start: &str| ArchiveParams {
        rows,
        vessels: 240,
        days,
        seed,
        centre: Position::from_lat_lon(lat, lon).unwrap(),
        start: start.parse().unwrap(),
    };
    vec![
        of(56.0, 9.5, 1, 3.0, 90_000, "2025-05-22T00:00:00Z"),
        of(0.5, 179.5, 2, 3.0, 80_000, "2025-05-22T00:00:00Z"),
        of(75.0, -178.0, 3, 4.0, 100_000, "2024-02-27T11:30:00Z"),
        of(-33.0, 25.0, 4, 1.0, 60_000, "2024-12-31T00:00:00Z"),
        of(42.0, 133.0, 5, 8.0, 190_000, "2024-12-28T00:00:00Z"),
    ]
}

/// A report: second, place, speed, status.
#[derive(Clone, Copy)]
struct Heard {
    second: i64,
    position: Position,
    is_moored: bool,
    planted: Planted,
}

/// All reports of an archive, by hull.
struct Log {
    params: ArchiveParams,
    truth: ArchiveTruth,
    hulls: BTreeMap<u32, Vec<Heard>>,
    mmsis: BTreeMap<u32, u32>,
    said: BTreeMap<u32, Vec<(i64, Arc<Particulars>)>>,
    nowhere: Vec<(u32, i64)>,
    rows: Vec<Row>,
}

impl Log {
    fn new(params: ArchiveParams) -> Self {
        let made = archive(&params).unwrap();
        let mut log = Self {
            params,
            truth: made.truth,
            hulls: BTreeMap::new(),
            mmsis: BTreeMap::new(),
            said: BTreeMap::new(),
            nowhere: vec![],
            rows: made.rows.collect(),
        };
        for row in &log.rows {
            let Body::Position(report) = &row.body else { continue };
            let second = row.time.as_second();
            log.mmsis.insert(report.hull, report.particulars.mmsi.value());
            let said = log.said.entry(report.hull).or_default();
            if said.last().is_none_or(|last| last.1 != report.particulars) {
                said.push((second, Arc::clone(&report.particulars)));
            }
            let heard = log.hulls.entry(report.hull).or_default();
            match report.position {
                Some(_) if report.planted == Planted::Duplicate => {}
                Some(position) => {
                    let is_moored = report.navigational_status == 5;
                    heard.push(Heard { second, position, is_moored, planted: report.planted });
                }
                None => log.nowhere.push((report.particulars.mmsi.value(), second)),
            }
        }
        log
    }

    /// The hulls of an MMSI.
    fn hulls_of(&self, mmsi: u32) -> Vec<u32> {
        self.mmsis.iter().filter(|(_, m)| **m == mmsi).map(|(hull, _)| *hull).collect()
    }

    /// The reports of a hull that are where it was.
    fn track(&self, hull: u32) -> Vec<Heard> {
        self.hulls[&hull].iter().filter(|h| h.planted != Planted::Spike).copied().collect()
    }

    fn tracks(&self) -> BTreeMap<u32, Vec<Heard>> {
        self.hulls.keys().map(|hull| (*hull, self.track(*hull))).collect()
    }

    fn port_distance(&self, position: Position) -> f64 {
        let ports = self.truth.ports.iter().map(|p| Position::from_lat_lon(p.lat_deg, p.lon_deg).unwrap());
        let near = ports.filter(|p| (p.lat_deg() - position.lat_deg()).abs() < 0.2); // 22 km
        near.map(|p| metres(p, position)).fold(f64::INFINITY, f64::min)
    }
}

fn each_log(check: impl Fn(&Log)) {
    static LOGS: OnceLock<Vec<Log>> = OnceLock::new();
    for log in LOGS.get_or_init(|| seas().into_iter().map(Log::new).collect()) {
        check(log);
    }
}

fn metres(a: Position, b: Position) -> f64 {
    a.distance_to(b).to_metres()
}

/// Where a track is at a second, between two reports at most `longest_s` apart, and its speed there, kn.
fn place_at(track: &[Heard], second: i64, longest_s: i64) -> Option<(Position, f64)> {
    let next = track.partition_point(|h| h.second <= second);
    let (a, b) = (track.get(next.checked_sub(1)?)?, track.get(next)?);
    let apart = b.second - a.second;
    if apart > longest_s {
        return None;
    }
    let share = (second - a.second) as f64 / apart as f64;
    let turn = (b.position.lon_deg() - a.position.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let lon = (a.position.lon_deg() + turn * share + 540.0).rem_euclid(360.0) - 180.0;
    let lat = a.position.lat_deg() + (b.position.lat_deg() - a.position.lat_deg()) * share;
    let knots = metres(a.position, b.position) / apart as f64 * 3600.0 / 1852.0;
    Some((Position::from_lat_lon(lat, lon).unwrap(), knots))
}

/// Distances of the two ships of a meeting, minute by minute, with margins before and after.
fn distances(log: &Log, meeting: &Meeting, margin_s: i64) -> Vec<f64> {
    let [a, b] = pair(log, meeting).map(|hull| log.track(hull));
    let (start, end) = (meeting.start.as_second() - margin_s, meeting.end.as_second() + margin_s);
    let minutes = (start..end).step_by(60);
    minutes.filter_map(|s| Some(metres(place_at(&a, s, 3600)?.0, place_at(&b, s, 3600)?.0))).collect()
}

fn pair(log: &Log, meeting: &Meeting) -> [u32; 2] {
    let hulls: BTreeSet<u32> = meeting.mmsis.iter().flat_map(|mmsi| log.hulls_of(*mmsi)).collect();
    hulls.into_iter().collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn rows_come_in_order_and_are_as_many_as_asked_for() {
    each_log(|log| {
        assert!(log.rows.is_sorted_by_key(|r| r.time));
        let (start, end) = (log.truth.start, log.truth.end);
        assert!(log.rows.iter().all(|r| (start..end).contains(&r.time)));
        let positions = log.rows.iter().filter(|r| matches!(r.body, Body::Position(_))).count() as f64;
        let share = positions / log.params.rows as f64;
        assert!((0.99..1.01).contains(&share), "{share}");
        assert_eq!(log.hulls.len(), 240);
    });
}

#[test]
fn planted_meetings_are_as_near_and_as_long_as_the_truth_says() {
    each_log(|log| {
        let truth = &log.truth;
        assert_eq!((truth.encounters.len(), truth.near_misses.len(), truth.short_meetings.len()), (8, 8, 8));
        assert_eq!(truth.alongside_one_mmsi.len(), 1);
        for meeting in truth.encounters.iter().chain(&truth.alongside_one_mmsi) {
            // Reports are up to 18 minutes apart: at the ends they lie before and after the meeting.
            let found = distances(log, meeting, -1080);
            let minutes = (meeting.end - meeting.start).total(jiff::Unit::Minute).unwrap();
            assert!(minutes >= 150.0 && found.len() as f64 >= minutes - 37.0, "{meeting:?}");
            for distance in found {
                assert!((distance - meeting.distance_m).abs() < 60.0, "{distance} {meeting:?}");
                assert!(distance < 300.0);
            }
        }
        for meeting in &truth.near_misses {
            let nearest = distances(log, meeting, 7200).into_iter().fold(f64::INFINITY, f64::min);
            assert!(nearest > 600.0, "{nearest} {meeting:?}");
        }
        for meeting in &truth.short_meetings {
            let near = distances(log, meeting, 7200).into_iter().filter(|d| *d < 500.0).count();
            assert!((25..110).contains(&near), "{near} minutes: {meeting:?}");
        }
    });
}

#[test]
fn no_third_ship_comes_near_a_planted_meeting() {
    each_log(|log| {
        let tracks = log.tracks();
        let truth = &log.truth;
        let meetings =
            [&truth.encounters, &truth.near_misses, &truth.short_meetings, &truth.alongside_one_mmsi];
        for meeting in meetings.into_iter().flatten() {
            let two = pair(log, meeting);
            for second in (meeting.start.as_second()..meeting.end.as_second()).step_by(300) {
                let here = two.map(|hull| place_at(&tracks[&hull], second, 3600));
                for (hull, track) in tracks.iter().filter(|(hull, _)| !two.contains(hull)) {
                    let Some((there, _)) = place_at(track, second, 3600) else { continue };
                    for (here, _) in here.iter().flatten() {
                        let is_far = (there.lat_deg() - here.lat_deg()).abs() > 0.02;
                        assert!(is_far || metres(there, *here) > 1_000.0, "{hull} {second} {meeting:?}");
                    }
                }
            }
        }
    });
}

/// Pairs of hulls within 500 m and under 2 kn for two hours or more, farther than 5 km from ports: on a grid of ten
/// minutes, all pairs by brute force.
fn encounters_by_brute_force(log: &Log) -> BTreeSet<[u32; 2]> {
    let tracks = log.tracks();
    let mut close: BTreeMap<[u32; 2], u32> = BTreeMap::new();
    let (start, end) = (log.truth.start.as_second(), log.truth.end.as_second());
    for second in (start..end).step_by(600) {
        let slow = tracks.iter().filter_map(|(hull, track)| {
            let (place, knots) = place_at(track, second, 7200)?;
            (knots < 2.0 && log.port_distance(place) > 5_000.0).then_some((*hull, place))
        });
        let mut slow: Vec<_> = slow.collect();
        slow.sort_by(|a, b| a.1.lat_deg().total_cmp(&b.1.lat_deg()));
        for (nth, (hull, place)) in slow.iter().enumerate() {
            let near = slow[nth + 1..].iter().take_while(|o| o.1.lat_deg() - place.lat_deg() < 0.005);
            for (other, _) in near.filter(|o| metres(o.1, *place) <= 500.0) {
                let mut two = [*hull, *other];
                two.sort_unstable();
                *close.entry(two).or_default() += 1;
            }
        }
    }
    close.into_iter().filter(|(_, times)| *times >= 12).map(|(two, _)| two).collect()
}

#[test]
fn away_from_ports_the_planted_encounters_are_the_only_ones() {
    each_log(|log| {
        let planted = log.truth.encounters.iter().chain(&log.truth.alongside_one_mmsi);
        let planted: BTreeSet<[u32; 2]> = planted.map(|meeting| pair(log, meeting)).collect();
        assert_eq!(encounters_by_brute_force(log), planted);
    });
}

#[test]
fn the_only_silences_of_six_hours_are_the_planted_gaps_and_the_outage() {
    each_log(|log| {
        let outages = &log.truth.outages;
        let in_outage =
            |second: i64| outages.iter().any(|o| (o.start.as_second()..o.end.as_second()).contains(&second));
        assert!(log.rows.iter().all(|r| !in_outage(r.time.as_second())), "nothing is heard in an outage");
        let mut found = vec![];
        for (hull, track) in &log.hulls {
            for [a, b] in track.array_windows() {
                let missing: i64 = outages
                    .iter()
                    .map(|o| o.end.as_second().min(b.second) - o.start.as_second().max(a.second))
                    .map(|overlap| overlap.max(0))
                    .sum();
                if b.second - a.second - missing >= 5 * 3600 {
                    found.push((log.mmsis[hull], a.second, b.second));
                }
            }
        }
        let planted = log.truth.gaps.iter().map(|g| (g.mmsi, g.start.as_second(), g.end.as_second()));
        let mut planted: Vec<_> = planted.collect();
        planted.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, planted);
        assert_eq!(planted.len(), 24);
        assert!(planted.iter().all(|g| (6 * 3600..25 * 3600).contains(&(g.2 - g.1))));
    });
}

#[test]
fn a_ship_with_a_gap_has_no_encounter_and_shares_no_mmsi() {
    each_log(|log| {
        let truth = &log.truth;
        let silent: BTreeSet<u32> = truth.gaps.iter().map(|g| g.mmsi).collect();
        let met = [&truth.encounters, &truth.near_misses, &truth.short_meetings].into_iter().flatten();
        assert!(met.flat_map(|m| m.mmsis).all(|mmsi| !silent.contains(&mmsi)));
        assert!(truth.shared_mmsis.iter().all(|s| !silent.contains(&s.mmsi)));
        assert!(truth.first_day_only.iter().all(|mmsi| !silent.contains(mmsi)));
        assert_eq!(silent.len(), truth.gaps.len());
    });
}

#[test]
fn spikes_are_out_of_reach_and_nothing_else_is() {
    each_log(|log| {
        let mut thrown = vec![];
        for (hull, reports) in &log.hulls {
            for [before, here, after] in reports.array_windows() {
                let knots = |a: &Heard, b: &Heard| {
                    let slack = 60.0; // noise at both ends
                    let way = (metres(a.position, b.position) - slack).max(0.0);
                    way / ((b.second - a.second).max(1)) as f64 * 3600.0 / 1852.0
                };
                if knots(before, here) > 25.0 && knots(here, after) > 25.0 {
                    thrown.push((log.mmsis[hull], here.second));
                    assert!(metres(before.position, here.position) > 40_000.0);
                }
            }
        }
        let mut planted: Vec<_> = log.truth.spikes.iter().map(|s| (s.mmsi, s.time.as_second())).collect();
        planted.sort_unstable();
        thrown.sort_unstable();
        assert_eq!(thrown, planted);
        assert!(planted.len() >= 2);
        let mut nowhere: Vec<_> =
            log.truth.without_position.iter().map(|s| (s.mmsi, s.time.as_second())).collect();
        nowhere.sort_unstable();
        let mut found = log.nowhere.clone();
        found.sort_unstable();
        assert_eq!(found, nowhere);
    });
}

#[test]
fn hulls_with_one_mmsi_are_far_apart_unless_the_truth_says_that_they_meet() {
    each_log(|log| {
        let numbers: BTreeSet<u32> = log.mmsis.values().copied().collect();
        let shared: BTreeSet<u32> =
            numbers.iter().copied().filter(|mmsi| log.hulls_of(*mmsi).len() > 1).collect();
        assert_eq!(shared, log.truth.shared_mmsis.iter().map(|s| s.mmsi).collect());
        for pair in &log.truth.shared_mmsis {
            let hulls: [u32; 2] = log.hulls_of(pair.mmsi).try_into().unwrap();
            let [a, b] = hulls.map(|hull| log.track(hull));
            let (start, end) = (log.truth.start.as_second(), log.truth.end.as_second());
            let apart = (start..end).step_by(900).filter_map(|second| {
                Some(metres(place_at(&a, second, 3600)?.0, place_at(&b, second, 3600)?.0))
            });
            let nearest = apart.fold(f64::INFINITY, f64::min);
            assert_eq!(pair.is_far_apart, nearest > 100_000.0, "{nearest} {pair:?}");
            assert!(pair.is_far_apart || nearest < 300.0, "{nearest}");
        }
    });
}

#[test]
fn what_ships_say_of_themselves_changes_when_the_truth_says() {
    each_log(|log| {
        let (mut draughts, mut identities) = (BTreeMap::new(), BTreeMap::new());
        for said in log.said.values() {
            for [(_, from), (second, to)] in said.array_windows() {
                let mmsi = from.mmsi.value();
                if from.draught_dm != to.draught_dm {
                    draughts.entry((mmsi, from.draught_dm, to.draught_dm)).or_insert(vec![]).push(*second);
                }
                if from.ship_name != to.ship_name {
                    identities.insert((mmsi, from.ship_name.clone(), to.ship_name.clone()), *second);
                    assert_ne!(from.imo_number, to.imo_number);
                }
            }
        }
        let decimetres = |metres: f64| (metres * 10.0).round() as u32;
        for change in &log.truth.draught_changes {
            let key = (change.mmsi, decimetres(change.from_m), decimetres(change.to_m));
            let times = draughts.get_mut(&key).unwrap();
            let told = times.remove(0) - change.time.as_second();
            assert!((0..3600).contains(&told), "{told} {change:?}");
        }
        assert!(draughts.values().all(Vec::is_empty), "{draughts:?}");
        assert!(log.truth.draught_changes.len() > 10);
        let names = log.truth.identity_changes.iter().filter(|c| c.property == "ship_name");
        let mut count = 0;
        for change in names {
            let told = identities[&(change.mmsi, change.from.clone(), change.to.clone())];
            assert!((0..3600).contains(&(told - change.time.as_second())));
            count += 1;
        }
        assert_eq!((identities.len(), log.truth.identity_changes.len()), (count, 2 * count));
    });
}

#[test]
fn stays_in_port_hold_the_reports_that_the_truth_counts() {
    each_log(|log| {
        let ports: BTreeMap<_, _> = log
            .truth
            .ports
            .iter()
            .map(|p| (p.name.clone(), Position::from_lat_lon(p.lat_deg, p.lon_deg).unwrap()))
            .collect();
        let shared: BTreeSet<u32> = log.truth.shared_mmsis.iter().map(|s| s.mmsi).collect();
        let mut moored = 0;
        for stay in log.truth.port_stays.iter().filter(|s| !shared.contains(&s.mmsi)) {
            let hull = log.hulls_of(stay.mmsi)[0];
            let within = stay.start.as_second()..stay.end.as_second();
            let inside: Vec<_> = log.track(hull).into_iter().filter(|h| within.contains(&h.second)).collect();
            let lost = log.hulls[&hull].len() - log.track(hull).len() + log.nowhere.len();
            let count = inside.len() as u64;
            assert!(count <= stay.reports && stay.reports <= count + lost as u64, "{count} {stay:?}");
            assert!(inside.iter().all(|h| h.is_moored && metres(h.position, ports[&stay.port]) < 1_400.0));
            moored += count;
        }
        let others = log.hulls.iter().filter(|(hull, _)| !shared.contains(&log.mmsis[hull]));
        let all: usize =
            others.map(|(hull, _)| log.track(*hull).iter().filter(|h| h.is_moored).count()).sum();
        assert_eq!(moored, all as u64, "no ship is moored outside a stay");
    });
}

#[test]
fn first_day_ships_are_heard_on_the_first_day_and_never_again() {
    each_log(|log| {
        let day = log.truth.start.as_second() + 86_400;
        assert_eq!(log.truth.first_day_only.is_empty(), log.params.days < 2.0);
        for mmsi in &log.truth.first_day_only {
            let track = log.track(log.hulls_of(*mmsi)[0]);
            assert!(track.len() > 50 && track.last().unwrap().second < day);
        }
    });
}

#[test]
fn one_encounter_lies_over_midnight_and_one_over_the_180th_meridian() {
    each_log(|log| {
        let encounters = &log.truth.encounters;
        assert_eq!(encounters.iter().any(|e| e.is_over_midnight), log.params.days > 1.0);
        let lon = log.params.centre.lon_deg().abs();
        assert_eq!(encounters.iter().any(|e| e.is_over_180), lon > 177.0, "{lon}");
        for encounter in encounters.iter().filter(|e| e.is_over_180) {
            let seconds = encounter.start.as_second()..encounter.end.as_second();
            let track = pair(log, encounter).map(|hull| log.track(hull)).concat();
            let signs: BTreeSet<bool> = track
                .iter()
                .filter(|h| seconds.contains(&h.second))
                .map(|h| h.position.lon_deg() < 0.0)
                .collect();
            assert_eq!(signs.len(), 2, "{encounter:?}");
        }
    });
}

#[test]
fn drifts_alone_are_slow_for_hours_away_from_ports() {
    each_log(|log| {
        for drift in log.truth.loiterings.iter().filter(|d| d.is_alone) {
            let track = log.track(log.hulls_of(drift.mmsi)[0]);
            let within = drift.start.as_second() + 1200..drift.end.as_second() - 1200;
            let inside: Vec<_> = track.iter().filter(|h| within.contains(&h.second)).collect();
            let (first, last) = (inside[0], inside[inside.len() - 1]);
            let hours = (last.second - first.second) as f64 / 3600.0;
            let knots = metres(first.position, last.position) / 1852.0 / hours;
            assert!(hours > 4.0 && (0.15..1.0).contains(&knots), "{hours} {knots} {drift:?}");
            assert!(inside.iter().all(|h| log.port_distance(h.position) > 15_000.0));
        }
    });
}

#[test]
fn small_and_large_archives_find_room_for_all_that_is_planted() {
    for seed in 0..20 {
        for (vessels, days, rows) in [(60, 1.0, 12_000), (60, 2.0, 18_000), (3_000, 3.0, 1_000_000)] {
            if vessels > 60 && seed > 1 {
                continue;
            }
            let centre = Position::from_lat_lon(-70.0, 0.0).unwrap();
            let start = "2024-06-01T06:00:00Z".parse().unwrap();
            let made = archive(&ArchiveParams { rows, vessels, days, seed, centre, start });
            let truth = made.unwrap_or_else(|error| panic!("{seed} {vessels} {days}: {error}")).truth;
            assert_eq!(truth.encounters.len() as u32, (vessels / 30).clamp(2, 120));
            assert!(truth.encounters.iter().any(|e| e.is_over_midnight), "{seed} {vessels} {days}");
        }
    }
}

#[test]
fn parameters_out_of_range_are_refused_with_what_was_found() {
    let good = seas().remove(0);
    let refused = |params: ArchiveParams| archive(&params).map(|_| ()).unwrap_err().to_string();
    let few = refused(ArchiveParams { rows: 10, ..good.clone() });
    assert!(few.contains("rows is 10; expected") && few.contains("240 vessels in 3 days"), "{few}");
    assert!(refused(ArchiveParams { vessels: 59, ..good.clone() }).contains("vessels is 59"));
    assert!(refused(ArchiveParams { days: f64::NAN, ..good.clone() }).contains("days is NaN"));
    let pole = Position::from_lat_lon(79.0, 0.0).unwrap();
    assert!(refused(ArchiveParams { centre: pole, ..good }).contains("latitude of the centre is 79"));
}
