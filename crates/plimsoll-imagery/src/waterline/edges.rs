//! How far the edge of the deck, the water and the shadow lie apart in an image from above, and what height that means.
//!
//! Method page: `docs/methods/freeboard.md`, section 3. In an image made upright to the water a point at height `h` is
//! displaced by `-h tan(theta) u_v`, away from the sensor; its shadow on the water lies at `-h cot(eps) u_s`.

use super::ground::{Vector, dot, unit};
use plimsoll_model::Direction;

/// Metres in the image for each metre of height, along a normal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Factors {
    /// How far the edge of the deck leans inward over the hull: `n . u_v tan(theta)`. `None`: no sensor known.
    pub(super) lean: Option<f64>,
    /// How far its shadow falls outward on the water: `-n . u_s cot(eps)`. `None`: no sun known.
    pub(super) shadow: Option<f64>,
}

impl Factors {
    /// Along a normal, for the sun and the sensor given.
    pub(super) fn new(normal: Vector, sun: Option<Direction>, sensor: Option<Direction>) -> Self {
        let along = |direction: Direction| {
            let elevation = direction.elevation_deg.to_radians();
            dot(normal, unit(direction.azimuth_deg)) * libm::cos(elevation) / libm::sin(elevation)
        };
        // The zenith angle of the view is the complement of the elevation: its tangent is the cotangent of that.
        Self { lean: sensor.map(along), shadow: sun.map(|sun| -along(sun)) }
    }
}

/// Where an edge lies along the normal, and one standard deviation, m.
pub(super) type Seen = (f64, f64);

/// What was marked on one side at one station.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Edges {
    /// Edge of the deck.
    pub(super) deck: Option<Seen>,
    /// Waterline.
    pub(super) water: Option<Seen>,
    /// Edge of the shadow.
    pub(super) shadow: Option<Seen>,
}

/// A height above the water from two or three edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Height {
    /// Above what the waterline lies on, m.
    pub(super) height_m: f64,
    /// One standard deviation from the clicks, m.
    pub(super) clicks_sd_m: f64,
    /// One standard deviation from the deck's standing out over the waterline, m.
    pub(super) overhang_sd_m: f64,
}

/// The height that fits the edges best, by least squares in the height and the place of the hull's side:
/// `deck = x - h lean`, `water = x`, `shadow = x + h shadow`. On a quay `q` above the water the shadow lies
/// `q (lean + shadow)` further in than it would on water. The deck may stand out over the waterline by `overhang_sd_m`,
/// so that the water weighs less. `None` with fewer than two edges.
pub(super) fn height(edges: &Edges, factors: &Factors, quay_m: f64, overhang_sd_m: f64) -> Option<Height> {
    let lean = factors.lean.unwrap_or(0.0);
    let shadow = factors.shadow.unwrap_or(0.0);
    // Place, its error from clicks and from the overhang, and how it moves with the height.
    let row = |(at, sd): Seen, overhang: f64, factor: f64| (at, sd, overhang, factor);
    let rows = [
        edges.deck.map(|seen| row(seen, 0.0, -lean)),
        edges.water.map(|seen| row(seen, overhang_sd_m, 0.0)),
        edges.shadow.map(|(at, sd)| row((at + quay_m * (lean + shadow), sd), 0.0, shadow)),
    ];
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    let weight = |sd: f64, overhang: f64| 1.0 / (sd * sd + overhang * overhang);
    let all: f64 = rows.iter().map(|(_, sd, overhang, _)| weight(*sd, *overhang)).sum();
    let mean =
        rows.iter().map(|(_, sd, overhang, factor)| weight(*sd, *overhang) * factor).sum::<f64>() / all;
    let square: f64 = rows
        .iter()
        .map(|(_, sd, overhang, factor)| weight(*sd, *overhang) * (factor - mean) * (factor - mean))
        .sum();
    let (mut height_m, mut clicks, mut out) = (0.0, 0.0, 0.0);
    for (at, sd, overhang, factor) in &rows {
        let share = weight(*sd, *overhang) * (factor - mean) / square;
        height_m += share * at;
        clicks += share * share * sd * sd;
        out += share * share * overhang * overhang;
    }
    let height = Height { height_m, clicks_sd_m: libm::sqrt(clicks), overhang_sd_m: libm::sqrt(out) };
    (height.height_m.is_finite() && height.clicks_sd_m.is_finite()).then_some(height)
}
