//! Rendered hulls: their pixels against their truth, their truth against formulas written anew.

use plimsoll_model::{Direction, Mark, Station};
use plimsoll_simulate::hulls::{
    Afloat, Analyst, Clarity, HEADER, Overhead, OverheadCase, PhotoCase, Scene, Sensor, Ship, Side, Sitting,
    Water, clicks_from_above, clicks_on_photo, from_above, from_the_side,
};

fn calm() -> Water {
    Water {
        clarity: Clarity::Turbid,
        swell_height_m: 0.0,
        swell_length_m: 50.0,
        swell_towards_deg: 0.0,
        roughness: 0.5,
    }
}

fn scene(heading_deg: f64, draught: (f64, f64)) -> Scene {
    let afloat = Afloat { heading_deg, draught_fore_m: draught.0, draught_aft_m: draught.1, heel_deg: 0.0 };
    let mut ship = Ship::of_seed(4);
    ship.bulwark_m = 0.0;
    Scene { ship, afloat, quay: None, water: calm(), seed: 11 }
}

fn how(sun: (f64, f64), sensor: (f64, f64)) -> Overhead {
    let towards = |(azimuth_deg, elevation_deg)| Direction { azimuth_deg, elevation_deg };
    Overhead {
        spacing_m: 0.3,
        sun: towards(sun),
        sensor_at: towards(sensor),
        north_in_image_deg: 7.0,
        haze: 0.0,
        sensor: Sensor { blur_px: 0.5, dark_noise: 0.0004, noise_share: 0.003 },
    }
}

fn steady() -> Analyst {
    Analyst {
        name: "steady".to_owned(),
        sd_px: 0.0,
        bias_sd_px: 0.0,
        clicks: 3,
        least_contrast: 4.0,
        is_careless: false,
        gives_sd: false,
        seed: 3,
    }
}

/// Mean offset of the clicks of a mark from its true line, outward, pixels.
fn off_px(scene: &Scene, how: &Overhead, mark: Mark) -> Vec<f64> {
    let image = from_above(scene, how);
    let points = clicks_from_above(scene, how, &image, &steady());
    let side = image.sides.iter().find(|t| t.shadow.is_some()).unwrap().side;
    let at = |side: Side, station: Station| {
        *image.sides.iter().find(|t| t.side == side && t.station == station).unwrap()
    };
    let other = Side::ALL.into_iter().find(|s| *s != side).unwrap();
    let (near, far) = (at(side, Station::Mid).edge, at(other, Station::Mid).edge);
    let (line, sample) = (near[0] - far[0], near[1] - far[1]);
    let length = line.hypot(sample);
    points
        .iter()
        .filter(|p| p.mark == mark && p.station.is_some())
        .map(|p| {
            let truth = at(side, p.station.unwrap());
            let spot = if mark == Mark::ShadowEdge { truth.shadow.unwrap() } else { truth.edge };
            ((p.line - spot[0]) * line + (p.sample - spot[1]) * sample) / length
        })
        .filter(|off| off.abs() < 15.0)
        .collect()
}

#[test]
fn edges_in_the_pixels_lie_where_projection_puts_them() {
    // Sun to starboard of a ship that heads north, sensor to port: the shadow falls to port, the port side is seen.
    let (scene, how) = (scene(0.0, (3.6, 3.6)), how((90.0, 30.0), (270.0, 70.0)));
    for mark in [Mark::DeckEdge, Mark::ShadowEdge] {
        let off = off_px(&scene, &how, mark);
        let mean = off.iter().sum::<f64>() / off.len() as f64;
        assert!(off.len() >= 6 && mean.abs() < 0.25, "{mark:?} {off:?}");
    }
}

#[test]
fn the_factors_are_those_of_sun_and_sensor() {
    let (scene, how) = (scene(30.0, (4.0, 4.0)), how((160.0, 30.0), (200.0, 65.0)));
    let image = from_above(&scene, &how);
    for truth in &image.sides {
        // Outward normal from the heading, azimuths as complex numbers: a second writing of K = n (tan u_v - cot u_s).
        let normal_deg: f64 = if truth.side == Side::Port { 30.0 - 90.0 } else { 30.0 + 90.0 };
        let sun = (160.0 - normal_deg).to_radians().cos() / 30_f64.to_radians().tan();
        let view = (200.0 - normal_deg).to_radians().cos() * 25_f64.to_radians().tan();
        assert!((truth.lean_factor - view).abs() < 1e-9, "{truth:?}");
        assert_eq!(truth.shadow_factor.is_some(), sun < 0.0);
        if let (Some(k), Some(shadow)) = (truth.shadow_factor, truth.shadow) {
            assert!((k - (view - sun)).abs() < 1e-9, "{truth:?}");
            // The gap in the image is K times the height, at the straight side.
            let gap_m = 0.3 * (shadow[0] - truth.edge[0]).hypot(shadow[1] - truth.edge[1]);
            assert!((gap_m - k * truth.freeboard_m).abs() < 0.02, "{gap_m} {truth:?}");
        }
    }
}

