//! Length, beam and axis of a hull: where the contrast falls to half of what it is beside the edge.

use crate::optical::grid::{Axis, Chip, Grid, share_of, strength};

/// A hull as it was measured.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hull {
    /// Middle and axis, in the chip.
    pub(crate) axis: Axis,
    /// Between the half-contrast points at both ends, m.
    pub(crate) length_m: f64,
    /// Median over the slices of the same across, m.
    pub(crate) beam_m: f64,
    /// From 80 to 20 % of the contrast at the sides, median, m.
    pub(crate) edge_m: f64,
}

/// What the pixels of an object suggest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rough {
    pub(crate) axis: Axis,
    pub(crate) length_m: f64,
    pub(crate) beam_m: f64,
}

/// Beyond the rough ends it is looked so far, m and pixels: the rough size is good to a pixel or two.
const BEYOND_PX: f64 = 4.0;
/// A slice whose middle is fainter says nothing of the sides, standard deviations.
const LEAST_STRENGTH: f64 = 2.5;
/// At an end a hull begins where it reaches this share of what it is along its middle: fainter is wash, or the ringing of
/// a compressed picture.
const END_SHARE: f64 = 0.3;
/// Sides are looked for on this share of the length: bow and stern taper.
const MIDDLE: f64 = 0.35;

/// Measures a hull about its rough place.
pub(crate) fn measure(chip: &Chip, rough: Rough, faint: f64) -> Option<Hull> {
    let pixel = chip.line_m.max(chip.sample_m);
    let step = (chip.line_m.min(chip.sample_m) / 2.0).max(rough.length_m / 600.0);
    let mut axis = rough.axis;
    let (mut beam, mut edge) = (rough.beam_m, pixel);
    for _ in 0..3 {
        let half = (0.5 * rough.length_m, 0.9 * rough.beam_m + BEYOND_PX * pixel);
        let grid = chip.grid(axis, half, step);
        let sides = sides(&grid, rough.length_m, beam, step);
        if sides.len() < 3 {
            return None;
        }
        let middle = |s: &Side| (s.left + s.right) / 2.0;
        let line: Vec<(f64, f64)> = sides.iter().map(|s| (s.along, middle(s))).collect();
        let slope = theil_sen(&line);
        beam = median(sides.iter().map(|s| s.right - s.left).collect())?;
        edge = median(sides.iter().map(|s| s.edge).collect())?;
        let shift = median(line.iter().map(|(u, v)| v - slope * u).collect())?;
        let (line, sample) = axis.point(0.0, shift, chip);
        // Across grows clockwise of along: a slope turns the axis that way.
        axis = Axis { line, sample, from_up_deg: axis.from_up_deg + libm::atan(slope).to_degrees() };
    }
    let reach = 0.5 * rough.length_m + BEYOND_PX * pixel;
    let grid = chip.grid(axis, (reach, beam), step);
    let core = (-beam / 5.0, beam / 5.0);
    let along = |i: i32| f64::from(i) / 20.0 * MIDDLE * rough.length_m;
    let middle = median((-20..=20).map(|i| strength(&grid.mean((along(i), along(i)), core))).collect())?;
    let faint = faint.max(END_SHARE * middle);
    let fore = end(&grid, 1.0, reach, beam, pixel, faint)?;
    let aft = end(&grid, -1.0, reach, beam, pixel, faint)?;
    let (line, sample) = axis.point((fore - aft) / 2.0, 0.0, chip);
    let axis = Axis { line, sample, from_up_deg: axis.from_up_deg.rem_euclid(180.0) };
    let length_m = fore + aft;
    (length_m > 0.0 && beam > 0.0).then_some(Hull { axis, length_m, beam_m: beam, edge_m: edge })
}

struct Side {
    along: f64,
    left: f64,
    right: f64,
    edge: f64,
}

/// Half-contrast points on both sides of the slices of the middle of the hull.
fn sides(grid: &Grid, length: f64, beam: f64, step: f64) -> Vec<Side> {
    let mut found = Vec::new();
    let thick = step.max(length / 60.0);
    let mut along = -MIDDLE * length;
    while along <= MIDDLE * length {
        let slice = |across: f64| grid.mean((along - thick / 2.0, along + thick / 2.0), (across, across));
        let core = grid.mean((along - thick / 2.0, along + thick / 2.0), (-beam / 8.0, beam / 8.0));
        if strength(&core) >= LEAST_STRENGTH {
            let most = grid.half.1 as f64 * step;
            let fall =
                |sign: f64, level: f64| fall(|v| share_of(&slice(sign * v), &core), 0.0, most, step, level);
            if let (Some(right), Some(left)) = (fall(1.0, 0.5), fall(-1.0, 0.5)) {
                let wide = |sign: f64| Some(fall(sign, 0.2)? - fall(sign, 0.8)?);
                let edge = [wide(1.0), wide(-1.0)].into_iter().flatten().fold(f64::INFINITY, f64::min);
                found.push(Side { along, left: -left, right, edge });
            }
        }
        along += thick;
    }
    found
}

/// Where a profile first falls below a level, going outwards.
fn fall(profile: impl Fn(f64) -> f64, from: f64, to: f64, step: f64, level: f64) -> Option<f64> {
    let mut before = profile(from);
    let mut at = from + step;
    while at <= to {
        let here = profile(at);
        if here < level {
            let share = if before > level { (before - level) / (before - here) } else { 0.0 };
            return Some(at - step + share * step);
        }
        if here.is_nan() {
            return None;
        }
        before = here;
        at += step;
    }
    None
}

/// The half-contrast point of one end, m from the middle: coming from outside, the first that stands out of the sea; the
/// colour two to four pixels inside it is the whole contrast.
fn end(grid: &Grid, sign: f64, reach: f64, beam: f64, pixel: f64, faint: f64) -> Option<f64> {
    let across = (-beam / 5.0, beam / 5.0);
    let at = |u: f64| grid.mean((sign * u, sign * u), across);
    let step = grid.step_m;
    let mut u = reach;
    while u > 0.0 && (strength(&at(u)).is_nan() || strength(&at(u)) < faint) {
        u -= step;
    }
    if u <= 0.0 {
        return None;
    }
    let (inner, outer) = (u - 4.5 * pixel, u - 1.5 * pixel);
    let (low, high) = if sign > 0.0 { (inner, outer) } else { (-outer, -inner) };
    let colour = grid.mean((low, high), across);
    let share = |u: f64| share_of(&at(u), &colour);
    fall(share, (u - 1.5 * pixel).max(0.0), reach + step, step, 0.5).or(Some(u))
}

/// Median; `None` of nothing.
pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.retain(|v| v.is_finite());
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Median of the slopes of all pairs.
fn theil_sen(points: &[(f64, f64)]) -> f64 {
    let mut slopes = Vec::new();
    for (i, a) in points.iter().enumerate() {
        slopes.extend(points[i + 1..].iter().map(|b| (b.1 - a.1) / (b.0 - a.0)));
    }
    median(slopes).unwrap_or(0.0)
}
