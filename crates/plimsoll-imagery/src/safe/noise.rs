//! Thermal noise: range vectors, and blocks of factors in azimuth.
//!
//! A value of one sub-swath never serves for another: between two range vectors a sample takes part only in those of its
//! own sub-swath, and the factor in azimuth is that of the block that holds the pixel.

use super::annotation::SwathBounds;
use super::vectors::{Bracket, Nought, Vectors};
use super::xml::{At, Document};
use crate::error::ImageryError;
use std::ops::Range;

/// How many other vectors are asked for a value where one has none.
const MOST_TRIES: usize = 64;
/// Blocks of factors in azimuth. A product of three swaths has five.
const MOST_BLOCKS: usize = 1000;

/// Noise in digital numbers squared.
#[derive(Clone, Debug)]
pub(super) struct Noise {
    range: Vectors,
    blocks: Vec<Block>,
    epochs: Vec<Epoch>,
}

/// Factors in azimuth of a part of the image.
#[derive(Clone, Debug)]
struct Block {
    lines: (u32, u32),
    samples: (u32, u32),
    nodes: Vec<f64>,
    factors: Vec<f64>,
}

/// A stretch of lines with the same swaths, up to the next.
#[derive(Clone, Debug)]
struct Epoch {
    first_line: u32,
    /// First sample, sample after the last, swath; in order.
    swaths: Vec<(u32, u32, String)>,
}

impl Noise {
    /// Reads the file. `bounds`: which sub-swath a pixel is from; empty: there is one.
    pub(super) fn read(file: &str, bytes: &[u8], bounds: &[SwathBounds]) -> Result<Self, ImageryError> {
        let document = Document::read(file, bytes, "noise", &[])?;
        let root = document.at();
        // Before processor 2.90 there was one list and nothing in azimuth.
        let range = match root.try_at("noiseRangeVectorList") {
            Some(list) => Vectors::read(list, "noiseRangeVector", "noiseRangeLut", Nought::NoValue)?,
            None => Vectors::read(root.to("noiseVectorList")?, "noiseVector", "noiseLut", Nought::NoValue)?,
        };
        let blocks = match root.try_at("noiseAzimuthVectorList") {
            Some(list) => list.each("noiseAzimuthVector").map(block).collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        if blocks.len() > MOST_BLOCKS {
            let expected = format!("at most {MOST_BLOCKS}");
            return Err(root.wrong("noiseAzimuthVectorList", &blocks.len().to_string(), &expected));
        }
        Ok(Self { range, blocks, epochs: epochs(bounds) })
    }

    /// The range vectors about a line.
    pub(super) fn bracket(&self, line: u32) -> Bracket {
        self.range.bracket(f64::from(line))
    }

    /// Which stretch of lines a line is in.
    pub(super) fn epoch(&self, line: u32) -> usize {
        self.epochs.partition_point(|e| e.first_line <= line).saturating_sub(1)
    }

    /// Least and greatest factor in azimuth.
    pub(super) fn azimuth_extent(&self) -> (f64, f64) {
        let factors = self.blocks.iter().flat_map(|b| &b.factors);
        let extent =
            factors.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), f| (low.min(*f), high.max(*f)));
        if self.blocks.is_empty() { (1.0, 1.0) } else { extent }
    }

    /// A range vector at the samples from `first` on, as lines of a stretch see it: where the vector has no value in
    /// the sample's swath, that of the vector nearest in line that has.
    pub(super) fn fill(&self, row: usize, epoch: usize, first: u32, out: &mut [f32]) {
        self.fill_own(row, epoch, first, out);
        let mut scratch = Vec::new();
        for other in self.by_distance(row).into_iter().take(MOST_TRIES) {
            if !out.iter().any(|v| v.is_nan()) {
                return;
            }
            scratch.resize(out.len(), f32::NAN);
            self.fill_own(other, epoch, first, &mut scratch);
            for (out, other) in out.iter_mut().zip(&scratch) {
                if out.is_nan() {
                    *out = *other;
                }
            }
        }
    }

    /// The same at one sample.
    pub(super) fn value(&self, row: usize, epoch: usize, sample: u32) -> f32 {
        let own = self.value_own(row, epoch, sample);
        if !own.is_nan() {
            return own;
        }
        let others = self.by_distance(row).into_iter().take(MOST_TRIES);
        others.map(|other| self.value_own(other, epoch, sample)).find(|v| !v.is_nan()).unwrap_or(f32::NAN)
    }

    fn value_own(&self, row: usize, epoch: usize, sample: u32) -> f32 {
        let own = self.epoch_of_row(row);
        let swath = |epoch: usize| {
            let here = self.epochs[epoch].swaths.iter().find(|(from, to, _)| *from <= sample && sample < *to);
            here.map(|(.., swath)| swath)
        };
        let is_same = own == epoch || (swath(own).is_some() && swath(own) == swath(epoch));
        if is_same { self.range.value(row, sample) } else { f32::NAN }
    }

    /// The stretch of lines that a row lies in.
    fn epoch_of_row(&self, row: usize) -> usize {
        self.epoch(self.range.line(row).clamp(0.0, f64::from(u32::MAX)) as u32)
    }

    /// The other rows, the nearest in line first.
    fn by_distance(&self, row: usize) -> Vec<usize> {
        let mut others: Vec<_> = (0..self.range.len()).filter(|r| *r != row).collect();
        let distance = |other: &usize| (self.range.line(*other) - self.range.line(row)).abs();
        others.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        others
    }

    /// The values of a vector; NaN where its line is of another swath than those of the stretch.
    fn fill_own(&self, row: usize, epoch: usize, first: u32, out: &mut [f32]) {
        self.range.fill(row, first, out);
        let own = self.epoch_of_row(row);
        if own == epoch {
            return;
        }
        let mut same = vec![false; out.len()];
        for (from, to, swath) in &self.epochs[epoch].swaths {
            for (own_from, own_to, own_swath) in &self.epochs[own].swaths {
                if swath == own_swath {
                    let (from, to) = (*from.max(own_from), *to.min(own_to));
                    if from < to {
                        same[within(from..to, first, out.len())].fill(true);
                    }
                }
            }
        }
        for (out, same) in out.iter_mut().zip(same) {
            if !same {
                *out = f32::NAN;
            }
        }
    }

    /// The factor in azimuth of a line, for stretches of the samples from `first` on that make up all of them. A sample
    /// in no block takes the factor of the block before it in the line, the first samples that of the first; where a
    /// line has no block at all it is 1.
    pub(super) fn azimuth(&self, line: u32, first: u32, count: usize) -> Vec<(Range<usize>, f32)> {
        let mut here: Vec<&Block> =
            self.blocks.iter().filter(|b| b.lines.0 <= line && line <= b.lines.1).collect();
        here.sort_by_key(|b| b.samples);
        let Some(leading) = here.first() else { return vec![(0..count, 1.0)] };
        let mut stretches = vec![(0..count, leading.factor(line))];
        for block in here.iter().skip(1) {
            let start = (block.samples.0.saturating_sub(first) as usize).min(count);
            if let Some((range, _)) = stretches.last_mut() {
                range.end = start.max(range.start);
            }
            stretches.push((start..count, block.factor(line)));
        }
        stretches
    }
}

