//! What images show: which were looked at, where and when, and what was found.

use plimsoll_model::{Detection, Look, Occupancy, RecordId, Scene};

/// Everything about images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenesEntry {
    /// The scenes.
    pub scenes: Vec<SceneEntry>,
    /// The effort log: each scene over each place, also those in which no ship was seen.
    pub effort: Vec<EffortEntry>,
    /// What was found, of any kind.
    pub detections: Vec<DetectionEntry>,
    /// Pictures of some of it.
    pub chips: Vec<ChipEntry>,
    /// What the scenes say of berths.
    pub occupancy: Vec<OccupancyEntry>,
}

/// A scene, and what is to be said of its exhibit.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneEntry {
    /// The scene.
    pub scene: Scene,
    /// Path of the exhibit, as the case names it.
    pub exhibit: String,
    /// SHA-256 of the exhibit, hexadecimal.
    pub sha256: String,
    /// Licence, and the line that whoever made it asks for. May be empty.
    pub credit: String,
}

/// A look at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct EffortEntry {
    /// The look.
    pub look: Look,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct DetectionEntry {
    /// The detection.
    pub detection: Detection,
    /// The places of the case in which it lies.
    pub places: Vec<String>,
}

/// A picture of a detection.
#[derive(Clone, Debug, PartialEq)]
pub struct ChipEntry {
    /// The detection.
    pub detection: RecordId,
    /// The picture with its grey values stretched, PNG. It is shown enlarged, pixel by pixel.
    pub png: Vec<u8>,
    /// The pixels as they are in the file, cut and not enlarged, PNG.
    pub original: Vec<u8>,
    /// The values of the file, TIFF: written beside the page.
    pub values: Option<Vec<u8>>,
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// From one pixel to the next on the ground, m: down, across.
    pub metres_per_pixel: (f64, f64),
    /// Direction of true north in the picture, degrees clockwise from up; `None`: it is not placed on the Earth.
    pub north_deg: Option<f64>,
    /// The middle of the detection in the picture, pixels from the upper left corner: down, across.
    pub centre: (f64, f64),
    /// Which grey is what, such as `black -5 dB, white 25 dB over the sea about it`.
    pub stretch: String,
}

/// What a scene says of a berth.
#[derive(Clone, Debug, PartialEq)]
pub struct OccupancyEntry {
    /// The answer.
    pub occupancy: Occupancy,
}
