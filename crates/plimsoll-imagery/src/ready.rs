//! A scene made ready for the search: means over pixels that are too fine, and land of its own where none can be given.
//!
//! The search was set for pixels of about ten metres and the sea of kilometres. A radar of one look and pixels of a metre
//! is averaged first. A picture without a place on the Earth cannot have a coastline laid over it: a large one is
//! taught its land as any scene may be (`objects::taught`), a small one by what is too broad for a ship.

mod field;
mod own_land;

use crate::averaged::{averaged, coarser};
use crate::detect::{DetectParams, Detections, detect};
use crate::error::ImageryError;
use crate::geometry::Geometry;
use crate::land::LandMask;
use crate::objects::shape::Spacing;
use crate::objects::taught::TaughtParams;
use crate::open::{OpenedScene, SceneFacts};
use crate::raster::Raster;
use own_land::{Afloat, OwnLand};
use plimsoll_model::{Berth, DetectionKind, PixelWindow, RecordId};
use std::sync::Arc;

/// How a scene is made ready.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadyParams {
    /// Pixels finer than this are averaged, in squares, to the first multiple that is not, m ...
    pub finest_m: f64,
    /// ... and of at least so many pixels a side.
    pub least_px: u32,
    /// Objects that clutter alone may make in a small picture without a place on the Earth: its rate of seeds follows, between
    /// that of scenes and that of the log-normal second opinion.
    pub expected_false: f64,
    /// What is so far above the sea, by the median of its surroundings, is solid, dB.
    pub over_sea_db: f64,
    /// Side of the square that the median is taken from, m.
    pub median_m: f64,
    /// Water narrower than this counts with what is on both sides of it, m.
    pub least_gap_m: f64,
    /// Solid ground is land where it is broader than this in every direction, m.
    pub least_breadth_m: f64,
    /// A ship has water all about, this near, m ...
    pub about_m: f64,
    /// ... on at least this share.
    pub least_afloat: f64,
}

/// A scene made ready: once for each worker.
pub struct ReadyScene {
    rasters: Vec<Box<dyn Raster>>,
    geometry: Geometry,
    facts: SceneFacts,
    by: u32,
}

impl ReadyScene {
    /// From a scene, opened, and its pixels once more for each further worker.
    pub fn of(first: OpenedScene, others: Vec<Box<dyn Raster>>, params: &ReadyParams) -> Self {
        let by = squares(&first, params);
        let OpenedScene { raster, geometry, facts } = averaged(first, by);
        let rasters =
            std::iter::once(raster).chain(others.into_iter().map(|raster| coarser(raster, by))).collect();
        Self { rasters, geometry, facts, by }
    }

    /// The geometry that is searched: that of the squares where pixels were averaged.
    pub const fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// What is known of the scene.
    pub const fn facts(&self) -> &SceneFacts {
        &self.facts
    }

    /// Lines and samples that are searched.
    pub fn size(&self) -> (u32, u32) {
        self.rasters.first().map_or((0, 0), |r| (r.lines(), r.samples()))
    }

    /// Pixels of the file in a side of what is searched as one.
    pub const fn by(&self) -> u32 {
        self.by
    }

    /// The geometry and the facts, the search being over.
    pub fn into_parts(self) -> (Geometry, SceneFacts) {
        (self.geometry, self.facts)
    }

    /// Searches it. `land` lies over [`ReadyScene::geometry`]. Lines, samples, windows and counts of pixels of what comes
    /// out are those of the file.
    ///
    /// # Errors
    /// As [`detect`].
    pub fn search(
        &mut self,
        scene: RecordId,
        land: Option<&LandMask>,
        berths: &[Berth],
        params: &DetectParams,
        ready: &ReadyParams,
        taught: &TaughtParams,
    ) -> Result<Detections, ImageryError> {
        let mut params = *params;
        let mut own = None;
        if land.is_none() && self.geometry.georeference.is_none() {
            if self.is_small(taught.sea_square_m) {
                let rate = self.rate(&params, ready);
                (params.search.pfa_seed, params.search.pfa_seed_one_band) = (rate, rate);
                own = self.learn_land(ready)?;
                params.taught = None;
            } else {
                params.taught = params.taught.or(Some(*taught));
            }
        }
        let mut found = detect(&mut self.rasters, &self.geometry, scene, land, berths, &params)?;
        if let Some(own) = own {
            for detection in found.detections.iter_mut().filter(|d| d.kind == DetectionKind::Ship) {
                if let Some(why) = own.ashore(detection.window, ready) {
                    detection.kind = DetectionKind::Land;
                    detection.reasons.insert(0, why);
                }
            }
            // They share the thresholds of the water about them: of what has a value, as much was searched.
            let totals = &mut found.totals;
            let share = totals.searched_px as f64 / totals.valid_px.max(1) as f64;
            totals.searched_px += (share * own.between_px() as f64).round() as u64;
            totals.valid_px += own.between_px();
            found.notes.push(format!(
                "{:.2} km2 are bright and too broad for ships: taken for land and not searched",
                own.land_km2()
            ));
        }
        self.to_pixels_of_file(&mut found);
        Ok(found)
    }

