//! Freeboards from above.

use super::projected::{Box3, point, seen};
use super::{params, set};
use plimsoll_imagery::waterline::{HullFacts, OverheadView, Read, View, read_points};
use plimsoll_model::{Direction, Estimate, FreeboardMethod, ImagePoint, Mark, Station};
use proptest::prelude::*;

pub(crate) fn direction(azimuth_deg: f64, elevation_deg: f64) -> Option<Direction> {
    Some(Direction { azimuth_deg, elevation_deg })
}

pub(crate) fn view(sun: (f64, f64), sensor: (f64, f64), gsd: f64) -> OverheadView {
    OverheadView {
        line_spacing_m: gsd,
        sample_spacing_m: gsd,
        north_in_image_deg: 0.0,
        sun: direction(sun.0, sun.1),
        sensor_at: direction(sensor.0, sensor.1),
        angle_sd_deg: 0.1,
    }
}

const HULL: Box3 = Box3 { heading_deg: 20.0, length_m: 90.0, beam_m: 14.0, freeboard_m: 3.2, quay_m: 0.0 };
const ALL: [Mark; 3] = [Mark::DeckEdge, Mark::Waterline, Mark::ShadowEdge];
const GAP: [Mark; 2] = [Mark::DeckEdge, Mark::ShadowEdge];
const WALL: [Mark; 2] = [Mark::DeckEdge, Mark::Waterline];
const FOOT: [Mark; 2] = [Mark::Waterline, Mark::ShadowEdge];

fn read(points: Vec<ImagePoint>, view: &OverheadView, facts: &HullFacts) -> Read {
    read_points(&set(points), &View::Overhead(view.clone()), facts, &params())
}

fn mid(hull: &Box3, view: &OverheadView, sign: f64, marks: &[Mark]) -> Read {
    let points = [hull.ends(view), hull.side(view, sign, Station::Mid, marks)].concat();
    read(points, view, &HullFacts::default())
}

/// Sun in the west, sensor in the east: the eastern side lies in shadow and is seen.
fn good() -> OverheadView {
    view((280.0, 35.0), (100.0, 62.0), 0.3)
}

#[test]
fn each_pair_of_edges_and_all_three_give_back_the_freeboard() {
    let methods = [
        (&ALL[..], FreeboardMethod::ShadowAndLean),
        (&GAP, FreeboardMethod::ShadowAndLean),
        (&WALL, FreeboardMethod::Lean),
        (&FOOT, FreeboardMethod::Shadow),
    ];
    for (marks, method) in methods {
        let read = mid(&HULL, &good(), 1.0, marks);
        assert_eq!(read.refusal, None, "{marks:?}");
        let seen = &read.freeboards[0];
        assert_eq!((seen.method, seen.station), (method, Station::Mid));
        assert!((seen.height_m - 3.2).abs() < 1e-6, "{marks:?}: {}", seen.height_m);
        assert!(seen.sd_m() > 0.05 && seen.sd_m() < 0.8, "{marks:?}: {}", seen.sd_m());
    }
}

#[test]
fn three_edges_are_better_than_any_two() {
    let sd = |marks: &[Mark]| mid(&HULL, &good(), 1.0, marks).freeboards[0].sd_m();
    for pair in [&GAP, &WALL, &FOOT] {
        assert!(sd(&ALL) < sd(pair));
    }
}

/// The measurability of the three arrangements in which the normal lies along the resultant: sun at 30 degrees, view at 25.
#[test]
fn the_gap_is_k_times_the_freeboard_in_the_three_known_arrangements() {
    for (apart, k) in [(0.0, 1.27), (90.0, 1.79), (180.0, 2.20)] {
        let (sun, sensor) = ((0.0, 30.0), (apart, 65.0));
        let view = view(sun, sensor, 0.3);
        // The shadow falls from the sun, the hull leans from the sensor: the normal is along their sum.
        let tan = 25.0_f64.to_radians().tan();
        let cot = 1.0 / 30.0_f64.to_radians().tan();
        let turn = f64::to_radians(apart);
        let resultant = [tan * turn.sin(), tan * turn.cos() - cot];
        let normal_deg = resultant[0].atan2(resultant[1]).to_degrees();
        let hull = Box3 { heading_deg: normal_deg - 90.0, ..HULL };
        let read = mid(&hull, &view, 1.0, &GAP);
        let seen = &read.freeboards[0];
        assert!((seen.measurability.unwrap() - k).abs() < 0.005, "{apart}: {:?}", seen.measurability);
        assert!((seen.height_m - 3.2).abs() < 1e-6);
    }
}

