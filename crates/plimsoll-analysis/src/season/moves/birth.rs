//! Calls come and go; ships begin and cease to take part.

use super::{Aim, Kind};
use crate::season::call::Call;
use crate::season::chain::{Chain, ln_normal};

/// A ship that begins to take part with few calls idles long: how much longer than her fleet, and how sure that is, as
/// logarithms. They guide proposals only.
const NEW_LONGER: f64 = 0.6;
const EMPTY_LONGER: f64 = 1.0;
const NEW_SD: f64 = 0.6;

const LN_HALF: f64 = -std::f64::consts::LN_2;

impl Chain<'_> {
    /// Adds a call. A ship that did not take part does so from then on.
    pub(super) fn birth(&mut self, aim: &Aim) {
        let (slot, call) = self.propose(aim);
        let was_active = self.slots[slot].is_active;
        let was_empty = self.slots[slot].calls.is_empty();
        let mut ln_ratio = 0.0;
        let idle_before = self.slots[slot].ln_idle;
        if !was_active {
            ln_ratio += self.begin(slot, NEW_LONGER) + self.ln_idles(self.slots[slot].ln_idle, &[]);
        }
        let at = self.place_of(slot, &call);
        ln_ratio += self.ln_added(aim, slot, at, &call);
        if was_empty {
            ln_ratio += LN_HALF;
        }
        ln_ratio -= libm::log((self.count + 1) as f64);
        if ln_ratio > f64::NEG_INFINITY {
            self.put(slot, &call);
            if self.decide(Kind::Birth, ln_ratio) {
                self.slots[slot].calls.insert(at, call);
                self.count += 1;
                return;
            }
        } else {
            self.count_move(Kind::Birth, false);
        }
        if !was_active {
            self.slots[slot].is_active = false;
            self.slots[slot].ln_idle = idle_before;
        }
    }

    /// Takes a call away. A ship whose last call it is may cease to take part.
    pub(super) fn death(&mut self, aim: &Aim) {
        let Some((slot, at)) = self.pick() else { return self.count_move(Kind::Death, false) };
        let call = self.slots[slot].calls.remove(at);
        let is_last = self.slots[slot].calls.is_empty();
        let ceases = is_last && self.chance.even() < 0.5;
        let mut ln_ratio = libm::log(self.count as f64) - self.ln_added(aim, slot, at, &call);
        if is_last {
            ln_ratio -= LN_HALF;
        }
        if ceases {
            ln_ratio -= self.ln_begun(slot, NEW_LONGER) + self.ln_idles(self.slots[slot].ln_idle, &[]);
        }
        self.remove(slot, &call);
        if self.decide(Kind::Death, ln_ratio) {
            self.count -= 1;
            self.slots[slot].is_active = !ceases;
        } else {
            self.slots[slot].calls.insert(at, call);
        }
    }

    /// A ship without calls begins or ceases to take part.
    pub(super) fn toggle(&mut self) {
        let slot = self.chance.below(self.world.slots);
        if !self.slots[slot].calls.is_empty() {
            return self.count_move(Kind::Toggle, false);
        }
        let idle_before = self.slots[slot].ln_idle;
        if self.slots[slot].is_active {
            let ln_ratio = -self.ln_begun(slot, EMPTY_LONGER) - self.ln_idles(idle_before, &[]);
            self.slots[slot].is_active = !self.is_accepted(Kind::Toggle, ln_ratio);
        } else {
            let mut ln_ratio = self.begin(slot, EMPTY_LONGER);
            ln_ratio += self.ln_idles(self.slots[slot].ln_idle, &[]);
            if !self.is_accepted(Kind::Toggle, ln_ratio) {
                self.slots[slot].is_active = false;
                self.slots[slot].ln_idle = idle_before;
            }
        }
    }

    /// Lets a ship take part with a mean idle time drawn for her: ln of prior over proposal.
    pub(super) fn begin(&mut self, slot: usize, longer: f64) -> f64 {
        self.slots[slot].ln_idle = self.shared.ln_idle + longer + NEW_SD * self.chance.normal();
        self.slots[slot].is_active = true;
        self.ln_begun(slot, longer)
    }

    /// The same for a ship that takes part. Idle times are not in it.
    pub(super) fn ln_begun(&self, slot: usize, longer: f64) -> f64 {
        let ln_idle = self.slots[slot].ln_idle;
        let proposal = ln_normal(ln_idle, self.shared.ln_idle + longer, NEW_SD);
        self.ln_activity(slot) + self.ln_idle_prior(ln_idle) - proposal
    }

    /// Where in a ship's list a call belongs.
    pub(super) fn place_of(&self, slot: usize, call: &Call) -> usize {
        self.slots[slot].calls.partition_point(|other| other.arrival_h() < call.arrival_h())
    }

    /// ln of the prior with a call over that without, over the density of proposing it. The call is not in the list.
    fn ln_added(&self, aim: &Aim, slot: usize, at: usize, call: &Call) -> f64 {
        let calls = &self.slots[slot].calls;
        let free_h = if at == 0 { self.world.from_h } else { calls[at - 1].back_h() };
        let next_h = calls.get(at).map_or(f64::INFINITY, Call::arrival_h);
        if call.arrival_h() < self.world.from_h || !self.is_possible(slot, call) {
            return f64::NEG_INFINITY;
        }
        let around = self.ln_around(slot, (free_h, next_h), call);
        let alone_h = (next_h.min(self.world.end_h) - free_h).max(0.0);
        let ln_idle = self.slots[slot].ln_idle;
        around + alone_h * libm::exp(-ln_idle) - ln_idle - self.ln_proposal(aim, slot, call)
    }
}
