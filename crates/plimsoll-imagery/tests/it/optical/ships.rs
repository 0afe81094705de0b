//! Ships that were drawn: found, measured, told from wakes, cloud, quays and each other.

use super::drawn::{Drawing, DrawnHull, GREEN, RED, SEA, WHITE, options, uniform};
use super::{found, opened};
use plimsoll_imagery::optical::OpticalDetections;
use plimsoll_model::{Detection, DetectionKind, DetectionQuality};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Width of a point at half height, pixels, and noise of the water, steps: about those of the images this was made for.
const BLUR: f64 = 1.5;
const NOISE: f64 = 2.0;

fn see(drawing: &Drawing, seed: u64) -> OpticalDetections {
    let mut scene = opened("drawn.png", &drawing.expose(BLUR, NOISE, seed), &options());
    let found = found(&mut scene);
    for d in &found.detections {
        println!(
            "line {:.1} sample {:.1} {} {} L {:?} B {:?} axis {:?} {}",
            d.line,
            d.sample,
            d.kind.as_str(),
            d.quality.as_str(),
            d.length_m.map(|l| l.mid().round()),
            d.beam_m.map(|b| b.mid().round()),
            d.axis_deg.map(f64::round),
            d.reasons.join("; ")
        );
    }
    found
}

fn ships(found: &OpticalDetections) -> Vec<&Detection> {
    found.detections.iter().filter(|d| d.kind == DetectionKind::Ship).collect()
}

fn hull(middle: (f64, f64), length: f64, beam: f64, from_up_deg: f64, deck: [f32; 3]) -> DrawnHull {
    DrawnHull { middle, length, beam, from_up_deg, deck, house: WHITE }
}

#[test]
fn three_ships_are_found_and_nothing_else() {
    let mut drawing = Drawing::of(300, 400, SEA);
    let drawn = [
        hull((80.0, 90.0), 60.0, 10.0, 20.0, RED),
        hull((200.0, 120.5), 40.0, 7.0, 100.0, GREEN),
        hull((140.0, 300.0), 90.0, 14.0, 160.0, WHITE),
    ];
    drawn.iter().for_each(|h| drawing.hull(*h));
    let found = see(&drawing, 1);
    let ships = ships(&found);
    assert_eq!((ships.len(), found.detections.len()), (3, 3));
    for h in drawn {
        let ship = ships.iter().find(|d| (d.line - h.middle.0).hypot(d.sample - h.middle.1) < 3.0).unwrap();
        let length = ship.length_m.unwrap();
        assert!((length.mid() - 3.0 * h.length).abs() < 6.0, "{length:?} for {h:?}");
        assert!((ship.beam_m.unwrap().mid() - 3.0 * h.beam).abs() < 4.0, "{:?} for {h:?}", ship.beam_m);
        let apart = (ship.axis_deg.unwrap() - h.from_up_deg).rem_euclid(180.0);
        assert!(apart.min(180.0 - apart) < 1.5, "{apart}");
        assert_eq!(ship.quality, DetectionQuality::High);
        assert!(ship.log_likelihood_ratio > 100.0);
    }
    assert_eq!(found.cloud.share(), Some(0.0));
}

#[test]
fn water_alone_holds_nothing() {
    for seed in 0..3 {
        let mut drawing = Drawing::of(300, 400, SEA);
        drawing.paint(|line, sample, v| {
            let slow = (8.0 * (line / 150.0).sin() + 6.0 * (sample / 190.0).cos()) as f32;
            Some(v.map(|v| v + slow))
        });
        let found = see(&drawing, seed);
        assert_eq!(found.detections.len(), 0);
        assert!(found.searched_px > 110_000);
    }
}

