//! Freeboards in photographs.

use super::camera::{Camera, Hull, dip_rad, point};
use super::{params, set};
use plimsoll_imagery::waterline::{HullFacts, PhotoView, Read, Side, View, WaterlineParams, read_points};
use plimsoll_model::{Estimate, FreeboardMethod, ImagePoint, Mark, Measurable, Station};
use proptest::prelude::*;

const STATIONS: [Station; 3] = [Station::Fore, Station::Mid, Station::Aft];

/// A patrol: 300 m up, two kilometres off.
const PATROL: Camera = Camera { height_m: 300.0, focal_px: 12_000.0, pitch_deg: 7.0, roll_deg: 2.0 };
const SHIP: Hull = Hull { middle: (30.0, 2_000.0), turn_deg: 12.0, length_m: 96.0, beam_m: 15.0 };

fn exact(value: f64) -> Option<Estimate<f64>> {
    Estimate::new(value, value, value)
}

fn read(points: Vec<ImagePoint>, view: &PhotoView, facts: &HullFacts) -> Read {
    read_points(&set(points), &View::Photo(view.clone()), facts, &params())
}

fn forward(ship: &Hull, station: Station) -> f64 {
    match station {
        Station::Fore => 0.35 * ship.length_m,
        Station::Mid => 0.0,
        Station::Aft => -0.35 * ship.length_m,
    }
}

/// A mark so high at a station.
fn at(camera: &Camera, ship: &Hull, mark: Mark, station: Station, up: f64) -> ImagePoint {
    point(mark, Some(station), camera.seen(ship.at(forward(ship, station), up)))
}

fn side(camera: &Camera, ship: &Hull, height: f64) -> Vec<ImagePoint> {
    let pair = |s: &Station| {
        [at(camera, ship, Mark::Waterline, *s, 0.0), at(camera, ship, Mark::DeckEdge, *s, height)]
    };
    STATIONS.iter().flat_map(pair).collect()
}

fn horizon(camera: &Camera) -> Vec<ImagePoint> {
    [-9.0, 1.0, 8.0].map(|right| point(Mark::Horizon, None, camera.horizon(right))).to_vec()
}

fn ends(camera: &Camera, ship: &Hull, up: f64) -> Vec<ImagePoint> {
    let half = ship.length_m / 2.0;
    vec![
        point(Mark::Bow, None, camera.seen(ship.at(half, up))),
        point(Mark::Stern, None, camera.seen(ship.at(-half, up))),
    ]
}

fn vertical(
    camera: &Camera,
    ship: &Hull,
    number: u32,
    forward: f64,
    from: f64,
    height: f64,
) -> [ImagePoint; 2] {
    [(Mark::VerticalTop, from + height), (Mark::VerticalFoot, from)].map(|(mark, up)| ImagePoint {
        number,
        value_m: Some(height),
        ..point(mark, None, camera.seen(ship.at(forward, up)))
    })
}

fn by(read: &Read, method: FreeboardMethod) -> Vec<(Station, f64, f64)> {
    let of = read.freeboards.iter().filter(|f| f.method == method);
    of.map(|f| (f.station, f.height_m, f.sd_m())).collect()
}

#[test]
fn the_horizon_and_the_height_of_the_camera_give_back_the_freeboard() {
    let points = [side(&PATROL, &SHIP, 4.0), horizon(&PATROL), ends(&PATROL, &SHIP, 4.0)].concat();
    let read = read(points, &PATROL.view(), &HullFacts::default());
    let found = by(&read, FreeboardMethod::Horizon);
    assert_eq!(found.len(), 3, "{:?}", read.refusal);
    for (station, height, sd) in found {
        assert!((height - 4.0).abs() < 2e-3, "{station:?}: {height}");
        assert!(sd > 0.05 && sd < 0.6, "{station:?}: {sd}");
    }
    assert!(read.freeboards.iter().all(|f| f.side == Some(Side::Starboard) && f.measurability.is_none()));
}

