//! The files beside the page.

use crate::invented::{EAST, SMALL, dossier};
use crate::page::{empty, file};
use plimsoll_report::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn json(files: &[OutputFile], path: &str) -> Value {
    serde_json::from_slice(file(files, path)).unwrap()
}

fn records(files: &[OutputFile], path: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(file(files, path)).records().map(|record| record.unwrap()).collect()
}

#[test]
fn a_report_is_these_files() {
    let files = render(&dossier(SMALL));
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "index.html",
            "annex.csv",
            "ledger.csv",
            "visits.csv",
            "encounters.csv",
            "loitering.csv",
            "gaps.csv",
            "outages.csv",
            "shared_numbers.csv",
            "identity_changes.csv",
            "draught_changes.csv",
            "ships.csv",
            "listings.csv",
            "list_matches.csv",
            "soundings.csv",
            "map.geojson",
            "findings.json",
            "manifest.json"
        ]
    );
    assert!(render(&empty()).len() >= 7);
}

#[test]
fn the_manifest_names_every_other_file_with_its_hash() {
    let files = render(&dossier(SMALL));
    let manifest = json(&files, "manifest.json");
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len() - 1);
    for (entry, file) in listed.iter().zip(&files) {
        let hash: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(entry["path"], file.path.as_str());
        assert_eq!(entry["sha256"], hash.as_str());
        assert_eq!(entry["bytes"], file.bytes.len());
    }
    assert_eq!(manifest["exhibits"].as_array().unwrap().len(), 3);
    assert_eq!(manifest["is_simulated"], true);
}

#[test]
fn csv_files_read_back_and_say_that_they_are_simulated() {
    let small = dossier(SMALL);
    let files = render(&small);
    assert_eq!(records(&files, "annex.csv").len(), small.visits.len());
    assert_eq!(records(&files, "visits.csv").len(), small.visits.len());
    assert_eq!(records(&files, "ledger.csv").len(), small.ledger.len());
    assert_eq!(records(&files, "encounters.csv").len(), small.encounters.len());
    assert_eq!(records(&files, "loitering.csv").len(), small.loitering.len());
    assert_eq!(records(&files, "gaps.csv").len(), small.gaps.len());
    assert_eq!(records(&files, "outages.csv").len(), small.outages.len());
    let tracks: usize = small.shared.iter().map(|number| number.tracks.len()).sum();
    assert_eq!(records(&files, "shared_numbers.csv").len(), tracks);
    assert_eq!(records(&files, "identity_changes.csv").len(), small.identity_changes.len());
    assert_eq!(records(&files, "draught_changes.csv").len(), small.draught_changes.len());
    assert_eq!(records(&files, "ships.csv").len(), small.ships.len());
    assert_eq!(records(&files, "listings.csv").len(), small.lists.listings.len());
    assert_eq!(records(&files, "list_matches.csv").len(), small.lists.leads.len());
    let tables: Vec<&str> =
        files.iter().map(|file| file.path.as_str()).filter(|path| path.ends_with(".csv")).collect();
    assert_eq!(tables.len(), 14);
    for path in tables {
        assert!(records(&files, path).iter().all(|row| row.get(row.len() - 1) == Some("true")), "{path}");
    }
}

#[test]
fn numbers_in_csv_are_not_rounded() {
    let small = dossier(SMALL);
    let files = render(&small);
    let sum = |path: &str, column: &str| {
        let mut reader = csv::Reader::from_reader(file(&files, path));
        let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
        reader.records().map(|row| row.unwrap()[at].parse::<f64>().unwrap_or(0.0)).sum::<f64>()
    };
    let ours: f64 = small.ledger.iter().map(|line| line.cumulative_bbl.mid()).sum();
    assert!((sum("ledger.csv", "cumulative_mid_bbl") - ours).abs() < 1e-6 * ours);
    let counted = small.visits.iter().filter_map(|v| v.cargo.as_ref()?.volume_committee_bbl);
    let ours: f64 = counted.map(|volume| volume.mid()).sum();
    assert!((sum("annex.csv", "estimate_mid_bbl") - ours).abs() < 1e-6 * ours);
}

#[test]
fn a_further_table_cannot_leave_the_folder_or_replace_one_of_ours() {
    let mut named = dossier(SMALL);
    let table = |name: &str| DataTable { name: name.into(), header: vec!["a".into()], rows: vec![] };
    named.tables = vec![table("annex"), table("../up"), table("")];
    let files = render(&named);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(&paths[1..4], ["annex.csv", "ledger.csv", "visits.csv"]);
    assert_eq!(&paths[14..17], ["annex-2.csv", "___up.csv", "table.csv"]);
}

#[test]
fn the_map_file_is_geojson_with_ids() {
    let east = dossier(EAST);
    let files = render(&east);
    let map = json(&files, "map.geojson");
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().unwrap();
    assert_eq!(
        features.len(),
        east.places.len()
            + east.visits.len()
            + east.gaps.len()
            + east.encounters.len()
            + east.loitering.len()
            + east.map.tracks.len()
    );
    let mut ids: Vec<&str> = features.iter().map(|feature| feature["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), features.len());
    for feature in features {
        assert_eq!(feature["type"], "Feature");
        corners(&feature["geometry"]["coordinates"]);
    }
}

/// Checks every pair of numbers below a member `coordinates`.
fn corners(value: &Value) {
    let list = value.as_array().unwrap();
    if list.first().is_some_and(Value::is_number) {
        let (lon, lat) = (list[0].as_f64().unwrap(), list[1].as_f64().unwrap());
        assert!(
            list.len() == 2 && (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat),
            "{list:?}"
        );
    } else {
        list.iter().for_each(corners);
    }
}

#[test]
fn the_findings_file_is_as_reviewed() {
    let files = render(&dossier(SMALL));
    insta::assert_snapshot!("findings", String::from_utf8_lossy(file(&files, "findings.json")));
    insta::assert_snapshot!("annex", String::from_utf8_lossy(file(&files, "annex.csv")));
}
