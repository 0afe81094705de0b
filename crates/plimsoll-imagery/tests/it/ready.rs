//! Scenes made ready: made-up pictures of one look with a ship, with land beside her, with pixels that are coarse.

use crate::clutter::{MemoryRaster, Sea, uncorrelated};
use crate::detect_params::{detect_params, ready_params, taught_params};
use plimsoll_imagery::{Detections, Geometry, OpenedScene, ReadyScene, SceneFacts};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Detection, DetectionKind, RecordId, RecordKind};

/// Pixels in a side of the pictures.
const SIDE: usize = 480;

fn scene(plane: Vec<f32>, spacing_m: f64) -> OpenedScene {
    let geometry = Geometry {
        line_spacing_m: spacing_m,
        sample_spacing_m: spacing_m,
        georeference: None,
        track_in_image_deg: None,
        pass: None,
        azimuth: None,
    };
    let raster = Box::new(MemoryRaster::new(SIDE as u32, SIDE as u32, vec![plane]));
    OpenedScene { raster, geometry, facts: SceneFacts::default() }
}

/// Speckle of one look with a ship of 60 by 16 pixels about line 300, sample 120, 20 dB above it.
fn with_ship(seed: u64) -> Vec<f32> {
    let mut plane = uncorrelated(Sea::K(f64::INFINITY), 1.0, SIDE, seed);
    for line in 270..330 {
        plane[line * SIDE + 112..line * SIDE + 128].iter_mut().for_each(|p| *p *= 100.0);
    }
    plane
}

fn found(plane: Vec<f32>, spacing_m: f64) -> (Detections, u32) {
    let id = RecordId::of(RecordKind::Scene, &[Key::Text("made up")]);
    let ready = ready_params();
    let mut scene = ReadyScene::of(scene(plane, spacing_m), Vec::new(), &ready);
    let by = scene.by();
    (scene.search(id, None, &[], &detect_params(), &ready, &taught_params()).unwrap(), by)
}

fn ships(found: &Detections) -> Vec<&Detection> {
    found.detections.iter().filter(|d| d.kind == DetectionKind::Ship).collect()
}

#[test]
fn a_ship_in_fine_pixels_is_found_once_and_said_in_pixels_of_the_file() {
    let (found, by) = found(with_ship(1), 2.0);
    assert_eq!(by, 3);
    let [ship] = ships(&found)[..] else { panic!("{:?}", found.detections) };
    assert!((ship.line - 299.5).abs() < 4.0 && (ship.sample - 119.5).abs() < 4.0, "{ship:?}");
    let w = ship.window;
    assert!(w.line <= 273 && w.line + w.lines >= 327 && w.lines < 80, "{w:?}");
    assert!(w.sample <= 115 && w.sample + w.samples >= 125 && w.samples < 36, "{w:?}");
    assert_eq!(found.totals.searched_px, (SIDE * SIDE) as u64);
}

#[test]
fn land_broader_than_ships_is_not_searched_and_the_ship_before_it_is() {
    let mut plane = with_ship(2);
    // Land 10 dB above the sea with a house on it, 160 m broad where the picture cuts it.
    for line in 0..SIDE {
        plane[line * SIDE + 400..(line + 1) * SIDE].iter_mut().for_each(|p| *p *= 10.0);
    }
    for line in 100..120 {
        plane[line * SIDE + 430..line * SIDE + 450].iter_mut().for_each(|p| *p *= 100.0);
    }
    let (found, _) = found(plane, 2.0);
    let [ship] = ships(&found)[..] else { panic!("{:?}", found.detections) };
    assert!((ship.sample - 119.5).abs() < 4.0);
    assert!(found.totals.searched_px < (SIDE * 410) as u64);
}

#[test]
fn coarse_pixels_stay_as_they_are() {
    assert_eq!(found(with_ship(3), 10.0).1, 1);
    assert_eq!(found(with_ship(3), 5.0).1, 1);
    assert_eq!(found(with_ship(3), 0.5).1, 10);
}
