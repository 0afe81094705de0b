//! The cheapest way from one word to another, letter by letter.

use super::sounds::{NEAR_SOUNDS, SLIPS, SOUNDS};
use std::sync::LazyLock;

/// Letters of a word that are aligned; no ship's name has a longer word.
const MAX_LETTERS: usize = 24;

/// How far two words are apart: first the cost, in tenths; of equal costs the way with fewer slips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Distance {
    pub(super) cost: u32,
    /// Changes of the sound.
    pub(super) slips: u32,
}

impl Distance {
    const NONE: Self = Self { cost: 0, slips: 0 };

    fn plus(self, (cost, slips): (u32, u32)) -> Self {
        Self { cost: self.cost + cost, slips: self.slips + slips }
    }
}

/// What a slip at the edges of a word costs more than within, in tenths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edges {
    pub(super) first: u32,
    pub(super) last: u32,
}

/// A group of letters, what it stands for, the cost, and 1 if the sound is only near.
type Sound = (&'static [u8], &'static [u8], u32, u32);

/// The sounds by the first letter of the group, both ways round.
static BY_LETTER: LazyLock<Vec<Vec<Sound>>> = LazyLock::new(|| {
    let mut sounds: Vec<Vec<Sound>> = vec![Vec::new(); 26];
    let rows = SOUNDS.iter().map(|row| (row, 0)).chain(NEAR_SOUNDS.iter().map(|row| (row, 1)));
    for ((cost, pairs), slips) in rows {
        for (a, b) in pairs.split_whitespace().filter_map(|pair| pair.split_once('/')) {
            for (from, to) in [(a.as_bytes(), b.as_bytes()), (b.as_bytes(), a.as_bytes())] {
                sounds[letter(from[0])].push((from, to, u32::from(*cost), slips));
            }
        }
    }
    sounds
});

fn letter(byte: u8) -> usize {
    usize::from(byte - b'A')
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'A' | b'E' | b'I' | b'O' | b'U' | b'Y')
}

/// True for one vowel for another; not Y, which is written for several.
fn is_heard(from: &[u8], to: &[u8]) -> bool {
    matches!((from, to), (&[x], &[y]) if is_vowel(x) && is_vowel(y) && x != b'Y' && y != b'Y')
}

/// The distance of two words of Latin capitals; `None` if it is more than `most` tenths, a word is empty or has more
/// than 24 letters. Symmetric.
pub(super) fn distance(a: &str, b: &str, most: u32, edges: Edges) -> Option<Distance> {
    let fits =
        |word: &str| (1..=MAX_LETTERS).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase());
    if !fits(a) || !fits(b) {
        return None;
    }
    let way = Way { a: a.as_bytes(), b: b.as_bytes(), edges };
    let mut reached = [[None; MAX_LETTERS + 1]; MAX_LETTERS + 1];
    reached[0][0] = Some(Distance::NONE);
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let Some(here) = reached[i][j] else { continue };
            way.steps(i, j, |to_i, to_j, step| {
                let there = here.plus(step);
                let slot: &mut Option<Distance> = &mut reached[to_i][to_j];
                if there.cost <= most && slot.is_none_or(|known| there < known) {
                    *slot = Some(there);
                }
            });
        }
    }
    reached[a.len()][b.len()]
}

struct Way<'a> {
    a: &'a [u8],
    b: &'a [u8],
    edges: Edges,
}

