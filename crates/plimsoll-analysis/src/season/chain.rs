//! The state of a chain, its prior, and how a call is put into it.

use super::call::{ARRIVAL, BACK, Call, DEPARTURE, DISCHARGE_ARRIVAL, DISCHARGE_DEPARTURE};
use super::chance::Chance;
use super::moves::{KINDS, Kind};
use super::path::{Filter, StayKernel};
use super::population::Latent;
use super::presence::{Bearer, Presence};
use super::world::{World, ln_normal_norm};

/// A ship of the register or one that may be without.
pub(super) struct Slot {
    /// She takes part.
    pub(super) is_active: bool,
    /// Logarithm of the mean time that she idles, h.
    pub(super) ln_idle: f64,
    /// Her calls in order.
    pub(super) calls: Vec<Call>,
    /// Her sizes, if she is not in the register.
    pub(super) latent: Latent,
}

/// What calls have in common.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) takes_part: f64,
    pub(super) ln_idle: f64,
    pub(super) ln_loading: f64,
    pub(super) ln_discharge: f64,
    pub(super) place_shares: Vec<f64>,
    pub(super) fill: f64,
    pub(super) fill_ln_norm: f64,
    pub(super) reading_bias: f64,
}

/// Proposals and acceptances of a kind of move.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) proposed: u64,
    pub(super) accepted: u64,
}

/// One chain.
pub(super) struct Chain<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) chance: Chance,
    pub(super) slots: Vec<Slot>,
    pub(super) shared: Shared,
    pub(super) presence: Presence,
    pub(super) count: usize,
    /// Power of the likelihood: 1, but less while the chain is still on its way.
    pub(super) power: f64,
    pub(super) next_id: u32,
    pub(super) tallies: [Tally; KINDS.len()],
    /// Kept to be filled again.
    pub(super) filter: Filter,
    /// Of stays at the loading place and at a discharge place.
    pub(super) stay_kernels: [StayKernel; 2],
}

const LN_ROOT_TAU: f64 = 0.918_938_533_204_672_7;

/// ln of a log-normal density at x, with ln x given.
fn ln_log_normal(ln_x: f64, ln_median: f64, ln_sd: f64) -> f64 {
    let z = (ln_x - ln_median) / ln_sd;
    -0.5 * z * z - libm::log(ln_sd) - LN_ROOT_TAU - ln_x
}

/// ln of a normal density.
pub(super) fn ln_normal(x: f64, mean: f64, sd: f64) -> f64 {
    let z = (x - mean) / sd;
    -0.5 * z * z - libm::log(sd) - LN_ROOT_TAU
}

impl<'a> Chain<'a> {
    /// A chain without calls; what they have in common is drawn from its prior.
    pub(super) fn new(world: &'a World<'a>, seed: u64, number: usize) -> Self {
        let mut chance = Chance::new("season", seed, number);
        let params = world.params;
        let day = |days: f64| libm::log(days * 24.0);
        let weights: Vec<f64> = world
            .input
            .places
            .iter()
            .map(|place| if place.is_loading { 0.0 } else { place.prior_calls })
            .collect();
        let fill = params.fill + params.fill_mean_sd * chance.normal();
        let shared = Shared {
            takes_part: chance.beta(params.takes_part_a, params.takes_part_b),
            ln_idle: day(params.idle_d) + params.idle_fleet_ln_sd * chance.normal(),
            ln_loading: day(params.loading_stay_d) + params.stay_median_ln_sd * chance.normal(),
            ln_discharge: day(params.discharge_stay_d) + params.stay_median_ln_sd * chance.normal(),
            place_shares: dirichlet(&weights, &mut chance),
            fill,
            fill_ln_norm: ln_normal_norm(fill, params.fill_sd, params.fill_least, 1.0),
            reading_bias: params.reading_bias_sd * chance.normal(),
        };
        let slots = (0..world.slots)
            .map(|_| Slot {
                is_active: false,
                ln_idle: shared.ln_idle,
                calls: Vec::new(),
                latent: Latent::draw(&mut chance),
            })
            .collect();
        Self {
            world,
            chance,
            slots,
            shared,
            presence: Presence::new(world.scenes.len()),
            count: 0,
            power: 1.0,
            next_id: 0,
            tallies: [Tally::default(); KINDS.len()],
            filter: Filter::default(),
            stay_kernels: Default::default(),
        }
    }

