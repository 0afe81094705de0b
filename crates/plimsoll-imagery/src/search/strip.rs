//! Strips as they are read.

use super::{Mask, Plan, Strip};
use crate::bright::BrightPixel;
use crate::clutter::cells::{BlockSums, CHANNELS, Cell, CellView, Reducer};
use crate::error::ImageryError;
use crate::raster::{Planes, Raster, Rows};
use plimsoll_model::PixelWindow;
use std::ops::Range;

/// Planes and mask of a strip.
#[derive(Default)]
pub(super) struct Pixels {
    pub(super) planes: Planes,
    pub(super) mask: Vec<u8>,
}

/// A strip as it was read, and its statistics.
pub(super) struct ReadStrip {
    pub(super) index: usize,
    pub(super) lines: Range<usize>,
    pub(super) pixels: Pixels,
    pub(super) bands: Vec<BandStatistics>,
}

/// Statistics of one band of a strip, or of a part of its width, row by row.
#[derive(Default)]
pub(super) struct BandStatistics {
    /// Sums, one a block.
    pub(super) blocks: Vec<[f32; CHANNELS]>,
    /// Pixels of sea with a value, one a block.
    pub(super) valid: Vec<u32>,
    /// The greatest power of these, noise included, one a block.
    pub(super) most: Vec<f32>,
    /// Noise that was removed, one a block; empty: none.
    pub(super) noise: Vec<f32>,
    /// One a cell.
    pub(super) cells: Vec<Option<Cell>>,
}

impl ReadStrip {
    /// What it shows, with what was found in it.
    pub(super) fn strip<'a>(&'a self, bright: &'a [BrightPixel]) -> Strip<'a> {
        Strip {
            window: window_of(&self.lines, &(0..self.pixels.planes.samples)),
            core: self.lines.start as u32..self.lines.end as u32,
            planes: &self.pixels.planes,
            mask: &self.pixels.mask,
            bright,
        }
    }
}

/// What a worker keeps from strip to strip.
pub(super) struct Worker<'a> {
    raster: &'a mut dyn Raster,
    /// The samples that it reads: whole cells.
    samples: Range<usize>,
    mask: Vec<u8>,
    /// One a cell of its part of a strip.
    has_land: Vec<bool>,
    reducer: Reducer,
    sums: BlockSums,
}

/// One worker for each raster; they share the width.
pub(super) fn workers<'a>(plan: &Plan, rasters: &'a mut [Box<dyn Raster>]) -> Vec<Worker<'a>> {
    let (cells, width, count) = (plan.grid.cells_across(), plan.grid.cell_samples(), rasters.len());
    let at = |w: usize| (cells * w / count * width).min(plan.grid.samples);
    let worker = |(w, raster): (usize, &'a mut Box<dyn Raster>)| Worker {
        raster: raster.as_mut(),
        samples: at(w)..at(w + 1),
        mask: Vec::new(),
        has_land: Vec::new(),
        reducer: Reducer::new(plan.grid, plan.clip),
        sums: BlockSums::default(),
    };
    rasters.iter_mut().enumerate().map(worker).collect()
}

/// The room of one worker in the planes and the mask of a strip.
#[derive(Default)]
pub(super) struct Room<'a> {
    bands: Vec<Rows<'a>>,
    mask: Vec<&'a mut [u8]>,
}

impl Pixels {
    /// Becomes as large as a strip needs.
    pub(super) fn resize(&mut self, plan: &Plan, lines: usize) {
        let pixels = lines * plan.grid.samples;
        self.planes.lines = lines;
        self.planes.samples = plan.grid.samples;
        self.planes.bands.resize(plan.bands, Vec::new());
        self.planes.bands.iter_mut().for_each(|band| band.resize(pixels, 0.0));
        self.mask.resize(pixels, 0);
    }

