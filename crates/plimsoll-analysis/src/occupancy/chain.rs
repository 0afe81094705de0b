//! Looks speak for their neighbours in time: a chain of two states in continuous time, forward and backward.

use super::fit::Evidence;
use super::{LitVisit, OccupancyParams};
use crate::elapsed::seconds;
use plimsoll_model::{BerthLook, Period};

const DAY_S: f64 = 86_400.0;

/// How often ships come and go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rates {
    /// Share of the time with a ship.
    pub(super) share: f64,
    /// Arrivals at an empty berth and departures from an occupied one together, a day.
    pub(super) change_per_d: f64,
}

impl Rates {
    /// Stays are as long as the lit ones, on average over those and the prior; arrivals are as often as the share of
    /// looks with a ship asks for.
    pub(super) fn new(share: f64, visits: &[&LitVisit], params: &OccupancyParams) -> Self {
        let prior = params.median_stay_d / std::f64::consts::LN_2;
        let worth = params.median_stay_visits;
        let stays = visits.iter().map(|visit| visit.period.duration().as_secs_f64() / DAY_S);
        let (sum, count) = stays.fold((prior * worth, worth), |(sum, count), stay| (sum + stay, count + 1.0));
        let departures_per_d = count / sum;
        let arrivals_per_d = departures_per_d * share / (1.0 - share);
        Self { share, change_per_d: arrivals_per_d + departures_per_d }
    }

    /// Probability of a ship from one look alone.
    pub(super) fn alone(self, evidence: Evidence) -> f64 {
        let odds = libm::log(self.share / (1.0 - self.share)) + evidence.occupied - evidence.empty;
        1.0 / (1.0 + libm::exp(-odds))
    }
}

/// Probability of a ship in each look, given all looks at the berth; `None` where a look has no time or says nothing.
pub(super) fn smooth(
    looks: &[&BerthLook],
    evidence: &[Option<Evidence>],
    visits: &[&LitVisit],
    rates: Rates,
    memory_weight: f64,
) -> Vec<Option<f64>> {
    let mut chain: Vec<(usize, Period, Evidence)> = looks
        .iter()
        .zip(evidence)
        .enumerate()
        .filter_map(|(at, (look, evidence))| Some((at, look.time?, (*evidence)?)))
        .collect();
    chain.sort_by(|a, b| middle_s(a.1).total_cmp(&middle_s(b.1)).then(a.0.cmp(&b.0)));
    let memory: Vec<f64> = chain
        .windows(2)
        .map(|pair| {
            if is_cut(pair[0].1, pair[1].1, visits) {
                0.0
            } else {
                memory_weight.clamp(0.0, 1.0) * memory(pair[0].1, pair[1].1, rates)
            }
        })
        .collect();
    let evidence: Vec<Evidence> = chain.iter().map(|(_, _, evidence)| *evidence).collect();
    let mut out = vec![None; looks.len()];
    for ((at, _, _), p) in chain.iter().zip(forward_backward(&evidence, &memory, rates.share)) {
        out[*at] = Some(p);
    }
    out
}

/// The two passes over looks in order. `memory[k]` is the correlation of look `k` with the next: 1 as it was, 0 anew.
pub(super) fn forward_backward(evidence: &[Evidence], memory: &[f64], share: f64) -> Vec<f64> {
    let stationary = [1.0 - share, share];
    let step = |memory: f64, from: usize, to: usize| {
        let stays = if from == to { memory } else { 0.0 };
        stays + (1.0 - memory) * stationary[to]
    };
    let likely: Vec<[f64; 2]> = evidence
        .iter()
        .map(|e| {
            let most = e.empty.max(e.occupied);
            [libm::exp(e.empty - most), libm::exp(e.occupied - most)]
        })
        .collect();
    let mut forward: Vec<[f64; 2]> = Vec::with_capacity(likely.len());
    for (at, likely) in likely.iter().enumerate() {
        let before = forward.last().map_or(stationary, |last| {
            [0, 1].map(|to| last[0] * step(memory[at - 1], 0, to) + last[1] * step(memory[at - 1], 1, to))
        });
        forward.push(scaled([before[0] * likely[0], before[1] * likely[1]]));
    }
    let mut backward = [0.5, 0.5];
    let mut out = vec![0.0; likely.len()];
    for at in (0..likely.len()).rev() {
        out[at] = scaled([forward[at][0] * backward[0], forward[at][1] * backward[1]])[1];
        if at > 0 {
            let next = [likely[at][0] * backward[0], likely[at][1] * backward[1]];
            let back =
                |from| step(memory[at - 1], from, 0) * next[0] + step(memory[at - 1], from, 1) * next[1];
            backward = scaled([back(0), back(1)]);
        }
    }
    out
}

