//! Archives of AIS from bytes to events: planted truth, shares, threads, forms and packings.

use crate::support::{copy_tree, failure, stdout, tree_bytes};
use plimsoll_case::store::Store;
use std::collections::BTreeMap;
use std::path::Path;

/// Simulates an archive in a new folder.
fn archive(form: &str, seed: &str, rows: &str, name: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let options = ["--rows", rows, "--vessels", "120", "--days", "3", "--form", form, "--seed", seed];
    let files = ["--out", name, "--truth", "truth.json"];
    stdout(dir.path(), &[&["--quiet", "simulate", "ais"][..], &options, &files].concat());
    dir
}

/// Makes a case of it.
fn case_of(dir: &Path, file: &str, more: &str) {
    let text = format!(
        "title = \"an archive\"\nperiod = {{ start = 2025-05-22, end = 2025-05-26 }}\nsimulated = true\n{more}"
    );
    std::fs::write(dir.join("case.toml"), text).unwrap();
    stdout(dir, &["--quiet", "add", file]);
}

/// The ports of an archive as places of a case: with so few ships none shows itself by those that lie there.
fn ports(dir: &Path) -> String {
    let truth: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.join("truth.json")).unwrap()).unwrap();
    let area = |port: &serde_json::Value| {
        let (name, lat, lon) = (&port["name"], &port["lat_deg"], &port["lon_deg"]);
        format!("[[area]]\nname = {name}\ncircle = {{ lat_deg = {lat}, lon_deg = {lon}, radius_m = 2000 }}\n")
    };
    truth["ports"].as_array().unwrap().iter().map(area).collect()
}

/// The events of an archive, from the exhibit to the encounters.
const EVENTS: [&str; 5] = ["run", "ingest-ais", "ingest-places", "tracks", "encounters"];

fn quietly<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&["--quiet"][..], args].concat()
}

fn rows(dir: &Path, table: &str) -> Vec<serde_json::Value> {
    let text = stdout(dir, &["show", table, "--format", "jsonl"]);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A table without what depends on the exhibit.
fn bare(dir: &Path, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let text = |row: &serde_json::Value| columns.iter().map(|c| row[*c].to_string()).collect();
    let mut rows: Vec<Vec<String>> = rows(dir, table).iter().map(text).collect();
    rows.sort();
    rows
}

#[test]
fn all_that_is_planted_is_found_and_nothing_that_is_not_on_three_seeds() {
    for seed in ["1", "2", "3"] {
        let dir = archive("danish", seed, "60000", "day.csv");
        case_of(dir.path(), "day.csv", &ports(dir.path()));
        stdout(dir.path(), &quietly(&EVENTS));
        let score =
            plimsoll::score::of_truth(&Store::of_case(dir.path()), &dir.path().join("truth.json")).unwrap();
        for kind in ["encounters", "gaps", "shared_mmsis", "spikes"] {
            let tally = &score.0[kind];
            assert!(tally.planted > 0 && tally.is_perfect(), "seed {seed}, {kind}: {tally:#?}");
        }
    }
}

#[test]
fn shares_of_the_buckets_joined_give_the_bytes_of_one_run() {
    let more = "[ingest]\nbuckets = 4\n";
    let whole = archive("nmea", "5", "40000", "day.nmea");
    case_of(whole.path(), "day.nmea", more);
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for copy in [&one, &two] {
        copy_tree(whole.path(), copy.path());
    }
    stdout(whole.path(), &quietly(&["run"]));
    stdout(one.path(), &quietly(&["--threads", "1", "run", "--buckets", "0..1"]));
    stdout(two.path(), &quietly(&["run", "--buckets", "1..4"]));
    let early = failure(two.path(), &["run", "encounters"]);
    assert!(early.contains("slow_points"), "{early}");
    for folder in ["tables", "runs"] {
        copy_tree(&two.path().join(folder), &one.path().join(folder));
    }
    let said = stdout(one.path(), &["--json", "run"]);
    assert_eq!(said.matches("joined").count(), 2, "{said}");
    let (expected, joined) =
        (tree_bytes(&whole.path().join("tables")), tree_bytes(&one.path().join("tables")));
    assert_eq!(expected.keys().collect::<Vec<_>>(), joined.keys().collect::<Vec<_>>());
    let differing: Vec<_> =
        expected.iter().filter(|(name, bytes)| joined[*name] != **bytes).map(|(n, _)| n).collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert!(
        expected.keys().filter(|name| name.starts_with("position_reports/b=")).count() == 4,
        "{expected:?}"
    );
    let again = stdout(one.path(), &["--json", "run"]);
    assert_eq!(again.matches("unchanged").count(), plimsoll::stage::STAGES.len(), "{again}");
    let beyond = failure(one.path(), &["run", "--buckets", "3..5"]);
    assert!(beyond.contains("the case has 4"), "{beyond}");
}

#[test]
fn the_number_of_buckets_and_threads_changes_no_event() {
    let dir = archive("danish", "7", "40000", "day.csv");
    let tables = ["gaps", "encounters", "loitering", "tracks", "draught_changes", "identity_changes"];
    let mut outcomes: Vec<BTreeMap<&str, Vec<Vec<String>>>> = Vec::new();
    for (buckets, threads) in [("1", "1"), ("16", "2")] {
        let case = tempfile::tempdir().unwrap();
        copy_tree(dir.path(), case.path());
        case_of(
            case.path(),
            "day.csv",
            &format!("{}[ingest]\nbuckets = {buckets}\nmemory_mb = 1\n", ports(dir.path())),
        );
        stdout(case.path(), &quietly(&[&["--threads", threads][..], &EVENTS].concat()));
        let columns = ["mmsi", "mmsi_a", "mmsi_b", "start", "end", "after", "from", "to", "parents"];
        outcomes.push(tables.iter().map(|t| (*t, bare(case.path(), t, &columns))).collect());
    }
    assert!(outcomes[0].values().all(|rows| !rows.is_empty()), "{:?}", outcomes[0].keys());
    assert!(outcomes[0] == outcomes[1]);
}

#[test]
fn the_same_ships_fall_silent_and_meet_in_each_form_of_an_archive() {
    let events = |form: &str, name: &str| {
        let dir = archive(form, "11", "40000", name);
        case_of(dir.path(), name, &ports(dir.path()));
        stdout(dir.path(), &quietly(&EVENTS));
        let score =
            plimsoll::score::of_truth(&Store::of_case(dir.path()), &dir.path().join("truth.json")).unwrap();
        let found = |kind: &str| (score.0[kind].found, score.0[kind].missed, score.0[kind].negatives);
        (found("encounters"), found("shared_mmsis"))
    };
    let danish = events("danish", "day.csv");
    assert!(danish.0.0 > 0 && danish.0.1 == 0 && danish.0.2 == 0, "{danish:?}");
    assert_eq!(events("marine-cadastre", "day.csv"), danish);
    assert_eq!(events("nmea", "day.nmea"), danish);
}

#[test]
fn receivers_with_wrong_clocks_are_found_and_put_right() {
    let dir = archive("nmea", "13", "40000", "day.nmea");
    case_of(dir.path(), "day.nmea", &ports(dir.path()));
    stdout(dir.path(), &quietly(&EVENTS));
    let clocks = rows(dir.path(), "receiver_clocks");
    let truth: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.path().join("truth.json")).unwrap()).unwrap();
    let text = truth.to_string();
    let wrong: Vec<_> = clocks.iter().filter(|row| row["offset_s"].as_f64().unwrap() != 0.0).collect();
    assert!(!wrong.is_empty(), "no hour was corrected");
    for row in &wrong {
        let receiver = row["receiver"].as_str().unwrap();
        assert!(text.contains(receiver), "{receiver} is not in the truth");
    }
    let merged = rows(dir.path(), "position_reports");
    let heard_twice = merged.iter().filter(|row| row["copies"].as_i64().unwrap() > 1).count();
    assert!(heard_twice > 100, "{heard_twice}");
    assert!(merged.iter().any(|row| row["receivers"].as_str().is_some_and(|r| r.contains(' '))));
}

