//! The messages of a log, one after the other, with where they stand and when they were received.

use crate::assemble::{Assembler, Group, KeptReceipt};
use crate::lines::{Lines, Place};
use crate::nmea::{Line, Sentence, parse};
use crate::receipt::Receipt;
use crate::{Closed, Fault, Message, Payload, ReadError};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::io::BufRead;
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
    state: State,
}

/// Decodes the messages of an NMEA log in order of their last sentence. Lines that are not AIS are counted, not given.
/// An iterator in bounded memory, whatever the input.
pub fn decode<R: BufRead>(reader: R, options: Options) -> Decoder<R> {
    let state = State { default_time: options.default_time, ..State::default() };
    Decoder { lines: Lines::new(reader), state }
}

impl<R: BufRead> Decoder<R> {
    /// What the lines read so far were.
    pub fn counts(&self) -> Counts {
        Counts { bytes: self.lines.bytes_read(), ..self.state.counts }
    }

    /// The line, or the first line, of the message given last; if it could not be read, see [`Unread::row`].
    pub(crate) fn row(&self) -> &[u8] {
        self.state.first_row.as_deref().unwrap_or_else(|| self.lines.bytes())
    }
}

impl<R: BufRead> Iterator for Decoder<R> {
    type Item = Result<Decoded, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(decoded) = self.state.take_ready() {
                return Some(Ok(decoded));
            }
            if self.state.is_finished {
                return None;
            }
            match self.lines.advance() {
                Ok(true) => self.state.line(&self.lines),
                Ok(false) => self.state.finish(),
                Err(error) => {
                    self.state.finish();
                    return Some(Err(error));
                }
            }
        }
    }
}

/// All but the reader.
#[derive(Debug, Default)]
struct State {
    default_time: Option<Timestamp>,
    assembler: Assembler,
    /// A receive-time line that waits for its message.
    pending: KeptReceipt,
    /// The last receiver, so that its name is not made anew for each sentence.
    last_receiver: Option<Arc<str>>,
    /// What to give next.
    ready: VecDeque<Decoded>,
    /// First line of the message given last, if it has several.
    first_row: Option<Vec<u8>>,
    closed: Vec<(Group, Closed)>,
    counts: Counts,
    is_finished: bool,
}

impl State {
    /// The next item, counted.
    fn take_ready(&mut self) -> Option<Decoded> {
        let decoded = self.ready.pop_front()?;
        let lines = u64::from(decoded.sentences);
        match &decoded.message {
            Ok(message) => {
                self.counts.messages += 1;
                self.counts.message_lines += lines;
                self.counts.not_decoded += u64::from(message.holds_bits_only());
            }
            Err(_) => {
                self.counts.rejects += 1;
                self.counts.rejected_lines += lines;
            }
        }
        Some(decoded)
    }

    /// Takes in one line.
    fn line<R: BufRead>(&mut self, lines: &Lines<R>) {
        self.counts.lines += 1;
        self.first_row = None;
        let (line, place) = (lines.bytes(), lines.place());
        let parsed = unread_line(lines).map_or_else(|| parse(line), Err);
        match parsed {
            Ok(Line::Blank) => self.counts.blank += 1,
            Ok(Line::Comment) => self.counts.comments += 1,
            Ok(Line::Other) => self.counts.other_sentences += 1,
            Ok(Line::ReceiveTime(found)) => {
                self.counts.receive_time_lines += 1;
                self.pending = self.keep(found.receipt, found.link);
            }
            Ok(Line::Ais(sentence)) => self.sentence(&sentence, line, place),
            Err(fault) => {
                // What the receive-time line before it was for is not known any more.
                self.pending = KeptReceipt::default();
                self.ready.push_back(unread(place, 1, fault, line));
            }
        }
    }

    /// Takes in an AIS sentence.
    fn sentence(&mut self, sentence: &Sentence<'_>, line: &[u8], place: Place) {
        let pending = std::mem::take(&mut self.pending);
        let own = self.keep(sentence.tag.receipt, None);
        let receipt = if own.time.is_some() {
            own
        } else {
            KeptReceipt { receiver: own.receiver.or(pending.receiver), ..pending }
        };
        if sentence.total > 1 {
            let complete = self.assembler.add(sentence, receipt, place, line, &mut self.closed);
            self.give_up_closed();
            if let Some(group) = complete {
                self.complete(sentence, group);
            }
            return;
        }
        let receipt = if receipt.link.is_none_or(|link| link == sentence.checksum) {
            receipt
        } else {
            KeptReceipt::default()
        };
        let payload = Payload::from_armour(sentence.payload, sentence.fill_bits);
        let decoded = self.decoded(sentence, place, 1, receipt, payload, line);
        self.ready.push_back(decoded);
    }

    /// Takes in a message whose last sentence came.
    fn complete(&mut self, sentence: &Sentence<'_>, mut group: Group) {
        let (place, sentences, receipt) = (group.place, group.sentences(), group.receipt());
        let row = std::mem::take(&mut group.text);
        let decoded = self.decoded(sentence, place, sentences, receipt, group.payload(), &row);
        self.ready.push_back(decoded);
        self.first_row = Some(row);
        self.assembler.recycle(group);
    }

    /// A message with what is known beside it.
    fn decoded(
        &self,
        sentence: &Sentence<'_>,
        place: Place,
        sentences: u8,
        receipt: KeptReceipt,
        payload: Result<Payload, Fault>,
        row: &[u8],
    ) -> Decoded {
        let payload_bits = payload.as_ref().map_or(0, Payload::bits);
        let message = payload
            .and_then(|payload| Message::from_payload(&payload))
            .map_err(|fault| Unread { fault, row: row.to_vec() });
        Decoded {
            line: place.line,
            byte_offset: place.byte_offset,
            sentences,
            time: receipt.time.or(self.default_time),
            receiver: receipt.receiver,
            channel: sentence.channel.map(char::from),
            is_own_station: sentence.is_own_station,
            payload_bits,
            message,
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

    /// Puts the messages that are waited for no longer among the items.
    fn give_up_closed(&mut self) {
        for (group, why) in std::mem::take(&mut self.closed) {
            self.ready.push_back(unread(group.place, group.sentences(), group.fault(why), &group.text));
            self.assembler.recycle(group);
        }
    }

    /// Takes in the end of the input.
    fn finish(&mut self) {
        self.is_finished = true;
        self.assembler.close_all(&mut self.closed);
        self.give_up_closed();
    }
}

/// What is wrong with a line before anybody looks at what it says.
pub(crate) fn unread_line<R: BufRead>(lines: &Lines<R>) -> Option<Fault> {
    lines.excess_length().map(|bytes| Fault::LineTooLong { bytes })
}

/// An item for something that could not be read.
fn unread(place: Place, sentences: u8, fault: Fault, row: &[u8]) -> Decoded {
    Decoded {
        line: place.line,
        byte_offset: place.byte_offset,
        sentences,
        time: None,
        receiver: None,
        channel: None,
        is_own_station: false,
        payload_bits: 0,
        message: Err(Unread { fault, row: row[..row.len().min(800)].to_vec() }),
    }
}
