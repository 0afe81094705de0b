//! Identical reports within seconds of each other are one report that several receivers heard, or one that stands
//! twice in the exhibits.

use super::record::{Record, content_hash};
use super::sort::Ranks;
use crate::tables::TableError;
use std::collections::{BTreeSet, VecDeque};

/// Groups that are open at once above which contents are looked up in a tree instead of one after the other.
const MOST_LISTED: usize = 32;

/// The first report of a group, with what the others add.
pub(super) struct Merged<'a> {
    pub(super) record: Record<'a>,
    /// By a right clock.
    pub(super) time_ns: i64,
    /// The receivers, by their places in the order of names.
    pub(super) receivers: &'a [u16],
    pub(super) copies: u32,
}

/// Merges records that come in order.
pub(super) struct Merger {
    window_ns: i64,
    open: VecDeque<Open>,
    ship: Option<u32>,
    /// How many groups of this ship were closed: the first open one has this number.
    closed: u64,
    /// Contents of open groups with their numbers, while there are many.
    crowd: Option<BTreeSet<(u64, u64)>>,
    spare: Vec<(Vec<u8>, Vec<u16>)>,
}

struct Open {
    bytes: Vec<u8>,
    hash: u64,
    time_ns: i64,
    receivers: Vec<u16>,
    copies: u32,
}

impl Open {
    /// Adds a receiver where it is not there yet.
    fn heard_by(&mut self, receiver: Option<u16>) {
        if let Some(receiver) = receiver
            && let Err(at) = self.receivers.binary_search(&receiver)
        {
            self.receivers.insert(at, receiver);
        }
    }

    fn record(&self) -> Record<'_> {
        Record::at(&self.bytes, 0)
    }
}

impl Merger {
    pub(super) fn new(window_ns: i64) -> Self {
        Self { window_ns, open: VecDeque::new(), ship: None, closed: 0, crowd: None, spare: Vec::new() }
    }

    /// Takes the next record in order; gives groups that are complete to `done`.
    pub(super) fn push(
        &mut self,
        record: Record<'_>,
        time_ns: i64,
        ranks: &Ranks,
        mut done: impl FnMut(Merged<'_>) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        if self.ship != Some(record.mmsi()) {
            self.finish(&mut done)?;
            self.ship = Some(record.mmsi());
        }
        while self.open.front().is_some_and(|g| time_ns.saturating_sub(g.time_ns) > self.window_ns) {
            self.close(&mut done)?;
        }
        let hash = content_hash(0, record.payload());
        match self.find(hash, record.payload()) {
            Some(group) => {
                group.copies = group.copies.saturating_add(1);
                group.heard_by(ranks.receiver(record));
            }
            None => self.begin(record, time_ns, hash, ranks.receiver(record)),
        }
        Ok(())
    }

    fn find(&mut self, hash: u64, payload: &[u8]) -> Option<&mut Open> {
        let is_same = |group: &Open| group.hash == hash && group.record().payload() == payload;
        let Some(crowd) = &self.crowd else { return self.open.iter_mut().find(|g| is_same(g)) };
        let numbers = crowd.range((hash, 0)..=(hash, u64::MAX)).map(|(_, number)| number - self.closed);
        let found = numbers.map(|at| at as usize).find(|at| is_same(&self.open[*at]))?;
        self.open.get_mut(found)
    }

    fn begin(&mut self, record: Record<'_>, time_ns: i64, hash: u64, receiver: Option<u16>) {
        let (mut bytes, mut receivers) = self.spare.pop().unwrap_or_default();
        bytes.clear();
        bytes.extend_from_slice(record.bytes());
        receivers.clear();
        receivers.extend(receiver);
        self.open.push_back(Open { bytes, hash, time_ns, receivers, copies: 1 });
        let number = self.closed + self.open.len() as u64 - 1;
        if let Some(crowd) = &mut self.crowd {
            crowd.insert((hash, number));
        } else if self.open.len() > MOST_LISTED {
            let numbered = self.open.iter().zip(self.closed..).map(|(g, number)| (g.hash, number));
            self.crowd = Some(numbered.collect());
        }
    }

    fn close(
        &mut self,
        done: &mut impl FnMut(Merged<'_>) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        let Some(group) = self.open.pop_front() else { return Ok(()) };
        if let Some(crowd) = &mut self.crowd {
            crowd.remove(&(group.hash, self.closed));
        }
        self.closed += 1;
        if self.open.is_empty() {
            self.crowd = None;
        }
        let Open { receivers, copies, time_ns, .. } = &group;
        done(Merged { record: group.record(), time_ns: *time_ns, receivers, copies: *copies })?;
        if self.spare.len() < MOST_LISTED {
            self.spare.push((group.bytes, group.receivers));
        }
        Ok(())
    }

    /// Gives what is left.
    pub(super) fn finish(
        &mut self,
        done: &mut impl FnMut(Merged<'_>) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        while !self.open.is_empty() {
            self.close(done)?;
        }
        Ok(())
    }
}
