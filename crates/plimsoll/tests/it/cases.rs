//! Whole cases: the simulated harbour, golden end to end; the real Burrard, where its exhibits are present.

use crate::support::{copy_tree, plimsoll, root, stdout, tree_bytes};
use std::path::Path;

/// A copy of `cases/harbour`, run and reported.
fn harbour(threads: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy_tree(&root().join("cases/harbour"), dir.path());
    run(dir.path(), threads);
    dir
}

fn run(case: &Path, threads: &str) {
    stdout(case, &["--quiet", "--threads", threads, "run"]);
    stdout(case, &["--quiet", "--threads", threads, "report"]);
}

/// `tables` and `report`: what the law of the folder speaks of.
fn derived(case: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut all = tree_bytes(&case.join("tables"));
    all.extend(
        tree_bytes(&case.join("report")).into_iter().map(|(name, bytes)| (format!("report/{name}"), bytes)),
    );
    all
}

fn assert_same(
    a: &std::collections::BTreeMap<String, Vec<u8>>,
    b: &std::collections::BTreeMap<String, Vec<u8>>,
) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in a {
        assert!(b[name] == *bytes, "{name} differs");
    }
    assert!(a.len() > 20, "{:?}", a.keys());
}

#[test]
fn harbour_gives_the_same_bytes_on_one_thread_and_on_two_and_when_run_again_from_its_exhibits() {
    let one = harbour("1");
    let two = harbour("2");
    let first = derived(one.path());
    assert_same(&first, &derived(two.path()));
    for folder in ["tables", "runs", "report"] {
        std::fs::remove_dir_all(one.path().join(folder)).unwrap();
    }
    run(one.path(), "2");
    assert_same(&first, &derived(one.path()));
}

#[test]
fn harbour_has_one_tanker_one_gap_one_call_as_its_truth_says() {
    let case = harbour("2");
    let rows = |table: &str| -> Vec<serde_json::Value> {
        let text = stdout(case.path(), &["show", table, "--format", "jsonl"]);
        text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
    };
    let truth: serde_json::Value =
        serde_json::from_slice(&std::fs::read(case.path().join("truth.json")).unwrap()).unwrap();
    let (visits, gaps, cargoes) = (rows("port_visits"), rows("gaps"), rows("cargoes"));
    assert_eq!((visits.len(), gaps.len(), cargoes.len()), (1, 1, 1));

    let time = |v: &serde_json::Value| v.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let minutes = |a: &serde_json::Value, b: &serde_json::Value| {
        time(a).duration_since(time(b)).as_secs_f64().abs() / 60.0
    };
    let call = &truth["visit"];
    assert!(minutes(&visits[0]["start"], &call["enters"]) <= 10.0, "{visits:?} {call}");
    assert!(minutes(&visits[0]["end"], &call["leaves"]) <= 10.0, "{visits:?} {call}");
    assert_eq!(visits[0]["draught_arrival_m"], call["draught_arrival_sent_m"]);
    assert_eq!(visits[0]["draught_departure_m"], call["draught_departure_sent_m"]);
    assert_eq!(visits[0]["confidence"], 4);
    let gap = &truth["gap"];
    assert!(
        minutes(&gaps[0]["start"], &gap["off"]) < 15.0 && minutes(&gaps[0]["end"], &gap["on"]) < 15.0,
        "{gaps:?} {gap}"
    );
    for (column, truth) in
        [("cargo_t", &truth["cargo"]["cargo_t"]), ("volume_bbl", &truth["cargo"]["volume_bbl"])]
    {
        let end = |end: &str| cargoes[0][format!("{column}_{end}").as_str()].as_f64().unwrap();
        let truth = truth.as_f64().unwrap();
        assert!(
            end("low") <= truth && truth <= end("high"),
            "{column}: {} <= {truth} <= {}",
            end("low"),
            end("high")
        );
    }
    // Six lines of the log are damaged on purpose.
    assert_eq!(rows("rejects").len(), 6);
}

#[test]
fn every_finding_of_harbour_leads_to_a_line_of_an_exhibit() {
    let case = harbour("2");
    let findings =
        stdout(case.path(), &["show", "findings", "--columns", "finding_id,topic", "--format", "csv"]);
    assert!(findings.lines().count() > 5);
    for (id, topic) in findings.lines().skip(1).map(|l| l.split_once(',').unwrap()) {
        let tree = stdout(case.path(), &["why", id, "--all"]);
        // How far the exhibits cover the case is said of them as wholes.
        assert!(tree.contains("sha256 ") && (topic == "coverage" || tree.contains(", line ")), "{tree}");
    }
    let first = findings.lines().nth(1).unwrap().split(',').next().unwrap();
    let tree = stdout(case.path(), &["why", first]);
    assert!(tree.contains("| ") && tree.contains("AIVDM"), "the sentence itself is shown:\n{tree}");
}

