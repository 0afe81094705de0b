//! The figures of a score of detections: shares, recall, precision, lengths; as a table.

use super::detections::{DetectionScore, FalseCause, FalseDetection, MatchParams, ShipOutcome};
use serde::Serialize;
use std::fmt::Write;

/// How often of how often, with the 95 % interval of Wilson (1927).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// How often.
    pub of: usize,
    /// Among so many.
    pub among: usize,
}

impl Share {
    /// The share itself; NaN of none.
    pub fn value(&self) -> f64 {
        self.of as f64 / self.among as f64
    }

    /// Its 95 % interval; (0, 1) of none.
    pub fn interval(&self) -> (f64, f64) {
        if self.among == 0 {
            return (0.0, 1.0);
        }
        let (n, p, z) = (self.among as f64, self.value(), 1.959_964);
        let middle = p + z * z / (2.0 * n);
        let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + z * z / n;
        (((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0))
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.among == 0 {
            return write!(f, "none (0/0)");
        }
        let (low, high) = self.interval();
        write!(f, "{:.3} ({}/{}, {low:.2}-{high:.2})", self.value(), self.of, self.among)
    }
}

/// Found, false and missed of a selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Ships found.
    pub found: usize,
    /// Ships missed.
    pub missed: usize,
    /// Detections that are none.
    pub wrong: usize,
}

impl Counts {
    /// Counts over scenes: the ships that `ship` takes, the false detections that `wrong` takes.
    pub fn of<'a>(
        scores: impl IntoIterator<Item = &'a DetectionScore>,
        ship: impl Fn(&ShipOutcome) -> bool,
        wrong: impl Fn(&FalseDetection) -> bool,
    ) -> Self {
        let mut counts = Self::default();
        for score in scores {
            for outcome in score.ships.iter().filter(|s| ship(s)) {
                if outcome.found.is_some() {
                    counts.found += 1;
                } else {
                    counts.missed += 1;
                }
            }
            counts.wrong += score.false_detections.iter().filter(|f| wrong(f)).count();
        }
        counts
    }

    /// Of the ships, those found.
    pub fn recall(&self) -> Share {
        Share { of: self.found, among: self.found + self.missed }
    }
    /// Of the detections, those that are ships.
    pub fn precision(&self) -> Share {
        Share { of: self.found, among: self.found + self.wrong }
    }
    /// Harmonic mean of both; NaN where there was nothing to find and nothing reported.
    pub fn f1(&self) -> f64 {
        2.0 * self.found as f64 / (2 * self.found + self.missed + self.wrong) as f64
    }
}

/// How well lengths are measured, over the ships found with one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LengthScore {
    /// Ships with a measured length.
    pub count: usize,
    /// Mean absolute error, m.
    pub mae_m: f64,
    /// Mean error, m.
    pub bias_m: f64,
    /// Mean of the absolute error over the true length.
    pub mean_relative: f64,
    /// Intervals that hold the true length.
    pub covered: Share,
    /// Mean width of the intervals, m.
    pub mean_width_m: f64,
    /// Mean of the width over the true length.
    pub mean_relative_width: f64,
}

impl LengthScore {
    /// Over the ships found.
    pub fn of<'a>(scores: impl IntoIterator<Item = &'a DetectionScore>) -> Self {
        let mut total = Self::default();
        for ship in scores.into_iter().flat_map(|s| &s.ships) {
            let Some((found, _)) = &ship.found else { continue };
            let Some(length) = found.length_m else { continue };
            total.count += 1;
            total.mae_m += (length - ship.length_m).abs();
            total.bias_m += length - ship.length_m;
            total.mean_relative += (length - ship.length_m).abs() / ship.length_m;
            if let (Some(low), Some(high)) = (found.length_low_m, found.length_high_m) {
                total.covered.among += 1;
                total.covered.of += usize::from((low..=high).contains(&ship.length_m));
                total.mean_width_m += high - low;
                total.mean_relative_width += (high - low) / ship.length_m;
            }
        }
        let (count, intervals) = (total.count.max(1) as f64, total.covered.among.max(1) as f64);
        total.mae_m /= count;
        total.bias_m /= count;
        total.mean_relative /= count;
        total.mean_width_m /= intervals;
        total.mean_relative_width /= intervals;
        total
    }
}

