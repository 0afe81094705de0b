//! The list of every parameter with its comment, as `plimsoll params` prints it.

use super::{DEFAULTS, Params, embedded, plain};
use std::ops::Range;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamRow {
    /// Its section.
    pub section: String,
    /// Its key, with dots where it lies in a table; the unit stands at its end.
    pub key: String,
    /// The default, as TOML writes it.
    pub default: String,
    /// The value in this case.
    pub value: String,
    /// What `defaults.toml` says about it: what, why, source.
    pub comment: Option<String>,
    /// The page that explains the section.
    pub page: Option<String>,
    /// Line of `case.toml` that changes it.
    pub line: Option<usize>,
}

pub(super) fn rows(params: &Params) -> Vec<ParamRow> {
    let defaults = embedded();
    let mut sections: Vec<_> = defaults.iter().collect();
    sections.sort_by_key(|(key, _)| key.span().start);
    let mut rows = Vec::new();
    for (name, value) in sections {
        let (Some(table), Some(used)) = (value.get_ref().as_table(), params.table(name.get_ref())) else {
            continue;
        };
        let page = trailing(name.span().end).and_then(|c| page(&c));
        let walk = Walk { params, section: name.get_ref(), page };
        walk.rows(table, used, "", None, &mut rows);
    }
    rows
}

struct Walk<'a> {
    params: &'a Params,
    section: &'a str,
    page: Option<String>,
}

impl Walk<'_> {
    /// The rows of a table; `around` is the comment of the table, for keys that have none of their own.
    fn rows(
        &self,
        table: &DeTable<'_>,
        used: &Table,
        under: &str,
        around: Option<&str>,
        rows: &mut Vec<ParamRow>,
    ) {
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            let name = key.get_ref().as_ref();
            let path = format!("{under}{name}");
            let Some(now) = used.get(name) else { continue };
            let comment = comment(&key.span(), &value.span()).or(around.map(str::to_owned));
            match (value.get_ref(), now) {
                (DeValue::Table(inner), Value::Table(now)) if !is_inline(&value.span()) => {
                    self.rows(inner, now, &format!("{path}."), comment.as_deref(), rows);
                }
                (default, now) => rows.push(self.row(path, default, now, comment)),
            }
        }
    }

    fn row(&self, key: String, default: &DeValue<'_>, now: &Value, comment: Option<String>) -> ParamRow {
        let within = |c: &str| c == key || c.strip_prefix(&key).is_some_and(|rest| rest.starts_with('.'));
        let change = self.params.changes.iter().find(|c| c.section == self.section && within(&c.key));
        ParamRow {
            section: self.section.to_owned(),
            default: plain(default).map_or_else(String::new, |v| written(&v)),
            value: written(now),
            comment,
            page: self.page.clone(),
            line: change.map(|c| c.line),
            key,
        }
    }
}

/// A value as TOML writes it in one line; an interval from its low end to its high.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Float(f) => format!("{f:?}"),
        Value::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let rank = |key: &str| ["low", "mid", "high"].iter().position(|k| *k == key);
            let mut keys: Vec<_> = table.iter().collect();
            keys.sort_by_key(|(key, _)| rank(key));
            let pairs: Vec<String> = keys.iter().map(|(k, v)| format!("{k} = {}", written(v))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

fn is_inline(span: &Range<usize>) -> bool {
    DEFAULTS.as_bytes().get(span.start) == Some(&b'{')
}

/// What is said about a key: the comment lines right above it, then the comment behind its value.
fn comment(key: &Range<usize>, value: &Range<usize>) -> Option<String> {
    let end = if value.end > key.end && !header_at(key.start) { value.end } else { key.end };
    let parts: Vec<String> = above(key.start).into_iter().chain(trailing(end)).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// True if the line of a byte opens a table.
fn header_at(offset: usize) -> bool {
    let start = DEFAULTS[..offset].rfind('\n').map_or(0, |n| n + 1);
    DEFAULTS[start..].starts_with('[')
}

/// The comment behind a byte on its line.
fn trailing(offset: usize) -> Option<String> {
    let rest = DEFAULTS.get(offset..)?.lines().next()?;
    let (_, comment) = rest.split_once('#')?;
    Some(comment.trim().to_owned()).filter(|c| !c.is_empty())
}

/// The block of comment lines above the line of a byte, as one text. Keys that follow one another without a blank line
/// share the block above the first of them.
fn above(offset: usize) -> Option<String> {
    let start = DEFAULTS[..offset].rfind('\n').map_or(0, |n| n + 1);
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    let is_key = |line: &&str| !line.trim().is_empty() && !is_comment(line) && !line.starts_with('[');
    let mut lines: Vec<&str> = DEFAULTS[..start]
        .lines()
        .rev()
        .skip_while(is_key)
        .take_while(is_comment)
        .map(|line| line.trim_start_matches([' ', '#']).trim_end())
        .collect();
    lines.reverse();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// The page named in a comment.
fn page(comment: &str) -> Option<String> {
    comment
        .split_whitespace()
        .find(|w| w.starts_with("docs/"))
        .map(|w| w.trim_end_matches(['.', ',', ';']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_toml_reads_them() {
        let table: Table =
            toml::from_str("a = { high = 2, low = 1e-5, mid = 1.0 }\nb = [1.5, \"x\", true]").unwrap();
        assert_eq!(written(&table["a"]), "{ low = 1e-5, mid = 1.0, high = 2 }");
        assert_eq!(written(&table["b"]), "[1.5, \"x\", true]");
        for value in table.values() {
            let back: Table = toml::from_str(&format!("v = {}", written(value))).unwrap();
            assert_eq!(&back["v"], value);
        }
    }

    #[test]
    fn every_key_of_every_section_has_its_row_once() {
        let params = Params::defaults();
        let rows = params.listing();
        let mut names: Vec<_> = rows.iter().map(|r| (&r.section, &r.key)).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), rows.len());
        for section in Params::sections() {
            for key in params.table(&section).unwrap().keys() {
                let found = rows.iter().any(|r| r.section == section && r.key.split('.').next() == Some(key));
                assert!(found, "[{section}] {key}");
            }
        }
    }

    #[test]
    fn the_first_comment_of_the_rejects_section_is_found() {
        let rows = Params::defaults().listing();
        let row = rows.iter().find(|r| r.key == "max_share_percent").unwrap();
        insta::assert_debug_snapshot!(row, @r#"
        ParamRow {
            section: "rejects",
            key: "max_share_percent",
            default: "20.0",
            value: "20.0",
            comment: Some(
                "A stage that cannot read a larger share of the rows of an exhibit than this stops, because the exhibit is then more likely misread (wrong kind, wrong column, cut short) than dirty. Our choice: archives of AIS have 0 to 5 %.",
            ),
            page: Some(
                "docs/guide/case-toml.md",
            ),
            line: None,
        }
        "#);
    }
}
