//! A seed whose season looks from outside like one that was published.

use super::emulate::{EmulatedSeason, EmulatorSettings};
use super::truth::{SeasonTruth, TrueCall};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What was seen of a season.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObservedPattern {
    /// Calls of which the ship was seen at the loading place.
    pub calls_seen: usize,
    /// The first sighting there is of the first day, the last of the last day.
    pub spans_the_period: bool,
    /// At least so many ships among them.
    pub least_ships: usize,
    /// More than this share of them by ships listed on the day.
    pub listed_above: f64,
    /// Mean fill of them, and how far off it may be.
    pub mean_fill: (f64, f64),
    /// Every place of discharge is used by one of them.
    pub all_places: bool,
}

impl ObservedPattern {
    /// As published: 43 calls seen from 7 March to 5 November 2024, more than a dozen ships, more than half of the calls by listed
    /// ships, four places of discharge, about 90 % laden.
    pub const PUBLISHED: Self = Self {
        calls_seen: 43,
        spans_the_period: true,
        least_ships: 13,
        listed_above: 0.5,
        mean_fill: (0.90, 0.01),
        all_places: true,
    };

    /// True if a season shows this pattern.
    pub fn is_shown_by(&self, season: &EmulatedSeason) -> bool {
        let seen: Vec<&TrueCall> =
            season.calls_seen().into_iter().map(|call| &season.truth.calls[call]).collect();
        let share = |count: usize| count as f64 / seen.len().max(1) as f64;
        let ships: BTreeSet<usize> = seen.iter().map(|call| call.hull).collect();
        let places: BTreeSet<usize> = seen.iter().map(|call| call.place).collect();
        let mean_fill = seen.iter().map(|call| call.fill).sum::<f64>() / seen.len().max(1) as f64;
        seen.len() == self.calls_seen
            && ships.len() >= self.least_ships
            && share(seen.iter().filter(|call| call.is_listed).count()) > self.listed_above
            && (mean_fill - self.mean_fill.0).abs() <= self.mean_fill.1
            && (!self.all_places || places.len() + 1 == season.truth.settings.places.len())
            && (!self.spans_the_period || spans(season))
    }

    /// What needs no looks: enough calls to be seen, enough ships, and a fill that may still come near. Spares most seeds the looks.
    fn may_be_shown_by(&self, truth: &SeasonTruth) -> bool {
        let calls: Vec<&TrueCall> = truth.counted().collect();
        let mean_fill = calls.iter().map(|call| call.fill).sum::<f64>() / calls.len().max(1) as f64;
        let ships: BTreeSet<usize> = calls.iter().map(|call| call.hull).collect();
        calls.len() + 2 >= self.calls_seen
            && calls.len() <= 3 * self.calls_seen
            && ships.len() + 2 >= self.least_ships
            && (mean_fill - self.mean_fill.0).abs() <= self.mean_fill.1 + 0.03
    }
}

/// A sighting at the loading place on the first day, and one on the last.
fn spans(season: &EmulatedSeason) -> bool {
    let real = season.sightings.iter().filter(|s| s.place == Some(0) && s.call.is_some());
    let times: Vec<f64> = real.map(|sighting| sighting.time_h).collect();
    let first = times.first().is_some_and(|first| *first < 24.0);
    first && times.last().is_some_and(|last| *last >= season.truth.settings.end_h - 24.0)
}

/// The first seed of a range whose season shows a pattern, and how many seeds were tried.
pub fn conditioned_seed(
    seeds: std::ops::Range<u64>,
    settings: &EmulatorSettings,
    pattern: &ObservedPattern,
) -> (Option<u64>, u64) {
    let mut tried = 0;
    for seed in seeds {
        tried += 1;
        let truth = SeasonTruth::new(seed, &settings.season);
        if pattern.may_be_shown_by(&truth) && pattern.is_shown_by(&EmulatedSeason::of_truth(truth, settings))
        {
            return (Some(seed), tried);
        }
    }
    (None, tried)
}
