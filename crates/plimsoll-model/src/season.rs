//! The season: what was seen of ships at places, who they may have been, which calls that makes, how much they carried.

use crate::{Estimate, Mmsi, Position, RecordId};
use jiff::Timestamp;
use jiff::civil::Date;

/// What kind of eye saw a ship. What an image of each kind can tell is in `docs/methods/sightings.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SightingSource {
    /// A radar image.
    Radar,
    /// An optical image of pixels above a metre and a half.
    Optical,
    /// An optical image of finer pixels.
    SubMetre,
    /// A photograph.
    Photograph,
    /// A port visit that AIS shows.
    Ais,
}

impl SightingSource {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Radar, Self::Optical, Self::SubMetre, Self::Photograph, Self::Ais];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Radar => "radar",
            Self::Optical => "optical",
            Self::SubMetre => "sub-metre",
            Self::Photograph => "photograph",
            Self::Ais => "ais",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// One ship in one image (or one port visit that AIS shows), before anybody says which ship.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Which record.
    pub id: RecordId,
    /// What saw her.
    pub source: SightingSource,
    /// The place of interest; `None`: at sea.
    pub place: Option<String>,
    /// When.
    pub time: Timestamp,
    /// The look that she was seen in; `None`: a chance observation, whose absence would have said nothing.
    pub look: Option<RecordId>,
    /// Where, if that is known.
    pub position: Option<Position>,
    /// Length overall, m.
    pub length_m: Option<Estimate<f64>>,
    /// Beam, m.
    pub beam_m: Option<Estimate<f64>>,
    /// Middle of the superstructure from the stern, as a share of the length.
    pub superstructure_share: Option<Estimate<f64>>,
    /// The name that somebody read on the hull.
    pub name_read: Option<String>,
    /// Who measured or read, where somebody did.
    pub analyst: Option<String>,
    /// How deep she lay, m, where an image says it.
    pub draught_m: Option<Estimate<f64>>,
    /// Probability that it is a ship at all.
    pub p_ship: f64,
    /// The radio that fits her best.
    pub mmsi: Option<Mmsi>,
    /// Probability that she is one of the ships that were sending.
    pub p_lit: f64,
    /// In words: what it rests on.
    pub basis: String,
    /// The detection, measurements, readings, associations that it stands on.
    pub parents: Vec<RecordId>,
}

/// A ship that a sighting may be, or none of the register.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Which record.
    pub id: RecordId,
    /// The sighting.
    pub sighting: RecordId,
    /// The ship; `None`: none of these.
    pub vessel: Option<RecordId>,
    /// Her name.
    pub ship_name: Option<String>,
    /// How much better what was seen fits her than a ship taken from the population at large: natural logarithm of the ratio.
    pub log_likelihood_ratio: f64,
    /// Probability from this sighting alone, all ships of the register alike before it.
    pub p_alone: f64,
    /// Probability given the whole season.
    pub p: Option<f64>,
    /// Chance that a ship taken from the population fits as well.
    pub p_coincidence: f64,
    /// Ships of the register that no image of this quality tells from her.
    pub sisters: Vec<RecordId>,
    /// In words: what fits and what does not.
    pub basis: String,
    /// The sighting and the ship.
    pub parents: Vec<RecordId>,
}

/// How well a port call is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallStatus {
    /// At least one exhibit shows her at the place.
    Documented,
    /// Exhibits may show her there, or something else.
    Probable,
}

impl CallStatus {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Probable => "probable",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Documented, Self::Probable].into_iter().find(|s| s.as_str() == text)
    }
}

/// A call at a place of loading as the season's posterior has it. Calls that no exhibit shows have no row: they are a number of
/// [`SeasonNumber`], with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct PortCall {
    /// Which record.
    pub id: RecordId,
    /// Name of the place.
    pub place: String,
    /// How well it is shown.
    pub status: CallStatus,
    /// Probability that it is a call, and one of its own.
    pub p_call: f64,
    /// The most probable ship; `None`: none of the register.
    pub vessel: Option<RecordId>,
    /// Her name.
    pub ship_name: Option<String>,
    /// Probability that it was she.
    pub p_vessel: f64,
    /// Probability that the ship is not in the register.
    pub p_unregistered: f64,
    /// When she came: 5th, 50th, 95th percentile.
    pub arrival: Estimate<Timestamp>,
    /// When she left.
    pub departure: Estimate<Timestamp>,
    /// The most probable place of discharge.
    pub discharge_place: Option<String>,
    /// Probability of it.
    pub p_discharge_place: f64,
    /// How full she left, as a share of what she can take.
    pub fill_share: Estimate<f64>,
    /// What she took, physical barrels.
    pub volume_bbl: Estimate<f64>,
    /// Probability that the ship was on a list on the day.
    pub p_listed: f64,
    /// How many sightings show her at the place.
    pub sightings: u32,
    /// How many images looked at the place, clear enough, while she lay there.
    pub looks: u32,
    /// What AIS says of her arrival: `silent` (with window and reception), `sending`, `unknown`.
    pub ais_on_arrival: String,
    /// In words: what it rests on.
    pub basis: String,
    /// The sightings and the ship.
    pub parents: Vec<RecordId>,
}

