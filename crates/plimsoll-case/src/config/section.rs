//! A table of `case.toml`, read key by key. Every error names the line and quotes it.

use super::document::Document;
use crate::error::{CaseError, nearest, shown};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table with its name for messages.
pub(crate) struct Section<'d, 't> {
    pub(crate) doc: &'d Document<'t>,
    /// How messages call it: `area` `Westridge`, the top of the file.
    pub(crate) name: String,
    pub(crate) table: &'d DeTable<'t>,
    pub(crate) span: Range<usize>,
}

/// A value with its key.
pub(crate) struct Field<'d, 't> {
    pub(crate) doc: &'d Document<'t>,
    /// The key for messages: `radius_nm`.
    pub(crate) key: String,
    /// Of which table.
    pub(crate) of: String,
    pub(crate) value: &'d Spanned<DeValue<'t>>,
}

impl<'d, 't> Section<'d, 't> {
    /// The value of a key, if it stands there.
    pub(crate) fn get(&self, key: &str) -> Option<Field<'d, 't>> {
        let (k, value) = self.table.iter().find(|(k, _)| k.get_ref() == key)?;
        Some(Field { doc: self.doc, key: k.get_ref().to_string(), of: self.name.clone(), value })
    }

    /// The value of a key that must stand there; `example` shows the user how.
    pub(crate) fn need(&self, key: &str, example: &str) -> Result<Field<'d, 't>, CaseError> {
        self.get(key).ok_or_else(|| {
            let verb = if example.starts_with(key) { "add a line:" } else { "write" };
            self.error(format!("`{key}` is missing in {}", self.name)).with_hint(format!("{verb} {example}"))
        })
    }

    /// An error about the table as a whole.
    pub(crate) fn error(&self, message: impl Into<String>) -> CaseError {
        if self.span.is_empty() {
            return self.doc.error_of_file(message);
        }
        self.doc.error(&self.span, message)
    }

    /// Refuses keys other than these. `explain` may give the hint for a key that people often expect.
    pub(crate) fn only(
        &self,
        known: &[&str],
        explain: impl Fn(&str, &Self) -> Option<String>,
    ) -> Result<(), CaseError> {
        let mut keys: Vec<_> = self.table.keys().filter(|k| !known.contains(&k.get_ref().as_ref())).collect();
        keys.sort_by_key(|k| k.span().start);
        let Some(key) = keys.first() else { return Ok(()) };
        let found = key.get_ref().as_ref();
        let hint = explain(found, self).unwrap_or_else(|| match nearest(found, known.iter().copied()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("the keys here are {}", list_words(known)),
        });
        let message = format!("`{}` is not a key of {}", shown(found, 60), self.name);
        Err(self.doc.error(&key.span(), message).with_hint(hint))
    }

    /// A text, if the key stands there.
    pub(crate) fn text(&self, key: &str) -> Result<Option<String>, CaseError> {
        self.get(key).map(|f| f.text()).transpose()
    }
}

impl<'d, 't> Field<'d, 't> {
    /// An error about this value.
    pub(crate) fn error(&self, message: impl Into<String>) -> CaseError {
        self.doc.error(&self.value.span(), message)
    }

    /// An error that says what was found in place of what.
    fn expected(&self, expected: &str) -> CaseError {
        let found = found(self.value.get_ref());
        self.error(format!("`{}` of {} is {found}, expected {expected}", self.key, self.of))
    }

    /// A text that is not blank.
    pub(crate) fn text(&self) -> Result<String, CaseError> {
        let DeValue::String(text) = self.value.get_ref() else {
            let hint = format!("put it in quotation marks: {} = \"{}\"", self.key, self.shown_value());
            return Err(self.expected("a text").with_hint(hint));
        };
        if text.trim().is_empty() {
            return Err(self
                .error(format!("`{}` of {} is blank", self.key, self.of))
                .with_hint("write something, or delete the line"));
        }
        Ok(text.trim().to_owned())
    }

    /// A word of a list, by a function that reads it.
    pub(crate) fn word<T>(&self, words: &[&str], read: impl Fn(&str) -> Option<T>) -> Result<T, CaseError> {
        let text = self.text()?;
        read(&text).ok_or_else(|| {
            let hint = match nearest(&text, words.iter().copied()) {
                Some(word) => format!("did you mean {} = \"{word}\"?", self.key),
                None => format!("choose one of {}", list_words(words)),
            };
            let message = format!(
                "`{}` of {} is `{}`, expected one of {}",
                self.key,
                self.of,
                shown(&text, 40),
                list_words(words)
            );
            self.error(message).with_hint(hint)
        })
    }

    /// Yes or no.
    pub(crate) fn truth(&self) -> Result<bool, CaseError> {
        match self.value.get_ref() {
            DeValue::Boolean(truth) => Ok(*truth),
            _ => Err(self
                .expected("true or false")
                .with_hint(format!("write {0} = true or {0} = false, without quotation marks", self.key))),
        }
    }

