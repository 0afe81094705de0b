//! What happened at sea, with whom it happened to.

use plimsoll_model::{Encounter, Loitering, Mmsi, RecordId, Track};

/// Who bears an MMSI, as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bearer {
    /// The record of the ship.
    pub vessel: Option<RecordId>,
    /// Her name, as her radio sent it or as a register has it.
    pub ship_name: Option<String>,
}

/// An encounter and whose it is. It says nothing of what the two ships did.
#[derive(Clone, Debug, PartialEq)]
pub struct EncounterEntry {
    /// The encounter.
    pub encounter: Encounter,
    /// Who bears the smaller MMSI.
    pub ship_a: Bearer,
    /// Who bears the larger MMSI.
    pub ship_b: Bearer,
}

/// A loitering and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct LoiteringEntry {
    /// The loitering.
    pub loitering: Loitering,
    /// Who bears the MMSI.
    pub ship: Bearer,
}

/// An MMSI that several tracks use at once: reports under one number that no single ship can have sent.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedNumber {
    /// The number.
    pub mmsi: Mmsi,
    /// Its tracks, at least two, with the times of each.
    pub tracks: Vec<Track>,
}
