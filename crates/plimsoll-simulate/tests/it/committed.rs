//! The committed case is what the program writes.

use plimsoll_simulate::harbour;
use sha2::{Digest, Sha256};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/harbour/");
const WRITE: &str = "write it again: cargo run -p plimsoll-simulate --example harbour -- cases/harbour";

fn committed(path: &str) -> Vec<u8> {
    std::fs::read(format!("{FOLDER}{path}")).unwrap_or_else(|error| panic!("{path}: {error}; {WRITE}"))
}

#[test]
fn the_committed_season_is_that_of_seed_1_byte_for_byte() {
    let season = harbour(1);
    for (path, text) in [
        ("sources/ais/harbour.nmea", season.ais),
        ("sources/registers/register.csv", season.register),
        ("sources/lists/designated.csv", season.list),
        ("sources/volumes/notified.csv", season.volumes),
        ("truth.json", season.truth.to_json()),
    ] {
        assert!(committed(path) == text.as_bytes(), "{path} differs; {WRITE}");
    }
}

#[test]
fn the_manifest_names_the_bytes_that_are_there() {
    let manifest = String::from_utf8(committed("sources/manifest.jsonl")).unwrap();
    assert_eq!(manifest.lines().count(), 4);
    for line in manifest.lines() {
        let exhibit: serde_json::Value = serde_json::from_str(line).unwrap();
        let bytes = committed(exhibit["path"].as_str().unwrap());
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(exhibit["sha256"], sha256, "{WRITE}");
        assert_eq!(exhibit["bytes"], bytes.len(), "{WRITE}");
    }
}
