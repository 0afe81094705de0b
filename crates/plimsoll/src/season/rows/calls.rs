//! `port_calls`, `season_voyages`: the calls that exhibits show, as all draws together have them.

use super::ais::on_arrival;
use crate::season::of_case::CaseSeason;
use jiff::{SignedDuration, Timestamp};
use plimsoll_analysis::season::{ConsensusCall, SeasonPosterior};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    CallStatus, Estimate, PortCall, RecordId, RecordKind, SeasonVoyage, Sighting, SightingSource,
};

/// From this probability on a call counts as documented.
const DOCUMENTED: f64 = 0.95;
/// Places of discharge less probable than this have no row.
const LEAST_P: f64 = 0.02;

/// The calls in order of arrival, each with the consensus it was made of.
pub fn port_calls(season: &CaseSeason<'_>, posterior: &SeasonPosterior) -> Vec<(PortCall, ConsensusCall)> {
    let mut calls: Vec<_> = posterior
        .consensus(&season.input)
        .into_iter()
        .filter_map(|c| Some((port_call(season, &c)?, c)))
        .collect();
    calls.sort_by_key(|(call, _)| (call.arrival.mid(), call.id));
    calls.dedup_by(|a, b| a.0.id == b.0.id);
    calls
}

/// The sightings of a call at the loading place, most probable ones only.
fn shown<'a>(season: &CaseSeason<'a>, call: &ConsensusCall, at_loading: bool) -> Vec<&'a Sighting> {
    let of_call = call.sightings.iter().filter(|(_, p)| *p >= 0.5);
    of_call
        .filter(|(s, _)| {
            let place = season.input.sightings[*s].place;
            place.is_some_and(|p| season.input.places[p].is_loading == at_loading)
        })
        .map(|(s, _)| season.sightings[*s])
        .collect()
}

fn time(season: &CaseSeason<'_>, h: f64) -> Timestamp {
    let offset = SignedDuration::try_from_secs_f64(h * 3600.0).unwrap_or_default();
    let whole = SignedDuration::from_secs(offset.as_secs());
    season.period.start().saturating_add(whole).unwrap_or(season.period.end())
}

fn times(season: &CaseSeason<'_>, h: [f64; 3]) -> Option<Estimate<Timestamp>> {
    Estimate::new(time(season, h[0]), time(season, h[1]), time(season, h[2]))
}

fn port_call(season: &CaseSeason<'_>, call: &ConsensusCall) -> Option<PortCall> {
    let sightings = shown(season, call, true);
    if sightings.is_empty() {
        return None;
    }
    let key: Vec<Key<'_>> = sightings.iter().map(|s| Key::Id(s.id)).collect();
    let best = call.ships.first().copied().filter(|(_, p)| *p >= call.p_unregistered);
    let vessel = best.map(|(hull, _)| season.vessels[hull]);
    let p_vessel = best.map_or(call.p_unregistered, |(_, p)| p);
    let listed =
        |hull: usize| season.input.hulls[hull].listed_from_h.is_some_and(|from| from <= call.arrival_h[1]);
    let p_listed = call.ships.iter().filter(|(hull, _)| listed(*hull)).map(|(_, p)| p).sum::<f64>().min(1.0);
    let discharge = call.places.first().copied();
    let looks = season.input.looks.iter().filter(|l| {
        l.place == season.loading
            && l.time_h >= call.arrival_h[1]
            && l.time_h <= call.departure_h[1]
            && l.p_see > 0.1
    });
    let mut parents: Vec<RecordId> = sightings.iter().map(|s| s.id).collect();
    parents.extend(shown(season, call, false).iter().map(|s| s.id));
    parents.extend(vessel.map(|v| v.id));
    parents.sort_unstable();
    parents.dedup();
    let estimate = |v: [f64; 3]| Estimate::new(v[0], v[1], v[2]);
    Some(PortCall {
        id: RecordId::of(RecordKind::PortCall, &key),
        place: season.input.places[season.loading].name.clone(),
        status: if call.p >= DOCUMENTED { CallStatus::Documented } else { CallStatus::Probable },
        p_call: call.p,
        vessel: vessel.map(|v| v.id),
        ship_name: vessel.and_then(|v| v.ship_name.clone()),
        p_vessel,
        p_unregistered: call.p_unregistered,
        arrival: times(season, call.arrival_h)?,
        departure: times(season, call.departure_h)?,
        discharge_place: discharge.map(|(place, _)| season.input.places[place].name.clone()),
        p_discharge_place: discharge.map_or(0.0, |(_, p)| p),
        fill_share: estimate(call.fill)?,
        volume_bbl: estimate(call.volume_bbl)?,
        p_listed,
        sightings: sightings.len() as u32,
        looks: looks.count() as u32,
        ais_on_arrival: on_arrival(season, &sightings),
        basis: basis(&sightings, call),
        parents,
    })
}

fn basis(sightings: &[&Sighting], call: &ConsensusCall) -> String {
    let count = |source: SightingSource| sightings.iter().filter(|s| s.source == source).count();
    let seen: Vec<String> = SightingSource::ALL
        .into_iter()
        .filter(|s| count(*s) > 0)
        .map(|s| format!("{} {}", count(s), s.as_str()))
        .collect();
    let named: Vec<&str> = sightings.iter().filter_map(|s| s.name_read.as_deref()).collect();
    let mut words = vec![format!("seen at the place: {}", seen.join(", "))];
    if !named.is_empty() {
        words.push(format!("name read: {}", named.join(", ")));
    }
    if call.ships.len() > 1 {
        words.push(format!("{} ships of the register may be she", call.ships.len()));
    }
    words.join("; ")
}

/// The voyages of the calls: one row for each place of discharge that is not almost ruled out.
pub fn voyages(season: &CaseSeason<'_>, calls: &[(PortCall, ConsensusCall)]) -> Vec<SeasonVoyage> {
    let rows = calls.iter().flat_map(|(row, call)| {
        let likely = call.places.iter().filter(|(_, p)| *p >= LEAST_P);
        likely.filter_map(move |(place, p)| voyage(season, row, call, *place, *p))
    });
    rows.collect()
}

fn voyage(
    season: &CaseSeason<'_>,
    row: &PortCall,
    call: &ConsensusCall,
    place: usize,
    p: f64,
) -> Option<SeasonVoyage> {
    let to = &season.input.places[place];
    let there: Vec<&Sighting> =
        shown(season, call, false).into_iter().filter(|s| s.place.as_ref() == Some(&to.name)).collect();
    let is_first = call.places.first().is_some_and(|(first, _)| *first == place);
    let mut parents = vec![row.id];
    parents.extend(there.iter().map(|s| s.id));
    Some(SeasonVoyage {
        id: RecordId::of(RecordKind::SeasonVoyage, &[Key::Id(row.id), Key::Text(&to.name)]),
        port_call: row.id,
        ship_name: row.ship_name.clone(),
        from_place: row.place.clone(),
        to_place: to.name.clone(),
        p,
        departure: row.departure,
        arrival: times(season, call.discharge_arrival_h).filter(|_| is_first),
        route_nm: to.route_nm,
        sightings: there.len() as u32,
        basis: if there.is_empty() {
            "no image shows her there: from the time between calls, the ways and the shares of the places"
                .to_owned()
        } else {
            format!("{} sightings there fit her and the time of the way", there.len())
        },
        parents,
    })
}
