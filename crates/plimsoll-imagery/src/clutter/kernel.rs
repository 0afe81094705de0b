//! Sums over the pixels of a block. The loops have no branches and work on several pixels side by side.

use core::f32::consts::LN_2;

/// Pixels that are worked on side by side.
pub const LANES: usize = 8;
/// Pixels side by side. NaN: no value.
pub type Pack = [f32; LANES];

/// Sum of a pack, in halves, always in the same order.
#[inline]
fn total(p: Pack) -> f32 {
    ((p[0] + p[4]) + (p[2] + p[6])) + ((p[1] + p[5]) + (p[3] + p[7]))
}

/// Natural logarithm of a positive, finite, normal number, to 3e-6: `ln m + e ln 2`, the mantissa in
/// `[sqrt(1/2), sqrt(2))` by `2 atanh((m-1)/(m+1))`, four terms of its series.
#[inline]
pub fn natural_log(x: f32) -> f32 {
    let bits = x.to_bits().wrapping_sub(0x3f35_04f3);
    let exponent = (bits as i32) >> 23;
    let mantissa = f32::from_bits((bits & 0x007f_ffff).wrapping_add(0x3f35_04f3));
    let r = (mantissa - 1.0) / (mantissa + 1.0);
    let s = r * r;
    let series = 2.0 + s * (0.666_666_7 + s * (0.4 + s * 0.285_714_3));
    exponent as f32 * LN_2 + r * series
}

/// Count and sum of the pixels of a block that are finite, and the greatest of them, or nought.
#[inline]
pub fn plain(block: &[Pack]) -> [f32; 3] {
    let (mut count, mut sum, mut most) = ([0.0; LANES], [0.0; LANES], [0.0_f32; LANES]);
    for pack in block {
        for k in 0..LANES {
            let p = pack[k];
            let kept = p.abs() < f32::INFINITY;
            let x = if kept { p } else { 0.0 };
            count[k] += if kept { 1.0 } else { 0.0 };
            sum[k] += x;
            most[k] = if x > most[k] { x } else { most[k] };
        }
    }
    [total(count), total(sum), most.iter().fold(0.0, |a, &b| if b > a { b } else { a })]
}

/// Count, sum and sum of squares of the pixels of a block below `clip`, in units of `1 / inverse`.
#[inline]
pub fn clipped(block: &[Pack], clip: f32, inverse: f32) -> [f32; 3] {
    let (mut count, mut sum, mut squares) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for pack in block {
        for k in 0..LANES {
            let p = pack[k];
            let kept = (p < clip) & (p > f32::MIN);
            let x = if kept { p * inverse } else { 0.0 };
            count[k] += if kept { 1.0 } else { 0.0 };
            sum[k] += x;
            squares[k] += x * x;
        }
    }
    [total(count), total(sum), total(squares)]
}

/// Count, sum and sum of squares of the logarithms of the pixels of some lines of a block (each `packs` long) above
/// nought and below `clip`, in units of `1 / inverse`; one line in `every`, from the first.
#[inline]
pub fn logs(block: &[Pack], packs: usize, every: usize, clip: f32, inverse: f32) -> [f32; 3] {
    let (mut count, mut sum, mut squares) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    for line in block.chunks_exact(packs).step_by(every) {
        for pack in line {
            for k in 0..LANES {
                let x = pack[k] * inverse;
                let kept = (pack[k] < clip) & (x > 1e-30);
                let v = natural_log(if kept { x } else { 1.0 });
                count[k] += if kept { 1.0 } else { 0.0 };
                sum[k] += v;
                squares[k] += v * v;
            }
        }
    }
    [total(count), total(sum), total(squares)]
}

/// Bins of a histogram of power: eight to an octave, the first for all below `2^-8`, the last for all from `2^4`.
pub const BINS: usize = 96;
/// Exponent of the lower edge of the first bin.
const LOW_EXPONENT: u32 = 127 - 8;

/// Adds the pixels of a line above nought and below `clip` to a histogram, in units of `1 / inverse`.
pub fn add_to_histogram(line: &[f32], clip: f32, inverse: f32, bins: &mut [u32; BINS]) {
    for &p in line {
        // What does not count adds nought to some bin.
        let kept = (p < clip) & (p > 0.0);
        let place = ((p * inverse).to_bits() >> 20).saturating_sub(LOW_EXPONENT << 3);
        bins[(place as usize).min(BINS - 1)] += u32::from(kept);
    }
}

/// Upper edge of a bin of the histogram.
pub fn upper_edge(bin: usize) -> f64 {
    let octave = (bin + 1) / 8;
    let eighth = (bin + 1) % 8;
    libm::ldexp(1.0 + eighth as f64 / 8.0, octave as i32 - 8)
}