    /// ln prior of a call given when it began, but for its discharge place's probability.
    pub(super) fn ln_call(&self, call: &Call) -> f64 {
        let params = self.world.params;
        let (mean, ln_norm) = (self.shared.fill, self.shared.fill_ln_norm);
        self.ln_passage(call) + ln_normal_cut(call.fill, mean, params.fill_sd, params.fill_least, ln_norm)
    }

    /// ln prior of a call's durations.
    pub(super) fn ln_passage(&self, call: &Call) -> f64 {
        let loading = call.hours(ARRIVAL, DEPARTURE);
        let discharge = call.hours(DISCHARGE_ARRIVAL, DISCHARGE_DEPARTURE);
        if loading <= 0.0 || discharge <= 0.0 {
            return f64::NEG_INFINITY;
        }
        self.ln_stay(self.shared.ln_loading, loading)
            + self.ln_stay(self.shared.ln_discharge, discharge)
            + self.ln_leg(call.place, call.hours(DEPARTURE, DISCHARGE_ARRIVAL))
            + self.ln_leg(call.place, call.hours(DISCHARGE_DEPARTURE, BACK))
    }

    /// ln prior of a stay of so many hours.
    pub(super) fn ln_stay(&self, ln_median: f64, hours: f64) -> f64 {
        ln_log_normal(libm::log(hours), ln_median, self.world.params.stay_ln_sd)
    }

    /// ln prior of a leg to or from a place.
    pub(super) fn ln_leg(&self, place: usize, hours: f64) -> f64 {
        self.world.speed.ln_hours(self.world.route_nm(place), hours)
    }

    /// ln of the probability of a discharge place.
    pub(super) fn ln_place(&self, place: usize) -> f64 {
        libm::log(self.shared.place_shares[place])
    }

    /// ln density of a mean time idled, h (of its logarithm), among ships.
    pub(super) fn ln_idle_prior(&self, ln_idle: f64) -> f64 {
        ln_normal(ln_idle, self.shared.ln_idle, self.world.params.idle_ship_ln_sd)
    }

    /// ln prior of the idle times of a ship with these calls in order: when each call began, and none after the last.
    /// Minus infinity if calls overlap or begin outside of the time followed.
    pub(super) fn ln_idles(&self, ln_idle: f64, calls: &[Call]) -> f64 {
        let world = self.world;
        let (mut free_h, mut idle_h) = (world.from_h, 0.0);
        for call in calls {
            if call.arrival_h() < free_h || call.arrival_h() >= world.end_h {
                return f64::NEG_INFINITY;
            }
            idle_h += call.arrival_h() - free_h;
            free_h = call.back_h();
        }
        idle_h += (world.end_h - free_h).max(0.0);
        -(calls.len() as f64) * ln_idle - idle_h * libm::exp(-ln_idle)
    }

    /// When a ship is free before the call at a place in her list, and when she must be back after it.
    pub(super) fn gap(&self, slot: usize, at: usize) -> (f64, f64) {
        let calls = &self.slots[slot].calls;
        let free_h = if at == 0 { self.world.from_h } else { calls[at - 1].back_h() };
        (free_h, calls.get(at + 1).map_or(f64::INFINITY, Call::arrival_h))
    }

