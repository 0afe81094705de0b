//! From mean power and point targets to detected looks.

use crate::random::Random;
use std::f64::consts::{PI, TAU};

/// Weights of the five looks: 4.44 equivalent looks, where the product states 4.4.
pub(super) const LOOK_WEIGHTS: [f64; 5] = [0.132, 0.205, 0.326, 0.205, 0.132];
/// From the middle of one look's band to the next, Hz (look bandwidth less overlap, IW1).
const LOOK_STEP_HZ: f64 = 1.06e7;
/// Weighting of the spectrum: `w + (1 - w) cos`.
const WINDOW: f64 = 0.75;
/// Half the width of the response that is used for speckle, pixels.
const SPECKLE_REACH: i64 = 7;
pub(super) const LIGHT_M_S: f64 = 299_792_458.0;

/// A bright point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scatterer {
    /// Place in lines and samples.
    pub(super) line: f64,
    pub(super) sample: f64,
    /// Radar cross section in VV and VH, m2.
    pub(super) rcs_m2: [f64; 2],
    /// Phase in VV and VH, radians.
    pub(super) phase: [f64; 2],
}

/// The response to a point.
pub(super) struct Response {
    /// Pixels in one unit of `1 / bandwidth`, along lines and along samples.
    pub(super) unit_px: [f64; 2],
    /// Slant range in one sample, m.
    pub(super) slant_m: f64,
    /// Area of a pixel, m2.
    pub(super) pixel_m2: f64,
}

/// Amplitude of the response to a point at `x` units of `1 / bandwidth` from it: a weighted band's transform.
fn response(x: f64) -> f64 {
    let sinc = |x: f64| if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) };
    WINDOW * sinc(x) + (1.0 - WINDOW) / 2.0 * (sinc(x - 1.0) + sinc(x + 1.0))
}

/// Scales a kernel so that its squares sum to one.
pub(super) fn unit_energy(kernel: &[f64]) -> Vec<f32> {
    let energy: f64 = kernel.iter().map(|v| v * v).sum();
    kernel.iter().map(|v| (v / energy.sqrt()) as f32).collect()
}

/// Scales a kernel so that it sums to one.
pub(super) fn unit_sum(kernel: &[f64]) -> Vec<f32> {
    let sum: f64 = kernel.iter().sum();
    kernel.iter().map(|v| (v / sum) as f32).collect()
}

impl Response {
    /// The response along one axis at whole pixels.
    fn taps(&self, axis: usize) -> Vec<f64> {
        (-SPECKLE_REACH..=SPECKLE_REACH).map(|k| response(k as f64 / self.unit_px[axis])).collect()
    }

    /// Smears power as the response does.
    pub(super) fn blur(&self, power: &mut [f32], lines: usize, samples: usize) {
        let kernel = |axis| {
            let squares: Vec<f64> = self.taps(axis).iter().map(|v| v * v).collect();
            unit_sum(&squares)
        };
        // With a frame of its own edge about it, so that one edge does not shine on the opposite one.
        let frame = SPECKLE_REACH as usize;
        let (tall, wide) = (lines + 2 * frame, samples + 2 * frame);
        let inside = |k: usize, count: usize| k.saturating_sub(frame).min(count - 1);
        let mut framed: Vec<f32> = (0..tall * wide)
            .map(|k| power[inside(k / wide, lines) * samples + inside(k % wide, samples)])
            .collect();
        convolve(&mut framed, tall, wide, &kernel(0), &kernel(1));
        for (line, row) in power.chunks_exact_mut(samples).enumerate() {
            row.copy_from_slice(&framed[(line + frame) * wide + frame..][..samples]);
        }
    }

