//! Messages of several sentences: collects the parts, in any order, and tells which are missing.
//!
//! Parts belong together when talker, channel, sequence number, number of sentences and receiver agree; where the tag
//! blocks number a group (`g:1-2-1604`), the group's number stands for the receiver, because only the first sentence of
//! a group names it. A message is waited for 60 s of feed time, or 1,000 lines where the feed has no times.

use crate::lines::Place;
use crate::nmea::Sentence;
use crate::{Closed, Fault, Payload};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// How long the sentences of a message are waited for: they are sent within a second, and receivers number them 0 to 9
/// only, so that a later message soon has the same number.
pub const ASSEMBLY_TIMEOUT: SignedDuration = SignedDuration::from_secs(60);

/// How many lines are waited for where the feed has no times.
pub const ASSEMBLY_LINES: u64 = 1_000;

/// How many messages may be incomplete at once; beyond it the oldest is given up.
pub const OPEN_MESSAGES: usize = 64;

/// Characters kept of a first sentence, for showing.
pub(crate) const KEPT_BYTES: usize = 800;

/// What the sentences of one message have in common.
#[derive(Clone, Debug, Default, PartialEq)]
struct Key {
    /// Talker, VDM or VDO, channel, sequence number, number of sentences.
    head: [u8; 8],
    group: Option<u32>,
    receiver: Option<Arc<str>>,
}

/// The armour of one sentence.
#[derive(Clone, Debug, Default)]
struct Part {
    armour: Vec<u8>,
    fill_bits: u8,
}

/// A message of which some sentences came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    key: Key,
    total: u8,
    parts: [Part; 9],
    /// Of all parts together.
    armour: Vec<u8>,
    /// Bit n: part n came.
    received: u16,
    checksums: u8,
    link: Option<u8>,
    time: Option<Timestamp>,
    receiver: Option<Arc<str>>,
    /// Where its first sentence stands.
    pub(crate) place: Place,
    /// The beginning of its first sentence.
    pub(crate) text: Vec<u8>,
}

/// When, and by whom: as [`crate::receipt::Receipt`], but kept, and with the link of a receive-time line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct KeptReceipt {
    pub(crate) time: Option<Timestamp>,
    pub(crate) receiver: Option<Arc<str>>,
    pub(crate) link: Option<u8>,
}

impl KeptReceipt {
    /// True if it does not name another message: the exclusive or of the checksums of its sentences.
    #[inline]
    pub(crate) fn is_for(&self, checksums: u8) -> bool {
        self.link.is_none_or(|link| link == checksums)
    }
}

impl Group {
    /// How many sentences came.
    pub(crate) fn sentences(&self) -> u8 {
        self.received.count_ones() as u8
    }

    /// When and by whom. Neither, if the receive-time line before it belongs to another message.
    pub(crate) fn receipt(&self) -> KeptReceipt {
        if self.link.is_some_and(|link| link != self.checksums) {
            return KeptReceipt::default();
        }
        KeptReceipt { time: self.time, receiver: self.receiver.clone(), link: self.link }
    }

    /// Puts the bits of all its sentences in a payload.
    pub(crate) fn put_together(&mut self, payload: &mut Payload) -> Result<(), Fault> {
        let parts = &self.parts[..usize::from(self.total)];
        let (last, others) = parts.split_last().expect("a group has at least two parts");
        if others.iter().all(|part| part.fill_bits == 0) {
            // Six bits a character without gaps: one armour.
            self.armour.clear();
            parts.iter().for_each(|part| self.armour.extend_from_slice(&part.armour));
            if payload.set(&self.armour, last.fill_bits).is_ok() {
                return Ok(());
            }
        }
        payload.clear();
        parts.iter().try_for_each(|part| payload.append(&part.armour, part.fill_bits))
    }

    /// Why it is incomplete.
    pub(crate) fn fault(&self, why: Closed) -> Fault {
        Fault::Incomplete { total: self.total, received: self.received, why }
    }

    fn is_complete(&self) -> bool {
        self.sentences() == self.total
    }

    fn has(&self, part: u8) -> bool {
        self.received >> part & 1 == 1
    }

    fn add(&mut self, sentence: &Sentence<'_>, receipt: KeptReceipt) {
        let part = &mut self.parts[usize::from(sentence.part - 1)];
        part.armour.clear();
        part.armour.extend_from_slice(sentence.payload);
        part.fill_bits = sentence.fill_bits;
        self.received |= 1 << sentence.part;
        self.checksums ^= sentence.checksum;
        self.link = self.link.or(receipt.link);
        self.time = self.time.or(receipt.time);
        self.receiver = self.receiver.take().or(receipt.receiver);
    }

