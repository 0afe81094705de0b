//! All files of all lists at hand, joined: aliases to their entries, claims to the versions in which they stand.

use super::{ListRows, attach_aliases};
use jiff::civil::Date;
use plimsoll_model::{Claim, ClaimSubject, Designation, ListEntry, ListVersion, RecordId, Reject};
use std::collections::BTreeMap;

/// What the lists at hand say, in an order that does not depend on the order of the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// The versions, by list, days and exhibit.
    pub versions: Vec<ListVersion>,
    /// The entries, by list, version and key.
    pub entries: Vec<ListEntry>,
    /// The claims, by subject, property, list and identifier.
    pub claims: Vec<Claim>,
    /// The designations, by list, entry and identifier.
    pub designations: Vec<Designation>,
    /// What could not be read.
    pub rejects: Vec<Reject>,
}

impl Lists {
    /// Joins the files. `registers` are claims of registers, which have no entries.
    pub fn join(mut files: Vec<ListRows>, registers: Vec<Claim>) -> Self {
        attach_aliases(&mut files);
        let mut lists = Self { claims: registers, ..Self::default() };
        for file in files {
            lists.versions.push(file.version);
            lists.entries.extend(file.entries);
            lists.claims.extend(file.claims);
            lists.designations.extend(file.designations);
            lists.rejects.extend(file.rejects);
        }
        lists.versions.sort_by(|a, b| {
            (&a.list, a.days.earliest, a.days.latest, a.exhibit).cmp(&(
                &b.list,
                b.days.earliest,
                b.days.latest,
                b.exhibit,
            ))
        });
        let days: BTreeMap<RecordId, usize> =
            lists.versions.iter().enumerate().map(|(place, v)| (v.exhibit, place)).collect();
        let age = |exhibit: &RecordId| days.get(exhibit).copied().unwrap_or(usize::MAX);
        lists.entries.sort_by(|a, b| {
            (&a.list, age(&a.source.exhibit), &a.key, a.id).cmp(&(
                &b.list,
                age(&b.source.exhibit),
                &b.key,
                b.id,
            ))
        });
        lists.designations.sort_by_key(|d| (age(&d.source.exhibit), d.source, d.id));
        lists.note_when_seen();
        lists.claims.sort_by(|a, b| {
            (a.subject, &a.property, &a.list, a.id).cmp(&(b.subject, &b.property, &b.list, b.id))
        });
        lists
    }

    /// Gives each claim the days between which it was seen, over all versions of its list.
    fn note_when_seen(&mut self) {
        let keys: BTreeMap<RecordId, &str> = self.entries.iter().map(|e| (e.id, e.key.as_str())).collect();
        let whose = |claim: &Claim| match (claim.entry, claim.subject) {
            (Some(entry), _) => keys.get(&entry).map_or_else(|| entry.to_string(), |k| (*k).to_owned()),
            (None, ClaimSubject::Imo(imo)) => format!("imo:{imo}"),
            (None, ClaimSubject::Mmsi(mmsi)) => format!("mmsi:{mmsi}"),
            (None, ClaimSubject::Entry(entry)) => entry.to_string(),
        };
        let mut seen: BTreeMap<Said, (Option<Date>, Option<Date>)> = BTreeMap::new();
        let said: Vec<Said> = self
            .claims
            .iter()
            .map(|c| (c.list.clone(), whose(c), c.property.clone(), c.value.clone()))
            .collect();
        for (claim, key) in self.claims.iter().zip(&said) {
            let days = seen.entry(key.clone()).or_default();
            days.0 = earlier(days.0, claim.first_seen);
            days.1 = days.1.max(claim.last_seen);
        }
        for (claim, key) in self.claims.iter_mut().zip(&said) {
            (claim.first_seen, claim.last_seen) = seen.get(key).copied().unwrap_or_default();
        }
    }
}

/// What is said, whatever the version: list, whom it is about, property, value.
type Said = (String, String, String, String);

/// The earlier of two days that may be unknown.
fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
