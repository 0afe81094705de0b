//! From an exhibit to rows: logs one message after the other, tables block by block on several threads.

use crate::stage::inputs::{IngestParams, unreadable};
use super::take::Taker;
use crate::error::UserError;
use crate::pipeline::in_order;
use crate::stage::Inputs;
use plimsoll_ais::blocks::{BlockBuffer, Blocks};
use plimsoll_ais::{
    AisKind, Batch, Options, ReadError, Row, RowCounts, StaticChanges, Table, TableContext, observations,
};
use plimsoll_case::exhibit::{ExhibitEntry, ExhibitKind};
use std::io::{BufReader, Read};
use std::time::Duration;

/// Rows of a log that go from thread to thread at once.
const ROWS_AT_ONCE: usize = 4_096;

/// Reads an exhibit.
pub(super) fn read(
    inputs: &Inputs<'_>,
    entry: &ExhibitEntry,
    params: &IngestParams,
    taker: &mut Taker,
) -> Result<RowCounts, UserError> {
    taker.begin(entry);
    let reader = inputs.open(entry)?;
    let (counts, feed) = if entry.kind == ExhibitKind::Nmea {
        (log(entry, reader, taker)?, "nmea".to_owned())
    } else {
        table(inputs, entry, params, reader, taker)?
    };
    taker.end(entry, &feed)?;
    Ok(counts)
}

/// Reads a log: one thread decodes, this one takes.
fn log(
    entry: &ExhibitEntry,
    reader: Box<dyn Read + Send>,
    taker: &mut Taker,
) -> Result<RowCounts, UserError> {
    // What was sent cannot have been received after the exhibit was taken in.
    let options = Options { default_time: None, future_after: entry.added_at };
    let reader = BufReader::with_capacity(1 << 16, reader);
    let mut rows = observations(entry.id, AisKind::Nmea, reader, options);
    let chunks = std::iter::from_fn(|| {
        let chunk: Result<Vec<Row>, ReadError> = rows.by_ref().take(ROWS_AT_ONCE).collect();
        match chunk {
            Ok(rows) if rows.is_empty() => None,
            chunk => Some(chunk.map_err(|e| unreadable(entry, &e))),
        }
    });
    in_order(chunks, 1, |rows| rows, |rows| Ok(rows.iter().try_for_each(|row| taker.row(row))?))?;
    Ok(rows.counts())
}

/// Reads a table; also says which feed it is of.
fn table(
    inputs: &Inputs<'_>,
    entry: &ExhibitEntry,
    params: &IngestParams,
    reader: Box<dyn Read + Send>,
    taker: &mut Taker,
) -> Result<(RowCounts, String), UserError> {
    let static_repeat = Duration::from_secs_f64((params.static_repeat_h * 3600.0).clamp(0.0, 1e9));
    let context = TableContext { exhibit: entry.id, future_after: entry.added_at, static_repeat };
    let mut blocks = Blocks::new(reader);
    let header = blocks.take_line().map_err(|e| unreadable(entry, &e))?.unwrap_or_default();
    let table = Table::of_header(&header, None)
        .map_err(|e| crate::stage::mapped::unknown_header(entry, &e))?;
    let mut changes = StaticChanges::new(static_repeat);
    let mut counts = RowCounts::default();
    let source = std::iter::from_fn(|| {
        let mut buffer = BlockBuffer::default();
        match blocks.read(&mut buffer) {
            Ok(true) => Some(Ok(buffer)),
            Ok(false) => None,
            Err(error) => Some(Err(unreadable(entry, &error))),
        }
    });
    let parse = |buffer: BlockBuffer| {
        let mut batch = Batch::default();
        table.read_block(&buffer.block(), &context, &mut batch);
        batch
    };
    in_order(source, rayon::current_num_threads(), parse, |mut batch| {
        changes.keep(&mut batch);
        add(&mut counts, batch.counts);
        Ok(taker.batch(&batch)?)
    })?;
    // The header.
    counts.lines += 1;
    counts.skipped_lines += 1;
    Ok((counts, table.dialect().as_str().to_owned()))
}

/// Adds the counts of a block to those before it.
fn add(sum: &mut RowCounts, block: RowCounts) {
    sum.bytes += block.bytes;
    sum.lines += block.lines;
    sum.skipped_lines += block.skipped_lines;
    sum.messages += block.messages;
    sum.without_row += block.without_row;
    sum.positions += block.positions;
    sum.statics += block.statics;
    sum.stations += block.stations;
    sum.rejects += block.rejects;
}
