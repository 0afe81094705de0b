//! The input of a season, laid out for a chain: looks in order of time, what each sighting says of each ship.

use super::input::{SeasonInput, SeasonSighting};
use super::params::SeasonParams;
use super::population::Population;
use std::ops::Range;

const DAY_H: f64 = 24.0;

/// Odds beyond this (natural logarithm) are taken as this: no evidence is surer.
const MOST_LN_ODDS: f64 = 60.0;

/// Looks of one place in order of time.
struct Looks {
    time_h: Vec<f64>,
    /// `ln_missed[i]`: sum of ln(1 - p_see) of the first `i`.
    ln_missed: Vec<f64>,
}

/// Something was seen: a look with sightings, or one chance observation.
pub(super) struct Scene {
    pub(super) time_h: f64,
    /// Its sightings, by their places in [`World::order`].
    pub(super) seen: Range<usize>,
    /// True if some fill was read.
    pub(super) is_read: bool,
}

/// A leg's speeds: a normal distribution cut at both ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speed {
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) least: f64,
    pub(super) most: f64,
    /// ln of sd, root of two pi, and the share that is left by the cut.
    ln_norm: f64,
    /// Shares of the uncut distribution below the cuts.
    below: (f64, f64),
}

impl Speed {
    fn new(params: &SeasonParams) -> Self {
        let (mean, sd) = (params.speed_kn, params.speed_sd_kn);
        let (least, most) = (params.speed_least_kn, params.speed_most_kn);
        let ln_norm = ln_normal_norm(mean, sd, least, most);
        let below = [least, most].map(|knots| crate::draws::normal_cdf((knots - mean) / sd));
        Self { mean, sd, least, most, ln_norm, below: (below[0], below[1]) }
    }

    /// Shares of speeds below those at which a leg takes these hours, the longer first.
    fn between(&self, route_nm: f64, from_h: f64, to_h: f64) -> (f64, f64) {
        let below = |hours: f64| {
            let knots = if hours > 0.0 { route_nm / hours } else { f64::INFINITY };
            if knots >= self.most {
                self.below.1
            } else if knots <= self.least {
                self.below.0
            } else {
                crate::draws::normal_cdf((knots - self.mean) / self.sd)
            }
        };
        (below(to_h), below(from_h))
    }

    /// Probability that a leg takes from so many to so many hours.
    pub(super) fn share(&self, route_nm: f64, from_h: f64, to_h: f64) -> f64 {
        let (low, high) = self.between(route_nm, from_h, to_h);
        (high - low).max(0.0) / (self.below.1 - self.below.0).max(1e-300)
    }

    /// Hours of a leg within these bounds, where `u` of its probability within them is at longer ones.
    pub(super) fn hours_at(&self, route_nm: f64, from_h: f64, to_h: f64, u: f64) -> f64 {
        let (low, high) = self.between(route_nm, from_h, to_h);
        let z = crate::draws::normal_quantile((low + u * (high - low)).clamp(1e-15, 1.0 - 1e-15));
        (route_nm / (self.mean + self.sd * z).clamp(self.least, self.most)).clamp(from_h, to_h)
    }

    /// Logarithm of the density of the hours of a leg of so many nautical miles.
    pub(super) fn ln_hours(&self, route_nm: f64, hours: f64) -> f64 {
        if hours <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let speed = route_nm / hours;
        if speed < self.least || speed > self.most {
            return f64::NEG_INFINITY;
        }
        let z = (speed - self.mean) / self.sd;
        -0.5 * z * z - self.ln_norm + libm::log(speed / hours)
    }
}

/// ln of what a cut normal density is divided by.
pub(super) fn ln_normal_norm(mean: f64, sd: f64, least: f64, most: f64) -> f64 {
    let cdf = crate::draws::normal_cdf;
    let share = cdf((most - mean) / sd) - cdf((least - mean) / sd);
    libm::log(share.max(1e-300) * sd * (std::f64::consts::TAU).sqrt())
}

/// The season as a chain sees it.
pub(super) struct World<'a> {
    pub(super) input: &'a SeasonInput,
    pub(super) params: &'a SeasonParams,
    /// Start of the warm-up, h.
    pub(super) from_h: f64,
    pub(super) end_h: f64,
    pub(super) loading: usize,
    /// Number of the sea, after the places.
    pub(super) sea: usize,
    pub(super) hulls: usize,
    pub(super) slots: usize,
    pub(super) speed: Speed,
    pub(super) population: Population,
    looks: Vec<Looks>,
    pub(super) scenes: Vec<Scene>,
    scene_h: Vec<f64>,
    /// Scenes of place `p` are `first[p]..first[p + 1]`.
    first: Vec<usize>,
    /// Numbers of sightings, scene after scene.
    pub(super) order: Vec<usize>,
    /// ln odds of each sighting in `order` for a ship of the population.
    ln_base: Vec<f64>,
    /// ln odds of each sighting in `order` for each ship of the register.
    ln_odds: Vec<f64>,
    /// For each ship of the register and place: spans in which she cannot have been there, in order, apart.
    blocked: Vec<Vec<(f64, f64)>>,
}

