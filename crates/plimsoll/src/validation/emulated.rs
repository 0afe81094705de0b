//! An emulated season as the input of the posterior, and the emulator's settings from the priors.

use plimsoll_analysis::identify::{Candidate, IdentifyParams, NameRead, Population, Seen, Size, ratios};
use plimsoll_analysis::season::{
    SeasonFix, SeasonHull, SeasonInput, SeasonLook, SeasonParams, SeasonPlace, SeasonSighting,
};
use plimsoll_model::{Key, RecordId, RecordKind};
use plimsoll_simulate::season::{
    EmulatedSeason, EmulatedSighting, EmulatorSettings, Measured, RegisterEntry, SeasonSettings,
};

const DAY_H: f64 = 24.0;

/// Settings of the emulator that say the same as the priors: a season drawn with them lies inside.
pub fn settings_inside(params: &SeasonParams, identify: &IdentifyParams) -> EmulatorSettings {
    let mut settings = EmulatorSettings::standard();
    settings.season = season_inside(settings.season, params);
    let sightings = &mut settings.sightings;
    sightings.fill_shared_sd = params.reading_bias_sd;
    sightings.gross_error_share = params.gross_error_share;
    sightings.right_name = identify.right_name;
    sightings.wrong_name = identify.wrong_name;
    sightings.false_ships.length_m = (identify.false_length_m, identify.false_length_ln_sd);
    sightings.false_ships.length_to_beam =
        (identify.false_length_to_beam, identify.false_length_to_beam_ln_sd);
    sightings.false_ships.superstructure = (identify.false_superstructure, identify.false_superstructure_sd);
    settings
}

fn season_inside(standard: SeasonSettings, params: &SeasonParams) -> SeasonSettings {
    SeasonSettings {
        warm_up_h: params.warm_up_d * DAY_H,
        participation_beta: (params.takes_part_a, params.takes_part_b),
        unregistered_mean: params.unregistered_mean,
        idle_h: (params.idle_d * DAY_H, params.idle_fleet_ln_sd),
        idle_between_hulls_ln_sd: params.idle_ship_ln_sd,
        loading_stay_h: (params.loading_stay_d * DAY_H, params.stay_median_ln_sd),
        discharge_stay_h: (params.discharge_stay_d * DAY_H, params.stay_median_ln_sd),
        stay_ln_sd: params.stay_ln_sd,
        speed_kn: (params.speed_kn, params.speed_sd_kn),
        speed_limits_kn: (params.speed_least_kn, params.speed_most_kn),
        fill: (params.fill, params.fill_mean_sd),
        fill_between_calls_sd: params.fill_sd,
        fill_limits: (params.fill_least, 1.0),
        unregistered_length_m: (params.population_length_m, params.population_length_ln_sd),
        length_to_beam: (params.population_length_to_beam, params.population_length_to_beam_ln_sd),
        superstructure: (params.population_superstructure, params.population_superstructure_sd),
        capacity_at_85_m_bbl: params.unregistered_capacity_bbl,
        capacity_of_length_ln_sd: params.unregistered_capacity_ln_sd,
        capacity_shared_ln_sd: params.capacity_shared_ln_sd,
        product_ln_sd: params.product_ln_sd,
        ..standard
    }
}

/// The cap as it stands in the question of a season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    /// Barrels.
    pub cap_bbl: f64,
    /// Barrels notified besides.
    pub notified_bbl: f64,
    /// From when to when departures count, h from the start of the period.
    pub window_h: (f64, f64),
}

impl Cap {
    /// Resolution 2397 (2017), paragraph 5: 500,000 barrels in the year 2024, seen from 7 March; notified by Russia for January.
    pub const YEAR_2024: Self =
        Self { cap_bbl: 500_000.0, notified_bbl: 15_279.0, window_h: (-66.0 * DAY_H, 300.0 * DAY_H) };
}

