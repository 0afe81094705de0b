//! What of a ship a radar sees: points along the hull.

use super::season::BerthCall;
use crate::random::Random;

/// Incidence angle of every look, degrees.
pub(super) const INCIDENCE_DEG: f64 = 38.0;

/// A point that sends back, on the quay's own axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scatterer {
    /// Along the quay from the middle of the berth, m.
    pub(super) along_m: f64,
    /// From the face of the quay over the water, m.
    pub(super) off_m: f64,
    /// Height over the water, m.
    pub(super) height_m: f64,
    /// Radar cross-section in VV, m2.
    pub(super) vv_m2: f64,
    /// Radar cross-section in VH, m2.
    pub(super) vh_m2: f64,
}

/// A ship and where she lies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hull {
    length_m: f64,
    middle_m: f64,
    off_m: f64,
    /// Her own level against the mean of ships of her length, dB.
    level_db: f64,
    /// Level by pass: a hull is not alike from both sides.
    pass_db: [f64; 2],
    cross_db: f64,
    bow_is_left: bool,
    seed: u64,
}

impl Hull {
    fn new(random: &mut Random, length_m: f64, middle_m: f64, off_m: f64) -> Self {
        Self {
            length_m,
            middle_m,
            off_m,
            // Steel tankers lie a little under the relation for all ships; it is for HH, and this takes up VV too.
            level_db: -4.0 + 3.0 * random.normal(),
            pass_db: [1.5 * random.normal(), 1.5 * random.normal()],
            cross_db: -10.0 + 1.5 * random.normal(),
            bow_is_left: random.unit() < 0.5,
            seed: (random.unit() * 9e15) as u64,
        }
    }

    fn beam_m(&self) -> f64 {
        self.length_m / 6.5
    }

    /// The ship of a call, somewhere along the berth.
    pub(super) fn alongside(seed: u64, call: &BerthCall, number: u64, berth_m: f64) -> Self {
        let random = &mut Random::new(seed, 20_000 + number);
        let play = ((berth_m - call.length_m) / 2.0 - 5.0).max(0.0);
        let middle_m = random.between(-play, play);
        Self::new(random, call.length_m, middle_m, 2.0 + call.length_m / 13.0)
    }

    /// A ship at the next berth, from 12 to 40 m beyond the end of this one.
    pub(super) fn next_door(seed: u64, call: &BerthCall, number: u64, berth_m: f64) -> Self {
        let random = &mut Random::new(seed, 30_000 + number);
        let middle_m = berth_m / 2.0 + random.between(12.0, 40.0) + call.length_m / 2.0;
        Self::new(random, call.length_m, middle_m, 2.0 + call.length_m / 13.0)
    }

    /// A tug or a lighter, at the quay or outside of a ship.
    pub(super) fn tug(random: &mut Random, berth_m: f64, is_outside: bool) -> Self {
        let length_m = random.between(20.0, 40.0);
        let middle_m = random.between(-berth_m / 2.0 + 22.0, berth_m / 2.0 - 22.0);
        let off_m = if is_outside { 32.0 } else { 2.0 + length_m / 8.0 };
        Self::new(random, length_m, middle_m, off_m)
    }

    /// Another ship outside of this one.
    pub(super) fn rafted_to(&self, random: &mut Random) -> Self {
        let length_m = self.length_m * random.between(0.7, 1.0);
        let off_m = self.off_m + self.beam_m() / 2.0 + length_m / 13.0 + 3.0;
        Self::new(random, length_m, self.middle_m, off_m)
    }

    /// Its points in one look: those of the hull, with a level that differs a little from look to look.
    pub(super) fn scatterers(&self, is_ascending: bool, random: &mut Random) -> Vec<Scatterer> {
        let own = &mut Random::new(self.seed, 0);
        // After Vachon and others 1997: cross-section of ships by length.
        let relation = 0.08 * self.length_m.powf(7.0 / 3.0) * (0.78 + 0.11 * INCIDENCE_DEG);
        let level = self.level_db + self.pass_db[usize::from(is_ascending)] + 1.5 * random.normal();
        let total = relation * 10_f64.powf(level / 10.0);
        let count = ((self.length_m / 4.0) as usize).max(3);
        let mut points: Vec<Scatterer> = (0..count + 3)
            .map(|k| {
                let is_house = k >= count;
                let share = if is_house { own.between(0.12, 0.25) } else { own.between(0.0, 1.0) };
                let sign = if self.bow_is_left { 1.0 } else { -1.0 };
                let weight = -(1.0 - own.unit()).ln() * if is_house { count as f64 / 6.0 } else { 1.0 };
                Scatterer {
                    along_m: self.middle_m + sign * (0.5 - share) * 0.96 * self.length_m,
                    off_m: self.off_m + own.between(-0.45, 0.45) * self.beam_m(),
                    height_m: own.between(0.0, if is_house { 0.15 } else { 0.05 }) * self.length_m,
                    vv_m2: weight,
                    vh_m2: 0.0,
                }
            })
            .collect();
        let sum: f64 = points.iter().map(|p| p.vv_m2).sum();
        for point in &mut points {
            point.vv_m2 *= total / sum;
            point.vh_m2 = point.vv_m2 * 10_f64.powf(self.cross_db / 10.0);
        }
        points
    }
}
