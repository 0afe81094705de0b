//! What `[[scene]]` says of an optical image: sun and sensor, cloud, bands, the STAC item beside it.

use super::section::{Field, Section};
use crate::error::CaseError;
use plimsoll_model::Direction;

pub(super) const KEYS: [&str; 7] =
    ["sun", "sensor_at", "stac", "cloud_fraction", "bands", "orbit_height_km", "north_in_image_deg"];
const SUN: &str = "sun = { azimuth_deg = 152.0, elevation_deg = 31.5 }";
const SENSOR_AT: &str = "sensor_at = { azimuth_deg = 98.0, elevation_deg = 71.0 }";
/// What a band can be.
const BANDS: [&str; 5] = ["red", "green", "blue", "near-infrared", "grey"];

/// What `case.toml` says of an optical image. Each may be absent: unknown stays unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpticalConfig {
    /// Where the sun stood, seen from the scene.
    pub sun: Option<Direction>,
    /// Where the sensor stood, seen from the scene.
    pub sensor_at: Option<Direction>,
    /// File name, path or id of the exhibit that is the STAC item.
    pub stac: Option<String>,
    /// Share of the scene under cloud, 0 to 1.
    pub cloud_fraction: Option<f64>,
    /// The bands in the order of the file, in words; empty: as the file or the item says.
    pub bands: Vec<String>,
    /// Height of the orbit, km: it turns an angle at the satellite into one at the ground.
    pub orbit_height_km: Option<f64>,
    /// Direction of north in the image, from up, clockwise, degrees, where the file is not placed on the Earth.
    pub north_in_image_deg: Option<f64>,
}

/// Reads them; a scene of another kind may have none.
pub(super) fn read(scene: &Section<'_, '_>, kind: Option<&str>) -> Result<OpticalConfig, CaseError> {
    if kind != Some("optical")
        && let Some(field) = KEYS.iter().find_map(|key| scene.get(key))
    {
        let message = format!("`{}` of {} is of optical images only", field.key, field.of);
        return Err(field.error(message).with_hint("write kind = \"optical\", or delete the line"));
    }
    if kind == Some("optical")
        && let Some(field) = scene.get("polarisations")
    {
        let message = format!("{} is optical and has polarisations", scene.name);
        return Err(field.error(message).with_hint("write bands = [\"red\", \"green\", \"blue\"]"));
    }
    Ok(OpticalConfig {
        sun: scene.get("sun").map(|f| direction(&f, SUN, -90.0)).transpose()?,
        sensor_at: scene.get("sensor_at").map(|f| direction(&f, SENSOR_AT, 0.0)).transpose()?,
        stac: scene.text("stac")?,
        cloud_fraction: scene
            .get("cloud_fraction")
            .map(|f| f.number_that("from 0 to 1: a share, not per cent", |s| (0.0..=1.0).contains(&s)))
            .transpose()?,
        bands: scene.get("bands").map_or(Ok(vec![]), |f| bands(&f))?,
        orbit_height_km: scene
            .get("orbit_height_km")
            .map(|f| f.number_that("from 150 to 40000 km", |h| (150.0..=40_000.0).contains(&h)))
            .transpose()?,
        north_in_image_deg: scene
            .get("north_in_image_deg")
            .map(|f| f.number_that("from 0 to 360", |a| (0.0..=360.0).contains(&a)))
            .transpose()?,
    })
}

fn direction(field: &Field<'_, '_>, example: &str, least: f64) -> Result<Direction, CaseError> {
    let table = field.section(example)?;
    table.only(&["azimuth_deg", "elevation_deg"], |key, _| match key {
        "zenith_deg" => Some("elevation is 90 degrees less the zenith angle: elevation_deg = 70.0".into()),
        _ => None,
    })?;
    let azimuth = table.need("azimuth_deg", example)?;
    let elevation = table.need("elevation_deg", example)?;
    let azimuth_deg = azimuth.number_that("from 0 to 360", |a| (0.0..=360.0).contains(&a))?;
    let elevation_deg = elevation
        .number_that(&format!("from {least} to 90: above the horizon"), |e| (least..=90.0).contains(&e))?;
    Ok(Direction { azimuth_deg: azimuth_deg.rem_euclid(360.0), elevation_deg })
}

fn bands(field: &Field<'_, '_>) -> Result<Vec<String>, CaseError> {
    let items = field.items("bands = [\"red\", \"green\", \"blue\", \"near-infrared\"]")?;
    let own = |text: &str| BANDS.contains(&text).then(|| text.to_owned());
    let bands = items.iter().map(|f| f.word(&BANDS, own)).collect::<Result<Vec<_>, _>>()?;
    match (0..bands.len()).find(|at| bands[..*at].contains(&bands[*at])) {
        Some(at) => Err(items[at].error(format!("{} stands twice in {}", bands[at], field.of))),
        None => Ok(bands),
    }
}
