//! How much of what was planted an analysis finds, and what it reports besides.
//!
//! [`PlantedKinds`] is read from the truth of an [archive](mod@crate::archive) or of the benchmark script; [`Found`] is
//! filled from the tables of an analysis; [`score`] counts. Each reported row is put down once: as planted, as a
//! repetition of one already found, as a negative (something planted that must not be reported), as explained (true,
//! but not of this kind's list), or as other.
//!
//! # When a row is the planted one
//!
//! | kind | the same | and |
//! |---|---|---|
//! | encounters | two MMSIs, in any order | it covers half of the planted time or more |
//! | gaps | MMSI | common time by joint time is at least 0.8 |
//! | outages | | the same, 0.8 |
//! | shared MMSIs | MMSI | |
//! | spikes | MMSI | time within 5 s |
//! | loitering | MMSI | it covers half of the planted time, which is [`SCORED_LOITERING_S`] or more |
//! | draught changes | MMSI, both draughts within 0.05 m | time within two hours |
//! | identity changes | MMSI, property, both values | time within two hours |
//! | port stays | MMSI, port | it covers half of the planted time; stays without two reports are not asked for |
//! | receiver clocks | receiver, hour | offset within 2 s; offsets under 10 s are no claim; only whole wrong hours |
//!
//! Negatives are: near misses and short meetings among encounters; outages among gaps, and the silences of ships that
//! never come back; MMSIs with a spike among shared MMSIs; stays in port among loiterings; rows without a position
//! among spikes. Explained are: the two hulls of one MMSI side by side among encounters; all gaps, draught changes,
//! identity changes, loiterings and stays of shared MMSIs; drifts shorter than asked for among loiterings.

pub mod detections;
pub mod figures;
mod found;
mod planted;

pub use found::{
    Found, FoundClock, FoundDraughtChange, FoundIdentityChange, FoundMeeting, FoundMoment, FoundSpan,
    FoundStay,
};
pub use planted::{PlantedKinds, TruthError};

use serde::Serialize;
use std::collections::BTreeMap;

/// Loitering is asked for from this duration on, s.
pub const SCORED_LOITERING_S: i64 = 4 * 3600;

/// Least share of the planted time that a reported row covers.
const LEAST_COVERED: f64 = 0.5;
/// Least common time by joint time, for silences.
const LEAST_COMMON: f64 = 0.8;
const SPIKE_TOLERANCE_S: i64 = 5;
const CHANGE_TOLERANCE_S: i64 = 2 * 3600;
const DRAUGHT_TOLERANCE_M: f64 = 0.05 + 1e-9;
const CLOCK_CLAIM_S: f64 = 10.0;
const CLOCK_TOLERANCE_S: f64 = 2.0;
/// Of missed and other rows, so many are named.
const NAMED: usize = 20;

/// What came of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many were planted and are asked for.
    pub planted: usize,
    /// Of these, found.
    pub found: usize,
    /// Of these, not found.
    pub missed: usize,
    /// Rows reported for something that was already found.
    pub repeated: usize,
    /// Rows reported for something that was planted so as not to be reported.
    pub negatives: usize,
    /// Rows that are true but stand in no list of this kind.
    pub explained: usize,
    /// All other rows.
    pub other: usize,
    /// The first of those missed, in words.
    pub missed_rows: Vec<String>,
    /// The first of the negatives and the others, in words.
    pub wrong_rows: Vec<String>,
}

impl Tally {
    /// True if all was found, and nothing that is wrong.
    pub fn is_perfect(&self) -> bool {
        self.missed == 0 && self.negatives == 0 && self.other == 0
    }
}

/// What came of each kind that was both planted and looked for, by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Score(pub BTreeMap<&'static str, Tally>);

/// What a reported row is, if it is none of the planted ones.
enum Otherwise {
    Negative,
    Explained,
    Other,
}

/// Holds reported rows against planted ones; only rows with one key can be the same.
fn tally<T: std::fmt::Debug, K: Ord>(
    planted: &[T],
    found: &[T],
    key: impl Fn(&T) -> K,
    is_same: impl Fn(&T, &T) -> bool,
    otherwise: impl Fn(&T) -> Otherwise,
) -> Tally {
    let mut by_key: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (number, row) in planted.iter().enumerate() {
        by_key.entry(key(row)).or_default().push(number);
    }
    let mut tally = Tally { planted: planted.len(), ..Tally::default() };
    let mut is_found = vec![false; planted.len()];
    for row in found {
        let alike = by_key.get(&key(row)).into_iter().flatten().copied();
        let mut same = alike.filter(|n| is_same(&planted[*n], row)).peekable();
        if same.peek().is_some() {
            // One row may be several planted ones: two draughts that change back and forth.
            match same.find(|n| !is_found[*n]) {
                Some(number) => is_found[number] = true,
                None => tally.repeated += 1,
            }
            continue;
        }
        let wrong = match otherwise(row) {
            Otherwise::Explained => {
                tally.explained += 1;
                continue;
            }
            Otherwise::Negative => {
                tally.negatives += 1;
                "negative"
            }
            Otherwise::Other => {
                tally.other += 1;
                "other"
            }
        };
        if tally.wrong_rows.len() < NAMED {
            tally.wrong_rows.push(format!("{wrong}: {row:?}"));
        }
    }
    tally.found = is_found.iter().filter(|found| **found).count();
    tally.missed = planted.len() - tally.found;
    let missed = planted.iter().zip(&is_found).filter(|(_, found)| !**found);
    tally.missed_rows = missed.take(NAMED).map(|(row, _)| format!("{row:?}")).collect();
    tally
}

