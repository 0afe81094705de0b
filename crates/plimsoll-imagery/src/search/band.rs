//! Thresholds of a row of blocks in one band.

use super::SearchParams;
use crate::clutter::Grid;
use crate::clutter::cells::CHANNELS;
use crate::clutter::donut::{Reach, Rows, Surroundings, surroundings};
use crate::clutter::shape::CellLaw;

/// The sea about a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sea {
    sums: Surroundings,
    /// How far it was taken from.
    pub(super) reach: Reach,
}

impl Sea {
    /// False if no pixel up to this power stands out of it: cheap, and true too often.
    pub(super) fn may_be_exceeded(&self, law: &CellLaw, most: f32) -> bool {
        f64::from(most) > self.sums.mean() * law.shape.least_growth
    }
}

/// What the sea about a block asks of a pixel in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Demand {
    /// Mean power of the sea, noise included.
    pub(super) mean: f32,
    /// Power above which a pixel belongs to an object.
    pub(super) grow: f32,
    /// Power above which it starts one.
    pub(super) seed: f32,
    /// What it rests on.
    sums: Surroundings,
}

/// Turns sums into demands.
pub(super) struct Demander {
    grid: Grid,
    least: f64,
    least_small: f64,
    /// Standard normal deviate of the log-normal rate.
    deviate: f64,
    truncation: Truncation,
}

impl Demander {
    pub(super) fn new(grid: Grid, params: &SearchParams) -> Self {
        Self {
            grid,
            least: f64::from(params.least_valid_px),
            least_small: f64::from(params.least_valid_small_px).max(1.0),
            deviate: deviate(params.pfa_log_normal),
            truncation: Truncation::new(),
        }
    }

    /// The sea about each block of a row; `None`: no estimate. `has_law`: whether there is one for a column of cells.
    pub(super) fn row(
        &self,
        rows: &dyn Rows,
        row: usize,
        has_law: impl Fn(usize) -> bool,
    ) -> Vec<Option<Sea>> {
        let near = surroundings(&self.grid, rows, row, Reach::Donut);
        let lacks = |sums: &[Surroundings]| sums.iter().any(|s| s.count() < self.least);
        let wide = lacks(&near).then(|| surroundings(&self.grid, rows, row, Reach::Wide));
        let all = (self.grid.is_small() && wide.as_deref().is_some_and(lacks))
            .then(|| surroundings(&self.grid, rows, row, Reach::All));
        let sea = |column: usize| {
            let enough = |sums: &Option<Vec<Surroundings>>, least: f64| {
                sums.as_ref().map(|s| s[column]).filter(|s| s.count() >= least)
            };
            let (sums, reach) = if near[column].count() >= self.least {
                (near[column], Reach::Donut)
            } else if let Some(sums) = enough(&wide, self.least) {
                (sums, Reach::Wide)
            } else {
                (enough(&all, self.least_small)?, Reach::All)
            };
            let mean = sums.mean();
            (has_law(column / self.grid.cell_columns) && mean.is_finite() && mean > 0.0)
                .then_some(Sea { sums, reach })
        };
        (0..near.len()).map(sea).collect()
    }

    /// True if a power stands out of the same sea by the log-normal law.
    pub(super) fn log_normal_agrees(&self, demand: &Demand, power: f32) -> bool {
        let (mean, sd) = self.truncation.undone(demand.sums.log_moments(), libm::log(demand.sums.clip()));
        libm::log(f64::from(power)) > mean + self.deviate * sd
    }

    /// What a sea asks by its law.
    pub(super) fn demand(&self, sea: &Sea, law: &CellLaw) -> Demand {
        let sums = sea.sums;
        let (lift, error_growth) = law.shape.lift(sums.clip_ratio());
        let mean = sums.mean() * lift;
        let blocks = sums.count() / (self.grid.block_lines * self.grid.block_samples) as f64;
        let error = (law.block_variance / blocks).sqrt() * error_growth;
        let [seed, grow] = law.shape.thresholds(error);
        Demand { mean: mean as f32, grow: (mean * grow) as f32, seed: (mean * seed) as f32, sums }
    }
}

/// Standard normal deviate that a share `pfa` exceeds.
fn deviate(pfa: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 38.0);
    for _ in 0..60 {
        let middle: f64 = 0.5 * (low + high);
        if 0.5 * libm::erfc(middle / core::f64::consts::SQRT_2) > pfa {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// Mean and standard deviation of a normal law from those of its part below a clip.
struct Truncation {
    /// Clip over standard deviation, from the mean, as seen below it; shift of the mean and standard deviation below it,
    /// both over the true standard deviation.
    nodes: Vec<(f64, f64, f64)>,
}

impl Truncation {
    fn new() -> Self {
        let nodes = (0..=90)
            .map(|i| {
                let tau = -1.0 + 0.08 * f64::from(i);
                let density = libm::exp(-0.5 * tau * tau) / libm::sqrt(core::f64::consts::TAU);
                let hazard = density / (0.5 * libm::erfc(-tau / core::f64::consts::SQRT_2));
                let sd = libm::sqrt(1.0 - tau * hazard - hazard * hazard);
                ((tau + hazard) / sd, hazard, sd)
            })
            .collect();
        Self { nodes }
    }

    fn undone(&self, (mean, sd): (f64, f64), log_clip: f64) -> (f64, f64) {
        if sd <= 0.0 {
            return (mean, 0.0);
        }
        let seen = (log_clip - mean) / sd;
        // Above it a clip takes less than 1e-5 of the law.
        if seen > 4.5 {
            return (mean, sd);
        }
        let i = self.nodes.partition_point(|n| n.0 < seen).clamp(1, self.nodes.len() - 1);
        let (a, b) = (self.nodes[i - 1], self.nodes[i]);
        let part = ((seen - a.0) / (b.0 - a.0)).clamp(0.0, 1.0);
        let true_sd = sd / (a.2 + part * (b.2 - a.2));
        (mean + true_sd * (a.1 + part * (b.1 - a.1)), true_sd)
    }
}

/// The rows of blocks of one band of the strips at hand.
pub(super) struct LiveRows<'a> {
    pub(super) strips: Vec<(std::ops::Range<usize>, &'a [[f32; CHANNELS]])>,
    pub(super) columns: usize,
}

impl Rows for LiveRows<'_> {
    fn row(&self, row: usize) -> Option<&[[f32; CHANNELS]]> {
        let (rows, blocks) = self.strips.iter().find(|(rows, _)| rows.contains(&row))?;
        let from = (row - rows.start) * self.columns;
        blocks.get(from..from + self.columns)
    }
}
