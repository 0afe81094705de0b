//! How bright the sea is: models of the mean, the texture about it.

use crate::random::Random;

/// Coefficients of CMOD5.N (Hersbach, ECMWF Technical Memorandum 554, 2008, table 1), the first at index 1.
const CMOD5N: [f64; 29] = [
    0.0, -0.6878, -0.7957, 0.3380, -0.1728, 0.0, 0.0040, 0.1103, 0.0159, 6.7329, 2.7713, -2.2885, 0.4971,
    -0.7250, 0.0450, 0.0066, 0.3222, 0.0120, 22.7, 2.0813, 3.0, 8.3659, -3.3428, 1.3236, 6.2437, 2.3893,
    0.3249, 4.1590, 1.6930,
];

/// Mean sigma nought of the sea in VV, linear: CMOD5.N of the wind (m/s at 10 m), the angle between the direction
/// the wind comes from and the direction of look (degrees, 0: the radar looks upwind) and the incidence angle (degrees).
pub fn sea_vv(wind_m_s: f64, upwind_angle_deg: f64, incidence_deg: f64) -> f64 {
    let c = &CMOD5N;
    let x = (incidence_deg - 40.0) / 25.0;
    let cos = upwind_angle_deg.to_radians().cos();
    let b0 = isotropic(wind_m_s, x);
    let b1 = (c[14] * (1.0 + x)
        - c[15] * wind_m_s * (0.5 + x - (4.0 * (x + c[16] + c[17] * wind_m_s)).tanh()))
        / (1.0 + (0.34 * (wind_m_s - c[18])).exp());
    let v0 = c[21] + c[22] * x + c[23] * x * x;
    let d1 = c[24] + c[25] * x + c[26] * x * x;
    let d2 = c[27] + c[28] * x;
    let a = c[19] - (c[19] - 1.0) / c[20];
    let b = 1.0 / (c[20] * (c[19] - 1.0).powf(c[20] - 1.0));
    let y = wind_m_s / v0 + 1.0;
    let v2 = if y < c[19] { a + b * (y - 1.0).powf(c[20]) } else { y };
    let b2 = (-d1 + d2 * v2) * (-v2).exp();
    b0 * (1.0 + b1 * cos + b2 * (2.0 * cos * cos - 1.0)).powf(1.6)
}

/// The part of CMOD5.N that does not depend on direction; `x` is the scaled incidence angle.
fn isotropic(wind_m_s: f64, x: f64) -> f64 {
    let c = &CMOD5N;
    let a0 = c[1] + c[2] * x + c[3] * x * x + c[4] * x * x * x;
    let a1 = c[5] + c[6] * x;
    let a2 = c[7] + c[8] * x;
    let gamma = c[9] + c[10] * x + c[11] * x * x;
    let s0 = c[12] + c[13] * x;
    let s = a2 * wind_m_s;
    let logistic = |s: f64| 1.0 / (1.0 + (-s).exp());
    let a3 = if s < s0 { logistic(s0) * (s / s0).powf(s0 * (1.0 - logistic(s0))) } else { logistic(s) };
    a3.powf(gamma) * 10.0_f64.powf(a0 + a1 * wind_m_s)
}

/// Mean sigma nought of the sea in VH, linear: a straight line in dB up to the wind where a second one crosses it
/// (after Vachon and Wolfe 2011 and van Zadelhoff et al. 2014). It depends on neither incidence nor direction.
pub fn sea_vh(wind_m_s: f64) -> f64 {
    10.0_f64.powf((0.59 * wind_m_s - 35.60).min(0.218 * wind_m_s - 29.07) / 10.0)
}

/// Order of the texture that goes with a wind: 10 at 3 m/s, 3 at 10 m/s, 1.5 at 14 m/s. The harder it blows, the
/// spikier the sea.
pub fn texture_order(wind_m_s: f64) -> f64 {
    10.0 * (-0.172 * (wind_m_s - 3.0)).exp()
}

/// Which law the texture follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClutterLaw {
    /// Gamma: with the speckle it makes K-distributed clutter.
    K,
    /// Log-normal of the same mean and variance.
    LogNormal,
    /// Gamma on one side of a line through the scene, log-normal of twice the variance on the other.
    Mixed,
}

/// Normal deviates to texture of mean 1: a table over [-5.5, 5.5].
pub(super) struct Texture(Vec<f32>);

