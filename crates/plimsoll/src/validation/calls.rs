//! Call by call: which ship, which leg, which port, beside the truth.

use super::rule::RuleCall;
use plimsoll_analysis::season::{SeasonInput, SeasonPosterior, SeasonShip};
use plimsoll_simulate::season::{EmulatedSeason, TrueCall};
use serde::Serialize;
use std::collections::BTreeMap;

/// How calls that were seen at the loading place came out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CallScore {
    /// Calls inside the period of which the ship was seen at the loading place.
    pub seen: usize,
    /// How many such calls were made out.
    pub made_out: f64,
    /// Of the true ones: how many have the right ship ("none of these" is right for a ship in no register).
    pub right_ship: usize,
    /// Legs made out, right ones among them, true ones.
    pub legs: (usize, usize, usize),
    /// Probability given to a place, and whether she went there: one for each seen call and place. Empty for a rule.
    #[serde(skip)]
    pub ports: Vec<(f64, bool)>,
}

/// Slack about a true stay, h, within which a leg's loading counts as of it.
const SLACK_H: f64 = 24.0;

/// A ship as identities are counted: none for one in no register.
type Ship = Option<usize>;

fn ship_of(season: &EmulatedSeason, call: &TrueCall) -> Ship {
    season.truth.hulls[call.hull].is_registered.then_some(call.hull)
}

/// The seen calls inside the period, with their sightings at the loading place.
fn seen_calls(season: &EmulatedSeason) -> Vec<(&TrueCall, Vec<usize>)> {
    let mut of_call: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, seen) in season.sightings.iter().enumerate() {
        if let (Some(0), Some(call)) = (seen.place, seen.call) {
            of_call.entry(call).or_default().push(number);
        }
    }
    let inside = |call: &TrueCall| (0.0..season.truth.settings.end_h).contains(&call.arrival_h);
    of_call
        .into_iter()
        .map(|(call, numbers)| (&season.truth.calls[call], numbers))
        .filter(|(call, _)| inside(call))
        .collect()
}

/// The greatest share, by key.
fn most<K: Ord + Copy>(votes: &BTreeMap<K, f64>) -> Option<K> {
    votes.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|(key, _)| *key)
}

/// What the rule made of them.
pub fn score_rule(season: &EmulatedSeason, calls: &[RuleCall]) -> CallScore {
    let seen = seen_calls(season);
    let of_sighting: BTreeMap<usize, &RuleCall> =
        calls.iter().flat_map(|call| call.sightings.iter().map(move |number| (*number, call))).collect();
    let right_ship = seen.iter().filter(|(call, numbers)| {
        let mut votes = BTreeMap::new();
        for named in numbers.iter().filter_map(|number| of_sighting.get(number)) {
            *votes.entry(named.ship).or_insert(0.0) += 1.0;
        }
        most(&votes) == Some(ship_of(season, call))
    });
    let legs: Vec<Leg> = calls
        .iter()
        .filter_map(|call| {
            Some(Leg { ship: call.ship, place: call.place?, time_h: (call.first_h + call.last_h) / 2.0 })
        })
        .collect();
    CallScore {
        seen: seen.len(),
        made_out: calls.len() as f64,
        right_ship: right_ship.count(),
        legs: score_legs(season, &seen, &legs),
        ports: Vec::new(),
    }
}

struct Leg {
    ship: Ship,
    place: usize,
    time_h: f64,
}

/// Legs made out, right ones, true ones. A true leg is right once.
fn score_legs(
    season: &EmulatedSeason,
    seen: &[(&TrueCall, Vec<usize>)],
    legs: &[Leg],
) -> (usize, usize, usize) {
    let mut open: Vec<bool> = vec![true; seen.len()];
    let mut right = 0;
    for leg in legs {
        let found = seen.iter().enumerate().position(|(at, (call, _))| {
            open[at]
                && call.place == leg.place
                && ship_of(season, call) == leg.ship
                && leg.time_h >= call.arrival_h - SLACK_H
                && leg.time_h <= call.departure_h + SLACK_H
        });
        if let Some(at) = found {
            open[at] = false;
            right += 1;
        }
    }
    (legs.len(), right, seen.len())
}

