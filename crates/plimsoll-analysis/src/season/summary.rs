//! What the draws of a season say together: quantities with how well the chains know them, and what makes the total uncertain.

use super::input::SeasonInput;
use super::posterior::{SeasonDraw, SeasonPosterior, SeasonQuantity, SeasonShip};
use std::collections::BTreeSet;

/// How much of the variance of the barrels one factor makes.
#[derive(Clone, Debug, PartialEq)]
pub struct VariancePart {
    /// Its short name.
    pub factor: &'static str,
    /// In words.
    pub what: &'static str,
    /// True if one error is common to all calls.
    pub is_shared: bool,
    /// Share of the variance that goes when it is known: the square of its correlation with the total.
    pub share: f64,
}

/// A quantity of a draw.
type OfDraw<'a> = Box<dyn Fn(&SeasonDraw) -> f64 + 'a>;

impl SeasonDraw {
    /// How many calls some sighting at the loading place shows.
    pub fn documented_calls(&self, input: &SeasonInput) -> usize {
        let shows = |s: &usize| {
            let place = input.sightings.get(*s).and_then(|s| s.place);
            place.is_some_and(|place| input.places[place].is_loading)
        };
        self.calls.iter().filter(|c| c.sightings.iter().any(shows)).count()
    }

    /// Share of the calls by ships on a list; 0 without calls.
    pub fn listed_share(&self) -> f64 {
        if self.calls.is_empty() { 0.0 } else { self.listed_calls as f64 / self.calls.len() as f64 }
    }

    fn ships(&self) -> f64 {
        self.calls.iter().map(|c| c.ship).collect::<BTreeSet<SeasonShip>>().len() as f64
    }
}

impl SeasonPosterior {
    /// Calls, barrels and what drives them, each with 5th, 50th and 95th percentile, split R-hat and effective draws (Gelman et al.,
    /// Bayesian Data Analysis, 3rd edition, 11.4 and 11.5). No draws, no quantities.
    pub fn quantities(&self, input: &SeasonInput) -> Vec<SeasonQuantity> {
        let end_h = 2.0 * self.end_h;
        let each: [(&'static str, OfDraw<'_>); 9] = [
            ("calls", Box::new(|d| d.calls.len() as f64)),
            ("documented calls", Box::new(|d| d.documented_calls(input) as f64)),
            ("barrels", Box::new(|d| d.total_bbl)),
            ("hour of crossing, later if never", Box::new(move |d| d.crossing_h.unwrap_or(end_h))),
            ("share of calls by listed ships", Box::new(SeasonDraw::listed_share)),
            ("different ships", Box::new(SeasonDraw::ships)),
            ("median stay at the loading place, h", Box::new(|d| d.shared.loading_stay_h)),
            ("median idle time, h", Box::new(|d| d.shared.idle_h)),
            ("mean fill", Box::new(|d| d.shared.fill)),
        ];
        each.into_iter().filter_map(|(name, of)| self.quantity(name, &of)).collect()
    }

    fn quantity(&self, name: &'static str, of: &OfDraw<'_>) -> Option<SeasonQuantity> {
        let values: Vec<f64> = self.draws.iter().map(of).collect();
        let per_chain = values.len() / self.chains.max(1);
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1));
            sorted.get(rank - 1).copied()
        };
        let halves: Vec<&[f64]> =
            if per_chain >= 4 { values.chunks_exact(per_chain / 2).collect() } else { Vec::new() };
        let (r_hat, effective) = convergence(&halves);
        Some(SeasonQuantity {
            name,
            low: at(0.05)?,
            mid: at(0.5)?,
            high: at(0.95)?,
            mean: mean(&values),
            r_hat,
            effective,
        })
    }

    /// What makes the barrels uncertain, greatest shares first; the last is what is left: own errors of ships and calls.
    pub fn variance(&self, input: &SeasonInput) -> Vec<VariancePart> {
        let total: Vec<f64> = self.draws.iter().map(|d| d.total_bbl).collect();
        let column = |of: &dyn Fn(&SeasonDraw) -> f64| self.draws.iter().map(of).collect::<Vec<f64>>();
        let unseen = column(&|d| (d.calls.len() - d.documented_calls(input)) as f64);
        let factors: [(&'static str, &'static str, bool, Vec<f64>); 6] = [
            ("unseen-calls", "how many calls nobody saw", true, unseen),
            (
                "capacity-table",
                "capacities: relations of size, and what is in the tanks",
                true,
                column(&|d| d.shared.capacity_z),
            ),
            ("product", "what is in the tanks", true, column(&|d| d.shared.product_z)),
            ("fill", "mean fill of the ships", true, column(&|d| d.shared.fill)),
            (
                "reading-bias",
                "error common to all readings of waterlines",
                true,
                column(&|d| d.shared.reading_bias),
            ),
            (
                "same-stay",
                "which sightings are of one stay",
                false,
                column(&|d| d.documented_calls(input) as f64),
            ),
        ];
        let columns: Vec<&Vec<f64>> = factors.iter().map(|f| &f.3).collect();
        let explained = explained(&columns, &total);
        let mut parts: Vec<VariancePart> = factors
            .iter()
            .map(|(factor, what, is_shared, values)| VariancePart {
                factor,
                what,
                is_shared: *is_shared,
                share: correlation(values, &total).powi(2),
            })
            .collect();
        parts.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.factor.cmp(b.factor)));
        let own = "who the ships were, their own capacities and fills";
        parts.push(VariancePart { factor: "own", what: own, is_shared: false, share: 1.0 - explained });
        parts
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Split R-hat and effective size of half chains of equal length. Chains that do not move agree.
fn convergence(halves: &[&[f64]]) -> (f64, f64) {
    let (m, n) = (halves.len() as f64, halves.first().map_or(0, |h| h.len()) as f64);
    if m < 2.0 || n < 2.0 {
        return (f64::INFINITY, 0.0);
    }
    let means: Vec<f64> = halves.iter().map(|h| mean(h)).collect();
    let grand = mean(&means);
    let between = n / (m - 1.0) * means.iter().map(|v| (v - grand) * (v - grand)).sum::<f64>();
    let spread =
        |h: &[f64], centre: f64| h.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / (n - 1.0);
    let within = halves.iter().zip(&means).map(|(h, c)| spread(h, *c)).sum::<f64>() / m;
    if within <= 0.0 {
        return if between <= 0.0 { (1.0, m * n) } else { (f64::INFINITY, m) };
    }
    let variance = (n - 1.0) / n * within + between / n;
    ((variance / within).sqrt(), effective(halves, variance))
}

