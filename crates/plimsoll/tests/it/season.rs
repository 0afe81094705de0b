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
    arrivals_are_silent_only_on_evidence(&case);
    stdout(&case, &["-q", "report"]);
    let page = std::fs::read_to_string(case.join("report/index.html")).unwrap();
    assert!(page.contains("SIMULATED"));
}

/// The port calls of a case that has run: number, probability, what AIS says of the arrival.
fn calls(case: &Path) -> Vec<(String, f64, String)> {
    let text = stdout(case, &["-q", "show", "port_calls", "--format", "jsonl"]);
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let said = |key: &str| row[key].as_str().unwrap().to_owned();
        (said("port_call_id"), row["p_call"].as_f64().unwrap(), said("ais_on_arrival"))
    };
    text.lines().map(row).collect()
}

/// Every ship of the season is silent at the terminal, among others that are heard: so most of the calls that images show are, and
/// none sends. Then the feed is down about the image of one of them: of that one nothing is known, of the others the same as before.
fn arrivals_are_silent_only_on_evidence(case: &Path) {
    let documented: Vec<_> = calls(case).into_iter().filter(|(_, p, _)| *p >= 0.5).collect();
    let silent: Vec<_> = documented.iter().filter(|(_, _, said)| said.starts_with("silent")).collect();
    println!("{} of {} documented calls are silent on arrival, in truth all", silent.len(), documented.len());
    assert!(documented.len() >= 4 && 10 * silent.len() >= 7 * documented.len(), "{documented:?}");
    assert!(documented.iter().all(|(_, _, said)| !said.starts_with("sending")), "{documented:?}");
    for (_, _, said) in &silent {
        let has = |words: &str| said.contains(words);
        assert!(has("would have been received with probability 0.9") && has("brought a report"), "{said}");
        assert!(has("Z to 2024-03-"), "the window: {said}");
    }
    let numbers = stdout(case, &["-q", "show", "season_numbers", "--format", "jsonl"]);
    let number = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let counted = numbers.lines().map(number).find(|row| row["name"] == "silent-arrivals").unwrap();
    assert_eq!(counted["mid"].as_f64(), Some(silent.len() as f64));
    let down = tempfile::tempdir().unwrap();
    crate::support::copy_tree(case, down.path());
    let (_, _, said) = silent.iter().find(|(_, _, said)| said.contains("as at 1 of 1 compared")).unwrap();
    let day = said.strip_prefix("silent at the image of ").unwrap().get(..16).unwrap();
    let image: jiff::Timestamp = format!("{}:00Z", day.replace(' ', "T")).parse().unwrap();
    without_ais_about(down.path(), image);
    stdout(down.path(), &["-q", "run"]);
    let after = calls(down.path());
    // Which sightings are one call is drawn anew, so the image names it.
    let of_it = |said: &str| said.contains("nobody listened in 6.0 of 6.0 hours");
    assert!(after.iter().any(|(_, _, said)| said.starts_with("unknown") && of_it(said)), "{after:?}");
    assert!(after.iter().all(|(_, _, said)| !said.contains(&format!("at the image of {day}"))), "{after:?}");
    let others = after.iter().filter(|(_, p, said)| *p >= 0.5 && said.starts_with("silent")).count();
    assert!(others > 0, "{after:?}");
}

/// Puts another log in place of the log of AIS: that without the half day before and after an instant.
fn without_ais_about(case: &Path, image: jiff::Timestamp) {
    let log = case.join("sources/ais/simulated.nmea");
    let text = std::fs::read_to_string(&log).unwrap();
    let (mut is_kept, mut kept) = (true, String::new());
    for line in text.lines() {
        if let Some((_, rest)) = line.split_once("c:") {
            let seconds: i64 = rest.split('*').next().unwrap().parse().unwrap();
            is_kept = (seconds - image.as_second()).abs() >= 12 * 3600;
        }
        if is_kept {
            kept += &format!("{line}\r\n");
        }
    }
    assert!(kept.len() < text.len() - 10_000);
    std::fs::remove_file(&log).unwrap();
    let manifest = case.join("sources/manifest.jsonl");
    let entries = std::fs::read_to_string(&manifest).unwrap();
    let others: String =
        entries.lines().filter(|l| !l.contains("simulated.nmea")).map(|l| format!("{l}\n")).collect();
    std::fs::write(&manifest, others).unwrap();
    std::fs::write(case.join("down.nmea"), kept).unwrap();
    stdout(case, &["-q", "add", "down.nmea"]);
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
