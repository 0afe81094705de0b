//! Loitering with planted truth, and a second implementation over all steps.

use super::kit::{self, at, harbour, loitering_params, minute, point};
use jiff::Timestamp;
use plimsoll_analysis::loitering::{LoiteringParams, Loiterings};
use plimsoll_model::{Loitering, Place, PositionReport};
use proptest::prelude::*;

/// The loitering of all tracks.
fn loitering(reports: &[PositionReport], places: &[Place], params: &LoiteringParams) -> Vec<Loitering> {
    let ports = params.ports(places);
    let mut found = Vec::new();
    for (track, reports) in kit::tracks(reports) {
        let mut machine = Loiterings::new(track.mmsi, track.id, &ports, params);
        reports.iter().for_each(|r| machine.push(r, &mut found));
        machine.finish(&mut found);
    }
    found
}

/// A ship on the meridian of 133 E, `nm` nautical miles north of 40 N.
fn north(time: Timestamp, nm: f64, sog_kn: Option<f64>) -> PositionReport {
    kit::heard(time, 40.0 + nm / 60.0, 133.0, sog_kn)
}

/// Reports every so many minutes along a way given as (minute, nautical miles), straight between.
fn sailed(start: Timestamp, every_min: i64, way: &[(i64, f64)]) -> Vec<PositionReport> {
    let last = way[way.len() - 1].0;
    (0..=last)
        .step_by(every_min as usize)
        .map(|m| {
            let leg = way.windows(2).find(|w| m <= w[1].0).unwrap();
            let share = (m - leg[0].0) as f64 / (leg[1].0 - leg[0].0) as f64;
            let time = Timestamp::from_second(start.as_second() + m * 60).unwrap();
            north(time, leg[0].1 + (leg[1].1 - leg[0].1) * share, None)
        })
        .collect()
}

#[test]
fn a_drift_of_six_hours_between_two_legs_is_found_with_its_times() {
    // In at 12 kn for two hours, adrift at 1 kn for six, out at 12 kn: over the end of a leap year, too.
    for (start, every) in
        [("2024-12-31T18:00:00Z", 2), ("2024-02-28T21:00:00Z", 10), ("2025-06-01T00:00:00Z", 30)]
    {
        let way = [(0, 0.0), (120, 24.0), (480, 30.0), (600, 54.0)];
        let found = loitering(&sailed(at(start), every, &way), &[], &loitering_params());
        assert_eq!(found.len(), 1, "{every}");
        let l = &found[0];
        let minutes = |t: Timestamp| (t.as_second() - at(start).as_second()) / 60;
        assert_eq!((minutes(l.period.start()), minutes(l.period.end())), (120, 480), "{every}");
        assert!((l.speed.to_knots() - 1.0).abs() < 0.01, "{:?}", l.speed);
        assert!((l.distance.to_nautical_miles() - 6.0).abs() < 0.04, "{:?}", l.distance);
        assert!(l.position.distance_to(point(40.45, 133.0)).to_metres() < 200.0, "{:?}", l.position);
        assert_eq!(i64::from(l.reports), 360 / every + 1);
    }
}

#[test]
fn speed_is_read_from_positions_not_from_what_is_sent() {
    let drift: Vec<PositionReport> = (0..=30)
        .map(|i| north(minute(i * 10), i as f64 / 6.0, Some(if i % 2 == 0 { 9.0 } else { 0.0 })))
        .collect();
    assert_eq!(
        loitering(&drift, &[], &loitering_params()).len(),
        1,
        "1 kn by positions, whatever every second says"
    );
    let sail: Vec<PositionReport> =
        (0..=30).map(|i| north(minute(i * 10), i as f64 * 2.0, Some(0.0))).collect();
    assert_eq!(loitering(&sail, &[], &loitering_params()), [], "12 kn by positions");
    let ferry: Vec<PositionReport> = (0..=10).map(|i| north(minute(i * 60), 0.0, Some(15.0))).collect();
    assert_eq!(loitering(&ferry, &[], &loitering_params()), [], "every hour at the same place at full speed");
}

