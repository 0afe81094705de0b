//! Comparing the pixels of a strip with what their sea demands.

use super::band::{Demand, Demander, LiveRows};
use super::strip::{ReadStrip, Shown, in_parallel};
use super::{LawCount, Plan, SEARCHED_ONLY, SearchParams};
use crate::bright::BrightPixel;
use crate::clutter::Grid;
use crate::clutter::cells::Cell;
use crate::clutter::donut::Reach;
use crate::clutter::shape::{CellLaw, Families, POOL, law_of};
use std::collections::VecDeque;

/// Pixels that are looked at together before any is looked at alone.
const RUN: usize = 64;

/// What was counted.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) valid: u64,
    pub(super) searched: u64,
    /// Searched pixels, once for each band in which they were.
    pub(super) searched_in_bands: u64,
    pub(super) wide: u64,
    pub(super) unguarded: u64,
    pub(super) laws: Vec<LawCount>,
}

impl Tally {
    pub(super) fn new(bands: usize) -> Self {
        Self { laws: vec![LawCount::default(); bands], ..Self::default() }
    }
    pub(super) fn add(&mut self, other: &Self) {
        self.valid += other.valid;
        self.searched += other.searched;
        self.searched_in_bands += other.searched_in_bands;
        self.wide += other.wide;
        self.unguarded += other.unguarded;
    }
    pub(super) fn add_laws(&mut self, laws: &Laws) {
        for (count, band) in self.laws.iter_mut().zip(&laws.bands) {
            for law in band {
                match law {
                    None => count.none += 1,
                    Some(law) if law.is_log_normal => count.log_normal += 1,
                    Some(_) => count.k += 1,
                }
            }
        }
    }
}

/// The laws of the cells of a strip, row by row, for each band.
pub(super) struct Laws {
    first_row: usize,
    across: usize,
    bands: Vec<Vec<Option<CellLaw>>>,
}

impl Laws {
    fn at(&self, band: usize, row: usize, column: usize) -> Option<&CellLaw> {
        self.bands[band].get((row - self.first_row) * self.across + column)?.as_ref()
    }
}

/// Finds bright pixels in a strip.
pub(super) struct Scanner<'a> {
    grid: Grid,
    bands: usize,
    strip_rows: usize,
    families: &'a Families,
    demander: Demander,
    /// Logarithm of how many nepers a ship's power spans.
    log_span: f64,
}

/// A band of a row of blocks: its demands and, for each sample, the pixel value above which it is looked at.
struct BandRow<'a> {
    demands: Vec<Option<Demand>>,
    above: Vec<f32>,
    noise: &'a [f32],
    valid: &'a [u32],
}

impl BandRow<'_> {
    fn noise(&self, column: usize) -> f32 {
        self.noise.get(column).copied().unwrap_or(0.0)
    }
}

impl<'a> Scanner<'a> {
    pub(super) fn new(plan: &Plan, families: &'a Families, params: &SearchParams) -> Self {
        Self {
            grid: plan.grid,
            bands: plan.bands,
            strip_rows: plan.strip_lines / plan.grid.block_lines,
            families,
            demander: Demander::new(plan.grid, params),
            log_span: libm::log((params.target_span_db / 10.0 * core::f64::consts::LN_10).max(1e-3)),
        }
    }

    /// The laws of the cells of a strip.
    pub(super) fn laws(&self, plan: &Plan, strip: usize, live: &VecDeque<ReadStrip>, workers: usize) -> Laws {
        let across = self.grid.cells_across();
        let rows = plan.cell_rows(strip);
        let cell = |band: usize, row: usize, column: usize| -> Option<&Cell> {
            let of = live.iter().find(|s| plan.cell_rows(s.index).contains(&row))?;
            of.bands[band].cells[(row - plan.cell_rows(of.index).start) * across + column].as_ref()
        };
        let law = |band: usize, row: usize, column: usize| {
            let mut cells = Vec::with_capacity((2 * POOL + 1) * (2 * POOL + 1));
            for r in row.saturating_sub(POOL)..=row + POOL {
                for c in column.saturating_sub(POOL)..=(column + POOL).min(across - 1) {
                    cells.extend(cell(band, r, c));
                }
            }
            law_of(&cells, self.families)
        };
        let jobs: Vec<(usize, usize)> =
            (0..self.bands).flat_map(|b| rows.clone().map(move |r| (b, r))).collect();
        let found = in_parallel(workers, &jobs, |&(b, r)| {
            (0..across).map(|c| law(b, r, c)).collect::<Vec<Option<CellLaw>>>()
        });
        let bands = found.chunks(rows.len()).map(|rows| rows.concat()).collect();
        Laws { first_row: rows.start, across, bands }
    }

    /// The bright pixels of a row of blocks.
    pub(super) fn row(
        &self,
        shown: &Shown,
        live: &VecDeque<ReadStrip>,
        laws: &Laws,
        row: usize,
    ) -> (Vec<BrightPixel>, Tally) {
        let bands: Vec<BandRow<'_>> =
            (0..self.bands).map(|band| self.band_row(live, laws, band, row)).collect();
        let mut bright = Vec::new();
        let tally = self.count(&bands);
        let first = row * self.grid.block_lines;
        for line in first..(first + self.grid.block_lines).min(self.grid.lines) {
            let (pixels, mask) = shown.line(line);
            self.scan_line(line, &pixels, mask, &bands, laws, &mut bright);
        }
        (bright, tally)
    }

