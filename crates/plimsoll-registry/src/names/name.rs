//! What a text says when it is read as the name of a ship.

use super::korean::{Korean, korean};
use super::numeral::Numeral;
use super::pinyin::is_chinese_word;
use super::skeleton::skeleton;
use super::tokens::{Token, capitals, tokens};

/// Letters before a name that say what she is: motor tanker, motor vessel, motor ship, steam ship, fishing vessel, ferry.
const PREFIXES: [&str; 7] = ["MT", "MV", "MS", "SS", "FV", "ROPAX", "RORO"];
/// The same in two letters with a stroke or dots: `M/V`, `M.V.`, and `T/KH` (`Т/Х`).
const PREFIX_PAIRS: [(&str, &str); 7] =
    [("M", "T"), ("M", "V"), ("M", "S"), ("S", "S"), ("F", "V"), ("T", "KH"), ("T", "X")];
/// Words that announce a number.
const NUMBER_WORDS: [&str; 4] = ["NO", "NR", "NUM", "NUMBER"];

/// A name, read.
///
/// Nothing is lost: what was set aside before and behind the name stays in its own field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipName {
    /// The text, as given; its first 480 characters.
    pub original: String,
    /// What stood before the name and is no part of it: `MT`, `M/V`, a fleet's number of four digits.
    pub prefix: Option<String>,
    /// The words of the name, without prefix and number, in Latin capitals and digits. Letters that no table has are
    /// kept as they are.
    pub words: Vec<String>,
    /// The number at the end.
    pub number: Option<Numeral>,
    /// What stood in brackets behind it, read as a name of its own: another name, or a remark.
    pub in_brackets: Vec<ShipName>,
    /// Letters that could not be read.
    pub unread: Vec<char>,
    /// True if the text is longer than what is read of a name (120 characters).
    pub is_cut: bool,
    abbreviated: Vec<bool>,
    stem: String,
    skeletons: Vec<String>,
    skeleton: String,
    korean: Option<Korean>,
}

impl ShipName {
    /// Reads any text. A text without a letter or digit gives a name without words.
    pub fn read(text: &str) -> Self {
        let (upper, is_cut) = capitals(text);
        let (outside, inside) = brackets(&upper);
        let mut name = Self::of_capitals(&outside);
        name.original = text.chars().take(super::tokens::MAX_CHARS * 4).collect();
        name.is_cut = is_cut;
        name.in_brackets = inside.iter().map(|i| Self::of_capitals(i)).filter(|n| !n.is_empty()).collect();
        if name.is_empty() && !name.in_brackets.is_empty() {
            let within = name.in_brackets.remove(0);
            return Self { original: name.original, is_cut, in_brackets: name.in_brackets, ..within };
        }
        name
    }

    fn of_capitals(upper: &str) -> Self {
        let mut read = tokens(upper);
        let prefix = take_prefix(&mut read.words);
        let number = take_number(&mut read.words);
        let abbreviated = read.words.iter().map(|t| t.abbreviated).collect();
        let words: Vec<String> = read.words.into_iter().map(|t| t.text).collect();
        let korean = korean(&words);
        let skeletons: Vec<String> = words.iter().map(|w| skeleton(w)).collect();
        Self {
            original: upper.to_owned(),
            prefix,
            number,
            in_brackets: Vec::new(),
            unread: read.unread,
            is_cut: false,
            abbreviated,
            stem: words.join(" "),
            skeleton: skeletons.concat(),
            skeletons,
            korean,
            words,
        }
    }