/// Sun 35 degrees high in the south-south-east, sensor 60 degrees high in the east, heading north: K is -0.089 on the side
/// away from the sun, and the shadow is hidden.
#[test]
fn a_hull_that_hides_its_own_shadow_is_refused_and_told_what_would_do() {
    let view = view((160.0, 35.0), (90.0, 60.0), 0.3);
    let hull = Box3 { heading_deg: 0.0, ..HULL };
    let read = mid(&hull, &view, -1.0, &GAP);
    assert!(read.freeboards.is_empty());
    let words = read.refusal.unwrap();
    assert!(words.contains("hides its own shadow (K = -0.09"), "{words}");
    assert!(words.contains("for a hull that lies along 0 deg one of these would do"), "{words}");
    assert!(words.contains("the sun at azimuth"), "{words}");
}

/// One standard deviation of the freeboard from the clicks alone, 0.5 pixels an edge.
#[test]
fn the_error_of_the_clicks_is_that_of_the_published_tables() {
    let clicks = |view: &OverheadView, marks: &[Mark]| {
        let hull = Box3 { heading_deg: 0.0, ..HULL };
        let points = [hull.ends(view), hull.side(view, 1.0, Station::Mid, marks)].concat();
        let params = plimsoll_imagery::waterline::WaterlineParams {
            most_sd_m: 10.0,
            least_measurability: 0.01,
            edge_sd_px: 0.5,
            ..params()
        };
        let read = read_points(&set(points), &View::Overhead(view.clone()), &HullFacts::default(), &params);
        let terms = &read.freeboards[0].terms;
        terms.iter().find(|t| t.source.starts_with("points")).unwrap().sd_m
    };
    let shadow = |elevation: f64, gsd: f64| clicks(&view((270.0, elevation), (0.0, 90.0), gsd), &GAP);
    let table = [
        (0.3, [0.08, 0.12, 0.21, 0.37]),
        (0.5, [0.13, 0.20, 0.35, 0.61]),
        (0.7, [0.18, 0.29, 0.49, 0.86]),
        (3.0, [0.77, 1.2, 2.1, 3.7]),
    ];
    for (gsd, row) in table {
        for (elevation, wanted) in [20.0, 30.0, 45.0, 60.0].into_iter().zip(row) {
            let got = shadow(elevation, gsd);
            let half_a_digit = if wanted >= 1.0 { 0.05 } else { 0.0051 };
            assert!((got - wanted).abs() <= half_a_digit, "{gsd} {elevation}: {got}");
            println!("shadow, GSD {gsd} m, sun {elevation} deg: {got:.2} m");
        }
    }
    for (gsd, row) in [(0.3, [0.58, 0.36, 0.25]), (0.5, [0.96, 0.61, 0.42])] {
        for (zenith, wanted) in [20.0, 30.0, 40.0].into_iter().zip(row) {
            let got = clicks(&view((0.0, 30.0), (90.0, 90.0 - zenith), gsd), &WALL);
            assert!((got - wanted).abs() <= 0.016, "{gsd} {zenith}: {got}");
            println!("side, GSD {gsd} m, view {zenith} deg: {got:.2} m");
        }
    }
}

#[test]
fn the_sun_side_the_far_side_and_missing_angles_are_refused() {
    let toward = mid(&HULL, &good(), -1.0, &GAP).refusal.unwrap();
    assert!(toward.contains("faces the sun"), "{toward}");
    let far = mid(&HULL, &good(), -1.0, &WALL).refusal.unwrap();
    assert!(far.contains("leans over its own waterline"), "{far}");
    let blind = OverheadView { sun: None, sensor_at: good().sensor_at, ..good() };
    let points = [HULL.ends(&blind), HULL.side(&good(), 1.0, Station::Mid, &GAP)].concat();
    let words = read(points, &blind, &HullFacts::default()).refusal.unwrap();
    assert!(words.contains("where the sun stood is not known"), "{words}");
}

#[test]
fn a_sun_along_the_hull_pixels_too_large_and_a_steep_view_are_refused() {
    let along = view((200.0, 35.0), (110.0, 85.0), 0.3);
    let words = mid(&HULL, &along, 1.0, &GAP).refusal.unwrap();
    assert!(words.contains("too narrow") || words.contains("faces the sun"), "{words}");
    let coarse = OverheadView { line_spacing_m: 3.0, sample_spacing_m: 3.0, ..good() };
    let words = mid(&HULL, &coarse, 1.0, &GAP).refusal.unwrap();
    assert!(words.contains("of no use") && words.contains("pixels of at most"), "{words}");
    let steep = view((280.0, 70.0), (100.0, 85.0), 0.3);
    let words = mid(&HULL, &steep, 1.0, &WALL).refusal.unwrap();
    assert!(words.contains("too little of the side"), "{words}");
}

