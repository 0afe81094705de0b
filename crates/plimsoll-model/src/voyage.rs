//! Voyages.

use crate::RecordId;
use jiff::Timestamp;

/// How deep a ship lies between two ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LadenState {
    /// She left deeper than she came.
    Laden,
    /// She left higher than she came.
    InBallast,
    /// The draught sent did not change: laden, in ballast or not yet typed in.
    NotShown,
}

impl LadenState {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Laden => "laden",
            Self::InBallast => "in-ballast",
            Self::NotShown => "not-shown",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Laden, Self::InBallast, Self::NotShown].into_iter().find(|s| s.as_str() == text)
    }
}

/// From the end of one port visit to the start of the same ship's next.
#[derive(Clone, Debug, PartialEq)]
pub struct Voyage {
    /// Which record.
    pub id: RecordId,
    /// The ship.
    pub vessel: RecordId,
    /// Where from.
    pub from_place: String,
    /// End of the visit there.
    pub departure: Timestamp,
    /// Where to; `None` while no later visit is in the exhibits.
    pub to_place: Option<String>,
    /// Start of the visit there.
    pub arrival: Option<Timestamp>,
    /// How deep she lay.
    pub laden_state: LadenState,
    /// Gaps that lie wholly or partly in the voyage.
    pub gaps: Vec<RecordId>,
    /// The two port visits and the gaps.
    pub parents: Vec<RecordId>,
}
