//! Who lies where and when, and in what weather.

use super::BerthSeasonParams;
use super::quay::Quay;
use super::ship::Hull;
use crate::random::Random;

/// A ship at the berth.
#[derive(Clone, Debug, PartialEq)]
pub struct BerthCall {
    /// Which ship; a ship may call again.
    pub vessel: u32,
    /// When she makes fast, d from the start.
    pub arrival_d: f64,
    /// When she leaves, d from the start.
    pub departure_d: f64,
    /// Length, m.
    pub length_m: f64,
    /// She sends AIS.
    pub is_lit: bool,
}

/// What disturbs a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nuisance {
    /// A ship lies at the next berth.
    Neighbour,
    /// A crane stands on the quay, somewhere along the berth.
    Crane,
    /// A tug or a lighter lies at the berth; alone, she is no ship.
    Tug,
    /// Another ship lies outside of the one at the berth.
    Rafted,
    /// The basin is covered with ice.
    Ice,
    /// The quay is under wet snow.
    Snow,
    /// A shed stands that was not there at first.
    NewShed,
    /// Wind over 9 m/s.
    Windy,
    /// Wind under 3 m/s.
    Calm,
}

impl Nuisance {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Neighbour,
        Self::Crane,
        Self::Tug,
        Self::Rafted,
        Self::Ice,
        Self::Snow,
        Self::NewShed,
        Self::Windy,
        Self::Calm,
    ];
    /// The word for a table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neighbour => "neighbour",
            Self::Crane => "crane",
            Self::Tug => "tug",
            Self::Rafted => "rafted",
            Self::Ice => "ice",
            Self::Snow => "snow",
            Self::NewShed => "new shed",
            Self::Windy => "windy",
            Self::Calm => "calm",
        }
    }
}

/// What a look really shows.
#[derive(Clone, Debug, PartialEq)]
pub struct LookTruth {
    /// When, d from the start.
    pub time_d: f64,
    /// From south to north.
    pub is_ascending: bool,
    /// The number of the orbit.
    pub relative_orbit: u32,
    /// Index of the call in [`BerthSeason::calls`], if a ship lies there.
    pub call: Option<usize>,
    /// What disturbs the look.
    pub nuisances: Vec<Nuisance>,
    pub(super) hulls: Vec<Hull>,
    pub(super) wind_m_s: f64,
    pub(super) tide: f64,
    pub(super) crane_at_m: Option<f64>,
}

/// A season at one berth.
#[derive(Clone, Debug)]
pub struct BerthSeason {
    pub(super) seed: u64,
    pub(super) params: BerthSeasonParams,
    pub(super) quay: Quay,
    /// The ships that came, in order of time.
    pub calls: Vec<BerthCall>,
    /// The looks, in order of time.
    pub looks: Vec<LookTruth>,
}

impl BerthSeason {
    /// The season of a seed.
    pub fn new(seed: u64, params: &BerthSeasonParams) -> Self {
        let mut random = Random::new(seed, 71);
        let quay = Quay::new(&mut random, params.has_nuisances);
        let span_d = params.looks as f64 * params.look_interval_d;
        let most_m = params.length_m.1.min(quay.berth_length_m - 15.0);
        let calls = calls(&mut random, params, span_d, (params.length_m.0, most_m));
        let neighbours = calls_next_door(&mut random, params, span_d);
        let winter = Winter::new(&mut random, params.has_nuisances, span_d);
        let shed_d = (params.has_nuisances && random.unit() < 0.4).then(|| span_d * random.between(0.4, 0.6));
        let mut season = Self { seed, params: params.clone(), quay, calls, looks: Vec::new() };
        season.quay.new_shed_d = shed_d;
        let mut time_d = random.between(0.0, params.look_interval_d);
        for look in 0..params.looks {
            let truth = season.look(seed, look, time_d, &neighbours, &winter);
            season.looks.push(truth);
            time_d += params.look_interval_d * random.between(0.3, 1.7);
        }
        season
    }