#[test]
fn no_finding_of_harbour_mixes_confidence_and_likelihood() {
    let case = harbour("2");
    let sentences = stdout(case.path(), &["show", "findings", "--columns", "sentence", "--format", "csv"]);
    for sentence in sentences.lines().skip(1) {
        assert!(!plimsoll_analysis::wording::mixes_confidence_and_likelihood(sentence), "{sentence}");
    }
}

#[test]
fn harbour_findings_are_as_reviewed() {
    let case = harbour("2");
    insta::assert_snapshot!(stdout(
        case.path(),
        &["show", "findings", "--columns", "topic,likelihood,sentence", "--format", "csv"]
    ));
    insta::assert_snapshot!(stdout(
        case.path(),
        &[
            "show",
            "vessels",
            "--columns",
            "ship_name,imo_number,mmsis,kind,deadweight_t_mid,deadweight_basis,remarks",
            "--format",
            "csv"
        ]
    ));
    insta::assert_snapshot!(stdout(case.path(), &["show", "port_visits", "--format", "csv"]));
    insta::assert_snapshot!(stdout(
        case.path(),
        &["show", "rejects", "--columns", "file,line,reason", "--format", "csv"]
    ));
}

#[test]
fn a_second_run_skips_every_stage_and_a_changed_parameter_reruns_only_what_stands_on_it() {
    let case = harbour("2");
    let outcomes = || -> Vec<(String, String)> {
        let text = stdout(case.path(), &["--json", "run"]);
        let rows = text.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
        rows.map(|r| (r["stage"].as_str().unwrap().to_owned(), r["outcome"].as_str().unwrap().to_owned()))
            .collect()
    };
    assert!(outcomes().iter().all(|(_, o)| o == "unchanged"));
    let path = case.path().join("case.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{text}\n[ledger]\nsensitivity_draws = 500\n")).unwrap();
    let ran: Vec<_> = outcomes().into_iter().filter(|(_, o)| o == "ran").map(|(s, _)| s).collect();
    assert_eq!(ran, ["ledger", "findings"]);
}

