//! What an optical image shows, as a table, and as a sheet of chips in a folder of the caller's.
//!
//!     cargo run -p plimsoll-imagery --example optical_sheet -- SPACING_M FOLDER IMAGE...
//!
//! Parameters are those of `defaults.toml`. The sheets hold pixels of the images, under their licence: they are written
//! outside the tree. `FOLDER` may be `-`: the table alone.
#![expect(clippy::print_stdout, reason = "an example prints")]

mod sheet;

use plimsoll_imagery::optical::{
    OpticalDetectParams, OpticalOptions, OpticalSceneParams, detect_ships, open_optical,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{DetectionKind, RecordId, RecordKind};
use serde::Deserialize;
use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

#[derive(Deserialize)]
struct Sections {
    #[serde(rename = "optical-scenes")]
    scenes: OpticalSceneParams,
    #[serde(rename = "optical-detection")]
    detection: OpticalDetectParams,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: optical_sheet SPACING_M FOLDER IMAGE...";
    let spacing: f64 = args.next().ok_or(usage)?.parse()?;
    let folder = args.next().ok_or(usage)?;
    let defaults = concat!(env!("CARGO_MANIFEST_DIR"), "/../plimsoll-case/src/defaults.toml");
    let params: Sections = toml::from_str(&std::fs::read_to_string(defaults)?)?;
    for image in args {
        let name = Path::new(&image).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let options = OpticalOptions { pixel_spacing_m: Some(spacing), ..OpticalOptions::default() };
        let file = Box::new(BufReader::new(File::open(&image)?));
        let mut scene = open_optical(&name, file, &options, &params.scenes)?;
        let id = RecordId::of(RecordKind::Scene, &[Key::Text(&name)]);
        let found = detect_ships(&mut scene, id, None, &[], &params.detection)?;
        for note in scene.facts.notes.iter().chain(&found.notes) {
            println!("{name}: {note}");
        }
        let ships = found.detections.iter().filter(|d| d.kind == DetectionKind::Ship).count();
        println!(
            "{name}: {} detections, {ships} ships; cloud {:?}",
            found.detections.len(),
            found.cloud.share()
        );
        for (number, d) in found.detections.iter().enumerate() {
            let size = d.length_m.zip(d.beam_m).map_or_else(
                || "-".to_owned(),
                |(l, b)| format!("{:.0} ({:.0}-{:.0}) x {:.0}", l.mid(), l.low(), l.high(), b.mid()),
            );
            println!(
                "{number:3} line {:6.1} sample {:6.1} {:12} {:8} {size:24} axis {:>4} {}",
                d.line,
                d.sample,
                d.kind.as_str(),
                d.quality.as_str(),
                d.axis_deg.map_or_else(|| "-".to_owned(), |a| format!("{a:.0}")),
                d.reasons.join("; ")
            );
        }
        if folder != "-" {
            let stem = Path::new(&name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
            sheet::write(&mut scene, &found.detections, &Path::new(&folder).join(format!("{stem}.png")))?;
        }
    }
    Ok(())
}
