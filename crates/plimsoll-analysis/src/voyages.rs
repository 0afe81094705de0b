//! Voyages: from the end of one port visit to the start of the same ship's next.
//!
//! Method page: `docs/methods/voyages.md`. A voyage is what lies between two visits, as Global Fishing Watch
//! defines it (`pipe-anchorages`), with how deep the ship lay by the draughts around the first of them.

use crate::vessels::VesselIndex;
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Gap, LadenState, Mmsi, PortVisit, RecordId, RecordKind, Voyage};
use std::collections::BTreeMap;

/// Thresholds of the voyages, section `[voyages]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoyageParams {
    /// A change of draught of at least this much shows cargo loaded or landed, m.
    pub min_draught_change_m: f64,
    /// A visit less sure than this neither begins nor ends a voyage; scale 1 to 4.
    pub min_confidence: u8,
}

/// Draughts are sent in steps of 0.1 m: a difference this much short of the threshold equals it, m.
const HALF_STEP_M: f64 = 0.05;

/// The voyages of all ships, in order of ship and departure. The order of the visits does not matter. The last visit
/// of a ship begins a voyage without arrival.
pub fn voyages(
    visits: &[PortVisit],
    gaps: &[Gap],
    vessels: &VesselIndex,
    params: &VoyageParams,
) -> Vec<Voyage> {
    let mut sorted: Vec<&PortVisit> =
        visits.iter().filter(|v| v.confidence.value() >= params.min_confidence).collect();
    sorted.sort_by_key(|v| (v.vessel, v.start, v.end, v.id));
    let gaps = gaps_by_vessel(gaps, vessels);
    let none = GapsByRadio::new();
    sorted
        .iter()
        .enumerate()
        .map(|(i, from)| {
            let to = sorted.get(i + 1).copied().filter(|to| to.vessel == from.vessel);
            voyage(from, to, gaps.get(&from.vessel).unwrap_or(&none), params)
        })
        .collect()
}

/// The gaps of each radio of a ship: in order of time, and without overlap.
type GapsByRadio<'a> = BTreeMap<Mmsi, Vec<&'a Gap>>;

/// The gaps of each ship by the radio that was silent.
fn gaps_by_vessel<'a>(gaps: &'a [Gap], vessels: &VesselIndex) -> BTreeMap<RecordId, GapsByRadio<'a>> {
    let mut by_vessel: BTreeMap<RecordId, GapsByRadio<'a>> = BTreeMap::new();
    for gap in gaps {
        let vessel = vessels.vessel_at(gap.mmsi, gap.period.start());
        by_vessel.entry(vessel).or_default().entry(gap.mmsi).or_default().push(gap);
    }
    for gaps in by_vessel.values_mut().flat_map(BTreeMap::values_mut) {
        gaps.sort_by_key(|g| (g.period, g.id));
    }
    by_vessel
}

fn voyage(from: &PortVisit, to: Option<&PortVisit>, gaps: &GapsByRadio<'_>, params: &VoyageParams) -> Voyage {
    let arrival = to.map(|v| v.start);
    let gaps = gaps_during(gaps, from.end, arrival);
    let mut parents = vec![from.id];
    parents.extend(to.map(|v| v.id));
    parents.extend(&gaps);
    Voyage {
        id: RecordId::of(RecordKind::Voyage, &[Key::Id(from.id)]),
        vessel: from.vessel,
        from_place: from.place.clone(),
        departure: from.end,
        to_place: to.map(|v| v.place.clone()),
        arrival,
        laden_state: laden_state(from, params),
        gaps,
        parents,
    }
}

/// The gaps of a ship of which some lies in a voyage, by radio and time.
fn gaps_during(gaps: &GapsByRadio<'_>, departure: Timestamp, arrival: Option<Timestamp>) -> Vec<RecordId> {
    let during = |of_radio: &Vec<&Gap>| {
        let first = of_radio.partition_point(|g| g.period.end() <= departure);
        let reaches = |g: &&&Gap| arrival.is_none_or(|a| g.period.start() < a);
        of_radio[first..].iter().take_while(reaches).map(|g| g.id).collect::<Vec<_>>()
    };
    gaps.values().flat_map(during).collect()
}

/// How deep the ship lies after a visit, by the draughts before and after it.
fn laden_state(visit: &PortVisit, params: &VoyageParams) -> LadenState {
    let (Some(arrival), Some(departure)) = (visit.draught_arrival, visit.draught_departure) else {
        return LadenState::NotShown;
    };
    let deeper_m = departure.deeper_than(arrival).to_metres();
    let least_m = params.min_draught_change_m - HALF_STEP_M;
    if deeper_m >= least_m {
        LadenState::Laden
    } else if deeper_m <= -least_m {
        LadenState::InBallast
    } else {
        LadenState::NotShown
    }
}
