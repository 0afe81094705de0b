//! How likely a stay or a leg lasts so many cells.

use crate::season::world::{Speed, World};

/// Stays longer than this many standard deviations of their logarithm are left to other moves.
const LONGEST_Z: f64 = 3.0;

/// `weights[k]`: probability that a duration which begins and ends somewhere in two cells has them `k + 1` apart. They sum to one.
#[derive(Clone, Debug, Default)]
pub(in crate::season) struct Kernel {
    pub(super) weights: Vec<f64>,
}

impl Kernel {
    /// From a density of hours, over the triangle of differences within two cells.
    fn new(step_h: f64, longest_h: f64, nodes: usize, density: impl Fn(f64) -> f64) -> Self {
        let cells = (longest_h / step_h).ceil().max(1.0) as usize;
        let mut weights: Vec<f64> = (1..=cells)
            .map(|cell| {
                (0..nodes)
                    .map(|node| {
                        let off = (node as f64 + 0.5) * 2.0 / nodes as f64 - 1.0;
                        (1.0 - off.abs()) * density((cell as f64 + off) * step_h)
                    })
                    .sum()
            })
            .collect();
        let sum: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= sum.max(1e-300);
        }
        Self { weights }
    }

    /// Cells at the most.
    pub(super) fn longest(&self) -> usize {
        self.weights.len()
    }

    /// ln of the probability of so many cells.
    pub(super) fn ln(&self, cells: usize) -> f64 {
        match cells.checked_sub(1).and_then(|at| self.weights.get(at)) {
            Some(weight) if *weight > 0.0 => libm::log(*weight),
            _ => f64::NEG_INFINITY,
        }
    }
}

/// The kernel of stays with a given median, made again when the median moves.
#[derive(Clone, Debug)]
pub(in crate::season) struct StayKernel {
    ln_median: f64,
    kernel: Kernel,
}

impl Default for StayKernel {
    fn default() -> Self {
        Self { ln_median: f64::NAN, kernel: Kernel::default() }
    }
}

impl StayKernel {
    /// The kernel for a median.
    pub(in crate::season) fn follow(&mut self, ln_median: f64, ln_sd: f64, step_h: f64) {
        if self.ln_median.to_bits() == ln_median.to_bits() {
            return;
        }
        self.ln_median = ln_median;
        let longest_h = libm::exp(ln_median + LONGEST_Z * ln_sd);
        self.kernel = Kernel::new(step_h, longest_h, 6, |hours| {
            let z = (libm::log(hours.max(1e-9)) - ln_median) / ln_sd;
            libm::exp(-0.5 * z * z) / hours.max(1e-9)
        });
    }
}

/// Kernels of all durations.
#[derive(Clone, Copy)]
pub(in crate::season) struct Kernels<'a> {
    pub(super) loading: &'a Kernel,
    pub(super) discharge: &'a Kernel,
    /// Legs to or from each place.
    pub(super) legs: &'a [LegKernel],
}

impl<'a> Kernels<'a> {
    pub(in crate::season) fn new(stays: &'a [StayKernel; 2], legs: &'a [LegKernel]) -> Self {
        Self { loading: &stays[0].kernel, discharge: &stays[1].kernel, legs }
    }

    /// Legs to each place; they do not change.
    pub(in crate::season) fn legs(world: &World<'_>, step_h: f64) -> Vec<LegKernel> {
        (0..world.sea).map(|place| LegKernel::new(world.speed, world.route_nm(place), step_h)).collect()
    }
}

/// The kernel of legs to or from one place, and what it was made from.
#[derive(Clone, Debug)]
pub(in crate::season) struct LegKernel {
    pub(super) cells: Kernel,
    speed: Speed,
    route_nm: f64,
}

impl LegKernel {
    fn new(speed: Speed, route_nm: f64, step_h: f64) -> Self {
        let longest_h = route_nm / speed.least + step_h;
        let density = |hours: f64| libm::exp(speed.ln_hours(route_nm, hours));
        Self { cells: Kernel::new(step_h, longest_h, 24, density), speed, route_nm }
    }

    /// Probability that a leg from one time ends between two others.
    pub(super) fn share(&self, leaves_h: f64, from_h: f64, to_h: f64) -> f64 {
        self.speed.share(self.route_nm, from_h - leaves_h, to_h - leaves_h)
    }

    /// When it ends, with `u` of that probability after it.
    pub(super) fn ends_h(&self, leaves_h: f64, from_h: f64, to_h: f64, u: f64) -> f64 {
        leaves_h + self.speed.hours_at(self.route_nm, from_h - leaves_h, to_h - leaves_h, u)
    }

    /// ln of its density of hours.
    pub(super) fn ln_hours(&self, hours: f64) -> f64 {
        self.speed.ln_hours(self.route_nm, hours)
    }
}
