//! What was supplied by each day, against each cap, and when a cap was crossed.
//!
//! Three conventions never mixed: own calls are summed draw by draw; deliveries that states notified are added as
//! certain; what others estimate is never added. A crossed line is arithmetic, not a finding of any committee.

mod account;
mod sum;
mod track;

use crate::cargo::{CallDraws, ShipDraws};
use crate::shared::Shared;
use account::Account;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plimsoll_model::{
    Cap, Cargo, Convention, Crossing, LedgerLine, Period, Product, RecordId, ReportedVolume,
    ReportedVolumeKind, ReportingPeriod, Scenario,
};
use serde::{Deserialize, Serialize};

/// How the sensitivity of the ledger is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerParams {
    /// How many draws the sensitivity of the total to each input is read from.
    pub sensitivity_draws: usize,
}

/// The name of the account of a case without cap.
pub const UNCAPPED: &str = "uncapped";

/// The lines of the ledger and the crossings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// A line for each cap, counting period, convention, scenario and day.
    pub lines: Vec<LedgerLine>,
    /// A crossing for each cap, counting period, convention, scenario and share of the limit.
    pub crossings: Vec<Crossing>,
}

/// Why a ledger cannot go on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Calls must come in order of time.
    #[error("call {cargo} at {time} comes after one at {after}: the ledger takes calls in order of time")]
    OutOfOrder {
        /// The call.
        cargo: RecordId,
        /// Its time.
        time: Timestamp,
        /// The time of the call before.
        after: Timestamp,
    },
    /// A call has another number of draws than the ledger.
    #[error("call {cargo} has {found} draws, the ledger {expected}")]
    Draws {
        /// The call.
        cargo: RecordId,
        /// Its draws.
        found: usize,
        /// The ledger's.
        expected: usize,
    },
}

/// Takes calls in order of time and writes the ledger, holding a few sums of draws and no call.
#[derive(Debug)]
pub struct LedgerWriter<'a> {
    shared: &'a Shared,
    accounts: Vec<Account<'a>>,
    last: Option<Timestamp>,
    ledger: Ledger,
}

impl<'a> LedgerWriter<'a> {
    /// A ledger over the days of a case, against each cap; without caps, one account over the case.
    pub fn new(case: Period, caps: &'a [Cap], reported: &'a [ReportedVolume], shared: &'a Shared) -> Self {
        let mut accounts: Vec<Account<'a>> = Vec::new();
        for cap in caps {
            let periods = cap.reporting_period.periods(case);
            accounts.extend(
                periods.into_iter().filter_map(|p| Account::new(Some(cap), p, case, reported, shared)),
            );
        }
        if caps.is_empty() {
            let periods = ReportingPeriod::Case.periods(case);
            accounts.extend(periods.into_iter().filter_map(|p| Account::new(None, p, case, &[], shared)));
        }
        Self { shared, accounts, last: None, ledger: Ledger::default() }
    }

    /// Adds a call. Calls that are not counted have no draws and are not to be added.
    pub fn add(&mut self, cargo: &Cargo, draws: &CallDraws, ship: &ShipDraws) -> Result<(), LedgerError> {
        if let Some(after) = self.last.filter(|after| cargo.time < *after) {
            return Err(LedgerError::OutOfOrder { cargo: cargo.id, time: cargo.time, after });
        }
        let (found, expected) = (draws.cargo_t.len(), self.shared.draws());
        if found != expected {
            return Err(LedgerError::Draws { cargo: cargo.id, found, expected });
        }
        self.last = Some(cargo.time);
        for account in &mut self.accounts {
            if account.period.contains(cargo.time) && counts_towards(account.cap, cargo.product) {
                account.write_until(day_of(cargo.time), &mut self.ledger);
                account.add(cargo, draws, ship, self.shared);
            }
        }
        Ok(())
    }

    /// Writes the days that are left.
    pub fn finish(mut self) -> Ledger {
        for account in &mut self.accounts {
            account.finish(&mut self.ledger);
        }
        self.ledger.lines.sort_by(|a, b| line_order(a).cmp(&line_order(b)));
        self.ledger
    }
}

fn line_order(line: &LedgerLine) -> (&str, Convention, Scenario, Date) {
    (&line.cap_id, line.convention, line.scenario, line.date)
}

/// True if a product falls under a cap: crude under caps of crude, the rest under caps of products, everything under
/// a cap whose subject says neither.
pub fn counts_towards(cap: Option<&Cap>, product: Option<Product>) -> bool {
    let Some(cap) = cap else { return true };
    let subject = cap.subject.to_lowercase();
    let is_crude = product == Some(Product::Crude);
    match (subject.contains("crude"), subject.contains("refined")) {
        (true, false) => is_crude,
        (false, true) => !is_crude,
        _ => true,
    }
}

fn day_of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// The last instant of a period.
fn last_instant(period: Period) -> Timestamp {
    period.end().checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(period.start())
}

/// The notified deliveries of a cap's subject, each on the day on which its period ends, the first one last.
fn notified<'a>(
    cap: Option<&Cap>,
    period: Period,
    reported: &'a [ReportedVolume],
) -> Vec<(Date, &'a ReportedVolume)> {
    let word = |text: &str| text.trim().to_lowercase();
    let mut notified: Vec<_> = reported
        .iter()
        .filter(|r| r.kind == ReportedVolumeKind::NotifiedDelivery)
        .filter(|r| cap.is_some_and(|cap| word(&cap.subject) == word(&r.subject)))
        .filter(|r| period.contains(last_instant(r.period)))
        .map(|r| (day_of(last_instant(r.period)), r))
        .collect();
    notified.sort_by_key(|(day, r)| std::cmp::Reverse((*day, r.id)));
    notified
}

/// What states notified of a cap's subject in a counting period, bbl.
pub fn notified_bbl(cap: Option<&Cap>, period: Period, reported: &[ReportedVolume]) -> f64 {
    notified(cap, period, reported).iter().map(|(_, volume)| volume.volume.to_barrels()).sum()
}
