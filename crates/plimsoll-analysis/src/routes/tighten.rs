//! Pulls a string of turning points tight: drops those that a straight leg spares, and moves the others to where the way is
//! shorter.

use super::grid::Grid;
use super::{Way, line};
use crate::chord::Spot;
use plimsoll_model::Position;

/// Rounds of moving; each halves what is left, and most strings stop sooner.
const ROUNDS: usize = 24;

/// The string, tight.
pub(super) fn tightened(grid: &Grid, path: Vec<Position>, way: Way) -> Vec<Position> {
    let mut spots: Vec<Spot> = path.into_iter().map(Spot::of).collect();
    for _ in 0..3 {
        straighten(grid, &mut spots, way);
        if !shift(grid, &mut spots, way) {
            break;
        }
    }
    straighten(grid, &mut spots, way);
    spots.into_iter().filter_map(Spot::to_position).collect()
}

fn leg(grid: &Grid, a: Spot, b: Spot, way: Way) -> f64 {
    line::cost(grid, a, b, way).unwrap_or(f64::INFINITY)
}

/// Drops turning points that cost more than going straight.
fn straighten(grid: &Grid, spots: &mut Vec<Spot>, way: Way) {
    let mut at = 1;
    while at + 1 < spots.len() {
        let (a, b, c) = (spots[at - 1], spots[at], spots[at + 1]);
        let through = leg(grid, a, b, way) + leg(grid, b, c, way);
        if leg(grid, a, c, way) <= through * (1.0 + 1e-9) {
            spots.remove(at);
            at = at.saturating_sub(1).max(1);
        } else {
            at += 1;
        }
    }
}

/// Moves each turning point to where the two legs at it cost less, by steps that grow smaller. True if any moved.
fn shift(grid: &Grid, spots: &mut [Spot], way: Way) -> bool {
    let cell = grid.step_deg();
    let mut has_moved = false;
    let mut step = 4.0 * cell;
    for _ in 0..ROUNDS {
        let mut moved = false;
        for at in 1..spots.len().saturating_sub(1) {
            let (a, c) = (spots[at - 1], spots[at + 1]);
            let mut least = leg(grid, a, spots[at], way) + leg(grid, spots[at], c, way);
            for tried in around(spots[at], step) {
                let cost = leg(grid, a, tried, way) + leg(grid, tried, c, way);
                if cost < least * (1.0 - 1e-7) {
                    least = cost;
                    spots[at] = tried;
                    moved = true;
                }
            }
        }
        has_moved |= moved;
        if !moved {
            step /= 2.0;
            if step < cell / 16.0 {
                break;
            }
        }
    }
    has_moved
}

/// Eight points around one, so many degrees of latitude away.
fn around(spot: Spot, step_deg: f64) -> Vec<Spot> {
    let Some(middle) = spot.to_position() else { return Vec::new() };
    let stretch = 1.0 / libm::cos(middle.lat_deg().to_radians()).max(0.1);
    let moves = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, 1.0),
        (0.0, -1.0),
        (0.7, 0.7),
        (0.7, -0.7),
        (-0.7, 0.7),
        (-0.7, -0.7),
    ];
    let moved = |(north, east): &(f64, f64)| {
        let lat = middle.lat_deg() + north * step_deg;
        let lon = (middle.lon_deg() + east * step_deg * stretch + 540.0).rem_euclid(360.0) - 180.0;
        Position::from_lat_lon(lat, lon).ok().map(Spot::of)
    };
    moves.iter().filter_map(moved).collect()
}
