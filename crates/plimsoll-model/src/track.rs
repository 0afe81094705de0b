//! Tracks: which reports of one MMSI are of one ship.

use crate::{ExhibitId, Mmsi, Position, RecordId};
use jiff::Timestamp;

/// The reports of one ship with one MMSI: segments that one hull can have sailed one after the other. An MMSI that two
/// ships use has two tracks.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// First report.
    pub start: Timestamp,
    /// Last report.
    pub end: Timestamp,
    /// How many position reports.
    pub reports: u32,
    /// How many segments.
    pub segments: u32,
    /// True if another track of the MMSI lies partly in the same time: two ships share the number.
    pub is_shared: bool,
    /// First and last report.
    pub parents: Vec<RecordId>,
}

/// A stretch of a track without a long silence.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Which record.
    pub id: RecordId,
    /// The track.
    pub track: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// First report.
    pub start: Timestamp,
    /// Last report.
    pub end: Timestamp,
    /// Where the first report puts it.
    pub first: Position,
    /// Where the last report puts it.
    pub last: Position,
    /// How many position reports.
    pub reports: u32,
    /// First and last report.
    pub parents: Vec<RecordId>,
}

/// A position report that belongs to no ship: no track can have come there.
#[derive(Clone, Debug, PartialEq)]
pub struct Noise {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// When it was received.
    pub time: Timestamp,
    /// Where it says the ship is.
    pub position: Position,
    /// Why it is none, in words.
    pub reason: String,
    /// The report.
    pub parents: Vec<RecordId>,
}

/// Where a slow track was at a time of the grid, interpolated between its reports. Encounters are read from these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlowPoint {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// The track.
    pub track: RecordId,
    /// The time of the grid.
    pub time: Timestamp,
    /// Where it was.
    pub position: Position,
    /// Speed over ground there, by its reports before and after, kn.
    pub speed_kn: f32,
    /// The nearest report.
    pub parent: RecordId,
}

/// How much an exhibit gave in a slot of time: by it silence is told from no data.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceptionSlot {
    /// Which record.
    pub id: RecordId,
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The feed: exhibits of one kind, such as daily files of one provider, are one feed.
    pub feed: String,
    /// When the slot begins; slots are ten minutes long.
    pub start: Timestamp,
    /// Position, static and station reports in it.
    pub reports: u64,
}

/// How wrong the clock of a receiver was in an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiverClock {
    /// Which record.
    pub id: RecordId,
    /// The receiver.
    pub receiver: String,
    /// When the hour begins, by the clock of the receiver.
    pub hour: Timestamp,
    /// How far its clock was ahead, s: what was taken from its times. 0 if it was within the tolerance.
    pub offset_s: f64,
    /// How many pairs of times it is the median of.
    pub samples: u32,
    /// By what it was judged: `base-station` or `other-receivers`.
    pub method: String,
}
