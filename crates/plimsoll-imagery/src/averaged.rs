//! A scene made coarser: means over squares of pixels.
//!
//! A radar of one look and pixels of one to five metres shows a hull as a scatter of points between which the sea is as
//! bright as the hull. The mean over a square has as many looks as the square has independent pixels: the sea becomes
//! smooth, the hull stays bright.

use crate::error::ImageryError;
use crate::geometry::{Azimuth, Geometry, Georeference};
use crate::open::OpenedScene;
use crate::raster::{Planes, Raster};
use plimsoll_model::{PixelWindow, Polarisation, Position};

/// The mean over squares of `by` times `by` pixels; what is left over at the end of lines and samples is left out.
struct Averaged {
    inner: Box<dyn Raster>,
    by: u32,
}

impl Raster for Averaged {
    fn lines(&self) -> u32 {
        self.inner.lines() / self.by
    }
    fn samples(&self) -> u32 {
        self.inner.samples() / self.by
    }
    fn polarisations(&self) -> &[Polarisation] {
        self.inner.polarisations()
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let by = self.by;
        let (lines, samples) = (window.lines as usize, window.samples as usize);
        let mut bands: Vec<Vec<f32>> =
            self.polarisations().iter().map(|_| Vec::with_capacity(lines * samples)).collect();
        // A row of squares at a time, so that memory stays that of a few lines.
        for line in window.line..window.line + window.lines {
            let wide = PixelWindow {
                line: line * by,
                sample: window.sample * by,
                lines: by,
                samples: window.samples * by,
            };
            let planes = self.inner.read(wide)?;
            for (band, out) in planes.bands.iter().zip(&mut bands) {
                for square in 0..samples {
                    let own = square * by as usize..(square + 1) * by as usize;
                    let mut sum = 0.0_f32;
                    let mut n = 0_u32;
                    for row in band.chunks_exact(planes.samples) {
                        for power in row[own.clone()].iter().filter(|p| p.is_finite()) {
                            sum += power;
                            n += 1;
                        }
                    }
                    out.push(if 2 * n >= by * by { sum / n as f32 } else { f32::NAN });
                }
            }
        }
        Ok(Planes { lines, samples, bands })
    }
}

/// A georeference of squares.
struct Wide {
    inner: Box<dyn Georeference>,
    by: f64,
}

impl Wide {
    fn fine(&self, x: f64) -> f64 {
        x * self.by + (self.by - 1.0) / 2.0
    }
    fn coarse(&self, x: f64) -> f64 {
        (x - (self.by - 1.0) / 2.0) / self.by
    }
}

impl Georeference for Wide {
    fn position(&self, line: f64, sample: f64) -> Option<Position> {
        self.inner.position(self.fine(line), self.fine(sample))
    }
    fn pixel(&self, position: Position) -> Option<(f64, f64)> {
        self.inner.pixel(position).map(|(line, sample)| (self.coarse(line), self.coarse(sample)))
    }
    fn incidence_deg(&self, line: f64, sample: f64) -> Option<f64> {
        self.inner.incidence_deg(self.fine(line), self.fine(sample))
    }
}

/// Pixels by means over squares of `by` times `by`; as they are where that is less than two or more than there are.
pub(crate) fn coarser(raster: Box<dyn Raster>, by: u32) -> Box<dyn Raster> {
    if by < 2 || raster.lines() < by || raster.samples() < by {
        return raster;
    }
    Box::new(Averaged { inner: raster, by })
}

/// The scene by means over squares of `by` times `by` pixels. Line `l` and sample `s` of it are line `by l + (by - 1) /
/// 2` and sample `by s + (by - 1) / 2` of the file. A scene that is not larger than a square, or `by` below two, stays as
/// it is.
pub(crate) fn averaged(scene: OpenedScene, by: u32) -> OpenedScene {
    let OpenedScene { raster, geometry, mut facts } = scene;
    if by < 2 || raster.lines() < by || raster.samples() < by {
        return OpenedScene { raster, geometry, facts };
    }
    let wide = f64::from(by);
    let Geometry { line_spacing_m, sample_spacing_m, georeference, track_in_image_deg, pass, azimuth } =
        geometry;
    let geometry = Geometry {
        line_spacing_m: line_spacing_m * wide,
        sample_spacing_m: sample_spacing_m * wide,
        georeference: georeference
            .map(|inner| -> Box<dyn Georeference> { Box::new(Wide { inner, by: wide }) }),
        track_in_image_deg,
        pass,
        azimuth: azimuth.map(|inner| -> Box<dyn Fn(f64, f64) -> Option<Azimuth> + Send + Sync> {
            Box::new(move |line, sample| {
                inner(line * wide + (wide - 1.0) / 2.0, sample * wide + (wide - 1.0) / 2.0)
            })
        }),
    };
    facts.notes.push(format!("searched by means over {by} by {by} pixels"));
    OpenedScene { raster: coarser(raster, by), geometry, facts }
}
