//! Thresholds of the K law, quick.

use super::incomplete::upper_gamma_share;
use super::law::{Law, log_texture_density};

/// From one node of `ln t` to the next, and of the texture's logarithm.
pub(super) const STEP: f64 = 0.05;
/// First node of `ln t`.
pub(super) const LOW: f64 = -9.0;
/// How many nodes of `ln t`: up to `e^7.5`.
pub(super) const NODES: usize = 331;
/// First node of the texture's logarithm; the last is [`TEXTURE_HIGH`].
const TEXTURE_LOW: f64 = -16.0;
/// Above it no texture of an order of 0.2 or more has a share of 1e-15.
const TEXTURE_HIGH: f64 = 5.5;

/// Exceedance of the K law of one number of looks for a ladder of orders, as logarithms: `ln P(I > t)` over `ln t`.
#[derive(Clone, Debug)]
pub struct ThresholdTable {
    looks: f64,
    log_orders: Vec<f64>,
    /// One row an order, the last one the Gamma law; `NODES` each.
    log_exceedance: Vec<Vec<f64>>,
}

impl ThresholdTable {
    /// The table of orders from `least` to `greatest` (in steps of about a tenth in their logarithm) and beyond the
    /// Gamma law, for `looks` looks. A tenth of a second at most.
    pub fn new(looks: f64, least: f64, greatest: f64) -> Self {
        let span = libm::log(greatest / least);
        let steps = (span / 0.1).ceil().clamp(1.0, 400.0);
        let log_orders: Vec<f64> =
            (0..=steps as usize).map(|i| libm::log(least) + span * i as f64 / steps).collect();
        let textures = ((TEXTURE_HIGH - TEXTURE_LOW) / STEP).round() as usize + 1;
        // Q(L, L e^w) for w = ln t - u: one line of values, since both grids have the same step.
        let speckle: Vec<f64> = (0..NODES + textures)
            .map(|i| {
                let w = LOW - TEXTURE_HIGH + STEP * i as f64;
                upper_gamma_share(looks, looks * libm::exp(w))
            })
            .collect();
        let mut log_exceedance: Vec<Vec<f64>> =
            log_orders.iter().map(|&v| row(libm::exp(v), &speckle, textures)).collect();
        log_exceedance.push(
            (0..NODES)
                .map(|j| log_of(Law::Gamma { looks }.exceedance(libm::exp(LOW + STEP * j as f64))))
                .collect(),
        );
        Self { looks, log_orders, log_exceedance }
    }

    /// The number of looks it is for.
    pub const fn looks(&self) -> f64 {
        self.looks
    }

    /// `ln P(I > t)` over `ln t`, the least order first, the Gamma law last.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.log_exceedance.iter().map(Vec::as_slice)
    }

    /// `ln P(I > t)` of the K law; an order above the ladder is the Gamma law, one below it the lowest rung.
    pub fn log_exceedance(&self, order: f64, t: f64) -> f64 {
        let place = ((libm::log(t) - LOW) / STEP).clamp(0.0, (NODES - 1) as f64 - 1e-9);
        let (row, weight) = self.rung(order);
        let at = |row: usize| interpolated(&self.log_exceedance[row], place);
        at(row) + weight * (at(row + 1) - at(row))
    }

    /// The power, over the mean, that a share `pfa` of the pixels exceeds.
    pub fn threshold(&self, order: f64, pfa: f64) -> f64 {
        let log_pfa = libm::log(pfa);
        let (row, weight) = self.rung(order);
        let at = |row: usize| inverted(&self.log_exceedance[row], log_pfa);
        libm::exp(at(row) + weight * (at(row + 1) - at(row)))
    }

    /// Row below, and how far to the next; the Gamma law is the row after the greatest order.
    fn rung(&self, order: f64) -> (usize, f64) {
        let last = self.log_orders.len() - 1;
        let v = libm::log(order);
        if v >= self.log_orders[last] {
            // From the greatest order to the Gamma law in 1/order.
            let weight = 1.0 - libm::exp(self.log_orders[last] - v);
            return (last, weight);
        }
        let step = self.log_orders[1] - self.log_orders[0];
        let place = ((v - self.log_orders[0]) / step).max(0.0);
        let row = (place as usize).min(last - 1);
        (row, (place - row as f64).min(1.0))
    }
}

/// Logarithm that keeps away from nought.
fn log_of(share: f64) -> f64 {
    libm::log(share.max(1e-290))
}

fn row(order: f64, speckle: &[f64], textures: usize) -> Vec<f64> {
    let density: Vec<f64> =
        (0..textures).map(|i| log_texture_density(order, TEXTURE_HIGH - STEP * i as f64) * STEP).collect();
    (0..NODES)
        .map(|j| {
            // u = TEXTURE_HIGH - i STEP, so w = ln t - u is node j + i.
            let sum: f64 = density.iter().zip(&speckle[j..]).map(|(d, q)| d * q).sum();
            log_of(sum.min(1.0))
        })
        .collect()
}

fn interpolated(row: &[f64], place: f64) -> f64 {
    let i = place as usize;
    row[i] + (place - i as f64) * (row[i + 1] - row[i])
}

/// `ln t` at which a falling row passes `level`.
fn inverted(row: &[f64], level: f64) -> f64 {
    let i = row.partition_point(|&v| v > level).clamp(1, NODES - 1);
    let (above, below) = (row[i - 1], row[i]);
    let part = if above > below { ((above - level) / (above - below)).clamp(0.0, 1.0) } else { 0.0 };
    LOW + STEP * ((i - 1) as f64 + part)
}
