//! The whole way of a ship within a window is drawn anew, given everything else; or of two ships, one after the other.
//!
//! Draws come from [`crate::season::path`]; what its cells leave coarse is made good by Metropolis and Hastings. A fill is drawn
//! from its prior with its call and cancels.

use super::{Aim, Kind};
use crate::season::call::Call;
use crate::season::chain::{Chain, ln_normal};
use crate::season::chance::Chance;
use crate::season::path::{Evidence, Kernels, Leg, Model, Passage, Span, StayKernel};
use crate::season::population::Latent;
use std::ops::Range;

/// Of a ship that takes part: how often she is to cease, how often her mean idle time is drawn with her way. Otherwise a window of
/// her way is drawn anew.
const CEASES: f64 = 0.3;
const ANEW: f64 = 0.15;

/// Lengths of windows, h: one is taken at random.
const WINDOWS_H: [f64; 4] = [480.0, 960.0, 2_400.0, 1e6];

/// The same about a sighting: the call may have begun days before it.
const AROUND_H: [f64; 3] = [240.0, 480.0, 960.0];

/// What a way in a window is drawn from.
struct Draft {
    span: Span,
    stays: [StayKernel; 2],
    evidence: Vec<Evidence>,
    legs: Vec<[Vec<Leg>; 2]>,
    place_shares: Vec<f64>,
    loading: usize,
}

impl Draft {
    fn model<'a>(&'a self, aim: &'a Aim, ln_idle: f64) -> Model<'a> {
        let kernels = Kernels::new(&self.stays, aim.legs());
        let seen = (self.evidence.as_slice(), self.legs.as_slice());
        Model::new(self.span, kernels, seen, (self.loading, &self.place_shares), ln_idle)
    }
}

/// A window of one ship's way: which of her calls are in it, and the time that they leave.
struct Window {
    slot: usize,
    calls: Range<usize>,
    span: Span,
}