/// Common time of two stretches, s.
fn common(a: (i64, i64), b: (i64, i64)) -> i64 {
    (a.1.min(b.1) - a.0.max(b.0)).max(0)
}

/// True if `found` covers enough of `planted`.
fn covers(planted: (i64, i64), found: (i64, i64)) -> bool {
    common(planted, found) as f64 >= LEAST_COVERED * (planted.1 - planted.0) as f64
}

/// True if two stretches are nearly the same.
fn coincide(a: (i64, i64), b: (i64, i64)) -> bool {
    let joint = (a.1 - a.0) + (b.1 - b.0) - common(a, b);
    joint > 0 && common(a, b) as f64 >= LEAST_COMMON * joint as f64
}

/// Counts what was found of what was planted. A kind that was not looked for, or of which the truth says nothing, is
/// left out.
pub fn score(planted: &PlantedKinds, found: &Found) -> Score {
    let mut score = Score::default();
    let mut put = |name, tally: Option<Tally>| {
        if let Some(tally) = tally {
            score.0.insert(name, tally);
        }
    };
    put("encounters", found.encounters.as_ref().map(|found| encounters(planted, found)));
    put("gaps", found.gaps.as_ref().map(|found| gaps(planted, found)));
    put("shared_mmsis", found.shared_mmsis.as_ref().map(|found| shared(planted, found)));
    let spikes = planted.spikes.as_ref().zip(found.spikes.as_ref());
    put("spikes", spikes.map(|(spikes, found)| thrown(planted, spikes, found)));
    let outages = planted.outages.as_ref().zip(found.outages.as_ref());
    put(
        "outages",
        outages.map(|(planted, found)| {
            tally(planted, found, |_| (), |p, f| coincide(*p, *f), |_| Otherwise::Other)
        }),
    );
    let drifts = planted.loiterings.as_ref().zip(found.loiterings.as_ref());
    put("loiterings", drifts.map(|(drifts, found)| loiterings(planted, drifts, found)));
    let draughts = planted.draught_changes.as_ref().zip(found.draught_changes.as_ref());
    put("draught_changes", draughts.map(|(changes, found)| draught_changes(planted, changes, found)));
    let identities = planted.identity_changes.as_ref().zip(found.identity_changes.as_ref());
    put("identity_changes", identities.map(|(changes, found)| identity_changes(planted, changes, found)));
    let stays = planted.port_stays.as_ref().zip(found.port_stays.as_ref());
    put("port_stays", stays.map(|(stays, found)| port_stays(planted, stays, found)));
    let clocks = planted.receiver_clocks.as_ref().zip(found.receiver_clocks.as_ref());
    put("receiver_clocks", clocks.map(|(clocks, found)| receiver_clocks(clocks, found)));
    score
}

fn encounters(planted: &PlantedKinds, found: &[FoundMeeting]) -> Tally {
    let same = |p: &FoundMeeting, f: &FoundMeeting| p.pair() == f.pair() && covers(p.span(), f.span());
    let touches =
        |p: &&FoundMeeting, f: &FoundMeeting| p.pair() == f.pair() && common(p.span(), f.span()) > 0;
    tally(&planted.encounters, found, FoundMeeting::pair, same, |row| {
        let [a, b] = row.pair();
        let mut negatives = planted.near_misses.iter().chain(&planted.short_meetings);
        if negatives.any(|p| touches(&p, row)) {
            Otherwise::Negative
        } else if a == b && planted.alongside_one_mmsi.iter().any(|p| touches(&p, row)) {
            Otherwise::Explained
        } else {
            Otherwise::Other
        }
    })
}

fn gaps(planted: &PlantedKinds, found: &[FoundSpan]) -> Tally {
    let same = |p: &FoundSpan, f: &FoundSpan| p.mmsi == f.mmsi && coincide(p.span(), f.span());
    let outages = planted.outages.as_deref().unwrap_or_default();
    tally(
        &planted.gaps,
        found,
        |g| g.mmsi,
        same,
        |row| {
            let in_outage = outages.iter().any(|o| common(*o, row.span()) * 2 > row.end_s - row.start_s);
            if in_outage || planted.first_day_only.contains(&row.mmsi) {
                Otherwise::Negative
            } else {
                planted.explained_if_shared(row.mmsi)
            }
        },
    )
}

