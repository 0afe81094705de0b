//! What was supplied by each day, against each cap, and when a cap was crossed.
//!
//! Three conventions never mixed: own calls are summed draw by draw; deliveries that states notified are added as
//! certain; what others estimate is never added. A crossed line is arithmetic, not a finding of any committee.

use crate::cargo::{CallDraws, ShipDraws};
use crate::draws::percentile;
use crate::oil;
use crate::shared::Shared;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Cap, Cargo, Convention, Crossing, Estimate, LedgerLine, Period, Product, RecordId, RecordKind,
    ReportedVolume, ReportedVolumeKind, ReportingPeriod, Scenario,
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

/// What scenarios sum: the draws of one of three quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Basis {
    Documented,
    Estimate,
    /// Deadweight by barrels a tonne, of which a laden scenario takes a share.
    Deadweight,
}

impl Basis {
    const ALL: [Self; 3] = [Self::Documented, Self::Estimate, Self::Deadweight];

    const fn of(scenario: Scenario) -> Self {
        match scenario {
            Scenario::Documented => Self::Documented,
            Scenario::Estimate => Self::Estimate,
            Scenario::Laden { .. } => Self::Deadweight,
        }
    }
}

/// One cap in one counting period.
#[derive(Debug)]
struct Account<'a> {
    cap: Option<&'a Cap>,
    period: Period,
    /// The next day to write; `None` after the last.
    next: Option<Date>,
    last: Date,
    /// Sums in order of convention, then basis.
    sums: Vec<Sum>,
    /// Notified deliveries that are still to come, the next one last.
    to_come: Vec<(Date, &'a ReportedVolume)>,
    notified_bbl: f64,
    has_changed: bool,
    tracks: Vec<Track>,
}

/// A sum of draws under one convention.
#[derive(Debug)]
struct Sum {
    convention: Convention,
    basis: Basis,
    draws_bbl: Vec<f64>,
    /// The draws in order, as of the last day written.
    sorted_bbl: Vec<f64>,
    calls: u32,
    has_changed: bool,
}

impl Sum {
    fn new(convention: Convention, basis: Basis, draws: usize) -> Self {
        let zeros = vec![0.0; draws];
        Self { convention, basis, sorted_bbl: zeros.clone(), draws_bbl: zeros, calls: 0, has_changed: false }
    }

    /// Adds a call: tonnes (or deadweight) by barrels a tonne, draw by draw.
    fn add(&mut self, tonnes: impl Iterator<Item = f64>, factor: &Factor<'_>) {
        match factor {
            Factor::One(factor) => {
                self.draws_bbl.iter_mut().zip(tonnes).for_each(|(sum, t)| *sum += t * factor)
            }
            Factor::Draws(factors) => {
                self.draws_bbl.iter_mut().zip(tonnes.zip(*factors)).for_each(|(sum, (t, f))| *sum += t * f);
            }
        }
        self.calls += 1;
        self.has_changed = true;
    }

    fn sort(&mut self) {
        if self.has_changed {
            self.sorted_bbl.copy_from_slice(&self.draws_bbl);
            self.sorted_bbl.sort_unstable_by(f64::total_cmp);
            self.has_changed = false;
        }
    }

    /// Share of the draws in which `share` of the sum and what was notified exceed a limit.
    fn p_above(&self, share: f64, notified_bbl: f64, limit_bbl: f64) -> f64 {
        let below = self.sorted_bbl.partition_point(|x| share * x + notified_bbl <= limit_bbl);
        (self.sorted_bbl.len() - below) as f64 / self.sorted_bbl.len().max(1) as f64
    }

    fn estimate(&self, share: f64, notified_bbl: f64) -> Option<Estimate<f64>> {
        let at = |p| percentile(&self.sorted_bbl, p).map(|x| share * x + notified_bbl);
        Estimate::new(at(0.05)?, at(0.5)?, at(0.95)?)
    }
}

/// Barrels a tonne: one for all draws, or one a draw.
enum Factor<'a> {
    One(f64),
    Draws(&'a [f64]),
}

