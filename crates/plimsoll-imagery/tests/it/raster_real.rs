//! Real rasters, where they are.

use crate::made_tiff::reader;
use plimsoll_imagery::chip::{chip_text, north_in_image_deg};
use plimsoll_imagery::{OpenOptions, OpenedScene, SampleKind, open_scene};
use plimsoll_model::{PixelWindow, Position};
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");

/// The bytes of a real file; `None`, and a word about it, where it is not there.
pub(crate) fn real(path: &str) -> Option<Vec<u8>> {
    let Ok(bytes) = std::fs::read(format!("{FOLDER}{path}")) else {
        println!("SKIPPED: {path} is not here");
        return None;
    };
    Some(bytes)
}

/// All files below a folder whose name ends in one of these, in order.
fn files(folder: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("SKIPPED: {} is not here", folder.display());
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path, ends));
        } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn open(path: &Path, options: &OpenOptions) -> OpenedScene {
    let bytes = std::fs::read(path).unwrap();
    let name = path.to_string_lossy();
    open_scene(&name, reader(&bytes), options).unwrap_or_else(|e| panic!("{e}"))
}

fn whole(scene: &OpenedScene) -> PixelWindow {
    PixelWindow { line: 0, sample: 0, lines: scene.raster.lines(), samples: scene.raster.samples() }
}

#[test]
fn los_angeles_lies_where_its_labels_are() {
    let Some(bytes) = real("sar/s1_port_of_la_20210105/west_db_30m.tif") else { return };
    let Some(labels) = real("sar/s1_port_of_la_20210105/west_labels.geojson") else { return };
    let mut scene = open_scene("west_db_30m.tif", reader(&bytes), &OpenOptions::default()).unwrap();
    assert_eq!(
        (scene.raster.lines(), scene.raster.samples(), scene.facts.form.as_str()),
        (550, 410, "sar-db")
    );
    assert_eq!((scene.geometry.line_spacing_m, scene.geometry.sample_spacing_m), (30.0, 30.0));
    println!("{:?}", scene.facts);
    let reference = scene.geometry.georeference.as_ref().unwrap();
    let labels: serde_json::Value = serde_json::from_slice(&labels).unwrap();
    let mut greatest = 0.0_f64;
    let features = labels["features"].as_array().unwrap();
    for label in features {
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let at = &label["geometry"]["coordinates"];
        let position = Position::from_lat_lon(number(&at[1]), number(&at[0])).unwrap();
        let (line, sample) = reference.pixel(position).unwrap();
        let off = [line - number(&label["properties"]["row"]), sample - number(&label["properties"]["col"])];
        greatest = greatest.max(off[0].abs()).max(off[1].abs());
        let back = reference.position(line, sample).unwrap();
        assert!(back.distance_to(position).to_metres() < 1e-3);
    }
    println!("{} labels, greatest difference {greatest:.3} px", features.len());
    // Were half a pixel lost, all labels would be off by as much.
    assert!(greatest < 0.25, "{greatest}");
    // The grid of zone 11 leans to the east of north by less than a degree there.
    let north = north_in_image_deg(&scene.geometry, 275.0, 205.0).unwrap();
    assert!(!(1.5..358.5).contains(&north), "{north}");
    let planes = scene.raster.read(whole(&scene)).unwrap();
    let known = planes.bands[0].iter().filter(|p| p.is_finite()).count();
    assert_eq!(known, 550 * 410);
    println!("{}", chip_text(&planes, 0, 100).unwrap());
}

#[test]
fn chips_of_known_ships_open() {
    let all = files(&Path::new(FOLDER).join("sar/opensarship"), &[".tif"]);
    let (mut opened, mut refused) = (0, 0);
    for path in &all {
        let bytes = std::fs::read(path).unwrap();
        let name = path.to_string_lossy();
        // Parts of complex numbers have no kind that can be guessed.
        match open_scene(&name, reader(&bytes), &OpenOptions::default()) {
            Ok(_) => opened += 1,
            Err(_) => refused += 1,
        }
        let kind = if name.contains("/patch_cal/") { SampleKind::Power } else { SampleKind::Amplitude };
        let mut scene = open(path, &OpenOptions { kind: Some(kind), ..OpenOptions::default() });
        let window = whole(&scene);
        let planes = scene.raster.read(window).unwrap();
        assert!(planes.bands.iter().all(|band| band.iter().any(|p| p.is_finite())), "{name}");
    }
    println!("{} chips: {opened} with their kind guessed, {refused} need it said", all.len());
}

#[test]
fn pictures_of_the_samples_open() {
    let ends = [".png", ".jpg", ".jpeg"];
    let mut count = 0;
    for folder in ["s1_irish_sea_20230615", "hrsid_sample", "ssdd_sample", "ls_ssdd_sample"] {
        for path in files(&Path::new(FOLDER).join("sar").join(folder), &ends) {
            let mut scene =
                open(&path, &OpenOptions { pixel_spacing_m: Some(10.0), ..OpenOptions::default() });
            let window = whole(&scene);
            assert_eq!(scene.raster.read(window).unwrap().bands.len(), 1);
            count += 1;
        }
    }
    println!("{count} pictures");
}
