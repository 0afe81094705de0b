//! Noise that is smooth over lattices: waves, fields, cloud. The same everywhere for the same seed.

use std::cell::Cell;

/// A number in [-1, 1) for a point of a lattice (the mixing steps of SplitMix64: Steele, Lea, Flood 2014).
pub(super) fn lattice(seed: u64, column: i64, row: i64) -> f64 {
    let mut z = seed
        ^ (column as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (row as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    (z >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// Noise of one seed between -1 and 1, smooth from one lattice point to the next. The corners of the cell that was asked for last
/// are kept: neighbours mostly share it.
#[derive(Clone, Debug)]
pub(super) struct Smooth {
    seed: u64,
    last: Cell<Option<(i64, i64, [f64; 4])>>,
}

impl Smooth {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, last: Cell::new(None) }
    }

    pub(super) fn at(&self, x: f64, y: f64) -> f64 {
        let (column, row) = (floor(x), floor(y));
        let ease = |t: f64| t * t * (3.0 - 2.0 * t);
        let (u, v) = (ease(x - column as f64), ease(y - row as f64));
        let [a, b, c, d] = self.corners(column, row);
        let upper = a * (1.0 - u) + b * u;
        let lower = c * (1.0 - u) + d * u;
        upper * (1.0 - v) + lower * v
    }

    fn corners(&self, column: i64, row: i64) -> [f64; 4] {
        if let Some((c, r, values)) = self.last.get()
            && (c, r) == (column, row)
        {
            return values;
        }
        let values = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(c, r)| lattice(self.seed, column + c, row + r));
        self.last.set(Some((column, row, values)));
        values
    }
}

/// The greatest whole number that is not above: without a call of the mathematics library.
fn floor(x: f64) -> i64 {
    let towards_nought = x as i64;
    if towards_nought as f64 > x { towards_nought - 1 } else { towards_nought }
}

/// The same of a point here and there.
pub(super) fn smooth(seed: u64, x: f64, y: f64) -> f64 {
    Smooth::new(seed).at(x, y)
}

/// Sum of octaves from a length down, each half as long and half as strong as the one before; about -1 to 1.
#[derive(Clone, Debug)]
pub(super) struct Octaves {
    length_m: f64,
    octaves: Vec<Smooth>,
}

impl Octaves {
    pub(super) fn new(seed: u64, length_m: f64, count: u32) -> Self {
        let octaves = (0..count).map(|octave| Smooth::new(seed ^ (u64::from(octave) << 52))).collect();
        Self { length_m, octaves }
    }

    pub(super) fn at(&self, [east, north]: [f64; 2]) -> f64 {
        let (mut sum, mut all, mut share, mut length) = (0.0, 0.0, 1.0, self.length_m);
        for octave in &self.octaves {
            sum += share * octave.at(east / length, north / length);
            all += share;
            share *= 0.5;
            length *= 0.5;
        }
        sum / all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise point by point, the long way.
    fn plain(seed: u64, x: f64, y: f64) -> f64 {
        let (column, row) = (x.floor(), y.floor());
        let ease = |t: f64| t * t * (3.0 - 2.0 * t);
        let (u, v) = (ease(x - column), ease(y - row));
        let at = |dx: i64, dy: i64| lattice(seed, column as i64 + dx, row as i64 + dy);
        let upper = at(0, 0) * (1.0 - u) + at(1, 0) * u;
        let lower = at(0, 1) * (1.0 - u) + at(1, 1) * u;
        upper * (1.0 - v) + lower * v
    }

    #[test]
    fn kept_corners_change_nothing() {
        let kept = Smooth::new(9);
        for k in -400_i32..400 {
            let (x, y) = (f64::from(k) * 0.13, f64::from(k % 7) * 0.4 - 1.2);
            assert_eq!(kept.at(x, y).to_bits(), plain(9, x, y).to_bits(), "{x} {y}");
        }
    }
}
