//! The command line: what every command says, and what it says of the commonest mistakes.

use crate::support::{failure, plimsoll, root, stdout};
use std::path::Path;

fn empty() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A case begun by `init`.
fn begun() -> tempfile::TempDir {
    let dir = empty();
    stdout(dir.path(), &["--quiet", "init", "--title", "Test"]);
    dir
}

/// The demo, made once in a folder of its own.
fn demo() -> tempfile::TempDir {
    let dir = empty();
    stdout(dir.path(), &["--quiet", "demo", "d", "--which", "harbour"]);
    dir
}

fn log() -> String {
    root().join("cases/harbour/sources/ais/harbour.nmea").to_str().unwrap().to_owned()
}

#[test]
fn help_teaches_and_every_verb_has_it() {
    let help = stdout(Path::new("."), &["--help"]);
    for verb in [
        "demo",
        "init",
        "add",
        "run",
        "status",
        "show",
        "why",
        "review",
        "screen",
        "report",
        "verify",
        "params",
        "methods",
        "decode",
        "convert",
        "completions",
    ] {
        assert!(help.contains(&format!("\n  {verb} ")), "{verb}");
        assert!(stdout(Path::new("."), &[verb, "--help"]).contains("Usage: plimsoll"), "{verb}");
    }
}

#[test]
fn mistakes_get_a_message_a_hint_and_an_exit_code() {
    let dir = empty();
    let at = dir.path();
    insta::assert_snapshot!("outside_a_case", failure(at, &["run"]));
    insta::assert_snapshot!("no_such_case", failure(at, &["-C", "nowhere", "run"]));
    let case = begun();
    let at = case.path();
    insta::assert_snapshot!("init_twice", failure(at, &["init"]));
    insta::assert_snapshot!("unknown_stage", failure(at, &["run", "port-visit"]));
    insta::assert_snapshot!("unknown_table", failure(at, &["show", "port_visit"]));
    insta::assert_snapshot!("table_not_written", failure(at, &["show", "gaps"]));
    insta::assert_snapshot!("unknown_column", failure(at, &["show", "gaps", "--columns", "durationh"]));
    insta::assert_snapshot!("bad_condition", failure(at, &["show", "gaps", "--where", "duration_h"]));
    insta::assert_snapshot!(
        "condition_of_another_type",
        failure(at, &["show", "gaps", "--where", "duration_h>long"])
    );
    insta::assert_snapshot!("not_an_id", failure(at, &["why", "gap-123"]));
    insta::assert_snapshot!("id_of_nothing", failure(at, &["why", "gap-7k3f9q2mxdw4c"]));
    insta::assert_snapshot!("report_before_run", failure(at, &["report"]));
    insta::assert_snapshot!(
        "review_without_reason",
        failure(at, &["review", "gap-7k3f9q2mxdw4c", "--decision", "confirmed"])
    );
    insta::assert_snapshot!(
        "add_nothing",
        failure(at, &["add", "missing.log"]).replace(at.to_str().unwrap(), "<case>")
    );
    insta::assert_snapshot!("add_unknown_kind", failure(at, &["add", "case.toml", "--kind", "film"]));
}

#[test]
fn conversions_show_density_and_the_committee_and_refuse_nonsense() {
    let at = Path::new(".");
    insta::assert_snapshot!(
        "convert_gasoil",
        stdout(at, &["convert", "56000 t", "--to", "bbl", "--product", "gasoil"])
    );
    insta::assert_snapshot!(
        "convert_crude",
        stdout(at, &["convert", "525,000 t", "--to", "bbl", "--product", "crude"])
    );
    insta::assert_snapshot!(
        "convert_warm",
        stdout(
            at,
            &[
                "convert",
                "1,000 m3",
                "--to",
                "t",
                "--density",
                "740 kg/m3",
                "--product",
                "gasoline",
                "--temperature",
                "25"
            ]
        )
    );
    insta::assert_snapshot!("equivalence_refused", failure(at, &["convert", "1 M bbl = 56,000 t"]));
    insta::assert_snapshot!("equivalence_possible", stdout(at, &["convert", "11,745 bbl = 1,410 t"]));
    insta::assert_snapshot!("convert_without_product", failure(at, &["convert", "56000 t", "--to", "bbl"]));
    insta::assert_snapshot!(
        "convert_without_unit",
        failure(at, &["convert", "56000", "--to", "bbl", "--product", "gasoil"])
    );
    insta::assert_snapshot!(
        "convert_tons",
        failure(at, &["convert", "56000 tons", "--to", "bbl", "--product", "gasoil"])
    );
    insta::assert_snapshot!(
        "convert_wrong_product",
        failure(at, &["convert", "56000 t", "--to", "bbl", "--product", "gasoi"])
    );
    insta::assert_snapshot!(
        "convert_wrong_density",
        failure(at, &["convert", "56000 t", "--to", "bbl", "--density", "845"])
    );
}