/// What the posterior is given. Nothing of the truth enters.
pub fn season_input(
    season: &EmulatedSeason,
    params: &SeasonParams,
    identify: &IdentifyParams,
    cap: Cap,
) -> SeasonInput {
    let places = season.truth.settings.places.iter().map(|place| SeasonPlace {
        name: place.name.clone(),
        is_loading: place.route_nm <= 0.0,
        route_nm: place.route_nm,
        prior_calls: place.weight,
    });
    let looks = season.looks.iter().map(|look| SeasonLook {
        place: look.place,
        time_h: look.time_h,
        p_see: look.p_see,
        false_rate: look.false_rate,
    });
    let scale = Scale { season, params, identify };
    let candidates: Vec<Candidate> = season.register.iter().map(candidate).collect();
    let sightings = season.sightings.iter().enumerate();
    let fixes = season.fixes.iter().map(|fix| SeasonFix {
        hull: fix.hull,
        time_h: fix.time_h,
        place: fix.place,
        hours_to: scale.hours(&fix.distances_nm),
    });
    SeasonInput {
        end_h: season.truth.settings.end_h,
        places: places.collect(),
        hulls: season.register.iter().enumerate().map(|(number, entry)| hull(number, entry)).collect(),
        looks: looks.collect(),
        sightings: sightings.map(|(number, seen)| scale.sighting(number, seen, &candidates)).collect(),
        fixes: fixes.collect(),
        cap_bbl: cap.cap_bbl,
        notified_bbl: cap.notified_bbl,
        cap_window_h: cap.window_h,
    }
}

fn candidate(entry: &RegisterEntry) -> Candidate {
    Candidate { length_m: Some(entry.length_m), beam_m: entry.beam_m, superstructure: entry.superstructure }
}

fn hull(number: usize, entry: &RegisterEntry) -> SeasonHull {
    SeasonHull {
        vessel: RecordId::of(RecordKind::Vessel, &[Key::Int(number as i64)]),
        length_m: Some(entry.length_m),
        beam_m: entry.beam_m,
        superstructure: entry.superstructure,
        capacity_bbl: entry.capacity_bbl,
        listed_from_h: entry.listed_from_h,
        names: entry.names.clone(),
    }
}

struct Scale<'a> {
    season: &'a EmulatedSeason,
    params: &'a SeasonParams,
    identify: &'a IdentifyParams,
}

impl Scale<'_> {
    fn hours(&self, distances_nm: &[f64]) -> Vec<f64> {
        distances_nm.iter().map(|nm| nm / self.params.speed_most_kn).collect()
    }

    fn sighting(&self, number: usize, seen: &EmulatedSighting, candidates: &[Candidate]) -> SeasonSighting {
        let measured = Seen {
            length: seen.length.map(|size| match size {
                Measured::Plain(value, sd) => Size::Plain(value, sd),
                Measured::Log(value, sd) => Size::Log(value, sd),
            }),
            beam_m: seen.beam_m,
            superstructure: seen.superstructure,
            name: seen.name.as_deref().map(|name| self.name_read(name)),
        };
        let found = ratios(&measured, candidates, &Population::of_season(self.params), self.identify);
        SeasonSighting {
            id: RecordId::of(RecordKind::Detection, &[Key::Int(number as i64)]),
            look: seen.look,
            place: seen.place,
            time_h: seen.time_h,
            log_lr: found.log_lr,
            log_lr_false: found.log_lr_false,
            length_m: measured.length.map(|size| match size {
                Size::Plain(value, sd) => (value, sd),
                Size::Log(value, sd) => (value, sd * value),
            }),
            beam_m: seen.beam_m,
            superstructure: seen.superstructure,
            fill: seen.fill,
            hours_to: self.hours(&seen.distances_nm),
        }
    }

    fn name_read(&self, name: &str) -> NameRead {
        let register = self.season.register.iter().enumerate();
        let owners: Vec<usize> = register
            .filter(|(_, entry)| entry.names.iter().any(|own| own == name))
            .map(|(at, _)| at)
            .collect();
        if owners.is_empty() { NameRead::Other } else { NameRead::Of(owners) }
    }
}
