//! Small seasons for tests.

use plimsoll_analysis::season::{
    SeasonHull, SeasonInput, SeasonLook, SeasonParams, SeasonPlace, SeasonSighting,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{RecordId, RecordKind};

/// Section `[season]` of the defaults, but that sizes are never grossly wrong.
pub(super) fn params() -> SeasonParams {
    let text = include_str!("../../../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = toml::from_str(text).expect("the defaults are TOML");
    let params = table["season"].clone().try_into().expect("section [season] is complete");
    SeasonParams { gross_error_share: 0.0, ..params }
}

pub(super) const DAY: f64 = 24.0;

pub(super) fn place(name: &str, route_nm: f64) -> SeasonPlace {
    SeasonPlace { name: name.to_owned(), is_loading: route_nm == 0.0, route_nm, prior_calls: 2.0 }
}

pub(super) fn hull(number: i64) -> SeasonHull {
    SeasonHull {
        vessel: RecordId::of(RecordKind::Vessel, &[Key::Int(number)]),
        length_m: Some((85.0 + number as f64, 1.0)),
        beam_m: Some((13.5, 0.3)),
        superstructure: Some((0.12, 0.01)),
        capacity_bbl: (20_000.0 + 1_000.0 * number as f64, 0.04),
        listed_from_h: (number % 2 == 0).then_some(f64::NEG_INFINITY),
        names: vec![format!("INVENTED {number}")],
    }
}

/// A season without looks: a loading place, discharge places at these distances, so many ships.
pub(super) fn season(end_d: f64, routes_nm: &[f64], hulls: i64) -> SeasonInput {
    let mut places = vec![place("Loading", 0.0)];
    places.extend(routes_nm.iter().map(|nm| place("Discharge", *nm)));
    SeasonInput {
        end_h: end_d * DAY,
        places,
        hulls: (0..hulls).map(hull).collect(),
        looks: Vec::new(),
        sightings: Vec::new(),
        fixes: Vec::new(),
        cap_bbl: 100_000.0,
        notified_bbl: 0.0,
        cap_window_h: (0.0, end_d * DAY),
    }
}

/// Adds a look at a place; its number.
pub(super) fn look(input: &mut SeasonInput, place: usize, time_h: f64, p_see: f64, false_rate: f64) -> usize {
    input.looks.push(SeasonLook { place, time_h, p_see, false_rate });
    input.looks.len() - 1
}

/// Adds a sighting in a look, with what it says of each ship.
pub(super) fn seen(input: &mut SeasonInput, look: usize, log_lr: &[f64]) -> usize {
    let SeasonLook { place, time_h, .. } = input.looks[look];
    let number = input.sightings.len();
    let hours_to = input.places.iter().enumerate().map(|(p, _)| hours_between(input, place, p)).collect();
    input.sightings.push(SeasonSighting {
        id: RecordId::of(RecordKind::Detection, &[Key::Int(number as i64)]),
        look: Some(look),
        place: Some(place),
        time_h,
        log_lr: log_lr.to_vec(),
        log_lr_false: 0.0,
        length_m: None,
        beam_m: None,
        superstructure: None,
        fill: None,
        hours_to,
    });
    number
}

/// Least hours between two places: by way of the loading place.
pub(super) fn hours_between(input: &SeasonInput, a: usize, b: usize) -> f64 {
    if a == b { 0.0 } else { (input.places[a].route_nm + input.places[b].route_nm) / 13.0 }
}
