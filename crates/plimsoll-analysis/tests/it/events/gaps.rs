//! Gaps with known truth, and against a second implementation.

use super::kit::{at, gap_params, heard, heard_from, minute};
use plimsoll_analysis::gaps::{GapParams, Gaps, gaps};
use plimsoll_analysis::reception::Listening;
use plimsoll_analysis::tracks::Placed;
use plimsoll_model::{Gap, PositionReport, RecordId, RecordKind};
use proptest::prelude::*;

/// The one gap between two instants.
fn only_gap(off: &str, on: &str, lon_off: f64, lon_on: f64) -> Gap {
    let reports = [heard(at(off), 41.0, lon_off, None), heard(at(on), 41.0, lon_on, None)];
    let found = gaps(&reports, &gap_params());
    assert_eq!(found.len(), 1, "{off} {on}");
    assert_eq!(found[0].parents, [reports[0].id(), reports[1].id()]);
    found[0].clone()
}

/// The gaps of reports of one track, in the order given.
fn stream(reports: &[PositionReport]) -> Vec<Gap> {
    let track = RecordId::of(RecordKind::Track, &[]);
    let mut machine = Gaps::new(&gap_params(), Listening::unknown());
    let mut found = vec![];
    reports.iter().for_each(|report| machine.push(&Placed::Report { track, report: *report }, &mut found));
    found
}

#[test]
fn a_gap_over_midnight_is_one_gap() {
    let gap = only_gap("2024-05-01T22:00:00Z", "2024-05-02T04:00:00Z", 131.0, 131.0);
    assert_eq!(gap.period.duration().as_hours(), 6);
}

#[test]
fn a_gap_over_the_end_of_a_year_is_one_gap() {
    let gap = only_gap("2023-12-31T23:59:59Z", "2024-01-01T12:00:00Z", 131.0, 131.0);
    assert_eq!(gap.period.duration().as_secs(), 12 * 3600 + 1);
}

#[test]
fn a_gap_over_a_leap_day_has_the_hours_of_the_leap_day() {
    let gap = only_gap("2024-02-28T12:00:00Z", "2024-03-01T12:00:00Z", 131.0, 131.0);
    assert_eq!(gap.period.duration().as_hours(), 48);
    let gap = only_gap("2023-02-28T12:00:00Z", "2023-03-01T12:00:00Z", 131.0, 131.0);
    assert_eq!(gap.period.duration().as_hours(), 24);
}

#[test]
fn a_gap_over_the_180th_meridian_takes_the_short_way() {
    let gap = only_gap("2024-05-01T00:00:00Z", "2024-05-01T10:00:00Z", 179.9, -179.9);
    let km = gap.distance.to_metres() / 1000.0;
    assert!((16.7..16.9).contains(&km), "{km} km: 0.2 degrees of longitude at 41 N");
    let kn = gap.implied_speed.to_knots();
    assert!((kn - km / 1.852 / 10.0).abs() < 1e-9, "{kn} kn");
}

#[test]
fn six_hours_are_a_gap_and_a_second_less_is_none() {
    let silence = |on: &str| {
        gaps(&[heard(minute(0), 41.0, 131.0, None), heard(at(on), 41.0, 131.0, None)], &gap_params()).len()
    };
    assert_eq!(silence("2024-01-01T06:00:00Z"), 1);
    assert_eq!(silence("2024-01-01T05:59:59Z"), 0);
}

#[test]
fn reports_at_one_time_or_out_of_order_make_no_gap_of_their_own() {
    let params = GapParams { min_duration_h: 0.0, ..gap_params() };
    let same = [heard(minute(0), 41.0, 131.0, None), heard(minute(0), 41.5, 131.0, None)];
    assert_eq!(gaps(&same, &params), []);
    // The last is 100 minutes after the latest.
    let late = [600, 0, 700].map(|m| heard(minute(m), 41.0, 131.0, None));
    assert_eq!(stream(&late), []);
}

#[test]
fn of_two_reports_at_one_time_a_stream_keeps_the_same_one_whichever_comes_first() {
    let (a, b) = (heard(minute(0), 41.0, 131.0, None), heard(minute(0), 41.5, 131.0, None));
    let after = heard(minute(600), 41.0, 131.0, None);
    let kept = if a.source > b.source { a.id() } else { b.id() };
    for order in [[a, b, after], [b, a, after]] {
        assert_eq!(stream(&order)[0].parents[0], kept);
    }
}

#[test]
fn a_gap_has_the_same_identifier_whenever_it_is_found_and_another_for_another_radio() {
    let of = |radio| {
        let reports = [
            heard_from(radio, minute(0), 41.0, 131.0, None),
            heard_from(radio, minute(999), 41.0, 131.0, None),
        ];
        gaps(&reports, &gap_params())[0].id
    };
    assert_eq!(of(445_000_001), of(445_000_001));
    assert_ne!(of(445_000_001), of(445_000_002));
}

#[test]
fn no_reports_and_senseless_thresholds_do_no_harm() {
    assert_eq!(gaps(&[], &gap_params()), []);
    let reports = [heard(minute(0), 90.0, 131.0, None), heard(minute(9999), -90.0, 131.0, None)];
    for min_duration_h in [f64::NAN, f64::INFINITY, 1e300] {
        assert_eq!(gaps(&reports, &GapParams { min_duration_h, ..gap_params() }), []);
    }
    let pole_to_pole = gaps(&reports, &gap_params())[0].distance.to_metres();
    assert!((pole_to_pole - 20_003_931.0).abs() < 1.0, "{pole_to_pole} m: the meridian of WGS 84");
}

