//! Errors of the case folder: what was found, what was expected, where it stands, and what to do about it.

use std::fmt;

/// Characters of a message or a hint.
const MOST_TEXT: usize = 2000;

/// What kind of failure it is. The command line turns each kind into an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseErrorKind {
    /// A file that a person wrote or keeps (`case.toml`, `manifest.jsonl`, `reviews.jsonl`) says something that
    /// cannot be meant.
    Invalid,
    /// What was asked for cannot be done with these arguments.
    Usage,
    /// The bytes of an exhibit, a table or a run record cannot be read or written.
    Unreadable,
    /// Bytes are not those that were hashed: an exhibit was changed, or a chain of reviews is broken.
    Changed,
}

/// Why something about a case could not be done.
///
/// [`fmt::Display`] gives one line without a full stop: place and message. [`CaseError::full_text`] gives the
/// whole, with the excerpt and the hint. A private part (a path of the user's machine) comes last, so that the
/// first half can be shared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parts}")]
pub struct CaseError {
    // Boxed: a `Result` that carries this stays small on the way where nothing fails.
    parts: Box<Parts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    kind: CaseErrorKind,
    file: String,
    line: Option<usize>,
    excerpt: Option<String>,
    message: String,
    hint: Option<String>,
    see: Option<&'static str>,
    private: Option<String>,
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl CaseError {
    /// An error about a file, named as the case names it (`case.toml`, `sources/ais/log.nmea`).
    pub fn new(kind: CaseErrorKind, file: impl Into<String>, message: impl Into<String>) -> Self {
        let parts = Parts {
            kind,
            file: shown(&file.into(), 400),
            line: None,
            excerpt: None,
            message: shown(&message.into(), MOST_TEXT),
            hint: None,
            see: None,
            private: None,
        };
        Self { parts: Box::new(parts) }
    }

    /// An error of the operating system while doing something (`reading`, `writing`) with a file.
    pub fn io(doing: &str, file: impl Into<String>, error: &std::io::Error) -> Self {
        let message = format!("{doing}: {}", io_words(error));
        let made = Self::new(CaseErrorKind::Unreadable, file, message);
        match error.kind() {
            std::io::ErrorKind::PermissionDenied => {
                made.with_hint("check who may read and write the file and its folder")
            }
            std::io::ErrorKind::StorageFull => made.with_hint("free some space and run the command again"),
            _ => made,
        }
    }

    /// The same error, at a line (counted from 1) with that line quoted.
    #[must_use]
    pub fn at_line(mut self, line: usize, excerpt: &str) -> Self {
        self.parts.line = Some(line);
        let shown = shown(excerpt.trim(), 160);
        self.parts.excerpt = (!shown.is_empty()).then_some(shown);
        self
    }

    /// The same error with something the user can do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.parts.hint = Some(shown(&hint.into(), MOST_TEXT));
        self
    }

    /// The same error with a hint if there is one.
    #[must_use]
    pub fn with_hint_if(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.with_hint(hint),
            None => self,
        }
    }

    /// The same error with the page that explains the matter.
    #[must_use]
    pub fn with_see(mut self, see: &'static str) -> Self {
        self.parts.see = Some(see);
        self
    }

    /// The same error with a path of the user's machine, which is shown last.
    #[must_use]
    pub fn with_private(mut self, path: &std::path::Path) -> Self {
        self.parts.private = Some(shown(&path.display().to_string(), 400));
        self
    }

    /// The same error with a path of the user's machine, unless it has one.
    #[must_use]
    pub(crate) fn with_private_if_none(self, path: &std::path::Path) -> Self {
        if self.private().is_some() { self } else { self.with_private(path) }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> CaseErrorKind {
        self.parts.kind
    }
    /// The file, as the case names it.
    pub fn file(&self) -> &str {
        &self.parts.file
    }
    /// The line, counted from 1, where one is at fault.
    pub fn line(&self) -> Option<usize> {
        self.parts.line
    }
    /// That line, trimmed and made safe to print.
    pub fn excerpt(&self) -> Option<&str> {
        self.parts.excerpt.as_deref()
    }
    /// What was found and what was expected: a lower-case fragment without a full stop.
    pub fn message(&self) -> &str {
        &self.parts.message
    }
    /// What the user can do.
    pub fn hint(&self) -> Option<&str> {
        self.parts.hint.as_deref()
    }
    /// The page of the documentation that explains the matter.
    pub fn see(&self) -> Option<&'static str> {
        self.parts.see
    }
    /// A path of the user's machine, to be shown last.
    pub fn private(&self) -> Option<&str> {
        self.parts.private.as_deref()
    }

    /// The whole error as the command line shows it, without a line end at the end.
    pub fn full_text(&self) -> String {
        let mut text = format!("error: {self}");
        let rest = [
            ("  ", self.excerpt()),
            ("hint: ", self.hint()),
            ("see:  ", self.see()),
            ("path: ", self.private()),
        ];
        for (label, part) in rest {
            if let Some(part) = part {
                text.push('\n');
                text.push_str(label);
                text.push_str(part);
            }
        }
        text
    }
}

