//! Chains side by side, and the draws that are kept of them.

use super::chain::Chain;
use super::chance::Chance;
use super::input::{SeasonError, SeasonInput};
use super::matching;
use super::moves::{Aim, KINDS};
use super::params::SeasonParams;
use super::posterior::{SeasonCall, SeasonDraw, SeasonPosterior, SeasonShared, SeasonShip};
use super::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// What a chain hands back.
struct Kept {
    draws: Vec<SeasonDraw>,
    proposed: [u64; KINDS.len()],
    accepted: [u64; KINDS.len()],
}

/// Runs the chains, each on a thread of its own: a chain's numbers depend on its number and the seed only.
pub(super) fn run(
    input: &SeasonInput,
    params: &SeasonParams,
    seed: u64,
) -> Result<SeasonPosterior, SeasonError> {
    let world = World::new(input, params);
    let aim = Aim::new(&world);
    let (world, aim) = (&world, &aim);
    let kept: Result<Vec<Kept>, SeasonError> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..params.chains)
            .map(|number| scope.spawn(move || one_chain(world, aim, seed, number)))
            .collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| SeasonError::Chain)).collect()
    });
    let kept = kept?;
    let unregistered = most_unregistered(&kept);
    let mut accepted = BTreeMap::new();
    for (kind, name) in KINDS.iter().enumerate() {
        let sum =
            |of: fn(&Kept) -> &[u64; KINDS.len()]| kept.iter().map(|chain| of(chain)[kind]).sum::<u64>();
        let proposed = sum(|chain| &chain.proposed);
        if proposed > 0 {
            accepted.insert(*name, sum(|chain| &chain.accepted) as f64 / proposed as f64);
        }
    }
    Ok(SeasonPosterior {
        draws: kept.into_iter().flat_map(|chain| chain.draws).collect(),
        chains: params.chains,
        end_h: input.end_h,
        accepted,
        steps: params.chains * (params.burn_in_steps + params.steps),
        most_calls: super::bound::most_calls(world, unregistered),
        most_r_hat: params.most_r_hat,
    })
}

/// Ships not in the register that call in one draw: so many or fewer in 19 draws of 20.
fn most_unregistered(kept: &[Kept]) -> usize {
    let ships = |draw: &SeasonDraw| {
        let ships: BTreeSet<SeasonShip> = draw.calls.iter().map(|call| call.ship).collect();
        ships.iter().filter(|ship| matches!(ship, SeasonShip::Unregistered(_))).count()
    };
    let mut counts: Vec<usize> = kept.iter().flat_map(|chain| &chain.draws).map(ships).collect();
    counts.sort_unstable();
    counts.get(counts.len().saturating_sub(1) * 19 / 20).copied().unwrap_or(0)
}

/// Share of the steps thrown away in which the looks come to their full weight.
const WARMING: f64 = 0.6;

fn one_chain(world: &World<'_>, aim: &Aim, seed: u64, number: usize) -> Kept {
    let params = world.params;
    let mut chain = Chain::new(world, seed, number);
    // Draws of what no observation bears on come from a stream of their own.
    let mut chance = Chance::new("season-barrels", seed, number);
    for step in 0..params.burn_in_steps {
        // From what is believed without a look to what they all say: an early mistake would be hard to undo.
        let way = step as f64 / params.burn_in_steps as f64 / WARMING;
        chain.power = way.min(1.0);
        chain.step(aim);
    }
    chain.power = 1.0;
    chain.tallies = Default::default();
    let mut draws = Vec::with_capacity(params.draws);
    for draw in 0..params.draws {
        let (from, to) = (draw * params.steps / params.draws, (draw + 1) * params.steps / params.draws);
        for _ in from..to {
            chain.step(aim);
        }
        draws.push(keep(&chain, &mut chance));
    }
    Kept {
        draws,
        proposed: chain.tallies.map(|tally| tally.proposed),
        accepted: chain.tallies.map(|tally| tally.accepted),
    }
}

