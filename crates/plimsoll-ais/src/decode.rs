//! The messages of a log, one after the other, with where they stand and when they were received.

use crate::assemble::{Assembler, Group, KEPT_BYTES, KeptReceipt};
use crate::lines::{Lines, Place};
use crate::nmea::{Line, Sentence, parse, plain};
use crate::receipt::Receipt;
use crate::{Closed, Fault, Message, Payload, ReadError};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::io::{BufRead, Read};
use std::sync::Arc;

/// What the caller knows about a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The receive time of messages for which the feed has none. `None`: they have none.
    pub default_time: Option<Timestamp>,
    /// The latest time that a receive time can have: when the exhibit was taken in. Later times are rejects.
    pub future_after: Option<Timestamp>,
}

/// A sentence or message that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What is wrong.
    pub fault: Fault,
    /// The line, or the first line of the message: at most 800 bytes of it.
    pub row: Vec<u8>,
}

/// A message of a log, or what stands in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// The line, counted from 1; of a message of several sentences the line of the first that came.
    pub line: u64,
    /// Offset of that line's first byte, counted from 0.
    pub byte_offset: u64,
    /// How many lines of the log it stands on.
    pub sentences: u8,
    /// When it was received.
    pub time: Option<Timestamp>,
    /// The receiver that heard it, if the log names it.
    pub receiver: Option<Arc<str>>,
    /// The radio channel as the sentence names it: `A`, `B`, `1`, `2`.
    pub channel: Option<char>,
    /// True if the station sent it itself (VDO), false if it was received by radio (VDM).
    pub is_own_station: bool,
    /// How many bits the message has.
    pub payload_bits: usize,
    /// The message.
    pub message: Result<Message, Unread>,
}

/// What the lines of a log were. `lines` is the sum of `blank`, `comments`, `other_sentences`, `receive_time_lines`,
/// `message_lines` and `rejected_lines`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Bytes read.
    pub bytes: u64,
    /// Lines read.
    pub lines: u64,
    /// Empty lines.
    pub blank: u64,
    /// Lines that begin with `#`.
    pub comments: u64,
    /// Sentences that are not AIS.
    pub other_sentences: u64,
    /// `$PGHP` lines.
    pub receive_time_lines: u64,
    /// Messages decoded.
    pub messages: u64,
    /// Of these, messages that hold data whose layout is not known: see [`Message::holds_bits_only`].
    pub not_decoded: u64,
    /// Lines that the messages stand on.
    pub message_lines: u64,
    /// Lines and messages that could not be read.
    pub rejects: u64,
    /// Lines that these stand on.
    pub rejected_lines: u64,
}

/// The messages of a log. See [`decode`].
#[derive(Debug)]
pub struct Decoder<R> {
    lines: Lines<R>,
    log: Log,
    /// What to give next.
    ready: VecDeque<Decoded>,
}

/// Decodes the messages of an NMEA log in order of their last sentence. Lines that are not AIS are counted, not given.
/// An iterator in bounded memory, whatever the input.
pub fn decode<R: BufRead>(reader: R, options: Options) -> Decoder<R> {
    Decoder { lines: Lines::new(reader), log: Log::new(options), ready: VecDeque::new() }
}

impl<R: Read> Decoder<R> {
    /// What the lines read so far were.
    pub fn counts(&self) -> Counts {
        Counts { bytes: self.lines.bytes_read(), ..self.log.counts() }
    }

    /// Replaces what is in `batch` by the next items, [`BATCH_ITEMS`] at most (a few more where several messages are
    /// given up at once). False, and nothing in it, at the end of the log. Faster than one after the other, and a batch
    /// can go to another thread.
    ///
    /// # Errors
    /// If the reader fails; what came before it is in the batch.
    pub fn next_batch(&mut self, batch: &mut Vec<Decoded>) -> Result<bool, ReadError> {
        batch.clear();
        batch.extend(self.ready.drain(..));
        while batch.len() < BATCH_ITEMS && self.log.read(&mut self.lines, batch)? {}
        Ok(!batch.is_empty())
    }