    /// Makes an empty group of one that is done with, keeping its buffers.
    fn reset(&mut self, key: Key, total: u8, place: Place, line: &[u8]) {
        self.key = key;
        self.total = total;
        self.received = 0;
        self.checksums = 0;
        self.link = None;
        self.time = None;
        self.receiver = None;
        self.place = place;
        self.text.clear();
        self.text.extend_from_slice(&line[..line.len().min(KEPT_BYTES)]);
    }
}

/// The messages that miss sentences, oldest first.
#[derive(Debug, Default)]
#[expect(clippy::vec_box, reason = "groups of several hundred bytes move between the lists for each message")]
pub(crate) struct Assembler {
    open: Vec<Box<Group>>,
    spare: Vec<Box<Group>>,
}

impl Assembler {
    /// Adds a sentence of a message of several. Gives the message if it is complete now, and puts what is waited for
    /// no longer on `closed`.
    pub(crate) fn add(
        &mut self,
        sentence: &Sentence<'_>,
        receipt: KeptReceipt,
        place: Place,
        line: &[u8],
        closed: &mut Vec<(Box<Group>, Closed)>,
    ) -> Option<Box<Group>> {
        self.close_old(&receipt, place, closed);
        let key = key(sentence, &receipt);
        let at = match self.find(&key) {
            Some(at) if !self.open[at].has(sentence.part) => at,
            Some(at) => {
                closed.push((self.open.remove(at), Closed::Superseded));
                self.start(key, sentence.total, place, line, closed)
            }
            None => self.start(key, sentence.total, place, line, closed),
        };
        self.open[at].add(sentence, receipt);
        self.open[at].is_complete().then(|| self.open.remove(at))
    }

    /// Takes back a group that is done with.
    pub(crate) fn recycle(&mut self, group: Box<Group>) {
        if self.spare.len() < OPEN_MESSAGES {
            self.spare.push(group);
        }
    }

    /// Gives up all that is open, at the end of the input.
    pub(crate) fn close_all(&mut self, closed: &mut Vec<(Box<Group>, Closed)>) {
        closed.extend(self.open.drain(..).map(|group| (group, Closed::EndOfInput)));
    }

    /// The place of the message that a sentence belongs to. A sentence without receiver also belongs to the latest
    /// message that agrees in all else: some loggers put the tag block before the first sentence only.
    fn find(&self, key: &Key) -> Option<usize> {
        let agrees = |group: &Group| group.key.head == key.head && group.key.group == key.group;
        let exact = self.open.iter().position(|group| agrees(group) && group.key.receiver == key.receiver);
        exact.or_else(|| {
            key.receiver.is_none().then(|| self.open.iter().rposition(|group| agrees(group))).flatten()
        })
    }

    /// Opens a group and tells its place in `open`.
    fn start(
        &mut self,
        key: Key,
        total: u8,
        place: Place,
        line: &[u8],
        closed: &mut Vec<(Box<Group>, Closed)>,
    ) -> usize {
        if self.open.len() >= OPEN_MESSAGES {
            closed.push((self.open.remove(0), Closed::CrowdedOut));
        }
        let mut group = self.spare.pop().unwrap_or_default();
        group.reset(key, total, place, line);
        self.open.push(group);
        self.open.len() - 1
    }

    /// Gives up what has been waited for too long.
    fn close_old(&mut self, receipt: &KeptReceipt, place: Place, closed: &mut Vec<(Box<Group>, Closed)>) {
        let mut at = 0;
        while at < self.open.len() {
            let group = &self.open[at];
            // Clocks of two receivers may differ by hours: only one receiver's own times tell how long it took.
            let is_other =
                group.receiver.is_some() && receipt.receiver.is_some() && group.receiver != receipt.receiver;
            let why = match (group.time, receipt.time) {
                (Some(then), Some(now)) if !is_other => {
                    (now.duration_since(then) > ASSEMBLY_TIMEOUT).then_some(Closed::TimedOut)
                }
                (Some(_), None) => None,
                _ => (place.line - group.place.line > ASSEMBLY_LINES).then_some(Closed::LinesPassed),
            };
            match why {
                Some(why) => closed.push((self.open.remove(at), why)),
                None => at += 1,
            }
        }
    }
}

/// What this sentence shares with the others of its message.
fn key(sentence: &Sentence<'_>, receipt: &KeptReceipt) -> Key {
    let group = sentence.tag.group;
    let [t1, t2] = sentence.talker;
    // Channels are letters and digits, sequence numbers below ten: zero and 255 are none.
    let sequence = sentence.sequence.unwrap_or(u8::MAX);
    let channel = sentence.channel.unwrap_or_default();
    Key {
        head: [t1, t2, u8::from(sentence.is_own_station), channel, sequence, sentence.total, 0, 0],
        group,
        // A receive-time line stands before the first sentence only, so its station cannot be asked of the others.
        receiver: receipt
            .receiver
            .clone()
            .filter(|_| group.is_none() && sentence.tag.receipt.receiver.is_some()),
    }
}
