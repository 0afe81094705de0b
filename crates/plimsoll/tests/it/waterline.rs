//! The waterline from the command line and through a case: a rendered hull, an analyst's points, freeboard, draught, report.

use crate::optical::raw_tiff;
use crate::support::{copy_tree, failure, root, stdout};
use plimsoll_simulate::hulls::{HEADER, OverheadCase, Sitting, clicks_from_above, from_above};
use std::path::Path;

const SHIP: &str = "Invented 22";

/// A rendered hull with the points of a simulated analyst, in a folder. Nothing of it is real.
fn rendered(dir: &Path, seed: u64, ship: &str) -> OverheadCase {
    let case = OverheadCase::of_seed(seed);
    let image = from_above(&case.scene, &case.how);
    let picture = &image.picture;
    let tiff = raw_tiff(picture.samples as u32, picture.lines as u32, &picture.to_rgb8());
    std::fs::write(dir.join("above.tif"), tiff).unwrap();
    let points = clicks_from_above(&case.scene, &case.how, &image, &case.analyst);
    let set_at = "2024-05-02T00:00:00Z".parse().unwrap();
    let sitting = Sitting { image: "above.tif".into(), ship: ship.into(), set_at };
    std::fs::write(dir.join("points.csv"), format!("{HEADER}{}", sitting.rows(&case.analyst, &points)))
        .unwrap();
    case
}

/// What `case.toml` says of it.
fn scene(case: &OverheadCase, when: &str, told: &str) -> String {
    let (sun, sensor) = (case.sun_given, case.sensor_given);
    format!(
        "[[scene]]\nexhibit = \"above.tif\"\nkind = \"optical\"\n{when}\npixel_spacing_m = {}\n\
         sun = {{ azimuth_deg = {}, elevation_deg = {} }}\nsensor_at = {{ azimuth_deg = {}, elevation_deg = {} }}\n{told}\n",
        case.how.spacing_m, sun.azimuth_deg, sun.elevation_deg, sensor.azimuth_deg, sensor.elevation_deg
    )
}

fn north(case: &OverheadCase) -> String {
    format!("north_in_image_deg = {}", case.how.north_in_image_deg.rem_euclid(360.0))
}

/// A case about a rendered hull alone, run.
fn case(dir: &Path, seed: u64, has_north: bool) -> OverheadCase {
    let case = rendered(dir, seed, SHIP);
    let told = if has_north { north(&case) } else { String::new() };
    let text = format!(
        "title = \"Rendered hull\"\nquestion = \"How deep did she lie?\"\nperiod = {{ start = 2024-05-01, end = 2024-06-01 }}\n\
         simulated = true\n[[area]]\nname = \"Berth\"\ncircle = {{ lat_deg = 42.7, lon_deg = 133.0, radius_m = 500 }}\n{}\
         [[hull]]\nship = \"{SHIP}\"\ndepth_moulded_m = {{ low = 6.9, mid = 7.0, high = 7.1 }}\nsource = \"invented\"\n",
        scene(&case, "on = 2024-05-01", &told)
    );
    std::fs::write(dir.join("case.toml"), text).unwrap();
    stdout(dir, &["-q", "add", "above.tif", "points.csv"]);
    stdout(dir, &["-q", "run"]);
    case
}

