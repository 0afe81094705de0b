//! Sentinel-1 ground-range products (GRD) in SAFE form, in a folder or a ZIP archive.
//!
//! | module | holds |
//! |---|---|
//! | `files` | [`SafeFiles`], [`SafeZip`]: where the bytes lie |
//! | `manifest`, `annotation` | what the product says of itself |
//! | `calibration`, `noise`, `vectors` | [`Calibration`]: digital numbers to sigma nought |
//! | `scene`, `border` | [`SafeScene`]: power by window |
//! | `grid`, `orbit`, `flight` | [`SafeGrid`]: positions; ambiguities, displacement of moving ships |
//!
//! Modes IW, EW and SM are read alike; only IW was at hand to test with.

mod annotation;
mod border;
mod calibration;
mod files;
mod flight;
mod grid;
mod inflate;
mod manifest;
mod noise;
mod orbit;
mod product;
mod scene;
mod vectors;
mod xml;

pub use annotation::{Annotation, FmRate, GridPoint, ImageInformation, SlantRange, StateVector, SwathBounds};
pub use calibration::Calibration;
pub use files::{OpenArchive, SafeFiles, SafeZip};
pub use flight::{azimuth_shift_m, look_direction_deg};
pub use grid::SafeGrid;
pub use manifest::Manifest;
pub use product::{
    OpenNumbers, SafeFacts, SafeProduct, open_safe, open_safe_trimmed, open_safe_with, read_safe_facts,
};
pub use scene::{SafeBand, SafeScene};
