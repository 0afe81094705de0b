//! How likely measured sizes are for a ship of which something, or only her population, is known.

use super::{Fact, Population, Seen, Size};

/// What is known of a ship's sizes before she is seen.
pub(super) struct Known<'a> {
    pub(super) length_m: Option<Fact>,
    pub(super) beam_m: Option<Fact>,
    pub(super) superstructure: Option<Fact>,
    pub(super) population: &'a Population,
}

/// Half the nodes of a quadrature, and how far it reaches, standard deviations of the integrand: the trapezoid rule on a
/// bell of 24 steps of 0.5 errs less than 1e-7.
const HALF_NODES: i32 = 12;
const STEP: f64 = 0.5;

const ROOT_TAU: f64 = 2.506_628_274_631_000_7;

/// Logarithm of the density of what was measured. What was not measured counts nothing.
pub(super) fn ln_likelihood(seen: &Seen, known: &Known<'_>) -> f64 {
    let superstructure = seen.superstructure.map_or(0.0, |(value, sd)| {
        let (mean, own) = known.superstructure.unwrap_or(known.population.superstructure);
        ln_normal(value, mean, root_of_squares(sd, own))
    });
    superstructure + ln_length_and_beam(seen, known)
}

fn ln_length_and_beam(seen: &Seen, known: &Known<'_>) -> f64 {
    match (seen.beam_m, known.beam_m) {
        (None, _) => ln_length(seen.length, known),
        // A beam that is stated does not hang on the length.
        (Some((value, sd)), Some((mean, own))) => {
            ln_length(seen.length, known) + ln_normal(value, mean, root_of_squares(sd, own))
        }
        (Some(beam), None) => over_lengths(seen.length, known, |length_m| ln_beam(beam, length_m, known)),
    }
}

fn ln_length(seen: Option<Size>, known: &Known<'_>) -> f64 {
    match (seen, known.length_m) {
        (None, _) => 0.0,
        (Some(Size::Plain(value, sd)), Some((mean, own))) => ln_normal(value, mean, root_of_squares(sd, own)),
        _ => over_lengths(seen, known, |_| 0.0),
    }
}

/// Logarithm of the integral over true lengths of law, error of the sensor and another factor.
fn over_lengths(seen: Option<Size>, known: &Known<'_>, ln_other: impl Fn(f64) -> f64) -> f64 {
    let law = match known.length_m {
        Some((mean, sd)) => (libm::log(mean), sd / mean),
        None => (libm::log(known.population.length_m.0), known.population.length_m.1),
    };
    let error = seen.map(Size::ln_and_sd);
    let (middle, sd) = error.map_or(law, |error| product_of_bells(law, error));
    let ln_law = |length_m: f64| match known.length_m {
        Some((mean, sd)) => ln_normal(length_m, mean, sd) + libm::log(length_m),
        None => ln_normal(libm::log(length_m), law.0, law.1),
    };
    ln_integral(middle, sd, |ln_length| {
        let length_m = libm::exp(ln_length);
        ln_law(length_m) + seen.map_or(0.0, |size| size.ln_density(length_m)) + ln_other(length_m)
    })
}

/// Logarithm of the density of a measured beam on ships of the population that are so long.
fn ln_beam((value, sd): Fact, length_m: f64, known: &Known<'_>) -> f64 {
    let (ratio, ln_sd) = known.population.length_to_beam;
    let law = (libm::log(length_m / ratio), ln_sd);
    let (middle, width) = product_of_bells(law, Size::Plain(value, sd).ln_and_sd());
    ln_integral(middle, width, |ln_beam| {
        ln_normal(ln_beam, law.0, law.1) + ln_normal(value, libm::exp(ln_beam), sd)
    })
}

impl Size {
    /// Logarithm of the density of the measurement on a ship that is so long. Of a size with an error of its logarithm, the
    /// density is that of the logarithm: the difference is the same for all ships.
    fn ln_density(self, truth: f64) -> f64 {
        match self {
            Self::Plain(value, sd) => ln_normal(value, truth, sd),
            Self::Log(value, ln_sd) => ln_normal(libm::log(value), libm::log(truth), ln_sd),
        }
    }

    /// About which logarithm of the truth the density lies, and how wide: only to place the nodes.
    fn ln_and_sd(self) -> (f64, f64) {
        match self {
            Self::Plain(value, sd) => {
                let least = value.max(sd);
                (libm::log(least), sd / least)
            }
            Self::Log(value, ln_sd) => (libm::log(value), ln_sd),
        }
    }
}

/// Middle and width of the product of two bells.
fn product_of_bells((a, sd_a): (f64, f64), (b, sd_b): (f64, f64)) -> (f64, f64) {
    let (wa, wb) = (1.0 / (sd_a * sd_a), 1.0 / (sd_b * sd_b));
    ((wa * a + wb * b) / (wa + wb), 1.0 / (wa + wb).sqrt())
}

/// Logarithm of the integral of `exp(ln_of)` by the trapezoid rule about a middle. Twice as wide as the bell that is expected,
/// since a further factor may shift it.
fn ln_integral(middle: f64, sd: f64, ln_of: impl Fn(f64) -> f64) -> f64 {
    let terms: Vec<f64> =
        (-2 * HALF_NODES..=2 * HALF_NODES).map(|node| ln_of(middle + STEP * sd * f64::from(node))).collect();
    let most = terms.iter().fold(f64::NEG_INFINITY, |most, term| most.max(*term));
    if most.is_finite() {
        let sum: f64 = terms.iter().map(|term| libm::exp(term - most)).sum();
        most + libm::log(sum * STEP * sd)
    } else {
        f64::NEG_INFINITY
    }
}

pub(super) fn ln_normal(value: f64, mean: f64, sd: f64) -> f64 {
    let z = (value - mean) / sd;
    -0.5 * z * z - libm::log(sd * ROOT_TAU)
}

pub(super) fn root_of_squares(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}
