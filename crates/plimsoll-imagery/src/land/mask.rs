//! [`LandMask`]: bits by window, distance to the shore.

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::land::chart::Chart;
use crate::land::shapes::{Probes, Run, Shapes};
use crate::search::Mask;
use plimsoll_model::{Area, Berth, PixelWindow, Position};

/// Bit of land and of what lies within the buffer of the coast.
pub const LAND: u8 = 1;
/// Bit of a pier, and of what lies within its buffer.
pub const PIER: u8 = 2;
/// Bit of a fixed object: a light, a rig, a buoy.
pub const FIXED: u8 = 4;
/// How far past the farthest distance that counts shapes are kept, m.
const MARGIN_M: f64 = 1_000.0;

/// What lies in the sea's way.
#[derive(Clone, Copy, Debug, Default)]
pub struct LandSources<'a> {
    /// Land: rings with holes.
    pub land: &'a [Area],
    /// Coast as lines. One that ends where it began is a ring of land; another has a buffer and no inside.
    pub coast: &'a [Vec<Position>],
    /// Piers, breakwaters, jetties.
    pub piers: &'a [Area],
    /// Lights, rigs, whatever else does not move.
    pub fixed: &'a [Area],
}

/// How far land reaches.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandParams {
    /// Water this near to the coast is not searched, m.
    pub coast_buffer_m: f64,
    /// Water this near to a pier or a fixed object is not searched, m.
    pub pier_buffer_m: f64,
    /// The shore is looked for up to this far, m.
    pub shore_limit_m: f64,
}

/// Land, piers and fixed objects in an image.
///
/// Holds sides of shapes, not pixels: its memory grows with the coast in the image, not with the image.
#[derive(Clone, Debug)]
pub struct LandMask {
    chart: Chart,
    samples: u32,
    spacing: [f64; 2],
    params: LandParams,
    solid: Shapes,
    berths: Option<Shapes>,
}

impl Mask for LandMask {
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        Self::fill(self, window, out);
    }
}

impl LandMask {
    /// Lays shapes into an image of `lines` by `samples`. What lies farther from it than the shore limit costs a look
    /// at each corner and nothing after.
    ///
    /// # Errors
    /// [`ImageryError::Unsupported`] where the image is not placed on the Earth.
    pub fn of(
        sources: &LandSources<'_>,
        geometry: &Geometry,
        lines: u32,
        samples: u32,
        params: &LandParams,
    ) -> Result<Self, ImageryError> {
        let chart = Chart::new(geometry, lines, samples)?;
        let margin = params.shore_limit_m.max(params.coast_buffer_m).max(params.pier_buffer_m) + MARGIN_M;
        let probes = probes(&chart, geometry, lines, samples);
        let mut solid = Shapes::new(geometry.line_spacing_m, geometry.sample_spacing_m, lines);
        for (areas, bit, buffer) in [
            (sources.land, LAND, params.coast_buffer_m),
            (sources.piers, PIER, params.pier_buffer_m),
            (sources.fixed, FIXED, params.pier_buffer_m),
        ] {
            for area in areas {
                solid.add_area(area, bit, buffer, &chart, margin, &probes);
            }
        }
        for line in sources.coast {
            if line.len() > 3 && line.first() == line.last() {
                let ring = Area::Polygon { exterior: line.clone(), holes: Vec::new() };
                solid.add_area(&ring, LAND, params.coast_buffer_m, &chart, margin, &probes);
            } else {
                solid.add_line(line, LAND, params.coast_buffer_m, &chart, margin);
            }
        }
        let spacing = [geometry.line_spacing_m, geometry.sample_spacing_m];
        Ok(Self { chart, samples, spacing, params: *params, solid, berths: None })
    }

    /// From land and piers alone: piers without a buffer, the shore looked for up to 5 km.
    ///
    /// # Errors
    /// As [`LandMask::of`].
    pub fn new(
        land: &[Area],
        piers: &[Area],
        geometry: &Geometry,
        lines: u32,
        samples: u32,
        buffer_m: f64,
    ) -> Result<Self, ImageryError> {
        let params = LandParams { coast_buffer_m: buffer_m, pier_buffer_m: 0.0, shore_limit_m: 5_000.0 };
        let sources = LandSources { land, piers, ..LandSources::default() };
        Self::of(&sources, geometry, lines, samples, &params)
    }

