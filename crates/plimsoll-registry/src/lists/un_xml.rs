//! The consolidated list of the UN Security Council, XML.
//!
//! The form is that of `https://www.un.org/sc/resources/sc-sanctions.xsd`, which the file names, as the file of 27 February
//! 2026 uses it: `INDIVIDUAL` and `ENTITY` below `CONSOLIDATED_LIST`. It lists no ships: the 1718 Designated Vessels List is
//! another file. What its prose calls an IMO number stands beside companies and is a company's; it names no hull.
//!
//! The file does not say which measures an entry brings, so its designation is [`Measure::Unstated`]. Of persons it gives
//! much that is not taken: dates and places of birth, papers, addresses, nationality, and the comments, which are made of
//! the same.

use super::builder::{Builder, Draft, Order};
use super::xml::{Begun, Element, Root, Xml};
use super::{ListForm, ListRows, ListSource, day};
use crate::error::RegistryError;
use crate::value::shown;
use plimsoll_model::list::{Authority, EntryKind, Measure, VersionDays};
use plimsoll_model::{Reject, Source};
use std::io::Read;

/// The root element.
const ROOT: &str = "CONSOLIDATED_LIST";
/// The name that versions of the list share.
const LIST: &str = "UN Security Council Consolidated List";
/// Depth at which entries stand: root, group, entry.
const ENTRY_DEPTH: usize = 3;
/// The parts of a name, in order.
const NAMES: [&str; 4] = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];

/// Reads the form.
pub(super) fn read(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut builder = Builder::new(ListForm::UnXml, LIST, source);
    let (mut xml, root) = Xml::open(reader, source.exhibit, ROOT)?;
    state_version(&mut builder, &root, xml.here());
    while let Some(begun) = xml.begun()? {
        if xml.depth() != ENTRY_DEPTH {
            continue;
        }
        let draft = match xml.whole(&begun)? {
            Ok(element) => draft(&begun, &element),
            Err(reason) => Err(Reject::new(begun.source, reason, format!("<{}>", begun.name).as_bytes())),
        };
        match draft {
            Ok(draft) => builder.add(draft)?,
            Err(reject) => builder.reject(reject),
        }
    }
    builder.finish()
}

/// The day on which the file was made.
fn state_version(builder: &mut Builder<'_>, root: &Root, place: Source) {
    let Some(text) = root.attribute("dateGenerated") else { return };
    match day::day(text) {
        Ok(day) => {
            builder.state_version(
                &day.to_string(),
                VersionDays::on(day),
                "stated in the file (dateGenerated)",
            );
        }
        Err(reason) => {
            builder.reject(Reject::new(place, format!("dateGenerated: {reason}"), text.as_bytes()));
        }
    }
}

/// The entry that an element states.
fn draft(begun: &Begun, element: &Element) -> Result<Draft, Reject> {
    let name = name(element);
    let row = format!("<{}> {name}", begun.name);
    let reject = |reason: String| Reject::new(begun.source, reason, row.as_bytes());
    let kind = match begun.name.as_str() {
        "INDIVIDUAL" => EntryKind::Person,
        "ENTITY" => EntryKind::Organisation,
        other => {
            return Err(reject(format!("an element <{}>, expected <INDIVIDUAL> or <ENTITY>", shown(other))));
        }
    };
    let key = element.text_of("REFERENCE_NUMBER").or_else(|| element.text_of("DATAID"));
    let Some(key) = key.map(str::trim) else {
        return Err(reject("no REFERENCE_NUMBER and no DATAID, expected one of them".into()));
    };
    let mut names = name.split(" ; ").map(str::trim).filter(|n| !n.is_empty());
    let Some(first) = names.next() else {
        return Err(reject("no name, expected FIRST_NAME".into()));
    };
    let mut draft = Draft::new(begun.source, row.as_bytes(), key, kind, first);
    draft.claim("name", first);
    names.for_each(|name| draft.claim("alias", name));
    fill(&mut draft, element, key);
    Ok(draft)
}

/// The parts of a name with blanks between.
fn name(element: &Element) -> String {
    let parts = NAMES.iter().filter_map(|part| element.text_of(part)).map(str::trim);
    parts.collect::<Vec<_>>().join(" ")
}

/// What the element says beyond key and name.
fn fill(draft: &mut Draft, element: &Element, key: &str) {
    if let Some(text) = element.text_of("NAME_ORIGINAL_SCRIPT") {
        draft.claim("alias", text);
    }
    let aliases = element.children("INDIVIDUAL_ALIAS").chain(element.children("ENTITY_ALIAS"));
    for alias in aliases {
        if let Some(text) = alias.text_of("ALIAS_NAME") {
            draft.claim(alias_property(alias.text_of("QUALITY")), text);
        }
    }
    let program = element.text_of("UN_LIST_TYPE").map(str::trim);
    if let Some(program) = program {
        draft.claim("program", program);
    }
    let from = element.text_of("LISTED_ON").and_then(|text| {
        let day = draft.day("LISTED_ON", as_printed(text))?;
        draft.claim_as("listed_since", day.to_string(), text);
        Some(day)
    });
    let comments = element.text_of("COMMENTS1").filter(|_| draft.kind() == EntryKind::Organisation);
    if let Some(text) = comments {
        numbers(text).for_each(|number| draft.company_number(number));
        draft.claim("notes", text);
    }
    draft.order(Order {
        authority: Authority::UnSecurityCouncil,
        instrument: format!("UN Security Council, {} list, {key}", program.unwrap_or("unnamed")),
        measure: Measure::Unstated,
        original: String::new(),
        from,
        until: None,
    });
}

/// What an alias is, by the quality that the list gives it.
fn alias_property(quality: Option<&str>) -> &'static str {
    match quality.map(|q| q.trim().to_ascii_lowercase()).as_deref() {
        Some("low") => "weak_alias",
        Some("f.k.a.") => "former_name",
        _ => "alias",
    }
}

/// A day without the offset that some carry (`2012-12-31-05:00`): the day meant is the one printed.
fn as_printed(text: &str) -> &str {
    let text = text.trim();
    let is_offset = |rest: &str| {
        rest == "Z" || (rest.len() == 6 && rest.starts_with(['+', '-']) && rest.get(3..4) == Some(":"))
    };
    match text.split_at_checked(10) {
        Some((day, rest)) if is_offset(rest) => day,
        _ => text,
    }
}

/// Numbers of seven digits that a text calls IMO numbers: `IMO number: 5342883`, `Company Number IMO 5434358`,
/// `International Maritime Organization (IMO) Number: 1790183`.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("IMO").filter_map(|(at, word)| {
        let before = text[..at].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let mut rest = text[at + word.len()..].trim_start_matches(is_between);
        for word in ["company", "number", "no"] {
            let is_word = rest.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word));
            if is_word {
                rest = rest[word.len()..].trim_start_matches(is_between);
            }
        }
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        (end == 7).then(|| &rest[..end])
    })
}

/// What may stand between `IMO` and its number.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ')' | '(' | ':' | '.' | '#' | '-')
}
