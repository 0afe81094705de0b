//! The most calls that the ships could have made, by looks, fixes and speeds alone.
//!
//! Each ship calls as often as she can: shortest stays, fastest legs, no idling. A stay holds no clear look without a
//! sighting, and none that a fix forbids. Besides, a clear look shows no more ships than it has sightings, so that no more
//! calls lie across it; between two clear looks each ship calls as often as a round trip fits.

use super::input::SeasonInput;
use super::params::SeasonParams;
use super::world::World;

/// Stays are no shorter than one in twenty of the prior: so many standard deviations below the median.
const SHORTEST_SDS: f64 = 1.645;

struct Shortest<'a> {
    world: &'a World<'a>,
    loading_h: f64,
    discharge_h: f64,
    /// Per place: times of clear looks that show nothing.
    empty_h: Vec<Vec<f64>>,
}

/// An upper bound for this many ships that are not in the register.
pub(super) fn most_calls(world: &World<'_>, unregistered: usize) -> usize {
    let (input, params) = (world.input, world.params);
    let shortest = |days: f64| days * 24.0 * libm::exp(-SHORTEST_SDS * params.stay_ln_sd);
    let seen = sightings_of_looks(input);
    let clear = |place: usize, is_empty: bool| -> Vec<(f64, usize)> {
        let mut found: Vec<(f64, usize)> = input
            .looks
            .iter()
            .zip(&seen)
            .filter(|(look, seen)| {
                look.place == place && look.p_see >= params.clear_p && (!is_empty || **seen == 0)
            })
            .map(|(look, seen)| (look.time_h, *seen))
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found
    };
    let bound = Shortest {
        world,
        loading_h: shortest(params.loading_stay_d),
        discharge_h: shortest(params.discharge_stay_d),
        empty_h: (0..input.places.len())
            .map(|place| clear(place, true).into_iter().map(|look| look.0).collect())
            .collect(),
    };
    let of_register: usize = (0..world.hulls).map(|slot| bound.calls_of(slot)).sum();
    let one_by_one = of_register + unregistered * bound.calls_of(world.hulls);
    let ships = world.hulls + unregistered;
    one_by_one.min(bound.calls_between(&clear(world.loading, false), ships, params))
}

/// How many sightings each look has.
fn sightings_of_looks(input: &SeasonInput) -> Vec<usize> {
    let mut seen = vec![0; input.looks.len()];
    for look in input.sightings.iter().filter_map(|sighting| sighting.look) {
        seen[look] += 1;
    }
    seen
}

impl Shortest<'_> {
    /// How often one ship can call.
    fn calls_of(&self, slot: usize) -> usize {
        let world = self.world;
        let (mut now_h, mut calls) = (0.0, 0);
        loop {
            let arrival_h = self.earliest(slot, world.loading, now_h, self.loading_h);
            let back_h = |place: usize| {
                let leg_h = world.route_nm(place) / world.params.speed_most_kn;
                let from_h = arrival_h + self.loading_h + leg_h;
                self.earliest(slot, place, from_h, self.discharge_h) + self.discharge_h + leg_h
            };
            if arrival_h >= world.end_h {
                return calls;
            }
            calls += 1;
            let places = (0..world.sea).filter(|place| *place != world.loading);
            now_h = places.map(back_h).fold(f64::INFINITY, f64::min);
        }
    }

    /// When a stay of so many hours can begin at the earliest. Endless past the end of the period.
    fn earliest(&self, slot: usize, place: usize, from_h: f64, hours: f64) -> f64 {
        let mut start_h = from_h;
        let empty = &self.empty_h[place];
        while start_h < self.world.end_h {
            let next = empty.partition_point(|time| *time < start_h);
            if let Some(time_h) = empty.get(next).filter(|time| **time < start_h + hours) {
                start_h = time_h + 1e-6;
                continue;
            }
            match self.world.free_from(slot, place, start_h, start_h + hours) {
                Some(later_h) => start_h = later_h,
                None => return start_h,
            }
        }
        start_h
    }

    /// The bound by clear looks at the loading place.
    fn calls_between(&self, clear: &[(f64, usize)], ships: usize, params: &SeasonParams) -> usize {
        let shortest_nm = (0..self.world.sea)
            .filter(|place| *place != self.world.loading)
            .map(|place| self.world.route_nm(place))
            .fold(f64::INFINITY, f64::min);
        let away_h = self.discharge_h + 2.0 * shortest_nm / params.speed_most_kn;
        let round_h = self.loading_h + away_h;
        let mut times = vec![0.0];
        times.extend(clear.iter().map(|look| look.0));
        times.push(self.world.end_h);
        let within = |gap_h: f64| ((gap_h + away_h) / round_h).max(0.0) as usize;
        // A call that is under way at the end counts if it began before.
        let open = within(times[times.len() - 1] - times[times.len() - 2] + self.loading_h);
        let gaps =
            times.windows(2).take(times.len() - 2).map(|pair| within(pair[1] - pair[0])).sum::<usize>();
        let across: usize = clear.iter().map(|look| look.1).sum();
        (gaps + open) * ships + across
    }
}
