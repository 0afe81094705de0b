//! The parameters that the tests of detections go by, in one place.

use crate::measure::chips::params as measure_params;
use plimsoll_imagery::objects::arms::ArmParams;
use plimsoll_imagery::objects::ashore::AshoreParams;
use plimsoll_imagery::objects::ghosts::GhostParams;
use plimsoll_imagery::objects::joined::JoinParams;
use plimsoll_imagery::objects::taught::TaughtParams;
use plimsoll_imagery::objects::verdict::VerdictParams;
use plimsoll_imagery::{DetectParams, LandParams, MeasureParams, ReadyParams, SearchParams, SensorClass};

pub(crate) fn land_params() -> LandParams {
    LandParams { coast_buffer_m: 100.0, pier_buffer_m: 30.0, shore_limit_m: 5_000.0 }
}

pub(crate) fn detect_params() -> DetectParams {
    DetectParams {
        search: search_params(),
        measure: MeasureParams { sensor: SensorClass::Other, ..measure_params() },
        arms: ArmParams {
            resolution_m: 22.0,
            margin_db: 6.0,
            symmetry_db: 6.0,
            least_source_db: 25.0,
            from_m: 60.0,
            to_m: 1_500.0,
            teachers: 8,
            learn_to_m: 900.0,
            least_sds: 6.0,
        },
        ghosts: GhostParams {
            mean_db: -28.0,
            step_db: 6.0,
            sd_db: 6.0,
            place_sd_m: 100.0,
            known_place_sd_m: 35.0,
            gate_sd: 3.0,
            prior: 0.2,
            most: 3,
            most_sources: 20_000,
            nearest_m: 3_000.0,
            farthest_m: 8_000.0,
            teachers: 2_000,
            least_sds: 10.0,
        },
        join: JoinParams {
            gap_m: 40.0,
            axis_deg: 15.0,
            longest_ship_m: 450.0,
            saddle_db: 6.0,
            apart_m: 50.0,
            length_to_beam: 4.0,
        },
        verdict: VerdictParams {
            line_length_to_width: 8.0,
            least_log_likelihood_ratio: 8.0,
            high_log_likelihood_ratio: 30.0,
            least_over_lighter_side_db: 8.0,
            near_shore_m: 2_000.0,
            streak_deg: 15.0,
        },
        ashore: AshoreParams { reach_m: 30.0, least_share_afloat: 0.5 },
        taught: None,
        bridge_m: 20.0,
        most_area_m2: 200_000.0,
        position_sd_m: 10.0,
        fastest_m_s: 7.2,
    }
}

pub(crate) fn search_params() -> SearchParams {
    SearchParams { pfa_seed: 1e-9, looks: None, ..crate::clutter::params() }
}

pub(crate) fn taught_params() -> TaughtParams {
    TaughtParams {
        cell_m: 30.0,
        over_sea_db: 6.0,
        sea_square_m: 3_000.0,
        least_breadth_m: 300.0,
        least_extent_m: 450.0,
        least_rough_db: 3.0,
    }
}

pub(crate) fn ready_params() -> ReadyParams {
    ReadyParams {
        finest_m: 5.0,
        least_px: 3,
        expected_false: 0.01,
        over_sea_db: 6.0,
        median_m: 15.0,
        least_gap_m: 40.0,
        least_breadth_m: 150.0,
        about_m: 30.0,
        least_afloat: 0.5,
    }
}
