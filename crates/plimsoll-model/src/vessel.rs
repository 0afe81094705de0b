//! Ships.

use crate::{Estimate, ImoNumber, Length, Mmsi, RecordId};

/// Length and beam as far as they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dimensions {
    /// Length overall.
    pub length_overall: Option<Length>,
    /// Beam.
    pub beam: Option<Length>,
}

/// What kind of ship, as far as it decides how cargo is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VesselKind {
    /// An oil, product or chemical tanker.
    OilTanker,
    /// A carrier of liquefied gas: not oil.
    GasCarrier,
    /// Some other ship.
    Other,
    /// Nobody said.
    Unknown,
}

impl VesselKind {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OilTanker => "oil-tanker",
            Self::GasCarrier => "gas-carrier",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::OilTanker, Self::GasCarrier, Self::Other, Self::Unknown]
            .into_iter()
            .find(|k| k.as_str() == text)
    }
}

/// A number about a ship with its interval and where it comes from. The unit is in the field that holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Particular {
    /// Median and 90 % interval. Without width where a register states it.
    pub estimate: Estimate<f64>,
    /// `claimed` (a list or the ship itself says so) or `inferred` (from size relations).
    pub is_inferred: bool,
    /// In words: which list, or which relation.
    pub basis: String,
}

/// A ship: one hull, as far as the case can tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Vessel {
    /// Which record.
    pub id: RecordId,
    /// The hull's number, where one is known and passes the check digit.
    pub imo_number: Option<ImoNumber>,
    /// The radios heard under it, in order of number.
    pub mmsis: Vec<Mmsi>,
    /// The name sent most often.
    pub ship_name: Option<String>,
    /// All names sent or claimed, in order of the alphabet.
    pub names: Vec<String>,
    /// What kind of ship.
    pub kind: VesselKind,
    /// Length overall, m.
    pub length_overall_m: Option<Particular>,
    /// Beam, m.
    pub beam_m: Option<Particular>,
    /// Deadweight, t.
    pub deadweight_t: Option<Particular>,
    /// Summer draught, m.
    pub summer_draught_m: Option<Particular>,
    /// Moulded depth: from the top of the keel to the freeboard deck at the side, m.
    pub depth_moulded_m: Option<Particular>,
    /// Volume of the cargo tanks at 100 %, m3.
    pub tank_volume_m3: Option<Particular>,
    /// The deepest draught ever sent, m: the summer draught cannot be much less.
    pub deepest_draught_m: Option<f64>,
    /// What is odd about its identity, in words: an IMO number that fails, two MMSIs, a name of two ships.
    pub remarks: Vec<String>,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
}
