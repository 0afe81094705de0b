//! Reading tables of AIS, whatever they are packed in: a case takes their rows in, `plimsoll decode` shows them.

use crate::error::UserError;
use crate::exit::Exit;
use crate::pipeline::in_order;
use plimsoll_ais::blocks::{BlockBuffer, Blocks};
use plimsoll_ais::{Batch, ColumnMap, DialectError, RowCounts, StaticChanges, Table, TableContext};
use plimsoll_case::exhibit;
use plimsoll_model::Source;
use std::io::Read;
use std::path::Path;

/// Where the rows of a table come from.
pub enum TableSource<'a> {
    /// Lines of text.
    Text(Box<dyn Read + Send>),
    /// A Parquet file.
    Parquet(&'a Path),
}

/// A table to be read.
pub struct TableReader<'a> {
    /// Where its rows come from.
    pub source: TableSource<'a>,
    /// What stands for it in messages.
    pub name: &'a str,
    /// Which column holds what, where no dialect says it.
    pub columns: Option<&'a ColumnMap>,
    /// What all rows share.
    pub context: TableContext,
}

/// Rows of a Parquet file that are given at once.
const ROWS_AT_ONCE: u64 = 4_096;

impl TableReader<'_> {
    /// Gives all rows, in the order of the table, a block at a time. Says how many there were and which table it is.
    pub fn read(
        self,
        mut take: impl FnMut(Batch) -> Result<(), UserError>,
    ) -> Result<(RowCounts, Table), UserError> {
        let Self { source, name, columns, context } = self;
        let mut counts = RowCounts::default();
        let mut changes = StaticChanges::new(context.static_repeat);
        let mut counted = |mut batch: Batch| {
            changes.keep(&mut batch);
            add(&mut counts, batch.counts);
            take(batch)
        };
        let table = match source {
            TableSource::Text(reader) => {
                let table = read_text(reader, name, columns, &context, &mut counted)?;
                // The header.
                counts.lines += 1;
                counts.skipped_lines += 1;
                table
            }
            TableSource::Parquet(path) => read_parquet(path, name, columns, &context, &mut counted)?,
        };
        Ok((counts, table))
    }
}

fn read_text(
    reader: Box<dyn Read + Send>,
    name: &str,
    columns: Option<&ColumnMap>,
    context: &TableContext,
    take: &mut impl FnMut(Batch) -> Result<(), UserError>,
) -> Result<Table, UserError> {
    let failed = |error: plimsoll_ais::ReadError| unreadable(name, &error);
    let mut blocks = Blocks::new(reader);
    let header = blocks.take_line().map_err(failed)?.unwrap_or_default();
    let table = Table::of_header(&header, columns).map_err(|e| unknown_header(name, &e))?;
    let source = std::iter::from_fn(|| {
        let mut buffer = BlockBuffer::default();
        match blocks.read(&mut buffer) {
            Ok(true) => Some(Ok(buffer)),
            Ok(false) => None,
            Err(error) => Some(Err(failed(error))),
        }
    });
    let parse = |buffer: BlockBuffer| {
        let mut batch = Batch::default();
        table.read_block(&buffer.block(), context, &mut batch);
        batch
    };
    in_order(source, rayon::current_num_threads(), parse, take)?;
    Ok(table)
}

fn read_parquet(
    path: &Path,
    name: &str,
    columns: Option<&ColumnMap>,
    context: &TableContext,
    take: &mut impl FnMut(Batch) -> Result<(), UserError>,
) -> Result<Table, UserError> {
    let rows = exhibit::parquet_rows(path, name)?;
    let names: Vec<&str> = rows.columns().iter().map(String::as_str).collect();
    let table = Table::of_columns(&names, columns).map_err(|e| unknown_header(name, &e))?;
    let mut batch = Batch::default();
    let mut outcome = Ok(());
    let mut read = 0;
    rows.for_each(|number, cells| {
        // A row of Parquet has neither line nor byte: its number stands for them.
        let source = Source { exhibit: context.exhibit, line: number + 1, byte_offset: number };
        table.read_cells(cells, source, context, &mut batch);
        read += 1;
        if read % ROWS_AT_ONCE == 0 {
            outcome = take(std::mem::take(&mut batch));
        }
        outcome.is_ok()
    })?;
    outcome.and_then(|()| take(batch)).map(|()| table)
}

/// A table that cannot be read on.
fn unreadable(name: &str, error: &dyn std::error::Error) -> UserError {
    UserError::new(Exit::ExhibitUnreadable, format!("{name}: {error}")).see("docs/guide/ais-archives.md")
}

/// A table whose header no dialect has.
fn unknown_header(name: &str, error: &DialectError) -> UserError {
    let file =
        Path::new(name).file_name().map_or_else(|| name.to_owned(), |f| f.to_string_lossy().into_owned());
    let told = UserError::new(Exit::ExhibitUnreadable, format!("{name}: {error}"));
    let told = match error.hint() {
        Some(hint) => told.hint(hint),
        None => told,
    };
    told.hint(format!(
        "in a case, case.toml can say which column holds what:\n  [[columns]]\n  exhibit = \"{file}\"\n  kind = \"positions\"\n  map = {{ mmsi = \"MMSI\", time = {{ column = \"Time\", format = \"iso\" }}, lat_deg = \"Lat\", lon_deg = \"Lon\" }}"
    ))
    .see("docs/guide/ais-archives.md")
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
