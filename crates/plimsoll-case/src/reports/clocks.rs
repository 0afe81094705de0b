//! The clocks of receivers: how far each was ahead in each hour, judged by base stations and by the other receivers.
//!
//! A message that several receivers heard was sent once. A base station says the time itself (messages 4 and 11). From
//! both come differences of times, and an hour of a receiver is a case of its own: what the base stations say where
//! there are enough of them, else a vote. Each other receiver votes with the median of its differences; the receiver
//! itself votes for being right; the offset that most agree on within the tolerance wins, and where two have as many
//! votes nothing is decided. So of two receivers that disagree neither is corrected, and of three the odd one is.
//!
//! A ship at berth says the same for hours, so only ships under way count, and only what a receiver heard once within
//! the hours that are searched.

use super::record::{MOST_RECEIVERS, NO_RECEIVER, content_hash};
use super::spill::{Framing, Spill, SpillDir, Waiting};
use crate::tables::TableError;
use plimsoll_model::{Key, ReceiverClock, RecordId, RecordKind};
use std::collections::BTreeMap;

const HOUR_NS: i64 = 3_600_000_000_000;
/// Parts in which differences wait. Fixed, so that nothing depends on memory or threads.
const PARTS: usize = 64;
/// Bytes of a message that was heard: content 8, time 8, receiver 2.
const HEARD: usize = 18;
/// Bytes of a difference of two clocks: receiver 2, other 2, hour 4, nanoseconds 8.
const DIFFERENCE: usize = 16;
/// The other clock of a difference: a base station's.
const BASE_STATION: u16 = NO_RECEIVER;
/// Marks another receiver whose clock base stations have vouched for. Receivers have numbers below it.
const VOUCHED: u16 = MOST_RECEIVERS;
/// Differences are taken to at most this many of the others that heard a message.
const MOST_OTHERS: usize = 4;
/// Messages of ships under way that are looked at; beyond it every second, fourth, ... content is.
const MOST_HEARD: u64 = 1 << 26;

/// How clocks are judged; section `[receiver-clocks]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiverClockParams {
    /// A clock that is off by no more is left alone, s.
    pub tolerance_s: f64,
    /// How far apart two times of one message are looked for, h.
    pub search_h: f64,
    /// Least number of differences that an offset is the median of.
    pub min_samples: u32,
    /// Least number of differences to one other receiver for it to have a vote.
    pub min_samples_per_receiver: u32,
    /// Nine of ten differences must lie this near to their median, s.
    pub max_scatter_s: f64,
    /// Least speed over ground at which a ship's messages are told apart, kn.
    pub min_speed_kn: f64,
}

/// Hours of receivers with an offset that is taken from their times.
#[derive(Default)]
pub(super) struct Corrections {
    /// By the place of the receiver in the order of names: hours in order, with nanoseconds.
    of_receiver: Vec<Vec<(i64, i64)>>,
}

impl Corrections {
    /// What to take from a time.
    pub(super) fn offset_ns(&self, receiver: u16, time_ns: i64) -> i64 {
        let Some(hours) = self.of_receiver.get(usize::from(receiver)).filter(|h| !h.is_empty()) else {
            return 0;
        };
        let hour = time_ns.div_euclid(HOUR_NS);
        hours.binary_search_by_key(&hour, |(hour, _)| *hour).map_or(0, |at| hours[at].1)
    }

    fn set(&mut self, receiver: u16, hour: i64, offset_ns: i64) {
        let at = usize::from(receiver);
        if self.of_receiver.len() <= at {
            self.of_receiver.resize(at + 1, Vec::new());
        }
        self.of_receiver[at].push((hour, offset_ns));
    }
}

/// Collects what tells of clocks while reports are read.
pub(super) struct ClockSamples {
    heard: Spill,
    base: Spill,
    heard_count: u64,
}

impl ClockSamples {
    pub(super) fn new(budget: usize) -> Self {
        Self {
            heard: Spill::new("heard", Framing::Fixed(HEARD), PARTS, budget),
            base: Spill::new("base", Framing::Fixed(DIFFERENCE), PARTS, budget),
            heard_count: 0,
        }
    }

    pub(super) fn held(&self) -> usize {
        self.heard.held() + self.base.held()
    }

    pub(super) fn flush(&mut self, dir: &mut SpillDir) -> Result<(), TableError> {
        self.heard.flush(dir)?;
        self.base.flush(dir)
    }

