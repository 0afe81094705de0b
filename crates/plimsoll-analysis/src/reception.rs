//! Reception: when did a feed give nothing at all? By that a silent ship is told from nobody listening.
//!
//! Method page: `docs/methods/reception.md`. A feed is known by how many reports it gave in each slot of ten minutes;
//! a slot without a row is empty.

use jiff::{SignedDuration, Timestamp};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Outage, Period, ReceptionSlot, RecordId, RecordKind};
use std::collections::BTreeMap;

/// How long a slot is, s.
pub const SLOT_S: i64 = 600;

/// Thresholds of the outages, section `[reception]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceptionParams {
    /// A feed that gave nothing for less than this had no outage, h.
    pub min_outage_h: f64,
    /// An outage is a pause so long that of all pauses of the feed fewer than this would be expected by chance.
    pub max_chance: f64,
}

/// When each feed was alive.
#[derive(Clone, Debug, Default)]
pub struct Reception {
    feeds: BTreeMap<String, Feed>,
}

/// One feed.
#[derive(Clone, Debug)]
struct Feed {
    /// Slots with reports: start in seconds since 1970, reports, the first row that says so; in order.
    slots: Vec<(i64, u64, RecordId)>,
    /// Pairs of neighbours in `slots` (by the place of the first) between which is an outage.
    outages: Vec<usize>,
}

impl Reception {
    /// From the slots of all feeds, in any order; two rows of one slot count together.
    pub fn new(slots: &[ReceptionSlot], params: &ReceptionParams) -> Self {
        let mut counts: BTreeMap<&str, BTreeMap<i64, (u64, RecordId)>> = BTreeMap::new();
        for slot in slots.iter().filter(|slot| slot.reports > 0) {
            let start = slot.start.as_second().div_euclid(SLOT_S) * SLOT_S;
            let (count, first) = counts.entry(&slot.feed).or_default().entry(start).or_insert((0, slot.id));
            *count = count.saturating_add(slot.reports);
            *first = slot.id.min(*first);
        }
        let feed = |slots: BTreeMap<i64, (u64, RecordId)>| {
            Feed::new(slots.into_iter().map(|(start, (reports, id))| (start, reports, id)).collect(), params)
        };
        Self { feeds: counts.into_iter().map(|(name, slots)| (name.to_owned(), feed(slots))).collect() }
    }

    /// The outages of all feeds, in order of feed and time.
    pub fn outages(&self) -> Vec<Outage> {
        self.feeds.iter().flat_map(|(name, feed)| feed.rows(name)).collect()
    }

    /// Those feeds that a ship is in. Names that the slots do not know are passed over.
    pub fn of<'a>(&'a self, names: impl IntoIterator<Item = &'a str>) -> Listening<'a> {
        Listening { feeds: names.into_iter().filter_map(|name| self.feeds.get(name)).collect() }
    }

    /// All feeds.
    pub fn of_all(&self) -> Listening<'_> {
        Listening { feeds: self.feeds.values().collect() }
    }
}

impl Feed {
    fn new(slots: Vec<(i64, u64, RecordId)>, params: &ReceptionParams) -> Self {
        let mut feed = Self { slots, outages: vec![] };
        // Without its outages the feed is livelier, and a shorter pause is remarkable: so until nothing changes. Each
        // round only adds.
        loop {
            let found = feed.remarkable_pauses(params);
            if found.len() <= feed.outages.len() {
                return feed;
            }
            feed.outages = found;
        }
    }

    /// Empty slots between the slot at a place and the next.
    fn pause(&self, at: usize) -> i64 {
        (self.slots[at + 1].0 - self.slots[at].0) / SLOT_S - 1
    }

    /// How many slots from the first report to the last do not lie in an outage.
    fn slots_alive(&self) -> i64 {
        let (Some(first), Some(last)) = (self.slots.first(), self.slots.last()) else { return 0 };
        let all = (last.0 - first.0) / SLOT_S + 1;
        all - self.outages.iter().map(|at| self.pause(*at)).sum::<i64>()
    }