    /// ln prior of idling before a call and after it, between when she was free and the next call (or the end).
    pub(super) fn ln_around(&self, slot: usize, gap: (f64, f64), call: &Call) -> f64 {
        let end_h = self.world.end_h;
        if call.arrival_h() < gap.0 || call.back_h() > gap.1 || call.arrival_h() >= end_h {
            return f64::NEG_INFINITY;
        }
        let after_h = (gap.1.min(end_h) - call.back_h()).max(0.0);
        -(call.arrival_h() - gap.0 + after_h) * libm::exp(-self.slots[slot].ln_idle)
    }

    /// True if the fixes of a ship let her make this call.
    pub(super) fn is_possible(&self, slot: usize, call: &Call) -> bool {
        let time = &call.time_h;
        self.world.could_lie(slot, self.world.loading, time[ARRIVAL], time[DEPARTURE])
            && self.world.could_lie(slot, call.place, time[DISCHARGE_ARRIVAL], time[DISCHARGE_DEPARTURE])
    }

    /// Ships not in the register that take part.
    pub(super) fn unregistered(&self) -> usize {
        self.slots[self.world.hulls..].iter().filter(|slot| slot.is_active).count()
    }

    /// ln of the odds of this ship's taking part, given the others. She may take part or not now.
    pub(super) fn ln_activity(&self, slot: usize) -> f64 {
        if slot < self.world.hulls {
            return libm::log(self.shared.takes_part / (1.0 - self.shared.takes_part));
        }
        // Poisson, and which of the slots: k + 1 of U against k of U.
        let others = self.unregistered() - usize::from(self.slots[slot].is_active);
        let free = self.world.slots - self.world.hulls - others;
        libm::log(self.world.params.unregistered_mean / free as f64)
    }

    /// A call picked with equal probability: ship and place in her list.
    pub(super) fn pick(&mut self) -> Option<(usize, usize)> {
        if self.count == 0 {
            return None;
        }
        let mut left = self.chance.below(self.count);
        for (slot, ship) in self.slots.iter().enumerate() {
            if left < ship.calls.len() {
                return Some((slot, left));
            }
            left -= ship.calls.len();
        }
        None
    }

    /// What presence needs of a ship.
    pub(super) fn bearer(slots: &[Slot], slot: usize, reading_bias: f64) -> Bearer<'_> {
        Bearer { slot, latent: &slots[slot].latent, reading_bias }
    }

    /// Puts a call into the scenes.
    pub(super) fn put(&mut self, slot: usize, call: &Call) {
        let bearer = Self::bearer(&self.slots, slot, self.shared.reading_bias);
        self.presence.put(self.world, bearer, call);
    }

    /// Takes a call out of the scenes.
    pub(super) fn remove(&mut self, slot: usize, call: &Call) {
        self.presence.remove(self.world, slot, call);
    }

    /// Decides a move: `ln_ratio` is of prior and proposals; the scenes as changed give the likelihood.
    pub(super) fn decide(&mut self, kind: Kind, ln_ratio: f64) -> bool {
        let difference = self.presence.difference(self.world);
        let is_accepted = self.is_accepted(kind, ln_ratio + self.power * difference);
        if is_accepted {
            self.presence.keep(difference);
        } else {
            self.presence.take_back(self.world);
        }
        is_accepted
    }

    /// Metropolis and Hastings, without any change to the scenes.
    pub(super) fn is_accepted(&mut self, kind: Kind, ln_ratio: f64) -> bool {
        let is_accepted = ln_ratio >= 0.0 || libm::log(self.chance.even()) < ln_ratio;
        self.count_move(kind, is_accepted);
        is_accepted
    }

    /// Counts a proposal.
    pub(super) fn count_move(&mut self, kind: Kind, is_accepted: bool) {
        let tally = &mut self.tallies[kind as usize];
        tally.proposed += 1;
        tally.accepted += u64::from(is_accepted);
    }
}

/// ln density of a normal cut at both ends.
pub(super) fn ln_normal_cut(x: f64, mean: f64, sd: f64, least: f64, ln_norm: f64) -> f64 {
    if !(least..=1.0).contains(&x) {
        return f64::NEG_INFINITY;
    }
    let z = (x - mean) / sd;
    -0.5 * z * z - ln_norm
}

