//! What AIS says of the arrival of a ship that images show.

use crate::season::of_case::CaseSeason;
use plimsoll_model::{Association, AssociationVerdict, Sighting};

/// In words, beginning with `silent`, `sending` or `unknown`. Silent only where AIS was compared with an image of the ship and was
/// received there at the time; the window and the reception stand in the association's own words.
pub(super) fn on_arrival(season: &CaseSeason<'_>, sightings: &[&Sighting]) -> String {
    let of_call: Vec<&Association> = season
        .rows
        .associations
        .iter()
        .filter(|a| a.mmsi.is_none() && sightings.iter().any(|s| s.parents.contains(&a.detection)))
        .collect();
    let with = |verdict: AssociationVerdict| of_call.iter().find(|a| a.verdict == verdict);
    if let Some(row) = with(AssociationVerdict::SilentDespiteCoverage) {
        let time = sightings.iter().find(|s| s.parents.contains(&row.detection)).map(|s| s.time);
        let day = time.map(|t| t.strftime("%Y-%m-%d %H:%MZ").to_string()).unwrap_or_default();
        return format!("silent at the image of {day}: {}", row.basis);
    }
    if let Some(row) = with(AssociationVerdict::Matched) {
        return format!("sending: {}", row.basis);
    }
    match of_call.first() {
        Some(row) => format!("unknown: {}", row.basis),
        None => "unknown: no image of her was compared with AIS".to_owned(),
    }
}
