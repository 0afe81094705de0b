//! What stands on land.

use super::season::{LookTruth, Nuisance};
use super::ship::Scatterer;
use crate::random::Random;

/// A shed: a box on the quay's axes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shed {
    from_m: f64,
    to_m: f64,
    /// Its face towards the water lies this far behind the face of the quay, m.
    behind_m: f64,
    depth_m: f64,
    height_m: f64,
    /// Cross-section of a metre of its wall, m2.
    wall_m2: f64,
}

/// A quay and what stands on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quay {
    /// The way along it, degrees true; the water lies to the right.
    pub(super) bearing_deg: f64,
    pub(super) berth_length_m: f64,
    pub(super) berth_width_m: f64,
    pub(super) has_crane: bool,
    pub(super) new_shed_d: Option<f64>,
    /// A pier that stands out from the quay at this place along it, 25 m broad and 180 m long.
    pub(super) pier_at_m: Option<f64>,
    sheds: Vec<Shed>,
    new_shed: Shed,
    fixed: Vec<Scatterer>,
    wall_m2: f64,
}

/// Height of the deck of the quay over the water, m.
const DECK_M: f64 = 3.0;

impl Quay {
    pub(super) fn new(random: &mut Random, has_nuisances: bool) -> Self {
        let berth_length_m = random.between(140.0, 220.0);
        let bearing_deg = random.between(0.0, 360.0);
        let berth_width_m = random.between(40.0, 60.0);
        let has_crane = random.unit() < 0.5 && has_nuisances;
        let pier_at_m = (random.unit() < 0.5).then(|| -berth_length_m / 2.0 - random.between(60.0, 150.0));
        let sheds = (0..3).map(|_| Shed::new(random, (45.0, 100.0), (8.0, 14.0))).collect();
        let new_shed = Shed {
            from_m: -0.4 * berth_length_m,
            to_m: 0.4 * berth_length_m,
            ..Shed::new(random, (25.0, 45.0), (18.0, 28.0))
        };
        let fixed = (0..40).map(|_| fixed(random)).collect();
        let wall_m2 = random.between(0.5, 6.0);
        Self {
            bearing_deg,
            berth_length_m,
            berth_width_m,
            has_crane,
            new_shed_d: None,
            pier_at_m,
            sheds,
            new_shed,
            fixed,
            wall_m2,
        }
    }

    /// True on land and on piers.
    pub(super) fn is_land(&self, along_m: f64, off_m: f64) -> bool {
        let is_pier = |at: f64| (at..at + 25.0).contains(&along_m) && off_m < 180.0;
        off_m < 0.0 || self.pier_at_m.is_some_and(is_pier)
    }

    /// The points on land as a look sees them: `facing` is the cosine between the way from the quay over the water
    /// and the way to the satellite.
    pub(super) fn scatterers(&self, look: &LookTruth, facing: f64, random: &mut Random) -> Vec<Scatterer> {
        let mut points = self.fixed.clone();
        for shed in &self.sheds {
            points.extend(shed.scatterers(facing));
        }
        if look.nuisances.contains(&Nuisance::NewShed) {
            points.extend(self.new_shed.scatterers(facing));
        }
        // Wall and water make a corner; less of it at high water.
        let lit = facing.max(0.0).powi(2) * self.wall_m2 * look.tide * 10.0;
        points.extend((-60..60).map(|k| point(f64::from(k) * 10.0, -1.0, 1.0, lit)));
        if let Some(at) = look.crane_at_m {
            let heights = (0..7).map(|k| 5.0 + 6.0 * f64::from(k));
            points.extend(heights.map(|height| {
                point(at + random.between(-6.0, 6.0), -8.0, height, random.between(30.0, 300.0))
            }));
        }
        points
    }
}

impl Shed {
    fn new(random: &mut Random, behind_m: (f64, f64), height_m: (f64, f64)) -> Self {
        let from_m = random.between(-300.0, 200.0);
        Self {
            from_m,
            to_m: from_m + random.between(40.0, 120.0),
            behind_m: random.between(behind_m.0, behind_m.1),
            depth_m: random.between(20.0, 40.0),
            height_m: random.between(height_m.0, height_m.1),
            wall_m2: random.between(10.0, 80.0),
        }
    }

    /// The wall towards the satellite at three heights.
    fn scatterers(&self, facing: f64) -> Vec<Scatterer> {
        let off_m = if facing > 0.0 { -self.behind_m } else { -self.behind_m - self.depth_m };
        let lit = (0.15 + facing.abs()).powi(2) * self.wall_m2 * 8.0 / 3.0;
        let count = ((self.to_m - self.from_m) / 8.0) as usize;
        let heights = [0.0, 0.5, 1.0];
        (0..=count)
            .flat_map(|k| {
                let along_m = self.from_m + 8.0 * k as f64;
                heights.map(|share| point(along_m, off_m, DECK_M + share * self.height_m, lit))
            })
            .collect()
    }
}

fn fixed(random: &mut Random) -> Scatterer {
    let (along_m, off_m) = (random.between(-550.0, 550.0), random.between(-550.0, -20.0));
    let vv_m2 = 100.0 * (1.2 * random.normal()).exp();
    point(along_m, off_m, random.between(3.0, 15.0), vv_m2)
}

fn point(along_m: f64, off_m: f64, height_m: f64, vv_m2: f64) -> Scatterer {
    Scatterer { along_m, off_m, height_m, vv_m2, vh_m2: vv_m2 * 0.12 }
}
