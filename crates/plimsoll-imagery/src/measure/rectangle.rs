//! The rectangle that best parts bright from dark.

use super::ground::{Frame, Ground};

/// A rectangle on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rectangle {
    /// Where its numbers are counted from.
    pub(super) frame: Frame,
    /// From end to end along the axis, m from the frame's origin.
    pub(super) along: (f64, f64),
    /// From side to side, m to the right of the axis.
    pub(super) across: (f64, f64),
    /// Sum of the evidence in it.
    pub(super) score: f64,
}

impl Rectangle {
    pub(super) fn length_m(&self) -> f64 {
        self.along.1 - self.along.0
    }
    pub(super) fn beam_m(&self) -> f64 {
        self.across.1 - self.across.0
    }
    /// True if a place of the chip lies in it, or within a margin of it, m.
    pub(super) fn holds(&self, ground: &Ground, line: usize, sample: usize, margin_m: f64) -> bool {
        let (u, v) = ground.to_frame(&self.frame, line as f64, sample as f64);
        let is_in = |x: f64, ends: (f64, f64)| x >= ends.0 - margin_m && x <= ends.1 + margin_m;
        is_in(u, self.along) && is_in(v, self.across)
    }
}

/// Among which rectangles to look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Among {
    /// Edges lie on a grid of this step, m.
    pub(super) step_m: f64,
    /// The grid reaches this many steps from the origin each way.
    pub(super) half: usize,
    /// Evidence of a place that the chip does not hold.
    pub(super) outside: f64,
    /// Greatest breadth in the image, m.
    pub(super) greatest_beam_m: f64,
    /// A ship is at least this many times as long as broad, each less the width of a point.
    pub(super) aspect: f64,
    /// Width of a point, m.
    pub(super) point_m: f64,
}

/// The rectangle along `frame` with the greatest sum of evidence. Exact on the grid: for every pair of sides the best pair
/// of ends comes from running sums.
pub(super) fn best(evidence: &[f64], ground: &Ground, frame: &Frame, among: &Among) -> Option<Rectangle> {
    let cells = 2 * among.half + 1;
    let place = |i: usize| (i as f64 - among.half as f64) * among.step_m;
    let mut columns = vec![0.0; cells * cells];
    for j in 0..cells {
        for i in 0..cells {
            let (line, sample) = ground.in_chip(frame, place(i), place(j));
            columns[j * cells + i] = ground.between(evidence, line, sample).unwrap_or(among.outside);
        }
    }
    let most = ((among.greatest_beam_m / among.step_m) as usize).max(2);
    let mut found: Option<(f64, usize, usize, usize, usize)> = None;
    let mut strip = vec![0.0; cells];
    for left in 0..cells {
        strip.fill(0.0);
        for right in left..(left + most).min(cells) {
            for (sum, value) in strip.iter_mut().zip(&columns[right * cells..(right + 1) * cells]) {
                *sum += value;
            }
            // No stretch has more than all that speaks for it; the rest is room for rounding.
            if right == left || found.is_some_and(|f| for_it(&strip) * (1.0 + 1e-9) < f.0) {
                continue;
            }
            let ends = best_stretch(&strip, least_length(right - left + 1, among));
            if let Some((score, first, last)) = ends
                && found.is_none_or(|f| score > f.0)
            {
                found = Some((score, first, last, left, right));
            }
        }
    }
    let (score, first, last, left, right) = found?;
    let edge = among.step_m / 2.0;
    Some(Rectangle {
        frame: *frame,
        along: (place(first) - edge, place(last) + edge),
        across: (place(left) - edge, place(right) + edge),
        score,
    })
}

/// The sum of what is above nought.
fn for_it(strip: &[f64]) -> f64 {
    let (fours, rest) = strip.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        sums.iter_mut().zip(four).for_each(|(sum, value)| *sum += value.max(0.0));
    }
    sums.iter().sum::<f64>() + rest.iter().map(|value| value.max(0.0)).sum::<f64>()
}

/// The fewest cells that a ship of this many cells across is long.
fn least_length(across: usize, among: &Among) -> usize {
    let beam = across as f64 * among.step_m - among.point_m;
    let length = (beam * among.aspect + among.point_m) / among.step_m;
    (length.ceil().max(0.0) as usize).max(across)
}

/// The stretch of at least `least` cells with the greatest sum: sum, first and last cell.
fn best_stretch(strip: &[f64], least: usize) -> Option<(f64, usize, usize)> {
    if least == 0 || least > strip.len() {
        return None;
    }
    let mut before = 0.0;
    let mut lowest = (0.0, 0);
    let mut total: f64 = strip[..least - 1].iter().sum();
    let mut found: Option<(f64, usize, usize)> = None;
    for last in least - 1..strip.len() {
        let first = last + 1 - least;
        if first > 0 {
            before += strip[first - 1];
            if before < lowest.0 {
                lowest = (before, first);
            }
        }
        total += strip[last];
        let score = total - lowest.0;
        if found.is_none_or(|f| score > f.0) {
            found = Some((score, lowest.1, last));
        }
    }
    found
}
