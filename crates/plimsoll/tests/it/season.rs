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

/// The first cell of the first row of a table in CSV.
fn first_cell(csv: &str) -> String {
    csv.lines().nth(1).and_then(|line| line.split(',').next()).unwrap_or_else(|| panic!("{csv}")).to_owned()
}

#[test]
fn the_season_stands_on_the_page_and_its_challenge_while_it_is_of_that_season() {
    let dir = tempfile::tempdir().unwrap();
    written(dir.path(), "s", &[]);
    let case = dir.path().join("s");
    let toml = std::fs::read_to_string(case.join("case.toml")).unwrap();
    assert!(toml.contains("Vostochny, 7 March to 16 March 2024"), "the title names the days of the case");
    let quick = "\n[season]\nburn_in_steps = 500\nsteps = 1000\ndraws = 50\n\n[challenge]\nsteps_share = 0.5\nplacebos = ";
    let with_placebos =
        |count: u32| std::fs::write(case.join("case.toml"), format!("{toml}{quick}{count}\n")).unwrap();
    with_placebos(1);
    stdout(&case, &["-q", "run"]);
    let page = || {
        stdout(&case, &["-q", "report"]);
        std::fs::read_to_string(case.join("report/index.html")).unwrap()
    };
    let before = page();
    for words in ["SIMULATED: images and AIS show", "Documented", "Estimated", "Upper bound"] {
        assert!(before.contains(words), "{words}");
    }
    assert!(before.contains("What others said, number by number"));
    assert!(!before.contains("id=\"challenge\""), "nobody challenged it yet");
    let show = |table: &str, more: &[&str]| {
        stdout(&case, &[&["-q", "show", table, "--format", "csv"], more].concat())
    };
    let number = first_cell(&show("season_numbers", &["--where", "name=first-seen"]));
    let why = stdout(&case, &["why", &number]);
    assert!(why.contains("first day on which an exhibit shows a call: 2024-03-"), "{why}");

    let said = stdout(&case, &["-q", "challenge"]);
    for words in ["THE FINDING", "WITHOUT EACH SOURCE", "ON OTHER DAYS", "WHAT WOULD HAVE TO BE FALSE"] {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(said, stdout(&case, &["-q", "challenge"]), "nothing changed, nothing is drawn again");
    let challenge = first_cell(&show("challenges", &["--where", "kind=without-source"]));
    assert!(stdout(&case, &["why", &challenge]).contains("without-source"));
    assert!(page().contains("id=\"challenge\""));
    // Another challenge was asked for: the old one is of no use, and the page says nothing of it.
    with_placebos(2);
    let output = crate::support::plimsoll(&case, &["report"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && said.contains("the challenge is of a season that has changed"),
        "{said}"
    );
    assert!(!page().contains("id=\"challenge\""));
}
