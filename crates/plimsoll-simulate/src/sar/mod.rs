//! Radar scenes with known truth: Sentinel-1 IW GRD products in SAFE form.
//!
//! The sea's mean is CMOD5.N in VV and a published line in VH; its texture follows a [`ClutterLaw`]; speckle is five
//! looks of complex circular noise with the width of the product's response, so that neighbouring pixels are
//! correlated; ships, cranes and tanks are points added to the looks before detection, with the cross of the response
//! about them; ghosts stand along the track where pulse repetition and Doppler rate put them. What is simplified is
//! said in `docs/methods/simulated-scenes.md`. Nothing is taken from what reads or searches such scenes.
//!
//! | module | holds |
//! |---|---|
//! | `sea` | mean backscatter and texture of the sea |
//! | `view` | where the scene lies, how the satellite saw it, noise and calibration |
//! | `render` | response, speckle, points |
//! | `coast` | land, piers, berths, fixed things |
//! | `fleet` | ships as points |
//! | `plan` | what is where in a scene |
//! | `scene` | from plan to pixels |
//! | `product` | the files |
//! | `truth` | what really is there |

mod coast;
mod fleet;
mod plan;
mod product;
mod render;
mod scene;
mod sea;
mod truth;
mod view;

pub use scene::{SarScene, simulate_sar};
pub use sea::{ClutterLaw, sea_vh, sea_vv, texture_order};
pub use truth::{SIMULATOR_VERSION, SarTruth, TruthFixture, TruthGhost, TruthShip};

use crate::random::Random;
use serde::{Deserialize, Serialize};

/// What a scene shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SceneKind {
    /// Water from edge to edge.
    OpenSea,
    /// A coast with piers, ships at berth, cranes, tanks, a breakwater, marks.
    Port,
    /// A coast without works, ships at anchor close together off it.
    Anchorage,
}

/// Which ships a scene gets in open water.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fleet {
    /// None at all.
    None,
    /// So many, of all kinds.
    Mixed(u32),
    /// So many as fit on a grid of 1.2 km, at rest: small craft of fishing type, lengths evenly spread (m).
    Fishing(f64, f64),
}

/// What a scene is made from. The caller fills it, or takes [`SarSceneParams::of_seed`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SarSceneParams {
    /// The seed of everything drawn.
    pub seed: u64,
    /// Lines of 10 m.
    pub lines: u32,
    /// Samples of 10 m; at most 25,117.
    pub samples: u32,
    /// What it shows.
    pub kind: SceneKind,
    /// Law of the texture.
    pub clutter: ClutterLaw,
    /// Order of the texture: its variance is one over this.
    pub texture_order: f64,
    /// Distance over which texture is alike, m.
    pub texture_m: f64,
    /// Wind at 10 m, m/s.
    pub wind_m_s: f64,
    /// Where it comes from, from the direction of look, degrees.
    pub upwind_angle_deg: f64,
    /// Ships in open water.
    pub fleet: Fleet,
    /// Waves of 120-250 m.
    pub has_swell: bool,
    /// Bands of stronger wind, a kilometre apart.
    pub has_streaks: bool,
    /// A patch of smooth water.
    pub has_slick: bool,
    /// A band of interference from another transmitter.
    pub has_interference: bool,
    /// First sample in a full product: it decides subswaths and incidence.
    pub first_sample: u32,
    /// From south to north.
    pub is_ascending: bool,
    /// Middle of the scene, degrees.
    pub middle_deg: (f64, f64),
}

impl SarSceneParams {
    /// Clutter and nothing else: no ships, no land, no swell.
    pub fn clutter_only(seed: u64, clutter: ClutterLaw, wind_m_s: f64, order: f64) -> Self {
        Self {
            seed,
            lines: 1500,
            samples: 1500,
            kind: SceneKind::OpenSea,
            clutter,
            texture_order: order,
            texture_m: 45.0,
            wind_m_s,
            upwind_angle_deg: 40.0,
            fleet: Fleet::None,
            has_swell: false,
            has_streaks: false,
            has_slick: false,
            has_interference: false,
            first_sample: 11_000,
            is_ascending: false,
            middle_deg: (-21.0, -112.0),
        }
    }

    /// The frozen scenes: 15 km by 15 km, wind 3-14 m/s, any law and kind. Seeds 1 to 30 are for tuning; 31 to 60 and
    /// 61 to 90 were drawn once each for final figures and are spent.
    pub fn of_seed(seed: u64) -> Self {
        let mut random = Random::new(seed, 1);
        let wind_m_s = random.between(3.0, 14.0);
        let kind =
            [SceneKind::Port, SceneKind::OpenSea, SceneKind::Anchorage, SceneKind::Port][seed as usize % 4];
        let clutter = [ClutterLaw::K, ClutterLaw::LogNormal, ClutterLaw::Mixed][seed as usize % 3];
        let ships = match kind {
            SceneKind::OpenSea => 16 + random.below(10) as u32,
            SceneKind::Port => 9 + random.below(6) as u32,
            SceneKind::Anchorage => 8 + random.below(6) as u32,
        };
        Self {
            texture_order: sea::texture_order(wind_m_s) * (0.15 * random.normal()).exp(),
            texture_m: random.between(30.0, 60.0),
            upwind_angle_deg: random.between(0.0, 180.0),
            kind,
            fleet: Fleet::Mixed(ships),
            has_swell: random.unit() < 0.4,
            has_streaks: random.unit() < 0.4,
            has_slick: random.unit() < 0.2,
            has_interference: random.unit() < 0.1,
            first_sample: random.between(0.0, f64::from(view::FULL_SAMPLES - 1500)) as u32,
            is_ascending: random.unit() < 0.5,
            // Open ocean far from any real port: the coast is invented.
            middle_deg: (random.between(-30.0, -15.0), random.between(-115.0, -105.0)),
            ..Self::clutter_only(seed, clutter, wind_m_s, 1.0)
        }
    }
}
