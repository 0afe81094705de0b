//! The chance that so many calls of a season come so early.

/// Calls beyond which no exact sum is made.
const MOST_CALLS: f64 = 100_000.0;

/// P(X >= k) for X binomial with n trials of probability p; `None` where n is not a count up to 100,000 or p is no
/// probability. Summed term by term from the logarithm of each, by `lgamma` of libm.
pub(super) fn at_least(k: f64, n: f64, p: f64) -> Option<f64> {
    let is_count = (0.0..=MOST_CALLS).contains(&n) && (n - n.round()).abs() < 1e-9;
    if !is_count || !(0.0..=1.0).contains(&p) || !k.is_finite() {
        return None;
    }
    let first = k.ceil().max(0.0);
    if first > n {
        return Some(0.0);
    }
    if first <= 0.0 || p >= 1.0 {
        return Some(1.0);
    }
    if p <= 0.0 {
        return Some(0.0);
    }
    let mut sum = 0.0;
    let mut j = n;
    while j >= first {
        let choose = libm::lgamma(n + 1.0) - libm::lgamma(j + 1.0) - libm::lgamma(n - j + 1.0);
        sum += libm::exp(choose + j * libm::log(p) + (n - j) * libm::log1p(-p));
        j -= 1.0;
    }
    Some(sum.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by adding one trial at a time.
    fn by_trials(k: usize, n: usize, p: f64) -> f64 {
        let mut chances = vec![1.0];
        for _ in 0..n {
            let mut next = vec![0.0; chances.len() + 1];
            for (at, chance) in chances.iter().enumerate() {
                next[at] += chance * (1.0 - p);
                next[at + 1] += chance * p;
            }
            chances = next;
        }
        chances[k..].iter().sum()
    }

    #[test]
    fn the_tail_is_that_of_adding_trials() {
        for (k, n, p) in [(0, 5, 0.3), (22, 43, 0.2336), (22, 43, 0.3525), (8, 43, 0.1025), (43, 43, 0.9)] {
            let found = at_least(k as f64, n as f64, p).unwrap();
            assert!((found - by_trials(k, n, p)).abs() < 1e-12, "{k} {n} {p}: {found}");
        }
    }

    #[test]
    fn what_is_no_count_or_no_chance_gives_nothing() {
        assert_eq!(at_least(1.0, 2.5, 0.5), None);
        assert_eq!(at_least(1.0, 1e9, 0.5), None);
        assert_eq!(at_least(f64::NAN, 10.0, 0.5), None);
        assert_eq!(at_least(1.0, 10.0, f64::NAN), None);
        assert_eq!(at_least(11.0, 10.0, 0.5), Some(0.0));
        assert_eq!(at_least(0.0, 10.0, 0.0), Some(1.0));
        assert_eq!(at_least(1.0, 10.0, 0.0), Some(0.0));
    }
}