impl Chain<'_> {
    /// One ship: she begins or ceases to take part with all her calls, or her way is drawn anew.
    pub(super) fn redraw(&mut self, aim: &Aim) {
        let slot = self.chance.below(self.world.slots);
        let u = self.chance.even();
        match (self.slots[slot].is_active, u) {
            (false, u) if u < CEASES => self.comes(aim, slot),
            (false, _) => self.count_move(Kind::Redraw, false),
            (true, u) if u < CEASES => self.goes(aim, slot),
            (true, u) if u < CEASES + ANEW => self.anew(aim, slot),
            (true, _) => self.redraw_window(aim, slot),
        }
    }

    /// Her calls within a window are drawn anew.
    fn redraw_window(&mut self, aim: &Aim, slot: usize) {
        let (from_h, to_h) = self.draw_window();
        let Some(window) = self.window(slot, from_h, to_h) else {
            return self.count_move(Kind::Redraw, false);
        };
        let old = self.slots[slot].calls[window.calls.clone()].to_vec();
        let ln_idle = self.slots[slot].ln_idle;
        self.remove_all(slot, &old);
        let draft = self.draft(slot, window.span);
        let model = draft.model(aim, ln_idle);
        let ln_old = self.ln_excess(&model, ln_idle, &old);
        if ln_old <= f64::NEG_INFINITY {
            return self.refuse(Kind::Redraw);
        }
        let new = self.draw_way(&model);
        let ln_ratio = self.ln_excess(&model, ln_idle, &new) - ln_old;
        if self.decide_ways(Kind::Redraw, ln_ratio, &[(slot, &new)]) {
            self.put_way(window, new);
        }
    }

    /// Her whole way and her mean idle time are drawn anew, the latter from what the fleet says of it.
    fn anew(&mut self, aim: &Aim, slot: usize) {
        let Some(window) = self.whole(slot) else { return self.count_move(Kind::Anew, false) };
        let old = self.slots[slot].calls.clone();
        let was = self.slots[slot].ln_idle;
        let now = self.shared.ln_idle + self.world.params.idle_ship_ln_sd * self.chance.normal();
        self.remove_all(slot, &old);
        let draft = self.draft(slot, window.span);
        let (before, after) = (draft.model(aim, was), draft.model(aim, now));
        let ln_old = self.ln_excess(&before, was, &old);
        if ln_old <= f64::NEG_INFINITY {
            return self.refuse(Kind::Anew);
        }
        let ln_sum_before = self.ln_sum(&before);
        let new = self.draw_way(&after);
        let ln_new = self.ln_excess(&after, now, &new) + self.filter.ln_sum();
        if self.decide_ways(Kind::Anew, ln_new - ln_old - ln_sum_before, &[(slot, &new)]) {
            self.slots[slot].ln_idle = now;
            self.put_way(window, new);
        }
    }

    /// She begins to take part, with her way.
    fn comes(&mut self, aim: &Aim, slot: usize) {
        let Some(window) = self.whole(slot) else { return self.count_move(Kind::Comes, false) };
        let (latent, idle_before) = (self.slots[slot].latent, self.slots[slot].ln_idle);
        let mut ln_ratio = self.ln_activity(slot);
        if slot >= self.world.hulls {
            let drawn = aim.sizes().draw(&mut self.chance);
            self.slots[slot].latent = drawn;
            ln_ratio -= aim.sizes().ln(&drawn);
        }
        let ln_idle = self.shared.ln_idle + self.world.params.idle_ship_ln_sd * self.chance.normal();
        self.slots[slot].ln_idle = ln_idle;
        let draft = self.draft(slot, window.span);
        let model = draft.model(aim, ln_idle);
        let new = self.draw_way(&model);
        ln_ratio += self.ln_excess(&model, ln_idle, &new) + self.filter.ln_sum();
        if self.decide_ways(Kind::Comes, ln_ratio, &[(slot, &new)]) {
            self.slots[slot].is_active = true;
            self.put_way(window, new);
        } else {
            self.slots[slot].latent = latent;
            self.slots[slot].ln_idle = idle_before;
        }
    }

    /// She ceases to take part, with her calls.
    fn goes(&mut self, aim: &Aim, slot: usize) {
        let Some(window) = self.whole(slot) else { return self.count_move(Kind::Goes, false) };
        let old = self.slots[slot].calls.clone();
        let ln_idle = self.slots[slot].ln_idle;
        let mut ln_ratio = -self.ln_activity(slot);
        if slot >= self.world.hulls {
            ln_ratio += aim.sizes().ln(&self.slots[slot].latent);
        }
        self.remove_all(slot, &old);
        let draft = self.draft(slot, window.span);
        let model = draft.model(aim, ln_idle);
        let ln_old = self.ln_excess(&model, ln_idle, &old);
        if ln_old <= f64::NEG_INFINITY {
            return self.refuse(Kind::Goes);
        }
        ln_ratio -= ln_old + self.ln_sum(&model);
        if self.decide_ways(Kind::Goes, ln_ratio, &[]) {
            self.slots[slot].is_active = false;
            if slot >= self.world.hulls {
                self.slots[slot].latent = Latent::draw(&mut self.chance);
            }
            self.put_way(window, Vec::new());
        }
    }

    /// Two ships that are like each other: one is drawn as if the other had made no call in the window, then the other given
    /// the one.
    pub(super) fn redraw_two(&mut self, aim: &Aim) {
        let Some(((first, second), (from_h, to_h))) = self.draw_pair(aim) else {
            return self.count_move(Kind::Two, false);
        };
        let are_active = self.slots[first].is_active && self.slots[second].is_active;
        let (Some(of_first), Some(of_second), true) =
            (self.window(first, from_h, to_h), self.window(second, from_h, to_h), are_active)
        else {
            return self.count_move(Kind::Two, false);
        };
        let old = [&of_first, &of_second].map(|w| self.slots[w.slot].calls[w.calls.clone()].to_vec());
        if old.iter().all(Vec::is_empty) {
            return self.count_move(Kind::Two, false);
        }
        let idles = [first, second].map(|slot| self.slots[slot].ln_idle);
        self.remove_all(first, &old[0]);
        self.remove_all(second, &old[1]);
        let draft = self.draft(first, of_first.span);
        let model = draft.model(aim, idles[0]);
        let ln_old = self.ln_excess(&model, idles[0], &old[0]);
        if ln_old <= f64::NEG_INFINITY {
            return self.refuse(Kind::Two);
        }
        let of_one = self.draw_way(&model);
        let ln_new = self.ln_excess(&model, idles[0], &of_one);
        // The way back: the second drawn given the first as she was.
        self.put_all(first, &old[0]);
        let draft = self.draft(second, of_second.span);
        let model = draft.model(aim, idles[1]);
        let ln_old = ln_old + self.ln_excess(&model, idles[1], &old[1]);
        if ln_old <= f64::NEG_INFINITY {
            return self.refuse(Kind::Two);
        }
        let ln_old = ln_old + self.ln_sum(&model);
        self.remove_all(first, &old[0]);
        self.put_all(first, &of_one);
        let draft = self.draft(second, of_second.span);
        let model = draft.model(aim, idles[1]);
        let of_other = self.draw_way(&model);
        let ln_new = ln_new + self.ln_excess(&model, idles[1], &of_other) + self.filter.ln_sum();
        self.remove_all(first, &of_one);
        let ways = [(first, of_one.as_slice()), (second, of_other.as_slice())];
        if self.decide_ways(Kind::Two, ln_new - ln_old, &ways) {
            self.put_way(of_first, of_one);
            self.put_way(of_second, of_other);
        }
    }

    /// Two ships, and a window: about a sighting that either may be, or two that sightings do not tell apart and any window.
    fn draw_pair(&mut self, aim: &Aim) -> Option<((usize, usize), (f64, f64))> {
        if self.chance.even() < 0.2 {
            let pair = aim.draw_pair(&mut self.chance)?;
            return Some((pair, self.draw_window()));
        }
        let (time_h, pair) = aim.draw_pair_at(&mut self.chance)?;
        let length_h = AROUND_H[self.chance.below(AROUND_H.len())];
        let from_h = time_h - length_h * self.chance.even();
        Some((pair, (from_h.max(self.world.from_h), from_h + length_h)))
    }

    /// When a window begins and ends, h.
    fn draw_window(&mut self) -> (f64, f64) {
        let world = self.world;
        let length_h = WINDOWS_H[self.chance.below(WINDOWS_H.len())];
        let whole_h = world.end_h - world.from_h;
        let from_h = world.from_h - 0.5 * length_h.min(whole_h) + whole_h * self.chance.even();
        if length_h > whole_h { (world.from_h, world.end_h) } else { (from_h, from_h + length_h) }
    }

    /// The calls of a ship that began within a window. `None` if there is no room in it.
    fn window(&self, slot: usize, from_h: f64, to_h: f64) -> Option<Window> {
        let world = self.world;
        let calls = &self.slots[slot].calls;
        let first = calls.partition_point(|call| call.arrival_h() < from_h);
        let last = calls.partition_point(|call| call.arrival_h() < to_h);
        let free_h = if first == 0 { world.from_h } else { calls[first - 1].back_h() };
        let next_h = calls.get(last).map_or(f64::INFINITY, Call::arrival_h);
        let (start_h, arrive_before_h) = (free_h.max(from_h), to_h.min(next_h).min(world.end_h));
        let (end_h, step_h) = (world.end_h, world.params.cell_h);
        let span = Span { start_h, arrive_before_h, next_h, end_h, step_h };
        (start_h < arrive_before_h).then_some(Window { slot, calls: first..last, span })
    }

    fn whole(&self, slot: usize) -> Option<Window> {
        self.window(slot, self.world.from_h, self.world.end_h)
    }

    /// What the looks within a window say of this ship, her own calls in it taken out.
    fn draft(&mut self, slot: usize, span: Span) -> Draft {
        let world = self.world;
        let (ln_sd, step_h) = (world.params.stay_ln_sd, world.params.cell_h);
        self.stay_kernels[0].follow(self.shared.ln_loading, ln_sd, step_h);
        self.stay_kernels[1].follow(self.shared.ln_discharge, ln_sd, step_h);
        let until_h = span.begins_h(span.cells());
        let mut evidence = Vec::with_capacity(world.sea);
        for place in 0..world.sea {
            let missed: Vec<(f64, f64)> = world.looks_within(place, span.start_h, until_h).collect();
            let scenes = world.scenes_in(place, span.start_h, until_h);
            let seen: Vec<(f64, f64)> = scenes
                .map(|scene| (world.scenes[scene].time_h, self.ln_presence(slot, scene, None)))
                .collect();
            let power = self.power;
            let all = missed.into_iter().chain(seen).map(|(time_h, ln)| (time_h, power * ln));
            evidence.push(Evidence::new(&span, all, world.blocked(slot, place)));
        }
        let mut legs: Vec<[Vec<Leg>; 2]> = vec![[Vec::new(), Vec::new()]; world.sea];
        for scene in world.scenes_in(world.sea, span.start_h, until_h) {
            let time_h = world.scenes[scene].time_h;
            let aboard = [1.0, 0.0].map(|share| self.power * self.ln_presence(slot, scene, Some(share)));
            let hours_to = world.hours_to(scene);
            for (place, legs) in legs.iter_mut().enumerate() {
                let (from_loading_h, there_h) = (hours_to[world.loading], hours_to[place]);
                legs[0].extend(Leg::new(&span, time_h, from_loading_h, there_h, aboard[0]));
                legs[1].extend(Leg::new(&span, time_h, there_h, from_loading_h, aboard[1]));
            }
        }
        let place_shares = self.shared.place_shares.clone();
        Draft { span, stays: self.stay_kernels.clone(), evidence, legs, place_shares, loading: world.loading }
    }

    /// ln of how much more likely a scene is with a ship in it. At a place she may be anywhere in her stay.
    fn ln_presence(&mut self, slot: usize, scene: usize, aboard: Option<f64>) -> f64 {
        let aboard = aboard.as_ref().map_or(&ABOARD[..], std::slice::from_ref);
        let bearer = Self::bearer(&self.slots, slot, self.shared.reading_bias);
        self.presence.ln_with(self.world, bearer, scene, self.shared.fill, aboard)
    }

    /// A way drawn, with fills.
    fn draw_way(&mut self, model: &Model<'_>) -> Vec<Call> {
        let mut filter = std::mem::take(&mut self.filter);
        filter.run(model);
        let drawn = filter.draw(model, &mut self.chance);
        self.filter = filter;
        drawn
            .into_iter()
            .map(|(place, time_h)| Call { id: self.new_id(), place, time_h, fill: self.draw_fill() })
            .collect()
    }

    /// ln of the sum over all ways.
    fn ln_sum(&mut self, model: &Model<'_>) -> f64 {
        self.filter.run(model);
        self.filter.ln_sum()
    }

    /// ln of the prior of a way, but for fills, over the density of its draw.
    fn ln_excess(&self, model: &Model<'_>, ln_idle: f64, calls: &[Call]) -> f64 {
        let span = model.span();
        let (mut free_h, mut idle_h, mut ln) = (span.start_h, 0.0, 0.0);
        for call in calls {
            if call.arrival_h() < free_h || call.arrival_h() >= span.arrive_before_h {
                return f64::NEG_INFINITY;
            }
            idle_h += call.arrival_h() - free_h;
            free_h = call.back_h();
            ln += self.ln_passage(call) + self.ln_place(call.place) - ln_idle;
        }
        if free_h > span.next_h {
            return f64::NEG_INFINITY;
        }
        idle_h += (span.next_h.min(span.end_h) - free_h).max(0.0);
        let passages: Vec<Passage> = calls.iter().map(|call| (call.place, call.time_h)).collect();
        let ln = ln - idle_h * libm::exp(-ln_idle) - model.ln_density(&passages);
        if ln.is_nan() || ln == f64::INFINITY { f64::NEG_INFINITY } else { ln }
    }

    /// Decides whether ways take the place of those taken out of the scenes.
    fn decide_ways(&mut self, kind: Kind, ln_ratio: f64, ways: &[(usize, &[Call])]) -> bool {
        let could = |(slot, calls): &(usize, &[Call])| calls.iter().all(|call| self.is_possible(*slot, call));
        if ln_ratio <= f64::NEG_INFINITY || !ways.iter().all(could) {
            self.refuse(kind);
            return false;
        }
        for (slot, calls) in ways {
            self.put_all(*slot, calls);
        }
        self.decide(kind, ln_ratio)
    }

    fn refuse(&mut self, kind: Kind) {
        self.presence.take_back(self.world);
        self.count_move(kind, false);
    }

    fn put_way(&mut self, window: Window, calls: Vec<Call>) {
        self.count = self.count + calls.len() - window.calls.len();
        self.slots[window.slot].calls.splice(window.calls, calls);
    }

    fn put_all(&mut self, slot: usize, calls: &[Call]) {
        for call in calls {
            self.put(slot, call);
        }
    }

    fn remove_all(&mut self, slot: usize, calls: &[Call]) {
        for call in calls {
            self.remove(slot, call);
        }
    }
}