impl<'a> World<'a> {
    /// Lays out an input that has been checked.
    pub(super) fn new(input: &'a SeasonInput, params: &'a SeasonParams) -> Self {
        let places = input.places.len();
        let loading = input.places.iter().position(|place| place.is_loading).unwrap_or(0);
        let hulls = input.hulls.len();
        let mut world = Self {
            input,
            params,
            from_h: -params.warm_up_d * DAY_H,
            end_h: input.end_h,
            loading,
            sea: places,
            hulls,
            slots: hulls + params.unregistered_slots,
            speed: Speed::new(params),
            population: Population::new(input, params),
            looks: (0..places).map(|place| Looks::of_place(input, params, place)).collect(),
            scenes: Vec::new(),
            scene_h: Vec::new(),
            first: Vec::new(),
            order: Vec::new(),
            ln_base: Vec::new(),
            ln_odds: Vec::new(),
            blocked: Vec::new(),
        };
        world.lay_out_scenes();
        world.weigh();
        world.block();
        world
    }

    /// Scenes by place and time; the sightings of one look are one scene.
    fn lay_out_scenes(&mut self) {
        let mut keyed: Vec<(usize, f64, Option<usize>, usize)> = Vec::new();
        for (number, sighting) in self.input.sightings.iter().enumerate() {
            keyed.push((sighting.place.unwrap_or(self.sea), sighting.time_h, sighting.look, number));
        }
        keyed.sort_by(|a, b| (a.0, a.2, a.3).cmp(&(b.0, b.2, b.3)).then(a.1.total_cmp(&b.1)));
        keyed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut before: Option<(usize, usize)> = None;
        for (place, time_h, look, number) in keyed {
            while self.first.len() <= place {
                self.first.push(self.scenes.len());
            }
            let is_read = self.input.sightings[number].fill.is_some();
            self.order.push(number);
            if let (Some(look), Some((place_before, look_before))) = (look, before)
                && (place, look) == (place_before, look_before)
                && let Some(scene) = self.scenes.last_mut()
            {
                scene.seen.end += 1;
                scene.is_read |= is_read;
                continue;
            }
            before = look.map(|look| (place, look));
            let start = self.order.len() - 1;
            self.scenes.push(Scene { time_h, seen: start..start + 1, is_read });
            self.scene_h.push(time_h);
        }
        while self.first.len() <= self.sea + 1 {
            self.first.push(self.scenes.len());
        }
    }

    /// What each sighting says of each ship, against being missed and false.
    fn weigh(&mut self) {
        for number in &self.order {
            let sighting = &self.input.sightings[*number];
            let ln_base = self.ln_seen(sighting) - sighting.log_lr_false;
            self.ln_base.push(ln_base);
            let share = self.params.gross_error_share;
            let odds =
                sighting.log_lr.iter().map(|lr| ln_base + ln_grossly(share, *lr, sighting.log_lr_false));
            self.ln_odds.extend(odds);
        }
    }

    /// ln of being seen in a look against being missed, by the rate of false sightings.
    fn ln_seen(&self, sighting: &SeasonSighting) -> f64 {
        let Some(look) = sighting.look.map(|look| &self.input.looks[look]) else {
            return -libm::log(self.params.chance_false_odds);
        };
        let p = look.p_see.min(self.params.most_p_see);
        libm::log(p / (1.0 - p)) - libm::log(look.false_rate.max(self.params.least_false_rate))
    }

    /// Where ships of the register cannot have been because a fix is too far away.
    fn block(&mut self) {
        self.blocked = vec![Vec::new(); self.hulls * self.sea];
        for fix in &self.input.fixes {
            for (place, hours) in fix.hours_to.iter().enumerate() {
                if *hours > self.params.fix_slack_h {
                    let span = (fix.time_h - hours, fix.time_h + hours);
                    self.blocked[fix.hull * self.sea + place].push(span);
                }
            }
        }
        for spans in &mut self.blocked {
            spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let mut apart: Vec<(f64, f64)> = Vec::new();
            for span in spans.iter() {
                match apart.last_mut() {
                    Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
                    _ => apart.push(*span),
                }
            }
            *spans = apart;
        }
    }

