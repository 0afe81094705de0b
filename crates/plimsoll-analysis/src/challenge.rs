//! The finding of a season, challenged: drawn again without each source, analyst and ship, with the days of sightings
//! permuted; what would have to be false for it to fall; the best innocent explanation of each call.
//!
//! `docs/methods/challenge.md`.

mod innocent;
mod outcome;
mod refute;
mod remove;

use crate::season::{SeasonError, SeasonInput, SeasonParams, SeasonPosterior, posterior};
use crate::wording::percent;
use jiff::Timestamp;
use outcome::Outcome;
use plimsoll_model::{ChallengeKind, ChallengeRow, Key, RecordId, RecordKind, SightingSource};
use remove::Evidence;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Section `[challenge]`.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChallengeParams {
    /// Each challenge is drawn with this share of the steps and draws of the season.
    pub steps_share: f64,
    /// The finding stands while its probability is at least this.
    pub level: f64,
    /// How many times days are permuted.
    pub placebos: u32,
    /// A ship that leaves with less than this share of her tanks took little.
    pub little_fill: f64,
    /// Two sightings are of one call if that is so in more than this share of the draws.
    pub same_call: f64,
}

/// Whose eyes saw a sighting.
#[derive(Clone, Debug, PartialEq)]
pub struct SightingLabels {
    /// What kind of eye.
    pub source: SightingSource,
    /// Who measured or read, where somebody did.
    pub analyst: Option<String>,
    /// Probability that she is one of the ships that were sending.
    pub p_lit: f64,
}

/// Whose eyes a season rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonLabels {
    /// One for each sighting of the season.
    pub sightings: Vec<SightingLabels>,
    /// What kind of eye each look of the season is of.
    pub looks: Vec<SightingSource>,
    /// When hour 0 of the season is.
    pub start: Timestamp,
}

/// Challenges the finding that the cap was exceeded.
///
/// Rows come in the order of [`ChallengeKind::ALL`]. The same rows for the same input and seed on any number of threads.
/// `drawn` is called each time that a season was drawn: about [`seasons`] times, ten more where the finding is looked for pairs
/// of sources to fall without.
///
/// # Errors
/// [`SeasonError`] as of [`posterior`]; also where there are not as many labels as sightings and looks.
pub fn challenge(
    input: &SeasonInput,
    labels: &SeasonLabels,
    season: &SeasonParams,
    params: &ChallengeParams,
    seed: u64,
    drawn: &mut dyn FnMut(),
) -> Result<Vec<ChallengeRow>, SeasonError> {
    if labels.sightings.len() != input.sightings.len() || labels.looks.len() != input.looks.len() {
        return Err(SeasonError::Input {
            what: "labels",
            number: 0,
            fault: format!(
                "{} of sightings and {} of looks, expected {} and {}",
                labels.sightings.len(),
                labels.looks.len(),
                input.sightings.len(),
                input.looks.len()
            ),
        });
    }
    let all = Evidence { input: input.clone(), labels: labels.clone() };
    let court =
        Court { all: &all, season: shorter(season, params), params, seed, drawn: RefCell::new(drawn) };
    court.rows()
}

/// About how many seasons a challenge draws: one with everything, one without each eye, each analyst and each ship, the permuted
/// ones. A ship that nothing is likely hers of is not taken away, so that it may be fewer.
pub fn seasons(input: &SeasonInput, labels: &SeasonLabels, params: &ChallengeParams) -> u64 {
    let all = Evidence { input: input.clone(), labels: labels.clone() };
    let analysts: BTreeSet<&String> = labels.sightings.iter().filter_map(|l| l.analyst.as_ref()).collect();
    (1 + all.sources().len() + analysts.len() + input.hulls.len()) as u64 + u64::from(params.placebos)
}

