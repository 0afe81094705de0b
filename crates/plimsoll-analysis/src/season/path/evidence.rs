//! What looks at one place say of a ship's presence, cell by cell.

use super::Span;
use crate::season::chance::Chance;

/// One look or scene: when, and ln of how much more likely it is with her there.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Event {
    time_h: f64,
    cell: usize,
    ln: f64,
}

/// No single look is followed further than this, ln: draws, not the posterior, are dull to more.
const MOST_LN: f64 = 18.0;

/// Evidence of presence at one place over a span.
#[derive(Clone, Debug, Default)]
pub(in crate::season) struct Evidence {
    events: Vec<Event>,
    /// `sums[i]`: ln of the first `i` events.
    sums: Vec<f64>,
    /// First event of each cell.
    first: Vec<usize>,
    /// Factor of a cell that she lies through.
    pub(super) through: Vec<f64>,
    /// Mean factor of a cell in which she arrives, over her time of arrival.
    pub(super) arriving: Vec<f64>,
    /// Mean factor of a cell in which she departs.
    pub(super) departing: Vec<f64>,
    /// The first cell from each on in which she cannot lie there.
    next_blocked: Vec<usize>,
}

impl Evidence {
    /// From times with their ln in any order, and spans in which she cannot be there.
    pub(in crate::season) fn new(
        span: &Span,
        seen: impl Iterator<Item = (f64, f64)>,
        blocked: &[(f64, f64)],
    ) -> Self {
        let cells = span.cells();
        let mut events: Vec<Event> = seen
            .filter(|(_, ln)| ln.abs() > 0.0)
            .filter_map(|(time_h, ln)| {
                let cell = span.cell(time_h).filter(|cell| *cell < cells)?;
                Some(Event { time_h, cell, ln: ln.clamp(-MOST_LN, MOST_LN) })
            })
            .collect();
        events.sort_by(|a, b| a.time_h.total_cmp(&b.time_h));
        let mut evidence = Self {
            sums: vec![0.0],
            first: vec![0; cells + 1],
            through: vec![1.0; cells],
            arriving: vec![1.0; cells],
            departing: vec![1.0; cells],
            next_blocked: next_blocked(span, cells, blocked),
            events: Vec::new(),
        };
        for event in &events {
            evidence.first[event.cell + 1] += 1;
            let sum = evidence.sums[evidence.sums.len() - 1] + event.ln;
            evidence.sums.push(sum);
        }
        for cell in 0..cells {
            evidence.first[cell + 1] += evidence.first[cell];
        }
        evidence.events = events;
        for cell in 0..cells {
            let own = evidence.of_cell(cell);
            if own.is_empty() {
                continue;
            }
            let (through, arriving, departing) = factors(span, cell, own);
            evidence.through[cell] = through;
            evidence.arriving[cell] = arriving;
            evidence.departing[cell] = departing;
        }
        evidence
    }

    fn of_cell(&self, cell: usize) -> &[Event] {
        match self.first.get(cell + 1) {
            Some(end) => &self.events[self.first[cell]..*end],
            None => &[],
        }
    }

    /// Cells from this one on before one in which she cannot lie there.
    pub(super) fn room(&self, cell: usize) -> usize {
        self.next_blocked.get(cell).map_or(usize::MAX, |next| next - cell)
    }

    /// ln of the evidence of a stay; minus infinity if she cannot lie there in one of its cells.
    pub(super) fn ln_stay(&self, span: &Span, from_h: f64, to_h: f64) -> f64 {
        let (Some(from), Some(to)) = (span.cell(from_h), span.cell(to_h)) else { return f64::NEG_INFINITY };
        if self.room(from) <= to - from {
            return f64::NEG_INFINITY;
        }
        let first = self.events.partition_point(|event| event.time_h < from_h);
        let last = self.events.partition_point(|event| event.time_h < to_h);
        self.sums[last] - self.sums[first]
    }

    /// Evidence of arriving in a cell, times the probability of each part of it.
    pub(super) fn arriving_by(&self, span: &Span, cell: usize, share: impl Fn(f64, f64) -> f64) -> f64 {
        pieces(span, cell, self.of_cell(cell), true)
            .map(|piece| share(piece.from_h, piece.to_h) * libm::exp(piece.ln))
            .sum()
    }

    /// The part of a cell in which she arrives, drawn by that; `None` if she cannot.
    pub(super) fn draw_arriving_by(
        &self,
        span: &Span,
        cell: usize,
        share: impl Fn(f64, f64) -> f64,
        chance: &mut Chance,
    ) -> Option<(f64, f64)> {
        let weight = |piece: &Piece| share(piece.from_h, piece.to_h) * libm::exp(piece.ln);
        let own = self.of_cell(cell);
        let mut left = chance.even() * pieces(span, cell, own, true).map(|piece| weight(&piece)).sum::<f64>();
        let mut last = None;
        for piece in pieces(span, cell, own, true) {
            let weight = weight(&piece);
            if weight > 0.0 {
                last = Some((piece.from_h, piece.to_h));
                left -= weight;
                if left < 0.0 {
                    break;
                }
            }
        }
        last
    }

