//! Stations to the mean amidships and the trim.
//!
//! All in heights above the water; for draught marks the negative of the draught, so that a hull that lies deeper reads
//! less either way.

use super::combine::{self, Weights};
use super::{DraughtFromImageParams, FreeboardSeen, HullKnown, POINTS, Side};
use plimsoll_model::{ErrorTerm, Station};

/// Readings of one kind, with the sign that makes heights of them.
pub(super) struct Seen<'a, 's> {
    pub(super) readings: &'s [&'a FreeboardSeen],
    /// 1 for heights above the water, -1 for draughts.
    pub(super) sign: f64,
    /// True where the edge follows the sheer of the deck.
    pub(super) has_sheer: bool,
}

/// A quantity with its error.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Level {
    /// Height amidships that stands for the mean draught, m.
    pub(super) mean_m: f64,
    pub(super) mean_terms: Vec<ErrorTerm>,
    /// Draught aft less draught forward, m, where two stations tell.
    pub(super) trim: Option<(f64, Vec<ErrorTerm>)>,
    /// In words: which stations.
    pub(super) words: String,
    /// What each reading counts for in the mean.
    pub(super) weights: Weights,
}

/// What the stations read say of mean and trim: the factor of each in either, and the share of a hog that stays in the mean.
struct Plan {
    mean: [f64; 3],
    trim: Option<[f64; 3]>,
    hog: f64,
    /// How much of the trim must be added to the mean, for one end alone.
    of_trim: f64,
    words: &'static str,
}

fn plan(has: [bool; 3], at: f64) -> Plan {
    let full = 1.0 / at;
    // A parabola of hog counts for a quarter of its height in (F + 6 M + A) / 8, for none amidships.
    let at_ends = (at * at - 0.25).abs();
    let plan = |mean, trim, hog, of_trim, words| Plan { mean, trim, hog, of_trim, words };
    match has {
        [true, true, true] => plan(
            [0.125, 0.75, 0.125],
            Some([full, 0.0, -full]),
            0.0,
            0.0,
            "three stations, (F + 6 M + A) / 8",
        ),
        [true, false, true] => plan([0.5, 0.0, 0.5], Some([full, 0.0, -full]), at_ends, 0.0, "fore and aft"),
        [true, true, false] => {
            plan([0.0, 1.0, 0.0], Some([2.0 * full, -2.0 * full, 0.0]), 0.25, 0.0, "amidships and fore")
        }
        [false, true, true] => {
            plan([0.0, 1.0, 0.0], Some([0.0, 2.0 * full, -2.0 * full]), 0.25, 0.0, "amidships and aft")
        }
        [true, false, false] => plan([1.0, 0.0, 0.0], None, at_ends, -at / 2.0, "fore only"),
        [false, false, true] => plan([0.0, 0.0, 1.0], None, at_ends, at / 2.0, "aft only"),
        [false, _, false] => plan([0.0, 1.0, 0.0], None, 0.25, 0.0, "amidships only"),
    }
}

/// Sheer of the deck edge above that amidships, m, by the standard: a parabola on either side, `25 (L/3 + 10)` mm at the
/// after perpendicular and twice that at the fore one (Load Lines 1966, regulation 38, table of ordinates).
pub(super) fn standard_sheer_m(station: Station, length_m: f64, at: f64) -> f64 {
    let aft = 0.025 * (length_m / 3.0 + 10.0);
    match station {
        Station::Fore => 2.0 * aft * at * at,
        Station::Mid => 0.0,
        Station::Aft => aft * at * at,
    }
}

