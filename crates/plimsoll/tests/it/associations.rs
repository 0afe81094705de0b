//! From a simulated scene and AIS of every other ship in it to who is who.

use crate::support::{copy_tree, stdout};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

const HEADER: &str = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass";
const CASE: &str = "title = \"Simulated bay\"\nquestion = \"Who was there?\"\nperiod = { start = 2023-01-01, end = 2024-01-01 }\nsimulated = true\n";

/// A simulated scene, its truth and its time.
fn scene(folder: &Path, seed: &str) -> (String, Value, jiff::Timestamp) {
    stdout(folder, &["-q", "simulate", "scene", "--seed", seed, "--side-px", "800", "--out", "scene"]);
    let names = std::fs::read_dir(folder.join("scene")).unwrap();
    let names: Vec<String> = names.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let product = names.iter().find(|n| n.ends_with(".SAFE")).unwrap().clone();
    let truth: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("scene/truth.json")).unwrap()).unwrap();
    let start = product.split('_').find(|part| part.len() == 15 && part.contains('T')).unwrap();
    let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%S", start).unwrap();
    let time = time.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    (format!("scene/{product}"), truth, time)
}

/// Two reports of a ship, five minutes before the image and four after it, from where she really was.
fn reports(ship: &Value, mmsi: u32, time: jiff::Timestamp) -> String {
    let get = |key: &str| ship[key].as_f64().unwrap();
    // The image shows her so far along the track; the simulated satellite flies south by west, as that of 2022-10-02.
    let track = 192.0_f64.to_radians();
    let (mut north, mut east) =
        (-get("azimuth_shift_m") * track.cos(), -get("azimuth_shift_m") * track.sin());
    let course = ship["course_deg"].as_f64().unwrap_or(0.0);
    let v = get("speed_kn") * 1852.0 / 3600.0;
    let mut text = String::new();
    let start = (north, east);
    for seconds in [-300_i32, 240] {
        north = start.0 + v * f64::from(seconds) * course.to_radians().cos();
        east = start.1 + v * f64::from(seconds) * course.to_radians().sin();
        let lat = get("lat_deg") + north / 111_100.0;
        let lon = get("lon_deg") + east / (111_300.0 * lat.to_radians().cos());
        let at = (time + jiff::SignedDuration::from_secs(seconds.into()))
            .strftime("%Y-%m-%dT%H:%M:%S")
            .to_string();
        let (length, beam, speed) = (get("length_m"), get("beam_m"), get("speed_kn"));
        writeln!(
            text,
            "{mmsi},{at},{lat:.6},{lon:.6},{speed:.1},{course:.1},511.0,SIM SHIP {mmsi},,,70,0.0,{length:.0},{beam:.0},,70,A"
        )
        .unwrap();
    }
    text
}

fn rows(folder: &Path, table: &str) -> Vec<Value> {
    let text = stdout(folder, &["show", table, "--format", "jsonl"]);
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
#[ignore = "falls short: 3 of 6 ships with AIS matched at .9, 1 of 9 without matched wrongly"]
fn ships_with_ais_are_matched_and_the_others_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (product, truth, time) = scene(dir.path(), "4");
    let ships = truth["ships"].as_array().unwrap();
    let mut ais = format!("{HEADER}\n");
    for (at, ship) in ships.iter().enumerate().filter(|(at, _)| at % 2 == 0) {
        ais += &reports(ship, 299_300_000 + u32::try_from(at).unwrap(), time);
    }
    std::fs::write(dir.path().join("ais.csv"), ais).unwrap();
    std::fs::write(dir.path().join("case.toml"), CASE).unwrap();
    stdout(dir.path(), &["-q", "add", &product]);
    stdout(dir.path(), &["-q", "add", "--kind", "coastline", "scene/land.geojson"]);
    stdout(dir.path(), &["-q", "add", "ais.csv"]);
    stdout(dir.path(), &["-q", "run"]);
    let (found, detections) = (rows(dir.path(), "associations"), rows(dir.path(), "detections"));
    let (mut lit, mut matched, mut unlit, mut wrong) = (0, 0, 0, 0);
    for detection in detections.iter().filter(|d| d["kind"] == "ship") {
        let of: Vec<&Value> =
            found.iter().filter(|r| r["detection_id"] == detection["detection_id"]).collect();
        let sum: f64 = of.iter().filter_map(|r| r["p"].as_f64()).sum();
        assert!((sum - 1.0).abs() < 0.05, "{of:?}");
        assert_eq!(of.iter().filter(|r| r["mmsi"].is_null()).count(), 1);
        assert!(of.iter().all(|r| r["verdict"] != "ais-silent-despite-coverage"), "{of:?}");
        let off = |ship: &Value, key: &str| ship[key].as_f64().unwrap() - detection[key].as_f64().unwrap();
        let is_it = |s: &&Value| off(s, "line").hypot(off(s, "sample")) < 8.0;
        let Some(at) = ships.iter().position(|s| is_it(&s)) else { continue };
        let best = of.iter().find(|r| r["p"].as_f64().is_some_and(|p| p >= 0.9) && !r["mmsi"].is_null());
        if at % 2 == 0 {
            lit += 1;
            matched += usize::from(best.is_some_and(|r| r["mmsi"] == 299_300_000 + at));
        } else {
            unlit += 1;
            wrong += usize::from(best.is_some());
        }
    }
    println!("{matched} of {lit} ships with AIS matched, {wrong} of {unlit} without matched wrongly");
    assert!(lit >= 2 && 10 * matched >= 8 * lit && wrong == 0, "{matched} of {lit}, {wrong} of {unlit}");
    // The whole way back: a pair stands on the reports, the detection and the scene.
    let pair = found.iter().find(|r| !r["mmsi"].is_null()).unwrap();
    let why = stdout(dir.path(), &["why", pair["association_id"].as_str().unwrap()]);
    assert!(why.contains("ais.csv") && why.contains("samples "), "{why}");
    // The same bytes again, on one thread.
    let first = std::fs::read(dir.path().join("tables/associations.parquet")).ok();
    let again = tempfile::tempdir().unwrap();
    copy_tree(dir.path(), again.path());
    std::fs::remove_dir_all(again.path().join("tables")).unwrap();
    std::fs::remove_dir_all(again.path().join("runs")).unwrap();
    stdout(again.path(), &["-q", "--threads", "1", "run"]);
    assert_eq!(first, std::fs::read(again.path().join("tables/associations.parquet")).ok());
    assert_eq!(rows(again.path(), "associations"), found);
}

#[test]
fn without_any_ais_everything_is_unmatched_and_nothing_is_silent() {
    let dir = tempfile::tempdir().unwrap();
    let (product, ..) = scene(dir.path(), "4");
    std::fs::write(dir.path().join("case.toml"), CASE).unwrap();
    stdout(dir.path(), &["-q", "add", &product]);
    stdout(dir.path(), &["-q", "add", "--kind", "coastline", "scene/land.geojson"]);
    stdout(dir.path(), &["-q", "run"]);
    let found = rows(dir.path(), "associations");
    assert!(!found.is_empty());
    for row in &found {
        let verdict = row["verdict"].as_str().unwrap();
        assert!(["unmatched", "likely-not-ais-obliged"].contains(&verdict), "{row}");
        assert!(row["basis"].as_str().unwrap().contains("not known"), "{row}");
    }
}