    /// The rooms of the workers, side by side.
    pub(super) fn rooms(&mut self, workers: &[Worker<'_>]) -> Vec<Room<'_>> {
        let samples = self.planes.samples.max(1);
        let mut rooms: Vec<Room<'_>> = workers.iter().map(|_| Room::default()).collect();
        for band in &mut self.planes.bands {
            rooms.iter_mut().for_each(|room| room.bands.push(Vec::new()));
            for mut line in band.chunks_exact_mut(samples) {
                for (room, worker) in rooms.iter_mut().zip(workers) {
                    let own = line.split_off_mut(..worker.samples.len()).unwrap_or_default();
                    if let Some(rows) = room.bands.last_mut() {
                        rows.push(own);
                    }
                }
            }
        }
        for mut line in self.mask.chunks_exact_mut(samples) {
            for (room, worker) in rooms.iter_mut().zip(workers) {
                room.mask.push(line.split_off_mut(..worker.samples.len()).unwrap_or_default());
            }
        }
        rooms
    }
}

impl Worker<'_> {
    /// Reads its part of some lines, and says what is in it.
    pub(super) fn read(
        &mut self,
        plan: &Plan,
        lines: &Range<usize>,
        mask: &dyn Mask,
        mut room: Room<'_>,
    ) -> Result<Vec<BandStatistics>, ImageryError> {
        if self.samples.is_empty() {
            return Ok((0..plan.bands).map(|_| BandStatistics::default()).collect());
        }
        let window = window_of(lines, &self.samples);
        self.raster.read_into(window, &mut room.bands)?;
        mask.fill(window, &mut self.mask);
        self.raster.mark_no_sea(window, &mut self.mask);
        if self.mask.len() != lines.len() * self.samples.len() {
            return Err(ImageryError::Malformed {
                file: "mask".to_owned(),
                place: format!("window at line {} and sample {}", window.line, window.sample),
                found: format!("{} pixels", self.mask.len()),
                expected: format!("{} lines of {} samples", lines.len(), self.samples.len()),
            });
        }
        for (row, line) in room.mask.iter_mut().zip(self.mask.chunks_exact(self.samples.len())) {
            row.copy_from_slice(line);
        }
        self.note_land(plan, lines.len());
        Ok((0..plan.bands).map(|band| self.statistics(plan, lines, band, &room)).collect())
    }

    /// Notes which cells hold anything that is not sea, row by row.
    fn note_land(&mut self, plan: &Plan, lines: usize) {
        let (grid, width) = (&plan.grid, self.samples.len());
        let across = width.div_ceil(grid.cell_samples());
        self.has_land.clear();
        self.has_land.resize(lines.div_ceil(grid.cell_lines()) * across, false);
        for (line, mask) in self.mask.chunks_exact(width).enumerate() {
            let row = &mut self.has_land[line / grid.cell_lines() * across..];
            for (has_land, part) in row.iter_mut().zip(mask.chunks(grid.cell_samples())) {
                *has_land |= part.iter().fold(0, |any, &m| any | m) != 0;
            }
        }
    }

    fn statistics(
        &mut self,
        plan: &Plan,
        lines: &Range<usize>,
        band: usize,
        room: &Room<'_>,
    ) -> BandStatistics {
        let grid = &plan.grid;
        let width = self.samples.len();
        let columns = width.div_ceil(grid.block_samples);
        let blocks = lines.len().div_ceil(grid.block_lines) * columns;
        let mut out = BandStatistics {
            blocks: vec![[0.0; CHANNELS]; blocks],
            valid: vec![0; blocks],
            most: vec![0.0; blocks],
            noise: self.noise(plan, lines, band),
            cells: Vec::new(),
        };
        let mut cell_noise = Vec::new();
        for top in (0..lines.len()).step_by(grid.cell_lines()) {
            let high = top..(top + grid.cell_lines()).min(lines.len());
            for left in (0..width).step_by(grid.cell_samples()) {
                let samples = grid.cell_samples().min(width - left);
                let across = samples.div_ceil(grid.block_samples);
                let from = top / grid.block_lines * columns + left / grid.block_samples;
                let place = |row: usize| from + row * columns..from + row * columns + across;
                cell_noise.clear();
                if !out.noise.is_empty() {
                    let rows = high.len().div_ceil(grid.block_lines);
                    (0..rows).for_each(|r| cell_noise.extend_from_slice(&out.noise[place(r)]));
                }
                let rows = &room.bands[band][high.clone()];
                let mask = self.has_land[out.cells.len()].then_some(&room.mask[high.clone()]);
                let view = CellView { rows, mask, left, samples, noise: &cell_noise };
                out.cells.push(self.reducer.reduce(&view, &mut self.sums));
                for (row, sums) in self.sums.sums.chunks(across).enumerate() {
                    let own = row * across..(row + 1) * across;
                    out.blocks[place(row)].copy_from_slice(sums);
                    out.valid[place(row)].copy_from_slice(&self.sums.valid[own.clone()]);
                    out.most[place(row)].copy_from_slice(&self.sums.most[own]);
                }
            }
        }
        out
    }

    /// Noise at the middle of each block.
    fn noise(&self, plan: &Plan, lines: &Range<usize>, band: usize) -> Vec<f32> {
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
            if !self.raster.removed_noise(band, line, &samples, &mut row) || row.len() != samples.len() {
                return Vec::new();
            }
            noise.extend(row.iter().map(|&n| if n.is_finite() { n } else { 0.0 }));
        }
        noise
    }
}

/// Puts the statistics of parts side by side.
pub(super) fn joined(
    plan: &Plan,
    lines: &Range<usize>,
    parts: Vec<Vec<BandStatistics>>,
) -> Vec<BandStatistics> {
    let grid = &plan.grid;
    let (rows, cell_rows) = (lines.len().div_ceil(grid.block_lines), lines.len().div_ceil(grid.cell_lines()));
    let mut out: Vec<BandStatistics> = (0..plan.bands).map(|_| BandStatistics::default()).collect();
    let mut by_band: Vec<Vec<BandStatistics>> = (0..plan.bands).map(|_| Vec::new()).collect();
    for part in parts {
        by_band.iter_mut().zip(part).for_each(|(of_band, part)| of_band.push(part));
    }
    for (out, mut parts) in out.iter_mut().zip(by_band) {
        let has_noise = parts.iter().all(|p| p.blocks.is_empty() || !p.noise.is_empty());
        for row in 0..rows {
            for part in &parts {
                let columns = part.blocks.len() / rows;
                let place = row * columns..(row + 1) * columns;
                out.blocks.extend_from_slice(&part.blocks[place.clone()]);
                out.valid.extend_from_slice(&part.valid[place.clone()]);
                out.most.extend_from_slice(&part.most[place.clone()]);
                if has_noise {
                    out.noise.extend_from_slice(part.noise.get(place).unwrap_or(&[]));
                }
            }
        }
        for row in 0..cell_rows {
            for part in &mut parts {
                let columns = part.cells.len() / cell_rows;
                out.cells.extend((row * columns..(row + 1) * columns).map(|k| part.cells[k].take()));
            }
        }
    }
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
