//! Every number that a season is drawn with.

use serde::{Deserialize, Serialize};

/// A place where tankers call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceSettings {
    /// Name of the port.
    pub name: String,
    /// Degrees north of the port, to a minute.
    pub lat_deg: f64,
    /// Degrees east of the port, to a minute.
    pub lon_deg: f64,
    /// Shortest practical sea route from the loading place, nautical miles; 0 for the loading place.
    pub route_nm: f64,
    /// Weight in the Dirichlet law of the shares of discharge places; 0 for the loading place.
    pub weight: f64,
}

/// The law of what really happens in a season. Medians with standard deviations of the natural logarithm, means with plain ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeasonSettings {
    /// End of the period, h from its start. Looks lie inside, calls are counted that arrive inside.
    pub end_h: f64,
    /// Ships are followed from so long before the start, h.
    pub warm_up_h: f64,
    /// The loading place first, then the places of discharge.
    pub places: Vec<PlaceSettings>,
    /// Hulls of the register.
    pub registered_hulls: usize,
    /// The share of them that takes part: shapes of a Beta law.
    pub participation_beta: (f64, f64),
    /// Hulls that are in no register: mean of a Poisson law. All take part.
    pub unregistered_mean: f64,
    /// Idle time of the median hull, h: median and ln sd of its law over seasons.
    pub idle_h: (f64, f64),
    /// Spread of the mean idle times of hulls about that, ln sd.
    pub idle_between_hulls_ln_sd: f64,
    /// Median stay at the loading place, h: median and ln sd of its law over seasons.
    pub loading_stay_h: (f64, f64),
    /// Median stay at the place of discharge, h: the same.
    pub discharge_stay_h: (f64, f64),
    /// Spread of stays about their median, ln sd.
    pub stay_ln_sd: f64,
    /// Route speed, kn: mean and sd.
    pub speed_kn: (f64, f64),
    /// Route speeds are cut to this, kn.
    pub speed_limits_kn: (f64, f64),
    /// Mean fill of a season: mean and sd of its law over seasons.
    pub fill: (f64, f64),
    /// Spread of the fill of calls about that, sd.
    pub fill_between_calls_sd: f64,
    /// Fills are cut to this.
    pub fill_limits: (f64, f64),
    /// Length overall of hulls of the register, m: median and ln sd.
    pub registered_length_m: (f64, f64),
    /// Hulls of the register are drawn inside these lengths, m.
    pub registered_length_limits_m: (f64, f64),
    /// Length overall of hulls in no register, m: median and ln sd.
    pub unregistered_length_m: (f64, f64),
    /// Length to beam, and ln sd about it.
    pub length_to_beam: (f64, f64),
    /// Middle of the superstructure from the stern as a share of the length: mean and sd.
    pub superstructure: (f64, f64),
    /// Barrels that fill a tanker of 85 m (98 % of her tanks, or what she may weigh).
    pub capacity_at_85_m_bbl: f64,
    /// Capacity grows with this power of the length.
    pub capacity_power: f64,
    /// Spread of capacities about that law, ln sd.
    pub capacity_of_length_ln_sd: f64,
    /// Share of the hulls of the register whose tanks it states.
    pub stated_tanks_share: f64,
    /// Error of a capacity that the register states, ln sd.
    pub capacity_of_register_ln_sd: f64,
    /// Error shared by all capacities, ln sd.
    pub capacity_shared_ln_sd: f64,
    /// Error of barrels for a full tank, shared by all calls (which product), ln sd.
    pub product_ln_sd: f64,
    /// Median of that factor over seasons; 1 inside the priors.
    pub product_median: f64,
    /// From this time on, h, idle times are so many times as long; none inside the priors.
    pub idle_changes: Option<(f64, f64)>,
    /// Density of the product, kg/m3, from which tonnes follow.
    pub density_kg_m3: f64,
    /// Chance that a hull of the register is on the made list at some time.
    pub listed_share: f64,
    /// Share of these that are listed only in mid-season.
    pub listed_late_share: f64,
}

impl SeasonSettings {
    /// Inside the priors: what `[season]` of the parameters says. The case period is 7 March to 5 November 2024, 244 days.
    pub fn standard() -> Self {
        let place = |name: &str, lat_deg, lon_deg, route_nm, weight| PlaceSettings {
            name: name.into(),
            lat_deg,
            lon_deg,
            route_nm,
            weight,
        };
        Self {
            end_h: 244.0 * 24.0,
            warm_up_h: 45.0 * 24.0,
            places: vec![
                place("Vostochny", 42.75, 133.083_3, 0.0, 0.0),
                place("Chongjin", 41.766_7, 129.816_7, 160.0, 2.0),
                place("Hungnam", 39.833_3, 127.616_7, 307.0, 2.0),
                place("Wonsan", 39.166_7, 127.45, 338.0, 1.0),
                place("Nampo", 38.716_7, 125.4, 1_060.0, 1.0),
            ],
            registered_hulls: 22,
            participation_beta: (6.0, 2.0),
            unregistered_mean: 1.5,
            idle_h: (50.0 * 24.0, 0.35),
            idle_between_hulls_ln_sd: 0.5,
            loading_stay_h: (36.0, 0.25),
            discharge_stay_h: (36.0, 0.25),
            stay_ln_sd: 0.5,
            speed_kn: (9.5, 1.2),
            speed_limits_kn: (6.0, 13.0),
            fill: (0.88, 0.05),
            fill_between_calls_sd: 0.06,
            fill_limits: (0.3, 1.0),
            registered_length_m: (84.0, 0.18),
            registered_length_limits_m: (62.0, 118.0),
            unregistered_length_m: (85.0, 0.25),
            length_to_beam: (6.2, 0.08),
            superstructure: (0.12, 0.05),
            capacity_at_85_m_bbl: 22_000.0,
            capacity_power: 3.0,
            capacity_of_length_ln_sd: 0.18,
            stated_tanks_share: 0.6,
            capacity_of_register_ln_sd: 0.04,
            capacity_shared_ln_sd: 0.05,
            product_ln_sd: 0.03,
            product_median: 1.0,
            idle_changes: None,
            density_kg_m3: 840.0,
            listed_share: 0.5,
            listed_late_share: 0.2,
        }
    }

    /// Barrels that fill a tanker of this length, by the law of the settings.
    pub fn capacity_of_length_bbl(&self, length_m: f64) -> f64 {
        self.capacity_at_85_m_bbl * (length_m / 85.0).powf(self.capacity_power)
    }
}