/// A draw of the season from the state of a chain: who is which sighting, and how much the tanks take.
fn keep(chain: &Chain<'_>, chance: &mut Chance) -> SeasonDraw {
    let (world, params) = (chain.world, chain.world.params);
    let mut seen: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (number, present) in chain.presence.scenes.iter().enumerate() {
        if present.rows.is_empty() {
            continue;
        }
        let scene = &world.scenes[number];
        let found = matching::draw(&present.odds, present.rows.len(), scene.seen.len(), chance);
        for (at, row) in scene.seen.clone().zip(found) {
            if let Some(row) = row {
                seen.entry(present.rows[row].call).or_default().push(world.order[at]);
            }
        }
    }
    let (capacity_z, product_z) = (chance.normal(), chance.normal());
    let common = libm::exp(params.capacity_shared_ln_sd * capacity_z + params.product_ln_sd * product_z);
    let mut calls = Vec::new();
    let (mut total_at_listed_capacity_bbl, mut listed_calls) = (0.0, 0);
    for (slot, ship) in chain.slots.iter().enumerate() {
        let hull = world.input.hulls.get(slot);
        let (median, ln_sd) = match hull {
            Some(hull) => hull.capacity_bbl,
            None => (world.population.capacity_bbl(&ship.latent), params.unregistered_capacity_ln_sd),
        };
        let own = libm::exp(ln_sd * chance.normal());
        let listed_from_h = hull.and_then(|hull| hull.listed_from_h);
        for call in ship.calls.iter().filter(|call| call.arrival_h() >= 0.0) {
            listed_calls += usize::from(listed_from_h.is_some_and(|from| from <= call.arrival_h()));
            total_at_listed_capacity_bbl += median * call.fill;
            let mut sightings = seen.remove(&call.id).unwrap_or_default();
            sightings.sort_unstable();
            calls.push(SeasonCall {
                ship: if slot < world.hulls {
                    SeasonShip::Hull(slot)
                } else {
                    SeasonShip::Unregistered(slot - world.hulls)
                },
                arrival_h: call.time_h[0],
                departure_h: call.time_h[1],
                place: call.place,
                discharge_arrival_h: call.time_h[2],
                discharge_departure_h: call.time_h[3],
                fill: call.fill,
                capacity_bbl: median,
                own_capacity_error: own,
                volume_bbl: median * own * common * call.fill,
                sightings,
            });
        }
    }
    calls.sort_by(|a, b| a.arrival_h.total_cmp(&b.arrival_h));
    let total_bbl = calls.iter().map(|call| call.volume_bbl).sum();
    let crossing_h = crossing(world.input, &calls);
    let shared = SeasonShared {
        takes_part: chain.shared.takes_part,
        idle_h: libm::exp(chain.shared.ln_idle),
        loading_stay_h: libm::exp(chain.shared.ln_loading),
        discharge_stay_h: libm::exp(chain.shared.ln_discharge),
        place_shares: chain.shared.place_shares.clone(),
        fill: chain.shared.fill,
        reading_bias: chain.shared.reading_bias,
        capacity_z,
        product_z,
        ln_common: libm::log(common),
    };
    SeasonDraw { calls, shared, total_bbl, total_at_listed_capacity_bbl, crossing_h, listed_calls }
}

/// When notified barrels and those of calls that departed within the window exceed the cap.
fn crossing(input: &SeasonInput, calls: &[SeasonCall]) -> Option<f64> {
    let (from_h, to_h) = input.cap_window_h;
    let mut sum = input.notified_bbl;
    if sum > input.cap_bbl {
        return Some(from_h);
    }
    let mut departures: Vec<(f64, f64)> = calls
        .iter()
        .filter(|call| (from_h..to_h).contains(&call.departure_h))
        .map(|call| (call.departure_h, call.volume_bbl))
        .collect();
    departures.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (departure_h, volume_bbl) in departures {
        sum += volume_bbl;
        if sum > input.cap_bbl {
            return Some(departure_h);
        }
    }
    None
}