    /// The pauses long enough, by the share of slots with reports while the feed was alive.
    fn remarkable_pauses(&self, params: &ReceptionParams) -> Vec<usize> {
        let filled = self.slots.len() as f64;
        let empty_share = 1.0 - filled / self.slots_alive().max(1) as f64;
        let is_remarkable = |at: &usize| {
            let pause = self.pause(*at);
            let by_chance = filled * libm::pow(empty_share.max(0.0), pause as f64);
            (pause * SLOT_S) as f64 / 3600.0 >= params.min_outage_h && by_chance <= params.max_chance
        };
        (0..self.slots.len().saturating_sub(1)).filter(is_remarkable).collect()
    }

    /// An outage from the end of the last slot with reports to the start of the next, s.
    fn outage(&self, at: usize) -> (i64, i64) {
        (self.slots[at].0 + SLOT_S, self.slots[at + 1].0)
    }

    fn rows<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Outage> + 'a {
        let reports: f64 = self.slots.iter().map(|slot| slot.1 as f64).sum();
        let reports_per_hour = reports / (self.slots_alive() * SLOT_S) as f64 * 3600.0;
        self.outages.iter().filter_map(move |at| {
            let (start, end) = self.outage(*at);
            let instant = |s: i64| Timestamp::from_second(s).ok();
            let period = Period::new(instant(start)?, instant(end)?).ok()?;
            Some(Outage {
                id: RecordId::of(RecordKind::Outage, &[Key::Text(name), Key::Time(period.start())]),
                feed: name.to_owned(),
                period,
                reports_per_hour,
                parents: vec![self.slots[*at].2, self.slots[*at + 1].2],
            })
        })
    }

    /// When it was not alive within `[from, to)`, in microseconds: before its first slot, in its outages, after its
    /// last.
    fn dead(&self, from: i64, to: i64) -> Vec<(i64, i64)> {
        let (Some(first), Some(last)) = (self.slots.first(), self.slots.last()) else {
            return vec![(from, to)];
        };
        // Outages are in order of time: those that end before the period are skipped at once.
        let skipped = self.outages.partition_point(|at| self.outage(*at).1.saturating_mul(MICRO) <= from);
        let within = self.outages[skipped..].iter().map(|at| self.outage(*at));
        std::iter::once((i64::MIN, first.0))
            .chain(within.take_while(|outage| outage.0.saturating_mul(MICRO) < to))
            .chain(std::iter::once((last.0 + SLOT_S, i64::MAX)))
            .map(|(a, b)| (a.saturating_mul(MICRO).max(from), b.saturating_mul(MICRO).min(to)))
            .filter(|(a, b)| a < b)
            .collect()
    }

    /// True if it gave something in a slot that lies between the slots of the two instants.
    fn is_heard_between(&self, from: i64, to: i64) -> bool {
        let slot = |us: i64| us.div_euclid(MICRO * SLOT_S) * SLOT_S;
        let after = self.slots.partition_point(|s| s.0 <= slot(from));
        self.slots.get(after).is_some_and(|s| s.0 < slot(to))
    }
}

/// Microseconds in a second.
const MICRO: i64 = 1_000_000;

/// The feeds that could have heard a ship.
#[derive(Clone, Debug, Default)]
pub struct Listening<'a> {
    feeds: Vec<&'a Feed>,
}

impl Listening<'_> {
    /// Nothing is known of the feeds: every silence counts in full.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// For how long, within a silence of a ship, there is no proof that anybody listened: the time in which none of
    /// the feeds was alive; all of it, if none gave anything between the slots at its ends.
    pub fn no_data(&self, silence: Period) -> SignedDuration {
        let (from, to) = (silence.start().as_microsecond(), silence.end().as_microsecond());
        let Some((first, others)) = self.feeds.split_first() else { return SignedDuration::ZERO };
        if !self.feeds.iter().any(|feed| feed.is_heard_between(from, to)) {
            return silence.duration();
        }
        let dead = others.iter().fold(first.dead(from, to), |dead, feed| both(&dead, &feed.dead(from, to)));
        SignedDuration::from_micros(dead.iter().map(|(a, b)| b - a).sum())
    }
}

/// What lies in both of two lists of periods, each in order and without overlap.
fn both(a: &[(i64, i64)], b: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (start, end) = (a[i].0.max(b[j].0), a[i].1.min(b[j].1));
        if start < end {
            found.push((start, end));
        }
        if a[i].1 <= b[j].1 { i += 1 } else { j += 1 }
    }
    found
}
