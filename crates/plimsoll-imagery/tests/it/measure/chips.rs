//! Chips of ships of known size (OpenSARShip), where they are.

use plimsoll_imagery::{
    MeasureParams, Measured, OpenOptions, Planes, SampleKind, SensorClass, measure, open_scene,
};
use plimsoll_model::{PixelWindow, Polarisation};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

/// A ship with its chip.
pub(crate) struct Chip {
    /// Which of the four scenes, by the day it was taken.
    pub(crate) scene: String,
    /// Name of the chip's file: never the ship's.
    pub(crate) file: String,
    pub(crate) planes: Planes,
    pub(crate) line_m: f64,
    pub(crate) sample_m: f64,
    /// From one sample to the next in the product, m on the ground.
    pub(crate) pitch_m: f64,
    /// Length overall and beam of the ship that AIS showed there, from a register, else as sent.
    pub(crate) length_m: f64,
    pub(crate) beam_m: f64,
    /// Length that people read off the chip.
    pub(crate) hand_m: f64,
    /// Direction of the line that they drew, on the ground, degrees from up clockwise.
    pub(crate) hand_axis_deg: f64,
    /// Heading sent by AIS, degrees true, where it was sent.
    pub(crate) heading_deg: Option<f64>,
    /// Where the chip's centre lies: line, sample in the scene, and longitude, latitude.
    pub(crate) centre: [f64; 4],
}

pub(crate) fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sar/opensarship"))
}

/// The parameters with which Sentinel-1 is measured: those of the calibration.
pub(crate) fn params() -> MeasureParams {
    MeasureParams { sensor: SensorClass::Sentinel1Iw, ..crate::shipped::section("ship-size") }
}

/// All chips in order of scene and row; `None`, and a word about it, where they are not there.
pub(crate) fn chips() -> Option<Vec<Chip>> {
    let Ok(entries) = std::fs::read_dir(folder()) else {
        println!("SKIPPED: sar/opensarship is not here");
        return None;
    };
    let mut scenes: Vec<_> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    scenes.sort();
    Some(scenes.iter().flat_map(|scene| of_scene(scene)).collect())
}

fn of_scene(scene: &Path) -> Vec<Chip> {
    let product = scene.file_name().unwrap().to_str().unwrap();
    let is_single_look = product.contains("_SLC_");
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(scene.join("patch_cal")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let key = name.split_once("_x").unwrap().1.replace("_y", ",");
        files.insert(key, path);
    }
    let bytes = std::fs::read(scene.join("ships.csv")).unwrap();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&*bytes);
    let header: Vec<String> =
        reader.byte_headers().unwrap().iter().map(|h| String::from_utf8_lossy(h).into_owned()).collect();
    let mut chips = Vec::new();
    for record in reader.byte_records() {
        let record = record.unwrap();
        let text = |name: &str| {
            let column = header.iter().position(|h| h == name).unwrap();
            String::from_utf8_lossy(record.get(column).unwrap_or_default()).into_owned()
        };
        let number = |name: &str| text(name).trim().parse().unwrap_or(f64::NAN);
        let known =
            |first: &str, second: &str| if number(first) > 0.0 { number(first) } else { number(second) };
        let key = format!("{},{}", text("SARShip.Center_x"), text("SARShip.Center_y"));
        let path = &files[&key];
        // Spacings of the product: those of the ground-range products are 10 m by 10 m; the single-look one has 2.329562 m
        // in slant range and 13.927533 m along the track (its metadata).
        let incidence: f64 = number("SARShip.Incidence");
        let (line_m, pitch_m) = if is_single_look {
            (13.927_533, 2.329_562 / incidence.to_radians().sin())
        } else {
            (10.0, 10.0)
        };
        let (planes, sample_m) =
            if is_single_look { looked(&read(path), pitch_m) } else { (read(path), pitch_m) };
        let across = (number("SARShip.Head_x") - number("SARShip.Tail_x")) * pitch_m;
        let up = (number("SARShip.Tail_y") - number("SARShip.Head_y")) * line_m;
        chips.push(Chip {
            scene: product[17..25].to_owned(),
            file: path.file_name().unwrap().to_str().unwrap().to_owned(),
            planes,
            line_m,
            sample_m,
            pitch_m,
            length_m: known("MarineTraffic.Length_overall", "AISShip.Length"),
            beam_m: known("MarineTraffic.Breadth_extreme", "AISShip.Width"),
            hand_m: number("SARShip.Manual_Length"),
            hand_axis_deg: across.atan2(up).to_degrees().rem_euclid(180.0),
            heading_deg: Some(number("AISShip.True_Head")).filter(|h| *h < 360.0),
            centre: [
                number("SARShip.Center_y"),
                number("SARShip.Center_x"),
                number("SARShip.Center_longitude"),
                number("SARShip.Center_latitude"),
            ],
        });
    }
    chips
}

