//! What a silence means, and where a silent ship can have been.

use crate::{Estimate, Mmsi, Period, Position, RecordId};
use jiff::Timestamp;

/// Why nothing of a ship was received in a gap, as far as the other ships tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SilenceCause {
    /// Nobody listened: the feed, or its receivers there, gave nothing of anybody.
    Outage,
    /// Others were heard there seldom enough that a ship that transmits may well be missed so long.
    ThinCoverage,
    /// Others were heard: a ship that transmits would have been heard too.
    Silence,
    /// The other ships do not tell.
    Undecided,
}

impl SilenceCause {
    const ALL: [Self; 4] = [Self::Outage, Self::ThinCoverage, Self::Silence, Self::Undecided];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outage => "outage",
            Self::ThinCoverage => "thin-coverage",
            Self::Silence => "silence",
            Self::Undecided => "undecided",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == text)
    }
}

/// What the ships heard around it say of a gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    /// Which record.
    pub id: RecordId,
    /// The gap.
    pub gap: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// The ship, if one vessel alone used the radio.
    pub vessel: Option<RecordId>,
    /// The window: that of the gap.
    pub period: Period,
    /// Whole hours of the window for which the reception was looked at.
    pub hours: u32,
    /// How many of them nobody listened, on the ways that she can have taken (mean over the ways).
    pub hours_out: f64,
    /// Hours that other ships of her class spent in those cells and hours.
    pub ship_hours: u64,
    /// How many of these hours brought at least one report.
    pub ship_hours_heard: u64,
    /// At least so many different ships of her class were heard in those cells and hours.
    pub ships: u32,
    /// Reports that a ship of her class brings there in that time while she transmits.
    pub expected_reports: f64,
    /// P(no report in the window, had she transmitted): least, mean and greatest over the ways.
    pub p_no_report_if_on: Estimate<f64>,
    /// P(silent on purpose), with the low, middle and high prior.
    pub p_on_purpose: Estimate<f64>,
    /// The middle prior that went into it.
    pub prior: f64,
    /// In a word.
    pub cause: SilenceCause,
    /// In words, with window and evidence.
    pub basis: String,
    /// The gap, and the outages that it lies in.
    pub parents: Vec<RecordId>,
}

/// Whether a ship can have called at a place within a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reachable {
    /// Even against the current.
    Yes,
    /// Only if the current helped.
    WithCurrent,
    /// Not even with the current.
    No,
}

impl Reachable {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::WithCurrent => "with-current",
            Self::No => "no",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Yes, Self::WithCurrent, Self::No].into_iter().find(|r| r.as_str() == text)
    }
}

/// Could a ship have called at a place between her last report and her next?
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Which record.
    pub id: RecordId,
    /// The gap.
    pub gap: RecordId,
    /// The radio.
    pub mmsi: Mmsi,
    /// Name of the place.
    pub place: String,
    /// The window: that of the gap.
    pub period: Period,
    /// Shortest way over water from where she fell silent to the place, nautical miles.
    pub there_nm: f64,
    /// Shortest way from the place to where she was heard again, nautical miles.
    pub back_nm: f64,
    /// The fastest that she is taken to go through the water, kn.
    pub speed_kn: f64,
    /// By what: register, her own reports, or the parameter.
    pub speed_basis: String,
    /// Least stay that makes a call, h.
    pub stay_h: f64,
    /// Can she have called?
    pub reachable: Reachable,
    /// Hours left over with the current in her favour; negative: so many are missing.
    pub slack_h: f64,
    /// The same with the current against her.
    pub slack_against_h: f64,
    /// She must have left where she fell silent by then. `None`: she cannot have called.
    pub latest_departure: Option<Timestamp>,
    /// She must have left the place by then. `None`: she cannot have called.
    pub latest_sailing: Option<Timestamp>,
    /// Sea that she can have seen in the window at all, square nautical miles; `None`: not drawn.
    pub sea_nm2: Option<f64>,
    /// Sea that she can have seen if she called, square nautical miles; `None`: not drawn.
    pub call_sea_nm2: Option<f64>,
    /// Which sighting would refute the call, in words.
    pub refuted_by: String,
    /// Outline of the sea that she can have seen if she called: seen outside it in the window, she did not call.
    pub ring: Vec<Position>,
    /// The gap.
    pub parents: Vec<RecordId>,
}
