//! A season with something taken away, or with its days permuted.

use super::SeasonLabels;
use crate::season::{SeasonInput, SeasonPosterior, SeasonShip};
use plimsoll_model::{RecordId, SightingSource};
use std::collections::{BTreeMap, BTreeSet};

/// A season with whose eyes it rests on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Evidence {
    pub(super) input: SeasonInput,
    pub(super) labels: SeasonLabels,
}

impl Evidence {
    /// The kinds of eye that saw or looked.
    pub(super) fn sources(&self) -> Vec<SightingSource> {
        let seen = self.labels.sightings.iter().map(|label| label.source);
        seen.chain(self.labels.looks.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Without what these eyes saw and without where they looked in vain; what was taken. AIS taken away takes the sure
    /// positions too.
    pub(super) fn without_sources(&self, sources: &[SightingSource]) -> (Self, Vec<RecordId>) {
        let (mut less, gone) = self.without(
            |sighting| sources.contains(&self.labels.sightings[sighting].source),
            |look| sources.contains(&self.labels.looks[look]),
        );
        if sources.contains(&SightingSource::Ais) {
            less.input.fixes.clear();
        }
        (less, gone)
    }

    /// Without what one person measured or read. The images are still there: their looks stay.
    pub(super) fn without_analyst(&self, analyst: &str) -> (Self, Vec<RecordId>) {
        let is_his = |at: usize| self.labels.sightings[at].analyst.as_deref() == Some(analyst);
        // A look in which only he saw something shows nothing, not a ship that is not there: it goes with him.
        let touched: BTreeSet<usize> = (0..self.input.sightings.len())
            .filter(|at| is_his(*at))
            .filter_map(|at| self.input.sightings[at].look)
            .collect();
        let others: BTreeSet<usize> = (0..self.input.sightings.len())
            .filter(|at| !is_his(*at))
            .filter_map(|at| self.input.sightings[at].look)
            .collect();
        self.without(is_his, |look| touched.contains(&look) && !others.contains(&look))
    }

    /// Without a ship of the register and without these sightings of hers.
    pub(super) fn without_ship(&self, hull: usize, hers: &BTreeSet<usize>) -> (Self, Vec<RecordId>) {
        let (mut less, gone) = self.without(|at| hers.contains(&at), |_| false);
        less.input.hulls.remove(hull);
        for sighting in &mut less.input.sightings {
            sighting.log_lr.remove(hull);
        }
        less.input.fixes.retain(|fix| fix.hull != hull);
        for fix in &mut less.input.fixes {
            fix.hull -= usize::from(fix.hull > hull);
        }
        (less, gone)
    }

    fn without(
        &self,
        goes: impl Fn(usize) -> bool,
        look_goes: impl Fn(usize) -> bool,
    ) -> (Self, Vec<RecordId>) {
        let mut less = self.clone();
        let mut number = BTreeMap::new();
        for look in (0..self.input.looks.len()).filter(|look| !look_goes(*look)) {
            number.insert(look, number.len());
        }
        let kept_looks = number.keys().copied();
        less.input.looks = kept_looks.clone().map(|look| self.input.looks[look]).collect();
        less.labels.looks = kept_looks.map(|look| self.labels.looks[look]).collect();
        let stays = |at: &usize| {
            let lost = self.input.sightings[*at].look.is_some_and(|look| !number.contains_key(&look));
            !goes(*at) && !lost
        };
        let kept: Vec<usize> = (0..self.input.sightings.len()).filter(stays).collect();
        let kept_set: BTreeSet<usize> = kept.iter().copied().collect();
        less.input.sightings = kept.iter().map(|at| self.input.sightings[*at].clone()).collect();
        less.labels.sightings = kept.iter().map(|at| self.labels.sightings[*at].clone()).collect();
        for sighting in &mut less.input.sightings {
            sighting.look = sighting.look.and_then(|look| number.get(&look).copied());
        }
        let sightings = self.input.sightings.iter().enumerate();
        let gone = sightings.filter(|(at, _)| !kept_set.contains(at)).map(|(_, s)| s.id).collect();
        (less, gone)
    }

    /// The days of sightings permuted: each look of an eye at a place gets the sightings of another look of the same eye
    /// at the same place. Photographs change days with photographs of the same place. What was seen at sea stays. How many
    /// sightings have another look or time than before.
    pub(super) fn permuted(&self, seed: u64, number: u32) -> (Self, usize) {
        let mut shuffled = self.clone();
        let mut chance = Shuffle::new(seed, number);
        let mut looks: BTreeMap<(SightingSource, usize), Vec<usize>> = BTreeMap::new();
        for (at, look) in self.input.looks.iter().enumerate() {
            looks.entry((self.labels.looks[at], look.place)).or_default().push(at);
        }
        let mut moved_to: Vec<usize> = (0..self.input.looks.len()).collect();
        for those in looks.values() {
            let mut order = those.clone();
            chance.permute(&mut order);
            for (from, to) in those.iter().zip(order) {
                moved_to[*from] = to;
            }
        }
        let mut chances: BTreeMap<(SightingSource, usize), Vec<usize>> = BTreeMap::new();
        for (at, sighting) in self.input.sightings.iter().enumerate() {
            if let (None, Some(place)) = (sighting.look, sighting.place) {
                chances.entry((self.labels.sightings[at].source, place)).or_default().push(at);
            }
        }
        for (at, sighting) in shuffled.input.sightings.iter_mut().enumerate() {
            if let Some(look) = self.input.sightings[at].look {
                sighting.look = Some(moved_to[look]);
                sighting.time_h = self.input.looks[moved_to[look]].time_h;
            }
        }
        for those in chances.values() {
            let mut order = those.clone();
            chance.permute(&mut order);
            for (from, to) in those.iter().zip(order) {
                shuffled.input.sightings[*from].time_h = self.input.sightings[to].time_h;
            }
        }
        let pairs = self.input.sightings.iter().zip(&shuffled.input.sightings);
        let moved = pairs.filter(|(a, b)| (a.time_h - b.time_h).abs() > 0.0 || a.look != b.look).count();
        (shuffled, moved)
    }
}

/// Chance for permutations: words of a BLAKE3 stream.
struct Shuffle(blake3::OutputReader);

impl Shuffle {
    fn new(seed: u64, number: u32) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"challenge-placebo");
        hasher.update(&seed.to_le_bytes());
        hasher.update(&number.to_le_bytes());
        Self(hasher.finalize_xof())
    }

    /// Fisher and Yates. A word modulo at most some thousands favours none by more than a part in 10^15.
    fn permute(&mut self, items: &mut [usize]) {
        for last in (1..items.len()).rev() {
            let mut word = [0; 8];
            self.0.fill(&mut word);
            items.swap(last, (u64::from_le_bytes(word) % (last as u64 + 1)) as usize);
        }
    }
}

/// The sightings that are a ship's in more than half of the draws.
pub(super) fn sightings_of(drawn: &SeasonPosterior, sightings: usize, hull: usize) -> BTreeSet<usize> {
    let mut counts = vec![0_usize; sightings];
    for call in drawn.draws.iter().flat_map(|draw| &draw.calls).filter(|c| c.ship == SeasonShip::Hull(hull)) {
        for sighting in &call.sightings {
            if let Some(count) = counts.get_mut(*sighting) {
                *count += 1;
            }
        }
    }
    (0..sightings).filter(|at| 2 * counts[*at] > drawn.draws.len()).collect()
}