    fn look(
        &self,
        seed: u64,
        look: usize,
        time_d: f64,
        neighbours: &[BerthCall],
        winter: &Winter,
    ) -> LookTruth {
        let random = &mut Random::new(seed, 10_000 + look as u64);
        let has = self.params.has_nuisances;
        let is_ascending = random.unit() < 0.5;
        let call = self.calls.iter().position(|c| c.arrival_d <= time_d && time_d < c.departure_d);
        let mut nuisances = Vec::new();
        let mut hulls = Vec::new();
        if let Some(at) = call {
            let hull = Hull::alongside(seed, &self.calls[at], at as u64, self.quay.berth_length_m);
            if has && is_rafted(seed, at) {
                hulls.push(hull.rafted_to(random));
                nuisances.push(Nuisance::Rafted);
            }
            hulls.push(hull);
        }
        let with_tug = if call.is_some() { 0.15 } else { self.params.tug_alone };
        if has && random.unit() < with_tug {
            hulls.push(Hull::tug(random, self.quay.berth_length_m, call.is_some()));
            nuisances.push(Nuisance::Tug);
        }
        let next = neighbours.iter().position(|c| c.arrival_d <= time_d && time_d < c.departure_d);
        if let Some(at) = next.filter(|_| has) {
            hulls.push(Hull::next_door(seed, &neighbours[at], at as u64, self.quay.berth_length_m));
            nuisances.push(Nuisance::Neighbour);
        }
        let crane_at_m = self.quay.has_crane.then(|| {
            let half = self.quay.berth_length_m / 2.0;
            random.between(-half - 60.0, half + 60.0)
        });
        if crane_at_m.is_some_and(|at| at.abs() < self.quay.berth_length_m / 2.0) {
            nuisances.push(Nuisance::Crane);
        }
        let wind_m_s = 6.0 * (-(1.0 - random.unit()).ln()).sqrt();
        nuisances.extend(winter.at(time_d));
        if self.quay.new_shed_d.is_some_and(|built| built <= time_d) {
            nuisances.push(Nuisance::NewShed);
        }
        if wind_m_s > 9.0 {
            nuisances.push(Nuisance::Windy);
        } else if wind_m_s < 3.0 {
            nuisances.push(Nuisance::Calm);
        }
        let tide = random.between(0.4, 1.6);
        let relative_orbit = if is_ascending { 61 } else { 134 };
        LookTruth { time_d, is_ascending, relative_orbit, call, nuisances, hulls, wind_m_s, tide, crane_at_m }
    }
}

/// Ice, and snow after it and before it.
struct Winter {
    ice_d: Option<(f64, f64)>,
    snow_d: Option<(f64, f64)>,
}

impl Winter {
    fn new(random: &mut Random, has_nuisances: bool, span_d: f64) -> Self {
        let mut part = |chance: f64, share: f64| {
            let start = random.between(0.0, 1.0 - share);
            let is_there = random.unit() < chance && has_nuisances;
            is_there.then_some((start * span_d, (start + share) * span_d))
        };
        Self { ice_d: part(0.4, 0.3), snow_d: part(0.5, 0.3) }
    }

    fn at(&self, time_d: f64) -> Vec<Nuisance> {
        let holds = |part: Option<(f64, f64)>| part.is_some_and(|(from, to)| from <= time_d && time_d < to);
        let ice = holds(self.ice_d).then_some(Nuisance::Ice);
        ice.into_iter().chain(holds(self.snow_d).then_some(Nuisance::Snow)).collect()
    }
}

/// One call in eight has another ship outside.
fn is_rafted(seed: u64, call: usize) -> bool {
    Random::new(seed, 5_000 + call as u64).unit() < 0.125
}

fn calls(
    random: &mut Random,
    params: &BerthSeasonParams,
    span_d: f64,
    (shortest, longest): (f64, f64),
) -> Vec<BerthCall> {
    let dark_share = random.between(0.33, 0.5);
    let median_stay_d = random.between(1.0, 3.0);
    let fleet: Vec<(f64, bool)> =
        (0..24).map(|_| (random.between(shortest, longest), random.unit() >= dark_share)).collect();
    let mut calls = Vec::new();
    let mut time_d = random.between(-2.0, params.mean_empty_d);
    while time_d < span_d {
        let vessel = random.below(fleet.len());
        let stay_d = median_stay_d * (0.4 * random.normal()).exp();
        calls.push(BerthCall {
            vessel: vessel as u32,
            arrival_d: time_d,
            departure_d: time_d + stay_d,
            length_m: fleet[vessel].0,
            is_lit: fleet[vessel].1,
        });
        time_d += stay_d + 0.2 - params.mean_empty_d * (1.0 - random.unit()).ln();
    }
    calls
}

fn calls_next_door(random: &mut Random, params: &BerthSeasonParams, span_d: f64) -> Vec<BerthCall> {
    let mut params = params.clone();
    params.mean_empty_d *= random.between(1.0, 2.0);
    calls(random, &params, span_d, params.length_m)
}
