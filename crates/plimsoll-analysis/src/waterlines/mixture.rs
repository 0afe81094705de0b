//! A normal distribution of which a share is shifted: a hull whose edge may or may not be that of a bulwark.

use crate::draws::normal_cdf;
use plimsoll_model::Estimate;

/// `N(centre, sd)` with probability `1 - share`, `N(centre + shift, sd)` with probability `share`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mixture {
    pub(super) centre: f64,
    pub(super) sd: f64,
    pub(super) share: f64,
    pub(super) shift: f64,
}

impl Mixture {
    /// Without a second part.
    pub(super) fn normal(centre: f64, sd: f64) -> Self {
        Self { centre, sd, share: 0.0, shift: 0.0 }
    }

    /// Standard deviation of what the second part adds.
    pub(super) fn shift_sd(self) -> f64 {
        (self.share * (1.0 - self.share)).max(0.0).sqrt() * self.shift.abs()
    }

    fn below(self, x: f64) -> f64 {
        let z = (x - self.centre) / self.sd;
        let shifted = (x - self.centre - self.shift) / self.sd;
        (1.0 - self.share) * normal_cdf(z) + self.share * normal_cdf(shifted)
    }

    /// The number below which it lies with probability `p`, by bisection to a tenth of a millimetre and beyond.
    fn quantile(self, p: f64) -> f64 {
        if self.sd <= 0.0 {
            let is_second = p > 1.0 - self.share;
            return self.centre + if is_second { self.shift } else { 0.0 };
        }
        let mut low = self.centre + self.shift.min(0.0) - 8.0 * self.sd;
        let mut high = self.centre + self.shift.max(0.0) + 8.0 * self.sd;
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if self.below(middle) < p { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    }

    /// Median and middle 90 %, not below 0; `None` if it is no number.
    pub(super) fn estimate(self) -> Option<Estimate<f64>> {
        let is_number = [self.centre, self.sd, self.share, self.shift].iter().all(|x| x.is_finite());
        let [low, mid, high] = [0.05, 0.5, 0.95].map(|p| self.quantile(p).max(0.0));
        Estimate::new(low, mid, high).filter(|_| is_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_many_draws() {
        let mixture = Mixture { centre: 4.0, sd: 0.3, share: 0.3, shift: 1.1 };
        let n = 4000;
        let mut draws: Vec<f64> = (0..n)
            .flat_map(|i| {
                let z = crate::draws::normal_quantile((f64::from(i) + 0.5) / f64::from(n));
                (0..10).map(move |k| 4.0 + 0.3 * z + if k < 3 { 1.1 } else { 0.0 })
            })
            .collect();
        draws.sort_by(f64::total_cmp);
        let estimate = mixture.estimate().unwrap();
        for (found, p) in [(estimate.low(), 0.05), (estimate.mid(), 0.5), (estimate.high(), 0.95)] {
            let expected = crate::draws::percentile(&draws, p).unwrap();
            assert!((found - expected).abs() < 0.005, "{found} {expected}");
        }
    }

    #[test]
    fn without_spread_it_is_one_of_two_numbers() {
        let mixture = Mixture { centre: 4.0, sd: 0.0, share: 0.3, shift: 1.0 };
        let estimate = mixture.estimate().unwrap();
        assert!((estimate.mid() - 4.0).abs() < 1e-9 && (estimate.high() - 5.0).abs() < 1e-9);
        assert!(Mixture::normal(f64::NAN, 1.0).estimate().is_none());
    }
}
