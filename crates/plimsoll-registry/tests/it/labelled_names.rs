//! Pairs of ship names that a person labelled, read out of the real lists that they stand in.
//!
//! `testdata/names` says where each name stands, not what it is: the lists are not ours to copy.

use crate::real::real;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of the OFAC alias file, which has no header (OFAC, "Specification for the SDN data files").
const ALIAS_COLUMNS: [&str; 5] = ["ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"];

/// Two names and whether they are one name written otherwise.
#[derive(Clone, Debug)]
pub(crate) struct LabelledPair {
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) is_same: bool,
    pub(crate) kind: String,
}

/// A list: the index of each column, and the records behind the header.
struct List {
    columns: BTreeMap<String, usize>,
    records: Vec<csv::StringRecord>,
}

/// The pairs of a half, `tune` or `held`; `None`, and a word about it, where the lists are not here.
pub(crate) fn pairs(half: &str) -> Option<Vec<LabelledPair>> {
    let path = format!("{}/../../testdata/names/{half}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut lists = BTreeMap::new();
    let mut pairs = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let row = row.unwrap();
        for file in [&row[0], &row[4]] {
            if !lists.contains_key(file) {
                lists.insert(file.to_owned(), list(file)?);
            }
        }
        let name = |at: usize| text(&lists[&row[at]], &row[at + 1], &row[at + 2], &row[at + 3]);
        let (left, right) = (name(0), name(4));
        let is_same = match &row[8] {
            "same" => true,
            "different" => false,
            other => panic!("{half}.csv, row {index}: label `{other}`"),
        };
        // Only the place is said, so that a half that nobody has read stays unread.
        assert_eq!(check(&left, &right), row[10], "{half}.csv, row {index}: the lists have changed");
        pairs.push(LabelledPair { left, right, is_same, kind: row[9].to_owned() });
    }
    Some(pairs)
}

fn list(file: &str) -> Option<List> {
    let bytes = real(file)?;
    let has_header = !file.ends_with("ofac_alt.csv.gz");
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).has_headers(has_header).from_reader(bytes.as_slice());
    let names: Vec<String> = match has_header {
        true => reader.headers().unwrap().iter().map(str::to_owned).collect(),
        false => ALIAS_COLUMNS.map(str::to_owned).to_vec(),
    };
    let columns = names.into_iter().enumerate().map(|(index, name)| (name, index)).collect();
    Some(List { columns, records: reader.records().map(Result::unwrap).collect() })
}

/// The name at a place of a list.
fn text(list: &List, row: &str, field: &str, part: &str) -> String {
    let cell = &list.records[row.parse::<usize>().unwrap()][list.columns[field]];
    let Ok(part) = part.parse::<usize>() else { return cell.trim().to_owned() };
    let pieces: Vec<&str> = match field {
        "previousName" => cell.split(';').collect(),
        "former_names" => cell.split(" / ").collect(),
        "Details" => cell.split("k.a. '").skip(1).map(|t| t.split('\'').next().unwrap_or_default()).collect(),
        "name" => cell.split(['(', ')']).filter(|t| !t.trim().is_empty()).collect(),
        "name_owner_builder_raw" => {
            return cell.split_whitespace().take(part).collect::<Vec<_>>().join(" ");
        }
        other => panic!("no parts are known of `{other}`"),
    };
    pieces[part].trim().to_owned()
}

/// The first eight digits of the hash of two names.
fn check(left: &str, right: &str) -> String {
    let hash = Sha256::digest(format!("{left}\u{1f}{right}"));
    hash[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How often each kind occurs, and how many pairs are of one name.
fn counts(pairs: &[LabelledPair]) -> (usize, BTreeMap<&str, usize>) {
    let mut kinds = BTreeMap::new();
    for pair in pairs {
        *kinds.entry(pair.kind.as_str()).or_insert(0) += 1;
    }
    (pairs.iter().filter(|pair| pair.is_same).count(), kinds)
}

#[test]
fn the_labelled_names_stand_where_the_table_says() {
    let Some(tune) = pairs("tune") else { return };
    let (same, kinds) = counts(&tune);
    println!("tune: {} pairs, {same} of one name; {kinds:?}", tune.len());
    assert_eq!((tune.len(), same), (280, 64));
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let texts: BTreeSet<[String; 2]> = tune
        .iter()
        .map(|pair| {
            let mut both = [plain(&pair.left), plain(&pair.right)];
            both.sort();
            both
        })
        .collect();
    assert_eq!(texts.len(), tune.len(), "a pair of names stands twice");
    assert!(texts.iter().all(|[left, right]| left != right && !left.is_empty()));
}

#[test]
fn the_half_set_aside_can_be_read() {
    // Counted, never shown.
    let Some(held) = pairs("held") else { return };
    assert_eq!((held.len(), counts(&held).0), (279, 64));
}

#[test]
fn a_changed_name_is_noticed() {
    assert_eq!(check("MARIA", "MARINA"), check("MARIA", "MARINA"));
    assert_ne!(check("MARIA", "MARINA"), check("MARINA", "MARIA"));
    assert_ne!(check("MARIA", "MARINA"), check("MARI", "AMARINA"));
}
