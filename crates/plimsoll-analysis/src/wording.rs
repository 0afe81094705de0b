//! How a number is said: likelihood in the terms of ICD 203, and barrels without digits that mean nothing.
//!
//! Source: Intelligence Community Directive 203, Analytic Standards (2 January 2015), D.6.e(2). Only its first row of
//! terms is used; a confidence level never stands in a sentence with a likelihood. `docs/methods/wording.md`.

use plimsoll_model::Estimate;

/// The terms from the least to the most likely.
pub const TERMS: [&str; 7] = [
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
];

/// The term for a probability; `None` if it is none. The directive's bands share their edges; here each edge belongs
/// to the band further from one half, and 45 and 55 % to the middle one, so that the scale is symmetric.
pub fn likelihood(probability: f64) -> Option<&'static str> {
    if !(0.0..=1.0).contains(&probability) {
        return None;
    }
    let place = match probability {
        p if p <= 0.05 => 0,
        p if p <= 0.20 => 1,
        p if p < 0.45 => 2,
        p if p <= 0.55 => 3,
        p if p < 0.80 => 4,
        p if p < 0.95 => 5,
        _ => 6,
    };
    Some(TERMS[place])
}

/// The probability in per cent, whole; beyond 1 and 99 the draws of a model say nothing more, and the scale ends.
pub fn percent(probability: f64) -> Option<String> {
    if !(0.0..=1.0).contains(&probability) {
        return None;
    }
    Some(match probability {
        p if p < 0.01 => "less than 1 %".to_owned(),
        p if p > 0.99 => "more than 99 %".to_owned(),
        p => format!("{:.0} %", whole_per_cent(p)),
    })
}

/// The nearest whole per cent that belongs to the same term.
fn whole_per_cent(probability: f64) -> f64 {
    let nearest = (probability * 100.0).round();
    let is_same = |whole: f64| likelihood(whole / 100.0) == likelihood(probability);
    [nearest, nearest - 1.0, nearest + 1.0].into_iter().find(|whole| is_same(*whole)).unwrap_or(nearest)
}

/// Term and per cent: `very likely (87 %)`. The whole per cent shown never leave the band of the term.
pub fn likelihood_in_words(probability: f64) -> Option<String> {
    Some(format!("{} ({})", likelihood(probability)?, percent(probability)?))
}

/// The words that begin a sentence about it: `It is very likely (87 %)`, `There is almost no chance (2 %)`.
pub fn phrase(probability: f64) -> Option<String> {
    let (term, words) = (likelihood(probability)?, likelihood_in_words(probability)?);
    let is_noun = term == TERMS[0] || term == TERMS[3];
    let article = if term == TERMS[3] { "a " } else { "" };
    Some(if is_noun { format!("There is {article}{words}") } else { format!("It is {words}") })
}

/// Which words stand for which probabilities, and who owns an edge, in one sentence.
pub fn legend() -> String {
    "ICD 203: almost no chance to 5 %, very unlikely to 20 %, unlikely below 45 %, roughly even chance 45 to 55 %, \
     likely below 80 %, very likely below 95 %, almost certain from 95 %. Where two bands share an edge, it belongs to the \
     one further from even."
        .to_owned()
}

/// True if a sentence holds a confidence level and a likelihood, which ICD 203, D.6.e(2)(b), forbids.
pub fn mixes_confidence_and_likelihood(sentence: &str) -> bool {
    let sentence = sentence.to_lowercase();
    sentence.contains("confidence") && TERMS.iter().any(|term| sentence.contains(term))
}

/// The step to which an interval is rounded: two significant figures of its width.
fn step(width: f64) -> f64 {
    if width <= 0.0 { 1.0 } else { libm::pow(10.0, libm::floor(libm::log10(width)) - 1.0).max(1.0) }
}

/// An estimate rounded for a headline: each number to the nearest step of two significant figures of the width.
pub fn rounded(estimate: Estimate<f64>) -> Estimate<f64> {
    let step = step(estimate.high() - estimate.low());
    estimate.map(|x| (x / step).round() * step).unwrap_or(estimate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oil::grouped;

    fn shown(estimate: Estimate<f64>) -> [String; 3] {
        let e = rounded(estimate);
        [e.low(), e.mid(), e.high()].map(grouped)
    }

    #[test]
    fn every_edge_has_one_owner_and_the_scale_is_symmetric() {
        let edges = [
            (0.0, 0),
            (0.05, 0),
            (0.0501, 1),
            (0.20, 1),
            (0.2001, 2),
            (0.4499, 2),
            (0.45, 3),
            (0.55, 3),
            (0.5501, 4),
            (0.7999, 4),
            (0.80, 5),
            (0.9499, 5),
            (0.95, 6),
            (1.0, 6),
        ];
        for (p, place) in edges {
            assert_eq!(likelihood(p), Some(TERMS[place]), "{p}");
        }
        for k in 0..=10_000 {
            let p = f64::from(k) / 10_000.0;
            let mirrored = f64::from(10_000 - k) / 10_000.0;
            let place = |p| TERMS.iter().position(|t| Some(*t) == likelihood(p)).unwrap();
            assert_eq!(place(p) + place(mirrored), 6, "{p}");
        }
    }

    #[test]
    fn what_is_no_probability_has_no_words() {
        for p in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert_eq!((likelihood(p), percent(p), likelihood_in_words(p)), (None, None, None));
        }
    }

    #[test]
    fn beyond_1_and_99_per_cent_the_scale_ends() {
        assert_eq!(likelihood_in_words(0.0).unwrap(), "almost no chance (less than 1 %)");
        assert_eq!(likelihood_in_words(0.01).unwrap(), "almost no chance (1 %)");
        assert_eq!(likelihood_in_words(0.874).unwrap(), "very likely (87 %)");
        assert_eq!(likelihood_in_words(0.99).unwrap(), "almost certain (99 %)");
        assert_eq!(likelihood_in_words(1.0).unwrap(), "almost certain (more than 99 %)");
    }

    #[test]
    fn the_per_cent_never_leave_the_band_of_the_term() {
        for k in 0..=100_000 {
            let p = f64::from(k) / 100_000.0;
            let text = percent(p).unwrap();
            if let Ok(number) = text.trim_end_matches(" %").parse::<f64>() {
                assert_eq!(likelihood(number / 100.0), likelihood(p), "{p} {text}");
            }
        }
    }

    #[test]
    fn a_confidence_level_and_a_likelihood_are_not_mixed() {
        assert!(mixes_confidence_and_likelihood(
            "With high confidence it is likely that the cap was exceeded."
        ));
        assert!(!mixes_confidence_and_likelihood("It is likely that the cap was exceeded."));
        assert!(!mixes_confidence_and_likelihood("Confidence in the sources is moderate."));
    }

    #[test]
    fn a_headline_has_two_figures_of_the_width() {
        let estimate = Estimate::new(502_205.0, 678_289.0, 796_220.0).unwrap();
        assert_eq!(shown(estimate), ["500,000", "680,000", "800,000"]);
        let certain = Estimate::new(44_655.0, 44_655.0, 44_655.0).unwrap();
        assert_eq!(shown(certain), ["44,655", "44,655", "44,655"]);
        let narrow = Estimate::new(999_960.0, 1_000_010.0, 1_000_040.0).unwrap();
        assert_eq!(shown(narrow), ["999,960", "1,000,010", "1,000,040"]);
    }
}
