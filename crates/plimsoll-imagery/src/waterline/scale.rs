//! How far away the hull is in a photograph, by things of known size: the scale at a place along it.
//!
//! Method page: `docs/methods/oblique-photos.md`, section 3. Along a straight hull the scale (one by the range) is linear in
//! the place across the image.

use super::clicks::of_mark;
use super::frame::{Frame, Seen};
use super::inputs::Inputs;
use plimsoll_model::{ImagePoint, Mark, Station};

/// Tops with their feet: of one number, each a mean of its clicks.
pub(super) fn verticals(points: &[ImagePoint]) -> Vec<(ImagePoint, ImagePoint)> {
    let mut numbers: Vec<u32> = of_mark(points, Mark::VerticalTop).map(|p| p.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let of = |mark, number| {
        let clicks: Vec<_> = of_mark(points, mark).filter(|p| p.number == number).collect();
        mean(&clicks)
    };
    let pair = |number| Some((of(Mark::VerticalTop, number)?, of(Mark::VerticalFoot, number)?));
    numbers.into_iter().filter_map(pair).collect()
}

/// The mean of clicks in the image.
pub(super) fn mean(clicks: &[&ImagePoint]) -> Option<ImagePoint> {
    let first = *clicks.first()?;
    let count = clicks.len() as f64;
    let line = clicks.iter().map(|p| p.line).sum::<f64>() / count;
    let sample = clicks.iter().map(|p| p.sample).sum::<f64>() / count;
    let value_m = clicks.iter().find_map(|p| p.value_m);
    Some(ImagePoint { line, sample, value_m, ..first.clone() })
}

/// The mean of the clicks of a mark, put upright.
pub(super) fn place(inputs: &Inputs, frame: &Frame, mark: Mark, station: Option<Station>) -> Option<Seen> {
    let is_there = |p: &&ImagePoint| station.is_none_or(|s| p.station.unwrap_or(Station::Mid) == s);
    let clicks: Vec<_> = of_mark(&inputs.points, mark).filter(is_there).collect();
    frame.seen(inputs, &mean(&clicks)?)
}

/// How far what was marked of the ship reaches across the image.
fn span(inputs: &Inputs, frame: &Frame) -> Option<f64> {
    let across = |p: &ImagePoint| frame.seen(inputs, p).map(|seen| seen.across);
    if let (Some(bow), Some(stern)) =
        (place(inputs, frame, Mark::Bow, None), place(inputs, frame, Mark::Stern, None))
    {
        return Some((bow.across - stern.across).abs());
    }
    let of_ship = inputs.points.iter().filter(|p| p.mark != Mark::Horizon);
    let (least, most) = of_ship
        .filter_map(across)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), at| (least.min(at), most.max(at)));
    (most > least).then_some(most - least)
}

/// The scale by verticals at a place across: a line through theirs, held level where they do not tell its slope.
pub(super) fn by_verticals(inputs: &Inputs, frame: &Frame, across: f64) -> Option<f64> {
    // What one pixel is in the frame.
    let unit_px = match frame {
        Frame::Rays { focal_px, .. } => 1.0 / focal_px,
        Frame::Narrow { .. } => 1.0,
    };
    let mut seen = Vec::new();
    for (top, foot) in verticals(&inputs.points) {
        let height = top.value_m.or(foot.value_m).filter(|height| *height > 0.0)? * inputs.verticals;
        let (top, foot) = (frame.seen(inputs, &top)?, frame.seen(inputs, &foot)?);
        let long = foot.below - top.below;
        let sd = inputs.usual_sd_px * unit_px / height;
        seen.push((foot.across, long / height, sd));
    }
    let count = seen.len() as f64;
    let middle = seen.iter().map(|(at, ..)| at).sum::<f64>() / count;
    let level = seen.iter().map(|(_, scale, _)| scale).sum::<f64>() / count;
    // Slope: what the verticals say, and a scale that changes by a small share from end to end of the ship.
    let change_sd = inputs.scale_change_sd * level / span(inputs, frame).unwrap_or(f64::INFINITY);
    let mut weight = 1.0 / (change_sd * change_sd);
    let mut sum = weight * inputs.scale_change / inputs.scale_change_sd * change_sd;
    for (at, scale, sd) in &seen {
        let w = 1.0 / (sd * sd);
        weight += w * (at - middle) * (at - middle);
        sum += w * (at - middle) * (scale - level);
    }
    let slope = if weight.is_finite() { sum / weight } else { 0.0 };
    let scale = level + slope * (across - middle);
    (scale.is_finite() && scale > 0.0).then_some(scale)
}

