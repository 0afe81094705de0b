//! Scenes of a seed: what a season of images holds.

use super::above::{Overhead, Scene};
use super::analyst::Analyst;
use super::body::Quay;
use super::photo::Photograph;
use super::picture::Sensor;
use super::sea::{Clarity, Water};
use super::ship::{Afloat, Ship, Side};
use crate::random::Random;
use plimsoll_model::Direction;

/// An image from above, who sets points on it, and what a report would know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct OverheadCase {
    /// The ship where she lies.
    pub scene: Scene,
    /// How the image is taken.
    pub how: Overhead,
    /// Who sets points on it.
    pub analyst: Analyst,
    /// The sun as the metadata give it.
    pub sun_given: Direction,
    /// The sensor as the metadata give it.
    pub sensor_given: Direction,
    /// One standard deviation of each of these angles, degrees.
    pub angle_sd_deg: f64,
    /// True if she is laden.
    pub is_laden: bool,
}

/// A photograph, who sets points on it, and what a report would know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoCase {
    /// The ship where she lies.
    pub scene: Scene,
    /// How the photograph is taken.
    pub how: Photograph,
    /// Who sets points on it.
    pub analyst: Analyst,
    /// Height of the camera as the aircraft gives it, and one standard deviation, m.
    pub height_given_m: (f64, f64),
    /// Focal length as the camera gives it, and one standard deviation, pixels.
    pub focal_given_px: (f64, f64),
    /// Length overall of the register, and one standard deviation, m.
    pub length_given_m: (f64, f64),
    /// Draught at the boot-topping's upper edge as known, and one standard deviation, m.
    pub band_top_given_m: (f64, f64),
    /// By how much the height given of what stands upright is off, one standard deviation, as a share.
    pub vertical_sd_share: f64,
    /// True if she is laden.
    pub is_laden: bool,
}

/// Spacings of the images from above, m; those that resolve a hull more often.
const SPACINGS_M: [f64; 10] = [0.3, 0.3, 0.3, 0.5, 0.5, 0.5, 0.7, 1.0, 1.5, 3.0];

fn off(random: &mut Random, of: Direction, sd_deg: f64) -> Direction {
    Direction {
        azimuth_deg: (of.azimuth_deg + sd_deg * random.normal()).rem_euclid(360.0),
        elevation_deg: of.elevation_deg + sd_deg * random.normal(),
    }
}

fn scene(random: &mut Random, seed: u64) -> (Scene, bool) {
    let ship = Ship::of_seed(seed);
    let is_laden = random.unit() < 0.5;
    let (mean, trim) = if is_laden {
        (ship.summer_draught_m * random.between(0.90, 1.0), random.between(-0.1, 0.4))
    } else {
        (ship.ballast_draught_m, random.between(0.3, 0.012 * ship.length_m + 0.4))
    };
    let afloat = Afloat {
        heading_deg: random.between(0.0, 360.0),
        draught_fore_m: mean - trim / 2.0,
        draught_aft_m: mean + trim / 2.0,
        heel_deg: 0.4 * random.normal(),
    };
    let is_berthed = random.unit() < 0.25;
    let side = if random.unit() < 0.5 { Side::Port } else { Side::Starboard };
    let quay = is_berthed.then(|| Quay {
        side,
        height_m: random.between(1.2, 3.0),
        gap_m: random.between(0.5, 2.0),
        breadth_m: 70.0,
        beyond_m: 60.0,
    });
    // A harbour has little swell.
    let most = if is_berthed { 0.3 } else { 1.6 };
    let water = Water {
        clarity: if random.unit() < 0.6 { Clarity::Turbid } else { Clarity::Clear },
        swell_height_m: most * random.unit() * random.unit(),
        swell_length_m: random.between(25.0, 110.0),
        swell_towards_deg: random.between(0.0, 360.0),
        roughness: random.between(0.4, 1.6),
    };
    (Scene { ship, afloat, quay, water, seed }, is_laden)
}

