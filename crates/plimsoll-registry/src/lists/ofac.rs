//! The OFAC list of Specially Designated Nationals: the main file and the file of aliases, CSV without header.
//!
//! Columns of the main file: number, name, type, program, title, call sign, vessel type, tonnage, gross tonnage, flag,
//! owner, remarks; `-0-` stands for nothing and a byte 1A hex ends the file (OFAC data specification, `dat_spec.txt`).
//! Copies go round with a header of other names; they are read by place all the same. What else is said of a ship stands in
//! the remarks, parts separated by semicolons. The file gives no day of listing: `from` is `None`.
//!
//! Aliases in the remarks stand in quotes and are weak ones (OFAC FAQ 123).

use super::builder::{Builder, Draft, Order, claim_id, subject};
use super::sheet::{Row, Sheet, head};
use super::{ListForm, ListRows, ListSource, sniff};
use crate::error::RegistryError;
use crate::property::PropertyKind;
use crate::value::{number, one_line, shown, written};
use jiff::civil::Date;
use plimsoll_model::evidence::Key;
use plimsoll_model::list::{Authority, EntryKind, ListVersion, Measure};
use plimsoll_model::{Claim, ClaimSubject, ExhibitId, ImoNumber, ListEntry, RecordId, RecordKind, Reject};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// The list in both files, so that they meet.
const LIST: &str = "OFAC SDN";
/// Places of the columns of the main file.
mod place {
    pub(super) const NUMBER: usize = 0;
    pub(super) const NAME: usize = 1;
    pub(super) const TYPE: usize = 2;
    pub(super) const PROGRAM: usize = 3;
    pub(super) const CALL_SIGN: usize = 5;
    pub(super) const VESSEL_TYPE: usize = 6;
    pub(super) const TONNAGE: usize = 7;
    pub(super) const GROSS: usize = 8;
    pub(super) const FLAG: usize = 9;
    pub(super) const OWNER: usize = 10;
    pub(super) const REMARKS: usize = 11;
}

/// Reads the main file.
pub(super) fn read_sdn(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut sheet = bare(reader, ListForm::OfacSdnCsv, 12, source)?;
    let mut builder = Builder::new(ListForm::OfacSdnCsv, LIST, source);
    while let Some(row) = sheet.next()? {
        match row.and_then(|row| sdn(&row)) {
            Ok(Some(draft)) => builder.add(draft)?,
            Ok(None) => {}
            Err(reject) => builder.reject(reject),
        }
    }
    builder.finish()
}

/// A table by place, if its first record is of the form.
fn bare<R: Read>(
    reader: R,
    form: ListForm,
    width: usize,
    source: &ListSource<'_>,
) -> Result<Sheet<impl Read + use<R>>, RegistryError> {
    let (first, reader) = head(reader, source.exhibit)?;
    let wrong = |reason: &str| RegistryError::List {
        exhibit: source.exhibit,
        form: form.as_str(),
        reason: reason.into(),
    };
    match () {
        () if first.trim_ascii().is_empty() => Err(wrong("the table is empty")),
        () if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") => {
            Err(wrong("the table is in UTF-16, expected UTF-8"))
        }
        () if sniff::form(&first) != Some(form) => Err(wrong(
            "the first record has not the columns of the form, expected a number, a name or number, and a type",
        )),
        () => Ok(Sheet::bare(reader, source.exhibit, width)),
    }
}

/// A cell that is not `-0-`; a reject that names the column where it cannot be read.
fn cell<'r>(row: &'r Row, place: usize, column: &str) -> Result<Option<&'r str>, Reject> {
    match row.text(Some(place)) {
        Ok(text) => Ok(text.filter(|text| text.trim() != "-0-")),
        Err(reason) => Err(row.reject(format!("{column}: {reason}"))),
    }
}

/// The number of an entry, which is its key; `None` for a header, which a copy may have on its first line.
fn entry_number(row: &Row) -> Result<Option<String>, Reject> {
    let text = cell(row, place::NUMBER, "ent_num")?.unwrap_or_default().trim();
    let is_number = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    match text.to_lowercase().as_str() {
        _ if is_number => Ok(Some(text.into())),
        "id" | "ent_num" if row.source.line == 1 => Ok(None),
        _ => Err(row.reject(format!("ent_num: `{}` is not a number", shown(text)))),
    }
}