/// The calibrated power of a chip.
fn read(path: &Path) -> Planes {
    let name = path.file_name().unwrap().to_str().unwrap();
    let bytes = std::fs::read(path).unwrap();
    let options = OpenOptions {
        kind: Some(SampleKind::Power),
        pixel_spacing_m: Some(10.0),
        band_polarisations: vec![Polarisation::Unknown; 2],
    };
    let single = OpenOptions { band_polarisations: vec![Polarisation::Unknown], ..options.clone() };
    let mut scene = open_scene(name, Box::new(Cursor::new(bytes.clone())), &options)
        .or_else(|_| open_scene(name, Box::new(Cursor::new(bytes)), &single))
        .unwrap();
    let (lines, samples) = (scene.raster.lines(), scene.raster.samples());
    scene.raster.read(PixelWindow { line: 0, sample: 0, lines, samples }).unwrap()
}

/// Five looks in range, each third kept: what makes a ground-range product of a single-look one.
fn looked(planes: &Planes, sample_m: f64) -> (Planes, f64) {
    let kept: Vec<usize> = (2..planes.samples.saturating_sub(2)).step_by(3).collect();
    let bands = planes.bands.iter().map(|band| {
        let mut out = Vec::new();
        for line in band.chunks(planes.samples) {
            out.extend(kept.iter().map(|&s| line[s - 2..=s + 2].iter().sum::<f32>() / 5.0));
        }
        out
    });
    (Planes { lines: planes.lines, samples: kept.len(), bands: bands.collect() }, sample_m * 3.0)
}

/// Mean power of the sea in each band: from the lower quartile of the chip's margin, which a quay or a neighbour hardly
/// moves. In speckle of the product's 4.4 looks the lower quartile is 0.65 of the mean.
pub(crate) fn clutter(planes: &Planes) -> Vec<f32> {
    let margin = (planes.lines.min(planes.samples) / 6).max(3);
    let is_margin = |i: usize| {
        let (line, sample) = (i / planes.samples, i % planes.samples);
        line < margin || sample < margin || line + margin >= planes.lines || sample + margin >= planes.samples
    };
    let sea = |band: &Vec<f32>| {
        let mut values: Vec<f32> =
            (0..band.len()).filter(|&i| is_margin(i) && band[i] > 0.0).map(|i| band[i]).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 4).map_or(f32::NAN, |v| v / 0.65)
    };
    planes.bands.iter().map(sea).collect()
}

/// Measures the ship of a chip: the seeds are the pixels within 50 m of the centre.
pub(crate) fn measured(chip: &Chip, params: &MeasureParams) -> Measured {
    let (line, sample) = (chip.planes.lines / 2, chip.planes.samples / 2);
    let (lines, samples) = ((50.0 / chip.line_m) as usize, (50.0 / chip.sample_m) as usize);
    let mut seeds = Vec::new();
    for l in line.saturating_sub(lines)..=line + lines {
        seeds.extend((sample.saturating_sub(samples)..=sample + samples).map(|s| (l, s)));
    }
    measure(&chip.planes, &clutter(&chip.planes), &seeds, chip.line_m, chip.sample_m, params).unwrap()
}