/// Rows alone, with the visible horizon taken for the true one, read too high; with the dip they do not.
#[test]
fn without_the_dip_a_freeboard_is_read_six_to_seven_percent_high() {
    let level = Camera { pitch_deg: 0.0, roll_deg: 0.0, ..PATROL };
    let ship = Hull { middle: (0.0, 2_000.0), turn_deg: 0.0, ..SHIP };
    let row = |up: f64| level.seen(ship.at(0.0, up)).0;
    let (water, deck, visible) = (row(0.0), row(4.0), level.horizon(0.0).0);
    let naive = level.height_m * (water - deck) / (water - visible);
    let high = naive / 4.0 - 1.0;
    println!("visible horizon for the true one, camera 300 m, range 2 km: {:.1} % high", 100.0 * high);
    assert!((0.06..0.07).contains(&high), "{high}");
    let true_horizon = visible - level.focal_px * dip_rad(level.height_m).tan();
    let small = level.height_m * (water - deck) / (water - true_horizon);
    assert!((small / 4.0 - 1.0).abs() < 0.002, "{small}");
    let points = [side(&level, &ship, 4.0), horizon(&level)].concat();
    let exact = by(&read(points, &level.view(), &HullFacts::default()), FreeboardMethod::Horizon);
    assert!((exact[1].1 - 4.0).abs() < 1e-3);
}

/// How far rows alone, true horizon and all, are off when the camera is pointed at the ship: the exact form is needed.
#[test]
fn rows_alone_fail_where_the_view_is_steep_and_the_exact_form_does_not() {
    let steep = Camera { height_m: 300.0, focal_px: 3_000.0, pitch_deg: 18.0, roll_deg: 0.0 };
    let ship = Hull { middle: (0.0, 600.0), turn_deg: 0.0, ..SHIP };
    let row = |up: f64| steep.seen(ship.at(0.0, up)).0;
    let pitch = steep.pitch_deg.to_radians();
    let true_horizon = 1_999.5 - steep.focal_px * pitch.tan();
    let rows = steep.height_m * (row(0.0) - row(4.0)) / (row(0.0) - true_horizon);
    println!("rows alone at 27 degrees below the horizon: {:.1} % off", 100.0 * (rows / 4.0 - 1.0));
    assert!((rows / 4.0 - 1.0).abs() > 0.03, "{rows}");
    let points = [side(&steep, &ship, 4.0), horizon(&steep)].concat();
    let exact = by(&read(points, &steep.view(), &HullFacts::default()), FreeboardMethod::Horizon);
    assert!((exact[1].1 - 4.0).abs() < 2e-3, "{exact:?}");
}

/// A ship of 96 m seen abeam across so many pixels, a deck 4 m up, 1.5 pixels a click.
fn abeam(pixels: f64) -> Read {
    let place = |mark, station, line: f64, sample: f64| point(mark, station, (line, sample));
    let scale = pixels / 96.0;
    let points = vec![
        place(Mark::Bow, None, 1_000.0, 1_000.0 + pixels),
        place(Mark::Stern, None, 1_000.0, 1_000.0),
        place(Mark::BeamEnd, None, 1_000.0, 1_000.0),
        place(Mark::BeamEnd, None, 1_010.0, 1_000.0),
        place(Mark::Waterline, Some(Station::Mid), 1_000.0 + 4.0 * scale, 1_000.0 + pixels / 2.0),
        place(Mark::DeckEdge, Some(Station::Mid), 1_000.0, 1_000.0 + pixels / 2.0),
        place(Mark::Horizon, None, 500.0, 500.0),
        place(Mark::Horizon, None, 500.0, 5_000.0),
    ];
    let view = PhotoView { focal_px: None, camera_height_m: None, ..PATROL.view() };
    let facts = HullFacts { length_overall_m: exact(96.0), beam_m: exact(15.0), ..HullFacts::default() };
    let params = WaterlineParams { photo_sd_px: 1.5, ..params() };
    read_points(&set(points), &View::Photo(view), &facts, &params)
}

#[test]
fn a_ship_too_small_in_the_photograph_is_refused_with_the_size_that_would_do() {
    let words = abeam(100.0).refusal.unwrap();
    let times: f64 = words
        .split(" times as many pixels")
        .next()
        .and_then(|before| before.rsplit(' ').next())
        .and_then(|times| times.parse().ok())
        .unwrap_or_else(|| panic!("{words}"));
    assert!((times - 2.1).abs() < 0.11, "{words}");
    let by_length = |pixels: f64| by(&abeam(pixels), FreeboardMethod::KnownLength).len();
    assert_eq!((by_length(100.0 * (times + 0.1)), by_length(100.0 * (times - 0.2))), (1, 0));
}

