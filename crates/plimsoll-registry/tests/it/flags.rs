//! The words that real lists use for a flag.

use crate::real::real;
use plimsoll_model::Flag;
use std::collections::BTreeSet;

/// The words of a column of a list that no flag is known for, and how many cells were read.
fn unknown(
    file: &str,
    words_of: impl Fn(&csv::StringRecord) -> Vec<String>,
) -> Option<(usize, BTreeSet<String>)> {
    let bytes = real(file)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    let words: Vec<String> = reader.records().flat_map(|row| words_of(&row.unwrap())).collect();
    let unknown = words.iter().filter(|word| Flag::of_words(word).is_none()).cloned().collect();
    Some((words.len(), unknown))
}

#[test]
fn every_flag_of_the_real_lists_is_known_but_for_words_that_say_none() {
    let ofac = |row: &csv::StringRecord| {
        if row.get(2).map(str::trim) != Some("vessel") {
            return Vec::new();
        }
        let former = row[11].split("Former Vessel Flag ").skip(1).filter_map(|text| text.split(';').next());
        former.chain([&row[9]]).map(|word| word.trim().trim_end_matches('.').to_owned()).collect()
    };
    let gur = |row: &csv::StringRecord| vec![row[5].trim().to_owned()];
    let Some((count, words)) = unknown("sanctions/ofac_sdn_2023-11.csv.gz", ofac) else { return };
    println!("OFAC: {count} flags, not known: {words:?}");
    assert!(count > 700);
    assert_eq!(words, ["-0-", "None Identified"].map(str::to_owned).into());
    let Some((count, words)) = unknown("sanctions/gur_shadow_fleet_master.csv.gz", gur) else { return };
    println!("GUR: {count} flags, not known: {words:?}");
    assert!(count > 1_400);
    assert_eq!(words, ["", "unknown"].map(str::to_owned).into());
}
