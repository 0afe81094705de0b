//! How often the comparison of names is right, on pairs that a person labelled.

use crate::labelled_names::{LabelledPair, pairs};
use plimsoll_registry::names::{NameParams, NameVerdict, ShipName, compare};
use std::collections::BTreeMap;

/// The defaults of the program.
pub(crate) fn params() -> NameParams {
    let text = include_str!("../../../plimsoll-case/src/defaults.toml");
    let defaults: BTreeMap<String, toml::Value> = toml::from_str(text).unwrap();
    defaults["names"].clone().try_into().unwrap()
}

/// Right and wrong answers.
#[derive(Debug, Default)]
struct Score {
    found: u32,
    missed: u32,
    wrong: u32,
    kinds: BTreeMap<String, (u32, u32)>,
}

impl Score {
    fn of(pairs: &[LabelledPair]) -> Self {
        let mut score = Self::default();
        for pair in pairs {
            let verdict =
                compare(&ShipName::read(&pair.left), &ShipName::read(&pair.right), &params()).verdict;
            let says_same = verdict == NameVerdict::Same;
            match (pair.is_same, says_same) {
                (true, true) => score.found += 1,
                (true, false) => score.missed += 1,
                (false, true) => score.wrong += 1,
                (false, false) => {}
            }
            let kind = score.kinds.entry(pair.kind.clone()).or_default();
            kind.0 += u32::from(pair.is_same == says_same);
            kind.1 += 1;
        }
        score
    }

    fn precision(&self) -> (u32, u32) {
        (self.found, self.found + self.wrong)
    }

    fn recall(&self) -> (u32, u32) {
        (self.found, self.found + self.missed)
    }
}

/// Wilson's interval of a share, 95 %.
fn wilson((right, all): (u32, u32)) -> (f64, f64, f64) {
    let (k, n, z) = (f64::from(right), f64::from(all), 1.959_964);
    let p = k / n;
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    (p, centre - half, (centre + half).min(1.0))
}

fn print(half: &str, score: &Score) {
    let shown = |share: (u32, u32)| {
        let (p, low, high) = wilson(share);
        format!("{p:.3} ({low:.3} to {high:.3}; {} of {})", share.0, share.1)
    };
    println!("{half}: precision {}, recall {}", shown(score.precision()), shown(score.recall()));
    for (kind, (right, all)) in &score.kinds {
        println!("  {kind}: {right} of {all} right");
    }
}

#[test]
fn the_half_for_making_is_told_right() {
    let Some(tune) = pairs("tune") else { return };
    let score = Score::of(&tune);
    print("tune", &score);
    assert!(wilson(score.precision()).0 >= 0.98 && wilson(score.recall()).0 >= 0.95, "{score:?}");
}

/// Precision .98 is reached, recall .95 is not: 60 of 64 at the second look (53 at the first, before the differences were
/// weighed). What was reached must not be lost; the page of the method says what is missing.
#[test]
fn the_half_that_nobody_read_keeps_what_was_reached() {
    let Some(held) = pairs("held") else { return };
    let score = Score::of(&held);
    print("held", &score);
    assert!(wilson(score.precision()).0 >= 0.98, "precision {:?}", score.precision());
    assert!(score.found >= 60, "recall {:?}", score.recall());
}

#[test]
fn wilsons_interval_is_that_of_the_book() {
    // Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263 gives 0.2553 to 0.3662.
    let (_, low, high) = wilson((81, 263));
    assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
}
