//! `plimsoll screen`: on invented lists, on real ones, and in a case whose decisions survive.

use crate::support::{copy_tree, failure, root, stdout};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The invented lists.
fn lists() -> String {
    root().join("testdata/lists").to_str().unwrap().to_owned()
}

/// The answer as JSON.
fn ask(args: &[&str]) -> Value {
    let mut all = vec!["--quiet", "--json", "screen"];
    all.extend(args);
    serde_json::from_str(&stdout(Path::new("."), &all)).unwrap()
}

/// Strength, list and key of each answer to the first question.
fn answers(document: &Value) -> Vec<(String, String, String)> {
    let text = |answer: &Value, key: &str| answer[key].as_str().unwrap().to_owned();
    document["questions"][0]["answers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| (text(a, "strength"), text(a, "list"), text(a, "key")))
        .collect()
}

/// Measures of the first question: list, measure, standing.
fn standings(document: &Value) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |answer: &Value| {
        let list = text(&answer["list"]);
        let measures = answer["measures"].as_array().unwrap().clone();
        measures.into_iter().map(move |m| (list.clone(), text(&m["measure"]), text(&m["standing"])))
    };
    document["questions"][0]["answers"].as_array().unwrap().iter().flat_map(of).collect()
}

#[test]
fn a_table_is_for_reading() {
    let table = stdout(
        root().as_path(),
        &["--quiet", "screen", "--lists", "testdata/lists", "--imo", "2900010", "--on", "2018-03-30"],
    );
    insta::assert_snapshot!(table);
}

#[test]
fn mistakes_are_told_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    let lists = lists();
    insta::assert_snapshot!("nothing_asked", failure(at, &["--quiet", "screen", "--lists", &lists]));
    insta::assert_snapshot!(
        "a_company",
        failure(at, &["--quiet", "screen", "--lists", &lists, "--imo", "5342883"])
    );
    insta::assert_snapshot!("outside_a_case", failure(at, &["--quiet", "screen", "--name", "GREY HERON"]));
    std::fs::write(
        at.join("empty.csv"),
        "celex,recordId,programKey,annex,measure,startDate,schema,name,imoNumber\n",
    )
    .unwrap();
    insta::assert_snapshot!(
        "an_empty_list",
        failure(at, &["--quiet", "screen", "--lists", "empty.csv", "--name", "X"])
    );
    std::fs::write(at.join("odd.csv"), "colour,shape\nred,round\n").unwrap();
    insta::assert_snapshot!(
        "no_list",
        failure(at, &["--quiet", "screen", "--lists", "odd.csv", "--name", "X"])
    );
    std::fs::create_dir(at.join("folder")).unwrap();
    insta::assert_snapshot!(
        "no_list_in_a_folder",
        failure(at, &["--quiet", "screen", "--lists", "folder", "--name", "X"])
    );
    std::fs::write(at.join("fleet.csv"), "name,imo\nGREY HERON,2900010\n,2900011\n").unwrap();
    insta::assert_snapshot!(
        "a_question_that_cannot_be_read",
        failure(at, &["--quiet", "screen", "--lists", &lists, "--batch", "fleet.csv"])
    );
}

#[test]
fn a_number_behind_the_name_is_another_ship() {
    let found = ask(&["--lists", &lists(), "--name", "GREY HERON 2"]);
    let answers = answers(&found);
    assert!(!answers.is_empty());
    assert!(answers.iter().all(|(strength, _, _)| strength == "ruled-out"), "{answers:?}");
}

