//! Events: what happened, as read from observations.

use crate::{Draught, Length, Mmsi, Period, Position, RecordId, Speed};
use jiff::{SignedDuration, Timestamp};

/// A silence of one ship between two of its reports, while its feed was alive. A gap is *not* dark: it says only that no
/// report is in the exhibits.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// The track: of two ships with one MMSI, which.
    pub track: RecordId,
    /// From the last report before to the first after.
    pub period: Period,
    /// Where the last position report before puts it.
    pub off_position: Position,
    /// Where the first position report after puts it.
    pub on_position: Position,
    /// Geodesic distance between the two.
    pub distance: Length,
    /// Distance by duration: the least mean speed that joins the two.
    pub implied_speed: Speed,
    /// How much of it the feed gave nothing at all. The rest is at least the least duration of a gap.
    pub no_data: SignedDuration,
    /// The two reports.
    pub parents: Vec<RecordId>,
}

/// A time in which a feed gave nothing at all: no ship was silent then, nobody listened.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// Which record.
    pub id: RecordId,
    /// The feed.
    pub feed: String,
    /// From the last slot with reports to the next.
    pub period: Period,
    /// How many reports an hour the feed gave on average while it was alive.
    pub reports_per_hour: f64,
    /// The slots at its ends.
    pub parents: Vec<RecordId>,
}

/// Two ships close together, slowly, for long, away from ports. It says nothing of what they did.
#[derive(Clone, Debug, PartialEq)]
pub struct Encounter {
    /// Which record.
    pub id: RecordId,
    /// The radio with the smaller number.
    pub mmsi_a: Mmsi,
    /// The radio with the larger number.
    pub mmsi_b: Mmsi,
    /// The track of the one.
    pub track_a: RecordId,
    /// The track of the other.
    pub track_b: RecordId,
    /// First and last time of the grid at which they were close.
    pub period: Period,
    /// Mean of the points halfway between them.
    pub position: Position,
    /// Median of their distances.
    pub distance: Length,
    /// Median of the speeds at which the two moved over ground.
    pub speed: Speed,
    /// At how many times of the grid they were close.
    pub times: u32,
    /// The reports of each nearest to the first and the last of these times.
    pub parents: Vec<RecordId>,
}

/// A time in which a ship moved slowly, away from ports.
#[derive(Clone, Debug, PartialEq)]
pub struct Loitering {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// The track.
    pub track: RecordId,
    /// From the first slow report to the last.
    pub period: Period,
    /// Mean position.
    pub position: Position,
    /// Length of the way between the reports.
    pub distance: Length,
    /// That way by the duration.
    pub speed: Speed,
    /// How many reports.
    pub reports: u32,
    /// The first and the last report.
    pub parents: Vec<RecordId>,
}

/// Two draughts sent one after the other that differ.
#[derive(Clone, Debug, PartialEq)]
pub struct DraughtChange {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// When the old draught was last sent.
    pub before: Timestamp,
    /// When the new draught was first sent.
    pub after: Timestamp,
    /// The old draught.
    pub from: Draught,
    /// The new draught.
    pub to: Draught,
    /// Where the ship last was before the new draught was sent, if a position report says.
    pub position: Option<Position>,
    /// The two static reports.
    pub parents: Vec<RecordId>,
}

/// A radio that says it is another ship than before.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentityChange {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// What changed: `ship_name`, `call_sign`, `imo_number`, `ship_type`, `length_overall_m`, `beam_m`.
    pub property: String,
    /// The old value.
    pub from: String,
    /// The new value.
    pub to: String,
    /// When the old value was last sent before the change.
    pub before: Timestamp,
    /// When the new value was first sent.
    pub after: Timestamp,
    /// True if the old value comes back later: two ships share the number, or somebody plays.
    pub returns: bool,
    /// The two static reports.
    pub parents: Vec<RecordId>,
}

/// A stay of one track inside the area of a place, as its positions show it.
#[derive(Clone, Debug, PartialEq)]
pub struct PortStay {
    /// Which record.
    pub id: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// The track.
    pub track: RecordId,
    /// Name of the place.
    pub place: String,
    /// First report there.
    pub start: Timestamp,
    /// Last report there.
    pub end: Timestamp,
    /// The last report elsewhere before.
    pub not_before: Option<Timestamp>,
    /// The first report elsewhere after.
    pub not_after: Option<Timestamp>,
    /// How sure it is.
    pub confidence: Confidence,
    /// How many reports.
    pub reports: u32,
    /// First and last report.
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
