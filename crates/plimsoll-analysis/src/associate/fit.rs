//! How far ships get from where AIS lets one expect them: fitted on reports that were held out.

use super::params::MotionParams;
use super::plane::step;
use super::predict::{Fix, predict};
use crate::elapsed::seconds;

/// A report held out, and how far off it was expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOut {
    /// The class of speed that the reports left say.
    pub class: usize,
    /// True if there was a report on either side.
    pub is_between: bool,
    /// The time by which the standard deviation grows, min.
    pub minutes: f64,
    /// From the expected place to the true one, m.
    pub miss_m: f64,
}

/// Holds out reports of one track, in order of time: each that has reports about `gap_min` apart on both sides of it (or, with
/// `is_between` false, one as long before it) is expected from those alone. At most `most` of them, evenly spread.
pub fn hold_out(
    fixes: &[Fix],
    (gap_min, is_between): (f64, bool),
    most: usize,
    params: &MotionParams,
) -> Vec<HeldOut> {
    let every = fixes.len().div_ceil(most.max(1)).max(1);
    let mut found = Vec::new();
    for (count, at) in (0..fixes.len()).step_by(every).enumerate() {
        // The place in the gap goes round: a tenth, three tenths, a half, seven, nine.
        let share = if is_between { 0.1 + 0.2 * (count % 5) as f64 } else { 1.0 };
        let truth = &fixes[at];
        let far = |fix: &Fix| seconds(fix.time, truth.time) / 60.0;
        let before = fixes[..at].iter().rposition(|fix| far(fix) >= gap_min * share);
        let after = fixes[at + 1..].iter().position(|fix| -far(fix) >= gap_min * (1.0 - share));
        let kept: Vec<Fix> = match (before, after) {
            (Some(before), Some(after)) if is_between => vec![fixes[before], fixes[at + 1 + after]],
            (Some(before), _) if !is_between => vec![fixes[before]],
            _ => continue,
        };
        // A track that paused is another question.
        let whole = seconds(kept[0].time, kept.last().map_or(truth.time, |k| k.time.max(truth.time))) / 60.0;
        if let Some(predicted) = predict(&kept, truth.time, params).filter(|_| whole <= 1.5 * gap_min + 1.0) {
            found.push(HeldOut {
                class: predicted.class,
                is_between,
                minutes: predicted.minutes,
                miss_m: step(predicted.position, truth.position).length_m(),
            });
        }
    }
    found
}

/// What was fitted for a class of speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MotionFit {
    /// With a report on either side: standard deviation at a minute, m, and power.
    pub between: (f64, f64),
    /// With one report.
    pub ahead: (f64, f64),
    /// Share and width of the tail.
    pub tail: (f64, f64),
    /// How many reports it rests on.
    pub held_out: usize,
}

/// No ship is expected more exactly than this after a minute, m.
const LEAST_SD_M: f64 = 2.0;
/// No tail is wider than this many times.
const MOST_TAIL: f64 = 150.0;

impl MotionFit {
    fn of(x: &[f64; 6]) -> Self {
        let share = 0.5 / (1.0 + libm::exp(-x[4]));
        // A velocity that wanders gives the power 1.5, a place that wanders 0.5: what lies beyond is chance, and would carry
        // far past the times that were seen.
        let grown = |sd: f64, power: f64| (libm::exp(sd).max(LEAST_SD_M), power.clamp(0.5, 1.5));
        Self {
            between: grown(x[0], x[1]),
            ahead: grown(x[2], x[3]),
            tail: (share, 1.0 + libm::exp(x[5]).min(MOST_TAIL)),
            held_out: 0,
        }
    }

    /// Mean negative logarithm of the density.
    fn cost(&self, samples: &[&HeldOut], report_sd_m: f64) -> f64 {
        let of = |s: &&HeldOut| {
            let (sd, power) = if s.is_between { self.between } else { self.ahead };
            let sd = sd * libm::pow(s.minutes, power);
            let normal = |sd: f64| {
                let v = sd * sd + report_sd_m * report_sd_m;
                libm::exp(-0.5 * s.miss_m * s.miss_m / v) / (std::f64::consts::TAU * v)
            };
            let density = (1.0 - self.tail.0) * normal(sd) + self.tail.0 * normal(sd * self.tail.1);
            -libm::log(density.max(1e-300))
        };
        samples.iter().map(of).sum::<f64>() / samples.len().max(1) as f64
    }