fn rows(dir: &Path, table: &str) -> Vec<serde_json::Value> {
    let text = stdout(dir, &["-q", "--json", "show", table]);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A rendered hull whose points can be read: found by asking, so that the test does not rest on one picture.
fn readable() -> (tempfile::TempDir, u64) {
    let mut refusals = Vec::new();
    for seed in 1..=12 {
        let dir = tempfile::tempdir().unwrap();
        case(dir.path(), seed, true);
        let readings = rows(dir.path(), "waterlines");
        if readings.iter().any(|r| r["draught_m_mid"].is_number()) {
            return (dir, seed);
        }
        refusals.extend(readings.into_iter().map(|r| r["refusal"].to_string()));
    }
    panic!("none of twelve rendered hulls gives a draught: {refusals:#?}");
}

#[test]
fn points_in_a_rendered_image_become_a_draught_that_leads_back_to_the_clicks() {
    let (dir, _) = readable();
    let dir = dir.path();
    let reading = rows(dir, "waterlines").into_iter().find(|r| r["draught_m_mid"].is_number()).unwrap();
    let of = |name: &str| reading[name].as_f64().unwrap();
    assert!(of("draught_m_low") < of("draught_m_mid") && of("draught_m_mid") < of("draught_m_high"));
    assert!(of("measurability") > 0.0 && !reading["budget"].to_string().is_empty(), "{reading}");
    let freeboards = rows(dir, "measurements").into_iter().filter(|r| r["quantity"] == "freeboard").count();
    assert!(freeboards > 0);
    let why = stdout(dir, &["-q", "why", reading["waterline_id"].as_str().unwrap()]);
    assert!(why.contains("points.csv (sha256 "), "the line of the file of points: {why}");
    assert!(
        why.contains("samples ") && why.contains("scenes/above.tif (sha256 "),
        "the pixels clicked: {why}"
    );
    stdout(dir, &["-q", "report"]);
    let page = std::fs::read_to_string(dir.join("report/index.html")).unwrap();
    assert!(page.contains("How deep they lay") && page.contains(SHIP));
}

#[test]
fn a_draught_read_from_an_image_goes_before_that_of_ais_and_on_to_the_barrels() {
    let (_, seed) = readable();
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    copy_tree(&root().join("cases/harbour"), dir);
    // The call ends on 6 March at 21:00; the image is of an hour later. The ship is the invented one of the case.
    let case = rendered(dir, seed, "2001230");
    let when = "time = { start = 2024-03-06T22:00:00Z, end = 2024-03-06T22:00:10Z }";
    let text = std::fs::read_to_string(dir.join("case.toml")).unwrap();
    std::fs::write(dir.join("case.toml"), format!("{text}\n{}", scene(&case, when, &north(&case)))).unwrap();
    stdout(dir, &["-q", "run"]);
    let cargo_of_ais = rows(dir, "cargoes");
    stdout(dir, &["-q", "add", "above.tif", "points.csv"]);
    stdout(dir, &["-q", "run"]);
    let pair = &rows(dir, "draughts")[0];
    assert_eq!(
        (&pair["arrival_source"], &pair["departure_source"]),
        (&"ais".into(), &"image".into()),
        "{pair}"
    );
    let cargo = rows(dir, "cargoes");
    assert_ne!(cargo[0]["cargo_t_mid"], cargo_of_ais[0]["cargo_t_mid"], "the cargo goes by the image");
    let why = stdout(dir, &["-q", "why", cargo[0]["cargo_id"].as_str().unwrap(), "--all"]);
    assert!(why.contains("points.csv (sha256 ") && why.contains("scenes/above.tif (sha256 "), "{why}");
    assert!(why.contains("samples "), "barrels lead to the clicked pixels: {why}");
}

#[test]
fn without_the_direction_of_north_the_angles_mean_nothing_and_the_reading_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    case(dir.path(), 1, false);
    let readings = rows(dir.path(), "waterlines");
    assert!(readings.iter().all(|r| r["draught_m_mid"].is_null()), "{readings:?}");
    assert!(readings.iter().all(|r| r["refusal"].as_str().is_some_and(|why| !why.is_empty())));
}

#[test]
fn a_plan_says_what_could_be_read_and_what_would_do() {
    let dir = tempfile::tempdir().unwrap();
    let plan = |sun: &str, sensor: &str, heading: &str| {
        stdout(
            dir.path(),
            &["measure", "--plan", "--sun", sun, "--sensor", sensor, "--gsd", "0.5", "--heading", heading],
        )
    };
    let good = plan("160,30", "280,65", "45");
    assert!(good.starts_with("Readable") && good.contains("K +1.95"), "{good}");
    // The published example of a hull that hides its own shadow: -0.089.
    let hidden = plan("160,35", "90,60", "0");
    assert!(hidden.contains("K -0.09") && hidden.contains("hides its own shadow"), "{hidden}");
    let coarse = stdout(
        dir.path(),
        &["measure", "--plan", "--sun", "160,30", "--sensor", "280,65", "--gsd", "3", "--heading", "45"],
    );
    assert!(coarse.starts_with("Not readable"), "pixels of 3 m show calls, not draughts: {coarse}");
}

#[test]
fn measure_refuses_what_it_cannot_know() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    assert!(failure(dir, &["measure"]).contains("no points to read"));
    assert!(failure(dir, &["measure", "--point", "bow:1,2"]).contains("size of a pixel"));
    assert!(failure(dir, &["measure", "--point", "mast:1,2", "--gsd", "1"]).contains("is no mark"));
    assert!(failure(dir, &["measure", "--plan", "--sun", "30,160"]).contains("elevation"));
    std::fs::write(dir.join("empty.csv"), "").unwrap();
    assert!(failure(dir, &["measure", "empty.csv", "--gsd", "1"]).contains("empty.csv"));
    let typed = stdout(
        dir,
        &[
            "measure",
            "--point",
            "bow:10,10",
            "--point",
            "stern:10,210",
            "--gsd",
            "0.5",
            "--length-m",
            "95,100,105",
        ],
    );
    assert!(typed.contains("length: 100.00") && !typed.contains("NOT READ"), "{typed}");
}
