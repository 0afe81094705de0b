//! Entries, claims, designations and rejects with their identifiers: one place for all forms.
//!
//! A reader opens a [`Draft`] for an entry, says what the row says, and hands it to the [`Builder`]. The version is
//! known only when the whole file is read, so it is written into the rows at the end.

use super::sheet::{Name, Row};
use super::version::{Version, version};
use super::{ListForm, ListRows, ListSource, day};
use crate::error::RegistryError;
use crate::property;
use crate::value::{one_line, shown};
use jiff::civil::Date;
use plimsoll_model::evidence::Key;
use plimsoll_model::list::{Authority, EntryKind, Measure, VersionDays};
use plimsoll_model::{
    Claim, ClaimSubject, CompanyNumber, Designation, ImoNumber, ListEntry, ListVersion, RecordId, RecordKind,
    Reject, Source,
};
use std::collections::BTreeMap;

/// Rows of any kind that one list may have: some forty times the OFAC list.
const MOST_ROWS: usize = 8_000_000;

/// One entry as it is being read.
pub(super) struct Draft {
    entry: ListEntry,
    row: Vec<u8>,
    claims: Vec<DraftClaim>,
    designations: Vec<Designation>,
    rejects: Vec<Reject>,
}

struct DraftClaim {
    property: &'static str,
    value: String,
    original: String,
}

/// A measure as a row states it.
pub(super) struct Order {
    /// Who orders it.
    pub(super) authority: Authority,
    /// Under which instrument.
    pub(super) instrument: String,
    /// What is ordered.
    pub(super) measure: Measure,
    /// The same in the list's words.
    pub(super) original: String,
    /// The first day on which it holds, where the list says so.
    pub(super) from: Option<Date>,
    /// The first day on which it no longer holds, where the list says so.
    pub(super) until: Option<Date>,
}

impl Draft {
    /// An entry with its key, kind and name. `row` is what a reject of it shows.
    pub(super) fn new(place: Source, row: &[u8], key: &str, kind: EntryKind, name: &str) -> Self {
        let id = RecordId::of(RecordKind::ListEntry, &[Key::Id(place.exhibit), Key::Text(key)]);
        let entry = ListEntry {
            id,
            source: place,
            list: String::new(),
            list_version: String::new(),
            key: key.into(),
            kind,
            name: one_line(name),
            imo_number: None,
            mmsi: None,
            remarks: Vec::new(),
        };
        let row = row[..row.len().min(800)].to_vec();
        Self { entry, row, claims: Vec::new(), designations: Vec::new(), rejects: Vec::new() }
    }

    /// What is listed.
    pub(super) const fn kind(&self) -> EntryKind {
        self.entry.kind
    }

