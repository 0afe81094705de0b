//! Association: which found object is which ship of AIS, as probabilities.
//!
//! Method page: `docs/methods/association.md`. Each ship is moved to the time of the image ([`predict`]) and to where the
//! radar shows a moving ship ([`RadarLook`]); distance, length and whether she would be found say how likely a pair is,
//! beside the chance that the object is a ship without AIS or no ship at all. Belief propagation makes probabilities of
//! that in which each ship is one object at most ([`associate`]).
//!
//! | module | holds |
//! |---|---|
//! | `predict` | where a ship was at the time of the image, and how surely |
//! | `fit` | how surely: fitted on reports held out |
//! | `shift` | the displacement of a moving ship in a radar image |
//! | `likely` | lengths, found or not, inside or not |
//! | `traffic` | where ships without AIS are expected |
//! | `scene` | all of it for one scene |
//! | `belief` | marginal probabilities |
//! | `assign` | one partner for each, for pictures |
//! | `rows` | rows of the table, words |
//! | `plane` | short ways in metres |

mod assign;
mod belief;
mod fit;
mod likely;
mod params;
mod plane;
mod predict;
mod rows;
mod scene;
mod shift;
mod traffic;

pub use fit::{HeldOut, MotionFit, fit_motion, hold_out};
pub use likely::measured_length;
pub use params::{AssociateParams, FoundParams, LengthsParams, MotionParams};
pub use plane::{Step, area_km2, moved, step};
pub use predict::{Fix, Predicted, predict, speed_class};
pub use rows::{not_associated, rows};
pub use scene::{Pair, Radio, SceneBelief, Seen, Sight, View, is_gear_name};
pub use shift::{LookSide, RadarLook};
pub use traffic::Traffic;

use scene::Prepared;

/// What comes out of the scenes of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Associated {
    /// Of each scene, in the order given.
    pub scenes: Vec<SceneBelief>,
    /// Ships without AIS for each ship with AIS, learnt from all scenes.
    pub silent_per_lit: f64,
}

/// Most rounds in which the share of silent ships is learnt.
const MOST_LEARNT: usize = 50;

/// Associates the objects of all scenes with radios. The share of silent ships is learnt from all of them together, by
/// expectation and maximisation; scenes are otherwise each on its own.
pub fn associate(views: &[View], traffic: &Traffic, params: &AssociateParams) -> Associated {
    let prepared: Vec<Prepared<'_>> = views.iter().map(|view| Prepared::new(view, traffic, params)).collect();
    let mut ratio = params.silent_per_lit;
    for _ in 0..MOST_LEARNT {
        let mut silent = params.silent_per_lit * params.silent_prior_ships;
        let mut lit = params.silent_prior_ships;
        for scene in &prepared {
            let (of_scene, with_ais) = scene.silent(ratio, params);
            silent += of_scene;
            lit += with_ais;
        }
        let new = if lit > 0.0 { silent / lit } else { ratio };
        let change = (new - ratio).abs();
        ratio = new;
        if change <= 1e-3 * ratio.max(1e-3) {
            break;
        }
    }
    Associated {
        scenes: prepared.iter().map(|scene| scene.belief(ratio, params)).collect(),
        silent_per_lit: ratio,
    }
}