#[test]
fn the_pixel_that_a_refusal_names_does() {
    let coarse = OverheadView { line_spacing_m: 3.0, sample_spacing_m: 3.0, ..good() };
    let would = plimsoll_imagery::waterline::would_do(&coarse, 20.0, &params());
    let pixel = would.pixel_m.unwrap();
    let fine = OverheadView { line_spacing_m: pixel, sample_spacing_m: pixel, ..good() };
    assert!(mid(&HULL, &fine, 1.0, &GAP).refusal.is_none());
    let above = OverheadView { line_spacing_m: pixel * 1.1, sample_spacing_m: pixel * 1.1, ..good() };
    assert!(mid(&HULL, &above, 1.0, &GAP).refusal.is_some());
}

#[test]
fn on_a_quay_the_freeboard_is_above_the_water_and_the_quay_is_a_term() {
    let hull = Box3 { quay_m: 1.4, ..HULL };
    let facts = HullFacts { quay_height_m: Estimate::new(1.2, 1.4, 1.6), ..HullFacts::default() };
    for marks in [&GAP[..], &FOOT, &ALL] {
        let points = [hull.ends(&good()), hull.side(&good(), 1.0, Station::Mid, marks)].concat();
        let got = read(points.clone(), &good(), &facts);
        assert!((got.freeboards[0].height_m - 3.2).abs() < 1e-6, "{marks:?}");
        assert!(got.freeboards[0].terms.iter().any(|t| t.source == "height of the quay" && t.sd_m > 0.02));
        let without = read(points, &good(), &HullFacts::default());
        assert!((without.freeboards[0].height_m - 3.2).abs() > 0.5, "{marks:?}");
    }
    let points = [hull.ends(&good()), hull.side(&good(), 1.0, Station::Mid, &GAP)].concat();
    let gap = read(points, &good(), &facts);
    let quay = gap.freeboards[0].terms.iter().find(|t| t.source == "height of the quay").unwrap();
    assert!((quay.sd_m - 0.2 / 1.645).abs() < 1e-3, "a gap on a quay carries the whole error of its height");
}

#[test]
fn swell_and_a_points_own_error_enter() {
    let points = [HULL.ends(&good()), HULL.side(&good(), 1.0, Station::Mid, &GAP)].concat();
    let swell = HullFacts { swell_height_m: Some(2.0), ..HullFacts::default() };
    let got = read(points.clone(), &good(), &swell);
    let term = got.freeboards[0].terms.iter().find(|t| t.source == "swell").unwrap();
    assert!((term.sd_m - 0.5).abs() < 1e-9);
    let careless = points.into_iter().map(|p| ImagePoint { sd_px: Some(1.0), ..p }).collect();
    let clicks = |read: &Read| read.freeboards[0].terms[0].sd_m;
    let usual = mid(&HULL, &good(), 1.0, &GAP);
    let careless = read(careless, &good(), &HullFacts::default());
    assert!((clicks(&careless) / clicks(&usual) - 2.0).abs() < 1e-6);
}

#[test]
fn stations_are_read_each_and_one_called_by_the_wrong_name_is_not() {
    let stations = [Station::Fore, Station::Mid, Station::Aft];
    let points: Vec<ImagePoint> =
        stations.iter().flat_map(|s| HULL.side(&good(), 1.0, *s, &GAP)).chain(HULL.ends(&good())).collect();
    let got = read(points.clone(), &good(), &HullFacts::default());
    assert_eq!(got.freeboards.iter().map(|f| f.station).collect::<Vec<_>>(), stations);
    assert_eq!(got.measurements.iter().filter(|m| m.method.is_some()).count(), 3);
    let swapped = points
        .into_iter()
        .map(|p| match p.station {
            Some(Station::Fore) => ImagePoint { station: Some(Station::Aft), ..p },
            Some(Station::Aft) => ImagePoint { station: Some(Station::Fore), ..p },
            _ => p,
        })
        .collect();
    let got = read(swapped, &good(), &HullFacts::default());
    assert_eq!(got.freeboards.len(), 1);
    assert!(got.refusal.unwrap().contains("other half of the hull"));
}

#[test]
fn without_bow_and_stern_the_edge_of_the_deck_gives_the_axis() {
    let stations = [Station::Fore, Station::Mid, Station::Aft];
    let points = stations.iter().flat_map(|s| HULL.side(&good(), 1.0, *s, &GAP)).collect();
    let got = read(points, &good(), &HullFacts::default());
    assert_eq!(got.freeboards.len(), 3, "{:?}", got.refusal);
    assert!(got.freeboards.iter().all(|f| (f.height_m - 3.2).abs() < 1e-6));
    let lone = HULL.side(&good(), 1.0, Station::Mid, &GAP);
    let got = read(lone, &good(), &HullFacts::default());
    assert!(got.freeboards.is_empty() && got.refusal.unwrap().contains("mark bow and stern"));
}

