//! The border of an image: samples of a line and lines of a sample within some metres of where the image begins and ends.
//!
//! Products before processor 2.90 (2014 to early 2018) hold noise there that is no sea. Where the image begins and ends is
//! what the sub-swaths' bounds say: they are staggered, so that the image is no rectangle.

use super::annotation::Annotation;
use std::ops::Range;

/// What lies inside the border.
#[derive(Clone, Debug)]
pub(super) struct Border {
    /// First and last line and sample of parts of the image; empty: nothing is cut off.
    parts: Vec<((u32, u32), (u32, u32))>,
    lines: u32,
    samples: u32,
}

impl Border {
    /// A border of so many metres; of nought: none at all.
    pub(super) fn new(annotation: &Annotation, border_m: f64) -> Self {
        let image = &annotation.image;
        let count = |spacing_m: f64| (border_m / spacing_m).ceil().clamp(0.0, 1e6) as u32;
        let (lines, samples) = (count(image.line_spacing_m), count(image.sample_spacing_m));
        let bounds = &annotation.swath_bounds;
        let parts = match border_m > 0.0 {
            false => Vec::new(),
            true if bounds.is_empty() => vec![((0, image.lines - 1), (0, image.samples - 1))],
            true => bounds.iter().map(|b| (b.lines, b.samples)).collect(),
        };
        Self { parts, lines, samples }
    }

    /// Puts NaN on what of a line lies in the border. `first`: the sample that the row begins at.
    pub(super) fn clear(&self, line: u32, first: u32, row: &mut [f32]) {
        if self.parts.is_empty() {
            return;
        }
        // What is inside at this line and at the lines a border's width before and after it.
        let before = line.checked_sub(self.lines).and_then(|l| self.inside(l));
        let after = line.checked_add(self.lines).and_then(|l| self.inside(l));
        let kept = match (before, self.inside(line), after) {
            (Some(a), Some(b), Some(c)) => a.start.max(b.start).max(c.start)..a.end.min(b.end).min(c.end),
            _ => 0..0,
        };
        let index = |sample: u32| (sample.saturating_sub(first) as usize).min(row.len());
        let (start, end) = (index(kept.start), index(kept.end));
        row[..start].fill(f32::NAN);
        row[end.max(start)..].fill(f32::NAN);
    }

    /// The samples of a line that are farther than the border from its first and last.
    fn inside(&self, line: u32) -> Option<Range<u32>> {
        let here = self.parts.iter().filter(|(lines, _)| lines.0 <= line && line <= lines.1);
        let (first, last) = here.fold((u32::MAX, 0), |(first, last), (_, s)| (first.min(s.0), last.max(s.1)));
        let (start, end) =
            (first.saturating_add(self.samples), last.saturating_sub(self.samples).saturating_add(1));
        (first <= last && start < end).then_some(start..end)
    }
}
