//! Laws that a season is drawn from.

use crate::random::Random;

/// Median and standard deviation of the natural logarithm.
pub(super) fn log_normal(random: &mut Random, median: f64, ln_sd: f64) -> f64 {
    median * (ln_sd * random.normal()).exp()
}

/// Normal, drawn again until it lies between `low` and `high`; after 1,000 draws the nearer end.
pub(super) fn normal_within(random: &mut Random, mean: f64, sd: f64, (low, high): (f64, f64)) -> f64 {
    for _ in 0..1_000 {
        let x = mean + sd * random.normal();
        if (low..=high).contains(&x) {
            return x;
        }
    }
    mean.clamp(low, high)
}

/// Exponential with this mean.
pub(super) fn exponential(random: &mut Random, mean: f64) -> f64 {
    -mean * (1.0 - random.unit()).ln()
}

/// Gamma with this shape and scale 1 (Marsaglia and Tsang 2000; below shape 1 by their boost).
pub(super) fn gamma(random: &mut Random, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = (1.0 - random.unit()).powf(1.0 / shape);
        return gamma(random, shape + 1.0) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = random.normal();
        let v = (1.0 + c * x).powi(3);
        let u = 1.0 - random.unit();
        if v > 0.0 && u.ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// Beta with these two shapes.
pub(super) fn beta(random: &mut Random, (a, b): (f64, f64)) -> f64 {
    let x = gamma(random, a);
    x / (x + gamma(random, b))
}

/// Shares that sum to 1 (Dirichlet).
pub(super) fn dirichlet(random: &mut Random, weights: impl Iterator<Item = f64>) -> Vec<f64> {
    let parts: Vec<f64> = weights.map(|w| gamma(random, w)).collect();
    let sum: f64 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}

/// Poisson with this mean (Knuth 1969; means here are small).
pub(super) fn poisson(random: &mut Random, mean: f64) -> usize {
    let floor = (-mean).exp();
    let mut product = random.unit();
    let mut count = 0;
    while product > floor {
        product *= random.unit();
        count += 1;
    }
    count
}

/// An index, with these chances that sum to 1.
pub(super) fn choice(random: &mut Random, chances: &[f64]) -> usize {
    let mut left = random.unit();
    for (at, chance) in chances.iter().enumerate() {
        left -= chance;
        if left < 0.0 {
            return at;
        }
    }
    chances.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(draw: impl Fn(&mut Random) -> f64) -> (f64, f64) {
        let mut random = Random::new(3, 9);
        let draws: Vec<f64> = (0..40_000).map(|_| draw(&mut random)).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        (mean, draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / draws.len() as f64)
    }

    /// Means and variances of the textbook, within 5 standard errors of the mean.
    #[test]
    fn each_law_has_its_mean_and_variance() {
        let cases: [(f64, f64, (f64, f64)); 6] = [
            (2.0, 2.0, moments(|r| gamma(r, 2.0))),
            (0.4, 0.4, moments(|r| gamma(r, 0.4))),
            (0.75, 0.75 * 0.25 / 9.0, moments(|r| beta(r, (6.0, 2.0)))),
            (1.5, 1.5, moments(|r| poisson(r, 1.5) as f64)),
            (7.0, 49.0, moments(|r| exponential(r, 7.0))),
            (1.0 / 3.0, 2.0 / 63.0, moments(|r| dirichlet(r, [2.0, 2.0, 1.0, 1.0].into_iter())[0])),
        ];
        for (mean, variance, (m, v)) in cases {
            assert!((m - mean).abs() < 5.0 * (variance / 40_000.0).sqrt(), "mean {m} for {mean}");
            assert!((v / variance - 1.0).abs() < 0.06, "variance {v} for {variance}");
        }
    }

    #[test]
    fn a_cut_normal_stays_inside_even_where_its_mean_is_far_off() {
        let mut random = Random::new(1, 1);
        assert!((0..1_000).all(|_| (6.0..=13.0).contains(&normal_within(
            &mut random,
            9.5,
            1.2,
            (6.0, 13.0)
        ))));
        assert!((normal_within(&mut random, 100.0, 0.1, (6.0, 13.0)) - 13.0).abs() < 1e-12);
    }

    #[test]
    fn choices_come_as_often_as_their_chances_say() {
        let mut random = Random::new(1, 2);
        let thirds = (0..30_000).filter(|_| choice(&mut random, &[0.5, 0.25, 0.25]) == 1).count();
        assert!((7_100..7_900).contains(&thirds), "{thirds}");
    }
}
