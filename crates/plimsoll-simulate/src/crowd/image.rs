//! What the radar shows.

use super::ship::{Sailing, position};
use super::waters::{Spot, Waters};
use super::{CrowdObject, CrowdSettings, CrowdTruth};
use crate::random::Random;

/// Height of the satellite, m, over a flat sea.
const HEIGHT_M: f64 = 693_000.0;
/// Its speed, m/s.
const SPEED_M_S: f64 = 7_500.0;

/// A radar that flies past.
#[derive(Clone, Copy, Debug)]
pub(super) struct Radar {
    pub(super) track_deg: f64,
    pub(super) looks_right: bool,
    /// On the ground from the track to the middle of the crowd, m.
    off_m: f64,
}

impl Radar {
    pub(super) fn new(random: &mut Random) -> Self {
        let track_deg = if random.unit() < 0.5 { 348.0 } else { 192.0 };
        let incidence = random.between(30.0, 45.0_f64).to_radians();
        Self { track_deg, looks_right: random.unit() < 0.8, off_m: HEIGHT_M * incidence.tan() }
    }

    /// Along the track and to the side that is looked at.
    fn axes(self) -> (Spot, Spot) {
        let (sin, cos) = self.track_deg.to_radians().sin_cos();
        let side = if self.looks_right { 1.0 } else { -1.0 };
        ((sin, cos), (side * cos, -side * sin))
    }

    /// Metres along the track by which a ship is displaced: where the radar is abreast of when she is nearest to it.
    fn displacement(self, at: Spot, velocity: Spot) -> f64 {
        let (along, side) = self.axes();
        let off = self.off_m + at.0 * side.0 + at.1 * side.1;
        let (v_along, v_off) =
            (velocity.0 * along.0 + velocity.1 * along.1, velocity.0 * side.0 + velocity.1 * side.1);
        // Half the rate at which the square of the range grows; it rises with time, and is nought when she is nearest.
        let rate = |t: f64| (v_along - SPEED_M_S) * ((v_along - SPEED_M_S) * t) + v_off * (off + v_off * t);
        let (mut early, mut late) = (-10.0, 10.0);
        for _ in 0..80 {
            let middle = f64::midpoint(early, late);
            if rate(middle) < 0.0 { early = middle } else { late = middle }
        }
        SPEED_M_S * early
    }

    /// Displacement by a metre a second away from the radar, m.
    fn shift_s(self, at: Spot) -> f64 {
        let side = self.axes().1;
        (self.displacement(at, side)).abs()
    }

    /// What is found of a ship, if she is.
    pub(super) fn image(
        self,
        random: &mut Random,
        ship: &Sailing,
        truth: CrowdTruth,
        waters: &Waters,
        settings: &CrowdSettings,
    ) -> Option<CrowdObject> {
        let at = ship.place();
        let found = settings.most_found / (1.0 + (settings.half_found_m / ship.length_m).powi(3));
        let (is_found, (x, y), z) = (random.unit() < found, random.normal_pair(), random.normal());
        let by = self.displacement(at, ship.velocity(0.0));
        let along = self.axes().0;
        let sd = settings.position_sd_m;
        let shown = (at.0 + by * along.0 + sd * x, at.1 + by * along.1 + sd * y);
        (is_found && waters.shows(shown)).then(|| CrowdObject {
            position: position(shown),
            length_m: ship.length_m * (settings.length_log_sd * z).exp(),
            shift_s: self.shift_s(shown),
            truth,
        })
    }

    /// An object that is no ship.
    pub(super) fn false_alarm(self, random: &mut Random, settings: &CrowdSettings) -> CrowdObject {
        let half = settings.side_m / 2.0;
        let at = (random.between(-half, half), random.between(-half, half));
        let length_m = 30.0 * (0.5 * random.normal()).exp();
        CrowdObject { position: position(at), length_m, shift_s: self.shift_s(at), truth: CrowdTruth::NoShip }
    }
}

/// A number with that mean (Knuth 1969: products of even numbers).
pub(super) fn poisson(random: &mut Random, mean: f64) -> usize {
    let (least, mut product, mut count) = ((-mean).exp(), random.unit(), 0);
    while product > least {
        product *= random.unit();
        count += 1;
    }
    count
}

/// In any order.
pub(super) fn shuffle<T>(random: &mut Random, list: &mut [T]) {
    for at in (1..list.len()).rev() {
        list.swap(at, random.below(at + 1));
    }
}