    /// A message of a ship under way.
    pub(super) fn heard(&mut self, receiver: u16, mmsi: u32, payload: &[u8], time_ns: i64) {
        let content = content_hash(mmsi, payload);
        self.heard_count += 1;
        let out = self.heard.room(content as usize % PARTS, HEARD);
        out.extend_from_slice(&content.to_le_bytes());
        out.extend_from_slice(&time_ns.to_le_bytes());
        out.extend_from_slice(&receiver.to_le_bytes());
    }

    /// A time of a base station.
    pub(super) fn base_station(&mut self, receiver: u16, time_ns: i64, utc_ns: i64) {
        put_difference(&mut self.base, receiver, BASE_STATION, time_ns, time_ns.saturating_sub(utc_ns));
    }

    /// Judges every hour of every receiver. `places` are those of the receivers in the order of `names`: from here on
    /// a receiver is known by it, so that nothing depends on which came first.
    pub(super) fn judge(
        self,
        places: &[u16],
        names: &[String],
        params: &ReceiverClockParams,
        same_message_ns: i64,
        budget: usize,
        dir: &mut SpillDir,
    ) -> Result<(Corrections, Vec<ReceiverClock>), TableError> {
        let mut verdicts = BTreeMap::new();
        for part in self.base.into_parts() {
            by_hour(part, |receiver, hour, differences| {
                if let Some(verdict) = by_base_stations(differences, params) {
                    verdicts.insert((places[usize::from(receiver)], hour), verdict);
                }
            })?;
        }
        let thinned = self.heard_count.div_ceil(MOST_HEARD).next_power_of_two();
        let mut differences = Spill::new("differences", Framing::Fixed(DIFFERENCE), PARTS, budget);
        for mut part in self.heard.into_parts() {
            let mut heard = read_heard(&part.all()?, thinned, places);
            heard.sort_unstable();
            for of_content in heard.chunk_by(|a, b| a.content == b.content) {
                compare(of_content, &verdicts, params, same_message_ns, &mut differences);
            }
            if differences.held() > budget {
                differences.flush(dir)?;
            }
        }
        let mut voted = BTreeMap::new();
        for part in differences.into_parts() {
            by_hour(part, |receiver, hour, differences| {
                if !verdicts.contains_key(&(receiver, hour))
                    && let Some(verdict) = by_vote(differences, params)
                {
                    voted.insert((receiver, hour), verdict);
                }
            })?;
        }
        verdicts.append(&mut voted);
        Ok(rows(&verdicts, names))
    }
}

/// A message as one receiver heard it. Ordered by content, then time, so that it is found by neighbours.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Heard {
    content: u64,
    time_ns: i64,
    receiver: u16,
}

fn read_heard(bytes: &[u8], thinned: u64, places: &[u16]) -> Vec<Heard> {
    let words = |b: &[u8], at: usize| u64::from_le_bytes(b[at..at + 8].try_into().expect("eight bytes"));
    let read = |b: &[u8]| Heard {
        content: words(b, 0),
        time_ns: words(b, 8) as i64,
        receiver: places[usize::from(u16::from_le_bytes([b[16], b[17]]))],
    };
    // The low bits of the content chose the part.
    bytes.chunks_exact(HEARD).map(read).filter(|h| (h.content >> 32).is_multiple_of(thinned)).collect()
}

/// Takes the differences between the receivers that heard one content, given in order of time.
fn compare(
    of_content: &[Heard],
    vouched: &BTreeMap<(u16, i64), Verdict>,
    params: &ReceiverClockParams,
    same_message_ns: i64,
    out: &mut Spill,
) {
    let search_ns = (params.search_h * HOUR_NS as f64) as i64;
    let once = heard_once(of_content, search_ns, same_message_ns);
    for (at, own) in once.iter().enumerate() {
        let near = |other: &&Heard| {
            other.receiver != own.receiver
                && other.time_ns.saturating_sub(own.time_ns).saturating_abs() <= search_ns
        };
        // The nearest in time on both sides, so that the work is bounded however many heard it.
        let before = once[..at].iter().rev().take(MOST_OTHERS);
        let after = once[at + 1..].iter().take(MOST_OTHERS);
        let mut others: Vec<&Heard> = before.chain(after).filter(near).collect();
        others
            .sort_by_key(|o| (o.time_ns.saturating_sub(own.time_ns).saturating_abs(), o.time_ns, o.receiver));
        for other in others.into_iter().take(MOST_OTHERS) {
            let known = vouched.get(&(other.receiver, other.time_ns.div_euclid(HOUR_NS)));
            let right = other.time_ns.saturating_sub(known.map_or(0, |v| v.offset_ns));
            let mark = if known.is_some() { VOUCHED } else { 0 };
            put_difference(
                out,
                own.receiver,
                other.receiver | mark,
                own.time_ns,
                own.time_ns.saturating_sub(right),
            );
        }
    }
}