#[test]
fn a_changed_exhibit_is_refused_with_exit_code_5() {
    let case = harbour("2");
    let log = case.path().join("sources/ais/harbour.nmea");
    let mut bytes = std::fs::read(&log).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&log, bytes).unwrap();
    for verb in ["run", "verify"] {
        let output = plimsoll(case.path(), &[verb]);
        assert_eq!(output.status.code(), Some(5), "{verb}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// `cases/burrard`, run once for all tests that look at it; `None` if its exhibits are not present.
fn burrard() -> Option<&'static Path> {
    static CASE: std::sync::OnceLock<Option<tempfile::TempDir>> = std::sync::OnceLock::new();
    CASE.get_or_init(|| run_burrard(&burrard_toml())).as_ref().map(tempfile::TempDir::path)
}

fn burrard_toml() -> String {
    std::fs::read_to_string(root().join("cases/burrard/case.toml")).unwrap()
}

fn run_burrard(case_toml: &str) -> Option<tempfile::TempDir> {
    let shared = root().join("../shared/data");
    let files = [
        "ais/portcalls_burrard/static_messages.csv",
        "ais/portcalls_burrard/terminal_zones.geojson",
        "registry/eu_mrv_2018_2020.csv.gz",
        "registry/lng_fleet_igu_2025.csv.gz",
    ];
    if let Some(missing) = files.iter().find(|f| !shared.join(f).is_file()) {
        println!("SKIPPED: real data is not here: {missing}");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("case.toml"), case_toml).unwrap();
    for file in files {
        stdout(dir.path(), &["--quiet", "add", "--reference", shared.join(file).to_str().unwrap()]);
    }
    stdout(dir.path(), &["--quiet", "run"]);
    Some(dir)
}

#[test]
fn real_burrard_loadings_of_two_metres_are_found_with_their_draughts() {
    let Some(case) = burrard() else { return };
    let text = stdout(case, &["show", "port_visits", "--format", "jsonl"]);
    let visits: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let path = root().join("../shared/data/ais/portcalls_burrard/visits_draught.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let (mut wanted, mut found, mut missed) = (0, 0, Vec::new());
    for row in reader.deserialize::<std::collections::BTreeMap<String, String>>() {
        let row = row.unwrap();
        let number = |key: &str| row[key].parse::<f64>();
        if number("draught_change").is_ok_and(|change| change >= 2.0) {
            wanted += 1;
            let same = |v: &&serde_json::Value| {
                let near = |key: &str, value: f64| v[key].as_f64().is_some_and(|d| (d - value).abs() < 0.05);
                v["imo_number"].as_i64() == row["imo"].parse().ok()
                    && v["start"].as_str().unwrap()[..10] <= row["last_msg"][..10]
                    && v["end"].as_str().unwrap()[..10] >= row["first_msg"][..10]
                    && near("draught_arrival_m", number("draught_first").unwrap())
                    && near("draught_departure_m", number("draught_last").unwrap())
            };
            if visits.iter().any(|v| same(&v)) {
                found += 1;
            } else {
                missed.push(format!("{} {} {}", row["imo"], row["name"], row["first_msg"]));
            }
        }
    }
    println!("loadings of 2 m or more: {found} of {wanted} found with their draughts; missed: {missed:?}");
    assert_eq!((wanted, found), (70, 70), "{missed:?}");
}

#[test]
fn real_burrard_leaves_gas_out_and_shows_wrong_numbers() {
    let Some(case) = burrard() else { return };
    let kitimat = stdout(
        case,
        &[
            "show",
            "cargoes",
            "--where",
            "place=Kitimat",
            "--columns",
            "ship_name,volume_bbl_mid,not_counted",
            "--format",
            "csv",
        ],
    );
    assert!(kitimat.lines().count() > 1);
    assert!(kitimat.lines().skip(1).all(|l| l.contains(",,") && l.contains("gas")), "{kitimat}");
    // The values 0 and 5 in the column `imo` fail: 0 means that three inland tankers have none, 5 stands in a row
    // whose columns are shifted.
    let without = stdout(
        case,
        &["show", "vessels", "--where", "imo_number=", "--columns", "ship_name,mmsis", "--format", "csv"],
    );
    for name in ["DINTEL-2", "JOHN MASCOW", "CITRINE"] {
        assert!(without.contains(name), "{without}");
    }
    let shifted = stdout(
        case,
        &["show", "rejects", "--where", "text~5.0,Suncor", "--columns", "line,reason", "--format", "csv"],
    );
    assert!(shifted.lines().count() > 1, "{shifted}");
    // In one row the column MMSI names another ship than the transmitter, UserID.
    let radio = stdout(
        case,
        &["show", "vessels", "--where", "ship_name=ADVANTAGE AWARD", "--columns", "mmsis", "--format", "csv"],
    );
    assert_eq!(radio.trim(), "mmsis\n538006204");
    let rejects = stdout(
        case,
        &[
            "show",
            "rejects",
            "--where",
            "reason~MMSI: found `538003439`",
            "--columns",
            "line",
            "--format",
            "csv",
        ],
    );
    assert_eq!(rejects.lines().count(), 2, "{rejects}");
}

#[test]
fn real_burrard_average_loading_agrees_with_what_the_terminal_published() {
    // Trans Mountain Expansion Project, Application Volume 8A, page 8A-67: tides at Second Narrows allow about 550,000
    // barrels on average and 615,000 on the largest. The case takes its prior for fill from the same page, so the
    // comparison is made without it, with the default prior: only then are the two independent.
    let text = burrard_toml();
    let (before, after) = text.split_once("[cargo]").unwrap();
    let without_prior = format!("{before}{}", &after[after.find("[[").unwrap()..]);
    let Some(folder) = run_burrard(&without_prior) else { return };
    let case = folder.path();
    let lines = stdout(
        case,
        &[
            "show",
            "ledger",
            "--where",
            "scenario=documented",
            "--where",
            "convention=physical",
            "--where",
            "date=2025-06-30",
            "--format",
            "jsonl",
        ],
    );
    let line: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let calls = line["calls"].as_f64().unwrap();
    let each = |end: &str| line[format!("cumulative_bbl_{end}").as_str()].as_f64().unwrap() / calls;
    println!(
        "documented loadings: {calls}, barrels each {:.0} ({:.0} to {:.0})",
        each("mid"),
        each("low"),
        each("high")
    );
    assert!(each("low") < 550_000.0 && 550_000.0 < each("high"));
}