    /// The same with the water of berths open: there neither the coast nor a buffer hides anything; a pier or fixed
    /// object itself still does. Berths are drawn with care, coastlines from far away, and a ship at a berth is what
    /// one looks for.
    pub fn with_berths(&self, berths: &[Berth], geometry: &Geometry) -> Self {
        let mut shapes = Shapes::new(self.spacing[0], self.spacing[1], self.lines());
        let probes = probes(&self.chart, geometry, self.lines(), self.samples);
        for berth in berths {
            shapes.add_area(&berth.area, LAND, 0.0, &self.chart, MARGIN_M, &probes);
        }
        Self { berths: (!shapes.is_empty()).then_some(shapes), ..self.clone() }
    }

    fn lines(&self) -> u32 {
        self.solid.lines()
    }

    /// True if nothing of it lies in the image or near it.
    pub fn is_empty(&self) -> bool {
        self.solid.is_empty()
    }

    /// Bits of a window, line by line, one byte a pixel ([`LAND`], [`PIER`], [`FIXED`]); nought is open sea. What was
    /// in `out` is lost.
    pub fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        out.clear();
        out.resize(window.lines as usize * window.samples as usize, 0);
        let (mut runs, mut water) = (Vec::new(), Vec::new());
        for (row, line) in out.chunks_exact_mut((window.samples as usize).max(1)).zip(window.line..) {
            self.solid.runs(line, &mut runs);
            for run in &runs {
                paint(row, window.sample, *run, |pixel| *pixel |= run.bits);
            }
            if let Some(berths) = &self.berths {
                berths.runs(line, &mut water);
                for run in &water {
                    paint(row, window.sample, *run, |pixel| *pixel = 0);
                }
                if !water.is_empty() {
                    for run in runs.iter().filter(|r| !r.is_buffer && r.bits & (PIER | FIXED) != 0) {
                        paint(row, window.sample, *run, |pixel| *pixel |= run.bits);
                    }
                }
            }
        }
    }

    /// Bits of a window as [`LandMask::fill`] gives them, of the shapes themselves: no buffer, no berth.
    pub fn fill_solid(&self, window: PixelWindow, out: &mut Vec<u8>) {
        out.clear();
        out.resize(window.lines as usize * window.samples as usize, 0);
        let mut runs = Vec::new();
        for (row, line) in out.chunks_exact_mut((window.samples as usize).max(1)).zip(window.line..) {
            self.solid.runs(line, &mut runs);
            for run in runs.iter().filter(|run| !run.is_buffer) {
                paint(row, window.sample, *run, |pixel| *pixel |= run.bits);
            }
        }
    }

    /// Distance to the nearest land or pier given, m; nought on it, `None` beyond the limit.
    pub fn shore_distance_m(&self, line: f64, sample: f64) -> Option<f64> {
        if self.solid.is_in(line, sample, LAND | PIER) {
            return Some(0.0);
        }
        self.solid.distance_m(line, sample, LAND | PIER, self.params.shore_limit_m)
    }

    /// The bits at a point of the image, buffers not counted.
    pub fn is_on(&self, line: f64, sample: f64, bits: u8) -> bool {
        self.solid.is_in(line, sample, bits)
    }

    /// The farthest that the shore is looked for, m.
    pub const fn shore_limit_m(&self) -> f64 {
        self.params.shore_limit_m
    }
}

/// Does something to the pixels whose centres lie in a run.
fn paint(row: &mut [u8], first: u32, run: Run, mut act: impl FnMut(&mut u8)) {
    let first = f64::from(first);
    let from = (run.from - first).ceil().max(0.0);
    let to = (run.to - first).floor().min(row.len() as f64 - 1.0);
    if from <= to {
        for pixel in &mut row[from as usize..=to as usize] {
            act(pixel);
        }
    }
}

/// The middle of the image and four points about it.
fn probes(chart: &Chart, geometry: &Geometry, lines: u32, samples: u32) -> Probes {
    let Some(reference) = geometry.georeference.as_deref() else { return Probes(Vec::new()) };
    let shares = [(0.5, 0.5), (0.1, 0.1), (0.1, 0.9), (0.9, 0.1), (0.9, 0.9)];
    let at = |share: f64, size: u32| share * f64::from(size.max(1) - 1);
    Probes(
        shares
            .into_iter()
            .filter_map(|(down, across)| {
                let position = reference.position(at(down, lines), at(across, samples))?;
                Some((position, chart.at_share(down, across)))
            })
            .collect(),
    )
}