/// How far the sizes of hulls drawn at random are off, pixels; prints what the parameters rest on.
#[test]
fn intervals_hold_what_they_say() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let (mut lengths, mut beams, mut axes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut held, mut beams_held, mut missed) = (0, 0, 0);
    for round in 0..12 {
        let mut drawing = Drawing::of(330, 330, SEA);
        let mut drawn = Vec::new();
        for place in 0..4 {
            let middle = (
                80.0 + 165.0 * f64::from(place / 2) + uniform(&mut rng),
                80.0 + 165.0 * f64::from(place % 2) + uniform(&mut rng),
            );
            let length = 25.0 + 75.0 * uniform(&mut rng);
            let beam = length / (5.0 + 2.5 * uniform(&mut rng));
            let deck = [RED, GREEN, WHITE, [95.0, 88.0, 80.0]][(4.0 * uniform(&mut rng)) as usize];
            drawn.push(hull(middle, length, beam, 180.0 * uniform(&mut rng), deck));
        }
        drawn.iter().for_each(|h| drawing.hull(*h));
        let mut scene = opened("drawn.png", &drawing.expose(BLUR, NOISE, 100 + round), &options());
        let found = found(&mut scene);
        for h in &drawn {
            let near = |d: &&&Detection| (d.line - h.middle.0).hypot(d.sample - h.middle.1) < 10.0;
            let ships = ships(&found);
            let Some(ship) = ships.iter().find(near) else {
                missed += 1;
                println!("missed {h:?}");
                continue;
            };
            let (l, b) = (ship.length_m.unwrap(), ship.beam_m.unwrap());
            let truth = (3.0 * h.length, 3.0 * h.beam);
            lengths.push((l.mid() - truth.0) / 3.0);
            beams.push((b.mid() - truth.1) / 3.0);
            held += usize::from(l.low() <= truth.0 && truth.0 <= l.high());
            beams_held += usize::from(b.low() <= truth.1 && truth.1 <= b.high());
            let apart = (ship.axis_deg.unwrap() - h.from_up_deg).rem_euclid(180.0);
            axes.push(apart.min(180.0 - apart));
        }
    }
    let n = lengths.len() as f64;
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let sd =
        |v: &[f64]| (v.iter().map(|x| (x - mean(v)).powi(2)).sum::<f64>() / (v.len() as f64 - 1.0)).sqrt();
    println!(
        "{n} of 48 hulls of 75 to 300 m: length off by {:+.2} px, sd {:.2}; beam {:+.2}, sd {:.2}; axis {:.2} degrees; \
         {held} lengths and {beams_held} beams in their 90 % intervals; {missed} missed",
        mean(&lengths),
        sd(&lengths),
        mean(&beams),
        sd(&beams),
        mean(&axes),
    );
    assert!(missed <= 1);
    assert!(mean(&lengths).abs() < 0.5 && mean(&beams).abs() < 0.4);
    assert!(held as f64 >= 0.85 * n && beams_held as f64 >= 0.85 * n);
    assert!(mean(&axes) < 1.0);
}

#[test]
fn a_wake_is_no_part_of_the_hull() {
    let mut drawing = Drawing::of(300, 300, SEA);
    let ship = hull((100.0, 150.0), 30.0, 6.0, 10.0, WHITE);
    let (sin, cos) = 10.0_f64.to_radians().sin_cos();
    drawing.wake((100.0 + 15.0 * cos, 150.0 - 15.0 * sin), 10.0, 90.0);
    drawing.hull(ship);
    let found = see(&drawing, 3);
    let ships = ships(&found);
    assert_eq!(ships.len(), 1);
    let length = ships[0].length_m.unwrap();
    // 90 m of hull, 270 m of foam behind.
    assert!(length.mid() < 130.0, "{length:?}");
    assert!(length.low() <= 90.0 && length.high() >= 90.0, "{length:?}");
    assert!(ships[0].reasons.iter().any(|r| r.contains("wake")));
}

#[test]
fn a_barge_alongside_is_another_hull() {
    let mut drawing = Drawing::of(300, 300, SEA);
    drawing.hull(hull((150.0, 150.0), 80.0, 13.0, 0.0, RED));
    drawing.hull(hull((150.0, 162.0), 24.0, 8.0, 0.0, WHITE));
    let found = see(&drawing, 4);
    let ships = ships(&found);
    assert_eq!(ships.len(), 2);
    let large =
        ships.iter().max_by(|a, b| a.length_m.unwrap().mid().total_cmp(&b.length_m.unwrap().mid())).unwrap();
    assert!((large.length_m.unwrap().mid() - 240.0).abs() < 8.0);
    assert!((large.beam_m.unwrap().mid() - 39.0).abs() < 5.0, "{:?}", large.beam_m);
    let small = ships.iter().find(|d| d.id != large.id).unwrap();
    assert!(small.reasons.iter().any(|r| r.contains("alongside")));
}

