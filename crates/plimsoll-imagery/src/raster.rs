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
}
