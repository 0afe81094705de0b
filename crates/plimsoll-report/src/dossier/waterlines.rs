//! How deep ships lay by images: readings with the points that they rest on, and the two ends of a port visit.

use plimsoll_model::{Estimate, Measurement, Period, PixelWindow, RecordId, WaterlineReading};

/// Everything about waterlines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaterlinesEntry {
    /// The readings, refused ones too.
    pub readings: Vec<WaterlineEntry>,
    /// Port visits of which images tell how the ship came or left.
    pub pairs: Vec<WaterlinePair>,
}

/// A reading, its image, and what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterlineEntry {
    /// The reading.
    pub reading: WaterlineReading,
    /// Standard deviation of its draught, m: the root of the sum of the squares of its budget.
    pub draught_sd_m: Option<f64>,
    /// What the ship is called.
    pub ship: String,
    /// Name of the image.
    pub image: String,
    /// When the image was taken, as far as it is known.
    pub time: Option<Period>,
    /// In words: where the time comes from.
    pub time_basis: String,
    /// Path of the image's exhibit, as the case names it.
    pub exhibit: String,
    /// SHA-256 of that exhibit, hexadecimal.
    pub sha256: String,
    /// Licence, and the line that whoever took it asks for. May be empty.
    pub credit: String,
    /// True if the image was made by a simulator.
    pub is_simulated: bool,
    /// What was measured of the ship in the image, by everybody.
    pub measurements: Vec<Measurement>,
    /// The part of the image that holds the points.
    pub chip: Option<MarkedChip>,
}

/// The part of an image in which points were set. The report draws the points of the measurements over it.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkedChip {
    /// The picture for the page, PNG: a large one made smaller, values of a satellite image stretched.
    pub png: Vec<u8>,
    /// The pixels as they are in the image, cut and not made smaller, PNG: written beside the page.
    pub original: Vec<u8>,
    /// Which pixels of the image, upright, it shows.
    pub window: PixelWindow,
    /// From one pixel of the image to the next on the ground, m: down, across. `None` for a photograph.
    pub metres_per_pixel: Option<(f64, f64)>,
    /// Direction of true north in the picture, degrees clockwise from up; `None`: it is not placed on the Earth.
    pub north_deg: Option<f64>,
    /// Which grey is what, for an image whose values were stretched. May be empty.
    pub stretch: String,
}

/// A port visit of which an image tells how the ship came, or how she left, or both. Draughts, what is shared and where
/// each comes from stand in the visit's own entry.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterlinePair {
    /// The visit.
    pub visit: RecordId,
    /// The reading on arrival.
    pub arrival: Option<RecordId>,
    /// The reading on departure.
    pub departure: Option<RecordId>,
    /// Draught on departure less draught on arrival, m, without the error that is the same in both images.
    pub change_m: Option<Estimate<f64>>,
}
