//! Pixels of an object along its axis: its rough size, and where a wake begins.

use crate::bright::BrightPixel;
use crate::optical::grid::Axis;
use crate::optical::hull::{Rough, median};
use crate::optical::params::OpticalDetectParams;
use crate::optical::working::Layout;

/// Pixels with their place along and across an axis, m from the middle.
pub(crate) struct Laid {
    /// Along, across, contrast.
    points: Vec<(f64, f64, f64)>,
    pub(crate) rough: Rough,
    /// Area of the pixels over that of the rectangle.
    pub(crate) fullness: f64,
}

/// Lays pixels along their longer axis; `None` of none. Lines and samples are working ones.
pub(crate) fn lay(pixels: &[BrightPixel], layout: &Layout) -> Option<Laid> {
    let n = pixels.len() as f64;
    let mean = |value: fn(&BrightPixel) -> u32| pixels.iter().map(|p| f64::from(value(p))).sum::<f64>() / n;
    let (line, sample) = (mean(|p| p.line), mean(|p| p.sample));
    if !line.is_finite() {
        return None;
    }
    let metres = |p: &BrightPixel| {
        ((f64::from(p.line) - line) * layout.line_m, (f64::from(p.sample) - sample) * layout.sample_m)
    };
    let (mut yy, mut xx, mut xy) = (0.0, 0.0, 0.0);
    for p in pixels {
        let (y, x) = metres(p);
        yy += y * y;
        xx += x * x;
        xy += x * y;
    }
    let from_up_deg = (0.5 * libm::atan2(2.0 * xy, xx - yy)).to_degrees() + 90.0;
    let axis = Axis { line, sample, from_up_deg: from_up_deg.rem_euclid(180.0) };
    let (down, right) = axis.direction();
    let points: Vec<(f64, f64, f64)> = pixels
        .iter()
        .map(|p| {
            let (y, x) = metres(p);
            (y * down + x * right, x * -down + y * right, f64::from(p.power[0]))
        })
        .collect();
    let ends = |of: fn(&(f64, f64, f64)) -> f64| {
        points.iter().map(of).fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)))
    };
    let (along, across) = (ends(|p| p.0), ends(|p| p.1));
    let pixel = (layout.line_m * layout.sample_m).sqrt();
    let (length_m, wide_m) = (along.1 - along.0 + pixel, across.1 - across.0 + pixel);
    // Most slices say how broad it is; one with something beside it does not.
    let beam_m = median(slices(&points, pixel).iter().map(|s| s.wide + pixel).collect())?;
    let (middle_along, middle_across) =
        ((along.0 + along.1) / 2.0, median(points.iter().map(|p| p.1).collect())?);
    let axis = Axis {
        line: line + (middle_along * down + middle_across * right) / layout.line_m,
        sample: sample + (middle_along * right - middle_across * down) / layout.sample_m,
        ..axis
    };
    let fullness = n * pixel * pixel / (length_m * wide_m);
    Some(Laid { points, rough: Rough { axis, length_m, beam_m }, fullness })
}

/// What a slice across the axis holds.
struct Slice {
    /// From side to side between middles of pixels, m.
    wide: f64,
    /// Greatest contrast.
    peak: f64,
}

/// Slices of one pixel's breadth, from one end to the other.
fn slices(points: &[(f64, f64, f64)], pixel: f64) -> Vec<Slice> {
    let first = points.iter().map(|p| p.0).fold(f64::MAX, f64::min);
    let mut found: Vec<Option<(f64, f64, f64)>> = Vec::new();
    for (along, across, contrast) in points {
        let index = ((along - first) / pixel).round().max(0.0) as usize;
        if found.len() <= index {
            found.resize(index + 1, None);
        }
        let slice = found[index].get_or_insert((f64::MAX, f64::MIN, 0.0));
        *slice = (slice.0.min(*across), slice.1.max(*across), slice.2.max(*contrast));
    }
    found
        .into_iter()
        .map(|s| s.map_or(Slice { wide: 0.0, peak: 0.0 }, |s| Slice { wide: s.1 - s.0, peak: s.2 }))
        .collect()
}

/// Pixels of the head of an object that trails off, if it does: one third of its length faint, the other bright.
pub(crate) fn without_wake(
    pixels: &[BrightPixel],
    laid: &Laid,
    layout: &Layout,
    params: &OpticalDetectParams,
) -> Option<Vec<BrightPixel>> {
    /// Slices that make three thirds worth comparing.
    const LEAST_SLICES: usize = 9;
    let pixel = (layout.line_m * layout.sample_m).sqrt();
    let slices = slices(&laid.points, pixel);
    if slices.len() < LEAST_SLICES {
        return None;
    }
    let third = slices.len() / 3;
    let mean = |part: &[Slice]| part.iter().map(|s| s.peak).sum::<f64>() / part.len() as f64;
    let (first, last) = (mean(&slices[..third]), mean(&slices[slices.len() - third..]));
    let middle = mean(&slices[third..slices.len() - third]);
    let (head, tail) = (first.max(last), first.min(last));
    // A wake fades; a dull deck before a bright house does not.
    let fades = tail < params.wake_fading * middle;
    if tail >= params.wake_share * head || tail >= params.wake_sds || !fades {
        return None;
    }
    let from_first = first > last;
    let in_order = |i: usize| if from_first { i } else { slices.len() - 1 - i };
    // The head ends where two slices after each other reach less than half of its brightest.
    let brightest = (0..third).map(|i| slices[in_order(i)].peak).fold(0.0, f64::max);
    let start = (0..third).find(|i| slices[in_order(*i)].peak >= brightest / 2.0)?;
    let faint = |i: usize| i < slices.len() && slices[in_order(i)].peak < brightest / 2.0;
    let stop = (start..slices.len()).find(|i| faint(*i) && faint(i + 1))?;
    let least = laid.points.iter().map(|p| p.0).fold(f64::MAX, f64::min);
    let is_head = |along: f64| {
        let index = ((along - least) / pixel).round().max(0.0) as usize;
        let order = if from_first { index } else { (slices.len() - 1).saturating_sub(index) };
        order < stop
    };
    Some(pixels.iter().zip(&laid.points).filter(|(_, p)| is_head(p.0)).map(|(p, _)| *p).collect())
}

/// Pixels that touch, the largest set first.
pub(crate) fn pieces(pixels: &[BrightPixel]) -> Vec<Vec<BrightPixel>> {
    let place = |p: &BrightPixel| (p.line, p.sample);
    let mut open: std::collections::BTreeMap<(u32, u32), BrightPixel> =
        pixels.iter().map(|p| (place(p), *p)).collect();
    let mut found = Vec::new();
    while let Some((_, first)) = open.pop_first() {
        let mut piece = vec![first];
        let mut next = 0;
        while let Some(p) = piece.get(next).copied() {
            next += 1;
            for line in p.line.saturating_sub(1)..=p.line + 1 {
                for sample in p.sample.saturating_sub(1)..=p.sample + 1 {
                    piece.extend(open.remove(&(line, sample)));
                }
            }
        }
        piece.sort_by_key(place);
        found.push(piece);
    }
    found.sort_by(|a, b| b.len().cmp(&a.len()).then(place(&a[0]).cmp(&place(&b[0]))));
    found
}
