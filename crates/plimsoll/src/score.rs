//! What the kernels found, held against the truth of a simulated archive.

use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_case::store::Store;
use plimsoll_model::{Encounter, Gap, Noise, Track};
use plimsoll_simulate::score::{Found, FoundMeeting, FoundMoment, FoundSpan, PlantedKinds, Score, score};
use std::path::Path;

/// Holds encounters, gaps, shared numbers and spikes against a truth file.
pub fn of_truth(store: &Store, truth: &Path) -> Result<Score, UserError> {
    let unreadable = |e: &dyn std::error::Error| {
        UserError::new(Exit::ExhibitUnreadable, format!("reading `{}`: {e}", truth.display()))
    };
    let text = std::fs::read_to_string(truth).map_err(|e| unreadable(&e))?;
    let planted = PlantedKinds::from_json(&text).map_err(|e| unreadable(&e))?;
    Ok(score(&planted, &found(store)?))
}

/// A score in words.
pub fn in_words(tallies: &Score) -> String {
    let words = tallies.0.iter().map(|(kind, tally)| {
        format!(
            "{kind}: {} of {} found, {} negatives, {} other; ",
            tally.found, tally.planted, tally.negatives, tally.other
        )
    });
    words.collect()
}

/// The tables of a case as the score wants them.
fn found(store: &Store) -> Result<Found, UserError> {
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