/// What each receiver heard once within the time that is searched. What it noted twice within seconds is one.
fn heard_once(of_content: &[Heard], search_ns: i64, same_message_ns: i64) -> Vec<Heard> {
    let mut by_receiver: Vec<Heard> = of_content.to_vec();
    by_receiver.sort_unstable_by_key(|h| (h.receiver, h.time_ns));
    by_receiver.dedup_by(|later, first| {
        later.receiver == first.receiver && later.time_ns.saturating_sub(first.time_ns) <= same_message_ns
    });
    let is_far = |a: &Heard, b: &Heard| {
        a.receiver != b.receiver || a.time_ns.saturating_sub(b.time_ns).saturating_abs() > search_ns
    };
    let mut once: Vec<Heard> = (0..by_receiver.len())
        .filter(|at| {
            let own = &by_receiver[*at];
            let before = at.checked_sub(1).is_none_or(|b| is_far(&by_receiver[b], own));
            before && by_receiver.get(at + 1).is_none_or(|a| is_far(a, own))
        })
        .map(|at| by_receiver[at])
        .collect();
    once.sort_unstable();
    once
}

fn put_difference(out: &mut Spill, receiver: u16, other: u16, own_ns: i64, difference_ns: i64) {
    let hour = own_ns.div_euclid(HOUR_NS) as i32;
    let part = super::mix(u64::from(receiver) << 32 | u64::from(hour as u32)) as usize % PARTS;
    let bytes = out.room(part, DIFFERENCE);
    bytes.extend_from_slice(&receiver.to_le_bytes());
    bytes.extend_from_slice(&other.to_le_bytes());
    bytes.extend_from_slice(&hour.to_le_bytes());
    bytes.extend_from_slice(&difference_ns.to_le_bytes());
}

/// Visits the differences of each hour of each receiver: the other clock and nanoseconds, in order.
fn by_hour(mut part: Waiting, mut visit: impl FnMut(u16, i64, &[(u16, i64)])) -> Result<(), TableError> {
    let bytes = part.all()?;
    let read = |b: &[u8]| {
        let receiver = u16::from_le_bytes([b[0], b[1]]);
        let hour = i32::from_le_bytes([b[4], b[5], b[6], b[7]]);
        let difference = i64::from_le_bytes(b[8..16].try_into().expect("eight bytes"));
        ((receiver, i64::from(hour)), (u16::from_le_bytes([b[2], b[3]]), difference))
    };
    let mut all: Vec<_> = bytes.chunks_exact(DIFFERENCE).map(read).collect();
    all.sort_unstable();
    for group in all.chunk_by(|a, b| a.0 == b.0) {
        let differences: Vec<_> = group.iter().map(|(_, d)| *d).collect();
        visit(group[0].0.0, group[0].0.1, &differences);
    }
    Ok(())
}

/// What was found of an hour of a receiver.
#[derive(Clone, Copy)]
struct Verdict {
    offset_ns: i64,
    samples: u32,
    method: &'static str,
}

fn by_base_stations(differences: &[(u16, i64)], params: &ReceiverClockParams) -> Option<Verdict> {
    let (median, scatter) = median_and_scatter(differences.iter().map(|(_, d)| *d).collect())?;
    let is_sure =
        differences.len() >= params.min_samples as usize && scatter <= nanoseconds(params.max_scatter_s);
    is_sure.then(|| Verdict {
        offset_ns: beyond(median, params),
        samples: differences.len() as u32,
        method: "base-station",
    })
}

