//! The parameters of the draught from an image.

use crate::draws::{Prior, number};
use serde::{Deserialize, Serialize};

/// How freeboards become a draught, and how a draught from an image finds its port visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraughtFromImageParams {
    /// Moulded depth by beam, where neither depth nor summer draught is stated.
    pub depth_to_beam: Prior,
    /// Error of a stated depth, one standard deviation, m.
    pub stated_depth_sd_m: f64,
    /// Share of the hulls whose edge amidships is that of a bulwark, where nobody says.
    pub bulwark_share: f64,
    /// Height of a bulwark, m.
    pub bulwark_height_m: Prior,
    /// Sheer by the standard sheer of the load line rules.
    pub sheer_share: Prior,
    /// Where the stations fore and aft lie, by half the length from amidships.
    pub station_share: f64,
    /// Trim by the stern by length, where only one end was read.
    pub trim_share_of_length: Prior,
    /// Hog or sag by length, one standard deviation.
    pub hog_share_of_length: f64,
    /// Heel where one side was read, one standard deviation, degrees.
    pub heel_sd_deg: f64,
    /// Significant height of the waves where nobody says, m.
    pub unknown_swell_height_m: f64,
    /// Draught at the upper edge of the boot-topping by summer draught.
    pub band_top_to_summer_draught: Prior,
    /// How many readings the spread that the points themselves give counts for, beside that between people.
    pub rater_prior_readings: f64,
    /// A draught whose own error, without that of the hull, is above this share of the summer draught is refused.
    pub max_own_sd_share_of_draught: f64,
    /// An image this long before a visit still tells the draught on arrival, h.
    pub max_before_h: f64,
    /// An image this long after a visit still tells the draught on departure, h.
    pub max_after_h: f64,
    /// An image this long after a ship came, or before she left, still does, h.
    pub max_alongside_h: f64,
}

impl DraughtFromImageParams {
    /// What is wrong with them, by the first key at fault; `None` if nothing is.
    pub fn fault(&self) -> Option<String> {
        let key = |name: &str| format!("draught-from-image.{name}");
        let priors = [
            ("depth_to_beam", self.depth_to_beam, 0.1, 2.0),
            ("bulwark_height_m", self.bulwark_height_m, 0.0, 5.0),
            ("sheer_share", self.sheer_share, 0.0, 3.0),
            ("trim_share_of_length", self.trim_share_of_length, -0.05, 0.05),
            ("band_top_to_summer_draught", self.band_top_to_summer_draught, 0.3, 1.5),
        ];
        let numbers = [
            ("stated_depth_sd_m", self.stated_depth_sd_m, 0.0, 5.0),
            ("bulwark_share", self.bulwark_share, 0.0, 1.0),
            ("station_share", self.station_share, 0.1, 1.0),
            ("hog_share_of_length", self.hog_share_of_length, 0.0, 0.01),
            ("heel_sd_deg", self.heel_sd_deg, 0.0, 20.0),
            ("unknown_swell_height_m", self.unknown_swell_height_m, 0.0, 20.0),
            ("rater_prior_readings", self.rater_prior_readings, 0.1, 1000.0),
            ("max_own_sd_share_of_draught", self.max_own_sd_share_of_draught, 0.01, 1.0),
            ("max_before_h", self.max_before_h, 0.0, 240.0),
            ("max_after_h", self.max_after_h, 0.0, 240.0),
            ("max_alongside_h", self.max_alongside_h, 0.0, 24.0),
        ];
        let of_priors =
            priors.into_iter().filter_map(|(name, p, least, most)| p.fault(&key(name), least, most));
        let of_numbers =
            numbers.into_iter().filter_map(|(name, v, least, most)| number(&key(name), v, least, most));
        of_priors.chain(of_numbers).next()
    }
}
