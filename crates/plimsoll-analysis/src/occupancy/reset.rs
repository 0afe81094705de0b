//! When a berth has changed for good: a shed is built, a crane is put up. What was learnt before is not used after.

use super::OccupancyParams;
use super::emission::Features;
use super::fit::{Model, quantile};
use super::label::Label;
use crate::elapsed::seconds;
use plimsoll_model::{BerthLook, Period};

/// So many moments, at which levels before and after differ most, are looked into.
const MOMENTS: usize = 3;
/// Share of looks, by contrast, below which lies the level of an empty berth.
const EMPTY_SHARE: f64 = 0.25;

/// The looks of a stack that share a model.
type Part = (Vec<usize>, Model);

/// The parts of a stack in which the berth looks alike, each with what is learnt from it. `members` are in order of time;
/// each has features.
pub(super) fn parts(
    members: &[usize],
    looks: &[&BerthLook],
    features: &[Option<Features>],
    labels: &[Label],
    params: &OccupancyParams,
) -> Vec<Part> {
    let learn = |part: &[usize]| -> Part {
        let seen: Vec<(&Features, Label)> =
            part.iter().filter_map(|at| Some((features[*at].as_ref()?, labels[*at]))).collect();
        (part.to_vec(), Model::fit(&seen, params))
    };
    // Parts that may still be cut lie on the stack, the earliest on top.
    let mut open = vec![learn(members)];
    let mut done = Vec::new();
    while let Some(part) = open.pop() {
        let moments = moments(&part.0, looks, features, params);
        let cuts = moments.into_iter().map(|at| [learn(&part.0[..at]), learn(&part.0[at..])]);
        let best = cuts.max_by(|a, b| gain(a, &part).total_cmp(&gain(b, &part)));
        match best.filter(|cut| gain(cut, &part) > params.reset_gain) {
            Some([before, after]) => open.extend([after, before]),
            None => done.push(part),
        }
    }
    done
}

/// How much more likely looks and levels are if they are learnt apart.
fn gain(cut: &[Part; 2], whole: &Part) -> f64 {
    cut[0].1.score + cut[1].1.score - whole.1.score
}

/// Where a part may be cut: enough looks and time on either side, the greatest steps of quay and empty berth first.
fn moments(
    part: &[usize],
    looks: &[&BerthLook],
    features: &[Option<Features>],
    params: &OccupancyParams,
) -> Vec<usize> {
    let least = params.reset_looks.max(2);
    let span_d = |part: &[usize]| -> Option<f64> {
        let time = |at: Option<&usize>| looks[*at?].time.map(Period::start);
        Some(seconds(time(part.first())?, time(part.last())?) / 86_400.0)
    };
    let is_long = |part: &[usize]| span_d(part).is_some_and(|days| days >= params.reset_d);
    let mut steps: Vec<(f64, usize)> = (least..part.len().saturating_sub(least - 1))
        .filter(|at| is_long(&part[..*at]) && is_long(&part[*at..]))
        .map(|at| (step(&part[..at], &part[at..], features), at))
        .collect();
    steps.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, at) in steps {
        // Neighbours in time say the same.
        if chosen.len() < MOMENTS && chosen.iter().all(|other| other.abs_diff(at) > 2) {
            chosen.push(at);
        }
    }
    chosen
}

/// How far quay and empty berth lie apart before and after, dB, weighted by how many looks say so.
fn step(before: &[usize], after: &[usize], features: &[Option<Features>]) -> f64 {
    let level = |part: &[usize], value: &dyn Fn(&Features) -> Option<f64>, share: f64| {
        quantile(part.iter().filter_map(|at| value(features[*at].as_ref()?)), share)
    };
    let apart = |value: &dyn Fn(&Features) -> Option<f64>, share: f64| {
        let levels = level(before, value, share).zip(level(after, value, share));
        levels.map_or(0.0, |(before, after)| (after - before).abs())
    };
    let steps =
        (0..2).map(|band| apart(&|f| f.water_db[band], 0.5).max(apart(&|f| f.values[band], EMPTY_SHARE)));
    let (n, m) = (before.len() as f64, after.len() as f64);
    steps.sum::<f64>() * libm::sqrt(n * m / (n + m))
}