/// The offset that most receivers agree on.
fn by_vote(differences: &[(u16, i64)], params: &ReceiverClockParams) -> Option<Verdict> {
    let tolerance = nanoseconds(params.tolerance_s);
    let mut votes: Vec<(i64, &[(u16, i64)])> = Vec::new();
    let mut is_vouched = false;
    for of_other in differences.chunk_by(|a, b| a.0 == b.0) {
        let Some((median, scatter)) = median_and_scatter(of_other.iter().map(|(_, d)| *d).collect()) else {
            continue;
        };
        if of_other.len() < params.min_samples_per_receiver as usize
            || scatter > nanoseconds(params.max_scatter_s)
        {
            continue;
        }
        let has_vouched = of_other[0].0 & VOUCHED != 0;
        if has_vouched && !is_vouched {
            // Clocks that are known to be right outvote any number of others.
            votes.clear();
            is_vouched = true;
        }
        if has_vouched == is_vouched {
            votes.push((median, of_other));
        }
    }
    votes.sort_unstable_by_key(|(median, _)| *median);
    let own_vote = |centre: i64| usize::from(!is_vouched && centre.saturating_abs() <= tolerance);
    let agreeing = |centre: i64| {
        votes.iter().filter(|(m, _)| m.saturating_sub(centre).saturating_abs() <= tolerance).count()
            + own_vote(centre)
    };
    let centres = votes.iter().map(|(median, _)| *median).chain((!is_vouched).then_some(0));
    let (most, winner) = centres
        .clone()
        .map(|c| (agreeing(c), c))
        .max_by_key(|(n, c)| (*n, std::cmp::Reverse(c.saturating_abs()), *c))?;
    // Another offset with as many votes, and nothing is decided.
    if centres
        .clone()
        .any(|c| c.saturating_sub(winner).saturating_abs() > 2 * tolerance && agreeing(c) >= most)
    {
        return None;
    }
    let pooled: Vec<i64> = votes
        .iter()
        .filter(|(median, _)| median.saturating_sub(winner).saturating_abs() <= tolerance)
        .flat_map(|(_, of_other)| of_other.iter().map(|(_, d)| *d))
        .collect();
    let samples = pooled.len() as u32;
    let (median, _) = median_and_scatter(pooled)?;
    (samples >= params.min_samples).then(|| Verdict {
        offset_ns: beyond(median, params),
        samples,
        method: "other-receivers",
    })
}

/// An offset to the millisecond, or none within the tolerance.
fn beyond(offset_ns: i64, params: &ReceiverClockParams) -> i64 {
    let is_off = offset_ns.saturating_abs() > nanoseconds(params.tolerance_s);
    if is_off { offset_ns / 1_000_000 * 1_000_000 } else { 0 }
}

fn nanoseconds(seconds: f64) -> i64 {
    (seconds * 1e9) as i64
}

/// The median (of an even number, the lower of the middle two), and how far from it nine of ten values lie at most. An
/// hour in which the clock was set has values at two places, and more than one in ten far from the median.
fn median_and_scatter(mut values: Vec<i64>) -> Option<(i64, i64)> {
    let middle = values.len().checked_sub(1)? / 2;
    let median = *values.select_nth_unstable(middle).1;
    let mut distances: Vec<i64> =
        values.into_iter().map(|v| v.saturating_sub(median).saturating_abs()).collect();
    let nine_of_ten = (distances.len() * 9).div_ceil(10) - 1;
    Some((median, *distances.select_nth_unstable(nine_of_ten).1))
}

fn rows(verdicts: &BTreeMap<(u16, i64), Verdict>, names: &[String]) -> (Corrections, Vec<ReceiverClock>) {
    let mut corrections = Corrections::default();
    let mut rows = Vec::new();
    for ((receiver, hour), verdict) in verdicts {
        if verdict.offset_ns != 0 {
            corrections.set(*receiver, *hour, verdict.offset_ns);
        }
        let Ok(start) = jiff::Timestamp::from_second(hour * 3600) else { continue };
        let name = &names[usize::from(*receiver)];
        rows.push(ReceiverClock {
            id: RecordId::of(RecordKind::ReceiverClock, &[Key::Text(name), Key::Time(start)]),
            receiver: name.clone(),
            hour: start,
            offset_s: verdict.offset_ns as f64 / 1e9,
            samples: verdict.samples,
            method: verdict.method.into(),
        });
    }
    rows.sort_by(|a, b| (&a.receiver, a.hour).cmp(&(&b.receiver, b.hour)));
    (corrections, rows)
}
