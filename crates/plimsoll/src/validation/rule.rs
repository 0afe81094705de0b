//! The best rule of thumb, to be held beside the posterior: group sightings into calls by name and by the least time a round trip takes,
//! absorb what is not named, and scale up for calls that nobody could have seen.

use super::answer::Answer;
use plimsoll_analysis::draws::{BLOCK, Stream};
use plimsoll_analysis::identify::{Identification, Ratios};
use plimsoll_analysis::season::{SeasonInput, SeasonParams, SeasonSighting};
use std::collections::BTreeSet;

/// Two sightings of one ship farther apart are two calls: the least round trip to the nearest place with half a day at
/// either end, h.
const ROUND_TRIP_H: f64 = 84.0;
/// A sighting without name so near to a call belongs to it, h.
const ABSORB_H: f64 = 24.0;
/// A sighting is left out where it is so much likelier to be none of a ship (ln odds; about the odds of a ship in a look).
const FALSE_LN_ODDS: f64 = 2.5;
/// Share of the draws of the rule's error of barrels that all calls have in common, ln sd.
const VOLUME_LN_SD: f64 = 0.08;
const DRAWS: usize = 2 * BLOCK;

/// A call as the rule has it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleCall {
    /// The ship of the register, if the rule names one.
    pub ship: Option<usize>,
    /// First sighting at the loading place, h.
    pub first_h: f64,
    /// Last one, h.
    pub last_h: f64,
    /// Sightings, by their numbers.
    pub sightings: Vec<usize>,
    /// Where she discharged, if she was seen there.
    pub place: Option<usize>,
}

/// What the rule answers.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAnswer {
    /// The calls seen.
    pub calls: Vec<RuleCall>,
    /// Chance that a call is seen at all.
    pub p_seen: f64,
    /// Estimates, as draws.
    pub answer: Answer,
}

/// Applies the rule.
pub fn rule(input: &SeasonInput, params: &SeasonParams, seed: u64) -> RuleAnswer {
    let loading = input.places.iter().position(|place| place.is_loading).unwrap_or(0);
    let named: Vec<Option<Option<usize>>> =
        input.sightings.iter().map(|seen| name_of(seen, input, params)).collect();
    let mut calls = named_calls(input, &named, loading);
    absorb_odd(&mut calls, input);
    absorb_unnamed(&mut calls, input, &named, loading);
    calls.sort_by(|a, b| a.first_h.total_cmp(&b.first_h));
    find_places(&mut calls, input, &named, loading);
    let p_seen = chance_seen(input, params, loading);
    let answer = estimates(&calls, p_seen, input, params, seed);
    RuleAnswer { calls, p_seen, answer }
}

/// None: left out. Some(None): a ship without name.
fn name_of(seen: &SeasonSighting, input: &SeasonInput, params: &SeasonParams) -> Option<Option<usize>> {
    let most = seen.log_lr.iter().fold(0.0_f64, |most, ln| most.max(*ln));
    if seen.log_lr_false > most + FALSE_LN_ODDS {
        return None;
    }
    let ratios = Ratios { log_lr: seen.log_lr.clone(), log_lr_false: seen.log_lr_false };
    let takes_part = params.takes_part_a / (params.takes_part_a + params.takes_part_b);
    let found = Identification::of(&ratios, &vec![takes_part; input.hulls.len()], params.unregistered_mean);
    Some(found.candidates.iter().position(|share| *share >= 0.5))
}

/// Calls of named ships at the loading place, split where a round trip fits between.
fn named_calls(input: &SeasonInput, named: &[Option<Option<usize>>], loading: usize) -> Vec<RuleCall> {
    let mut calls: Vec<RuleCall> = Vec::new();
    for (number, seen) in in_time(input, loading) {
        let Some(Some(ship)) = named[number] else { continue };
        let open = calls.iter_mut().rev().find(|call| call.ship == Some(ship));
        match open.filter(|call| seen.time_h - call.last_h <= ROUND_TRIP_H) {
            Some(call) => call.add(number, seen.time_h),
            None => calls.push(RuleCall::new(Some(ship), number, seen.time_h)),
        }
    }
    calls
}

fn in_time(input: &SeasonInput, place: usize) -> Vec<(usize, &SeasonSighting)> {
    let all = input.sightings.iter().enumerate();
    let mut seen: Vec<_> = all.filter(|(_, seen)| seen.place == Some(place)).collect();
    seen.sort_by(|a, b| a.1.time_h.total_cmp(&b.1.time_h));
    seen
}

