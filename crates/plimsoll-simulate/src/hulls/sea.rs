//! The water about a ship: its colour, its waves, its swell.

use crate::random::Random;
use std::cell::Cell;

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

/// The surface of one scene: water and a seed, with what does not change from point to point.
pub(super) struct Surface<'w> {
    water: &'w Water,
    /// The two trains of the swell.
    trains: [Train; 2],
    /// What the sum of the trains is multiplied by.
    swell_scale: f64,
    /// Along and across the waves.
    way: [f64; 2],
    octaves: [Octave; 3],
    /// Reflectance of what comes out of the water, by band.
    pub(super) upwelling: [f64; 3],
}

/// A train of swell: amplitude, direction (sine and cosine), length, phase.
struct Train {
    share: f64,
    sin: f64,
    cos: f64,
    length_m: f64,
    phase: f64,
}

impl Train {
    fn height(&self, east: f64, north: f64) -> f64 {
        let along = east * self.sin + north * self.cos;
        self.share * (std::f64::consts::TAU * along / self.length_m + self.phase).sin()
    }
}

/// Noise of one length, with the corners of the cell that was asked for last: neighbours mostly share it.
struct Octave {
    seed: u64,
    length_m: f64,
    last: Cell<Option<Corners>>,
}

#[derive(Clone, Copy)]
struct Corners {
    column: i64,
    row: i64,
    values: [f64; 4],
}

impl Octave {
    fn new(seed: u64, length_m: f64, salt: u64) -> Self {
        Self { seed: seed ^ (salt << 56), length_m, last: Cell::new(None) }
    }

    /// Between -1 and 1, smooth from one lattice point to the next.
    fn at(&self, along: f64, across: f64) -> f64 {
        let (x, y) = (along / self.length_m, across / self.length_m);
        let (column, row) = (floor(x), floor(y));
        let ease = |t: f64| t * t * (3.0 - 2.0 * t);
        let (u, v) = (ease(x - column as f64), ease(y - row as f64));
        let [a, b, c, d] = self.corners(column, row);
        let upper = a * (1.0 - u) + b * u;
        let lower = c * (1.0 - u) + d * u;
        upper * (1.0 - v) + lower * v
    }

    fn corners(&self, column: i64, row: i64) -> [f64; 4] {
        if let Some(last) = self.last.get()
            && (last.column, last.row) == (column, row)
        {
            return last.values;
        }
        let values = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(c, r)| lattice(self.seed, column + c, row + r));
        self.last.set(Some(Corners { column, row, values }));
        values
    }
}

/// The greatest whole number that is not above: without a call of the mathematics library.
fn floor(x: f64) -> i64 {
    let towards_nought = x as i64;
    if towards_nought as f64 > x { towards_nought - 1 } else { towards_nought }
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
        let train = |share: f64, turn_deg: f64, length_m: f64, phase: f64| {
            let (sin, cos) = (water.swell_towards_deg + turn_deg).to_radians().sin_cos();
            Train { share: share.sqrt(), sin, cos, length_m, phase }
        };
        // The second train is oblique, shorter and lower: the variance is shared 4 to 1.
        let length = water.swell_length_m.max(5.0);
        let trains = [train(0.8, 0.0, length, phases[0]), train(0.2, 35.0, 0.6 * length, phases[1])];
        // Four standard deviations are the significant height.
        let swell_scale = std::f64::consts::SQRT_2 * (water.swell_height_m / 4.0);
        let (sin, cos) = water.swell_towards_deg.to_radians().sin_cos();
        let octaves = [Octave::new(seed, 1.3, 1), Octave::new(seed, 3.1, 2), Octave::new(seed, 8.3, 3)];
        Self { water, trains, swell_scale, way: [sin, cos], octaves, upwelling }
    }

    /// Height of the swell above the mean water, m.
    pub(super) fn level_m(&self, east: f64, north: f64) -> f64 {
        let [first, second] = &self.trains;
        self.swell_scale * (first.height(east, north) + second.height(east, north))
    }

    /// Waves as brightness, mean 0 and about 1 in standard deviation, alike over 1 to 8 m.
    pub(super) fn waves(&self, east: f64, north: f64) -> f64 {
        let [sin, cos] = self.way;
        // Crests are longer than they are deep.
        let (along, across) = (east * sin + north * cos, (north * sin - east * cos) * 0.5);
        let [short, middle, long] = self.octaves.each_ref().map(|octave| octave.at(along, across));
        1.5 * (0.6 * short + 0.6 * middle + 0.5 * long) * self.water.roughness
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
