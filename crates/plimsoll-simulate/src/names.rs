//! Invented names of ships, and queries with known answers: what a search of names is measured on.

use crate::random::Random;
use serde::{Deserialize, Serialize};

/// Words of which names are made: common in the names of ships, so that many names share them.
const WORDS: [&str; 64] = [
    "HERON",
    "EGRET",
    "PELICAN",
    "CORMORANT",
    "PETREL",
    "SWAN",
    "GULL",
    "OSPREY",
    "STAR",
    "QUEEN",
    "PRIDE",
    "SPIRIT",
    "GLORY",
    "HOPE",
    "UNITY",
    "LUCKY",
    "GOLDEN",
    "SILVER",
    "BLUE",
    "GREY",
    "NEW",
    "GRAND",
    "ROYAL",
    "EASTERN",
    "NORTHERN",
    "PACIFIC",
    "ATLANTIC",
    "BALTIC",
    "OCEAN",
    "SEA",
    "RIVER",
    "HARBOUR",
    "HORIZON",
    "VICTORY",
    "LIBERTY",
    "TRADER",
    "CARRIER",
    "EXPRESS",
    "VOYAGER",
    "PIONEER",
    "DRAGON",
    "TIGER",
    "PHOENIX",
    "LOTUS",
    "JADE",
    "PEARL",
    "AMBER",
    "CORAL",
    "CHON",
    "SAN",
    "PAEK",
    "RYONG",
    "KANG",
    "SONG",
    "HAI",
    "FENG",
    "YUAN",
    "MARIA",
    "ELENA",
    "IVAN",
    "SERGEI",
    "NIKOLAI",
    "ALEXANDRA",
    "KAPITAN",
];

/// Names, queries, and which name each of the first queries was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameSearch {
    /// The names, some of them more than once.
    pub names: Vec<String>,
    /// The queries: first those made of a name with one to three slips of the pen, then other names.
    pub queries: Vec<String>,
    /// For each of the first queries, the place of its name.
    pub truth: Vec<usize>,
}

/// So many names, so many queries with slips planted, and as many without.
pub fn name_search(seed: u64, names: usize, planted: usize) -> NameSearch {
    let mut random = Random::new(seed, 40);
    let all: Vec<String> = (0..names.max(1)).map(|_| name(&mut random)).collect();
    let truth: Vec<usize> = (0..planted).map(|_| random.below(all.len())).collect();
    let mut queries: Vec<String> = truth.iter().map(|at| with_slips(&all[*at], &mut random)).collect();
    queries.extend((0..planted).map(|_| name(&mut random)));
    NameSearch { names: all, queries, truth }
}

/// So many different names of invented ships, each beginning with `SIMULATED` and no longer than an AIS name (20 letters).
pub(crate) fn invented_names(random: &mut Random, count: usize) -> Vec<String> {
    let fitting: Vec<&str> = WORDS[..48].iter().filter(|word| word.len() <= 7).copied().collect();
    let mut names: Vec<String> = Vec::new();
    while names.len() < count {
        let word = fitting[random.below(fitting.len())];
        let round = names.len() / fitting.len();
        let name =
            if round == 0 { format!("SIMULATED {word}") } else { format!("SIMULATED {word} {}", round + 1) };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn name(random: &mut Random) -> String {
    let mut words: Vec<String> =
        (0..2 + random.below(3)).map(|_| WORDS[random.below(WORDS.len())].to_owned()).collect();
    if random.unit() < 0.5 {
        words.push((1 + random.below(99)).to_string());
    }
    words.join(" ")
}

/// One to three letters wrong, missing or too many.
fn with_slips(name: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(letters.len());
        let letter = char::from(b'A' + u8::try_from(random.below(26)).unwrap_or(0));
        match random.unit() {
            u if u < 0.4 => letters[at] = letter,
            u if u < 0.7 && letters.len() > 3 => {
                letters.remove(at);
            }
            _ => letters.insert(at, letter),
        }
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_lies_at_most_three_slips_from_its_name() {
        let search = name_search(1, 2_000, 50);
        assert_eq!((search.names.len(), search.queries.len(), search.truth.len()), (2_000, 100, 50));
        for (query, at) in search.queries.iter().zip(&search.truth) {
            let apart = query.chars().count().abs_diff(search.names[*at].chars().count());
            assert!(apart <= 3, "{query}: {}", search.names[*at]);
        }
        assert_eq!(search, name_search(1, 2_000, 50));
        assert_ne!(search, name_search(2, 2_000, 50));
    }
}
