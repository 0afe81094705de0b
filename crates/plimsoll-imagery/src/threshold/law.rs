//! Laws of the power of sea clutter, each with mean 1.

use super::incomplete::upper_gamma_share;

/// A law of the power of a pixel of the sea, mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Speckle alone: a Gamma law of `looks` looks.
    Gamma {
        /// Equivalent number of looks.
        looks: f64,
    },
    /// Speckle times a texture that follows a Gamma law of shape `order`.
    K {
        /// Equivalent number of looks.
        looks: f64,
        /// Order: the lower, the spikier. Infinite: [`Law::Gamma`].
        order: f64,
    },
    /// The logarithm of the power is normal.
    LogNormal {
        /// Standard deviation of the natural logarithm.
        log_sd: f64,
    },
}

/// Step of the trapezium rule in the logarithm of the texture.
const STEP: f64 = 0.03;

impl Law {
    /// Share of pixels whose power is above `t` times the mean.
    ///
    /// K law: `P(I > t) = int Gamma(x; order, 1/order) Q(looks, looks t / x) dx`, by the trapezium rule in `ln x`, which
    /// converges geometrically because the integrand falls doubly exponentially at both ends.
    pub fn exceedance(self, t: f64) -> f64 {
        if t.is_nan() || t <= 0.0 {
            return 1.0;
        }
        match self {
            Self::Gamma { looks } => upper_gamma_share(looks, looks * t),
            Self::K { looks, order } => k_exceedance(looks, order, t),
            Self::LogNormal { log_sd } => {
                let z = (libm::log(t) + 0.5 * log_sd * log_sd) / log_sd;
                0.5 * libm::erfc(z / core::f64::consts::SQRT_2)
            }
        }
    }

    /// Variance over mean squared.
    pub fn variance(self) -> f64 {
        match self {
            Self::Gamma { looks } => 1.0 / looks,
            Self::K { looks, order } => (1.0 + 1.0 / looks) * (1.0 + 1.0 / order) - 1.0,
            Self::LogNormal { log_sd } => libm::expm1(log_sd * log_sd),
        }
    }

    /// The power, over the mean, that a share `pfa` of the pixels exceeds, by bisection; `0 < pfa < 1`.
    pub fn threshold(self, pfa: f64) -> f64 {
        let (mut low, mut high) = (-40.0_f64, 14.0_f64);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if self.exceedance(libm::exp(middle)) > pfa {
                low = middle;
            } else {
                high = middle;
            }
        }
        libm::exp(0.5 * (low + high))
    }
}

/// Density of `ln x`, for `x` of a Gamma law of shape `order` and mean 1.
pub(super) fn log_texture_density(order: f64, u: f64) -> f64 {
    libm::exp(order * (libm::log(order) + u - libm::exp(u)) - libm::lgamma(order))
}

fn k_exceedance(looks: f64, order: f64, t: f64) -> f64 {
    if order > 1e6 {
        return upper_gamma_share(looks, looks * t);
    }
    // Above e^HIGH the texture has less than 1e-17 of its mass; below e^LOW the speckle does not reach t.
    let high = libm::log(1.0 + 45.0 / order + 10.0 / libm::sqrt(order));
    let low = libm::log(t * looks / (looks + 60.0 + 20.0 * libm::sqrt(looks))).min(-10.0 / libm::sqrt(order));
    let low = low.max(-45.0 / order - 10.0);
    let step = STEP.min(0.3 / libm::sqrt(order)).min(0.3 / libm::sqrt(looks));
    let count = ((high - low) / step).ceil();
    let step = (high - low) / count;
    let mut sum = 0.0;
    let mut u = low;
    while u <= high {
        sum += log_texture_density(order, u) * upper_gamma_share(looks, looks * t * libm::exp(-u));
        u += step;
    }
    (sum * step).min(1.0)
}
