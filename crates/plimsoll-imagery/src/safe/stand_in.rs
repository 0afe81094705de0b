//! Stands in for the types of opened scenes until they are here.

use crate::geometry::Geometry;
use crate::raster::Raster;
use plimsoll_model::{Pass, Period, Position};
use std::io::{Read, Seek};

/// Something that can be read and sought, on any thread.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// A scene that was opened: pixels are read when they are asked for.
pub struct OpenedScene {
    /// Its power, by window.
    pub raster: Box<dyn Raster>,
    /// Where its pixels lie.
    pub geometry: Geometry,
    /// What is known of it.
    pub facts: SceneFacts,
}

/// What is known of a scene besides its pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SceneFacts {
    /// What the bytes are.
    pub form: String,
    /// Which satellite or instrument.
    pub sensor: Option<String>,
    /// When it was taken.
    pub time: Option<Period>,
    /// In words: where the time comes from.
    pub time_basis: String,
    /// The corners of what it covers.
    pub footprint: Vec<Position>,
    /// Number of the orbit in the repeat cycle.
    pub relative_orbit: Option<u32>,
    /// Which way the satellite flew.
    pub pass: Option<Pass>,
    /// Least and greatest incidence angle at the ground, degrees.
    pub incidence_deg: Option<(f64, f64)>,
    /// Equivalent number of looks that the product states.
    pub looks: Option<f64>,
    /// In words: what was assumed, left out or odd.
    pub notes: Vec<String>,
}
