//! Optical images from the command line: a drawn anchorage, placed and timed by its STAC item.

use crate::support::{failure, root, stdout};
use std::path::Path;

const SIDE: u32 = 300;

/// A TIFF of red, green and blue, 8 bits, not packed (TIFF 6.0, section 6).
pub(crate) fn raw_tiff(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let bytes = pixels.len() as u32;
    let entries: [(u16, u16, u32, u32); 9] = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 3, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 14),
        (277, 3, 1, 3),
        (278, 4, 1, height),
        (279, 4, 1, bytes),
    ];
    let mut out = b"II*\0".to_vec();
    out.extend((14 + bytes).to_le_bytes());
    out.extend([8, 0, 8, 0, 8, 0]);
    out.extend(pixels);
    out.extend((entries.len() as u16).to_le_bytes());
    for (tag, form, count, value) in entries {
        out.extend(tag.to_le_bytes());
        out.extend(form.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(value.to_le_bytes());
    }
    out.extend([0; 4]);
    out
}

/// Water, and one ship of 180 m by 30 m that lies north and south.
fn tiff() -> Vec<u8> {
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8 % 7
    };
    let mut pixels = Vec::new();
    for line in 0..SIDE {
        for sample in 0..SIDE {
            let is_ship = line.abs_diff(150) < 30 && sample.abs_diff(160) < 5;
            let colour = if is_ship { [170, 90, 75] } else { [45, 58, 53] };
            let wave = noise();
            pixels.extend(colour.map(|v: u8| v + wave));
        }
    }
    raw_tiff(SIDE, SIDE, &pixels)
}

/// An item that places the image at 3 m off San Pedro and times it.
fn item(time: &str, more: &str) -> String {
    format!(
        r#"{{"type": "Feature", "stac_version": "1.0.0", "id": "drawn", "geometry": null, "assets": {{}},
  "properties": {{"datetime": "{time}", "proj:epsg": 32611, "proj:transform": [3, 0, 388000, 0, -3, 3735000],
  "view:azimuth": 280.0, "view:incidence_angle": 12.0, "eo:cloud_cover": 5{more}}}}}"#
    )
}

fn case(dir: &Path, stac: &str) {
    let text = format!(
        "title = \"Drawn anchorage\"\nquestion = \"Who was there?\"\nperiod = {{ start = 2024-04-01, end = 2024-05-01 }}\n\
         simulated = true\n[[area]]\nname = \"Anchorage\"\n\
         circle = {{ lat_deg = 33.7451, lon_deg = -118.2043, radius_m = 300 }}\n\
         [[scene]]\nexhibit = \"drawn.tif\"\nkind = \"optical\"\nstac = \"{stac}\"\nsensor = \"drawn\"\n"
    );
    std::fs::write(dir.join("case.toml"), text).unwrap();
}

#[test]
fn a_ship_of_an_optical_scene_goes_into_every_table_and_the_report() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("drawn.tif"), tiff()).unwrap();
    std::fs::write(dir.join("drawn.json"), item("2024-04-12T18:31:05Z", "")).unwrap();
    case(dir, "drawn.json");
    stdout(dir, &["-q", "add", "drawn.tif", "drawn.json"]);
    stdout(dir, &["-q", "run"]);
    let show =
        |table: &str, more: &[&str]| stdout(dir, &[&["show", table, "--format", "csv"], more].concat());
    let scenes = show("scenes", &["--columns", "name,form,bands,refusal,cloud_fraction"]);
    assert!(scenes.contains("drawn.tif,optical,") && scenes.contains("0.05"), "{scenes}");
    let effort = show("effort", &[]);
    assert_eq!(effort.lines().count(), 2, "{effort}");
    let ships = show("detections", &["--where", "kind=ship", "--columns", "detection_id"]);
    assert_eq!(ships.lines().count(), 2, "{ships}");
    let why = stdout(dir, &["why", ships.lines().nth(1).unwrap()]);
    assert!(why.contains("sha256") && why.contains("samples "), "{why}");
    stdout(dir, &["-q", "report"]);
    let page = std::fs::read_to_string(dir.join("report/index.html")).unwrap();
    assert!(page.contains("data:image/png;base64,"));
    let row = stdout(dir, &["-q", "detect", "drawn.tif", "--kind", "optical", "--stac", "drawn.json"]);
    let fields: Vec<&str> = row.lines().nth(1).unwrap().split(',').collect();
    let number = |at: usize| fields[at].parse::<f64>().unwrap();
    assert!((number(5) - 177.0).abs() < 6.0 && (number(8) - 27.0).abs() < 5.0, "{row}");
    // Grid north of the zone is 0.7 degrees off here.
    assert!(number(9) < 2.0 || number(9) > 178.0, "{row}");
}

#[test]
fn an_item_that_lies_is_a_scene_refused_with_its_key() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("drawn.tif"), tiff()).unwrap();
    let lie = item("2024-04-12T18:31:05Z", ", \"view:sun_elevation\": 152, \"view:sun_azimuth\": 51");
    std::fs::write(dir.join("drawn.json"), lie).unwrap();
    case(dir, "drawn.json");
    stdout(dir, &["-q", "add", "drawn.tif", "drawn.json"]);
    stdout(dir, &["-q", "run"]);
    let scenes = stdout(dir, &["show", "scenes", "--format", "csv", "--columns", "name,form,refusal"]);
    assert!(scenes.contains("view:sun_elevation"), "{scenes}");
    let said = failure(dir, &["-q", "detect", "drawn.tif", "--kind", "optical", "--stac", "drawn.json"]);
    assert!(said.contains("exit 4") && said.contains("view:sun_elevation"), "{said}");
    let said = failure(dir, &["-q", "detect", "drawn.tif", "--stac", "drawn.json"]);
    assert!(said.contains("--kind optical"), "{said}");
}

#[test]
fn a_clock_that_disagrees_with_the_sun_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    std::fs::write(dir.join("drawn.tif"), tiff()).unwrap();
    // The sun of 18:31 UTC, the clock of California.
    let more = ", \"view:sun_azimuth\": 137.8, \"view:sun_elevation\": 58.9";
    std::fs::write(dir.join("drawn.json"), item("2024-04-12T11:31:05Z", more)).unwrap();
    let output =
        crate::support::plimsoll(dir, &["detect", "drawn.tif", "--kind", "optical", "--stac", "drawn.json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("clock, time zone or place wrong") && said.contains("+7 h"), "{said}");
}

#[test]
fn real_planet_scenes_from_the_command_line() {
    let image = root().join("../shared/data/optical/planet_california/scene_2.jpg");
    if !image.is_file() {
        println!("SKIPPED: real data is not here: {}", image.display());
        return;
    }
    let path = image.to_str().unwrap();
    let rows = stdout(&root(), &["-q", "detect", path, "--kind", "optical", "--pixel-spacing-m", "3"]);
    println!("scene 2: {} taken for ships", rows.lines().count() - 1);
    assert!((5..=35).contains(&rows.lines().count()));
}