/// One standard deviation from the clicks alone, 1.5 pixels each, for a ship of 96 m across so many pixels.
#[test]
fn the_error_by_length_is_that_of_the_published_table() {
    for (pixels, wanted) in [(400.0, 0.51), (800.0, 0.25), (1_600.0, 0.13), (3_000.0, 0.07)] {
        let read = abeam(pixels);
        let reading = read.freeboards.iter().find(|f| f.method == FreeboardMethod::KnownLength).unwrap();
        let clicks = reading.terms.iter().find(|t| t.source.starts_with("points")).unwrap().sd_m;
        println!("ship across {pixels} px: {clicks:.2} m");
        // The table has the two edges alone; bow and stern, and the slant of the view, add a little.
        let edges = 2.0_f64.sqrt() * 1.5 * 96.0 / pixels;
        assert!((edges - wanted).abs() < 0.005, "{pixels}: {edges}");
        assert!(clicks > edges && clicks < 1.015 * edges, "{pixels}: {clicks}");
        assert!((reading.height_m - 4.0).abs() < 0.05);
    }
}

#[test]
fn two_verticals_give_the_scale_all_along_the_hull() {
    let ship = Hull { turn_deg: 40.0, middle: (0.0, 700.0), ..SHIP };
    let camera = Camera { height_m: 60.0, focal_px: 9_000.0, pitch_deg: 4.0, roll_deg: -3.0 };
    let view = PhotoView { camera_height_m: None, focal_px: None, ..camera.view() };
    let mut points = [side(&camera, &ship, 3.5), ends(&camera, &ship, 3.5)].concat();
    points.extend(vertical(&camera, &ship, 1, 30.0, 3.5, 2.7));
    let one = read(points.clone(), &view, &HullFacts::default());
    points.extend(vertical(&camera, &ship, 2, -38.0, 3.5, 10.8));
    points.extend(vertical(&camera, &ship, 3, 36.0, 3.5, 10.8));
    let many = read(points, &view, &HullFacts::default());
    let (one, many) = (by(&one, FreeboardMethod::KnownVertical), by(&many, FreeboardMethod::KnownVertical));
    assert_eq!(many.len(), 3);
    // The hull's bow is 10 % farther than its stern: one vertical near the bow cannot know it, three do.
    for (station, height, sd) in &many {
        assert!((height - 3.5).abs() < 0.06, "{station:?}: {height} +- {sd}");
    }
    let aft = one.iter().find(|(station, ..)| *station == Station::Aft).unwrap();
    assert!((aft.1 - 3.5).abs() > 0.1 && (aft.1 - 3.5).abs() < 3.0 * aft.2, "{aft:?}");
}

#[test]
fn the_turn_of_the_hull_is_solved_by_the_beam_and_by_the_ranges() {
    let ship = Hull { turn_deg: -25.0, ..SHIP };
    let facts = HullFacts { length_overall_m: exact(96.0), beam_m: exact(15.0), ..HullFacts::default() };
    let base = [side(&PATROL, &ship, 4.0), ends(&PATROL, &ship, 4.0), horizon(&PATROL)].concat();
    let near_end = point(Mark::BeamEnd, None, PATROL.seen(ship.at(48.0, 4.0)));
    let beam = vec![near_end, point(Mark::BeamEnd, None, PATROL.seen(ship.far_corner(4.0)))];
    let unturned = {
        let px = |s: Station, mark, up| at(&PATROL, &ship, mark, s, up);
        let long = base.iter().find(|p| p.mark == Mark::Bow).unwrap().sample
            - base.iter().find(|p| p.mark == Mark::Stern).unwrap().sample;
        (px(Station::Mid, Mark::Waterline, 0.0).line - px(Station::Mid, Mark::DeckEdge, 4.0).line) * 96.0
            / long
    };
    println!("turn of 25 degrees ignored: {:.0} % high", 100.0 * (unturned / 4.0 - 1.0));
    assert!(unturned / 4.0 > 1.08);
    // By the beam: no height of the camera, so that no range is known.
    let view = PhotoView { camera_height_m: None, ..PATROL.view() };
    let by_beam = read([base.clone(), beam].concat(), &view, &facts);
    let by_ranges = read(base.clone(), &PATROL.view(), &HullFacts { beam_m: None, ..facts.clone() });
    for read in [by_beam, by_ranges] {
        let found = by(&read, FreeboardMethod::KnownLength);
        assert_eq!(found.len(), 3, "{:?}", read.refusal);
        for (station, height, sd) in found {
            assert!((height - 4.0).abs() < 0.03, "{station:?}: {height} +- {sd}");
        }
    }
    let refused = read(base, &view, &HullFacts { beam_m: None, ..facts }).refusal.unwrap();
    assert!(refused.contains("how the hull is turned"), "{refused}");
}

