//! Radar and optical images: bytes in, scenes, detections and measurements out.
//!
//! Pixels are read by window from anything that can be read and sought, so that memory does not grow with the scene.
//! Inside, a pixel is power (sigma nought where the file is calibrated), linear and signed; decibels are for showing.
//!
//! | module | holds |
//! |---|---|
//! | [`error`] | why a scene cannot be read |
//! | [`raster`] | [`Raster`]: power by window |
//! | [`geometry`] | [`Geometry`]: where a pixel lies, how large it is, how the satellite saw it |
//! | [`tiff`], [`geotiff`] | TIFF and BigTIFF by window, and where their pixels lie |
//! | [`photo`] | [`read_photo`](photo::read_photo): time, place, lens of a photograph |
//! | [`picture`] | PNG and JPEG |
//! | [`open`] | [`open_scene`]: a processed raster as a scene; [`join`]: files of one scene made one |
//! | [`power`] | [`SampleKind`]: what the values of a file mean |
//! | [`chip`] | a window as a picture, as characters, and with its values untouched |
//! | [`mod@berth`] | [`berth_look`]: what one scene shows at one berth |
//! | [`bright`] | [`BrightPixel`]: what stands out of the sea |
//! | [`safe`] | Sentinel-1 products: calibration, noise, geolocation, flight |
//! | [`scene_time`] | a date in a file's name |
//! | [`threshold`] | the laws of clutter, and the thresholds for a false-alarm rate |
//! | [`clutter`] | statistics of the sea about a pixel |
//! | [`mod@search`] | [`search()`](search::search): the pixels that stand out of the sea, strip by strip |
//! | [`mod@measure`] | [`measure()`](measure::measure): length, beam and axis of a ship |
//! | [`mod@land`] | [`LandMask`]: land, piers, fixed objects; distance to the shore |
//! | [`objects`] | bright pixels that belong together, and what they are |
//! | [`effort`] | [`coverage()`](effort::coverage): how much of a place a scene looked at |
//! | [`ready`] | [`ReadyScene`]: fine pixels averaged, land of its own for a picture without a place, searched |
//! | [`mod@detect`] | [`detect()`](detect::detect): a scene's detections |
//! | [`mod@waterline`] | [`read_points`](waterline::read_points): freeboards, lengths and places on deck from the points set in an image |
//! | [`optical`] | optical scenes: bands, sun and sensor, ships, cloud |

mod averaged;
pub mod berth;
pub mod bright;
pub mod chip;
pub mod clutter;
pub mod detect;
pub mod effort;
pub mod error;
pub mod geometry;
pub mod geotiff;
mod join;
pub mod land;
pub mod measure;
pub mod objects;
pub mod open;
pub mod optical;
pub mod photo;
pub mod picture;
pub mod power;
pub mod raster;
pub mod ready;
pub mod safe;
pub mod scene_time;
pub mod search;
mod sniff;
pub mod threshold;
pub mod tiff;
pub mod waterline;

pub use berth::{BerthParams, BerthScene, berth_look, stack_name};
pub use bright::BrightPixel;
pub use detect::{DetectParams, Detections, detect};
pub use effort::{AreaPoints, Coverage, coverage};
pub use error::ImageryError;
pub use geometry::{Azimuth, Geometry, Georeference};
pub use join::join;
pub use land::{LandMask, LandParams, LandSources};
pub use measure::{MeasureParams, Measured, SensorClass, measure};
pub use open::{OpenOptions, OpenedScene, ReadSeek, SceneFacts, open_scene};
pub use power::SampleKind;
pub use raster::{Planes, Raster, RawRaster, Rows};
pub use ready::{ReadyParams, ReadyScene};
pub use search::{LawCount, Mask, OpenSea, SearchParams, SearchTotals, Strip, search};
