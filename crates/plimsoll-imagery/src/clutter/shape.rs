//! Which law a cell follows, and how spiky it is.

use super::cells::Cell;
use super::kernel::{BINS, upper_edge};
use crate::threshold::family::{Family, Shape};
use std::sync::{Arc, LazyLock};

/// Cells on each side of a cell that its law is taken from.
pub(crate) const POOL: usize = 2;
/// A cell whose spread above that of its fellows' median is greater than so many times the median's own (over a constant
/// sea's 1) has something in it that is not sea.
const ODD: f64 = 2.5;

/// The kinds of law.
pub(crate) struct Families {
    pub(crate) k: Family,
    pub(crate) log_normal: Arc<Family>,
}

/// The law of a cell.
#[derive(Clone, Debug)]
pub(crate) struct CellLaw {
    pub(crate) is_log_normal: bool,
    pub(crate) shape: Shape,
    /// Relative variance of the mean of one block, with what its neighbours share.
    pub(crate) block_variance: f64,
}

impl Families {
    pub(crate) fn of(&self, law: &CellLaw) -> &Family {
        if law.is_log_normal { &self.log_normal } else { &self.k }
    }
}

/// The law of the sea of a cell, from it and its neighbours; `None`: none of them has any.
pub(crate) fn law_of(cells: &[&Cell], families: &Families) -> Option<CellLaw> {
    let kept = fellows(cells);
    let weight: f64 = kept.iter().map(|c| c.count).sum();
    if weight < 2.0 {
        return None;
    }
    let mean_of = |f: &dyn Fn(&Cell) -> f64| kept.iter().map(|c| c.count * f(c)).sum::<f64>() / weight;
    let (spread, clip_ratio) = (mean_of(&|c| c.spread), mean_of(&|c| c.clip_ratio));
    let k = families.k.shape(families.k.fit(spread, clip_ratio));
    let log_normal = families.log_normal.shape(families.log_normal.fit(spread, clip_ratio));
    let mut bins = [0_u64; BINS];
    for cell in &kept {
        bins.iter_mut().zip(&cell.bins).for_each(|(sum, &n)| *sum += u64::from(n));
    }
    let is_log_normal = log_likelihood(&bins, &families.log_normal, &log_normal, clip_ratio)
        > log_likelihood(&bins, &families.k, &k, clip_ratio);
    let blocks: f64 = kept.iter().map(|c| c.blocks).sum();
    let (variance, correlation) = if blocks > 0.0 {
        let of = |f: &dyn Fn(&Cell) -> f64| kept.iter().map(|c| c.blocks * f(c)).sum::<f64>() / blocks;
        (of(&|c| c.block_variance), of(&|c| c.block_correlation))
    } else {
        (0.0, 0.0)
    };
    let shared = (1.0 + 2.0 * correlation) * (1.0 + 2.0 * correlation);
    Some(CellLaw {
        is_log_normal,
        shape: if is_log_normal { log_normal } else { k },
        block_variance: variance * shared,
    })
}

/// The cells that look like the others.
fn fellows<'a>(cells: &[&'a Cell]) -> Vec<&'a Cell> {
    let most = cells.iter().map(|c| c.count).fold(0.0, f64::max);
    let mut kept: Vec<&Cell> = cells.iter().copied().filter(|c| c.count >= 0.1 * most).collect();
    let mut spreads: Vec<f64> = kept.iter().map(|c| c.spread - 1.0).collect();
    spreads.sort_by(f64::total_cmp);
    if let Some(&median) = spreads.get(spreads.len() / 2) {
        kept.retain(|c| c.spread - 1.0 <= ODD * median);
    }
    kept
}

/// Logarithm of the likelihood of the pixels below the clip.
fn log_likelihood(bins: &[u64; BINS], family: &Family, shape: &Shape, clip_ratio: f64) -> f64 {
    let lift = libm::log(shape.lift(clip_ratio).0);
    let end = libm::log(clip_ratio);
    let share_above = |log_power: f64| libm::exp(family.log_exceedance(shape.rung, log_power - lift).0);
    let beyond = share_above(end);
    // Above the last edge that was asked for.
    let mut last = (0, 1.0);
    let mut sum = 0.0;
    for (bin, &n) in bins.iter().enumerate().filter(|(_, n)| **n > 0) {
        let at = |edge: usize| if edge == BINS { beyond } else { share_above(EDGES[edge].min(end)) };
        let above = if last.0 == bin { last.1 } else { at(bin) };
        let below = at(bin + 1);
        sum += n as f64 * libm::log(((above - below) / (1.0 - beyond)).max(1e-12));
        last = (bin + 1, below);
    }
    sum
}

/// Logarithm of the lower edge of each bin; the first has none, and none is asked for.
static EDGES: LazyLock<[f64; BINS]> = LazyLock::new(|| {
    std::array::from_fn(|bin| if bin == 0 { f64::NEG_INFINITY } else { libm::log(upper_edge(bin - 1)) })
});