#[test]
fn decode_reads_every_kind_of_file_a_case_reads() {
    let dir = archive("danish", "3", "40000", "day.csv");
    let plain = stdout(dir.path(), &["--quiet", "decode", "day.csv", "--format", "csv"]);
    assert!(plain.lines().count() > 39_000, "{}", plain.lines().count());
    let header = plain.lines().next().unwrap();
    for column in ["mmsi", "time", "lat_deg", "lon_deg", "sog_kn", "ship_name", "draught_m"] {
        assert!(header.split(',').any(|name| name == column), "{header}");
    }
    stdout(dir.path(), &["--quiet", "decode", "day.csv", "--format", "parquet", "--out", "day.parquet"]);
    let again = stdout(dir.path(), &["--quiet", "decode", "day.parquet", "--format", "csv"]);
    let cells = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|l| l.split(',').map(str::to_owned).collect()).collect()
    };
    let (plain, again) = (cells(&plain), cells(&again));
    let column = |table: &[Vec<String>], name: &str| {
        let at = table[0].iter().position(|c| c == name).unwrap();
        table[1..].iter().map(|row| row[at].clone()).collect::<Vec<_>>()
    };
    for name in ["mmsi", "time", "lat_deg", "lon_deg", "sog_kn", "heading_deg", "ship_name"] {
        assert_eq!(column(&plain, name), column(&again, name), "{name}");
    }
    let unknown = dir.path().join("odd.csv");
    std::fs::write(&unknown, "MMSI,When,Latitude,Longitude,Time of receipt\n1,2,3,4,5\n").unwrap();
    let told = failure(dir.path(), &["decode", "odd.csv"]);
    assert!(told.contains("nearest") && told.contains("[[columns]]"), "{told}");
}

#[test]
fn why_leads_from_a_gap_to_the_lines_of_the_archive() {
    let dir = archive("danish", "17", "40000", "day.csv");
    case_of(dir.path(), "day.csv", &ports(dir.path()));
    stdout(dir.path(), &quietly(&EVENTS));
    let gaps = rows(dir.path(), "gaps");
    let told = stdout(dir.path(), &["why", gaps[0]["gap_id"].as_str().unwrap()]);
    let mmsi = gaps[0]["mmsi"].to_string();
    let lines = told.lines().filter(|line| line.contains(&mmsi) && line.contains("Class ")).count();
    assert!(lines >= 2, "{told}");
}
