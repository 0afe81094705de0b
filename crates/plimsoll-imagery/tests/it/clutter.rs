//! Seas without ships, rasters in memory, and the parameters of the search: for the tests and the examples.

use plimsoll_imagery::{ImageryError, Planes, Raster, SearchParams};
use plimsoll_model::{PixelWindow, Polarisation};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The search for 10 m pixels of 4.4 looks, with more false alarms than is shipped, so that they can be counted; each
/// seed is an object.
pub(crate) fn params() -> SearchParams {
    let shipped: SearchParams = crate::shipped::section("radar-search");
    SearchParams {
        pfa_seed: 1e-7,
        pfa_seed_one_band: 1e-7,
        looks: Some(4.4),
        seeds_per_false_object: 1.0,
        ..shipped
    }
}

/// A raster in memory.
#[derive(Clone)]
pub(crate) struct MemoryRaster {
    lines: u32,
    samples: u32,
    bands: Vec<Arc<Vec<f32>>>,
    polarisations: Vec<Polarisation>,
    /// Noise that was removed from every band.
    pub(crate) noise: Option<f32>,
}

impl MemoryRaster {
    pub(crate) fn new(lines: u32, samples: u32, bands: Vec<Vec<f32>>) -> Self {
        let polarisations = [Polarisation::Vv, Polarisation::Vh][..bands.len()].to_vec();
        Self { lines, samples, bands: bands.into_iter().map(Arc::new).collect(), polarisations, noise: None }
    }

    pub(crate) fn boxes(&self, workers: usize) -> Vec<Box<dyn Raster>> {
        (0..workers).map(|_| Box::new(self.clone()) as Box<dyn Raster>).collect()
    }
}

impl Raster for MemoryRaster {
    fn lines(&self) -> u32 {
        self.lines
    }
    fn samples(&self) -> u32 {
        self.samples
    }
    fn polarisations(&self) -> &[Polarisation] {
        &self.polarisations
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let (lines, samples) = (window.lines as usize, window.samples as usize);
        let cut = |band: &Arc<Vec<f32>>| {
            let mut out = Vec::with_capacity(lines * samples);
            for line in window.line..window.line + window.lines {
                let from = line as usize * self.samples as usize + window.sample as usize;
                out.extend_from_slice(&band[from..from + samples]);
            }
            out
        };
        Ok(Planes { lines, samples, bands: self.bands.iter().map(cut).collect() })
    }
    fn removed_noise(&self, _band: usize, _line: u32, samples: &[u32], out: &mut Vec<f32>) -> bool {
        out.clear();
        out.resize(samples.len(), self.noise.unwrap_or(0.0));
        self.noise.is_some()
    }
}

/// How many objects of bright pixels that touch (corners too) hold a seed, and how many seeds there are.
pub(crate) fn seeded_objects(bright: &[(u32, u32, bool)]) -> (u64, u64) {
    let mut left: BTreeSet<(u32, u32)> = bright.iter().map(|b| (b.0, b.1)).collect();
    let seeds: BTreeSet<(u32, u32)> = bright.iter().filter(|b| b.2).map(|b| (b.0, b.1)).collect();
    let mut objects = 0;
    for &start in &seeds {
        let mut stack = if left.remove(&start) { vec![start] } else { continue };
        objects += 1;
        while let Some((line, sample)) = stack.pop() {
            for i in line.saturating_sub(1)..=line + 1 {
                for j in sample.saturating_sub(1)..=sample + 1 {
                    if left.remove(&(i, j)) {
                        stack.push((i, j));
                    }
                }
            }
        }
    }
    (objects, seeds.len() as u64)
}

/// The law of a sea's power, mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sea {
    /// K law; an infinite order is speckle alone.
    K(f64),
    /// Log-normal: standard deviation of the logarithm.
    LogNormal(f64),
}

/// Random numbers of a line of a field.
pub(crate) struct Draws(ChaCha8Rng, Option<f32>);

impl Draws {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng, None)
    }
    /// In (0, 1).
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
    /// Standard normal, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f32 {
        if let Some(other) = self.1.take() {
            return other;
        }
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        let (sin, cos) = (std::f64::consts::TAU * self.uniform()).sin_cos();
        self.1 = Some((radius * sin) as f32);
        (radius * cos) as f32
    }
    /// Gamma law of a shape, mean 1, by Marsaglia and Tsang.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = self.uniform().powf(1.0 / shape);
            return self.gamma(shape + 1.0) * (shape + 1.0) * boost / shape;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = f64::from(self.normal());
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v / shape;
            }
        }
    }
}

/// A square sea of pixels that have nothing to do with each other.
pub(crate) fn uncorrelated(sea: Sea, looks: f64, side: usize, seed: u64) -> Vec<f32> {
    let mut out = Vec::with_capacity(side * side);
    for line in 0..side {
        let mut draws = Draws::new(seed, line as u64);
        for _ in 0..side {
            out.push(match sea {
                Sea::K(order) if order.is_infinite() => draws.gamma(looks) as f32,
                Sea::K(order) => (draws.gamma(looks) * draws.gamma(order)) as f32,
                Sea::LogNormal(sd) => (sd * f64::from(draws.normal()) - 0.5 * sd * sd).exp() as f32,
            });
        }
    }
    out
}

