//! A scene's detections: search, objects, kinds, sizes.
//!
//! | module | holds |
//! |---|---|
//! | `gathered` | what is kept of the strips of the search |
//! | `flight` | the direction of flight, where ghosts lie |
//! | `known` | what is no ship by what lies about it |
//! | `size` | the chip on which a ship is measured |
//! | `row` | the row of a detection |

mod flight;
mod gathered;
mod known;
mod row;
mod size;

use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::land::LandMask;
use crate::measure::MeasureParams;
use crate::objects::arms::{ArmParams, Source, peak};
use crate::objects::ashore::AshoreParams;
use crate::objects::ghosts::{GhostParams, Sources};
use crate::objects::joined::{JoinParams, Object, objects};
use crate::objects::shape::Spacing;
use crate::objects::taught::TaughtParams;
use crate::objects::verdict::{Surroundings, VerdictParams};
use crate::raster::Raster;
use crate::search::{Mask, OpenSea, SearchParams, SearchTotals, search};
use flight::{flight, grid};
use gathered::{Gathered, touching};
use known::known;
use plimsoll_model::{Berth, Detection, DetectionKind, PixelWindow, RecordId};
use row::row;
use size::size;
use std::thread::{self, ScopedJoinHandle};

/// How ships are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DetectParams {
    /// The search for bright pixels.
    pub search: SearchParams,
    /// Length, beam and axis.
    pub measure: MeasureParams,
    /// Crosses about bright points.
    pub arms: ArmParams,
    /// Ambiguities.
    pub ghosts: GhostParams,
    /// Pieces of a hull, two hulls in one object.
    pub join: JoinParams,
    /// Kind and quality.
    pub verdict: VerdictParams,
    /// The light of piers and land in the water beside them.
    pub ashore: AshoreParams,
    /// What the scene itself may teach about land that was not given; `None`: nothing.
    pub taught: Option<TaughtParams>,
    /// Bright pixels touch if there is less than this between their centres, m; neighbours always do.
    pub bridge_m: f64,
    /// No ship covers more, m2: what does is extended.
    pub most_area_m2: f64,
    /// Standard deviation of the scene's placing on the Earth, m.
    pub position_sd_m: f64,
    /// The fastest ship that a displacement is stated for, m/s.
    pub fastest_m_s: f64,
}

/// What a scene shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Detections {
    /// Of every kind, by line and sample.
    pub detections: Vec<Detection>,
    /// How much sea was searched.
    pub totals: SearchTotals,
    /// In words: what was found out about the scene on the way.
    pub notes: Vec<String>,
}

/// What is known of a scene before its objects are looked at.
#[derive(Clone, Copy)]
struct View<'a> {
    geometry: &'a Geometry,
    scene: RecordId,
    land: Option<&'a LandMask>,
    berths: &'a [Berth],
    spacing: Spacing,
    params: &'a DetectParams,
}

impl View<'_> {
    /// What is not sea in a window, one byte a pixel.
    fn bits(&self, window: PixelWindow) -> Vec<u8> {
        let mut bits = Vec::new();
        self.mask().fill(window, &mut bits);
        bits
    }

    fn mask(&self) -> &dyn Mask {
        self.land.map_or(&OpenSea as &dyn Mask, |land| land)
    }
}

/// Finds what is bright in a scene, says what each thing is, and measures the ships.
///
/// `rasters`: the same scene, one for each worker. `land`: what is not searched; `None`, and everything is. The water of
/// `berths` is searched wherever no pier lies in it. Identifiers follow from `scene` and the pixels alone.
///
/// # Errors
/// Whatever the raster says; [`ImageryError::Unsupported`] where the spacing of the pixels is no length.
pub fn detect(
    rasters: &mut [Box<dyn Raster>],
    geometry: &Geometry,
    scene: RecordId,
    land: Option<&LandMask>,
    berths: &[Berth],
    params: &DetectParams,
) -> Result<Detections, ImageryError> {
    let spacing = spacing(geometry)?;
    let land = land.map(|l| if berths.is_empty() { l.clone() } else { l.with_berths(berths, geometry) });
    let view = View { geometry, scene, land: land.as_ref(), berths, spacing, params };
    let mut gathered = Gathered::new(&view);
    let totals =
        search(rasters, spacing.line_m, spacing.sample_m, view.mask(), &params.search, &mut |strip| {
            gathered.take(&strip);
        })?;
    let mut notes = Vec::new();
    let mut detections = judged(rasters, &view, gathered, &mut notes)?;
    detections.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
    Ok(Detections { detections, totals, notes })
}

