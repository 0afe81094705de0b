//! Crowds: a piece of busy sea, AIS that is minutes to hours old, and what a radar image shows of it, with the truth.
//!
//! A ruler for whoever says which object is which ship. [`CrowdSettings::frozen`] is never changed: figures of different days
//! can be compared. Ships turn and change speed as they please, so no simple law of motion is right; the image of a
//! moving ship is found by flying past her. Every ship is invented and has no name.
//!
//! | module | holds |
//! |---|---|
//! | `ship` | how a ship moves and what she reports |
//! | `waters` | where ships are |
//! | `image` | what the radar shows |

mod image;
mod ship;
mod waters;

use crate::random::Random;
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Position;
use ship::Sailing;
use waters::Waters;

/// What crowd.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdSettings {
    /// Side of the square that the image covers, m.
    pub side_m: f64,
    /// Ships with AIS in it.
    pub lit: usize,
    /// Mean number of ships without AIS in it.
    pub silent: f64,
    /// Mean number of found objects that are no ships.
    pub false_alarms: f64,
    /// Mean age of the last report before the image, min.
    pub staleness_min: f64,
    /// Share of ships that report again after it, with the same mean.
    pub heard_after: f64,
    /// Share of ships in an anchorage that lie at anchor; the others shift, wait, come and go. Elsewhere a twentieth.
    pub at_rest: f64,
    /// Standard deviation of the logarithm of a measured length.
    pub length_log_sd: f64,
    /// Standard deviation of a found position in each direction, m.
    pub position_sd_m: f64,
    /// Probability that the longest ships are found.
    pub most_found: f64,
    /// Half of that at this length, m.
    pub half_found_m: f64,
    /// Median length of ships, m.
    pub length_m: f64,
    /// Standard deviation of its logarithm.
    pub lengths_log_sd: f64,
    /// Share of ships whose AIS states no length.
    pub no_length: f64,
    /// Share of ships whose AIS states another ship's.
    pub wrong_length: f64,
    /// Past places of ships that are known.
    pub history: usize,
}

impl CrowdSettings {
    /// The settings of the ruler.
    pub const fn frozen() -> Self {
        Self {
            side_m: 20_000.0,
            lit: 25,
            silent: 11.0,
            false_alarms: 0.8,
            staleness_min: 25.0,
            heard_after: 0.1,
            at_rest: 0.3,
            length_log_sd: 0.22,
            position_sd_m: 25.0,
            most_found: 0.97,
            half_found_m: 18.0,
            length_m: 75.0,
            lengths_log_sd: 0.5,
            no_length: 0.04,
            wrong_length: 0.03,
            history: 800,
        }
    }
}

/// A position report of an invented ship.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrowdReport {
    /// When.
    pub time: Timestamp,
    /// Where.
    pub position: Position,
    /// Speed over ground, kn.
    pub speed_kn: f64,
    /// Course over ground, degrees true.
    pub course_deg: f64,
}

/// A ship with AIS.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdShip {
    /// The last report before the image, and the next after it if there is one.
    pub reports: Vec<CrowdReport>,
    /// Length that AIS states, m; 0: none.
    pub length_m: f64,
    /// Where she was at the time of the image.
    pub true_position: Position,
}

/// What a found object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrowdTruth {
    /// A ship with AIS: which.
    Lit(usize),
    /// A ship without.
    Silent,
    /// No ship.
    NoShip,
}

/// A found object.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrowdObject {
    /// Where it was found.
    pub position: Position,
    /// Its measured length, m.
    pub length_m: f64,
    /// Displacement by each m/s away from the radar there, m.
    pub shift_s: f64,
    /// What it is.
    pub truth: CrowdTruth,
}

/// A scene.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdScene {
    /// When the image was taken.
    pub time: Timestamp,
    /// Its corners.
    pub footprint: Vec<Position>,
    /// Direction of flight, degrees true.
    pub track_deg: f64,
    /// True if the radar looks to the right of it.
    pub looks_right: bool,
    /// Ships with AIS, in the image and near it.
    pub ships: Vec<CrowdShip>,
    /// What was found.
    pub objects: Vec<CrowdObject>,
    /// Where ships were in the past.
    pub history: Vec<Position>,
}

