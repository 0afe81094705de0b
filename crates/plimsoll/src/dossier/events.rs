//! What happened at sea, with whom it happened to.

use super::Tables;
use crate::error::UserError;
use plimsoll_case::store::Store;
use plimsoll_model::{Encounter, Loitering, Mmsi, Track, Vessel};
use plimsoll_report::{Bearer, EncounterEntry, LoiteringEntry, SharedNumber};
use std::collections::BTreeMap;

/// Who bears which number: only where one ship does.
pub(super) struct Bearers<'a> {
    by_radio: BTreeMap<Mmsi, Option<&'a Vessel>>,
}

impl<'a> Bearers<'a> {
    pub(super) fn of(vessels: &'a [Vessel]) -> Self {
        let mut by_radio = BTreeMap::new();
        for vessel in vessels {
            for mmsi in &vessel.mmsis {
                by_radio.entry(*mmsi).and_modify(|known| *known = None).or_insert(Some(vessel));
            }
        }
        Self { by_radio }
    }

    /// The one ship with that number.
    pub(super) fn ship(&self, mmsi: Mmsi) -> Option<&'a Vessel> {
        self.by_radio.get(&mmsi).copied().flatten()
    }

    fn bearer(&self, mmsi: Mmsi) -> Bearer {
        let ship = self.ship(mmsi);
        Bearer { vessel: ship.map(|v| v.id), ship_name: ship.and_then(|v| v.ship_name.clone()) }
    }
}

pub(super) fn encounters(store: &Store, bearers: &Bearers<'_>) -> Result<Vec<EncounterEntry>, UserError> {
    let entry = |encounter: Encounter| EncounterEntry {
        ship_a: bearers.bearer(encounter.mmsi_a),
        ship_b: bearers.bearer(encounter.mmsi_b),
        encounter,
    };
    Ok(store.read::<Encounter>()?.into_iter().map(entry).collect())
}

pub(super) fn loitering(store: &Store, bearers: &Bearers<'_>) -> Result<Vec<LoiteringEntry>, UserError> {
    let entry = |loitering: Loitering| LoiteringEntry { ship: bearers.bearer(loitering.mmsi), loitering };
    Ok(store.read::<Loitering>()?.into_iter().map(entry).collect())
}

/// Numbers that several ships use at once.
pub(super) fn shared(tables: &Tables) -> Vec<SharedNumber> {
    let mut by_radio: BTreeMap<Mmsi, Vec<Track>> = BTreeMap::new();
    for track in tables.tracks.iter().filter(|track| track.is_shared) {
        by_radio.entry(track.mmsi).or_default().push(track.clone());
    }
    let shared = by_radio.into_iter().filter(|(_, tracks)| tracks.len() > 1);
    shared.map(|(mmsi, tracks)| SharedNumber { mmsi, tracks }).collect()
}
