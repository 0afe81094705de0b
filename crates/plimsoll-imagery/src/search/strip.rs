//! Strips as they are read and as they are shown.

use super::{Mask, Plan, Strip};
use crate::bright::BrightPixel;
use crate::clutter::cells::{CHANNELS, Cell, CellView, Reducer};
use crate::error::ImageryError;
use crate::raster::{Planes, Raster};
use plimsoll_model::PixelWindow;
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// A strip as it was read: pixels in parts side by side, statistics over its whole width.
pub(super) struct ReadStrip {
    pub(super) index: usize,
    lines: Range<usize>,
    parts: Vec<Part>,
    pub(super) bands: Vec<BandStatistics>,
}

/// Statistics of one band of a strip, row by row.
#[derive(Default)]
pub(super) struct BandStatistics {
    /// Sums, one a block.
    pub(super) blocks: Vec<[f32; CHANNELS]>,
    /// Pixels of sea with a value, one a block.
    pub(super) valid: Vec<u32>,
    /// Noise that was removed, one a block; empty: none.
    pub(super) noise: Vec<f32>,
    /// One a cell.
    pub(super) cells: Vec<Option<Cell>>,
}

/// What one worker reads of a strip.
struct Part {
    samples: Range<usize>,
    planes: Planes,
    mask: Vec<u8>,
    bands: Vec<BandStatistics>,
}

impl ReadStrip {
    /// Reads a strip with all workers, each a part of its width, while the calling thread does something else.
    pub(super) fn read_while(
        plan: &Plan,
        index: usize,
        rasters: &mut [Box<dyn Raster>],
        mask: &dyn Mask,
        meanwhile: impl FnOnce(),
    ) -> Result<Option<Self>, ImageryError> {
        if index >= plan.strips {
            meanwhile();
            return Ok(None);
        }
        let (lines, workers) = (plan.core(index), rasters.len());
        let parts: Result<Vec<Part>, ImageryError> = thread::scope(|scope| {
            let handles: Vec<_> = rasters
                .iter_mut()
                .enumerate()
                .map(|(w, raster)| {
                    let lines = lines.clone();
                    scope.spawn(move || {
                        Part::read(plan, lines, share_of(plan, w, workers), raster.as_mut(), mask)
                    })
                })
                .collect();
            meanwhile();
            handles.into_iter().map(|h| h.join().unwrap_or_else(|e| resume_unwind(e))).collect()
        });
        let mut parts = parts?;
        let bands = (0..plan.bands).map(|band| joined(plan, &lines, &mut parts, band)).collect();
        Ok(Some(Self { index, lines, parts, bands }))
    }

    /// Adds a line of a band to `out`.
    fn show_line(&self, line: usize, band: usize, out: &mut Vec<f32>) {
        for part in &self.parts {
            let (width, row) = (part.samples.len(), line - self.lines.start);
            out.extend_from_slice(&part.planes.bands[band][row * width..(row + 1) * width]);
        }
    }

    /// Adds a line of the mask to `out`.
    fn show_mask(&self, line: usize, out: &mut Vec<u8>) {
        for part in &self.parts {
            let (width, row) = (part.samples.len(), line - self.lines.start);
            out.extend_from_slice(&part.mask[row * width..(row + 1) * width]);
        }
    }
}

/// The samples that a worker reads: whole cells.
fn share_of(plan: &Plan, worker: usize, workers: usize) -> Range<usize> {
    let (cells, width) = (plan.grid.cells_across(), plan.grid.cell_samples());
    let at = |w: usize| (cells * w / workers * width).min(plan.grid.samples);
    at(worker)..at(worker + 1)
}

impl Part {
    fn read(
        plan: &Plan,
        lines: Range<usize>,
        samples: Range<usize>,
        raster: &mut dyn Raster,
        mask: &dyn Mask,
    ) -> Result<Self, ImageryError> {
        let bands = (0..plan.bands).map(|_| BandStatistics::default()).collect();
        let mut part = Self { samples, planes: Planes::default(), mask: Vec::new(), bands };
        if part.samples.is_empty() {
            part.planes.bands = vec![Vec::new(); plan.bands];
            return Ok(part);
        }
        let window = window_of(&lines, &part.samples);
        part.planes = raster.read(window)?;
        mask.fill(window, &mut part.mask);
        raster.mark_no_sea(window, &mut part.mask);
        let pixels = lines.len() * part.samples.len();
        let fits = part.planes.bands.len() == plan.bands
            && part.planes.bands.iter().all(|b| b.len() == pixels)
            && part.mask.len() == pixels;
        if !fits {
            return Err(ImageryError::Malformed {
                file: "raster".to_owned(),
                place: format!("window at line {} and sample {}", window.line, window.sample),
                found: "planes or mask of another size".to_owned(),
                expected: format!("{} bands of {pixels} pixels", plan.bands),
            });
        }
        part.bands = (0..plan.bands).map(|band| part.statistics(plan, &lines, band, raster)).collect();
        Ok(part)
    }

