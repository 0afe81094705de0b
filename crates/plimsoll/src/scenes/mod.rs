//! Scenes: from the files of one to what it shows. The command line and the stages go the same way.

mod areas;
pub mod of_case;
pub mod optical;
pub mod optical_of_case;
mod params;
pub mod photos;
pub mod rows;
mod source;
pub mod stack;

pub use areas::{Charted, berths_of_files};
pub use params::SceneParams;
pub use source::SceneSource;

use crate::error::UserError;
use plimsoll_imagery::{
    Detections, Geometry, LandMask, LandParams, LandSources, OpenOptions, ReadyScene, SceneFacts,
};
use plimsoll_model::{Berth, DetectionKind, RecordId};

/// A scene, searched.
pub struct Found {
    /// What was found.
    pub found: Detections,
    /// What the scene says of itself.
    pub facts: SceneFacts,
    /// Where its pixels lie.
    pub geometry: Geometry,
    /// Rows of pixels, pixels in a row.
    pub size: (u32, u32),
    /// Land as it lies over it, where some was given.
    pub land: Option<LandMask>,
    /// The same without the water near the coast that is not searched.
    pub quays: Option<LandMask>,
}

/// Opens a scene once for each worker, lays land over it, searches it.
pub fn search(
    source: &SceneSource,
    options: &OpenOptions,
    charted: &Charted,
    berths: &[Berth],
    scene: RecordId,
    params: &SceneParams,
) -> Result<Found, UserError> {
    let opened = source.open(options)?;
    let size = (opened.raster.lines(), opened.raster.samples());
    let mut others = Vec::new();
    for _ in 1..rayon::current_num_threads() {
        others.push(source.open(options)?.raster);
    }
    let mut ready = ReadyScene::of(opened, others, &params.ready);
    let land = land_over(charted, ready.geometry(), ready.size(), params.land)?;
    let detect = params.for_scene(ready.facts());
    let found = ready
        .search(scene, land.as_ref(), berths, &detect, &params.ready, &params.self_mask)
        .map_err(|e| source::refused(&e))?;
    let is_averaged = ready.by() > 1;
    let (mut geometry, facts) = ready.into_parts();
    let mut land = land;
    if is_averaged {
        // What comes after asks in pixels of the file.
        geometry = source.open(options)?.geometry;
        land = land_over(charted, &geometry, size, params.land)?;
    }
    let bare = LandParams { coast_buffer_m: 0.0, pier_buffer_m: 0.0, ..params.land };
    let quays = land_over(charted, &geometry, size, bare)?;
    Ok(Found { found, facts, geometry, size, land, quays })
}

/// Land over a scene; `None` if none was given.
fn land_over(
    charted: &Charted,
    geometry: &Geometry,
    (lines, samples): (u32, u32),
    params: LandParams,
) -> Result<Option<LandMask>, UserError> {
    if charted.is_empty() {
        return Ok(None);
    }
    let sources = LandSources { land: &charted.land, piers: &charted.piers, ..LandSources::default() };
    LandMask::of(&sources, geometry, lines, samples, &params)
        .map(Some)
        .map_err(|e| source::refused(&e).hint("leave out --land and --piers for an image without a place"))
}

impl Found {
    /// How many detections are taken for this.
    pub fn count(&self, kind: DetectionKind) -> usize {
        self.found.detections.iter().filter(|d| d.kind == kind).count()
    }

    /// How much sea was searched, km2.
    pub fn searched_km2(&self) -> f64 {
        self.found.totals.searched_px as f64 * self.geometry.line_spacing_m * self.geometry.sample_spacing_m
            / 1e6
    }

    /// What must be known beside the detections.
    pub fn notes(&self) -> impl Iterator<Item = String> + '_ {
        let words = if self.geometry.georeference.is_some() {
            "no land was given: what stands on land is searched too"
        } else {
            "without a place on the Earth no land can be given: what is too small to be told for land is searched too"
        };
        let land = self.land.is_none().then(|| words.to_owned());
        self.facts.notes.iter().chain(&self.found.notes).cloned().chain(land)
    }

    /// How much was searched, and what clutter alone would give.
    pub fn searched_in_words(&self) -> String {
        let totals = &self.found.totals;
        if self.facts.form == "optical" {
            return format!("{:.1} km2 searched", self.searched_km2());
        }
        format!(
            "{:.1} km2 searched, {} of {} pixels; objects expected from clutter alone: {:.2}",
            self.searched_km2(),
            totals.searched_px,
            u64::from(self.size.0) * u64::from(self.size.1),
            totals.expected_false
        )
    }
}
