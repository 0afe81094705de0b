//! Sums over the pixels of a block. The loops have no branches, so that they work on several pixels at once: values go
//! through a buffer, which is then folded in halves, always in the same order.

use core::f32::consts::LN_2;

/// The pixels of a block are filled up to a multiple of this.
pub const LANES: usize = 8;

/// Sum of the values of a buffer, a multiple of [`LANES`] of them, which is used up: one half on the other while halves
/// are whole, then the last few.
#[inline]
fn folded(values: &mut [f32]) -> f32 {
    let mut length = values.len();
    while length > LANES && length.is_multiple_of(2 * LANES) {
        length /= 2;
        let (low, high) = values.split_at_mut(length);
        low.iter_mut().zip(&*high).for_each(|(a, b)| *a += *b);
    }
    let mut sum = [0.0; LANES];
    for pack in values[..length].as_chunks::<LANES>().0 {
        sum.iter_mut().zip(pack).for_each(|(a, b)| *a += *b);
    }
    ((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7]))
}

/// Makes NaN of what is no value: nought, and what has no end.
#[inline]
pub fn keep_values(from: &[f32], to: &mut [f32]) {
    for (p, to) in from.iter().zip(to) {
        // Bits of a size above nought and below infinity: two comparisons of whole numbers, which all processors can do
        // side by side.
        let size = (p.to_bits() & 0x7fff_ffff).cast_signed();
        *to = if (size > 0) & (size < 0x7f80_0000) { *p } else { f32::NAN };
    }
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

/// Buffers as long as a block.
#[derive(Debug)]
pub struct Buffers {
    values: Vec<f32>,
    squares: Vec<f32>,
}

impl Buffers {
    /// For blocks of so many pixels.
    pub fn new(pixels: usize) -> Self {
        Self { values: vec![0.0; pixels], squares: vec![0.0; pixels] }
    }

    /// For blocks of how many pixels.
    pub fn pixels(&self) -> usize {
        self.values.len()
    }

    /// Count and sum of the pixels of a block that have a value, and the greatest of them, or nought. NaN: no value;
    /// none may be infinite.
    #[inline]
    pub fn plain(&mut self, block: &[f32]) -> [f32; 3] {
        let values = &mut self.values[..block.len()];
        let (mut count, mut most) = (0_u32, 0_i32);
        for (&p, value) in block.iter().zip(&mut *values) {
            let is_kept = p < f32::INFINITY;
            *value = if is_kept { p } else { 0.0 };
            count += u32::from(is_kept);
            // The bits of numbers above nought are in the order of the numbers; those below it are below nought.
            most = most.max(value.to_bits().cast_signed());
        }
        [count as f32, folded(values), f32::from_bits(most.cast_unsigned())]
    }

    /// Count, sum and sum of squares of the pixels of a block below `clip`, in units of `1 / inverse`.
    #[inline]
    pub fn clipped(&mut self, block: &[f32], clip: f32, inverse: f32) -> [f32; 3] {
        let (values, squares) = (&mut self.values[..block.len()], &mut self.squares[..block.len()]);
        let mut count = 0_u32;
        for ((&p, value), square) in block.iter().zip(&mut *values).zip(&mut *squares) {
            let is_kept = p < clip;
            let x = if is_kept { p * inverse } else { 0.0 };
            count += u32::from(is_kept);
            *value = x;
            *square = x * x;
        }
        [count as f32, folded(values), folded(squares)]
    }

    /// Count, sum and sum of squares of the logarithms of the pixels of a block above nought and below `clip`, in units
    /// of `1 / inverse`.
    #[inline]
    pub fn logs(&mut self, block: &[f32], clip: f32, inverse: f32) -> [f32; 3] {
        let (values, squares) = (&mut self.values[..block.len()], &mut self.squares[..block.len()]);
        let mut count = 0_u32;
        for ((&p, value), square) in block.iter().zip(&mut *values).zip(&mut *squares) {
            let x = p * inverse;
            let is_kept = (p < clip) & (x > 1e-30);
            let v = natural_log(if is_kept { x } else { 1.0 });
            count += u32::from(is_kept);
            *value = v;
            *square = v * v;
        }
        [count as f32, folded(values), folded(squares)]
    }
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
