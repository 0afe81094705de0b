//! Pixels of a product: digital numbers in, sigma nought out.

use super::border::Border;
use super::calibration::Calibration;
use super::xml::malformed;
use crate::error::ImageryError;
use crate::raster::{Planes, Raster, RawRaster, Rows};
use plimsoll_model::{PixelWindow, Polarisation};
use std::sync::Arc;

/// The power of a Sentinel-1 product: sigma nought without noise, linear, signed; NaN where the digital number is nought
/// and in the border.
pub struct SafeScene {
    bands: Vec<SafeBand>,
    polarisations: Vec<Polarisation>,
    border: Border,
}

/// One polarisation: its digital numbers and the tables that calibrate them.
pub struct SafeBand {
    /// Which.
    pub polarisation: Polarisation,
    /// Digital numbers (amplitude), one band.
    pub numbers: Box<dyn RawRaster>,
    /// Gain and noise.
    pub calibration: Arc<Calibration>,
}

impl SafeScene {
    /// From bands of one size.
    pub(super) fn new(product: &str, bands: Vec<SafeBand>, border: Border) -> Result<Self, ImageryError> {
        let size = |b: &SafeBand| (b.numbers.lines(), b.numbers.samples());
        for band in &bands {
            if size(band) != size(&bands[0]) || band.numbers.bands() != 1 {
                let (lines, samples) = size(band);
                let found = format!("{lines} x {samples} pixels in {} bands", band.numbers.bands());
                let expected = format!("one band of the size of {}", bands[0].polarisation.as_str());
                return Err(malformed(product, band.polarisation.as_str(), found, &expected));
            }
        }
        let polarisations = bands.iter().map(|b| b.polarisation).collect();
        Ok(Self { bands, polarisations, border })
    }
}

impl Raster for SafeScene {
    fn lines(&self) -> u32 {
        self.bands.first().map_or(0, |b| b.numbers.lines())
    }

    fn samples(&self) -> u32 {
        self.bands.first().map_or(0, |b| b.numbers.samples())
    }

    fn polarisations(&self) -> &[Polarisation] {
        &self.polarisations
    }

    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let mut planes = Planes::of(window, self.bands.len(), (self.lines(), self.samples()))?;
        self.read_into(window, &mut planes.rows())?;
        Ok(planes)
    }

    fn read_into(&mut self, window: PixelWindow, bands: &mut [Rows<'_>]) -> Result<(), ImageryError> {
        for (band, rows) in self.bands.iter_mut().zip(bands) {
            band.numbers.read_rows(window, std::slice::from_mut(rows), &|_| ())?;
            let mut calibrator = band.calibration.calibrator(window.sample);
            for (line, row) in (window.line..).zip(rows) {
                calibrator.calibrate(line, row);
                self.border.clear(line, window.sample, row);
            }
        }
        Ok(())
    }

    fn read_original(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let bands =
            self.bands.iter_mut().map(|b| b.numbers.read_band(0, window)).collect::<Result<_, _>>()?;
        Ok(Planes { lines: window.lines as usize, samples: window.samples as usize, bands })
    }

    fn removed_noise(&self, band: usize, line: u32, samples: &[u32], out: &mut Vec<f32>) -> bool {
        out.clear();
        let calibration = self.bands.get(band).map(|b| &b.calibration).filter(|c| c.removes_noise());
        let Some(calibration) = calibration else { return false };
        out.extend(samples.iter().map(|s| calibration.noise_equivalent_at(line, *s)));
        true
    }
}
