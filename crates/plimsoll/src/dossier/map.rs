//! What the map shows: the case's own coastline if it brings one, and the tracks of the ships that called.

use super::Tables;
use crate::error::UserError;
use crate::stage::CaseFolder;
use plimsoll_case::exhibit::{self, ExhibitKind};
use plimsoll_model::{PositionReport, RecordId};
use plimsoll_report::{CaseCoastline, MapData, MapTrack};
use std::collections::BTreeMap;

pub(super) fn map_data(case: &CaseFolder, tables: &Tables) -> Result<MapData, UserError> {
    Ok(MapData { bounds: None, coastline: coastline(case)?, tracks: tracks(tables), positions: Vec::new() })
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

/// Tracks of the ships that called, thinned to what a map can show.
fn tracks(tables: &Tables) -> Vec<MapTrack> {
    let mut by_vessel: BTreeMap<RecordId, Vec<&PositionReport>> = BTreeMap::new();
    let called = |v: &&plimsoll_model::Vessel| tables.visits.iter().any(|row| row.visit.vessel == v.id);
    let owners: BTreeMap<_, _> =
        tables.vessels.iter().filter(called).flat_map(|v| v.mmsis.iter().map(|m| (*m, v.id))).collect();
    for report in &tables.positions {
        if let Some(vessel) = owners.get(&report.mmsi) {
            by_vessel.entry(*vessel).or_default().push(report);
        }
    }
    by_vessel.into_iter().map(|(vessel, reports)| MapTrack { vessel, segments: segments(reports) }).collect()
}

fn segments(mut reports: Vec<&PositionReport>) -> Vec<Vec<plimsoll_model::Position>> {
    reports.sort_by_key(|r| (r.time, r.id()));
    let near = |a: &&PositionReport, b: &&PositionReport| {
        b.time.duration_since(a.time).as_secs_f64() < STRETCH_H * 3600.0
    };
    reports.chunk_by(near).map(thinned).collect()
}

fn thinned(stretch: &[&PositionReport]) -> Vec<plimsoll_model::Position> {
    let mut points: Vec<plimsoll_model::Position> = Vec::new();
    for (at, report) in stretch.iter().enumerate() {
        let is_last = at + 1 == stretch.len();
        let Some(position) = report.position else { continue };
        if is_last || points.last().is_none_or(|p| p.distance_to(position).to_metres() >= STEP_M) {
            points.push(position);
        }
    }
    points
}
