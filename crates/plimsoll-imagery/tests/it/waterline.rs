//! The waterline from outside: known hulls projected point by point, read back.

mod above;
mod camera;
mod clicks;
mod features;
mod file;
mod photo;
mod plan;
mod projected;
mod readers;

use plimsoll_imagery::waterline::WaterlineParams;
use plimsoll_model::evidence::Key;
use plimsoll_model::{ImagePoint, PointSet, RecordId, RecordKind, Source};

/// The parameters as a case has them, but for the error of the picture: these hulls are projected, not drawn.
pub(crate) fn params() -> WaterlineParams {
    WaterlineParams { edge_picture_sd_px: 0.0, waterline_picture_sd_px: 0.0, ..shipped() }
}

/// The parameters as a case has them.
pub(crate) fn shipped() -> WaterlineParams {
    let text = include_str!("../../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = toml::from_str(text).unwrap();
    table["waterline"].clone().try_into().unwrap()
}

pub(crate) fn exhibit() -> RecordId {
    RecordId::of(RecordKind::Exhibit, &[Key::Text("points")])
}

pub(crate) fn set(points: Vec<ImagePoint>) -> PointSet {
    PointSet {
        image: "image".into(),
        ship: "ship".into(),
        analyst: "somebody".into(),
        set_at: "2026-11-22T19:05:00Z".parse().unwrap(),
        points,
        source: Source { exhibit: exhibit(), line: 2, byte_offset: 10 },
    }
}