    /// A cell of the entry's row; a reject that names the column where it cannot be read.
    pub(super) fn cell<'r>(&mut self, row: &'r Row, place: Option<usize>, column: &str) -> Option<&'r str> {
        match row.text(place) {
            Ok(text) => text,
            Err(reason) => {
                self.reject(format!("{column}: {reason}"));
                None
            }
        }
    }

    /// A cell that is a claim on one property, as it stands.
    pub(super) fn claim_cell(
        &mut self,
        row: &Row,
        place: Option<usize>,
        column: &str,
        property: &'static str,
    ) {
        if let Some(text) = self.cell(row, place, column) {
            self.claim(property, text);
        }
    }

    /// The name as one claim, unless its bytes could not be read: then a reject, and the entry stands without the claim,
    /// because a listed ship is not lost to one bad byte.
    pub(super) fn claim_name(&mut self, property: &'static str, name: &Name) {
        match &name.problem {
            None => self.claim(property, &name.text),
            Some(problem) => {
                self.remark(format!("the name cannot be read: {problem}"));
                self.reject(format!("name: {problem}"));
            }
        }
    }

    /// The list says that the entry has a text for a property. The value is the text on one line; a blank says nothing.
    pub(super) fn claim(&mut self, property: &'static str, original: &str) {
        let value = one_line(original);
        self.claim_as(property, value, original);
    }

    /// The list says that the entry has a value for a property, in other words than the value's.
    pub(super) fn claim_as(&mut self, property: &'static str, value: impl Into<String>, original: &str) {
        let value = value.into();
        let is_known =
            self.claims.iter().any(|c| c.property == property && c.value == value && c.original == original);
        if !value.is_empty() && !is_known {
            self.claims.push(DraftClaim { property, value, original: original.into() });
        }
    }

    /// Something odd about the entry.
    pub(super) fn remark(&mut self, remark: impl Into<String>) {
        let remark = remark.into();
        if !self.entry.remarks.contains(&remark) {
            self.entry.remarks.push(remark);
        }
    }

    /// A cell that could not be read: the reason begins with the column.
    pub(super) fn reject(&mut self, reason: impl Into<String>) {
        let reject = Reject::new(self.entry.source, reason, &self.row);
        if !self.rejects.iter().any(|r| r.id == reject.id) {
            self.rejects.push(reject);
        }
    }

    /// A number that the list calls an IMO number. Of a ship it is the hull's if it passes the check digit, else a
    /// reject and a remark. Of anybody else it is a company's, whatever check digit it passes: it never names a hull.
    pub(super) fn imo(&mut self, column: &str, original: &str) {
        match self.entry.kind {
            EntryKind::Vessel => self.ship_number(column, original),
            _ => self.company_number(original),
        }
    }

    fn ship_number(&mut self, column: &str, original: &str) {
        match property::imo_number(plain(original)) {
            Ok(number) => {
                match self.entry.imo_number {
                    None => self.entry.imo_number = Some(number),
                    Some(first) if first != number => self.remark(format!(
                        "two IMO numbers, {first} and {number}: taken for the ship of the first"
                    )),
                    Some(_) => {}
                }
                self.claim_as("imo_number", number.to_string(), original);
            }
            Err(reason) => {
                if digits(original).is_some_and(|d| CompanyNumber::parse(&d).is_some()) {
                    self.remark(format!("{reason}; it passes the check of a company's number"));
                } else {
                    self.remark(reason.clone());
                }
                self.reject(format!("{column}: {reason}"));
            }
        }
    }

    /// An IMO number that a list prints beside a company or as the owner's: claim if it passes a company's check digit,
    /// else a remark and a reject.
    pub(super) fn company_number(&mut self, original: &str) {
        let number = digits(original).and_then(|d| CompanyNumber::parse(&d));
        match number {
            Some(number) => self.claim_as("company_imo_number", number.to_string(), original),
            None => {
                let what = format!(
                    "`{}` is printed as an IMO number, but passes no company's check digit",
                    shown(original)
                );
                self.remark(what.clone());
                self.reject(format!("company_imo_number: {what}"));
            }
        }
    }

    /// An MMSI: claim `mmsi`, or under another property for a former one; else a reject.
    pub(super) fn mmsi(&mut self, column: &str, property: &'static str, original: &str) {
        match property::mmsi(plain(original)) {
            Ok(number) => {
                if property == "mmsi" && self.entry.mmsi.is_none() {
                    self.entry.mmsi = Some(number);
                }
                self.claim_as(property, number.to_string(), original);
            }
            Err(reason) => self.reject(format!("{column}: {reason}")),
        }
    }

    /// A day that the list prints; a reject and `None` where it is none.
    pub(super) fn day(&mut self, column: &str, original: &str) -> Option<Date> {
        match day::day(original) {
            Ok(day) => Some(day),
            Err(reason) => {
                self.reject(format!("{column}: {reason}"));
                None
            }
        }
    }

    /// A measure on the entry. The same measure, instrument and beginning twice is one.
    pub(super) fn order(&mut self, order: Order) {
        let from = order.from.map(|day| day.to_string()).unwrap_or_default();
        let keys = [
            Key::Id(self.entry.id),
            Key::Text(order.measure.as_str()),
            Key::Text(&order.instrument),
            Key::Text(&from),
        ];
        let id = RecordId::of(RecordKind::Designation, &keys);
        if self.designations.iter().any(|d| d.id == id) {
            return;
        }
        self.designations.push(Designation {
            id,
            source: self.entry.source,
            entry: self.entry.id,
            list: String::new(),
            list_version: String::new(),
            known: VersionDays::default(),
            authority: order.authority,
            instrument: order.instrument,
            measure: order.measure,
            original_measure: order.original,
            from: order.from,
            until: order.until,
        });
    }

    /// About whom its claims are: a ship with a number is the hull, all else the entry.
    fn subject(&self) -> ClaimSubject {
        subject(&self.entry)
    }

    /// The claims with their identifiers; equal ones are told apart by their count.
    fn claims(&self) -> Vec<Claim> {
        let mut counts: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        let subject = self.subject();
        let claim = |claim: &DraftClaim, id| Claim {
            id,
            source: self.entry.source,
            subject,
            property: claim.property.into(),
            value: claim.value.clone(),
            original_value: claim.original.clone(),
            list: String::new(),
            list_version: None,
            entry: Some(self.entry.id),
            first_seen: None,
            last_seen: None,
        };
        let mut claims = Vec::with_capacity(self.claims.len());
        for drafted in &self.claims {
            let count = counts.entry((drafted.property, &drafted.original)).or_insert(0);
            *count += 1;
            let id = claim_id(self.entry.id, drafted.property, &drafted.original, *count);
            claims.push(claim(drafted, id));
        }
        claims
    }

    fn dates(&self) -> impl Iterator<Item = Date> {
        let listed = self.claims.iter().filter(|c| c.property == "listed_since");
        let listed = listed.filter_map(|c| c.value.parse().ok());
        listed.chain(self.designations.iter().filter_map(|d| d.from))
    }
}

