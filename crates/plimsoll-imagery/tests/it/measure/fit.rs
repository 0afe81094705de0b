//! Fits the laws of size to ships of known size, and tries them on scenes that the fit has not seen.

use super::chips::{Chip, measured};
use plimsoll_imagery::measure::{Calibration, SizeLaw};
use plimsoll_imagery::{MeasureParams, Measured};

/// A ship: what the image shows of her, and what she is.
pub(crate) struct Ship {
    pub(crate) chip: Chip,
    pub(crate) measured: Measured,
}

/// Weight of the ridge, per ship, on terms of unit variance: it only keeps the sums from being singular.
const RIDGE: f64 = 1e-3;
/// Beyond this residual a ship pulls no harder: some are matched with the wrong AIS.
const HUBER: f64 = 0.1;
const ROUNDS: usize = 8;
const Z90: f64 = 1.644_853_626_951_472_2;

pub(crate) fn ships(chips: Vec<Chip>, params: &MeasureParams) -> Vec<Ship> {
    chips.into_iter().map(|chip| Ship { measured: measured(&chip, params), chip }).collect()
}

pub(crate) fn scenes(ships: &[Ship]) -> Vec<String> {
    let mut names: Vec<String> = ships.iter().map(|s| s.chip.scene.clone()).collect();
    names.sort();
    names.dedup();
    names
}

/// Which size is fitted.
#[derive(Clone, Copy)]
pub(crate) enum Size {
    Length,
    Beam,
}

impl Size {
    pub(crate) fn truth(self, chip: &Chip) -> f64 {
        match self {
            Self::Length => chip.length_m,
            Self::Beam => chip.beam_m,
        }
    }
}

fn range(ships: &[&Ship]) -> (f64, f64) {
    let of = |s: &&Ship| s.measured.features.stretch_m;
    (ships.iter().map(of).fold(f64::MAX, f64::min), ships.iter().map(of).fold(0.0, f64::max))
}

