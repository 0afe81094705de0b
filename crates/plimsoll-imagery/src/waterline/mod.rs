//! The waterline: what the points that somebody set in an image say of a hull and of how high it stands above the water.
//!
//! Method pages: `docs/methods/freeboard.md` (from above), `docs/methods/oblique-photos.md`, `docs/methods/deck-features.md`.
//! No pixel is read here. A reading has an interval and its terms of error, or there is none and a sentence says which
//! geometry would do.
//!
//! | module | holds |
//! |---|---|
//! | [`points`] | [`point_sets()`]: a file of points as sets |
//! | [`view`] | [`View`], [`HullFacts`]: what is known of the image and of the hull |
//! | [`params`] | [`WaterlineParams`] |

mod clicks;
mod edges;
mod ground;
mod hull_axis;
mod overhead;
pub mod params;
pub mod points;
mod rows;
pub mod view;

pub use params::WaterlineParams;
pub use points::point_sets;
pub use view::{HullFacts, OverheadView, PhotoView, View};

use plimsoll_model::{ErrorTerm, Estimate, FreeboardMethod, ImagePoint, Measurable, PointSet, Station};

/// Names of the terms of error. Those of [`term::OWN`] are drawn anew with each click; the others are shared by all
/// readings of one image.
pub mod term {
    /// The edges as clicked: own to each reading.
    pub const CLICKS: &str = "clicks on the edges";
    /// Sun and sensor stand a little elsewhere.
    pub const ANGLES: &str = "angles of sun and sensor";
    /// The direction of the hull's side in the image.
    pub const AXIS: &str = "direction of the hull's side";
    /// The size of a pixel on the ground.
    pub const SPACING: &str = "size of a pixel";
    /// The water beside the hull is not at its mean level.
    pub const SWELL: &str = "swell";
    /// How far the quay stands above the water.
    pub const QUAY: &str = "height of the quay";
    /// Terms that are drawn anew with each reading.
    pub const OWN: [&str; 1] = [CLICKS];
}

/// One quantity read from one set of points.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// What it is of.
    pub quantity: Measurable,
    /// Where along the hull, where it is read at stations.
    pub station: Option<Station>,
    /// How, for a freeboard.
    pub method: Option<FreeboardMethod>,
    /// Its value in the unit of the quantity, the middle 90 %.
    pub value: Estimate<f64>,
    /// Signed measurability K: metres in the image for each metre of freeboard.
    pub measurability: Option<f64>,
    /// The points that it rests on.
    pub marked: Vec<ImagePoint>,
    /// In words: how it was made.
    pub basis: String,
}

/// One freeboard at one station by one method.
#[derive(Clone, Debug, PartialEq)]
pub struct FreeboardReading {
    /// Where along the hull.
    pub station: Station,
    /// How.
    pub method: FreeboardMethod,
    /// The edge seen above the water, m.
    pub height_m: f64,
    /// What its error consists of, one standard deviation each; independent of each other.
    pub terms: Vec<ErrorTerm>,
    /// Signed measurability K; `None` for photographs.
    pub measurability: Option<f64>,
    /// The points that it rests on.
    pub marked: Vec<ImagePoint>,
}

impl FreeboardReading {
    /// One standard deviation of the height, m: the root of the sum of the squares of its terms.
    pub fn sd_m(&self) -> f64 {
        libm::sqrt(self.terms.iter().map(|term| term.sd_m * term.sd_m).sum())
    }
}

/// What a set of points says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// Each quantity; freeboards among them.
    pub measurements: Vec<Measured>,
    /// The freeboards with their terms of error.
    pub freeboards: Vec<FreeboardReading>,
    /// Why a freeboard that was marked is not given, and which geometry would do. There may be readings beside it.
    pub refusal: Option<String>,
}

/// Reads a set of points.
///
/// It never fails: what cannot be read is a sentence in [`Read::refusal`].
pub fn read_points(set: &PointSet, view: &View, hull: &HullFacts, params: &WaterlineParams) -> Read {
    match view {
        View::Overhead(view) => overhead::read(&set.points, view, hull, params),
        View::Photo(_) => Read { refusal: Some("photographs are not read yet".into()), ..Read::default() },
    }
}

/// Half the width of the middle 90 % of a normal distribution, in standard deviations.
const HALF_WIDTH_SD: f64 = 1.644_853_626_951_472_7;

/// The middle 90 % about a value; `None` if a number is not finite.
fn interval(mid: f64, sd: f64) -> Option<Estimate<f64>> {
    let half = HALF_WIDTH_SD * sd.abs();
    if !mid.is_finite() || !half.is_finite() {
        return None;
    }
    Estimate::new(mid - half, mid, mid + half)
}

/// One standard deviation of an estimate whose interval holds the middle 90 %.
fn sd_of(estimate: &Estimate<f64>) -> f64 {
    (estimate.high() - estimate.low()) / (2.0 * HALF_WIDTH_SD)
}
