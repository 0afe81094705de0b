//! A ladder of laws of one kind: from moments below a clip to the law, from the law to thresholds.

use super::law::Law;
use super::table::{LOW, NODES, STEP, ThresholdTable};
use crate::clutter::natural_log;
use std::sync::{Arc, Mutex, PoisonError};

/// Nodes of the clip over the mean below it, from `e^RATIO_LOW` in steps of [`RATIO_STEP`].
const RATIOS: usize = 40;
const RATIO_LOW: f64 = 0.2;
const RATIO_STEP: f64 = 0.1;
/// Nodes of the relative standard deviation of the local mean.
const ERRORS: [f64; 10] = [0.0, 0.01, 0.02, 0.04, 0.06, 0.09, 0.13, 0.18, 0.25, 0.35];

/// A ladder of laws of one kind, the spikiest first, each with what clipping does to it and the thresholds it asks for.
pub(crate) struct Family {
    rungs: Vec<Rung>,
}

struct Rung {
    /// `ln P(I > t)` over `ln t`.
    log_exceedance: Vec<f64>,
    /// Mean of the square over the square of the mean, below the clip.
    spread: [f64; RATIOS],
    /// Mean over mean below the clip.
    lift: [f64; RATIOS],
    /// Threshold over the mean of each rate, over the errors.
    thresholds: Vec<[f64; ERRORS.len()]>,
}

/// One law of a family, between two rungs, ready for many blocks.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Place on the ladder.
    pub(crate) rung: f64,
    lift: [f64; RATIOS],
    /// Seed, growth.
    thresholds: [[f64; ERRORS.len()]; 2],
    /// No threshold of growth is lower, over the mean below the clip, whatever the clip and the error.
    pub(crate) least_growth: f64,
}

impl Family {
    /// K laws from the least order to the Gamma law, with thresholds for the rates given.
    pub(crate) fn k(table: &ThresholdTable, rates: [f64; 2]) -> Self {
        let rungs = table.rows().map(|row| Rung::new(row.to_vec(), rates)).collect();
        Self { rungs }
    }

    /// Log-normal laws, standard deviation of the logarithm from 2 to 0.05. They depend on the rates alone, which are the same from
    /// scene to scene: those of the rates asked for last are kept.
    pub(crate) fn log_normal(rates: [f64; 2]) -> Arc<Self> {
        static LAST: Mutex<Option<([u64; 2], Arc<Family>)>> = Mutex::new(None);
        let key = rates.map(f64::to_bits);
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((of, kept)) if *of == key => Arc::clone(kept),
            _ => {
                let made = Arc::new(Self::log_normal_anew(rates));
                *last = Some((key, Arc::clone(&made)));
                made
            }
        }
    }

    fn log_normal_anew(rates: [f64; 2]) -> Self {
        let rungs = (0..48)
            .map(|i| {
                let log_sd = 2.0 * libm::pow(0.025, f64::from(i) / 47.0);
                let law = Law::LogNormal { log_sd };
                let row = (0..NODES).map(|j| log_of(law.exceedance(node(j)))).collect();
                Rung::new(row, rates)
            })
            .collect();
        Self { rungs }
    }

    /// Place on the ladder where the law has this spread below a clip of this ratio to the mean below it.
    pub(crate) fn fit(&self, spread: f64, clip_ratio: f64) -> f64 {
        let (node, part) = ratio_place(clip_ratio);
        let at = |r: &Rung| r.spread[node] + part * (r.spread[node + 1] - r.spread[node]);
        let i = self.rungs.partition_point(|r| at(r) > spread).clamp(1, self.rungs.len() - 1);
        let (above, below) = (at(&self.rungs[i - 1]), at(&self.rungs[i]));
        let part = if above > below { ((above - spread) / (above - below)).clamp(0.0, 1.0) } else { 0.0 };
        (i - 1) as f64 + part
    }

    pub(crate) fn shape(&self, rung: f64) -> Shape {
        let (low, high, part) = self.between(rung);
        let mix = |a: f64, b: f64| a + part * (b - a);
        let lift: [f64; RATIOS] = std::array::from_fn(|k| mix(low.lift[k], high.lift[k]));
        let thresholds: [[f64; ERRORS.len()]; 2] = std::array::from_fn(|rate| {
            std::array::from_fn(|k| mix(low.thresholds[rate][k], high.thresholds[rate][k]))
        });
        // What lies between nodes lies between their values; the rest is room for rounding to `f32`.
        let least = |nodes: &[f64]| nodes.iter().copied().fold(f64::INFINITY, f64::min);
        let least_growth = 0.999_999 * least(&lift) * least(&thresholds[1]);
        Shape { rung, lift, thresholds, least_growth }
    }

    /// `ln P(I > t)`, and how fast it falls with `ln t`.
    pub(crate) fn log_exceedance(&self, rung: f64, log_t: f64) -> (f64, f64) {
        let (low, high, part) = self.between(rung);
        let place = ((log_t - LOW) / STEP).clamp(0.0, (NODES - 1) as f64 - 1e-6);
        // Not `fract`, which is a call where the processor may be an old one; what follows is exact too.
        let j = place as usize;
        let inside = place - j as f64;
        let mix = |j: usize| low.log_exceedance[j] + part * (high.log_exceedance[j] - low.log_exceedance[j]);
        let (left, right) = (mix(j), mix(j + 1));
        (left + inside * (right - left), (left - right) / STEP)
    }

    fn between(&self, rung: f64) -> (&Rung, &Rung, f64) {
        let i = (rung.max(0.0) as usize).min(self.rungs.len() - 2);
        (&self.rungs[i], &self.rungs[i + 1], (rung - i as f64).clamp(0.0, 1.0))
    }
}

