//! What is asked of a season, the truth of it, and how an estimate does beside it.

use super::emulated::Cap;
use super::figures::{crps, percentile, rank};
use plimsoll_analysis::season::SeasonPosterior;
use plimsoll_simulate::season::SeasonTruth;
use serde::Serialize;

/// The quantities that are asked for.
pub const QUANTITIES: [(&str, &str); 4] =
    [("calls", ""), ("barrels", "bbl"), ("crossing of the cap", "h"), ("share listed", "")];

/// Estimates as draws, each list in the same order of draws. A crossing that never happens is infinite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Calls that arrive inside the period.
    pub calls: Vec<f64>,
    /// Their barrels.
    pub barrels: Vec<f64>,
    /// Departure with which the cap is crossed, h.
    pub crossing: Vec<f64>,
    /// Share of the calls by ships listed on arrival; 0 without calls.
    pub listed_share: Vec<f64>,
}

impl Answer {
    /// What a posterior answers.
    pub fn of_posterior(posterior: &SeasonPosterior) -> Self {
        let draws = &posterior.draws;
        let share = |listed: usize, calls: usize| listed as f64 / calls.max(1) as f64;
        Self {
            calls: draws.iter().map(|draw| draw.calls.len() as f64).collect(),
            barrels: draws.iter().map(|draw| draw.total_bbl).collect(),
            crossing: draws.iter().map(|draw| draw.crossing_h.unwrap_or(f64::INFINITY)).collect(),
            listed_share: draws.iter().map(|draw| share(draw.listed_calls, draw.calls.len())).collect(),
        }
    }

    const fn lists(&self) -> [&Vec<f64>; 4] {
        [&self.calls, &self.barrels, &self.crossing, &self.listed_share]
    }

    /// Beside the truth. A crossing after the end, or none, counts as one at the end in scores and widths, not in ranks.
    pub fn scores(&self, truth: &[f64; 4], end_h: f64, seed: u64) -> [Score; 4] {
        std::array::from_fn(|k| Score::of(self.lists()[k], truth[k], end_h, coin(seed, k as u64)))
    }
}

/// How one estimate did.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Score {
    /// What really was; none for a cap that was never crossed.
    pub truth: Option<f64>,
    /// Median of the estimate, cut at the end of the period for a crossing.
    pub mid: f64,
    /// Where the truth lies among the draws, 0 to 1.
    pub rank: f64,
    /// Width of the middle 50 %.
    pub width_50: f64,
    /// Width of the middle 90 %.
    pub width_90: f64,
    /// Continuous ranked probability score.
    pub crps: f64,
}

impl Score {
    fn of(draws: &[f64], truth: f64, end_h: f64, coin: f64) -> Self {
        // Only crossings can be infinite: these alone are cut.
        let has_end = truth.is_infinite() || draws.iter().any(|draw| draw.is_infinite());
        let cut = |x: f64| if has_end { x.min(end_h) } else { x };
        let cut_draws: Vec<f64> = draws.iter().map(|draw| cut(*draw)).collect();
        let at = |share: f64| percentile(&cut_draws, share);
        Self {
            truth: truth.is_finite().then_some(truth),
            mid: at(0.5),
            rank: rank(draws, truth, coin),
            width_50: at(0.75) - at(0.25),
            width_90: at(0.95) - at(0.05),
            crps: crps(&cut_draws, cut(truth)),
        }
    }

    /// The middle so many of the estimate hold the truth. With the rank spread evenly this is so exactly as often.
    pub fn holds(&self, share: f64) -> bool {
        (self.rank - 0.5).abs() <= share / 2.0
    }
}

/// A number in [0, 1) from the seed: which of equal draws the truth stands beside.
fn coin(seed: u64, quantity: u64) -> f64 {
    // SplitMix64 (Steele, Lea and Flood 2014).
    let mut z =
        seed.wrapping_mul(4).wrapping_add(quantity).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// What really was, in the order of [`QUANTITIES`].
pub fn truth_of(truth: &SeasonTruth, cap: Cap) -> [f64; 4] {
    let calls: Vec<_> = truth.counted().collect();
    let mut departures: Vec<(f64, f64)> = calls
        .iter()
        .filter(|call| (cap.window_h.0..cap.window_h.1).contains(&call.departure_h))
        .map(|call| (call.departure_h, call.volume_bbl))
        .collect();
    departures.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = cap.notified_bbl;
    let crossing = departures.iter().find(|(_, volume_bbl)| {
        sum += volume_bbl;
        sum > cap.cap_bbl
    });
    let listed = calls.iter().filter(|call| call.is_listed).count();
    [
        calls.len() as f64,
        calls.iter().map(|call| call.volume_bbl).sum(),
        crossing.map_or(f64::INFINITY, |(departure_h, _)| *departure_h),
        listed as f64 / calls.len().max(1) as f64,
    ]
}
