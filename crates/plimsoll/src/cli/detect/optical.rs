//! Optical images on the command line.

use crate::error::UserError;
use crate::scenes::{SceneSource, optical_of_case};
use plimsoll_imagery::SampleKind;
use plimsoll_imagery::optical::OpticalOptions;
use plimsoll_model::Direction;
use std::fs::File;
use std::path::PathBuf;

/// What a value of a file means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// Radar.
    Radar(SampleKind),
    /// Light.
    Optical,
}

/// The word of a kind.
pub(super) fn kind(text: &str) -> Result<FileKind, String> {
    if text == "optical" {
        return Ok(FileKind::Optical);
    }
    SampleKind::parse(text)
        .map(FileKind::Radar)
        .ok_or_else(|| "expected sar-db, sar-power, sar-amplitude or optical".into())
}

/// What is said of an optical image.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct OpticalArgs {
    /// Of optical images: the STAC item that came with the image (JSON). With one FILE only.
    #[arg(long, value_name = "FILE")]
    stac: Option<PathBuf>,
    /// Of optical images: where the sun stood, azimuth and elevation in degrees, such as `152,31.5`.
    #[arg(long, value_name = "AZ,EL", value_parser = direction)]
    sun: Option<Direction>,
    /// Of optical images: where the satellite stood, seen from the scene, azimuth and elevation in degrees.
    #[arg(long, value_name = "AZ,EL", value_parser = direction)]
    sensor_at: Option<Direction>,
}

fn direction(text: &str) -> Result<Direction, String> {
    let wrong =
        || "expected an azimuth from 0 to 360 and an elevation from -90 to 90, with a comma".to_owned();
    let (azimuth, elevation) = text.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| wrong());
    let (azimuth_deg, elevation_deg) = (number(azimuth)?, number(elevation)?);
    let is_right = (0.0..=360.0).contains(&azimuth_deg) && (-90.0..=90.0).contains(&elevation_deg);
    is_right
        .then(|| Direction { azimuth_deg: azimuth_deg.rem_euclid(360.0), elevation_deg })
        .ok_or_else(wrong)
}

impl OpticalArgs {
    /// True if something is said of an optical image.
    pub(super) const fn is_used(&self) -> bool {
        self.stac.is_some() || self.sun.is_some() || self.sensor_at.is_some()
    }

    /// How an optical image is opened.
    pub(super) fn options(
        &self,
        source: &SceneSource,
        pixel_spacing_m: Option<f64>,
    ) -> Result<OpticalOptions, UserError> {
        let read = |path: &PathBuf| {
            let file = File::open(path)
                .map_err(|e| UserError::usage(format!("reading `{}`: {e}", path.display())))?;
            optical_of_case::read_item(file, &path.display().to_string(), &source.name())
        };
        let stac = self.stac.as_ref().map(read).transpose()?;
        let has_time = stac.as_ref().is_some_and(|item| item.time.is_some());
        Ok(OpticalOptions {
            pixel_spacing_m,
            sun: self.sun,
            sensor_at: self.sensor_at,
            time: (!has_time).then(|| plimsoll_imagery::scene_time::time_of_name(&source.name())).flatten(),
            stac,
            ..OpticalOptions::default()
        })
    }
}
