//! What blocks of a table give, and which static reports are kept of it.

use super::RowCounts;
use super::read::Scratch;
use plimsoll_model::{Mmsi, PositionReport, Reject, StaticReport, StationReport};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

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
    /// Static reports. Still one for each ship and block: [`StaticChanges`] leaves those that say something new.
    pub statics: Vec<StaticReport>,
    /// Reports of stations that are no ships.
    pub stations: Vec<StationReport>,
    /// What could not be read.
    pub rejects: Vec<Reject>,
    /// How many of everything.
    pub counts: RowCounts,
    /// Places in `rejects` of those that belong to a static report, and go where it goes.
    pub(super) static_rejects: Vec<usize>,
    /// True if every static report is a record of its own, which no filter may drop.
    pub(super) keeps_statics: bool,
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
        self.static_rejects.clear();
        self.keeps_statics = false;
        self.scratch.forget();
    }
}

/// True if two static reports of one radio say the same of the ship.
fn is_same_content(a: &StaticReport, b: &StaticReport) -> bool {
    let numbers = |r: &StaticReport| (r.message_type, r.imo_sent, r.ship_type, r.dimensions, r.draught);
    numbers(a) == numbers(b)
        && a.call_sign == b.call_sign
        && a.ship_name == b.ship_name
        && a.destination == b.destination
}

/// The stretch of time to which a moment belongs: a static report that says nothing new is given once in each. Stretches
/// begin at multiples of their length since 1970, so that it does not matter where a table was cut into blocks.
#[inline]
pub(super) fn stretch(second: i64, repeat_s: i64) -> i64 {
    if repeat_s > 0 { second.div_euclid(repeat_s) } else { 0 }
}

/// Whole seconds; as many as there are if it is more than the age of the world.
pub(super) fn whole_seconds(repeat: Duration) -> i64 {
    i64::try_from(repeat.as_secs()).unwrap_or(i64::MAX)
}

/// Drops the static reports that say nothing new: a report is kept if it differs from the last of its MMSI, or if it is
/// the first of its MMSI in another stretch of `static_repeat`. It holds one report a radio.
///
/// Batches must come in the order of the table. Then what is left does not depend on how the table was cut.
#[derive(Debug)]
pub struct StaticChanges {
    repeat_s: i64,
    last: BTreeMap<Mmsi, StaticReport>,
}

impl StaticChanges {
    /// With nothing seen yet. Parts of a second of `static_repeat` are left off; zero keeps every report.
    pub fn new(static_repeat: Duration) -> Self {
        Self { repeat_s: whole_seconds(static_repeat), last: BTreeMap::new() }
    }

    /// Drops from a batch, with their rejects, the static reports that say nothing new.
    pub fn keep(&mut self, batch: &mut Batch) {
        if batch.keeps_statics || self.repeat_s == 0 {
            return;
        }
        let mut dropped = Vec::new();
        batch.statics.retain(|report| {
            let is_kept = report.listed_place.is_some() || self.is_new(report);
            if !is_kept {
                dropped.push(report.source.byte_offset);
            }
            is_kept
        });
        if !dropped.is_empty() {
            batch.drop_static_rejects(&dropped);
        }
        batch.counts.statics = batch.statics.len() as u64;
        batch.counts.rejects = batch.rejects.len() as u64;
    }

    /// True if a report says something new; then it is the last.
    fn is_new(&mut self, report: &StaticReport) -> bool {
        let at = |r: &StaticReport| stretch(r.time.as_second(), self.repeat_s);
        let is_known = |last: &StaticReport| is_same_content(last, report) && at(last) == at(report);
        if self.last.get(&report.mmsi).is_some_and(is_known) {
            return false;
        }
        self.last.insert(report.mmsi, report.clone());
        true
    }
}

impl Batch {
    /// Drops the rejects that belong to static reports at these offsets, which are in order.
    fn drop_static_rejects(&mut self, offsets: &[u64]) {
        let mut places = std::mem::take(&mut self.static_rejects).into_iter().peekable();
        let (mut place, mut kept) = (0, Vec::new());
        let mut left = 0;
        self.rejects.retain(|reject| {
            let is_static = places.next_if_eq(&place).is_some();
            place += 1;
            let is_kept = !(is_static && offsets.binary_search(&reject.source.byte_offset).is_ok());
            if is_static && is_kept {
                kept.push(left);
            }
            left += usize::from(is_kept);
            is_kept
        });
        self.static_rejects = kept;
    }
}
