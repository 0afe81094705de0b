//! Values of being in each state at each cell: everything that may follow, summed with its evidence.

use super::kernel::{Kernel, Kernels};
use super::{Evidence, Leg, Span};

/// Cells worked at once: products of evidence are taken within so many and the longest stay.
const CHUNK: usize = 32;

/// Values above this are made smaller, all together.
const MOST_VALUE: f64 = 1e60;

/// What the values of a ship's way are made from.
#[derive(Clone, Copy)]
pub(in crate::season) struct Model<'a> {
    pub(super) span: Span,
    pub(super) kernels: Kernels<'a>,
    /// Evidence at each place.
    pub(super) evidence: &'a [Evidence],
    /// Things seen at sea, on laden legs and on legs in ballast, for each place.
    pub(super) legs: &'a [[Vec<Leg>; 2]],
    pub(super) loading: usize,
    pub(super) place_shares: &'a [f64],
    /// Calls a hour while she idles.
    pub(super) rate: f64,
}

/// Values of one kind: `cells` of them, then what holds beyond.
type Values = Vec<f64>;

/// Values at one discharge place.
#[derive(Clone, Default)]
pub(super) struct PlaceValues {
    /// Departing for it in a cell.
    pub(super) sails: Values,
    /// Arriving there in a cell.
    pub(super) arrives: Values,
    /// Departing from there in a cell, with the evidence of that cell.
    pub(super) leaves: Values,
}

/// Values of all states, and their sum at the start.
#[derive(Clone, Default)]
pub(in crate::season) struct Filter {
    /// Arriving at the loading place in a cell.
    pub(super) loads: Values,
    /// Departing from it in a cell, with the evidence of that cell.
    pub(super) departs: Values,
    /// Idling from the start of a cell on.
    pub(super) idles: Values,
    /// Idling from somewhere in a cell on.
    pub(super) back: Values,
    pub(super) places: Vec<PlaceValues>,
    ln_scale: f64,
}

/// Evidence of stays at one place, multiplied up from the start of a chunk.
#[derive(Default)]
struct Window {
    products: Vec<f64>,
    leaving: Vec<f64>,
}

impl<'a> Model<'a> {
    pub(in crate::season) fn new(
        span: Span,
        kernels: Kernels<'a>,
        seen: (&'a [Evidence], &'a [[Vec<Leg>; 2]]),
        (loading, place_shares): (usize, &'a [f64]),
        ln_idle: f64,
    ) -> Self {
        let (evidence, legs) = seen;
        Self { span, kernels, evidence, legs, loading, place_shares, rate: libm::exp(-ln_idle) }
    }

    /// The time that it covers.
    pub(in crate::season) fn span(&self) -> Span {
        self.span
    }

    /// Discharge places that she may sail to.
    pub(super) fn discharges(&self) -> impl Iterator<Item = usize> + use<'a> {
        let shares = self.place_shares;
        (0..shares.len()).filter(move |place| shares[*place] > 0.0)
    }

    /// What idling through a cell leaves.
    pub(super) fn stays_idle(&self) -> f64 {
        libm::exp(-self.rate * self.span.step_h)
    }

    /// Value of idling from the start of a cell on without another call.
    pub(super) fn no_more(&self, cell: usize) -> f64 {
        let until_h = self.span.next_h.min(self.span.end_h);
        libm::exp(-self.rate * (until_h - self.span.begins_h(cell)).max(0.0))
    }

    /// Most cells that any duration takes.
    fn longest(&self) -> usize {
        let legs = self.kernels.legs.iter().map(|leg| leg.cells.longest()).max().unwrap_or(0);
        legs.max(self.kernels.loading.longest()).max(self.kernels.discharge.longest())
    }

    /// Factor of what was seen at sea for a leg between two cells.
    pub(super) fn leg_factor(&self, place: usize, is_ballast: bool, from: usize, to: usize) -> f64 {
        libm::exp(self.ln_leg(place, is_ballast, from, to))
    }

    pub(super) fn ln_leg(&self, place: usize, is_ballast: bool, from: usize, to: usize) -> f64 {
        let seen = &self.legs[place][usize::from(is_ballast)];
        seen.iter().map(|leg| leg.ln_of(from, to)).sum()
    }

