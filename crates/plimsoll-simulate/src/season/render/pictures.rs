//! Which pictures a season leaves, and what each of them shows.

use super::crop::{CropView, crop};
use super::ground::DrawnPlace;
use super::present::Stays;
use super::sky::sun_over;
use super::vessel::Vessel;
use crate::season::looks::{Sensor, TrueLook};
use crate::season::SeasonTruth;
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Direction;
use std::fmt::Write;

/// A picture to be rendered: everything is known but its pixels.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Path in the case folder.
    pub path: String,
    /// The look that it is.
    pub look: TrueLook,
    /// When it was taken.
    pub time: Timestamp,
    /// The calls whose ships lie there, index into [`SeasonTruth::calls`]: also those that cloud hides.
    pub calls: Vec<usize>,
    place: DrawnPlace,
    vessels: Vec<Vessel>,
    sun: Direction,
    seed: u64,
}

/// Pixels along the side of a crop of 3 m: 36 cells of the search.
const MEDIUM_PX: usize = 288;
/// A sun lower than this is not imaged by: the look was taken with what light there was, degrees.
const LEAST_SUN_DEG: f64 = 12.0;

/// All pictures of a season, in order of time.
pub(super) fn pictures(truth: &SeasonTruth, looks: &[TrueLook], places: &[DrawnPlace], start: Timestamp) -> Vec<Picture> {
    let stays: Vec<Stays> = (0..places.len()).map(|place| Stays::of(truth, place)).collect();
    let mut pictures: Vec<Picture> = Vec::new();
    for (number, look) in looks.iter().enumerate() {
        let place = &places[look.place];
        let time = start + SignedDuration::from_secs((look.time_h * 3_600.0) as i64);
        let here = stays[look.place].vessels(truth, place, look.time_h);
        let (calls, vessels) = here.into_iter().unzip();
        let what = match look.sensor {
            Sensor::Radar => "radar",
            Sensor::Medium => "3m",
            Sensor::Fine => "fine",
            Sensor::Photo => continue,
        };
        let stamp = time.strftime("%Y%m%dT%H%M%S");
        pictures.push(Picture {
            path: format!("sources/scenes/simulated-{}-{what}-{stamp}.tif", place.name.to_lowercase()),
            look: look.clone(),
            time,
            calls,
            sun: sun_over(time, place.lat_deg, place.lon_deg),
            place: place.clone(),
            vessels,
            seed: truth.seed.wrapping_mul(1_000_003) ^ ((number as u64) << 8),
        });
    }
    pictures
}

impl Picture {
    /// Name of the file.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Its bytes.
    pub fn render(&self) -> Vec<u8> {
        let sun = Direction { elevation_deg: self.sun.elevation_deg.max(LEAST_SUN_DEG), ..self.sun };
        let sea = 0.3 + 1.4 * (super::noise::lattice(self.seed, 1, 1).abs()).powi(2);
        let view = CropView {
            side_px: MEDIUM_PX,
            spacing_m: 3.0,
            sun,
            cloud: self.look.cloud_share,
            sea,
            seed: self.seed,
        };
        crop(&self.place, &self.vessels, &view)
    }

    /// What `case.toml` says of it.
    pub(super) fn section(&self) -> String {
        let mut text = format!("\n[[scene]] # SIMULATED\nexhibit = \"{}\"\n", self.name());
        let (kind, sensor) = match self.look.sensor {
            Sensor::Radar => ("sar-amplitude", "simulated radar, 10 m"),
            Sensor::Medium => ("optical", "simulated optical, 3 m"),
            Sensor::Fine | Sensor::Photo => ("optical", "simulated optical, 0.5 m"),
        };
        let end = self.time + SignedDuration::from_secs(1);
        let written = writeln!(
            text,
            "kind = \"{kind}\"\ntime = {{ start = {}, end = {end} }}\ntime_basis = \"stated by the simulation\"\nsensor = \"{sensor}\"\ncredit = \"SIMULATED\"",
            self.time
        );
        written.expect("a String takes all that is written to it");
        if self.look.sensor != Sensor::Radar {
            let bands = if self.look.sensor == Sensor::Medium {
                "\"red\", \"green\", \"blue\", \"near-infrared\""
            } else {
                "\"grey\""
            };
            let written = writeln!(
                text,
                "bands = [{bands}]\nsun = {{ azimuth_deg = {:.2}, elevation_deg = {:.2} }}\ncloud_fraction = {:.3}",
                self.sun.azimuth_deg, self.sun.elevation_deg, self.look.cloud_share
            );
            written.expect("a String takes all that is written to it");
        }
        text
    }
}
