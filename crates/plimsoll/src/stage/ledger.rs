//! `ledger`: cargoes to sums by day, against each cap.

use super::calls::{self, Calls};
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_case::tables::estimates::CargoRow;
use plimsoll_case::tables::events::PortVisitRow;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_case::tables::{TableRow, TableSpec};
use plimsoll_model::{Cap, Crossing, DraughtPair, LedgerLine, ReportedVolume, Sensitivity, Vessel};

const READS: [TableSpec; 7] = [
    PortVisitRow::SPEC,
    Vessel::SPEC,
    PlaceRow::SPEC,
    DraughtPair::SPEC,
    CargoRow::SPEC,
    Cap::SPEC,
    ReportedVolume::SPEC,
];

/// The stage.
pub const STAGE: Stage = Stage {
    name: "ledger",
    about: "Cargoes and notified deliveries to sums by day against each cap; crossings; what drives the interval.",
    version: 1,
    exhibits: &[],
    reads: &READS,
    writes: &[LedgerLine::SPEC, Crossing::SPEC, Sensitivity::SPEC],
    rejects: false,
    sections: &["cargo", "particulars", "ledger"],
    reviews: false,
    method: "docs/methods/ledger.md",
    run,
};
