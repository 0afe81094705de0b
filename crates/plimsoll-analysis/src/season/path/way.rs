//! A way drawn by the values of a filter, and the density with which it is drawn.

use super::filter::{Filter, Model};
use crate::season::chance::Chance;

/// Times of a call and where it discharges: as in [`crate::season::call::Call`].
pub(in crate::season) type Passage = (usize, [f64; 5]);

impl Filter {
    /// All calls of a way, in order.
    pub(in crate::season) fn draw(&self, model: &Model<'_>, chance: &mut Chance) -> Vec<Passage> {
        let mut calls = Vec::new();
        let mut from = None;
        while let Some(arrival) = self.draw_arrival(model, from, chance) {
            let (call, back) = self.draw_call(model, arrival, chance);
            calls.push(call);
            from = Some(back);
        }
        calls
    }

    /// The cell of the next arrival: after the start, or after she came back in a cell. `None` if there is none.
    fn draw_arrival(&self, model: &Model<'_>, back: Option<usize>, chance: &mut Chance) -> Option<usize> {
        let per_cell = model.rate * model.span.step_h;
        let arrivals = model.span.arrival_cells().min(model.span.cells());
        let (mut weight, mut cell, sum) = match back {
            None => (per_cell, 0, *self.idles.first()?),
            Some(back) if back < arrivals => (0.5 * per_cell, back, self.back[back]),
            Some(_) => return None,
        };
        let mut left = sum * chance.even();
        let is_back = back.is_some();
        while cell < arrivals {
            left -= weight * self.loads[cell];
            if left < 0.0 {
                return Some(cell);
            }
            let is_first = is_back && Some(cell) == back;
            weight = if is_first {
                per_cell * libm::exp(-0.5 * model.rate * model.span.step_h)
            } else {
                weight * model.stays_idle()
            };
            cell += 1;
        }
        None
    }

    /// A call from its cell of arrival on, and the cell in which she is back.
    fn draw_call(&self, model: &Model<'_>, arrival: usize, chance: &mut Chance) -> (Passage, usize) {
        let span = &model.span;
        let departure = draw_stay(model, model.loading, arrival, &self.departs, chance);
        let place = self.draw_place(model, departure, chance);
        let values = &self.places[place];
        let there = draw_leg(model, (place, false), departure, &values.arrives, chance);
        let left = draw_stay(model, place, there, &values.leaves, chance);
        let back = draw_leg(model, (place, true), left, &self.back, chance);
        let (loading, discharging) = (&model.evidence[model.loading], &model.evidence[place]);
        let leg = &model.kernels.legs[place];
        let arrival_h = loading.draw_within(span, arrival, true, chance);
        let departure_h = loading.draw_within(span, departure, false, chance);
        // A leg that cannot end in its cell, as late or early in her cell as she leaves, is refused by its density.
        let share = |from_h: f64, to_h: f64| leg.share(departure_h, from_h, to_h);
        let within = discharging.draw_arriving_by(span, there, share, chance);
        let ends_h =
            |leaves_h: f64, (from_h, to_h): (f64, f64), u: f64| leg.ends_h(leaves_h, from_h, to_h, u);
        let there_h = ends_h(departure_h, within.unwrap_or(span.cell_h(there)), chance.even());
        let left_h = discharging.draw_within(span, left, false, chance);
        let back_h = ends_h(left_h, span.cell_h(back), chance.even());
        let times = [arrival_h, departure_h, there_h, left_h, back_h];
        ((place, times), back)
    }

    fn draw_place(&self, model: &Model<'_>, departure: usize, chance: &mut Chance) -> usize {
        let weight = |place: usize| model.place_shares[place] * at(&self.places[place].sails, departure);
        choose(model.discharges(), weight, chance)
    }
}

/// A value, or the last one beyond the end.
fn at(values: &[f64], cell: usize) -> f64 {
    values.get(cell).or(values.last()).copied().unwrap_or(0.0)
}

/// The cell in which a stay ends.
fn draw_stay(model: &Model<'_>, place: usize, from: usize, leaves: &[f64], chance: &mut Chance) -> usize {
    let evidence = &model.evidence[place];
    let kernel = if place == model.loading { model.kernels.loading } else { model.kernels.discharge };
    let longest = kernel.longest().min(evidence.room(from).saturating_sub(1)).max(1);
    let mut product = 1.0;
    let weights: Vec<f64> = (1..=longest)
        .map(|cells| {
            let weight = kernel.weights[cells - 1] * product * at(leaves, from + cells);
            product *= at_or_one(&evidence.through, from + cells);
            weight
        })
        .collect();
    from + 1 + choose(0..longest, |at| weights[at], chance)
}

fn at_or_one(values: &[f64], cell: usize) -> f64 {
    values.get(cell).copied().unwrap_or(1.0)
}

