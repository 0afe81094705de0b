//! What a port visit put on board, in tonnes and in barrels, with its error.
//!
//! `cargo = displacement(departure) - lightship - consumables - residual ballast - what was on board on arrival`.
//! Where no draught shows it: the probability that she loaded, and a prior for how full. `docs/methods/cargo.md`.

use crate::draws::{BLOCK, Prior, Stream, Z_95, interval, normal_cdf};
use crate::hydrostatics::{Curve, SEA_WATER_T_PER_M3};
use crate::inputs::{Held, Input};
use crate::oil::{self, ByProduct, Densities};
use crate::particulars::{ParticularParams, ShipDraw, ship_draws};
use crate::shared::{OilDraws, Shared};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Cargo, DraughtPair, DraughtReading, Estimate, Place, PortVisit, Product, RecordId, RecordKind,
    TerminalRole, Vessel, VesselKind,
};
use serde::{Deserialize, Serialize};

/// Priors of the barrel estimate. Shares are of deadweight unless said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CargoParams {
    /// How many draws.
    pub draws: usize,
    /// Densities of the products at 15 C, t/m3.
    pub density_t_per_m3: Densities,
    /// Weights of the products where nobody names one.
    pub mix_weight: ByProduct<f64>,
    /// Temperature of the cargo when loaded, C.
    pub loading_temperature_c: Prior,
    /// Density of the water at the terminals, t/m3.
    pub water_density_t_per_m3: Prior,
    /// Ballast on board of an empty ship, at most.
    pub ballast_share: Prior,
    /// Share of the ships that come to load with cargo on board.
    pub part_laden_share: f64,
    /// Bunkers, water and stores: the least.
    pub consumables_share_min: f64,
    /// Bunkers, water and stores: the most.
    pub consumables_share_max: f64,
    /// Ballast that stays in the tanks of a laden ship: the most.
    pub residual_ballast_share_max: f64,
    /// Mean fill by what the ship can take.
    pub fill_mean_share: Prior,
    /// How much a call's fill differs from the mean, one standard deviation.
    pub fill_spread_share: f64,
    /// Probability that a ship at a loading terminal loads, the same for all calls of a draw.
    pub p_loaded: Prior,
    /// Probability that a loading leaves the draught sent unchanged.
    pub unshown_share: Prior,
    /// Probability that a call without loading leaves it unchanged.
    pub unshown_if_not_loaded: f64,
    /// Share of changed draughts that do not tell the cargo.
    pub stale_share: Prior,
}

/// What a cargo is estimated from.
#[derive(Clone, Copy, Debug)]
pub struct CargoCall<'a> {
    /// The port visit.
    pub visit: &'a PortVisit,
    /// The ship.
    pub vessel: &'a Vessel,
    /// The place.
    pub place: &'a Place,
    /// What it is taken to be: the place's product, else the case's; `None`: the mix.
    pub product: Option<Product>,
    /// The draughts of the visit.
    pub draughts: &'a DraughtPair,
}

/// One draw of a ship, made ready for its calls.
#[derive(Clone, Copy, Debug, PartialEq)]
struct ReadyDraw {
    deadweight_t: f64,
    tank_98_m3: f64,
    hull: Option<ReadyHull>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct ReadyHull {
    /// Displacement in the terminal's water less lightship.
    room: Curve,
    summer_draught_m: f64,
    tpc_t_per_m: f64,
}

/// The draws of a ship.
#[derive(Clone, Debug, PartialEq)]
pub struct ShipDraws(Vec<ReadyDraw>);

impl ShipDraws {
    /// Draws a ship's particulars; `None` where neither deadweight nor length is known.
    pub fn new(vessel: &Vessel, params: &ParticularParams, shared: &Shared, held: &Held) -> Option<Self> {
        let draws = ship_draws(vessel, params, &shared.relations, held)?;
        let ready = draws
            .iter()
            .enumerate()
            .map(|(k, draw)| ReadyDraw::new(draw, shared.route_weight[k], shared.water_density_t_per_m3[k]));
        Some(Self(ready.collect()))
    }

    /// Deadweight, t, draw by draw.
    pub fn deadweight_t(&self) -> impl Iterator<Item = f64> {
        self.0.iter().map(|draw| draw.deadweight_t)
    }

