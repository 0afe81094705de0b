//! What is odd about the identity of a ship, in words.

use super::{Gathered, Users, VesselKey, clean, list};
use plimsoll_model::flag::mid_against_flag;
use plimsoll_model::{Flag, ImoNumber, ImoNumberError, Mmsi, StaticReport};
use std::collections::{BTreeMap, BTreeSet};

impl Gathered<'_> {
    /// What is odd about the numbers and names.
    pub(super) fn identity_remarks(&self, key: VesselKey, users: &Users) -> Vec<String> {
        let mut remarks = bad_numbers(&self.reports);
        if self.mmsis.len() > 1 {
            remarks.push(format!("{} MMSIs under one IMO number: {}", self.mmsis.len(), list(&self.mmsis)));
        }
        for mmsi in &self.mmsis {
            remarks.extend(other_users(*mmsi, key, users));
            if !mmsi.is_ship_station() {
                remarks.push(format!("MMSI {mmsi} has not the form of a ship station"));
            }
        }
        let sent: BTreeSet<String> =
            self.reports.iter().filter_map(|r| clean(r.ship_name.as_deref())).collect();
        if sent.len() > 1 {
            remarks.push(format!("{} names sent: {}", sent.len(), list(&sent)));
        }
        if !self.listed_hulls.is_empty() {
            let hulls = list(&self.listed_hulls);
            remarks.push(format!(
                "lists give this MMSI to IMO number {hulls}: not joined, an MMSI names a radio"
            ));
        }
        remarks.extend(self.flag_remarks());
        if self.reports.is_empty() {
            remarks.push("no static report heard: only positions name this radio".to_owned());
        }
        remarks
    }
}

impl Gathered<'_> {
    /// Radios whose country digits agree with no flag that a list or register claims.
    fn flag_remarks(&self) -> Vec<String> {
        let claimed = self.claims.iter().filter(|c| c.property == "flag");
        let flags: BTreeMap<Flag, &str> =
            claimed.filter_map(|c| Some((Flag::of_words(&c.value)?, c.list.as_str()))).collect();
        let against = |mmsi: &Mmsi| {
            let mut found = flags.iter().map(|(flag, list)| Some((mid_against_flag(*mmsi, *flag)?, *list)));
            // One flag that agrees is enough: lists are of different days.
            let (words, list) = found.next()??;
            found.all(|other| other.is_some()).then(|| format!("{words} (flag by {list})"))
        };
        self.mmsis.iter().filter_map(against).collect()
    }
}

/// Says which other ships use a radio.
fn other_users(mmsi: Mmsi, key: VesselKey, users: &Users) -> Option<String> {
    let users = users.get(&mmsi)?;
    let others: BTreeSet<String> = users
        .iter()
        .filter(|other| **other != key)
        .take(10)
        .map(|other| match other {
            VesselKey::Hull(imo) => format!("IMO number {imo}"),
            VesselKey::Radio(_) => "a ship without IMO number".to_owned(),
        })
        .collect();
    let more = users.len().saturating_sub(11);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!others.is_empty()).then(|| format!("MMSI {mmsi} is also used by {}{more}", list(&others)))
}

/// From here on the field of the IMO number holds an official flag state number (ITU-R M.1371-5, Annex 8, message 5).
const FIRST_FLAG_STATE_NUMBER: u32 = 10_000_000;

/// Remarks on IMO numbers sent that are none.
fn bad_numbers(reports: &[&StaticReport]) -> Vec<String> {
    let sent: BTreeSet<u32> = reports.iter().filter_map(|r| r.imo_sent).filter(|n| *n != 0).collect();
    sent.into_iter()
        .filter_map(|number| match ImoNumber::new(number) {
            Err(ImoNumberError::CheckDigit { found, expected, .. }) => Some(format!(
                "IMO number {found} sent fails its check digit: last digit should be {expected}"
            )),
            Err(ImoNumberError::Form { .. }) if number >= FIRST_FLAG_STATE_NUMBER => Some(format!(
                "number {number} sent is the official number of a flag state, not an IMO number"
            )),
            Err(ImoNumberError::Form { found }) => {
                Some(format!("IMO number {found} sent is not one: expected seven digits"))
            }
            Ok(_) | Err(ImoNumberError::NotAvailable) => None,
        })
        .collect()
}
