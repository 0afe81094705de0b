//! One word against another: another spelling, a slip of the pen, or another word.

use super::korean::is_korean_word;
use super::params::NameParams;
use super::pinyin::is_chinese_word;
use super::skeleton::{consonants, second_skeleton, single, skeleton, translated};

/// Letters of the words shared that make company.
const COMPANY: usize = 5;

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

/// What is known around two words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    pub(super) params: &'a NameParams,
    /// Letters of the words that both names have.
    pub(super) shared: usize,
    /// The words are several, written together.
    pub(super) is_joined: bool,
}

impl Around<'_> {
    fn in_company(&self) -> bool {
        self.shared >= COMPANY
    }
}

/// How two words of capitals that differ are related. Symmetric.
pub(super) fn relation(a: &str, b: &str, around: Around<'_>) -> Relation {
    let letters = |word: &str| word.chars().all(|c| c.is_ascii_uppercase());
    if !letters(a) || !letters(b) {
        return Relation::Other;
    }
    if translated(a) == translated(b) || is_romanised(a, b, around) {
        return Relation::Romanised;
    }
    let edits = strsim::osa_distance(a, b);
    if edits <= 2 && is_slip(a, b, edits, around) {
        return Relation::Slip;
    }
    if edits <= 2 || skeleton(a) == skeleton(b) { Relation::TooShort } else { Relation::Other }
}

/// True if the words are two romanisations of the same sounds.
fn is_romanised(a: &str, b: &str, around: Around<'_>) -> bool {
    let params = around.params;
    let long = a.len().max(b.len());
    if around.is_joined && long < params.min_letters_wrong {
        return false;
    }
    if long >= params.min_letters_romanised && consonants(a) == consonants(b) {
        // `BELLA` and `BELA` are two ships; `AQUILLA` is `AQUILA` with a slip.
        return single(a) != single(b) || around.in_company() || long >= params.min_letters_slip_in_company;
    }
    // In Chinese the vowels count: `YU` and `YUE`.
    let vowels_count = is_syllabic(a) && is_syllabic(b);
    let second = !vowels_count && (skeleton(a) == skeleton(b) || second_skeleton(a) == second_skeleton(b));
    let is_long = long >= params.min_letters_second_way;
    is_long && (second || last_vowel_differs(a, b, params.min_letters_mute_e))
}

/// True for a word of East Asian syllables, in which each letter counts.
fn is_syllabic(word: &str) -> bool {
    is_chinese_word(word) || is_korean_word(word)
}

/// `EURONIKE` and `EURONIKI`; `CONSTANTINE` and `KONSTANTIN`, from so many letters on.
fn last_vowel_differs(a: &str, b: &str, min_letters_mute_e: usize) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let stem = |word: &str| word.strip_suffix(['E', 'I']).map(consonants);
    if stem(short).is_some() {
        return stem(short) == stem(long);
    }
    long.len() >= min_letters_mute_e && long.strip_suffix('E').map(consonants) == Some(consonants(short))
}

/// True if `edits` letters within the word may have slipped. The first letter and the last two are not slips: they make
/// other names (`PENANG` and `SENANG`, `ASTRA` and `ASTRO`, `STAR` and `STARS`, `COLUMBA` and `COLUMBIA`).
fn is_slip(a: &str, b: &str, edits: usize, around: Around<'_>) -> bool {
    let params = around.params;
    let short = a.len().min(b.len());
    let in_company = around.in_company();
    let swapped = edits == 1 && a.len() == b.len() && strsim::levenshtein(a, b) == 2;
    if a.as_bytes()[0] != b.as_bytes()[0] {
        return false;
    }
    // `RUY` for `RYU`: what is no syllable of any kind among syllables.
    if swapped && in_company && !around.is_joined && is_syllabic(a) != is_syllabic(b) && short >= 3 {
        return true;
    }
    if is_syllabic(a) && is_syllabic(b) {
        return false;
    }
    if swapped && !around.is_joined && a.as_bytes().last() == b.as_bytes().last() {
        let alone = params.min_letters_slip_in_company;
        return short >= if in_company { params.min_letters_swapped_in_company } else { alone };
    }
    let same_end = a.as_bytes()[a.len().saturating_sub(2)..] == b.as_bytes()[b.len().saturating_sub(2)..];
    let needed = match (edits, a.len() == b.len()) {
        (1, true) => params.min_letters_wrong,
        (1, false) if around.is_joined => params.min_letters_two_slips,
        (1, false) if in_company => params.min_letters_slip_in_company,
        (1, false) => params.min_letters_slip,
        _ => params.min_letters_two_slips,
    };
    same_end && short >= needed
}
