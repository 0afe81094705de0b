//! What the map shows: the case's own coastline if it brings one, and the tracks of the ships that called.

use super::Tables;
use crate::error::UserError;
use crate::stage::CaseFolder;
use jiff::Timestamp;
use plimsoll_case::exhibit::{self, ExhibitKind};
use plimsoll_case::reports::{ReportStore, bucket_of};
use plimsoll_model::{Mmsi, Position, RecordId};
use plimsoll_report::{CaseCoastline, MapData, MapTrack};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn map_data(case: &CaseFolder, tables: &Tables) -> Result<MapData, UserError> {
    Ok(MapData {
        bounds: None,
        coastline: coastline(case)?,
        tracks: tracks(case, tables)?,
        positions: Vec::new(),
    })
}

fn coastline(case: &CaseFolder) -> Result<Option<CaseCoastline>, UserError> {
    let mut polygons = Vec::new();
    let mut credits = Vec::new();
    for entry in case.exhibits.iter().filter(|e| e.kind == ExhibitKind::Coastline) {
        let reader = exhibit::open(&case.dir, entry)?;
        let read = plimsoll_registry::coastline::coastline(reader, entry.id).map_err(|e| {
            UserError::new(crate::exit::Exit::ExhibitUnreadable, format!("{}: {e}", entry.path))
        })?;
        polygons.extend(read.rows);
        let unread = read.rejects.len();
        let unread = (unread > 0).then(|| format!("{unread} features of it could not be read"));
        let parts = [entry.from.clone(), entry.licence.clone(), unread];
        credits.push(parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    Ok((!polygons.is_empty()).then(|| CaseCoastline { polygons, credit: credits.join("; ") }))
}

/// A silence this long parts a track into stretches; gaps proper are drawn by the report.
const STRETCH_H: f64 = 3.0;
/// Two drawn points of a track lie at least this far apart.
const STEP_M: f64 = 200.0;

/// Most radios whose tracks are drawn although they called nowhere.
const MOST_BACKGROUND: usize = 3_000;
/// Most points of their tracks.
const MOST_BACKGROUND_POINTS: usize = 300_000;

/// Tracks, thinned to what a map can show: of the ships that called, and in grey of the others as far as there is room.
fn tracks(case: &CaseFolder, tables: &Tables) -> Result<Vec<MapTrack>, UserError> {
    let called: BTreeSet<RecordId> = tables.visits.iter().map(|row| row.visit.vessel).collect();
    let owners: BTreeMap<Mmsi, RecordId> = tables
        .vessels
        .iter()
        .filter(|v| called.contains(&v.id))
        .flat_map(|v| v.mmsis.iter().map(|m| (*m, v.id)))
        .collect();
    let others: BTreeMap<Mmsi, RecordId> = tables
        .tracks
        .iter()
        .filter(|track| !owners.contains_key(&track.mmsi))
        .map(|track| (track.mmsi, track.id))
        .take(MOST_BACKGROUND)
        .collect();
    let mut drawn = lines(case, &owners)?;
    let foreground = drawn.iter().map(|(record, segments)| map_track(*record, false, segments)).collect();
    drawn = lines(case, &others)?;
    let mut left = MOST_BACKGROUND_POINTS;
    let fits = |(_, segments): &(&RecordId, &Vec<Vec<Position>>)| {
        let points = segments.iter().map(Vec::len).sum::<usize>();
        left = left.saturating_sub(points);
        left > 0
    };
    let background =
        drawn.iter().take_while(fits).map(|(record, segments)| map_track(*record, true, segments));
    Ok([foreground, background.collect::<Vec<_>>()].concat())
}

fn map_track(record: RecordId, is_background: bool, segments: &[Vec<Position>]) -> MapTrack {
    MapTrack { record, is_background, segments: segments.to_vec() }
}

/// The lines of some radios, by the record that each is drawn for.
fn lines(
    case: &CaseFolder,
    owners: &BTreeMap<Mmsi, RecordId>,
) -> Result<BTreeMap<RecordId, Vec<Vec<Position>>>, UserError> {
    let reports = ReportStore::of_case(&case.dir);
    let Some(buckets) = reports.bucket_count()? else { return Ok(BTreeMap::new()) };
    let wanted: BTreeSet<u32> = owners.keys().map(|mmsi| bucket_of(*mmsi, buckets)).collect();
    let mut lines: BTreeMap<Mmsi, Line> = BTreeMap::new();
    for bucket in wanted {
        reports.for_each(bucket, |report| {
            if owners.contains_key(&report.mmsi)
                && let Some(position) = report.position
            {
                lines.entry(report.mmsi).or_default().push(report.time, position);
            }
        })?;
    }
    let mut by_record: BTreeMap<RecordId, Vec<Vec<Position>>> = BTreeMap::new();
    for (mmsi, line) in lines {
        by_record.entry(owners[&mmsi]).or_default().extend(line.finish());
    }
    Ok(by_record)
}

/// The line of one radio, thinned as it grows.
#[derive(Default)]
struct Line {
    done: Vec<Vec<Position>>,
    stretch: Vec<Position>,
    last: Option<(Timestamp, Position)>,
}

impl Line {
    fn push(&mut self, time: Timestamp, position: Position) {
        let is_new = |(before, _): (Timestamp, Position)| {
            time.duration_since(before).as_secs_f64() >= STRETCH_H * 3600.0
        };
        if self.last.is_some_and(is_new) {
            self.end_stretch();
        }
        if self.stretch.last().is_none_or(|p| p.distance_to(position).to_metres() >= STEP_M) {
            self.stretch.push(position);
        }
        self.last = Some((time, position));
    }

    /// Ends a stretch with its last report.
    fn end_stretch(&mut self) {
        let mut stretch = std::mem::take(&mut self.stretch);
        stretch.extend(self.last.take().map(|(_, p)| p).filter(|p| stretch.last() != Some(p)));
        self.done.extend((!stretch.is_empty()).then_some(stretch));
    }

    fn finish(mut self) -> Vec<Vec<Position>> {
        self.end_stretch();
        self.done
    }
}
