//! Two calls of a ship become one long one, and one becomes two: a long stay is never counted twice for want of a way back.
//!
//! A join at the loading place drops what lay between the first departure and the second; a join at the discharge place
//! what lay between the first arrival there and the second. The way back draws what was dropped from its prior, and
//! where in the long stay it begins evenly from the room there is.

use super::Kind;
use crate::season::call::Call;
use crate::season::chain::Chain;

/// Where the stay is that two calls share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Loading,
    Discharge,
}

impl Chain<'_> {
    /// Joins a call and the next of the same ship.
    pub(super) fn merge(&mut self) {
        let side = self.side();
        let Some((slot, at)) = self.pick() else { return self.count_move(Kind::Merge, false) };
        let calls = &self.slots[slot].calls;
        let Some(next) = calls.get(at + 1).copied() else { return self.count_move(Kind::Merge, false) };
        let first = calls[at];
        if side == Side::Discharge && first.place != next.place {
            return self.count_move(Kind::Merge, false);
        }
        let id = self.new_id();
        let joint = joined(side, &first, &next, id);
        let ln_ratio = libm::log(self.count as f64 / (self.count - 1) as f64)
            - self.ln_parted(side, &joint, &first, &next);
        if ln_ratio <= f64::NEG_INFINITY || !self.is_possible(slot, &joint) {
            return self.count_move(Kind::Merge, false);
        }
        self.remove(slot, &first);
        self.remove(slot, &next);
        self.put(slot, &joint);
        if self.decide(Kind::Merge, ln_ratio) {
            self.slots[slot].calls.splice(at..=at + 1, [joint]);
            self.count -= 1;
        }
    }

    /// Parts a call in two.
    pub(super) fn split(&mut self) {
        let side = self.side();
        let Some((slot, at)) = self.pick() else { return self.count_move(Kind::Split, false) };
        let joint = self.slots[slot].calls[at];
        let Some((first, next)) = self.part(side, slot, &joint) else {
            return self.count_move(Kind::Split, false);
        };
        let ln_ratio = self.ln_parted(side, &joint, &first, &next)
            - libm::log((self.count + 1) as f64 / self.count as f64);
        let is_possible = self.is_possible(slot, &first) && self.is_possible(slot, &next);
        if ln_ratio <= f64::NEG_INFINITY || !is_possible || next.arrival_h() >= self.world.end_h {
            return self.count_move(Kind::Split, false);
        }
        self.remove(slot, &joint);
        self.put(slot, &first);
        self.put(slot, &next);
        if self.decide(Kind::Split, ln_ratio) {
            self.slots[slot].calls.splice(at..=at, [first, next]);
            self.count += 1;
        }
    }

    fn side(&mut self) -> Side {
        if self.chance.even() < 0.5 { Side::Loading } else { Side::Discharge }
    }

    /// ln of the prior of two calls over that of the joint one, over the density of drawing what is between; the choice of
    /// calls is not in it. Prior and draw share all but the stays.
    fn ln_parted(&self, side: Side, joint: &Call, first: &Call, next: &Call) -> f64 {
        let (span, ln_median, ln_place) = match side {
            Side::Loading => ([0, 1], self.shared.ln_loading, 0.0),
            Side::Discharge => ([2, 3], self.shared.ln_discharge, self.ln_place(joint.place)),
        };
        let stays = [first, next, joint].map(|call| call.hours(span[0], span[1]));
        let between = stays[2] - stays[0] - stays[1];
        let room = stays[2] - between;
        if stays.iter().any(|stay| *stay <= 0.0) || between < 0.0 {
            return f64::NEG_INFINITY;
        }
        let ln = stays.map(|stay| self.ln_stay(ln_median, stay));
        ln[0] + ln[1] - ln[2] + ln_place + libm::log(room)
    }

    /// Draws two calls for a joint one; `None` if they do not fit.
    fn part(&mut self, side: Side, slot: usize, joint: &Call) -> Option<(Call, Call)> {
        let idle_h = libm::exp(self.slots[slot].ln_idle) * self.chance.exponential();
        let (mut first, mut next) = (*joint, *joint);
        first.id = self.new_id();
        next.id = self.new_id();
        match side {
            Side::Loading => {
                let place = self.draw_place();
                let legs = [self.draw_leg(place), self.draw_leg(place)];
                let stay_h = self.draw_stay(self.shared.ln_discharge);
                let between_h = legs[0] + stay_h + legs[1] + idle_h;
                let departure_h = self.cut(joint.time_h[0], joint.time_h[1], between_h)?;
                let (there_h, left_h) = (departure_h + legs[0], departure_h + legs[0] + stay_h);
                first.place = place;
                first.fill = self.draw_fill();
                first.time_h = [joint.time_h[0], departure_h, there_h, left_h, left_h + legs[1]];
                next.time_h[0] = left_h + legs[1] + idle_h;
            }
            Side::Discharge => {
                let place = joint.place;
                let legs = [self.draw_leg(place), self.draw_leg(place)];
                let stay_h = self.draw_stay(self.shared.ln_loading);
                let between_h = legs[0] + idle_h + stay_h + legs[1];
                let left_h = self.cut(joint.time_h[2], joint.time_h[3], between_h)?;
                let back_h = left_h + legs[0];
                let arrival_h = back_h + idle_h;
                first.time_h[3] = left_h;
                first.time_h[4] = back_h;
                next.fill = self.draw_fill();
                next.time_h[0] = arrival_h;
                next.time_h[1] = arrival_h + stay_h;
                next.time_h[2] = arrival_h + stay_h + legs[1];
            }
        }
        Some((first, next))
    }

    /// When the first of two stays ends, evenly from what the time between them leaves.
    fn cut(&mut self, from_h: f64, to_h: f64, between_h: f64) -> Option<f64> {
        let room_h = to_h - from_h - between_h;
        (room_h > 0.0).then(|| from_h + room_h * self.chance.even())
    }
}

/// The call that two are if they share a stay.
fn joined(side: Side, first: &Call, next: &Call, id: u32) -> Call {
    let mut joint = match side {
        Side::Loading => *next,
        Side::Discharge => *first,
    };
    joint.id = id;
    match side {
        Side::Loading => joint.time_h[0] = first.time_h[0],
        Side::Discharge => {
            joint.time_h[3] = next.time_h[3];
            joint.time_h[4] = next.time_h[4];
        }
    }
    joint
}
