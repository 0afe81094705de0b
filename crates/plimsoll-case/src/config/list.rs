//! `[[list]]`: what a sanctions list does not say of itself: its name, its version, when that was published.

use super::section::{Field, Section};
use crate::error::CaseError;
use jiff::civil::Date;
use plimsoll_model::VersionDays;
use std::collections::BTreeMap;

pub(super) const KEYS: [&str; 5] = ["exhibit", "form", "list", "version", "published"];
const EXHIBIT: &str = "exhibit = \"un-1718.csv\"";
const PUBLISHED: &str = "published = \"2018-03-30\", or \"2018-03\" where only the month is known";

/// A list as `case.toml` gives it. Each field but the exhibit is optional: most lists say it themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListConfig {
    /// File name, path or id of the exhibit.
    pub exhibit: String,
    /// The form of the file, such as `un-1718-csv`, where looking at it does not tell.
    pub form: Option<String>,
    /// The name of the list, the same for each version of it.
    pub list: Option<String>,
    /// The version in words.
    pub version: Option<String>,
    /// The days between which it was published.
    pub published: Option<VersionDays>,
    /// Line of `case.toml` on which it begins.
    pub line: usize,
}

impl ListConfig {
    /// The version and its days, where the case gives any of the two.
    pub fn given_version(&self) -> Option<(String, VersionDays)> {
        let days = self.published.unwrap_or_default();
        match (&self.version, days.earliest) {
            (None, None) => None,
            (Some(words), _) => Some((words.clone(), days)),
            (None, Some(earliest)) if days.latest == Some(earliest) => Some((earliest.to_string(), days)),
            (None, Some(earliest)) => Some((earliest.strftime("%Y-%m").to_string(), days)),
        }
    }
}

/// Every `[[list]]`, each exhibit once.
pub(super) fn read_all(sections: &[Section<'_, '_>]) -> Result<Vec<ListConfig>, CaseError> {
    let mut lists = Vec::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for section in sections {
        let list = read(section)?;
        if let Some(first) = lines.insert(list.exhibit.clone(), list.line) {
            let field = section.need("exhibit", EXHIBIT)?;
            return Err(field
                .error(format!("a second `[[list]]` names the exhibit `{}`", list.exhibit))
                .with_hint(format!("the first begins on line {first}; put all of it there")));
        }
        lists.push(list);
    }
    Ok(lists)
}

fn read(section: &Section<'_, '_>) -> Result<ListConfig, CaseError> {
    let exhibit = section.need("exhibit", EXHIBIT)?.text()?;
    let list = Section {
        name: format!("list `{exhibit}`"),
        doc: section.doc,
        table: section.table,
        span: section.span.clone(),
    };
    list.only(&KEYS, explain)?;
    Ok(ListConfig {
        form: list.text("form")?,
        list: list.text("list")?,
        version: list.text("version")?,
        published: list.get("published").map(|f| published(&f)).transpose()?,
        line: list.doc.line_at(list.span.start).0,
        exhibit,
    })
}

/// A day or a month.
fn published(field: &Field<'_, '_>) -> Result<VersionDays, CaseError> {
    let text = field.text()?;
    days(&text).ok_or_else(|| {
        let shown = crate::error::shown(&text, 40);
        field
            .error(format!("`{}` of {} is `{shown}`, expected a day or a month", field.key, field.of))
            .with_hint(format!("write {PUBLISHED}"))
    })
}

/// The days of `2018-03-30` or `2018-03`; `None` if it is neither.
pub fn days(text: &str) -> Option<VersionDays> {
    match text.len() {
        10 => text.parse::<Date>().ok().map(VersionDays::on),
        7 => {
            let first: Date = format!("{text}-01").parse().ok()?;
            Some(VersionDays { earliest: Some(first), latest: Some(first.last_of_month()) })
        }
        _ => None,
    }
}

/// Keys that people expect in a list.
fn explain(key: &str, _: &Section<'_, '_>) -> Option<String> {
    match key {
        "date" | "day" | "published_on" | "as_of" => Some(format!("write {PUBLISHED}")),
        "name" => Some("the name of the list is `list`".into()),
        "kind" | "format" => Some("the form of the file is `form`, such as form = \"un-1718-csv\"".into()),
        "map" => Some("columns are mapped under `[[columns]]` with kind = \"register\"".into()),
        _ => super::top_key_hint(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::CaseConfig;
    use jiff::civil::date;

    fn read(list: &str) -> Result<Vec<ListConfig>, CaseError> {
        let text =
            format!("title = \"t\"\nperiod = {{ start = 2024-01-01, end = 2025-01-01 }}\n[[list]]\n{list}\n");
        CaseConfig::parse(text.as_bytes()).map(|case| case.lists)
    }

    #[test]
    fn a_month_is_all_of_its_days() {
        let lists = read("exhibit = \"sdn.csv\"\npublished = \"2024-02\"").unwrap();
        let days = VersionDays { earliest: Some(date(2024, 2, 1)), latest: Some(date(2024, 2, 29)) };
        assert_eq!(lists[0].given_version(), Some(("2024-02".into(), days)));
    }

    #[test]
    fn a_version_without_a_day_has_no_days() {
        let lists = read("exhibit = \"a.csv\"\nversion = \"second reprint\"").unwrap();
        assert_eq!(lists[0].given_version(), Some(("second reprint".into(), VersionDays::default())));
        assert_eq!(read("exhibit = \"a.csv\"").unwrap()[0].given_version(), None);
    }

    #[test]
    fn a_date_in_another_form_is_refused_with_the_form_that_would_do() {
        for bad in ["30.3.2018", "2018", "2018-13", "2018-02-30", "yesterday", ""] {
            let error = read(&format!("exhibit = \"a.csv\"\npublished = \"{bad}\"")).unwrap_err();
            assert!(error.hint().is_some_and(|h| h.contains("2018-03")) || bad.is_empty(), "{bad}: {error}");
        }
        let twice = read("exhibit = \"a.csv\"\n[[list]]\nexhibit = \"a.csv\"").unwrap_err();
        assert!(twice.to_string().contains("a second"), "{twice}");
    }
}