    /// A number, whole or decimal, finite.
    pub(crate) fn number(&self) -> Result<f64, CaseError> {
        let number = match self.value.get_ref() {
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(|n| n as f64),
            DeValue::Float(f) => f.as_str().parse::<f64>().ok().filter(|f| f.is_finite()),
            _ => return Err(self.expected("a number").with_hint_if(self.number_hint())),
        };
        number.ok_or_else(|| {
            self.error(format!(
                "`{}` of {} is `{}`, expected a number of ordinary size",
                self.key,
                self.of,
                self.shown_value()
            ))
        })
    }

    /// A number for which a test holds, with what is expected in words.
    pub(crate) fn number_that(&self, expected: &str, test: impl Fn(f64) -> bool) -> Result<f64, CaseError> {
        let number = self.number()?;
        if test(number) {
            return Ok(number);
        }
        Err(self.error(format!(
            "`{}` of {} is {}, expected {expected}",
            self.key,
            self.of,
            self.shown_value()
        )))
    }

    /// The table under this key.
    pub(crate) fn section(&self, example: &str) -> Result<Section<'d, 't>, CaseError> {
        match self.value.get_ref() {
            DeValue::Table(table) => {
                let name = format!("`{}` of {}", self.key, self.of);
                Ok(Section { doc: self.doc, name, table, span: self.value.span() })
            }
            _ => Err(self.expected("a table").with_hint(format!("write {example}"))),
        }
    }

    /// The items of the list under this key.
    pub(crate) fn items(&self, example: &str) -> Result<Vec<Field<'d, 't>>, CaseError> {
        let DeValue::Array(items) = self.value.get_ref() else {
            return Err(self.expected("a list").with_hint(format!("write {example}")));
        };
        let item = |(n, value)| Field {
            doc: self.doc,
            key: format!("item {}", n + 1),
            of: format!("`{}` of {}", self.key, self.of),
            value,
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// The texts of the list under this key.
    pub(crate) fn texts(&self) -> Result<Vec<String>, CaseError> {
        let example = format!("{} = [\"...\"]", self.key);
        self.items(&example)?.iter().map(Field::text).collect()
    }

    /// The value as written, short enough to quote.
    pub(crate) fn shown_value(&self) -> String {
        shown(self.doc.quote(&self.value.span()).trim_matches('"'), 60)
    }

    /// What to write in place of something that is no number.
    fn number_hint(&self) -> Option<String> {
        let DeValue::String(text) = self.value.get_ref() else { return None };
        let bare = text.trim();
        let reads = |s: &str| s.parse::<f64>().is_ok();
        let written = [bare.to_owned(), bare.replace(',', "."), bare.replace([',', ' ', '\'', '_'], "")];
        let assign = |number: &str| match self.key.starts_with("item ") {
            true => number.to_owned(),
            false => format!("{} = {number}", self.key),
        };
        if let Some((whole, rest)) = bare.split_once(',') {
            // `500,000` is a thousand mark, `42,73` a decimal comma; `0,845` can only be a decimal.
            if rest.len() == 3 && whole != "0" && reads(&written[2]) {
                let (thousands, decimal) = (assign(&written[2]), assign(&written[1]));
                return Some(format!(
                    "write the number bare: {thousands} (or {decimal} if the comma is a decimal)"
                ));
            }
        }
        if let Some(number) = written.iter().find(|w| reads(w)) {
            return Some(format!("write the number bare: {}", assign(number)));
        }
        if bare.contains(['\u{b0}', '\u{2032}']) {
            return Some(
                "write degrees and decimals, north and east positive: 42\u{b0} 45' N is 42.75".into(),
            );
        }
        if let Some(number) = south_or_west(bare) {
            return Some(format!("south and west are negative: {}", assign(&number)));
        }
        let number = bare.split([' ', '%']).next().filter(|n| reads(n))?;
        Some(format!("write the number alone, its unit stands in the key: {}", assign(number)))
    }
}

/// `36.84 S` as the number that it means.
fn south_or_west(text: &str) -> Option<String> {
    let number = text.trim_end_matches(['S', 's', 'W', 'w']);
    let is_number = number.len() < text.len() && number.trim().parse::<f64>().is_ok_and(|n| n >= 0.0);
    is_number.then(|| format!("-{}", number.trim()))
}

/// What a value is, in words.
fn found(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text `{}`", shown(text, 40)),
        DeValue::Integer(n) => format!("the number {n}"),
        DeValue::Float(n) => format!("the number {n}"),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(when) => format!("the date {when}"),
        DeValue::Array(items) => format!("a list of {}", items.len()),
        DeValue::Table(_) => "a table".into(),
    }
}

/// `a`, `b`, `c` with backticks.
pub(crate) fn list_words(words: &[&str]) -> String {
    words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")
}
