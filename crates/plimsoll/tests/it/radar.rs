//! Radar from the command line: simulated scenes with known truth, bad files, the real image of San Pedro.

use crate::support::{copy_tree, failure, plimsoll, root, stdout};
use std::path::Path;

/// A scene of this seed is a port with ships alongside.
const PORT_SEED: &str = "3";
const HEADER: &str = "scene,line,sample,lat_deg,lon_deg,length_m,length_low_m,length_high_m,beam_m,axis_deg,quality,near_shore,reasons";

/// A simulated scene of 6 km in a folder, and the name of its product.
fn scene(folder: &Path, seed: &str) -> String {
    stdout(folder, &["-q", "simulate", "scene", "--seed", seed, "--side-px", "600", "--out", "scene"]);
    let inside = std::fs::read_dir(folder.join("scene")).unwrap();
    let names = inside.map(|e| e.unwrap().file_name().into_string().unwrap());
    format!("scene/{}", names.into_iter().find(|n| n.ends_with(".SAFE")).unwrap())
}

#[test]
fn ships_of_a_simulated_scene_are_found_and_scored_the_same_on_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let product = scene(dir.path(), "4");
    let land = ["--land", "scene/land.geojson"];
    let detect = |more: &[&str]| {
        let args = [&["-q", "detect", product.as_str()], &land[..], more].concat();
        stdout(dir.path(), &args)
    };
    let csv = detect(&[]);
    assert_eq!(csv.lines().next(), Some(HEADER));
    assert_eq!(csv, detect(&["--threads", "1"]));
    let ships = csv.lines().count() - 1;
    assert!(ships >= 3, "{csv}");
    let lines = detect(&["--format", "jsonl"]);
    assert_eq!(lines.lines().count(), ships);
    let features: serde_json::Value = serde_json::from_str(&detect(&["--format", "geojson"])).unwrap();
    assert_eq!(features["features"].as_array().unwrap().len(), ships);
    std::fs::write(dir.path().join("found.csv"), &csv).unwrap();
    std::fs::write(dir.path().join("found.jsonl"), &lines).unwrap();
    let score = stdout(dir.path(), &["score", "found.csv", "scene/truth.json"]);
    assert_eq!(score, stdout(dir.path(), &["score", "found.jsonl", "scene/truth.json"]));
    assert!(score.starts_with("simulated"), "{score}");
    let all = score.lines().find(|l| l.starts_with("all ")).unwrap();
    let recall: f64 = all.split_whitespace().nth(2).unwrap().parse().unwrap();
    assert!(recall >= 0.6, "{score}");
}

#[test]
fn a_scene_that_cannot_be_used_is_an_error_that_says_what_was_found() {
    let dir = tempfile::tempdir().unwrap();
    let product = scene(dir.path(), "2");
    let measured = std::fs::read_dir(dir.path().join(&product).join("measurement")).unwrap();
    let tiff = measured.map(|e| e.unwrap().path()).min().unwrap();
    let bytes = std::fs::read(&tiff).unwrap();
    std::fs::write(dir.path().join("cut.tif"), &bytes[..bytes.len() / 3]).unwrap();
    std::fs::write(dir.path().join("text.tif"), "no image at all").unwrap();
    std::fs::write(dir.path().join("empty.tif"), "").unwrap();
    for (file, expected) in [("cut.tif", "cut.tif"), ("text.tif", "text.tif"), ("empty.tif", "empty.tif")] {
        let said = failure(dir.path(), &["-q", "detect", file, "--kind", "sar-amplitude"]);
        assert!(said.contains("exit 4") && said.contains(expected), "{said}");
    }
    let said = failure(dir.path(), &["-q", "detect", "nothing.tif"]);
    assert!(said.contains("exit 2") && said.contains("nothing.tif"), "{said}");
    let calibration = dir.path().join(&product).join("annotation/calibration");
    std::fs::remove_dir_all(calibration).unwrap();
    let said = failure(dir.path(), &["-q", "detect", &product]);
    assert!(said.contains("exit 4") && said.contains("calibration"), "{said}");
}

/// A simulated scene of 8 km with a port, and the truth about it.
fn port(folder: &Path, seed: &str) -> (String, serde_json::Value) {
    stdout(folder, &["-q", "simulate", "scene", "--seed", seed, "--side-px", "800", "--out", "scene"]);
    let inside = std::fs::read_dir(folder.join("scene")).unwrap();
    let names = inside.map(|e| e.unwrap().file_name().into_string().unwrap());
    let product = format!("scene/{}", names.into_iter().find(|n| n.ends_with(".SAFE")).unwrap());
    let truth = std::fs::read_to_string(folder.join("scene/truth.json")).unwrap();
    (product, serde_json::from_str(&truth).unwrap())
}