#[test]
fn decode_gives_message_type_and_mmsi_in_every_line_in_three_forms() {
    let text = stdout(Path::new("."), &["decode", &log()]);
    let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(lines.len() > 1000);
    assert!(lines.iter().all(|l| l["message_type"].is_u64() && l["mmsi"].is_u64()));
    let csv = stdout(Path::new("."), &["decode", &log(), "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (of_type, of_mmsi) = (column("message_type"), column("mmsi"));
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines) {
        assert_eq!(
            (row[of_type].to_owned(), row[of_mmsi].to_owned()),
            (line["message_type"].to_string(), line["mmsi"].to_string())
        );
    }
    let dir = empty();
    stdout(dir.path(), &["decode", &log(), "--format", "parquet", "--out", "m.parquet"]);
    assert!(std::fs::read(dir.path().join("m.parquet")).unwrap().starts_with(b"PAR1"));
}

#[test]
fn decode_reads_standard_input_and_gzip_and_names_what_it_rejects() {
    let bytes = std::fs::read(log()).unwrap();
    let run = |input: Vec<u8>| {
        assert_cmd::Command::cargo_bin("plimsoll")
            .unwrap()
            .args(["decode", "-"])
            .write_stdin(input)
            .output()
            .unwrap()
    };
    let plain = run(bytes.clone());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gzip, &bytes).unwrap();
    let packed = run(gzip.finish().unwrap());
    assert!(plain.status.success() && packed.stdout == plain.stdout);
    assert!(String::from_utf8_lossy(&plain.stderr).contains("rejected"));
    let nothing = run(b"hello\n".to_vec());
    assert_eq!(nothing.status.code(), Some(4));
}

