//! What would have to be false for the finding to fall.

use super::outcome::{Outcome, p_exceeded};
use super::{Court, in_words, row, ship_name};
use crate::season::{SeasonCall, SeasonError, SeasonPosterior, SeasonShip};
use crate::wording;
use plimsoll_model::{ChallengeKind, ChallengeRow, RecordId, SightingSource};
use std::collections::BTreeSet;

/// How finely the factor is sought that all barrels may be wrong by.
const FACTOR_STEPS: u32 = 100;

impl Court<'_> {
    /// The least sets of sources and of ships, and the assumptions.
    pub(super) fn refutations(
        &self,
        drawn: &SeasonPosterior,
        base: &Outcome,
        singles: &[(SightingSource, Outcome)],
    ) -> Result<Vec<ChallengeRow>, SeasonError> {
        if !self.stands(base) {
            let sentence = format!(
                "The finding that the cap was exceeded does not reach {}: there is nothing to refute.",
                wording::percent(self.params.level).unwrap_or_default()
            );
            return Ok(vec![row(ChallengeKind::Refutation, "nothing", None, false, sentence, Vec::new())]);
        }
        Ok(vec![
            self.of_sources(singles)?,
            self.of_ships(drawn),
            self.of_barrels(drawn),
            self.of_unseen(drawn),
        ])
    }

    /// The least set of sources, singly and then by pairs, each drawn again.
    fn of_sources(&self, singles: &[(SightingSource, Outcome)]) -> Result<ChallengeRow, SeasonError> {
        let lowest = |found: Vec<(Vec<SightingSource>, Outcome)>| {
            let falls = found.into_iter().filter(|(_, after)| !self.stands(after));
            falls.min_by(|a, b| a.1.p_exceeded.total_cmp(&b.1.p_exceeded))
        };
        let mut least = lowest(singles.iter().map(|(s, after)| (vec![*s], after.clone())).collect());
        if least.is_none() {
            let mut pairs = Vec::new();
            for (at, (one, _)) in singles.iter().enumerate() {
                for (other, _) in &singles[at + 1..] {
                    let (less, _) = self.all.without_sources(&[*one, *other]);
                    pairs.push((vec![*one, *other], self.outcome(&less)?));
                }
            }
            least = lowest(pairs);
        }
        Ok(match least {
            Some((sources, after)) => {
                let words: Vec<&str> = sources.iter().map(|s| s.as_str()).collect();
                let named = words.join(" and ");
                let eyes: Vec<&str> = sources.iter().map(|s| in_words(*s)).collect();
                let eyes = eyes.join(" and ");
                let sentence = format!(
                    "The finding falls if all that {eyes} show were false: without {}, {}. No smaller set of sources brings it down.",
                    if words.len() == 1 { "them" } else { "both" },
                    after.in_words()
                );
                row(
                    ChallengeKind::Refutation,
                    &format!("sources: {named}"),
                    Some(&after),
                    false,
                    sentence,
                    vec![],
                )
            }
            None => {
                let sentence = "No source, and no two sources together, carry the finding: it stands without any two of them.".to_owned();
                row(ChallengeKind::Refutation, "sources: none", None, true, sentence, vec![])
            }
        })
    }

    /// The least set of ships whose calls, all of them, would have had to bring nothing. From the draws: exact for one and
    /// two ships, then one after the other, each time the one that lowers the probability most.
    fn of_ships(&self, drawn: &SeasonPosterior) -> ChallengeRow {
        let input = &self.all.input;
        let without = |gone: &BTreeSet<usize>| {
            p_exceeded(drawn, input, |_, call| {
                let is_gone = matches!(call.ship, SeasonShip::Hull(hull) if gone.contains(&hull));
                if is_gone { 0.0 } else { call.volume_bbl }
            })
        };
        let hulls = input.hulls.len();
        let mut gone = BTreeSet::new();
        let mut p = without(&gone);
        while p >= self.params.level && gone.len() < hulls {
            let left = (0..hulls).filter(|hull| !gone.contains(hull));
            let tried = left.map(|hull| {
                let more: BTreeSet<usize> = gone.iter().copied().chain([hull]).collect();
                (without(&more), barrels_of(drawn, hull), more)
            });
            // Of those that lower it alike, the one that brought most.
            let best = tried.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
            let Some((lower, _, more)) = best else { break };
            (p, gone) = (lower, more);
        }
        let falls = p < self.params.level;
        let mut exact = gone.len() <= 1;
        if falls && gone.len() > 2 {
            let pairs = (0..hulls).flat_map(|a| (a + 1..hulls).map(move |b| BTreeSet::from([a, b])));
            let found = pairs.map(|pair| (without(&pair), pair)).filter(|(p, _)| *p < self.params.level);
            if let Some((lower, pair)) = found.min_by(|a, b| a.0.total_cmp(&b.0)) {
                (p, gone, exact) = (lower, pair, true);
            }
        } else if gone.len() == 2 {
            exact = true; // no single ship was enough
        }
        let names: Vec<String> = gone.iter().map(|hull| ship_name(input, *hull)).collect();
        let parents: Vec<RecordId> =
            gone.iter().filter_map(|hull| input.hulls.get(*hull)).map(|h| h.vessel).collect();
        let (subject, sentence) = if falls {
            let least = if exact {
                "No smaller set does."
            } else {
                "No pair does; a set of fewer than these was not searched for beyond pairs."
            };
            let sentence = format!(
                "The finding falls if no call of {} brought anything: {}. {} that the cap was exceeded then. {least}",
                if names.len() == 1 {
                    "this ship".to_owned()
                } else {
                    format!("these {} ships", names.len())
                },
                names.join(", "),
                wording::phrase(p).unwrap_or_default()
            );
            (format!("ships: {}", names.join(", ")), sentence)
        } else {
            ("ships: none".to_owned(), "The finding stands even if no ship of the register brought anything: ships outside it or notified barrels carry it.".to_owned())
        };
        let mut made = row(ChallengeKind::Refutation, &subject, None, !falls, sentence, parents);
        made.p_exceeded = Some(p);
        made
    }

    /// By what factor all barrels would have to be less.
    fn of_barrels(&self, drawn: &SeasonPosterior) -> ChallengeRow {
        let at = |factor: f64| p_exceeded(drawn, &self.all.input, |_, call| factor * call.volume_bbl);
        let factors = (1..=FACTOR_STEPS).rev().map(|step| f64::from(step) / f64::from(FACTOR_STEPS));
        let falls = factors.map(|factor| (factor, at(factor))).find(|(_, p)| *p < self.params.level);
        let (subject, sentence, p) = match falls {
            Some((factor, p)) => (
                "barrels".to_owned(),
                format!(
                    "The finding falls if every call brought no more than {:.0} % of what is estimated. {} that the cap was exceeded then.",
                    100.0 * factor,
                    wording::phrase(p).unwrap_or_default()
                ),
                Some(p),
            ),
            None => {
                ("barrels: none".to_owned(), "The finding stands on notified barrels alone.".to_owned(), None)
            }
        };
        let mut made = row(ChallengeKind::Refutation, &subject, None, p.is_none(), sentence, Vec::new());
        made.p_exceeded = p;
        made
    }

    /// Without every call that no exhibit shows, and without ships outside the register.
    fn of_unseen(&self, drawn: &SeasonPosterior) -> ChallengeRow {
        let input = &self.all.input;
        let is_shown = |call: &SeasonCall| {
            let loading = |at: &usize| {
                let place = input.sightings.get(*at).and_then(|s| s.place);
                place.and_then(|p| input.places.get(p)).is_some_and(|p| p.is_loading)
            };
            matches!(call.ship, SeasonShip::Hull(_)) && call.sightings.iter().any(loading)
        };
        let p = p_exceeded(drawn, input, |_, call| if is_shown(call) { call.volume_bbl } else { 0.0 });
        let stands = p >= self.params.level;
        let fate = if stands { "stands" } else { "falls" };
        let sentence = format!(
            "Counting only calls by ships of the register that an exhibit shows at the loading place, the finding {fate}. {} that the cap was exceeded by them alone.",
            wording::phrase(p).unwrap_or_default()
        );
        let mut made =
            row(ChallengeKind::Refutation, "calls that nobody saw", None, stands, sentence, Vec::new());
        made.p_exceeded = Some(p);
        made
    }
}

/// Barrels of a ship over all draws.
fn barrels_of(drawn: &SeasonPosterior, hull: usize) -> f64 {
    let calls = drawn.draws.iter().flat_map(|draw| &draw.calls);
    calls.filter(|call| call.ship == SeasonShip::Hull(hull)).map(|call| call.volume_bbl).sum()
}
