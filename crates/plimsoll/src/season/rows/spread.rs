//! Percentiles of draws.

use plimsoll_model::Estimate;

/// The value of which the share lies below (nearest rank); `None` without values. `values` are sorted here.
pub(super) fn percentile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share).ceil() as usize).clamp(1, values.len().max(1)) - 1;
    values.get(at).copied()
}

/// 5th, 50th and 95th percentile.
pub(super) fn spread(mut values: Vec<f64>) -> Option<Estimate<f64>> {
    let at = |values: &mut Vec<f64>, share| percentile(values, share);
    let (low, mid) = (at(&mut values, 0.05)?, at(&mut values, 0.5)?);
    Estimate::new(low, mid, at(&mut values, 0.95)?)
}
