//! How likely lengths are, whether a ship is found, whether she was in the image at all.

use super::params::{AssociateParams, FoundParams, LengthsParams};
use super::plane::{Step, moved};
use super::predict::Predicted;
use plimsoll_model::{Area, Estimate, Position};

/// A measured length: its median, m, and the standard deviation of its logarithm.
pub(super) type Measured = Option<(f64, f64)>;

/// The median of a length and the standard deviation of its logarithm, from its 90 % interval.
pub fn measured_length(length_m: Estimate<f64>) -> Option<(f64, f64)> {
    let is_sound = length_m.low() > 0.0 && length_m.high().is_finite();
    is_sound.then(|| {
        let width = libm::log(length_m.high() / length_m.low());
        (length_m.mid(), width / (2.0 * 1.644_853_626_951_472_2))
    })
}

/// Normal density.
fn normal(x: f64, mean: f64, sd: f64) -> f64 {
    let z = (x - mean) / sd;
    libm::exp(-0.5 * z * z) / (sd * std::f64::consts::TAU.sqrt())
}

/// Standard deviation of the logarithm of a measured length.
fn log_sd((median_m, sd): (f64, f64), params: &AssociateParams) -> f64 {
    libm::hypot(sd.max(params.length_log_sd), params.length_sd_m / median_m.max(1.0))
}

/// Density of the logarithm of a measured length for a member of a population; 1 where nothing was measured.
pub(super) fn of_population(measured: Measured, lengths: &LengthsParams, params: &AssociateParams) -> f64 {
    measured.map_or(1.0, |m| {
        let sd = libm::hypot(lengths.log_sd, log_sd(m, params));
        normal(libm::log(m.0), libm::log(lengths.median_m), sd)
    })
}

/// The same for a ship whose length AIS gives, where it may be wrong.
pub(super) fn of_ship(measured: Measured, length_m: Option<f64>, params: &AssociateParams) -> f64 {
    let anyone = of_population(measured, &params.ships, params);
    match (measured, length_m) {
        (Some(m), Some(length)) => {
            let right = normal(libm::log(m.0), libm::log(length), log_sd(m, params));
            params.wrong_length_share * anyone + (1.0 - params.wrong_length_share) * right
        }
        _ => anyone,
    }
}

/// The length that AIS gives, if it says anything: not nought, not what radios send when nobody set it.
pub(super) fn said_length(
    length_m: Option<f64>,
    beam_m: Option<f64>,
    params: &AssociateParams,
) -> Option<f64> {
    let is_default = |of: &[f64; 2]| {
        let near = |a: Option<f64>, b: f64| a.is_some_and(|a| (a - b).abs() < 0.5);
        near(length_m, of[0]) && near(beam_m, of[1])
    };
    length_m.filter(|l| *l >= 2.0 && *l < 500.0 && !params.default_sizes_m.iter().any(is_default))
}

/// Probability that a ship of that length is found where there is water to see.
pub(super) fn found(length_m: f64, params: &FoundParams) -> f64 {
    params.most / (1.0 + libm::exp(-params.steepness * libm::log(length_m / params.half_length_m)))
}

/// The same for a member of the population: over five equal parts of it.
pub(super) fn found_of_population(lengths: &LengthsParams, params: &FoundParams) -> f64 {
    // Medians of the fifths of the normal distribution.
    let fifths = [-1.2816, -0.5244, 0.0, 0.5244, 1.2816];
    let of = |z: &f64| found(lengths.median_m * libm::exp(z * lengths.log_sd), params);
    fifths.iter().map(of).sum::<f64>() / 5.0
}

/// Where a ship may have been, seen against where ships usually are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reach {
    /// Probability that she lay in the area.
    pub(super) inside: f64,
    /// Mean of the usual density over where she may have been.
    pub(super) density: f64,
}

/// What is expected of a ship in an area, ships being where they usually are: over 48 points of equal weight for each of the
/// two distributions.
pub(super) fn reach(area: &Area, predicted: &Predicted, usual: impl Fn(Position) -> f64) -> Reach {
    let (mut inside, mut density) = (0.0, 0.0);
    let parts =
        [(predicted.sigma_m, 1.0 - predicted.tail_share), (predicted.tail_sigma_m, predicted.tail_share)];
    for (sigma, share) in parts {
        for ring in 0..4 {
            // Medians of the four equal parts of the distance (Rayleigh).
            let radius = sigma * (-2.0 * libm::log(1.0 - (f64::from(ring) + 0.5) / 4.0)).sqrt();
            for turn in 0..12 {
                let by = Step::towards(f64::from(turn) * 30.0 + f64::from(ring) * 7.5, radius);
                let Some(place) = moved(predicted.position, by) else { continue };
                let weight = share / 48.0 * usual(place);
                density += weight;
                if area.contains(place) {
                    inside += weight;
                }
            }
        }
    }
    Reach { inside: if density > 0.0 { inside / density } else { 0.0 }, density }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{RecordId, RecordKind};

    fn inside(area: &Area, predicted: &Predicted) -> f64 {
        reach(area, predicted, |_| 1.0).inside
    }

    #[test]
    fn half_of_a_ship_on_the_edge_is_inside() {
        let at = |lat, lon| Position::from_lat_lon(lat, lon).unwrap();
        let area = Area::Polygon {
            exterior: vec![at(40.0, 10.0), at(40.0, 11.0), at(41.0, 11.0), at(41.0, 10.0)],
            holes: vec![],
        };
        let on = |lon, sigma_m| Predicted {
            position: at(40.5, lon),
            velocity: None,
            sigma_m,
            tail_sigma_m: sigma_m,
            tail_share: 0.1,
            class: 0,
            minutes: 0.0,
            nearest_s: 0.0,
            nearest: RecordId::of(RecordKind::PositionReport, &[]),
            other: None,
        };
        assert!((inside(&area, &on(10.5, 500.0)) - 1.0).abs() < 1e-12);
        assert!((inside(&area, &on(10.0, 500.0)) - 0.5).abs() < 0.05);
        assert!(inside(&area, &on(12.0, 500.0)) < 1e-12);
        assert!(inside(&area, &on(10.5, 300_000.0)) < 0.15);
    }

    #[test]
    fn where_no_ship_ever_is_she_is_not() {
        let at = |lat, lon| Position::from_lat_lon(lat, lon).unwrap();
        let corners = [at(40.0, 10.0), at(40.0, 11.0), at(41.0, 11.0), at(41.0, 10.0)];
        let area = Area::Polygon { exterior: corners.to_vec(), holes: vec![] };
        let predicted = Predicted {
            position: at(40.5, 10.0),
            velocity: None,
            sigma_m: 500.0,
            tail_sigma_m: 500.0,
            tail_share: 0.1,
            class: 0,
            minutes: 0.0,
            nearest_s: 0.0,
            nearest: RecordId::of(RecordKind::PositionReport, &[]),
            other: None,
        };
        let only_east = reach(&area, &predicted, |p| f64::from(u8::from(p.lon_deg() >= 10.0)));
        assert!(
            (only_east.inside - 1.0).abs() < 1e-9 && (only_east.density - 0.5).abs() < 0.05,
            "{only_east:?}"
        );
    }
}
