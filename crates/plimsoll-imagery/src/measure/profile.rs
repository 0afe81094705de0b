//! Brightness along the axis.

use super::ground::Ground;
use super::rectangle::Rectangle;

/// Mean of the logarithm of brightness across the ship, from beyond one end to beyond the other.
pub(super) struct Profile {
    along_m: Vec<f64>,
    log_power: Vec<f64>,
    ends: (f64, f64),
}

/// How far beyond the rectangle the profile reaches, m.
const BEYOND_M: f64 = 60.0;
/// The least brightness that counts, over the sea: a dark pixel must not decide a mean of logarithms.
const LEAST: f64 = 0.05;

impl Profile {
    /// The profile of a rectangle, at `step_m`.
    pub(super) fn new(contrast: &[f64], ground: &Ground, ship: &Rectangle, step_m: f64) -> Self {
        let logs: Vec<f64> = contrast.iter().map(|&c| libm::log(if c > LEAST { c } else { LEAST })).collect();
        let middle = f64::midpoint(ship.across.0, ship.across.1);
        let half = (ship.beam_m() / 2.0 - step_m).max(step_m);
        let rows = (2.0 * half / step_m) as usize + 1;
        let cells = ((ship.length_m() + 2.0 * BEYOND_M) / step_m) as usize + 1;
        let along_m: Vec<f64> = (0..cells).map(|i| ship.along.0 - BEYOND_M + i as f64 * step_m).collect();
        let sea = libm::log(LEAST);
        let mean = |&u: &f64| {
            let value = |j: usize| {
                let (line, sample) = ground.in_chip(&ship.frame, u, middle - half + j as f64 * step_m);
                ground.between(&logs, line, sample).unwrap_or(sea)
            };
            (0..rows).map(value).sum::<f64>() / rows as f64
        };
        let log_power = along_m.iter().map(mean).collect();
        Self { along_m, log_power, ends: ship.along }
    }

    /// Length from where the profile falls `below_db` under the brightest of the first third to where it does so outward
    /// from the brightest of the last third, m.
    pub(super) fn width_m(&self, below_db: f64) -> f64 {
        let drop = below_db * std::f64::consts::LN_10 / 10.0;
        let third = (self.ends.1 - self.ends.0) / 3.0;
        let low = self.crossing(self.ends.0, self.ends.0 + third, drop, false);
        let high = self.crossing(self.ends.1 - third, self.ends.1, drop, true);
        (high - low).max(0.0)
    }

    /// From the brightest place in a stretch outward to where the profile has fallen by `drop`.
    fn crossing(&self, from: f64, to: f64, drop: f64, upward: bool) -> f64 {
        let mut at: Option<usize> = None;
        for (i, &u) in self.along_m.iter().enumerate() {
            if u >= from && u <= to && at.is_none_or(|k| self.log_power[i] > self.log_power[k]) {
                at = Some(i);
            }
        }
        let Some(mut k) = at else { return f64::midpoint(from, to) };
        let wanted = self.log_power[k] - drop;
        loop {
            let next = if upward { k + 1 } else { k.wrapping_sub(1) };
            let Some(&value) = self.log_power.get(next) else { return self.along_m[k] };
            if value <= wanted {
                let share = (self.log_power[k] - wanted) / (self.log_power[k] - value).max(1e-9);
                return self.along_m[k] + share.clamp(0.0, 1.0) * (self.along_m[next] - self.along_m[k]);
            }
            k = next;
        }
    }
}
