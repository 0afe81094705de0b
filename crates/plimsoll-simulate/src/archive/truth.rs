//! What was planted in an archive, to hold an analysis against. Times are whole seconds, UTC.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The truth of an archive. It is no exhibit: no analysis may read it.
///
/// Whatever is not listed did not happen: away from ports no two ships are slow and near each other, no ship falls
/// silent for six hours, none changes its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArchiveTruth {
    /// Always true, and the first thing that a reader sees.
    pub simulated: bool,
    /// What this is, in words.
    pub note: String,
    /// The seed.
    pub seed: u64,
    /// When the archive begins.
    pub start: Timestamp,
    /// When it ends; no row is at this time or later.
    pub end: Timestamp,
    /// How many hulls there are; they have fewer MMSIs.
    pub vessels: u32,
    /// Ports: moored ships lie within a nautical mile of these points.
    pub ports: Vec<TruePort>,
    /// Two ships side by side, slowly, for hours, far from ports.
    pub encounters: Vec<Meeting>,
    /// As encounters, but 700 m to 1,500 m apart: none may be reported at 500 m.
    pub near_misses: Vec<Meeting>,
    /// As encounters, but for half an hour to an hour and a half: none may be reported at two hours.
    pub short_meetings: Vec<Meeting>,
    /// Two hulls that use one MMSI, side by side for hours, as in an encounter. Both numbers are the same.
    pub alongside_one_mmsi: Vec<Meeting>,
    /// Every slow drift away from ports, one row a ship: of the ships above, and of ships alone.
    pub loiterings: Vec<Drift>,
    /// Ships that fell silent for six hours or more while the feed was alive.
    pub gaps: Vec<Silence>,
    /// Times in which the whole feed gave nothing: no ship was silent then.
    pub outages: Vec<Window>,
    /// MMSIs that two hulls use at once.
    pub shared_mmsis: Vec<SharedMmsi>,
    /// Ships that report on the first day only: their silence has no end in the archive, so it is no gap.
    pub first_day_only: Vec<u32>,
    /// Positions thrown far away.
    pub spikes: Vec<Spike>,
    /// Rows at latitude 91, longitude 181, "not available".
    pub without_position: Vec<Moment>,
    /// Ships that change name and IMO number, one row a property.
    pub identity_changes: Vec<TrueIdentityChange>,
    /// Draughts that were typed anew.
    pub draught_changes: Vec<TrueDraughtChange>,
    /// Stays in port.
    pub port_stays: Vec<TrueStay>,
    /// The receivers of the NMEA form.
    pub receivers: Vec<TrueReceiver>,
    /// When the clock of a receiver was wrong by more than its usual second.
    pub receiver_clocks: Vec<TrueClock>,
    /// What was written, once it has been.
    pub written: Option<Written>,
}

/// A port.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TruePort {
    /// Name; it says that it is simulated.
    pub name: String,
    /// Latitude, degrees north.
    pub lat_deg: f64,
    /// Longitude, degrees east.
    pub lon_deg: f64,
}

/// Two ships drift side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// The two MMSIs, the smaller first.
    pub mmsis: [u32; 2],
    /// From when they drift.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// How far their antennas are apart, m, before noise.
    pub distance_m: f64,
    /// Latitude halfway, degrees north.
    pub lat_deg: f64,
    /// Longitude halfway, degrees east.
    pub lon_deg: f64,
    /// Whether a midnight (UTC) lies in it.
    pub is_over_midnight: bool,
    /// Whether it crosses the 180th meridian.
    pub is_over_180: bool,
}

/// One ship drifts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// MMSI.
    pub mmsi: u32,
    /// From when.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// Whether no other ship drifts beside it.
    pub is_alone: bool,
}

/// A silence of one ship.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silence {
    /// MMSI.
    pub mmsi: u32,
    /// The last report before.
    pub start: Timestamp,
    /// The first report after.
    pub end: Timestamp,
}

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// From when.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
}

/// An MMSI of two hulls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedMmsi {
    /// MMSI.
    pub mmsi: u32,
    /// The names that the two send.
    pub ship_names: [String; 2],
    /// Whether they are always more than 100 km apart. If not, they meet.
    pub is_far_apart: bool,
}

/// A ship at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// MMSI.
    pub mmsi: u32,
    /// When.
    pub time: Timestamp,
}

/// A position thrown far away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spike {
    /// MMSI.
    pub mmsi: u32,
    /// When.
    pub time: Timestamp,
    /// How far, km.
    pub thrown_km: f64,
}

/// A property of a ship changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueIdentityChange {
    /// MMSI.
    pub mmsi: u32,
    /// `ship_name` or `imo_number`.
    pub property: String,
    /// What was sent before.
    pub from: String,
    /// What is sent from then on.
    pub to: String,
    /// When.
    pub time: Timestamp,
}

/// A draught is typed anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueDraughtChange {
    /// MMSI.
    pub mmsi: u32,
    /// Draught before, m.
    pub from_m: f64,
    /// Draught after, m.
    pub to_m: f64,
    /// When.
    pub time: Timestamp,
}

/// A stay in port.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueStay {
    /// MMSI.
    pub mmsi: u32,
    /// Name of the port.
    pub port: String,
    /// When the ship came to rest, or the beginning of the archive.
    pub start: Timestamp,
    /// When it sailed, or the end of the archive.
    pub end: Timestamp,
    /// Whether the stay begins with the archive: nobody saw the ship come.
    pub begins_before: bool,
    /// Whether the stay ends with the archive: nobody saw the ship leave.
    pub ends_after: bool,
    /// How many reports fall in the stay, without repeated ones. 0: nobody heard of it.
    pub reports: u64,
}

/// A receiver of the NMEA form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueReceiver {
    /// Name in the tag block.
    pub name: String,
    /// MMSI of the base station at the same mast.
    pub station_mmsi: u32,
    /// Latitude, degrees north.
    pub lat_deg: f64,
    /// Longitude, degrees east.
    pub lon_deg: f64,
}

/// A clock that was wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueClock {
    /// Name of the receiver.
    pub receiver: String,
    /// From when, true time.
    pub start: Timestamp,
    /// Until when, true time.
    pub end: Timestamp,
    /// How far the clock was ahead, s.
    pub offset_s: i64,
}

/// What a writer wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Position rows: in a table all rows but those of base stations, in NMEA the position messages sent.
    pub positions: u64,
    /// Of these, exact repetitions of the row before.
    pub duplicates: u64,
    /// Of these, thrown far away.
    pub spikes: u64,
    /// Of these, without a position.
    pub without_position: u64,
    /// Static messages sent (NMEA only; part A and part B of a class B ship are two).
    pub statics: u64,
    /// Base station reports.
    pub stations: u64,
    /// Lines, the header among them.
    pub lines: u64,
    /// Receptions beyond the first of a message (NMEA only).
    pub heard_again: u64,
    /// Messages whose second sentence stands before the first (NMEA only).
    pub reordered: u64,
    /// Messages with other lines between their two sentences (NMEA only).
    pub interleaved: u64,
}