    /// When she arrives or departs within a cell, drawn with the evidence of the cell.
    pub(super) fn draw_within(
        &self,
        span: &Span,
        cell: usize,
        is_arriving: bool,
        chance: &mut Chance,
    ) -> f64 {
        let own = self.of_cell(cell);
        let begins_h = span.begins_h(cell);
        if own.is_empty() {
            return begins_h + span.step_h * chance.even();
        }
        let sum: f64 = pieces(span, cell, own, is_arriving).map(|piece| piece.weight).sum();
        let mut left = sum * chance.even();
        let mut last = begins_h;
        for piece in pieces(span, cell, own, is_arriving) {
            last = piece.from_h + (piece.to_h - piece.from_h) * (left / piece.weight).min(1.0);
            left -= piece.weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }
}

/// A part of a cell between two events, with ln of the evidence of arriving or departing in it, and its share of the cell times
/// that evidence.
struct Piece {
    from_h: f64,
    to_h: f64,
    ln: f64,
    weight: f64,
}

/// Factors of a cell with events: of lying through it, and in the mean of arriving and of departing in it.
fn factors(span: &Span, cell: usize, own: &[Event]) -> (f64, f64, f64) {
    if let [event] = own {
        let factor = libm::exp(event.ln);
        let before = (event.time_h - span.begins_h(cell)) / span.step_h;
        return (factor, before * factor + 1.0 - before, before + (1.0 - before) * factor);
    }
    let through: f64 = own.iter().map(|event| event.ln).sum();
    let mean = |is_arriving| pieces(span, cell, own, is_arriving).map(|piece| piece.weight).sum();
    (libm::exp(through), mean(true), mean(false))
}

fn pieces<'a>(
    span: &'a Span,
    cell: usize,
    own: &'a [Event],
    is_arriving: bool,
) -> impl Iterator<Item = Piece> + 'a {
    let begins_h = span.begins_h(cell);
    (0..=own.len()).map(move |at| {
        let from_h = if at == 0 { begins_h } else { own[at - 1].time_h };
        let to_h = own.get(at).map_or(begins_h + span.step_h, |event| event.time_h);
        let counted = if is_arriving { &own[at..] } else { &own[..at] };
        let ln: f64 = counted.iter().map(|event| event.ln).sum();
        let share = ((to_h - from_h) / span.step_h).max(1e-12);
        Piece { from_h, to_h, ln, weight: share * libm::exp(ln) }
    })
}

fn next_blocked(span: &Span, cells: usize, blocked: &[(f64, f64)]) -> Vec<usize> {
    if blocked.is_empty() {
        return Vec::new();
    }
    let mut next = vec![usize::MAX; cells];
    let mut found = usize::MAX;
    for cell in (0..cells).rev() {
        let middle_h = span.begins_h(cell) + 0.5 * span.step_h;
        let after = blocked.partition_point(|spell| spell.1 <= middle_h);
        if blocked.get(after).is_some_and(|spell| spell.0 < middle_h) {
            found = cell;
        }
        next[cell] = found;
    }
    next
}

/// Something seen at sea: a leg that leaves no later and arrives no earlier than these cells can have been hers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::season) struct Leg {
    pub(super) leaves_by: usize,
    pub(super) arrives_from: usize,
    ln: f64,
    pub(super) factor: f64,
}

/// What says less than this of a leg, ln, does not guide draws.
const LEAST_LN: f64 = 0.3;

impl Leg {
    /// Of something seen so far from both ends. `None` if it says next to nothing, or lies outside of the span.
    pub(in crate::season) fn new(
        span: &Span,
        time_h: f64,
        since_h: f64,
        until_h: f64,
        ln: f64,
    ) -> Option<Self> {
        let ln = ln.clamp(-MOST_LN, MOST_LN);
        let middles = |hours: f64| (hours - span.start_h) / span.step_h - 0.5;
        let (leaves_by, arrives_from) = (middles(time_h - since_h), middles(time_h + until_h));
        (ln.abs() >= LEAST_LN && leaves_by >= 0.0).then(|| Self {
            leaves_by: leaves_by as usize,
            arrives_from: arrives_from.ceil().max(0.0) as usize,
            ln,
            factor: libm::exp(ln),
        })
    }

    /// ln of the evidence of a leg from one cell to another.
    pub(super) fn ln_of(&self, leaves: usize, arrives: usize) -> f64 {
        if leaves <= self.leaves_by && arrives >= self.arrives_from { self.ln } else { 0.0 }
    }
}