impl Shape {
    /// Mean over the mean below a clip of this ratio to it, and how many times the relative error of the second the first
    /// has for a fixed clip.
    pub(crate) fn lift(&self, clip_ratio: f64) -> (f64, f64) {
        let (node, part) = ratio_place(clip_ratio);
        let step = self.lift[node + 1] - self.lift[node];
        let lift = self.lift[node] + part * step;
        (lift, 1.0 - step / RATIO_STEP / lift)
    }

    /// Thresholds over the mean (seed, growth) where the mean has this relative standard deviation.
    pub(crate) fn thresholds(&self, error: f64) -> [f64; 2] {
        let i = ERRORS.iter().filter(|&&e| e <= error).count().clamp(1, ERRORS.len() - 1);
        let part = ((error - ERRORS[i - 1]) / (ERRORS[i] - ERRORS[i - 1])).clamp(0.0, 1.0);
        let [seed, grow] = &self.thresholds;
        let at = |row: &[f64; ERRORS.len()]| row[i - 1] + part * (row[i] - row[i - 1]);
        [at(seed), at(grow)]
    }
}

fn ratio_place(clip_ratio: f64) -> (usize, f64) {
    let log_ratio = f64::from(natural_log((clip_ratio as f32).clamp(1e-3, 1e6)));
    let place = ((log_ratio - RATIO_LOW) / RATIO_STEP).clamp(0.0, (RATIOS - 1) as f64 - 1e-6);
    (place as usize, place.fract())
}

fn node(j: usize) -> f64 {
    libm::exp(LOW + STEP * j as f64)
}

fn log_of(share: f64) -> f64 {
    libm::log(share.max(1e-290))
}

impl Rung {
    fn new(log_exceedance: Vec<f64>, rates: [f64; 2]) -> Self {
        let (spread, lift) = clipped_moments(&log_exceedance);
        let thresholds =
            rates.iter().map(|&pfa| ERRORS.map(|error| predictive(&log_exceedance, pfa, error))).collect();
        Self { log_exceedance, spread, lift, thresholds }
    }
}

/// What a law is below a clip `c`: by parts, `E[X; X < c] = int_0^c P dt - c P(c)` and
/// `E[X^2; X < c] = 2 int_0^c t P dt - c^2 P(c)`.
fn clipped_moments(log_exceedance: &[f64]) -> ([f64; RATIOS], [f64; RATIOS]) {
    let exceedance: Vec<f64> = log_exceedance.iter().map(|&v| libm::exp(v)).collect();
    // Below the first node P is nearly 1.
    let (mut first, mut second) = (node(0), 0.5 * node(0) * node(0));
    let mut nodes = Vec::with_capacity(NODES);
    for j in 0..NODES {
        let (t, p) = (node(j), exceedance[j]);
        if j > 0 {
            let (s, o) = (node(j - 1), exceedance[j - 1]);
            // Simpson's rule in ln t, the middle from its neighbours' logarithms.
            let (mt, mp) = (libm::sqrt(s * t), libm::exp(0.5 * (log_exceedance[j] + log_exceedance[j - 1])));
            first += STEP / 6.0 * (s * o + 4.0 * mt * mp + t * p);
            second += STEP / 6.0 * (s * s * o + 4.0 * mt * mt * mp + t * t * p);
        }
        let below = 1.0 - p;
        let (m1, m2) = (first - t * p, 2.0 * second - t * t * p);
        if below > 1e-3 && m1 > 0.0 {
            nodes.push((libm::log(t * below / m1), m2 * below / (m1 * m1), below / m1));
        }
    }
    let at = |k: usize| {
        let ratio = RATIO_LOW + RATIO_STEP * k as f64;
        let i = nodes.partition_point(|n| n.0 < ratio).clamp(1, nodes.len() - 1);
        let (a, b) = (nodes[i - 1], nodes[i]);
        let part = ((ratio - a.0) / (b.0 - a.0)).clamp(0.0, 1.0);
        (a.1 + part * (b.1 - a.1), a.2 + part * (b.2 - a.2))
    };
    (std::array::from_fn(|k| at(k).0), std::array::from_fn(|k| at(k).1))
}

/// The threshold over an estimated mean that keeps the rate when the estimate, of mean 1, is log-normal with
/// a relative standard deviation of `error`: `E[P(I > T m)] = pfa`.
fn predictive(log_exceedance: &[f64], pfa: f64, error: f64) -> f64 {
    const NORMAL_STEP: f64 = 0.25;
    let log_sd = libm::sqrt(libm::log1p(error * error));
    let points: Vec<(f64, f64)> = (-30..=30)
        .map(|i| {
            let z = NORMAL_STEP * f64::from(i);
            let weight = NORMAL_STEP * libm::exp(-0.5 * z * z) / libm::sqrt(core::f64::consts::TAU);
            ((log_sd * z - 0.5 * log_sd * log_sd) / STEP, weight)
        })
        .collect();
    let rate = |place: f64| -> f64 {
        points
            .iter()
            .map(|&(shift, weight)| weight * libm::exp(interpolated(log_exceedance, place + shift)))
            .sum()
    };
    let (mut low, mut high) = (0.0, (NODES - 2) as f64);
    for _ in 0..24 {
        let middle = 0.5 * (low + high);
        if rate(middle) > pfa { low = middle } else { high = middle }
    }
    libm::exp(LOW + STEP * 0.5 * (low + high))
}

fn interpolated(row: &[f64], place: f64) -> f64 {
    let place = place.clamp(0.0, (NODES - 1) as f64 - 1e-6);
    let j = place as usize;
    row[j] + place.fract() * (row[j + 1] - row[j])
}
