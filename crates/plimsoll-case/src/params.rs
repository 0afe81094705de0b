//! Parameters: every threshold and prior, from `defaults.toml`, with what a case changes.
//!
//! `defaults.toml` is the only place of a default. A case names a section and a key of it in its own `case.toml`;
//! anything else there is refused, with the nearest known word. What was used goes into the run record.

mod listing;
mod merge;

pub use listing::ParamRow;

use crate::config::{Field, Section};
use crate::error::{CaseError, CaseErrorKind, shown};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// The defaults, as written.
pub const DEFAULTS: &str = include_str!("defaults.toml");
/// How messages call that file.
pub(crate) const DEFAULTS_FILE: &str = "defaults.toml";

/// The parameters of a case: one table a section.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    sections: BTreeMap<String, Table>,
    changes: Vec<Change>,
}

/// A key that the case sets itself.
#[derive(Clone, Debug, PartialEq)]
struct Change {
    section: String,
    /// With dots where it lies in a table: `density_t_per_m3.low`.
    key: String,
    line: usize,
    excerpt: String,
}

/// The defaults as TOML with places.
fn embedded() -> DeTable<'static> {
    DeTable::parse(DEFAULTS).expect("defaults.toml is part of the program, and a test parses it").into_inner()
}

impl Params {
    /// The defaults, with nothing changed.
    pub fn defaults() -> Self {
        let table: Table =
            toml::from_str(DEFAULTS).expect("defaults.toml is part of the program, and a test parses it");
        let section = |(name, value)| match value {
            Value::Table(table) => Some((name, table)),
            _ => None,
        };
        Self { sections: table.into_iter().filter_map(section).collect(), changes: vec![] }
    }

    /// The names of the sections, in order of the alphabet.
    pub fn sections() -> Vec<String> {
        Self::defaults().sections.into_keys().collect()
    }

    /// The sections that have a key of this name, in words: `[gaps]`, or `[encounters]` or `[gaps]`.
    pub(crate) fn sections_with_key(key: &str) -> Option<String> {
        let sections = Self::defaults().sections.into_iter().filter(|(_, table)| table.contains_key(key));
        let named: Vec<String> = sections.map(|(name, _)| format!("`[{name}]`")).collect();
        (!named.is_empty()).then(|| named.join(" or "))
    }

    /// The defaults with the sections of these names laid over them.
    pub(crate) fn with_overrides(top: &Section<'_, '_>, names: &[&str]) -> Result<Self, CaseError> {
        let mut params = Self::defaults();
        for name in names {
            if let Some(field) = top.get(name) {
                params.lay_over(name, &field)?;
            }
        }
        Ok(params)
    }

    fn lay_over(&mut self, name: &str, field: &Field<'_, '_>) -> Result<(), CaseError> {
        let section = field.section(&format!("`[{name}]` on a line of its own, and the keys below it"))?;
        let Some(table) = self.sections.get_mut(name) else { return Ok(()) };
        let mut changed = Vec::new();
        merge::table(table, &section, &format!("`[{name}]`"), "", &mut changed)?;
        for (key, span) in changed {
            let (line, excerpt) = section.doc.line_at(span.start);
            self.changes.push(Change { section: name.to_owned(), key, line, excerpt: excerpt.to_owned() });
        }
        Ok(())
    }

    /// A section as the struct of its method.
    pub fn section<T: DeserializeOwned>(&self, name: &str) -> Result<T, CaseError> {
        let Some(table) = self.sections.get(name) else {
            let known = self.sections.keys().map(String::as_str).collect::<Vec<_>>();
            return Err(CaseError::new(
                CaseErrorKind::Usage,
                DEFAULTS_FILE,
                format!("there is no section `[{}]`, expected one of {}", shown(name, 40), known.join(", ")),
            ));
        };
        Value::Table(table.clone()).try_into().map_err(|error: toml::de::Error| {
            let message = format!("`[{name}]`: {}", error.to_string().trim().replace('\n', " "));
            match self.changes.iter().find(|c| c.section == name) {
                Some(change) => CaseError::new(CaseErrorKind::Invalid, "case.toml", message)
                    .at_line(change.line, &change.excerpt)
                    .with_hint(format!("`plimsoll params` lists every key of `[{name}]` with its default")),
                None => CaseError::new(CaseErrorKind::Invalid, DEFAULTS_FILE, message),
            }
        })
    }