/// Draws as they look from the sightings: in each draw, the call of each sighting.
struct Draws<'a> {
    posterior: &'a SeasonPosterior,
    /// For each draw, the number of the call of each sighting.
    call_of: Vec<Vec<Option<usize>>>,
}

impl<'a> Draws<'a> {
    fn new(posterior: &'a SeasonPosterior, sightings: usize) -> Self {
        let call_of = posterior.draws.iter().map(|draw| {
            let mut of = vec![None; sightings];
            for (at, call) in draw.calls.iter().enumerate() {
                call.sightings.iter().for_each(|number| of[*number] = Some(at));
            }
            of
        });
        Self { posterior, call_of: call_of.collect() }
    }

    /// How often these sightings are of a call of each ship, and of each place.
    fn votes(&self, numbers: &[usize]) -> (BTreeMap<Option<Ship>, f64>, BTreeMap<usize, f64>) {
        let (mut ships, mut places) = (BTreeMap::new(), BTreeMap::new());
        for (draw, of) in self.posterior.draws.iter().zip(&self.call_of) {
            for number in numbers {
                let call = of[*number].map(|at| &draw.calls[at]);
                let ship = call.map(|call| match call.ship {
                    SeasonShip::Hull(hull) => Some(hull),
                    SeasonShip::Unregistered(_) => None,
                });
                *ships.entry(ship).or_insert(0.0) += 1.0;
                if let Some(call) = call {
                    *places.entry(call.place).or_insert(0.0) += 1.0;
                }
            }
        }
        (ships, places)
    }

    /// Groups of sightings at the loading place that more than half of the draws give to one call.
    fn groups(&self, numbers: &[usize]) -> Vec<Vec<usize>> {
        let half = self.call_of.len() / 2;
        let together = |a: usize, b: usize| {
            self.call_of.iter().filter(|of| of[a].is_some() && of[a] == of[b]).count() > half
        };
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for number in numbers.iter().copied().filter(|number| together(*number, *number)) {
            match groups.iter_mut().find(|group| together(group[0], number)) {
                Some(group) => group.push(number),
                None => groups.push(vec![number]),
            }
        }
        groups
    }
}

/// What the posterior made of them.
pub fn score_posterior(
    season: &EmulatedSeason,
    input: &SeasonInput,
    posterior: &SeasonPosterior,
) -> CallScore {
    let seen = seen_calls(season);
    let draws = Draws::new(posterior, input.sightings.len());
    let (mut right_ship, mut ports) = (0, Vec::new());
    for (call, numbers) in &seen {
        let (ships, places) = draws.votes(numbers);
        right_ship += usize::from(most(&ships) == Some(Some(ship_of(season, call))));
        let sum: f64 = places.values().sum();
        for place in (1..input.places.len()).filter(|_| sum > 0.0) {
            let p = places.get(&place).copied().unwrap_or(0.0) / sum;
            ports.push((p, place == call.place));
        }
    }
    let at_loading: Vec<usize> =
        (0..input.sightings.len()).filter(|number| input.sightings[*number].place == Some(0)).collect();
    let legs: Vec<Leg> = draws
        .groups(&at_loading)
        .iter()
        .filter_map(|group| {
            let (ships, places) = draws.votes(group);
            let time_h = group.iter().map(|number| input.sightings[*number].time_h).sum::<f64>();
            Some(Leg { ship: most(&ships)??, place: most(&places)?, time_h: time_h / group.len() as f64 })
        })
        .collect();
    let made_out = posterior.draws.iter().map(|draw| {
        let is_seen = |number: &usize| input.sightings[*number].place == Some(0);
        draw.calls.iter().filter(|call| call.sightings.iter().any(is_seen)).count() as f64
    });
    CallScore {
        seen: seen.len(),
        made_out: super::figures::percentile(&made_out.collect::<Vec<_>>(), 0.5),
        right_ship,
        legs: score_legs(season, &seen, &legs),
        ports,
    }
}
