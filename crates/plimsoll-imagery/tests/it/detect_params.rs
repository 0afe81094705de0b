//! The parameters of a search, as shipped.

use crate::shipped::section;
use plimsoll_imagery::objects::taught::TaughtParams;
use plimsoll_imagery::{DetectParams, LandParams, MeasureParams, ReadyParams, SensorClass};
use serde::Deserialize;

/// Section `[detection]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scalars {
    bridge_m: f64,
    most_area_m2: f64,
    position_sd_m: f64,
    fastest_m_s: f64,
}

pub(crate) fn land_params() -> LandParams {
    section("land-mask")
}

pub(crate) fn taught_params() -> TaughtParams {
    section("self-mask")
}

pub(crate) fn detect_params() -> DetectParams {
    let Scalars { bridge_m, most_area_m2, position_sd_m, fastest_m_s } = section("detection");
    DetectParams {
        search: section("radar-search"),
        // For a sensor without calibration: the program takes the sensor from the scene.
        measure: MeasureParams { sensor: SensorClass::Other, ..section("ship-size") },
        arms: section("sidelobes"),
        ghosts: section("ambiguities"),
        join: section("hulls"),
        verdict: section("verdict"),
        ashore: section("ashore"),
        taught: None,
        bridge_m,
        most_area_m2,
        position_sd_m,
        fastest_m_s,
    }
}

pub(crate) fn ready_params() -> ReadyParams {
    section("ready")
}
