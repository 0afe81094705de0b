//! The search for pixels that stand out of the sea.

mod band;
mod scan;
mod strip;

use crate::bright::BrightPixel;
use crate::clutter::shape::{Families, POOL};
use crate::clutter::{Grid, estimate_looks};
use crate::error::ImageryError;
use crate::raster::{Planes, Raster};
use crate::threshold::ThresholdTable;
use crate::threshold::family::Family;
use plimsoll_model::PixelWindow;
use scan::{Scanner, Tally};
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;
use strip::{BandStatistics, Pixels, ReadStrip, Worker, joined};

/// What is not sea.
pub trait Mask: Sync {
    /// Fills `out` with one byte for each pixel of the window, line by line. Not nought: not sea, not searched.
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>);
}

/// The bit of a mask for what is searched although it is no sea: it is left out of the sea's statistics alone. Only a
/// raster sets it ([`Raster::mark_no_sea`]).
pub const SEARCHED_ONLY: u8 = 0x80;

/// A mask that holds nothing: all is sea.
#[derive(Clone, Copy, Debug, Default)]
pub struct OpenSea;

impl Mask for OpenSea {
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        out.clear();
        out.resize(window.lines as usize * window.samples as usize, 0);
    }
}

/// How to search. Rates are for one pixel of one band.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchParams {
    /// False-alarm rate of the threshold that starts an object.
    pub pfa_seed: f64,
    /// The same in a scene of one band, where no second band bears an object out.
    pub pfa_seed_one_band: f64,
    /// False-alarm rate of the threshold that an object grows to.
    pub pfa_grow: f64,
    /// False-alarm rate of the log-normal second opinion.
    pub pfa_log_normal: f64,
    /// Equivalent number of looks; `None`: estimated from the scene.
    pub looks: Option<f64>,
    /// Side of the square about a pixel that its sea is taken from, m.
    pub outer_m: f64,
    /// Side of the square about a pixel that is kept out of it, so that a ship does not hide itself, m.
    pub inner_m: f64,
    /// Side of the larger square, taken where the first holds too little sea, m.
    pub wide_m: f64,
    /// Least number of pixels of sea for an estimate.
    pub least_valid_px: u32,
    /// The same in a scene that is smaller than the larger square.
    pub least_valid_small_px: u32,
    /// Pixels above so many times the local mean are left out of the statistics.
    pub clip: f64,
    /// Side of the squares that share one threshold, m.
    pub block_m: f64,
    /// Side of the cells of blocks, m. The law of a cell is taken from five by five of them.
    pub cell_m: f64,
    /// Least order of the K law.
    pub least_order: f64,
    /// Greatest order of the K law; beyond it is the Gamma law.
    pub greatest_order: f64,
    /// A ship's power is taken as uniform in dB from the threshold up to so much above it, dB.
    pub target_span_db: f64,
    /// Height of a strip, in cells.
    pub cells_per_strip: u32,
    /// Pixels that start an object, for each object that clutter makes: they come in groups where speckle is correlated.
    pub seeds_per_false_object: f64,
}

/// A strip of lines, searched.
pub struct Strip<'a> {
    /// What the planes and the mask hold.
    pub window: PixelWindow,
    /// Its lines.
    pub core: Range<u32>,
    /// The pixels.
    pub planes: &'a Planes,
    /// One byte a pixel, as [`Mask::fill`] gives it.
    pub mask: &'a [u8],
    /// What stands out in the core, by line and sample.
    pub bright: &'a [BrightPixel],
}

/// What a search covered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchTotals {
    /// Pixels of sea with a value in some band.
    pub valid_px: u64,
    /// Those of them for which there was a threshold in some band.
    pub searched_px: u64,
    /// Objects expected from clutter alone at the stated rate.
    pub expected_false: f64,
    /// Which law the sea followed: band by band, how many cells each.
    pub law: Vec<LawCount>,
    /// Equivalent number of looks that the search went by.
    pub looks: f64,
    /// Pixels whose sea was taken from the larger square.
    pub wide_px: u64,
    /// Pixels whose sea was taken from all that there is, the ship's own place included: the scene is small.
    pub unguarded_px: u64,
}

/// Which law the cells of a band followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LawCount {
    /// Cells with the K law (or its limit, the Gamma law).
    pub k: u32,
    /// Cells with the log-normal law.
    pub log_normal: u32,
    /// Cells with no estimate.
    pub none: u32,
}