    /// True if the text holds no letter and no digit.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.number.is_none()
    }

    /// The words with a blank between, without prefix and number: what sisters that differ by number share.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// The letters, after the usual romanisations of one sound have been folded into one; no blanks, no number.
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// The words, each with whether a dot or stroke stood right behind it.
    pub(super) fn marked_words(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words.iter().map(String::as_str).zip(self.abbreviated.iter().copied())
    }

    /// The skeleton with the words in the order of the alphabet.
    pub(super) fn sorted_skeleton(&self) -> String {
        let mut words: Vec<&str> = self.skeletons.iter().map(String::as_str).collect();
        words.sort_unstable();
        words.concat()
    }

    /// The key in which the ways of writing Korean fall together; `None` where the name is not Korean syllables.
    pub fn korean(&self) -> Option<&str> {
        self.korean.as_ref().map(|k| k.key.as_str())
    }

    /// True if the name is Korean syllables and hardly of another language.
    pub(super) fn is_surely_korean(&self) -> bool {
        self.korean.as_ref().is_some_and(|k| k.is_sure)
    }

    /// The name as it is compared: words and number, one blank between.
    pub fn clean(&self) -> String {
        match &self.number {
            Some(number) if self.stem.is_empty() => number.digits.clone(),
            Some(number) => format!("{} {}", self.stem, number.digits),
            None => self.stem.clone(),
        }
    }

    /// The name and the names in brackets behind it.
    pub(super) fn readings(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.in_brackets)
    }
}

/// The class of sisters that a name belongs to: its stem. Two names of one class are equal but for the number.
pub fn sister_class(name: &ShipName) -> &str {
    name.stem()
}

/// The text outside of brackets, and each text inside.
fn brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => {
                depth += 1;
                inside.push(String::new());
                outside.push(' ');
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c if depth > 0 => inside.last_mut().expect("an open bracket has pushed its text").push(c),
            c => outside.push(c),
        }
    }
    (outside, inside)
}

/// True if what is left after a prefix is still a name: a word of three letters.
fn has_word(words: &[Token]) -> bool {
    words.iter().any(|w| w.text.chars().filter(|c| c.is_alphabetic()).count() >= 3)
}

/// Takes a prefix off the front.
fn take_prefix(words: &mut Vec<Token>) -> Option<String> {
    let mut taken = Vec::new();
    if words.first().is_some_and(|w| is_fleet_number(&w.text)) && has_word(&words[1..]) {
        taken.push(words.remove(0).text);
    }
    match &words[..] {
        [a, b, rest @ ..] if a.abbreviated && has_word(rest) && is_pair(a, b) => {
            taken.push(format!("{}/{}", a.text, b.text));
            words.drain(..2);
        }
        [a, rest @ ..] if PREFIXES.contains(&a.text.as_str()) && has_word(rest) => {
            taken.push(a.text.clone());
            words.remove(0);
        }
        _ => {}
    }
    (!taken.is_empty()).then(|| taken.join(" "))
}

fn is_pair(a: &Token, b: &Token) -> bool {
    PREFIX_PAIRS.contains(&(a.text.as_str(), b.text.as_str()))
}

/// Four digits before a name are an owner's number of the ship (`0179 SAFMARINE BENGUELA`).
fn is_fleet_number(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Takes a number off the end, and the word that announces it.
fn take_number(words: &mut Vec<Token>) -> Option<Numeral> {
    split_glued(words);
    let (last, before) = words.split_last()?;
    let number = if before.iter().any(|w| w.text.contains(|c: char| c.is_alphabetic())) {
        let roman = Numeral::roman(&last.text).filter(|_| has_word(before) && !is_place(before, &last.text));
        Numeral::arabic(&last.text).or(roman)
    } else {
        None
    }?;
    words.pop();
    if words.len() > 1 && words.last().is_some_and(|w| NUMBER_WORDS.contains(&w.text.as_str())) {
        words.pop();
    }
    Some(number)
}

/// `XI` behind a Chinese syllable is west or a stream (`JIANG XI`), not eleven.
fn is_place(before: &[Token], last: &str) -> bool {
    last == "XI" && before.last().is_some_and(|w| w.text.len() <= 6 && is_chinese_word(&w.text))
}

/// Parts a number from the word that it is glued to: `KUMJINGANG3`, `NO18`.
fn split_glued(words: &mut Vec<Token>) {
    let Some(last) = words.last_mut() else { return };
    // The counter of the East behind a number: 3호, 3號.
    let text = ["HO", "HAO"]
        .iter()
        .find_map(|c| last.text.strip_suffix(c).filter(|t| t.ends_with(|c: char| c.is_ascii_digit())))
        .unwrap_or(&last.text);
    let digits = text.len() - text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (letters, number) = text.split_at(digits);
    if letters.is_empty() || number.is_empty() || letters.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    let (letters, number) = (letters.to_owned(), number.to_owned());
    last.text = letters;
    words.push(Token { text: number, abbreviated: false });
}
