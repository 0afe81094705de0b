//! The draws of one call.

use super::ship::{Room, ShipDraws};
use super::{CargoCall, CargoParams, not_counted, p_loaded_given};
use crate::draws::{BLOCK, Block, Stream, Z_95, cube_root, normal_cdf};
use crate::inputs::{Held, Input};
use crate::shared::{OilDraws, Shared};
use plimsoll_model::{DraughtReading, Estimate, RecordId};

/// The draws of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct CallDraws {
    /// Cargo taken on, t, draw by draw; 0 in the draws in which she did not load.
    pub cargo_t: Vec<f64>,
    /// Probability that she loaded.
    pub p_loaded: f64,
}

/// Draws the cargo of a call; `None` if it is not counted.
pub fn call_draws(
    call: &CargoCall<'_>,
    ship: &ShipDraws,
    shared: &Shared,
    params: &CargoParams,
    held: &Held,
) -> Option<CallDraws> {
    if not_counted(call).is_some() {
        return None;
    }
    let oil = shared.oil(call.product)?;
    let drawing = Drawing { shared, params, held, oil, ship, visit: call.visit.id };
    Some(match reading(call, ship, params) {
        Reading::Shown(shown) => drawing.shown(&shown),
        Reading::Unread(told) => drawing.unread(told),
    })
}

/// How a call is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reading {
    /// By its draughts.
    Shown(Shown),
    /// By the priors.
    Unread(Told),
}

/// Draughts that show a loading.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shown {
    arrival: Sent,
    departure: Sent,
    /// Probability that cargo was on board on arrival.
    p_part_laden: f64,
}

/// What the draughts tell of whether she loaded, where they do not tell how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// That she did, but no length is known that would turn them into tonnes.
    Loaded,
    /// Sent, and unchanged.
    Unchanged,
    /// Nothing: not sent.
    Nothing,
}

/// A draught sent, with its standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sent {
    draught_m: f64,
    sd_m: f64,
}

impl Sent {
    fn of(estimate: Estimate<f64>) -> Self {
        Self { draught_m: estimate.mid(), sd_m: (estimate.high() - estimate.mid()) / Z_95 }
    }
}

fn reading(call: &CargoCall<'_>, ship: &ShipDraws, params: &CargoParams) -> Reading {
    match (call.draughts.reading, call.draughts.arrival_m, call.draughts.departure_m) {
        (DraughtReading::Loading, Some(arrival), Some(departure)) if ship.has_hull() => {
            let (arrival, departure) = (Sent::of(arrival), Sent::of(departure));
            let p_part_laden = p_part_laden(arrival, ship, params);
            Reading::Shown(Shown { arrival, departure, p_part_laden })
        }
        (DraughtReading::Loading, ..) => Reading::Unread(Told::Loaded),
        (DraughtReading::Unchanged, ..) => Reading::Unread(Told::Unchanged),
        _ => Reading::Unread(Told::Nothing),
    }
}

/// Probability that cargo was on board on arrival, by Bayes: an empty ship carries ballast of half to all of her
/// ballast capacity, a part-laden one anything from that to full.
fn p_part_laden(arrival: Sent, ship: &ShipDraws, params: &CargoParams) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let deadweight = mean(&ship.deadweight_t);
    let room = &ship.room;
    let root = two_thirds(arrival.draught_m);
    let room_t = mean(&room.constant_t)
        + mean(&room.per_m_t) * arrival.draught_m
        + mean(&room.per_m_two_thirds_t) * root;
    let consumables = (params.consumables_share_min + params.consumables_share_max) / 2.0;
    let share = room_t / deadweight - consumables;
    let ballast = params.ballast_share;
    let of_draught = arrival.sd_m * mean(&room.tpc_t_per_m) / deadweight;
    let sd = libm::hypot(of_draught, (ballast.high - ballast.low) / (2.0 * Z_95)).max(1e-6);
    let within = |from: f64, to: f64| {
        (normal_cdf((share - from) / sd) - normal_cdf((share - to) / sd)).max(1e-12) / (to - from)
    };
    let empty = (1.0 - params.part_laden_share) * within(ballast.mid / 2.0, ballast.mid);
    let part = params.part_laden_share * within(ballast.mid / 2.0, 1.0);
    part / (part + empty)
}

/// `T^(2/3)`; draughts of less than a centimetre do not occur.
fn two_thirds(draught_m: f64) -> f64 {
    let root = cube_root(draught_m.max(0.01));
    root * root
}

struct Drawing<'a> {
    shared: &'a Shared,
    params: &'a CargoParams,
    held: &'a Held,
    oil: &'a OilDraws,
    ship: &'a ShipDraws,
    visit: RecordId,
}

