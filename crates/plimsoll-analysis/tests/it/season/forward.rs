//! Seasons drawn forwards, as the model says. Written apart from the kernel, with numbers of its own.

use plimsoll_analysis::season::{SeasonInput, SeasonParams};

/// A small generator (Steele and others 2014, SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0 + 1e-17
    }

    /// Box and Muller.
    pub(super) fn normal(&mut self) -> f64 {
        let (u, v) = (self.even(), self.even());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    pub(super) fn log_normal(&mut self, median: f64, ln_sd: f64) -> f64 {
        median * (ln_sd * self.normal()).exp()
    }

    /// Normal, within limits.
    pub(super) fn within(&mut self, mean: f64, sd: f64, least: f64, most: f64) -> f64 {
        loop {
            let x = mean + sd * self.normal();
            if least <= x && x <= most {
                return x;
            }
        }
    }

    /// Gamma of a whole or half-whole shape, as a sum of squares.
    fn gamma_half(&mut self, twice: usize) -> f64 {
        (0..twice).map(|_| self.normal().powi(2) / 2.0).sum()
    }

    pub(super) fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma_half((2.0 * a) as usize), self.gamma_half((2.0 * b) as usize));
        x / (x + y)
    }

    pub(super) fn poisson(&mut self, mean: f64) -> usize {
        let (limit, mut product, mut n) = ((-mean).exp(), self.even(), 0);
        while product > limit {
            product *= self.even();
            n += 1;
        }
        n
    }
}

/// A call that happened.
#[derive(Clone, Debug)]
pub(super) struct TrueCall {
    /// Ships of the register first, then the others.
    pub(super) ship: usize,
    pub(super) place: usize,
    /// Arrival, departure, arrival at the discharge place, departure, back.
    pub(super) time_h: [f64; 5],
    pub(super) fill: f64,
}

/// What happened.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    /// Ships not in the register that took part.
    pub(super) unregistered: usize,
    pub(super) idle_h: f64,
    pub(super) loading_h: f64,
    pub(super) discharge_h: f64,
    pub(super) fill: f64,
    pub(super) calls: Vec<TrueCall>,
}

impl Truth {
    /// Calls that arrive within the period.
    pub(super) fn count(&self) -> usize {
        self.calls.iter().filter(|call| call.time_h[0] >= 0.0).count()
    }
}

/// Draws a season.
pub(super) fn draw(input: &SeasonInput, params: &SeasonParams, dice: &mut Dice) -> Truth {
    let pi = dice.beta(params.takes_part_a, params.takes_part_b);
    let unregistered = loop {
        let n = dice.poisson(params.unregistered_mean);
        if n <= params.unregistered_slots {
            break n;
        }
    };
    let mut ships: Vec<usize> = (0..input.hulls.len()).filter(|_| dice.even() < pi).collect();
    ships.extend((0..unregistered).map(|n| input.hulls.len() + n));
    let idle_h = dice.log_normal(params.idle_d * 24.0, params.idle_fleet_ln_sd);
    let loading_h = dice.log_normal(params.loading_stay_d * 24.0, params.stay_median_ln_sd);
    let discharge_h = dice.log_normal(params.discharge_stay_d * 24.0, params.stay_median_ln_sd);
    let fill = params.fill + params.fill_mean_sd * dice.normal();
    let parts: Vec<f64> = input
        .places
        .iter()
        .map(|place| if place.is_loading { 0.0 } else { dice.gamma_half((2.0 * place.prior_calls) as usize) })
        .collect();
    let mut truth = Truth { unregistered, idle_h, loading_h, discharge_h, fill, calls: Vec::new() };
    for ship in ships {
        let own_idle_h = dice.log_normal(idle_h, params.idle_ship_ln_sd);
        let mut now = -params.warm_up_d * 24.0;
        loop {
            now += -own_idle_h * dice.even().ln();
            if now >= input.end_h {
                break;
            }
            let mut left = dice.even() * parts.iter().sum::<f64>();
            let place = parts.iter().position(|part| {
                left -= part;
                left < 0.0 && *part > 0.0
            });
            let place = place.unwrap_or(parts.len() - 1);
            let speed = |dice: &mut Dice| {
                dice.within(params.speed_kn, params.speed_sd_kn, params.speed_least_kn, params.speed_most_kn)
            };
            let nm = input.places[place].route_nm;
            let mut time_h = [now; 5];
            time_h[1] = time_h[0] + dice.log_normal(loading_h, params.stay_ln_sd);
            time_h[2] = time_h[1] + nm / speed(dice);
            time_h[3] = time_h[2] + dice.log_normal(discharge_h, params.stay_ln_sd);
            time_h[4] = time_h[3] + nm / speed(dice);
            let fill = dice.within(fill, params.fill_sd, params.fill_least, 1.0);
            truth.calls.push(TrueCall { ship, place, time_h, fill });
            now = time_h[4];
        }
    }
    truth
}
