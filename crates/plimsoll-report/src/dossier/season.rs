//! The season: what the posterior over all calls says, and what it was made of.

use crate::sentence::Sentence;
use jiff::Timestamp;
use jiff::civil::Date;
use plimsoll_model::{
    Candidate, ChainCheck, ChallengeRow, Period, PortCall, Position, RecordId, SeasonDay, SeasonNumber,
    SeasonVoyage, SeasonWeek, Sighting, SightingSource, VarianceShare,
};

/// Everything about a season. Without numbers the page says nothing of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeasonEntry {
    /// What a stranger must know: how many calls, how many barrels, whether and when the cap was passed, how sure. It takes
    /// the place of [`crate::Dossier::headline`].
    pub lead: Vec<Sentence>,
    /// The numbers.
    pub numbers: Vec<SeasonNumber>,
    /// What was supplied by the end of each day, by cap.
    pub days: Vec<SeasonDay>,
    /// How well each week was looked at.
    pub weeks: Vec<SeasonWeek>,
    /// Which factors the total hangs on.
    pub variance: Vec<VarianceShare>,
    /// Whether the chains agree.
    pub chains: Vec<ChainCheck>,
    /// In plain words, a sentence each: what speaks against relying on the numbers.
    pub warnings: Vec<String>,
    /// The calls that exhibits show.
    pub calls: Vec<CallEntry>,
    /// What was seen.
    pub sightings: Vec<SightingEntry>,
    /// Where each call may have gone.
    pub voyages: Vec<SeasonVoyage>,
    /// How the map draws the way from a place of loading to a place of discharge.
    pub legs: Vec<LegEntry>,
    /// When somebody looked at a place, clear enough to see.
    pub looks: Vec<SeasonLookEntry>,
    /// When ships sent nothing.
    pub silences: Vec<SilenceEntry>,
    /// What others said, beside ours.
    pub claims: Vec<ClaimEntry>,
    /// What becomes of the finding without each part of the evidence, what would have to be false, and the best innocent
    /// explanation of each call.
    pub challenges: Vec<ChallengeRow>,
}

/// A call with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct CallEntry {
    /// The call.
    pub call: PortCall,
    /// What is said of it, a sentence each: who she was, where she went, whether she was listed.
    pub sentences: Vec<Sentence>,
    /// The best innocent explanation, and what it needs. May be empty.
    pub innocent: String,
}

/// A sighting with what it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct SightingEntry {
    /// The sighting.
    pub sighting: Sighting,
    /// Who it may be, none of the register among them.
    pub candidates: Vec<Candidate>,
    /// The exhibit that it was made from, as the case names it. May be empty.
    pub exhibit: String,
}

/// A way on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct LegEntry {
    /// Name of the place of loading.
    pub from_place: String,
    /// Name of the place of discharge.
    pub to_place: String,
    /// Its corners, from the place of loading.
    pub path: Vec<Position>,
    /// True for a route over the sea; false for a line that only joins the two.
    pub is_route: bool,
}

/// A look that could have shown a ship.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonLookEntry {
    /// The look.
    pub record: RecordId,
    /// Name of the place.
    pub place: String,
    /// When.
    pub time: Timestamp,
    /// With what.
    pub source: SightingSource,
    /// Share of the place that it showed, 0 to 1.
    pub usable_share: f64,
    /// How many ships it showed.
    pub ships: u32,
}

/// A stretch without a report of a ship.
#[derive(Clone, Debug, PartialEq)]
pub struct SilenceEntry {
    /// The record.
    pub record: RecordId,
    /// The ship, where it is known.
    pub vessel: Option<RecordId>,
    /// Her name.
    pub ship_name: Option<String>,
    /// From the last report before to the first after.
    pub period: Period,
    /// Probability that it was on purpose, where the reception tells.
    pub p_on_purpose: Option<f64>,
    /// In words, with the window and the reception.
    pub basis: String,
}

/// What somebody said in public, beside a result or another statement.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimEntry {
    /// The comparison, or the statement where there is none.
    pub record: RecordId,
    /// The name of the number of [`SeasonEntry::numbers`] that it speaks of; `None`: it stands against another statement.
    pub number: Option<String>,
    /// The short name that people use, such as `Q1`; two where two statements are compared.
    pub label: String,
    /// Who said it, and where it was read.
    pub said_by: String,
    /// On which day.
    pub said_on: Option<Date>,
    /// The amount, as `more than 1,000,000 bbl`.
    pub amount: String,
    /// How the two stand.
    pub standing: ClaimStanding,
    /// Why, in a sentence that can be printed.
    pub sentence: String,
}

/// How a statement stands to a result or to another statement, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimStanding {
    /// Arithmetic, law or physics forbids it.
    CannotBothHold,
    /// They speak of the same and differ by more than their words allow.
    Contradicts,
    /// They speak of the same, and both can be true.
    Agrees,
    /// They look alike and speak of different things.
    NotComparable,
}
