//! What really happened in a season.

use super::fleet::{BARREL_M3, FleetDraws, TrueHull, fleet};
use super::law::{beta, choice, dirichlet, exponential, log_normal, normal_within, poisson};
use super::settings::SeasonSettings;
use crate::random::Random;
use serde::{Deserialize, Serialize};

/// What a whole season has in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueHyper {
    /// Chance of a hull of the register to take part.
    pub participation: f64,
    /// Idle time of the median hull, h.
    pub median_idle_h: f64,
    /// Median stay at the loading place, h.
    pub loading_stay_h: f64,
    /// Median stay at a place of discharge, h.
    pub discharge_stay_h: f64,
    /// Share of each place of discharge, in their order.
    pub place_shares: Vec<f64>,
    /// Mean fill.
    pub fill: f64,
    /// Factor of all capacities.
    pub capacity_factor: f64,
    /// Factor of all barrels.
    pub product_factor: f64,
}

/// A call: arrives empty, loads, sails, discharges, comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueCall {
    /// Index into [`SeasonTruth::hulls`].
    pub hull: usize,
    /// Arrives at the loading place, h.
    pub arrival_h: f64,
    /// Leaves it, h.
    pub departure_h: f64,
    /// Index into [`SeasonSettings::places`]: where she discharges.
    pub place: usize,
    /// Route speed laden, kn.
    pub laden_speed_kn: f64,
    /// Arrives there, h.
    pub discharge_arrival_h: f64,
    /// Leaves it, h.
    pub discharge_departure_h: f64,
    /// Route speed in ballast, kn.
    pub ballast_speed_kn: f64,
    /// Back before the loading place, h.
    pub return_h: f64,
    /// Share of the capacity loaded.
    pub fill: f64,
    /// Barrels loaded.
    pub volume_bbl: f64,
    /// Tonnes loaded.
    pub mass_t: f64,
    /// She was on the made list on the day of arrival.
    pub is_listed: bool,
}

/// Where a ship is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Whereabouts {
    /// Waiting, or not seen in these waters at all.
    Idle,
    /// At the loading place.
    Loading {
        /// Index into [`SeasonTruth::calls`].
        call: usize,
        /// Share of the stay that has passed.
        share: f64,
    },
    /// On the way to discharge.
    Laden {
        /// Index into [`SeasonTruth::calls`].
        call: usize,
        /// Share of the route that is behind her.
        share: f64,
    },
    /// At the place of discharge.
    Discharging {
        /// Index into [`SeasonTruth::calls`].
        call: usize,
        /// Share of the stay that has passed.
        share: f64,
    },
    /// On the way back.
    Ballast {
        /// Index into [`SeasonTruth::calls`].
        call: usize,
        /// Share of the route that is behind her.
        share: f64,
    },
}

/// A season as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeasonTruth {
    /// The seed.
    pub seed: u64,
    /// What it was drawn with.
    pub settings: SeasonSettings,
    /// What it has in common.
    pub hyper: TrueHyper,
    /// The fleet: first the hulls of the register, then those in none.
    pub hulls: Vec<TrueHull>,
    /// Every call from the warm-up on, in order of arrival. Those before 0 and those that end after the period are there too.
    pub calls: Vec<TrueCall>,
}

impl SeasonTruth {
    /// The season of a seed.
    pub fn new(seed: u64, settings: &SeasonSettings) -> Self {
        let (hyper, unregistered) = hyper(seed, settings);
        let shared = FleetDraws {
            participation: hyper.participation,
            unregistered,
            median_idle_h: hyper.median_idle_h,
            capacity_factor: hyper.capacity_factor,
        };
        let hulls = fleet(seed, settings, &shared);
        let mut calls: Vec<TrueCall> =
            (0..hulls.len()).flat_map(|hull| calls_of(seed, hull, &hulls[hull], &hyper, settings)).collect();
        calls.sort_by(|a, b| a.arrival_h.total_cmp(&b.arrival_h));
        Self { seed, settings: settings.clone(), hyper, hulls, calls }
    }

    /// The calls that count: those that arrive inside the period.
    pub fn counted(&self) -> impl Iterator<Item = &TrueCall> {
        self.calls.iter().filter(|call| (0.0..self.settings.end_h).contains(&call.arrival_h))
    }