    /// Rounded so that it is never narrower: deviations, powers and tails upwards.
    #[must_use]
    pub fn rounded_up(self) -> Self {
        let up = |x: f64, unit: f64| (x / unit).ceil() * unit;
        let two_digits = |x: f64| up(x, libm::pow(10.0, libm::floor(libm::log10(x.max(1e-6))) - 1.0));
        let pair = |(sd, power): (f64, f64)| (two_digits(sd), up(power, 0.05));
        let tail = (up(self.tail.0, 0.01), up(self.tail.1, 0.5));
        Self { between: pair(self.between), ahead: pair(self.ahead), tail, ..self }
    }
}

/// Fits a class of speed by most likelihood; `None` with fewer than 30 reports held out.
pub fn fit_motion(samples: &[HeldOut], class: usize, report_sd_m: f64) -> Option<MotionFit> {
    let of_class: Vec<&HeldOut> = samples.iter().filter(|s| s.class == class).collect();
    if of_class.len() < 30 {
        return None;
    }
    let cost = |x: &[f64; 6]| MotionFit::of(x).cost(&of_class, report_sd_m);
    let starts = [[3.0, 1.0, 4.0, 1.0, -1.0, 1.0], [1.0, 0.7, 1.0, 0.7, -1.0, 2.0]];
    let best = starts.into_iter().map(|start| descend(start, &cost)).min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(MotionFit { held_out: of_class.len(), ..MotionFit::of(&best.0) })
}

/// Down by steps along each axis that halve where none helps.
fn descend(mut x: [f64; 6], cost: &impl Fn(&[f64; 6]) -> f64) -> ([f64; 6], f64) {
    let (mut best, mut size) = (cost(&x), 1.0);
    while size > 0.004 {
        let mut is_better = false;
        for axis in 0..x.len() {
            for sign in [1.0, -1.0] {
                let mut next = x;
                next[axis] += sign * size;
                let value = cost(&next);
                if value < best - 1e-9 {
                    (x, best, is_better) = (next, value, true);
                }
            }
        }
        if !is_better {
            size /= 2.0;
        }
    }
    (x, best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_law_is_found_again() {
        // Radii at even quantiles of the mixture core 40 m at a minute, power 0.9; a tenth 5 times as wide.
        let mut samples = Vec::new();
        for (is_between, sd) in [(true, 40.0), (false, 90.0)] {
            for minutes in [1.0, 3.0, 10.0, 30.0] {
                for i in 0..200 {
                    let (tail, rank) =
                        if i % 10 == 0 { (5.0, (i / 10) as f64 / 20.0) } else { (1.0, i as f64 / 200.0) };
                    let radius = (-2.0 * libm::log(1.0 - rank - 0.002)).sqrt();
                    let miss_m = radius * sd * tail * libm::pow(minutes, 0.9);
                    samples.push(HeldOut { class: 2, is_between, minutes, miss_m });
                }
            }
        }
        let fit = fit_motion(&samples, 2, 0.0).unwrap();
        assert!((fit.between.0 / 40.0 - 1.0).abs() < 0.1, "{fit:?}");
        assert!((fit.ahead.0 / 90.0 - 1.0).abs() < 0.1, "{fit:?}");
        assert!((fit.between.1 - 0.9).abs() < 0.05 && (fit.ahead.1 - 0.9).abs() < 0.05, "{fit:?}");
        assert!((fit.tail.0 - 0.1).abs() < 0.04 && (fit.tail.1 - 5.0).abs() < 1.0, "{fit:?}");
        let up = fit.rounded_up();
        assert!(up.between.0 >= fit.between.0 && up.ahead.1 >= fit.ahead.1 && up.tail.1 >= fit.tail.1);
        assert_eq!(fit_motion(&samples, 1, 0.0), None);
    }
}