/// A row of the main file; `None` for a header.
fn sdn(row: &Row) -> Result<Option<Draft>, Reject> {
    let Some(key) = entry_number(row)? else { return Ok(None) };
    let kind = match cell(row, place::TYPE, "SDN_Type")?.map(|text| text.trim().to_lowercase()).as_deref() {
        None => EntryKind::Organisation,
        Some("individual") => EntryKind::Person,
        Some("vessel") => EntryKind::Vessel,
        Some("aircraft") => EntryKind::Aircraft,
        Some(other) => {
            return Err(row.reject(format!(
                "SDN_Type: `{}`, expected individual, vessel, aircraft or -0-",
                shown(other)
            )));
        }
    };
    let name = row.name(Some(place::NAME));
    if name.text.trim().is_empty() || name.text.trim() == "-0-" {
        return Err(row.reject("SDN_Name: nothing, expected a name"));
    }
    let mut draft = Draft::new(row.source, &row.bytes, &key, kind, &name.text);
    draft.claim_name(if kind == EntryKind::Vessel { "ship_name" } else { "name" }, &name);
    if kind == EntryKind::Vessel {
        particulars(&mut draft, row);
    }
    remarks(&mut draft, row);
    programs(&mut draft, row);
    Ok(Some(draft))
}

/// The columns that only ships have.
fn particulars(draft: &mut Draft, row: &Row) {
    let texts = [
        (place::CALL_SIGN, "Call_Sign", "call_sign"),
        (place::VESSEL_TYPE, "Vess_type", "ship_type"),
        (place::FLAG, "Vess_flag", "flag"),
        (place::OWNER, "Vess_owner", "owner"),
    ];
    for (place, column, property) in texts {
        if let Some(text) = stated(draft, row, place, column).filter(|t| !is_none_identified(t)) {
            draft.claim(property, text);
        }
    }
    // `Tonnage` is not said to be of what: it is no deadweight.
    for (place, column, property) in
        [(place::TONNAGE, "Tonnage", "listed_tonnage"), (place::GROSS, "GRT", "gross_tonnage")]
    {
        let Some(text) = stated(draft, row, place, column) else { continue };
        match number(text.trim()) {
            Ok(tons) => draft.claim_as(property, written(tons), text),
            Err(reason) => draft.reject(format!("{column}: {reason}")),
        }
    }
}

/// A cell of a ship's row that is not `-0-`.
fn stated<'r>(draft: &mut Draft, row: &'r Row, place: usize, column: &str) -> Option<&'r str> {
    draft.cell(row, Some(place), column).filter(|text| text.trim() != "-0-")
}

fn is_none_identified(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("none identified")
}

/// One measure for each program: `IRAN] [SDGT` names two.
fn programs(draft: &mut Draft, row: &Row) {
    let text = stated(draft, row, place::PROGRAM, "Program").unwrap_or_default();
    block(draft, text.split("] [").map(|p| p.trim().trim_matches(['[', ']'])));
}

/// Property is blocked under each program; under the list where none is given.
pub(super) fn block<'p>(draft: &mut Draft, programs: impl Iterator<Item = &'p str>) {
    let mut is_any = false;
    for program in programs.filter(|p| !p.is_empty()) {
        is_any = true;
        draft.claim("program", program);
        draft.order(blocked(format!("{LIST}, program {}", one_line(program))));
    }
    if !is_any {
        draft.remark("no program is given");
        draft.order(blocked(LIST.into()));
    }
}

const fn blocked(instrument: String) -> Order {
    Order {
        authority: Authority::UnitedStates,
        instrument,
        measure: Measure::BlockedProperty,
        original: String::new(),
        from: None,
        until: None,
    }
}

