//! A text cut into words of Latin capitals and digits.

use super::romanise::{is_cyrillic_or_greek, is_lookalike, lookalike, romanise};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that are read of a name; what stands beyond is left out. AIS carries 20, the longest name of the lists
/// at hand has 45.
pub(super) const MAX_CHARS: usize = 120;

/// A word and what ends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    /// A dot or a stroke stands right behind it: `M/V`, `E.R.`, `NO.`
    pub(super) abbreviated: bool,
}

/// The words of a text, with the letters that could not be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Tokens {
    pub(super) words: Vec<Token>,
    pub(super) unread: Vec<char>,
}

/// Capitals in compatibility form (full width to half width, ligatures apart), at most [`MAX_CHARS`]; true if cut.
pub(super) fn capitals(text: &str) -> (String, bool) {
    if text.is_ascii() {
        // The same, sooner.
        let kept = &text[..text.len().min(MAX_CHARS)];
        return (kept.to_ascii_uppercase().replace('\0', ""), text.len() > MAX_CHARS);
    }
    let mut letters =
        text.chars().take(4 * MAX_CHARS).nfkc().flat_map(char::to_uppercase).nfkc().filter(|c| *c != '\u{0}');
    let kept: String = letters.by_ref().take(MAX_CHARS).collect();
    let cut = letters.next().is_some() || text.chars().nth(4 * MAX_CHARS).is_some();
    (kept, cut)
}

/// Cuts capitals into words.
pub(super) fn tokens(capitals: &str) -> Tokens {
    let mut raw: Vec<(String, bool)> = Vec::new();
    let mut open = false;
    for c in capitals.chars() {
        match c {
            '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʹ' | '′' | '´' => {}
            '#' => {
                raw.push(("NO".to_owned(), true));
                open = false;
            }
            c if c.is_alphanumeric() || is_combining_mark(c) => {
                if !open {
                    raw.push((String::new(), false));
                    open = true;
                }
                raw.last_mut().expect("a word was opened above").0.push(c);
            }
            c => {
                if open && matches!(c, '.' | '/') {
                    raw.last_mut().expect("an open word is the last").1 = true;
                }
                open = false;
            }
        }
    }
    let latin_around = is_latin_name(&raw);
    let mut read = Tokens::default();
    for (word, abbreviated) in raw {
        let text = latin(&word, latin_around, &mut read.unread);
        if !text.is_empty() {
            read.words.push(Token { text, abbreviated });
        }
    }
    read
}

/// True for a name with Latin letters in which no Cyrillic or Greek letter is unlike a Latin one.
fn is_latin_name(words: &[(String, bool)]) -> bool {
    let mut letters = words.iter().flat_map(|(word, _)| word.chars()).filter(|c| c.is_alphabetic());
    let mut latin = false;
    letters.all(|c| {
        latin |= c.is_ascii();
        !is_cyrillic_or_greek(c) || is_lookalike(c)
    }) && latin
}

/// A word in Latin letters. A letter that only looks Latin is the Latin one in a Latin word and in a Latin name.
fn latin(word: &str, latin_around: bool, unread: &mut Vec<char>) -> String {
    let mixed = word.chars().any(|c| c.is_ascii_alphabetic());
    let mut out = String::new();
    for c in word.chars() {
        let c = if latin_around || mixed { lookalike(c) } else { c };
        if !c.is_ascii() && is_combining_mark(c) {
            continue;
        }
        if let Err(letter) = romanise(c, &mut out) {
            unread.push(letter);
        }
    }
    out
}
