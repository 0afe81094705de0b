//! One word against another: another spelling, a slip of the pen, or another word.

use super::align::{Edges, distance};
use super::korean::korean_syllables;
use super::params::NameParams;
use super::pinyin::chinese_syllables;
use super::skeleton::translated;

/// How two words that differ are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    /// Two spellings of the same sounds.
    Romanised,
    /// Letters of a word slipped.
    Slip,
    /// Near, but not near enough for the letters that agree.
    TooShort,
    /// Another word.
    Other,
}

/// What is known around two words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    pub(super) params: &'a NameParams,
    /// Letters of the other words that both names have.
    pub(super) shared: usize,
    /// The words are several, written together.
    pub(super) is_joined: bool,
}

/// How two words of capitals that differ are related. Symmetric.
pub(super) fn relation(a: &str, b: &str, around: Around<'_>) -> Relation {
    let (a, b) = (translated(a), translated(b));
    if a == b {
        return Relation::Romanised;
    }
    let params = around.params;
    let edges = Edges { first: tenths(params.first_letter_cost), last: tenths(params.last_letters_cost) };
    let evidence = evidence(a.len().min(b.len()), around);
    let most = tenths(evidence.max(0.0)) + NEAR;
    let Some(found) = distance(a, b, most, edges) else { return Relation::Other };
    if found.slips > 0 && around.shared > 0 && is_no_syllable(a, b) {
        return Relation::Slip;
    }
    let mut left = evidence
        - f64::from(found.cost) / 10.0
        - f64::from(found.slips) * params.slip_cost
        - if around.is_joined { params.blank_cost } else { 0.0 };
    // In syllables of East Asia each letter tells: `YU` and `YUE`, `JI` and `JIE` are two.
    if left >= params.min_evidence && is_syllabic(a) && is_syllabic(b) {
        left -= params.syllable_cost;
    }
    match (left >= params.min_evidence, found.slips) {
        (true, 0) => Relation::Romanised,
        (true, _) => Relation::Slip,
        (false, _) => Relation::TooShort,
    }
}

/// Tenths beyond the evidence within which words are still near.
const NEAR: u32 = 30;

/// What the letters of the shorter word, and the words shared, say for one name.
fn evidence(letters: usize, around: Around<'_>) -> f64 {
    let params = around.params;
    let count = |letters: usize, most: usize| u32::try_from(letters.min(most)).map_or(0.0, f64::from);
    count(letters, params.most_letters) * params.letter_evidence
        + count(around.shared, params.most_letters_shared) * params.letter_shared_evidence
}

/// True for a word of East Asian syllables, in which each letter counts. Shorter syllables make words of all languages
/// (`CA-RI-NA`).
fn is_syllabic(word: &str) -> bool {
    let counts = [chinese_syllables(word), korean_syllables(word)];
    counts.into_iter().flatten().any(|count| count == 1 || word.len() >= count * 3)
}

/// `RUY` for `RYU`: two neighbours swapped make what is no syllable.
fn is_no_syllable(a: &str, b: &str) -> bool {
    let swapped = a.len() == b.len() && strsim::osa_distance(a, b) == 1 && strsim::levenshtein(a, b) == 2;
    swapped && a.len() >= 3 && a.as_bytes()[0] == b.as_bytes()[0] && is_syllabic(a) != is_syllabic(b)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a parameter between 0 and 1,000"
)]
fn tenths(value: f64) -> u32 {
    (value.clamp(0.0, 1_000.0) * 10.0).round() as u32
}