#[test]
fn four_hours_are_loitering_and_ten_minutes_less_are_not() {
    let drift = |minutes: i64| {
        sailed(minute(0), 10, &[(0, 0.0), (60, 12.0), (60 + minutes, 12.5), (180 + minutes, 40.0)])
    };
    assert_eq!(loitering(&drift(240), &[], &loitering_params()).len(), 1);
    assert_eq!(loitering(&drift(230), &[], &loitering_params()), []);
}

#[test]
fn a_short_interruption_joins_and_a_long_one_parts() {
    let shift = |minutes: i64| {
        let moved = 6.0 * minutes as f64 / 60.0;
        [(0, 0.0), (300, 0.5), (300 + minutes, 0.5 + moved), (600 + minutes, 1.0 + moved)]
    };
    let periods = |minutes: i64| {
        let found = loitering(&sailed(minute(0), 10, &shift(minutes)), &[], &loitering_params());
        found.iter().map(|l| (l.period.start(), l.period.end())).collect::<Vec<_>>()
    };
    assert_eq!(periods(60), [(minute(0), minute(660))], "an hour at 6 kn: 1.1 kn over all");
    assert_eq!(periods(70), [(minute(0), minute(300)), (minute(370), minute(670))]);
    // As short, but so fast that the whole is not slow: 30 nm in an hour.
    let way = [(0, 0.0), (300, 0.5), (360, 30.5), (660, 31.0)];
    assert_eq!(loitering(&sailed(minute(0), 10, &way), &[], &loitering_params()).len(), 2);
}

#[test]
fn a_ship_at_anchor_in_a_port_does_not_loiter_and_one_off_it_does() {
    let lying = sailed(minute(0), 10, &[(0, 0.0), (600, 0.0)]);
    let port = |km: f64| harbour("Port", 40.0 + km / 111.04, 133.0, 3_000.0);
    assert_eq!(loitering(&lying, &[port(12.9)], &loitering_params()), [], "within 10 km of the edge");
    assert_eq!(loitering(&lying, &[port(13.1)], &loitering_params()).len(), 1);
}

#[test]
fn a_long_silence_ends_the_stretch_and_a_shorter_one_does_not() {
    let split = |silence: i64| {
        let reports: Vec<PositionReport> = [0, 120, 240, 240 + silence, 360 + silence, 480 + silence]
            .map(|m| north(minute(m), 0.0, None))
            .to_vec();
        loitering(&reports, &[], &loitering_params()).len()
    };
    assert_eq!(split(360), 1);
    assert_eq!(split(361), 2);
}

#[test]
fn a_drift_over_the_180th_meridian_has_its_middle_there() {
    let reports: Vec<PositionReport> = (0..=60)
        .map(|i| {
            let lon = 179.95 + f64::from(i) / 600.0;
            let time = minute(i64::from(i) * 10);
            kit::heard(time, 65.0, if lon >= 180.0 { lon - 360.0 } else { lon }, None)
        })
        .collect();
    let found = loitering(&reports, &[], &loitering_params());
    assert_eq!(found.len(), 1);
    assert!(found[0].position.distance_to(point(65.0, 180.0)).to_metres() < 50.0, "{:?}", found[0].position);
    let km = point(65.0, 179.95).distance_to(point(65.0, -179.95)).to_metres();
    assert!((found[0].distance.to_metres() - km).abs() < 5.0);
}

