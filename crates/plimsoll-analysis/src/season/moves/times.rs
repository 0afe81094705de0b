//! A call's times are shifted; its discharge or its fill is drawn anew.

use super::{Aim, Kind};
use crate::season::call::Call;
use crate::season::chain::Chain;

/// Steps of a shift, h: one is taken at random.
const STEPS_H: [f64; 4] = [1.0, 5.0, 20.0, 70.0];

/// Which of the five times are shifted together.
const GROUPS: [[bool; 5]; 9] = [
    [true, false, false, false, false],
    [false, true, false, false, false],
    [false, false, true, false, false],
    [false, false, false, true, false],
    [false, false, false, false, true],
    [true, true, false, false, false],
    [false, false, true, true, false],
    [false, false, true, true, true],
    [true, true, true, true, true],
];

impl Chain<'_> {
    /// Shifts some of a call's times.
    pub(super) fn shift(&mut self) {
        let Some((slot, at)) = self.pick() else { return self.count_move(Kind::Shift, false) };
        let old = self.slots[slot].calls[at];
        let hours = STEPS_H[self.chance.below(STEPS_H.len())] * self.chance.normal();
        let group = GROUPS[self.chance.below(GROUPS.len())];
        let mut new = old;
        for (time_h, is_shifted) in new.time_h.iter_mut().zip(group) {
            if is_shifted {
                *time_h += hours;
            }
        }
        let ln_ratio = self.ln_changed(slot, at, &old, &new);
        self.try_instead(Kind::Shift, (slot, at), &new, ln_ratio);
    }

    /// Draws a call's discharge anew: place, voyage, stay, voyage back.
    pub(super) fn discharge(&mut self, aim: &Aim) {
        let Some((slot, at)) = self.pick() else { return self.count_move(Kind::Discharge, false) };
        let old = self.slots[slot].calls[at];
        let new = self.propose_discharge(aim, &old);
        let gap = self.gap(slot, at);
        // Place and durations cancel: they were drawn from their prior, but for what the aim adds.
        let mut ln_ratio = self.ln_around(slot, gap, &new) - self.ln_around(slot, gap, &old);
        ln_ratio += self.ln_discharge_proposal(aim, &old) - self.ln_discharge_proposal(aim, &new);
        if self.ln_leg(new.place, new.time_h[2] - new.time_h[1]) <= f64::NEG_INFINITY {
            ln_ratio = f64::NEG_INFINITY;
        }
        self.try_instead(Kind::Discharge, (slot, at), &new, ln_ratio);
    }

    /// Moves a call's fill.
    pub(super) fn refill(&mut self) {
        let Some((slot, at)) = self.pick() else { return self.count_move(Kind::Fill, false) };
        let old = self.slots[slot].calls[at];
        let mut new = old;
        // From the prior, which cancels, or a small step.
        let ln_ratio = if self.chance.even() < 0.5 {
            new.fill = self.draw_fill();
            0.0
        } else {
            new.fill += 0.7 * self.world.params.fill_sd * self.chance.normal();
            self.ln_call(&new) - self.ln_call(&old)
        };
        self.try_instead(Kind::Fill, (slot, at), &new, ln_ratio);
    }

    /// ln of the prior with a changed call over that with the old one.
    fn ln_changed(&self, slot: usize, at: usize, old: &Call, new: &Call) -> f64 {
        let gap = self.gap(slot, at);
        let around = self.ln_around(slot, gap, new);
        if around <= f64::NEG_INFINITY {
            return around;
        }
        let prior = self.ln_call(new);
        if prior <= f64::NEG_INFINITY {
            return prior;
        }
        around - self.ln_around(slot, gap, old) + prior - self.ln_call(old)
    }

    /// Decides whether a call takes the place of the one that it was.
    fn try_instead(&mut self, kind: Kind, (slot, at): (usize, usize), new: &Call, ln_ratio: f64) {
        if ln_ratio <= f64::NEG_INFINITY || !self.is_possible(slot, new) {
            return self.count_move(kind, false);
        }
        let old = self.slots[slot].calls[at];
        let bearer = Self::bearer(&self.slots, slot, self.shared.reading_bias);
        self.presence.replace(self.world, bearer, &old, new);
        if self.decide(kind, ln_ratio) {
            self.slots[slot].calls[at] = *new;
        }
    }
}
