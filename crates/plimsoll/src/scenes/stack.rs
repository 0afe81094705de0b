//! What a stack of scenes teaches: what stands in most of them does not sail.

use plimsoll_imagery::land::persistence::StackLook;
use plimsoll_imagery::land::{Persistence, Sighting};
use plimsoll_model::{Detection, DetectionKind, Look, RecordId, Scene};
use std::collections::{BTreeMap, BTreeSet};

/// What counts as fixed.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StackParams {
    radius_m: f64,
    least_looks: u32,
    least_days: f64,
    least_share: f64,
}

/// Ships that stand in most scenes that show their place are fixed objects, and no place's ships.
pub fn take_out_fixed(
    scenes: &[Scene],
    detections: &mut [Detection],
    looks: &mut [Look],
    params: &StackParams,
) {
    let timed: Vec<&Scene> = scenes.iter().filter(|s| s.refusal.is_none() && s.time.is_some()).collect();
    let stack: Vec<StackLook> = timed
        .iter()
        .filter_map(|s| Some(StackLook { time: s.time?.start(), footprint: s.footprint.clone() }))
        .collect();
    let order: BTreeMap<RecordId, usize> = timed.iter().enumerate().map(|(at, s)| (s.id, at)).collect();
    let sightings: Vec<Sighting> = detections
        .iter()
        .filter_map(|d| Some(Sighting { look: *order.get(&d.scene)?, position: d.position? }))
        .collect();
    let StackParams { radius_m, least_looks, least_days, least_share } = *params;
    let fixed = Persistence { radius_m, least_looks, least_days, least_share }.learn(&stack, &sightings);
    let mut taken = BTreeSet::new();
    for detection in detections.iter_mut().filter(|d| d.kind == DetectionKind::Ship) {
        let Some(position) = detection.position else { continue };
        if let Some(object) = fixed.iter().find(|object| object.area.contains(position)) {
            detection.kind = DetectionKind::FixedObject;
            detection.reasons.insert(0, object.reason());
            taken.insert(detection.id);
        }
    }
    for look in looks {
        let before = look.parents.len();
        look.parents.retain(|id| !taken.contains(id));
        look.ships -= u32::try_from(before - look.parents.len()).unwrap_or_default().min(look.ships);
    }
}