#[test]
fn decode_of_every_real_log_ends_well() {
    let folder = root().join("../shared/data/ais/nmea");
    if !folder.is_dir() {
        println!("SKIPPED: real logs are not here: {}", folder.display());
        return;
    }
    let files = [
        "gpsd/ais-nmea.log",
        "gpsd/ais-18-27.log",
        "libais/test.aivdm",
        "libais/typeexamples.nmea",
        "libais/tagblock.nmea",
        "aisdb/test_data_20211101.nm4",
        "dma/stream_example.txt.gz",
    ];
    for file in files {
        let path = folder.join(file);
        for format in ["jsonl", "csv", "parquet"] {
            let dir = empty();
            let output =
                plimsoll(dir.path(), &["decode", path.to_str().unwrap(), "--format", format, "--out", "out"]);
            assert!(output.status.success(), "{file} {format}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn show_filters_columns_and_conditions_and_writes_parquet() {
    let dir = demo();
    let at = dir.path();
    let rows = stdout(
        at,
        &[
            "-C",
            "d",
            "show",
            "ledger",
            "--where",
            "scenario=estimate",
            "--where",
            "date>=2024-03-30",
            "--where",
            "cap_id=example-season",
            "--columns",
            "date,convention,p_exceeded",
            "--format",
            "csv",
        ],
    );
    assert_eq!(rows.lines().count(), 1 + 2 * 2, "{rows}");
    let absent = stdout(at, &["-C", "d", "show", "ledger", "--where", "p_exceeded=", "--format", "csv"]);
    assert_eq!(absent.lines().count(), 1, "every line has a probability here");
    stdout(at, &["-C", "d", "show", "gaps", "--format", "parquet", "--out", "gaps.parquet"]);
    assert!(std::fs::read(at.join("gaps.parquet")).unwrap().ends_with(b"PAR1"));
    let null = stdout(at, &["-C", "d", "show", "voyages", "--format", "jsonl"]);
    assert!(null.contains("\"to_place\":null"), "{null}");
}

#[test]
fn reviews_are_appended_listed_and_checked() {
    let dir = demo();
    let at = dir.path();
    let ids = stdout(at, &["-C", "d", "show", "findings", "--columns", "finding_id", "--format", "csv"]);
    let id = ids.lines().nth(1).unwrap();
    insta::assert_snapshot!("strict_report", failure(at, &["-C", "d", "--quiet", "report", "--strict"]));
    stdout(
        at,
        &["-C", "d", "review", id, "--decision", "confirmed", "--reason", "seen", "--by", "A. Tester"],
    );
    let wrong = failure(
        at,
        &["-C", "d", "review", id, "--decision", "maybe", "--reason", "seen", "--by", "A. Tester"],
    );
    assert!(wrong.starts_with("exit 2") && wrong.contains("confirmed"), "{wrong}");
    assert!(stdout(at, &["-C", "d", "review"]).contains("A. Tester: seen"));
    assert!(stdout(at, &["-C", "d", "verify"]).contains("1 decisions, chain unbroken"));
    let path = at.join("d/reviews.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("seen", "unseen")).unwrap();
    let broken = failure(at, &["-C", "d", "verify"]);
    assert!(broken.starts_with("exit 5"), "{broken}");
}

#[test]
fn a_visit_rejected_in_review_leaves_the_sum_and_says_why() {
    let dir = demo();
    let at = dir.path();
    let ids = stdout(at, &["-C", "d", "show", "port_visits", "--columns", "visit_id", "--format", "csv"]);
    let id = ids.lines().nth(1).unwrap();
    stdout(
        at,
        &["-C", "d", "review", id, "--decision", "rejected", "--reason", "at anchor", "--by", "A. Tester"],
    );
    stdout(at, &["-C", "d", "--quiet", "run"]);
    let cargo = stdout(
        at,
        &["-C", "d", "show", "cargoes", "--columns", "not_counted,volume_bbl_mid", "--format", "csv"],
    );
    assert_eq!(cargo.lines().nth(1), Some("rejected in review by A. Tester: at anchor,"));
    let calls = stdout(at, &["-C", "d", "show", "ledger", "--where", "calls>0", "--format", "csv"]);
    assert_eq!(calls.lines().count(), 1, "{calls}");
    stdout(
        at,
        &[
            "-C",
            "d",
            "review",
            id,
            "--decision",
            "confirmed",
            "--reason",
            "alongside after all",
            "--by",
            "A. Tester",
        ],
    );
    stdout(at, &["-C", "d", "--quiet", "run"]);
    let calls = stdout(at, &["-C", "d", "show", "ledger", "--where", "calls>0", "--format", "csv"]);
    assert!(calls.lines().count() > 1);
}

#[test]
fn a_report_file_that_somebody_changed_is_found() {
    let dir = demo();
    let page = dir.path().join("d/report/index.html");
    let text = std::fs::read_to_string(&page).unwrap();
    std::fs::write(&page, text.replacen("barrels", "barrel", 1)).unwrap();
    let found = failure(dir.path(), &["-C", "d", "verify"]);
    assert!(found.starts_with("exit 5") && found.contains("report/index.html"), "{found}");
}

#[test]
fn json_output_is_json_and_so_are_its_errors() {
    let dir = demo();
    let at = dir.path();
    for args in
        [&["status"][..], &["run"], &["methods"], &["params"], &["verify"], &["show"], &["show", "gaps"]]
    {
        let mut all = vec!["-C", "d", "--json"];
        all.extend_from_slice(args);
        for line in stdout(at, &all).lines() {
            serde_json::from_str::<serde_json::Value>(line)
                .unwrap_or_else(|e| panic!("{args:?}: {e}: {line}"));
        }
    }
    let output = plimsoll(at, &["--json", "-C", "nowhere", "run"]);
    let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((error["exit_code"].as_i64(), output.status.code()), (Some(2), Some(2)));
}

#[test]
fn the_demo_never_overwrites_another_case() {
    let case = begun();
    let said = failure(case.path(), &["demo", ".", "--which", "harbour"]);
    assert!(said.starts_with("exit 2") && said.contains("not the demo"), "{said}");
}

#[test]
fn completions_name_the_verbs() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout(Path::new("."), &["completions", shell]).contains("convert"), "{shell}");
    }
}