impl Way<'_> {
    /// Calls with the end and the cost of each step from a place.
    fn steps(&self, i: usize, j: usize, mut each: impl FnMut(usize, usize, (u32, u32))) {
        let (rest_a, rest_b) = (&self.a[i..], &self.b[j..]);
        if !rest_a.is_empty() {
            each(i + 1, j, self.more(self.a, i));
        }
        if !rest_b.is_empty() {
            each(i, j + 1, self.more(self.b, j));
        }
        let (&[x, ..], &[y, ..]) = (rest_a, rest_b) else { return };
        if x == y {
            each(i + 1, j + 1, (0, 0));
        } else {
            each(i + 1, j + 1, self.instead(i, j));
        }
        if let (&[x, x2, ..], &[y, y2, ..]) = (rest_a, rest_b)
            && (x, x2) == (y2, y)
            && x != y
        {
            each(i + 2, j + 2, (u32::from(SLIPS.swapped) + self.edge(i, j, (2, 2)), 1));
        }
        for (from, to, cost, slips) in &BY_LETTER[letter(x)] {
            if to[0] == y && rest_a.starts_with(from) && rest_b.starts_with(to) {
                // `EVER` and `IVER`: a vowel at the start is heard.
                let is_edge = *slips > 0 || (is_heard(from, to) && (i, j) == (0, 0));
                let edge = if is_edge { self.edge(i, j, (from.len(), to.len())) } else { 0 };
                each(i + from.len(), j + to.len(), (cost + edge, *slips));
            }
        }
    }

    /// A letter that only one word has.
    fn more(&self, word: &[u8], at: usize) -> (u32, u32) {
        let letter = word[at];
        if at > 0 && word[at - 1] == letter {
            return (SLIPS.doubled.into(), 0);
        }
        if at > 0 && letter == b'H' {
            return (SLIPS.mute_h.into(), 0);
        }
        let cost = if is_vowel(letter) { SLIPS.vowel_more } else { SLIPS.consonant_more };
        let edge = if at == 0 {
            self.edges.first
        } else if at + 2 >= word.len() {
            self.edges.last
        } else {
            0
        };
        (u32::from(cost) + edge, 1)
    }

    /// A letter for another.
    fn instead(&self, i: usize, j: usize) -> (u32, u32) {
        let cost = match (is_vowel(self.a[i]), is_vowel(self.b[j])) {
            (true, true) => SLIPS.vowels,
            (false, false) => SLIPS.consonants,
            _ => SLIPS.mixed,
        };
        (u32::from(cost) + self.edge(i, j, (1, 1)), 1)
    }

    /// What it costs that `letters` from here are at the edge of both words: the first, or one of the last two.
    fn edge(&self, i: usize, j: usize, letters: (usize, usize)) -> u32 {
        // A swap within is seen sooner than one letter: it is late only if it takes the last.
        let is_swap = letters == (2, 2);
        let is_late = |word: &[u8], end: usize| end + usize::from(!is_swap) >= word.len();
        if i == 0 && j == 0 {
            self.edges.first
        } else if is_late(self.a, i + letters.0) && is_late(self.b, j + letters.1) {
            self.edges.last
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sounds::{NEAR_SOUNDS, SLIPS, SOUNDS};
    use super::{Distance, Edges, distance, is_vowel};
    use proptest::prelude::*;

    const EDGES: Edges = Edges { first: 10, last: 7 };

    #[test]
    fn the_table_of_sounds_holds_pairs_of_capitals_once() {
        let mut pairs: Vec<[&str; 2]> = Vec::new();
        for (cost, row) in SOUNDS.into_iter().chain(NEAR_SOUNDS) {
            assert!(cost > 0);
            for pair in row.split_whitespace() {
                let (a, b) = pair.split_once('/').unwrap();
                let group = |g: &str| (1..=4).contains(&g.len()) && g.bytes().all(|b| b.is_ascii_uppercase());
                assert!(group(a) && group(b) && a != b, "{pair}");
                pairs.push(if a < b { [a, b] } else { [b, a] });
            }
        }
        let all = pairs.len();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(pairs.len(), all, "a pair stands twice");
    }

    /// The same from the end of the words, without a bound, by recursion over what is left.
    fn plain(a: &[u8], b: &[u8], i: usize, j: usize) -> Distance {
        let mut best = Distance { cost: 9_999, slips: 9_999 };
        let mut offer = |rest: Distance, cost: u32, slips: u32| {
            best = best.min(Distance { cost: rest.cost + cost, slips: rest.slips + slips });
        };
        if i == a.len() && j == b.len() {
            return Distance { cost: 0, slips: 0 };
        }
        let lone = |word: &[u8], at: usize| -> (u32, u32) {
            let edge = if at == 0 {
                EDGES.first
            } else if at + 2 >= word.len() {
                EDGES.last
            } else {
                0
            };
            match word[at] {
                c if at > 0 && word[at - 1] == c => (SLIPS.doubled.into(), 0),
                b'H' if at > 0 => (SLIPS.mute_h.into(), 0),
                c if is_vowel(c) => (u32::from(SLIPS.vowel_more) + edge, 1),
                _ => (u32::from(SLIPS.consonant_more) + edge, 1),
            }
        };
        let edges = |m: usize, n: usize| match (i, j) {
            (0, 0) => EDGES.first,
            _ if m == 2 && (i + 2 < a.len() || j + 2 < b.len()) => 0,
            _ if i + m + 1 >= a.len() && j + n + 1 >= b.len() => EDGES.last,
            _ => 0,
        };
        let edge = |n: usize| edges(n, n);
        if i < a.len() {
            let (cost, slips) = lone(a, i);
            offer(plain(a, b, i + 1, j), cost, slips);
        }
        if j < b.len() {
            let (cost, slips) = lone(b, j);
            offer(plain(a, b, i, j + 1), cost, slips);
        }
        if i < a.len() && j < b.len() {
            let cost = match (a[i] == b[j], is_vowel(a[i]), is_vowel(b[j])) {
                (true, ..) => 0,
                (_, true, true) => u32::from(SLIPS.vowels) + edge(1),
                (_, false, false) => u32::from(SLIPS.consonants) + edge(1),
                _ => u32::from(SLIPS.mixed) + edge(1),
            };
            offer(plain(a, b, i + 1, j + 1), cost, u32::from(a[i] != b[j]));
        }
        if i + 1 < a.len() && j + 1 < b.len() && a[i] != a[i + 1] && a[i] == b[j + 1] && a[i + 1] == b[j] {
            offer(plain(a, b, i + 2, j + 2), u32::from(SLIPS.swapped) + edge(2), 1);
        }
        let rows = SOUNDS.into_iter().map(|row| (row, 0)).chain(NEAR_SOUNDS.into_iter().map(|row| (row, 1)));
        for ((cost, row), slips) in rows {
            for (x, y) in row.split_whitespace().map(|pair| pair.split_once('/').unwrap()) {
                for (x, y) in [(x, y), (y, x)] {
                    if a[i..].starts_with(x.as_bytes()) && b[j..].starts_with(y.as_bytes()) {
                        let heard = (i, j) == (0, 0)
                            && ["EI", "IE", "OU", "UO", "AE", "EA"].contains(&[x, y].concat().as_str());
                        let at_edge = if slips > 0 || heard { edges(x.len(), y.len()) } else { 0 };
                        let cost = u32::from(cost) + at_edge;
                        offer(plain(a, b, i + x.len(), j + y.len()), cost, slips);
                    }
                }
            }
        }
        best
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn the_way_is_the_cheapest_and_the_same_both_ways(a in "[ACEHIKOSTUY]{1,5}", b in "[ACEHIKOSTUY]{1,5}") {
            let expected = plain(a.as_bytes(), b.as_bytes(), 0, 0);
            prop_assert_eq!(distance(&a, &b, 9_000, EDGES), Some(expected));
            prop_assert_eq!(distance(&b, &a, 9_000, EDGES), Some(expected));
            prop_assert_eq!(distance(&a, &b, expected.cost, EDGES), Some(expected));
            let below = expected.cost.checked_sub(1).and_then(|most| distance(&a, &b, most, EDGES));
            prop_assert_eq!(below, None);
        }
    }

    #[test]
    fn words_that_cannot_be_aligned() {
        let long = "A".repeat(25);
        for (a, b) in [("", "A"), ("A1", "A"), ("É", "E"), (long.as_str(), "A")] {
            assert_eq!(distance(a, b, 9_000, EDGES), None);
        }
    }
}
