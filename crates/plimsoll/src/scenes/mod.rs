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
    Detections, Geometry, LandMask, LandParams, LandSources, OpenOptions, OpenedScene, SceneFacts, detect,
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
    let OpenedScene { raster, geometry, facts } = source.open(options)?;
    let size = (raster.lines(), raster.samples());
    let land = land_over(charted, &geometry, size, params.land)?;
    let bare = LandParams { coast_buffer_m: 0.0, pier_buffer_m: 0.0, ..params.land };
    let quays = land_over(charted, &geometry, size, bare)?;
    let mut rasters = vec![raster];
    for _ in 1..rayon::current_num_threads() {
        rasters.push(source.open(options)?.raster);
    }
    let params = params.for_scene(&facts);
    let found = detect(&mut rasters, &geometry, scene, land.as_ref(), berths, &params)
        .map_err(|e| source::refused(&e))?;
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
        let land =
            self.land.is_none().then(|| "no land was given: what stands on land is searched too".to_owned());
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
