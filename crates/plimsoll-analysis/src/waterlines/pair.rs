//! Two images of one hull: what is the same in both leaves their difference.

use crate::draws::Z_95;
use plimsoll_model::{ErrorTerm, Estimate, WaterlineReading};

/// How much deeper a ship lies in a second image than in a first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Second less first, m.
    pub change_m: Estimate<f64>,
    /// Standard deviation of the change, m.
    pub sd_m: f64,
    /// The part of either draught that is of the hull and in both, one standard deviation, m: it is not in the change.
    pub hull_sd_m: f64,
}

/// Standard deviation of the draught of a reading, m: the root of the sum of the squares of its budget.
pub fn sd_m(reading: &WaterlineReading) -> f64 {
    root_sum(reading.budget.iter())
}

/// The part of it that is of the hull, m.
pub fn hull_sd_m(reading: &WaterlineReading) -> f64 {
    root_sum(reading.budget.iter().filter(|t| t.is_of_hull))
}

/// The part of the hull that two readings share, m: of each term that both have, the lesser.
pub(super) fn common_sd_m(one: &WaterlineReading, other: &WaterlineReading) -> f64 {
    let in_other = |t: &&ErrorTerm| {
        let same = other.budget.iter().find(|o| o.is_of_hull && o.source == t.source)?;
        Some(same.sd_m.min(t.sd_m))
    };
    let common = one.budget.iter().filter(|t| t.is_of_hull).filter_map(|t| in_other(&t));
    common.map(|sd| sd * sd).sum::<f64>().sqrt()
}

/// The change of draught from one reading of a hull to another; `None` where either has no draught.
pub fn change(first: &WaterlineReading, second: &WaterlineReading) -> Option<Change> {
    let (from, to) = (first.draught_m?, second.draught_m?);
    let hull_sd_m = common_sd_m(first, second);
    let own = |r: &WaterlineReading| (sd_m(r).powi(2) - hull_sd_m.powi(2)).max(0.0);
    let sd_m = (own(first) + own(second)).sqrt();
    let mid = to.mid() - from.mid();
    let change_m = Estimate::new(mid - Z_95 * sd_m, mid, mid + Z_95 * sd_m)?;
    Some(Change { change_m, sd_m, hull_sd_m })
}

/// The root of the sum of the squares of errors, m.
pub(super) fn root_sum<'a>(terms: impl IntoIterator<Item = &'a ErrorTerm>) -> f64 {
    terms.into_iter().map(|t| t.sd_m * t.sd_m).sum::<f64>().sqrt()
}
