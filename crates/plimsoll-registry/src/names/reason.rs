//! Why two names are held for one, or are not.

use std::fmt;

/// One reason, with the two values behind it: first that of the first name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameReason {
    /// The same letters in the same words.
    SameWords,
    /// The same letters, other blanks.
    Spacing(String, String),
    /// The same words in another order.
    WordOrder(String, String),
    /// Two ways of writing one Korean name in Latin letters.
    Korean(String, String),
    /// Two romanisations or spellings of one sound.
    Romanised(String, String),
    /// A slip of the pen: one or two letters of a long word.
    Slip(String, String),
    /// A particle left out, a word cut short with a dot, or initials for the words.
    ShortForm(String, String),
    /// Numbers that are the same in another form (`I`, `1`, `01`).
    NumberForm(String, String),
    /// Numbers that differ; `None` where a name has none.
    OtherNumber(Option<String>, Option<String>),
    /// What stood before a name and does not count.
    Prefix(Option<String>, Option<String>),
    /// Words that differ by more than spelling.
    OtherWords(String, String),
    /// One name has words more.
    MoreWords(String, String),
    /// A word differs by a letter, and it is too short, or its syllables say too much, for a slip.
    TooShort(String, String),
    /// The name was taken from brackets behind another.
    InBrackets(String, String),
    /// Letters that no table has; they count only where they are equal.
    Unread(String),
    /// One of the names holds no letter and no digit.
    Nothing,
}

impl fmt::Display for NameReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        match self {
            Self::SameWords => f.write_str("the same words"),
            Self::Spacing(a, b) => write!(f, "{a} and {b}: other blanks"),
            Self::WordOrder(a, b) => write!(f, "{a} and {b}: another order of the words"),
            Self::Korean(a, b) => write!(f, "{a} for {b}: Korean romanisation"),
            Self::Romanised(a, b) => write!(f, "{a} for {b}: another spelling of the same sound"),
            Self::Slip(a, b) => write!(f, "{a} for {b}: a slip of the pen"),
            Self::ShortForm(a, b) => write!(f, "{a} and {b}: one is the short form of the other"),
            Self::NumberForm(a, b) => write!(f, "{a} and {b}: the same number"),
            Self::OtherNumber(a, b) => {
                write!(f, "number {} against {}: another ship of the class", or_none(a), or_none(b))
            }
            Self::Prefix(a, b) => {
                write!(f, "before the name {} against {}: no part of it", or_none(a), or_none(b))
            }
            Self::OtherWords(a, b) => write!(f, "{a} against {b}: another name"),
            Self::MoreWords(a, b) => write!(f, "{} against {}: a word more", blank(a), blank(b)),
            Self::TooShort(a, b) => write!(f, "{a} against {b}: too short a word for a slip"),
            Self::InBrackets(a, b) => write!(f, "{a} against {b}: compared with a name in brackets"),
            Self::Unread(letters) => write!(f, "not read: {letters}"),
            Self::Nothing => f.write_str("a name without a letter or a digit"),
        }
    }
}

fn blank(words: &str) -> &str {
    if words.is_empty() { "nothing" } else { words }
}

#[cfg(test)]
mod tests {
    use super::NameReason;

    #[test]
    fn reasons_give_both_values_in_words() {
        let number = NameReason::OtherNumber(Some("3".into()), None);
        assert_eq!(number.to_string(), "number 3 against none: another ship of the class");
        let korean = NameReason::Korean("PAEK".into(), "BAEK".into());
        assert_eq!(korean.to_string(), "PAEK for BAEK: Korean romanisation");
        let more = NameReason::MoreWords(String::new(), "STAR".into());
        assert_eq!(more.to_string(), "nothing against STAR: a word more");
    }
}
