//! The pixels of a scene in a case, by window: for chips in the report and for `plimsoll why`.

use crate::stage::CaseFolder;
use plimsoll_case::exhibit::ExhibitEntry;
use plimsoll_model::PixelWindow;

/// A part of a scene, as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Pixels {
    /// The picture with its grey values stretched, PNG.
    pub png: Vec<u8>,
    /// The pixels as they are in the file, PNG.
    pub original: Vec<u8>,
    /// The values of the file, TIFF.
    pub values: Option<Vec<u8>>,
    /// The part that the picture shows: the window with sea about it, inside the scene.
    pub window: PixelWindow,
    /// From one pixel to the next on the ground, m: down, across.
    pub metres_per_pixel: (f64, f64),
    /// Direction of true north, degrees clockwise from up; `None`: it is not placed on the Earth.
    pub north_deg: Option<f64>,
    /// Which grey is what, in words.
    pub stretch: String,
    /// The same as text, for a terminal.
    pub text: String,
}

/// The pixels about a window of a scene; `None` where they cannot be read.
pub const fn window(_case: &CaseFolder, _exhibit: &ExhibitEntry, _window: PixelWindow) -> Option<Pixels> {
    None
}