/// Size of a pixel.
fn spacing(geometry: &Geometry) -> Result<Spacing, ImageryError> {
    let spacing = Spacing { line_m: geometry.line_spacing_m, sample_m: geometry.sample_spacing_m };
    let is_length = |m: f64| m.is_finite() && m > 0.0;
    if is_length(spacing.line_m) && is_length(spacing.sample_m) {
        return Ok(spacing);
    }
    Err(ImageryError::Unsupported {
        file: "the scene".to_owned(),
        found: format!("a pixel of {} by {} m", spacing.line_m, spacing.sample_m),
        advice: "give the size of a pixel".to_owned(),
    })
}

/// The objects of what was gathered, each with its kind and, if a ship, its size.
fn judged(
    rasters: &mut [Box<dyn Raster>],
    view: &View<'_>,
    gathered: Gathered,
    notes: &mut Vec<String>,
) -> Result<Vec<Detection>, ImageryError> {
    let Some(raster) = rasters.first_mut() else { return Ok(Vec::new()) };
    let raster = raster.as_mut();
    let params = view.params;
    let polarisations = raster.polarisations().to_vec();
    let (components, bright) = gathered.finish();
    let tops: Vec<Source> = components.iter().filter_map(|c| peak(&c.pixels)).map(Source::of).collect();
    let sources = Sources::new([bright.clone(), tops].concat(), params.ghosts.most_sources);
    let grid = grid(raster, view, notes)?;
    let flight = flight(view, grid.as_ref(), &components, &sources, notes);
    let touching = touching(view.spacing, params);
    let found =
        objects(&components, flight.arms.as_ref(), touching, view.spacing, &params.arms, &params.join);
    let mut peaks: Vec<Source> = found.iter().map(|o| Source::of(&o.top)).collect();
    peaks.sort_by(|a, b| a.line.total_cmp(&b.line).then(a.sample.total_cmp(&b.sample)));
    // A ship at a pier is one component with it, but an object of its own.
    let sources = Sources::new([bright, peaks.clone()].concat(), params.ghosts.most_sources);
    let about = Surroundings {
        polarisations: &polarisations,
        spacing: view.spacing,
        land: view.land,
        arms: flight.arms.as_ref(),
        sources: &sources,
        peaks: &peaks,
        arm_params: &params.arms,
        ghost_params: &params.ghosts,
        join_params: &params.join,
        params: &params.verdict,
    };
    each(rasters, &found, &|raster, object| {
        let azimuth = view.geometry.azimuth.as_ref().and_then(|f| f(object.shape.line, object.shape.sample));
        let track = flight.track(view, object, azimuth);
        let verdict = about.judge(object, track, known(raster, view, object, grid.as_ref())?);
        let size = if verdict.kind == DetectionKind::Ship {
            size(raster, view, object, verdict.is_beside_mask)?
        } else {
            None
        };
        Ok(row(object, verdict, size, azimuth, view, &polarisations))
    })
}

/// What is made of each object, in their order: a worker for each raster takes every so many-th, since large objects stand
/// together. The outcome does not depend on how many there are.
fn each(
    rasters: &mut [Box<dyn Raster>],
    objects: &[Object],
    of: &(dyn Fn(&mut dyn Raster, &Object) -> Result<Detection, ImageryError> + Sync),
) -> Result<Vec<Detection>, ImageryError> {
    let workers = rasters.len().max(1);
    let share = |raster: &mut Box<dyn Raster>, worker: usize| {
        let mine = objects.iter().enumerate().skip(worker).step_by(workers);
        mine.map(|(at, object)| Ok((at, of(raster.as_mut(), object)?))).collect::<Result<Vec<_>, _>>()
    };
    let shares: Vec<_> = thread::scope(|scope| {
        let started: Vec<_> = rasters
            .iter_mut()
            .enumerate()
            .map(|(worker, raster)| scope.spawn(move || share(raster, worker)))
            .collect();
        started.into_iter().map(ScopedJoinHandle::join).collect()
    });
    let mut all = Vec::with_capacity(objects.len());
    for done in shares {
        all.extend(done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
    }
    all.sort_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, detection)| detection).collect())
}