    fn statistics(
        &self,
        plan: &Plan,
        lines: &Range<usize>,
        band: usize,
        raster: &dyn Raster,
    ) -> BandStatistics {
        let grid = &plan.grid;
        let width = self.samples.len();
        let columns = width.div_ceil(grid.block_samples);
        let noise = self.noise(plan, lines, band, raster);
        let blocks = lines.len().div_ceil(grid.block_lines) * columns;
        let mut out = BandStatistics {
            blocks: vec![[0.0; CHANNELS]; blocks],
            valid: vec![0; blocks],
            noise,
            cells: Vec::new(),
        };
        let mut reducer = Reducer::new(*grid, plan.clip);
        let (mut sums, mut valid, mut cell_noise) = (Vec::new(), Vec::new(), Vec::new());
        for top in (0..lines.len()).step_by(grid.cell_lines()) {
            for left in (0..width).step_by(grid.cell_samples()) {
                let (high, wide) =
                    (grid.cell_lines().min(lines.len() - top), grid.cell_samples().min(width - left));
                let (down, across) = (high.div_ceil(grid.block_lines), wide.div_ceil(grid.block_samples));
                let place = |row: usize| (top / grid.block_lines + row) * columns + left / grid.block_samples;
                cell_noise.clear();
                if !out.noise.is_empty() {
                    (0..down)
                        .for_each(|r| cell_noise.extend_from_slice(&out.noise[place(r)..place(r) + across]));
                }
                sums.resize(down * across, [0.0; CHANNELS]);
                valid.resize(down * across, 0);
                let view = CellView {
                    pixels: &self.planes.bands[band][top * width + left..],
                    mask: &self.mask[top * width + left..],
                    stride: width,
                    lines: high,
                    samples: wide,
                    noise: &cell_noise,
                };
                out.cells.push(reducer.reduce(&view, &mut sums, &mut valid));
                for (row, (from, counts)) in sums.chunks(across).zip(valid.chunks(across)).enumerate() {
                    out.blocks[place(row)..place(row) + across].copy_from_slice(from);
                    out.valid[place(row)..place(row) + across].copy_from_slice(counts);
                }
            }
        }
        out
    }

    /// Noise at the middle of each block.
    fn noise(&self, plan: &Plan, lines: &Range<usize>, band: usize, raster: &dyn Raster) -> Vec<f32> {
        let grid = &plan.grid;
        let middle = |from: usize, size: usize, end: usize| ((from + size / 2).min(end - 1)) as u32;
        let samples: Vec<u32> = self
            .samples
            .clone()
            .step_by(grid.block_samples)
            .map(|s| middle(s, grid.block_samples, self.samples.end))
            .collect();
        let (mut noise, mut row) = (Vec::new(), Vec::new());
        for line in lines.clone().step_by(grid.block_lines) {
            let line = middle(line, grid.block_lines, lines.end);
            if !raster.removed_noise(band, line, &samples, &mut row) || row.len() != samples.len() {
                return Vec::new();
            }
            noise.extend(row.iter().map(|&n| if n.is_finite() { n } else { 0.0 }));
        }
        noise
    }
}

/// Puts the statistics of the parts side by side.
fn joined(plan: &Plan, lines: &Range<usize>, parts: &mut [Part], band: usize) -> BandStatistics {
    let grid = &plan.grid;
    let (rows, cell_rows) = (lines.len().div_ceil(grid.block_lines), lines.len().div_ceil(grid.cell_lines()));
    let mut out = BandStatistics::default();
    let has_noise = parts.iter().all(|p| p.samples.is_empty() || !p.bands[band].noise.is_empty());
    for row in 0..rows {
        for part in parts.iter() {
            let columns = part.samples.len().div_ceil(grid.block_samples);
            let place = row * columns..(row + 1) * columns;
            out.blocks.extend_from_slice(&part.bands[band].blocks[place.clone()]);
            out.valid.extend_from_slice(&part.bands[band].valid[place.clone()]);
            if has_noise {
                out.noise.extend_from_slice(part.bands[band].noise.get(place).unwrap_or(&[]));
            }
        }
    }
    for row in 0..cell_rows {
        for part in parts.iter_mut() {
            let columns = part.samples.len().div_ceil(grid.cell_samples());
            out.cells.extend((row * columns..(row + 1) * columns).map(|k| part.bands[band].cells[k].take()));
        }
    }
    parts.iter_mut().for_each(|p| p.bands[band] = BandStatistics::default());
    out
}

