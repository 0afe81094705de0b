//! One list of calls out of all draws, for display: sightings that draws mostly hold to be of one stay make a call.

use super::input::SeasonInput;
use super::posterior::{ConsensusCall, SeasonCall, SeasonPosterior, SeasonShip};
use std::collections::BTreeMap;

/// Sightings are of one stay from this share on of the draws that have both in calls.
const SAME_STAY: f64 = 0.5;

impl SeasonPosterior {
    /// The calls that sightings at the loading place show, in order of their first sighting. A call of a draw goes with the stay with
    /// which it shares most sightings. Calls that no sighting shows are in no list: they are a number.
    pub fn consensus(&self, input: &SeasonInput) -> Vec<ConsensusCall> {
        let at_loading = |s: usize| {
            input.sightings.get(s).and_then(|s| s.place).is_some_and(|place| input.places[place].is_loading)
        };
        let stays = stays(self, input, &at_loading);
        let stay_of: BTreeMap<usize, usize> =
            stays.iter().enumerate().flat_map(|(stay, all)| all.iter().map(move |s| (*s, stay))).collect();
        let mut calls: Vec<Vec<&SeasonCall>> = vec![Vec::new(); stays.len()];
        for draw in &self.draws {
            let mut best: BTreeMap<usize, (usize, &SeasonCall)> = BTreeMap::new();
            for call in &draw.calls {
                let Some((stay, shared)) = most_shared(call, &stay_of) else { continue };
                let held = best.entry(stay).or_insert((0, call));
                if shared > held.0 {
                    *held = (shared, call);
                }
            }
            for (stay, (_, call)) in best {
                calls[stay].push(call);
            }
        }
        let n = self.draws.len();
        calls.iter().filter_map(|of_stay| together(of_stay, n)).collect()
    }
}

/// The stay with which a call shares most sightings, and how many; of several the first.
fn most_shared(call: &SeasonCall, stay_of: &BTreeMap<usize, usize>) -> Option<(usize, usize)> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for stay in call.sightings.iter().filter_map(|s| stay_of.get(s)) {
        *shared.entry(*stay).or_default() += 1;
    }
    shared.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
}

/// Sightings at the loading place in groups, each in order of time: one joins the last groups' first member with which most draws
/// have it in one call.
fn stays(
    posterior: &SeasonPosterior,
    input: &SeasonInput,
    at_loading: &dyn Fn(usize) -> bool,
) -> Vec<Vec<usize>> {
    let mut alone: BTreeMap<usize, u32> = BTreeMap::new();
    let mut pairs: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for call in posterior.draws.iter().flat_map(|d| &d.calls) {
        let shown: Vec<usize> = call.sightings.iter().copied().filter(|s| at_loading(*s)).collect();
        for (k, a) in shown.iter().enumerate() {
            *alone.entry(*a).or_default() += 1;
            for b in &shown[k + 1..] {
                *pairs.entry((*a.min(b), *a.max(b))).or_default() += 1;
            }
        }
    }
    let mut order: Vec<usize> = alone.keys().copied().collect();
    order.sort_by(|a, b| input.sightings[*a].time_h.total_cmp(&input.sightings[*b].time_h).then(a.cmp(b)));
    let together = |a: usize, b: usize| {
        let both = pairs.get(&(a.min(b), a.max(b))).copied().unwrap_or(0);
        f64::from(both) / f64::from(alone[&a].min(alone[&b])).max(1.0)
    };
    let mut stays: Vec<Vec<usize>> = Vec::new();
    for sighting in order {
        let mean = |stay: &Vec<usize>| {
            stay.iter().map(|other| together(sighting, *other)).sum::<f64>() / stay.len() as f64
        };
        let best = stays
            .iter()
            .enumerate()
            .map(|(at, stay)| (at, mean(stay)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        match best {
            Some((at, share)) if share >= SAME_STAY => stays[at].push(sighting),
            _ => stays.push(vec![sighting]),
        }
    }
    stays
}

/// A call out of the calls of the draws that have it.
fn together(calls: &[&SeasonCall], draws: usize) -> Option<ConsensusCall> {
    let n = calls.len() as f64;
    let spread = |of: fn(&SeasonCall) -> f64| -> Option<[f64; 3]> {
        let mut values: Vec<f64> = calls.iter().map(|c| of(c)).collect();
        values.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = ((values.len() as f64 * share).ceil() as usize).clamp(1, values.len().max(1));
            values.get(rank - 1).copied()
        };
        Some([at(0.05)?, at(0.5)?, at(0.95)?])
    };
    let shares = |keys: &mut dyn Iterator<Item = usize>| {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        keys.for_each(|key| *counts.entry(key).or_default() += 1.0 / n);
        let mut all: Vec<(usize, f64)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all
    };
    let hull = |call: &&SeasonCall| match call.ship {
        SeasonShip::Hull(hull) => Some(hull),
        SeasonShip::Unregistered(_) => None,
    };
    Some(ConsensusCall {
        p: n / draws.max(1) as f64,
        sightings: shares(&mut calls.iter().flat_map(|c| c.sightings.iter().copied())),
        ships: shares(&mut calls.iter().filter_map(hull)),
        p_unregistered: calls.iter().filter(|c| hull(c).is_none()).count() as f64 / n,
        arrival_h: spread(|c| c.arrival_h)?,
        departure_h: spread(|c| c.departure_h)?,
        discharge_arrival_h: spread(|c| c.discharge_arrival_h)?,
        places: shares(&mut calls.iter().map(|c| c.place)),
        fill: spread(|c| c.fill)?,
        volume_bbl: spread(|c| c.volume_bbl)?,
    })
}