/// From a call at a place of loading to a place of discharge: one row for each place that she may have gone to.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonVoyage {
    /// Which record.
    pub id: RecordId,
    /// The call.
    pub port_call: RecordId,
    /// The most probable ship of the call.
    pub ship_name: Option<String>,
    /// Where from.
    pub from_place: String,
    /// Where to.
    pub to_place: String,
    /// Probability that she went there.
    pub p: f64,
    /// When she left.
    pub departure: Estimate<Timestamp>,
    /// When she came there, if she went there.
    pub arrival: Option<Estimate<Timestamp>>,
    /// Sea route, nautical miles.
    pub route_nm: f64,
    /// Sightings at the place of discharge.
    pub sightings: u32,
    /// In words.
    pub basis: String,
    /// The call and the sightings.
    pub parents: Vec<RecordId>,
}

/// What a number of a season stands on. The kinds are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberKind {
    /// Only what an exhibit shows.
    Documented,
    /// With what nobody saw, estimated.
    Estimated,
    /// What the ships could have done at most.
    UpperBound,
}

impl NumberKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Documented, Self::Estimated, Self::UpperBound];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Estimated => "estimated",
            Self::UpperBound => "upper-bound",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// One number of a season with its interval.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonNumber {
    /// Which record.
    pub id: RecordId,
    /// Short name, unique in a case: `calls`, `calls-documented`, `barrels`, ...
    pub name: String,
    /// What it is, in words.
    pub what: String,
    /// Its unit; `date` for days counted from 1970-01-01.
    pub unit: String,
    /// What it stands on.
    pub kind: NumberKind,
    /// 5th percentile; `None`: beyond the last day of the case, or not known.
    pub low: Option<f64>,
    /// Median.
    pub mid: Option<f64>,
    /// 95th percentile.
    pub high: Option<f64>,
    /// Probability of what the number is about, where it is about an event: a cap exceeded.
    pub p: Option<f64>,
    /// In words: what it rests on.
    pub basis: String,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
}

/// What was supplied by the end of a day, as the season's posterior has it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonDay {
    /// Which record.
    pub id: RecordId,
    /// The day.
    pub date: Date,
    /// Which cap; `uncapped` without.
    pub cap_id: String,
    /// The limit, bbl.
    pub cap_bbl: Option<f64>,
    /// Of the sum, notified by states, bbl.
    pub notified_bbl: f64,
    /// The sum, bbl: 5th, 50th, 95th percentile.
    pub cumulative_bbl: Estimate<f64>,
    /// 25th percentile, bbl.
    pub quarter_bbl: f64,
    /// 75th percentile, bbl.
    pub three_quarters_bbl: f64,
    /// The sum over documented calls alone, bbl: 5th, 50th, 95th percentile.
    pub documented_bbl: Estimate<f64>,
    /// Probability that the sum exceeds the cap.
    pub p_exceeded: Option<f64>,
    /// Calls by then: median.
    pub calls: f64,
    /// The calls of the day, and the day before.
    pub parents: Vec<RecordId>,
}

/// A week of a season: how well it was looked at, what was seen, what is likely to have been missed.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonWeek {
    /// Which record.
    pub id: RecordId,
    /// Its first day.
    pub start: Date,
    /// Name of the place of loading.
    pub place: String,
    /// Images of the place.
    pub looks: u32,
    /// Of those, images that could have shown a ship: the sum of their probabilities.
    pub usable_looks: f64,
    /// Sightings.
    pub sightings: u32,
    /// Calls that some exhibit shows, expected.
    pub calls_seen: f64,
    /// Calls that none shows, expected.
    pub calls_unseen: f64,
    /// The looks.
    pub parents: Vec<RecordId>,
}

/// How much of the variance of the season's total goes when one factor is known.
#[derive(Clone, Debug, PartialEq)]
pub struct VarianceShare {
    /// Which record.
    pub id: RecordId,
    /// Short name: `fill`, `product`, `capacity-table`, `unseen-calls`, `identity`, `own`.
    pub factor: String,
    /// In words.
    pub what: String,
    /// True if one error is common to all calls.
    pub is_shared: bool,
    /// Share of the variance, 0 to 1.
    pub share: f64,
    /// The numbers it belongs to.
    pub parents: Vec<RecordId>,
}

/// Whether the chains of the sampler agree on a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainCheck {
    /// Which record.
    pub id: RecordId,
    /// Of what.
    pub quantity: String,
    /// Potential scale reduction; 1 where chains agree.
    pub r_hat: f64,
    /// Effective number of draws.
    pub effective_draws: f64,
    /// How many chains.
    pub chains: u32,
    /// How many draws were kept.
    pub draws: u32,
    /// In words: good enough, or what it means that it is not.
    pub verdict: String,
}