    /// The rate of seeds of a picture: few false objects in it, whatever its size.
    fn rate(&self, params: &DetectParams, ready: &ReadyParams) -> f64 {
        let (lines, samples) = self.size();
        let bands = self.rasters.first().map_or(1, |r| r.polarisations().len().max(1));
        let pixels = (f64::from(lines) * f64::from(samples) * bands as f64).max(1.0);
        let search = &params.search;
        let rate = ready.expected_false * search.seeds_per_false_object.max(1.0) / pixels;
        rate.min(search.pfa_log_normal).max(search.pfa_seed_one_band)
    }

    /// True if the sea of the picture is one: it fits into the square that the sea's level is taken from.
    fn is_small(&self, square_m: f64) -> bool {
        let (lines, samples) = self.size();
        f64::from(lines) * self.geometry.line_spacing_m <= square_m
            && f64::from(samples) * self.geometry.sample_spacing_m <= square_m
    }

    /// Learns land and takes it out of the pixels.
    fn learn_land(&mut self, params: &ReadyParams) -> Result<Option<Arc<OwnLand>>, ImageryError> {
        let Geometry { line_spacing_m, sample_spacing_m, .. } = self.geometry;
        let spacing = Spacing { line_m: line_spacing_m, sample_m: sample_spacing_m };
        let Some(first) = self.rasters.first_mut() else { return Ok(None) };
        let Some(own) = OwnLand::learn(first.as_mut(), spacing, params)?.map(Arc::new) else {
            return Ok(None);
        };
        let rasters = std::mem::take(&mut self.rasters);
        self.rasters = rasters
            .into_iter()
            .map(|inner| Box::new(Afloat { inner, own: Arc::clone(&own) }) as Box<dyn Raster>)
            .collect();
        Ok(Some(own))
    }

    fn to_pixels_of_file(&self, found: &mut Detections) {
        let by = self.by;
        if by < 2 {
            return;
        }
        let fine = |x: f64| x * f64::from(by) + f64::from(by - 1) / 2.0;
        for d in &mut found.detections {
            (d.line, d.sample) = (fine(d.line), fine(d.sample));
            let w = d.window;
            d.window = PixelWindow {
                line: w.line * by,
                sample: w.sample * by,
                lines: w.lines * by,
                samples: w.samples * by,
            };
        }
        let totals = &mut found.totals;
        for count in
            [&mut totals.valid_px, &mut totals.searched_px, &mut totals.wide_px, &mut totals.unguarded_px]
        {
            *count *= u64::from(by) * u64::from(by);
        }
        found.notes.push(format!(
            "pixels and places in what is said of a detection count squares of {by} by {by} pixels"
        ));
    }
}

/// Pixels in a side of the least square that is not finer than asked for; 1 where that is no number.
fn squares(scene: &OpenedScene, params: &ReadyParams) -> u32 {
    const MOST: f64 = 64.0;
    let spacing = scene.geometry.line_spacing_m.min(scene.geometry.sample_spacing_m);
    let by = (params.finest_m / spacing - 1e-9).ceil();
    if !(by.is_finite() && by > 1.0) {
        return 1;
    }
    let by = by.max(f64::from(params.least_px)).min(MOST);
    let most = scene.raster.lines().min(scene.raster.samples());
    if by <= f64::from(most) { by as u32 } else { 1 }
}
