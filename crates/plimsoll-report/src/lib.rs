//! Findings to pages: HTML, map, timeline, CSV, GeoJSON.
//!
//! [`Dossier`] in, files out: [`render`] is a pure function of its argument. The page is one file that opens
//! offline, needs no script and loads nothing; the same dossier gives the same bytes.
//!
//! | module | holds |
//! |---|---|
//! | [`dossier`] | what a report needs |
//! | [`sentence`] | sentences whose numbers are links to their evidence |
//! | [`number`] | how numbers, intervals and dates are written |
//! | [`coastline`] | the coastline of the program, clipped to a map |
//! | `map`, `timeline`, `figure` | what is drawn, as SVG |
//! | `section` | the parts of the page, one file each |
//! | `page` | the page as a whole: order, style, safety of text |
//! | `count` | the ledger by cap, counting period and convention |
//! | `order` | one order for every list |
//! | `tables`, `geojson`, `json`, `bundle` | the files beside the page |

pub mod coastline;
pub mod dossier;
pub mod number;
pub mod sentence;

mod base64;
mod bundle;
mod count;
mod figure;
mod geojson;
mod json;
mod links;
mod map;
mod order;
mod page;
mod section;
mod tables;
mod timeline;

pub use bundle::{OutputFile, render};
pub use dossier::{
    AnnexBasis, Basis, Bearer, CallEntry, CapEntry, CaseCoastline, Cell, ChipEntry, ClaimEntry,
    ClaimStanding, DataTable, DayCount, DetectionEntry, Dossier, EffortEntry, EncounterEntry, EvidenceNode,
    EvidencedNumber, ExhibitEntry, GapEntry, KeyFigure, Lead, LegEntry, LineLikelihood, ListingEntry,
    ListingOfCall, ListsEntry, LoiteringEntry, MapData, MapPosition, MapTrack, MarkedChip, MethodBox,
    OccupancyEntry, OurVolume, Paragraph, PlaceEntry, RejectCount, Reply, ReportedEntry, SceneEntry,
    ScenesEntry, SeasonEntry, SeasonLookEntry, SharedNumber, ShipEntry, SightingEntry, SilenceEntry,
    VisitEntry, WaterlineEntry, WaterlinePair, WaterlinesEntry,
};
pub use sentence::{Sentence, Span};
