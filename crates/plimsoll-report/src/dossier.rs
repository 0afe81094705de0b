//! The dossier: everything a report needs, and nothing that it must look up.
//!
//! The last stage of a run fills it from findings and their records; [`crate::render`] turns it into files. The
//! report decides how things look and how numbers are rounded, never what they are: every number arrives computed,
//! with the record that it stands on. Headline, findings, key figures, caps, paragraphs, replies, listings, further
//! tables and evidence stand on the page as they stand here; the report sorts all other lists.

pub mod entry;
pub mod event;
pub mod lists;
pub mod scenes;
pub mod season;
pub mod waterlines;

use crate::sentence::Sentence;
pub use entry::{
    CaseCoastline, GapEntry, ListingEntry, MapData, MapPosition, MapTrack, PlaceEntry, ShipEntry, VisitEntry,
};
pub use event::{Bearer, EncounterEntry, LoiteringEntry, SharedNumber};
use jiff::civil::Date;
pub use lists::{Lead, ListingOfCall, ListsEntry};
use plimsoll_model::{
    Cap, Convention, Crossing, DraughtChange, Estimate, Exhibit, ExhibitId, Finding, IdentityChange,
    LedgerLine, Outage, Period, RecordId, ReportedVolume, Review, Sensitivity, Voyage,
};
pub use scenes::{ChipEntry, DetectionEntry, EffortEntry, OccupancyEntry, SceneEntry, ScenesEntry};
pub use season::{
    CallEntry, ClaimEntry, ClaimStanding, LegEntry, SeasonEntry, SeasonLookEntry, SightingEntry, SilenceEntry,
};
pub use waterlines::{MarkedChip, WaterlineEntry, WaterlinePair, WaterlinesEntry};

/// A report before it has a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// Title of the case.
    pub title: String,
    /// The question that the report answers.
    pub question: String,
    /// The period of the case, UTC.
    pub period: Period,
    /// Edition, as `case.toml` words it, such as `2026-11-22, first edition`.
    pub edition: String,
    /// Version of the program that made the tables, such as `plimsoll 0.1.0`.
    pub program_version: String,
    /// True if any observation was made by a simulator. Then every page and figure says so.
    pub is_simulated: bool,
    /// The answer: one to three sentences, each number with its record, intervals and likelihood in words.
    pub headline: Vec<Sentence>,
    /// What was counted, and how.
    pub method: MethodBox,
    /// The figures that stand side by side below the headline.
    pub key_figures: Vec<KeyFigure>,
    /// All findings; the page lists them, `findings.json` holds them.
    pub findings: Vec<Finding>,
    /// The caps of the case. May be empty.
    pub caps: Vec<CapEntry>,
    /// The whole ledger: every cap, period, convention, scenario and day. Without caps its `cap_id` is `uncapped`.
    pub ledger: Vec<LedgerLine>,
    /// When caps and notice lines were crossed.
    pub crossings: Vec<Crossing>,
    /// The words for the probabilities of the ledger lines that end a counting period or the case.
    pub likelihoods: Vec<LineLikelihood>,
    /// Which inputs drive the totals.
    pub sensitivities: Vec<Sensitivity>,
    /// What the map shows besides places and gaps.
    pub map: MapData,
    /// The places of the case.
    pub places: Vec<PlaceEntry>,
    /// The ships.
    pub ships: Vec<ShipEntry>,
    /// The port visits, each with its draughts and its cargo.
    pub visits: Vec<VisitEntry>,
    /// The voyages between the visits.
    pub voyages: Vec<Voyage>,
    /// The silences. A gap is not dark: it says only that no report is in the exhibits.
    pub gaps: Vec<GapEntry>,
    /// Pairs of ships close together.
    pub encounters: Vec<EncounterEntry>,
    /// Ships that moved slowly, away from ports.
    pub loitering: Vec<LoiteringEntry>,
    /// The feeds of the case. Nobody listened where all of them gave nothing. Feeds that only an outage names count too.
    pub feeds: Vec<String>,
    /// When a feed gave nothing at all: no ship was silent then.
    pub outages: Vec<Outage>,
    /// Numbers that several ships use at once.
    pub shared: Vec<SharedNumber>,
    /// Radios that say they are another ship than before.
    pub identity_changes: Vec<IdentityChange>,
    /// Draughts sent one after the other that differ.
    pub draught_changes: Vec<DraughtChange>,
    /// How many reports the exhibits hold for each day. Days left out are taken as unknown, a zero as silence.
    pub reception: Vec<DayCount>,
    /// By which factor the annex table turns deadweight into barrels.
    pub annex: AnnexBasis,
    /// What others reported, beside ours.
    pub reported: Vec<ReportedEntry>,
    /// What lists say about the ships that called.
    pub lists: ListsEntry,
    /// What images show. Empty: the page says nothing of images.
    pub scenes: ScenesEntry,
    /// How deep ships lay by images. Without readings the page says nothing of it.
    pub waterlines: WaterlinesEntry,
    /// The season as one posterior. Without numbers the page says nothing of it.
    pub season: SeasonEntry,
    /// Rows that could not be read, counted by exhibit and reason.
    pub rejects: Vec<RejectCount>,
    /// What limits the result, a paragraph each.
    pub limitations: Vec<Paragraph>,
    /// What these data cannot tell, a paragraph each.
    pub cannot_tell: Vec<Paragraph>,
    /// Decisions of people.
    pub reviews: Vec<Review>,
    /// Answers asked of those who are named.
    pub replies: Vec<Reply>,
    /// The exhibits.
    pub exhibits: Vec<ExhibitEntry>,
    /// The way back to the bytes: a tree for each finding, cargo and visit, and for each ledger line, crossing,
    /// sensitivity, reported volume and event at sea that a number on the page stands on. A record that is a root here is linked,
    /// not repeated, where it stands inside another tree. [`Dossier::without_evidence`] names those that are missing.
    pub evidence: Vec<EvidenceNode>,
    /// Further tables to publish, beside those that the report makes itself ([`crate::render`] lists them).
    pub tables: Vec<DataTable>,
}

