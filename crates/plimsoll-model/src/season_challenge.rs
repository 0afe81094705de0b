//! What becomes of a season's finding when something it stands on is taken away.

use crate::{Estimate, RecordId};

/// What was done to the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChallengeKind {
    /// Nothing: what the others are held against.
    Base,
    /// A kind of eye taken away, with what it saw and where it looked in vain.
    WithoutSource,
    /// What one person measured or read taken away.
    WithoutAnalyst,
    /// A ship taken away, with what is more likely hers than not.
    WithoutShip,
    /// The days of sightings permuted among the looks of the same eye at the same place.
    Placebo,
    /// The least that would have to be false for the finding to fall.
    Refutation,
    /// The best innocent explanation of one call.
    Innocent,
}

impl ChallengeKind {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Base,
        Self::WithoutSource,
        Self::WithoutAnalyst,
        Self::WithoutShip,
        Self::Placebo,
        Self::Refutation,
        Self::Innocent,
    ];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::WithoutSource => "without-source",
            Self::WithoutAnalyst => "without-analyst",
            Self::WithoutShip => "without-ship",
            Self::Placebo => "placebo",
            Self::Refutation => "refutation",
            Self::Innocent => "innocent",
        }
    }

    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One challenge to the finding of a season that a cap was exceeded.
#[derive(Clone, Debug, PartialEq)]
pub struct ChallengeRow {
    /// Which record.
    pub id: RecordId,
    /// What was done.
    pub kind: ChallengeKind,
    /// What was taken away or is explained: a source, a ship, a call.
    pub subject: String,
    /// Probability that the cap was exceeded, after it.
    pub p_exceeded: Option<f64>,
    /// Calls, after it.
    pub calls: Option<Estimate<f64>>,
    /// Barrels, after it.
    pub barrels: Option<Estimate<f64>>,
    /// For an innocent explanation: its probability.
    pub p: Option<f64>,
    /// True if the finding stands after it; for an innocent explanation, if it is less likely than not.
    pub stands: bool,
    /// What it says, in a sentence.
    pub sentence: String,
    /// The sightings or ships that it is about.
    pub parents: Vec<RecordId>,
}
