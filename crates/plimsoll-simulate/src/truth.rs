//! What really happened in a simulated season, to compare an analysis with.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The truth of a season. It is no exhibit: no analysis may read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// Always true, and the first thing that a reader sees.
    pub simulated: bool,
    /// What this is, in words.
    pub note: String,
    /// The seed.
    pub seed: u64,
    /// The tanker.
    pub vessel: TrueVessel,
    /// The terminal.
    pub terminal: TrueTerminal,
    /// Her one call there.
    pub visit: TrueVisit,
    /// What she loaded.
    pub cargo: TrueCargo,
    /// Her one silence.
    pub gap: TrueGap,
    /// What is in the file of sentences.
    pub sentences: Sentences,
}

/// The invented tanker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueVessel {
    /// MMSI.
    pub mmsi: u32,
    /// IMO number.
    pub imo_number: u32,
    /// Name.
    pub ship_name: String,
    /// Length overall, m.
    pub length_overall_m: f64,
    /// Beam, m.
    pub beam_m: f64,
    /// Summer draught, m.
    pub summer_draught_m: f64,
    /// Deadweight at the summer draught, t, from the hull.
    pub deadweight_t: f64,
    /// Lightship, t.
    pub lightship_t: f64,
    /// Volume of the cargo tanks at 100 %, m3.
    pub tank_volume_m3: f64,
}

/// The invented terminal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueTerminal {
    /// Name.
    pub name: String,
    /// Latitude of the berth, degrees north.
    pub lat_deg: f64,
    /// Longitude of the berth, degrees east.
    pub lon_deg: f64,
    /// Radius of the circle that the case calls the terminal, nautical miles.
    pub radius_nm: f64,
}

/// The call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueVisit {
    /// She comes into the circle.
    pub enters: Timestamp,
    /// First line ashore.
    pub alongside: Timestamp,
    /// Last line off.
    pub cast_off: Timestamp,
    /// She leaves the circle.
    pub leaves: Timestamp,
    /// Draught on arrival, m.
    pub draught_arrival_m: f64,
    /// Draught on departure, m.
    pub draught_departure_m: f64,
    /// What the crew sends on arrival, m.
    pub draught_arrival_sent_m: f64,
    /// What the crew sends after sailing, m.
    pub draught_departure_sent_m: f64,
    /// When the crew types the new draught in.
    pub draught_typed: Timestamp,
}

/// What was loaded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueCargo {
    /// Product.
    pub product: String,
    /// Displacement on arrival, t.
    pub displacement_arrival_t: f64,
    /// Displacement on departure, t.
    pub displacement_departure_t: f64,
    /// Ballast water on arrival, t.
    pub ballast_arrival_t: f64,
    /// Ballast water that the pumps left, t.
    pub ballast_departure_t: f64,
    /// Fuel, fresh water and stores on arrival, t.
    pub stores_arrival_t: f64,
    /// Fuel, fresh water and stores on departure, t.
    pub stores_departure_t: f64,
    /// Cargo loaded, t.
    pub cargo_t: f64,
    /// Density of the cargo at 15 C, t/m3.
    pub density_t_per_m3: f64,
    /// Cargo at 15 C, bbl.
    pub volume_bbl: f64,
    /// Cargo at 8.33 bbl/t, bbl.
    pub volume_committee_bbl: f64,
}

/// The silence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueGap {
    /// Last position report before it.
    pub off: Timestamp,
    /// First position report after it.
    pub on: Timestamp,
    /// How long, h.
    pub duration_h: f64,
    /// Latitude of the last report before, as it was, degrees north.
    pub off_lat_deg: f64,
    /// Longitude of the last report before, degrees east.
    pub off_lon_deg: f64,
    /// Latitude of the first report after, degrees north.
    pub on_lat_deg: f64,
    /// Longitude of the first report after, degrees east.
    pub on_lon_deg: f64,
    /// Geodesic distance between the two, nautical miles.
    pub distance_nm: f64,
    /// Why nothing was heard: known only because the season is invented.
    pub cause: String,
}

/// What is in the file of sentences.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentences {
    /// Lines.
    pub lines: usize,
    /// Messages of each type that a decoder must find, by message type.
    pub messages: std::collections::BTreeMap<String, usize>,
    /// Lines that were damaged on purpose.
    pub damaged: Vec<Damage>,
}

/// A line damaged on purpose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Damage {
    /// Line, counted from 1.
    pub line: usize,
    /// What was done to it.
    pub what: String,
}

impl Truth {
    /// As JSON with line ends, for people.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a truth holds no map with keys but text");
        text.push('\n');
        text
    }
}
