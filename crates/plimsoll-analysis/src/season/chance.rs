//! Random numbers of a chain: ChaCha8 keyed by the seed and the chain's number.

use crate::draws::normal_quantile;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The stream of one chain.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a name under a seed, for one chain.
    pub(super) fn new(name: &str, seed: u64, chain: usize) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(name.as_bytes());
        hasher.update(&seed.to_le_bytes());
        hasher.update(&(chain as u64).to_le_bytes());
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// Evenly between 0 and 1, both excluded.
    pub(super) fn even(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) / 4_503_599_627_370_496.0
    }

    /// A whole number below `n`, which is not 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((self.even() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// Standard normal.
    pub(super) fn normal(&mut self) -> f64 {
        normal_quantile(self.even())
    }

    /// Normal, drawn again until it lies within the limits. They must not lie far out in a tail.
    pub(super) fn normal_within(&mut self, mean: f64, sd: f64, least: f64, most: f64) -> f64 {
        for _ in 0..10_000 {
            let x = mean + sd * self.normal();
            if (least..=most).contains(&x) {
                return x;
            }
        }
        mean.clamp(least, most)
    }

    /// Gamma of scale 1 (Marsaglia and Tsang, ACM Trans. Math. Softw. 26 (2000) 363-372).
    pub(super) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = libm::pow(self.even(), 1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            if libm::log(self.even()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Beta.
    pub(super) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }
}
