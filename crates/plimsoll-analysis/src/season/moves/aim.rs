//! Where and for whom calls are proposed: at a sighting, for a ship that it may be, or anywhere for anyone.
//!
//! A call is drawn from its prior but for when it began. Its density is therefore that of its prior times what
//! [`Aim::density`] gives, and most of the prior cancels in the ratio of Metropolis and Hastings.

use super::redraw::Sizes;
use crate::season::call::Call;
use crate::season::chain::Chain;
use crate::season::chance::Chance;
use crate::season::path::{Kernels, LegKernel};
use crate::season::world::World;

/// Sightings of one place in order of time.
struct Marks {
    time_h: Vec<f64>,
    /// `sums[i * slots + slot]`: probability of the first `i` sightings for this slot.
    sums: Vec<f64>,
}

impl Marks {
    /// A ship that a sighting may be, with her probability.
    fn draw_slot(&self, at: usize, slots: usize, chance: &mut Chance) -> usize {
        let (before, after) = (&self.sums[at * slots..], &self.sums[(at + 1) * slots..]);
        let weight = |slot: usize| after[slot] - before[slot];
        let mut left = chance.even() * (0..slots).map(weight).sum::<f64>();
        for slot in 0..slots {
            left -= weight(slot);
            if left < 0.0 {
                return slot;
            }
        }
        slots - 1
    }
}

/// One kind of aim: at sightings at the loading place, or at the discharge places.
struct Class {
    /// Place, time, slot of each choice.
    choices: Vec<(usize, f64, usize)>,
    /// Sums of their probabilities.
    sums: Vec<f64>,
    share: f64,
}

/// Where proposals go. Fixed for a whole run.
pub(in crate::season) struct Aim {
    marks: Vec<Marks>,
    loading: Class,
    discharge: Class,
    anywhere: f64,
    slots: usize,
    legs: Vec<LegKernel>,
    sizes: Sizes,
    pairs: Pairs,
}

/// Share of proposals at each class of sightings, if there are any.
const CLASS_SHARE: f64 = 0.38;

/// A ship is aimed at with her odds, at most this, plus `LEAST_ODDS`.
const MOST_ODDS: f64 = 200.0;
const LEAST_ODDS: f64 = 0.03;

impl Aim {
    pub(in crate::season) fn new(world: &World<'_>) -> Self {
        let mut marks: Vec<Marks> =
            (0..world.sea).map(|_| Marks { time_h: Vec::new(), sums: vec![0.0; world.slots] }).collect();
        let class = |is_loading: bool| -> usize {
            let is_it = |place: Option<usize>| place.is_some_and(|p| (p == world.loading) == is_loading);
            world.input.sightings.iter().filter(|sighting| is_it(sighting.place)).count()
        };
        let counts = [class(true), class(false)];
        let shares = counts.map(|count| if count > 0 { CLASS_SHARE } else { 0.0 });
        let mut classes = shares.map(|share| Class { choices: Vec::new(), sums: Vec::new(), share });
        for scene in &world.scenes {
            for at in scene.seen.clone() {
                let Some(place) = world.input.sightings[world.order[at]].place else { continue };
                let kind = usize::from(place != world.loading);
                let weights = weights(world, at);
                let mark = &mut marks[place];
                mark.time_h.push(scene.time_h);
                let before = mark.sums.len() - world.slots;
                for (slot, weight) in weights.iter().enumerate() {
                    let p = weight / counts[kind] as f64;
                    mark.sums.push(mark.sums[before + slot] + p);
                    let class = &mut classes[kind];
                    class.choices.push((place, scene.time_h, slot));
                    class.sums.push(class.sums.last().copied().unwrap_or(0.0) + p);
                }
            }
        }
        let anywhere = 1.0 - shares[0] - shares[1];
        let [loading, discharge] = classes;
        let legs = Kernels::legs(world, world.params.cell_h);
        let sizes = Sizes::new(world.population.suggested());
        Self {
            marks,
            loading,
            discharge,
            anywhere,
            slots: world.slots,
            legs,
            sizes,
            pairs: Pairs::new(world),
        }
    }

    /// When a sighting at a place was made, and two ships that it may be.
    pub(super) fn draw_pair_at(&self, chance: &mut Chance) -> Option<(f64, (usize, usize))> {
        let marks: usize = self.marks.iter().map(|mark| mark.time_h.len()).sum();
        if marks == 0 || self.slots < 2 {
            return None;
        }
        let mut at = chance.below(marks);
        for mark in &self.marks {
            if at < mark.time_h.len() {
                let (first, second) =
                    (mark.draw_slot(at, self.slots, chance), mark.draw_slot(at, self.slots, chance));
                return (first != second).then_some((mark.time_h[at], (first, second)));
            }
            at -= mark.time_h.len();
        }
        None
    }

    /// How long legs take.
    pub(super) fn legs(&self) -> &[LegKernel] {
        &self.legs
    }

    /// Sizes that a ship which is not in the register may have, for proposals.
    pub(super) fn sizes(&self) -> &Sizes {
        &self.sizes
    }

