//! The real images: fifteen ships placed by hand, and what else is taken for one.

use super::{found, opened};
use crate::raster_real::real;
use plimsoll_imagery::optical::{OpticalDetections, OpticalOptions};
use plimsoll_model::{Detection, DetectionKind};

fn options(spacing_m: f64) -> OpticalOptions {
    OpticalOptions { pixel_spacing_m: Some(spacing_m), ..OpticalOptions::default() }
}

fn count(found: &OpticalDetections, kind: DetectionKind) -> usize {
    found.detections.iter().filter(|d| d.kind == kind).count()
}

fn show(name: &str, found: &OpticalDetections) {
    let counts = DetectionKind::ALL.map(|k| format!("{} {}", count(found, k), k.as_str())).join(", ");
    println!("{name}: {counts}; cloud {:?}", found.cloud.share());
}

/// Ships of a scene that lie within 25 pixels of a mark; those marked; those taken for ships.
fn marked(scene: u32) -> Option<(usize, usize, usize, OpticalDetections)> {
    let bytes = real(&format!("optical/planet_california/scene_{scene}.jpg"))?;
    let marks = real(&format!("optical/planet_california/scene_{scene}_ships.csv"))?;
    let marks: Vec<(f64, f64)> =
        csv::Reader::from_reader(&*marks).deserialize().map(Result::unwrap).collect();
    let found = found(&mut opened("scene.jpg", &bytes, &options(3.0)));
    let ships: Vec<_> = found.detections.iter().filter(|d| d.kind == DetectionKind::Ship).collect();
    let mut hits = 0;
    for (x, y) in &marks {
        let is_near = |d: &&&Detection| (d.sample - x).abs() <= 25.0 && (d.line - y).abs() <= 25.0;
        let length = |d: &Detection| d.length_m.map_or(0.0, |l| l.mid());
        let near = ships.iter().filter(is_near).max_by(|a, b| length(a).total_cmp(&length(b)));
        hits += usize::from(near.is_some());
        let size = near.and_then(|d| Some(format!("{:.0} x {:.0} m", d.length_m?.mid(), d.beam_m?.mid())));
        println!("scene {scene}: mark {x:.0} {y:.0}: {}", size.unwrap_or_else(|| "MISSED".to_owned()));
    }
    show(&format!("scene {scene}"), &found);
    Some((hits, marks.len(), ships.len(), found))
}

#[test]
fn fifteen_of_fifteen_large_ships_are_found() {
    let (Some(one), Some(two)) = (marked(1), marked(2)) else { return };
    println!("{} of {} marked ships; {} taken for ships", one.0 + two.0, one.1 + two.1, one.2 + two.2);
    assert_eq!((one.0, one.1), (11, 11));
    assert_eq!((two.0, two.1), (4, 4));
    // Neither city nor beach is full of ships.
    assert!(one.2 <= 35 && two.2 <= 35);
    // No cloud in either.
    assert!(one.3.cloud.share().unwrap() < 0.01 && two.3.cloud.share().unwrap() < 0.01);
}

#[test]
fn the_fine_images_are_read() {
    for (name, spacing) in
        [("GE_120", 0.3), ("GE_22", 0.5), ("GE_37", 0.5), ("GE_4", 0.5), ("GE_52", 0.5), ("GE_77", 0.5)]
    {
        let Some(bytes) = real(&format!("optical/google_earth_sample/{name}.jpg")) else { return };
        let found = found(&mut opened(name, &bytes, &options(spacing)));
        show(name, &found);
        for d in found.detections.iter().filter(|d| d.kind == DetectionKind::Ship) {
            println!(
                "{name}: line {:.0} sample {:.0} {:?} {}",
                d.line,
                d.sample,
                d.length_m,
                d.reasons.join("; ")
            );
        }
    }
}