#[test]
fn several_clicks_along_an_edge_that_is_not_parallel_to_the_hull_give_its_own_direction() {
    // A side that tapers by eight degrees near the bow.
    let taper = 8.0_f64.to_radians();
    let view = good();
    let at = |along: f64, up: f64| HULL.at(30.0 + along * taper.cos(), 6.0 - along * taper.sin(), up);
    let sun = super::projected::towards(view.sun.unwrap());
    let mut points = HULL.ends(&view);
    for along in [-7.0, 0.0, 7.0] {
        let deck = at(along, 3.2);
        points.push(point(Mark::DeckEdge, Some(Station::Fore), seen(&view, deck)));
        // The shadow is clicked wherever it is convenient along its edge.
        let shifted = super::projected::cut(at(along + 1.5, 3.2), sun, 0.0);
        points.push(point(Mark::ShadowEdge, Some(Station::Fore), seen(&view, shifted)));
    }
    let got = read(points, &view, &HullFacts::default());
    assert!((got.freeboards[0].height_m - 3.2).abs() < 1e-3, "{}", got.freeboards[0].height_m);
}

#[test]
fn a_clock_in_the_wrong_zone_is_found_by_the_two_ways_to_the_height() {
    let points = [HULL.ends(&good()), HULL.side(&good(), 1.0, Station::Mid, &ALL)].concat();
    let right = read(points.clone(), &good(), &HullFacts::default());
    assert_eq!(right.freeboards.len(), 1);
    let hours_off = OverheadView { sun: direction(325.0, 62.0), ..good() };
    let words = read(points, &hours_off, &HullFacts::default()).refusal.unwrap();
    assert!(words.contains("more apart than their errors"), "{words}");
}

#[test]
fn a_deck_that_stands_out_moves_the_lean_and_not_the_gap() {
    let hull = Box3 { beam_m: HULL.beam_m + 0.3, ..HULL };
    let marked = |mark: Mark| {
        let of = if mark == Mark::Waterline { &HULL } else { &hull };
        of.side(&good(), 1.0, Station::Mid, &[mark])
    };
    let all = |marks: &[Mark]| {
        let points = marks.iter().flat_map(|mark| marked(*mark)).chain(HULL.ends(&good())).collect();
        read(points, &good(), &HullFacts::default()).freeboards[0].clone()
    };
    assert!((all(&GAP).height_m - 3.2).abs() < 1e-6);
    let lean = all(&WALL);
    assert!((lean.height_m - (3.2 - 0.15 / lean.measurability.unwrap())).abs() < 1e-6);
    let term = lean.terms.iter().find(|t| t.source == "flare of the side").unwrap();
    assert!(
        (term.sd_m - 0.15 / lean.measurability.unwrap()).abs() < 1e-6,
        "one standard deviation off, and so it says"
    );
    assert!((all(&ALL).height_m - 3.2).abs() < 0.2 * (lean.height_m - 3.2).abs(), "the gap weighs more");
}

proptest! {
    /// Any hull under any sky: what is read is right, and its clicks move it as its error says.
    #[test]
    fn whatever_is_read_is_the_freeboard(
        heading in 0.0..360.0_f64, sun in (0.0..360.0_f64, 8.0..70.0_f64), sensor in (0.0..360.0_f64, 40.0..90.0_f64),
        north in 0.0..360.0_f64, spacing in (0.2..0.8_f64, 0.2..0.8_f64), freeboard in 0.3..9.0_f64, side in any::<bool>(),
        which in 0..4_usize,
    ) {
        let view = OverheadView {
            line_spacing_m: spacing.0,
            sample_spacing_m: spacing.1,
            north_in_image_deg: north,
            ..view(sun, sensor, 1.0)
        };
        let hull = Box3 { heading_deg: heading, freeboard_m: freeboard, ..HULL };
        let sign = if side { 1.0 } else { -1.0 };
        let marks: &[Mark] = [&ALL[..], &GAP, &WALL, &FOOT][which];
        let read = mid(&hull, &view, sign, marks);
        prop_assert!(!read.freeboards.is_empty() || read.refusal.is_some());
        for seen in &read.freeboards {
            prop_assert!((seen.height_m - freeboard).abs() < 1e-5, "{} {}", seen.height_m, freeboard);
            prop_assert!(seen.measurability.unwrap() >= params().least_measurability);
            prop_assert!(seen.sd_m() <= params().most_sd_m);
        }
    }
}
