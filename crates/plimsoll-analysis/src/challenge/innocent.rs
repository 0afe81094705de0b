//! The best innocent explanation of each call that an exhibit shows, with its probability from the draws.

use super::remove::Evidence;
use super::{ChallengeParams, counted, row, ship_name};
use crate::season::{SeasonPosterior, SeasonShip};
use crate::wording;
use plimsoll_model::{ChallengeKind, ChallengeRow};
use std::collections::{BTreeMap, BTreeSet};

/// One row a call, in order of time: sightings at the loading place that are of one call in most draws.
pub(super) fn of_calls(
    drawn: &SeasonPosterior,
    all: &Evidence,
    params: &ChallengeParams,
) -> Vec<ChallengeRow> {
    let groups = groups(drawn, all, params.same_call);
    let owner: BTreeMap<usize, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| group.iter().map(move |sighting| (*sighting, number)))
        .collect();
    let mut rows = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let call = rows.len() + 1;
        rows.extend(of_call(drawn, all, params, (number, call), group, &owner));
    }
    rows
}

fn at_loading(all: &Evidence, sighting: usize) -> bool {
    let place = all.input.sightings.get(sighting).and_then(|s| s.place);
    place.and_then(|p| all.input.places.get(p)).is_some_and(|p| p.is_loading)
}

/// Sightings at the loading place, joined where most draws join them, in order of time.
fn groups(drawn: &SeasonPosterior, all: &Evidence, same_call: f64) -> Vec<BTreeSet<usize>> {
    let mut together: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for call in drawn.draws.iter().flat_map(|draw| &draw.calls) {
        let there: Vec<usize> = call.sightings.iter().copied().filter(|s| at_loading(all, *s)).collect();
        for (at, one) in there.iter().enumerate() {
            for other in &there[at + 1..] {
                *together.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    let least = same_call * drawn.draws.len() as f64;
    let mut groups: Vec<BTreeSet<usize>> =
        (0..all.input.sightings.len()).filter(|s| at_loading(all, *s)).map(|s| BTreeSet::from([s])).collect();
    for ((one, other), count) in together {
        let place = |s: usize| groups.iter().position(|group| group.contains(&s));
        if (count as f64) <= least {
            continue;
        }
        if let (Some(a), Some(b)) = (place(one), place(other))
            && a != b
        {
            let joined = groups.remove(a.max(b));
            groups[a.min(b)].extend(joined);
        }
    }
    let first = |group: &BTreeSet<usize>| {
        group.iter().map(|s| all.input.sightings[*s].time_h).fold(f64::INFINITY, f64::min)
    };
    groups.sort_by(|a, b| first(a).total_cmp(&first(b)));
    groups
}

/// How often each explanation holds in the draws.
#[derive(Default)]
struct Counts {
    /// No sighting of it is of any call.
    none: usize,
    /// The call is also another's: one stay, counted as two.
    twice: usize,
    /// The ship left with little.
    little: usize,
    /// A ship that is not in the register.
    unregistered: usize,
    ships: BTreeMap<usize, usize>,
}

fn of_call(
    drawn: &SeasonPosterior,
    all: &Evidence,
    params: &ChallengeParams,
    (number, call_number): (usize, usize),
    group: &BTreeSet<usize>,
    owner: &BTreeMap<usize, usize>,
) -> Option<ChallengeRow> {
    let draws = drawn.draws.len();
    let mut counts = Counts::default();
    for draw in &drawn.draws {
        let Some(call) = draw.calls.iter().find(|c| c.sightings.iter().any(|s| group.contains(s))) else {
            counts.none += 1;
            continue;
        };
        let others = call.sightings.iter().filter_map(|s| owner.get(s));
        counts.twice += usize::from(others.into_iter().any(|other| *other != number));
        counts.little += usize::from(call.fill < params.little_fill);
        match call.ship {
            SeasonShip::Hull(hull) => *counts.ships.entry(hull).or_default() += 1,
            SeasonShip::Unregistered(_) => counts.unregistered += 1,
        }
    }
    // What is of no call in most draws is a sighting, not a call that is to be explained.
    if draws == 0 || 2 * counts.none > draws {
        return None;
    }
    let share = |count: usize| count as f64 / draws as f64;
    let lit = group.iter().map(|s| all.labels.sightings[*s].p_lit).fold(0.0, f64::max);
    let explanations = [
        (
            share(counts.none),
            "what was seen is no ship of this trade: a false sighting, or a ship in transit",
        ),
        (lit, "she was one of the ships that were sending, and hid nothing"),
        (share(counts.twice), "it is one stay with the call before or after it, counted twice"),
        (share(counts.little), "she left with little: she waited, took bunkers or was turned away"),
    ];
    let (p, best) = explanations.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let ship = counts.ships.iter().max_by_key(|(hull, count)| (**count, std::cmp::Reverse(**hull)));
    let leads = ship.map_or_else(
        || "No ship of the register fits".to_owned(),
        |(hull, count)| {
            format!("Of the register {} leads with {}", ship_name(&all.input, *hull), percent(share(*count)))
        },
    );
    let hours = group.iter().map(|s| all.input.sightings[*s].time_h).fold(f64::INFINITY, f64::min);
    let first = all.labels.start + jiff::SignedDuration::from_secs((hours * 3_600.0) as i64);
    let subject = format!("call {call_number}, {}", first.strftime("%Y-%m-%d"));
    let explained = if p < LEAST_SHOWN {
        "No innocent explanation that the model holds reaches 1 %".to_owned()
    } else {
        format!("The best innocent explanation, {}: {best}", likely(p))
    };
    let sentence = format!(
        "Call {call_number}, first seen on {}, rests on {} at the loading place. {leads}; a ship outside it has {}. {explained}.",
        first.strftime("%-d %B %Y"),
        counted(group.len(), "sighting"),
        percent(share(counts.unregistered))
    );
    let parents = group.iter().map(|s| all.input.sightings[*s].id).collect();
    let mut made = row(ChallengeKind::Innocent, &subject, None, p < 0.5, sentence, parents);
    made.p = Some(p);
    Some(made)
}

/// Less is not told from nothing.
const LEAST_SHOWN: f64 = 0.01;

fn percent(p: f64) -> String {
    wording::percent(p.clamp(0.0, 1.0)).unwrap_or_default()
}

fn likely(p: f64) -> String {
    wording::likelihood_in_words(p.clamp(0.0, 1.0)).unwrap_or_default()
}
