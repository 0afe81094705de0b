//! The sea that a ship can have seen: at all, and if she called.

use crate::routes::{Field, NAUTICAL_MILE_M, Router, Square};
use plimsoll_model::Position;

/// How far she can have gone.
pub(super) struct Budget {
    /// In all of the gap, m.
    pub(super) all_m: f64,
    /// Less the stay, m.
    pub(super) call_m: f64,
}

/// Lengths of ways to every square of sea, and between the ends and the place.
pub(super) struct Ways<'a> {
    pub(super) off: &'a Field,
    pub(super) on: &'a Field,
    pub(super) place: &'a Field,
    pub(super) there_m: f64,
    pub(super) back_m: f64,
}

/// What was found.
pub(super) struct Prism {
    pub(super) sea_nm2: f64,
    pub(super) call_nm2: f64,
    pub(super) ring: Vec<Position>,
}

/// A square counts if a part of it can be reached: half its diagonal is granted each way.
pub(super) fn prism(router: &Router, ways: &Ways<'_>, budget: &Budget) -> Prism {
    let mut found = Prism { sea_nm2: 0.0, call_nm2: 0.0, ring: Vec::new() };
    let mut corners = Vec::new();
    let lengths = ways.off.metres().zip(ways.on.metres()).zip(ways.place.metres());
    for (square, ((off, on), place)) in router.squares().zip(lengths) {
        let (area, granted) = size(square);
        if off + on - granted > budget.all_m {
            continue;
        }
        found.sea_nm2 += area;
        let before = off + place + ways.back_m;
        let after = ways.there_m + place + on;
        if before.min(after) - granted <= budget.call_m {
            found.call_nm2 += area;
            corners.extend(corners_of(square));
        }
    }
    found.ring = hull(corners);
    found
}

/// Area in square nautical miles, and the diagonal in metres.
fn size(square: Square) -> (f64, f64) {
    let north = 2.0 * square.half_lat_deg * 60.0;
    let east = 2.0 * square.half_lon_deg * 60.0 * libm::cos(square.centre.lat_deg().to_radians());
    (north * east, libm::sqrt(north * north + east * east) * NAUTICAL_MILE_M)
}

fn corners_of(square: Square) -> [Position; 4] {
    let (lat, lon) = (square.centre.lat_deg(), square.centre.lon_deg());
    [(-1.0, -1.0), (-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)].map(|(north, east)| {
        let lon = (lon + east * square.half_lon_deg + 540.0).rem_euclid(360.0) - 180.0;
        let lat = (lat + north * square.half_lat_deg).clamp(-90.0, 90.0);
        Position::from_lat_lon(lat, lon).unwrap_or(square.centre)
    })
}

/// The convex hull in latitude and longitude (A. M. Andrew 1979), counted on from the first point. It holds all of the sea that she can
/// have seen, and land and some sea besides: outside it nothing is missed.
pub(super) fn hull(points: Vec<Position>) -> Vec<Position> {
    let Some(first) = points.first().map(|p| p.lon_deg()) else { return Vec::new() };
    let mut flat: Vec<(f64, f64)> = points
        .iter()
        .map(|p| ((p.lon_deg() - first + 540.0).rem_euclid(360.0) - 180.0, p.lat_deg()))
        .collect();
    flat.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    flat.dedup();
    let half = |points: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut chain: Vec<(f64, f64)> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..]
                && (b.0 - a.0) * (point.1 - a.1) - (b.1 - a.1) * (point.0 - a.0) <= 0.0
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut ring = half(&mut flat.iter().copied());
    ring.extend(half(&mut flat.iter().rev().copied()));
    let turned = |(east, lat): (f64, f64)| {
        Position::from_lat_lon(lat, (first + east + 540.0).rem_euclid(360.0) - 180.0).ok()
    };
    ring.into_iter().filter_map(turned).collect()
}
