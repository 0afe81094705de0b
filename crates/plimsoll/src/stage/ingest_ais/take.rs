//! Where the rows of exhibits go: reports into buckets, the rest into tables of its own, in the order of reading.

use crate::error::UserError;
use crate::stage::Outputs;
use jiff::Timestamp;
use plimsoll_ais::{Batch, Row};
use plimsoll_case::exhibit::ExhibitEntry;
use plimsoll_case::reports::ReportWriter;
use plimsoll_case::store::TableFile;
use plimsoll_case::tables::TableError;
use plimsoll_case::tables::rejects::RejectRow;
use plimsoll_model::{
    Key, PositionReport, ReceptionSlot, RecordId, RecordKind, Reject, StaticReport, StationReport,
};
use std::collections::BTreeMap;

/// Length of a slot of reception, s.
const SLOT_S: i64 = plimsoll_analysis::reception::SLOT_S;

/// Takes the rows of all exhibits.
pub(super) struct Taker {
    writer: ReportWriter,
    stations: TableFile<StationReport>,
    rejects: TableFile<RejectRow>,
    reception: TableFile<ReceptionSlot>,
    /// The exhibit at hand.
    path: String,
    slots: BTreeMap<i64, u64>,
    /// The slot of the last report and how many were in it: most reports are in the slot of the one before.
    slot: (i64, u64),
}

impl Taker {
    pub(super) fn new(outputs: &Outputs<'_>, writer: ReportWriter) -> Result<Self, UserError> {
        Ok(Self {
            writer,
            stations: outputs.begin()?,
            rejects: outputs.begin_rejects()?,
            reception: outputs.begin()?,
            path: String::new(),
            slots: BTreeMap::new(),
            slot: (0, 0),
        })
    }

    /// Begins an exhibit.
    pub(super) fn begin(&mut self, entry: &ExhibitEntry) {
        self.path.clone_from(&entry.path);
    }

    /// Takes a row of a log.
    pub(super) fn row(&mut self, row: &Row) -> Result<(), TableError> {
        match row {
            Row::Position(report, receiver) => self.position(report, receiver.as_deref()),
            Row::Static(report) => {
                // Message 19 is a position report too, and has been counted.
                if report.message_type != Some(19) {
                    self.heard(report.time);
                }
                self.writer.push_static(report)
            }
            Row::Station(report) => self.station(report),
            Row::Reject(reject) => self.reject(reject),
        }
    }

    /// Takes what a block of a table gave.
    pub(super) fn batch(&mut self, batch: &Batch) -> Result<(), TableError> {
        for heard in &batch.positions {
            self.position(&heard.report, heard.receiver.as_deref())?;
        }
        for report in &batch.statics {
            self.statics_of_table(report, batch.positions.is_empty())?;
        }
        batch.stations.iter().try_for_each(|report| self.station(report))?;
        batch.rejects.iter().try_for_each(|reject| self.reject(reject))
    }

    fn statics_of_table(&mut self, report: &StaticReport, is_alone: bool) -> Result<(), TableError> {
        if is_alone {
            self.heard(report.time);
        }
        self.writer.push_static(report)
    }

    fn position(&mut self, report: &PositionReport, receiver: Option<&str>) -> Result<(), TableError> {
        self.heard(report.time);
        self.writer.push_position(report, receiver)
    }

    fn station(&mut self, report: &StationReport) -> Result<(), TableError> {
        self.heard(report.time);
        if let (Some(receiver), Some(utc)) = (&report.receiver, report.utc) {
            self.writer.push_clock_sample(receiver, report.time, utc)?;
        }
        self.stations.push(report)
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), TableError> {
        self.rejects.push(&RejectRow { reject: reject.clone(), file: self.path.clone() })
    }

    /// Counts a report for the reception.
    fn heard(&mut self, time: Timestamp) {
        let slot = time.as_second().div_euclid(SLOT_S);
        if slot != self.slot.0 {
            self.end_slot();
            self.slot = (slot, 0);
        }
        self.slot.1 += 1;
    }

    fn end_slot(&mut self) {
        let (slot, reports) = std::mem::take(&mut self.slot);
        if reports > 0 {
            *self.slots.entry(slot).or_default() += reports;
        }
    }

    /// Ends an exhibit of a feed.
    pub(super) fn end(&mut self, entry: &ExhibitEntry, feed: &str) -> Result<(), TableError> {
        self.end_slot();
        for (slot, reports) in std::mem::take(&mut self.slots) {
            let Ok(start) = Timestamp::from_second(slot * SLOT_S) else { continue };
            let id = RecordId::of(RecordKind::ReceptionSlot, &[Key::Id(entry.id), Key::Time(start)]);
            let row = ReceptionSlot { id, exhibit: entry.id, feed: feed.to_owned(), start, reports };
            self.reception.push(&row)?;
        }
        Ok(())
    }

    /// After the last exhibit.
    pub(super) fn finish(self, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
        let written = self.writer.finish()?;
        outputs.note(
            "position reports merged with the same of another line or receiver",
            written.position_duplicates,
        );
        outputs.note("static reports merged likewise", written.static_duplicates);
        let corrected = written.clocks.iter().filter(|clock| clock.offset_s != 0.0).count() as u64;
        outputs.note("hours of receivers whose clock was put right", corrected);
        let named = |table: &str, bucket: u32| format!("{table}/b={bucket}/part");
        outputs.wrote(written.positions.into_iter().map(|(b, w)| (named("position_reports", b), w)))?;
        outputs.wrote(written.statics.into_iter().map(|(b, w)| (named("static_reports", b), w)))?;
        outputs.write(&written.clocks)?;
        let stations = self.stations.finish()?;
        let reception = self.reception.finish()?;
        outputs.wrote([("station_reports".to_owned(), stations), ("reception".to_owned(), reception)])?;
        Ok(outputs.rejected(self.rejects)?)
    }
}
