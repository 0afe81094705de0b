//! An optical scene at the spacing at which ships are looked for, strip by strip.

use crate::error::ImageryError;
use crate::land::LandMask;
use crate::optical::open::OpticalRaster;
use crate::raster::Raster;
use plimsoll_model::PixelWindow;

/// How the pixels of the file become those that are searched, and these cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Layout {
    /// So many pixels of the file, down and across, are averaged to one.
    pub(crate) by: u32,
    /// Working lines and samples.
    pub(crate) lines: u32,
    pub(crate) samples: u32,
    /// Working pixels along the side of a cell.
    pub(crate) cell: u32,
    /// Rows of cells, cells in a row.
    pub(crate) down: usize,
    pub(crate) across: usize,
    /// Metres from one working pixel to the next, down and across.
    pub(crate) line_m: f64,
    pub(crate) sample_m: f64,
}

/// A cell has at least so many pixels along its side: fewer have no median.
const LEAST_CELL_PX: f64 = 4.0;
/// Pixels of the file that are read at once.
const MOST_STRIP_PX: u64 = 64_000_000;
/// Cells that are held at once: about 50 bytes each.
const MOST_CELLS: u64 = 4_000_000;

impl Layout {
    pub(crate) fn new(
        (lines, samples): (u32, u32),
        (line_m, sample_m): (f64, f64),
        working_m: f64,
        cell_m: f64,
    ) -> Result<Self, ImageryError> {
        let unsupported = |found: String, advice: &str| ImageryError::Unsupported {
            file: "the scene".to_owned(),
            found,
            advice: advice.to_owned(),
        };
        let is_length = |m: f64| m.is_finite() && m > 0.0;
        if !is_length(line_m) || !is_length(sample_m) {
            return Err(unsupported(
                format!("a pixel of {line_m} by {sample_m} m"),
                "give the size of a pixel",
            ));
        }
        // A hair more than whole, so that 0.3 m goes into 3 m ten times.
        let by =
            ((working_m / line_m.max(sample_m) + 1e-6).floor() as u32).clamp(1, lines.min(samples).max(1));
        let (line_m, sample_m) = (line_m * f64::from(by), sample_m * f64::from(by));
        let (lines, samples) = (lines / by, samples / by);
        let cell = (cell_m / line_m.max(sample_m)).round().max(LEAST_CELL_PX) as u32;
        let (down, across) = (lines.div_ceil(cell), samples.div_ceil(cell));
        if u64::from(down) * u64::from(across) > MOST_CELLS {
            return Err(unsupported(
                format!("a scene of {down} x {across} cells of {cell_m} m"),
                "at most 4 million are held: cut the scene into parts",
            ));
        }
        let strip_px = u64::from(cell * by) * u64::from(samples) * u64::from(by);
        if strip_px > MOST_STRIP_PX {
            return Err(unsupported(
                format!("a scene of {samples} samples in a line, {} lines to a cell", cell * by),
                "at most 64 Mpx are read at once: cut the scene into parts, or check the size of a pixel",
            ));
        }
        Ok(Self { by, lines, samples, cell, down: down as usize, across: across as usize, line_m, sample_m })
    }

    /// Number of a working pixel's cell.
    pub(crate) const fn cell_of(&self, line: u32, sample: u32) -> usize {
        (line / self.cell) as usize * self.across + (sample / self.cell) as usize
    }

    /// A working coordinate as one of the file.
    pub(crate) fn to_file(self, at: f64) -> f64 {
        (at + 0.5) * f64::from(self.by) - 0.5
    }
}

/// Working pixels of some lines.
pub(crate) struct WorkingStrip {
    /// First line.
    pub(crate) line: u32,
    /// How many.
    pub(crate) lines: u32,
    /// One plane a band, NaN where there is no value.
    pub(crate) bands: Vec<Vec<f32>>,
    /// True where the land given lies.
    pub(crate) land: Vec<bool>,
}

/// Gives each row of cells to `take`, from the top.
pub(crate) fn each_strip(
    raster: &mut OpticalRaster,
    land: Option<&LandMask>,
    layout: &Layout,
    mut take: impl FnMut(&WorkingStrip),
) -> Result<(), ImageryError> {
    let mut bits = Vec::new();
    for row in 0..layout.down as u32 {
        let line = row * layout.cell;
        let lines = layout.cell.min(layout.lines - line);
        let window = PixelWindow {
            line: line * layout.by,
            sample: 0,
            lines: lines * layout.by,
            samples: layout.samples * layout.by,
        };
        let planes = raster.read(window)?;
        let bands = planes.bands.iter().map(|band| average(band, layout, lines)).collect();
        let count = lines as usize * layout.samples as usize;
        let mut is_land = vec![false; count];
        if let Some(land) = land {
            land.fill(window, &mut bits);
            let wide = window.samples as usize;
            for (at, _) in bits.iter().enumerate().filter(|(_, bit)| **bit != 0) {
                let by = layout.by as usize;
                is_land[at / wide / by * layout.samples as usize + at % wide / by] = true;
            }
        }
        take(&WorkingStrip { line, lines, bands, land: is_land });
    }
    Ok(())
}

/// Means over squares; NaN where one of the pixels has no value.
fn average(band: &[f32], layout: &Layout, lines: u32) -> Vec<f32> {
    if layout.by == 1 {
        return band.to_vec();
    }
    let (by, samples) = (layout.by as usize, layout.samples as usize);
    let mut out = Vec::with_capacity(lines as usize * samples);
    for line in 0..lines as usize {
        for sample in 0..samples {
            let mut sum = 0.0;
            for l in line * by..(line + 1) * by {
                let start = l * samples * by + sample * by;
                sum += band[start..start + by].iter().sum::<f32>();
            }
            out.push(sum / (by * by) as f32);
        }
    }
    out
}
