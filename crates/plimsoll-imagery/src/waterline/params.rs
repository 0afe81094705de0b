//! The parameters of section `[waterline]`.

/// How points are read. Every one has its reason in `docs/methods/freeboard.md`, `oblique-photos.md` or
/// `deck-features.md`, section 5.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaterlineParams {
    /// One standard deviation of a click on an edge in an image from above, pixels.
    pub edge_sd_px: f64,
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
}
