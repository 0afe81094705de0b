//! One cap in one counting period: takes calls and notified deliveries, writes a line a day.

use super::sum::{Basis, Factor, Sum};
use super::track::{Track, crossing, line_id};
use super::{Ledger, UNCAPPED, day_of, last_instant, notified};
use crate::cargo::{CallDraws, ShipDraws};
use crate::oil;
use crate::shared::Shared;
use jiff::civil::Date;
use plimsoll_model::{Cap, Cargo, Convention, LedgerLine, Period, ReportedVolume, Scenario};

/// One cap in one counting period.
#[derive(Debug)]
pub(super) struct Account<'a> {
    pub(super) cap: Option<&'a Cap>,
    pub(super) period: Period,
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

impl<'a> Account<'a> {
    pub(super) fn new(
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

    pub(super) fn add(&mut self, cargo: &Cargo, draws: &CallDraws, ship: &ShipDraws, shared: &Shared) {
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
    pub(super) fn write_until(&mut self, day: Date, ledger: &mut Ledger) {
        while let Some(next) = self.next.filter(|next| *next < day) {
            self.write(next, ledger);
        }
    }

    /// Writes what is left, and the crossings.
    pub(super) fn finish(&mut self, ledger: &mut Ledger) {
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