/// What the remarks say, part by part; parts that are not known are passed over. Of persons only aliases are taken.
fn remarks(draft: &mut Draft, row: &Row) {
    let Some(text) = stated(draft, row, place::REMARKS, "Remarks") else { return };
    let kind = draft.kind();
    for part in without_stop(text).split(';') {
        let part = part.trim();
        let part = part.strip_prefix("alt. ").unwrap_or(part);
        let is_name = name_part(draft, part);
        match kind {
            _ if is_name => {}
            EntryKind::Vessel => ship_part(draft, part),
            EntryKind::Organisation => company_part(draft, part),
            EntryKind::Person | EntryKind::Aircraft | EntryKind::Other => {}
        }
    }
    if kind == EntryKind::Vessel {
        draft.claim("notes", text);
    }
}

/// Remarks without the full stop that ends them; the stop of an abbreviation such as `S.A.` is kept.
fn without_stop(text: &str) -> &str {
    let text = text.trim();
    let Some(cut) = text.strip_suffix('.') else { return text };
    let last = cut.rsplit(' ').next().unwrap_or(cut);
    if last.contains('.') { text } else { cut }
}

/// `a.k.a. 'X'`, `f.k.a. 'X'`, `n.k.a. 'X'`.
fn name_part(draft: &mut Draft, part: &str) -> bool {
    for (word, property) in [("a.k.a. ", "weak_alias"), ("f.k.a. ", "former_name"), ("n.k.a. ", "alias")] {
        if let Some(name) = part.strip_prefix(word) {
            draft.claim_as(property, one_line(name.trim().trim_matches(['\'', '"'])), part);
            return true;
        }
    }
    false
}

fn ship_part(draft: &mut Draft, part: &str) {
    let texts = [
        ("Former Vessel Flag ", "former_flag"),
        ("Other Vessel Flag ", "flag"),
        ("Other Vessel Call Sign ", "call_sign"),
        ("Other Vessel Type ", "ship_type"),
        ("Linked To: ", "linked_to"),
    ];
    for (word, property) in texts {
        if let Some(text) = part.strip_prefix(word).filter(|text| !is_none_identified(text)) {
            return draft.claim_as(property, one_line(text), part);
        }
    }
    if let Some(text) = part.strip_prefix("Vessel Registration Identification ") {
        registration(draft, text);
    } else if let Some(text) = part.strip_prefix("MMSI ") {
        draft.mmsi("Remarks, MMSI", "mmsi", bare_number(text));
    } else if let Some(text) = part.strip_prefix("Vessel Year of Build ") {
        match PropertyKind::Year.read(text.trim(), 1.0) {
            Ok(year) => draft.claim_as("built_year", year, part),
            Err(reason) => draft.reject(format!("Remarks, year of build: {reason}")),
        }
    }
}

/// A registration of a ship: her IMO number, or one that a register or a state gave.
fn registration(draft: &mut Draft, text: &str) {
    let number = bare_number(text);
    if number.get(..3).is_some_and(|p| p.eq_ignore_ascii_case("imo")) {
        draft.imo("Remarks, IMO number", number);
    } else if ImoNumber::parse(number).is_ok() {
        draft.remark(format!("{number} is printed without the word IMO; it passes the check digit"));
        draft.imo("Remarks, IMO number", number);
    } else {
        draft.claim("registration_number", text);
    }
}

/// An organisation's IMO number is a company's, whatever the remark calls it.
fn company_part(draft: &mut Draft, part: &str) {
    let words =
        ["Company Number IMO ", "Identification Number IMO ", "Vessel Registration Identification IMO "];
    if let Some(text) = words.iter().find_map(|word| part.strip_prefix(word)) {
        draft.company_number(bare_number(text));
    } else if let Some(text) = part.strip_prefix("Linked To: ") {
        draft.claim_as("linked_to", one_line(text), part);
    }
}

/// A number without the state in brackets behind it: `IMO 9256860 (Russia)`.
fn bare_number(text: &str) -> &str {
    text.split('(').next().unwrap_or(text).trim()
}