impl Noise {
    /// The factor in azimuth of one pixel.
    pub(super) fn azimuth_at(&self, line: u32, sample: u32) -> f32 {
        let here = self.blocks.iter().filter(|b| b.lines.0 <= line && line <= b.lines.1);
        let before = here.clone().filter(|b| b.samples.0 <= sample).max_by_key(|b| b.samples);
        before.or_else(|| here.min_by_key(|b| b.samples)).map_or(1.0, |b| b.factor(line))
    }
}

impl Block {
    /// Linear in line; the first and the last node go on.
    fn factor(&self, line: u32) -> f32 {
        let line = f64::from(line);
        let after = self.nodes.partition_point(|n| *n <= line);
        let last = self.nodes.len() - 1;
        if after == 0 || after > last {
            return self.factors[after.min(last)] as f32;
        }
        let weight = (line - self.nodes[after - 1]) / (self.nodes[after] - self.nodes[after - 1]);
        let (from, to) = (self.factors[after - 1], self.factors[after]);
        (from + weight * (to - from)) as f32
    }
}

/// Samples as indices of a window that begins at `first` and has `count`.
fn within(samples: Range<u32>, first: u32, count: usize) -> Range<usize> {
    let index = |sample: u32| (sample.saturating_sub(first) as usize).min(count);
    index(samples.start)..index(samples.end)
}

fn block(at: At<'_>) -> Result<Block, ImageryError> {
    let nodes = at.numbers("line")?;
    let factors = at.numbers("noiseAzimuthLut")?;
    if nodes.len() != factors.len() || nodes.is_empty() {
        let found = format!("{} values at {} lines", factors.len(), nodes.len());
        return Err(at.wrong("noiseAzimuthLut", &found, "as many as lines, one or more"));
    }
    if nodes.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(at.wrong("line", "lines out of order", "ascending lines"));
    }
    if let Some(factor) = factors.iter().find(|f| **f <= 0.0) {
        return Err(at.wrong("noiseAzimuthLut", &factor.to_string(), "numbers above nought"));
    }
    // A product of one swath may leave the bounds out.
    let bound = |name: &str, otherwise: u32| match at.try_at(name) {
        Some(_) => at.whole(name),
        None => Ok(otherwise),
    };
    Ok(Block {
        lines: (bound("firstAzimuthLine", 0)?, bound("lastAzimuthLine", u32::MAX)?),
        samples: (bound("firstRangeSample", 0)?, bound("lastRangeSample", u32::MAX)?),
        nodes,
        factors,
    })
}

/// The stretches of lines between which the swaths change.
fn epochs(bounds: &[SwathBounds]) -> Vec<Epoch> {
    let mut firsts: Vec<u32> = bounds.iter().flat_map(|b| [b.lines.0, b.lines.1.saturating_add(1)]).collect();
    firsts.push(0);
    firsts.sort_unstable();
    firsts.dedup();
    let swaths = |line: u32| {
        let here = bounds.iter().filter(|b| b.lines.0 <= line && line <= b.lines.1);
        let mut swaths: Vec<_> =
            here.map(|b| (b.samples.0, b.samples.1.saturating_add(1), b.swath.clone())).collect();
        swaths.sort();
        swaths
    };
    let all = firsts.into_iter().map(|first_line| Epoch { first_line, swaths: swaths(first_line) });
    let mut epochs: Vec<_> = all.filter(|e| !e.swaths.is_empty()).collect();
    if epochs.is_empty() {
        epochs.push(Epoch { first_line: 0, swaths: Vec::new() });
    }
    epochs
}
