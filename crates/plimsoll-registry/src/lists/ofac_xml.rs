//! The SDN list of OFAC, XML (`SDN.XML`).
//!
//! The form is that of OFAC's `sdnList` schema, whose namespace was `http://tempuri.org/sdnList.xsd` and is
//! `https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML` since 2024; it is read under any. Every
//! part of an entry but `uid`, `lastName`, `sdnType` and `programList` may be absent. The schema spells one element
//! `publshInformation`. It is not the form of `SDN_ADVANCED.XML`, which has another root.
//!
//! An entry has no date of listing, in this form as in the CSV, so a designation begins on no known day. A number under
//! `Vessel Registration Identification` is written with `IMO` before it or without; of a company it is the company's.
//! `tonnage` does not say what it measures. Of persons only the names are taken.

use super::builder::{Builder, Draft};
use super::ofac::block;
use super::xml::{Begun, Element, Xml};
use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use crate::property::PropertyKind;
use crate::value::{self, shown};
use jiff::civil::Date;
use plimsoll_model::list::{EntryKind, VersionDays};
use plimsoll_model::{Reject, Source};
use std::io::Read;

/// The root element.
const ROOT: &str = "sdnList";
/// The name that versions of the list share.
const LIST: &str = "OFAC SDN";
/// Depth at which entries stand: root, entry.
const ENTRY_DEPTH: usize = 2;
/// What a part of `vesselInfo` is; the tonnages are numbers.
const PARTICULARS: [(&str, &str, bool); 6] = [
    ("callSign", "call_sign", false),
    ("vesselType", "ship_type", false),
    ("vesselFlag", "flag", false),
    ("vesselOwner", "owner", false),
    ("tonnage", "listed_tonnage", true),
    ("grossRegisteredTonnage", "gross_tonnage", true),
];

/// Reads the form.
pub(super) fn read(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut builder = Builder::new(ListForm::OfacSdnXml, LIST, source);
    let (mut xml, _) = Xml::open(reader, source.exhibit, ROOT)?;
    let mut promised = None;
    let mut found: u64 = 0;
    while let Some(begun) = xml.begun()? {
        if xml.depth() != ENTRY_DEPTH {
            continue;
        }
        found += u64::from(begun.name == "sdnEntry");
        match xml.whole(&begun)? {
            Err(reason) => builder.reject(shown_reject(&begun, reason, "")),
            Ok(element) if begun.name == "publshInformation" => {
                promised = state_version(&mut builder, &element, begun.source);
            }
            Ok(element) => match draft(&begun, &element) {
                Ok(draft) => builder.add(draft)?,
                Err(reject) => builder.reject(reject),
            },
        }
    }
    if let Some((count, place)) = promised.filter(|(count, _)| *count != found) {
        let reason = format!("Record_Count: the file says that it has {count} entries, found {found}");
        builder.reject(Reject::new(place, reason, b"<publshInformation>"));
    }
    builder.finish()
}

fn shown_reject(begun: &Begun, reason: impl Into<String>, name: &str) -> Reject {
    Reject::new(begun.source, reason, format!("<{}> {name}", shown(&begun.name)).as_bytes())
}

/// The day of publication; gives how many entries the file says that it has.
fn state_version(builder: &mut Builder<'_>, element: &Element, place: Source) -> Option<(u64, Source)> {
    if let Some(text) = element.text_of("Publish_Date") {
        match american_day(text.trim()) {
            Some(day) => {
                let basis = "stated in the file (Publish_Date)";
                builder.state_version(&day.to_string(), VersionDays::on(day), basis);
            }
            None => {
                let reason = format!("Publish_Date: `{}` is not a day, expected 11/30/2023", shown(text));
                builder.reject(Reject::new(place, reason, text.as_bytes()));
            }
        }
    }
    let count = element.text_of("Record_Count")?;
    Some((count.trim().parse().ok()?, place))
}

/// A day with the month first, as this form and no other of ours prints it.
fn american_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('/').collect();
    let [month, day, year] = parts.as_slice() else { return None };
    let is_whole = year.len() == 4 && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
    let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (is_whole && (1990..=2100).contains(&day.year())).then_some(day)
}

/// The entry that an element states.
fn draft(begun: &Begun, element: &Element) -> Result<Draft, Reject> {
    let name = full_name(element).unwrap_or_default();
    if begun.name != "sdnEntry" {
        let reason = format!("an element <{}>, expected <sdnEntry>", shown(&begun.name));
        return Err(shown_reject(begun, reason, &name));
    }
    let Some(key) = element.text_of("uid").map(str::trim) else {
        return Err(shown_reject(begun, "no uid, expected the number of the entry", &name));
    };
    if name.is_empty() {
        return Err(shown_reject(begun, "no name, expected lastName", key));
    }
    let kind = kind(element.text_of("sdnType"));
    let mut draft = Draft::new(begun.source, format!("<sdnEntry> {key} {name}").as_bytes(), key, kind, &name);
    if kind == EntryKind::Other {
        let found = element.text_of("sdnType").unwrap_or_default();
        draft.remark(format!("sdnType `{}` is none that is known", shown(found)));
    }
    draft.claim(if kind == EntryKind::Vessel { "ship_name" } else { "name" }, &name);
    fill(&mut draft, element);
    Ok(draft)
}

