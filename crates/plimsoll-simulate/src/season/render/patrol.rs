//! Photographs that patrols took at sea, with the points and the name that an analyst typed.

use super::ais::fleet_place;
use super::jpeg::{Written, jpeg};
use super::sky::sun_over;
use super::vessel::ship_of;
use crate::hulls::{
    Afloat, Analyst, Clarity, Photograph, Scene, Sensor, Sitting, Water, clicks_on_photo, from_the_side_whole,
};
use crate::random::Random;
use crate::season::{EmulatedSeason, EmulatedSighting, Sensor as Looked};
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::{Direction, Position};

/// A photograph to be rendered.
#[derive(Clone, Debug)]
pub struct Patrol {
    /// Name of the file.
    pub name: String,
    /// When it was taken.
    pub time: Timestamp,
    /// Where the ship was.
    pub place: Position,
    /// The name that was read; none: it could not be.
    pub read: Option<String>,
    /// The call she was on, index into the calls of the truth.
    pub call: Option<usize>,
    scene: Scene,
    how: Photograph,
    seed: u64,
}

/// A rendered photograph.
#[derive(Clone, Debug)]
pub struct PatrolPhoto {
    /// Its bytes.
    pub jpeg: Vec<u8>,
    /// Lines of a file of points.
    pub points: String,
}

/// Rows and pixels in a row.
const SIZE_PX: (usize, usize) = (640, 1_200);
/// A height and a focal length are given this well, shares.
const HEIGHT_SD: f64 = 0.02;
const FOCAL_SD: f64 = 0.01;

/// The photographs of a season.
pub(super) fn patrols(season: &EmulatedSeason, start: Timestamp) -> Vec<Patrol> {
    let photographs = season.sightings.iter().filter(|s| s.sensor == Looked::Photo);
    photographs.enumerate().filter_map(|(number, sighting)| patrol(season, start, number, sighting)).collect()
}

fn patrol(
    season: &EmulatedSeason,
    start: Timestamp,
    number: usize,
    sighting: &EmulatedSighting,
) -> Option<Patrol> {
    let truth = &season.truth;
    let call = sighting.call?;
    let hull = truth.calls[call].hull;
    let own = &truth.hulls[hull];
    let seed = truth.seed.wrapping_mul(7_001) ^ number as u64;
    let random = &mut Random::new(seed, 720);
    let laden = truth.laden_fraction(truth.whereabouts(hull, sighting.time_h));
    let (place, course, _) = fleet_place(season, hull, sighting.time_h, sighting.distances_nm[0]);
    let time = start + SignedDuration::from_secs((sighting.time_h * 3_600.0) as i64);
    let mean = own.draught_m(laden);
    let trim = (1.0 - laden) * random.between(0.3, 0.9) + laden * random.between(-0.1, 0.3);
    let scene = Scene {
        ship: ship_of(own, truth.seed.wrapping_mul(1_000) + hull as u64),
        afloat: Afloat {
            heading_deg: course,
            draught_fore_m: mean - trim / 2.0,
            draught_aft_m: mean + trim / 2.0,
            heel_deg: 0.3 * random.normal(),
        },
        quay: None,
        water: Water {
            clarity: Clarity::Clear,
            swell_height_m: random.between(0.1, 0.9),
            swell_length_m: random.between(30.0, 80.0),
            swell_towards_deg: random.between(0.0, 360.0),
            roughness: random.between(0.4, 1.2),
        },
        seed,
    };
    let (height_m, range_m) = (random.between(60.0, 250.0), random.between(700.0, 2_000.0));
    let abeam = if random.unit() < 0.5 { 90.0 } else { -90.0 };
    // A patrol takes pictures by day: at night the sun of the picture is that of a low day.
    let sun = sun_over(time, place.lat_deg(), place.lon_deg());
    let how = Photograph {
        size_px: SIZE_PX,
        focal_px: 760.0 * range_m / own.length_m,
        height_m,
        range_m,
        camera_azimuth_deg: course + abeam + random.between(-25.0, 25.0),
        roll_deg: 0.8 * random.normal(),
        ship_at: 0.72,
        sun: Direction { elevation_deg: sun.elevation_deg.max(18.0), ..sun },
        visibility_m: 1_000.0 * random.between(15.0, 50.0),
        refraction: 0.13,
        sensor: Sensor { blur_px: 0.6, dark_noise: 0.001, noise_share: 0.008 },
    };
    let name = format!("simulated-patrol-{}.jpg", time.strftime("%Y%m%dT%H%M%S"));
    Some(Patrol { name, time, place, read: sighting.name.clone(), call: Some(call), scene, how, seed })
}

impl Patrol {
    /// Its bytes, and the points set on it.
    pub fn render(&self) -> PatrolPhoto {
        let photo = from_the_side_whole(&self.scene, &self.how);
        let picture = &photo.tiles[0].picture;
        let written = Written { time: self.time, place: self.place, altitude_m: self.how.height_m };
        let jpeg = jpeg(&picture.to_rgb8(), picture.lines, picture.samples, &written);
        let analyst = analyst(self.seed, 0.7);
        let set = clicks_on_photo(&photo, &analyst, 0.015);
        let ship = self.read.clone().unwrap_or_else(|| "unknown".to_owned());
        let sitting = Sitting { image: self.name.clone(), ship, set_at: set_at(self.time) };
        PatrolPhoto { jpeg, points: sitting.rows(&analyst, &set) }
    }

    /// What `case.toml` says of it.
    pub(super) fn section(&self) -> String {
        let random = &mut Random::new(self.seed, 721);
        let mut interval = |value: f64, share: f64| {
            let given = value * (1.0 + share * random.normal());
            let reach = 1.645 * share * value;
            format!("{{ low = {:.2}, mid = {given:.2}, high = {:.2} }}", given - reach, given + reach)
        };
        let (height, focal) = (interval(self.how.height_m, HEIGHT_SD), interval(self.how.focal_px, FOCAL_SD));
        format!(
            "\n[[photo]] # SIMULATED\nexhibit = \"{}\"\ncamera_height_m = {height}\nfocal_px = {focal}\nswell_height_m = {:.1}\n\
             author = \"SIMULATED patrol\"\ncredit = \"SIMULATED\"\n",
            self.name, self.scene.water.swell_height_m
        )
    }
}

/// The day after: when somebody sat down before it.
pub(super) fn set_at(time: Timestamp) -> Timestamp {
    time + SignedDuration::from_hours(30)
}

/// Somebody who sets points, by the law of the rendered hulls.
pub(super) fn analyst(seed: u64, sd_px: f64) -> Analyst {
    Analyst {
        name: "simulated analyst".to_owned(),
        sd_px,
        bias_sd_px: 0.1,
        clicks: 3,
        least_contrast: 4.0,
        is_careless: false,
        gives_sd: true,
        seed,
    }
}
