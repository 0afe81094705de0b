//! Sums over a line of pixels. The loops have no branches, so that they work on several pixels at once.

use core::f32::consts::LN_2;

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

/// Adds a line of pixels to count and sum, column by column. NaN: no value.
#[inline]
pub fn add_plain(line: &[f32], count: &mut [f32], sum: &mut [f32]) {
    for ((&p, n), s) in line.iter().zip(count).zip(sum) {
        let kept = p.abs() < f32::INFINITY;
        *n += if kept { 1.0 } else { 0.0 };
        *s += if kept { p } else { 0.0 };
    }
}

/// Adds the pixels of a line below `clip` to count, sum and sum of squares, in units of `1 / inverse`.
#[inline]
pub fn add_clipped(
    line: &[f32],
    clip: f32,
    inverse: f32,
    count: &mut [f32],
    sum: &mut [f32],
    squares: &mut [f32],
) {
    for (((&p, n), s), q) in line.iter().zip(count).zip(sum).zip(squares) {
        let kept = p < clip && p > f32::MIN;
        let x = if kept { p * inverse } else { 0.0 };
        *n += if kept { 1.0 } else { 0.0 };
        *s += x;
        *q += x * x;
    }
}

/// Adds the logarithms of the pixels of a line above nought and below `clip`, in units of `1 / inverse`.
#[inline]
pub fn add_logs(
    line: &[f32],
    clip: f32,
    inverse: f32,
    count: &mut [f32],
    sum: &mut [f32],
    squares: &mut [f32],
) {
    for (((&p, n), s), q) in line.iter().zip(count).zip(sum).zip(squares) {
        let x = p * inverse;
        let kept = p < clip && x > 1e-30;
        let v = natural_log(if kept { x } else { 1.0 });
        *n += if kept { 1.0 } else { 0.0 };
        *s += v;
        *q += v * v;
    }
}

/// Bins of a histogram of power: eight to an octave, the first for all below `2^-8`, the last for all from `2^4`.
pub const BINS: usize = 96;
/// Exponent of the lower edge of the first bin.
const LOW_EXPONENT: u32 = 127 - 8;

/// Adds the pixels of a line above nought and below `clip` to a histogram, in units of `1 / inverse`.
pub fn add_to_histogram(line: &[f32], clip: f32, inverse: f32, bins: &mut [u32; BINS]) {
    for &p in line {
        if p < clip && p > 0.0 {
            let place = ((p * inverse).to_bits() >> 20).saturating_sub(LOW_EXPONENT << 3);
            bins[(place as usize).min(BINS - 1)] += 1;
        }
    }
}

/// Upper edge of a bin of the histogram.
pub fn upper_edge(bin: usize) -> f64 {
    let octave = (bin + 1) / 8;
    let eighth = (bin + 1) % 8;
    libm::ldexp(1.0 + eighth as f64 / 8.0, octave as i32 - 8)
}