/// How a hull lies to the line of sight, and its scale.
struct Turn {
    /// Cosine of the angle between the hull and the plane across the line of sight.
    cos: f64,
    /// Share by which the scale grows for one unit across, at the middle of the hull.
    growth: f64,
}

/// The scale by the ship's length at a place across.
pub(super) fn by_length(inputs: &Inputs, frame: &Frame, across: f64) -> Option<f64> {
    let length = inputs.length_m?;
    let bow = place(inputs, frame, Mark::Bow, None)?;
    let stern = place(inputs, frame, Mark::Stern, None)?;
    let long = (bow.across - stern.across).abs();
    let middle = f64::midpoint(bow.across, stern.across);
    let turn = by_ranges(inputs, frame, middle).or_else(|| by_beam(inputs, frame, long, middle))?;
    let scale = long / (length * turn.cos) * (1.0 + turn.growth * (across - middle));
    (scale.is_finite() && scale > 0.0).then_some(scale)
}

/// By how far the waterline fore and aft lies below the horizon: that is one by the range.
fn by_ranges(inputs: &Inputs, frame: &Frame, middle: f64) -> Option<Turn> {
    let Frame::Rays { .. } = frame else { return None };
    inputs.camera_height_m?;
    let fore = place(inputs, frame, Mark::Waterline, Some(Station::Fore))?;
    let aft = place(inputs, frame, Mark::Waterline, Some(Station::Aft))?;
    let apart = fore.across - aft.across;
    let (near, far) = (1.0 / range_m(inputs, &fore)?, 1.0 / range_m(inputs, &aft)?);
    let slope = (near - far) / apart;
    let at_middle = far + slope * (middle - aft.across);
    let growth = slope / at_middle;
    // Range 1 / s turns by -growth for each radian across: the tangent of the angle to the plane across.
    let cos = 1.0 / libm::hypot(1.0, growth);
    (growth.is_finite() && at_middle > 0.0).then_some(Turn { cos, growth })
}

/// By how broad the beam is seen beside the length. The end that shows it is the nearer.
fn by_beam(inputs: &Inputs, frame: &Frame, long: f64, middle: f64) -> Option<Turn> {
    let (length, beam) = (inputs.length_m?, inputs.beam_m?);
    let clicks: Vec<_> = of_mark(&inputs.points, Mark::BeamEnd).collect();
    let across: Vec<f64> =
        clicks.iter().filter_map(|p| frame.seen(inputs, p)).map(|seen| seen.across).collect();
    let least = across.iter().copied().fold(f64::INFINITY, f64::min);
    let most = across.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if across.len() < 2 || long <= 0.0 {
        return None;
    }
    let tan = (most - least) / beam * length / long;
    let sign = if f64::midpoint(least, most) > middle { 1.0 } else { -1.0 };
    let growth = match frame {
        Frame::Rays { .. } => sign * tan,
        Frame::Narrow { .. } => inputs.scale_change / long,
    };
    Some(Turn { cos: 1.0 / libm::hypot(1.0, tan), growth })
}

/// How far a point of the water is, m along the water: `tan = H / R + R / (2 R')`, the nearer of the two answers. `None`
/// beyond the horizon.
pub(super) fn range_m(inputs: &Inputs, water: &Seen) -> Option<f64> {
    let camera = inputs.camera_height_m?;
    let root = water.below * water.below - 2.0 * camera / inputs.seeming_radius_m();
    (water.below > 0.0 && root >= 0.0).then(|| 2.0 * camera / (water.below + libm::sqrt(root)))
}
