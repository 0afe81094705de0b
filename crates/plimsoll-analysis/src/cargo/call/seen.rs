//! A call whose departure draught was read from an image.
//!
//! Three readings of one draught: the image itself; what an empty ship's ballast lets her lie at on arrival, and the change
//! from the image on arrival to that on departure, which holds no error of the hull; and the prior for fill. Each weighs
//! by its variance. An image is never stale.

use super::{CallDraws, CargoCall, CargoParams, Drawing, Sent, p_part_laden};
use crate::cargo::ship::{RoomPart, ShipDraws};
use crate::draws::{BLOCK, Prior, Stream, Z_95};
use crate::inputs::Input;
use plimsoll_model::{DraughtReading, DraughtSource};

/// What images, or an image and AIS, show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seen {
    /// On departure; the standard deviation is that of the image alone, without the hull's.
    departure: Sent,
    /// Error of the hull: of both images, or of the one on departure.
    hull_sd_m: f64,
    arrival: Option<Arrival>,
    /// Probability that cargo was on board on arrival.
    p_part_laden: f64,
    /// True if the draughts show that she loaded.
    is_shown: bool,
}

/// The draught on arrival.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Arrival {
    /// Without the error of the hull where it comes from an image.
    sent: Sent,
    /// True if it comes from an image, so that it shares the error of the hull.
    is_image: bool,
}

/// What a call shows whose draught on departure comes from an image; `None` for other calls.
pub(super) fn seen(call: &CargoCall<'_>, ship: &ShipDraws, params: &CargoParams) -> Option<Seen> {
    let pair = call.draughts;
    if pair.departure_source != Some(DraughtSource::Image) || !ship.has_hull() {
        return None;
    }
    let hull_sd_m = pair.hull_sd_m?;
    let own = |sd: f64| (sd * sd - hull_sd_m * hull_sd_m).max(0.0).sqrt();
    let departure = Sent { draught_m: pair.departure_m?.mid(), sd_m: own(pair.departure_sd_m?) };
    let is_image = pair.arrival_source == Some(DraughtSource::Image);
    let arrival = pair.arrival_m.zip(pair.arrival_sd_m).map(|(draught, sd)| Arrival {
        sent: Sent { draught_m: draught.mid(), sd_m: if is_image { own(sd) } else { sd } },
        is_image,
    });
    let p_part_laden = arrival.map_or(params.part_laden_share, |a| {
        let sd_m = if a.is_image { libm::hypot(a.sent.sd_m, hull_sd_m) } else { a.sent.sd_m };
        p_part_laden(Sent { sd_m, ..a.sent }, ship, params)
    });
    let is_shown = pair.reading == DraughtReading::Loading;
    Some(Seen { departure, hull_sd_m, arrival, p_part_laden, is_shown })
}

/// The chances of one draw.
#[derive(Clone, Copy)]
struct Chance {
    own: f64,
    of_hull: f64,
    hull_given: f64,
    arrival: f64,
}

impl Drawing<'_> {
    /// A call whose departure draught was read from an image.
    pub(super) fn seen(&self, seen: &Seen) -> CallDraws {
        let mut cargo_t = Vec::with_capacity(self.shared.draws());
        let mut streams =
            ["departure-draught", "hull-given-draught", "arrival-draught"].map(|n| self.stream(n));
        let mut of_hull = Stream::of_record(self.vessel, "draught-of-hull");
        let mut non_cargo = self.stream("non-cargo");
        let mut told = self.stream("told");
        let is_held = self.held.holds(Input::Loaded);
        let mut p_sum = 0.0;
        for (from, len) in self.blocks() {
            let [own, hull_given, arrival] =
                streams.each_mut().map(|s| self.held.normals(Input::DraughtError, s));
            let of_hull = self.held.normals(Input::DraughtError, &mut of_hull);
            let [consumables, residual] = self.non_cargo_shares(&mut non_cargo);
            let [told, part] = self.held.pairs([Input::Loaded, Input::PartLaden], &mut told);
            let block = self.block(from, len, seen, &consumables, &residual);
            cargo_t.extend((0..len).map(|i| {
                let draw = block.draw(i);
                let p = if seen.is_shown { 1.0 } else { draw.p_loaded(self.shared.p_loaded[from + i]) };
                p_sum += p;
                let counts = if is_held { p } else { f64::from(u8::from(told[i] < p)) };
                let chance = Chance {
                    own: own[i],
                    of_hull: of_hull[i],
                    hull_given: hull_given[i],
                    arrival: arrival[i],
                };
                counts * draw.cargo_t(part[i], &chance)
            }));
        }
        let n = cargo_t.len().max(1) as f64;
        CallDraws { cargo_t, p_loaded: p_sum / n }
    }

    fn block<'b>(
        &'b self,
        from: usize,
        len: usize,
        seen: &'b Seen,
        consumables: &'b [f64; BLOCK],
        residual: &'b [f64; BLOCK],
    ) -> Part<'b> {
        let given = self.given(from, len);
        let non_cargo_t = |i: usize| given.deadweight_t[i] * (consumables[i] + residual[i]);
        let most_t = (0..len).map(|i| given.most_t(i, non_cargo_t(i))).collect();
        Part {
            drawing: self,
            from,
            seen,
            consumables,
            residual,
            most_t,
            room: self.ship.room.part(from, len),
        }
    }
}