    /// Value of setting out on a leg in a cell, given the values of arriving.
    fn leg_value(&self, place: usize, is_ballast: bool, from: usize, arriving: &[f64]) -> f64 {
        let weights = &self.kernels.legs[place].cells.weights;
        let after = &arriving[from + 1..from + 1 + weights.len()];
        let seen = &self.legs[place][usize::from(is_ballast)];
        let bears = |leg: &&Leg| from <= leg.leaves_by && leg.arrives_from <= from + weights.len();
        let mut sum = dot(weights, after);
        if !seen.iter().any(|leg| bears(&leg)) {
            return sum;
        }
        // What arrives from a cell on has its factor besides those before it.
        let (mut factor, mut cuts) = (1.0, Vec::new());
        cuts.extend(seen.iter().filter(bears).map(|leg| (leg.arrives_from.max(from + 1), leg.factor)));
        cuts.sort_by_key(|cut| cut.0);
        for (cell, by) in cuts {
            let rest = cell - from - 1;
            sum += factor * (by - 1.0) * dot(&weights[rest..], &after[rest..]);
            factor *= by;
        }
        sum.max(0.0)
    }
}

impl Filter {
    /// Works all values out, from the end to the start.
    pub(in crate::season) fn run(&mut self, model: &Model<'_>) {
        let cells = model.span.cells();
        self.lay_out(model, cells);
        let stays = if model.rate > 0.0 { model.stays_idle() } else { 1.0 };
        let arrivals = model.span.arrival_cells().min(cells);
        let per_cell = model.rate * model.span.step_h;
        let half_cell = libm::exp(-0.5 * model.rate * model.span.step_h);
        let places: Vec<usize> = model.discharges().collect();
        let mut windows: Vec<Window> = (0..=model.place_shares.len()).map(|_| Window::default()).collect();
        let chunks = cells.div_ceil(CHUNK);
        for chunk in (0..chunks).rev() {
            let base = chunk * CHUNK;
            self.rescale(base + CHUNK);
            for place in &places {
                let longest = model.kernels.discharge.longest();
                let leaves = &self.places[*place].leaves;
                windows[*place].open(&model.evidence[*place], base, longest, leaves);
            }
            let loading = &model.evidence[model.loading];
            windows[model.loading].open(loading, base, model.kernels.loading.longest(), &self.departs);
            for cell in (base..(base + CHUNK).min(cells)).rev() {
                let mut departs = 0.0;
                for place in &places {
                    departs += model.place_shares[*place]
                        * self.at_place(model, *place, cell, base, &mut windows[*place]);
                }
                let window = &mut windows[model.loading];
                self.departs[cell] = loading.departing[cell] * departs;
                window.set(cell - base, self.departs[cell]);
                if cell < arrivals {
                    self.loads[cell] = loading.arriving[cell]
                        * window.value(cell - base, model.kernels.loading, loading.room(cell));
                    let next = self.idles[cell + 1];
                    self.idles[cell] = per_cell * self.loads[cell] + stays * next;
                    self.back[cell] = 0.5 * per_cell * self.loads[cell] + half_cell * next;
                } else {
                    self.idles[cell] = self.beyond_arrivals(model, cell);
                    self.back[cell] = half_cell * self.beyond_arrivals(model, cell + 1);
                }
            }
        }
        debug_assert!(self.idles.first().is_none_or(|value| value.is_finite()));
    }

    /// ln of the sum over all ways.
    pub(in crate::season) fn ln_sum(&self) -> f64 {
        libm::log(self.idles.first().copied().unwrap_or(0.0).max(1e-300)) + self.ln_scale
    }

    /// Value of idling from a cell after all arrivals on.
    fn beyond_arrivals(&self, model: &Model<'_>, cell: usize) -> f64 {
        model.no_more(cell) * libm::exp(-self.ln_scale)
    }

