//! Comparing the pixels of a strip with what their sea demands.

use super::band::{Demand, Demander, LiveRows, Sea};
use super::strip::ReadStrip;
use super::{LawCount, Plan, SEARCHED_ONLY, SearchParams};
use crate::bright::BrightPixel;
use crate::clutter::Grid;
use crate::clutter::cells::Cell;
use crate::clutter::donut::Reach;
use crate::clutter::shape::{CellLaw, Families, POOL, law_of};
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

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

/// A band of a row of blocks: the sea about each, and what is in it.
struct BandRow<'a> {
    seas: Vec<Option<Sea>>,
    noise: &'a [f32],
    valid: &'a [u32],
    most: &'a [f32],
}

impl BandRow<'_> {
    fn noise(&self, column: usize) -> f32 {
        self.noise.get(column).copied().unwrap_or(0.0)
    }
}

/// What a row of blocks holds: its place, its bright pixels, what was counted.
pub(super) type FoundRow = (usize, Vec<BrightPixel>, Tally);

/// The search of one strip, shared by the workers.
pub(super) struct Job<'a> {
    scanner: &'a Scanner<'a>,
    live: &'a VecDeque<ReadStrip>,
    strip: Option<&'a ReadStrip>,
    laws: Laws,
    rows: Range<usize>,
    next: AtomicUsize,
}

impl Job<'_> {
    pub(super) fn laws(&self) -> &Laws {
        &self.laws
    }

    /// Searches rows of blocks until none is left.
    pub(super) fn run(&self) -> Vec<FoundRow> {
        let mut done = Vec::new();
        while let Some(row) = self.rows.clone().nth(self.next.fetch_add(1, Ordering::Relaxed)) {
            let (bright, tally) = self.scanner.row(self.strip, self.live, &self.laws, row);
            done.push((row, bright, tally));
        }
        done
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

    /// The search of a strip, once the strips about it have been read.
    pub(super) fn job<'b>(
        &'b self,
        plan: &Plan,
        strip: usize,
        live: &'b VecDeque<ReadStrip>,
        workers: usize,
    ) -> Job<'b> {
        Job {
            scanner: self,
            live,
            strip: live.iter().find(|s| s.index == strip),
            laws: self.laws(plan, strip, live, workers),
            rows: plan.block_rows(strip),
            next: AtomicUsize::new(0),
        }
    }

    /// The laws of the cells of a strip.
    fn laws(&self, plan: &Plan, strip: usize, live: &VecDeque<ReadStrip>, workers: usize) -> Laws {
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
        // All cells of all bands, one after another; each worker does a stretch of them.
        let in_band = rows.len() * across;
        let stretch = |w: usize| w * self.bands * in_band / workers..(w + 1) * self.bands * in_band / workers;
        let of = |k: usize| law(k / in_band, rows.start + k % in_band / across, k % across);
        let run = |w: usize| stretch(w).map(of).collect::<Vec<Option<CellLaw>>>();
        let run = &run;
        let mut all = thread::scope(|scope| {
            let others: Vec<_> = (1..workers).map(|w| scope.spawn(move || run(w))).collect();
            let mut all = run(0);
            all.extend(others.into_iter().flat_map(|h| h.join().unwrap_or_else(|e| resume_unwind(e))));
            all.into_iter()
        });
        let bands = (0..self.bands).map(|_| all.by_ref().take(in_band).collect()).collect();
        Laws { first_row: rows.start, across, bands }
    }

    /// The bright pixels of a row of blocks.
    fn row(
        &self,
        strip: Option<&ReadStrip>,
        live: &VecDeque<ReadStrip>,
        laws: &Laws,
        row: usize,
    ) -> (Vec<BrightPixel>, Tally) {
        let Some(strip) = strip else { return Default::default() };
        let bands: Vec<BandRow<'_>> =
            (0..self.bands).map(|band| self.band_row(strip, live, laws, band, row)).collect();
        let mut bright = Vec::new();
        let tally = self.count(&bands);
        for column in 0..self.grid.columns() {
            let laws =
                |band: usize| laws.at(band, row / self.grid.cell_rows, column / self.grid.cell_columns);
            let may_hold_some = bands.iter().enumerate().any(|(b, band)| {
                let (sea, law) = (band.seas[column].as_ref(), laws(b));
                sea.zip(law).is_some_and(|(sea, law)| sea.may_be_exceeded(law, band.most[column]))
            });
            if may_hold_some {
                let block = Block::new(self, row, column, &bands, laws);
                block.scan(strip, &mut bright);
            }
        }
        bright.sort_unstable_by_key(|p| (p.line, p.sample));
        (bright, tally)
    }

    fn band_row<'b>(
        &self,
        strip: &'b ReadStrip,
        live: &VecDeque<ReadStrip>,
        laws: &Laws,
        band: usize,
        row: usize,
    ) -> BandRow<'b> {
        let columns = self.grid.columns();
        let rows_of = |s: &ReadStrip| s.index * self.strip_rows..(s.index + 1) * self.strip_rows;
        let strips = live.iter().map(|s| (rows_of(s), s.bands[band].blocks.as_slice())).collect();
        let rows = LiveRows { strips, columns };
        let cell_row = row / self.grid.cell_rows;
        let seas = self.demander.row(&rows, row, |column| laws.at(band, cell_row, column).is_some());
        let from = (row - rows_of(strip).start) * columns;
        let own = from..from + columns;
        let of = &strip.bands[band];
        BandRow {
            seas,
            noise: of.noise.get(own.clone()).unwrap_or(&[]),
            valid: &of.valid[own.clone()],
            most: &of.most[own],
        }
    }

    /// Counts the pixels of a row of blocks: in each block those of the band that has the most.
    fn count(&self, bands: &[BandRow<'_>]) -> Tally {
        let mut tally = Tally::default();
        for column in 0..self.grid.columns() {
            let valid = u64::from(bands.iter().map(|b| b.valid[column]).max().unwrap_or(0));
            let (mut searched, mut wide, mut unguarded) = (0, false, false);
            for (band, sea) in bands.iter().filter_map(|b| Some((b, b.seas[column].as_ref()?))) {
                searched += u64::from(band.valid[column]);
                wide |= sea.reach == Reach::Wide;
                unguarded |= sea.reach == Reach::All;
            }
            tally.valid += valid;
            tally.searched += if searched > 0 { valid } else { 0 };
            tally.searched_in_bands += searched;
            tally.wide += if wide { valid } else { 0 };
            tally.unguarded += if unguarded { valid } else { 0 };
        }
        tally
    }

    /// Ship: uniform in the logarithm over the span. Sea: the law's density of the logarithm, `-dP/d ln t`.
    fn log_ratio(&self, law: &CellLaw, log_t: f64) -> f64 {
        let (log_exceedance, fall) = self.families.of(law).log_exceedance(law.shape.rung, log_t);
        -self.log_span - log_exceedance - libm::log(fall.max(1e-9))
    }
}