    /// Where a hull is at a time.
    pub fn whereabouts(&self, hull: usize, time_h: f64) -> Whereabouts {
        let began = |call: &&TrueCall| call.hull == hull && call.arrival_h <= time_h;
        let Some(at) = self.calls.iter().rposition(|call| began(&call)) else { return Whereabouts::Idle };
        self.calls[at].whereabouts(at, time_h)
    }

    /// Which part of her fill a ship has aboard at a time: 0 empty, 1 all that she loads in the call. Loading and
    /// discharging take the middle seven tenths of a stay.
    pub fn loaded_part(&self, whereabouts: Whereabouts) -> f64 {
        let pumped = |share: f64| ((share - 0.15) / 0.7).clamp(0.0, 1.0);
        match whereabouts {
            Whereabouts::Idle | Whereabouts::Ballast { .. } => 0.0,
            Whereabouts::Loading { share, .. } => pumped(share),
            Whereabouts::Laden { .. } => 1.0,
            Whereabouts::Discharging { share, .. } => 1.0 - pumped(share),
        }
    }

    /// The share of her capacity that a ship has aboard at a time.
    pub fn laden_fraction(&self, whereabouts: Whereabouts) -> f64 {
        whereabouts.call().map_or(0.0, |call| self.loaded_part(whereabouts) * self.calls[call].fill)
    }
}

impl Whereabouts {
    /// The call she is on.
    pub const fn call(self) -> Option<usize> {
        match self {
            Self::Idle => None,
            Self::Loading { call, .. }
            | Self::Laden { call, .. }
            | Self::Discharging { call, .. }
            | Self::Ballast { call, .. } => Some(call),
        }
    }
}

impl TrueCall {
    fn whereabouts(&self, call: usize, time_h: f64) -> Whereabouts {
        let share = |from: f64, to: f64| ((time_h - from) / (to - from)).clamp(0.0, 1.0);
        if time_h < self.departure_h {
            Whereabouts::Loading { call, share: share(self.arrival_h, self.departure_h) }
        } else if time_h < self.discharge_arrival_h {
            Whereabouts::Laden { call, share: share(self.departure_h, self.discharge_arrival_h) }
        } else if time_h < self.discharge_departure_h {
            let share = share(self.discharge_arrival_h, self.discharge_departure_h);
            Whereabouts::Discharging { call, share }
        } else if time_h < self.return_h {
            Whereabouts::Ballast { call, share: share(self.discharge_departure_h, self.return_h) }
        } else {
            Whereabouts::Idle
        }
    }
}

fn hyper(seed: u64, settings: &SeasonSettings) -> (TrueHyper, usize) {
    let random = &mut Random::new(seed, 500);
    let hyper = TrueHyper {
        participation: beta(random, settings.participation_beta),
        median_idle_h: log_normal(random, settings.idle_h.0, settings.idle_h.1),
        loading_stay_h: log_normal(random, settings.loading_stay_h.0, settings.loading_stay_h.1),
        discharge_stay_h: log_normal(random, settings.discharge_stay_h.0, settings.discharge_stay_h.1),
        place_shares: dirichlet(random, settings.places.iter().skip(1).map(|place| place.weight)),
        fill: settings.fill.0 + settings.fill.1 * random.normal(),
        capacity_factor: log_normal(random, 1.0, settings.capacity_shared_ln_sd),
        product_factor: log_normal(random, settings.product_median, settings.product_ln_sd),
    };
    let unregistered = poisson(random, settings.unregistered_mean);
    (hyper, unregistered)
}

/// The calls of a hull, from the warm-up to the end of the period.
fn calls_of(
    seed: u64,
    number: usize,
    hull: &TrueHull,
    hyper: &TrueHyper,
    settings: &SeasonSettings,
) -> Vec<TrueCall> {
    let random = &mut Random::new(seed, 20_000 + number as u64);
    let mut calls = Vec::new();
    let mut time_h = -settings.warm_up_h + idle_h(random, -settings.warm_up_h, hull.mean_idle_h, settings);
    while hull.takes_part && time_h < settings.end_h {
        let call = call(random, number, time_h, hull, hyper, settings);
        time_h = call.return_h + idle_h(random, call.return_h, hull.mean_idle_h, settings);
        calls.push(call);
    }
    calls
}

