//! Which ships a sensor cannot tell apart, and how often a stranger would fit as well.

use super::evidence::root_of_squares;
use super::{Candidate, Fact, Population, Seen, Size};
use crate::draws::{normal_cdf, quantile};

/// How well a sensor measures; an absent number is not measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Eye {
    /// Length, sd, m.
    pub length_sd_m: Option<f64>,
    /// Beam, sd, m.
    pub beam_sd_m: Option<f64>,
    /// Superstructure, share of the length, sd.
    pub superstructure_sd: Option<f64>,
}

/// How often the better of two candidates is the right one, when either is as likely beforehand: `Phi(d / 2)` with `d` the distance
/// of the two in standard deviations of what the sensor and the register leave open (Duda, Hart and Stork 2001, 2.6).
/// What is not measured, or not known of both, tells nothing: 0.5 is a coin.
pub fn told_apart(a: &Candidate, b: &Candidate, eye: &Eye) -> f64 {
    let part = |a: Option<Fact>, b: Option<Fact>, sd: Option<f64>| match (a, b, sd) {
        (Some((a, sd_a)), Some((b, sd_b)), Some(sd)) => {
            // The mean of the two variances: the register may know one of them better.
            let variance = sd * sd + (sd_a * sd_a + sd_b * sd_b) / 2.0;
            (a - b) * (a - b) / variance
        }
        _ => 0.0,
    };
    let squares = part(a.length_m, b.length_m, eye.length_sd_m)
        + part(a.beam_m, b.beam_m, eye.beam_sd_m)
        + part(a.superstructure, b.superstructure, eye.superstructure_sd);
    normal_cdf(squares.sqrt() / 2.0)
}

/// Classes of candidates that a sensor tells apart more seldom than `least`: joined where any two of them are sisters, each in
/// order, in order of their first. A class of one is a ship that can be known by her sizes.
pub fn sister_classes(candidates: &[Candidate], eye: &Eye, least: f64) -> Vec<Vec<usize>> {
    let mut class: Vec<usize> = (0..candidates.len()).collect();
    for a in 0..candidates.len() {
        for b in a + 1..candidates.len() {
            if told_apart(&candidates[a], &candidates[b], eye) < least && class[a] != class[b] {
                let (keep, drop) = (class[a].min(class[b]), class[a].max(class[b]));
                class.iter_mut().filter(|of| **of == drop).for_each(|of| *of = keep);
            }
        }
    }
    (0..candidates.len())
        .filter(|first| class[*first] == *first)
        .map(|first| (0..candidates.len()).filter(|at| class[*at] == first).collect())
        .collect()
}

/// Points of the quasi-random sequence: the rate is known to about 0.001.
const POINTS: u32 = 4096;

/// The chance that a random ship of the population, seen with the same errors, would fit a candidate as well as what was seen does:
/// share of the population whose squared distance from the candidate, in standard deviations, is no greater. `None` if nothing
/// was measured that is known of the candidate.
pub fn coincidence(seen: &Seen, candidate: &Candidate, population: &Population) -> Option<f64> {
    let length = seen.length.zip(candidate.length_m).map(|(size, known)| match size {
        Size::Plain(value, sd) => (value, sd, known),
        Size::Log(value, ln_sd) => (value, ln_sd * value, known),
    });
    let beam = seen.beam_m.zip(candidate.beam_m).map(|((value, sd), known)| (value, sd, known));
    let superstructure =
        seen.superstructure.zip(candidate.superstructure).map(|((value, sd), known)| (value, sd, known));
    let square = |value: f64, sd: f64, (mean, own): Fact| {
        let z = (value - mean) / root_of_squares(sd, own);
        z * z
    };
    let facts = [length, beam, superstructure];
    let seen_square: f64 = facts.iter().flatten().map(|(value, sd, known)| square(*value, *sd, *known)).sum();
    facts.iter().any(Option::is_some).then_some(())?;
    let fitting = (1..=POINTS).filter(|point| {
        let z = |prime| quantile(radical_inverse(*point, prime));
        let length_m = population.length_m.0 * libm::exp(population.length_m.1 * z(2));
        let ratio = population.length_to_beam.0 * libm::exp(population.length_to_beam.1 * z(3));
        let stern = population.superstructure.0 + population.superstructure.1 * z(5);
        let truths = [(length_m, 7), (length_m / ratio, 11), (stern, 13)];
        let stranger: f64 = facts
            .iter()
            .zip(truths)
            .filter_map(|(fact, truth)| fact.map(|fact| (fact, truth)))
            .map(|((_, sd, known), (truth, prime))| square(truth + sd * z(prime), sd, known))
            .sum();
        stranger <= seen_square
    });
    Some((fitting.count() as f64 + 1.0) / f64::from(POINTS + 1))
}

/// The digits of a number in a base, mirrored at the point (Halton 1960).
fn radical_inverse(mut number: u32, base: u32) -> f64 {
    let (mut share, mut sum) = (1.0, 0.0);
    while number > 0 {
        share /= f64::from(base);
        sum += share * f64::from(number % base);
        number /= base;
    }
    sum
}