#[test]
fn what_a_list_lost_is_said_and_too_much_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    let gur = std::fs::read_to_string(root().join("testdata/lists/gur.csv")).unwrap();
    // Hull numbers in the column of radios and the other way round.
    std::fs::write(at.join("swapped.csv"), gur.replacen("name,imo,mmsi_current", "name,mmsi_current,imo", 1))
        .unwrap();
    let refused = failure(at, &["--quiet", "screen", "--lists", "swapped.csv", "--imo", "2900010"]);
    assert!(refused.starts_with("exit 6") && refused.contains("hull numbers unreadable"), "{refused}");
    // The same id for every ship: all but one are lost.
    std::fs::write(at.join("twice.csv"), gur.replace("\n2,", "\n1,").replace("\n3,", "\n1,")).unwrap();
    let refused = failure(at, &["--quiet", "screen", "--lists", "twice.csv", "--imo", "2900010"]);
    assert!(refused.contains("rows lost"), "{refused}");
    // A file in a folder that is no list is named.
    std::fs::create_dir(at.join("lists")).unwrap();
    std::fs::write(at.join("lists/gur.csv"), &gur).unwrap();
    std::fs::write(at.join("lists/page.xml"), "<html><body>not found</body></html>").unwrap();
    let table = stdout(at, &["--quiet", "screen", "--lists", "lists", "--imo", "2900010"]);
    assert!(table.contains("page.xml` has the form of no list"), "{table}");
}

#[test]
fn no_question_is_dropped_and_nothing_is_hidden_without_a_word() {
    let at = Path::new(".");
    let lists = lists();
    for bad in ["", "  ", "2900010", "IMO 2900010"] {
        let refused = failure(at, &["--quiet", "screen", "--lists", &lists, "--name", bad]);
        assert!(refused.starts_with("exit 2"), "{bad}: {refused}");
    }
    let hidden = ask(&["--lists", &lists, "--name", "GREY HERON 7", "--no-ruled-out"]);
    assert!(hidden["questions"][0]["ruled_out_not_shown"].as_u64().unwrap() > 0, "{hidden}");
    let csv = stdout(
        at,
        &["--quiet", "screen", "--lists", &lists, "--name", "GREY HERON", "--most", "1", "--format", "csv"],
    );
    assert!(csv.contains("left-out"), "{csv}");
    // A company's number or name is said to be one.
    let company = ask(&["--lists", &lists, "--name", "HERON SHIPPING"]);
    assert!(company["questions"][0]["others"].to_string().contains("organisation"), "{company}");
    // A slip of the pen is near.
    let slip = ask(&["--lists", &lists, "--name", "GRXY HEROM"]);
    assert!(answers(&slip).iter().any(|(strength, _, _)| strength == "near"), "{slip}");
    // Nothing that a name holds reaches the terminal raw.
    let table = stdout(at, &["--quiet", "screen", "--lists", &lists, "--name", "A\u{1b}[31mB\u{202e}C"]);
    assert!(!table.contains('\u{1b}') && !table.contains('\u{202e}'), "{table:?}");
}

#[test]
fn a_list_that_a_case_has_not_read_is_not_passed_over() {
    let case = harbour();
    let at = case.path();
    std::fs::copy(root().join("testdata/lists/gur.csv"), at.join("gur.csv")).unwrap();
    stdout(at, &["--quiet", "add", "gur.csv"]);
    let refused = failure(at, &["--quiet", "screen", "--imo", "2900010"]);
    assert!(refused.contains("has not been read yet") && refused.contains("plimsoll run"), "{refused}");
}

#[test]
fn what_was_known_is_what_was_out() {
    let eu = root().join("testdata/lists/eu.csv");
    let eu = eu.to_str().unwrap();
    // Without a day the file says only that it is not older than its newest date.
    let at = Path::new(".");
    let refused =
        failure(at, &["--quiet", "screen", "--lists", eu, "--imo", "2900010", "--as-known", "2018-03-30"]);
    assert!(refused.contains("nothing can be said") && refused.contains("@2018-03-30"), "{refused}");
    let dated = format!("{eu}@2018-04");
    let known =
        ask(&["--lists", &dated, "--imo", "2900010", "--on", "2018-03-30", "--as-known", "2018-04-30"]);
    assert!(standings(&known).iter().any(|(_, m, s)| m == "asset-freeze" && s == "listed"), "{known}");
    // Not surely out before the end of the month; a list that was out may speak, and the other is said not to be asked.
    let mrv = root().join("testdata/lists/un_1718.csv");
    let mrv = format!("{}@2018-01", mrv.to_str().unwrap());
    let before = ask(&["--lists", &dated, &mrv, "--imo", "2900010", "--as-known", "2018-04-29"]);
    assert_eq!(before["not_asked"], serde_json::json!(["EU 32017R1509"]));
    assert_eq!(before["questions"][0]["nothing_found_in"], serde_json::json!([]));
}

