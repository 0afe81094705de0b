//! What AIS says of the arrival of a ship that images show.

use crate::season::of_case::CaseSeason;
use plimsoll_model::{Association, AssociationVerdict, Sighting};

/// In words, beginning with `silent`, `sending` or `unknown`: what the earliest image of the call tells in which either is decided.
/// Silent only where AIS was compared with an image of the ship and was received there at the time; the window and the reception stand
/// in the association's own words.
pub(super) fn on_arrival(season: &CaseSeason<'_>, sightings: &[&Sighting]) -> String {
    let mut of_call: Vec<(&Sighting, &Association)> = season
        .rows
        .associations
        .iter()
        .filter(|a| a.mmsi.is_none())
        .filter_map(|a| Some((*sightings.iter().find(|s| s.parents.contains(&a.detection))?, a)))
        .collect();
    of_call.sort_by_key(|(sighting, row)| (sighting.time, row.id));
    let said = |row: &Association| match row.verdict {
        AssociationVerdict::SilentDespiteCoverage => Some("silent"),
        AssociationVerdict::Matched => Some("sending"),
        _ => None,
    };
    match (of_call.iter().find_map(|(s, row)| Some((s, row, said(row)?))), of_call.first()) {
        (Some((sighting, row, word)), _) => {
            let time = sighting.time.strftime("%Y-%m-%d %H:%MZ");
            let many = of_call.len();
            let alike = of_call.iter().filter(|(_, other)| said(other) == Some(word)).count();
            format!(
                "{word} at the image of {time} (as at {alike} of {many} compared with AIS): {}",
                row.basis
            )
        }
        (None, Some((_, row))) => format!("unknown: {}", row.basis),
        (None, None) => "unknown: no image of her was compared with AIS".to_owned(),
    }
}
