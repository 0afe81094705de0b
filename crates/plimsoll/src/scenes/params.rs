//! How scenes are read and searched: sections of parameters, as the imagery wants them.

use crate::error::UserError;
use plimsoll_case::params::Params;
use plimsoll_imagery::{DetectParams, LandParams, MeasureParams, SceneFacts, SensorClass};

/// Sections that the search of a scene reads.
pub const SECTIONS: &[&str] =
    &["detection", "radar-search", "sidelobes", "ambiguities", "hulls", "verdict", "ship-size", "land-mask"];

/// Section `[detection]`.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Scalars {
    bridge_m: f64,
    most_area_m2: f64,
    position_sd_m: f64,
    fastest_m_s: f64,
}

/// Section `[ship-size]`.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Size {
    resolution_line_m: f64,
    resolution_sample_m: f64,
    over_clutter_db: f64,
    below_peak_db: f64,
}

/// Everything that a search goes by.
#[derive(Clone, Copy, Debug)]
pub struct SceneParams {
    /// The search itself.
    pub detect: DetectParams,
    /// How far land reaches.
    pub land: LandParams,
}

impl SceneParams {
    /// The search of a scene that says this of itself.
    pub fn for_scene(&self, facts: &SceneFacts) -> DetectParams {
        let mut detect = self.detect;
        if facts.form == "sentinel-1-grd" {
            detect.measure.sensor = SensorClass::Sentinel1Iw;
        }
        detect.measure.incidence_deg = facts.incidence_deg.map(|(near, far)| (near + far) / 2.0);
        if detect.search.looks.is_none() {
            detect.search.looks = facts.looks;
        }
        detect
    }

    /// From the sections.
    pub fn of(params: &Params) -> Result<Self, UserError> {
        let Scalars { bridge_m, most_area_m2, position_sd_m, fastest_m_s } = params.section("detection")?;
        let size: Size = params.section("ship-size")?;
        let measure = MeasureParams {
            sensor: SensorClass::Other,
            incidence_deg: None,
            resolution_line_m: size.resolution_line_m,
            resolution_sample_m: size.resolution_sample_m,
            over_clutter_db: size.over_clutter_db,
            below_peak_db: size.below_peak_db,
        };
        let detect = DetectParams {
            search: params.section("radar-search")?,
            measure,
            arms: params.section("sidelobes")?,
            ghosts: params.section("ambiguities")?,
            join: params.section("hulls")?,
            verdict: params.section("verdict")?,
            bridge_m,
            most_area_m2,
            position_sd_m,
            fastest_m_s,
        };
        Ok(Self { detect, land: params.section("land-mask")? })
    }
}
