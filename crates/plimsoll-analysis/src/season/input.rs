//! What the posterior of a season is made from: places, ships, looks, sightings, fixes.
//!
//! All times are hours from the start of the period `[0, end_h)`.

use plimsoll_model::RecordId;

/// A value and one standard deviation of it.
pub type Measured = (f64, f64);

/// A place where ships load or discharge.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonPlace {
    /// What it is called.
    pub name: String,
    /// True for the loading place, of which a season has exactly one.
    pub is_loading: bool,
    /// Shortest practical sea route from the loading place, nautical miles; 0 for the loading place itself.
    pub route_nm: f64,
    /// How many calls the prior is worth for this discharge place (Dirichlet); not read for the loading place.
    pub prior_calls: f64,
}

/// A ship of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonHull {
    /// Which ship.
    pub vessel: RecordId,
    /// The register's length over all, m, and its sd.
    pub length_m: Option<Measured>,
    /// The register's beam, m, and its sd.
    pub beam_m: Option<Measured>,
    /// Where the superstructure stands, share of the length from the stern, and its sd.
    pub superstructure: Option<Measured>,
    /// What the tanks take: median, barrels, and sd of its logarithm.
    pub capacity_bbl: Measured,
    /// From when she is on a list, h; minus infinity if she was before; `None` if she never was.
    pub listed_from_h: Option<f64>,
    /// The names she bears or bore.
    pub names: Vec<String>,
}

/// A look at a place: an image that could have shown a ship there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeasonLook {
    /// Which place, by its number in [`SeasonInput::places`].
    pub place: usize,
    /// When, h.
    pub time_h: f64,
    /// Probability that a ship that lies there is seen: share of the place that could be seen, times detection.
    pub p_see: f64,
    /// False sightings expected in this look.
    pub false_rate: f64,
}

/// Something seen that may be a ship of the fleet.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonSighting {
    /// Which record.
    pub id: RecordId,
    /// In which look, by its number; `None` for a chance observation (a photograph), in which nobody looked in vain.
    pub look: Option<usize>,
    /// At which place; `None` at sea.
    pub place: Option<usize>,
    /// When, h. That of the look, if there is one.
    pub time_h: f64,
    /// For each ship of the register: ln p(what was seen | she) - ln p(the same | a ship of the population). A fill
    /// read is not part of it.
    pub log_lr: Vec<f64>,
    /// The same for a false sighting.
    pub log_lr_false: f64,
    /// Length seen, m.
    pub length_m: Option<Measured>,
    /// Beam seen, m.
    pub beam_m: Option<Measured>,
    /// Place of the superstructure seen, share of the length from the stern.
    pub superstructure: Option<Measured>,
    /// Share of the cargo on board as read, and its own sd. At a place this moves with loading and discharging.
    pub fill: Option<Measured>,
    /// Least sailing hours to each place from where it was seen; 0 at the place itself.
    pub hours_to: Vec<f64>,
}

/// A position of a ship of the register that is sure (AIS).
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonFix {
    /// Which ship, by her number in [`SeasonInput::hulls`].
    pub hull: usize,
    /// When, h.
    pub time_h: f64,
    /// At which place, if at one.
    pub place: Option<usize>,
    /// Least sailing hours to each place.
    pub hours_to: Vec<f64>,
}

/// A season as observed.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonInput {
    /// Length of the period, h.
    pub end_h: f64,
    /// The loading place and the discharge places.
    pub places: Vec<SeasonPlace>,
    /// The ships of the register.
    pub hulls: Vec<SeasonHull>,
    /// Every look, with or without sightings.
    pub looks: Vec<SeasonLook>,
    /// Everything that was seen.
    pub sightings: Vec<SeasonSighting>,
    /// Sure positions.
    pub fixes: Vec<SeasonFix>,
    /// The cap, barrels.
    pub cap_bbl: f64,
    /// What was notified besides, barrels; it counts from the start of the window of the cap.
    pub notified_bbl: f64,
    /// From when to when departures count towards the cap, h.
    pub cap_window_h: (f64, f64),
}

/// Why there is no posterior.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SeasonError {
    /// A parameter of section `[season]` is out of its limits.
    #[error("[season] {0}")]
    Parameter(String),
    /// A number of the input is not finite, out of its limits, or contradicts another.
    #[error("{what} {number}: {fault}")]
    Input {
        /// What kind of row.
        what: &'static str,
        /// Its number in its list, from 0.
        number: usize,
        /// What was found and what was expected.
        fault: String,
    },
    /// A chain stopped before its end.
    #[error("a chain of the season stopped before its end")]
    Chain,
}
