//! The rows of an AIS table, as a case would take them.

use super::{Decode, Rejects};
use crate::ais_table::{TableReader, TableSource};
use crate::cli::Context;
use crate::cli::show::RowWriter;
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_ais::{Batch, TableContext};
use plimsoll_case::tables::{Cell, ColumnKind, ColumnSpec, TableRow, TableSpec};
use plimsoll_model::{Key, PositionReport, RecordId, RecordKind, Source, StaticReport, StationReport};
use std::collections::BTreeMap;
use std::time::Duration;

/// The columns of a row, by the tables that describe them.
const OF_POSITION: [&str; 9] = [
    "mmsi",
    "time",
    "message_type",
    "lat_deg",
    "lon_deg",
    "sog_kn",
    "cog_deg",
    "heading_deg",
    "navigational_status",
];
const OF_STATICS: [&str; 8] = [
    "imo_sent",
    "call_sign",
    "ship_name",
    "ship_type",
    "length_overall_m",
    "beam_m",
    "draught_m",
    "destination",
];

impl Decode {
    /// Shows the rows of a table.
    pub(super) fn table(
        &self,
        context: &Context,
        source: TableSource<'_>,
        mut rejects: Rejects,
    ) -> Result<(), UserError> {
        let name = self.file.to_string_lossy();
        // What a case would know an exhibit by; here it stands for nothing.
        let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text(&name)]);
        let read = TableContext { exhibit, future_after: None, static_repeat: Duration::ZERO };
        let reader = TableReader { source, name: &name, columns: None, context: read };
        let spec = TableSpec {
            name: "reports",
            version: 1,
            about: "Rows of an AIS table.",
            columns: &[],
            label: &[],
        };
        let mut writer = RowWriter::begin(self.format.into(), self.output()?, &spec, &columns())?;
        let (counts, table) = reader.read(|batch| {
            for reject in &batch.rejects {
                let Source { line, byte_offset, .. } = reject.source;
                rejects.add_at(line, byte_offset, &reject.reason, &reject.text)?;
            }
            rows(&batch).into_iter().try_for_each(|(source, row)| writer.push(row.cells(source)))
        })?;
        writer.finish()?;
        rejects.finish()?;
        context.say(&format!(
            "{} rows of a table of {}: {} with a position report, {} with a static report, {} of stations; {} rejects",
            counts.lines - counts.skipped_lines,
            table.dialect().as_str(),
            counts.positions,
            counts.statics,
            counts.stations,
            counts.rejects
        ));
        rejects.say(context);
        if counts.messages == 0 {
            return Err(UserError::new(
                Exit::ExhibitUnreadable,
                format!("no row of `{}` could be read", self.file.display()),
            ));
        }
        Ok(())
    }
}

/// What one row of a table says.
#[derive(Default)]
struct Row<'a> {
    position: Option<&'a PositionReport>,
    statics: Option<&'a StaticReport>,
    station: Option<&'a StationReport>,
    receiver: Option<&'a str>,
}

/// The rows of a batch, in order of place.
fn rows(batch: &Batch) -> BTreeMap<Source, Row<'_>> {
    let mut rows: BTreeMap<Source, Row<'_>> = BTreeMap::new();
    for heard in &batch.positions {
        let row = rows.entry(heard.report.source).or_default();
        (row.position, row.receiver) = (Some(&heard.report), heard.receiver.as_deref());
    }
    for report in &batch.statics {
        rows.entry(report.source).or_default().statics = Some(report);
    }
    for report in &batch.stations {
        rows.entry(report.source).or_default().station = Some(report);
    }
    rows
}

impl Row<'_> {
    fn cells(&self, source: Source) -> Vec<Cell> {
        let mut cells = vec![
            Cell::from(source.line),
            Cell::from(source.byte_offset),
            Cell::from(self.receiver.map(str::to_owned)),
        ];
        let position = self.position.map(|report| report.cells());
        let statics = self.statics.map(TableRow::cells);
        let station = self.station.map(TableRow::cells);
        for name in OF_POSITION {
            let found = cell::<PositionReport>(&position, name)
                .or_else(|| cell::<StationReport>(&station, name))
                .or_else(|| cell::<StaticReport>(&statics, name));
            cells.push(found.unwrap_or(Cell::Null));
        }
        for name in OF_STATICS {
            let of_station =
                || if name == "ship_name" { cell::<StationReport>(&station, "name") } else { None };
            cells.push(cell::<StaticReport>(&statics, name).or_else(of_station).unwrap_or(Cell::Null));
        }
        cells
    }
}

/// The cell of a column, if there is a row and it has that column.
fn cell<R: TableRow>(cells: &Option<Vec<Cell>>, name: &str) -> Option<Cell> {
    let at = R::SPEC.columns.iter().position(|c| c.name == name)?;
    cells.as_ref()?.get(at).cloned()
}

/// The columns of the rows.
fn columns() -> Vec<ColumnSpec> {
    let column = |name, kind, description| ColumnSpec { name, kind, unit: "-", description };
    let of = |spec: &TableSpec, names: &[&str]| -> Vec<ColumnSpec> {
        names.iter().filter_map(|name| spec.columns.iter().find(|c| c.name == *name)).copied().collect()
    };
    let mut columns = vec![
        column("line", ColumnKind::Int, "Line in the file, counted from 1; of Parquet the row."),
        column("byte_offset", ColumnKind::Int, "Offset of the line's first byte, unpacked."),
        column("receiver", ColumnKind::Text, "The receiver that heard it, where the table names it."),
    ];
    columns.extend(of(&PositionReport::SPEC, &OF_POSITION));
    columns.extend(of(&StaticReport::SPEC, &OF_STATICS));
    columns
}
