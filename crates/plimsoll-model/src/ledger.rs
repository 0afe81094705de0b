//! The ledger: what was supplied by each day, against a cap.

use crate::{Convention, Estimate, Period, RecordId, Scenario};
use jiff::civil::Date;

/// One day of one cap under one convention and scenario. A line holds what was supplied up to the end of the day, UTC.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerLine {
    /// Which record.
    pub id: RecordId,
    /// The day.
    pub date: Date,
    /// Which cap; `uncapped` where the case names none.
    pub cap_id: String,
    /// The counting period, whole, that the day lies in.
    pub period: Period,
    /// How tonnes became barrels.
    pub convention: Convention,
    /// What was assumed of how full the ships were.
    pub scenario: Scenario,
    /// The limit, bbl; `None` without cap.
    pub cap_bbl: Option<f64>,
    /// Supplied since the counting period began, bbl, notified deliveries included.
    pub cumulative_bbl: Estimate<f64>,
    /// Of that, notified by states, bbl.
    pub notified_bbl: f64,
    /// Probability that the sum exceeds the cap; `None` without cap.
    pub p_exceeded: Option<f64>,
    /// How many port visits are in the sum.
    pub calls: u32,
    /// What the sum stands on, as a chain of months: the cargoes and reported volumes added this month, and the last
    /// line before this month on which something was added. On a day without addition: the last line with one.
    pub parents: Vec<RecordId>,
}

/// When a cap was crossed.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// Which record.
    pub id: RecordId,
    /// Which cap.
    pub cap_id: String,
    /// The counting period.
    pub period: Period,
    /// How tonnes became barrels.
    pub convention: Convention,
    /// What was assumed of how full the ships were.
    pub scenario: Scenario,
    /// The share of the limit: 1 for the cap, 0.75 for a notice line.
    pub share: f64,
    /// Probability that the sum crossed it within the period and the case.
    pub p_crossed: f64,
    /// 5th percentile of the day of crossing over all draws, those that never cross counted as later than the last day.
    pub low: Option<Date>,
    /// Median, likewise.
    pub mid: Option<Date>,
    /// 95th percentile, likewise.
    pub high: Option<Date>,
    /// The ledger lines of the days around it.
    pub parents: Vec<RecordId>,
}

/// How much one input drives the total of a counting period.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Which record.
    pub id: RecordId,
    /// Which cap.
    pub cap_id: String,
    /// The counting period.
    pub period: Period,
    /// How tonnes became barrels.
    pub convention: Convention,
    /// The input, by its key in `case.toml`.
    pub input: String,
    /// True if one error of it is common to all calls, false if each call or ship has its own.
    pub is_shared: bool,
    /// Total with the input at its 5th percentile, others at their medians, bbl; `None` for independent inputs.
    pub low_bbl: Option<f64>,
    /// Total with the input at its 95th percentile, others at their medians, bbl; `None` for independent inputs.
    pub high_bbl: Option<f64>,
    /// Share of the variance of the total that goes when the input is held at its median.
    pub variance_share: f64,
    /// The cargoes in the total.
    pub parents: Vec<RecordId>,
}
