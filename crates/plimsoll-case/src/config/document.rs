//! The text of `case.toml`: from bytes to TOML, with the mistakes that happen before a key can be read.

use crate::error::{CaseError, CaseErrorKind};
use std::ops::Range;
use toml::de::DeTable;

/// More than any case needs. A larger file is something else under this name.
pub(crate) const MOST_BYTES: u64 = 1 << 20;
/// The name by which messages call the file.
pub(crate) const FILE: &str = "case.toml";
/// The page that explains the keys.
pub(crate) const GUIDE: &str = "docs/guide/case-toml.md";

/// The text with what is needed to say where in it something stands.
pub(crate) struct Document<'t> {
    /// The file as messages name it.
    pub(crate) file: &'static str,
    /// Its text, without a byte-order mark.
    pub(crate) text: &'t str,
}

impl<'t> Document<'t> {
    /// From the bytes of the file; refuses what is not text.
    pub(crate) fn from_bytes(bytes: &'t [u8]) -> Result<Self, CaseError> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(too_large(bytes.len() as u64));
        }
        let wrong = |message: &str| CaseError::new(CaseErrorKind::Invalid, FILE, message);
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(wrong("the file is UTF-16, expected UTF-8")
                .with_hint("save it again as UTF-8 (in Notepad: Save as, Encoding: UTF-8)"));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
        if text.trim().is_empty() {
            return Err(wrong("the file is empty, expected at least `title` and `period`")
                .with_hint("`plimsoll init` writes a commented file to start from")
                .with_see(GUIDE));
        }
        Ok(Self { file: FILE, text })
    }

    /// The file as TOML.
    pub(crate) fn table(&self) -> Result<DeTable<'t>, CaseError> {
        if let Some(error) = self.other_format() {
            return Err(error);
        }
        DeTable::parse(self.text).map(toml::Spanned::into_inner).map_err(|error| self.syntax(&error))
    }

    /// An error at a place in the text.
    pub(crate) fn error(&self, span: &Range<usize>, message: impl Into<String>) -> CaseError {
        let (line, text) = self.line_at(span.start);
        CaseError::new(CaseErrorKind::Invalid, self.file, message).at_line(line, text).with_see(GUIDE)
    }

    /// An error about the file as a whole.
    pub(crate) fn error_of_file(&self, message: impl Into<String>) -> CaseError {
        CaseError::new(CaseErrorKind::Invalid, self.file, message).with_see(GUIDE)
    }

    /// The number, counted from 1, and the text of the line that holds a byte.
    pub(crate) fn line_at(&self, offset: usize) -> (usize, &'t str) {
        let offset = offset.min(self.text.len());
        let before = &self.text.as_bytes()[..offset];
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        (line, self.text.lines().nth(line - 1).unwrap_or(""))
    }

    /// The text of a span, for quoting.
    pub(crate) fn quote(&self, span: &Range<usize>) -> &'t str {
        self.text.get(span.clone()).unwrap_or("").trim()
    }

    /// JSON and YAML under the name of TOML.
    fn other_format(&self) -> Option<CaseError> {
        let first = self.text.lines().find(|l| !l.trim().is_empty() && !l.starts_with('#'))?;
        let offset = first.as_ptr().addr() - self.text.as_ptr().addr();
        let is_key = |k: &str| k.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_yaml = first.trim_end() == "---" || first.split_once(": ").is_some_and(|(key, _)| is_key(key));
        let found = if first.trim_start().starts_with('{') {
            "JSON"
        } else if is_yaml {
            "YAML"
        } else {
            return None;
        };
        let error = self.error(&(offset..offset), format!("this is {found}, expected TOML"));
        Some(error.with_hint(
            "TOML writes `title = \"...\"`; `plimsoll init` writes a commented file to start from",
        ))
    }

    /// A sentence of the TOML parser as one of ours, with a hint where the line shows a common mistake.
    fn syntax(&self, error: &toml::de::Error) -> CaseError {
        let span = error.span().unwrap_or(0..0);
        let (_, line) = self.line_at(span.start);
        let found = match self.quote(&span) {
            "" => String::new(),
            text => format!(" at `{}`", crate::error::shown(text.lines().next().unwrap_or(""), 40)),
        };
        let message = format!("not TOML{found}: {}", error.message().replace('\n', ", "));
        self.error(&span, message).with_hint_if(super::syntax_hint::hint(line, error.message()))
    }
}

/// A file of so many bytes is no `case.toml`.
pub(crate) fn too_large(bytes: u64) -> CaseError {
    let message = format!("the file has {bytes} bytes, expected at most {MOST_BYTES}");
    CaseError::new(CaseErrorKind::Invalid, FILE, message)
        .with_hint("`case.toml` holds only the question; add data with `plimsoll add <file>`")
}

/// Bytes that are no UTF-8, with the line they stand on.
fn not_utf8(bytes: &[u8], valid: usize) -> CaseError {
    let line = 1 + bytes[..valid].iter().filter(|b| **b == b'\n').count();
    let start = bytes[..valid].iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    let end = bytes[valid..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| valid + n);
    let message = format!("byte 0x{:02x} is not UTF-8 text", bytes.get(valid).copied().unwrap_or(0));
    CaseError::new(CaseErrorKind::Invalid, FILE, message)
        .at_line(line, &String::from_utf8_lossy(&bytes[start..end]))
        .with_hint(
            "the file was saved in another encoding (Windows-1252, KOI8-R, ...); save it again as UTF-8",
        )
}
