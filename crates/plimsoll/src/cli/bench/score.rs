//! What the kernels found, held against the truth of a simulated archive.

use crate::error::UserError;
use plimsoll_case::store::Store;
use plimsoll_model::{Encounter, Gap, Noise, Track};
use plimsoll_simulate::score::{Found, FoundMeeting, FoundMoment, FoundSpan, PlantedKinds, score};
use std::path::Path;

/// The score of encounters, gaps, shared numbers and spikes in words.
pub(super) fn of(store: &Store, truth: &Path) -> Result<String, UserError> {
    let text = std::fs::read_to_string(truth).map_err(|e| super::unreadable(truth, &e))?;
    let planted = PlantedKinds::from_json(&text).map_err(|e| super::unreadable(truth, &e))?;
    let tallies = score(&planted, &found(store)?);
    let words = tallies.0.iter().map(|(kind, tally)| {
        format!(
            "{kind}: {} of {} found, {} negatives, {} other; ",
            tally.found, tally.planted, tally.negatives, tally.other
        )
    });
    Ok(words.collect())
}

/// The tables of a case as the score wants them.
pub(crate) fn found(store: &Store) -> Result<Found, UserError> {
    let encounters = store.read::<Encounter>()?.into_iter().map(|e| FoundMeeting {
        mmsis: [e.mmsi_a.value(), e.mmsi_b.value()],
        start_s: e.period.start().as_second(),
        end_s: e.period.end().as_second(),
    });
    let gaps = store.read::<Gap>()?.into_iter().map(|gap| FoundSpan {
        mmsi: gap.mmsi.value(),
        start_s: gap.period.start().as_second(),
        end_s: gap.period.end().as_second(),
    });
    let shared = store.read::<Track>()?.into_iter().filter(|t| t.is_shared).map(|t| t.mmsi.value());
    let spikes = store
        .read::<Noise>()?
        .into_iter()
        .map(|noise| FoundMoment { mmsi: noise.mmsi.value(), time_s: noise.time.as_second() });
    Ok(Found {
        encounters: Some(encounters.collect()),
        gaps: Some(gaps.collect()),
        shared_mmsis: Some(shared.collect::<std::collections::BTreeSet<_>>().into_iter().collect()),
        spikes: Some(spikes.collect()),
        ..Found::default()
    })
}