#[test]
fn senseless_thresholds_and_times_do_no_harm() {
    let mut reports = sailed(minute(0), 10, &[(0, 0.0), (600, 1.0)]);
    reports.push(PositionReport { position: None, ..reports[0] });
    for bad in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e300] {
        let params = LoiteringParams {
            max_speed_kn: bad,
            min_duration_h: bad,
            min_step_min: bad,
            max_interruption_h: bad,
            max_silence_h: bad,
            min_port_distance_m: bad,
        };
        assert!(loitering(&reports, &[harbour("P", 40.0, 133.0, 100.0)], &params).len() < 70);
    }
    let mut machine_fed_backwards = reports.clone();
    machine_fed_backwards.reverse();
    let (ports, params) = (loitering_params().ports(&[]), loitering_params());
    let track = kit::tracks(&reports)[0].0.id;
    let mut machine = Loiterings::new(kit::mmsi(445_000_001), track, &ports, &params);
    let mut found = Vec::new();
    machine_fed_backwards.iter().for_each(|r| machine.push(r, &mut found));
    machine.finish(&mut found);
    assert_eq!(found, []);
}

/// A step by its definition: minutes, nautical miles.
type Step = (i64, f64);

/// Slow stretches as (start, end) minutes: over all pairs of slow steps, the widest join first found by growing from the
/// left, with all sums made anew from the steps.
fn by_definition(steps: &[Step]) -> Vec<(i64, i64)> {
    let ends: Vec<i64> = steps
        .iter()
        .scan(0, |t, s| {
            *t += s.0;
            Some(*t)
        })
        .collect();
    let slow = |s: &Step| s.1 / (s.0 as f64 / 60.0) <= 2.0;
    let mean = |i: usize, j: usize| {
        let (m, nm) = steps[i..=j].iter().fold((0, 0.0), |(m, nm), s| (m + s.0, nm + s.1));
        nm / (m as f64 / 60.0)
    };
    let mut found = Vec::new();
    let mut i = 0;
    while i < steps.len() {
        if !slow(&steps[i]) {
            i += 1;
            continue;
        }
        let mut last = i;
        for j in i + 1..steps.len() {
            let between: i64 = steps[last + 1..j].iter().map(|s| s.0).sum();
            if between > 60 {
                break;
            }
            if slow(&steps[j]) {
                if mean(i, j) > 2.0 {
                    break;
                }
                last = j;
            }
        }
        let (start, end) = (ends[i] - steps[i].0, ends[last]);
        if end - start >= 240 {
            found.push((start, end));
        }
        i = last + 1;
    }
    found
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn loitering_agrees_with_its_definition(
        steps in prop::collection::vec((1i64..9, prop_oneof![3 => 0.0f64..1.9, 1 => 2.1f64..14.0]), 1..80),
    ) {
        // Steps of 10 to 80 minutes at a speed that is not 2 kn; sphere and ellipsoid differ by 0.6 %.
        let steps: Vec<Step> = steps.iter().map(|(n, kn)| (n * 10, kn * (*n as f64) / 6.0)).collect();
        let mut way = vec![(0, 0.0)];
        for (m, nm) in &steps {
            let (t, n) = way[way.len() - 1];
            way.push((t + m, n + nm));
        }
        let reports: Vec<PositionReport> = way.iter().map(|(m, nm)| {
            // Arc of the meridian, so that the miles are those of the ellipsoid to 1e-4 near 40 N.
            let scale = point(40.0, 133.0).distance_to(point(41.0, 133.0)).to_nautical_miles();
            kit::heard(minute(*m), 38.0 + nm / scale, 133.0, None)
        }).collect();
        let whole_means_are_not_near_the_limit = (0..steps.len()).all(|i| {
            let (mut m, mut nm) = (0, 0.0);
            steps[i..].iter().all(|s| { m += s.0; nm += s.1; ((nm / (m as f64 / 60.0)) - 2.0).abs() > 0.004 })
        });
        prop_assume!(whole_means_are_not_near_the_limit);
        let found = loitering(&reports, &[], &loitering_params());
        let minutes = |t: Timestamp| (t.as_second() - minute(0).as_second()) / 60;
        let found: Vec<(i64, i64)> = found.iter().map(|l| (minutes(l.period.start()), minutes(l.period.end()))).collect();
        prop_assert_eq!(found, by_definition(&steps));
    }
}
