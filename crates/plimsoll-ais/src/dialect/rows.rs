//! The rows of a table one after the other, for small files: blocks read on one thread, their rows put back in order.

use super::blocks::{BlockBuffer, Blocks};
use super::{Batch, Dialect, StaticChanges, Table, TableContext};
use crate::observe::Context;
use crate::{ReadError, Row, RowCounts};
use std::collections::VecDeque;
use std::io::BufRead;
use std::time::Duration;

/// Smaller than for threads: the first row should not wait for four megabytes.
const BLOCK_BYTES: usize = 1 << 18;

/// What the crew typed in is given when it changes, however long that takes.
const STATIC_REPEAT: Duration = Duration::MAX;

/// The rows of a table.
#[derive(Debug)]
pub(crate) struct TableRows<R> {
    blocks: Blocks<R>,
    dialect: Dialect,
    table: Option<Table>,
    buffer: BlockBuffer,
    batch: Batch,
    changes: StaticChanges,
    read: RowCounts,
    is_finished: bool,
}

impl<R: BufRead> TableRows<R> {
    pub(crate) fn new(reader: R, dialect: Dialect) -> Self {
        Self {
            blocks: Blocks::with_size(reader, BLOCK_BYTES),
            dialect,
            table: None,
            buffer: BlockBuffer::default(),
            batch: Batch::default(),
            changes: StaticChanges::new(STATIC_REPEAT),
            read: RowCounts::default(),
            is_finished: false,
        }
    }

    /// What has been read, given what was given.
    pub(crate) fn counts(&self, given: RowCounts) -> RowCounts {
        let RowCounts { skipped_lines, messages, without_row, .. } = self.read;
        let (bytes, lines) = (self.blocks.bytes_given(), self.blocks.lines_given());
        RowCounts { bytes, lines, skipped_lines, messages, without_row, ..given }
    }

    /// Reads the next block, and puts what it gives on `ready`. False at the end, and after an error.
    pub(crate) fn read(&mut self, context: &Context, ready: &mut VecDeque<Row>) -> Result<bool, ReadError> {
        if self.is_finished {
            return Ok(false);
        }
        let goes_on = self.read_block(context, ready);
        self.is_finished = !matches!(goes_on, Ok(true));
        goes_on
    }

    fn read_block(&mut self, context: &Context, ready: &mut VecDeque<Row>) -> Result<bool, ReadError> {
        let table = match &self.table {
            Some(table) => table,
            None => {
                let header = self.blocks.take_line()?;
                self.read.skipped_lines += u64::from(header.is_some());
                let table = Table::of_dialect(&header.unwrap_or_default(), self.dialect)?;
                self.table.insert(table)
            }
        };
        if !self.blocks.read(&mut self.buffer)? {
            return Ok(false);
        }
        let Context { exhibit, future_after } = *context;
        let context = TableContext { exhibit, future_after, static_repeat: STATIC_REPEAT };
        self.batch.clear();
        table.read_block(&self.buffer.block(), &context, &mut self.batch);
        self.changes.keep(&mut self.batch);
        let counts = self.batch.counts;
        self.read.skipped_lines += counts.skipped_lines;
        self.read.messages += counts.messages;
        self.read.without_row += counts.without_row;
        ready.extend(in_order(&mut self.batch));
        Ok(true)
    }
}

/// The rows of a batch in the order of the table; of one line its reports first and then what is wrong with it.
fn in_order(batch: &mut Batch) -> impl Iterator<Item = Row> {
    let positions = batch
        .positions
        .drain(..)
        .map(|heard| (heard.report.source.byte_offset, Row::Position(heard.report, heard.receiver)));
    let statics = batch.statics.drain(..).map(|report| (report.source.byte_offset, Row::Static(report)));
    let stations = batch.stations.drain(..).map(|report| (report.source.byte_offset, Row::Station(report)));
    let rejects = batch.rejects.drain(..).map(|reject| (reject.source.byte_offset, Row::Reject(reject)));
    let mut rows: Vec<(u64, Row)> = positions.chain(statics).chain(stations).chain(rejects).collect();
    rows.sort_by_key(|(offset, _)| *offset);
    rows.into_iter().map(|(_, row)| row)
}
