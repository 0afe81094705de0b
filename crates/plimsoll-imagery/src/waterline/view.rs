//! What is known of the image and of the hull before anything is read.

use plimsoll_model::{Direction, Estimate};

/// How an image from above was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct OverheadView {
    /// From one line to the next on the ground, m.
    pub line_spacing_m: f64,
    /// From one sample to the next on the ground, m.
    pub sample_spacing_m: f64,
    /// Direction of north in the image, from up, clockwise, degrees.
    pub north_in_image_deg: f64,
    /// Where the sun stood, seen from the ship.
    pub sun: Option<Direction>,
    /// Where the sensor stood, seen from the ship (not the off-nadir angle at the spacecraft).
    pub sensor_at: Option<Direction>,
    /// One standard deviation of each of these angles, degrees.
    pub angle_sd_deg: f64,
}

/// How a photograph was taken. Lines and samples are of the image as stored, after its EXIF orientation was undone.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoView {
    /// Rows of pixels.
    pub lines: u32,
    /// Pixels in a row.
    pub samples: u32,
    /// Height of the camera above the water, m.
    pub camera_height_m: Option<Estimate<f64>>,
    /// Focal length in pixels of the image as stored.
    pub focal_px: Option<Estimate<f64>>,
}

/// How an image was taken.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// From above, pixels of known size on the ground.
    Overhead(OverheadView),
    /// A photograph from an aircraft, a ship or the shore.
    Photo(PhotoView),
}

/// What is known of the hull that helps to read the image.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HullFacts {
    /// Length overall, m.
    pub length_overall_m: Option<Estimate<f64>>,
    /// Beam, m.
    pub beam_m: Option<Estimate<f64>>,
    /// Moulded depth, m.
    pub depth_moulded_m: Option<Estimate<f64>>,
    /// Draught at which the water stands at the upper edge of the boot-topping, m.
    pub band_top_draught_m: Option<Estimate<f64>>,
    /// Height above the water of what the shadow falls on (a quay), m, where it does not fall on water.
    pub quay_height_m: Option<Estimate<f64>>,
    /// Significant height of the swell, m.
    pub swell_height_m: Option<f64>,
}

/// A side of a hull.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// On the left of who looks forward.
    Port,
    /// On the right.
    Starboard,
}

impl Side {
    /// In words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Port => "port",
            Self::Starboard => "starboard",
        }
    }
    /// Where it faces, clockwise from the bow, degrees.
    pub const fn from_bow_deg(self) -> f64 {
        match self {
            Self::Port => -90.0,
            Self::Starboard => 90.0,
        }
    }
}
