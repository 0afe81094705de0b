//! Radar images: bytes in, scenes, detections and measurements out.
//!
//! Pixels are read by window from anything that can be read and sought, so that memory does not grow with the scene.
//! Inside, a pixel is power (sigma nought where the file is calibrated), linear and signed; decibels are for showing.
//!
//! | module | holds |
//! |---|---|
//! | [`error`] | why a scene cannot be read |
//! | [`raster`] | [`Raster`]: power by window |
//! | [`geometry`] | [`Geometry`]: where a pixel lies, how large it is, how the satellite saw it |
//! | [`mod@berth`] | [`berth_look`]: what one scene shows at one berth |
//! | [`bright`] | [`BrightPixel`]: what stands out of the sea |

pub mod berth;
pub mod bright;
pub mod error;
pub mod geometry;
pub mod raster;

pub use berth::{BerthParams, BerthScene, berth_look, stack_name};
pub use bright::BrightPixel;
pub use error::ImageryError;
pub use geometry::{Azimuth, Geometry, Georeference};
pub use raster::{Planes, Raster, RawRaster};
