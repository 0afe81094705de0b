//! Weights of several readings of one image, and what a weighted sum of them is worth.

use super::{FreeboardSeen, POINTS};
use plimsoll_model::{ErrorTerm, Station};
use std::collections::BTreeMap;

/// A number for each reading: what it counts for in a sum.
pub(super) type Weights = Vec<f64>;

/// The least variance that a reading is given, so that one without error does not divide by nothing.
const LEAST_VARIANCE: f64 = 1e-8;

fn is_own(term: &ErrorTerm) -> bool {
    term.source.starts_with(POINTS)
}

/// Variance of a reading without what is the same in every image of the hull.
fn variance(seen: &FreeboardSeen) -> f64 {
    let terms = seen.terms.iter().filter(|t| !t.is_of_hull);
    terms.map(|t| t.sd_m * t.sd_m).sum::<f64>().max(LEAST_VARIANCE)
}

/// Variance of the points of a reading.
fn own_variance(seen: &FreeboardSeen) -> f64 {
    let terms = seen.terms.iter().filter(|t| is_own(t));
    terms.map(|t| t.sd_m * t.sd_m).sum::<f64>().max(LEAST_VARIANCE)
}

/// What each reading counts for in the mean of a station: the two sides alike, people within a side and methods within a
/// person by the inverse of their variances.
pub(super) fn station_weights(seen: &[&FreeboardSeen], station: Station) -> Option<Weights> {
    let mut sides: BTreeMap<_, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
    for (i, s) in seen.iter().enumerate().filter(|(_, s)| s.station == station) {
        sides.entry(s.side).or_default().entry(&s.analyst).or_default().push(i);
    }
    // Where a side is named, a reading of which none is named tells nothing that could balance a heel.
    if sides.keys().any(Option::is_some) {
        sides.remove(&None);
    }
    if sides.is_empty() {
        return None;
    }
    let mut weights = vec![0.0; seen.len()];
    let share = 1.0 / sides.len() as f64;
    for analysts in sides.values() {
        let parts: Vec<(f64, Vec<(usize, f64)>)> = analysts.values().map(|of| methods(seen, of)).collect();
        let all: f64 = parts.iter().map(|(precision, _)| precision).sum();
        for (precision, methods) in parts {
            methods.into_iter().for_each(|(i, w)| weights[i] = share * w * precision / all);
        }
    }
    Some(weights)
}

/// One person's methods at one station: the precision of their mean, and what each counts for. They rest on the same
/// points, so that many methods are no better than one.
fn methods(seen: &[&FreeboardSeen], of: &[usize]) -> (f64, Vec<(usize, f64)>) {
    let precisions: Vec<f64> = of.iter().map(|i| 1.0 / variance(seen[*i])).collect();
    let all: f64 = precisions.iter().sum();
    let weights: Vec<(usize, f64)> = of.iter().zip(&precisions).map(|(i, p)| (*i, p / all)).collect();
    let sd: f64 = weights.iter().map(|(i, w)| w * variance(seen[*i]).sqrt()).sum();
    (1.0 / (sd * sd), weights)
}

/// The error of a weighted sum, term by term. Points of one person at one station of one side are one error; what is not
/// of points is one error of the image.
pub(super) fn terms_of(seen: &[&FreeboardSeen], weights: &[f64]) -> Vec<ErrorTerm> {
    let mut sums: BTreeMap<(&str, bool, Option<_>), f64> = BTreeMap::new();
    for (s, w) in seen.iter().zip(weights) {
        for term in &s.terms {
            let whose = is_own(term).then_some((s.analyst.as_str(), s.station, s.side));
            *sums.entry((&term.source, term.is_of_hull, whose)).or_default() += w * term.sd_m;
        }
    }
    let mut variances: BTreeMap<(&str, bool), f64> = BTreeMap::new();
    for ((source, is_of_hull, _), sum) in sums {
        *variances.entry((source, is_of_hull)).or_default() += sum * sum;
    }
    let term = |((source, is_of_hull), variance): ((&str, bool), f64)| ErrorTerm {
        source: source.to_owned(),
        sd_m: variance.sqrt(),
        is_of_hull,
    };
    variances.into_iter().map(term).filter(|t| t.sd_m > 0.0).collect()
}

/// What people differ by beyond their points: a variance of each person's readings, all of them together.
///
/// The spread between people at a station, by that of their points, is chi squared with one degree of freedom less than
/// people. It is taken together with `prior_readings` readings that spread as the points say, and never lowers an error:
/// two people who agree by luck prove nothing.
pub(super) fn excess_between_raters(seen: &[&FreeboardSeen], prior_readings: f64) -> f64 {
    let mut places: BTreeMap<_, BTreeMap<_, Vec<&FreeboardSeen>>> = BTreeMap::new();
    for s in seen {
        places.entry((s.station, s.side)).or_default().entry(s.method).or_default().push(s);
    }
    let (mut squares, mut freedom) = (0.0, 0.0);
    let mut compared: Vec<f64> = Vec::new();
    for methods in places.values() {
        // One method a place: the others rest on the same points.
        let Some(readings) = methods.values().max_by_key(|r| (r.len(), std::cmp::Reverse(r[0].method)))
        else {
            continue;
        };
        if readings.len() < 2 {
            continue;
        }
        let precision: Vec<f64> = readings.iter().map(|s| 1.0 / own_variance(s)).collect();
        let all: f64 = precision.iter().sum();
        let mean = readings.iter().zip(&precision).map(|(s, p)| s.height_m * p).sum::<f64>() / all;
        squares += readings.iter().zip(&precision).map(|(s, p)| p * (s.height_m - mean).powi(2)).sum::<f64>();
        freedom += readings.len() as f64 - 1.0;
        compared.extend(readings.iter().map(|s| own_variance(s)));
    }
    if compared.is_empty() {
        return 0.0;
    }
    let factor = (prior_readings + squares) / (prior_readings + freedom);
    let mean_variance = compared.iter().sum::<f64>() / compared.len() as f64;
    (factor - 1.0).max(0.0) * mean_variance
}

/// Standard deviation that a variance of each person's readings leaves in a weighted sum.
pub(super) fn rater_sd(seen: &[&FreeboardSeen], weights: &[f64], excess: f64) -> f64 {
    let mut people: BTreeMap<&str, f64> = BTreeMap::new();
    seen.iter().zip(weights).for_each(|(s, w)| *people.entry(&s.analyst).or_default() += w);
    (people.values().map(|w| w * w).sum::<f64>() * excess).sqrt()
}

/// Sum of the readings by weight.
pub(super) fn sum_of(seen: &[&FreeboardSeen], weights: &[f64]) -> f64 {
    seen.iter().zip(weights).map(|(s, w)| w * s.height_m).sum()
}
