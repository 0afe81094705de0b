//! What a posterior says of the finding.

use crate::oil::grouped;
use crate::season::{SeasonCall, SeasonInput, SeasonPosterior};
use crate::wording;
use plimsoll_model::Estimate;

/// The finding after a challenge.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    /// Share of the draws in which the cap was crossed.
    pub(super) p_exceeded: f64,
    /// Calls: 5th, 50th, 95th percentile.
    pub(super) calls: Estimate<f64>,
    /// Barrels: the same.
    pub(super) barrels: Estimate<f64>,
}

impl Outcome {
    pub(super) fn of(drawn: &SeasonPosterior, input: &SeasonInput) -> Self {
        let calls = drawn.draws.iter().map(|draw| draw.calls.len() as f64).collect();
        let barrels = drawn.draws.iter().map(|draw| draw.total_bbl).collect();
        let p_exceeded = p_exceeded(drawn, input, |_, call| call.volume_bbl);
        Self { p_exceeded, calls: percentiles(calls), barrels: percentiles(barrels) }
    }

    pub(super) fn in_words(&self) -> String {
        let calls = self.calls;
        let barrels = wording::rounded(self.barrels);
        format!(
            "{} that the cap was exceeded, with {:.0} calls ({:.0} to {:.0}) and {} barrels ({} to {})",
            lowered(&wording::phrase(self.p_exceeded).unwrap_or_default()),
            calls.mid(),
            calls.low(),
            calls.high(),
            grouped(barrels.mid()),
            grouped(barrels.low()),
            grouped(barrels.high())
        )
    }
}

/// With a small first letter, for the middle of a sentence.
fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// In which share of the draws the cap is exceeded, with so many barrels of each call of each draw in its place.
pub(super) fn p_exceeded(
    drawn: &SeasonPosterior,
    input: &SeasonInput,
    barrels: impl Fn(usize, &SeasonCall) -> f64,
) -> f64 {
    let (from, to) = input.cap_window_h;
    let exceeds = |(number, draw): (usize, &crate::season::SeasonDraw)| {
        let counts = draw.calls.iter().filter(|call| (from..to).contains(&call.departure_h));
        input.notified_bbl + counts.map(|call| barrels(number, call)).sum::<f64>() > input.cap_bbl
    };
    let crossed = drawn.draws.iter().enumerate().filter(|draw| exceeds(*draw)).count();
    crossed as f64 / drawn.draws.len().max(1) as f64
}

/// 5th, 50th and 95th percentile, by rank; zeros of nothing.
fn percentiles(mut values: Vec<f64>) -> Estimate<f64> {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = (share * values.len().saturating_sub(1) as f64).round() as usize;
        values.get(rank).copied().unwrap_or(0.0)
    };
    Estimate::new(at(0.05), at(0.5), at(0.95)).unwrap_or_else(zero)
}

fn zero() -> Estimate<f64> {
    Estimate::new(0.0, 0.0, 0.0).expect("zeros are in order")
}