/// The laws of some ships: medians from all of them, spreads from scenes left out in turn.
pub(crate) fn calibrate(ships: &[&Ship]) -> Calibration {
    let stretch_m = range(ships);
    let empty = SizeLaw { constant: 0.0, slopes: [0.0; 6], sd_at_100_m: 0.0, sd_power: 0.0 };
    let mut calibration = Calibration { length: empty, beam: empty, stretch_m };
    calibration.length = median_law(ships, Size::Length, stretch_m);
    calibration.beam = median_law(ships, Size::Beam, stretch_m);
    let mut names: Vec<&str> = ships.iter().map(|s| s.chip.scene.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let (mut length, mut beam) = (Vec::new(), Vec::new());
    for name in names {
        let seen: Vec<&Ship> = ships.iter().copied().filter(|s| s.chip.scene != name).collect();
        let stretch_m = range(&seen);
        let laws = Calibration {
            length: median_law(&seen, Size::Length, stretch_m),
            beam: median_law(&seen, Size::Beam, stretch_m),
            stretch_m,
        };
        for ship in ships.iter().filter(|s| s.chip.scene == name) {
            let f = &ship.measured.features;
            length.push((laws.length_m(f), (ship.chip.length_m / laws.length_m(f)).ln()));
            beam.push((laws.length_m(f), (ship.chip.beam_m / laws.beam_m(f)).ln()));
        }
    }
    (calibration.length.sd_at_100_m, calibration.length.sd_power) = spread(&length);
    (calibration.beam.sd_at_100_m, calibration.beam.sd_power) = spread(&beam);
    calibration
}

/// Ridge regression with Huber weights of the logarithm of a size on the terms.
fn median_law(ships: &[&Ship], size: Size, stretch_m: (f64, f64)) -> SizeLaw {
    let rows: Vec<[f64; 6]> = ships.iter().map(|s| s.measured.features.terms(stretch_m)).collect();
    let wanted: Vec<f64> = ships.iter().map(|s| size.truth(&s.chip).ln()).collect();
    let n = rows.len() as f64;
    let mean: Vec<f64> = (0..6).map(|k| rows.iter().map(|r| r[k]).sum::<f64>() / n).collect();
    let sd: Vec<f64> = (0..6)
        .map(|k| (rows.iter().map(|r| (r[k] - mean[k]).powi(2)).sum::<f64>() / n).sqrt() + 1e-9)
        .collect();
    let scaled = |r: &[f64; 6]| {
        let mut out = [1.0; 7];
        for (k, slot) in out.iter_mut().skip(1).enumerate() {
            *slot = (r[k] - mean[k]) / sd[k];
        }
        out
    };
    let mut weights = vec![1.0; rows.len()];
    let mut solution = [0.0; 7];
    for _ in 0..ROUNDS {
        let (mut matrix, mut right) = ([[0.0; 7]; 7], [0.0; 7]);
        for ((row, y), w) in rows.iter().zip(&wanted).zip(&weights) {
            let x = scaled(row);
            for i in 0..7 {
                right[i] += w * x[i] * y;
                for j in 0..7 {
                    matrix[i][j] += w * x[i] * x[j];
                }
            }
        }
        for (k, row) in matrix.iter_mut().enumerate().skip(1) {
            row[k] += RIDGE * n;
        }
        solution = cholesky(matrix, right);
        for ((row, y), w) in rows.iter().zip(&wanted).zip(&mut weights) {
            let x = scaled(row);
            let residual = y - (0..7).map(|k| x[k] * solution[k]).sum::<f64>();
            *w = (HUBER / residual.abs().max(1e-9)).min(1.0);
        }
    }
    let mut law = SizeLaw { constant: solution[0], slopes: [0.0; 6], sd_at_100_m: 0.0, sd_power: 0.0 };
    for (k, slope) in law.slopes.iter_mut().enumerate() {
        *slope = solution[k + 1] / sd[k];
        law.constant -= *slope * mean[k];
    }
    law
}

/// Solves a symmetric positive system.
fn cholesky(a: [[f64; 7]; 7], b: [f64; 7]) -> [f64; 7] {
    let mut l = [[0.0; 7]; 7];
    for i in 0..7 {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            l[i][j] = if i == j { (a[i][i] - sum).sqrt() } else { (a[i][j] - sum) / l[j][j] };
        }
    }
    let mut y = [0.0; 7];
    for i in 0..7 {
        y[i] = (b[i] - (0..i).map(|k| l[i][k] * y[k]).sum::<f64>()) / l[i][i];
    }
    let mut x = [0.0; 7];
    for i in (0..7).rev() {
        x[i] = (y[i] - (i + 1..7).map(|k| l[k][i] * x[k]).sum::<f64>()) / l[i][i];
    }
    x
}

/// Spread of residuals (length, residual): the power from a line through `ln |residual|`, held within [-1, 0]; the level so
/// that 90 % lie within 1.645 of it.
fn spread(residuals: &[(f64, f64)]) -> (f64, f64) {
    let points: Vec<(f64, f64)> =
        residuals.iter().map(|(l, r)| ((l / 100.0).ln(), r.abs().max(0.005).ln())).collect();
    let n = points.len() as f64;
    let (mx, my) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let slope = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>()
        / points.iter().map(|p| (p.0 - mx).powi(2)).sum::<f64>();
    let power = slope.clamp(-1.0, 0.0);
    let mut scaled: Vec<f64> = residuals.iter().map(|(l, r)| r.abs() / (l / 100.0).powf(power)).collect();
    scaled.sort_by(f64::total_cmp);
    let place = ((0.9 * (n + 1.0)).ceil() as usize).clamp(1, scaled.len());
    (scaled[place - 1] / Z90, power)
}

/// A ship whose scene the fit has not seen.
pub(crate) struct Tried<'a> {
    pub(crate) ship: &'a Ship,
    pub(crate) length_m: f64,
    pub(crate) length_90_m: (f64, f64),
    pub(crate) beam_m: f64,
    pub(crate) beam_90_m: (f64, f64),
}

