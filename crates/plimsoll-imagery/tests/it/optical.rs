//! Optical scenes from outside: reading, items, sun, detection.

mod drawn;
mod hostile;
mod real;
mod scenes;
mod ships;
mod sun;

use plimsoll_imagery::optical::{
    OpticalDetectParams, OpticalDetections, OpticalOptions, OpticalScene, OpticalSceneParams, detect_ships,
    open_optical,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{RecordId, RecordKind};
use serde::Deserialize;
use std::io::Cursor;

/// The sections that are asked for.
#[derive(Deserialize)]
pub(crate) struct Sections {
    #[serde(rename = "optical-scenes")]
    pub(crate) scenes: OpticalSceneParams,
    #[serde(rename = "optical-detection")]
    pub(crate) detection: OpticalDetectParams,
}

/// Those that the program goes by.
pub(crate) fn params() -> Sections {
    toml::from_str(include_str!("../../../plimsoll-case/src/defaults.toml")).unwrap()
}

pub(crate) fn opened(name: &str, bytes: &[u8], options: &OpticalOptions) -> OpticalScene {
    open_optical(name, Box::new(Cursor::new(bytes.to_vec())), options, &params().scenes).unwrap()
}

/// What opening says that fails.
pub(crate) fn refusal(name: &str, bytes: &[u8], options: &OpticalOptions) -> String {
    match open_optical(name, Box::new(Cursor::new(bytes.to_vec())), options, &params().scenes) {
        Ok(_) => panic!("{name} was opened"),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn found(scene: &mut OpticalScene) -> OpticalDetections {
    let id = RecordId::of(RecordKind::Scene, &[Key::Text("drawn")]);
    detect_ships(scene, id, None, &[], &params().detection).unwrap()
}