/// Length of the geodesic by Vincenty's series (Survey Review 23, 1975), m: another way than the one in use.
/// `None` where it does not settle (nearly opposite points).
fn vincenty_m(a: &PositionReport, b: &PositionReport) -> Option<f64> {
    let (major, f) = (6_378_137.0_f64, 1.0 / 298.257_223_563);
    let minor = major * (1.0 - f);
    let reduced = |p: &PositionReport| ((1.0 - f) * p.position.unwrap().lat_deg().to_radians().tan()).atan();
    let (u1, u2) = (reduced(a), reduced(b));
    let l = (b.position.unwrap().lon_deg() - a.position.unwrap().lon_deg()).to_radians();
    let mut lambda = l;
    for _ in 0..200 {
        let (sin_l, cos_l) = lambda.sin_cos();
        let y = (u2.cos() * sin_l).hypot(u1.cos() * u2.sin() - u1.sin() * u2.cos() * cos_l);
        let x = u1.sin() * u2.sin() + u1.cos() * u2.cos() * cos_l;
        let sigma = y.atan2(x);
        if y < 1e-15 {
            return Some(0.0);
        }
        let sin_alpha = u1.cos() * u2.cos() * sin_l / y;
        let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        let cos_2m = if cos2_alpha < 1e-15 { 0.0 } else { x - 2.0 * u1.sin() * u2.sin() / cos2_alpha };
        let c = f / 16.0 * cos2_alpha * (4.0 + f * (4.0 - 3.0 * cos2_alpha));
        let inner = cos_2m + c * x * (2.0 * cos_2m * cos_2m - 1.0);
        let next = l + (1.0 - c) * f * sin_alpha * (sigma + c * y * inner);
        let settled = (next - lambda).abs() < 1e-13;
        lambda = next;
        if settled {
            let k = cos2_alpha * (major * major - minor * minor) / (minor * minor);
            let big_a = 1.0 + k / 16384.0 * (4096.0 + k * (-768.0 + k * (320.0 - 175.0 * k)));
            let big_b = k / 1024.0 * (256.0 + k * (-128.0 + k * (74.0 - 47.0 * k)));
            let cubic = big_b / 6.0 * cos_2m * (4.0 * y * y - 3.0) * (4.0 * cos_2m * cos_2m - 3.0);
            let delta = big_b * y * (cos_2m + big_b / 4.0 * (x * (2.0 * cos_2m * cos_2m - 1.0) - cubic));
            return Some(minor * big_a * (sigma - delta));
        }
    }
    None
}

proptest! {
    #![proptest_config(super::kit::cases())]
    #[test]
    fn gaps_agree_with_a_search_over_all_pairs(
        steps in prop::collection::vec((0i64..900, -80.0f64..80.0, -60.0f64..60.0), 0..25),
        min_duration_h in 0.5f64..12.0,
    ) {
        let mut now = 0;
        let reports: Vec<PositionReport> = steps
            .iter()
            .map(|(wait, lat, lon)| { now += wait; heard(minute(now), *lat, *lon, None) })
            .collect();
        let params = GapParams { min_duration_h, ..gap_params() };
        let found = gaps(&reports, &params);
        // A pair is a gap if it is far enough apart and no report lies strictly between or at its ends twice.
        let mut expected = 0;
        for off in &reports {
            for on in &reports {
                let ns = on.time.as_nanosecond() - off.time.as_nanosecond();
                let empty = !reports.iter().any(|r| off.time < r.time && r.time < on.time);
                let kept = |r: &PositionReport, last: bool| reports.iter().filter(|o| o.time == r.time).all(|o| if last { o.source <= r.source } else { o.source >= r.source });
                if ns > 0 && ns as f64 >= min_duration_h * 3.6e12 && empty && kept(off, true) && kept(on, false) {
                    expected += 1;
                    let gap = found.iter().find(|g| g.parents == [off.id(), on.id()]);
                    prop_assert!(gap.is_some(), "{} to {}", off.time, on.time);
                    if let (Some(gap), Some(metres)) = (gap, vincenty_m(off, on)) {
                        prop_assert!((gap.distance.to_metres() - metres).abs() < 0.01, "{} {metres}", gap.distance.to_metres());
                        let knots = metres / (ns as f64 / 1e9) / 1852.0 * 3600.0;
                        prop_assert!((gap.implied_speed.to_knots() - knots).abs() < 1e-4);
                    }
                }
            }
        }
        prop_assert_eq!(found.len(), expected);
    }

    #[test]
    fn the_order_of_reports_does_not_matter_and_gaps_never_overlap(
        minutes in prop::collection::vec(0i64..20_000, 2..40),
        turn in 0usize..40,
    ) {
        let mut reports: Vec<PositionReport> =
            minutes.iter().map(|m| heard(minute(*m), 41.0, 131.0 + *m as f64 * 1e-4, None)).collect();
        let found = gaps(&reports, &gap_params());
        let middle = turn % reports.len();
        reports.rotate_left(middle);
        prop_assert_eq!(&gaps(&reports, &gap_params()), &found);
        for pair in found.windows(2) {
            prop_assert!(pair[0].period.end() <= pair[1].period.start());
        }
        let silent: i64 = found.iter().map(|g| g.period.duration().as_secs()).sum();
        let span = minutes.iter().max().unwrap() - minutes.iter().min().unwrap();
        prop_assert!(silent <= span * 60);
    }
}
