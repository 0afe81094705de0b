//! Optical scenes: bands, sun and sensor, ships, cloud.
//!
//! Method, figures and caveats: `docs/methods/optical-detection.md`.
//!
//! | module | holds |
//! |---|---|
//! | [`bands`] | [`Band`]: what a band shows |
//! | [`cloud`] | [`CloudMask`]: cloud over the sea |
//! | [`chip`] | a window as a picture in its colours |
//! | [`picture`] | PNG and JPEG in their colours |
//! | [`stac`] | [`StacItem`]: what the item beside an image says |
//! | [`facts`] | [`OpticalFacts`]: what is known of a scene; angles as seen from the ship |
//! | [`sun`] | where the sun stands, and whether a stated sun fits time and place |
//! | [`params`] | what ships are found by |
//! | [`mod@detect`] | [`detect_ships()`]: what stands out of the water, and what it is |
//! | `working`, `bodies`, `sea`, `find`, `grid`, `hull`, `wake`, `verdict` | its steps: cells, water and cloud, contrast, half-contrast contours, wakes, kinds |
//! | [`open`] | [`open_optical()`]: a file as an [`OpticalScene`] |

pub mod bands;
mod bodies;
pub mod chip;
pub mod cloud;
pub mod detect;
pub mod facts;
mod find;
mod grid;
mod hull;
pub mod open;
pub mod params;
pub mod picture;
mod sea;
pub mod stac;
pub mod sun;
mod verdict;
mod wake;
mod working;

pub use bands::Band;
pub use cloud::CloudMask;
pub use detect::{OpticalDetections, detect_ships};
pub use facts::{OpticalFacts, OpticalOptions, OpticalSceneParams, zenith_deg};
pub use open::{OpticalRaster, OpticalScene, open_optical};
pub use params::OpticalDetectParams;
pub use stac::StacItem;
pub use sun::{SunCheck, apart_deg, check_sun, sun_at};
