//! `detections.geojson`: what was found in images that are placed on the Earth.

use super::{Collection, Feature, Geometry, Properties, corner};
use crate::dossier::{DetectionEntry, Dossier};
use serde::Serialize;

/// What stands with a detection.
#[derive(Serialize)]
pub(super) struct DetectionOut {
    layer: &'static str,
    scene: String,
    what: &'static str,
    quality: &'static str,
    length_low_m: Option<f64>,
    length_mid_m: Option<f64>,
    length_high_m: Option<f64>,
    beam_mid_m: Option<f64>,
    axis_deg: Option<f64>,
    near_shore: Option<bool>,
    berth: Option<String>,
    reasons: Vec<String>,
}

/// The file; `None` where nothing that was found is placed on the Earth.
pub(crate) fn detections(dossier: &Dossier) -> Option<Vec<u8>> {
    let features: Vec<Feature> = dossier.scenes.detections.iter().filter_map(feature).collect();
    if features.is_empty() {
        return None;
    }
    let (kind, is_simulated) = ("FeatureCollection", dossier.is_simulated);
    let collection = Collection { kind, title: dossier.title.clone(), is_simulated, features };
    Some(super::written(&collection))
}

fn feature(entry: &DetectionEntry) -> Option<Feature> {
    let d = &entry.detection;
    Some(Feature {
        kind: "Feature",
        id: d.id.to_string(),
        geometry: Some(Geometry::Point(corner(d.position?))),
        properties: Properties::Detection(DetectionOut {
            layer: "detection",
            scene: d.scene.to_string(),
            what: d.kind.as_str(),
            quality: d.quality.as_str(),
            length_low_m: d.length_m.map(|e| e.low()),
            length_mid_m: d.length_m.map(|e| e.mid()),
            length_high_m: d.length_m.map(|e| e.high()),
            beam_mid_m: d.beam_m.map(|e| e.mid()),
            axis_deg: d.axis_deg,
            near_shore: d.near_shore,
            berth: d.berth.clone(),
            reasons: d.reasons.clone(),
        }),
    })
}
