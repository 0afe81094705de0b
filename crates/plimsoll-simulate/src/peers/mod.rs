//! Two published detectors, written from their descriptions, to hold ours against.
//!
//! They share nothing with the detector that they are held against. Each makes a map of how far a pixel stands out of
//! its surroundings once; any number of thresholds can then be tried on it.

mod log_normal;
mod objects;
mod two_parameter;

pub use log_normal::{LogNormalMap, LogNormalParams};
pub use objects::PeerDetection;
pub use two_parameter::{TwoParameterMap, TwoParameterParams};

/// Sums over rectangles of an image: value, square and count of the pixels that are let in.
pub(crate) struct Sums {
    samples: usize,
    lines: usize,
    value: Vec<f64>,
    square: Vec<f64>,
    count: Vec<u32>,
}

impl Sums {
    /// `at` gives a pixel's value, or `None` where it is not let in.
    pub(crate) fn new(lines: usize, samples: usize, at: impl Fn(usize) -> Option<f64>) -> Self {
        let size = (lines + 1) * (samples + 1);
        let (mut value, mut square, mut count) = (vec![0.0; size], vec![0.0; size], vec![0; size]);
        for line in 0..lines {
            let (mut v, mut s, mut c) = (0.0, 0.0, 0);
            for sample in 0..samples {
                if let Some(x) = at(line * samples + sample) {
                    v += x;
                    s += x * x;
                    c += 1;
                }
                let (above, here) =
                    (line * (samples + 1) + sample + 1, (line + 1) * (samples + 1) + sample + 1);
                value[here] = value[above] + v;
                square[here] = square[above] + s;
                count[here] = count[above] + c;
            }
        }
        Self { samples, lines, value, square, count }
    }

    /// Sum, sum of squares and count in a square of `2 * reach + 1` pixels about one.
    fn square_about(&self, line: usize, sample: usize, reach: usize) -> (f64, f64, f64) {
        let (top, left) = (line.saturating_sub(reach), sample.saturating_sub(reach));
        let (bottom, right) = ((line + reach + 1).min(self.lines), (sample + reach + 1).min(self.samples));
        let corner = |l: usize, s: usize| l * (self.samples + 1) + s;
        let (a, b, c, d) =
            (corner(top, left), corner(top, right), corner(bottom, left), corner(bottom, right));
        let sum = |of: &[f64]| of[d] - of[b] - of[c] + of[a];
        let count = self.count[d] + self.count[a] - self.count[b] - self.count[c];
        (sum(&self.value), sum(&self.square), f64::from(count))
    }

    /// Mean and standard deviation in the ring between two squares; `None` with fewer than `least` pixels.
    pub(crate) fn ring(
        &self,
        line: usize,
        sample: usize,
        inner: usize,
        outer: usize,
        least: f64,
    ) -> Option<(f64, f64)> {
        let (whole, hole) = (self.square_about(line, sample, outer), self.square_about(line, sample, inner));
        let count = whole.2 - hole.2;
        if count < least {
            return None;
        }
        let mean = (whole.0 - hole.0) / count;
        let variance = ((whole.1 - hole.1) / count - mean * mean).max(0.0);
        Some((mean, variance.sqrt()))
    }
}
