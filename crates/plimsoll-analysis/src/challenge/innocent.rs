//! The best innocent explanation of each call that an exhibit shows, with its probability from the draws.

use super::remove::Evidence;
use super::{ChallengeParams, counted, row, ship_name};
use crate::season::{SeasonPosterior, SeasonShip};
use crate::wording;
use plimsoll_model::{ChallengeKind, ChallengeRow};
use std::collections::{BTreeMap, BTreeSet};

/// One row a call: sightings at the loading place that are of one call in most draws.
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
    let rows = groups.iter().enumerate();
    rows.filter_map(|(number, group)| of_call(drawn, all, params, number, group, &owner)).collect()
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
    number: usize,
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
    if draws == 0 {
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
    let who = ship.map_or_else(
        || "no ship of the register".to_owned(),
        |(hull, count)| format!("{} ({})", ship_name(&all.input, *hull), said(share(*count))),
    );
    let hours = group.iter().map(|s| all.input.sightings[*s].time_h).fold(f64::INFINITY, f64::min);
    let first = all.labels.start + jiff::SignedDuration::from_secs((hours * 3_600.0) as i64);
    let subject = format!("call {}, {}", number + 1, first.strftime("%Y-%m-%d"));
    let sentence = format!(
        "Call {}, first seen on {}, rests on {} at the loading place and is most likely {who}; a ship outside the register: {}. The best innocent explanation: {best} ({}).",
        number + 1,
        first.strftime("%-d %B %Y"),
        counted(group.len(), "sighting"),
        said(share(counts.unregistered)),
        said(p)
    );
    let parents = group.iter().map(|s| all.input.sightings[*s].id).collect();
    let mut made = row(ChallengeKind::Innocent, &subject, None, p < 0.5, sentence, parents);
    made.p = Some(p);
    Some(made)
}

fn said(p: f64) -> String {
    wording::likelihood_in_words(p.clamp(0.0, 1.0)).unwrap_or_default()
}