/// One scenario under one convention: the lines written so far, as far as later ones refer to them.
#[derive(Debug)]
struct Track {
    convention: Convention,
    scenario: Scenario,
    /// The last line on which something was added before this month.
    month_before: Option<RecordId>,
    /// What was added this month.
    added: Vec<RecordId>,
    /// The last line on which something was added.
    latest: Option<LedgerLine>,
    crossings: Vec<CrossingDays>,
}

/// When a share of the limit was passed by 5, 50 and 95 % of the draws, and the lines that say so.
#[derive(Debug)]
struct CrossingDays {
    share: f64,
    p_crossed: f64,
    days: [Option<(Date, RecordId)>; 3],
}

impl CrossingDays {
    fn note(&mut self, p: f64, line: &LedgerLine) {
        self.p_crossed = p;
        for (day, least) in self.days.iter_mut().zip([0.05, 0.5, 0.95]) {
            if day.is_none() && p >= least {
                *day = Some((line.date, line.id));
            }
        }
    }
}

impl<'a> Account<'a> {
    fn new(
        cap: Option<&'a Cap>,
        period: Period,
        case: Period,
        reported: &'a [ReportedVolume],
        shared: &Shared,
    ) -> Option<Self> {
        let days = Period::new(period.start().max(case.start()), period.end().min(case.end())).ok()?;
        let last = day_of(last_instant(days));
        let conventions: &[Convention] = match cap {
            Some(cap) if cap.committee_bbl_per_t.is_none() => &[Convention::Physical],
            _ => &Convention::ALL,
        };
        let sums = conventions.iter().flat_map(|c| Basis::ALL.map(|b| Sum::new(*c, b, shared.draws())));
        let shares: Vec<f64> =
            cap.map_or(vec![], |cap| std::iter::once(1.0).chain(cap.notice_shares.iter().copied()).collect());
        let tracks = conventions.iter().flat_map(|c| Scenario::ALL.map(|s| Track::new(*c, s, &shares)));
        Some(Self {
            cap,
            period,
            next: Some(day_of(days.start())),
            last,
            sums: sums.collect(),
            to_come: notified(cap, period, reported),
            notified_bbl: 0.0,
            has_changed: true,
            tracks: tracks.collect(),
        })
    }

    fn add(&mut self, cargo: &Cargo, draws: &CallDraws, ship: &ShipDraws, shared: &Shared) {
        let Some(oil) = shared.oil(cargo.product) else { return };
        let committee = self.cap.and_then(|c| c.committee_bbl_per_t);
        let committee = committee.unwrap_or_else(|| oil::committee_bbl_per_t(cargo.product));
        for sum in &mut self.sums {
            let factor = match sum.convention {
                Convention::Physical => Factor::Draws(&oil.bbl_per_t),
                Convention::Committee => Factor::One(committee),
            };
            match sum.basis {
                Basis::Documented if !cargo.is_documented => {}
                Basis::Documented | Basis::Estimate => sum.add(draws.cargo_t.iter().copied(), &factor),
                Basis::Deadweight => sum.add(ship.deadweight_t(), &factor),
            }
        }
        for track in &mut self.tracks {
            if cargo.is_documented || track.scenario != Scenario::Documented {
                track.added.push(cargo.id);
            }
        }
        self.has_changed = true;
    }

    /// Writes the days before a day.
    fn write_until(&mut self, day: Date, ledger: &mut Ledger) {
        while let Some(next) = self.next.filter(|next| *next < day) {
            self.write(next, ledger);
        }
    }

    /// Writes what is left, and the crossings.
    fn finish(&mut self, ledger: &mut Ledger) {
        while let Some(next) = self.next {
            self.write(next, ledger);
        }
        let Some(cap) = self.cap else { return };
        for track in &self.tracks {
            ledger
                .crossings
                .extend(track.crossings.iter().map(|days| crossing(cap, self.period, track, days)));
        }
    }

    fn write(&mut self, day: Date, ledger: &mut Ledger) {
        self.add_notified(day);
        if self.has_changed {
            self.sums.iter_mut().for_each(Sum::sort);
        }
        for place in 0..self.tracks.len() {
            if let Some(line) = self.line(place, day) {
                ledger.lines.push(line);
            }
        }
        self.has_changed = false;
        self.next = day.tomorrow().ok().filter(|next| *next <= self.last);
        if self.next.is_some_and(|next| next.month() != day.month()) {
            self.tracks.iter_mut().for_each(Track::close_month);
        }
    }

