//! The season: ways between places with the calls expected on them, and where ships were seen.

use super::{Feature, Geometry, Properties, corner, cut};
use crate::dossier::{Dossier, LegEntry, SightingEntry};
use crate::section::season::{ships::best, voyages::flows};
use serde::Serialize;

/// What stands with a way.
#[derive(Serialize)]
pub(super) struct WayOut {
    layer: &'static str,
    from_place: String,
    to_place: String,
    is_route: bool,
    calls_expected: f64,
    calls_likely: usize,
    barrels_expected: f64,
}

/// What stands with a sighting.
#[derive(Serialize)]
pub(super) struct SightingOut {
    layer: &'static str,
    source: &'static str,
    place: Option<String>,
    time_utc: String,
    length_mid_m: Option<f64>,
    p_ship: f64,
    likeliest_ship: Option<String>,
    p_likeliest: Option<f64>,
}

/// The features of the season; none where the case has none.
pub(super) fn features(dossier: &Dossier) -> Vec<Feature> {
    let flows = flows(dossier);
    let way = |leg: &LegEntry| {
        let flow = flows.get(&(leg.from_place.as_str(), leg.to_place.as_str()))?;
        Some(Feature {
            kind: "Feature",
            id: format!("way-{}-{}", leg.from_place, leg.to_place),
            geometry: Some(Geometry::MultiLineString(cut(&leg.path))),
            properties: Properties::Way(WayOut {
                layer: "season-way",
                from_place: leg.from_place.clone(),
                to_place: leg.to_place.clone(),
                is_route: leg.is_route,
                calls_expected: flow.expected,
                calls_likely: flow.likely,
                barrels_expected: flow.barrels,
            }),
        })
    };
    let ways = dossier.season.legs.iter().filter_map(way);
    ways.chain(dossier.season.sightings.iter().filter_map(sighting)).collect()
}

fn sighting(entry: &SightingEntry) -> Option<Feature> {
    let s = &entry.sighting;
    let likeliest = best(entry);
    Some(Feature {
        kind: "Feature",
        id: s.id.to_string(),
        geometry: Some(Geometry::Point(corner(s.position?))),
        properties: Properties::Sighting(SightingOut {
            layer: "sighting",
            source: s.source.as_str(),
            place: s.place.clone(),
            time_utc: s.time.to_string(),
            length_mid_m: s.length_m.map(|length| length.mid()),
            p_ship: s.p_ship,
            likeliest_ship: likeliest.and_then(|c| c.ship_name.clone()),
            p_likeliest: likeliest.map(|c| c.p.unwrap_or(c.p_alone)),
        }),
    })
}
