//! The sea for routes: land of files named, else of the case, else the program's own coastline.

use crate::error::UserError;
use crate::scenes::Charted;
use crate::stage::CaseFolder;
use plimsoll_analysis::routes::{RouteError, RouteParams, Router, bounds_around};
use plimsoll_case::exhibit::{self, ExhibitKind};
use plimsoll_model::{Area, Bounds, Position};
use std::path::PathBuf;

/// The sea around some positions. `None` where no grid can be drawn: near a pole, or without positions.
pub fn router(
    case: Option<&CaseFolder>,
    files: &[PathBuf],
    around: &[Position],
    margin_deg: f64,
    params: &RouteParams,
) -> Result<Option<Router>, UserError> {
    let Some(bounds) = bounds_around(around, margin_deg) else { return Ok(None) };
    let land = land(case, files, bounds)?;
    match Router::new(&land, bounds, params) {
        Ok(router) => Ok(Some(router)),
        Err(RouteError::NearPole { .. }) => Ok(None),
        Err(error) => Err(UserError::usage(error.to_string()).see("docs/methods/routes.md")),
    }
}

/// The land inside some bounds.
fn land(case: Option<&CaseFolder>, files: &[PathBuf], bounds: Bounds) -> Result<Vec<Area>, UserError> {
    if !files.is_empty() {
        return Ok(Charted::of_files(files, &[])?.land);
    }
    let mut land = Vec::new();
    if let Some(case) = case {
        for entry in case.exhibits.iter().filter(|e| e.kind == ExhibitKind::Coastline) {
            let read = plimsoll_registry::land(exhibit::open(&case.dir, entry)?, entry.id).map_err(|e| {
                UserError::new(crate::exit::Exit::ExhibitUnreadable, format!("{}: {e}", entry.path))
            })?;
            land.extend(read.rows);
        }
    }
    if !land.is_empty() {
        return Ok(land);
    }
    let polygons = plimsoll_report::coastline::coastline_for(bounds).polygons;
    Ok(polygons.into_iter().map(|exterior| Area::Polygon { exterior, holes: Vec::new() }).collect())
}
