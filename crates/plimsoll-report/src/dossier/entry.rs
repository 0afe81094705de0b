//! Records with what belongs to them on the page: ships with their listings, visits with draughts and cargo, places,
//! gaps, and what the map shows besides.

use jiff::civil::Date;
use plimsoll_model::{
    Bounds, Cargo, DraughtPair, Gap, Place, PortVisit, Position, RecordId, Scenario, Vessel,
};

/// What the map shows besides places and gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapData {
    /// What to show; `None`: whatever holds the places, tracks and positions.
    pub bounds: Option<Bounds>,
    /// The case's own coastline. `None`: the one of the program.
    pub coastline: Option<CaseCoastline>,
    /// Tracks of ships.
    pub tracks: Vec<MapTrack>,
    /// Single positions.
    pub positions: Vec<MapPosition>,
}

/// A coastline that the case brings along.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseCoastline {
    /// Outer rings of land.
    pub polygons: Vec<Vec<Position>>,
    /// Whom to credit, and under which licence.
    pub credit: String,
}

/// The track of a ship: lines between reports. Gaps are drawn from [`crate::Dossier::gaps`], dashed.
#[derive(Clone, Debug, PartialEq)]
pub struct MapTrack {
    /// The ship, or the track of a ship that has no record.
    pub record: RecordId,
    /// True for a ship that the case does not ask about: her track is drawn thin and grey below the others, and decides
    /// the bounds of the map only where no place and no other track does. The map thins what no eye can tell apart, but
    /// who fills this should not give more points than a map can show.
    pub is_background: bool,
    /// Stretches without gap, each in order of time.
    pub segments: Vec<Vec<Position>>,
}

/// A position worth showing by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPosition {
    /// The record.
    pub record: RecordId,
    /// Where.
    pub position: Position,
    /// What to write beside it. May be empty.
    pub label: String,
}

/// A place with its record.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceEntry {
    /// The record of the place.
    pub record: RecordId,
    /// The place.
    pub place: Place,
}

/// A ship with what lists say of her.
#[derive(Clone, Debug, PartialEq)]
pub struct ShipEntry {
    /// The ship.
    pub vessel: Vessel,
    /// Measures and lists that name her.
    pub listings: Vec<ListingEntry>,
}

impl ShipEntry {
    /// What she is called: her name, else her IMO number, else her first MMSI, else her record.
    pub fn label(&self) -> String {
        let vessel = &self.vessel;
        let name = vessel.ship_name.as_ref().filter(|name| !name.trim().is_empty());
        name.cloned()
            .or_else(|| vessel.imo_number.map(|imo| format!("IMO {imo}")))
            .or_else(|| vessel.mmsis.first().map(|mmsi| format!("MMSI {mmsi}")))
            .unwrap_or_else(|| vessel.id.to_string())
    }
}

/// A list names a ship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingEntry {
    /// The claim.
    pub record: RecordId,
    /// Which list, such as `UN 1718 designated vessels`.
    pub list: String,
    /// Which measures, such as `port ban`. May be empty.
    pub measures: String,
    /// Since when.
    pub since: Option<Date>,
}

/// A port visit with what was made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitEntry {
    /// The visit.
    pub visit: PortVisit,
    /// Her draughts.
    pub draughts: Option<DraughtPair>,
    /// Her cargo.
    pub cargo: Option<Cargo>,
    /// Barrels if she had left at a share of her deadweight, by the convention of [`crate::Dossier::annex`]. Not shown for a
    /// visit whose cargo is not counted.
    pub scenario_bbl: Vec<(Scenario, f64)>,
}

impl VisitEntry {
    /// The record that its barrels stand on: the cargo, or the visit where there is none.
    pub fn record(&self) -> RecordId {
        self.cargo.as_ref().map_or(self.visit.id, |cargo| cargo.id)
    }
}

/// A gap and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct GapEntry {
    /// The gap.
    pub gap: Gap,
    /// The ship, where one is known.
    pub vessel: Option<RecordId>,
}
