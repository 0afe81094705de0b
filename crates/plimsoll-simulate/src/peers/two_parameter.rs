//! The two-parameter detector of Global Fishing Watch's Sentinel-1 chain, as published with Paolo et al. 2024
//! (*Nature* 625): VH alone, 20 m pixels, mean and standard deviation in a square ring, a pixel stands out by `n`
//! standard deviations, 60 m dilation. The neural network behind it, that throws some objects out, is not part of it.

use super::Sums;
use super::objects::{PeerDetection, objects};

/// Its settings. Published: 20, 200, 600, 60, 22.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoParameterParams {
    /// Pixels are averaged to this width, m.
    pub pixel_m: f64,
    /// Width of the hole of the ring, m.
    pub inner_m: f64,
    /// Width of the ring, m.
    pub outer_m: f64,
    /// Width of the square of the dilation, m.
    pub dilation_m: f64,
    /// Pixels of sea that a ring must hold.
    pub least_pixels: f64,
    /// Pixels so near the edge of the image are not looked at, m.
    pub border_m: f64,
}

/// How many standard deviations each pixel stands above its surroundings.
pub struct TwoParameterMap {
    samples: usize,
    deviations: Vec<f32>,
    step: usize,
    params: TwoParameterParams,
}

impl TwoParameterMap {
    /// From sigma nought in VH (linear, NaN: none) and what is not sea, both at `from_m` metres.
    pub fn new(
        vh: &[f32],
        is_blocked: &[bool],
        samples: usize,
        from_m: f64,
        params: &TwoParameterParams,
    ) -> Self {
        let step = (params.pixel_m / from_m).round().max(1.0) as usize;
        let full = samples;
        let (lines, samples) = (vh.len() / full.max(1) / step, full / step);
        let average = |index: usize| {
            let (line, sample) = (index / samples * step, index % samples * step);
            let mut sum = 0.0;
            for l in line..line + step {
                for s in sample..sample + step {
                    let at = l * full + s;
                    if is_blocked[at] || vh[at].is_nan() {
                        return None;
                    }
                    sum += f64::from(vh[at]);
                }
            }
            Some(sum / (step * step) as f64)
        };
        let sums = Sums::new(lines, samples, average);
        let [inner, outer] = [params.inner_m, params.outer_m].map(|m| (m / params.pixel_m / 2.0) as usize);
        let border = (params.border_m / params.pixel_m) as usize;
        let deviation = |index: usize| {
            let (line, sample) = (index / samples, index % samples);
            let is_edge = |at: usize, count: usize| at < border || at + border >= count;
            if is_edge(line, lines) || is_edge(sample, samples) {
                return f32::NAN;
            }
            match (average(index), sums.ring(line, sample, inner, outer, params.least_pixels)) {
                (Some(value), Some((mean, sd))) if sd > 0.0 => ((value - mean) / sd) as f32,
                _ => f32::NAN,
            }
        };
        Self { samples, deviations: (0..lines * samples).map(deviation).collect(), step, params: *params }
    }

    /// Objects at `n` standard deviations. Published: 22.
    pub fn detect(&self, deviations: f64) -> Vec<PeerDetection> {
        let mask: Vec<bool> = self.deviations.iter().map(|d| f64::from(*d) >= deviations).collect();
        let reach = (self.params.dilation_m / self.params.pixel_m / 2.0) as usize;
        objects(&mask, self.samples, reach, self.step as f64, self.params.pixel_m)
    }
}
