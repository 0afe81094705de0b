//! The rules of ARCHITECTURE.md that can be tests.

use crate::support::root;
use plimsoll::stage::{ASIDE, STAGES, Stage, breaches};
use plimsoll_case::tables;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every stage, in order.
fn stages() -> Vec<Stage> {
    STAGES.into_iter().chain(ASIDE).collect()
}

const MODEL: &[&str] = &["plimsoll-model"];

/// Which of our crates each crate may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("plimsoll-model", &[]),
    ("plimsoll-ais", MODEL),
    ("plimsoll-imagery", MODEL),
    ("plimsoll-registry", MODEL),
    ("plimsoll-analysis", MODEL),
    ("plimsoll-case", MODEL),
    ("plimsoll-report", MODEL),
    ("plimsoll-simulate", MODEL),
    ("plimsoll-engine", &["plimsoll-model", "plimsoll-analysis"]),
    (
        "plimsoll",
        &[
            "plimsoll-model",
            "plimsoll-ais",
            "plimsoll-imagery",
            "plimsoll-registry",
            "plimsoll-analysis",
            "plimsoll-case",
            "plimsoll-report",
            "plimsoll-simulate",
            "plimsoll-engine",
        ],
    ),
];

/// Who may use what is heavy, directly.
const HEAVY: &[(&str, &[&str])] = &[
    ("arrow-array", &["plimsoll-case", "plimsoll-engine", "plimsoll"]),
    ("arrow-schema", &["plimsoll-case", "plimsoll-engine", "plimsoll"]),
    ("parquet", &["plimsoll-case", "plimsoll-engine", "plimsoll"]),
    ("datafusion", &["plimsoll-engine"]),
    ("tokio", &["plimsoll-engine", "plimsoll"]),
    ("axum", &["plimsoll"]),
    ("reqwest", &["plimsoll"]),
    ("ureq", &["plimsoll"]),
];

/// Names of the normal dependencies of each crate of the workspace.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names = |package: &serde_json::Value| {
        let all = package["dependencies"].as_array().unwrap();
        all.iter().filter(|d| d["kind"].is_null()).map(|d| d["name"].as_str().unwrap().to_owned()).collect()
    };
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(|p| (p["name"].as_str().unwrap().to_owned(), names(p))).collect()
}

#[test]
fn every_crate_uses_only_the_crates_that_it_may() {
    let found = dependencies();
    assert!(found.len() >= 8, "{found:?}");
    for (name, uses) in &found {
        let (_, may) =
            MAY_USE.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("{name} is not in the list"));
        let ours: Vec<_> = uses.iter().filter(|u| u.starts_with("plimsoll")).collect();
        assert!(ours.iter().all(|u| may.contains(&u.as_str())), "{name} uses {ours:?}, may use {may:?}");
    }
}

#[test]
fn heavy_dependencies_stay_at_the_edge() {
    for (name, uses) in dependencies() {
        for (heavy, may) in HEAVY {
            assert!(!uses.contains(*heavy) || may.contains(&name.as_str()), "{name} uses {heavy}");
        }
    }
}

#[test]
fn there_are_at_most_sixty_direct_dependencies() {
    let all: BTreeSet<_> =
        dependencies().into_values().flatten().filter(|d| !d.starts_with("plimsoll")).collect();
    assert!(all.len() <= 60, "{}: {all:?}", all.len());
}

#[test]
fn the_street_is_one_way() {
    assert_eq!(breaches(&stages()), Vec::<String>::new());
}

#[test]
fn a_street_with_a_stage_out_of_order_is_found_out() {
    let mut stages = stages();
    stages.reverse();
    assert!(!breaches(&stages).is_empty());
}

#[test]
fn every_table_is_written_by_some_stage() {
    let written: BTreeSet<_> = stages().iter().flat_map(|s| s.writes.iter().map(|t| t.name)).collect();
    let missing: Vec<_> =
        tables::ALL.iter().map(|t| t.name).filter(|n| *n != "rejects" && !written.contains(n)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The headings that every method page has, in this order.
const HEADINGS: [&str; 10] = [
    "Question",
    "Definition",
    "Formula",
    "Source",
    "Parameters",
    "Assumptions",
    "Caveats",
    "Validation",
    "Where",
    "History",
];

#[test]
fn every_stage_has_a_method_page_with_the_usual_headings() {
    for stage in stages() {
        let text = std::fs::read_to_string(root().join(stage.method))
            .unwrap_or_else(|e| panic!("{}: {e}", stage.method));
        check_headings(stage.method, &text);
    }
}

#[test]
fn every_method_page_has_the_usual_headings() {
    for entry in std::fs::read_dir(root().join("docs/methods")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue; // pictures of a page
        }
        check_headings(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap());
    }
}

fn check_headings(page: &str, text: &str) {
    let found: Vec<_> = text.lines().filter_map(|l| l.strip_prefix("## ")).collect();
    let wanted: Vec<_> =
        HEADINGS.iter().enumerate().map(|(at, name)| format!("{}. {name}", at + 1)).collect();
    assert_eq!(found, wanted, "{page}");
}

#[test]
fn every_section_of_parameters_names_a_page_that_is_there() {
    for row in plimsoll_case::params::Params::defaults().listing() {
        let page = row.page.unwrap_or_else(|| panic!("[{}] names no page", row.section));
        assert!(root().join(&page).is_file(), "[{}] names {page}", row.section);
        assert!(row.comment.is_some(), "{}.{} has no comment", row.section, row.key);
    }
}

#[test]
fn what_case_toml_can_map_is_what_the_readers_know() {
    for property in plimsoll_case::config::REGISTER {
        assert!(plimsoll_registry::property::PropertyKind::of(property.name).is_some(), "{}", property.name);
    }
}

/// Every Rust file of the crates, path and text.
fn sources() -> Vec<(String, String)> {
    fn walk(at: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("crates"), &mut found);
    found
}

#[test]
fn no_file_is_over_1200_lines() {
    for (path, text) in sources() {
        assert!(text.lines().count() <= 1200, "{path}: {} lines", text.lines().count());
    }
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    const EMPTY: [&str; 7] = ["util", "utils", "common", "helpers", "helper", "misc", "manager"];
    for (path, _) in sources() {
        let stem = Path::new(&path).file_stem().unwrap().to_string_lossy().into_owned();
        assert!(!EMPTY.contains(&stem.as_str()), "{path}");
    }
}

#[test]
fn library_crates_read_no_clock_and_no_environment() {
    // clippy.toml forbids it too; this catches a suppressed lint.
    for (path, text) in sources() {
        let is_library = path.contains("/src/") && !path.contains("/crates/plimsoll/");
        for call in ["SystemTime::now", "Timestamp::now", "Zoned::now", "std::env::var", "env::args"] {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            assert!(!is_library || !code.contains(call), "{path} calls {call}");
        }
    }
}