/// The cell in which a leg ends.
fn draw_leg(
    model: &Model<'_>,
    (place, is_ballast): (usize, bool),
    from: usize,
    arriving: &[f64],
    chance: &mut Chance,
) -> usize {
    let kernel = &model.kernels.legs[place].cells;
    let weight = |cells: usize| {
        let to = from + 1 + cells;
        kernel.weights[cells] * at(arriving, to) * model.leg_factor(place, is_ballast, from, to)
    };
    from + 1 + choose(0..kernel.longest(), weight, chance)
}

/// One of several, by weight; the last that has any if rounding leaves none.
fn choose(choices: impl Iterator<Item = usize>, weight: impl Fn(usize) -> f64, chance: &mut Chance) -> usize {
    let weighed: Vec<(usize, f64)> = choices.map(|choice| (choice, weight(choice))).collect();
    let mut left = chance.even() * weighed.iter().map(|choice| choice.1).sum::<f64>();
    let mut last = weighed.first().map_or(0, |choice| choice.0);
    for (choice, weight) in weighed {
        if weight > 0.0 {
            last = choice;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
    }
    last
}

impl Model<'_> {
    /// ln density of drawing a way with these calls, times the sum over all ways. Minus infinity if it is never drawn.
    pub(in crate::season) fn ln_density(&self, calls: &[Passage]) -> f64 {
        let mut ln = 0.0;
        let mut back = None;
        for (place, times) in calls {
            let Some(cells) = self.cells_of(times) else { return f64::NEG_INFINITY };
            ln += self.ln_idled(back, cells[0]) + self.ln_call(*place, times, cells);
            if ln <= f64::NEG_INFINITY {
                return ln;
            }
            back = Some(cells[4]);
        }
        ln + self.ln_rest(back)
    }

    fn cells_of(&self, times: &[f64; 5]) -> Option<[usize; 5]> {
        let mut cells = [0; 5];
        for (cell, time_h) in cells.iter_mut().zip(times) {
            *cell = self.span.cell(*time_h)?;
        }
        Some(cells)
    }

    /// ln of idling from the start, or from coming back in a cell, to an arrival in a cell.
    fn ln_idled(&self, back: Option<usize>, arrival: usize) -> f64 {
        if arrival >= self.span.arrival_cells().min(self.span.cells()) {
            return f64::NEG_INFINITY;
        }
        let per_cell = libm::log(self.rate * self.span.step_h);
        let step = self.rate * self.span.step_h;
        match back {
            None => per_cell - step * arrival as f64,
            Some(back) if back == arrival => per_cell - std::f64::consts::LN_2,
            Some(back) if back < arrival => per_cell - step * ((arrival - back) as f64 - 0.5),
            Some(_) => f64::NEG_INFINITY,
        }
    }

    /// ln of idling to the end.
    fn ln_rest(&self, back: Option<usize>) -> f64 {
        let cells = self.span.cells();
        let arrivals = self.span.arrival_cells().min(cells);
        let step = self.rate * self.span.step_h;
        match back {
            None => libm::log(self.no_more(arrivals)) - step * arrivals as f64,
            Some(back) if back >= cells => {
                if self.span.next_h.is_finite() {
                    f64::NEG_INFINITY
                } else {
                    0.0
                }
            }
            Some(back) if back >= arrivals => libm::log(self.no_more(back + 1)) - 0.5 * step,
            Some(back) => libm::log(self.no_more(arrivals)) - step * ((arrivals - back) as f64 - 0.5),
        }
    }

    fn ln_call(&self, place: usize, times: &[f64; 5], cells: [usize; 5]) -> f64 {
        let took = |at: usize| cells[at + 1].saturating_sub(cells[at]);
        let leg = &self.kernels.legs[place];
        let durations = self.kernels.loading.ln(took(0))
            + leg.cells.ln(took(1))
            + self.kernels.discharge.ln(took(2))
            + leg.cells.ln(took(3));
        if durations <= f64::NEG_INFINITY {
            return durations;
        }
        // Within its cell a leg ends as legs do from the very time that it began.
        let arriving = at_or_one(&self.evidence[place].arriving, cells[2]);
        let there = self.evidence[place]
            .arriving_by(&self.span, cells[2], |from_h, to_h| leg.share(times[1], from_h, to_h));
        let (from_h, to_h) = self.span.cell_h(cells[4]);
        let back = leg.share(times[3], from_h, to_h);
        if there <= 0.0 || back <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let legs = leg.ln_hours(times[2] - times[1]) + leg.ln_hours(times[4] - times[3]);
        durations
            + libm::log(self.place_shares[place])
            + self.evidence[self.loading].ln_stay(&self.span, times[0], times[1])
            + self.evidence[place].ln_stay(&self.span, times[2], times[3])
            + self.ln_leg(place, false, cells[1], cells[2])
            + self.ln_leg(place, true, cells[3], cells[4])
            + legs
            + libm::log(arriving / (there * back))
            - 3.0 * libm::log(self.span.step_h)
    }
}
