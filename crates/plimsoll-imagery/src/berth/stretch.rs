//! The bright stretch along a berth.

use super::outline::Outline;
use super::{BerthParams, Cut};

/// Length of the longest bright stretch along the long axis, m, and the share of slices that are bright. `None` where
/// no slice or no water has a value.
pub(super) fn bright(
    cut: &Cut<'_>,
    outline: &Outline,
    inside: &[(i64, i64)],
    water: [Option<f64>; 2],
    params: &BerthParams,
) -> Option<(f64, f64)> {
    let width = outline.spacing.0.max(outline.spacing.1);
    let profile = profile(cut, inside, water, width)?;
    let peak = profile.iter().flatten().copied().fold(0.0, f64::max);
    let threshold = libm::exp10(params.bright_above_water_db / 10.0)
        .max(peak * libm::exp10(-params.bright_below_peak_db / 10.0));
    let bright: Vec<bool> =
        profile.iter().map(|slice| slice.is_some_and(|power| power >= threshold)).collect();
    let bridge = (params.bridge_m / width).round() as usize;
    let known = profile.iter().flatten().count();
    let share = bright.iter().filter(|bright| **bright).count() as f64 / known.max(1) as f64;
    Some((longest(&bright, bridge) as f64 * width, share))
}

/// Mean power of each slice across the berth over that of the water, mean of the bands.
fn profile(
    cut: &Cut<'_>,
    inside: &[(i64, i64)],
    water: [Option<f64>; 2],
    width: f64,
) -> Option<Vec<Option<f64>>> {
    let metres: Vec<(f64, f64)> = inside
        .iter()
        .map(|(line, sample)| (*line as f64 * cut.spacing.0, *sample as f64 * cut.spacing.1))
        .collect();
    let axis = long_axis(&metres)?;
    let along: Vec<f64> = metres.iter().map(|at| at.0 * axis.0 + at.1 * axis.1).collect();
    let first = along.iter().copied().fold(f64::INFINITY, f64::min);
    let slice = |at: f64| ((at - first) / width) as usize;
    let last = along.iter().map(|at| slice(*at)).max()?;
    let mut sums = vec![(0.0, 0.0); last + 1];
    for ((line, sample), at) in inside.iter().zip(&along) {
        for band in 0..2 {
            if let (Some(power), Some(water)) = (cut.power(band, *line, *sample), water[band]) {
                let sum = &mut sums[slice(*at)];
                *sum = (sum.0 + power / water, sum.1 + 1.0);
            }
        }
    }
    let slices: Vec<Option<f64>> =
        sums.into_iter().map(|(sum, count)| (count > 0.0).then(|| sum / count)).collect();
    slices.iter().any(Option::is_some).then_some(slices)
}

/// Direction of the greatest second moment of some points.
fn long_axis(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    if points.is_empty() {
        return None;
    }
    let sum = points.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    let middle = (sum.0 / count, sum.1 / count);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for at in points {
        let (x, y) = (at.0 - middle.0, at.1 - middle.1);
        (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
    }
    let turn = 0.5 * libm::atan2(2.0 * xy, xx - yy);
    Some((libm::cos(turn), libm::sin(turn)))
}

/// Length of the longest run of bright slices, over gaps of at most `bridge` dark ones.
fn longest(bright: &[bool], bridge: usize) -> usize {
    let (mut best, mut start, mut end) = (0, None, 0);
    for (at, _) in bright.iter().enumerate().filter(|(_, bright)| **bright) {
        match start {
            Some(_) if at - end <= bridge => {}
            _ => start = Some(at),
        }
        end = at + 1;
        best = best.max(end - start.unwrap_or(at));
    }
    best
}
