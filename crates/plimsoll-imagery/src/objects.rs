//! From bright pixels to objects: what belongs together, and what it is.
//!
//! | module | holds |
//! |---|---|
//! | [`components`] | bright pixels that touch, strip by strip, in bounded memory |
//! | [`shape`] | extent, axis and thickness of a set of pixels |
//! | [`arms`] | the crosses about bright points: their direction, how bright they may be |
//! | [`joined`] | pieces of one hull joined, two hulls in one object parted |
//! | [`ashore`] | the light of what stands ashore, in the water beside it |
//! | [`ghosts`] | ambiguities along the track |
//! | `rim` | hulls fall off at once, patches of rough sea do not |
//! | [`taught`] | land, direction of flight and distance of ghosts, from the scene itself |
//! | [`verdict`] | kind, quality and reasons |

pub mod arms;
pub mod ashore;
pub mod components;
pub mod ghosts;
pub mod joined;
pub(crate) mod rim;
pub mod shape;
pub mod taught;
pub mod verdict;