    /// Two ships that sightings do not tell apart well.
    pub(super) fn draw_pair(&self, chance: &mut Chance) -> Option<(usize, usize)> {
        self.pairs.draw(chance)
    }

    /// Probability of aiming at sightings at a place within a span, for a slot.
    fn at(&self, place: usize, slot: usize, from_h: f64, to_h: f64) -> f64 {
        let marks = &self.marks[place];
        let from = marks.time_h.partition_point(|time| *time < from_h);
        let to = from + marks.time_h[from..].partition_point(|time| *time < to_h);
        if from == to {
            return 0.0;
        }
        marks.sums[to * self.slots + slot] - marks.sums[from * self.slots + slot]
    }

    /// Sightings at a place within a span.
    fn count(&self, place: usize, from_h: f64, to_h: f64) -> usize {
        let marks = &self.marks[place];
        let from = marks.time_h.partition_point(|time| *time < from_h);
        marks.time_h[from..].partition_point(|time| *time < to_h)
    }
}

/// With which probability each slot is taken for a sighting.
fn weights(world: &World<'_>, at: usize) -> Vec<f64> {
    let mut weights: Vec<f64> = (0..world.slots)
        .map(|slot| {
            let ln = if slot < world.hulls { world.ln_ratio(at, slot) } else { 0.0 };
            libm::exp(ln.min(10.0)).min(MOST_ODDS) + LEAST_ODDS
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= sum;
    }
    weights
}

/// Pairs of ships by how often a sighting may be either.
struct Pairs {
    pairs: Vec<(usize, usize)>,
    sums: Vec<f64>,
}

/// Weight of pairs that no sighting suggests, all together, over that of all others.
const ANY_PAIR: f64 = 0.2;

impl Pairs {
    fn new(world: &World<'_>) -> Self {
        let slots = world.slots;
        let mut likeness = vec![0.0; slots * slots];
        for at in 0..world.order.len() {
            let weights = weights(world, at);
            for first in 0..slots {
                for second in 0..first {
                    likeness[first * slots + second] += weights[first] * weights[second];
                }
            }
        }
        let sum: f64 = likeness.iter().sum();
        let any = (ANY_PAIR * sum).max(1e-6) / (slots * slots) as f64;
        let (mut pairs, mut sums, mut so_far) = (Vec::new(), Vec::new(), 0.0);
        for first in 0..slots {
            for second in 0..first {
                so_far += likeness[first * slots + second] + any;
                pairs.push((first, second));
                sums.push(so_far);
            }
        }
        Self { pairs, sums }
    }

    /// One of them, in either order.
    fn draw(&self, chance: &mut Chance) -> Option<(usize, usize)> {
        let u = chance.even() * self.sums.last()?;
        let (first, second) =
            self.pairs[self.sums.partition_point(|sum| *sum <= u).min(self.pairs.len() - 1)];
        Some(if chance.even() < 0.5 { (first, second) } else { (second, first) })
    }
}

impl Class {
    fn choose(&self, chance: &mut Chance) -> (usize, f64, usize) {
        let u = chance.even() * self.sums.last().copied().unwrap_or(0.0);
        let at = self.sums.partition_point(|sum| *sum <= u);
        self.choices[at.min(self.choices.len() - 1)]
    }
}

/// Hours after which a discharge is no longer looked for: four weeks.
const HORIZON_H: f64 = 672.0;

impl Chain<'_> {
    /// A call and the slot it is proposed for.
    pub(super) fn propose(&mut self, aim: &Aim) -> (usize, Call) {
        let loading_h = self.draw_stay(self.shared.ln_loading);
        let discharge_h = self.draw_stay(self.shared.ln_discharge);
        let u = self.chance.even();
        if u < aim.loading.share {
            let (_, time_h, slot) = aim.loading.choose(&mut self.chance);
            let arrival_h = time_h - loading_h * self.chance.even();
            let place = self.draw_place();
            return (slot, self.call_from(arrival_h, loading_h, place, discharge_h));
        }
        if u < aim.loading.share + aim.discharge.share {
            let (place, time_h, slot) = aim.discharge.choose(&mut self.chance);
            let laden_h = self.draw_leg(place);
            let there_h = time_h - discharge_h * self.chance.even();
            let mut call = self.call_from(0.0, loading_h, place, discharge_h);
            let ballast_h = call.time_h[4] - call.time_h[3];
            let departure_h = there_h - laden_h;
            let left_h = there_h + discharge_h;
            call.time_h = [departure_h - loading_h, departure_h, there_h, left_h, left_h + ballast_h];
            return (slot, call);
        }
        let slot = self.chance.below(self.world.slots);
        let arrival_h = self.world.from_h + (self.world.end_h - self.world.from_h) * self.chance.even();
        let place = self.draw_place();
        (slot, self.call_from(arrival_h, loading_h, place, discharge_h))
    }

    /// ln density of proposing this call for this slot, but for the prior of what follows its arrival.
    pub(super) fn ln_proposal(&self, aim: &Aim, slot: usize, call: &Call) -> f64 {
        let world = self.world;
        let time = &call.time_h;
        let mut density = aim.anywhere / (world.slots as f64 * (world.end_h - world.from_h));
        if aim.loading.share > 0.0 {
            let p = aim.at(world.loading, slot, time[0], time[1]);
            density += aim.loading.share * p / (time[1] - time[0]);
        }
        if aim.discharge.share > 0.0 {
            let p = aim.at(call.place, slot, time[2], time[3]);
            density += aim.discharge.share * p / ((time[3] - time[2]) * self.shared.place_shares[call.place]);
        }
        libm::log(density)
    }

    fn call_from(&mut self, arrival_h: f64, loading_h: f64, place: usize, discharge_h: f64) -> Call {
        let departure_h = arrival_h + loading_h;
        let there_h = departure_h + self.draw_leg(place);
        let left_h = there_h + discharge_h;
        let back_h = left_h + self.draw_leg(place);
        let id = self.new_id();
        let fill = self.draw_fill();
        Call { id, place, time_h: [arrival_h, departure_h, there_h, left_h, back_h], fill }
    }

    pub(super) fn new_id(&mut self) -> u32 {
        self.next_id = self.next_id.wrapping_add(1);
        self.next_id
    }

    /// Draws a stay, h.
    pub(super) fn draw_stay(&mut self, ln_median: f64) -> f64 {
        libm::exp(ln_median + self.world.params.stay_ln_sd * self.chance.normal())
    }

    /// Draws the hours of a leg.
    pub(super) fn draw_leg(&mut self, place: usize) -> f64 {
        let speed = self.world.speed;
        let knots = self.chance.normal_within(speed.mean, speed.sd, speed.least, speed.most);
        self.world.route_nm(place) / knots
    }

    /// Draws a discharge place.
    pub(super) fn draw_place(&mut self) -> usize {
        let mut left = self.chance.even();
        let mut last = 0;
        for (place, share) in self.shared.place_shares.iter().enumerate() {
            if *share > 0.0 {
                last = place;
                left -= share;
                if left < 0.0 {
                    return place;
                }
            }
        }
        last
    }

    /// Draws a fill.
    pub(super) fn draw_fill(&mut self) -> f64 {
        let params = self.world.params;
        self.chance.normal_within(self.shared.fill, params.fill_sd, params.fill_least, 1.0)
    }

    /// The same call with another discharge: half of the time drawn from the prior, half aimed at a sighting. With it the
    /// ln density of the draw, but for the prior of the place and of the three durations.
    pub(super) fn propose_discharge(&mut self, aim: &Aim, call: &Call) -> Call {
        let discharge_h = self.draw_stay(self.shared.ln_discharge);
        let departure_h = call.time_h[1];
        let (to_h, mut new) = (departure_h + HORIZON_H, *call);
        let seen = self.seen_after(aim, departure_h, to_h);
        let (place, there_h) = if seen > 0 && self.chance.even() < 0.5 {
            let (place, time_h) = self.choose_after(aim, departure_h, to_h, seen);
            (place, time_h - discharge_h * self.chance.even())
        } else {
            let place = self.draw_place();
            (place, departure_h + self.draw_leg(place))
        };
        let left_h = there_h + discharge_h;
        new.place = place;
        new.time_h = [call.time_h[0], departure_h, there_h, left_h, left_h + self.draw_leg(place)];
        new
    }

    /// ln density of that draw, divided by the prior of place and durations. Minus infinity if the leg is impossible.
    pub(super) fn ln_discharge_proposal(&self, aim: &Aim, call: &Call) -> f64 {
        let departure_h = call.time_h[1];
        let to_h = departure_h + HORIZON_H;
        let seen = self.seen_after(aim, departure_h, to_h);
        if seen == 0 {
            return 0.0;
        }
        let (there_h, left_h) = (call.time_h[2], call.time_h[3]);
        let hits = aim.count(call.place, there_h.max(departure_h), left_h.min(to_h)) as f64;
        let ln_leg = self.ln_leg(call.place, there_h - departure_h);
        let prior = self.shared.place_shares[call.place] * libm::exp(ln_leg);
        let aimed = hits / (seen as f64 * (left_h - there_h));
        libm::log(0.5 + 0.5 * aimed / prior)
    }

    /// Sightings at discharge places within a span.
    fn seen_after(&self, aim: &Aim, from_h: f64, to_h: f64) -> usize {
        let is_there = |place: &usize| *place != self.world.loading;
        (0..self.world.sea).filter(is_there).map(|place| aim.count(place, from_h, to_h)).sum()
    }

    /// One of them, each with equal probability: its place and time.
    fn choose_after(&mut self, aim: &Aim, from_h: f64, to_h: f64, seen: usize) -> (usize, f64) {
        let mut left = self.chance.below(seen);
        for place in (0..self.world.sea).filter(|place| *place != self.world.loading) {
            let count = aim.count(place, from_h, to_h);
            if left < count {
                let times = &aim.marks[place].time_h;
                let from = times.partition_point(|time| *time < from_h);
                return (place, times[from + left]);
            }
            left -= count;
        }
        (self.world.loading, from_h)
    }
}