fn analyst(seed: u64, sd_px: f64) -> Analyst {
    Analyst {
        name: "simulated".to_owned(),
        sd_px,
        bias_sd_px: 0.1,
        clicks: 3,
        least_contrast: 4.0,
        is_careless: false,
        gives_sd: true,
        seed,
    }
}

impl OverheadCase {
    /// The image of a seed.
    pub fn of_seed(seed: u64) -> Self {
        let random = &mut Random::new(seed, 6);
        let (scene, is_laden) = scene(random, seed);
        let how = Overhead {
            spacing_m: SPACINGS_M[random.below(SPACINGS_M.len())],
            sun: Direction {
                azimuth_deg: random.between(0.0, 360.0),
                elevation_deg: random.between(15.0, 65.0),
            },
            sensor_at: Direction {
                azimuth_deg: random.between(0.0, 360.0),
                elevation_deg: random.between(50.0, 86.0),
            },
            north_in_image_deg: random.between(-15.0, 15.0),
            haze: random.unit() * random.unit(),
            sensor: Sensor { blur_px: random.between(0.4, 0.65), dark_noise: 0.0008, noise_share: 0.006 },
        };
        let angle_sd_deg = 0.15;
        let (sun_given, sensor_given) =
            (off(random, how.sun, angle_sd_deg), off(random, how.sensor_at, angle_sd_deg));
        Self { scene, how, analyst: analyst(seed, 0.5), sun_given, sensor_given, angle_sd_deg, is_laden }
    }
}

impl PhotoCase {
    /// The photograph of a seed: from a ship, a helicopter or an aircraft.
    pub fn of_seed(seed: u64) -> Self {
        let random = &mut Random::new(seed, 7);
        let (mut scene, is_laden) = scene(random, seed);
        scene.quay = None;
        let (height_m, range_m) = match random.below(6) {
            0..3 => (random.between(15.0, 40.0), random.between(500.0, 2000.0)),
            3 | 4 => (random.between(60.0, 200.0), random.between(600.0, 2500.0)),
            _ => (random.between(200.0, 500.0), random.between(1200.0, 4000.0)),
        };
        let (lines, samples) = (4000.0, 6000.0);
        // So that she takes from 500 px to most of the image.
        let span_px = random.between(500.0, 2400.0);
        let focal_px: f64 = (span_px * range_m / scene.ship.length_m).clamp(6000.0, 60_000.0);
        let abeam = if random.unit() < 0.5 { 90.0 } else { -90.0 };
        let sun_azimuth = random.between(0.0, 360.0);
        let how = Photograph {
            size_px: (lines as usize, samples as usize),
            focal_px,
            height_m,
            range_m,
            camera_azimuth_deg: scene.afloat.heading_deg + abeam + random.between(-35.0, 35.0),
            roll_deg: 2.0 * random.normal(),
            ship_at: random.between(0.55, 0.92),
            sun: Direction { azimuth_deg: sun_azimuth, elevation_deg: random.between(15.0, 65.0) },
            visibility_m: 1000.0 * random.between(8.0, 60.0),
            refraction: 0.13 + 0.04 * random.normal(),
            sensor: Sensor { blur_px: random.between(0.5, 0.9), dark_noise: 0.001, noise_share: 0.008 },
        };
        let given = |random: &mut Random, value: f64, sd: f64| (value + sd * random.normal(), sd);
        let height_given_m = given(random, height_m, 0.02 * height_m + 0.3);
        let focal_given_px = given(random, focal_px, 0.01 * focal_px);
        let length_given_m = given(random, scene.ship.length_m, 0.3);
        let band_top_given_m = given(random, scene.ship.band_top_m, 0.1);
        Self {
            how,
            analyst: analyst(seed, 0.7),
            height_given_m,
            focal_given_px,
            length_given_m,
            band_top_given_m,
            vertical_sd_share: 0.015,
            is_laden,
            scene,
        }
    }
}