impl RuleCall {
    fn new(ship: Option<usize>, number: usize, time_h: f64) -> Self {
        Self { ship, first_h: time_h, last_h: time_h, sightings: vec![number], place: None }
    }

    fn add(&mut self, number: usize, time_h: f64) {
        self.sightings.push(number);
        self.first_h = self.first_h.min(time_h);
        self.last_h = self.last_h.max(time_h);
    }

    fn is_near(&self, time_h: f64) -> bool {
        time_h >= self.first_h - ABSORB_H && time_h <= self.last_h + ABSORB_H
    }

    /// One look cannot show a ship twice.
    fn is_free_in(&self, look: Option<usize>, input: &SeasonInput) -> bool {
        look.is_none() || self.sightings.iter().all(|number| input.sightings[*number].look != look)
    }
}

/// A name seen only once, in the middle of the call of another ship, is that ship misread.
fn absorb_odd(calls: &mut Vec<RuleCall>, input: &SeasonInput) {
    let (firm, odd): (Vec<_>, Vec<_>) = calls.drain(..).partition(|call| call.sightings.len() > 1);
    *calls = firm;
    for call in odd {
        let number = call.sightings[0];
        match taker(calls, call.first_h, input.sightings[number].look, input) {
            Some(at) => calls[at].add(number, call.first_h),
            None => calls.push(call),
        }
    }
}

/// Sightings without name join a call near them; what is left is grouped by time.
fn absorb_unnamed(
    calls: &mut Vec<RuleCall>,
    input: &SeasonInput,
    named: &[Option<Option<usize>>],
    loading: usize,
) {
    let mut unnamed: Vec<RuleCall> = Vec::new();
    for (number, seen) in in_time(input, loading) {
        if named[number] != Some(None) {
            continue;
        }
        if let Some(at) = taker(calls, seen.time_h, seen.look, input) {
            calls[at].add(number, seen.time_h);
            continue;
        }
        let open = unnamed.iter_mut().rev().find(|call| seen.time_h - call.last_h <= ROUND_TRIP_H);
        match open.filter(|call| call.is_free_in(seen.look, input)) {
            Some(call) => call.add(number, seen.time_h),
            None => unnamed.push(RuleCall::new(None, number, seen.time_h)),
        }
    }
    calls.extend(unnamed);
}

fn taker(calls: &[RuleCall], time_h: f64, look: Option<usize>, input: &SeasonInput) -> Option<usize> {
    calls.iter().position(|call| call.is_near(time_h) && call.is_free_in(look, input))
}

/// A named ship discharged where she is next seen before she loads again.
fn find_places(calls: &mut [RuleCall], input: &SeasonInput, named: &[Option<Option<usize>>], loading: usize) {
    for at in 0..calls.len() {
        let Some(ship) = calls[at].ship else { continue };
        let next = calls[at + 1..].iter().find(|call| call.ship == Some(ship));
        let until_h = next.map_or(calls[at].last_h + 20.0 * 24.0, |next| next.first_h);
        let elsewhere = input.sightings.iter().enumerate().filter(|(number, seen)| {
            named[*number] == Some(Some(ship))
                && seen.place.is_some_and(|place| place != loading)
                && seen.time_h > calls[at].last_h
                && seen.time_h < until_h
        });
        let first = elsewhere.min_by(|a, b| a.1.time_h.total_cmp(&b.1.time_h));
        calls[at].place = first.and_then(|(_, seen)| seen.place);
    }
}