/// A block of draws.
struct Part<'b> {
    drawing: &'b Drawing<'b>,
    from: usize,
    seen: &'b Seen,
    consumables: &'b [f64; BLOCK],
    residual: &'b [f64; BLOCK],
    most_t: Vec<f64>,
    room: RoomPart<'b>,
}

impl Part<'_> {
    fn draw(&self, i: usize) -> Draw<'_> {
        let (params, shared, k) = (self.drawing.params, self.drawing.shared, self.from + i);
        let deadweight_t = self.drawing.ship.deadweight_t[k];
        let consumables_t = deadweight_t * self.consumables[i];
        let non_cargo_t = consumables_t + deadweight_t * self.residual[i];
        let tpc = self.room.tpc_t_per_m[i];
        let most_t = self.most_t[i];
        // An empty ship carries ballast of half to all of her ballast share: evenly between.
        let ballast_t = deadweight_t * shared.ballast_share[k];
        let empty_t = consumables_t + 0.75 * ballast_t;
        Draw {
            seen: self.seen,
            room: &self.room,
            i,
            most_t,
            non_cargo_t,
            full_ballast_t: consumables_t + ballast_t,
            part_laden_share: params.part_laden_share,
            fill: Sent {
                draught_m: self.draught_at(i, non_cargo_t + shared.fill_mean_share[k] * most_t),
                sd_m: params.fill_spread_share * most_t / tpc,
            },
            fill_shared_sd_m: sd_of(params.fill_mean_share) * most_t / tpc,
            empty: Sent { draught_m: self.draught_at(i, empty_t), sd_m: 0.5 * ballast_t / EVEN / tpc },
            empty_shared_sd_m: 0.75 * sd_of(params.ballast_share) * deadweight_t / tpc,
            idle_sd_m: (params.consumables_share_max - params.consumables_share_min) * deadweight_t
                / EVEN
                / tpc,
        }
    }

    /// The draught at which she carries so much beyond her own weight: Newton's rule with the slope at the summer draught,
    /// which is within a tenth of that elsewhere, so that five steps are within a tenth of a millimetre.
    fn draught_at(&self, i: usize, weight_t: f64) -> f64 {
        let mut draught_m = self.room.summer_draught_m[i];
        for _ in 0..5 {
            draught_m -= (self.room.at(i, draught_m) - weight_t) / self.room.tpc_t_per_m[i];
        }
        draught_m
    }
}

/// The width of an even distribution by its standard deviation: the root of 12.
const EVEN: f64 = 3.464_101_615_137_754_6;

/// Standard deviation of a prior, of both its sides together.
fn sd_of(prior: Prior) -> f64 {
    (prior.high - prior.low) / (2.0 * Z_95)
}

/// One draw of a call.
struct Draw<'b> {
    seen: &'b Seen,
    room: &'b RoomPart<'b>,
    i: usize,
    most_t: f64,
    non_cargo_t: f64,
    full_ballast_t: f64,
    part_laden_share: f64,
    /// Where the fill of this draw would put her, and how much one call differs from that.
    fill: Sent,
    /// How much the fill of this draw differs from that of others.
    fill_shared_sd_m: f64,
    /// Where the ballast of this draw would put her empty, and how much one call differs from that.
    empty: Sent,
    /// How much the ballast of this draw differs from that of others.
    empty_shared_sd_m: f64,
    /// How much a draught changes in port without cargo.
    idle_sd_m: f64,
}

