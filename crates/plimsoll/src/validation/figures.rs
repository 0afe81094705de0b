//! Ranks, scores and exact tests of estimates whose truth is known.

/// Where the truth lies among draws: between 0 and 1, evenly spread if the draws are from the right law. Draws equal to the
/// truth share their ranks evenly; `coin` in [0, 1) chooses among them. A truth or draw that never happens is infinite.
/// (Dawid 1984; randomised for counts as in Czado, Gneiting and Held 2009.)
pub fn rank(draws: &[f64], truth: f64, coin: f64) -> f64 {
    let below = draws.iter().filter(|draw| draw.total_cmp(&truth).is_lt()).count() as f64;
    let equal = draws.iter().filter(|draw| draw.total_cmp(&truth).is_eq()).count() as f64;
    (below + coin * (equal + 1.0)) / (draws.len() as f64 + 1.0)
}

/// Continuous ranked probability score of an ensemble: `E|X - y| - E|X - X'| / 2` (Gneiting and Raftery 2007, eq. 21). In the unit
/// of the draws; smaller is better; for one draw it is the absolute error.
pub fn crps(draws: &[f64], truth: f64) -> f64 {
    let mut sorted = draws.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len().max(1) as f64;
    let error = sorted.iter().map(|draw| (draw - truth).abs()).sum::<f64>() / n;
    // The sum over pairs of |x - x'|, from the order: x_(k) stands above k others and below n - 1 - k.
    let pairs: f64 =
        sorted.iter().enumerate().map(|(k, draw)| draw * (2.0 * k as f64 - n + 1.0)).sum::<f64>() * 2.0;
    error - pairs / (2.0 * n * n)
}

/// Percentile of draws: linear between the order statistics; infinite where those are.
pub fn percentile(draws: &[f64], share: f64) -> f64 {
    let mut sorted = draws.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = share * last as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    if low.is_infinite() || high.is_infinite() {
        return if at.fract() < 0.5 { low } else { high };
    }
    low + at.fract() * (high - low)
}

/// Two-sided exact binomial test: the probability, if each of `trials` holds with `chance`, of a count that is no likelier than
/// `count` (Conover 1971, p. 97, the way of R's `binom.test`).
pub fn binomial_p(count: usize, trials: usize, chance: f64) -> f64 {
    let terms = binomial_terms(trials, chance);
    let own = terms[count.min(trials)] * (1.0 + 1e-7);
    terms.iter().filter(|term| **term <= own).sum::<f64>().min(1.0)
}

/// Probabilities of 0 to `trials`, from the likeliest outwards so that nothing underflows.
fn binomial_terms(trials: usize, chance: f64) -> Vec<f64> {
    let mode = (((trials + 1) as f64) * chance).floor().min(trials as f64) as usize;
    let mut terms = vec![0.0; trials + 1];
    terms[mode] = 1.0;
    let odds = chance / (1.0 - chance);
    for k in mode..trials {
        terms[k + 1] = terms[k] * odds * (trials - k) as f64 / (k + 1) as f64;
    }
    for k in (0..mode).rev() {
        terms[k] = terms[k + 1] / odds * (k + 1) as f64 / (trials - k) as f64;
    }
    let sum: f64 = terms.iter().sum();
    terms.iter().map(|term| term / sum).collect()
}

/// p values that hold for all of them together (Holm 1979), in their order.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    let mut adjusted = vec![0.0; p.len()];
    let mut most = 0.0_f64;
    for (place, at) in order.into_iter().enumerate() {
        most = most.max((p[at] * (p.len() - place) as f64).min(1.0));
        adjusted[at] = most;
    }
    adjusted
}

/// How many of these numbers between 0 and 1 fall into each of ten equal bins.
pub fn tenths(ranks: &[f64]) -> [usize; 10] {
    let mut bins = [0; 10];
    for rank in ranks {
        bins[((rank * 10.0) as usize).min(9)] += 1;
    }
    bins
}

/// Mean; 0 of nothing.
pub fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = values.into_iter().fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Root of the mean square; 0 of nothing.
pub fn root_mean_square(values: impl IntoIterator<Item = f64>) -> f64 {
    mean(values.into_iter().map(|value| value * value)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R's help page of `binom.test`, from Conover (1971, p. 97): 682 of 925 at 3/4 gives 0.3825.
    #[test]
    fn the_exact_test_gives_the_published_value() {
        assert!((binomial_p(682, 925, 0.75) - 0.3825).abs() < 5e-5, "{}", binomial_p(682, 925, 0.75));
        // By hand: 0 or 10 of 10 at 1/2 is 2 / 1024.
        assert!((binomial_p(10, 10, 0.5) - 2.0 / 1024.0).abs() < 1e-12);
        assert!((binomial_p(5, 10, 0.5) - 1.0).abs() < 1e-12);
        assert!(binomial_p(900, 1_000, 0.5) < 1e-100 && binomial_p(0, 0, 0.5) > 0.999);
    }

    /// The worked example of the Holm-Bonferroni method: 0.01, 0.04, 0.03, 0.005; at 0.05 the first and the last fall.
    #[test]
    fn holm_gives_the_published_example() {
        let found = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in found.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
        }
        assert!(holm(&[]).is_empty());
    }

    /// Second implementation: the integral of the squared distance of the two distribution functions.
    #[test]
    fn crps_is_the_integral_of_the_squared_distance() {
        let draws = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        for truth in [0.0, 2.5, 4.0, 11.0] {
            let step = 0.001;
            let integral: f64 = (-2_000..14_000)
                .map(|k| {
                    let x = (f64::from(k) + 0.5) * step;
                    let below = draws.iter().filter(|draw| **draw <= x).count() as f64 / 8.0;
                    (below - f64::from(u8::from(truth <= x))).powi(2) * step
                })
                .sum();
            assert!((crps(&draws, truth) - integral).abs() < 0.002, "{} for {integral}", crps(&draws, truth));
        }
        assert!((crps(&[7.0], 4.0) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn ranks_share_ties_and_take_what_never_happens_for_the_last() {
        let draws = [1.0, 2.0, 2.0, f64::INFINITY];
        assert!((rank(&draws, 2.0, 0.0) - 0.2).abs() < 1e-12 && (rank(&draws, 2.0, 1.0) - 0.8).abs() < 1e-12);
        assert!((rank(&draws, f64::INFINITY, 0.5) - 0.8).abs() < 1e-12);
        assert!((rank(&draws, 0.0, 0.5) - 0.1).abs() < 1e-12);
        assert!(percentile(&draws, 0.95).is_infinite() && (percentile(&draws, 0.5) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn bins_hold_every_rank() {
        assert_eq!(tenths(&[0.0, 0.05, 0.1, 0.999, 1.0]), [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    }
}