/// Effective size by the variogram, summed until two successive correlations together fall below nought.
fn effective(halves: &[&[f64]], variance: f64) -> f64 {
    let (m, n) = (halves.len(), halves[0].len());
    let correlation = |lag: usize| {
        let squares: f64 =
            halves.iter().map(|h| h.iter().zip(&h[lag..]).map(|(a, b)| (a - b) * (a - b)).sum::<f64>()).sum();
        1.0 - squares / (m * (n - lag)) as f64 / (2.0 * variance)
    };
    let mut sum = 0.0;
    let mut lag = 1;
    while lag + 1 < n {
        let pair = correlation(lag) + correlation(lag + 1);
        if pair < 0.0 {
            break;
        }
        sum += pair;
        lag += 2;
    }
    (m * n) as f64 / (1.0 + 2.0 * sum)
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let product = |x: &[f64], mx: f64, y: &[f64], my: f64| {
        x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>()
    };
    let (aa, bb) = (product(a, mean_a, a, mean_a), product(b, mean_b, b, mean_b));
    if aa <= 0.0 || bb <= 0.0 { 0.0 } else { product(a, mean_a, b, mean_b) / (aa * bb).sqrt() }
}

/// Share of the variance of `total` that all columns explain together, by least squares: each column is freed of those before
/// it (Gram and Schmidt) and the squared correlations of the rests add up.
fn explained(columns: &[&Vec<f64>], total: &[f64]) -> f64 {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut sum = 0.0;
    for column in columns {
        let m = mean(column);
        let mut rest: Vec<f64> = column.iter().map(|v| v - m).collect();
        let whole: f64 = rest.iter().map(|v| v * v).sum();
        for b in &basis {
            let (dot, square) =
                (rest.iter().zip(b).map(|(x, y)| x * y).sum::<f64>(), b.iter().map(|v| v * v).sum::<f64>());
            rest.iter_mut().zip(b).for_each(|(x, y)| *x -= dot / square * y);
        }
        let left: f64 = rest.iter().map(|v| v * v).sum();
        // A column that the others hold says nothing of its own.
        if left > 1e-9 * whole && left > 0.0 {
            sum += correlation(&rest, total).powi(2);
            basis.push(rest);
        }
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_that_agree_have_r_hat_one_and_those_that_differ_do_not() {
        let a: Vec<f64> = (0..200).map(|k| f64::from(k * 7919 % 200)).collect();
        let b: Vec<f64> = (0..200).map(|k| f64::from(k * 104_729 % 200)).collect();
        let (alike, size) = convergence(&[&a, &b]);
        assert!(alike < 1.02 && size > 100.0, "{alike} {size}");
        let far: Vec<f64> = b.iter().map(|v| v + 500.0).collect();
        assert!(convergence(&[&a, &far]).0 > 2.0);
        let still = vec![3.0; 200];
        assert_eq!(convergence(&[&still, &still]), (1.0, 400.0));
    }

    #[test]
    fn a_chain_that_repeats_itself_is_worth_fewer_draws() {
        let sticky: Vec<f64> = (0..400).map(|k| f64::from((k / 20) * 7919 % 20)).collect();
        let other: Vec<f64> = (0..400).map(|k| f64::from((k / 20) * 104_729 % 20)).collect();
        let (_, size) = convergence(&[&sticky, &other]);
        assert!(size < 120.0, "{size}");
    }

    #[test]
    fn the_parts_of_a_sum_explain_it() {
        let a: Vec<f64> = (0..625).map(|k| f64::from(k % 25)).collect();
        let b: Vec<f64> = (0..625).map(|k| f64::from(k / 25)).collect();
        let sum: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + 2.0 * b).collect();
        assert!((explained(&[&a, &b], &sum) - 1.0).abs() < 1e-9);
        assert!((explained(&[&a, &a, &b], &sum) - 1.0).abs() < 1e-9, "a column twice");
        let part = correlation(&a, &sum).powi(2);
        assert!((part - 0.2).abs() < 1e-9, "{part}");
    }
}