/// A number as shown, with the record that it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidencedNumber {
    /// The number with its unit, such as `1,023,000 barrels`.
    pub text: String,
    /// The record whose evidence tree it links to.
    pub record: RecordId,
}

/// What was done, in as few words as will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodBox {
    /// What was counted.
    pub counted: String,
    /// How it became barrels.
    pub how: String,
    /// What an interval means.
    pub interval: String,
    /// Which words stand for which probabilities (ICD 203), and which word owns the edge of two bands.
    pub likelihood: String,
}

/// Which of three things a figure is. They are never added or mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Only what an exhibit shows.
    Documented,
    /// All visits: exhibits where they show, stated assumptions where they do not.
    Estimate,
    /// What it would be if every ship had been this full.
    Scenario,
}

/// One figure below the headline.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyFigure {
    /// In which of the three columns it stands.
    pub basis: Basis,
    /// What it counts, such as `barrels loaded, physical`.
    pub label: String,
    /// Its unit, such as `bbl`, `t`, `port visits`. Empty for a bare number.
    pub unit: String,
    /// The number. One without width is shown without interval.
    pub value: Estimate<f64>,
    /// The record that it stands on.
    pub record: RecordId,
    /// A remark in small print. May be empty.
    pub note: String,
}

/// A cap with its record.
#[derive(Clone, Debug, PartialEq)]
pub struct CapEntry {
    /// The record of the cap.
    pub record: RecordId,
    /// The cap.
    pub cap: Cap,
}

/// The word for the probability of a ledger line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineLikelihood {
    /// The ledger line.
    pub line: RecordId,
    /// Its `p_exceeded` in words (ICD 203), such as `very likely`.
    pub words: String,
}

/// How many reports a day has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayCount {
    /// The day, UTC.
    pub date: Date,
    /// How many reports of any station.
    pub reports: u64,
}

/// How the annex table counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexBasis {
    /// How tonnes became barrels in its columns.
    pub convention: Convention,
    /// In words: the factor and where it comes from.
    pub note: String,
}

/// A reported volume beside ours of the same period and subject.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedEntry {
    /// What was reported.
    pub reported: ReportedVolume,
    /// Ours for the same period, if the case covers it.
    pub ours: Option<OurVolume>,
    /// The `cap_id` of each cap whose figure shows it. A third-party estimate is marked there, never added, if its
    /// whole period lies in the counting period.
    pub caps: Vec<String>,
}

/// Our estimate of what somebody else reported.
#[derive(Clone, Debug, PartialEq)]
pub struct OurVolume {
    /// How much, bbl.
    pub volume_bbl: Estimate<f64>,
    /// What it counts and where it differs from theirs.
    pub subject: String,
    /// The record that it stands on.
    pub record: RecordId,
}

/// How many rows of an exhibit were rejected for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectCount {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// The reason.
    pub reason: String,
    /// How many.
    pub count: u64,
    /// One of them.
    pub example: Option<RecordId>,
}

/// A paragraph of plain text with a few words of heading. No mark-up is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The heading. May be empty.
    pub heading: String,
    /// The text.
    pub text: String,
}

/// Somebody named was asked, and answered or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Who.
    pub party: String,
    /// When they were asked.
    pub asked: Date,
    /// What they answered; `None`: nothing by the date of the edition.
    pub answer: Option<String>,
}

/// An exhibit and how much of it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExhibitEntry {
    /// The exhibit.
    pub exhibit: Exhibit,
    /// Rows read, rejected ones included; `None` where it has no rows.
    pub rows: Option<u64>,
}

/// A node in the tree that leads from a number to the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceNode {
    /// The record.
    pub record: RecordId,
    /// What it is, such as `port visit of NORDIC SAGA at Westridge`.
    pub label: String,
    /// What it says, in a line. May be empty.
    pub detail: String,
    /// Where it stands, for a record that was read from an exhibit. The exhibit's SHA-256 is looked up in
    /// [`Dossier::exhibits`].
    pub source: Option<plimsoll_model::Source>,
    /// What it stands on.
    pub children: Vec<EvidenceNode>,
}

/// A table to publish as CSV.
#[derive(Clone, Debug, PartialEq)]
pub struct DataTable {
    /// File name without folder and ending, such as `voyages`: lower-case letters, digits, `-` and `_`.
    pub name: String,
    /// Column names with their units, such as `draught_arrival_m`.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table to publish.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text. One that a spreadsheet would take for a formula is written with an apostrophe before it.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number, written with as many digits as it needs and not rounded.
    Number(f64),
}
