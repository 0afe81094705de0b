//! Noise that is smooth over lattices: waves, fields, cloud. The same everywhere for the same seed.

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

/// Between -1 and 1, smooth from one lattice point to the next.
pub(super) fn smooth(seed: u64, x: f64, y: f64) -> f64 {
    let (column, row) = (x.floor(), y.floor());
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - column), ease(y - row));
    let at = |dx: i64, dy: i64| lattice(seed, column as i64 + dx, row as i64 + dy);
    let upper = at(0, 0) * (1.0 - u) + at(1, 0) * u;
    let lower = at(0, 1) * (1.0 - u) + at(1, 1) * u;
    upper * (1.0 - v) + lower * v
}

/// Sum of octaves from a length down, each half as long and half as strong as the one before; about -1 to 1.
pub(super) fn octaves(seed: u64, [east, north]: [f64; 2], length_m: f64, count: u32) -> f64 {
    let (mut sum, mut all, mut share, mut length) = (0.0, 0.0, 1.0, length_m);
    for octave in 0..count {
        sum += share * smooth(seed ^ (u64::from(octave) << 52), east / length, north / length);
        all += share;
        share *= 0.5;
        length *= 0.5;
    }
    sum / all
}
