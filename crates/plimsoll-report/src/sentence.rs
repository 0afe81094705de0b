//! Sentences whose numbers are links to their evidence.

use crate::dossier::EvidencedNumber;
use plimsoll_model::{Finding, RecordId};

/// A sentence in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Words and numbers in order; their texts put together are the sentence.
    pub spans: Vec<Span>,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Words(String),
    /// A number that links to the record that it stands on.
    Number(EvidencedNumber),
}

impl Sentence {
    /// A finding's sentence; each number in it links to the finding.
    pub fn of(finding: &Finding) -> Self {
        Self::with_numbers(&finding.sentence, finding.id)
    }

    /// A text each of whose numbers links to one record.
    ///
    /// A number begins with a digit that no letter, digit or hyphen-minus joins to something before it. It goes on
    /// over digits, separators that a digit follows (comma, full stop, thin or no-break space, hyphen, dash, colon),
    /// and a per cent sign.
    pub fn with_numbers(text: &str, record: RecordId) -> Self {
        let mut spans = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let joined = words.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '-');
            let length = if joined { 0 } else { number_length(rest) };
            if length == 0 {
                words.push(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            if !words.is_empty() {
                spans.push(Span::Words(std::mem::take(&mut words)));
            }
            spans.push(Span::Number(EvidencedNumber { text: rest[..length].into(), record }));
            rest = &rest[length..];
            // Letters that follow at once belong to a name such as `3rd`: they stay words.
        }
        if !words.is_empty() {
            spans.push(Span::Words(words));
        }
        Self { spans }
    }

    /// The sentence as plain text.
    pub fn text(&self) -> String {
        self.spans
            .iter()
            .map(|span| match span {
                Span::Words(words) => words.as_str(),
                Span::Number(number) => number.text.as_str(),
            })
            .collect()
    }

    /// Its numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &EvidencedNumber> {
        self.spans.iter().filter_map(|span| match span {
            Span::Number(number) => Some(number),
            Span::Words(_) => None,
        })
    }
}

/// How many bytes of the text, from its start, are a number. 0: none.
fn number_length(text: &str) -> usize {
    let mut length = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = matches!(c, ',' | '.' | ':' | '-' | '\u{2013}' | '\u{a0}' | '\u{2009}' | '\u{202f}');
        if c.is_ascii_digit() {
            length = at + 1;
        } else if !(length > 0 && joins && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit())) {
            break;
        }
    }
    length + per_cent_length(&text[length..], length > 0)
}

/// How many bytes of a per cent sign follow, with the space before it.
fn per_cent_length(text: &str, follows_number: bool) -> usize {
    let trimmed = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if follows_number && trimmed.starts_with('%') { text.len() - trimmed.len() + 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::RecordKind;

    fn numbers(text: &str) -> Vec<String> {
        let sentence = Sentence::with_numbers(text, RecordId::of(RecordKind::Finding, &[]));
        assert_eq!(sentence.text(), text);
        sentence.numbers().map(|n| n.text.clone()).collect()
    }

    #[test]
    fn every_number_of_a_sentence_is_found_and_nothing_is_lost() {
        assert_eq!(
            numbers(
                "Between 2024-03-07 and 2024-11-05, 43 visits: 1,023,000 bbl (90 % interval 0.93\u{2013}1.12 million)."
            ),
            ["2024-03-07", "2024-11-05", "43", "1,023,000", "90 %", "0.93\u{2013}1.12"]
        );
        assert_eq!(numbers("MT-31, K2 and op5: none. Ends with 7."), ["7"]);
        assert_eq!(numbers(""), Vec::<String>::new());
        assert_eq!(numbers("é 12\u{202f}000 t"), ["12\u{202f}000"]);
    }
}