    fn band_row<'b>(
        &self,
        live: &'b VecDeque<ReadStrip>,
        laws: &Laws,
        band: usize,
        row: usize,
    ) -> BandRow<'b> {
        let columns = self.grid.columns();
        let rows_of = |s: &ReadStrip| s.index * self.strip_rows..(s.index + 1) * self.strip_rows;
        let strips = live.iter().map(|s| (rows_of(s), s.bands[band].blocks.as_slice())).collect();
        let rows = LiveRows { strips, columns };
        let cell_row = row / self.grid.cell_rows;
        let demands = self.demander.row(&rows, row, |column| laws.at(band, cell_row, column));
        let (mut noise, mut valid): (&[f32], &[u32]) = (&[], &[]);
        if let Some(strip) = live.iter().find(|s| rows_of(s).contains(&row)) {
            let from = (row - rows_of(strip).start) * columns;
            noise = strip.bands[band].noise.get(from..from + columns).unwrap_or(&[]);
            valid = strip.bands[band].valid.get(from..from + columns).unwrap_or(&[]);
        }
        let mut above = vec![f32::INFINITY; self.grid.samples];
        let mut out = BandRow { demands, above: Vec::new(), noise, valid };
        for (column, part) in above.chunks_mut(self.grid.block_samples).enumerate() {
            if let Some(demand) = &out.demands[column] {
                part.fill(demand.grow - out.noise(column));
            }
        }
        out.above = above;
        out
    }

    /// Counts the pixels of a row of blocks: in each block those of the band that has the most.
    fn count(&self, bands: &[BandRow<'_>]) -> Tally {
        let mut tally = Tally::default();
        for column in 0..self.grid.columns() {
            let most = bands.iter().filter_map(|b| b.valid.get(column)).max();
            let valid = u64::from(most.copied().unwrap_or(0));
            let (mut searched, mut wide, mut unguarded) = (0, false, false);
            for (band, demand) in bands.iter().filter_map(|b| Some((b, b.demands[column].as_ref()?))) {
                searched += u64::from(band.valid.get(column).copied().unwrap_or(0));
                wide |= demand.reach == Reach::Wide;
                unguarded |= demand.reach == Reach::All;
            }
            tally.valid += valid;
            tally.searched += if searched > 0 { valid } else { 0 };
            tally.searched_in_bands += searched;
            tally.wide += if wide { valid } else { 0 };
            tally.unguarded += if unguarded { valid } else { 0 };
        }
        tally
    }

    fn scan_line(
        &self,
        line: usize,
        pixels: &[&[f32]],
        mask: &[u8],
        bands: &[BandRow<'_>],
        laws: &Laws,
        bright: &mut Vec<BrightPixel>,
    ) {
        for from in (0..self.grid.samples).step_by(RUN) {
            let run = from..(from + RUN).min(self.grid.samples);
            let mut any = false;
            for (values, band) in pixels.iter().zip(bands) {
                let pairs = values[run.clone()].iter().zip(&band.above[run.clone()]);
                any |= pairs.fold(false, |any, (p, t)| any | (p > t));
            }
            if !any {
                continue;
            }
            for sample in run {
                let stands_out = |(values, band): (&&[f32], &BandRow<'_>)| {
                    values[sample] > band.above[sample] && values[sample] < f32::INFINITY
                };
                if mask[sample] & !SEARCHED_ONLY == 0 && pixels.iter().zip(bands).any(stands_out) {
                    bright.push(self.pixel(line, sample, pixels, bands, laws));
                }
            }
        }
    }

    fn pixel(
        &self,
        line: usize,
        sample: usize,
        pixels: &[&[f32]],
        bands: &[BandRow<'_>],
        laws: &Laws,
    ) -> BrightPixel {
        let mut out = BrightPixel {
            line: line as u32,
            sample: sample as u32,
            power: [f32::NAN; 2],
            clutter: [f32::NAN; 2],
            is_seed: false,
            log_normal_agrees: false,
            log_likelihood_ratio: 0.0,
        };
        let column = sample / self.grid.block_samples;
        let cell = (line / self.grid.cell_lines(), column / self.grid.cell_columns);
        for (b, band) in bands.iter().enumerate() {
            let power = pixels[b][sample] + band.noise(column);
            if b < 2 {
                out.power[b] = power;
            }
            let Some(demand) = &band.demands[column] else { continue };
            if b < 2 {
                out.clutter[b] = demand.mean;
            }
            if !(power.is_finite() && power > demand.grow) {
                continue;
            }
            out.is_seed |= power > demand.seed;
            out.log_normal_agrees |= self.demander.log_normal_agrees(demand, power);
            if let Some(law) = laws.at(b, cell.0, cell.1) {
                let log_t = libm::log(f64::from(power) / f64::from(demand.mean));
                out.log_likelihood_ratio += self.log_ratio(law, log_t) as f32;
            }
        }
        out
    }

    /// Ship: uniform in the logarithm over the span. Sea: the law's density of the logarithm, `-dP/d ln t`.
    fn log_ratio(&self, law: &CellLaw, log_t: f64) -> f64 {
        let (log_exceedance, fall) = self.families.of(law).log_exceedance(law.shape.rung, log_t);
        -self.log_span - log_exceedance - libm::log(fall.max(1e-9))
    }
}