fn shared(planted: &PlantedKinds, found: &[u32]) -> Tally {
    let spikes = planted.spikes.as_deref().unwrap_or_default();
    tally(
        &planted.shared_mmsis,
        found,
        |mmsi| *mmsi,
        |p, f| p == f,
        |mmsi| {
            if spikes.iter().any(|s| s.mmsi == *mmsi) { Otherwise::Negative } else { Otherwise::Other }
        },
    )
}

fn thrown(planted: &PlantedKinds, spikes: &[FoundMoment], found: &[FoundMoment]) -> Tally {
    let same = |p: &FoundMoment, f: &FoundMoment| {
        p.mmsi == f.mmsi && (p.time_s - f.time_s).abs() <= SPIKE_TOLERANCE_S
    };
    tally(
        spikes,
        found,
        |s| s.mmsi,
        same,
        |row| {
            let is_nowhere = planted.without_position.iter().any(|p| same(p, row));
            if is_nowhere { Otherwise::Negative } else { Otherwise::Other }
        },
    )
}

fn loiterings(planted: &PlantedKinds, drifts: &[FoundSpan], found: &[FoundSpan]) -> Tally {
    let same = |p: &FoundSpan, f: &FoundSpan| p.mmsi == f.mmsi && covers(p.span(), f.span());
    let (asked, short): (Vec<_>, Vec<_>) =
        drifts.iter().cloned().partition(|d| d.end_s - d.start_s >= SCORED_LOITERING_S);
    let stays = planted.port_stays.as_deref().unwrap_or_default();
    // Two hulls of one MMSI that drift side by side are two drifts or one: nothing is asked of them.
    let (asked, found) = planted.without_shared(&asked, found, |d| d.mmsi);
    let mut tally = tally(
        &asked,
        &found.0,
        |d| d.mmsi,
        same,
        |row| {
            let is_in = |stay: &FoundStay| {
                stay.mmsi == row.mmsi && common(stay.span(), row.span()) * 2 > row.end_s - row.start_s
            };
            if short.iter().any(|p| p.mmsi == row.mmsi && common(p.span(), row.span()) > 0) {
                Otherwise::Explained
            } else if stays.iter().any(is_in) {
                Otherwise::Negative
            } else {
                Otherwise::Other
            }
        },
    );
    tally.explained += found.1;
    tally
}

fn draught_changes(
    planted: &PlantedKinds,
    changes: &[FoundDraughtChange],
    found: &[FoundDraughtChange],
) -> Tally {
    let same = |p: &FoundDraughtChange, f: &FoundDraughtChange| {
        p.mmsi == f.mmsi
            && (p.time_s - f.time_s).abs() <= CHANGE_TOLERANCE_S
            && (p.from_m - f.from_m).abs() <= DRAUGHT_TOLERANCE_M
            && (p.to_m - f.to_m).abs() <= DRAUGHT_TOLERANCE_M
    };
    let (asked, found) = planted.without_shared(changes, found, |c| c.mmsi);
    let mut tally = tally(&asked, &found.0, |row| row.mmsi, same, |_| Otherwise::Other);
    tally.explained += found.1;
    tally
}

fn identity_changes(
    planted: &PlantedKinds,
    changes: &[FoundIdentityChange],
    found: &[FoundIdentityChange],
) -> Tally {
    let same = |p: &FoundIdentityChange, f: &FoundIdentityChange| {
        let words = |c: &FoundIdentityChange| (c.mmsi, c.property.clone(), c.from.clone(), c.to.clone());
        words(p) == words(f) && (p.time_s - f.time_s).abs() <= CHANGE_TOLERANCE_S
    };
    let (asked, found) = planted.without_shared(changes, found, |c| c.mmsi);
    let mut tally = tally(&asked, &found.0, |row| row.mmsi, same, |_| Otherwise::Other);
    tally.explained += found.1;
    tally
}

fn port_stays(planted: &PlantedKinds, stays: &[FoundStay], found: &[FoundStay]) -> Tally {
    let same =
        |p: &FoundStay, f: &FoundStay| p.mmsi == f.mmsi && p.port == f.port && covers(p.span(), f.span());
    let (asked, found) = planted.without_shared(stays, found, |s| s.mmsi);
    let mut tally = tally(&asked, &found.0, |row| row.mmsi, same, |_| Otherwise::Other);
    tally.explained += found.1;
    tally
}

fn receiver_clocks(planted: &[FoundClock], found: &[FoundClock]) -> Tally {
    let claims: Vec<_> = found.iter().filter(|c| c.offset_s.abs() >= CLOCK_CLAIM_S).cloned().collect();
    let same = |p: &FoundClock, f: &FoundClock| {
        p.receiver == f.receiver
            && p.hour_s == f.hour_s
            && (p.offset_s - f.offset_s).abs() <= CLOCK_TOLERANCE_S
    };
    tally(
        planted,
        &claims,
        |c| c.hour_s,
        same,
        |row| {
            let near = |p: &FoundClock| p.receiver == row.receiver && (p.hour_s - row.hour_s).abs() <= 3600;
            // The hour in which a clock goes wrong or is put right is neither.
            if planted.iter().any(near) { Otherwise::Explained } else { Otherwise::Other }
        },
    )
}
