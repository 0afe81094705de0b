//! What blocks of a table give.

use super::read::Scratch;
use super::static_changes::Pending;
use crate::RowCounts;
use plimsoll_model::{PositionReport, Reject, StaticReport, StationReport};
use std::sync::Arc;

/// A position report and the receiver that heard it, if the table names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The report.
    pub report: PositionReport,
    /// The receiver.
    pub receiver: Option<Arc<str>>,
}

/// What blocks of a table give, each kind in the order of the table.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Position reports.
    pub positions: Vec<Heard>,
    /// Static reports. Tables of positions repeat in every row what the ship said of itself; of these rows the static
    /// reports stand here only after [`super::StaticChanges::keep`], which leaves those that say something new.
    pub statics: Vec<StaticReport>,
    /// Reports of stations that are no ships.
    pub stations: Vec<StationReport>,
    /// What could not be read.
    pub rejects: Vec<Reject>,
    /// How many of everything.
    pub counts: RowCounts,
    pub(super) pending: Pending,
    pub(super) scratch: Scratch,
}

impl Batch {
    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.positions.clear();
        self.statics.clear();
        self.stations.clear();
        self.rejects.clear();
        self.counts = RowCounts::default();
        self.pending.clear();
        self.scratch.forget();
    }

    /// Counts what is there.
    pub(super) fn count(&mut self) {
        self.counts.positions = self.positions.len() as u64;
        self.counts.statics = self.statics.len() as u64;
        self.counts.stations = self.stations.len() as u64;
        self.counts.rejects = self.rejects.len() as u64;
    }
}
