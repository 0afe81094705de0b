//! Land: coastline, piers, fixed objects, berths; as a mask by window, and as a distance to the shore.
//!
//! | module | holds |
//! |---|---|
//! | `chart` | a plane about the scene, and the image as a grid on it: positions to lines and samples, also outside |
//! | `shapes` | areas and lines as sides in the image, clipped to it; filled line by line |
//! | `mask` | [`LandMask`]: bits by window, distance to the shore |
//! | `persistence` | fixed objects learnt from a stack of scenes |

mod chart;
mod mask;
pub mod persistence;
mod shapes;

pub use mask::{FIXED, LAND, LandMask, LandParams, LandSources, PIER};
pub use persistence::{Persistence, Sighting};
