//! What was planted, read from a truth file of either kind.

use super::Otherwise;
use super::found::{
    FoundClock, FoundDraughtChange, FoundIdentityChange, FoundMeeting, FoundMoment, FoundSpan, FoundStay,
};
use crate::archive::{ArchiveTruth, Meeting, TrueClock};
use serde::Deserialize;
use std::collections::BTreeSet;

/// What was planted, in the form in which an analysis reports. `None` where the truth does not list it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlantedKinds {
    /// To be found as encounters.
    pub encounters: Vec<FoundMeeting>,
    /// Not to be found: too far apart.
    pub near_misses: Vec<FoundMeeting>,
    /// Not to be found: too short.
    pub short_meetings: Vec<FoundMeeting>,
    /// Two hulls of one MMSI side by side.
    pub alongside_one_mmsi: Vec<FoundMeeting>,
    /// Silences.
    pub gaps: Vec<FoundSpan>,
    /// MMSIs of two hulls.
    pub shared_mmsis: Vec<u32>,
    /// Ships that never come back.
    pub first_day_only: BTreeSet<u32>,
    /// Reports thrown far away.
    pub spikes: Option<Vec<FoundMoment>>,
    /// Reports without a position.
    pub without_position: Vec<FoundMoment>,
    /// Times without any report.
    pub outages: Option<Vec<(i64, i64)>>,
    /// Drifts, of any length.
    pub loiterings: Option<Vec<FoundSpan>>,
    /// Draughts typed anew.
    pub draught_changes: Option<Vec<FoundDraughtChange>>,
    /// Names and numbers changed.
    pub identity_changes: Option<Vec<FoundIdentityChange>>,
    /// Stays in port with two reports or more.
    pub port_stays: Option<Vec<FoundStay>>,
    /// Whole hours of a clock that was wrong.
    pub receiver_clocks: Option<Vec<FoundClock>>,
}

/// Why a text is not a truth file.
#[derive(Debug, thiserror::Error)]
#[error("not the truth of an archive ({ours}), nor that of the benchmark script ({script})")]
pub struct TruthError {
    /// What is missing to the one.
    ours: serde_json::Error,
    /// What is missing to the other.
    script: serde_json::Error,
}

impl PlantedKinds {
    /// From the JSON of an [`ArchiveTruth`], or of the benchmark script that makes Danish tables.
    ///
    /// # Errors
    /// If it is neither: with what is wrong with either.
    pub fn from_json(text: &str) -> Result<Self, TruthError> {
        let ours = match serde_json::from_str::<ArchiveTruth>(text) {
            Ok(truth) => return Ok(Self::from(&truth)),
            Err(error) => error,
        };
        match serde_json::from_str::<ScriptTruth>(text) {
            Ok(truth) => Ok(truth.into()),
            Err(script) => Err(TruthError { ours, script }),
        }
    }

    pub(super) fn explained_if_shared(&self, mmsi: u32) -> Otherwise {
        if self.shared_mmsis.contains(&mmsi) { Otherwise::Explained } else { Otherwise::Other }
    }

    /// Planted and reported rows of MMSIs that one hull uses, and how many reported rows are of the others.
    pub(super) fn without_shared<T: Clone>(
        &self,
        planted: &[T],
        found: &[T],
        mmsi: impl Fn(&T) -> u32,
    ) -> (Vec<T>, (Vec<T>, usize)) {
        let shared: BTreeSet<u32> = self.shared_mmsis.iter().copied().collect();
        let of_one = |rows: &[T]| -> Vec<T> {
            rows.iter().filter(|row| !shared.contains(&mmsi(row))).cloned().collect()
        };
        let (planted, kept) = (of_one(planted), of_one(found));
        let others = found.len() - kept.len();
        (planted, (kept, others))
    }
}

