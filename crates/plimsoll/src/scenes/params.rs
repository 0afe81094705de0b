//! How scenes are read and searched: sections of parameters, as the imagery wants them.

use crate::error::UserError;
use plimsoll_case::params::Params;
use plimsoll_imagery::objects::taught::TaughtParams;
use plimsoll_imagery::{DetectParams, LandParams, ReadyParams, SceneFacts, SensorClass};

/// Section `[detection]`.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Scalars {
    bridge_m: f64,
    most_area_m2: f64,
    position_sd_m: f64,
    fastest_m_s: f64,
}

/// Everything that a search goes by.
#[derive(Clone, Copy, Debug)]
pub struct SceneParams {
    /// The search itself.
    pub detect: DetectParams,
    /// How a scene is made ready.
    pub ready: ReadyParams,
    /// How far land reaches.
    pub land: LandParams,
    /// What a scene may teach about land that was not given.
    pub self_mask: TaughtParams,
}

impl SceneParams {
    /// The search of a scene that says this of itself.
    pub fn for_scene(&self, facts: &SceneFacts) -> DetectParams {
        let mut detect = self.detect;
        if facts.form == "sentinel-1-grd" {
            detect.measure.sensor = SensorClass::Sentinel1Iw;
        }
        if detect.search.looks.is_none() {
            detect.search.looks = facts.looks;
        }
        detect
    }

    /// From the sections.
    pub fn of(params: &Params) -> Result<Self, UserError> {
        let Scalars { bridge_m, most_area_m2, position_sd_m, fastest_m_s } = params.section("detection")?;
        let detect = DetectParams {
            search: params.section("radar-search")?,
            measure: params.section("ship-size")?,
            arms: params.section("sidelobes")?,
            ghosts: params.section("ambiguities")?,
            join: params.section("hulls")?,
            verdict: params.section("verdict")?,
            ashore: params.section("ashore")?,
            taught: None,
            bridge_m,
            most_area_m2,
            position_sd_m,
            fastest_m_s,
        };
        Ok(Self {
            detect,
            ready: params.section("ready")?,
            land: params.section("land-mask")?,
            self_mask: params.section("self-mask")?,
        })
    }
}