/// A block that may hold bright pixels.
struct Block<'a, 'b> {
    scanner: &'a Scanner<'b>,
    lines: Range<usize>,
    samples: Range<usize>,
    bands: Vec<BlockBand<'a>>,
}

/// One band of it.
struct BlockBand<'a> {
    noise: f32,
    demand: Option<(Demand, &'a CellLaw)>,
}

impl<'a, 'b> Block<'a, 'b> {
    fn new(
        scanner: &'a Scanner<'b>,
        row: usize,
        column: usize,
        bands: &[BandRow<'_>],
        laws: impl Fn(usize) -> Option<&'a CellLaw>,
    ) -> Self {
        let grid = &scanner.grid;
        let (line, sample) = (row * grid.block_lines, column * grid.block_samples);
        let band = |(b, band): (usize, &BandRow<'_>)| BlockBand {
            noise: band.noise(column),
            demand: band.seas[column]
                .as_ref()
                .zip(laws(b))
                .map(|(sea, law)| (scanner.demander.demand(sea, law), law)),
        };
        Self {
            scanner,
            lines: line..(line + grid.block_lines).min(grid.lines),
            samples: sample..(sample + grid.block_samples).min(grid.samples),
            bands: bands.iter().enumerate().map(band).collect(),
        }
    }

    fn scan(&self, strip: &ReadStrip, bright: &mut Vec<BrightPixel>) {
        let width = strip.pixels.planes.samples;
        for line in self.lines.clone() {
            for sample in self.samples.clone() {
                let place = (line - strip.lines.start) * width + sample;
                let powers = strip.pixels.planes.bands.iter().map(|band| band[place]);
                if strip.pixels.mask[place] & !SEARCHED_ONLY == 0
                    && powers.clone().zip(&self.bands).any(|(p, band)| band.stands_out(p))
                {
                    bright.push(self.pixel(line, sample, powers));
                }
            }
        }
    }

    fn pixel(&self, line: usize, sample: usize, powers: impl Iterator<Item = f32>) -> BrightPixel {
        let mut out = BrightPixel {
            line: line as u32,
            sample: sample as u32,
            power: [f32::NAN; 2],
            clutter: [f32::NAN; 2],
            is_seed: false,
            log_normal_agrees: false,
            log_likelihood_ratio: 0.0,
        };
        for (b, (value, band)) in powers.zip(&self.bands).enumerate() {
            let power = value + band.noise;
            if b < 2 {
                out.power[b] = power;
            }
            let Some((demand, law)) = &band.demand else { continue };
            if b < 2 {
                out.clutter[b] = demand.mean;
            }
            if !band.stands_out(value) {
                continue;
            }
            out.is_seed |= power > demand.seed;
            out.log_normal_agrees |= self.scanner.demander.log_normal_agrees(demand, power);
            let log_t = libm::log(f64::from(power) / f64::from(demand.mean));
            out.log_likelihood_ratio += self.scanner.log_ratio(law, log_t) as f32;
        }
        out
    }
}

impl BlockBand<'_> {
    /// True if a value of the raster, once its noise is back, is above the threshold of growth. Nought is no value.
    fn stands_out(&self, value: f32) -> bool {
        let power = value + self.noise;
        value.abs() > 0.0
            && power < f32::INFINITY
            && self.demand.as_ref().is_some_and(|(demand, _)| power > demand.grow)
    }
}