    /// The line, or the first line, of the message given last; if it could not be read, see [`Unread::row`].
    pub(crate) fn row(&self) -> &[u8] {
        if self.log.has_first_row { &self.log.first_row } else { self.lines.bytes() }
    }
}

impl<R: Read> Iterator for Decoder<R> {
    type Item = Result<Decoded, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(decoded) = self.ready.pop_front() {
                return Some(Ok(decoded));
            }
            match self.log.read(&mut self.lines, &mut self.ready) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// How many items [`Decoder::next_batch`] gives at once.
pub const BATCH_ITEMS: usize = 1_024;

/// What takes the messages of a log.
pub(crate) trait Taker {
    /// A message whose bits are whole. A fault if they are none.
    fn message(&mut self, heard: &Heard<'_>, payload: &Payload) -> Result<Kind, Fault>;
    /// Something that could not be read.
    fn unread(&mut self, heard: &Heard<'_>, payload_bits: usize, unread: Unread);
}

/// What became of the bits of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Its fields were read.
    Fields,
    /// It holds data whose layout is not known.
    Bits,
}

/// What is known of a message beside its bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heard<'a> {
    pub(crate) place: Place,
    pub(crate) sentences: u8,
    pub(crate) time: Option<Timestamp>,
    pub(crate) receiver: Option<&'a Arc<str>>,
    pub(crate) channel: Option<u8>,
    pub(crate) is_own_station: bool,
}

impl Heard<'_> {
    /// Of something that could not be read.
    fn nothing(place: Place, sentences: u8) -> Self {
        Self { place, sentences, time: None, receiver: None, channel: None, is_own_station: false }
    }

    /// With its message.
    #[inline]
    pub(crate) fn decoded(&self, payload_bits: usize, message: Result<Message, Unread>) -> Decoded {
        Decoded {
            line: self.place.line,
            byte_offset: self.place.byte_offset,
            sentences: self.sentences,
            time: self.time,
            receiver: self.receiver.cloned(),
            channel: self.channel.map(char::from),
            is_own_station: self.is_own_station,
            payload_bits,
            message,
        }
    }
}

/// A list of items.
trait Items {
    fn add(&mut self, decoded: Decoded);
}

impl Items for Vec<Decoded> {
    #[inline]
    fn add(&mut self, decoded: Decoded) {
        self.push(decoded);
    }
}

impl Items for VecDeque<Decoded> {
    #[inline]
    fn add(&mut self, decoded: Decoded) {
        self.push_back(decoded);
    }
}

impl<L: Items> Taker for L {
    #[inline]
    fn message(&mut self, heard: &Heard<'_>, payload: &Payload) -> Result<Kind, Fault> {
        let message = Message::from_payload(payload)?;
        let kind = if message.holds_bits_only() { Kind::Bits } else { Kind::Fields };
        self.add(heard.decoded(payload.bits(), Ok(message)));
        Ok(kind)
    }

    fn unread(&mut self, heard: &Heard<'_>, payload_bits: usize, unread: Unread) {
        self.add(heard.decoded(payload_bits, Err(unread)));
    }
}

/// What is kept from line to line.
#[derive(Debug)]
pub(crate) struct Log {
    assembler: Assembler,
    /// A receive-time line that waits for its message.
    pending: Option<KeptReceipt>,
    /// The last receiver, so that its name is not made anew for each sentence.
    last_receiver: Option<Arc<str>>,
    /// The bits of the message that is being read.
    payload: Payload,
    /// First line of the message given last, if it has several.
    pub(crate) first_row: Vec<u8>,
    pub(crate) has_first_row: bool,
    closed: Vec<(Box<Group>, Closed)>,
    books: Books,
    is_finished: bool,
}

/// What was given.
#[derive(Debug, Default)]
struct Books {
    default_time: Option<Timestamp>,
    counts: Counts,
}