/// The same season with fewer steps.
fn shorter(season: &SeasonParams, params: &ChallengeParams) -> SeasonParams {
    let share = params.steps_share.clamp(0.01, 1.0);
    let part = |whole: usize, least: usize| ((whole as f64 * share) as usize).max(least.min(whole));
    let mut short = season.clone();
    short.burn_in_steps = part(season.burn_in_steps, 1_000);
    short.draws = part(season.draws, 50);
    short.steps = part(season.steps, 1_000).max(short.draws);
    short
}

/// Everything a challenge is made with.
struct Court<'a> {
    all: &'a Evidence,
    season: SeasonParams,
    params: &'a ChallengeParams,
    seed: u64,
    /// Called each time that a season was drawn.
    drawn: RefCell<&'a mut dyn FnMut()>,
}

impl Court<'_> {
    fn drawn(&self, evidence: &Evidence) -> Result<SeasonPosterior, SeasonError> {
        let drawn = posterior(&evidence.input, &self.season, self.seed);
        (self.drawn.borrow_mut())();
        drawn
    }

    fn outcome(&self, evidence: &Evidence) -> Result<Outcome, SeasonError> {
        Ok(Outcome::of(&self.drawn(evidence)?, &evidence.input))
    }

    fn rows(&self) -> Result<Vec<ChallengeRow>, SeasonError> {
        let drawn = self.drawn(self.all)?;
        let base = Outcome::of(&drawn, &self.all.input);
        let mut rows = vec![self.base(&base)];
        let sources = self.without_sources(&base, &mut rows)?;
        self.without_analysts(&base, &mut rows)?;
        self.without_ships(&drawn, &base, &mut rows)?;
        self.placebos(&base, &mut rows)?;
        rows.extend(self.refutations(&drawn, &base, &sources)?);
        rows.extend(innocent::of_calls(&drawn, self.all, self.params));
        Ok(rows)
    }

    fn base(&self, base: &Outcome) -> ChallengeRow {
        let fate = if self.stands(base) { "stands" } else { "does not stand" };
        let asked = percent(self.params.level).unwrap_or_default();
        let sentence =
            format!("With everything, {}: the finding, which asks for {asked}, {fate}.", base.in_words());
        row(ChallengeKind::Base, "everything", Some(base), self.stands(base), sentence, Vec::new())
    }

    fn stands(&self, outcome: &Outcome) -> bool {
        outcome.p_exceeded >= self.params.level
    }

    /// What became of the finding, in words: a probability that a reader takes for a high one may be too low for it.
    fn fate(&self, base: &Outcome, after: &Outcome) -> String {
        let asked =
            format!("the finding, which asks for {},", percent(self.params.level).unwrap_or_default());
        match (self.stands(base), self.stands(after)) {
            (true, true) => "the finding stands".to_owned(),
            (true, false) => format!("{asked} falls"),
            (false, true) => format!("{asked} would stand, which it does not with everything"),
            (false, false) => format!("{asked} stands neither with it nor without"),
        }
    }

    fn without_sources(
        &self,
        base: &Outcome,
        rows: &mut Vec<ChallengeRow>,
    ) -> Result<Vec<(SightingSource, Outcome)>, SeasonError> {
        let mut found = Vec::new();
        for source in self.all.sources() {
            let (less, gone) = self.all.without_sources(&[source]);
            let after = self.outcome(&less)?;
            let looks = self.all.labels.looks.iter().filter(|s| **s == source).count();
            let sentence = format!(
                "Without {} ({}, {}), {}: {}.",
                in_words(source),
                counted(gone.len(), "sighting"),
                counted(looks, "look"),
                after.in_words(),
                self.fate(base, &after)
            );
            let stands = self.stands(&after);
            rows.push(row(
                ChallengeKind::WithoutSource,
                source.as_str(),
                Some(&after),
                stands,
                sentence,
                gone,
            ));
            found.push((source, after));
        }
        Ok(found)
    }

    fn without_analysts(&self, base: &Outcome, rows: &mut Vec<ChallengeRow>) -> Result<(), SeasonError> {
        let named = self.all.labels.sightings.iter().filter_map(|l| l.analyst.clone());
        for analyst in named.collect::<BTreeSet<_>>() {
            let (less, gone) = self.all.without_analyst(&analyst);
            let after = self.outcome(&less)?;
            let sentence = format!(
                "Without what {analyst} measured ({}), {}: {}.",
                counted(gone.len(), "sighting"),
                after.in_words(),
                self.fate(base, &after)
            );
            let stands = self.stands(&after);
            rows.push(row(ChallengeKind::WithoutAnalyst, &analyst, Some(&after), stands, sentence, gone));
        }
        Ok(())
    }

    fn without_ships(
        &self,
        drawn: &SeasonPosterior,
        base: &Outcome,
        rows: &mut Vec<ChallengeRow>,
    ) -> Result<(), SeasonError> {
        for hull in 0..self.all.input.hulls.len() {
            let hers = remove::sightings_of(drawn, self.all.input.sightings.len(), hull);
            if hers.is_empty() {
                continue; // nothing that is more likely hers than not: taking her away takes no evidence
            }
            let (less, gone) = self.all.without_ship(hull, &hers);
            let after = self.outcome(&less)?;
            let name = ship_name(&self.all.input, hull);
            let sentence = format!(
                "Without {name} and what is more likely hers than not ({}), {}: {}.",
                counted(gone.len(), "sighting"),
                after.in_words(),
                self.fate(base, &after)
            );
            let mut parents = gone;
            parents.push(self.all.input.hulls[hull].vessel);
            let stands = self.stands(&after);
            rows.push(row(ChallengeKind::WithoutShip, &name, Some(&after), stands, sentence, parents));
        }
        Ok(())
    }

    fn placebos(&self, base: &Outcome, rows: &mut Vec<ChallengeRow>) -> Result<(), SeasonError> {
        for number in 0..self.params.placebos {
            let (shuffled, moved) = self.all.permuted(self.seed, number);
            let after = self.outcome(&shuffled)?;
            let change = after.calls.mid() - base.calls.mid();
            let barrels = after.barrels.mid() / base.barrels.mid().max(1.0) - 1.0;
            let sentence = format!(
                "With the days of {} permuted among the looks of the same eye at the same place, {}: the count changes by {change:+.0}, the barrels by {:+.0} %.",
                counted(moved, "sighting"),
                after.in_words(),
                100.0 * barrels
            );
            let subject = format!("permutation {}", number + 1);
            let stands = self.stands(&after);
            rows.push(row(ChallengeKind::Placebo, &subject, Some(&after), stands, sentence, Vec::new()));
        }
        Ok(())
    }
}