/// Searches a scene, strip by strip. `rasters` hold the same scene, one for each worker; `take` gets the strips in order,
/// on the calling thread, while the workers read on. The result does not depend on the number of workers nor on the
/// height of the strips.
///
/// # Errors
/// Whatever the raster says; [`ImageryError::Malformed`] if it gives planes of another size than asked for;
/// [`ImageryError::Unsupported`] if the scene is so wide that its strips would take more than 400 MiB.
pub fn search(
    rasters: &mut [Box<dyn Raster>],
    line_spacing_m: f64,
    sample_spacing_m: f64,
    mask: &dyn Mask,
    params: &SearchParams,
    take: &mut dyn FnMut(Strip<'_>),
) -> Result<SearchTotals, ImageryError> {
    let Some(raster) = rasters.first_mut() else { return Ok(SearchTotals::default()) };
    let (lines, samples, bands) = (raster.lines(), raster.samples(), raster.polarisations().len());
    if lines == 0 || samples == 0 || bands == 0 {
        return Ok(SearchTotals::default());
    }
    let grid = Grid::new(lines, samples, (line_spacing_m, sample_spacing_m), params);
    let plan = Plan::new(grid, bands, params);
    plan.refuse_wide()?;
    let looks = match params.looks {
        Some(looks) => looks,
        None => estimate_looks(raster.as_mut(), &grid, mask, params)?.unwrap_or(1.0),
    };
    let looks = looks.clamp(LEAST_LOOKS, MOST_LOOKS);
    let table = ThresholdTable::new(looks, params.least_order, params.greatest_order);
    let pfa_seed = if bands == 1 { params.pfa_seed_one_band } else { params.pfa_seed };
    let rates = [pfa_seed, params.pfa_grow];
    let families = Families { k: Family::k(&table, rates), log_normal: Family::log_normal(rates) };
    let tally = plan.run(rasters, mask, &Scanner::new(&plan, &families, params), take)?;
    Ok(SearchTotals {
        valid_px: tally.valid,
        searched_px: tally.searched,
        expected_false: tally.searched_in_bands as f64 * pfa_seed / params.seeds_per_false_object.max(1.0),
        law: tally.laws,
        looks,
        wide_px: tally.wide,
        unguarded_px: tally.unguarded,
    })
}

/// Bounds of the number of looks: beyond them the tables of the laws are too coarse.
const LEAST_LOOKS: f64 = 0.5;
const MOST_LOOKS: f64 = 200.0;

/// The strips at hand may take so many bytes together. What else is held (tiles, sums of blocks) is less.
const MOST_STRIP_BYTES: usize = 400 << 20;

/// How a scene is read.
pub(crate) struct Plan {
    grid: Grid,
    bands: usize,
    /// Lines of a strip: whole cells.
    strip_lines: usize,
    /// How many strips.
    strips: usize,
    /// Strips on each side of one that must have been read before it can be searched.
    reach: usize,
    clip: f64,
}

/// What one turn of the workers gives: the statistics of the strip that was read, what was found in the one that was
/// searched.
type Turn = (Option<Vec<BandStatistics>>, Vec<BrightPixel>, Tally);

impl Plan {
    fn new(grid: Grid, bands: usize, params: &SearchParams) -> Self {
        let strip_lines = grid.cell_lines() * params.cells_per_strip.clamp(1, 1 << 16) as usize;
        let needed = (POOL * grid.cell_lines()).max(grid.wide.0 * grid.block_lines);
        Self {
            grid,
            bands,
            strip_lines,
            strips: grid.lines.div_ceil(strip_lines),
            reach: needed.div_ceil(strip_lines),
            clip: params.clip,
        }
    }

    /// Memory grows with the width of a scene, not with its height: a scene that is too wide is refused before it is
    /// read.
    fn refuse_wide(&self) -> Result<(), ImageryError> {
        // One is read, one is searched, one is taken, and some wait between the first two.
        let strips = (self.reach + 3).min(self.strips);
        let lines = strips * self.strip_lines.min(self.grid.lines);
        let column = lines * (self.bands * size_of::<f32>() + size_of::<u8>());
        if column.saturating_mul(self.grid.samples) <= MOST_STRIP_BYTES {
            return Ok(());
        }
        let most = MOST_STRIP_BYTES / column / self.grid.cell_samples() * self.grid.cell_samples();
        Err(ImageryError::Unsupported {
            file: "the scene".to_owned(),
            found: format!(
                "{} lines of {} samples in {} bands: {lines} lines are needed at a time, {} MiB",
                self.grid.lines,
                self.grid.samples,
                self.bands,
                (column >> 10).saturating_mul(self.grid.samples) >> 10
            ),
            advice: format!(
                "cut it into scenes of at most {most} samples that share 2 km, or give its bands one by one"
            ),
        })
    }

    /// Turn after turn, one strip is read while the one that lies `reach + 1` before it is searched and the one before
    /// that is taken.
    fn run(
        &self,
        rasters: &mut [Box<dyn Raster>],
        mask: &dyn Mask,
        scanner: &Scanner<'_>,
        take: &mut dyn FnMut(Strip<'_>),
    ) -> Result<Tally, ImageryError> {
        let mut tally = Tally::new(self.bands);
        let mut live: VecDeque<ReadStrip> = VecDeque::new();
        let mut spare: Vec<Pixels> = Vec::new();
        let mut found = Vec::new();
        let mut workers = strip::workers(self, rasters);
        for turn in 0..self.strips + self.reach + 2 {
            let is_strip = |k: &usize| *k < self.strips;
            let (searched, taken) = (turn.checked_sub(self.reach + 1), turn.checked_sub(self.reach + 2));
            let job = searched.filter(is_strip).map(|k| scanner.job(self, k, &live, workers.len()));
            let lines = is_strip(&turn).then(|| self.core(turn));
            let mut pixels = spare.pop().unwrap_or_default();
            pixels.resize(self, lines.as_ref().map_or(0, ExactSizeIterator::len));
            let (read, bright, part) =
                self.turn(&mut workers, lines.as_ref(), mask, &mut pixels, &job, || {
                    if let Some(strip) = taken.and_then(|k| live.iter().find(|s| s.index == k)) {
                        take(strip.strip(&found));
                    }
                })?;
            tally.add(&part);
            job.iter().for_each(|job| tally.add_laws(job.laws()));
            found = bright;
            if let (Some(lines), Some(bands)) = (lines, read) {
                live.push_back(ReadStrip { index: turn, lines, pixels, bands });
            }
            // Pixels are done with when they were taken, statistics when what looks back at them was searched.
            let done = live.iter_mut().filter(|s| taken.is_some_and(|k| s.index == k));
            spare.extend(done.map(|s| std::mem::take(&mut s.pixels)));
            while live.front().is_some_and(|s| searched.is_some_and(|k| s.index + self.reach < k + 1)) {
                live.pop_front();
            }
        }
        Ok(tally)
    }

    /// Each worker reads its part of the lines and then searches rows of blocks as long as there are any, while the
    /// calling thread does something else.
    fn turn(
        &self,
        workers: &mut [Worker<'_>],
        lines: Option<&Range<usize>>,
        mask: &dyn Mask,
        pixels: &mut Pixels,
        job: &Option<scan::Job<'_>>,
        meanwhile: impl FnOnce(),
    ) -> Result<Turn, ImageryError> {
        let rooms = pixels.rooms(workers);
        let (parts, rows) = thread::scope(|scope| {
            let handles: Vec<_> = workers
                .iter_mut()
                .zip(rooms)
                .map(|(worker, room)| {
                    scope.spawn(move || {
                        let part = lines.map(|lines| worker.read(self, lines, mask, room));
                        (part, job.as_ref().map(scan::Job::run).unwrap_or_default())
                    })
                })
                .collect();
            meanwhile();
            let done = handles.into_iter().map(|h| h.join().unwrap_or_else(|e| resume_unwind(e)));
            done.unzip::<_, _, Vec<_>, Vec<_>>()
        });
        let parts = parts.into_iter().flatten().collect::<Result<Vec<_>, ImageryError>>()?;
        let mut rows: Vec<_> = rows.into_iter().flatten().collect();
        rows.sort_by_key(|(row, ..)| *row);
        let (mut bright, mut tally) = (Vec::new(), Tally::default());
        for (_, pixels, part) in rows {
            bright.extend(pixels);
            tally.add(&part);
        }
        Ok((lines.map(|lines| joined(self, lines, parts)), bright, tally))
    }

    /// Lines of a strip.
    fn core(&self, strip: usize) -> Range<usize> {
        strip * self.strip_lines..((strip + 1) * self.strip_lines).min(self.grid.lines)
    }
    /// Rows of blocks of a strip.
    fn block_rows(&self, strip: usize) -> Range<usize> {
        let core = self.core(strip);
        core.start / self.grid.block_lines..core.end.div_ceil(self.grid.block_lines)
    }
    /// Rows of cells of a strip.
    fn cell_rows(&self, strip: usize) -> Range<usize> {
        let core = self.core(strip);
        core.start / self.grid.cell_lines()..core.end.div_ceil(self.grid.cell_lines())
    }
}