#[test]
fn cloud_is_cloud_and_counted() {
    let mut drawing = Drawing::of(500, 500, SEA);
    // Soft-edged, 200 pixels across: 600 m.
    drawing.paint(|line, sample, v| {
        let far = (line - 330.0).hypot(sample - 330.0);
        let share = (1.0 / (1.0 + ((far - 100.0) / 8.0).exp())) as f32;
        Some(v.map(|v| v + share * (235.0 - v)))
    });
    // A puff no larger than a ship.
    drawing.paint(|line, sample, v| {
        let share =
            (0.6 * (-((line - 100.0).powi(2) / 500.0 + (sample - 380.0).powi(2) / 200.0)).exp()) as f32;
        Some(v.map(|v| v + share * (235.0 - v)))
    });
    drawing.hull(hull((100.0, 110.0), 60.0, 10.0, 45.0, RED));
    let found = see(&drawing, 5);
    let ships = ships(&found);
    assert_eq!(ships.len(), 1, "the ship alone");
    let share = found.cloud.share().unwrap();
    let truth = std::f64::consts::PI * 100.0 * 100.0 / (500.0 * 500.0);
    println!("cloud {share:.3}, drawn {truth:.3}");
    assert!((share - truth).abs() < 0.04);
    assert!(found.cloud.is_cloud(330, 330) && !found.cloud.is_cloud(100, 110));
}

#[test]
fn a_quay_is_land_and_a_ship_off_it_is_found() {
    let mut drawing = Drawing::of(400, 400, SEA);
    // Land with sheds: squares of 8 pixels, light and dark, and a quay that reaches into the water.
    drawing.paint(|line, sample, _| {
        let is_land = sample < 120.0 || (line > 180.0 && line < 215.0 && sample < 220.0);
        let shade = ((line / 8.0) as i64 * 7 + (sample / 8.0) as i64 * 13).rem_euclid(5) as f32;
        is_land.then_some([90.0 + 30.0 * shade, 85.0 + 30.0 * shade, 80.0 + 28.0 * shade])
    });
    drawing.hull(hull((250.0, 300.0), 70.0, 11.0, 90.0, RED));
    // A breakwater: a thin line.
    drawing.paint(|line, sample, _| {
        ((line - 60.0).abs() < 1.5 && sample > 200.0 && sample < 330.0).then_some([120.0, 115.0, 105.0])
    });
    let found = see(&drawing, 6);
    let ships = ships(&found);
    assert_eq!(ships.len(), 1);
    assert!((ships[0].sample - 300.0).abs() < 2.0);
}

#[test]
fn breaking_waves_are_not_ships() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut drawing = Drawing::of(300, 300, SEA);
    let mut at = |i: u32| 15.0 + 27.0 * f64::from(i) + 10.0 * uniform(&mut rng);
    let caps: Vec<(f64, f64)> = (0..110).map(|i| (at(i / 10), at(i % 10))).collect();
    drawing.paint(|line, sample, v| {
        let near = caps.iter().any(|c| (line - c.0).abs() < 0.6 && (sample - c.1).abs() < 1.5);
        near.then(|| v.map(|v| v + 60.0))
    });
    let found = see(&drawing, 12);
    assert_eq!(ships(&found).len(), 0);
}

#[test]
fn a_fine_image_is_searched_coarsely_and_measured_finely() {
    // The same ship at 0.75 m: four pixels to one.
    let mut drawing = Drawing::of(600, 600, SEA);
    drawing.hull(hull((300.0, 300.0), 200.0, 32.0, 30.0, RED));
    let mut scene = opened(
        "fine.png",
        &drawing.expose(BLUR, NOISE, 8),
        &plimsoll_imagery::optical::OpticalOptions { pixel_spacing_m: Some(0.75), ..options() },
    );
    let found = found(&mut scene);
    let ships = ships(&found);
    assert_eq!(ships.len(), 1);
    assert!((ships[0].length_m.unwrap().mid() - 150.0).abs() < 2.0, "{:?}", ships[0].length_m);
    assert!((ships[0].line - 300.0).abs() < 1.0 && (ships[0].sample - 300.0).abs() < 1.0);
}

#[test]
fn identifiers_and_rows_do_not_depend_on_the_run() {
    let mut drawing = Drawing::of(200, 200, SEA);
    drawing.hull(hull((100.0, 100.0), 50.0, 9.0, 77.0, RED));
    let bytes = drawing.expose(BLUR, NOISE, 9);
    let run = || found(&mut opened("a.png", &bytes, &options())).detections;
    assert_eq!(run(), run());
}