impl Books {
    /// Gives a message.
    #[inline(always)]
    fn message<T: Taker>(&mut self, heard: &Heard<'_>, payload: &Payload, row: &[u8], taker: &mut T) {
        match taker.message(heard, payload) {
            Ok(kind) => {
                self.counts.messages += 1;
                self.counts.message_lines += u64::from(heard.sentences);
                self.counts.not_decoded += u64::from(kind == Kind::Bits);
            }
            Err(fault) => self.unread(heard, payload.bits(), fault, row, taker),
        }
    }

    /// Gives something that could not be read.
    #[cold]
    fn unread<T: Taker>(&mut self, heard: &Heard<'_>, bits: usize, fault: Fault, row: &[u8], taker: &mut T) {
        self.counts.rejects += 1;
        self.counts.rejected_lines += u64::from(heard.sentences);
        taker.unread(heard, bits, Unread { fault, row: row[..row.len().min(KEPT_BYTES)].to_vec() });
    }
}

impl Log {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            assembler: Assembler::default(),
            pending: None,
            last_receiver: None,
            payload: Payload::new(),
            first_row: Vec::new(),
            has_first_row: false,
            closed: Vec::new(),
            books: Books { default_time: options.default_time, counts: Counts::default() },
            is_finished: false,
        }
    }

    /// What the lines were.
    pub(crate) fn counts(&self) -> Counts {
        self.books.counts
    }

    /// Reads a line, or takes in the end. False if that was done before.
    #[inline]
    pub(crate) fn read<R: Read, T: Taker>(
        &mut self,
        lines: &mut Lines<R>,
        taker: &mut T,
    ) -> Result<bool, ReadError> {
        if self.is_finished {
            return Ok(false);
        }
        match lines.advance() {
            Ok(true) => self.line(lines, taker),
            Ok(false) => self.finish(taker),
            Err(error) => {
                self.finish(taker);
                return Err(error);
            }
        }
        Ok(true)
    }

    /// Takes in one line.
    #[inline(always)]
    fn line<R: Read, T: Taker>(&mut self, lines: &Lines<R>, taker: &mut T) {
        self.books.counts.lines += 1;
        self.has_first_row = false;
        let line = lines.bytes();
        let plain = if lines.excess_length().is_none() { plain(line) } else { None };
        let Some(said) = plain else { return self.other_line(lines, taker) };
        if said.total > 1 {
            return match said.sentence() {
                Some(sentence) => self.part(&sentence, line, lines.place(), taker),
                None => self.other_line(lines, taker),
            };
        }
        if self.payload.set(said.payload, said.fill_bits).is_ok() {
            let receipt = self.pending.take().filter(|receipt| receipt.is_for(said.checksum));
            let heard = Heard {
                place: lines.place(),
                sentences: 1,
                time: receipt.as_ref().and_then(|receipt| receipt.time).or(self.books.default_time),
                receiver: receipt.as_ref().and_then(|receipt| receipt.receiver.as_ref()),
                channel: said.channel,
                is_own_station: said.is_own_station,
            };
            return self.books.message(&heard, &self.payload, line, taker);
        }
        self.other_line(lines, taker);
    }

    /// Takes in a line of another form than the most frequent.
    #[inline(never)]
    fn other_line<R: Read, T: Taker>(&mut self, lines: &Lines<R>, taker: &mut T) {
        let (line, place) = (lines.bytes(), lines.place());
        let parsed = match unread_line(lines) {
            None => parse(line),
            Some(fault) => Err(fault),
        };
        match parsed {
            Ok(Line::Ais(sentence)) if sentence.total == 1 => self.single(&sentence, line, place, taker),
            Ok(Line::Ais(sentence)) => self.part(&sentence, line, place, taker),
            Ok(Line::Blank) => self.books.counts.blank += 1,
            Ok(Line::Comment) => self.books.counts.comments += 1,
            Ok(Line::Other) => self.books.counts.other_sentences += 1,
            Ok(Line::ReceiveTime(found)) => {
                self.books.counts.receive_time_lines += 1;
                self.pending = Some(self.keep(found.receipt, found.link));
            }
            Err(fault) => {
                // What the receive-time line before it was for is not known any more.
                self.pending = None;
                self.books.unread(&Heard::nothing(place, 1), 0, fault, line, taker);
            }
        }
    }

    /// Takes in a message of one sentence.
    fn single<T: Taker>(&mut self, sentence: &Sentence<'_>, line: &[u8], place: Place, taker: &mut T) {
        let receipt = self.receipt(sentence);
        let receipt = if receipt.is_for(sentence.checksum) { receipt } else { KeptReceipt::default() };
        let heard = Heard {
            place,
            sentences: 1,
            time: receipt.time.or(self.books.default_time),
            receiver: receipt.receiver.as_ref(),
            channel: sentence.channel,
            is_own_station: sentence.is_own_station,
        };
        match self.payload.set(sentence.payload, sentence.fill_bits) {
            Ok(()) => self.books.message(&heard, &self.payload, line, taker),
            Err(fault) => self.books.unread(&heard, 0, fault, line, taker),
        }
    }

    /// Takes in a sentence of a message of several.
    fn part<T: Taker>(&mut self, sentence: &Sentence<'_>, line: &[u8], place: Place, taker: &mut T) {
        let receipt = self.receipt(sentence);
        let complete = self.assembler.add(sentence, receipt, place, line, &mut self.closed);
        self.give_up_closed(taker);
        let Some(mut group) = complete else { return };
        let receipt = group.receipt();
        let heard = Heard {
            place: group.place,
            sentences: group.sentences(),
            time: receipt.time.or(self.books.default_time),
            receiver: receipt.receiver.as_ref(),
            channel: sentence.channel,
            is_own_station: sentence.is_own_station,
        };
        match group.put_together(&mut self.payload) {
            Ok(()) => self.books.message(&heard, &self.payload, &group.text, taker),
            Err(fault) => self.books.unread(&heard, 0, fault, &group.text, taker),
        }
        std::mem::swap(&mut self.first_row, &mut group.text);
        self.has_first_row = true;
        self.assembler.recycle(group);
    }

    /// When and by whom a sentence was received: what it says itself, else what the receive-time line before it said.
    fn receipt(&mut self, sentence: &Sentence<'_>) -> KeptReceipt {
        let pending = self.pending.take().unwrap_or_default();
        let said = sentence.tag.receipt;
        if said.time.is_none() && said.receiver.is_none() {
            return pending;
        }
        let own = self.keep(said, None);
        if own.time.is_some() {
            own
        } else {
            KeptReceipt { receiver: own.receiver.or(pending.receiver), ..pending }
        }
    }

    /// A receipt that outlives its line.
    fn keep(&mut self, receipt: Receipt<'_>, link: Option<u8>) -> KeptReceipt {
        let receiver = receipt.receiver.map(|name| {
            let known = self.last_receiver.take().filter(|last| last.as_bytes() == name);
            known.unwrap_or_else(|| Arc::from(String::from_utf8_lossy(name)))
        });
        if receiver.is_some() {
            self.last_receiver.clone_from(&receiver);
        }
        KeptReceipt { time: receipt.time, receiver, link }
    }

    /// Gives the messages that are waited for no longer.
    fn give_up_closed<T: Taker>(&mut self, taker: &mut T) {
        if self.closed.is_empty() {
            return;
        }
        for (group, why) in std::mem::take(&mut self.closed) {
            let heard = Heard::nothing(group.place, group.sentences());
            self.books.unread(&heard, 0, group.fault(why), &group.text, taker);
            self.assembler.recycle(group);
        }
    }

    /// Takes in the end of the input.
    fn finish<T: Taker>(&mut self, taker: &mut T) {
        self.is_finished = true;
        self.assembler.close_all(&mut self.closed);
        self.give_up_closed(taker);
    }
}

/// What is wrong with a line before anybody looks at what it says.
#[inline]
pub(crate) fn unread_line<R: Read>(lines: &Lines<R>) -> Option<Fault> {
    lines.excess_length().map(|bytes| Fault::LineTooLong { bytes })
}
