//! `ingest-ais`: AIS logs and tables to reports in buckets, how much was received when, and how wrong clocks were.

mod read;
mod take;

use super::inputs::IngestParams;
use super::{Inputs, Outputs, Stage};
use crate::error::UserError;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::reports::WriteOptions;
use plimsoll_case::tables::TableRow;
use plimsoll_model::{PositionReport, ReceiverClock, ReceptionSlot, StaticReport, StationReport};
use take::Taker;

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "ingest-ais",
    about: "AIS logs and tables to position, static and station reports, reception and receiver clocks.",
    version: 2,
    exhibits: &[ExhibitKind::Nmea, ExhibitKind::StaticTable, ExhibitKind::PositionTable],
    reads: &[],
    writes: &[
        PositionReport::SPEC,
        StaticReport::SPEC,
        StationReport::SPEC,
        ReceptionSlot::SPEC,
        ReceiverClock::SPEC,
    ],
    is_bucketed: true,
    rejects: true,
    sections: &["rejects", "ingest", "duplicates", "receiver-clocks"],
    reviews: false,
    method: "docs/methods/ais-store.md",
    run,
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let params: IngestParams = inputs.params("ingest")?;
    let share = inputs.share();
    let options = WriteOptions {
        buckets: share.of,
        share: share.buckets(),
        memory_bytes: (params.memory_mb as usize).max(1) << 20,
        threads: rayon::current_num_threads(),
    };
    let duplicates = inputs.params("duplicates")?;
    let clocks = inputs.params("receiver-clocks")?;
    let writer = inputs.reports_anew().writer(&duplicates, &clocks, options)?;
    let mut taker = Taker::new(outputs, writer)?;
    let mut shares = Vec::new();
    for entry in inputs.exhibits() {
        let counts = read::read(inputs, entry, &params, &mut taker)?;
        // Several rejects can stand on one line, each for a field of it.
        let rows = counts.lines - counts.skipped_lines;
        shares.push((entry.path.clone(), rows, counts.rejects.min(rows)));
        inputs.count_in(rows);
        outputs.note("lines read", counts.lines);
        outputs.note("lines that are no reports", counts.skipped_lines);
        outputs.note("messages of types that give no row", counts.without_row);
    }
    taker.finish(outputs)?;
    shares.iter().try_for_each(|(path, rows, rejected)| outputs.check_share(path, *rows, *rejected))
}