    /// The mean of a number over the draws.
    fn mean(&self, of: impl Fn(&ReadyDraw) -> f64) -> f64 {
        self.0.iter().map(of).sum::<f64>() / self.0.len().max(1) as f64
    }
}

impl ReadyDraw {
    fn new(draw: &ShipDraw, route_weight: f64, water_density: f64) -> Self {
        let hull = draw.hull.map(|hull| {
            let by_water = water_density / SEA_WATER_T_PER_M3;
            let sea = hull.curve(route_weight);
            ReadyHull {
                room: Curve {
                    constant_t: sea.constant_t * by_water - hull.lightship_t(draw.deadweight_t),
                    per_m_t: sea.per_m_t * by_water,
                    per_m_two_thirds_t: sea.per_m_two_thirds_t * by_water,
                },
                summer_draught_m: hull.summer_draught_m,
                tpc_t_per_m: 100.0 * hull.tpc_t_per_cm(),
            }
        });
        Self { deadweight_t: draw.deadweight_t, tank_98_m3: 0.98 * draw.tank_volume_m3, hull }
    }

    /// The most she can take, t: by weight or by volume, whichever is less.
    fn most_t(&self, non_cargo_t: f64, loading_density: f64) -> f64 {
        (self.deadweight_t - non_cargo_t).min(self.tank_98_m3 * loading_density).max(0.0)
    }
}

/// How a call is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reading {
    /// The draughts show a loading.
    Shown {
        arrival: Sent,
        departure: Sent,
        /// Probability that cargo was on board on arrival.
        p_part_laden: f64,
    },
    /// They show a loading, but no length is known that would turn them into tonnes.
    ShownWithoutHull,
    /// They were sent and show nothing.
    Unchanged,
    /// They were not sent.
    Missing,
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

/// The draws of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct CallDraws {
    /// Cargo taken on, t, draw by draw; 0 in the draws in which she did not load.
    pub cargo_t: Vec<f64>,
    /// Probability that she loaded.
    pub p_loaded: f64,
}

/// Why a call is not counted, if it is not.
pub fn not_counted(call: &CargoCall<'_>) -> Option<String> {
    use DraughtReading::{Discharge, Loading};
    let reading = call.draughts.reading;
    let reason = match (call.vessel.kind, call.place.role) {
        (VesselKind::GasCarrier, _) => "a gas carrier: liquefied gas is not oil",
        _ if call.product.is_some_and(Product::is_gas) => "liquefied gas is not oil",
        (VesselKind::Other, _) => "not a tanker by the type it sends or is listed under",
        (_, TerminalRole::Discharge) => "a place of discharge: cargo counts where it is loaded",
        (_, TerminalRole::Loading) if reading == Discharge => "she left higher than she came: a discharge",
        (_, TerminalRole::Both) if reading != Loading => {
            "ships load and discharge here, and no draught shows a loading"
        }
        _ if has_no_particulars(call.vessel) => "no particulars: neither deadweight nor length is known",
        _ => return None,
    };
    Some(reason.to_owned())
}

fn has_no_particulars(vessel: &Vessel) -> bool {
    vessel.deadweight_t.is_none() && vessel.length_overall_m.is_none()
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
    let reading = reading(call, ship, params);
    let mut draw = Drawing { shared, params, held, oil, ship, streams: CallStreams::new(call.visit.id) };
    Some(match reading {
        Reading::Shown { arrival, departure, p_part_laden } => draw.shown(arrival, departure, p_part_laden),
        unread => draw.unread(unread),
    })
}

fn reading(call: &CargoCall<'_>, ship: &ShipDraws, params: &CargoParams) -> Reading {
    let has_hull = ship.0.iter().all(|d| d.hull.is_some());
    match (call.draughts.reading, call.draughts.arrival_m, call.draughts.departure_m) {
        (DraughtReading::Loading, Some(arrival), Some(departure)) if has_hull => {
            let (arrival, departure) = (Sent::of(arrival), Sent::of(departure));
            Reading::Shown { arrival, departure, p_part_laden: p_part_laden(arrival, ship, params) }
        }
        (DraughtReading::Loading, ..) => Reading::ShownWithoutHull,
        (DraughtReading::Unchanged, ..) => Reading::Unchanged,
        _ => Reading::Missing,
    }
}

/// Probability that cargo was on board on arrival, by Bayes: an empty ship carries ballast of half to all of her
/// ballast capacity, a part-laden one anything from that to full.
fn p_part_laden(arrival: Sent, ship: &ShipDraws, params: &CargoParams) -> f64 {
    let deadweight = ship.mean(|d| d.deadweight_t);
    let room = ship.mean(|d| d.hull.map_or(0.0, |h| h.room.displacement_t(arrival.draught_m)));
    let tpc = ship.mean(|d| d.hull.map_or(0.0, |h| h.tpc_t_per_m));
    let consumables = (params.consumables_share_min + params.consumables_share_max) / 2.0;
    let share = room / deadweight - consumables;
    let ballast = params.ballast_share;
    let sd = (arrival.sd_m * tpc / deadweight).hypot((ballast.high - ballast.low) / (2.0 * Z_95));
    let within = |from: f64, to: f64| {
        (normal_cdf((share - from) / sd) - normal_cdf((share - to) / sd)).max(1e-12) / (to - from)
    };
    let empty = (1.0 - params.part_laden_share) * within(ballast.mid / 2.0, ballast.mid);
    let part = params.part_laden_share * within(ballast.mid / 2.0, 1.0);
    part / (part + empty)
}