fn window_of(lines: &Range<usize>, samples: &Range<usize>) -> PixelWindow {
    PixelWindow {
        line: lines.start as u32,
        sample: samples.start as u32,
        lines: lines.len() as u32,
        samples: samples.len() as u32,
    }
}

/// A strip with its halo.
pub(super) struct Shown {
    pub(super) window: PixelWindow,
    pub(super) core: Range<usize>,
    pub(super) planes: Planes,
    pub(super) mask: Vec<u8>,
}

enum Plane {
    Band(Vec<f32>),
    Mask(Vec<u8>),
}

impl Shown {
    /// `spare` is one that is no longer needed: its memory is used again.
    pub(super) fn new(
        plan: &Plan,
        strip: usize,
        live: &VecDeque<ReadStrip>,
        workers: usize,
        spare: Option<Self>,
    ) -> Self {
        let (mut old_bands, old_mask) = spare.map_or_else(Default::default, |s| (s.planes.bands, s.mask));
        let core = plan.core(strip);
        let lines = core.start.saturating_sub(plan.halo)..(core.end + plan.halo).min(plan.grid.lines);
        let window = window_of(&lines, &(0..plan.grid.samples));
        let pixels = lines.len() * plan.grid.samples;
        let of_line = |line: usize| live.iter().find(|s| s.lines.contains(&line));
        old_bands.resize(plan.bands, Vec::new());
        let which: Vec<Mutex<Plane>> =
            old_bands.into_iter().map(Plane::Band).chain([Plane::Mask(old_mask)]).map(Mutex::new).collect();
        let jobs: Vec<usize> = (0..which.len()).collect();
        in_parallel(workers, &jobs, |&band| {
            let strips = lines.clone().filter_map(|line| Some((line, of_line(line)?)));
            // Each plane has one job, so nobody waits and nobody can have broken it.
            match &mut *which[band].lock().unwrap_or_else(PoisonError::into_inner) {
                Plane::Mask(out) => {
                    out.clear();
                    out.reserve_exact(pixels);
                    strips.for_each(|(line, s)| s.show_mask(line, out));
                }
                Plane::Band(out) => {
                    out.clear();
                    out.reserve_exact(pixels);
                    strips.for_each(|(line, s)| s.show_line(line, band, out));
                }
            }
        });
        let mut planes = Planes { lines: lines.len(), samples: plan.grid.samples, bands: Vec::new() };
        let mut mask = Vec::new();
        for plane in which {
            match plane.into_inner().unwrap_or_else(PoisonError::into_inner) {
                Plane::Band(band) => planes.bands.push(band),
                Plane::Mask(found) => mask = found,
            }
        }
        Self { window, core, planes, mask }
    }

    pub(super) fn strip<'a>(&'a self, bright: &'a [BrightPixel]) -> Strip<'a> {
        Strip {
            window: self.window,
            core: self.core.start as u32..self.core.end as u32,
            planes: &self.planes,
            mask: &self.mask,
            bright,
        }
    }

    /// A line of the core: one slice a band, and the mask.
    pub(super) fn line(&self, line: usize) -> (Vec<&[f32]>, &[u8]) {
        let width = self.planes.samples;
        let row = line - self.window.line as usize;
        let range = row * width..(row + 1) * width;
        (self.planes.bands.iter().map(|b| &b[range.clone()]).collect(), &self.mask[range])
    }
}

/// Does something with each item on several threads; answers in the order of the items.
pub(super) fn in_parallel<T: Sync, U: Send>(
    workers: usize,
    items: &[T],
    work: impl Fn(&T) -> U + Sync,
) -> Vec<U> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        while let Some((k, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|k| Some((k, items.get(k)?)))
        {
            done.push((k, work(item)));
        }
        done
    };
    let mut answers: Vec<(usize, U)> = thread::scope(|scope| {
        let others: Vec<_> = (1..workers.min(items.len())).map(|_| scope.spawn(run)).collect();
        let mut all = run();
        all.extend(others.into_iter().flat_map(|h| h.join().unwrap_or_else(|e| resume_unwind(e))));
        all
    });
    answers.sort_by_key(|&(k, _)| k);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
