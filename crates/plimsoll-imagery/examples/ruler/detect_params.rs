//! The parameters that our detector runs with here, in one place.

use plimsoll_imagery::objects::arms::ArmParams;
use plimsoll_imagery::objects::ashore::AshoreParams;
use plimsoll_imagery::objects::ghosts::GhostParams;
use plimsoll_imagery::objects::joined::JoinParams;
use plimsoll_imagery::objects::verdict::VerdictParams;
use plimsoll_imagery::{DetectParams, LandParams, MeasureParams, SearchParams, SensorClass};

pub(crate) fn land_params() -> LandParams {
    LandParams { coast_buffer_m: 100.0, pier_buffer_m: 30.0, shore_limit_m: 5_000.0 }
}

pub(crate) fn detect_params() -> DetectParams {
    DetectParams {
        search: search_params(),
        measure: MeasureParams {
            sensor: SensorClass::Sentinel1Iw,
            resolution_line_m: 22.0,
            resolution_sample_m: 20.0,
            over_clutter_db: 10.8,
            least_over_clutter_db: 3.0,
            below_peak_db: 25.0,
            below_level_db: 10.0,
            sidelobe_db: -12.2,
            main_lobe_cells: 1.3,
            gain_cap: 2.0,
            cost_cap: 1.0,
            least_aspect: 3.0,
            greatest_beam_m: 80.0,
            greatest_length_m: 480.0,
            least_held: 0.7,
            rise_db: 2.0,
            least_below_peak_db: 6.0,
        },
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
    SearchParams {
        pfa_seed: 1e-9,
        pfa_grow: 1e-4,
        pfa_log_normal: 1e-7,
        looks: Some(4.4),
        outer_m: 810.0,
        inner_m: 310.0,
        wide_m: 1600.0,
        least_valid_px: 500,
        least_valid_small_px: 100,
        clip: 6.0,
        block_m: 80.0,
        cell_m: 1280.0,
        least_order: 0.2,
        greatest_order: 100.0,
        target_span_db: 20.0,
        cells_per_strip: 2,
        seeds_per_false_object: 1.0,
    }
}