impl From<&ArchiveTruth> for PlantedKinds {
    fn from(truth: &ArchiveTruth) -> Self {
        let meetings = |meetings: &[Meeting]| {
            let meeting = |m: &Meeting| FoundMeeting {
                mmsis: m.mmsis,
                start_s: m.start.as_second(),
                end_s: m.end.as_second(),
            };
            meetings.iter().map(meeting).collect::<Vec<_>>()
        };
        let drifts = truth.loiterings.iter().map(|d| FoundSpan {
            mmsi: d.mmsi,
            start_s: d.start.as_second(),
            end_s: d.end.as_second(),
        });
        let gaps = truth.gaps.iter().map(|g| FoundSpan {
            mmsi: g.mmsi,
            start_s: g.start.as_second(),
            end_s: g.end.as_second(),
        });
        let draughts = truth.draught_changes.iter().map(|c| FoundDraughtChange {
            mmsi: c.mmsi,
            from_m: c.from_m,
            to_m: c.to_m,
            time_s: c.time.as_second(),
        });
        let identities = truth.identity_changes.iter().map(|c| FoundIdentityChange {
            mmsi: c.mmsi,
            property: c.property.clone(),
            from: c.from.clone(),
            to: c.to.clone(),
            time_s: c.time.as_second(),
        });
        let stays = truth.port_stays.iter().filter(|s| s.reports >= 2).map(|s| FoundStay {
            mmsi: s.mmsi,
            port: s.port.clone(),
            start_s: s.start.as_second(),
            end_s: s.end.as_second(),
        });
        let spikes = truth.spikes.iter().map(|s| FoundMoment { mmsi: s.mmsi, time_s: s.time.as_second() });
        let nowhere =
            truth.without_position.iter().map(|m| FoundMoment { mmsi: m.mmsi, time_s: m.time.as_second() });
        let outages = truth.outages.iter().map(|o| (o.start.as_second(), o.end.as_second()));
        Self {
            encounters: meetings(&truth.encounters),
            near_misses: meetings(&truth.near_misses),
            short_meetings: meetings(&truth.short_meetings),
            alongside_one_mmsi: meetings(&truth.alongside_one_mmsi),
            gaps: gaps.collect(),
            shared_mmsis: truth.shared_mmsis.iter().map(|s| s.mmsi).collect(),
            first_day_only: truth.first_day_only.iter().copied().collect(),
            spikes: Some(spikes.collect()),
            without_position: nowhere.collect(),
            outages: Some(outages.collect()),
            loiterings: Some(drifts.collect()),
            draught_changes: Some(draughts.collect()),
            identity_changes: Some(identities.collect()),
            port_stays: Some(stays.collect()),
            receiver_clocks: Some(
                truth.receiver_clocks.iter().flat_map(|clock| wrong_hours(clock, truth)).collect(),
            ),
        }
    }
}

/// The hours, by the receiver's own clock, in which it was wrong all the time and the feed gave something.
fn wrong_hours(clock: &TrueClock, truth: &ArchiveTruth) -> Vec<FoundClock> {
    let (start, end) = (clock.start.as_second() + clock.offset_s, clock.end.as_second() + clock.offset_s);
    let first = (start + 3599).div_euclid(3600);
    let is_heard = |hour: i64| {
        let silent = truth.outages.iter().map(|o| {
            let (from, to) = (o.start.as_second() + clock.offset_s, o.end.as_second() + clock.offset_s);
            super::common((hour * 3600, hour * 3600 + 3600), (from, to))
        });
        silent.sum::<i64>() <= 1800
    };
    (first..end.div_euclid(3600))
        .filter(|hour| is_heard(*hour))
        .map(|hour| FoundClock {
            receiver: clock.receiver.clone(),
            hour_s: hour * 3600,
            offset_s: clock.offset_s as f64,
        })
        .collect()
}

/// The truth file of the benchmark script: rows are arrays.
#[derive(Deserialize)]
struct ScriptTruth {
    encounters: Vec<ScriptMeeting>,
    near_misses: Vec<ScriptMeeting>,
    short_meets: Vec<ScriptMeeting>,
    gaps: Vec<(u32, i64, i64)>,
    shared_mmsi: Vec<u32>,
}

/// Two MMSIs, start, end, distance in metres, latitude, longitude.
type ScriptMeeting = (u32, u32, i64, i64, f64, f64, f64);

impl From<ScriptTruth> for PlantedKinds {
    fn from(truth: ScriptTruth) -> Self {
        let meetings = |rows: Vec<ScriptMeeting>| {
            let rows = rows.into_iter();
            rows.map(|(a, b, start_s, end_s, ..)| FoundMeeting { mmsis: [a, b], start_s, end_s }).collect()
        };
        let gaps = truth.gaps.into_iter().map(|(mmsi, start_s, end_s)| FoundSpan { mmsi, start_s, end_s });
        Self {
            encounters: meetings(truth.encounters),
            near_misses: meetings(truth.near_misses),
            short_meetings: meetings(truth.short_meets),
            gaps: gaps.collect(),
            shared_mmsis: truth.shared_mmsi,
            ..Self::default()
        }
    }
}
