//! A moving ship is displaced along the track in a radar image.

use super::plane::Step;

/// To which side of its track a radar looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookSide {
    /// To the right, as all Sentinel-1.
    Right,
    /// To the left.
    Left,
}

/// How a radar saw a scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RadarLook {
    /// Direction of flight over ground, degrees true.
    pub track_deg: f64,
    /// The side.
    pub side: LookSide,
}

impl RadarLook {
    /// From the direction in which the radar looks, degrees true.
    pub fn from_look_direction(look_deg: f64, side: LookSide) -> Self {
        let turn = match side {
            LookSide::Right => -90.0,
            LookSide::Left => 90.0,
        };
        Self { track_deg: (look_deg + turn).rem_euclid(360.0), side }
    }

    /// The direction of flight of Sentinel-1 over a latitude, which looks to the right: `None` where it never comes.
    ///
    /// On a circular orbit the direction among the stars is `sin(azimuth) = cos(inclination) / cos(latitude)`; the ground
    /// turns away below (inclination 98.18 degrees, 175 orbits in 12 days: ESA, Sentinel-1 User Handbook, section 1.4).
    pub fn of_sentinel_1(is_ascending: bool, lat_deg: f64) -> Option<Self> {
        let (inclination, orbits_a_day) = (98.18_f64.to_radians(), 175.0 / 12.0);
        let cos_lat = libm::cos(lat_deg.to_radians());
        let sin = libm::cos(inclination) / cos_lat;
        if !(-1.0..=1.0).contains(&sin) {
            return None;
        }
        let north = (1.0 - sin * sin).sqrt();
        // In turns of the orbit: the ground goes east once in a day.
        let east = sin - cos_lat / orbits_a_day;
        let track_deg = libm::atan2(east, if is_ascending { north } else { -north }).to_degrees();
        Some(Self { track_deg: track_deg.rem_euclid(360.0), side: LookSide::Right })
    }

    /// Speed of a velocity over ground away from the radar, m/s.
    pub fn away_m_s(self, velocity: Step) -> f64 {
        let (sin, cos) = libm::sincos(self.track_deg.to_radians());
        let to_the_right = velocity.east_m * cos - velocity.north_m * sin;
        match self.side {
            LookSide::Right => to_the_right,
            LookSide::Left => -to_the_right,
        }
    }

    /// Displacement along the track, m, positive in the direction of flight.
    ///
    /// `shift_s` is `R sin(incidence) / V` (slant range, incidence at the ground, speed of the satellite): a receding
    /// ship is at zero Doppler early and is seen behind her place.
    pub fn shift_m(self, velocity: Step, shift_s: f64) -> f64 {
        -self.away_m_s(velocity) * shift_s
    }

    /// The displacement as a way.
    pub fn along(self, shift_m: f64) -> Step {
        Step::towards(self.track_deg, shift_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The image of a moving ship, found by flying past her: when is she nearest? In a plane, the radar `high` metres up and
    /// `off` metres to the side; the answer is the place on the ground abreast of the radar at that time, seen against a
    /// ship that stands still at where she is at time nought.
    fn flown_past(track_deg: f64, side: LookSide, velocity: Step, high: f64, off: f64, v: f64) -> Step {
        let along = Step::towards(track_deg, 1.0);
        let right = Step::towards(track_deg + 90.0, 1.0);
        let sign = if side == LookSide::Right { 1.0 } else { -1.0 };
        // The radar passes abreast of the ship at time nought, `off` metres from her on the other side.
        let range = |t: f64| {
            let radar = right.times(-sign * off).plus(along, v * t);
            let ship = velocity.times(t);
            let d = ship.plus(radar, -1.0);
            (d.east_m * d.east_m + d.north_m * d.north_m + high * high).sqrt()
        };
        let (mut low, mut top) = (-5.0, 5.0);
        for _ in 0..200 {
            let (a, b) = (low + (top - low) / 3.0, top - (top - low) / 3.0);
            if range(a) < range(b) { top = b } else { low = a }
        }
        along.times(v * f64::midpoint(low, top))
    }

    #[test]
    fn all_four_ways_of_looking_shift_as_flying_past_does() {
        let (high, off, v) = (693_000.0, 600_000.0, 7_500.0);
        let range = libm::hypot(high, off);
        let shift_s = range / v * (off / range);
        for side in [LookSide::Right, LookSide::Left] {
            // Ascending and descending passes of a sun-synchronous orbit.
            for track_deg in [348.0, 192.0] {
                for course in [0.0, 45.0, 90.0, 135.0, 200.0, 270.0, 333.0] {
                    let velocity = Step::towards(course, 5.14);
                    let look = RadarLook { track_deg, side };
                    let ours = look.along(look.shift_m(velocity, shift_s));
                    let truth = flown_past(track_deg, side, velocity, high, off, v);
                    let apart = ours.plus(truth, -1.0).length_m();
                    assert!(apart < 3.0, "{side:?} {track_deg} {course}: {ours:?} {truth:?}");
                }
            }
        }
    }

    #[test]
    fn a_receding_ship_is_seen_behind_her_place_on_either_side() {
        // Flying north, looking right: a ship that goes east recedes, and is seen south of where she is.
        let look = RadarLook { track_deg: 0.0, side: LookSide::Right };
        let by = look.along(look.shift_m(Step::towards(90.0, 5.0), 80.0));
        assert!((by.north_m + 400.0).abs() < 1e-9 && by.east_m.abs() < 1e-9, "{by:?}");
        // Looking left she comes nearer, and is seen north.
        let look = RadarLook { track_deg: 0.0, side: LookSide::Left };
        assert!(look.along(look.shift_m(Step::towards(90.0, 5.0), 80.0)).north_m > 399.0);
        // Flying south, looking right (west): a ship that goes west recedes, and is seen north.
        let look = RadarLook::from_look_direction(270.0, LookSide::Right);
        assert!((look.track_deg - 180.0).abs() < 1e-9);
        assert!(look.along(look.shift_m(Step::towards(270.0, 5.0), 80.0)).north_m > 399.0);
        let look = RadarLook::from_look_direction(90.0, LookSide::Left);
        assert!((look.track_deg - 180.0).abs() < 1e-9);
        assert!(look.along(look.shift_m(Step::towards(270.0, 5.0), 80.0)).north_m < -399.0);
    }

    #[test]
    fn sentinel_1_flies_as_its_products_say() {
        // `platformHeading` of two real products: S1A of 2022-10-02 about 7.5 N, S1B of 2021-04-01 about 46.5 N.
        let at = |up, lat| RadarLook::of_sentinel_1(up, lat).unwrap().track_deg;
        assert!((at(false, 7.5) - 191.99).abs() < 0.5, "{}", at(false, 7.5));
        assert!((at(false, 46.5) - 194.35).abs() < 0.5, "{}", at(false, 46.5));
        assert!((at(true, 7.5) - (540.0 - at(false, 7.5))).abs() < 1e-9);
        assert!(at(true, 55.0) < at(true, 0.0) && at(false, 55.0) > at(false, 0.0));
        assert_eq!(RadarLook::of_sentinel_1(true, 89.0), None);
    }

    #[test]
    fn a_ship_along_the_track_is_not_displaced() {
        let look = RadarLook { track_deg: 12.0, side: LookSide::Right };
        assert!(look.shift_m(Step::towards(12.0, 9.0), 80.0).abs() < 1e-9);
    }
}