    /// True if fixes of this ship let her lie at this place over this span.
    pub(super) fn could_lie(&self, slot: usize, place: usize, from_h: f64, to_h: f64) -> bool {
        if slot >= self.hulls {
            return true;
        }
        let spans = &self.blocked[slot * self.sea + place];
        let next = spans.partition_point(|span| span.1 <= from_h);
        spans.get(next).is_none_or(|span| span.0 >= to_h)
    }

    /// From when on she could, at the earliest, if she could not over this span.
    pub(super) fn free_from(&self, slot: usize, place: usize, from_h: f64, to_h: f64) -> Option<f64> {
        let spans = self.blocked.get(slot * self.sea + place).filter(|_| slot < self.hulls)?;
        let next = spans.partition_point(|span| span.1 <= from_h);
        spans.get(next).filter(|span| span.0 < to_h).map(|span| span.1)
    }

    /// Shortest route to a discharge place, nautical miles.
    pub(super) fn route_nm(&self, place: usize) -> f64 {
        self.input.places[place].route_nm
    }

    /// Sum of ln(1 - p_see) over the looks at a place within a span.
    pub(super) fn ln_missed(&self, place: usize, from_h: f64, to_h: f64) -> f64 {
        let looks = &self.looks[place];
        let from = looks.time_h.partition_point(|time| *time < from_h);
        let count = looks.time_h[from..].partition_point(|time| *time < to_h);
        looks.ln_missed[from + count] - looks.ln_missed[from]
    }

    /// When looks at a place within a span were taken, and ln(1 - p_see) of each.
    pub(super) fn looks_within(
        &self,
        place: usize,
        from_h: f64,
        to_h: f64,
    ) -> impl Iterator<Item = (f64, f64)> + '_ {
        let looks = &self.looks[place];
        let from = looks.time_h.partition_point(|time| *time < from_h);
        let to = looks.time_h.partition_point(|time| *time < to_h);
        (from..to.max(from)).map(|at| (looks.time_h[at], looks.ln_missed[at + 1] - looks.ln_missed[at]))
    }

    /// Spans in which fixes do not let a ship be at a place.
    pub(super) fn blocked(&self, slot: usize, place: usize) -> &[(f64, f64)] {
        if slot < self.hulls { &self.blocked[slot * self.sea + place] } else { &[] }
    }

    /// Least sailing hours from a scene to each place.
    pub(super) fn hours_to(&self, scene: usize) -> &[f64] {
        &self.input.sightings[self.order[self.scenes[scene].seen.start]].hours_to
    }

    /// Scenes of a place (or of the sea) within a span.
    pub(super) fn scenes_in(&self, place: usize, from_h: f64, to_h: f64) -> Range<usize> {
        let (first, last) = (self.first[place], self.first[place + 1]);
        if first == last {
            return first..first;
        }
        let times = &self.scene_h[first..last];
        let from = times.partition_point(|time| *time < from_h);
        let count = times[from..].partition_point(|time| *time < to_h);
        first + from..first + from + count
    }

    /// ln of how likely a sighting is of a ship of the register, against a ship of the population whose sizes are as likely.
    pub(super) fn ln_ratio(&self, at: usize, hull: usize) -> f64 {
        self.ln_odds[at * self.hulls + hull] - self.ln_base[at]
    }

    /// ln odds of a sighting (by its place in `order`) for a ship, without what was read of her fill.
    pub(super) fn ln_odds(&self, at: usize, slot: usize, latent: &super::population::Latent) -> f64 {
        let ln = if slot < self.hulls {
            self.ln_odds[at * self.hulls + slot]
        } else {
            let ln_false = self.input.sightings[self.order[at]].log_lr_false;
            let ln = self.population.ln_lr(self.order[at], latent);
            self.ln_base[at] + ln_grossly(self.params.gross_error_share, ln, ln_false)
        };
        ln.clamp(-MOST_LN_ODDS, MOST_LN_ODDS)
    }
}

/// ln of a likelihood ratio where a share of what is measured says nothing of the ship and looks like what is none.
fn ln_grossly(share: f64, ln: f64, ln_false: f64) -> f64 {
    if share <= 0.0 {
        return ln;
    }
    let most = ln.max(ln_false);
    most + libm::log((1.0 - share) * libm::exp(ln - most) + share * libm::exp(ln_false - most))
}

impl Looks {
    fn of_place(input: &SeasonInput, params: &SeasonParams, place: usize) -> Self {
        let mut looks: Vec<(f64, f64)> = input
            .looks
            .iter()
            .filter(|look| look.place == place)
            .map(|look| (look.time_h, libm::log1p(-look.p_see.min(params.most_p_see))))
            .collect();
        looks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut ln_missed = vec![0.0];
        let mut sum = 0.0;
        for (_, ln) in &looks {
            sum += ln;
            ln_missed.push(sum);
        }
        Self { time_h: looks.into_iter().map(|look| look.0).collect(), ln_missed }
    }
}