/// A kind of eye, in words.
const fn in_words(source: SightingSource) -> &'static str {
    match source {
        SightingSource::Radar => "radar images",
        SightingSource::Optical => "optical images",
        SightingSource::SubMetre => "sub-metre images",
        SightingSource::Photograph => "photographs",
        SightingSource::Ais => "AIS",
    }
}

/// So many of something, in words.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A ship's name, or her place in the register where she has none.
fn ship_name(input: &SeasonInput, hull: usize) -> String {
    let named = input.hulls.get(hull).and_then(|h| h.names.first().cloned());
    named.unwrap_or_else(|| format!("ship {} of the register", hull + 1))
}

fn row(
    kind: ChallengeKind,
    subject: &str,
    outcome: Option<&Outcome>,
    stands: bool,
    sentence: String,
    mut parents: Vec<RecordId>,
) -> ChallengeRow {
    parents.sort_unstable();
    parents.dedup();
    ChallengeRow {
        id: RecordId::of(RecordKind::Challenge, &[Key::Text(kind.as_str()), Key::Text(subject)]),
        kind,
        subject: subject.to_owned(),
        p_exceeded: outcome.map(|o| o.p_exceeded),
        calls: outcome.map(|o| o.calls),
        barrels: outcome.map(|o| o.barrels),
        p: None,
        stands,
        sentence,
        parents,
    }
}