    /// Detected power of one band: speckle of mean `power` (changed in place) and the points, over the looks.
    pub(super) fn detect(
        &self,
        power: &mut [f32],
        size: (usize, usize),
        points: &[Scatterer],
        band: usize,
        seed: u64,
    ) {
        let (lines, samples) = size;
        let [down, across] = [0, 1].map(|axis| unit_energy(&self.taps(axis)));
        let root: Vec<f32> = power.iter().map(|p| p.max(0.0).sqrt()).collect();
        power.fill(0.0);
        for (look, weight) in LOOK_WEIGHTS.iter().enumerate() {
            let mut random = Random::new(seed, 100 + (band * LOOK_WEIGHTS.len() + look) as u64);
            let (mut re, mut im) = (Vec::with_capacity(root.len()), Vec::with_capacity(root.len()));
            for _ in 0..root.len() {
                let (a, b) = random.normal_pair();
                re.push(a as f32);
                im.push(b as f32);
            }
            for part in [&mut re, &mut im] {
                convolve(part, lines, samples, &down, &across);
                part.iter_mut().zip(&root).for_each(|(v, r)| *v *= r * std::f32::consts::FRAC_1_SQRT_2);
            }
            for point in points {
                self.add(point, band, look, size, (&mut re, &mut im));
            }
            for ((p, a), b) in power.iter_mut().zip(&re).zip(&im) {
                *p += *weight as f32 * (a * a + b * b);
            }
        }
    }

    /// Adds a point to one look.
    fn add(
        &self,
        p: &Scatterer,
        band: usize,
        look: usize,
        size: (usize, usize),
        to: (&mut [f32], &mut [f32]),
    ) {
        let rcs = p.rcs_m2[band];
        if rcs <= 0.0 {
            return;
        }
        // The cross of a strong target reaches farther before it sinks into the sea.
        let reach = if rcs > 3e4 {
            60.0
        } else if rcs > 3e3 {
            30.0
        } else {
            12.0
        };
        let middle = (LOOK_WEIGHTS.len() / 2) as f64;
        let turn = 2.0 * TAU * (look as f64 - middle) * LOOK_STEP_HZ * p.sample * self.slant_m / LIGHT_M_S;
        let amplitude = (rcs / self.pixel_m2).sqrt();
        let (sin, cos) = (p.phase[band] + turn).sin_cos();
        let axis = |centre: f64, count: usize, unit: f64| {
            let first = (centre - reach).ceil().max(0.0);
            let last = (centre + reach).floor().min(count as f64 - 1.0);
            // The squares of the response at whole pixels sum to the energy of the window times the unit.
            let energy = (WINDOW * WINDOW + (1.0 - WINDOW).powi(2) / 2.0) * unit;
            let mut taps = Vec::new();
            let mut at = first;
            while at <= last {
                taps.push((at as usize, response((at - centre) / unit) / energy.sqrt()));
                at += 1.0;
            }
            taps
        };
        let (lines, samples) = size;
        let across = axis(p.sample, samples, self.unit_px[1]);
        for (line, tap) in axis(p.line, lines, self.unit_px[0]) {
            for (sample, other) in &across {
                let value = amplitude * tap * other;
                to.0[line * samples + sample] += (value * cos) as f32;
                to.1[line * samples + sample] += (value * sin) as f32;
            }
        }
    }
}

/// Convolves an image with a kernel along lines, then one along samples, odd in length; it is continued round its
/// edges, so that the statistics are the same everywhere.
pub(super) fn convolve(image: &mut [f32], lines: usize, samples: usize, down: &[f32], across: &[f32]) {
    let half = across.len() / 2;
    let mut padded = vec![0.0_f32; samples + 2 * half];
    for row in image.chunks_exact_mut(samples) {
        for (k, value) in padded.iter_mut().enumerate() {
            *value = row[(k + samples * (1 + half / samples) - half) % samples];
        }
        row.fill(0.0);
        for (k, tap) in across.iter().enumerate() {
            for (out, value) in row.iter_mut().zip(&padded[k..]) {
                *out += tap * value;
            }
        }
    }
    let half = down.len() / 2;
    let source = image.to_vec();
    for (line, row) in image.chunks_exact_mut(samples).enumerate() {
        row.fill(0.0);
        for (k, tap) in down.iter().enumerate() {
            let from = (line + k + lines * (1 + half / lines) - half) % lines;
            for (out, value) in row.iter_mut().zip(&source[from * samples..][..samples]) {
                *out += tap * value;
            }
        }
    }
}
