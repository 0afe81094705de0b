//! Many seasons on all cores: each drawn, seen, estimated, and held beside its truth.

use super::answer::{Answer, Score, truth_of};
use super::calls::{CallScore, score_posterior, score_rule};
use super::emulated::{Cap, season_input, settings_inside};
use super::outside::Outside;
use super::rule::rule;
use super::warnings::Warnings;
use plimsoll_analysis::identify::IdentifyParams;
use plimsoll_analysis::season::{SeasonError, SeasonParams, posterior};
use plimsoll_simulate::season::{EmulatedSeason, EmulatorSettings};
use serde::Serialize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One season of a validation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeasonScore {
    /// Its seed.
    pub seed: u64,
    /// How it lies outside the priors; none: inside.
    #[serde(skip)]
    pub outside: Option<Outside>,
    /// The posterior, in the order of [`super::answer::QUANTITIES`].
    pub posterior: [Score; 4],
    /// The rule.
    pub rule: [Score; 4],
    /// Call by call: the posterior.
    pub posterior_calls: CallScore,
    /// Call by call: the rule.
    pub rule_calls: CallScore,
    /// What would have been warned of.
    pub warnings: Warnings,
}

/// What a validation is made with.
#[derive(Clone, Debug)]
pub struct Validation {
    /// Priors and length of the chains.
    pub season: SeasonParams,
    /// How identities are weighed.
    pub identify: IdentifyParams,
    /// The cap.
    pub cap: Cap,
    /// Seasons inside the priors.
    pub inside: usize,
    /// Seasons outside, by turns in each way.
    pub outside: usize,
    /// The first seed; each season has the next.
    pub seed: u64,
    /// Threads.
    pub threads: usize,
}

impl Validation {
    /// Runs all seasons; `done` is told after each. The outcome does not depend on the number of threads.
    ///
    /// # Errors
    /// The first error of a posterior, in order of seeds.
    pub fn run(&self, done: &(impl Fn() + Sync)) -> Result<Vec<SeasonScore>, SeasonError> {
        let inside = settings_inside(&self.season, &self.identify);
        let count = self.inside + self.outside;
        let next = AtomicUsize::new(0);
        let scores: Vec<Mutex<Option<Result<SeasonScore, SeasonError>>>> =
            (0..count).map(|_| Mutex::new(None)).collect();
        std::thread::scope(|scope| {
            for _ in 0..self.threads.clamp(1, count.max(1)) {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(place) = scores.get(at) else { break };
                        let score = self.season(at, &inside);
                        if let Ok(mut place) = place.lock() {
                            *place = Some(score);
                        }
                        done();
                    }
                });
            }
        });
        let done = scores.into_iter().filter_map(|score| score.into_inner().ok().flatten());
        done.collect()
    }

    fn season(&self, at: usize, inside: &EmulatorSettings) -> Result<SeasonScore, SeasonError> {
        let ways = Outside::ALL;
        let outside = at.checked_sub(self.inside).map(|number| ways[number % ways.len()]);
        let settings = outside.map_or_else(|| inside.clone(), |way| way.of(inside));
        self.score(self.seed.wrapping_add(at as u64), outside, &settings)
    }

    /// One season: drawn, seen, estimated, scored.
    ///
    /// # Errors
    /// That of the posterior.
    pub fn score(
        &self,
        seed: u64,
        outside: Option<Outside>,
        settings: &EmulatorSettings,
    ) -> Result<SeasonScore, SeasonError> {
        let season = EmulatedSeason::new(seed, settings);
        let input = season_input(&season, &self.season, &self.identify, self.cap);
        let posterior = posterior(&input, &self.season, seed)?;
        let ruled = rule(&input, &self.season, seed);
        let truth = truth_of(&season.truth, self.cap);
        let answer = Answer::of_posterior(&posterior);
        Ok(SeasonScore {
            seed,
            outside,
            posterior: answer.scores(&truth, input.end_h, seed),
            rule: ruled.answer.scores(&truth, input.end_h, seed),
            posterior_calls: score_posterior(&season, &input, &posterior),
            rule_calls: score_rule(&season, &ruled.calls),
            warnings: Warnings::of(&input, &self.season, &posterior),
        })
    }
}