/// Shares from a Dirichlet distribution; a weight of 0 gives 0.
pub(super) fn dirichlet(weights: &[f64], chance: &mut Chance) -> Vec<f64> {
    let parts: Vec<f64> =
        weights.iter().map(|weight| if *weight > 0.0 { chance.gamma(*weight) } else { 0.0 }).collect();
    let sum: f64 = parts.iter().sum();
    parts.into_iter().map(|part| part / sum).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::season::moves::Aim;
    use crate::season::{SeasonInput, SeasonLook, SeasonParams, SeasonPlace, SeasonSighting};
    use plimsoll_model::evidence::Key;
    use plimsoll_model::{RecordId, RecordKind};

    pub(in crate::season) fn params() -> SeasonParams {
        let text = include_str!("../../../plimsoll-case/src/defaults.toml");
        let table: toml::Table = toml::from_str(text).unwrap();
        table["season"].clone().try_into().unwrap()
    }

    /// Forty days without a register; every third look shows something, and something is seen at sea.
    pub(in crate::season) fn input() -> SeasonInput {
        let place = |name: &str, route_nm: f64| SeasonPlace {
            name: name.to_owned(),
            is_loading: route_nm < 1.0,
            route_nm,
            prior_calls: 2.0,
        };
        let look =
            |k: usize| SeasonLook { place: k % 2, time_h: 12.0 * k as f64, p_see: 0.7, false_rate: 0.2 };
        let looks: Vec<SeasonLook> = (0..80).map(look).collect();
        let sighting = |k: usize| SeasonSighting {
            id: RecordId::of(RecordKind::Detection, &[Key::Int(k as i64)]),
            look: (!k.is_multiple_of(12)).then_some(k),
            place: (!k.is_multiple_of(12)).then_some(k % 2),
            time_h: 12.0 * k as f64,
            log_lr: Vec::new(),
            log_lr_false: -0.5,
            length_m: Some((75.0 + (k % 7) as f64 * 4.0, 5.0)),
            beam_m: None,
            superstructure: None,
            fill: k.is_multiple_of(5).then_some((0.6, 0.1)),
            hours_to: vec![5.0, 7.0],
        };
        SeasonInput {
            end_h: 960.0,
            places: vec![place("A", 0.0), place("B", 160.0)],
            hulls: Vec::new(),
            looks,
            sightings: (0..80).step_by(3).map(sighting).collect(),
            fixes: Vec::new(),
            cap_bbl: 1e6,
            notified_bbl: 0.0,
            cap_window_h: (0.0, 960.0),
        }
    }

    #[test]
    fn what_is_kept_up_step_by_step_is_what_is_made_afresh() {
        let (input, mut params) = (input(), params());
        params.idle_d = 8.0;
        params.unregistered_mean = 3.0;
        let world = World::new(&input, &params);
        let aim = Aim::new(&world);
        let mut chain = Chain::new(&world, 4, 0);
        for _ in 0..30 {
            for _ in 0..1_000 {
                chain.step(&aim);
            }
            let mut afresh = Presence::new(world.scenes.len());
            for (slot, ship) in chain.slots.iter().enumerate() {
                assert!(ship.is_active || ship.calls.is_empty());
                for call in &ship.calls {
                    let bearer = Chain::bearer(&chain.slots, slot, chain.shared.reading_bias);
                    afresh.put(&world, bearer, call);
                }
            }
            let ln = afresh.difference(&world);
            let kept = chain.presence.ln_likelihood;
            assert!((ln - kept).abs() < 1e-6 * (1.0 + ln.abs()), "{ln} {kept}");
            assert_eq!(chain.count, chain.slots.iter().map(|ship| ship.calls.len()).sum::<usize>());
        }
        assert!(chain.count > 2);
    }
}
