//! Entries, claims, designations and rejects with their identifiers: one place for all forms.
//!
//! A reader opens a [`Draft`] for an entry, says what the row says, and hands it to the [`Builder`]. The version is
//! known only when the whole file is read, so it is written into the rows at the end.

pub(super) use super::draft::{Draft, Order, claim_id, exchanged, is_no_number, subject};
use super::version::{Version, version};
use super::{ListForm, ListRows, ListSource};
use crate::error::RegistryError;
use crate::value::shown;
use jiff::civil::Date;
use plimsoll_model::evidence::Key;
use plimsoll_model::list::{EntryKind, VersionDays};
use plimsoll_model::{Claim, Designation, ListEntry, ListVersion, RecordId, RecordKind, Reject};
use std::collections::BTreeMap;

/// Rows of any kind that one list may have: some forty times the OFAC list.
const MOST_ROWS: usize = 8_000_000;

/// A list as it is being read.
pub(super) struct Builder<'a> {
    source: &'a ListSource<'a>,
    form: ListForm,
    list: String,
    stated: Option<Version>,
    newest: Newest,
    keys: BTreeMap<String, u64>,
    entries: Vec<ListEntry>,
    claims: Vec<Claim>,
    designations: Vec<Designation>,
    rejects: Vec<Reject>,
}

/// The newest day of entries that a few of them reach: one slip of the pen, or a single day on which something is to begin,
/// does not make a list younger than it is.
#[derive(Clone, Copy, Debug, Default)]
struct Newest([Option<Date>; FEW]);

/// How many entries must be of a day or later.
const FEW: usize = 3;

impl Newest {
    fn note(&mut self, day: Date) {
        let mut day = Some(day);
        for kept in &mut self.0 {
            if day > *kept {
                std::mem::swap(kept, &mut day);
            }
        }
    }

    /// The third newest day; of fewer the oldest.
    fn day(self) -> Option<Date> {
        self.0.into_iter().flatten().last()
    }
}

impl<'a> Builder<'a> {
    /// A list of a form, under the form's name for it; the user's name goes before.
    pub(super) fn new(form: ListForm, list: &str, source: &'a ListSource<'a>) -> Self {
        Self {
            source,
            form,
            list: source.list.unwrap_or(list).into(),
            stated: None,
            newest: Newest::default(),
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
        if let Some(line) = self.keys.get(draft.key()) {
            let reason = format!("duplicate id: key `{}` stands on line {line} already", shown(draft.key()));
            self.rejects.push(draft.refused(reason));
        } else {
            self.keys.insert(draft.key().into(), draft.line());
            draft.dates().max().into_iter().for_each(|day| self.newest.note(day));
            let (entry, claims, designations, rejects) = draft.into_rows();
            self.entries.push(entry);
            self.claims.extend(claims);
            self.designations.extend(designations);
            self.rejects.extend(rejects);
        }
        self.bound()
    }

    /// A date inside the file before which it cannot have been published.
    pub(super) fn note_day(&mut self, day: Date) {
        self.newest.note(day);
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
        let version = version(self.source, self.stated.take(), self.newest.day());
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