    /// A section as it will be used: defaults and changes, for the run record.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.sections.get(name)
    }

    /// True if the case changes a key of this section.
    pub fn is_changed(&self, section: &str) -> bool {
        self.changes.iter().any(|c| c.section == section)
    }

    /// Every parameter, in the order of `defaults.toml`, for `plimsoll params`.
    pub fn listing(&self) -> Vec<ParamRow> {
        listing::rows(self)
    }
}

/// A TOML value without places. `None`: a number too large.
fn plain(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(n) => Value::Integer(i64::from_str_radix(n.as_str(), n.radix()).ok()?),
        DeValue::Float(f) => Value::Float(f.as_str().parse().ok().filter(|f: &f64| f.is_finite())?),
        DeValue::Boolean(truth) => Value::Boolean(*truth),
        DeValue::Datetime(when) => Value::Datetime(*when),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|i| plain(i.get_ref())).collect::<Option<_>>()?)
        }
        DeValue::Table(table) => {
            let entry = |(k, v): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
                let key: &std::borrow::Cow<'_, str> = k.get_ref();
                Some((key.to_string(), plain(v.get_ref())?))
            };
            Value::Table(table.iter().map(entry).collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::CaseConfig;

    fn case(rest: &str) -> Result<CaseConfig, CaseError> {
        let text = format!("title = \"t\"\nperiod = {{ start = 2024-01-01, end = 2024-02-01 }}\n{rest}");
        CaseConfig::parse(text.as_bytes())
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Rejects {
        max_share_percent: f64,
    }

    #[test]
    fn the_defaults_are_tables_of_sections_only() {
        let table: Table = toml::from_str(DEFAULTS).unwrap();
        assert!(table.values().all(Value::is_table));
        assert_eq!(Params::defaults().sections.len(), table.len());
    }

    #[test]
    fn every_default_has_a_comment_and_every_section_a_page() {
        for row in Params::defaults().listing() {
            assert!(row.comment.is_some(), "[{}] {} has no comment", row.section, row.key);
            assert!(row.page.is_some(), "[{}] names no page", row.section);
            assert_eq!(row.default, row.value);
        }
    }

    #[test]
    fn a_case_changes_one_key_and_a_whole_number_may_stand_for_a_decimal() {
        let params = case("[rejects]\nmax_share_percent = 5").unwrap().params;
        assert_eq!(params.section::<Rejects>("rejects"), Ok(Rejects { max_share_percent: 5.0 }));
        assert!(params.is_changed("rejects"));
        let row = params.listing().into_iter().find(|r| r.key == "max_share_percent").unwrap();
        assert_eq!((row.value.as_str(), row.line), ("5.0", Some(4)));
        assert_ne!(row.default, row.value);
    }

    #[test]
    fn a_struct_that_does_not_fit_its_section_names_the_line_that_the_case_changed() {
        #[derive(Debug, serde::Deserialize)]
        struct Other {
            #[expect(dead_code, reason = "only its absence matters")]
            absent_h: f64,
        }
        let params = case("[rejects]\nmax_share_percent = 5").unwrap().params;
        let error = params.section::<Other>("rejects").unwrap_err();
        assert_eq!((error.file(), error.line()), ("case.toml", Some(4)));
        assert!(error.message().contains("absent_h"), "{error}");
        assert_eq!(Params::defaults().section::<Other>("rejects").unwrap_err().file(), DEFAULTS_FILE);
        assert_eq!(Params::defaults().section::<Other>("nothing").unwrap_err().kind(), CaseErrorKind::Usage);
    }
}