/// The error in words, without the number that the operating system adds.
fn io_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    words.chars().take(1).flat_map(char::to_lowercase).chain(words.chars().skip(1)).collect()
}

/// A text of the user, safe to print: control characters replaced, cut after `most` characters.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let safe = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() || is_direction_mark(c) => '\u{fffd}',
        c => c,
    };
    let mut out: String = text.chars().take(most).map(safe).collect();
    if text.chars().nth(most).is_some() {
        out.push_str(" ...");
    }
    out
}

/// Characters that turn the direction of text, and so could make a message read as something else.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The known word nearest to one that is not known, if any is near: first the same word in another case or with
/// other separators, then one that goes on after it (`limit` -> `limit_bbl`), then one a few letters away.
pub(crate) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let plain =
        |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let found: String = found.chars().take(80).collect();
    let wanted = plain(&found);
    let same = known.clone().into_iter().find(|k| plain(k) == wanted);
    let longer = || known.clone().into_iter().find(|k| wanted.len() >= 2 && plain(k).starts_with(&wanted));
    same.or_else(longer).or_else(|| {
        let (distance, word) = known
            .into_iter()
            .map(|k| (strsim::damerau_levenshtein(&wanted, &plain(k)), k))
            .min_by_key(|(distance, _)| *distance)?;
        (distance <= 1 + wanted.chars().count() / 4).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_text_has_place_excerpt_hint_and_page_in_this_order_and_the_path_last() {
        let error = CaseError::new(CaseErrorKind::Invalid, "case.toml", "`x` is not known")
            .at_line(3, "  x = 1 ")
            .with_hint("did you mean `y`?")
            .with_see("docs/guide/case-toml.md")
            .with_private(std::path::Path::new("/home/a/case.toml"));
        insta::assert_snapshot!(error.full_text(), @r"
        error: case.toml, line 3: `x` is not known
          x = 1
        hint: did you mean `y`?
        see:  docs/guide/case-toml.md
        path: /home/a/case.toml
        ");
        assert_eq!(error.to_string(), "case.toml, line 3: `x` is not known");
    }

    #[test]
    fn a_hostile_text_is_shown_harmlessly() {
        assert_eq!(shown("a\u{1b}[31m\u{202e}b\tc", 20), "a\u{fffd}[31m\u{fffd}b c");
        assert_eq!(shown("abcdef", 3), "abc ...");
    }

    #[test]
    fn the_nearest_word_is_found_by_case_by_beginning_and_by_letters() {
        let known = ["limit_bbl", "measure", "min_duration_h"];
        assert_eq!(nearest("limit", known), Some("limit_bbl"));
        assert_eq!(nearest("Min-Duration-H", known), Some("min_duration_h"));
        assert_eq!(nearest("mesaure", known), Some("measure"));
        assert_eq!(nearest("zebra", known), None);
    }

    #[test]
    fn a_result_that_carries_the_error_stays_small() {
        assert!(size_of::<Result<u8, CaseError>>() <= 16);
    }
}