const TABLE_HALF_WIDTH: f64 = 5.5;
const TABLE_STEPS: usize = 2200;

impl Texture {
    /// Gamma of this order.
    pub(super) fn gamma(order: f64) -> Self {
        // Both tails of the gamma law over ln x, by the trapezium rule; then both are matched with the normal tails.
        let root = order.sqrt();
        let (low, high) = (-(60.0 / order + 9.0 / root), (60.0 / order + 12.0 / root).ln_1p());
        let count = 40_000_usize;
        let at = |i: usize| low + (high - low) * i as f64 / (count - 1) as f64;
        // Over its own greatest value, so that no order underflows.
        let density: Vec<f64> = (0..count).map(|i| (order * (at(i) - at(i).exp_m1())).exp()).collect();
        let (below, above) = tails(&density);
        let place = |z: f64, below_z: f64, above_z: f64| {
            let index = if z < 0.0 {
                below.partition_point(|p| *p < below_z)
            } else {
                above.partition_point(|p| *p > above_z)
            };
            at(index.clamp(1, count - 1)).exp() as f32
        };
        Self::of(place)
    }

    /// Log-normal with the mean and variance of a gamma law of this order.
    pub(super) fn log_normal(order: f64) -> Self {
        let variance = (1.0 / order).ln_1p();
        Self::of(|z, _, _| (variance.sqrt() * z - variance / 2.0).exp() as f32)
    }

    /// Fills the table from the deviate and the probabilities below and above it.
    fn of(place: impl Fn(f64, f64, f64) -> f32) -> Self {
        // Finer than the table and wider, so that its tails are right.
        let (half, per_step) = (9.0, 10);
        let step = 2.0 * TABLE_HALF_WIDTH / TABLE_STEPS as f64 / per_step as f64;
        let count = (2.0 * half / step).round() as usize + 1;
        let at = |i: usize| -half + step * i as f64;
        let density: Vec<f64> = (0..count).map(|i| (-at(i) * at(i) / 2.0).exp()).collect();
        let (below, above) = tails(&density);
        let first = ((half - TABLE_HALF_WIDTH) / step).round() as usize;
        let indices = (0..=TABLE_STEPS).map(|k| first + k * per_step);
        Self(indices.map(|i| place(at(i), below[i], above[i])).collect())
    }

    /// The texture at a normal deviate.
    pub(super) fn at(&self, z: f32) -> f32 {
        let scaled = (f64::from(z) + TABLE_HALF_WIDTH) / (2.0 * TABLE_HALF_WIDTH) * TABLE_STEPS as f64;
        let scaled = scaled.clamp(0.0, TABLE_STEPS as f64 - 1e-6);
        let index = scaled as usize;
        let rest = (scaled - index as f64) as f32;
        self.0[index] * (1.0 - rest) + self.0[index + 1] * rest
    }
}

/// Probability below and above each point of a density given at even steps.
fn tails(density: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let sum = |values: &mut dyn Iterator<Item = &f64>| {
        let (mut total, mut last) = (0.0, 0.0);
        let summed: Vec<f64> = values
            .map(|v| {
                total += (last + v) / 2.0;
                last = *v;
                total
            })
            .collect();
        summed
    };
    let mut below = sum(&mut density.iter());
    let mut above = sum(&mut density.iter().rev());
    above.reverse();
    let total = below[density.len() - 1];
    below.iter_mut().for_each(|p| *p /= total);
    above.iter_mut().for_each(|p| *p /= total);
    (below, above)
}

/// A field of normal deviates, correlated over about `2 * sigma_px` pixels.
pub(super) fn correlated(random: &mut Random, lines: usize, samples: usize, sigma_px: f64) -> Vec<f32> {
    let mut field: Vec<f32> = Vec::with_capacity(lines * samples + 1);
    while field.len() < lines * samples {
        let (a, b) = random.normal_pair();
        field.extend([a as f32, b as f32]);
    }
    field.truncate(lines * samples);
    let reach = (3.5 * sigma_px).ceil() as i64;
    let bell: Vec<f64> =
        (-reach..=reach).map(|k| (-((k * k) as f64) / (2.0 * sigma_px * sigma_px)).exp()).collect();
    let kernel = super::render::unit_energy(&bell);
    super::render::convolve(&mut field, lines, samples, &kernel, &kernel);
    field
}