/// Mean and trim of readings of one kind; an error in words where they do not tell them.
pub(super) fn level(
    seen: &Seen<'_, '_>,
    hull: &HullKnown,
    params: &DraughtFromImageParams,
) -> Result<Level, String> {
    let of = Station::ALL.map(|s| combine::station_weights(seen.readings, s));
    let plan = plan(of.each_ref().map(Option::is_some), params.station_share);
    let length = hull.length_overall_m.map(|l| l.mid());
    if length.is_none() && (of[0].is_some() || of[2].is_some()) {
        return Err(
            "no length is known to take sheer and trim off the ends of the hull: read amidships".into()
        );
    }
    let length = length.unwrap_or(0.0);
    let weights = |factors: [f64; 3]| weighted(&of, factors, seen.readings.len());
    let mean_weights = weights(plan.mean);
    let part = Part { seen, hull, params, length };
    let (mut mean_m, mut mean_terms) = part.sum(&mean_weights, plan.mean, 1.0);
    mean_terms.push(term("hog or sag of the hull", plan.hog * params.hog_share_of_length * length, false));
    if plan.of_trim.abs() > 0.0 {
        let trim = params.trim_share_of_length;
        mean_m += plan.of_trim * trim.mid * length;
        let sd = plan.of_trim.abs() * (trim.high - trim.low) / (2.0 * crate::draws::Z_95) * length;
        mean_terms.push(term("trim, of which one end was read", sd, false));
    }
    mean_terms.retain(|t| t.sd_m > 0.0);
    let trim = plan.trim.map(|factors| part.sum(&weights(factors), factors, 0.0));
    Ok(Level { mean_m, mean_terms, trim, words: plan.words.to_owned(), weights: mean_weights })
}

pub(super) fn term(source: &str, sd_m: f64, is_of_hull: bool) -> ErrorTerm {
    ErrorTerm { source: source.to_owned(), sd_m: sd_m.abs(), is_of_hull }
}

/// The weights of a sum of stations.
fn weighted(of: &[Option<Weights>; 3], factors: [f64; 3], readings: usize) -> Weights {
    let mut weights = vec![0.0; readings];
    for (station, factor) in of.iter().zip(factors) {
        let station = station.iter().flatten();
        weights.iter_mut().zip(station).for_each(|(sum, w)| *sum += factor * w);
    }
    weights
}

/// What sums of readings are made of.
struct Part<'a, 's, 'p> {
    seen: &'p Seen<'a, 's>,
    hull: &'p HullKnown,
    params: &'p DraughtFromImageParams,
    length: f64,
}

impl Part<'_, '_, '_> {
    /// A sum of stations with its error; `level` is 1 for a mean (which a swell moves), 0 for a difference.
    fn sum(&self, weights: &[f64], factors: [f64; 3], level: f64) -> (f64, Vec<ErrorTerm>) {
        let (readings, params) = (self.seen.readings, self.params);
        let mut value = self.seen.sign * combine::sum_of(readings, weights);
        let mut terms = combine::terms_of(readings, weights);
        let excess = combine::excess_between_raters(readings, params.rater_prior_readings);
        let spread = combine::rater_sd(readings, weights, excess);
        terms.push(term(&format!("{POINTS}: people differ by more than they should"), spread, false));
        terms.push(term("heel of the ship", self.heel_m(weights), false));
        let swell = self.hull.swell_height_m.unwrap_or(params.unknown_swell_height_m);
        if !readings.iter().flat_map(|s| &s.terms).any(|t| t.source.starts_with("swell")) {
            // The surface of the sea has a quarter of the significant wave height as its standard deviation.
            terms.push(term("swell", level * swell / 4.0, false));
        }
        if self.seen.has_sheer {
            let standard: f64 = Station::ALL
                .iter()
                .zip(factors)
                .map(|(s, f)| f * standard_sheer_m(*s, self.length, params.station_share))
                .sum();
            let share = params.sheer_share;
            value -= share.mid * standard;
            let sd = (share.high - share.low) / (2.0 * crate::draws::Z_95);
            terms.push(term("sheer of the deck", standard * sd, true));
        }
        terms.retain(|t| t.sd_m > 0.0);
        (value, terms)
    }

    /// What a heel leaves in a sum: half the beam by its angle, opposite on the two sides.
    fn heel_m(&self, weights: &[f64]) -> f64 {
        let Some(beam) = self.hull.beam_m else { return 0.0 };
        let sign = |side: Option<Side>| if side == Some(Side::Starboard) { -1.0 } else { 1.0 };
        let unbalanced: f64 = self.seen.readings.iter().zip(weights).map(|(s, w)| w * sign(s.side)).sum();
        unbalanced * beam.mid() / 2.0 * libm::sin(self.params.heel_sd_deg.to_radians())
    }
}