    fn add_notified(&mut self, day: Date) {
        while let Some((_, volume)) = self.to_come.pop_if(|(counts, _)| *counts <= day) {
            self.notified_bbl += volume.volume.to_barrels();
            self.tracks.iter_mut().for_each(|track| track.added.push(volume.id));
            self.has_changed = true;
        }
    }

    /// The line of a day: new numbers if something was added, else those of the last line.
    fn line(&mut self, place: usize, date: Date) -> Option<LedgerLine> {
        let track = &self.tracks[place];
        let id = line_id(self.cap, track, date);
        if let Some(latest) = track.latest.as_ref().filter(|_| !self.has_changed) {
            return Some(LedgerLine { id, date, parents: vec![latest.id], ..latest.clone() });
        }
        let basis = Basis::of(track.scenario);
        let share = track.scenario.share().unwrap_or(1.0);
        let sum = self.sums.iter().find(|s| s.convention == track.convention && s.basis == basis)?;
        let p_above = |limit: f64| sum.p_above(share, self.notified_bbl, limit);
        let line = LedgerLine {
            id,
            date,
            cap_id: self.cap.map_or(UNCAPPED, |cap| &cap.cap_id).to_owned(),
            period: self.period,
            convention: track.convention,
            scenario: track.scenario,
            cap_bbl: self.cap.map(|cap| cap.limit.to_barrels()),
            cumulative_bbl: sum.estimate(share, self.notified_bbl)?,
            notified_bbl: self.notified_bbl,
            p_exceeded: self.cap.map(|cap| p_above(cap.limit.to_barrels())),
            calls: sum.calls,
            parents: track.month_before.iter().chain(&track.added).copied().collect(),
        };
        if let Some(cap) = self.cap {
            let limit_bbl = cap.limit.to_barrels();
            let shares: Vec<f64> = track.crossings.iter().map(|c| p_above(c.share * limit_bbl)).collect();
            let crossings = self.tracks[place].crossings.iter_mut();
            crossings.zip(shares).for_each(|(crossing, p)| crossing.note(p, &line));
        }
        self.tracks[place].latest = Some(line.clone());
        Some(line)
    }
}

impl Track {
    fn new(convention: Convention, scenario: Scenario, shares: &[f64]) -> Self {
        let crossing = |share: &f64| CrossingDays { share: *share, p_crossed: 0.0, days: [None; 3] };
        Self {
            convention,
            scenario,
            month_before: None,
            added: Vec::new(),
            latest: None,
            crossings: shares.iter().map(crossing).collect(),
        }
    }

    fn close_month(&mut self) {
        self.added.clear();
        self.month_before = self.latest.as_ref().map(|line| line.id);
    }
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

fn line_id(cap: Option<&Cap>, track: &Track, date: Date) -> RecordId {
    let keys = [
        Key::Text(cap.map_or(UNCAPPED, |cap| &cap.cap_id)),
        Key::Text(track.convention.as_str()),
        Key::Text(&track.scenario.to_word()),
        Key::Text(&date.to_string()),
    ];
    RecordId::of(RecordKind::LedgerLine, &keys)
}

fn crossing(cap: &Cap, period: Period, track: &Track, days: &CrossingDays) -> Crossing {
    let per_mille = (days.share * 1000.0).round() as i64;
    let keys = [
        Key::Text(&cap.cap_id),
        Key::Time(period.start()),
        Key::Text(track.convention.as_str()),
        Key::Text(&track.scenario.to_word()),
        Key::Int(per_mille),
    ];
    let mut parents: Vec<RecordId> = days.days.iter().flatten().map(|(_, line)| *line).collect();
    parents.dedup();
    if parents.is_empty() {
        parents.extend(track.latest.as_ref().map(|line| line.id));
    }
    let day = |place: usize| days.days[place].map(|(date, _)| date);
    Crossing {
        id: RecordId::of(RecordKind::Crossing, &keys),
        cap_id: cap.cap_id.clone(),
        period,
        convention: track.convention,
        scenario: track.scenario,
        share: days.share,
        p_crossed: days.p_crossed,
        low: day(0),
        mid: day(1),
        high: day(2),
        parents,
    }
}
