//! One word against another: another spelling, a slip of the pen, or another word.

use super::params::NameParams;
use super::pinyin::is_syllabic;
use super::skeleton::skeleton;

/// How two words that differ are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// Two spellings of the same sounds.
    Romanised,
    /// One or two letters of a long word slipped.
    Slip,
    /// Near, but too short or too exact a word for a slip.
    TooShort,
    /// Another word.
    Other,
}

/// How two words of capitals that differ are related. Symmetric.
pub(super) fn relation(a: &str, b: &str, params: &NameParams) -> Relation {
    let letters = |word: &str| word.chars().all(|c| c.is_ascii_uppercase());
    if !letters(a) || !letters(b) {
        return Relation::Other;
    }
    let short = a.len().min(b.len());
    if skeleton(a) == skeleton(b) {
        return if short >= params.min_letters_romanised { Relation::Romanised } else { Relation::TooShort };
    }
    let edits = strsim::osa_distance(a, b);
    if edits > 2 {
        return Relation::Other;
    }
    if is_slip(a, b, edits, params) { Relation::Slip } else { Relation::TooShort }
}

/// True if `edits` letters within the word may have slipped. The first letter and the last are not slips: they make
/// other names (`PENANG` and `SENANG`, `ASTRA` and `ASTRO`, `STAR` and `STARS`).
fn is_slip(a: &str, b: &str, edits: usize, params: &NameParams) -> bool {
    let short = a.len().min(b.len());
    let ends = a.bytes().next() == b.bytes().next() && a.bytes().last() == b.bytes().last();
    if !ends {
        return false;
    }
    let swapped = edits == 1 && a.len() == b.len() && strsim::levenshtein(a, b) == 2;
    if swapped {
        return short >= params.min_letters_swap;
    }
    let needed = if edits == 1 { params.min_letters_slip } else { params.min_letters_two_slips };
    short >= needed && !(is_syllabic(a) && is_syllabic(b))
}
