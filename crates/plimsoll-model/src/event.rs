//! Events: what happened, as read from observations.

use crate::{Draught, Length, Mmsi, Period, Position, RecordId, Speed};
use jiff::Timestamp;

/// A silence of one MMSI between two position reports. A gap is *not* dark: it says only that no report is in the
/// exhibits.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// From the last report before to the first after.
    pub period: Period,
    /// Where the last report before puts it.
    pub off_position: Position,
    /// Where the first report after puts it.
    pub on_position: Position,
    /// Geodesic distance between the two.
    pub distance: Length,
    /// Distance by duration: the least mean speed that joins the two.
    pub implied_speed: Speed,
    /// The two position reports.
    pub parents: Vec<RecordId>,
}

/// How sure it is that a ship was in port (scale of Global Fishing Watch, pipe-anchorages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confidence(u8);

impl Confidence {
    /// Only an entry or an exit was seen, or a single listing.
    pub const ENTRY_OR_EXIT: Self = Self(1);
    /// Only a stop or a silence in port.
    pub const STOP: Self = Self(2);
    /// A stop or silence, and one of entry and exit.
    pub const STOP_AND_ONE_END: Self = Self(3);
    /// Entry, stop or silence, and exit.
    pub const WHOLE: Self = Self(4);

    /// From 1 to 4.
    pub fn new(value: u8) -> Option<Self> {
        (1..=4).contains(&value).then_some(Self(value))
    }
    /// The number, 1 to 4.
    pub const fn value(self) -> u8 {
        self.0
    }
}

/// What a port visit was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VisitEvidence {
    /// Positions inside the place's area.
    Positions,
    /// Reports that the source lists under the place's name; the position itself is not in the exhibit.
    Listing,
}

impl VisitEvidence {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Positions => "positions",
            Self::Listing => "listing",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Positions, Self::Listing].into_iter().find(|e| e.as_str() == text)
    }
}

/// A stay of a ship at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PortVisit {
    /// Which record.
    pub id: RecordId,
    /// The ship.
    pub vessel: RecordId,
    /// The radio heard during the visit.
    pub mmsi: Mmsi,
    /// Name of the place.
    pub place: String,
    /// First report there: the ship was there at this time, and may have come before.
    pub start: Timestamp,
    /// Last report there: the ship was there at this time, and may have left after.
    pub end: Timestamp,
    /// The last report elsewhere before the visit, if any: the ship came after it.
    pub not_before: Option<Timestamp>,
    /// The first report elsewhere after the visit, if any: the ship left before it.
    pub not_after: Option<Timestamp>,
    /// The draught last sent before or at the start.
    pub draught_arrival: Option<Draught>,
    /// The draught last sent within the window after the end.
    pub draught_departure: Option<Draught>,
    /// When the departure draught was sent.
    pub draught_departure_time: Option<Timestamp>,
    /// How sure it is that the ship was in port.
    pub confidence: Confidence,
    /// What it was read from.
    pub evidence: VisitEvidence,
    /// How many reports.
    pub reports: u32,
    /// The reports that decide it: first, last, and those that gave the draughts.
    pub parents: Vec<RecordId>,
}