/// About whom the claims of an entry are: a ship with a number is the hull, all else the entry. Never a radio.
pub(super) fn subject(entry: &ListEntry) -> ClaimSubject {
    match entry.imo_number {
        Some(number) if entry.kind == EntryKind::Vessel => ClaimSubject::Imo(number),
        _ => ClaimSubject::Entry(entry.id),
    }
}

/// What is wrong where a name and an IMO number stand in each other's columns; `None` where they do not.
pub(super) fn exchanged(name: &str, imo: Option<&str>) -> Option<String> {
    let number = ImoNumber::parse(plain(name)).ok()?;
    let imo = imo.unwrap_or_default();
    (digits(imo).is_none()).then(|| {
        format!(
            "name: `{number}` is an IMO number, and the column of IMO numbers holds `{}`: the columns look exchanged",
            shown(imo)
        )
    })
}

/// The identifier of a claim on an entry: the n-th of its property and original value, counted from 1.
pub(super) fn claim_id(entry: RecordId, property: &str, original: &str, count: i64) -> RecordId {
    let keys = [Key::Id(entry), Key::Text(property), Key::Text(original), Key::Int(count)];
    RecordId::of(RecordKind::Claim, &keys)
}

/// A text without blanks and without the marks of writing direction that pages leave around copied numbers.
fn plain(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
}

/// The digits behind an optional `IMO`.
fn digits(text: &str) -> Option<String> {
    let text = plain(text);
    let bare = text.get(..3).filter(|p| p.eq_ignore_ascii_case("imo")).map_or(text, |_| &text[3..]);
    let bare = bare.trim();
    (!bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit())).then(|| bare.to_owned())
}

/// A list as it is being read.
pub(super) struct Builder<'a> {
    source: &'a ListSource<'a>,
    form: ListForm,
    list: String,
    stated: Option<Version>,
    newest: Option<Date>,
    keys: BTreeMap<String, u64>,
    entries: Vec<ListEntry>,
    claims: Vec<Claim>,
    designations: Vec<Designation>,
    rejects: Vec<Reject>,
}

impl<'a> Builder<'a> {
    /// A list of a form, under the form's name for it; the user's name goes before.
    pub(super) fn new(form: ListForm, list: &str, source: &'a ListSource<'a>) -> Self {
        Self {
            source,
            form,
            list: source.list.unwrap_or(list).into(),
            stated: None,
            newest: None,
            keys: BTreeMap::new(),
            entries: Vec::new(),
            claims: Vec::new(),
            designations: Vec::new(),
            rejects: Vec::new(),
        }
    }

    /// The name of the list as the file gives it; the user's name goes before.
    pub(super) fn name_list(&mut self, list: &str) {
        self.list = self.source.list.unwrap_or(list).into();
    }

    /// The list's name.
    pub(super) fn list(&self) -> &str {
        &self.list
    }

    /// The version and its day as the file states them.
    pub(super) fn state_version(&mut self, name: &str, days: VersionDays, basis: &str) {
        self.stated = Some(Version { name: name.into(), days, basis: basis.into() });
    }

    /// A row that is no entry.
    pub(super) fn reject(&mut self, reject: Reject) {
        self.rejects.push(reject);
    }

