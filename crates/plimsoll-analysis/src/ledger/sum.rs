//! Sums of draws under one convention.

use crate::draws::percentile;
use plimsoll_model::{Convention, Estimate, Scenario};

/// What scenarios sum: the draws of one of three quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    Documented,
    Estimate,
    /// Deadweight by barrels a tonne, of which a laden scenario takes a share.
    Deadweight,
}

impl Basis {
    pub(super) const ALL: [Self; 3] = [Self::Documented, Self::Estimate, Self::Deadweight];

    pub(super) const fn of(scenario: Scenario) -> Self {
        match scenario {
            Scenario::Documented => Self::Documented,
            Scenario::Estimate => Self::Estimate,
            Scenario::Laden { .. } => Self::Deadweight,
        }
    }
}

/// A sum of draws under one convention.
#[derive(Debug)]
pub(super) struct Sum {
    pub(super) convention: Convention,
    pub(super) basis: Basis,
    draws_bbl: Vec<f64>,
    /// The draws in order, as of the last day written.
    sorted_bbl: Vec<f64>,
    pub(super) calls: u32,
    has_changed: bool,
}

impl Sum {
    pub(super) fn new(convention: Convention, basis: Basis, draws: usize) -> Self {
        let zeros = vec![0.0; draws];
        Self { convention, basis, sorted_bbl: zeros.clone(), draws_bbl: zeros, calls: 0, has_changed: false }
    }

    /// Adds a call: tonnes (or deadweight) by barrels a tonne, draw by draw.
    pub(super) fn add(&mut self, tonnes: impl Iterator<Item = f64>, factor: &Factor<'_>) {
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

    pub(super) fn sort(&mut self) {
        if self.has_changed {
            self.sorted_bbl.copy_from_slice(&self.draws_bbl);
            self.sorted_bbl.sort_unstable_by(f64::total_cmp);
            self.has_changed = false;
        }
    }

    /// Share of the draws in which `share` of the sum and what was notified exceed a limit.
    pub(super) fn p_above(&self, share: f64, notified_bbl: f64, limit_bbl: f64) -> f64 {
        let below = self.sorted_bbl.partition_point(|x| share * x + notified_bbl <= limit_bbl);
        (self.sorted_bbl.len() - below) as f64 / self.sorted_bbl.len().max(1) as f64
    }

    pub(super) fn estimate(&self, share: f64, notified_bbl: f64) -> Option<Estimate<f64>> {
        let at = |p| percentile(&self.sorted_bbl, p).map(|x| share * x + notified_bbl);
        Estimate::new(at(0.05)?, at(0.5)?, at(0.95)?)
    }
}

/// Barrels a tonne: one for all draws, or one a draw.
pub(super) enum Factor<'a> {
    One(f64),
    Draws(&'a [f64]),
}
