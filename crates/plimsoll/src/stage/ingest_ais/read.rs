//! From an exhibit to rows: logs one message after the other, tables block by block on several threads.

use super::take::Taker;
use crate::ais_table::{TableReader, TableSource};
use crate::error::UserError;
use crate::pipeline::in_order;
use crate::stage::Inputs;
use crate::stage::inputs::{IngestParams, unreadable};
use plimsoll_ais::{AisKind, Options, ReadError, Row, RowCounts, TableContext, observations};
use plimsoll_case::exhibit::{ExhibitEntry, ExhibitKind, is_parquet};
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
    let (counts, feed) = if entry.kind == ExhibitKind::Nmea {
        (log(entry, inputs.open(entry)?, taker)?, "nmea".to_owned())
    } else {
        table(inputs, entry, params, taker)?
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
    taker: &mut Taker,
) -> Result<(RowCounts, String), UserError> {
    let static_repeat = Duration::from_secs_f64((params.static_repeat_h * 3600.0).clamp(0.0, 1e9));
    let context = TableContext { exhibit: entry.id, future_after: entry.added_at, static_repeat };
    let path = inputs.location(entry);
    let source =
        if is_parquet(&path) { TableSource::Parquet(&path) } else { TableSource::Text(inputs.open(entry)?) };
    let columns = inputs.column_map(entry)?;
    let reader = TableReader { source, name: &entry.path, columns: columns.as_ref(), context };
    let (counts, table) = reader.read(|batch| Ok(taker.batch(&batch)?))?;
    Ok((counts, table.dialect().as_str().to_owned()))
}