impl Draw<'_> {
    /// Probability that she loaded, by Bayes: from where she lies on departure, or from how much that differs from arrival.
    fn p_loaded(&self, prior: f64) -> f64 {
        let (seen, hull) = (self.seen, self.seen.hull_sd_m);
        let square = |x: f64| x * x;
        let (value, variance, from, idle) = match seen.arrival {
            Some(a) => {
                let hull_variance = if a.is_image { 0.0 } else { square(hull) };
                let variance = square(a.sent.sd_m) + square(seen.departure.sd_m) + hull_variance;
                (seen.departure.draught_m - a.sent.draught_m, variance, 0.0, square(self.idle_sd_m))
            }
            None => {
                let variance = square(seen.departure.sd_m) + square(hull);
                (seen.departure.draught_m, variance, self.empty.draught_m, square(self.empty.sd_m))
            }
        };
        let rise = (self.fill.draught_m - self.empty.draught_m).max(0.01);
        let spread = square(self.fill.sd_m) + seen.arrival.map_or(0.0, |_| square(self.empty.sd_m));
        let part = self.part_laden_share;
        let sd = variance.sqrt().max(1e-3);
        let between = within(value, from, from + rise, sd);
        let empty_or = |whole: f64| (1.0 - part) * whole + part * between;
        let loaded = prior * empty_or(density(value - from - rise, variance + spread));
        let stayed = density(value - from, variance + idle);
        // Without an arrival, a ship that did not load may have been part laden all along.
        let not = (1.0 - prior) * if seen.arrival.is_some() { stayed } else { empty_or(stayed) };
        if loaded + not > 0.0 { loaded / (loaded + not) } else { prior }
    }

    /// Cargo taken on, t, if she loaded.
    fn cargo_t(&self, part: f64, chance: &Chance) -> f64 {
        let is_part_laden = part < self.seen.p_part_laden;
        let draught_m = self.departure_m(!is_part_laden, chance);
        let laden_t = (self.room.at(self.i, draught_m) - self.non_cargo_t).clamp(0.0, self.most_t);
        if !is_part_laden {
            return laden_t;
        }
        let before_t = match self.seen.arrival {
            Some(arrival) => {
                let before_m = self.arrival_m(arrival, draught_m, chance);
                self.room.at(self.i, before_m) - self.full_ballast_t
            }
            // Anything from nothing to what she left with; the number is even below the probability.
            None => {
                let share = 1.0 - part / self.seen.p_part_laden;
                share * (self.room.at(self.i, draught_m) - self.full_ballast_t)
            }
        };
        laden_t - before_t.min(laden_t).max(0.0)
    }

    /// The draught on departure. If she came empty and both draughts are from images, what the arrival differs from the
    /// ballast draught tells the error of the hull.
    ///
    /// The weights count the whole error of ballast and fill, what all calls of a draw share included: an image must not be
    /// drawn to one value of the mean fill as if that were known. The shared part comes with the draw; the rest is drawn.
    fn departure_m(&self, came_empty: bool, chance: &Chance) -> f64 {
        let square = |x: f64| x * x;
        let hull_var = square(self.seen.hull_sd_m);
        let mut gain = 0.0;
        let mut hull_error = 0.0;
        let mut arrival_var = 0.0;
        if let Some(a) = self.seen.arrival.filter(|a| a.is_image && came_empty) {
            arrival_var = square(a.sent.sd_m) + square(self.empty.sd_m);
            gain = hull_var / (hull_var + arrival_var + square(self.empty_shared_sd_m)).max(1e-9);
            hull_error = gain * (a.sent.draught_m - self.empty.draught_m);
        }
        let image_m = self.seen.departure.draught_m - hull_error;
        let own_var = square(self.seen.departure.sd_m);
        let image_var = own_var + (1.0 - gain) * hull_var;
        let fill_var = square(self.fill.sd_m) + square(self.fill_shared_sd_m);
        let fill_weight = image_var / (image_var + fill_var).max(1e-6);
        let image_weight = 1.0 - fill_weight;
        let mean = image_m + fill_weight * (self.fill.draught_m - image_m);
        // What is left of the hull's error is the same in all calls of the ship.
        let of_hull = image_weight * (1.0 - gain) * self.seen.hull_sd_m;
        let of_call = square(image_weight) * (own_var + square(gain) * arrival_var)
            + square(fill_weight * self.fill.sd_m);
        mean - of_hull * chance.of_hull + of_call.sqrt() * chance.own
    }

    /// The draught on arrival of a ship that came with cargo, with the same error of the hull as on departure.
    fn arrival_m(&self, arrival: Arrival, departure_m: f64, chance: &Chance) -> f64 {
        let own = self.seen.departure.sd_m * self.seen.departure.sd_m;
        let hull = self.seen.hull_sd_m * self.seen.hull_sd_m;
        let all = (own + hull).max(1e-9);
        let error = (self.seen.departure.draught_m - departure_m) * hull / all
            + (hull * own / all).sqrt() * chance.hull_given;
        let of_hull = if arrival.is_image { error } else { 0.0 };
        arrival.sent.at(chance.arrival) - of_hull
    }
}

/// Density of a normal distribution about 0.
fn density(x: f64, variance: f64) -> f64 {
    let variance = variance.max(1e-6);
    libm::exp(-0.5 * x * x / variance) / (std::f64::consts::TAU * variance).sqrt()
}

/// Density of an even distribution between two numbers, seen with an error.
fn within(x: f64, from: f64, to: f64, sd: f64) -> f64 {
    let below = |at: f64| crate::draws::normal_cdf((x - at) / sd);
    (below(from) - below(to)) / (to - from)
}