/// Reads the file of aliases: claims on entries that stand in the main file. It has no entries of its own.
pub(super) fn read_aliases(reader: impl Read, source: &ListSource<'_>) -> Result<ListRows, RegistryError> {
    let mut sheet = bare(reader, ListForm::OfacAltCsv, 5, source)?;
    let mut builder = Builder::new(ListForm::OfacAltCsv, LIST, source);
    let list = builder.list().to_owned();
    let mut counts: BTreeMap<(String, &'static str, String), i64> = BTreeMap::new();
    let mut numbers: BTreeSet<String> = BTreeSet::new();
    while let Some(row) = sheet.next()? {
        match row.and_then(|row| alias(&row, &list, &mut counts, &mut numbers)) {
            Ok(claim) => builder.add_claims(claim)?,
            Err(reject) => builder.reject(reject),
        }
    }
    builder.finish()
}

/// A row of the file of aliases; `None` for a header.
fn alias(
    row: &Row,
    list: &str,
    counts: &mut BTreeMap<(String, &'static str, String), i64>,
    numbers: &mut BTreeSet<String>,
) -> Result<Option<Claim>, Reject> {
    let Some(key) = entry_number(row)? else { return Ok(None) };
    let number = cell(row, 1, "alt_num")?.unwrap_or_default().trim().to_owned();
    if !number.is_empty() && !numbers.insert(number.clone()) {
        return Err(row.reject(format!("duplicate id: alt_num `{}` stands above already", shown(&number))));
    }
    let kind = cell(row, 2, "alt_type")?.unwrap_or_default().trim().to_lowercase();
    let property = match kind.as_str() {
        "aka" | "nka" => "alias",
        "fka" => "former_name",
        _ => return Err(row.reject(format!("alt_type: `{}`, expected aka, fka or nka", shown(&kind)))),
    };
    let name = cell(row, 3, "alt_name")?.ok_or_else(|| row.reject("alt_name: nothing, expected a name"))?;
    let entry = shared_entry_id(list, &key);
    let count = counts.entry((key, property, name.to_owned())).or_insert(0);
    *count += 1;
    // The exhibit belongs to the identifier, because the entry does not depend on it: two versions of the file are
    // two sets of claims.
    let within = claim_id(entry, property, name, *count);
    Ok(Some(Claim {
        id: RecordId::of(RecordKind::Claim, &[Key::Id(row.source.exhibit), Key::Id(within)]),
        source: row.source,
        subject: ClaimSubject::Entry(entry),
        property: property.into(),
        value: one_line(name),
        original_value: name.into(),
        list: String::new(),
        list_version: None,
        entry: Some(entry),
        first_seen: None,
        last_seen: None,
    }))
}

/// The entry that a file of aliases speaks of: `ListEntry` over list and key, without an exhibit, because the file gives
/// the key and no entry. [`attach_aliases`] joins such claims to the entries at hand.
pub fn shared_entry_id(list: &str, key: &str) -> RecordId {
    RecordId::of(RecordKind::ListEntry, &[Key::Text(list), Key::Text(key)])
}

/// Points claims of files of aliases to the entries that the same list has in other files, and where that entry is a ship
/// with a number, to the hull.
///
/// An entry that stands in several files is taken from the one of the alias file's own version, else from the newest.
/// Claims whose entry is in no file stay as they are. Identifiers of claims do not change.
pub fn attach_aliases(rows: &mut [ListRows]) {
    let (aliases, others): (Vec<&mut ListRows>, Vec<&mut ListRows>) =
        rows.iter_mut().partition(|r| r.version.form == ListForm::OfacAltCsv.as_str());
    for file in aliases {
        let mut mains: Vec<&ListRows> =
            others.iter().filter(|o| o.version.list == file.version.list).map(|o| &**o).collect();
        mains.sort_by_key(|main| preference(&main.version, &file.version));
        // The last written is preferred.
        let mut entries: BTreeMap<RecordId, &ListEntry> = BTreeMap::new();
        for entry in mains.iter().flat_map(|main| &main.entries) {
            entries.insert(shared_entry_id(&entry.list, &entry.key), entry);
        }
        for claim in &mut file.claims {
            if let Some(entry) = claim.entry.and_then(|id| entries.get(&id)) {
                claim.entry = Some(entry.id);
                claim.subject = subject(entry);
            }
        }
    }
}

/// How much a version is preferred for the aliases of another, least first.
fn preference(main: &ListVersion, aliases: &ListVersion) -> (bool, Option<Date>, Option<Date>, ExhibitId) {
    (main.version == aliases.version, main.days.latest, main.days.earliest, main.exhibit)
}