/// An idle time that begins at `from_h`. Where the law changes on the way, what is left of it is stretched.
fn idle_h(random: &mut Random, from_h: f64, mean_h: f64, settings: &SeasonSettings) -> f64 {
    let idle_h = exponential(random, mean_h);
    match settings.idle_changes {
        Some((change_h, factor)) => {
            let before_h = (change_h - from_h).clamp(0.0, idle_h);
            before_h + factor * (idle_h - before_h)
        }
        None => idle_h,
    }
}

fn call(
    random: &mut Random,
    number: usize,
    arrival_h: f64,
    hull: &TrueHull,
    hyper: &TrueHyper,
    settings: &SeasonSettings,
) -> TrueCall {
    let speed = |random: &mut Random| {
        normal_within(random, settings.speed_kn.0, settings.speed_kn.1, settings.speed_limits_kn)
    };
    let departure_h = arrival_h + log_normal(random, hyper.loading_stay_h, settings.stay_ln_sd);
    let place = 1 + choice(random, &hyper.place_shares);
    let route_nm = settings.places[place].route_nm;
    let laden_speed_kn = speed(random);
    let discharge_arrival_h = departure_h + route_nm / laden_speed_kn;
    let discharge_departure_h =
        discharge_arrival_h + log_normal(random, hyper.discharge_stay_h, settings.stay_ln_sd);
    let ballast_speed_kn = speed(random);
    let fill = normal_within(random, hyper.fill, settings.fill_between_calls_sd, settings.fill_limits);
    let volume_bbl = fill * hull.capacity_bbl * hyper.product_factor;
    TrueCall {
        hull: number,
        arrival_h,
        departure_h,
        place,
        laden_speed_kn,
        discharge_arrival_h,
        discharge_departure_h,
        ballast_speed_kn,
        return_h: discharge_departure_h + route_nm / ballast_speed_kn,
        fill,
        volume_bbl,
        mass_t: volume_bbl * BARREL_M3 * settings.density_kg_m3 / 1_000.0,
        is_listed: hull.is_listed_at(arrival_h),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_depends_on_its_seed_and_on_nothing_else() {
        let settings = SeasonSettings::standard();
        assert_eq!(SeasonTruth::new(5, &settings), SeasonTruth::new(5, &settings));
        assert_ne!(SeasonTruth::new(5, &settings).calls, SeasonTruth::new(6, &settings).calls);
    }

    #[test]
    fn a_ship_is_in_one_place_and_never_faster_than_the_fastest() {
        let truth = SeasonTruth::new(2, &SeasonSettings::standard());
        for hull in 0..truth.hulls.len() {
            let calls: Vec<_> = truth.calls.iter().filter(|call| call.hull == hull).collect();
            assert!(calls.windows(2).all(|two| two[0].return_h <= two[1].arrival_h));
            for call in calls {
                let nm = truth.settings.places[call.place].route_nm;
                assert!(call.discharge_arrival_h - call.departure_h >= nm / 13.0 - 1e-9);
                assert!(call.return_h - call.discharge_departure_h >= nm / 13.0 - 1e-9);
                assert!((0.3..=1.0).contains(&call.fill) && call.departure_h > call.arrival_h);
            }
        }
    }

    #[test]
    fn a_ship_fills_while_she_loads_and_empties_while_she_discharges() {
        let truth = SeasonTruth::new(2, &SeasonSettings::standard());
        let call = &truth.calls[3];
        let aboard = |time_h: f64| truth.laden_fraction(truth.whereabouts(call.hull, time_h));
        let middle = (call.arrival_h + call.departure_h) / 2.0;
        assert!(aboard(call.arrival_h) < 1e-9 && (aboard(middle) - call.fill / 2.0).abs() < 1e-9);
        assert!((aboard(call.discharge_arrival_h - 0.01) - call.fill).abs() < 1e-9);
        assert!(aboard(call.discharge_departure_h + 0.01) < 1e-9);
    }

    #[test]
    fn every_ship_says_that_she_is_invented() {
        let truth = SeasonTruth::new(9, &SeasonSettings::standard());
        let names: std::collections::BTreeSet<_> = truth.hulls.iter().map(|hull| &hull.name).collect();
        assert_eq!(names.len(), truth.hulls.len());
        for hull in &truth.hulls {
            assert!(hull.name.starts_with("SIMULATED ") && hull.name.len() <= 20, "{}", hull.name);
            assert_eq!((hull.imo_number / 1_000_000, hull.mmsi / 1_000_000), (2, 299));
        }
    }
}