/// Two numbers made to sum to 1. Both nought says nothing.
fn scaled(pair: [f64; 2]) -> [f64; 2] {
    let sum = pair[0] + pair[1];
    if sum > 0.0 { [pair[0] / sum, pair[1] / sum] } else { [0.5, 0.5] }
}

/// Mean of the correlation over where in their periods the two looks may lie: longer periods, less is known.
fn memory(before: Period, after: Period, rates: Rates) -> f64 {
    let rate = rates.change_per_d;
    let gap_d = (middle_s(after) - middle_s(before)) / DAY_S;
    let spread = |period: Period| {
        let half = rate * period.duration().as_secs_f64() / DAY_S / 2.0;
        if half > 1e-6 { libm::sinh(half.min(50.0)) / half.min(50.0) } else { 1.0 }
    };
    // Periods that overlap may lie in either order; the mean over both is below the product, and never above 1.
    (libm::exp(-rate * gap_d.max(0.0)) * spread(before) * spread(after)).min(1.0)
}

/// True if a lit ship comes or goes between two looks: what lay there before says nothing of after.
fn is_cut(before: Period, after: Period, visits: &[&LitVisit]) -> bool {
    let (from, to) = (middle_s(before), middle_s(after));
    visits.iter().any(|visit| {
        let ends = [visit.period.start(), visit.period.end()];
        ends.iter().any(|end| {
            let end = seconds(jiff::Timestamp::UNIX_EPOCH, *end);
            from < end && end <= to
        })
    })
}

/// The middle of a period, seconds.
fn middle_s(period: Period) -> f64 {
    let epoch = jiff::Timestamp::UNIX_EPOCH;
    (seconds(epoch, period.start()) + seconds(epoch, period.end())) / 2.0
}

#[cfg(test)]
mod tests {
    use super::{Evidence, forward_backward};

    /// Every path of states, weighed and summed.
    fn by_all_paths(evidence: &[Evidence], memory: &[f64], share: f64) -> Vec<f64> {
        let (mut sum, mut with) = (0.0, vec![0.0; evidence.len()]);
        for path in 0..1_usize << evidence.len() {
            let state = |at: usize| path >> at & 1 == 1;
            let alone = |is: bool| if is { share } else { 1.0 - share };
            let mut weight = alone(state(0));
            for at in 0..evidence.len() {
                let seen = &evidence[at];
                weight *= (if state(at) { seen.occupied } else { seen.empty }).exp();
                if at > 0 {
                    let stays = if state(at) == state(at - 1) { memory[at - 1] } else { 0.0 };
                    weight *= stays + (1.0 - memory[at - 1]) * alone(state(at));
                }
            }
            sum += weight;
            (0..evidence.len()).filter(|at| state(*at)).for_each(|at| with[at] += weight);
        }
        with.into_iter().map(|with| with / sum).collect()
    }

    #[test]
    fn two_passes_are_the_sum_over_all_paths() {
        let mut seed = 5_u64;
        let mut unit = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1_u64 << 53) as f64
        };
        for length in 1..=9 {
            let evidence: Vec<Evidence> = (0..length)
                .map(|_| Evidence { empty: 6.0 * unit() - 3.0, occupied: 6.0 * unit() - 3.0 })
                .collect();
            let memory: Vec<f64> = (1..length).map(|_| unit()).collect();
            let share = 0.05 + 0.9 * unit();
            let fast = forward_backward(&evidence, &memory, share);
            for (fast, slow) in fast.iter().zip(by_all_paths(&evidence, &memory, share)) {
                assert!((fast - slow).abs() < 1e-12, "{fast} {slow}");
            }
        }
        assert!(forward_backward(&[], &[], 0.3).is_empty());
    }
}
