//! What is believed of ships and images before any scene. Section `[associate]`.

/// How far ships get from where AIS lets one expect them: by class of speed, still, slow, steaming, fast.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MotionParams {
    /// From these speeds on a ship is slow, steaming, fast, kn.
    pub class_from_kn: [f64; 3],
    /// Between two reports at most this far apart the way is curved by their courses and speeds, min; else straight.
    pub curved_up_to_min: f64,
    /// Standard deviation of a report's own position in each direction, m.
    pub report_sd_m: f64,
    /// With a report before and one after: standard deviation at one minute, in each direction, m.
    pub between_sd_m: [f64; 4],
    /// How it grows with time: the power.
    pub between_power: [f64; 4],
    /// With one report: standard deviation after a minute, in each direction, m.
    pub ahead_sd_m: [f64; 4],
    /// How it grows with time: the power.
    pub ahead_power: [f64; 4],
    /// Share of cases in which a ship did something else.
    pub tail_share: [f64; 4],
    /// How many times as wide these are.
    pub tail_factor: [f64; 4],
    /// No ship leaves her expected place faster than this, kn.
    pub most_speed_kn: f64,
    /// All standard deviations are widened by this: too narrow is dangerous, too wide is only undecided.
    pub widen: f64,
}

/// How likely a ship is found, by her length.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundParams {
    /// Of the longest ships.
    pub most: f64,
    /// Half of that at this length, m.
    pub half_length_m: f64,
    /// How steeply it rises with the logarithm of the length.
    pub steepness: f64,
}

/// A population of lengths: logarithms are normal.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthsParams {
    /// Median, m.
    pub median_m: f64,
    /// Standard deviation of the natural logarithm.
    pub log_sd: f64,
}

/// Section `[associate]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssociateParams {
    /// Reports up to this long before or after a scene are used, h.
    pub search_window_h: f64,
    /// A scene that lasts longer than this has no time that ships can be moved to, min.
    pub longest_scene_min: f64,
    /// Where ships are expected.
    pub motion: MotionParams,
    /// How likely a ship is found in a radar image.
    pub found_radar: FoundParams,
    /// How likely a ship is found in an optical image.
    pub found_optical: FoundParams,
    /// Least standard deviation of the logarithm of a measured length.
    pub length_log_sd: f64,
    /// Least standard deviation of a measured length, m.
    pub length_sd_m: f64,
    /// Share of ships whose length by AIS is of another ship, or typed wrongly.
    pub wrong_length_share: f64,
    /// Lengths and beams that radios send when nobody set them, m.
    pub default_sizes_m: Vec<[f64; 2]>,
    /// Ships of unknown length, and ships without AIS.
    pub ships: LengthsParams,
    /// Found objects that are no ships.
    pub false_alarms: LengthsParams,
    /// The antenna is this share of the length away from the middle of the ship.
    pub antenna_share: f64,
    /// Ships without AIS for each ship with AIS, before any scene.
    pub silent_per_lit: f64,
    /// How many ships with AIS in scenes that is worth.
    pub silent_prior_ships: f64,
    /// Share of silent ships that keep off the ways of the others.
    pub elsewhere_share: f64,
    /// Side of the cells in which traffic is counted, degrees of latitude.
    pub traffic_cell_deg: f64,
    /// Found objects that are no ships in 1,000 km2, beyond those that the search expects of the sea alone.
    pub false_per_1000_km2: f64,
    /// Standard deviation of a ship's speed across the track, where it decides the displacement along it, kn.
    pub speed_sd_kn: f64,
    /// Displacement of a radar image by each m/s where its geometry is not known, m.
    pub unknown_shift_s: f64,
    /// Pairs below this probability are not written.
    pub least_p: f64,
    /// Decided from this probability on.
    pub decided_from_p: f64,
    /// Reception is judged from so long before an image to as long after it, h.
    pub reception_window_h: f64,
    /// A ship where AIS is received with this probability or more is silent although she could be heard.
    pub reception_from_p: f64,
    /// Shorter ships are likely not obliged to send, m.
    pub obliged_from_m: f64,
    /// Messages are exact if none changes by more than this.
    pub exact_to: f64,
    /// And are passed at most so often.
    pub most_rounds: u32,
}