/// Every ship by the laws of the other scenes.
pub(crate) fn leave_one_scene_out(ships: &[Ship]) -> Vec<Tried<'_>> {
    let mut tried = Vec::new();
    for name in scenes(ships) {
        let seen: Vec<&Ship> = ships.iter().filter(|s| s.chip.scene != name).collect();
        let laws = calibrate(&seen);
        for ship in ships.iter().filter(|s| s.chip.scene == name) {
            let f = &ship.measured.features;
            let (length_m, beam_m) = (laws.length_m(f), laws.beam_m(f));
            let about = |m: f64, sd: f64| (m / (Z90 * sd).exp(), m * (Z90 * sd).exp());
            tried.push(Tried {
                ship,
                length_m,
                length_90_m: about(length_m, laws.length.log_sd(length_m)),
                beam_m,
                beam_90_m: about(beam_m, laws.beam.log_sd(length_m)),
            });
        }
    }
    tried
}

/// Mean and median of absolute errors.
pub(crate) fn errors(of: impl Iterator<Item = f64>) -> (f64, f64) {
    let mut all: Vec<f64> = of.map(f64::abs).collect();
    all.sort_by(f64::total_cmp);
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    (mean, f64::midpoint(all[(all.len() - 1) / 2], all[all.len() / 2]))
}

/// True if the ship that AIS showed cannot be the one in the chip: hand and program are both off by more than 30 %, the same
/// way.
pub(crate) fn is_suspect(tried: &Tried<'_>) -> bool {
    let truth = tried.ship.chip.length_m;
    let (ours, hand) = (tried.length_m / truth - 1.0, tried.ship.chip.hand_m / truth - 1.0);
    ours.abs() > 0.3 && hand.abs() > 0.3 && ours * hand > 0.0
}

/// Angle between two axes, degrees in [0, 90].
pub(crate) fn between(a: f64, b: f64) -> f64 {
    let d = (a - b).rem_euclid(180.0);
    d.min(180.0 - d)
}

/// Headings of a scene's ships in the image, degrees from up clockwise: the scene's lie from where the chips are.
pub(crate) fn headings_in_image(ships: &[&Ship]) -> Vec<Option<f64>> {
    let n = ships.len() as f64;
    let mut mean = [0.0; 4];
    for ship in ships {
        for (sum, value) in mean.iter_mut().zip(ship.chip.centre) {
            *sum += value / n;
        }
    }
    let east_of = mean[3].to_radians().cos();
    let (mut ll, mut ls, mut ss) = (0.0, 0.0, 0.0);
    let mut right = [[0.0; 2]; 2];
    for ship in ships {
        let d: Vec<f64> = (0..4).map(|k| ship.chip.centre[k] - mean[k]).collect();
        ll += d[0] * d[0];
        ls += d[0] * d[1];
        ss += d[1] * d[1];
        for (k, east_north) in [d[2] * east_of, d[3]].into_iter().enumerate() {
            right[0][k] += d[0] * east_north;
            right[1][k] += d[1] * east_north;
        }
    }
    let det = ll * ss - ls * ls;
    let per_line: Vec<f64> = (0..2).map(|k| (right[0][k] * ss - right[1][k] * ls) / det).collect();
    let per_sample: Vec<f64> = (0..2).map(|k| (right[1][k] * ll - right[0][k] * ls) / det).collect();
    let det = per_line[0] * per_sample[1] - per_line[1] * per_sample[0];
    let turn = |heading: f64| {
        let (east, north) = (heading.to_radians().sin(), heading.to_radians().cos());
        let lines = (east * per_sample[1] - north * per_sample[0]) / det;
        let samples = (north * per_line[0] - east * per_line[1]) / det;
        let chip = &ships[0].chip;
        (samples * chip.pitch_m).atan2(-lines * chip.line_m).to_degrees().rem_euclid(180.0)
    };
    ships.iter().map(|s| s.chip.heading_deg.map(turn)).collect()
}