#[test]
fn ships_alongside_are_found_where_berths_say_that_there_is_water() {
    let dir = tempfile::tempdir().unwrap();
    let (product, truth) = port(dir.path(), PORT_SEED);
    let alongside: Vec<_> =
        truth["ships"].as_array().unwrap().iter().filter(|s| s["is_berthed"] == true).collect();
    let coast = ["--land", "scene/land.geojson", "--piers", "scene/piers.geojson"];
    let rows = |more: &[&str]| -> Vec<serde_json::Value> {
        let args = [&["-q", "detect", product.as_str(), "--format", "jsonl"], &coast[..], more].concat();
        stdout(dir.path(), &args).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let found = |rows: &[serde_json::Value]| {
        let is_found = |ship: &&&serde_json::Value| {
            let off =
                |row: &serde_json::Value, key: &str| row[key].as_f64().unwrap() - ship[key].as_f64().unwrap();
            rows.iter().any(|row| off(row, "line").hypot(off(row, "sample")) < 8.0)
        };
        alongside.iter().filter(is_found).count()
    };
    let (without, with) = (rows(&[]), rows(&["--berths", "scene/berths.geojson"]));
    println!(
        "{} ships alongside: {} found without berths, {} with",
        alongside.len(),
        found(&without),
        found(&with)
    );
    assert!(found(&with) > found(&without), "{without:?} {with:?}");
    assert!(2 * found(&with) > alongside.len());
    assert!(without[0].get("berth").is_none(), "the column stands only where berths are given");
    assert!(with.iter().any(|row| row["berth"].is_string()) && with.iter().any(|row| row["berth"].is_null()));
    let args =
        [&["-q", "detect", product.as_str(), "--all"], &coast[..], &["--berths", "scene/berths.geojson"]];
    let csv = stdout(dir.path(), &args.concat());
    assert_eq!(csv.lines().next(), Some(format!("{HEADER},kind,berth").as_str()));
}

#[test]
fn a_file_of_berths_without_a_polygon_is_an_error_that_says_what_a_berth_is() {
    let dir = tempfile::tempdir().unwrap();
    let product = scene(dir.path(), "4");
    let point = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[10,55]},"properties":{"name":"Quay","radius_m":100}}"#;
    std::fs::write(
        dir.path().join("point.geojson"),
        format!(r#"{{"type":"FeatureCollection","features":[{point}]}}"#),
    )
    .unwrap();
    let said = failure(dir.path(), &["-q", "detect", &product, "--berths", "point.geojson"]);
    assert!(said.contains("exit 4") && said.contains("point.geojson") && said.contains("polygon"), "{said}");
}

/// A box about the ships of a simulated scene, as `case.toml` writes it.
fn box_about_ships(folder: &Path) -> String {
    let truth = std::fs::read_to_string(folder.join("scene/truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
    let range = |key: &str| {
        let all = truth["ships"].as_array().unwrap().iter().map(|s| s[key].as_f64().unwrap());
        all.fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)))
    };
    let ((south, north), (west, east)) = (range("lat_deg"), range("lon_deg"));
    format!("[[{south}, {west}], [{south}, {east}], [{north}, {east}], [{north}, {west}]]")
}

#[test]
fn a_case_keeps_the_scene_it_cannot_use_in_the_effort_log_and_finds_ships_in_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let product = scene(dir.path(), "4");
    std::fs::write(
        dir.path().join("case.toml"),
        "title = \"Simulated bay\"\nquestion = \"Who was there?\"\nperiod = { start = 2023-03-01, end = 2023-04-01 }\nsimulated = true\n[[area]]\nname = \"Bay\"\nrole = \"both\"\npolygon = BOX\nsource = \"drawn about the ships\"\n"
            .replace("BOX", &box_about_ships(dir.path())),
    )
    .unwrap();
    std::fs::write(dir.path().join("broken.tif"), b"II*\0\x08\0\0\0\0\0").unwrap();
    stdout(dir.path(), &["-q", "add", &product]);
    stdout(dir.path(), &["-q", "add", "--kind", "coastline", "scene/land.geojson"]);
    stdout(dir.path(), &["-q", "add", "--kind", "scene", "broken.tif"]);
    stdout(dir.path(), &["-q", "run"]);
    let scenes = stdout(dir.path(), &["show", "scenes", "--format", "csv", "--columns", "name,form,refusal"]);
    assert_eq!(scenes.lines().count(), 3, "{scenes}");
    assert!(scenes.contains("sentinel-1-grd") && scenes.contains("broken.tif,unknown,"), "{scenes}");
    let looks = stdout(
        dir.path(),
        &[
            "show",
            "effort",
            "--format",
            "csv",
            "--columns",
            "place,covered_fraction,usable_fraction,ships,refusal",
        ],
    );
    let (in_vain, seen): (Vec<&str>, Vec<&str>) =
        looks.lines().skip(1).partition(|l| l.starts_with("Bay,0,0,0,"));
    assert!(in_vain.len() == 1 && in_vain[0].contains("broken.tif"), "{looks}");
    assert!(seen.len() == 1 && seen[0].starts_with("Bay,0.99") && seen[0].ends_with(','), "{looks}");
    let ships = stdout(
        dir.path(),
        &["show", "detections", "--where", "kind=ship", "--format", "csv", "--columns", "detection_id"],
    );
    let id = ships.lines().nth(1).expect("a ship is found");
    let why = stdout(dir.path(), &["why", id]);
    assert!(why.contains("lines ") && why.contains("samples ") && why.contains("sha256"), "{why}");
    stdout(dir.path(), &["-q", "report"]);
    let page = std::fs::read_to_string(dir.path().join("report/index.html")).unwrap();
    assert!(page.contains("What the images show") && page.contains("data:image/png;base64,"));
}

