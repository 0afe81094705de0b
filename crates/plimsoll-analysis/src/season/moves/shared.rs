//! What calls have in common: idle times, stays, places, fills, and the sizes of ships that are not in the register.

use super::Kind;
use crate::season::call::{ARRIVAL, BACK, Call, DEPARTURE, DISCHARGE_ARRIVAL, DISCHARGE_DEPARTURE, PHASES};
use crate::season::chain::{Chain, dirichlet, ln_normal};
use crate::season::population::Latent;
use crate::season::world::ln_normal_norm;

const DAY_H: f64 = 24.0;

impl Chain<'_> {
    /// How long one ship idles, or all at once.
    pub(super) fn idle(&mut self) {
        if self.chance.even() < 0.15 {
            return self.idle_of_all();
        }
        let slot = self.chance.below(self.world.slots);
        if !self.slots[slot].is_active {
            return self.count_move(Kind::Idle, false);
        }
        let old = self.slots[slot].ln_idle;
        let new = old + 0.6 * self.chance.normal();
        let ln = |ln_idle: f64| self.ln_idle_prior(ln_idle) + self.ln_idles(ln_idle, &self.slots[slot].calls);
        let ln_ratio = ln(new) - ln(old);
        if self.is_accepted(Kind::Idle, ln_ratio) {
            self.slots[slot].ln_idle = new;
        }
    }

    /// Moves the fleet's median and all ships with it.
    fn idle_of_all(&mut self) {
        let step = 0.15 * self.chance.normal();
        let params = self.world.params;
        let prior = |ln: f64| ln_normal(ln, libm::log(params.idle_d * DAY_H), params.idle_fleet_ln_sd);
        let mut ln_ratio = prior(self.shared.ln_idle + step) - prior(self.shared.ln_idle);
        for ship in self.slots.iter().filter(|ship| ship.is_active) {
            ln_ratio +=
                self.ln_idles(ship.ln_idle + step, &ship.calls) - self.ln_idles(ship.ln_idle, &ship.calls);
        }
        if self.is_accepted(Kind::Idle, ln_ratio) {
            self.shared.ln_idle += step;
            for ship in self.slots.iter_mut().filter(|ship| ship.is_active) {
                ship.ln_idle += step;
            }
        }
    }

    /// One of what calls share, or the sizes of a ship.
    pub(super) fn shared_or_sizes(&mut self) {
        if self.chance.even() < 0.8 { self.common() } else { self.particulars() }
    }

    /// One of what calls share.
    fn common(&mut self) {
        match self.chance.below(7) {
            0 => self.fleet_idle(),
            1 => self.stay_median(DEPARTURE),
            2 => self.stay_median(DISCHARGE_DEPARTURE),
            3 => self.places(),
            4 => self.participation(),
            5 => self.mean_fill(),
            _ => self.reading_bias(),
        }
    }

    /// The fleet's median of idle times, from the ships' own: normal by normal.
    fn fleet_idle(&mut self) {
        let params = self.world.params;
        let own: Vec<f64> =
            self.slots.iter().filter(|ship| ship.is_active).map(|ship| ship.ln_idle).collect();
        let prior = (libm::log(params.idle_d * DAY_H), params.idle_fleet_ln_sd);
        self.shared.ln_idle = self.draw_mean(prior, params.idle_ship_ln_sd, &own);
        self.count_move(Kind::Shared, true);
    }

    /// The median stay, from all stays: normal by normal.
    fn stay_median(&mut self, end: usize) {
        let params = self.world.params;
        let hours: Vec<f64> = self.calls().map(|call| libm::log(call.hours(end - 1, end))).collect();
        let days = if end == DEPARTURE { params.loading_stay_d } else { params.discharge_stay_d };
        let prior = (libm::log(days * DAY_H), params.stay_median_ln_sd);
        let drawn = self.draw_mean(prior, params.stay_ln_sd, &hours);
        if end == DEPARTURE {
            self.shared.ln_loading = drawn;
        } else {
            self.shared.ln_discharge = drawn;
        }
        self.count_move(Kind::Shared, true);
    }

    fn calls(&self) -> impl Iterator<Item = &Call> {
        self.slots.iter().flat_map(|ship| &ship.calls)
    }

    /// The mean of a normal distribution of known sd, given its normal prior and what was drawn from it.
    fn draw_mean(&mut self, prior: (f64, f64), sd: f64, drawn: &[f64]) -> f64 {
        let (of_prior, of_one) = (1.0 / (prior.1 * prior.1), 1.0 / (sd * sd));
        let precision = of_prior + of_one * drawn.len() as f64;
        let mean = (prior.0 * of_prior + drawn.iter().sum::<f64>() * of_one) / precision;
        mean + self.chance.normal() / precision.sqrt()
    }

    /// Probabilities of the discharge places.
    fn places(&mut self) {
        let of_prior =
            |place: &crate::season::SeasonPlace| if place.is_loading { 0.0 } else { place.prior_calls };
        let mut weights: Vec<f64> = self.world.input.places.iter().map(of_prior).collect();
        for call in self.slots.iter().flat_map(|ship| &ship.calls) {
            weights[call.place] += 1.0;
        }
        self.shared.place_shares = dirichlet(&weights, &mut self.chance);
        self.count_move(Kind::Shared, true);
    }

    /// Share of the register that takes part.
    fn participation(&mut self) {
        let register = &self.slots[..self.world.hulls];
        let active = register.iter().filter(|ship| ship.is_active).count();
        let params = self.world.params;
        let (a, b) =
            (params.takes_part_a + active as f64, params.takes_part_b + (register.len() - active) as f64);
        self.shared.takes_part = self.chance.beta(a, b).clamp(1e-12, 1.0 - 1e-12);
        self.count_move(Kind::Shared, true);
    }

    /// The mean fill. Calls whose fill nobody read get a new one drawn with it, so that they do not hold it back.
    fn mean_fill(&mut self) {
        let params = self.world.params;
        let old = self.shared.fill;
        let new = old + 0.6 * params.fill_mean_sd * self.chance.normal();
        let ln_norm = ln_normal_norm(new, params.fill_sd, params.fill_least, 1.0);
        let prior = |fill: f64| ln_normal(fill, params.fill, params.fill_mean_sd);
        let mut ln_ratio = prior(new) - prior(old);
        let mut unread = Vec::new();
        for (slot, ship) in self.slots.iter().enumerate() {
            for (at, call) in ship.calls.iter().enumerate() {
                if self.is_read(call) {
                    let z = |mean: f64| (call.fill - mean) / params.fill_sd;
                    ln_ratio +=
                        0.5 * (z(old) * z(old) - z(new) * z(new)) - ln_norm + self.shared.fill_ln_norm;
                } else {
                    unread.push((slot, at));
                }
            }
        }
        if self.is_accepted(Kind::Shared, ln_ratio) {
            self.shared.fill = new;
            self.shared.fill_ln_norm = ln_norm;
            for (slot, at) in unread {
                self.slots[slot].calls[at].fill = self.draw_fill();
            }
        }
    }

    /// True if some scene of the call has a fill read.
    fn is_read(&self, call: &Call) -> bool {
        PHASES.iter().any(|phase| {
            let span = Call::span(*phase);
            let place = match span.start {
                ARRIVAL => self.world.loading,
                DISCHARGE_ARRIVAL => call.place,
                _ => self.world.sea,
            };
            let mut scenes = self.world.scenes_in(place, call.time_h[span.start], call.time_h[span.end]);
            debug_assert!(span.end <= BACK);
            scenes.any(|scene| self.world.scenes[scene].is_read)
        })
    }

    /// The error common to all readings.
    fn reading_bias(&mut self) {
        let sd = self.world.params.reading_bias_sd;
        let old = self.shared.reading_bias;
        let new = old + 0.6 * sd * self.chance.normal();
        let read: Vec<(usize, Call)> = self
            .slots
            .iter()
            .enumerate()
            .flat_map(|(slot, ship)| ship.calls.iter().map(move |call| (slot, *call)))
            .filter(|(_, call)| self.is_read(call))
            .collect();
        for (slot, call) in &read {
            self.remove(*slot, call);
        }
        self.shared.reading_bias = new;
        for (slot, call) in &read {
            self.put(*slot, call);
        }
        let ln_ratio = ln_normal(new, 0.0, sd) - ln_normal(old, 0.0, sd);
        if !self.decide(Kind::Shared, ln_ratio) {
            self.shared.reading_bias = old;
        }
    }

    /// The sizes of a ship that is not in the register.
    fn particulars(&mut self) {
        let (hulls, slots) = (self.world.hulls, self.world.slots);
        if hulls == slots {
            return;
        }
        let slot = hulls + self.chance.below(slots - hulls);
        let old = self.slots[slot].latent;
        let (new, ln_ratio) = self.other_sizes(slot, old);
        let calls = self.slots[slot].calls.clone();
        for call in &calls {
            self.remove(slot, call);
        }
        self.slots[slot].latent = new;
        for call in &calls {
            self.put(slot, call);
        }
        if !self.decide(Kind::Particulars, ln_ratio) {
            self.slots[slot].latent = old;
        }
    }

    /// Other sizes, and ln of the ratio of prior over proposal: drawn from the population if she made no call, else at a
    /// step from her own.
    fn other_sizes(&mut self, slot: usize, old: Latent) -> (Latent, f64) {
        if self.slots[slot].calls.is_empty() {
            return (Latent::draw(&mut self.chance), 0.0);
        }
        let size = [0.03, 0.2, 1.0][self.chance.below(3)];
        let mut step = || size * self.chance.normal();
        let new = Latent {
            length_z: old.length_z + step(),
            beam_z: old.beam_z + step(),
            superstructure_z: old.superstructure_z + step(),
        };
        let square = |latent: Latent| {
            let Latent { length_z, beam_z, superstructure_z } = latent;
            length_z * length_z + beam_z * beam_z + superstructure_z * superstructure_z
        };
        (new, 0.5 * (square(old) - square(new)))
    }
}
