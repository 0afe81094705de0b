//! Our detector on a simulated scene, read from its files in memory.

use crate::detect_params::land_params;
use plimsoll_imagery::safe::{SafeFiles, open_safe};
use plimsoll_imagery::{DetectParams, ImageryError, LandMask, LandSources, ReadSeek, SensorClass, detect};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Area, Berth, PixelWindow, Position, RecordId, RecordKind};
use plimsoll_simulate::SarScene;
use plimsoll_simulate::score::detections::FoundShip;
use serde_json::Value;
use std::io::Cursor;
use std::time::{Duration, Instant};

struct Files<'a>(&'a SarScene);

impl SafeFiles for Files<'_> {
    fn names(&self) -> Vec<String> {
        self.0.files.iter().map(|(name, _)| name.clone()).filter(|name| name.contains(".SAFE/")).collect()
    }

    fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError> {
        let bytes = file(self.0, name).ok_or_else(|| ImageryError::Io {
            file: name.to_owned(),
            error: std::io::ErrorKind::NotFound.into(),
        })?;
        Ok(Box::new(Cursor::new(bytes.to_vec())))
    }
}

fn file<'a>(scene: &'a SarScene, name: &str) -> Option<&'a [u8]> {
    scene.files.iter().find(|(n, _)| n == name).map(|(_, bytes)| bytes.as_slice())
}

/// What ours says of a scene, and the mask that it went by.
pub(crate) struct Ours {
    pub(crate) found: Vec<FoundShip>,
    /// What is not sea, one a pixel.
    pub(crate) is_blocked: Vec<bool>,
    /// Reading, land and search.
    pub(crate) time: Duration,
}

pub(crate) fn ours(scene: &SarScene, with_berths: bool, params: &DetectParams) -> Result<Ours, ImageryError> {
    let start = Instant::now();
    let opened = open_safe(&scene.truth.product, &Files(scene))?;
    let (lines, samples) = (opened.raster.lines(), opened.raster.samples());
    let [land, piers, water] =
        ["land.geojson", "piers.geojson", "berths.geojson"].map(|name| areas(scene, name));
    let berths: Vec<Berth> = if with_berths {
        let berth = |(k, area)| Berth { name: format!("{k}"), area, source: "simulated".to_owned() };
        water.into_iter().enumerate().map(berth).collect()
    } else {
        Vec::new()
    };
    let sources = LandSources { land: &land, piers: &piers, ..LandSources::default() };
    let mask = LandMask::of(&sources, &opened.geometry, lines, samples, &land_params())?;
    let id = RecordId::of(RecordKind::Scene, &[Key::Text(&scene.truth.product)]);
    // As the program does: what the product says of itself.
    let mut params = *params;
    params.measure.sensor = SensorClass::Sentinel1Iw;
    params.search.looks = params.search.looks.or(opened.facts.looks);
    let mut rasters = vec![opened.raster];
    let all = detect(&mut rasters, &opened.geometry, id, Some(&mask), &berths, &params)?;
    let time = start.elapsed();
    let found = all.detections.iter().map(|d| FoundShip {
        scene: scene.truth.product.clone(),
        line: d.line,
        sample: d.sample,
        length_m: d.length_m.map(|l| l.mid()),
        length_low_m: d.length_m.map(|l| l.low()),
        length_high_m: d.length_m.map(|l| l.high()),
        beam_m: d.beam_m.map(|b| b.mid()),
        axis_deg: d.axis_deg,
        kind: Some(d.kind.as_str().to_owned()),
    });
    let mut bits = Vec::new();
    let whole = PixelWindow { line: 0, sample: 0, lines, samples };
    mask.with_berths(&berths, &opened.geometry).fill(whole, &mut bits);
    Ok(Ours { found: found.collect(), is_blocked: bits.iter().map(|b| *b != 0).collect(), time })
}

/// Polygons of one of the scene's files; none if it has no such file.
fn areas(scene: &SarScene, name: &str) -> Vec<Area> {
    let json: Value = file(scene, name).and_then(|b| serde_json::from_slice(b).ok()).unwrap_or_default();
    let point = |v: &Value| Position::from_lat_lon(v[1].as_f64()?, v[0].as_f64()?).ok();
    let polygon = |f: &Value| {
        let ring = f["geometry"]["coordinates"][0].as_array()?.iter().filter_map(point).collect();
        Some(Area::Polygon { exterior: ring, holes: Vec::new() })
    };
    json["features"].as_array().into_iter().flatten().filter_map(polygon).collect()
}