/// Shares of the cargo on board that a stay passes through, alike often.
const ABOARD: [f64; 4] = [0.0, 0.3, 0.7, 1.0];

/// Sizes of ships that are not in the register, as sightings suggest them: for proposals.
pub(super) struct Sizes {
    seen: Vec<[(f64, f64); 3]>,
}

/// Share of proposals that is drawn from the population.
const FROM_POPULATION: f64 = 0.3;

impl Sizes {
    pub(super) fn new(seen: Vec<[(f64, f64); 3]>) -> Self {
        Self { seen }
    }

    pub(super) fn draw(&self, chance: &mut Chance) -> Latent {
        if self.seen.is_empty() || chance.even() < FROM_POPULATION {
            return Latent::draw(chance);
        }
        let seen = self.seen[chance.below(self.seen.len())];
        let [length_z, beam_z, superstructure_z] = seen.map(|(mean, sd)| mean + sd * chance.normal());
        Latent { length_z, beam_z, superstructure_z }
    }

    /// ln of the density of such a draw over that of the population.
    pub(super) fn ln(&self, latent: &Latent) -> f64 {
        if self.seen.is_empty() {
            return 0.0;
        }
        let z = [latent.length_z, latent.beam_z, latent.superstructure_z];
        let prior: f64 = z.iter().map(|z| ln_normal(*z, 0.0, 1.0)).sum();
        let over: f64 = self
            .seen
            .iter()
            .map(|seen| {
                let ln: f64 = z.iter().zip(seen).map(|(z, (mean, sd))| ln_normal(*z, *mean, *sd)).sum();
                libm::exp((ln - prior).min(600.0))
            })
            .sum();
        libm::log(FROM_POPULATION + (1.0 - FROM_POPULATION) * over / self.seen.len() as f64)
    }
}