/// When all images are taken: 2023-04-05T21:00:00Z.
const IMAGE_S: i64 = 1_680_728_400;

fn instant(seconds: f64) -> Timestamp {
    let image = Timestamp::from_second(IMAGE_S).expect("a second of 2023 is an instant");
    image + SignedDuration::from_millis((seconds * 1000.0) as i64)
}

/// The scene of a seed.
pub fn crowd(seed: u64, settings: &CrowdSettings) -> CrowdScene {
    let mut random = Random::new(seed, 1);
    let waters = Waters::new(&mut random, settings.side_m);
    let radar = image::Radar::new(&mut random);
    let mut ships = Vec::new();
    let mut objects = Vec::new();
    let mut in_image = 0;
    while in_image < settings.lit {
        let ship = Sailing::new(&mut random, &waters, settings);
        in_image += usize::from(waters.shows(ship.place()));
        objects.extend(radar.image(&mut random, &ship, CrowdTruth::Lit(ships.len()), &waters, settings));
        ships.push(ship.reported(&mut random, settings));
    }
    let mut left = image::poisson(&mut random, settings.silent);
    while left > 0 {
        let ship = Sailing::new(&mut random, &waters, settings);
        left -= usize::from(waters.shows(ship.place()));
        objects.extend(radar.image(&mut random, &ship, CrowdTruth::Silent, &waters, settings));
    }
    for _ in 0..image::poisson(&mut random, settings.false_alarms) {
        objects.push(radar.false_alarm(&mut random, settings));
    }
    image::shuffle(&mut random, &mut objects);
    let history = (0..settings.history).map(|_| ship::position(waters.place(&mut random).at)).collect();
    let half = settings.side_m / 2.0;
    let corners = [(-half, -half), (half, -half), (half, half), (-half, half)];
    CrowdScene {
        time: instant(0.0),
        footprint: corners.into_iter().map(ship::position).collect(),
        track_deg: radar.track_deg,
        looks_right: radar.looks_right,
        ships,
        objects,
        history,
    }
}

/// Tracks of invented ships of the same kind with a report every two minutes for six hours, to learn how they move.
pub fn crowd_tracks(seed: u64, count: usize, settings: &CrowdSettings) -> Vec<Vec<CrowdReport>> {
    let mut random = Random::new(seed, 2);
    let waters = Waters::new(&mut random, settings.side_m);
    (0..count)
        .map(|_| {
            let ship = Sailing::new(&mut random, &waters, settings);
            (-90..=90).map(|step| ship.report(&mut random, f64::from(step) * 120.0)).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_scene_and_the_counts_are_those_asked_for() {
        let settings = CrowdSettings::frozen();
        assert_eq!(crowd(7, &settings), crowd(7, &settings));
        assert_ne!(crowd(7, &settings).objects, crowd(8, &settings).objects);
        let (mut lit, mut silent, mut ages, mut ships) = (0, 0, 0.0, 0);
        for seed in 0..40 {
            let scene = crowd(seed, &settings);
            lit += scene.objects.iter().filter(|o| matches!(o.truth, CrowdTruth::Lit(_))).count();
            silent += scene.objects.iter().filter(|o| o.truth == CrowdTruth::Silent).count();
            for ship in &scene.ships {
                ages += scene.time.duration_since(ship.reports[0].time).as_secs_f64() / 60.0;
                ships += 1;
            }
        }
        assert!((20..25).contains(&(lit / 40)), "{lit}");
        assert!((8..12).contains(&(silent / 40)), "{silent}");
        let age = ages / f64::from(ships);
        assert!((age - 25.0).abs() < 2.5, "{age}");
    }

    #[test]
    fn a_ship_at_rest_is_found_where_she_is_and_a_moving_one_is_not() {
        let settings = CrowdSettings { position_sd_m: 0.0, ..CrowdSettings::frozen() };
        let (mut still, mut moved) = (0, 0);
        for seed in 0..20 {
            let scene = crowd(seed, &settings);
            for object in &scene.objects {
                let CrowdTruth::Lit(at) = object.truth else { continue };
                let off = object.position.distance_to(scene.ships[at].true_position).to_metres();
                if off < 20.0 { still += 1 } else { moved += 1 }
            }
        }
        assert!(still > 60 && moved > 200, "{still} {moved}");
    }
}