/// Bins of true length, m.
pub const LENGTH_BINS_M: [(f64, f64); 6] =
    [(15.0, 30.0), (30.0, 40.0), (40.0, 60.0), (60.0, 100.0), (100.0, 160.0), (160.0, 500.0)];
/// Bins of wind, m/s.
pub const WIND_BINS_M_S: [(f64, f64); 3] = [(3.0, 6.0), (6.0, 10.0), (10.0, 14.5)];
/// Bins of distance to land or pier, m.
pub const SHORE_BINS_M: [(f64, f64); 4] = [(0.0, 100.0), (100.0, 1000.0), (1000.0, 2000.0), (2000.0, 1e9)];

fn within(value: f64, bin: (f64, f64)) -> bool {
    value >= bin.0 && value < bin.1
}

/// The whole of a detector's score as text: recall by length, wind and distance to shore; F1 by wind, near shore and
/// in all; false detections by cause and per 10,000 km2; lengths.
pub fn detections_table(scores: &[DetectionScore], params: &MatchParams) -> String {
    let mut text = String::new();
    let mut put = |line: String| writeln!(text, "{line}").expect("a String takes all that is written to it");
    let row = |name: &str, counts: Counts| {
        let (recall, precision) = (counts.recall(), counts.precision());
        let f1 = if counts.f1().is_nan() { "none".into() } else { format!("{:.3}", counts.f1()) };
        format!("{name:<22} recall {recall}  precision {precision}  F1 {f1}")
    };
    put("simulated scenes, invented ships; shares with their 95 % interval".to_owned());
    put(row("all", Counts::of(scores, |_| true, |_| true)));
    let near = |d: Option<f64>| d.is_some_and(|d| d <= params.near_shore_m);
    let near_counts = Counts::of(scores, |s| near(s.shore_distance_m), |f| near(f.shore_distance_m));
    put(row("near shore", near_counts));
    for bin in WIND_BINS_M_S {
        let scores = scores.iter().filter(|s| within(s.wind_m_s, bin));
        put(row(&format!("wind {}-{} m/s", bin.0, bin.1), Counts::of(scores, |_| true, |_| true)));
    }
    for bin in LENGTH_BINS_M {
        let recall = Counts::of(scores, |s| within(s.length_m, bin), |_| false).recall();
        put(format!("{:<22} recall {recall}", format!("{}-{} m long", bin.0, bin.1)));
    }
    for bin in SHORE_BINS_M {
        let shore = |d: Option<f64>| within(d.unwrap_or(1e8), bin);
        let counts = Counts::of(scores, |s| shore(s.shore_distance_m), |f| shore(f.shore_distance_m));
        let name = if bin.1 > 1e8 {
            format!("over {} m off shore", bin.0)
        } else {
            format!("{}-{} m off shore", bin.0, bin.1)
        };
        put(row(&name, counts));
    }
    put(row("berthed", Counts::of(scores, |s| s.is_berthed, |_| false)));
    let water: f64 = scores.iter().map(|s| s.water_km2).sum();
    for cause in
        [FalseCause::Sea, FalseCause::Ghost, FalseCause::Again, FalseCause::Fixture, FalseCause::Shore]
    {
        let count = Counts::of(scores, |_| false, |f| f.cause == cause).wrong;
        put(format!("false, {cause:<14?} {count:>5}  {:>9.1} per 10,000 km2", count as f64 / water * 1e4));
    }
    let l = LengthScore::of(scores);
    put(format!(
        "length of {}: MAE {:.1} m, bias {:+.1} m, {:.1} % of the length; interval holds {}, width {:.1} m, {:.0} % of \
         the length",
        l.count,
        l.mae_m,
        l.bias_m,
        100.0 * l.mean_relative,
        l.covered,
        l.mean_width_m,
        100.0 * l.mean_relative_width,
    ));
    text
}
