//! Which found object is which ship of AIS.

use crate::{Mmsi, Position, RecordId};

/// What is said of a found object and AIS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AssociationVerdict {
    /// It is a ship of AIS.
    Matched,
    /// It may be a ship of AIS or none, or one of several.
    Undecided,
    /// It is no ship of AIS at hand. Nothing is said of why.
    Unmatched,
    /// It is a ship, it is none of AIS, and AIS was received where it lay.
    SilentDespiteCoverage,
    /// It is no ship of AIS, and so short that it need not send.
    LikelyNotObliged,
    /// No AIS can be moved to the time of its scene.
    NotAssociated,
}

impl AssociationVerdict {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Matched,
        Self::Undecided,
        Self::Unmatched,
        Self::SilentDespiteCoverage,
        Self::LikelyNotObliged,
        Self::NotAssociated,
    ];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Undecided => "undecided",
            Self::Unmatched => "unmatched",
            Self::SilentDespiteCoverage => "ais-silent-despite-coverage",
            Self::LikelyNotObliged => "likely-not-ais-obliged",
            Self::NotAssociated => "not-associated",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.as_str() == text)
    }
}

/// A found object and a radio that may be one, or a found object and nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Association {
    /// Which record.
    pub id: RecordId,
    /// The object.
    pub detection: RecordId,
    /// Its scene.
    pub scene: RecordId,
    /// The radio; `None`: nobody.
    pub mmsi: Option<Mmsi>,
    /// The track of the radio.
    pub track: Option<RecordId>,
    /// Probability that the two are one, or that the object is nobody's. `None`: no AIS can be moved to its scene.
    pub p: Option<f64>,
    /// True in the one picture that is most likely as a whole: for display.
    pub displayed_match: bool,
    /// Where the radio's ship was at the time of the scene.
    pub predicted: Option<Position>,
    /// Standard deviation in each direction of the way between the object and where it should be if the two are one, m.
    pub sigma_m: Option<f64>,
    /// That way, m. The displacement of a moving ship in a radar image is reckoned with.
    pub distance_m: Option<f64>,
    /// From the radio's nearest report to the scene, s; negative if the report comes after it.
    pub dt_s: Option<f64>,
    /// Displacement along the track that was reckoned with, m.
    pub azimuth_shift_m: Option<f64>,
    /// Probability that the object is no radio's.
    pub p_unmatched: Option<f64>,
    /// Probability that it is a ship without AIS here, and not a false alarm.
    pub p_silent: Option<f64>,
    /// Probability that AIS of a ship there would have been received, where that is known.
    pub p_received: Option<f64>,
    /// What is said of the object.
    pub verdict: AssociationVerdict,
    /// In words: what it rests on.
    pub basis: String,
    /// The detection, the scene and the reports.
    pub parents: Vec<RecordId>,
}
