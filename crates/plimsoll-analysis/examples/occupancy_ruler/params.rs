//! The parameters of the ruler and of the tests, in one place.

use plimsoll_analysis::occupancy::OccupancyParams;
use plimsoll_imagery::BerthParams;
use plimsoll_simulate::berths::BerthSeasonParams;
use serde::de::DeserializeOwned;

const SHIPPED: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../plimsoll-case/src/defaults.toml"));

/// A section of the parameters that the program ships.
fn section<T: DeserializeOwned>(name: &str) -> T {
    let table: toml::Table = SHIPPED.parse().expect("the shipped parameters are TOML");
    table[name].clone().try_into().unwrap_or_else(|error| panic!("[{name}] {error}"))
}

pub(crate) fn looking() -> BerthParams {
    section("berth-looks")
}

pub(crate) fn judging() -> OccupancyParams {
    section("occupancy")
}

pub(crate) fn season(has_nuisances: bool) -> BerthSeasonParams {
    BerthSeasonParams {
        looks: 100,
        look_interval_d: 1.8,
        side_px: 110,
        spacing_m: 10.0,
        mean_empty_d: 3.0,
        tug_alone: 0.06,
        length_m: (60.0, 180.0),
        has_nuisances,
    }
}
