//! The layers of events at sea. Outages have no place on Earth and stand in `outages.csv` alone.

use super::{Feature, Geometry, Properties, corner};
use crate::dossier::{EncounterEntry, LoiteringEntry};
use serde::Serialize;

/// What stands with an encounter.
#[derive(Serialize)]
pub(super) struct EncounterOut {
    layer: &'static str,
    no: String,
    mmsi_a: u32,
    ship_name_a: Option<String>,
    vessel_a: Option<String>,
    mmsi_b: u32,
    ship_name_b: Option<String>,
    vessel_b: Option<String>,
    start_utc: String,
    end_utc: String,
    distance_m: f64,
    speed_kn: f64,
    note: &'static str,
}

/// What stands with a loitering.
#[derive(Serialize)]
pub(super) struct LoiteringOut {
    layer: &'static str,
    no: String,
    mmsi: u32,
    ship_name: Option<String>,
    vessel: Option<String>,
    start_utc: String,
    end_utc: String,
    distance_m: f64,
    speed_kn: f64,
    note: &'static str,
}

/// The encounter with a number, from 1.
pub(super) fn encounter((no, entry): (usize, &EncounterEntry)) -> Feature {
    let of = &entry.encounter;
    let properties = Properties::Encounter(EncounterOut {
        layer: "encounter",
        no: format!("E{no}"),
        mmsi_a: of.mmsi_a.value(),
        ship_name_a: entry.ship_a.ship_name.clone(),
        vessel_a: entry.ship_a.vessel.map(|vessel| vessel.to_string()),
        mmsi_b: of.mmsi_b.value(),
        ship_name_b: entry.ship_b.ship_name.clone(),
        vessel_b: entry.ship_b.vessel.map(|vessel| vessel.to_string()),
        start_utc: of.period.start().to_string(),
        end_utc: of.period.end().to_string(),
        distance_m: of.distance.to_metres(),
        speed_kn: of.speed.to_knots(),
        note: "Two ships close together, slowly. It says nothing of what they did.",
    });
    let geometry = Some(Geometry::Point(corner(of.position)));
    Feature { kind: "Feature", id: of.id.to_string(), geometry, properties }
}

/// The loitering with a number, from 1.
pub(super) fn loitering((no, entry): (usize, &LoiteringEntry)) -> Feature {
    let of = &entry.loitering;
    let properties = Properties::Loitering(LoiteringOut {
        layer: "loitering",
        no: format!("L{no}"),
        mmsi: of.mmsi.value(),
        ship_name: entry.ship.ship_name.clone(),
        vessel: entry.ship.vessel.map(|vessel| vessel.to_string()),
        start_utc: of.period.start().to_string(),
        end_utc: of.period.end().to_string(),
        distance_m: of.distance.to_metres(),
        speed_kn: of.speed.to_knots(),
        note: "A mean position of slow reports. It says nothing of why the ship was slow.",
    });
    let geometry = Some(Geometry::Point(corner(of.position)));
    Feature { kind: "Feature", id: of.id.to_string(), geometry, properties }
}
