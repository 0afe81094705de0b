//! Log-normal CFAR: the logarithm of the intensity against its mean and standard deviation in a square ring, in both
//! polarisations; an object is where either stands out. The textbook detector for spiky seas (Crisp 2004, DSTO-RR-0272, 5.3).

use super::Sums;
use super::objects::{PeerDetection, objects};

/// Its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormalParams {
    /// Width of a pixel, m.
    pub pixel_m: f64,
    /// Width of the hole of the ring, pixels.
    pub inner_px: usize,
    /// Width of the ring, pixels.
    pub outer_px: usize,
    /// Pixels of sea that a ring must hold.
    pub least_pixels: f64,
    /// Pixels are joined over so many between them.
    pub reach_px: usize,
}

/// How many standard deviations the logarithm of each pixel stands above its surroundings, in the band where it stands
/// out more.
pub struct LogNormalMap {
    samples: usize,
    deviations: Vec<f32>,
    params: LogNormalParams,
}

impl LogNormalMap {
    /// From the power of the bands (linear, noise and all, so that it is above nought; NaN: none) and what is not sea.
    pub fn new(bands: &[&[f32]], is_blocked: &[bool], samples: usize, params: &LogNormalParams) -> Self {
        let lines = is_blocked.len() / samples.max(1);
        let mut deviations = vec![f32::NAN; is_blocked.len()];
        for band in bands {
            let log = |index: usize| {
                let value = f64::from(band[index]);
                (!is_blocked[index] && value > 0.0).then(|| value.ln())
            };
            let sums = Sums::new(lines, samples, log);
            for (index, deviation) in deviations.iter_mut().enumerate() {
                let ring = sums.ring(
                    index / samples,
                    index % samples,
                    params.inner_px / 2,
                    params.outer_px / 2,
                    params.least_pixels,
                );
                if let (Some(value), Some((mean, sd))) = (log(index), ring)
                    && sd > 0.0
                {
                    *deviation = deviation.max(((value - mean) / sd) as f32);
                }
            }
        }
        Self { samples, deviations, params: *params }
    }

    /// Objects at `n` standard deviations of the logarithm: 4.75 for 1e-6, 5.20 for 1e-7 of a normal law.
    pub fn detect(&self, deviations: f64) -> Vec<PeerDetection> {
        let mask: Vec<bool> = self.deviations.iter().map(|d| f64::from(*d) >= deviations).collect();
        objects(&mask, self.samples, self.params.reach_px, 1.0, self.params.pixel_m)
    }
}
