//! Invented scenes of the invented piers, with looks, berths and pictures.

use super::{SMALL, at, dossier, id};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::*;
use plimsoll_report::*;

/// A bright bar on a dark ground.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let is_ship = |x: u32, y: u32| (18..32).contains(&y) && x.abs_diff(width / 2) < 2;
    super::png::png(width, height, |x, y| {
        [if is_ship(x, y) { 240 } else { (20 + x * 7 % 23 + y * 5 % 19) as u8 }]
    })
}

fn scene(n: usize, start: Option<Timestamp>, is_placed: bool) -> Scene {
    let end = |t: Timestamp| t + SignedDuration::from_secs(25);
    Scene {
        id: id(RecordKind::Scene, n),
        exhibit: id(RecordKind::Exhibit, n % 2),
        name: format!("INVENTED_SCENE_{n:03}"),
        form: "sar-db".into(),
        sensor: is_placed.then(|| "Invented radar".into()),
        time: start.map(|t| Period::new(t, end(t)).unwrap()),
        time_basis: if start.is_some() { "invented".into() } else { "the file does not say".into() },
        footprint: if is_placed {
            vec![at(49.0, -123.0), at(49.0, -122.0), at(50.0, -122.5)]
        } else {
            vec![]
        },
        lines: 500,
        samples: 400,
        line_spacing_m: Some(10.0),
        sample_spacing_m: Some(10.0),
        polarisations: vec![Polarisation::Vv],
        bands: vec![],
        sun: None,
        sensor_at: None,
        cloud_fraction: None,
        relative_orbit: is_placed.then_some(64),
        pass: is_placed.then_some(Pass::Descending),
        incidence_deg: is_placed.then_some((31.2, 45.9)),
        searched_fraction: Some(0.5),
        searched_km2: Some(1_234.0),
        expected_false: Some(0.12),
        refusal: None,
    }
}

fn detection(n: usize, scene: RecordId, is_placed: bool) -> Detection {
    Detection {
        id: id(RecordKind::Detection, n),
        scene,
        kind: DetectionKind::Ship,
        quality: if n.is_multiple_of(3) { DetectionQuality::High } else { DetectionQuality::Moderate },
        line: 825.0,
        sample: 650.0,
        window: PixelWindow { line: 812, sample: 640, lines: 19, samples: 16 },
        position: is_placed.then(|| at(49.3, -122.9)),
        position_sd_m: Some(12.0),
        length_m: Estimate::new(125.0, 140.0, 156.0),
        beam_m: Estimate::new(15.0, 21.0, 28.0),
        axis_deg: Some(if is_placed { 12.0 } else { 0.0 }),
        near_shore: Some(true),
        shore_distance_m: Some(150.0),
        contrast_db: vec![Some(18.0)],
        log_likelihood_ratio: 90.0,
        azimuth_shift_m: Some(210.0),
        berth: Some("Berth 2".into()),
        reasons: vec!["as long and as narrow as a ship".into(), "a crane stands near <it>".into()],
    }
}

/// Scenes every `step_days` over the case, one without time and place, and so many chips.
pub(crate) fn with_scenes(count: usize, step_days: i64, chips: usize) -> Dossier {
    let mut dossier = dossier(SMALL);
    dossier.is_simulated = true;
    let mut entry = ScenesEntry::default();
    for n in 0..count {
        let start = dossier.period.start() + SignedDuration::from_hours(24 * step_days * n as i64 + 14);
        let is_last = n + 1 == count && count > 1;
        let scene = scene(n, (!is_last).then_some(start), !is_last);
        for (k, place) in ["Heron Pier", "Berth 2"].into_iter().enumerate() {
            let look = Look {
                id: id(RecordKind::Look, 2 * n + k),
                scene: scene.id,
                place: place.into(),
                time: scene.time,
                covered_fraction: 1.0,
                usable_fraction: if n % 7 == 3 { 0.2 } else { 0.9 },
                cloud_fraction: None,
                incidence_deg: Some(38.0),
                look_direction_deg: Some(281.0),
                ships: ((n + k) % 3) as u32,
                refusal: (n % 7 == 3).then(|| "too little of it has a value".into()),
                parents: vec![scene.id],
            };
            entry.effort.push(EffortEntry { look });
        }
        let p = [0.02, 0.97, 0.5, 0.99][n % 4];
        let state = [
            OccupancyState::Empty,
            OccupancyState::Occupied,
            OccupancyState::Unknown,
            OccupancyState::Occupied,
        ][n % 4];
        entry.occupancy.push(OccupancyEntry {
            occupancy: Occupancy {
                id: id(RecordKind::Occupancy, n),
                scene: scene.id,
                berth: "Berth 2".into(),
                time: scene.time,
                stack: "Invented radar, orbit 64, descending".into(),
                state,
                p_occupied: Some(p),
                p_alone: Some(p),
                contrast_db: [Some(12.0), None],
                bright_length_m: Some(140.0),
                taught_by: (3, 9),
                reasons: vec![],
                parents: vec![scene.id],
            },
        });
        entry.scenes.push(SceneEntry {
            scene,
            exhibit: format!("sources/scenes/invented_{n:03}.tif"),
            sha256: "ab".repeat(32),
            credit: "Invented licence; contains invented data".into(),
        });
    }
    for n in 0..chips {
        let scene = &entry.scenes[n % count].scene;
        let is_placed = !scene.footprint.is_empty();
        let detection = detection(n, scene.id, is_placed);
        entry.chips.push(ChipEntry {
            detection: detection.id,
            png: png(100, 50),
            original: png(100, 50),
            values: (n == 0).then(|| b"II*\0".to_vec()),
            width: 100,
            height: 50,
            metres_per_pixel: (10.0, 10.0),
            north_deg: is_placed.then_some(-12.0),
            centre: (25.0, 50.0),
            stretch: "Black is 5 dB below the sea about it, white 25 dB above".into(),
        });
        entry.detections.push(DetectionEntry { detection, places: vec!["Heron Pier".into()] });
    }
    dossier.scenes = entry;
    dossier
}