/// The streams of a call.
struct CallStreams {
    departure: Stream,
    arrival: Stream,
    part_laden: Stream,
    consumables: Stream,
    residual: Stream,
    fill: Stream,
    loaded: Stream,
}

impl CallStreams {
    fn new(visit: RecordId) -> Self {
        let stream = |name| Stream::of_record(visit, name);
        Self {
            departure: stream("departure-draught"),
            arrival: stream("arrival-draught"),
            part_laden: stream("part-laden"),
            consumables: stream("consumables"),
            residual: stream("residual-ballast"),
            fill: stream("fill"),
            loaded: stream("loaded"),
        }
    }
}

struct Drawing<'a> {
    shared: &'a Shared,
    params: &'a CargoParams,
    held: &'a Held,
    oil: &'a OilDraws,
    ship: &'a ShipDraws,
    streams: CallStreams,
}

impl Drawing<'_> {
    fn consumables_share(&self, u: f64) -> f64 {
        self.params.consumables_share_min
            + u * (self.params.consumables_share_max - self.params.consumables_share_min)
    }

    /// A call whose draughts show a loading. The draught sent and the fill prior are two readings of one draught;
    /// each weighs by its variance. Where the draught is stale only the prior counts.
    fn shown(&mut self, arrival: Sent, departure: Sent, p_part_laden: f64) -> CallDraws {
        let n = self.shared.draws();
        let mut cargo_t = Vec::with_capacity(n);
        while cargo_t.len() < n {
            let z = self.held.normals(Input::DraughtError, &mut self.streams.departure);
            let z_arrival = self.held.normals(Input::DraughtError, &mut self.streams.arrival);
            let part = self.held.uniforms(Input::PartLaden, &mut self.streams.part_laden);
            let consumables = self.held.uniforms(Input::Consumables, &mut self.streams.consumables);
            let residual = self.held.uniforms(Input::ResidualBallast, &mut self.streams.residual);
            let told = self.held.uniforms(Input::Loaded, &mut self.streams.loaded);
            let from = cargo_t.len();
            for i in 0..BLOCK.min(n - from) {
                let k = from + i;
                let ship = &self.ship.0[k];
                let Some(hull) = &ship.hull else { continue };
                let consumables_t = ship.deadweight_t * self.consumables_share(consumables[i]);
                let residual_t = ship.deadweight_t * residual[i] * self.params.residual_ballast_share_max;
                let most_t = ship.most_t(consumables_t + residual_t, self.oil.loading_density_t_per_m3[k]);
                let prior = self.prior_draught(ship, hull, most_t, consumables_t + residual_t, k);
                let is_stale = told[i] < self.shared.stale_share[k];
                let draught = if is_stale {
                    prior.draught_m + prior.sd_m * z[i]
                } else {
                    combined(departure, prior, z[i])
                };
                let on_departure =
                    (hull.room.displacement_t(draught) - consumables_t - residual_t).clamp(0.0, most_t);
                let on_arrival = if part[i] < p_part_laden {
                    let draught = (arrival.draught_m + arrival.sd_m * z_arrival[i]).max(0.1);
                    let ballast_t = ship.deadweight_t * self.shared.ballast_share[k];
                    (hull.room.displacement_t(draught) - consumables_t - ballast_t).clamp(0.0, on_departure)
                } else {
                    0.0
                };
                cargo_t.push(on_departure - on_arrival);
            }
        }
        CallDraws { cargo_t, p_loaded: 1.0 }
    }

    /// The draught at which the fill would be the mean of this draw, and how far fills spread about it.
    fn prior_draught(
        &self,
        ship: &ReadyDraw,
        hull: &ReadyHull,
        most_t: f64,
        non_cargo_t: f64,
        k: usize,
    ) -> Sent {
        let missing_t = ship.deadweight_t - non_cargo_t - self.shared.fill_mean_share[k] * most_t;
        Sent {
            draught_m: hull.summer_draught_m - missing_t / hull.tpc_t_per_m,
            sd_m: self.params.fill_spread_share * most_t / hull.tpc_t_per_m,
        }
    }

    /// A call whose cargo no draught tells.
    fn unread(&mut self, reading: Reading) -> CallDraws {
        let n = self.shared.draws();
        let mut cargo_t = Vec::with_capacity(n);
        let mut p_sum = 0.0;
        let is_held = self.held.holds(Input::Loaded);
        while cargo_t.len() < n {
            let z = self.held.normals(Input::FillSpread, &mut self.streams.fill);
            let consumables = self.held.uniforms(Input::Consumables, &mut self.streams.consumables);
            let loaded = self.held.uniforms(Input::Loaded, &mut self.streams.loaded);
            let from = cargo_t.len();
            for i in 0..BLOCK.min(n - from) {
                let k = from + i;
                let ship = &self.ship.0[k];
                let non_cargo_t = ship.deadweight_t * self.consumables_share(consumables[i]);
                let most_t = ship.most_t(non_cargo_t, self.oil.loading_density_t_per_m3[k]);
                let fill = self.shared.fill_mean_share[k] + self.params.fill_spread_share * z[i];
                let p = self.p_loaded(reading, k);
                p_sum += p;
                // Held, the call counts by its probability, so that only its chance is taken out.
                let counts = if is_held { p } else { f64::from(u8::from(loaded[i] < p)) };
                cargo_t.push(counts * fill.clamp(0.0, 1.0) * most_t);
            }
        }
        CallDraws { cargo_t, p_loaded: p_sum / n.max(1) as f64 }
    }

    fn p_loaded(&self, reading: Reading, k: usize) -> f64 {
        match reading {
            Reading::Shown { .. } | Reading::ShownWithoutHull => 1.0,
            Reading::Unchanged => p_loaded_given(
                self.shared.p_loaded[k],
                self.shared.unshown_share[k],
                self.params.unshown_if_not_loaded,
            ),
            Reading::Missing => self.shared.p_loaded[k],
        }
    }
}

