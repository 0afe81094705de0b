//! One entry of a list as it is being read: what its row says, with identifiers, subject and remarks.

use super::day;
use super::sheet::{Name, Row};
use crate::property;
use crate::value::{one_line, shown};
use jiff::civil::Date;
use plimsoll_model::evidence::Key;
use plimsoll_model::list::{Authority, EntryKind, Measure, VersionDays};
use plimsoll_model::{
    Claim, ClaimSubject, CompanyNumber, Designation, ImoNumber, ListEntry, RecordId, RecordKind, Reject,
    Source,
};
use std::collections::{BTreeMap, BTreeSet};

/// Remarks that one entry may have; a row that gives more is noise.
const MOST_REMARKS: usize = 16;
/// What stands where a ship has no IMO number.
const NO_NUMBER: [&str; 7] = ["does not exist", "none", "n/a", "na", "unknown", "-", "0"];

/// One entry as it is being read.
pub(super) struct Draft {
    entry: ListEntry,
    row: Vec<u8>,
    claims: Vec<DraftClaim>,
    designations: Vec<Designation>,
    rejects: Vec<Reject>,
    said: BTreeSet<DraftClaim>,
    ids: BTreeSet<RecordId>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
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
        Self {
            entry,
            row,
            claims: Vec::new(),
            designations: Vec::new(),
            rejects: Vec::new(),
            said: BTreeSet::new(),
            ids: BTreeSet::new(),
        }
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
        let claim = DraftClaim { property, value: value.into(), original: original.into() };
        if !claim.value.is_empty() && self.said.insert(claim.clone()) {
            self.claims.push(claim);
        }
    }

    /// Something odd about the entry.
    pub(super) fn remark(&mut self, remark: impl Into<String>) {
        let remark = remark.into();
        if self.entry.remarks.len() < MOST_REMARKS && !self.entry.remarks.contains(&remark) {
            self.entry.remarks.push(remark);
        }
    }

    /// A cell that could not be read: the reason begins with the column.
    pub(super) fn reject(&mut self, reason: impl Into<String>) {
        let reject = Reject::new(self.entry.source, reason, &self.row);
        if self.ids.insert(reject.id) {
            self.rejects.push(reject);
        }
    }

    /// A number that the list calls an IMO number. Of a ship it is the hull's if it passes the check digit, else a
    /// reject and a remark. Of anybody else it is a company's, whatever check digit it passes: it never names a hull.
    /// Words such as `Does not exist` are a remark.
    pub(super) fn imo(&mut self, column: &str, original: &str) {
        if is_no_number(original) {
            return self.remark(format!("no IMO number: the list says `{}`", shown(original)));
        }
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
        if !self.ids.insert(id) {
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

    /// The claims with their identifiers; equal ones are told apart by their count.
    fn claims(&self) -> Vec<Claim> {
        let mut counts: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        let subject = subject(&self.entry);
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

    /// The list's key of the entry.
    pub(super) fn key(&self) -> &str {
        &self.entry.key
    }

    /// A reject of the whole row.
    pub(super) fn refused(self, reason: String) -> Reject {
        Reject::new(self.entry.source, reason, &self.row)
    }

    /// The line on which it begins.
    pub(super) const fn line(&self) -> u64 {
        self.entry.source.line
    }

    /// What it comes to: entry, claims, designations, rejects of cells.
    pub(super) fn into_rows(self) -> (ListEntry, Vec<Claim>, Vec<Designation>, Vec<Reject>) {
        let claims = self.claims();
        (self.entry, claims, self.designations, self.rejects)
    }

    /// The days on which it was listed or a measure began.
    pub(super) fn dates(&self) -> impl Iterator<Item = Date> {
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

/// True where a list says in words that there is no number.
pub(super) fn is_no_number(text: &str) -> bool {
    NO_NUMBER.contains(&plain(text).to_lowercase().as_str())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(kind: EntryKind) -> Draft {
        let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
        Draft::new(Source { exhibit, line: 2, byte_offset: 9 }, b"row", "1", kind, "GREY HERON")
    }

    #[test]
    fn of_two_ship_numbers_the_first_is_the_hull_and_both_are_claims() {
        let mut draft = draft(EntryKind::Vessel);
        draft.imo("imo", "IMO 2900010");
        draft.imo("imo", "2900125");
        let (entry, claims, _, rejects) = draft.into_rows();
        assert_eq!(entry.imo_number.map(ImoNumber::value), Some(2_900_010));
        assert!(entry.remarks[0].starts_with("two IMO numbers, 2900010 and 2900125"));
        assert_eq!(claims.len(), 2);
        assert!(claims.iter().all(|c| matches!(c.subject, ClaimSubject::Imo(n) if n.value() == 2_900_010)));
        assert!(rejects.is_empty());
    }

    #[test]
    fn a_company_number_on_a_ship_is_no_hull_and_is_recognised() {
        let mut draft = draft(EntryKind::Vessel);
        draft.imo("imo", "2900007");
        let (entry, claims, _, rejects) = draft.into_rows();
        assert_eq!((entry.imo_number, claims.len(), rejects.len()), (None, 0, 1));
        assert!(
            entry.remarks[0].ends_with("it passes the check of a company's number"),
            "{:?}",
            entry.remarks
        );
    }

    #[test]
    fn a_ship_number_on_anybody_else_is_never_a_hull() {
        for kind in EntryKind::ALL.into_iter().filter(|k| *k != EntryKind::Vessel) {
            for (number, is_company) in [("2900010", false), ("IMO 2900072", true), ("2900007", true)] {
                let mut draft = draft(kind);
                draft.imo("imo", number);
                let (entry, claims, _, rejects) = draft.into_rows();
                assert_eq!((entry.imo_number, claims.len()), (None, usize::from(is_company)), "{number}");
                assert_eq!(
                    (entry.remarks.len(), rejects.len()),
                    (usize::from(!is_company), usize::from(!is_company))
                );
                assert!(claims.iter().all(|c| c.subject == ClaimSubject::Entry(entry.id)));
            }
        }
    }

    #[test]
    fn what_is_said_twice_is_one_claim_and_each_claim_has_its_own_id() {
        let mut draft = draft(EntryKind::Vessel);
        for text in ["A", "A", " A"] {
            draft.claim("alias", text);
        }
        draft.claim_as("alias", "B", "A");
        draft.claim("alias", "  ");
        let (_, claims, _, _) = draft.into_rows();
        let values: Vec<_> = claims.iter().map(|c| (c.value.as_str(), c.original_value.as_str())).collect();
        assert_eq!(values, [("A", "A"), ("A", " A"), ("B", "A")]);
        assert_eq!(claims.iter().map(|c| c.id).collect::<BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn marks_of_writing_direction_around_a_number_are_dropped() {
        let mut draft = draft(EntryKind::Vessel);
        draft.mmsi("mmsi", "mmsi", "\u{200e}299000001 ");
        draft.imo("imo", "Does not exist");
        let (entry, claims, _, rejects) = draft.into_rows();
        assert_eq!((entry.mmsi.map(|m| m.value()), claims.len(), rejects.len()), (Some(299_000_001), 1, 0));
        assert_eq!(entry.remarks, ["no IMO number: the list says `Does not exist`"]);
    }
}
