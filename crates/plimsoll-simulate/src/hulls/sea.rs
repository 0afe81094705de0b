//! The water about a ship: its colour, its waves, its swell.

use crate::random::Random;

/// What light comes back out of the water.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clarity {
    /// Full of silt, as in rivers and harbours: shadows fall on it.
    Turbid,
    /// Clear and deep: what is seen is mostly sky, and shadows are faint.
    Clear,
}

/// The water of a scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Water {
    /// What light comes back out of it.
    pub clarity: Clarity,
    /// Significant height of the swell, m.
    pub swell_height_m: f64,
    /// From crest to crest of the swell, m.
    pub swell_length_m: f64,
    /// Where the swell runs to, degrees true.
    pub swell_towards_deg: f64,
    /// Roughness of the surface: 0 a mirror, 1 a breeze, 2 whitecaps near.
    pub roughness: f64,
}

/// The surface of one scene: water and a seed.
pub(super) struct Surface<'w> {
    water: &'w Water,
    seed: u64,
    phases: [f64; 2],
    /// Reflectance of what comes out of the water, by band.
    pub(super) upwelling: [f64; 3],
}

impl<'w> Surface<'w> {
    pub(super) fn new(water: &'w Water, seed: u64) -> Self {
        let random = &mut Random::new(seed, 2);
        let turn = std::f64::consts::TAU;
        let phases = [random.unit() * turn, random.unit() * turn];
        let upwelling = match water.clarity {
            Clarity::Turbid => {
                let level = random.between(0.75, 1.25);
                [0.105 * level, 0.100 * level, 0.070 * level]
            }
            Clarity::Clear => {
                let level = random.between(0.7, 1.3);
                [0.002 * level, 0.006 * level, 0.011 * level]
            }
        };
        Self { water, seed, phases, upwelling }
    }

    /// Height of the swell above the mean water, m: two trains of which the second is oblique, shorter and lower.
    pub(super) fn level_m(&self, east: f64, north: f64) -> f64 {
        // Four standard deviations are the significant height; the variance is shared 4 to 1.
        let sd = self.water.swell_height_m / 4.0;
        let train = |turn_deg: f64, length: f64, phase: f64| {
            let (sin, cos) = (self.water.swell_towards_deg + turn_deg).to_radians().sin_cos();
            (std::f64::consts::TAU * (east * sin + north * cos) / length + phase).sin()
        };
        let length = self.water.swell_length_m.max(5.0);
        let sum = 0.8_f64.sqrt() * train(0.0, length, self.phases[0])
            + 0.2_f64.sqrt() * train(35.0, 0.6 * length, self.phases[1]);
        std::f64::consts::SQRT_2 * sd * sum
    }

    /// Waves as brightness, mean 0 and about 1 in standard deviation, alike over 1 to 8 m.
    pub(super) fn waves(&self, east: f64, north: f64) -> f64 {
        let (sin, cos) = self.water.swell_towards_deg.to_radians().sin_cos();
        // Crests are longer than they are deep.
        let (along, across) = (east * sin + north * cos, (north * sin - east * cos) * 0.5);
        let octave = |length: f64, salt: u64| self.smooth(along / length, across / length, salt);
        1.5 * (0.6 * octave(1.3, 1) + 0.6 * octave(3.1, 2) + 0.5 * octave(8.3, 3)) * self.water.roughness
    }

    /// Noise between -1 and 1 that is smooth from one lattice point to the next.
    fn smooth(&self, x: f64, y: f64, salt: u64) -> f64 {
        let (column, row) = (x.floor(), y.floor());
        let ease = |t: f64| t * t * (3.0 - 2.0 * t);
        let (u, v) = (ease(x - column), ease(y - row));
        let at = |dx: i64, dy: i64| lattice(self.seed ^ (salt << 56), column as i64 + dx, row as i64 + dy);
        let upper = at(0, 0) * (1.0 - u) + at(1, 0) * u;
        let lower = at(0, 1) * (1.0 - u) + at(1, 1) * u;
        upper * (1.0 - v) + lower * v
    }
}

/// A number in [-1, 1) for a point of a lattice (the mixing steps of SplitMix64: Steele, Lea, Flood 2014).
fn lattice(seed: u64, column: i64, row: i64) -> f64 {
    let mut z = seed
        ^ (column as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (row as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    (z >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_standard_deviations_of_the_swell_are_its_height() {
        let water = Water {
            clarity: Clarity::Clear,
            swell_height_m: 2.0,
            swell_length_m: 60.0,
            swell_towards_deg: 20.0,
            roughness: 1.0,
        };
        let surface = Surface::new(&water, 5);
        let levels: Vec<f64> = (0..40_000)
            .map(|k| surface.level_m(f64::from(k % 200) * 7.3, f64::from(k / 200) * 9.1))
            .collect();
        let mean = levels.iter().sum::<f64>() / 40_000.0;
        let sd = (levels.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / 40_000.0).sqrt();
        assert!(mean.abs() < 0.02 && (4.0 * sd - 2.0).abs() < 0.05, "{mean} {sd}");
    }
}
