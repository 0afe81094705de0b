//! Slices across a berth, and how far along it they are bright.

use super::{BerthParams, Cut, mean};

/// The pixels of a berth, slice by slice along its long axis.
pub(super) struct Slices {
    pixels: Vec<Vec<(i64, i64)>>,
    /// Width of a slice, m.
    width_m: f64,
}

impl Slices {
    /// Slices along the berth's axis of those of its pixels that are looked at; `None` without pixels.
    pub(super) fn new(cut: &Cut<'_>, inside: &[(i64, i64)], looked_at: &[(i64, i64)]) -> Option<Self> {
        let metres =
            |(line, sample): &(i64, i64)| (*line as f64 * cut.spacing.0, *sample as f64 * cut.spacing.1);
        let axis = long_axis(&inside.iter().map(metres).collect::<Vec<_>>())?;
        let width_m = cut.spacing.0.max(cut.spacing.1);
        let along: Vec<f64> = looked_at.iter().map(metres).map(|at| at.0 * axis.0 + at.1 * axis.1).collect();
        let first = along.iter().copied().fold(f64::INFINITY, f64::min);
        let slice = |at: f64| ((at - first) / width_m) as usize;
        let last = along.iter().map(|at| slice(*at)).max()?;
        let mut pixels = vec![Vec::new(); last + 1];
        for (pixel, at) in looked_at.iter().zip(&along) {
            pixels[slice(*at)].push(*pixel);
        }
        Some(Self { pixels, width_m })
    }

    /// Mean power of each slice; `None` where it has no value.
    pub(super) fn means(&self, cut: &Cut<'_>, band: usize) -> Vec<Option<f64>> {
        let power = |slice: &Vec<(i64, i64)>| {
            mean(slice.iter().filter_map(|(line, sample)| cut.power(band, *line, *sample)))
        };
        self.pixels.iter().map(power).collect()
    }

    /// What all but a share of the slices of the best stretch reach: a crane or a tug is bright over too little of one
    /// to lift it.
    pub(super) fn scan(&self, decibels: &[Option<f64>], params: &BerthParams) -> Option<f64> {
        let wanted = ((params.scan_m / self.width_m).round() as usize).clamp(1, decibels.len().max(1));
        let of_stretch = |stretch: &[Option<f64>]| {
            let mut values: Vec<f64> = stretch.iter().flatten().copied().collect();
            values.sort_by(f64::total_cmp);
            let share = params.scan_share.clamp(0.0, 1.0) * (values.len().max(1) - 1) as f64;
            // A stretch of which half is unknown says nothing.
            if 2 * values.len() < wanted { None } else { values.get(share.round() as usize).copied() }
        };
        decibels.windows(wanted).filter_map(of_stretch).max_by(f64::total_cmp)
    }

    /// Length of the longest bright stretch, m, and the share of slices that are bright, from powers over that of the
    /// water in the bands. `None` where no slice has one.
    pub(super) fn bright(
        &self,
        profiles: &[Option<Vec<Option<f64>>>; 2],
        params: &BerthParams,
    ) -> Option<(f64, f64)> {
        let of_slice = |at: usize| {
            let bands = profiles.iter().flatten();
            mean(bands.filter_map(|profile| profile.get(at).copied().flatten()))
        };
        let profile: Vec<Option<f64>> = (0..self.pixels.len()).map(of_slice).collect();
        let known = profile.iter().flatten().count();
        if known == 0 {
            return None;
        }
        let peak = profile.iter().flatten().copied().fold(0.0, f64::max);
        let threshold = libm::exp10(params.bright_above_water_db / 10.0)
            .max(peak * libm::exp10(-params.bright_below_peak_db / 10.0));
        let bright: Vec<bool> =
            profile.iter().map(|slice| slice.is_some_and(|power| power >= threshold)).collect();
        let bridge = (params.bridge_m / self.width_m).round() as usize;
        let share = bright.iter().filter(|bright| **bright).count() as f64 / known as f64;
        Some((longest(&bright, bridge) as f64 * self.width_m, share))
    }
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
