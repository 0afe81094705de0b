//! The ways from places of loading to places of discharge, over the sea where the coastline of the case allows.

use crate::error::UserError;
use crate::scenes::of_case::charted;
use crate::stage::CaseFolder;
use plimsoll_analysis::routes::{RouteParams, Router, Way, bounds_around};
use plimsoll_case::store::Store;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{Position, SeasonVoyage};
use plimsoll_report::LegEntry;
use std::collections::{BTreeMap, BTreeSet};

/// Room about the places in which a way is looked for, degrees: the way round a peninsula lies outside the box of its ends.
const MARGIN_DEG: f64 = 6.0;

/// A way for each pair of places between which a voyage is probable at all.
pub(super) fn legs(
    case: &CaseFolder,
    store: &Store,
    voyages: &[SeasonVoyage],
) -> Result<Vec<LegEntry>, UserError> {
    let pairs: BTreeSet<(&str, &str)> =
        voyages.iter().map(|v| (v.from_place.as_str(), v.to_place.as_str())).collect();
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let at: BTreeMap<String, Position> = store
        .read::<PlaceRow>()?
        .into_iter()
        .filter_map(|row| Some((row.place.name, row.place.area?.centre())))
        .collect();
    let router = router(case, &at)?;
    let leg = |(from, to): (&str, &str)| {
        let (start, end) = (*at.get(from)?, *at.get(to)?);
        let route = router.as_ref().and_then(|r| r.route(start, end, Way::Practical).ok());
        Some(LegEntry {
            from_place: from.into(),
            to_place: to.into(),
            is_route: route.is_some(),
            path: route.map_or_else(|| vec![start, end], |route| route.waypoints),
        })
    };
    Ok(pairs.into_iter().filter_map(leg).collect())
}

/// The sea of the case; `None` without a coastline.
fn router(case: &CaseFolder, at: &BTreeMap<String, Position>) -> Result<Option<Router>, UserError> {
    let (charted, _) = charted(case)?;
    if charted.land.is_empty() {
        return Ok(None);
    }
    let params: RouteParams = case.config.params.section("routes")?;
    let places: Vec<Position> = at.values().copied().collect();
    Ok(bounds_around(&places, MARGIN_DEG).and_then(|b| Router::new(&charted.land, b, &params).ok()))
}
