//! The draws of one call.

mod seen;

use super::ship::{ShipDraws, two_thirds};
use super::{CargoCall, CargoParams, not_counted, p_loaded_given};
use crate::draws::{BLOCK, Block, Stream, Z_95, normal_cdf};
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
    let drawing = Drawing { shared, params, held, oil, ship, visit: call.visit.id, vessel: call.vessel.id };
    Some(match reading(call, ship, params) {
        Reading::Seen(seen) => drawing.seen(&seen),
        Reading::Shown(shown) => drawing.shown(&shown),
        Reading::Unread(told) => drawing.unread(told),
    })
}

/// How a call is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reading {
    /// By a draught on departure that an image shows.
    Seen(seen::Seen),
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

    /// The draught at a standard normal number.
    fn at(self, z: f64) -> f64 {
        self.draught_m + self.sd_m * z
    }
}

fn reading(call: &CargoCall<'_>, ship: &ShipDraws, params: &CargoParams) -> Reading {
    if let Some(seen) = seen::seen(call, ship, params) {
        return Reading::Seen(seen);
    }
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
    let room_t = mean(&room.constant_t)
        + mean(&room.per_m_t) * arrival.draught_m
        + mean(&room.per_m_two_thirds_t) * two_thirds(arrival.draught_m);
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

struct Drawing<'a> {
    shared: &'a Shared,
    params: &'a CargoParams,
    held: &'a Held,
    oil: &'a OilDraws,
    ship: &'a ShipDraws,
    visit: RecordId,
    vessel: RecordId,
}

impl<'a> Drawing<'a> {
    fn stream(&self, name: &str) -> Stream {
        Stream::of_record(self.visit, name)
    }

    /// Where each block of draws begins, and how many it has.
    fn blocks(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let n = self.shared.draws();
        (0..n).step_by(BLOCK).map(move |from| (from, BLOCK.min(n - from)))
    }

    /// What ship and case give for a block of draws.
    fn given(&self, from: usize, len: usize) -> Given<'a> {
        let part = |values: &'a [f64]| &values[from..from + len];
        Given {
            deadweight_t: part(&self.ship.deadweight_t),
            tank_98_m3: part(&self.ship.tank_98_m3),
            loading_density: part(&self.oil.loading_density_t_per_m3),
            fill_mean: part(&self.shared.fill_mean_share),
        }
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

    /// A call whose draughts show a loading. The draught sent and the fill prior are two readings of one draught;
    /// each weighs by its variance. Where the draught is stale only the prior counts.
    fn shown(&self, shown: &Shown) -> CallDraws {
        let mut cargo_t = Vec::with_capacity(self.shared.draws());
        let mut errors = self.stream("departure-draught");
        let mut non_cargo = self.stream("non-cargo");
        let mut told = self.stream("told");
        let mut arrivals = self.stream("arrival-draught");
        for (from, len) in self.blocks() {
            let z = self.held.normals(Input::DraughtError, &mut errors);
            let [consumables, residual] = self.non_cargo_shares(&mut non_cargo);
            let [told, part] = self.held.pairs([Input::Loaded, Input::PartLaden], &mut told);
            let z_arrival = self.held.normals(Input::DraughtError, &mut arrivals);
            let given = self.given(from, len);
            let room = self.ship.room.part(from, len);
            let stale_share = &self.shared.stale_share[from..from + len];
            let ballast_share = &self.shared.ballast_share[from..from + len];
            cargo_t.extend((0..len).map(|i| {
                let deadweight_t = given.deadweight_t[i];
                let non_cargo_t = deadweight_t * (consumables[i] + residual[i]);
                let most_t = given.most_t(i, non_cargo_t);
                let missing_t = deadweight_t - non_cargo_t - given.fill_mean[i] * most_t;
                let prior = Sent {
                    draught_m: room.summer_draught_m[i] - missing_t / room.tpc_t_per_m[i],
                    sd_m: self.params.fill_spread_share * most_t / room.tpc_t_per_m[i],
                };
                let is_stale = told[i] < stale_share[i];
                let draught_m = combined(shown.departure, prior, is_stale, z[i]);
                let laden_t = (room.at(i, draught_m) - non_cargo_t).clamp(0.0, most_t);
                if part[i] >= shown.p_part_laden {
                    return laden_t;
                }
                let other_t = deadweight_t * (consumables[i] + ballast_share[i]);
                let before_t = room.at(i, shown.arrival.at(z_arrival[i])) - other_t;
                laden_t - before_t.min(laden_t).max(0.0)
            }));
        }
        CallDraws { cargo_t, p_loaded: 1.0 }
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
        for (from, len) in self.blocks() {
            let z = self.held.normals(Input::FillSpread, &mut fills);
            let [consumables, _] = self.non_cargo_shares(&mut non_cargo);
            let loaded = self.held.uniforms(Input::Loaded, &mut loaded);
            let given = self.given(from, len);
            cargo_t.extend((0..len).map(|i| {
                let most_t = given.most_t(i, given.deadweight_t[i] * consumables[i]);
                let fill = given.fill_mean[i] + self.params.fill_spread_share * z[i];
                let p = self.p_loaded(told, from + i);
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

/// A block of what ship and case give.
struct Given<'a> {
    deadweight_t: &'a [f64],
    tank_98_m3: &'a [f64],
    loading_density: &'a [f64],
    fill_mean: &'a [f64],
}

impl Given<'_> {
    /// The most she can take, t: by weight or by volume, whichever is less.
    fn most_t(&self, i: usize, non_cargo_t: f64) -> f64 {
        (self.deadweight_t[i] - non_cargo_t).min(self.tank_98_m3[i] * self.loading_density[i]).max(0.0)
    }
}

/// Two readings of one draught at a standard normal number, each weighing by its variance; a stale draught sent weighs
/// nothing.
fn combined(sent: Sent, prior: Sent, is_stale: bool, z: f64) -> f64 {
    let (sent_var, prior_var) = (sent.sd_m * sent.sd_m, prior.sd_m * prior.sd_m);
    // The least square millimetre keeps two certain readings from dividing nothing by nothing.
    let by_variance = sent_var / (sent_var + prior_var).max(1e-6);
    let prior_weight = if is_stale { 1.0 } else { by_variance };
    sent.draught_m + prior_weight * (prior.draught_m - sent.draught_m) + (prior_weight * prior_var).sqrt() * z
}
