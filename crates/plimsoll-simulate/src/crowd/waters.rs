//! Where ships are: anchorages, lanes, and anywhere.

use crate::random::Random;

/// Metres east and north of the middle.
pub(super) type Spot = (f64, f64);

/// A drawn place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) at: Spot,
    /// Direction of the lane, rad from north over east, if it lies in one.
    pub(super) lane: Option<f64>,
    /// True if it lies in an anchorage.
    pub(super) is_anchorage: bool,
}

/// A piece of sea.
#[derive(Clone, Debug)]
pub(super) struct Waters {
    half_m: f64,
    anchorages: Vec<(Spot, f64)>,
    lanes: Vec<(Spot, f64)>,
}

/// Ships up to this far outside the image are drawn too, m.
const BEYOND_M: f64 = 8_000.0;

impl Waters {
    pub(super) fn new(random: &mut Random, side_m: f64) -> Self {
        let half_m = side_m / 2.0;
        let mut inner = || (random.between(-0.8, 0.8) * half_m, random.between(-0.8, 0.8) * half_m);
        let middles: Vec<Spot> = (0..5).map(|_| inner()).collect();
        let anchorages = middles[..3].iter().map(|at| (*at, random.between(400.0, 1_000.0))).collect();
        let lanes = middles[3..].iter().map(|at| (*at, random.between(0.0, std::f64::consts::PI))).collect();
        Self { half_m, anchorages, lanes }
    }

    /// True if the image covers a place.
    pub(super) fn shows(&self, at: Spot) -> bool {
        at.0.abs() < self.half_m && at.1.abs() < self.half_m
    }

    /// A place: six in ten in anchorages, a quarter in lanes, the others anywhere.
    pub(super) fn place(&self, random: &mut Random) -> Placed {
        let limit = self.half_m + BEYOND_M;
        loop {
            let kind = random.unit();
            let placed = if kind < 0.6 {
                let (middle, spread) = self.anchorages[random.below(self.anchorages.len())];
                let (x, y) = random.normal_pair();
                Placed { at: (middle.0 + spread * x, middle.1 + spread * y), lane: None, is_anchorage: true }
            } else if kind < 0.85 {
                let (middle, direction) = self.lanes[random.below(self.lanes.len())];
                let (along, across) = (random.between(-1.5, 1.5) * limit, 400.0 * random.normal());
                let (sin, cos) = direction.sin_cos();
                let at = (middle.0 + along * sin + across * cos, middle.1 + along * cos - across * sin);
                Placed { at, lane: Some(direction), is_anchorage: false }
            } else {
                let at = (random.between(-limit, limit), random.between(-limit, limit));
                Placed { at, lane: None, is_anchorage: false }
            };
            if placed.at.0.abs() < limit && placed.at.1.abs() < limit {
                return placed;
            }
        }
    }
}
