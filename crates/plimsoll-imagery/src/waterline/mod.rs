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

mod band;
mod budget;
mod clicks;
mod edges;
mod features;
mod frame;
mod ground;
mod hull_axis;
mod inputs;
mod oblique;
mod overhead;
pub mod params;
pub mod plan;
pub mod points;
mod rows;
mod scale;
pub mod view;

pub use params::WaterlineParams;
pub use plan::{MethodPlan, Plan, SidePlan, WouldDo, plan, would_do};
pub use points::{check_inside, point_sets};
pub use view::{HullFacts, OverheadView, PhotoView, Side, View};

use plimsoll_model::{ErrorTerm, Estimate, FreeboardMethod, ImagePoint, Measurable, PointSet, Station};

/// What the terms of error are called. Those of the points are own to each reading; the others are shared by all readings
/// of one image.
pub mod term {
    /// The points as clicked: own to each reading. Names of such terms begin with `points`.
    pub const POINTS: &str = "points on the edges";
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
    /// How high the camera stood.
    pub const CAMERA: &str = "height of the camera";
    /// The focal length of the camera.
    pub const FOCAL: &str = "focal length";
    /// Refraction lifts the visible horizon more or less than usual.
    pub const DIP: &str = "dip of the horizon";
    /// The length of the ship.
    pub const LENGTH: &str = "length of the ship";
    /// The beam of the ship, by which the turn of the hull is told.
    pub const BEAM: &str = "beam of the ship";
    /// The edge of the deck does not stand upright over the waterline.
    pub const OVERHANG: &str = "flare of the side";
    /// Which way is down in the photograph.
    pub const ROLL: &str = "roll of the photograph";
    /// How steeply the camera looks down, where no horizon tells.
    pub const DEPRESSION: &str = "steepness of the view";
    /// The height of what is upright.
    pub const VERTICALS: &str = "height of the vertical";
    /// The hull is not everywhere equally far.
    pub const SCALE_CHANGE: &str = "change of scale along the hull";
    /// Where on the hull the figures of draught marks stand.
    pub const MARKS: &str = "place of the draught marks";
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
    /// On which side; `None`: not known.
    pub side: Option<Side>,
    /// How.
    pub method: FreeboardMethod,
    /// The edge seen above the water, m. For the boot-topping how much of the band stands above it; for draught marks the
    /// draught itself.
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
        budget::total_sd_m(&self.terms)
    }

    /// Itself, unless it lies below the water by more than its error explains.
    fn above_water(self) -> Result<Self, String> {
        if self.height_m >= -2.0 * self.sd_m() {
            return Ok(self);
        }
        Err(format!(
            "the points give {:.2} m: an edge lies on the wrong side, or the angles are not of this image",
            self.height_m
        ))
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

impl Read {
    /// Adds reasons to the refusal.
    fn refuse(&mut self, reasons: Vec<String>) {
        let all: Vec<String> = self.refusal.take().into_iter().chain(reasons).collect();
        self.refusal = (!all.is_empty()).then(|| all.join("; "));
    }
}

/// Reads a set of points.
///
/// It never fails: what cannot be read is a sentence in [`Read::refusal`].
pub fn read_points(set: &PointSet, view: &View, hull: &HullFacts, params: &WaterlineParams) -> Read {
    match view {
        View::Overhead(view) => read_overhead(&set.points, view, hull, params),
        View::Photo(view) => oblique::read(&set.points, view, hull, params),
    }
}

fn read_overhead(
    points: &[ImagePoint],
    view: &OverheadView,
    facts: &HullFacts,
    params: &WaterlineParams,
) -> Read {
    let mut read = Read::default();
    let Some(ground) = ground::Ground::new(view) else {
        read.refuse(vec!["the size of a pixel on the ground is not known".into()]);
        return read;
    };
    let light = budget::Light {
        sun: ground::usable(view.sun),
        sensor: ground::usable(view.sensor_at),
        sd_deg: view.angle_sd_deg,
    };
    let lean = light.sensor.map(ground::lean);
    let Some(axis) = hull_axis::HullAxis::new(&ground, points, lean, params) else {
        read.refuse(vec![
            "which way the hull lies is not known: mark bow and stern, or the edge of the deck at two places far apart".into(),
        ]);
        return read;
    };
    let hull = overhead::Hull { ground, axis, light, facts, params };
    features::measure(points, &hull, &mut read);
    overhead::freeboards(points, view, &hull, &mut read);
    read
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
