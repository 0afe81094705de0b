//! How likely a look is with a ship, without one, with a tug.
//!
//! The power of a ship, of a crane and of a wall does not depend on the water; contrast does. So levels are kept for
//! an average look of the stack, and the quay, which does not change either, says how bright the water is in this one.

use super::OccupancyParams;
use plimsoll_model::BerthLook;

/// What is looked at in a look.
#[derive(Clone, Debug)]
pub(super) struct Features {
    /// Contrasts of the two bands, dB, and the bright length, m.
    pub(super) values: [Option<f64>; 3],
    /// Water over quay in the two bands, dB.
    pub(super) water_db: [Option<f64>; 2],
}

impl Features {
    /// `None` if the look cannot say anything: too little of the berth, or no water to compare it with.
    pub(super) fn of(look: &BerthLook, params: &OccupancyParams) -> Option<Self> {
        // A share that is no number is not enough.
        let is_seen = look.usable_fraction >= params.min_usable_fraction;
        let number = |value: Option<f64>| value.filter(|value| value.abs() < 1e6);
        let contrast = look.contrast_db.map(number);
        if !is_seen || contrast.iter().all(Option::is_none) {
            return None;
        }
        Some(Self {
            values: [contrast[0], contrast[1], number(look.bright_length_m)],
            water_db: look.quay_contrast_db.map(|quay| number(quay).map(|quay| -quay)),
        })
    }
}

/// Levels and spreads of one band in an average look, dB over the water.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    /// Water over quay in the average look.
    pub(super) water_db: f64,
    pub(super) empty: f64,
    pub(super) empty_sd: f64,
    pub(super) ship: f64,
    pub(super) ship_sd: f64,
}

/// Bright length with and without a ship, m.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) empty: f64,
    pub(super) empty_sd: f64,
    pub(super) ship: f64,
    pub(super) ship_sd: f64,
}

/// Where a value is expected, how far it spreads, and how the expectation grows with the level behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) slope: f64,
}

fn power(db: f64) -> f64 {
    libm::exp10(db.clamp(-200.0, 200.0) / 10.0)
}

fn decibels(power: f64) -> f64 {
    10.0 * libm::log10(power.max(1e-20))
}

impl Band {
    /// How much darker the water is than in the average look, as a factor on what stands over it.
    fn dark(&self, water_db: Option<f64>) -> f64 {
        water_db.map_or(1.0, |water| power(self.water_db - water))
    }

    /// Contrast without a ship. Light over that of the water is that of walls and cranes and does not go with it; a
    /// berth darker than open water lies in the lee, and that goes with it.
    pub(super) fn empty(&self, water_db: Option<f64>) -> Expected {
        if self.empty <= 0.0 {
            return Expected { mean: self.empty, sd: self.empty_sd, slope: 1.0 };
        }
        let fixed = (power(self.empty) - 1.0) * self.dark(water_db);
        let slope = power(self.empty) * self.dark(water_db) / (1.0 + fixed);
        Expected { mean: decibels(1.0 + fixed), sd: self.empty_sd, slope }
    }

    /// Contrast with something of a level and spread at the berth.
    pub(super) fn with(&self, (level, spread): (f64, f64), water_db: Option<f64>) -> Expected {
        let empty = power(self.empty(water_db).mean);
        let own = power(level) * self.dark(water_db);
        let slope = own / (empty + own);
        let sd = libm::sqrt(self.empty_sd * self.empty_sd + slope * slope * spread * spread);
        Expected { mean: decibels(empty + own), sd, slope }
    }

    pub(super) fn ship(&self, water_db: Option<f64>) -> Expected {
        self.with((self.ship, self.ship_sd), water_db)
    }
}

/// Natural logarithm of a density, and how much of a full observation the look is for the levels: Student's t, so that
/// what lies far out teaches little.
#[derive(Clone, Copy, Debug)]
pub(super) struct Density {
    pub(super) log: f64,
    pub(super) weight: f64,
}

/// Student's t in as many dimensions as there are values, with the correlations of the parameters.
pub(super) fn density(features: &Features, expected: [Expected; 3], params: &OccupancyParams) -> Density {
    let (mut z, mut kinds, mut log_scale) = ([0.0; 3], [0; 3], 0.0);
    let mut count = 0;
    for (kind, (value, expected)) in features.values.iter().zip(expected).enumerate() {
        if let Some(value) = value {
            z[count] = (value - expected.mean) / expected.sd;
            kinds[count] = kind;
            log_scale += libm::log(expected.sd);
            count += 1;
        }
    }
    let correlation = |a: usize, b: usize| match (a == b, a.max(b)) {
        (true, _) => 1.0,
        (false, 2) => params.length_correlation,
        _ => params.band_correlation,
    };
    // Cholesky's root, and the normal numbers behind z, row by row.
    let (mut root, mut normal, mut square) = ([[0.0; 3]; 3], [0.0; 3], 0.0);
    for row in 0..count {
        for column in 0..=row {
            let known: f64 = (0..column).map(|k| root[row][k] * root[column][k]).sum();
            let rest: f64 = correlation(kinds[row], kinds[column]) - known;
            root[row][column] =
                if row == column { libm::sqrt(rest.max(1e-6)) } else { rest / root[column][column] };
        }
        let known: f64 = (0..row).map(|k| root[row][k] * normal[k]).sum();
        normal[row] = (z[row] - known) / root[row][row];
        square += normal[row] * normal[row];
        log_scale += libm::log(root[row][row]);
    }
    let (nu, d) = (params.tail_degrees, count as f64);
    let tail = libm::lgamma((nu + d) / 2.0) - libm::lgamma(nu / 2.0);
    let log = tail
        - d / 2.0 * libm::log(nu * std::f64::consts::PI)
        - log_scale
        - (nu + d) / 2.0 * libm::log1p(square / nu);
    Density { log, weight: (nu + d) / (nu + square) }
}
