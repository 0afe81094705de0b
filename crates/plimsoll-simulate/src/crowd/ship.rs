//! How an invented ship moves, and what she reports.

use super::waters::{Spot, Waters};
use super::{CrowdReport, CrowdSettings, CrowdShip, instant};
use crate::random::Random;
use plimsoll_model::Position;
use std::f64::consts::{PI, TAU};

/// The middle of the crowd: open sea, so that nobody takes it for a real port.
const MIDDLE: (f64, f64) = (41.6, 132.4);
/// The sphere on which metres become degrees, m.
const RADIUS_M: f64 = 6_371_000.0;
/// A track is known at steps of this, s,
const STEP_S: f64 = 30.0;
/// for this long before and after the image, s.
const REACH_S: f64 = 6.0 * 3_600.0;
const KNOT: f64 = 1_852.0 / 3_600.0;

/// Metres east and north of the middle as a position.
pub(super) fn position((east, north): Spot) -> Position {
    let lat = MIDDLE.0 + (north / RADIUS_M).to_degrees();
    let lon = MIDDLE.1 + (east / (RADIUS_M * lat.to_radians().cos())).to_degrees();
    Position::from_lat_lon(lat, lon).expect("a few hundred kilometres from the middle")
}

/// A ship's true way: places at even steps.
#[derive(Clone, Debug)]
pub(super) struct Sailing {
    pub(super) length_m: f64,
    spots: Vec<Spot>,
}

/// What a ship does at a time.
#[derive(Clone, Copy)]
struct Doing {
    course: f64,
    speed: f64,
    left_s: f64,
}

impl Sailing {
    pub(super) fn new(random: &mut Random, waters: &Waters, settings: &CrowdSettings) -> Self {
        let placed = waters.place(random);
        let length_m =
            (settings.length_m * (settings.lengths_log_sd * random.normal()).exp()).clamp(12.0, 380.0);
        let at_rest = random.unit() < if placed.is_anchorage { settings.at_rest } else { 0.05 };
        if at_rest {
            return Self { length_m, spots: swinging(random, placed.at, length_m) };
        }
        let course = match placed.lane {
            Some(lane) => lane + if random.unit() < 0.5 { PI } else { 0.0 } + 0.1 * random.normal(),
            None => random.between(0.0, TAU),
        };
        let speed = random.between(3.0, 14.0) * KNOT;
        let start = Doing { course, speed, left_s: 0.0 };
        // Forwards and backwards from the image, each with its own changes of mind.
        let onwards = under_way(random, placed.at, start, 1.0);
        let backwards = under_way(random, placed.at, start, -1.0);
        let mut spots: Vec<Spot> = backwards.into_iter().rev().collect();
        spots.push(placed.at);
        spots.extend(onwards);
        Self { length_m, spots }
    }

    /// Where she is at a time from the image, s.
    pub(super) fn at(&self, time_s: f64) -> Spot {
        let x = ((time_s + REACH_S) / STEP_S).clamp(0.0, (self.spots.len() - 1) as f64 - 1e-9);
        let (i, part) = (x as usize, x.fract());
        let (a, b) = (self.spots[i], self.spots[i + 1]);
        (a.0 + part * (b.0 - a.0), a.1 + part * (b.1 - a.1))
    }

    /// Where she is in the image.
    pub(super) fn place(&self) -> Spot {
        self.at(0.0)
    }

    /// Metres a second east and north.
    pub(super) fn velocity(&self, time_s: f64) -> Spot {
        let (a, b) = (self.at(time_s - STEP_S / 2.0), self.at(time_s + STEP_S / 2.0));
        ((b.0 - a.0) / STEP_S, (b.1 - a.1) / STEP_S)
    }

    /// What she reports at a time.
    pub(super) fn report(&self, random: &mut Random, time_s: f64) -> CrowdReport {
        let at = self.at(time_s);
        let (east, north) = self.velocity(time_s);
        let (x, y) = random.normal_pair();
        let speed_kn = (east.hypot(north) / KNOT * (1.0 + 0.02 * random.normal()) * 10.0).round() / 10.0;
        let course = east.atan2(north).to_degrees() + 1.5 * random.normal();
        CrowdReport {
            time: instant(time_s),
            position: position((at.0 + 8.0 * x, at.1 + 8.0 * y)),
            speed_kn: speed_kn.abs(),
            course_deg: ((course * 10.0).round() / 10.0).rem_euclid(360.0),
        }
    }

    /// What AIS has of her.
    pub(super) fn reported(&self, random: &mut Random, settings: &CrowdSettings) -> CrowdShip {
        let mut age =
            || (-settings.staleness_min * 60.0 * (1.0 - random.unit()).ln()).clamp(2.0, REACH_S - STEP_S);
        let (before, after) = (age(), age());
        let mut reports = vec![self.report(random, -before)];
        if random.unit() < settings.heard_after {
            reports.push(self.report(random, after));
        }
        let said = random.unit();
        let length_m = if said < settings.no_length {
            0.0
        } else if said < settings.no_length + settings.wrong_length {
            (settings.length_m * (settings.lengths_log_sd * random.normal()).exp()).clamp(12.0, 380.0)
        } else {
            self.length_m
        };
        CrowdShip { reports, length_m: length_m.round(), true_position: position(self.place()) }
    }
}

/// At anchor: round a circle, slowly and unevenly.
fn swinging(random: &mut Random, at: Spot, length_m: f64) -> Vec<Spot> {
    let radius = 20.0 + 0.6 * length_m * random.unit();
    let (mut turn, mut rate) = (random.between(0.0, TAU), 0.0);
    let steps = (2.0 * REACH_S / STEP_S) as usize + 1;
    (0..steps)
        .map(|_| {
            rate = 0.97 * rate + 0.002 * random.normal();
            turn += rate;
            (at.0 + radius * turn.cos(), at.1 + radius * turn.sin())
        })
        .collect()
}

/// Under way from a place, in one direction of time.
fn under_way(random: &mut Random, from: Spot, mut doing: Doing, sign: f64) -> Vec<Spot> {
    let mut at = from;
    // The leg that the image is in: its end is as far off as any.
    doing.left_s = leg(random);
    (0..(REACH_S / STEP_S) as usize)
        .map(|_| {
            doing.left_s -= STEP_S;
            if doing.left_s < 0.0 {
                doing.left_s = leg(random);
                doing.course += 45.0_f64.to_radians() * random.normal();
                doing.speed = (doing.speed * (0.25 * random.normal()).exp()).clamp(0.5 * KNOT, 20.0 * KNOT);
            }
            doing.course += 0.7_f64.to_radians() * random.normal();
            at.0 += sign * doing.speed * doing.course.sin() * STEP_S;
            at.1 += sign * doing.speed * doing.course.cos() * STEP_S;
            at
        })
        .collect()
}

/// How long a ship keeps to what she does, s.
fn leg(random: &mut Random) -> f64 {
    -30.0 * 60.0 * (1.0 - random.unit()).ln()
}
