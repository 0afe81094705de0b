//! Drawn scenes: water with noise and a slow swell of colour, hulls, wakes, cloud, quays. Its own geometry and blur.

use image::{ImageFormat, Rgb, RgbImage};
use plimsoll_imagery::optical::OpticalOptions;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::io::Cursor;

/// Points within a pixel, along one side, at which it is asked what is seen.
const FINE: usize = 4;

/// A drawing, four points to a pixel's side.
pub(crate) struct Drawing {
    pub(crate) lines: usize,
    pub(crate) samples: usize,
    fine: Vec<[f32; 3]>,
}

/// A hull: middle in pixels (line, sample), length and beam in pixels, degrees from up clockwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DrawnHull {
    pub(crate) middle: (f64, f64),
    pub(crate) length: f64,
    pub(crate) beam: f64,
    pub(crate) from_up_deg: f64,
    pub(crate) deck: [f32; 3],
    pub(crate) house: [f32; 3],
}

impl Drawing {
    pub(crate) fn of(lines: usize, samples: usize, sea: [f32; 3]) -> Self {
        Self { lines, samples, fine: vec![sea; lines * samples * FINE * FINE] }
    }

    /// Paints what a function gives for a place, in pixels.
    pub(crate) fn paint(&mut self, colour: impl Fn(f64, f64, [f32; 3]) -> Option<[f32; 3]>) {
        let wide = self.samples * FINE;
        for (at, point) in self.fine.iter_mut().enumerate() {
            let place = |i: usize| (i as f64 + 0.5) / FINE as f64 - 0.5;
            if let Some(new) = colour(place(at / wide), place(at % wide), *point) {
                *point = new;
            }
        }
    }

    /// A deck with a pointed bow and a square stern, the house on the last fifth.
    pub(crate) fn hull(&mut self, hull: DrawnHull) {
        let (sin, cos) = hull.from_up_deg.to_radians().sin_cos();
        self.paint(|line, sample, _| {
            let (y, x) = (line - hull.middle.0, sample - hull.middle.1);
            let (along, across) = (x * sin - y * cos, x * cos + y * sin);
            let to_bow = hull.length / 2.0 - along;
            let half = hull.beam / 2.0 * (to_bow / (0.15 * hull.length)).clamp(0.0, 1.0).sqrt();
            let is_on = along.abs() <= hull.length / 2.0 && across.abs() <= half;
            let is_house = along < -0.3 * hull.length;
            is_on.then_some(if is_house { hull.house } else { hull.deck })
        });
    }

    /// Foam behind a hull that heads `from_up_deg`: two arms that fade over a length.
    pub(crate) fn wake(&mut self, stern: (f64, f64), from_up_deg: f64, length: f64) {
        let (sin, cos) = from_up_deg.to_radians().sin_cos();
        self.paint(|line, sample, under| {
            let (y, x) = (line - stern.0, sample - stern.1);
            let (behind, across) = (-(x * sin - y * cos), x * cos + y * sin);
            let arm = (across.abs() - 1.0 - 0.12 * behind).abs();
            let fades = (1.0 - behind / length).max(0.0) as f32;
            (behind > 0.0 && fades > 0.0 && arm < 0.8).then(|| under.map(|v| v + 70.0 * fades * fades))
        });
    }

    /// Blurs by a Gaussian of this full width at half height, pixels; averages to pixels; adds noise; rounds.
    pub(crate) fn expose(&self, blur_px: f64, noise: f64, seed: u64) -> Vec<u8> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let wide = self.samples * FINE;
        let sd = blur_px / 2.354_82 * FINE as f64;
        let reach = (3.0 * sd).ceil() as isize;
        let weights: Vec<f32> =
            (-reach..=reach).map(|i| (-0.5 * (i as f64 / sd.max(1e-9)).powi(2)).exp() as f32).collect();
        let total: f32 = weights.iter().sum();
        let pass = |from: &[[f32; 3]], step: isize, count: usize, index: &dyn Fn(usize) -> usize| {
            let mut out = from.to_vec();
            for (at, point) in out.iter_mut().enumerate() {
                let own = index(at) as isize;
                let mut sum = [0.0; 3];
                for (weight, offset) in weights.iter().zip(-reach..=reach) {
                    let there = (own + offset).clamp(0, count as isize - 1) - own;
                    let value = from[(at as isize + there * step) as usize];
                    (0..3).for_each(|b| sum[b] += weight * value[b]);
                }
                *point = sum.map(|v| v / total);
            }
            out
        };
        let across = pass(&self.fine, 1, wide, &|at| at % wide);
        let blurred = pass(&across, wide as isize, self.lines * FINE, &|at| at / wide);
        let picture = RgbImage::from_fn(self.samples as u32, self.lines as u32, |x, y| {
            let mut sum = [0.0_f32; 3];
            for l in 0..FINE {
                for s in 0..FINE {
                    let value = blurred[(y as usize * FINE + l) * wide + x as usize * FINE + s];
                    (0..3).for_each(|b| sum[b] += value[b]);
                }
            }
            // Waves are seen in all bands alike, noise in each.
            let wave = gauss(&mut rng) * noise;
            let value = |v: f32, rng: &mut ChaCha8Rng| {
                let v = f64::from(v) / (FINE * FINE) as f64 + wave + gauss(rng) * noise / 2.0;
                v.round().clamp(0.0, 255.0) as u8
            };
            Rgb([value(sum[0], &mut rng), value(sum[1], &mut rng), value(sum[2], &mut rng)])
        });
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }
}

pub(crate) fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

fn gauss(rng: &mut ChaCha8Rng) -> f64 {
    // Box and Muller.
    let (a, b) = (uniform(rng).max(1e-300), uniform(rng));
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

pub(crate) fn options() -> OpticalOptions {
    OpticalOptions { pixel_spacing_m: Some(3.0), ..OpticalOptions::default() }
}

pub(crate) const SEA: [f32; 3] = [45.0, 58.0, 53.0];
pub(crate) const RED: [f32; 3] = [170.0, 90.0, 75.0];
pub(crate) const WHITE: [f32; 3] = [225.0, 222.0, 215.0];
pub(crate) const GREEN: [f32; 3] = [62.0, 80.0, 68.0];
