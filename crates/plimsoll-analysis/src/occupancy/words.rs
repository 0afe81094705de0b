//! What a judgement rests on, in words.

use super::OccupancyParams;
use super::emission::Features;
use super::fit::Model;
use plimsoll_model::BerthLook;

/// What the model of the stack says of a look. `lit`: looks that taught what a ship looks like; `number` of `parts`:
/// which stretch between changes for good.
pub(super) fn of_model(
    reasons: &mut Vec<String>,
    model: &Model,
    features: &Features,
    (lit, number, parts): (usize, usize, usize),
    params: &OccupancyParams,
) {
    for (band, name) in ["co-polarised", "cross-polarised"].into_iter().enumerate() {
        if let Some(value) = features.values[band] {
            let empty = model.bands[band].empty(features.water_db[band]).mean;
            let ship = model.bands[band].ship(features.water_db[band]).mean;
            reasons.push(format!(
                "{name} {value:+.1} dB over the water; {empty:+.1} expected without, {ship:+.1} with a ship"
            ));
        }
    }
    if let Some(length) = features.values[2] {
        let (empty, ship) = (model.stretch.empty, model.stretch.ship);
        reasons.push(format!(
            "bright over {length:.0} m; {empty:.0} m expected without, {ship:.0} m with a ship"
        ));
    }
    if model.shows_craft(features, params) {
        reasons.push("if no ship, then a tug, a lighter or a crane over the water".to_owned());
    }
    if lit == 0 {
        reasons
            .push("AIS shows no ship in any look of this stack: levels are those of other berths".to_owned());
    }
    if number > 0 {
        reasons
            .push(format!("the berth has changed for good {number} of {} times before this look", parts - 1));
    }
    if features.water_db.iter().all(Option::is_none) {
        reasons.push("no quay to compare with: wind and ice are not told from ships".to_owned());
    }
}

/// What speaks against the look itself.
pub(super) fn of_look(
    reasons: &mut Vec<String>,
    look: &BerthLook,
    (p_alone, p_occupied): (Option<f64>, Option<f64>),
    params: &OccupancyParams,
) {
    // A share that is no number is not enough.
    let is_seen = look.usable_fraction >= params.min_usable_fraction;
    if !is_seen {
        reasons.push(format!(
            "{:.0} % of the berth has a value; {:.0} % needed",
            100.0 * look.usable_fraction,
            100.0 * params.min_usable_fraction
        ));
    } else if p_alone.is_none() {
        reasons.push("no open water to compare with".to_owned());
    }
    if look.time.is_none() {
        reasons.push("no time: judged alone".to_owned());
    }
    if let (Some(alone), Some(all)) = (p_alone, p_occupied)
        && (alone >= params.occupied_from_p) != (all >= params.occupied_from_p)
    {
        reasons.push(format!("alone it says {alone:.2}; looks before and after make it {all:.2}"));
    }
}