impl Drawing<'_> {
    fn stream(&self, name: &str) -> Stream {
        Stream::of_record(self.visit, name)
    }

    /// Consumables and residual ballast by deadweight, from a stream of pairs.
    fn non_cargo_shares(&self, stream: &mut Stream) -> [Block; 2] {
        let [consumables, residual] = self.held.pairs([Input::Consumables, Input::ResidualBallast], stream);
        let (least, most) = (self.params.consumables_share_min, self.params.consumables_share_max);
        [
            consumables.map(|u| least + u * (most - least)),
            residual.map(|u| u * self.params.residual_ballast_share_max),
        ]
    }

    /// The most she can take in draw `k`, t: by weight or by volume, whichever is less.
    fn most_t(&self, k: usize, non_cargo_t: f64) -> f64 {
        let by_volume = self.ship.tank_98_m3[k] * self.oil.loading_density_t_per_m3[k];
        (self.ship.deadweight_t[k] - non_cargo_t).min(by_volume).max(0.0)
    }

    /// A call whose draughts show a loading. The draught sent and the fill prior are two readings of one draught;
    /// each weighs by its variance. Where the draught is stale only the prior counts.
    fn shown(&self, shown: &Shown) -> CallDraws {
        let n = self.shared.draws();
        let mut cargo_t = Vec::with_capacity(n);
        let mut errors = self.stream("departure-draught");
        let mut non_cargo = self.stream("non-cargo");
        let mut told = self.stream("told");
        let mut arrivals = self.stream("arrival-draught");
        while cargo_t.len() < n {
            let from = cargo_t.len();
            let z = self.held.normals(Input::DraughtError, &mut errors);
            let shares = self.non_cargo_shares(&mut non_cargo);
            let [told, part] = self.held.pairs([Input::Loaded, Input::PartLaden], &mut told);
            let z_arrival = self.held.normals(Input::DraughtError, &mut arrivals);
            cargo_t.extend((0..BLOCK.min(n - from)).map(|i| {
                let k = from + i;
                let [consumables, residual] = [shares[0][i], shares[1][i]];
                let is_stale = told[i] < self.shared.stale_share[k];
                let laden_t = self.on_departure(k, shown.departure, consumables + residual, is_stale, z[i]);
                if part[i] >= shown.p_part_laden {
                    return laden_t;
                }
                laden_t - self.on_arrival(k, shown.arrival, consumables, z_arrival[i]).clamp(0.0, laden_t)
            }));
        }
        CallDraws { cargo_t, p_loaded: 1.0 }
    }

    /// Cargo on board on departure, t.
    fn on_departure(&self, k: usize, sent: Sent, non_cargo: f64, is_stale: bool, z: f64) -> f64 {
        let room = &self.ship.room;
        let non_cargo_t = self.ship.deadweight_t[k] * non_cargo;
        let most_t = self.most_t(k, non_cargo_t);
        let per_tonne = 1.0 / room.tpc_t_per_m[k];
        let missing_t = self.ship.deadweight_t[k] - non_cargo_t - self.shared.fill_mean_share[k] * most_t;
        let prior = Sent {
            draught_m: room.summer_draught_m[k] - missing_t * per_tonne,
            sd_m: self.params.fill_spread_share * most_t * per_tonne,
        };
        let draught = if is_stale { prior.draught_m + prior.sd_m * z } else { combined(sent, prior, z) };
        (room.at(k, draught) - non_cargo_t).clamp(0.0, most_t)
    }

    /// What is on board on arrival beyond ballast and consumables, t; negative where the ballast is not full.
    fn on_arrival(&self, k: usize, sent: Sent, consumables: f64, z: f64) -> f64 {
        let draught = sent.draught_m + sent.sd_m * z;
        let other_t = self.ship.deadweight_t[k] * (consumables + self.shared.ballast_share[k]);
        self.ship.room.at(k, draught) - other_t
    }

    /// A call whose cargo no draught tells.
    fn unread(&self, told: Told) -> CallDraws {
        let n = self.shared.draws();
        let mut cargo_t = Vec::with_capacity(n);
        let mut p_sum = 0.0;
        let mut fills = self.stream("fill");
        let mut non_cargo = self.stream("non-cargo");
        let mut loaded = self.stream("loaded");
        let is_held = self.held.holds(Input::Loaded);
        while cargo_t.len() < n {
            let from = cargo_t.len();
            let z = self.held.normals(Input::FillSpread, &mut fills);
            let [consumables, _] = self.non_cargo_shares(&mut non_cargo);
            let loaded = self.held.uniforms(Input::Loaded, &mut loaded);
            cargo_t.extend((0..BLOCK.min(n - from)).map(|i| {
                let k = from + i;
                let most_t = self.most_t(k, self.ship.deadweight_t[k] * consumables[i]);
                let fill = self.shared.fill_mean_share[k] + self.params.fill_spread_share * z[i];
                let p = self.p_loaded(told, k);
                p_sum += p;
                // Held, the call counts by its probability, so that only its chance is taken out.
                let counts = if is_held { p } else { f64::from(u8::from(loaded[i] < p)) };
                counts * fill.clamp(0.0, 1.0) * most_t
            }));
        }
        CallDraws { cargo_t, p_loaded: p_sum / n.max(1) as f64 }
    }

    fn p_loaded(&self, told: Told, k: usize) -> f64 {
        let shared = self.shared;
        match told {
            Told::Loaded => 1.0,
            Told::Unchanged => {
                p_loaded_given(shared.p_loaded[k], shared.unshown_share[k], self.params.unshown_if_not_loaded)
            }
            Told::Nothing => shared.p_loaded[k],
        }
    }
}

impl Room {
    /// Displacement less lightship at a draught, t.
    fn at(&self, k: usize, draught_m: f64) -> f64 {
        self.constant_t[k] + self.per_m_t[k] * draught_m + self.per_m_two_thirds_t[k] * two_thirds(draught_m)
    }
}

/// Two readings of one draught, each weighing by its variance, at a standard normal number.
fn combined(sent: Sent, prior: Sent, z: f64) -> f64 {
    let (sent_var, prior_var) = (sent.sd_m * sent.sd_m, prior.sd_m * prior.sd_m);
    let both = sent_var + prior_var;
    if both <= 0.0 {
        return sent.draught_m;
    }
    let weight = sent_var / both;
    sent.draught_m + weight * (prior.draught_m - sent.draught_m) + (weight * prior_var).sqrt() * z
}
