//! `ingest-ais`: AIS logs and tables to reports.

use super::inputs::unreadable;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_ais::{AisKind, Options, Row, observations, sniff};
use plimsoll_case::exhibit::{ExhibitEntry, ExhibitKind, HEAD_BYTES};
use plimsoll_case::tables::TableRow;
use plimsoll_model::{PositionReport, Reject, StaticReport, StationReport};
use std::io::{BufReader, Cursor, Read};

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ingest-ais",
    about: "AIS logs and tables to position, static and station reports.",
    version: 1,
    exhibits: &[ExhibitKind::Nmea, ExhibitKind::StaticTable, ExhibitKind::PositionTable],
    reads: &[],
    writes: &[PositionReport::SPEC, StaticReport::SPEC, StationReport::SPEC],
    is_bucketed: true,
    rejects: true,
    sections: &["rejects"],
    reviews: false,
    method: "docs/methods/ais-decoding.md",
    run,
};

/// The rows of all exhibits.
#[derive(Default)]
struct Reports {
    positions: Vec<PositionReport>,
    statics: Vec<StaticReport>,
    stations: Vec<StationReport>,
    rejects: Vec<Reject>,
}

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let mut reports = Reports::default();
    let mut shares = Vec::new();
    for entry in inputs.exhibits() {
        let (rows, rejected) = read(inputs, outputs, entry, &mut reports)?;
        shares.push((entry.path.clone(), rows, rejected));
    }
    reports.positions.sort_by_key(|r| (r.mmsi, r.time, r.id()));
    reports.statics.sort_by_key(|r| (r.mmsi, r.time, r.id));
    reports.stations.sort_by_key(|r| (r.mmsi, r.time, r.id));
    outputs.write(&reports.positions)?;
    outputs.write(&reports.statics)?;
    outputs.write(&reports.stations)?;
    outputs.rejects(reports.rejects)?;
    shares.iter().try_for_each(|(path, rows, rejected)| outputs.check_share(path, *rows, *rejected))
}

/// Reads an exhibit; returns how many lines of reports it had, and how many rejects, at most one a line.
fn read(
    inputs: &Inputs<'_>,
    outputs: &mut Outputs<'_>,
    entry: &ExhibitEntry,
    reports: &mut Reports,
) -> Result<(u64, u64), UserError> {
    let mut rest = inputs.open(entry)?;
    let mut head = Vec::new();
    rest.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(|e| unreadable(entry, &e))?;
    let kind = kind_of(entry, &head)?;
    let reader = BufReader::with_capacity(1 << 16, Cursor::new(head).chain(rest));
    // What was sent cannot have been received after the exhibit was taken in.
    let options = Options { default_time: None, future_after: entry.added_at };
    let mut rows = observations(entry.id, kind, reader, options);
    for row in &mut rows {
        match row.map_err(|e| unreadable(entry, &e))? {
            Row::Position(report, _) => reports.positions.push(report),
            Row::Static(report) => reports.statics.push(report),
            Row::Station(report) => reports.stations.push(report),
            Row::Reject(reject) => reports.rejects.push(reject),
        }
    }
    let counts = rows.counts();
    // Several rejects can stand on one line, each for a field of it.
    let all = counts.lines - counts.skipped_lines;
    inputs.count_in(all);
    outputs.note("lines read", counts.lines);
    outputs.note("lines that are no reports", counts.skipped_lines);
    outputs.note("messages of types that give no row", counts.without_row);
    Ok((all, counts.rejects.min(all)))
}

/// A log is a log; which provider's table it is, its header tells.
fn kind_of(entry: &ExhibitEntry, head: &[u8]) -> Result<AisKind, UserError> {
    if entry.kind == ExhibitKind::Nmea {
        return Ok(AisKind::Nmea);
    }
    if entry.kind == ExhibitKind::PositionTable {
        return Err(UserError::new(
            crate::exit::Exit::ExhibitUnreadable,
            format!("{}: tables of positions cannot be read yet, only NMEA logs and tables of static reports", entry.path),
        )
        .hint("delete its line from sources/manifest.jsonl, or convert it to NMEA; left in, its ships would be missing without a word"));
    }
    sniff(head).filter(|kind| *kind != AisKind::Nmea).ok_or_else(|| {
        UserError::new(
            crate::exit::Exit::ExhibitUnreadable,
            format!(
                "{}: its first line is the header of no table of static reports that we know",
                entry.path
            ),
        )
        .hint("`plimsoll add --kind` says another kind; docs/methods/ais-decoding.md lists the headers")
    })
}
