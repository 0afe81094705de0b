//! What the map shows: the case's own coastline if it brings one, and the tracks of the ships that called.

use super::Tables;
use crate::error::UserError;
use crate::stage::CaseFolder;
use jiff::Timestamp;
use plimsoll_case::exhibit::{self, ExhibitKind};
use plimsoll_case::reports::{ReportStore, bucket_of};
use plimsoll_case::store::Store;
use plimsoll_model::{Mmsi, Noise, Position, RecordId};
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
    let noise: BTreeSet<(Mmsi, Timestamp)> =
        Store::of_case(&case.dir).read::<Noise>()?.iter().map(|n| (n.mmsi, n.time)).collect();
    let mut drawn = lines(case, &owners, &noise)?;
    let foreground = drawn.iter().map(|(record, segments)| map_track(*record, false, segments)).collect();
    drawn = lines(case, &others, &noise)?;
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

/// The lines of some radios without their noise, by the record that each is drawn for.
fn lines(
    case: &CaseFolder,
    owners: &BTreeMap<Mmsi, RecordId>,
    noise: &BTreeSet<(Mmsi, Timestamp)>,
) -> Result<BTreeMap<RecordId, Vec<Vec<Position>>>, UserError> {
    let reports = ReportStore::of_case(&case.dir);
    let Some(buckets) = reports.bucket_count()? else { return Ok(BTreeMap::new()) };
    let wanted: BTreeSet<u32> = owners.keys().map(|mmsi| bucket_of(*mmsi, buckets)).collect();
    let mut lines: BTreeMap<Mmsi, Line> = BTreeMap::new();
    for bucket in wanted {
        reports.for_each(bucket, |report| {
            if owners.contains_key(&report.mmsi)
                && let Some(position) = report.position
                && !noise.contains(&(report.mmsi, report.time))
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

/// The lines of one radio, thinned as they grow: one a ship, if several use the number.
#[derive(Default)]
struct Line {
    done: Vec<Vec<Position>>,
    pens: Vec<Pen>,
}

/// A line that is being drawn.
struct Pen {
    stretch: Vec<Position>,
    time: Timestamp,
    position: Position,
}

/// Two reports of one line ask for no more speed than this, kn: twice what any tracker allows a hull.
const MOST_KN: f64 = 60.0;
/// Lines of one radio at once.
const MOST_PENS: usize = 4;

impl Line {
    fn push(&mut self, time: Timestamp, position: Position) {
        let stale = |pen: &Pen| time.duration_since(pen.time).as_secs_f64() >= STRETCH_H * 3600.0;
        while let Some(at) = self.pens.iter().position(stale) {
            self.done.push(self.pens.remove(at).finish());
        }
        let apart = |pen: &Pen| pen.position.distance_to(position).to_nautical_miles();
        let reach = |pen: &Pen| 1.0 + MOST_KN * time.duration_since(pen.time).as_secs_f64() / 3600.0;
        let near = self.pens.iter().enumerate().map(|(at, pen)| (apart(pen), reach(pen), at));
        let nearest = near.filter(|(apart, reach, _)| apart <= reach).min_by(|a, b| a.0.total_cmp(&b.0));
        match nearest {
            Some((.., at)) => self.pens[at].draw(time, position),
            None => {
                if self.pens.len() >= MOST_PENS {
                    self.done.push(self.pens.remove(0).finish());
                }
                self.pens.push(Pen { stretch: vec![position], time, position });
            }
        }
    }

    fn finish(mut self) -> Vec<Vec<Position>> {
        self.done.extend(self.pens.into_iter().map(Pen::finish));
        self.done
    }
}

impl Pen {
    fn draw(&mut self, time: Timestamp, position: Position) {
        if self.stretch.last().is_none_or(|p| p.distance_to(position).to_metres() >= STEP_M) {
            self.stretch.push(position);
        }
        (self.time, self.position) = (time, position);
    }

    /// Ends with the last report.
    fn finish(mut self) -> Vec<Position> {
        if self.stretch.last() != Some(&self.position) {
            self.stretch.push(self.position);
        }
        self.stretch
    }
}