#[test]
fn freeboard_and_draught_make_the_height_of_the_edge() {
    let scene = scene(80.0, (3.0, 4.4));
    let image = from_above(&scene, &how((160.0, 30.0), (200.0, 65.0)));
    for truth in &image.sides {
        let along = match truth.station {
            Station::Fore => 0.20,
            Station::Mid => 0.0,
            Station::Aft => -0.22,
        } * scene.ship.length_m;
        let draught = 3.7 - 1.4 * along / scene.ship.between_perpendiculars_m;
        let height = scene.ship.edge_m(along);
        assert!((truth.freeboard_m + draught - height).abs() < 0.02, "{truth:?}");
    }
    let listed = Scene { afloat: Afloat { heel_deg: 2.0, ..scene.afloat }, ..scene.clone() };
    let image = from_above(&listed, &how((160.0, 30.0), (200.0, 65.0)));
    let at =
        |side| image.sides.iter().find(|t| t.side == side && t.station == Station::Mid).unwrap().freeboard_m;
    let rise = scene.ship.beam_m * 2_f64.to_radians().sin();
    assert!((at(Side::Port) - at(Side::Starboard) - rise).abs() < 0.01, "a list to starboard lifts port");
}

#[test]
fn a_hull_that_hides_its_shadow_shows_none() {
    // Sun and sensor both to starboard, the sensor lower: the hull leans to port over its whole shadow.
    let (scene, how) = (scene(0.0, (3.6, 3.6)), how((90.0, 60.0), (90.0, 50.0)));
    let image = from_above(&scene, &how);
    let hidden = image.sides.iter().filter_map(|t| t.shadow_factor);
    assert!(hidden.clone().count() == 3 && hidden.clone().all(|k| k < 0.0));
    let shadows = |analyst: &Analyst| {
        let points = clicks_from_above(&scene, &how, &image, analyst);
        points.iter().filter(|p| p.mark == Mark::ShadowEdge).count()
    };
    assert_eq!(shadows(&steady()), 0);
    assert!(
        shadows(&Analyst { is_careless: true, ..steady() }) > 0,
        "who is careless marks one all the same"
    );
}

#[test]
fn the_same_seed_gives_the_same_image_and_points() {
    let case = OverheadCase::of_seed(9);
    let make = || {
        let image = from_above(&case.scene, &case.how);
        let points = clicks_from_above(&case.scene, &case.how, &image, &case.analyst);
        (image.picture, points)
    };
    assert_eq!(make(), make());
}

#[test]
fn heights_in_a_photograph_are_those_of_its_range() {
    for seed in [1, 4, 8] {
        let case = PhotoCase::of_seed(seed);
        let photo = from_the_side(&case.scene, &case.how);
        for truth in &photo.stations {
            let px = (truth.edge[0] - truth.waterline[0]).hypot(truth.edge[1] - truth.waterline[1]);
            let slope = (case.how.height_m / truth.distance_m).asin().cos();
            let metres = px * truth.distance_m / case.how.focal_px / slope;
            let off_axis = truth.edge[0] / case.how.size_px.0 as f64 - 0.5;
            assert!(
                (metres / truth.freeboard_m - 1.0).abs() < 0.03 + 0.05 * off_axis.abs(),
                "{metres} {truth:?}"
            );
        }
        let points = clicks_on_photo(&photo, &case.analyst, 0.0);
        assert!(points.iter().any(|p| p.mark == Mark::DeckEdge), "seed {seed}");
    }
}

#[test]
fn the_visible_horizon_lies_below_the_true_one_by_the_dip() {
    let mut case = PhotoCase::of_seed(4);
    case.how.roll_deg = 0.0;
    case.how.height_m = 300.0;
    case.how.range_m = 2000.0;
    case.how.focal_px = 8000.0;
    case.how.ship_at = 0.7;
    case.how.refraction = 0.0;
    let photo = from_the_side(&case.scene, &case.how);
    let spot = photo.horizon[photo.horizon.len() / 2];
    // Angles from the middle line of the image; the ship's middle stands at 0.7 of the lines.
    let angle = |line: f64| ((line - 1999.5) / 8000.0).atan();
    let ship = angle(0.7 * 4000.0);
    let dip = (6_371_000.0_f64 / 6_371_300.0).acos();
    let depression = (300.0_f64 / 2000.0).atan();
    let between = ship - angle(spot[0]);
    assert!((between - (depression - dip)).abs() < 2e-4, "{between} {depression} {dip}");
}

#[test]
fn a_file_of_points_has_a_row_for_each_and_known_words() {
    let case = OverheadCase::of_seed(5);
    let image = from_above(&case.scene, &case.how);
    let points = clicks_from_above(&case.scene, &case.how, &image, &case.analyst);
    let sitting = Sitting {
        image: "above-5.png".to_owned(),
        ship: "Invented 5".to_owned(),
        set_at: "2030-01-01T00:00:00Z".parse().unwrap(),
    };
    let rows = sitting.rows(&case.analyst, &points);
    let columns = HEADER.trim().split(',').count();
    assert_eq!(rows.lines().count(), points.len());
    for row in rows.lines() {
        let cells: Vec<&str> = row.split(',').collect();
        assert!(cells.len() == columns && Mark::parse(cells[4]).is_some(), "{row}");
        assert!(cells[5].is_empty() || Station::parse(cells[5]).is_some(), "{row}");
    }
}
