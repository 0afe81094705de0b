//! Encounters: two ships close together, slowly, for long, away from ports.
//!
//! Method page: `docs/methods/encounters.md`. First each track is brought to a common grid of times where it is slow
//! ([`SlowPoints`], a stream over the reports of one track); places that only the data show to be ports are found
//! ([`PortCells`]); then the points of all ships are paired in order of time ([`Encounters`]). The rule is that of
//! Global Fishing Watch's `pipe-encounters`; days, years and the 180th meridian have no part in it.

mod grid;
mod interpolate;
mod pairs;
mod port_cells;

pub use grid::SlowPoints;
pub use pairs::{Encounters, OutOfOrder};
pub use port_cells::{PortCells, PortMask};

use crate::port_visits::Sites;
use plimsoll_model::{Encounter, Length, Place, SlowPoint};

/// Thresholds of the encounters, section `[encounters]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncounterParams {
    /// Ships are compared at whole multiples of this after 1970-01-01 UTC, min. At least a second.
    pub grid_min: f64,
    /// Between two reports further apart than this nothing is said of where the ship was, h. At most a week.
    pub max_interpolation_h: f64,
    /// A ship that moves over ground faster than this is not slow at that time, kn.
    pub max_point_speed_kn: f64,
    /// Ships closer than this are together, m. At least a metre.
    pub max_distance_m: f64,
    /// An encounter lasts at least this long, h.
    pub min_duration_h: f64,
    /// The median speed of the two ships is at most this, kn.
    pub max_speed_kn: f64,
    /// Times at which two ships are together are of one encounter if they are at most this far apart, min.
    pub max_interruption_min: f64,
    /// Nothing is looked for in the places of the case and this far around them, m.
    pub port_margin_m: f64,
    /// Where at least this many ships lay, a port is assumed. 0: nowhere.
    pub port_min_ships: u32,
    /// A ship counts for that if it lay there for at least this long in all, h.
    pub port_min_stay_h: f64,
    /// Names of places of the case where encounters are looked for all the same.
    pub searched_places: Vec<String>,
}

impl EncounterParams {
    /// Seconds between the times of the grid.
    fn grid_s(&self) -> i64 {
        ((self.grid_min * 60.0).round() as i64).clamp(1, 86_400)
    }

    /// True if encounters are looked for at a place of the case.
    fn is_searched(&self, place: &Place) -> bool {
        let folded = |name: &str| name.trim().to_lowercase();
        self.searched_places.iter().any(|name| folded(name) == folded(&place.name))
    }

    /// The places of a case where nothing is looked for, with the margin around them.
    pub fn ports<'a>(&self, places: &'a [Place]) -> Sites<'a> {
        let ports = places.iter().filter(|place| !self.is_searched(place));
        Sites::with_margin(ports, Length::metres(self.port_margin_m))
    }

    /// The places of a case where encounters are looked for even if many ships lie there.
    pub fn searched<'a>(&self, places: &'a [Place]) -> Sites<'a> {
        Sites::with_margin(places.iter().filter(|place| self.is_searched(place)), Length::metres(0.0))
    }
}

/// The encounters of all ships, in order of time and identifier. The order of the points does not matter.
///
/// For data that fit into memory; a stage feeds [`Encounters`] from sorted files instead.
pub fn encounters(points: &[SlowPoint], mask: &PortMask<'_>, params: &EncounterParams) -> Vec<Encounter> {
    let mut sorted: Vec<SlowPoint> = points.iter().filter(|p| !mask.hides(p.position)).copied().collect();
    sorted.sort_by_key(|p| (p.time, p.mmsi, p.track));
    let mut machine = Encounters::new(params);
    let mut found = Vec::new();
    for point in sorted {
        machine.push(point, &mut found).expect("the points are sorted by time");
    }
    machine.finish(&mut found);
    found.sort_by_key(|e| (e.period, e.id));
    found
}