/// Two readings of one draught, each weighing by its variance, at a standard normal number.
fn combined(sent: Sent, prior: Sent, z: f64) -> f64 {
    let (sent_var, prior_var) = (sent.sd_m * sent.sd_m, prior.sd_m * prior.sd_m);
    let both = sent_var + prior_var;
    if both <= 0.0 {
        return sent.draught_m;
    }
    let mean = sent.draught_m + sent_var / both * (prior.draught_m - sent.draught_m);
    mean + (sent_var * prior_var / both).sqrt() * z
}

/// Bayes: probability of a loading, given that the draught sent did not change.
pub fn p_loaded_given(prior: f64, unshown_if_loaded: f64, unshown_if_not: f64) -> f64 {
    let loaded = prior * unshown_if_loaded;
    let not = (1.0 - prior) * unshown_if_not;
    if loaded + not > 0.0 { loaded / (loaded + not) } else { prior }
}

/// The row of a call. `draws` are those of [`call_draws`], `None` where the call is not counted.
pub fn cargo(call: &CargoCall<'_>, draws: Option<&CallDraws>, shared: &Shared) -> Cargo {
    let tonnes = draws.and_then(|d| interval(&mut d.cargo_t.clone()));
    let barrels = draws.zip(shared.oil(call.product)).and_then(|(draws, oil)| {
        let mut barrels: Vec<f64> = draws.cargo_t.iter().zip(&oil.bbl_per_t).map(|(t, f)| t * f).collect();
        interval(&mut barrels)
    });
    let factor = oil::committee_bbl_per_t(call.product);
    let is_documented = draws.is_some() && call.draughts.reading == DraughtReading::Loading;
    Cargo {
        id: RecordId::of(RecordKind::Cargo, &[Key::Id(call.visit.id)]),
        visit: call.visit.id,
        vessel: call.vessel.id,
        place: call.place.name.clone(),
        time: call.visit.end,
        product: call.product,
        cargo_t: tonnes,
        volume_bbl: barrels,
        volume_committee_bbl: tonnes.and_then(|t| t.map(|t| t * factor)),
        is_documented,
        p_loaded: draws.map(|d| d.p_loaded),
        not_counted: not_counted(call),
        basis: basis(call, draws),
        parents: vec![call.visit.id, call.vessel.id, call.draughts.id],
    }
}

fn basis(call: &CargoCall<'_>, draws: Option<&CallDraws>) -> String {
    let Some(draws) = draws else { return call.draughts.basis.clone() };
    let particulars =
        call.vessel.deadweight_t.as_ref().map_or("deadweight from size relations".to_owned(), |dwt| {
            let how = if dwt.is_inferred { "inferred" } else { "as listed" };
            format!("deadweight {} t {how}", oil::grouped(dwt.estimate.mid()))
        });
    let reading = match call.draughts.reading {
        DraughtReading::Loading => "the draughts show a loading; weighed with the prior for fill".to_owned(),
        DraughtReading::Unchanged => {
            format!(
                "the draughts do not show it; probability of a loading {:.2}, fill by prior",
                draws.p_loaded
            )
        }
        _ => format!("no draughts to tell; probability of a loading {:.2}, fill by prior", draws.p_loaded),
    };
    format!("{}; {reading}; {particulars}", call.draughts.basis)
}