#[test]
fn the_boot_topping_and_draught_marks_are_read() {
    let facts = HullFacts { swell_height_m: Some(0.4), ..HullFacts::default() };
    let mut points = [side(&PATROL, &SHIP, 4.0), horizon(&PATROL)].concat();
    points.push(at(&PATROL, &SHIP, Mark::BandTop, Station::Mid, 1.3));
    for (up, value) in [(0.5, 5.4), (1.5, 6.4), (2.5, 7.4)] {
        let mark = at(&PATROL, &SHIP, Mark::DraughtMark, Station::Aft, up);
        points.push(ImagePoint { value_m: Some(value), ..mark });
    }
    let read = read(points, &PATROL.view(), &facts);
    assert_eq!(read.refusal, None);
    let band = read.measurements.iter().find(|m| m.quantity == Measurable::BandHeight).unwrap();
    assert_eq!((band.method, band.station), (Some(FreeboardMethod::BootTopping), Some(Station::Mid)));
    assert!((band.value.mid() - 1.3).abs() < 2e-3 && band.basis.contains("by horizon"), "{band:?}");
    let draught = read.measurements.iter().find(|m| m.quantity == Measurable::MarkedDraught).unwrap();
    assert!((draught.value.mid() - 4.9).abs() < 2e-3, "{draught:?}");
    let reading = read.freeboards.iter().find(|f| f.method == FreeboardMethod::DraughtMarks).unwrap();
    assert!((reading.height_m - 4.9).abs() < 2e-3);
    assert!(reading.terms.iter().any(|t| t.source == "swell" && (t.sd_m - 0.1).abs() < 1e-12));
}

#[test]
fn what_is_lacking_is_named() {
    let words = |points: Vec<ImagePoint>, view: &PhotoView| {
        read(points, view, &HullFacts::default()).refusal.unwrap()
    };
    let bare = side(&PATROL, &SHIP, 4.0);
    assert!(words(bare.clone(), &PATROL.view()).contains("nothing gives the scale"));
    let with = [bare.clone(), horizon(&PATROL)].concat();
    let no_focal = PhotoView { focal_px: None, ..PATROL.view() };
    assert!(words(with.clone(), &no_focal).contains("focal length"));
    let no_height = PhotoView { camera_height_m: None, ..PATROL.view() };
    assert!(words(with, &no_height).contains("the height of the camera"));
    let one = [bare.clone(), vec![point(Mark::Horizon, None, PATROL.horizon(0.0))]].concat();
    assert!(words(one, &PATROL.view()).contains("two points on the horizon"));
    let top = [bare, vec![point(Mark::VerticalTop, None, (10.0, 10.0))]].concat();
    assert!(words(top, &PATROL.view()).contains("of one number"));
    let mark =
        vec![ImagePoint { value_m: Some(5.0), ..at(&PATROL, &SHIP, Mark::DraughtMark, Station::Mid, 1.0) }];
    assert!(words(mark, &PATROL.view()).contains("two marks of different value"));
    let deck = vec![at(&PATROL, &SHIP, Mark::DeckEdge, Station::Mid, 4.0)];
    assert!(words(deck, &PATROL.view()).contains("the waterline below it is not"));
}

#[test]
fn a_camera_of_unknown_height_is_refused_and_a_badly_known_one_says_so() {
    let points = [side(&PATROL, &SHIP, 4.0), horizon(&PATROL)].concat();
    let rough = PhotoView { camera_height_m: Estimate::new(250.0, 300.0, 350.0), ..PATROL.view() };
    let read = read(points, &rough, &HullFacts::default());
    let reading = &read.freeboards[0];
    let camera = reading.terms.iter().find(|t| t.source == "height of the camera").unwrap();
    // A tenth of the height is a tenth of the freeboard, and a little more: the dip goes with it.
    assert!((camera.sd_m - 4.0 * 50.0 / 1.645 / 300.0).abs() < 0.02, "{camera:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_camera_gives_back_the_freeboard_by_its_horizon(
        height in 15.0..600.0_f64, steep in 0.03..0.4_f64, off in -0.1..0.1_f64, roll in -15.0..15.0_f64,
        aim in -3.0..3.0_f64, turn in -60.0..60.0_f64, freeboard in 0.5..9.0_f64,
    ) {
        let range = height / steep;
        let pitch_deg = steep.atan().to_degrees() + aim;
        let camera = Camera { height_m: height, focal_px: 4.0e4, pitch_deg, roll_deg: roll };
        let ship = Hull { middle: (off * range, range), turn_deg: turn, ..SHIP };
        let points = [side(&camera, &ship, freeboard), horizon(&camera)].concat();
        let read = read(points, &camera.view(), &HullFacts::default());
        for (_, found, sd) in by(&read, FreeboardMethod::Horizon) {
            prop_assert!((found - freeboard).abs() < 2e-3 * freeboard + 2e-3, "{found} +- {sd} for {freeboard}");
        }
    }
}
