//! A hull with sections, and its displacement by integration.
//!
//! The shape is ours: a parallel middle body with a bilge radius, and two ends whose waterlines are parabolas that
//! grow fuller upwards. It is no formula of the estimates: there is no block coefficient in it.

use plimsoll_model::{Density, Draught, Length, Mass, Volume};

/// An end of the hull: the waterline's half breadth falls from full at its inner edge to 0 at its tip as
/// 1 - t^n, with t from 0 to 1 and n = `power` + `power_per_m` * height above the keel.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// Share of the length between perpendiculars.
    pub share: f64,
    /// Power at the keel.
    pub power: f64,
    /// How much the power grows with each metre above the keel.
    pub power_per_m: f64,
}

/// The hull of a ship.
#[derive(Clone, Copy, Debug)]
pub struct Hull {
    /// Length between perpendiculars.
    pub length_between_perpendiculars: Length,
    /// Beam at the middle body.
    pub beam: Length,
    /// Radius of the bilge.
    pub bilge_radius: Length,
    /// The after end.
    pub run: End,
    /// The fore end.
    pub entrance: End,
    /// Shell plating, rudder and propeller: their volume as a share of the moulded volume.
    pub appendages: f64,
    /// Ship without cargo, ballast, fuel, water and stores.
    pub lightship: Mass,
}

/// Density of the sea water in which she floats, at every place of the season.
pub const SEA_WATER: Density = Density::tonnes_per_cubic_metre(1.025);

/// Stations along the hull and waterlines below the draught at which it is measured.
const STATIONS: u32 = 400;
const WATERLINES: u32 = 200;

impl Hull {
    /// Half breadth at a share of the length from aft, and a height above the keel.
    fn half_breadth_m(&self, share: f64, height_m: f64) -> f64 {
        let from_the_tip = if share < self.run.share {
            Some((1.0 - share / self.run.share, self.run))
        } else if share > 1.0 - self.entrance.share {
            Some((1.0 - (1.0 - share) / self.entrance.share, self.entrance))
        } else {
            None
        };
        let fullness =
            from_the_tip.map_or(1.0, |(t, end)| 1.0 - t.powf(end.power + end.power_per_m * height_m));
        (self.beam.to_metres() / 2.0 - self.bilge_cut_m(height_m)) * fullness
    }

    /// What the quarter circle of the bilge takes from the half breadth at a height.
    fn bilge_cut_m(&self, height_m: f64) -> f64 {
        let radius = self.bilge_radius.to_metres();
        let down = (radius - height_m).max(0.0);
        radius - (radius * radius - down * down).sqrt()
    }

    /// Displacement on an even keel, by the midpoint rule over stations and waterlines.
    pub fn displacement(&self, draught: Draught) -> Mass {
        let step = 1.0 / f64::from(STATIONS);
        let height = draught.to_metres() / f64::from(WATERLINES);
        let section = |station: u32| -> f64 {
            let share = (f64::from(station) + 0.5) * step;
            (0..WATERLINES)
                .map(|line| 2.0 * self.half_breadth_m(share, (f64::from(line) + 0.5) * height))
                .sum()
        };
        let sum: f64 = (0..STATIONS).map(section).sum();
        let moulded = sum * height * step * self.length_between_perpendiculars.to_metres();
        Volume::cubic_metres(moulded * (1.0 + self.appendages)) * SEA_WATER
    }

    /// All that she carries at a draught: cargo, ballast, fuel, water and stores.
    pub fn deadweight(&self, draught: Draught) -> Mass {
        self.displacement(draught) - self.lightship
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxy(power: f64, power_per_m: f64) -> Hull {
        let end = End { share: 0.5, power, power_per_m };
        Hull {
            length_between_perpendiculars: Length::metres(80.0),
            beam: Length::metres(12.0),
            bilge_radius: Length::ZERO,
            run: end,
            entrance: end,
            appendages: 0.0,
            lightship: Mass::ZERO,
        }
    }

    #[test]
    fn parabolic_waterlines_hold_two_thirds_of_the_box() {
        // Integral of 1 - t^2 over [0, 1] is 2/3.
        let mass = boxy(2.0, 0.0).displacement(Draught::metres(5.0)).to_tonnes();
        let expected = 1.025 * 80.0 * 12.0 * 5.0 * 2.0 / 3.0;
        assert!((mass - expected).abs() < 0.05, "{mass} {expected}");
    }

    #[test]
    fn ends_that_grow_fuller_give_the_integral_in_closed_form() {
        // Mean of 1 - t^(p + q z) over t is 1 - 1 / (1 + p + q z); over z it is 1 - ln((1 + p + qT) / (1 + p)) / (qT).
        let (p, q, draught) = (1.2, 0.22, 5.6);
        let mass = boxy(p, q).displacement(Draught::metres(draught)).to_tonnes();
        let mean = 1.0 - ((1.0 + p + q * draught) / (1.0 + p)).ln() / (q * draught);
        let expected = 1.025 * 80.0 * 12.0 * draught * mean;
        assert!((mass / expected - 1.0).abs() < 2e-5, "{mass} {expected}");
    }

    #[test]
    fn a_bilge_takes_the_corner_outside_its_quarter_circle() {
        let flat = Hull { run: END_OF_BOX, entrance: END_OF_BOX, ..boxy(2.0, 0.0) };
        let round = Hull { bilge_radius: Length::metres(1.2), ..flat };
        let draught = Draught::metres(5.0);
        let lost = (flat.displacement(draught) - round.displacement(draught)).to_tonnes();
        let expected = 1.025 * 80.0 * 2.0 * 1.2 * 1.2 * (1.0 - std::f64::consts::FRAC_PI_4);
        assert!((lost - expected).abs() < 0.1, "{lost} {expected}");
    }

    const END_OF_BOX: End = End { share: 0.0, power: 2.0, power_per_m: 0.0 };
}
