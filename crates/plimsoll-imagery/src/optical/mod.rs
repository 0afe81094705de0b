//! Optical scenes: bands, sun and sensor, ships, cloud.
//!
//! Method, figures and caveats: `docs/methods/optical-detection.md`.
//!
//! | module | holds |
//! |---|---|
//! | [`bands`] | [`Band`]: what a band shows |
//! | [`picture`] | PNG and JPEG in their colours |
//! | [`stac`] | [`StacItem`]: what the item beside an image says |
//! | [`facts`] | [`OpticalFacts`]: what is known of a scene; angles as seen from the ship |
//! | [`sun`] | where the sun stands, and whether a stated sun fits time and place |
//! | [`open`] | [`open_optical()`]: a file as an [`OpticalScene`] |

pub mod bands;
pub mod facts;
pub mod open;
pub mod picture;
pub mod stac;
pub mod sun;

pub use bands::Band;
pub use facts::{OpticalFacts, OpticalOptions, OpticalSceneParams, zenith_deg};
pub use open::{OpticalRaster, OpticalScene, open_optical};
pub use stac::StacItem;
pub use sun::{SunCheck, apart_deg, check_sun, sun_at};