    /// Arriving and leaving at a discharge place in a cell: the value of sailing for it in that cell.
    fn at_place(
        &mut self,
        model: &Model<'_>,
        place: usize,
        cell: usize,
        base: usize,
        window: &mut Window,
    ) -> f64 {
        let evidence = &model.evidence[place];
        let leaves = evidence.departing[cell] * model.leg_value(place, true, cell, &self.back);
        let values = &mut self.places[place];
        values.leaves[cell] = leaves;
        window.set(cell - base, leaves);
        values.arrives[cell] =
            evidence.arriving[cell] * window.value(cell - base, model.kernels.discharge, evidence.room(cell));
        values.sails[cell] = model.leg_value(place, false, cell, &values.arrives);
        values.sails[cell]
    }

    /// Values beyond the last cell: one if nothing is known there, nought if she must be back.
    fn lay_out(&mut self, model: &Model<'_>, cells: usize) {
        let beyond = if model.span.next_h.is_finite() { 0.0 } else { 1.0 };
        let length = cells + model.longest() + CHUNK + 2;
        let fill = |values: &mut Values| {
            values.clear();
            values.resize(length, beyond);
        };
        self.ln_scale = 0.0;
        for values in [&mut self.loads, &mut self.departs, &mut self.idles, &mut self.back] {
            fill(values);
        }
        self.loads.fill(0.0);
        self.places.resize_with(model.place_shares.len(), PlaceValues::default);
        for place in &mut self.places {
            fill(&mut place.sails);
            fill(&mut place.arrives);
            fill(&mut place.leaves);
        }
        // After the last cell she idles if she is back, which is never too late there.
        self.idles[cells] = model.no_more(cells);
    }

    /// Keeps values within what a number can hold.
    fn rescale(&mut self, from: usize) {
        let latest = |values: &Values| values.iter().skip(from).take(CHUNK).copied().fold(0.0, f64::max);
        let of_places = self.places.iter().flat_map(|place| [&place.sails, &place.arrives, &place.leaves]);
        let most = [&self.idles, &self.departs].into_iter().chain(of_places).map(latest).fold(0.0, f64::max);
        if most < MOST_VALUE {
            return;
        }
        self.ln_scale += libm::log(most);
        let by = 1.0 / most;
        let own = [&mut self.loads, &mut self.departs, &mut self.idles, &mut self.back];
        let of_places = self.places.iter_mut().flat_map(|p| [&mut p.sails, &mut p.arrives, &mut p.leaves]);
        for value in own.into_iter().chain(of_places).flatten() {
            *value *= by;
        }
    }
}

impl Window {
    /// Lays out a chunk: products of evidence from its first cell on, and values of leaving after it.
    fn open(&mut self, evidence: &Evidence, base: usize, longest: usize, leaves: &[f64]) {
        let length = CHUNK + longest + 1;
        self.products.clear();
        self.leaving.clear();
        let mut product = 1.0;
        for at in 0..length {
            self.products.push(product);
            // Cells of the chunk itself are set when they have been worked.
            self.leaving.push(leaves.get(base + at).copied().unwrap_or(0.0) * product);
            product *= evidence.through.get(base + at).copied().unwrap_or(1.0);
        }
    }

    /// The value of leaving in a cell of the chunk.
    fn set(&mut self, at: usize, value: f64) {
        self.leaving[at] = value * self.products[at];
    }

    /// The value of a stay from a cell of the chunk on, without the evidence of its first cell.
    fn value(&self, at: usize, kernel: &Kernel, room: usize) -> f64 {
        let product = self.products[at + 1];
        if product < 1e-280 {
            return 0.0;
        }
        let longest = kernel.longest().min(room.saturating_sub(1));
        dot(&kernel.weights[..longest], &self.leaving[at + 1..at + 1 + longest]) / product
    }
}

/// Sum of products, in four sums so that two or four are taken at a time.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (mut low, mut high) = ([0.0; 2], [0.0; 2]);
    let (mut of_a, mut of_b) = (a.chunks_exact(4), b.chunks_exact(4));
    for (x, y) in (&mut of_a).zip(&mut of_b) {
        low[0] += x[0] * y[0];
        low[1] += x[1] * y[1];
        high[0] += x[2] * y[2];
        high[1] += x[3] * y[3];
    }
    let rest: f64 = of_a.remainder().iter().zip(of_b.remainder()).map(|(x, y)| x * y).sum();
    (low[0] + high[0]) + (low[1] + high[1]) + rest
}