/// A square sea as a satellite sees it, 10 m pixels, 5 looks: speckle of a point spread of 22 m by 20 m; texture (or the
/// logarithm of a log-normal power) that is alike over about 45 m.
pub(crate) fn correlated(sea: Sea, side: usize, seed: u64) -> Vec<f32> {
    // Half widths at half power of 22 m and 20 m: exp(-r^2 / (4 s^2)) of the amplitude's square.
    let (across, along) =
        (bell(2.2 / 2.355 * std::f32::consts::SQRT_2), bell(2.0 / 2.355 * std::f32::consts::SQRT_2));
    let texture = |seed| {
        let field = white(side, seed);
        smoothed(&field, side, &bell(2.25), &bell(2.25))
    };
    if let Sea::LogNormal(sd) = sea {
        return texture(seed).iter().map(|&g| (sd * f64::from(g) - 0.5 * sd * sd).exp() as f32).collect();
    }
    let mut out = vec![0.0_f32; side * side];
    for part in 0..10 {
        let field = smoothed(&white(side, seed + 1 + part), side, &across, &along);
        out.iter_mut().zip(&field).for_each(|(o, &x)| *o += x * x / 10.0);
    }
    if let Sea::K(order) = sea
        && order.is_finite()
    {
        let quantile = GammaQuantile::new(order, seed);
        out.iter_mut().zip(texture(seed)).for_each(|(o, g)| *o *= quantile.of_normal(g));
    }
    out
}

/// Independent standard normal numbers.
fn white(side: usize, seed: u64) -> Vec<f32> {
    (0..side)
        .flat_map(|line| {
            let mut draws = Draws::new(seed, line as u64);
            (0..side).map(move |_| draws.normal()).collect::<Vec<f32>>()
        })
        .collect()
}

/// A bell of a standard deviation in pixels, of unit sum of squares.
fn bell(sd: f32) -> Vec<f32> {
    let half = (3.0 * sd).ceil() as i32;
    let raw: Vec<f32> = (-half..=half).map(|i| (-0.5 * (i as f32 / sd).powi(2)).exp()).collect();
    let norm = raw.iter().map(|v| v * v).sum::<f32>().sqrt();
    raw.iter().map(|v| v / norm).collect()
}

/// Filters a field that goes on round its edges.
fn smoothed(field: &[f32], side: usize, across: &[f32], along: &[f32]) -> Vec<f32> {
    let mut rows = vec![0.0; side * side];
    let half = across.len() / 2;
    for (line, out) in field.chunks(side).zip(rows.chunks_mut(side)) {
        let padded: Vec<f32> = line[side - half..].iter().chain(line).chain(&line[..half]).copied().collect();
        for (k, &weight) in across.iter().enumerate() {
            out.iter_mut().zip(&padded[k..]).for_each(|(o, &p)| *o += weight * p);
        }
    }
    let mut out = vec![0.0; side * side];
    let half = along.len() / 2;
    for (i, line) in out.chunks_mut(side).enumerate() {
        for (k, &weight) in along.iter().enumerate() {
            let from = (i + side + k - half) % side;
            line.iter_mut().zip(&rows[from * side..]).for_each(|(o, &p)| *o += weight * p);
        }
    }
    out
}

/// From a standard normal number to a Gamma one of the same rank, by a table of integrated density.
struct GammaQuantile(Vec<f32>);

impl GammaQuantile {
    const NODES: usize = 1201;
    fn new(order: f64, _seed: u64) -> Self {
        // Share below x, by the trapezium rule over u = ln x; upper shares summed from above to keep their digits.
        let (low, high, step): (f64, f64, f64) = (-60.0 / order.min(1.0), 5.0, 0.002);
        let count = ((high - low) / step) as usize;
        let density = |i: usize| {
            let u = low + step * i as f64;
            (order * (order.ln() + u - u.exp()) - libm::lgamma(order)).exp() * step
        };
        let mut above = vec![0.0; count + 1];
        for i in (0..count).rev() {
            above[i] = above[i + 1] + density(i);
        }
        let mut i = 0;
        let table = (0..Self::NODES).map(|k| {
            let z = -6.0 + 0.01 * k as f64;
            let share = 0.5 * libm::erfc(z / std::f64::consts::SQRT_2);
            while i < count && above[i] > share {
                i += 1;
            }
            let part =
                if i > 0 { (above[i - 1] - share) / (above[i - 1] - above[i]).max(1e-300) } else { 0.0 };
            (low + step * (i as f64 - 1.0 + part.clamp(0.0, 1.0))).exp() as f32
        });
        Self(table.collect())
    }
    fn of_normal(&self, z: f32) -> f32 {
        let place = ((z + 6.0) / 0.01).clamp(0.0, (Self::NODES - 2) as f32);
        let i = place as usize;
        self.0[i] + place.fract() * (self.0[i + 1] - self.0[i])
    }
}
