//! Where a pixel lies, how large it is, and how the satellite saw it.

use plimsoll_model::{Pass, Position};

/// How lines and samples become positions and back.
pub trait Georeference: Send + Sync {
    /// The position of a point of the image: line and sample, (0, 0) the centre of the first pixel. `None` outside
    /// what the file places.
    fn position(&self, line: f64, sample: f64) -> Option<Position>;
    /// The point of the image at a position; `None` if it is not in the image (with a margin of one pixel).
    fn pixel(&self, position: Position) -> Option<(f64, f64)>;
    /// Incidence angle at the ground, degrees, where it is known.
    fn incidence_deg(&self, line: f64, sample: f64) -> Option<f64>;
}

/// What the satellite's flight says of a place in the image, for ghosts and for moving ships.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Azimuth {
    /// Distance along the track from an object to its first ambiguity: `PRF / |Ka| * v_g`, m.
    pub ambiguity_m: f64,
    /// Slant range, m.
    pub slant_range_m: f64,
    /// Speed of the satellite, m/s.
    pub satellite_speed_m_s: f64,
}

/// What the flight says at a line and sample.
pub type AzimuthAt = Box<dyn Fn(f64, f64) -> Option<Azimuth> + Send + Sync>;

/// The geometry of a scene.
pub struct Geometry {
    /// From one line to the next on the ground, m. Lines run along the track in a GRD.
    pub line_spacing_m: f64,
    /// From one sample to the next on the ground, m.
    pub sample_spacing_m: f64,
    /// Where pixels lie; `None`: nobody knows.
    pub georeference: Option<Box<dyn Georeference>>,
    /// The direction of flight in the image: angle from the direction of growing line numbers towards growing sample
    /// numbers, degrees. 0 in a GRD; `None`: not known (a map).
    pub track_in_image_deg: Option<f64>,
    /// Which way the satellite flew.
    pub pass: Option<Pass>,
    /// What the flight says at a line and sample; `None`: not known.
    pub azimuth: Option<AzimuthAt>,
}
