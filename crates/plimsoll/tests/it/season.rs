//! A short simulated season from its seed through the whole street.

use crate::support::{failure, stdout, tree_bytes};
use std::collections::BTreeMap;
use std::path::Path;

/// Two weeks, two ports, written and not run.
fn written(dir: &Path, name: &str, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let made = ["-q", "simulate", "season", "--seed", "3", "--days", "10", "--ports", "2", "--out", name];
    stdout(dir, &[&made[..], more].concat());
    tree_bytes(&dir.join(name))
}

#[test]
fn a_short_season_is_the_same_on_any_number_of_threads_and_holds_nothing_real() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) =
        (written(dir.path(), "a", &["--threads", "1"]), written(dir.path(), "b", &["--threads", "2"]));
    assert_eq!(one, two);
    let pictures: Vec<&String> = one.keys().filter(|name| name.ends_with(".tif")).collect();
    // Daily at the loading place, about every third day at the other.
    assert!(pictures.len() >= 15, "{}", pictures.len());
    for name in pictures {
        assert!(name.contains("/simulated-"), "{name}");
        assert!(one[name].windows(9).any(|w| w == b"SIMULATED"), "{name}: the description of the file");
    }
    let register = String::from_utf8(one["sources/registers/register.csv"].clone()).unwrap();
    for line in register.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert!(
            cells[0].starts_with('2') && cells[1].starts_with("299"),
            "numbers that nobody gives out: {line}"
        );
        assert!(cells[2].starts_with("SIMULATED "), "{line}");
    }
    let listed = String::from_utf8(one["sources/lists/designated.csv"].clone()).unwrap();
    assert!(listed.lines().skip(1).all(|line| line.contains(",SIMULATED ")), "{listed}");
    let said = failure(dir.path(), &["simulate", "season", "--out", "a"]);
    assert!(said.contains("there already"), "{said}");
}

#[test]
fn a_short_season_goes_from_bytes_to_numbers_and_a_report() {
    let dir = tempfile::tempdir().unwrap();
    written(dir.path(), "s", &[]);
    let case = dir.path().join("s");
    stdout(&case, &["-q", "run"]);
    let show = |table: &str, more: &[&str]| {
        stdout(&case, &[&["-q", "show", table, "--format", "csv"], more].concat())
    };
    let scenes = show("scenes", &["--columns", "name,form,refusal"]);
    let refused: Vec<&str> = scenes.lines().skip(1).filter(|line| !line.ends_with(',')).collect();
    assert!(refused.is_empty(), "{refused:?}");
    let effort = show("effort", &["--columns", "place,cloud_fraction"]);
    assert!(effort.lines().count() > 20, "{effort}");
    let ships = show("detections", &["--where", "kind=ship", "--columns", "detection_id"]);
    assert!(ships.lines().count() > 1, "ships at the pier are found in the pixels");
    stdout(&case, &["-q", "report"]);
    let page = std::fs::read_to_string(case.join("report/index.html")).unwrap();
    assert!(page.contains("SIMULATED"));
}
