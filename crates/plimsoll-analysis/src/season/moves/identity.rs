//! Whose call it was: one call goes to another ship, two ships exchange calls, one ship turns out to be another.

use super::Kind;
use crate::season::call::Call;
use crate::season::chain::Chain;

const LN_HALF: f64 = -std::f64::consts::LN_2;

/// How much longer than her fleet a ship idles that gets her first call.
const NEW_LONGER: f64 = 0.6;

impl Chain<'_> {
    /// Gives a call to another ship. One that did not take part begins to; one left without calls may cease to.
    pub(super) fn switch(&mut self) {
        let slots = self.world.slots;
        let (Some((from, at)), true) = (self.pick(), slots > 1) else {
            return self.count_move(Kind::Switch, false);
        };
        let to = (from + 1 + self.chance.below(slots - 1)) % slots;
        let call = self.slots[from].calls[at];
        if !self.is_possible(to, &call) {
            return self.count_move(Kind::Switch, false);
        }
        let (was_active, idle_before) = (self.slots[to].is_active, self.slots[to].ln_idle);
        let mut ln_ratio = -self.ln_own(from) - if was_active { self.ln_own(to) } else { 0.0 };
        if self.slots[to].calls.is_empty() {
            ln_ratio += LN_HALF;
        }
        self.slots[from].calls.remove(at);
        let is_left_empty = self.slots[from].calls.is_empty();
        let ceases = is_left_empty && self.chance.even() < 0.5;
        if is_left_empty {
            ln_ratio -= LN_HALF;
        }
        if ceases {
            ln_ratio -= self.ln_begun(from, NEW_LONGER);
            self.slots[from].is_active = false;
        } else {
            ln_ratio += self.ln_own(from);
        }
        if !was_active {
            ln_ratio += self.begin(to, NEW_LONGER);
        }
        let place = self.place_of(to, &call);
        self.slots[to].calls.insert(place, call);
        ln_ratio += self.ln_own(to);
        let is_accepted = ln_ratio > f64::NEG_INFINITY && {
            self.remove(from, &call);
            self.put(to, &call);
            self.decide(Kind::Switch, ln_ratio)
        };
        if !is_accepted {
            self.slots[to].calls.remove(place);
            self.slots[to].is_active = was_active;
            self.slots[to].ln_idle = idle_before;
            self.slots[from].is_active = true;
            self.slots[from].calls.insert(at, call);
        }
    }

    /// ln of the prior of a ship's idle times.
    fn ln_own(&self, slot: usize) -> f64 {
        let ship = &self.slots[slot];
        self.ln_idles(ship.ln_idle, &ship.calls)
    }

    /// Two ships that take part exchange the calls that began within a span: a day or all that is left, or between.
    pub(super) fn exchange(&mut self) {
        let Some((first, second)) = self.two() else { return self.count_move(Kind::Exchange, false) };
        if !(self.slots[first].is_active && self.slots[second].is_active) {
            return self.count_move(Kind::Exchange, false);
        }
        let world = self.world;
        let from_h = world.from_h + (world.end_h - world.from_h) * self.chance.even();
        let length_h = 24.0 * libm::exp(6.0 * self.chance.even());
        let (begin_h, end_h) = (from_h - 0.5 * length_h, from_h + 0.5 * length_h);
        let is_within = |call: &Call| (begin_h..end_h).contains(&call.arrival_h());
        let calls = [&self.slots[first].calls, &self.slots[second].calls];
        let moving =
            calls.map(|calls| calls.iter().filter(|call| is_within(call)).copied().collect::<Vec<_>>());
        if moving.iter().all(Vec::is_empty) {
            return self.count_move(Kind::Exchange, false);
        }
        let after = [0, 1].map(|k: usize| {
            let mut kept: Vec<Call> = calls[k].iter().filter(|call| !is_within(call)).copied().collect();
            kept.extend_from_slice(&moving[1 - k]);
            kept.sort_by(|a, b| a.arrival_h().total_cmp(&b.arrival_h()));
            kept
        });
        let ln_ratio = self.ln_idles(self.slots[first].ln_idle, &after[0])
            + self.ln_idles(self.slots[second].ln_idle, &after[1])
            - self.ln_own(first)
            - self.ln_own(second);
        let is_accepted = self.decide_exchange(Kind::Exchange, [first, second], &moving, ln_ratio);
        if is_accepted {
            let [of_first, of_second] = after;
            self.slots[first].calls = of_first;
            self.slots[second].calls = of_second;
        }
    }

    /// A ship turns out to be another: two ships exchange everything that they did.
    pub(super) fn relabel(&mut self) {
        let Some((first, second)) = self.two() else { return self.count_move(Kind::Relabel, false) };
        let pair = [first, second];
        if pair.iter().all(|slot| self.slots[*slot].calls.is_empty()) {
            return self.count_move(Kind::Relabel, false);
        }
        let before = self.ln_activities(pair);
        let moving = pair.map(|slot| self.slots[slot].calls.clone());
        self.swap(first, second);
        let ln_ratio = self.ln_activities(pair) - before;
        if !self.decide_exchange(Kind::Relabel, pair, &moving, ln_ratio) {
            self.swap(first, second);
        }
    }

    fn swap(&mut self, first: usize, second: usize) {
        self.slots.swap(first, second);
        // Sizes belong to the slot.
        let latent = self.slots[first].latent;
        self.slots[first].latent = self.slots[second].latent;
        self.slots[second].latent = latent;
    }

    /// ln of the prior of which of two ships take part, up to what does not change when they exchange it.
    fn ln_activities(&self, [first, second]: [usize; 2]) -> f64 {
        let is_in_register = |slot: usize| slot < self.world.hulls;
        let active = |slot: usize| self.slots[slot].is_active;
        if is_in_register(first) == is_in_register(second) || active(first) == active(second) {
            return 0.0;
        }
        // Exactly one takes part, and exactly one is in the register.
        let only = if active(first) { first } else { second };
        self.ln_activity(only)
    }

    /// Puts the calls of each of two ships into the scenes for the other, and decides.
    fn decide_exchange(
        &mut self,
        kind: Kind,
        [first, second]: [usize; 2],
        moving: &[Vec<Call>; 2],
        ln_ratio: f64,
    ) -> bool {
        let could = |slot: usize, calls: &[Call]| calls.iter().all(|call| self.is_possible(slot, call));
        if ln_ratio <= f64::NEG_INFINITY || !could(second, &moving[0]) || !could(first, &moving[1]) {
            self.count_move(kind, false);
            return false;
        }
        for (calls, [own, other]) in moving.iter().zip([[first, second], [second, first]]) {
            for call in calls {
                self.remove(own, call);
                self.put(other, call);
            }
        }
        self.decide(kind, ln_ratio)
    }

    /// Two ships.
    fn two(&mut self) -> Option<(usize, usize)> {
        let slots = self.world.slots;
        if slots < 2 {
            return None;
        }
        let first = self.chance.below(slots);
        Some((first, (first + 1 + self.chance.below(slots - 1)) % slots))
    }
}
