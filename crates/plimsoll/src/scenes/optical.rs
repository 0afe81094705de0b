//! Optical scenes: opened, searched, and what of them goes into the rows beside what radar scenes give.

use super::{Charted, Found, SceneSource, land_over, rows, source};
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_case::params::Params;
use plimsoll_imagery::optical::{
    CloudMask, OpticalDetectParams, OpticalDetections, OpticalFacts, OpticalOptions, OpticalRaster,
    OpticalScene, OpticalSceneParams, detect_ships, open_optical,
};
use plimsoll_imagery::{
    AreaPoints, Detections, ImageryError, LandParams, Planes, Raster, SceneFacts, SearchTotals, coverage,
};
use plimsoll_model::{Berth, Look, PixelWindow, Place, Polarisation, RecordId, Scene};
use std::fs::File;
use std::io::BufReader;

/// What optical scenes are searched by.
#[derive(Clone, Copy, Debug)]
pub struct OpticalParams {
    /// What of a scene is believed.
    pub scenes: OpticalSceneParams,
    /// How ships are found.
    pub detection: OpticalDetectParams,
    /// How far land reaches.
    pub land: LandParams,
}

impl OpticalParams {
    /// From the sections.
    pub fn of(params: &Params) -> Result<Self, UserError> {
        Ok(Self {
            scenes: params.section("optical-scenes")?,
            detection: params.section("optical-detection")?,
            land: params.section("land-mask")?,
        })
    }
}

/// What is known of an optical scene that was searched.
pub struct OpticalFound {
    /// What is said of it.
    pub facts: OpticalFacts,
    /// Where cloud lies over its sea.
    pub cloud: CloudMask,
}

impl OpticalFound {
    /// Share of the scene under cloud: as stated, else as seen over its sea.
    pub fn cloud_fraction(&self) -> Option<f64> {
        self.facts.cloud_fraction.or_else(|| self.cloud.share())
    }
}

/// Opens an optical image.
pub fn open(
    source: &SceneSource,
    options: &OpticalOptions,
    params: &OpticalSceneParams,
) -> Result<OpticalScene, UserError> {
    let SceneSource::Rasters(paths) = source else {
        return Err(UserError::usage(format!(
            "`{}` is a radar product, not an optical image",
            source.name()
        )));
    };
    let [path] = paths.as_slice() else {
        let message = format!("an optical scene is one file, not {}", paths.len());
        return Err(UserError::usage(message).hint("stack its bands into one GeoTIFF"));
    };
    let file = File::open(path)
        .map_err(|e| UserError::new(Exit::ExhibitUnreadable, format!("reading `{}`: {e}", path.display())))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    open_optical(&name, Box::new(BufReader::new(file)), options, params).map_err(|e| refused(&e))
}

/// Opens an optical scene, lays land over it, searches it.
pub fn search(
    source: &SceneSource,
    options: &OpticalOptions,
    charted: &Charted,
    berths: &[Berth],
    scene: RecordId,
    params: &OpticalParams,
) -> Result<(Found, OpticalFound), UserError> {
    let mut opened = open(source, options, &params.scenes)?;
    let size = (opened.raster.lines(), opened.raster.samples());
    let land = land_over(charted, &opened.geometry, size, params.land)?;
    let found = detect_ships(&mut opened, scene, land.as_ref(), berths, &params.detection)
        .map_err(|e| refused(&e))?;
    let OpticalDetections { detections, searched_px, cloud, notes } = found;
    let OpticalScene { geometry, facts, .. } = opened;
    let totals = SearchTotals { valid_px: searched_px, searched_px, ..SearchTotals::default() };
    let plain = SceneFacts {
        form: "optical".to_owned(),
        sensor: facts.sensor.clone(),
        time: facts.time,
        time_basis: facts.time_basis.clone(),
        footprint: facts.footprint.clone(),
        notes: facts.notes.clone(),
        ..SceneFacts::default()
    };
    let found = Found {
        found: Detections { detections, totals, notes },
        facts: plain,
        geometry,
        size,
        land,
        quays: None,
    };
    Ok((found, OpticalFound { facts, cloud }))
}

/// Puts into a row what only optical scenes have, and takes out what only radar scenes have.
pub fn complete(row: &mut Scene, optical: &OpticalFound) {
    row.bands = optical.facts.bands.iter().map(|band| band.as_str().to_owned()).collect();
    row.sun = optical.facts.sun;
    row.sensor_at = optical.facts.sensor_at;
    row.cloud_fraction = optical.cloud_fraction();
    row.expected_false = None;
}

/// A raster without what lies under cloud.
struct Clear<'a> {
    raster: &'a mut OpticalRaster,
    cloud: &'a CloudMask,
}

impl Raster for Clear<'_> {
    fn lines(&self) -> u32 {
        self.raster.lines()
    }
    fn samples(&self) -> u32 {
        self.raster.samples()
    }
    fn polarisations(&self) -> &[Polarisation] {
        self.raster.polarisations()
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let mut planes = self.raster.read(window)?;
        for at in 0..planes.lines * planes.samples {
            let line = window.line + (at / planes.samples) as u32;
            let sample = window.sample + (at % planes.samples) as u32;
            if self.cloud.is_cloud(line, sample) {
                planes.bands.iter_mut().for_each(|band| band[at] = f32::NAN);
            }
        }
        Ok(planes)
    }
}

/// The look of an optical scene at a place: what lies under cloud is not usable.
pub fn look(
    raster: &mut OpticalRaster,
    (found, optical): (&Found, &OpticalFound),
    row: &Scene,
    (place, points): (&Place, &AreaPoints),
    min_usable_fraction: f64,
) -> Result<Option<Look>, UserError> {
    let found_look = rows::look(raster, found, row, (place, points), min_usable_fraction)?;
    let Some(mut look) = found_look else { return Ok(None) };
    let mut clear = Clear { raster, cloud: &optical.cloud };
    let covered =
        coverage(&mut clear, &found.geometry, found.land.as_ref(), points).map_err(|e| refused(&e))?;
    if let Some(covered) = covered {
        let with_value = look.usable_fraction;
        look.cloud_fraction = (with_value > 0.0).then(|| 1.0 - covered.usable_fraction / with_value);
        look.usable_fraction = covered.usable_fraction;
        // Cloud over all of a scene is as even as water: where more cloud is stated than was seen, the statement holds.
        if let Some(stated) = optical.facts.cloud_fraction
            && stated > optical.cloud.share().unwrap_or(0.0)
        {
            look.usable_fraction = look.usable_fraction.min(with_value * (1.0 - stated));
            look.cloud_fraction = (with_value > 0.0).then(|| 1.0 - look.usable_fraction / with_value);
        }
        if look.refusal.is_none() && look.usable_fraction < min_usable_fraction {
            look.refusal = Some(format!(
                "{:.0} % of the place's sea has a value and is free of cloud, less than {:.0} %",
                look.usable_fraction * 100.0,
                min_usable_fraction * 100.0
            ));
        }
    }
    Ok(Some(look))
}

/// An optical scene that cannot be used.
fn refused(error: &ImageryError) -> UserError {
    source::refused(error).see("docs/methods/optical-detection.md")
}
