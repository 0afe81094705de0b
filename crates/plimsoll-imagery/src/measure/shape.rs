//! From bright pixels to a rectangle: the threshold follows the ship's own brightness.

use super::MeasureParams;
use super::contrast::{arms, grown};
use super::ground::{Frame, Ground};
use super::moments::{Moments, moments};
use super::rectangle::{Among, Rectangle, best};

/// What was found of a ship.
pub(super) struct Shape {
    /// The rectangle that parts it best from what is about it.
    pub(super) rectangle: Rectangle,
    /// Moments of its pixels.
    pub(super) moments: Moments,
    /// Which pixels hang together with the seed.
    pub(super) is_in: Vec<bool>,
    /// Share of these pixels that the rectangle holds.
    pub(super) held: f64,
    /// Median brightness in the rectangle, over the sea.
    pub(super) level: f64,
}

/// How often the threshold is raised at most: from the sea to the brightest pixel in steps of 2 dB.
const MOST_RISES: usize = 12;
/// Directions of the three rounds: half of the range about the last one, and step, degrees.
const ROUNDS: [(f64, f64); 3] = [(90.0, 10.0), (15.0, 5.0), (15.0, 3.0)];

fn ratio(db: f64) -> f64 {
    libm::pow(10.0, db / 10.0)
}

/// The shape of the ship that the seed stands on.
///
/// Three rounds of: the pixels above the threshold that hang together with the seed; the best rectangle for them; the
/// median brightness in it, from which the next threshold follows. What lies about the ship (a quay, a neighbour) may hang
/// together with it at a low threshold: where much of it stays outside the rectangle, or where it is longer than any ship, the
/// threshold is raised and all begins anew.
pub(super) fn shape(contrast: &[f64], ground: &Ground, seed: usize, params: &MeasureParams) -> Option<Shape> {
    let arms = arms(contrast, ground, params);
    let peak = contrast[seed];
    // A faint ship is measured nearer to the sea.
    let faint = (peak / ratio(params.least_below_peak_db)).max(ratio(params.least_over_clutter_db));
    let mut floor = ratio(params.over_clutter_db).min(faint);
    let mut threshold = floor.max(peak / ratio(params.below_peak_db));
    for rise in 0..=MOST_RISES {
        let mut last = None;
        for (range, step) in ROUNDS {
            let about = last.as_ref().map_or(90.0, |s: &Shape| s.rectangle.frame.axis_deg);
            let axes = axes(about, range, step);
            let found = round(contrast, &arms, ground, seed, threshold, &axes, params)?;
            threshold = floor.max(found.level / ratio(params.below_level_db));
            last = Some(found);
        }
        let found = last?;
        let is_alone =
            found.held >= params.least_held && found.rectangle.length_m() <= params.greatest_length_m;
        let next = floor.max(threshold) * ratio(params.rise_db);
        if is_alone || rise == MOST_RISES || next > peak / ratio(params.least_below_peak_db) {
            return Some(found);
        }
        floor = next;
        threshold = next;
    }
    None
}

/// Directions about one, degrees: a whole turn of 180 once.
fn axes(about: f64, range: f64, step: f64) -> Vec<f64> {
    let steps = (range / step) as i32;
    let last = if range >= 90.0 { steps - 1 } else { steps };
    (-steps..=last).map(|k| about + f64::from(k) * step).collect()
}

fn round(
    contrast: &[f64],
    arms: &[f64],
    ground: &Ground,
    seed: usize,
    threshold: f64,
    axes: &[f64],
    params: &MeasureParams,
) -> Option<Shape> {
    let is_in = grown(contrast, arms, ground, seed, threshold);
    let moments = moments(contrast, &is_in, ground)?;
    let evidence = evidence(contrast, arms, &is_in, ground, threshold, params);
    let step_m = (ground.line_m.min(ground.sample_m) / 2.0).max(params.greatest_length_m / 160.0);
    let reach = reach_m(&is_in, ground).min(params.greatest_length_m);
    let among = Among {
        step_m,
        half: (reach / step_m) as usize + 2,
        outside: -params.cost_cap,
        greatest_beam_m: params.greatest_beam_m,
        aspect: params.least_aspect,
        point_m: params.resolution_line_m.max(params.resolution_sample_m),
    };
    let mut rectangle: Option<Rectangle> = None;
    for &axis in axes {
        let frame = Frame::new(moments.line, moments.sample, axis);
        if let Some(found) = best(&evidence, ground, &frame, &among)
            && rectangle.is_none_or(|r| found.score > r.score)
        {
            rectangle = Some(found);
        }
    }
    let rectangle = rectangle?;
    let (level, held) = inside(contrast, &is_in, ground, &rectangle);
    Some(Shape { rectangle, moments, held, level: if level > 0.0 { level } else { contrast[seed] }, is_in })
}

/// For each pixel how much it speaks for lying on the ship: the logarithm of its brightness over the threshold, or over the
/// arm that crosses it, within caps. What does not touch the ship's own pixels speaks against.
fn evidence(
    contrast: &[f64],
    arms: &[f64],
    is_in: &[bool],
    ground: &Ground,
    threshold: f64,
    params: &MeasureParams,
) -> Vec<f64> {
    let value = |i: usize| {
        let over = contrast[i] / threshold.max(arms[i]);
        let is_near = ground.neighbours(i).any(|j| is_in[j]);
        if !is_near || over.is_nan() || over <= 0.0 {
            return -params.cost_cap;
        }
        libm::log(over).clamp(-params.cost_cap, params.gain_cap)
    };
    (0..contrast.len()).map(value).collect()
}

/// How far the pixels reach, with a margin, m.
fn reach_m(is_in: &[bool], ground: &Ground) -> f64 {
    let (mut lines, mut samples) = ((usize::MAX, 0), (usize::MAX, 0));
    for i in (0..is_in.len()).filter(|&i| is_in[i]) {
        let (line, sample) = ground.place(i);
        lines = (lines.0.min(line), lines.1.max(line));
        samples = (samples.0.min(sample), samples.1.max(sample));
    }
    let height = lines.1.saturating_sub(lines.0) as f64 * ground.line_m;
    let width = samples.1.saturating_sub(samples.0) as f64 * ground.sample_m;
    // The centre of weight may lie near one end.
    (height * height + width * width).sqrt() + 4.0 * ground.line_m.max(ground.sample_m)
}

/// Median brightness in the rectangle; share of the ship's pixels that it holds.
fn inside(contrast: &[f64], is_in: &[bool], ground: &Ground, rectangle: &Rectangle) -> (f64, f64) {
    let (mut values, mut all, mut held) = (Vec::new(), 0_u32, 0_u32);
    for (i, &power) in contrast.iter().enumerate() {
        let (line, sample) = ground.place(i);
        let holds = rectangle.holds(ground, line, sample, 0.0);
        if holds && power.is_finite() {
            values.push(power);
        }
        all += u32::from(is_in[i]);
        held += u32::from(is_in[i] && holds);
    }
    values.sort_by(f64::total_cmp);
    let level = match values.len() {
        0 => 0.0,
        n => f64::midpoint(values[(n - 1) / 2], values[n / 2]),
    };
    (level, f64::from(held) / f64::from(all.max(1)))
}
