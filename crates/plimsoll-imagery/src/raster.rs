//! Power by window.

use crate::error::ImageryError;
use plimsoll_model::{PixelWindow, Polarisation};

/// The pixels of a window: one plane for each band.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planes {
    /// How many lines.
    pub lines: usize,
    /// How many samples in a line.
    pub samples: usize,
    /// Power, linear, line by line; one vector for each band, `lines * samples` long. Noise is removed where the file
    /// says how much there is, so that a value may be below nought. NaN: no value.
    pub bands: Vec<Vec<f32>>,
}

/// The lines of one band of a window that values are read into: one slice of its samples each.
pub type Rows<'a> = Vec<&'a mut [f32]>;

impl Planes {
    /// Planes of a window, to be written. Nothing is allocated for a window that does not lie in a raster of `lines`
    /// and `samples`.
    pub(crate) fn of(
        window: PixelWindow,
        bands: usize,
        (lines, samples): (u32, u32),
    ) -> Result<Self, ImageryError> {
        let inside =
            |first: u32, count: u32, all: u32| first.checked_add(count).is_some_and(|end| end <= all);
        if !inside(window.line, window.lines, lines) || !inside(window.sample, window.samples, samples) {
            return Err(ImageryError::Malformed {
                file: "raster".to_owned(),
                place: "window".to_owned(),
                found: format!("{window:?}"),
                expected: format!("a window of {lines} lines of {samples} samples"),
            });
        }
        let (lines, samples) = (window.lines as usize, window.samples as usize);
        Ok(Self { lines, samples, bands: vec![vec![0.0; lines * samples]; bands] })
    }

    /// The lines of each band, to be written.
    pub(crate) fn rows(&mut self) -> Vec<Rows<'_>> {
        let samples = self.samples.max(1);
        self.bands.iter_mut().map(|band| band.chunks_exact_mut(samples).collect()).collect()
    }
}

/// Copies what was read of a window into lines that are there already; an error if there is more or less of it.
fn copy_into(window: PixelWindow, from: &[Vec<f32>], into: &mut [Rows<'_>]) -> Result<(), ImageryError> {
    let (lines, samples) = (window.lines as usize, window.samples as usize);
    if from.len() != into.len() || from.iter().any(|band| band.len() != lines * samples) {
        let found: Vec<usize> = from.iter().map(Vec::len).collect();
        return Err(ImageryError::Malformed {
            file: "raster".to_owned(),
            place: format!("window at line {} and sample {}", window.line, window.sample),
            found: format!("bands of {found:?} pixels"),
            expected: format!("{} bands of {lines} lines of {samples} samples", into.len()),
        });
    }
    for (band, rows) in from.iter().zip(into) {
        for (line, row) in band.chunks_exact(samples.max(1)).zip(rows) {
            row.copy_from_slice(line);
        }
    }
    Ok(())
}

/// Something that gives power by window. A worker has its own.
pub trait Raster: Send {
    /// How many lines there are.
    fn lines(&self) -> u32;
    /// How many samples there are in a line.
    fn samples(&self) -> u32;
    /// The bands, in the order of [`Planes::bands`].
    fn polarisations(&self) -> &[Polarisation];
    /// Reads a window that lies inside the raster. Memory is bounded by the window and one row of tiles.
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError>;
    /// As [`Raster::read`], into lines that are there already, so that memory is used again: one [`Rows`] for each band,
    /// each with the lines of the window, each of them with its samples.
    fn read_into(&mut self, window: PixelWindow, bands: &mut [Rows<'_>]) -> Result<(), ImageryError> {
        let planes = self.read(window)?;
        copy_into(window, &planes.bands, bands)
    }
    /// Reads the values of a window as the file holds them, to keep beside what was made of them. Where there is
    /// nothing closer to the file, power.
    fn read_original(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        self.read(window)
    }
    /// Adds [`SEARCHED_ONLY`](crate::search::SEARCHED_ONLY) to the bytes of a mask where pixels are to be searched but
    /// are known to be no sea: they tell nothing about it. Most rasters know of none.
    fn mark_no_sea(&self, _window: PixelWindow, _mask: &mut [u8]) {}
    /// Mean power of the noise that was removed from a band, on one line at some samples, in the unit of
    /// [`Planes::bands`]. The search adds it again, because the sea with its noise follows a law and the rest does not.
    /// `out` is cleared and filled with one value a sample. False: no noise was removed, or nobody knows how much.
    fn removed_noise(&self, _band: usize, _line: u32, _samples: &[u32], out: &mut Vec<f32>) -> bool {
        out.clear();
        false
    }
}

/// Something that gives values as the file holds them, by window: digital numbers, decibels, whatever they are.
pub trait RawRaster: Send {
    /// How many lines there are.
    fn lines(&self) -> u32;
    /// How many samples there are in a line.
    fn samples(&self) -> u32;
    /// How many bands.
    fn bands(&self) -> usize;
    /// Reads one band of a window that lies inside the raster, line by line.
    fn read_band(&mut self, band: usize, window: PixelWindow) -> Result<Vec<f32>, ImageryError>;
    /// Reads all bands of a window that lies inside the raster, each line by line.
    fn read_bands(&mut self, window: PixelWindow) -> Result<Vec<Vec<f32>>, ImageryError> {
        (0..self.bands()).map(|band| self.read_band(band, window)).collect()
    }
    /// Reads all bands of a window into lines that are there already (as [`Raster::read_into`] has them), and does
    /// `finish` to every piece of a line once it is written, while it is at hand.
    fn read_rows(
        &mut self,
        window: PixelWindow,
        bands: &mut [Rows<'_>],
        finish: &dyn Fn(&mut [f32]),
    ) -> Result<(), ImageryError> {
        let values = self.read_bands(window)?;
        copy_into(window, &values, bands)?;
        bands.iter_mut().flatten().for_each(|row| finish(row));
        Ok(())
    }
}