#[test]
fn real_los_angeles_ten_of_ten_labelled_ships_with_coastline_with_piers_and_with_what_the_scene_teaches() {
    let shared = root().join("../shared/data");
    let image = shared.join("sar/s1_port_of_la_20210105/west_db_30m.tif");
    if !image.is_file() {
        println!("SKIPPED: real data is not here: {}", image.display());
        return;
    }
    let land = shared.join("geo/land_gshhg_full/la_long_beach.geojson.gz");
    let piers = root().join("cases/san-pedro/piers.geojson");
    let labels =
        std::fs::read_to_string(shared.join("sar/s1_port_of_la_20210105/west_labels.geojson")).unwrap();
    let labels: serde_json::Value = serde_json::from_str(&labels).unwrap();
    let [image, land, piers] = [&image, &land, &piers].map(|p| p.to_str().unwrap());
    let runs: [&[&str]; 3] = [
        &["--land", land],
        &["--land", land, "--piers", piers],
        &["--land", land, "--piers", piers, "--self-mask"],
    ];
    for run in runs {
        let output = plimsoll(&root(), &[&["-q", "detect", image, "--format", "jsonl"], run].concat());
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let found: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let features = labels["features"].as_array().unwrap();
        let ships: Vec<_> = features.iter().filter(|f| f["properties"]["cls"] == "ship").collect();
        let hit = ships.iter().filter(|ship| {
            let at = |key: &str| ship["properties"][key].as_f64().unwrap();
            let near = |d: &&serde_json::Value| {
                let (line, sample) = (d["line"].as_f64().unwrap(), d["sample"].as_f64().unwrap());
                // 100 m in pixels of 30 m, as the labels were placed by eye.
                (line - at("row")).hypot(sample - at("col")) * 30.0 <= 100.0
            };
            found.iter().any(|d| near(&d))
        });
        let hit = hit.count();
        println!(
            "{} of {} labelled ships found, {} detections taken for ships: {run:?}",
            hit,
            ships.len(),
            found.len()
        );
        assert_eq!((hit, ships.len()), (10, 10));
    }
}

#[test]
fn real_los_angeles_says_of_its_berths_no_more_than_one_image_without_ais_can() {
    let shared = root().join("../shared/data");
    if !shared.join("sar/s1_port_of_la_20210105/west_db_30m.tif").is_file() {
        println!("SKIPPED: real data is not here: {}", shared.display());
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    copy_tree(&root().join("cases/san-pedro"), dir.path());
    let manifest = dir.path().join("sources/manifest.jsonl");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("../../../shared/data", shared.to_str().unwrap())).unwrap();
    stdout(dir.path(), &["-q", "run"]);
    let rows = |table: &str| -> Vec<serde_json::Value> {
        let text = stdout(dir.path(), &["show", table, "--format", "jsonl"]);
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let (looks, answers) = (rows("berth_looks"), rows("occupancy"));
    assert_eq!((looks.len(), answers.len()), (2, 2), "each berth is looked at once");
    let of = |rows: &[serde_json::Value], berth: &str| {
        rows.iter().find(|r| r["berth"].as_str().unwrap().starts_with(berth)).unwrap().clone()
    };
    // The quay of the basin is bright along its whole length, longer than any ship: nothing that one image can tell from hulls.
    let (look, basin) = (of(&looks, "North side"), of(&answers, "North side"));
    println!("North side: {look} {basin}");
    assert!(look["contrast_co_db"].as_f64().unwrap() > 10.0, "{look}");
    assert!(look["bright_length_m"].as_f64().unwrap() > 400.0, "{look}");
    assert_eq!(basin["taught_occupied"], 0);
    assert!(basin["reasons"].to_string().contains("AIS shows no ship"), "{basin}");
    // By eye: bright from end to end, cranes and hulls alike; the quay behind is bright too.
    let (look, answer) = (of(&looks, "Pier 400"), of(&answers, "Pier 400"));
    println!("Pier 400: {look} {answer}");
    assert!(
        look["contrast_co_db"].as_f64().unwrap() > 10.0
            && look["quay_contrast_co_db"].as_f64().unwrap() > 10.0
    );
    assert!(look["bright_fraction"].as_f64().unwrap() > 0.5, "{look}");
    assert_eq!(answer["taught_occupied"], 0);
    assert!(answer["reasons"].to_string().contains("AIS shows no ship"), "{answer}");
    // The water of a berth is searched: what stands out in it is a ship there, or has its reasons.
    let at_berth = rows("detections").iter().filter(|d| d["berth"] == "Pier 400, south-west face").count();
    assert!(at_berth > 0);
}