#[test]
fn a_batch_answers_each_line_and_csv_has_a_row_for_each_measure() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("fleet.csv"),
        "ship_name,imo_number,on\nGREY HERON,2900010,2018-03-30\nNOBODY KNOWS HER,,2018-03-30\n",
    )
    .unwrap();
    let csv = stdout(
        dir.path(),
        &[
            "--quiet",
            "screen",
            "--lists",
            &lists(),
            "--batch",
            "fleet.csv",
            "--format",
            "csv",
            "--no-ruled-out",
        ],
    );
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
    let of_line = |line: &str| rows.iter().filter(|r| &r[0] == line).count();
    assert!(of_line("2") > 3, "{csv}");
    assert_eq!(of_line("3"), 1);
    let last = rows.iter().find(|r| &r[0] == "3").unwrap();
    assert_eq!(&last[4], "nothing-found");
    assert!(last[11].contains("not the same as not listed"));
}

/// The folder of real lists, or a word that it is not there.
fn real() -> Option<PathBuf> {
    let folder = root().join("../shared/data/sanctions");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: no real lists in {}", folder.display());
    None
}

#[test]
fn the_real_lists_answer_as_their_documents_do() {
    let Some(folder) = real() else { return };
    let at = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let (eu, sdn, alt) =
        (at("eu_32017R1509_consolidated.csv.gz"), at("ofac_sdn_2023-11.csv.gz"), at("ofac_alt.csv.gz"));
    let lists = ["--lists", eu.as_str(), sdn.as_str(), alt.as_str()];
    let with = |more: &[&str]| ask(&[&lists[..], more].concat());

    // RYE SONG GANG 1: not yet on 27 December 2017, from the day after.
    for (day, expected) in [("2017-12-27", "not-yet"), ("2017-12-28", "listed"), ("2024-03-07", "listed")] {
        let found = with(&["--imo", "7389704", "--on", day]);
        let eu: Vec<_> =
            standings(&found).into_iter().filter(|(list, _, _)| list == "EU 32017R1509").collect();
        assert_eq!(eu, [("EU 32017R1509".into(), "transport-restrictions".into(), expected.into())], "{day}");
        let us: Vec<_> = standings(&found).into_iter().filter(|(list, _, _)| list == "OFAC SDN").collect();
        assert_eq!(us[0].2, "day-unknown", "the file of OFAC gives no date, and 2024 lies after it");
        println!("RYE SONG GANG 1 on {day}: EU {expected}, OFAC day-unknown");
    }
    // The hull that the press calls SIN PHYONG 9 is the CHONG RIM 2 of both lists; SONG WON 2 is the NEW REGENT of one.
    for (imo, name, on_lists) in
        [("8916293", "CHONG RIM 2", 2), ("8312497", "NEW REGENT", 1), ("8791667", "WAN HENG 11", 1)]
    {
        let found = with(&["--imo", imo, "--no-ruled-out"]);
        let answers = found["questions"][0]["answers"].as_array().unwrap().clone();
        let names: Vec<String> =
            answers.iter().map(|a| a["names"][0]["text"].as_str().unwrap().to_uppercase()).collect();
        let lists: std::collections::BTreeSet<&str> =
            answers.iter().map(|a| a["list"].as_str().unwrap()).collect();
        println!("IMO {imo}: {names:?} on {lists:?}");
        assert!(names.iter().all(|n| n == name), "{names:?}");
        assert_eq!(lists.len(), on_lists, "{lists:?}");
    }
    // A rename does not change the hull: asked by the new name and the number, the list's name is shown as another.
    let renamed = with(&["--imo", "8916293", "--name", "SIN PHYONG 9"]);
    let first = &renamed["questions"][0]["answers"][0];
    assert_eq!((first["strength"].as_str(), first["rung"].as_str()), (Some("established"), Some("imo")));
    assert!(first["reasons"].to_string().contains("another name"), "{first}");
    // KUM UN SAN 3 is not KUM UN SAN.
    let sister = with(&["--name", "KUM UN SAN 3"]);
    let by_key: Vec<_> = answers(&sister);
    assert!(by_key.contains(&("possible".into(), "OFAC SDN".into(), "23163".into())), "{by_key:?}");
    assert!(by_key.contains(&("ruled-out".into(), "OFAC SDN".into(), "23517".into())), "{by_key:?}");
    // SONG WON (8613360) is not SONG WON 2 (8312497): neither name nor number.
    let other = with(&["--imo", "8312497", "--name", "SONG WON 2"]);
    let song_won = answers(&other).into_iter().filter(|(_, list, _)| list == "OFAC SDN").collect::<Vec<_>>();
    assert!(song_won.iter().all(|(strength, _, _)| strength == "ruled-out"), "{song_won:?}");
    // A ship without a number is found by her name, and it is said that the list gives none.
    let without = with(&["--name", "MIN NING DE YOU 078"]);
    let first = &without["questions"][0]["answers"][0];
    assert_eq!(first["strength"], "possible");
    assert!(first["reasons"].to_string().contains("no IMO number"), "{first}");
}