    /// Takes an entry. One whose key stands in the file already is a reject: which of the two holds cannot be told.
    pub(super) fn add(&mut self, draft: Draft) -> Result<(), RegistryError> {
        if let Some(line) = self.keys.get(&draft.entry.key) {
            let reason =
                format!("duplicate id: key `{}` stands on line {line} already", shown(&draft.entry.key));
            self.rejects.push(Reject::new(draft.entry.source, reason, &draft.row));
        } else {
            self.keys.insert(draft.entry.key.clone(), draft.entry.source.line);
            self.newest = self.newest.max(draft.dates().max());
            self.claims.extend(draft.claims());
            self.designations.extend(draft.designations);
            self.rejects.extend(draft.rejects);
            self.entries.push(draft.entry);
        }
        self.bound()
    }

    /// A date inside the file before which it cannot have been published.
    pub(super) fn note_day(&mut self, day: Date) {
        self.newest = self.newest.max(Some(day));
    }

    /// Takes claims that belong to no entry of the file: those of a register, or of a file of aliases. Their list and
    /// version are written here, and their days where the file gives none.
    pub(super) fn add_claims(
        &mut self,
        claims: impl IntoIterator<Item = Claim>,
    ) -> Result<(), RegistryError> {
        self.claims.extend(claims);
        self.bound()
    }

    fn bound(&self) -> Result<(), RegistryError> {
        let rows = self.entries.len() + self.claims.len() + self.designations.len() + self.rejects.len();
        if rows > MOST_ROWS {
            return Err(RegistryError::TooMuch {
                exhibit: self.source.exhibit,
                most: MOST_ROWS,
                what: "entries, claims, designations and rejects",
            });
        }
        Ok(())
    }

    /// The rows with their version; an error where there is nothing but rejects, or nothing at all.
    pub(super) fn finish(mut self) -> Result<ListRows, RegistryError> {
        if self.entries.is_empty() && self.claims.is_empty() {
            return Err(RegistryError::EmptyList {
                exhibit: self.source.exhibit,
                form: self.form.as_str(),
                rejects: self.rejects.len(),
                first: self.rejects.first().map(|r| r.reason.clone()),
            });
        }
        let version = version(self.source, self.stated.take(), self.newest);
        self.stamp(&version);
        remark_future(&mut self.entries, &self.designations, &self.claims, version.days);
        let exhibit = self.source.exhibit;
        let vessels = self.entries.iter().filter(|e| e.kind == EntryKind::Vessel).count();
        let version = ListVersion {
            id: RecordId::of(RecordKind::ListVersion, &[Key::Id(exhibit)]),
            exhibit,
            list: self.list,
            form: self.form.as_str().into(),
            version: version.name,
            days: version.days,
            days_basis: version.basis,
            entries: self.entries.len() as u64,
            vessels: vessels as u64,
        };
        Ok(ListRows {
            version,
            entries: self.entries,
            claims: self.claims,
            designations: self.designations,
            rejects: self.rejects,
        })
    }

    /// Writes list and version into every row.
    fn stamp(&mut self, version: &Version) {
        for entry in &mut self.entries {
            entry.list.clone_from(&self.list);
            entry.list_version.clone_from(&version.name);
        }
        for claim in &mut self.claims {
            claim.list.clone_from(&self.list);
            claim.list_version = Some(version.name.clone());
            claim.first_seen = claim.first_seen.or(version.days.earliest);
            claim.last_seen = claim.last_seen.or(version.days.latest);
        }
        for designation in &mut self.designations {
            designation.list.clone_from(&self.list);
            designation.list_version.clone_from(&version.name);
            designation.known = version.days;
        }
    }
}

/// Remarks on entries with a day after the version was out. The day is kept: it may be a slip, or announced.
fn remark_future(
    entries: &mut [ListEntry],
    designations: &[Designation],
    claims: &[Claim],
    days: VersionDays,
) {
    let Some(latest) = days.latest else { return };
    let mut late: BTreeMap<RecordId, Date> = BTreeMap::new();
    let begun = designations.iter().filter_map(|d| Some((d.entry, d.from?)));
    let listed = claims.iter().filter(|c| c.property == "listed_since");
    let listed = listed.filter_map(|c| Some((c.entry?, c.value.parse().ok()?)));
    for (entry, day) in begun.chain(listed).filter(|(_, day)| *day > latest) {
        let last = late.entry(entry).or_insert(day);
        *last = day.max(*last);
    }
    for entry in entries {
        if let Some(day) = late.get(&entry.id) {
            entry.remarks.push(format!("dated {day}, after the version was out ({latest})"));
        }
    }
}
