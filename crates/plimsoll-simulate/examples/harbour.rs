//! Writes the demonstration season into a case folder, and the manifest of its exhibits:
//! `cargo run -p plimsoll-simulate --example harbour -- cases/harbour`.

use plimsoll_model::evidence::{Key, RecordId, RecordKind};
use plimsoll_simulate::harbour;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// The seed of the committed case.
const SEED: u64 = 1;
/// Day on which the committed case was made: no clock is read.
const ADDED_AT: &str = "2026-11-22T00:00:00Z";
const INVENTED: &str = "plimsoll-simulate, harbour, seed 1: invented";
const OUR_LICENCE: &str = "MIT OR Apache-2.0";

/// Kind, path, from, licence and note of every exhibit.
const EXHIBITS: [[&str; 5]; 4] = [
    [
        "nmea",
        "sources/ais/harbour.nmea",
        INVENTED,
        OUR_LICENCE,
        "simulated AIS; six lines are damaged on purpose",
    ],
    ["register", "sources/registers/register.csv", INVENTED, OUR_LICENCE, "invented particulars"],
    [
        "list",
        "sources/lists/designated.csv",
        INVENTED,
        OUR_LICENCE,
        "invented list in the form of the 1718 Designated Vessels List",
    ],
    [
        "reported-volumes",
        "sources/volumes/notified.csv",
        INVENTED,
        OUR_LICENCE,
        "invented notice and estimate",
    ],
];

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).ok_or_else(|| io::Error::other("expected a case folder"))?;
    let folder = Path::new(&folder);
    let season = harbour(SEED);
    for (path, text) in [
        ("sources/ais/harbour.nmea", season.ais),
        ("sources/registers/register.csv", season.register),
        ("sources/lists/designated.csv", season.list),
        ("sources/volumes/notified.csv", season.volumes),
        ("truth.json", season.truth.to_json()),
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    fs::write(folder.join("sources/manifest.jsonl"), manifest(folder)?)
}

/// A line of the manifest.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    kind: &'a str,
    path: &'a str,
    mode: &'a str,
    sha256: String,
    bytes: usize,
    from: &'a str,
    licence: &'a str,
    note: &'a str,
    added_at: &'a str,
}

/// One line an exhibit.
fn manifest(folder: &Path) -> io::Result<String> {
    let mut lines = String::new();
    for [kind, path, from, licence, note] in EXHIBITS {
        let bytes = fs::read(folder.join(path))?;
        let sha256: String = Sha256::digest(&bytes).iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("a String takes all that is written to it");
            text
        });
        let id = RecordId::of(RecordKind::Exhibit, &[Key::Text(&sha256)]).to_string();
        let line = Line {
            id,
            kind,
            path,
            mode: "copied",
            sha256,
            bytes: bytes.len(),
            from,
            licence,
            note,
            added_at: ADDED_AT,
        };
        let line = serde_json::to_string(&line)?;
        writeln!(lines, "{line}").expect("a String takes all that is written to it");
    }
    Ok(lines)
}
