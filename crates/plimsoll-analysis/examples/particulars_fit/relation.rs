//! The relation of ordinary and of light cargoes, fitted, and how it holds in cross-validation.

use crate::least_squares::{Row, least_squares};
use crate::table::{CLASSES, Tanker, designs};
use plimsoll_analysis::draws::Stream;

/// How often the designs are halved.
const SPLITS: usize = 200;

/// Spread of the common error of all ships of a fleet, one standard deviation: `deadweight_bias_factor`.
const COMMON_SD: f64 = 0.05;

/// A ship and her row, which weighs one by the number of her sisters.
pub(crate) type Ship<'a> = (&'a Tanker, Row<3>);

/// The ships of some designs.
pub(crate) fn rows<'a>(designs: &[Vec<&'a Tanker>]) -> Vec<Ship<'a>> {
    let row = |t: &'a Tanker, sisters: usize| {
        (t, Row { terms: t.terms(), response: t.response(), weight: 1.0 / sisters as f64 })
    };
    designs.iter().flat_map(|sisters| sisters.iter().map(|t| row(t, sisters.len()))).collect()
}

/// What is fitted.
pub(crate) struct Relation {
    pub(crate) coefficients: [f64; 3],
    /// Spread of ordinary cargoes at 100 m, and the power of length by which it changes.
    pub(crate) sd_at_100m: f64,
    pub(crate) power: f64,
    /// Share of light cargoes, mean and spread of their residuals.
    pub(crate) light_share: f64,
    pub(crate) light_mean: f64,
    pub(crate) light_sd: f64,
}

impl Relation {
    /// By least squares of ordinary cargoes; `None` where too few ships tell.
    pub(crate) fn fit(ships: &[Ship<'_>]) -> Option<Self> {
        let (light, ordinary): (Vec<Ship<'_>>, Vec<Ship<'_>>) = ships.iter().partition(|(t, _)| t.is_light());
        let ordinary: Vec<Row<3>> = ordinary.into_iter().map(|(_, row)| row).collect();
        let coefficients = least_squares(&ordinary)?;
        let weight: f64 = light.iter().map(|(_, row)| row.weight).sum();
        let mean = |of: &dyn Fn(f64) -> f64| {
            light.iter().map(|(_, row)| row.weight * of(row.residual(&coefficients))).sum::<f64>() / weight
        };
        let light_mean = mean(&|off| off);
        let (sd_at_100m, power) = spread(&ordinary, &coefficients);
        let relation = Self {
            coefficients,
            sd_at_100m,
            power,
            light_share: weight / ships.iter().map(|(_, row)| row.weight).sum::<f64>(),
            light_mean,
            light_sd: mean(&|off| (off - light_mean).powi(2)).sqrt(),
        };
        (weight > 0.0).then_some(relation)
    }

    /// Probability that a ship of this length and beam has no more deadweight, with the spreads widened.
    fn rank(&self, row: &Row<3>, widened: f64) -> f64 {
        let off = row.residual(&self.coefficients);
        let sd = |own: f64| libm::hypot(widened * own, COMMON_SD);
        let ordinary = normal(off / sd(self.sd_at_100m * (self.power * row.terms[1]).exp()));
        let light = normal((off - self.light_mean) / sd(self.light_sd));
        (1.0 - self.light_share) * ordinary + self.light_share * light
    }
}

fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// How the standard deviation of residuals changes with size, by greatest likelihood: at 100 m, and the power of
/// (length / 100 m).
fn spread(rows: &[Row<3>], coefficients: &[f64; 3]) -> (f64, f64) {
    let weights: f64 = rows.iter().map(|row| row.weight).sum();
    let sizes: f64 = rows.iter().map(|row| row.weight * row.terms[1]).sum();
    let sd = |power: f64| {
        let off = |row: &Row<3>| row.residual(coefficients) / (power * row.terms[1]).exp();
        (rows.iter().map(|row| row.weight * off(row).powi(2)).sum::<f64>() / weights).sqrt()
    };
    let loss = |power: f64| power * sizes + weights * sd(power).ln();
    let powers = (-100..=50).map(|hundredths| f64::from(hundredths) / 100.0);
    let power = powers.min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(0.0);
    (sd(power), power)
}

/// Share of ships of each class inside the 90 % interval of a relation fitted on the other half of the designs.
pub(crate) fn cross_validated(tankers: &[Tanker], widened: f64) -> [f64; CLASSES.len()] {
    let designs = designs(tankers);
    let mut dice = Stream::shared("particulars-fit");
    let mut counts = [[0.0; 2]; CLASSES.len()];
    for _ in 0..SPLITS {
        let chance = dice.uniforms();
        let (one, other): (Vec<_>, Vec<_>) =
            designs.iter().cloned().zip(chance).partition(|(_, chance)| *chance < 0.5);
        let [one, other] =
            [one, other].map(|half| rows(&half.into_iter().map(|(d, _)| d).collect::<Vec<_>>()));
        for (fitted, tried) in [(&one, &other), (&other, &one)] {
            let Some(relation) = Relation::fit(fitted) else { continue };
            for (tanker, row) in tried {
                let is_inside = (0.05..=0.95).contains(&relation.rank(row, widened));
                for (count, _) in counts.iter_mut().zip(CLASSES).filter(|(_, class)| tanker.is_of(*class)) {
                    count[usize::from(is_inside)] += 1.0;
                }
            }
        }
    }
    counts.map(|[outside, inside]| inside / (inside + outside))
}
