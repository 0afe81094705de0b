//! Section `[optical-detection]`.

/// How ships are found in optical scenes. Each number is explained in `docs/methods/optical-detection.md`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpticalDetectParams {
    /// Finer images are averaged to about this before ships are looked for, m; they are measured as they are.
    pub working_spacing_m: f64,
    /// Side of the cells on which sea and land are told apart, m.
    pub cell_m: f64,
    /// The sea's colour is that of the water cells within this, m.
    pub sea_reach_m: f64,
    /// This share of the cells is smoother than the sea's own roughness is taken to be.
    pub sea_quantile: f64,
    /// A cell is smooth up to this many times that roughness.
    pub rough_ratio: f64,
    /// Smooth neighbours are one body if their colours differ by less than this many times it.
    pub join_ratio: f64,
    /// Water is a body that holds a square of this side, m.
    pub least_water_m: f64,
    /// Water is at most this many times as bright as the darkest large body.
    pub most_water_brightness: f64,
    /// What is no water, in water, up to this from end to end, is looked at: the longest ship.
    pub longest_m: f64,
    /// Least standard deviation of the sea in an image of 8 bits: what a JPEG rounds away, steps.
    pub least_noise_steps: f64,
    /// Least standard deviation of the sea, share of its brightness.
    pub least_noise_share: f64,
    /// A pixel starts an object from this many standard deviations from the sea, in some band.
    pub seed_sds: f64,
    /// It belongs to one from this many.
    pub grow_sds: f64,
    /// What is darker than the sea counts this much.
    pub dark_weight: f64,
    /// A ship stands out by at least this many at its brightest.
    pub least_peak_sds: f64,
    /// Nothing speaks against a ship that stands out by this many.
    pub high_peak_sds: f64,
    /// Shorter objects are not told from boats, buoys and breaking waves, m.
    pub least_length_m: f64,
    /// Shorter ships are of quality low, m.
    pub small_ship_m: f64,
    /// No ship is broader, m.
    pub greatest_beam_m: f64,
    /// Longer for its breadth is no ship.
    pub most_length_to_beam: f64,
    /// Broader for its length is a doubtful ship.
    pub least_length_to_beam: f64,
    /// An object fills at least this share of its rectangle.
    pub least_fullness: f64,
    /// A wake is behind an object if its fainter third reaches less than this share of the brighter one
    pub wake_share: f64,
    /// and fewer than this many standard deviations
    pub wake_sds: f64,
    /// and less than this share of the third between them.
    pub wake_fading: f64,
    /// From 20 to 80 % of the contrast an edge is at most this broad, pixels: what is softer is cloud, haze or foam.
    pub most_edge_px: f64,
    /// Half-contrast lengths are this much too long, pixels.
    pub length_bias_px: f64,
    /// Half-contrast beams are this much too broad, pixels.
    pub beam_bias_px: f64,
    /// Standard deviation of a length, pixels
    pub size_sd_px: f64,
    /// and share of the length.
    pub size_sd_share: f64,
    /// The same of a length with a wake behind it, m.
    pub wake_sd_m: f64,
    /// Pixels as good as one independent one: neighbours are not.
    pub correlated_px: f64,
    /// Standard deviation of the scene's placing on the Earth, m.
    pub position_sd_m: f64,
    /// Within this of land or pier a ship is near the shore, m.
    pub near_shore_m: f64,
    /// Cloud is brighter than the sea by this many standard deviations in every band,
    pub cloud_sds: f64,
    /// adds to the least band at least this share of what it adds to the greatest: it is white,
    pub cloud_white_share: f64,
    /// is at most this many times as rough as the sea
    pub cloud_rough_ratio: f64,
    /// and holds a square of this side, m.
    pub least_cloud_m: f64,
}
