//! The parameters of the ruler and of the tests, in one place.

use plimsoll_analysis::occupancy::OccupancyParams;
use plimsoll_imagery::BerthParams;
use plimsoll_simulate::berths::BerthSeasonParams;

pub(crate) fn looking() -> BerthParams {
    BerthParams {
        reach_m: 500.0,
        water_guard_m: 60.0,
        water_clear_m: 60.0,
        quay_near_m: 30.0,
        quay_far_m: 200.0,
        block_m: 60.0,
        min_water_blocks: 8,
        water_floor_db: [-24.0, -31.0],
        quay_clear_m: 15.0,
        scan_m: 70.0,
        scan_share: 0.25,
        bright_above_water_db: 4.0,
        bright_below_peak_db: 14.0,
        bridge_m: 20.0,
        max_berth_m: 2_000.0,
    }
}

pub(crate) fn judging() -> OccupancyParams {
    OccupancyParams {
        min_length_m: 50.0,
        min_usable_fraction: 0.7,
        occupied_from_p: 0.6,
        empty_to_p: 0.4,
        label_margin_h: 1.0,
        label_error: 0.02,
        prior_occupied: 0.3,
        prior_occupied_looks: 4.0,
        median_stay_d: 2.0,
        median_stay_visits: 4.0,
        tail_degrees: 5.0,
        prior_looks: 6.0,
        empty_contrast_db: [1.0, 1.0],
        empty_contrast_sd_db: 6.0,
        empty_spread_db: 1.5,
        ship_contrast_db: [15.0, 17.0],
        ship_contrast_sd_db: 3.0,
        ship_spread_db: 4.0,
        empty_length_m: 5.0,
        empty_length_spread_m: 12.0,
        ship_length_m: 100.0,
        ship_length_spread_m: 30.0,
        length_sd_m: 15.0,
        craft_share: 0.06,
        craft_looks: 10.0,
        craft_contrast_db: [7.0, 7.0],
        craft_contrast_sd_db: 3.0,
        craft_spread_db: 4.0,
        craft_length_m: 35.0,
        craft_length_spread_m: 12.0,
        evidence_weight: 0.6,
        memory_weight: 0.7,
        band_correlation: 0.7,
        length_correlation: 0.3,
        reset_looks: 8,
        reset_d: 20.0,
        reset_gain: 10.0,
    }
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
