//! The parameters of section `[waterline]`.

use plimsoll_model::{Mark, Station};

/// How points are read. Every one has its reason in `docs/methods/freeboard.md`, `oblique-photos.md` or
/// `deck-features.md`, section 5.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaterlineParams {
    /// One standard deviation of a click on an edge in an image from above, pixels.
    pub edge_sd_px: f64,
    /// One standard deviation of how far an edge of deck or shadow stands in the picture from where it is, pixels: blur and
    /// the size of a pixel move all clicks on it together.
    pub edge_picture_sd_px: f64,
    /// The same of the line where the side of the hull meets the water.
    pub waterline_picture_sd_px: f64,
    /// One standard deviation of a click on a corner or an end in an image from above, pixels.
    pub end_sd_px: f64,
    /// One standard deviation of a click in a photograph, pixels.
    pub photo_sd_px: f64,
    /// One standard deviation of the size of a pixel, as a share of it.
    pub spacing_sd_share: f64,
    /// One standard deviation of the level of the water beside the hull, as a share of the swell's significant height.
    pub swell_share: f64,
    /// Below this measurability K nothing is read.
    pub least_measurability: f64,
    /// A freeboard with a greater standard deviation than this is refused, m.
    pub most_sd_m: f64,
    /// The clicks along one station's edge give its direction if they do so to this standard deviation, degrees.
    pub own_edge_sd_deg: f64,
    /// One standard deviation of the direction of the hull's side from its axis at the fore and aft stations, degrees.
    pub taper_sd_deg: f64,
    /// One standard deviation of how much higher the bow is than the stern, m.
    pub end_height_sd_m: f64,
    /// The freeboard that a plan reckons with, m.
    pub plan_freeboard_m: f64,
    /// One standard deviation of how much higher a manifold, a hatch or a crane's foot is than the stern, m.
    pub deck_item_height_sd_m: f64,
    /// One standard deviation of how much higher the marked edge of a superstructure is than the stern, m.
    pub superstructure_height_sd_m: f64,
    /// Dip of the visible horizon under a camera at 1 m, minutes of arc; it grows with the root of the height.
    pub dip_arcmin_at_1_m: f64,
    /// One standard deviation of the dip, as a share of it.
    pub dip_sd_share: f64,
    /// One standard deviation of how far the edge of the deck amidships stands out over the waterline, m.
    pub overhang_sd_m: f64,
    /// The same at the fore and aft stations, m.
    pub end_overhang_sd_m: f64,
    /// One standard deviation of the roll of a photograph in which nothing tells it, degrees.
    pub roll_sd_deg: f64,
    /// Angle below the horizon at which a ship is taken to be seen where no horizon tells, degrees.
    pub unknown_depression_deg: f64,
    /// One standard deviation of it, degrees.
    pub depression_sd_deg: f64,
    /// One standard deviation of the height of what is upright, as a share of it.
    pub vertical_sd_share: f64,
    /// One standard deviation of the change of scale from end to end of a ship whose turn is not known, as a share.
    pub scale_change_sd: f64,
    /// One standard deviation of the place of draught marks on the hull, m.
    pub mark_sd_m: f64,
    /// Lean and shadow of one side that differ by more than this many times their errors are refused.
    pub most_apart_sd: f64,
}

impl WaterlineParams {
    /// One standard deviation of what the picture moves a whole edge by in an image from above, pixels.
    pub(super) fn picture_sd_px(&self, mark: Mark) -> f64 {
        if mark == Mark::Waterline { self.waterline_picture_sd_px } else { self.edge_picture_sd_px }
    }

    /// One standard deviation of how far the edge of the deck stands out over the waterline at a station, m.
    pub(super) fn overhang_sd(&self, station: Station) -> f64 {
        if station == Station::Mid { self.overhang_sd_m } else { self.end_overhang_sd_m }
    }
}
