//! Which pictures a season leaves, and what each of them shows.

use super::crop::{CropView, crop};
use super::fine::{self, FineView};
use super::ground::DrawnPlace;
use super::noise::lattice;
use super::patrol::{analyst, set_at};
use super::present::Stays;
use super::radar;
use super::sky::sun_over;
use super::vessel::Vessel;
use crate::hulls::Sitting;
use crate::season::SeasonTruth;
use crate::season::looks::{Sensor, TrueLook};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Direction, Position};

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
pub(super) fn pictures(
    truth: &SeasonTruth,
    looks: &[TrueLook],
    places: &[DrawnPlace],
    start: Timestamp,
) -> Vec<Picture> {
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

/// A rendered picture.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// Lines of a file of points, where somebody set some.
    pub points: String,
}

impl Picture {
    /// Name of the file.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// How many ships lie there, hidden ones among them.
    pub const fn ships(&self) -> usize {
        self.vessels.len()
    }

    /// Where each ship lies, her length and beam, m.
    pub fn hulls(&self) -> Vec<(Position, f64, f64)> {
        self.vessels.iter().map(|v| (self.place.position(v.at), v.ship.length_m, v.ship.beam_m)).collect()
    }

    /// Its bytes, and the points that an analyst set on it.
    pub fn render(&self) -> Rendered {
        let sun = Direction { elevation_deg: self.sun.elevation_deg.max(LEAST_SUN_DEG), ..self.sun };
        let share = lattice(self.seed, 1, 1).abs();
        let (cloud, seed) = (self.look.cloud_share, self.seed);
        let plain = |bytes| Rendered { bytes, points: String::new() };
        match self.look.sensor {
            Sensor::Radar => {
                let is_morning = self.time.strftime("%H").to_string().as_str() > "15";
                let away_deg = if is_morning { 282.0 } else { 78.0 };
                plain(radar::crop(&self.place, &self.vessels, away_deg, 3.0 + 9.0 * share, seed))
            }
            Sensor::Medium | Sensor::Photo => {
                let sea = 0.3 + 1.4 * share * share;
                let view = CropView { side_px: MEDIUM_PX, spacing_m: 3.0, sun, cloud, sea, seed };
                plain(crop(&self.place, &self.vessels, &view))
            }
            Sensor::Fine => {
                let view = FineView { sun, sensor_at: self.sensor_at(), cloud, seed };
                let clicked: Vec<_> = (0..self.vessels.len())
                    .map(|k| (k, self.sitting(k), analyst(seed ^ k as u64, 0.5)))
                    .collect();
                let crop = fine::crop(&self.place, &self.vessels, &view, &clicked);
                Rendered { bytes: crop.bytes, points: crop.points }
            }
        }
    }

    fn sitting(&self, ship: usize) -> Sitting {
        let label = format!("ship {}", ship + 1);
        Sitting { image: self.name().to_owned(), ship: label, set_at: set_at(self.time) }
    }

    /// Where the satellite stood.
    fn sensor_at(&self) -> Direction {
        let share = |salt: i64| lattice(self.seed, 2, salt).abs();
        Direction { azimuth_deg: 360.0 * share(1), elevation_deg: 62.0 + 24.0 * share(2) }
    }

    /// What `case.toml` says of it.
    pub(super) fn section(&self) -> String {
        let (kind, sensor, more) = match self.look.sensor {
            Sensor::Radar => ("sar-amplitude", "simulated radar, 10 m", "polarisations = [\"VV\", \"VH\"]"),
            Sensor::Medium => (
                "optical",
                "simulated optical, 3 m",
                "bands = [\"red\", \"green\", \"blue\", \"near-infrared\"]",
            ),
            Sensor::Fine | Sensor::Photo => ("optical", "simulated optical, 0.5 m", "bands = [\"grey\"]"),
        };
        let end = self.time + SignedDuration::from_secs(1);
        let mut text = format!(
            "\n[[scene]] # SIMULATED\nexhibit = \"{}\"\nkind = \"{kind}\"\ntime = {{ start = {}, end = {end} }}\n\
             time_basis = \"stated by the simulation\"\nsensor = \"{sensor}\"\ncredit = \"SIMULATED\"\n{more}\n",
            self.name(),
            self.time
        );
        if self.look.sensor != Sensor::Radar {
            text +=
                &format!("sun = {}\ncloud_fraction = {:.3}\n", direction(self.sun), self.look.cloud_share);
        }
        if self.look.sensor == Sensor::Fine {
            text += &format!("sensor_at = {}\nnorth_in_image_deg = 0.0\n", direction(self.sensor_at()));
        }
        text
    }
}

fn direction(of: Direction) -> String {
    format!("{{ azimuth_deg = {:.2}, elevation_deg = {:.2} }}", of.azimuth_deg, of.elevation_deg)
}
