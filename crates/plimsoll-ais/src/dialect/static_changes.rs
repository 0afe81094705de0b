//! Which rows say something new of their ship. Tables repeat in every row what the ship last sent of itself, so that a
//! report for each row would be a thousand copies of one message.
//!
//! Two steps. In a block, on any thread, a row is passed over whose text is that of the row before of the same ship.
//! Over the blocks, in order, what is left is read and compared. The first step drops only what the second would, so
//! that the result does not depend on where the table was cut.

use super::Batch;
use super::statics::Said;
use super::table::PositionPlan;
use jiff::Timestamp;
use plimsoll_model::{Mmsi, Reject, Source};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A byte that no text in UTF-8 has, between fields that somebody took apart.
pub(super) const NO_TEXT: u8 = 0xff;

/// Rows that may say something new, with the text of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    rows: Vec<PendingRow>,
    texts: Vec<u8>,
    plan: Option<Arc<PositionPlan>>,
}

#[derive(Clone, Copy, Debug)]
struct PendingRow {
    about: About,
    source: Source,
    mmsi: Mmsi,
    time: Timestamp,
    delimiter: u8,
    end: usize,
}

/// What must be the same, besides the text, for a row to say nothing new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) message_type: Option<u8>,
    pub(super) stretch: i64,
}

impl Pending {
    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.texts.clear();
        self.plan = None;
    }

    /// Whose rows follow.
    pub(super) fn set_plan(&mut self, plan: &Arc<PositionPlan>) {
        self.plan = Some(Arc::clone(plan));
    }

    /// A row with its text, the fields of which have a delimiter between them.
    pub(super) fn push(
        &mut self,
        (about, source, mmsi, time): (About, Source, Mmsi, Timestamp),
        text: &[u8],
        delimiter: u8,
    ) {
        self.texts.extend(text);
        self.rows.push(PendingRow { about, source, mmsi, time, delimiter, end: self.texts.len() });
    }
}

/// The stretch of time to which a moment belongs: what says nothing new is given once in each. Stretches begin at
/// multiples of their length since 1970.
#[inline]
pub(super) fn stretch(second: i64, repeat_s: i64) -> i64 {
    if repeat_s > 0 { second.div_euclid(repeat_s) } else { 0 }
}

/// Whole seconds; all that there are if it is more.
pub(super) fn whole_seconds(repeat: Duration) -> i64 {
    i64::try_from(repeat.as_secs()).unwrap_or(i64::MAX)
}

/// Leaves the static reports that say something new: a report is given if it differs from the last one given of its
/// MMSI, or if it is the first of its MMSI in another stretch of `static_repeat`. Rows that say nothing of the ship
/// change nothing. It holds two texts a radio.
///
/// Batches must come in the order of the table, all from one table.
#[derive(Debug)]
pub struct StaticChanges {
    repeat_s: i64,
    ships: BTreeMap<Mmsi, Ship>,
}

/// What a ship said last, and what was last given of it.
#[derive(Debug, Default)]
struct Ship {
    last: Text,
    given: Text,
}

/// The text of a row, with what else matters. No memory is asked for where it takes the place of another.
#[derive(Debug, Default)]
struct Text {
    about: Option<About>,
    delimiter: u8,
    bytes: Vec<u8>,
}

impl Text {
    fn set(&mut self, row: &PendingRow, bytes: &[u8]) {
        (self.about, self.delimiter) = (Some(row.about), row.delimiter);
        self.bytes.clear();
        self.bytes.extend(bytes);
    }
}

impl StaticChanges {
    /// With nothing seen yet. Parts of a second of `static_repeat` are left off; zero gives the report of every row.
    pub fn new(static_repeat: Duration) -> Self {
        Self { repeat_s: whole_seconds(static_repeat), ships: BTreeMap::new() }
    }

    /// Puts into a batch the static reports of its rows that say something new, and what is wrong with them.
    pub fn keep(&mut self, batch: &mut Batch) {
        let pending = std::mem::take(&mut batch.pending);
        let rejects_before = batch.rejects.len();
        if let Some(plan) = &pending.plan {
            let mut start = 0;
            for row in &pending.rows {
                self.row(plan, row, &pending.texts[start..row.end], batch);
                start = row.end;
            }
        }
        if batch.rejects.len() > rejects_before {
            batch.rejects.sort_by_key(|reject| reject.source.byte_offset);
        }
        batch.pending = pending;
        batch.pending.clear();
        batch.count();
    }

    fn row(&mut self, plan: &PositionPlan, row: &PendingRow, text: &[u8], batch: &mut Batch) {
        let keeps_all = self.repeat_s == 0;
        let ship = self.ships.entry(row.mmsi).or_default();
        if ship.last.about == Some(row.about) && ship.last.bytes == text && !keeps_all {
            return;
        }
        ship.last.set(row, text);
        let mut faults = Vec::new();
        let said = Said::read(plan, text, row.delimiter, &mut faults);
        if !said.is_empty() {
            let given = &ship.given;
            if given.about == Some(row.about) && !keeps_all {
                let before = Said::read(plan, &given.bytes, given.delimiter, &mut Vec::new());
                if before == said {
                    return;
                }
            }
            batch.statics.push(said.report(row.source, row.mmsi, row.time, row.about.message_type));
            ship.given.set(row, text);
        }
        if !faults.is_empty() {
            let shown: Vec<u8> = text.iter().map(|c| if *c == NO_TEXT { b',' } else { *c }).collect();
            let reject = |reason| Reject::new(row.source, reason, &shown);
            batch.rejects.extend(faults.into_iter().map(reject));
        }
    }
}
