//! Moves along what the calls leave open together: a median stay with all stays, an error of all readings with all fills. One
//! call at a time such ridges are walked in tiny steps.

use super::Kind;
use crate::season::call::{ARRIVAL, BACK, Call, DEPARTURE, DISCHARGE_DEPARTURE};
use crate::season::chain::{Chain, ln_normal, ln_normal_cut};
use crate::season::world::ln_normal_norm;

/// Steps of the logarithm of a median stay: one is taken at random.
const STRETCHES: [f64; 3] = [0.02, 0.06, 0.2];

/// Steps of a fill.
const TILTS: [f64; 3] = [0.005, 0.02, 0.06];

impl Chain<'_> {
    /// A median stay and all stays with it. Stays at the loading place begin earlier or later, those at discharge places end so.
    pub(super) fn stretch(&mut self) {
        let is_loading = self.chance.even() < 0.5;
        let ln_by = STRETCHES[self.chance.below(STRETCHES.len())] * self.chance.normal();
        let params = self.world.params;
        let (days, now) = if is_loading {
            (params.loading_stay_d, self.shared.ln_loading)
        } else {
            (params.discharge_stay_d, self.shared.ln_discharge)
        };
        // The density of each stay falls as its length grows, and so does the room that it is drawn from: they cancel.
        let prior = |ln: f64| ln_normal(ln, libm::log(days * 24.0), params.stay_median_ln_sd);
        let mut ln_ratio = prior(now + ln_by) - prior(now);
        let by = libm::exp(ln_by);
        let stretched: Vec<Vec<Call>> = self
            .slots
            .iter()
            .map(|ship| ship.calls.iter().map(|call| stretched(call, is_loading, by)).collect())
            .collect();
        for (ship, calls) in self.slots.iter().zip(&stretched) {
            if !calls.is_empty() {
                ln_ratio += self.ln_idles(ship.ln_idle, calls) - self.ln_idles(ship.ln_idle, &ship.calls);
            }
        }
        if self.instead_of_all(ln_ratio, &stretched) {
            *if is_loading { &mut self.shared.ln_loading } else { &mut self.shared.ln_discharge } += ln_by;
        }
    }

    /// All fills and their mean, alone or against the error of all readings.
    pub(super) fn tilt(&mut self) {
        let by = TILTS[self.chance.below(TILTS.len())] * self.chance.normal();
        let is_against_bias = self.chance.even() < 0.5;
        let params = self.world.params;
        let (fill, bias) = (self.shared.fill, self.shared.reading_bias);
        let ln_norm = ln_normal_norm(fill + by, params.fill_sd, params.fill_least, 1.0);
        let prior = |fill: f64| ln_normal(fill, params.fill, params.fill_mean_sd);
        let mut ln_ratio = prior(fill + by) - prior(fill);
        if is_against_bias {
            let sd = params.reading_bias_sd;
            ln_ratio += ln_normal(bias - by, 0.0, sd) - ln_normal(bias, 0.0, sd);
            self.shared.reading_bias = bias - by;
        }
        let of = |fill: f64, mean: f64, ln_norm: f64| {
            ln_normal_cut(fill, mean, params.fill_sd, params.fill_least, ln_norm)
        };
        let mut tilted = Vec::with_capacity(self.slots.len());
        for ship in &self.slots {
            let mut calls = ship.calls.clone();
            for call in &mut calls {
                ln_ratio -= of(call.fill, fill, self.shared.fill_ln_norm);
                call.fill += by;
                ln_ratio += of(call.fill, fill + by, ln_norm);
            }
            tilted.push(calls);
        }
        if self.instead_of_all(ln_ratio, &tilted) {
            self.shared.fill = fill + by;
            self.shared.fill_ln_norm = ln_norm;
        } else {
            self.shared.reading_bias = bias;
        }
    }

    /// Decides whether these calls take the place of all calls, ship by ship and one by one.
    fn instead_of_all(&mut self, ln_ratio: f64, all: &[Vec<Call>]) -> bool {
        let could = |slot: usize, calls: &Vec<Call>| calls.iter().all(|call| self.is_possible(slot, call));
        let are_possible = all.iter().enumerate().all(|(slot, calls)| could(slot, calls));
        if ln_ratio.is_nan() || ln_ratio <= f64::NEG_INFINITY || !are_possible {
            self.count_move(Kind::Ridge, false);
            return false;
        }
        for (slot, calls) in all.iter().enumerate() {
            for (at, new) in calls.iter().enumerate() {
                let old = self.slots[slot].calls[at];
                let bearer = Self::bearer(&self.slots, slot, self.shared.reading_bias);
                self.presence.replace_all(self.world, bearer, &old, new);
            }
        }
        let is_accepted = self.decide(Kind::Ridge, ln_ratio);
        if is_accepted {
            for (ship, calls) in self.slots.iter_mut().zip(all) {
                ship.calls.clone_from(calls);
            }
        }
        is_accepted
    }
}

/// A call with one of its stays longer or shorter.
fn stretched(call: &Call, is_loading: bool, by: f64) -> Call {
    let mut new = *call;
    if is_loading {
        new.time_h[ARRIVAL] = call.time_h[DEPARTURE] - call.hours(ARRIVAL, DEPARTURE) * by;
    } else {
        let longer_h = call.hours(DISCHARGE_DEPARTURE - 1, DISCHARGE_DEPARTURE) * (by - 1.0);
        new.time_h[DISCHARGE_DEPARTURE] += longer_h;
        new.time_h[BACK] += longer_h;
    }
    new
}
