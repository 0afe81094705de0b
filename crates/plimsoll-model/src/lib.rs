//! The nouns of Plimsoll: quantities, identifiers, places, rows and evidence.
//!
//! This crate does no input or output, reads no clock and writes no log. Every other library crate uses this
//! one and none of its siblings, so a word means the same thing in every room of the house.
//!
//! | module | holds |
//! |---|---|
//! | [`quantity`] | [`Length`], [`Speed`], [`Mass`], [`Volume`], [`Density`], [`Angle`], [`Draught`] |
//! | [`identity`] | [`Mmsi`], [`ImoNumber`], [`CompanyNumber`] |
//! | [`flag`] | [`Flag`] |
//! | [`place`] | [`Position`], [`Bounds`], [`Area`], [`Place`] |
//! | [`period`] | [`Period`] |
//! | [`observation`] | [`PositionReport`], [`StaticReport`], [`StationReport`], [`Claim`] |
//! | [`scene`] | [`Scene`], [`Look`], [`Detection`], [`Berth`], [`BerthLook`], [`Occupancy`] |
//! | [`track`] | [`Track`], [`Segment`], [`Noise`], [`SlowPoint`], [`ReceptionSlot`], [`ReceiverClock`] |
//! | [`event`] | [`Gap`], [`Outage`], [`PortStay`], [`PortVisit`], [`Loitering`], [`Encounter`], [`DraughtChange`], [`IdentityChange`] |
//! | [`silence`] | [`Silence`], [`Reach`] |
//! | [`vessel`] | [`Vessel`], [`Dimensions`], [`Particular`] |
//! | [`voyage`] | [`Voyage`], [`LadenState`] |
//! | [`waterline`] | [`PointSet`], [`Measurement`], [`WaterlineReading`] |
//! | [`estimate`] | [`Estimate`], [`DraughtPair`], [`Cargo`] |
//! | [`ledger`] | [`LedgerLine`], [`Crossing`], [`Sensitivity`] |
//! | [`law`] | [`Cap`], [`ReportingPeriod`], [`ReportedVolume`], [`Convention`] |
//! | [`list`] | [`ListVersion`], [`ListEntry`], [`Designation`], [`ListMatch`], [`Listing`] |
//! | [`product`] | [`Product`] |
//! | [`season`] | [`Sighting`], [`Candidate`], [`PortCall`], [`SeasonVoyage`], [`SeasonNumber`], [`SeasonDay`] |
//! | [`season_challenge`] | [`ChallengeRow`] |
//! | [`statement`] | [`Statement`], [`Reconciliation`] |
//! | [`evidence`] | [`RecordId`], [`Exhibit`], [`Source`], [`Reject`], [`Review`], [`Finding`] |

pub mod association;
pub mod estimate;
pub mod event;
pub mod evidence;
pub mod flag;
pub mod identity;
pub mod law;
pub mod ledger;
pub mod list;
pub mod observation;
pub mod period;
pub mod place;
pub mod product;
pub mod quantity;
pub mod scene;
pub mod season;
pub mod season_challenge;
pub mod silence;
pub mod statement;
pub mod track;
pub mod vessel;
pub mod voyage;
pub mod waterline;

pub use association::{Association, AssociationVerdict};
pub use estimate::{Cargo, DraughtPair, DraughtReading, DraughtSource, Estimate};
pub use event::{
    Confidence, DraughtChange, Encounter, Gap, IdentityChange, Loitering, Outage, PortStay, PortVisit,
    VisitEvidence,
};
pub use evidence::{
    Exhibit, ExhibitId, Finding, Key, RecordId, RecordIdError, RecordKind, Reject, Review, Source,
};
pub use flag::{Flag, mid_against_flag};
pub use identity::{CompanyNumber, ImoNumber, ImoNumberError, Mmsi, MmsiError};
pub use law::{Cap, Convention, ReportedVolume, ReportedVolumeKind, ReportingPeriod, Scenario};
pub use ledger::{Crossing, LedgerLine, Sensitivity};
pub use list::{
    Authority, Designation, EntryKind, ListEntry, ListMatch, ListVersion, Listing, Measure, Rung, Standing,
    Strength, VersionDays,
};
pub use observation::{Claim, ClaimSubject, PositionReport, StaticReport, StationReport};
pub use period::{Period, PeriodError};
pub use place::{Area, Bounds, Place, Position, PositionError, TerminalRole};
pub use product::{Product, ProductError};
pub use quantity::{Angle, Density, Draught, Length, Mass, Speed, Volume};
pub use scene::{
    Berth, BerthLook, Detection, DetectionKind, DetectionQuality, Look, Occupancy, OccupancyState, Pass,
    PixelWindow, Polarisation, Scene,
};
pub use season::{
    CallStatus, Candidate, ChainCheck, NumberKind, PortCall, SeasonDay, SeasonNumber, SeasonVoyage,
    SeasonWeek, Sighting, SightingSource, VarianceShare,
};
pub use season_challenge::{ChallengeKind, ChallengeRow};
pub use silence::{Reach, Reachable, Silence, SilenceCause};
pub use statement::{Bound, Reconciliation, Referent, Statement, StatementQuantity, Verdict};
pub use track::{Noise, ReceiverClock, ReceptionSlot, Segment, SlowPoint, Track};
pub use vessel::{Dimensions, Particular, Vessel, VesselKind};
pub use voyage::{LadenState, Voyage};
pub use waterline::{
    Direction, ErrorTerm, FreeboardMethod, ImagePoint, Mark, Measurable, Measurement, PointSet, Station,
    WaterlineReading,
};