/// Mean over arrivals and stays of the chance that at least one look shows her.
fn chance_seen(input: &SeasonInput, params: &SeasonParams, loading: usize) -> f64 {
    let looks: Vec<_> = input.looks.iter().filter(|look| look.place == loading).collect();
    // Middles of nine equal shares of the normal law.
    const Z: [f64; 9] = [-1.593, -0.967, -0.589, -0.282, 0.0, 0.282, 0.589, 0.967, 1.593];
    let (mut sum, mut count) = (0.0, 0.0);
    let mut arrival_h = 0.0;
    while arrival_h < input.end_h {
        for z in Z {
            let stay_h = 24.0 * params.loading_stay_d * (params.stay_ln_sd * z).exp();
            let inside = looks.iter().filter(|l| l.time_h >= arrival_h && l.time_h < arrival_h + stay_h);
            sum += 1.0 - inside.map(|look| 1.0 - look.p_see).product::<f64>();
            count += 1.0;
        }
        arrival_h += 6.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Unseen calls by the negative binomial law (Jeffreys), barrels by the mean capacity of the named ships at the mean fill, the
/// crossing where the scaled calls reach the cap, the listed share by the Beta law.
fn estimates(
    calls: &[RuleCall],
    p_seen: f64,
    input: &SeasonInput,
    params: &SeasonParams,
    seed: u64,
) -> Answer {
    let mut stream = Stream::shared(&format!("rule {seed}"));
    let mut answer = Answer::default();
    let capacity = |ship: usize| input.hulls[ship].capacity_bbl.0;
    let mean = |ships: Vec<usize>| {
        let sum: f64 = ships.iter().map(|ship| capacity(*ship)).sum();
        (!ships.is_empty()).then(|| sum / ships.len() as f64)
    };
    let named: Vec<usize> = calls.iter().filter_map(|call| call.ship).collect();
    let per_call =
        mean(named).or(mean((0..input.hulls.len()).collect())).unwrap_or(params.unregistered_capacity_bbl);
    let (listed, known) = listed_calls(calls, input);
    for _ in 0..DRAWS / BLOCK {
        let (uniforms, normals, shares) = (stream.uniforms(), stream.normals(), stream.normals());
        for k in 0..BLOCK {
            let unseen = negative_binomial(uniforms[k], calls.len() as f64 + 0.5, p_seen);
            let total = calls.len() as f64 + unseen;
            let volume_bbl = params.fill * per_call * (VOLUME_LN_SD * normals[k]).exp();
            let scale = total / (calls.len() as f64).max(1.0);
            let (p, n) = ((listed as f64 + 0.5) / (known as f64 + 1.0), known as f64 + 2.0);
            answer.calls.push(total);
            answer.barrels.push(total * volume_bbl);
            answer.crossing.push(crossing_h(calls, volume_bbl * scale, input));
            answer.listed_share.push((p + (p * (1.0 - p) / n).sqrt() * shares[k]).clamp(0.0, 1.0));
        }
    }
    answer
}

fn listed_calls(calls: &[RuleCall], input: &SeasonInput) -> (usize, usize) {
    let of_ship = |call: &&RuleCall| {
        let from_h = call.ship.and_then(|ship| input.hulls[ship].listed_from_h);
        from_h.is_some_and(|from_h| from_h <= call.first_h)
    };
    (calls.iter().filter(of_ship).count(), calls.iter().filter(|call| call.ship.is_some()).count())
}

fn crossing_h(calls: &[RuleCall], each_bbl: f64, input: &SeasonInput) -> f64 {
    let mut sum = input.notified_bbl;
    for call in calls {
        sum += each_bbl;
        if sum > input.cap_bbl {
            return call.last_h;
        }
    }
    f64::INFINITY
}

/// How many failures before the `n`-th success, at a share of the law; by its sum.
fn negative_binomial(share: f64, n: f64, p: f64) -> f64 {
    if p <= 1e-6 {
        return f64::from(u32::MAX);
    }
    let mut term = (n * p.ln()).exp();
    let (mut sum, mut count) = (term, 0.0);
    while sum < share && count < 10_000.0 {
        term *= (1.0 - p) * (n + count) / (count + 1.0);
        sum += term;
        count += 1.0;
    }
    count
}

/// Names that the rule gave to sightings of calls, for counting how often they are right.
pub fn named_sightings(calls: &[RuleCall]) -> BTreeSet<(usize, Option<usize>)> {
    calls.iter().flat_map(|call| call.sightings.iter().map(|number| (*number, call.ship))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean n (1 - p) / p and median by the tables of the law.
    #[test]
    fn unseen_calls_follow_the_negative_binomial_law() {
        let n = 4_000;
        let draws: Vec<f64> =
            (0..n).map(|k| negative_binomial((f64::from(k) + 0.5) / f64::from(n), 43.5, 0.7)).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        assert!((mean - 43.5 * 0.3 / 0.7).abs() < 0.05, "{mean}");
        assert!(negative_binomial(0.5, 3.0, 1.0).abs() < 1e-12);
    }
}