/// The demonstration case, run.
fn harbour() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy_tree(&root().join("cases/harbour"), dir.path());
    stdout(dir.path(), &["--quiet", "run"]);
    dir
}

fn rows(case: &Path, table: &str) -> Vec<Value> {
    let text = stdout(case, &["--json", "show", table]);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_decision_on_a_match_survives_runs_and_a_new_version_of_the_list() {
    let case = harbour();
    let at = case.path();
    let established = |at: &Path| {
        let found = rows(at, "list_matches");
        let one = found.iter().find(|m| m["rung"] == "imo").unwrap();
        (one["match_id"].as_str().unwrap().to_owned(), one["strength"].as_str().unwrap().to_owned())
    };
    let (id, strength) = established(at);
    assert_eq!(strength, "established");
    assert_eq!(rows(at, "listings").len(), 1);
    let finding = |at: &Path| {
        rows(at, "findings")
            .into_iter()
            .find(|f| f["topic"] == "listed-calls")
            .map(|f| f["sentence"].as_str().unwrap().to_owned())
    };
    assert!(finding(at).unwrap().contains("made 1 of 1 port visit (1 ship"), "{:?}", finding(at));

    let args = [
        "review",
        &id,
        "--decision",
        "rejected",
        "--reason",
        "the number was painted over",
        "--by",
        "A. Tester",
    ];
    stdout(at, &args);
    stdout(at, &["--quiet", "run"]);
    assert_eq!(established(at), (id.clone(), "ruled-out".to_owned()));
    let screened: Value =
        serde_json::from_str(&stdout(at, &["--quiet", "--json", "screen", "--imo", "2001230"])).unwrap();
    let of_list = |document: &Value| -> Vec<String> {
        let on_it =
            answers(document).into_iter().filter(|(_, list, _)| list.starts_with("Example Committee"));
        on_it.map(|(strength, _, _)| strength).collect()
    };
    assert_eq!(of_list(&screened), ["ruled-out"]);
    assert!(screened.to_string().contains("painted over"), "{screened}");
    // What a person ruled out is hidden with the rest of it, and counted.
    let hidden: Value = serde_json::from_str(&stdout(
        at,
        &["--quiet", "--json", "screen", "--imo", "2001230", "--no-ruled-out"],
    ))
    .unwrap();
    assert!(of_list(&hidden).is_empty(), "{hidden}");
    assert_eq!(hidden["questions"][0]["ruled_out_not_shown"], 1, "{hidden}");
    assert!(rows(at, "listings").is_empty());
    assert_eq!(finding(at), None);

    // Another version of the list: the same ship, other bytes.
    let list = at.join("sources/lists/designated.csv");
    let newer = std::fs::read_to_string(&list)
        .unwrap()
        .replace("Invented for the demonstration", "Invented for a newer version");
    let newer_path = at.join("newer.csv");
    std::fs::write(&newer_path, newer).unwrap();
    stdout(at, &["--quiet", "add", "newer.csv"]);
    let toml = std::fs::read_to_string(at.join("case.toml")).unwrap();
    let more = "\n[[list]]\nexhibit = \"newer.csv\"\nlist = \"Example Committee list (invented)\"\npublished = \"2024-09-30\"\n";
    std::fs::write(at.join("case.toml"), toml + more).unwrap();
    stdout(at, &["--quiet", "run"]);
    assert_eq!(established(at), (id, "ruled-out".to_owned()));
    let versions = rows(at, "list_versions");
    assert_eq!(versions.len(), 2);
    // What both versions say was seen from the one to the other.
    let name = rows(at, "claims")
        .into_iter()
        .find(|c| c["property"] == "ship_name" && !c["entry_id"].is_null())
        .unwrap();
    assert_eq!(
        (name["first_seen"].as_str(), name["last_seen"].as_str()),
        (Some("2024-06-30"), Some("2024-09-30"))
    );
}

#[test]
fn why_of_a_listing_reaches_the_line_of_the_list() {
    let case = harbour();
    let at = case.path();
    let listing = rows(at, "listings")[0]["listing_id"].as_str().unwrap().to_owned();
    let why = stdout(at, &["why", &listing]);
    assert!(why.contains("sources/lists/designated.csv") && why.contains("SIMULATED HERON"), "{why}");
}

#[test]
fn a_case_is_asked_without_naming_its_lists() {
    let case = harbour();
    let document: Value = serde_json::from_str(&stdout(
        case.path(),
        &["--quiet", "--json", "screen", "--name", "simulated heron 2", "--on", "2024-03-05"],
    ))
    .unwrap();
    let strengths: Vec<_> = answers(&document).into_iter().map(|(s, _, key)| (s, key)).collect();
    assert!(strengths.contains(&("possible".into(), "imo/2001242".into())), "{strengths:?}");
    assert!(strengths.contains(&("ruled-out".into(), "imo/2001230".into())), "{strengths:?}");
}

#[test]
fn owners_are_blocked_by_the_rule_of_the_day_and_nobody_is_freed_by_a_slip() {
    let dir = tempfile::tempdir().unwrap();
    let at = dir.path();
    let stakes = "owner,owned,share_percent\nHERON SHIPPING,A,50\nA,IMO 2900565,50\nUnknown Fund,B,100\n";
    std::fs::write(at.join("stakes.csv"), stakes).unwrap();
    let lists = lists();
    let ask = |on: &str| -> Value {
        let args =
            ["--quiet", "--json", "screen", "--lists", &lists, "--ownership", "stakes.csv", "--on", on];
        serde_json::from_str(&stdout(at, &args)).unwrap()
    };
    let verdict = |document: &Value, rule: &str| -> Vec<String> {
        let parties = document["owners"]["parties"].as_array().unwrap();
        let of_rule = parties.iter().filter(|p| p["rule"] == rule && p["verdict"] == "blocked");
        of_rule.map(|p| p["party"].as_str().unwrap().to_owned()).collect()
    };
    // Half is enough for the Union from 3 July 2024 on, and not the day before; for OFAC on both days.
    let (before, since) = (ask("2024-07-02"), ask("2024-07-03"));
    assert_eq!(verdict(&since, "eu"), ["A", "IMO 2900565"]);
    assert!(verdict(&before, "eu").is_empty());
    assert_eq!(verdict(&before, "ofac"), ["A", "IMO 2900565"]);
    assert_eq!(since["owners"]["not_found_by_name"], serde_json::json!(["Unknown Fund"]));
    let base = ["--quiet", "screen", "--lists", &lists, "--ownership", "stakes.csv", "--on", "2024-07-03"];
    let unknown = failure(at, &[&base[..], &["--blocked", "Nobody"]].concat());
    assert!(unknown.contains("no party"), "{unknown}");
}