fn kind(word: Option<&str>) -> EntryKind {
    match word.map(|w| w.trim().to_ascii_lowercase()).as_deref() {
        Some("vessel") => EntryKind::Vessel,
        Some("entity") => EntryKind::Organisation,
        Some("individual") => EntryKind::Person,
        Some("aircraft") => EntryKind::Aircraft,
        _ => EntryKind::Other,
    }
}

/// The last name; of a person with the first names behind it, as in the CSV.
fn full_name(element: &Element) -> Option<String> {
    let last = element.text_of("lastName").map(str::trim);
    let first = element.text_of("firstName").map(str::trim);
    match (last, first) {
        (Some(last), Some(first)) => Some(format!("{last}, {first}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}

/// What the element says beyond key, kind and name.
fn fill(draft: &mut Draft, element: &Element) {
    for aka in element.child("akaList").into_iter().flat_map(|list| list.children("aka")) {
        if let Some(name) = full_name(aka) {
            draft.claim(alias_property(aka.text_of("type"), aka.text_of("category")), &name);
        }
    }
    let ids = element.child("idList").into_iter().flat_map(|list| list.children("id"));
    for id in ids {
        let kind = id.text_of("idType").unwrap_or_default().trim();
        let Some(text) = id.text_of("idNumber") else { continue };
        match draft.kind() {
            EntryKind::Vessel => ship_number(draft, kind, text),
            EntryKind::Organisation if says_imo(text) => draft.company_number(bare_number(text)),
            _ => {}
        }
    }
    if draft.kind() == EntryKind::Vessel {
        particulars(draft, element);
    }
    if let Some(remarks) = element.text_of("remarks") {
        linked(draft, remarks);
    }
    programs(draft, element);
}

/// One measure for each program.
fn programs(draft: &mut Draft, element: &Element) {
    let list = element.child("programList").into_iter().flat_map(|list| list.children("program"));
    let programs: Vec<&str> = list.filter_map(Element::text).map(str::trim).collect();
    block(draft, programs.into_iter());
}

/// What an alias is, by its type and category.
fn alias_property(kind: Option<&str>, category: Option<&str>) -> &'static str {
    let is = |text: Option<&str>, word: &str| text.is_some_and(|t| t.trim().eq_ignore_ascii_case(word));
    match () {
        () if is(kind, "f.k.a.") => "former_name",
        () if is(category, "weak") => "weak_alias",
        () => "alias",
    }
}

/// A ship's number, or another thing that stands under `idList`.
fn ship_number(draft: &mut Draft, kind: &str, text: &str) {
    match kind {
        "Vessel Registration Identification" => registration(draft, kind, text),
        "MMSI" => draft.mmsi(kind, "mmsi", bare_number(text)),
        "Former Vessel Flag" => stated(draft, "former_flag", text),
        "Other Vessel Flag" => stated(draft, "flag", text),
        "Other Vessel Call Sign" => stated(draft, "call_sign", text),
        "Other Vessel Type" => stated(draft, "ship_type", text),
        "Vessel Year of Build" => match PropertyKind::Year.read(text.trim(), 1.0) {
            Ok(year) => draft.claim_as("built_year", year, text),
            Err(reason) => draft.reject(format!("{kind}: {reason}")),
        },
        _ => {}
    }
}

/// Her IMO number, with `IMO` before it or as seven digits alone; or a number that a state gave.
fn registration(draft: &mut Draft, kind: &str, text: &str) {
    let number = bare_number(text);
    let is_seven = number.len() == 7 && number.bytes().all(|b| b.is_ascii_digit());
    if is_seven || says_imo(number) {
        draft.imo(kind, number);
    } else {
        draft.claim("registration_number", text);
    }
}

fn says_imo(text: &str) -> bool {
    text.trim_start().get(..3).is_some_and(|p| p.eq_ignore_ascii_case("imo"))
}

/// A number without a state in brackets behind it.
fn bare_number(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim()
}

/// A claim, unless the list says that nothing is known.
fn stated(draft: &mut Draft, property: &'static str, text: &str) {
    if !text.trim().eq_ignore_ascii_case("none identified") {
        draft.claim(property, text);
    }
}

/// What `vesselInfo` and the remarks say of a ship.
fn particulars(draft: &mut Draft, element: &Element) {
    for (name, property, is_number) in PARTICULARS {
        let Some(text) = element.child("vesselInfo").and_then(|v| v.text_of(name)) else { continue };
        if !is_number {
            stated(draft, property, text);
            continue;
        }
        match value::number(text.trim()) {
            Ok(number) => draft.claim_as(property, value::written(number), text),
            Err(reason) => draft.reject(format!("{name}: {reason}")),
        }
    }
    if let Some(remarks) = element.text_of("remarks") {
        draft.claim("notes", remarks);
    }
}

/// The names behind `Linked To:` of a ship or company, each up to the parenthesis or semicolon that ends it.
fn linked(draft: &mut Draft, remarks: &str) {
    if !matches!(draft.kind(), EntryKind::Vessel | EntryKind::Organisation) {
        return;
    }
    for rest in remarks.split("Linked To:").skip(1) {
        let end = closing(rest).or_else(|| rest.find(';')).unwrap_or(rest.len());
        draft.claim("linked_to", rest[..end].trim());
    }
}

/// The parenthesis that closes one opened before the text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            _ => {}
        }
    }
    None
}
