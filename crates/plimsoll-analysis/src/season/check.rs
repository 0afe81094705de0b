//! What an input must be before a season is made of it.

use super::input::{Measured, SeasonError, SeasonInput, SeasonSighting};

/// Checks every number.
pub(super) fn check(input: &SeasonInput) -> Result<(), SeasonError> {
    whole(input)?;
    for (number, look) in input.looks.iter().enumerate() {
        let fail = fault("look", number);
        fail(place_fault(input, look.place))?;
        fail(finite("time_h", look.time_h))?;
        fail(within("p_see", look.p_see, 0.0, 1.0))?;
        fail(within("false_rate", look.false_rate, 0.0, 1e6))?;
    }
    for (number, sighting) in input.sightings.iter().enumerate() {
        let fail = fault("sighting", number);
        fail(sighting_fault(input, sighting))?;
    }
    for (number, fix) in input.fixes.iter().enumerate() {
        let fail = fault("fix", number);
        let is_known = fix.hull < input.hulls.len();
        fail((!is_known).then(|| format!("hull {}: there are {}", fix.hull, input.hulls.len())))?;
        fail(finite("time_h", fix.time_h))?;
        fail(fix.place.and_then(|place| place_fault(input, place)))?;
        fail(hours_fault(input, &fix.hours_to))?;
    }
    hulls(input)
}

fn whole(input: &SeasonInput) -> Result<(), SeasonError> {
    let fail = fault("season", 0);
    fail(within("end_h", input.end_h, 1.0, 1e6))?;
    fail(within("cap_bbl", input.cap_bbl, 0.0, 1e12))?;
    fail(within("notified_bbl", input.notified_bbl, 0.0, 1e12))?;
    fail(
        finite("cap_window_h", input.cap_window_h.0).or_else(|| finite("cap_window_h", input.cap_window_h.1)),
    )?;
    let loading = input.places.iter().filter(|place| place.is_loading).count();
    fail((loading != 1).then(|| format!("{loading} loading places: expected one")))?;
    fail((input.places.len() < 2).then(|| "no discharge place".to_owned()))?;
    for (number, place) in input.places.iter().enumerate() {
        let fail = fault("place", number);
        if !place.is_loading {
            fail(within("route_nm", place.route_nm, 0.1, 30_000.0))?;
            fail(within("prior_calls", place.prior_calls, 1e-3, 1e6))?;
        }
    }
    Ok(())
}

fn hulls(input: &SeasonInput) -> Result<(), SeasonError> {
    for (number, hull) in input.hulls.iter().enumerate() {
        let fail = fault("hull", number);
        for (key, value) in [("length_m", hull.length_m), ("beam_m", hull.beam_m)] {
            fail(value.and_then(|value| measured(key, value, 1e-3)))?;
        }
        fail(hull.superstructure.and_then(|value| measured("superstructure", value, -1.0)))?;
        fail(within("capacity_bbl", hull.capacity_bbl.0, 1.0, 1e9))?;
        fail(within("ln sd of capacity_bbl", hull.capacity_bbl.1, 0.0, 5.0))?;
        let is_nan = hull.listed_from_h.is_some_and(f64::is_nan);
        fail(is_nan.then(|| "listed_from_h is not a number".to_owned()))?;
    }
    Ok(())
}

fn sighting_fault(input: &SeasonInput, sighting: &SeasonSighting) -> Option<String> {
    let hulls = input.hulls.len();
    finite("time_h", sighting.time_h)
        .or_else(|| sighting.place.and_then(|place| place_fault(input, place)))
        .or_else(|| look_fault(input, sighting))
        .or_else(|| {
            let found = sighting.log_lr.len();
            (found != hulls)
                .then(|| format!("log_lr: found {found} numbers, expected one for each of {hulls} ships"))
        })
        .or_else(|| sighting.log_lr.iter().find_map(|ln| not_nan("log_lr", *ln)))
        .or_else(|| finite("log_lr_false", sighting.log_lr_false))
        .or_else(|| sighting.length_m.and_then(|value| measured("length_m", value, 1e-3)))
        .or_else(|| sighting.beam_m.and_then(|value| measured("beam_m", value, 1e-3)))
        .or_else(|| sighting.superstructure.and_then(|value| measured("superstructure", value, -1.0)))
        .or_else(|| sighting.fill.and_then(|value| measured("fill", value, -10.0)))
        .or_else(|| hours_fault(input, &sighting.hours_to))
}

/// A sighting of a look is at the look's place and time.
fn look_fault(input: &SeasonInput, sighting: &SeasonSighting) -> Option<String> {
    let number = sighting.look?;
    let Some(look) = input.looks.get(number) else {
        return Some(format!("look {number}: there are {}", input.looks.len()));
    };
    if sighting.place != Some(look.place) {
        return Some(format!("place {:?}, but its look is of place {}", sighting.place, look.place));
    }
    let apart = (sighting.time_h - look.time_h).abs();
    (apart > 1e-6).then(|| format!("time_h {}, but its look is of {}", sighting.time_h, look.time_h))
}

fn place_fault(input: &SeasonInput, place: usize) -> Option<String> {
    (place >= input.places.len()).then(|| format!("place {place}: there are {}", input.places.len()))
}

fn hours_fault(input: &SeasonInput, hours_to: &[f64]) -> Option<String> {
    let (found, expected) = (hours_to.len(), input.places.len());
    (found != expected)
        .then(|| format!("hours_to: found {found} numbers, expected one for each of {expected} places"))
        .or_else(|| hours_to.iter().find_map(|hours| within("hours_to", *hours, 0.0, 1e6)))
}

fn measured(key: &str, value: Measured, above: f64) -> Option<String> {
    within(key, value.0, above, 1e6).or_else(|| within(&format!("sd of {key}"), value.1, 1e-6, 1e6))
}

fn finite(key: &str, value: f64) -> Option<String> {
    (!value.is_finite()).then(|| format!("{key}: found {value}, expected a finite number"))
}

fn not_nan(key: &str, value: f64) -> Option<String> {
    (value.is_nan() || value == f64::INFINITY).then(|| format!("{key}: found {value}, expected a number"))
}

fn within(key: &str, value: f64, least: f64, most: f64) -> Option<String> {
    (!(least..=most).contains(&value)).then(|| format!("{key}: found {value}, expected {least} to {most}"))
}

/// Turns a fault into the error of a row.
fn fault(what: &'static str, number: usize) -> impl Fn(Option<String>) -> Result<(), SeasonError> {
    move |fault| match fault {
        Some(fault) => Err(SeasonError::Input { what, number, fault }),
        None => Ok(()),
    }
}
