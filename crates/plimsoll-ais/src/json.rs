//! Messages as JSON lines: one object a message, its keys those of [`Message::fields`] behind line, byte offset, time,
//! receiver and channel. The bytes are those that the `serde_json` crate gives for the same values.

use crate::message::communication_state::{CommunicationState, SubMessage};
use crate::{Decoded, FieldSink, Message, SixBitText};
use jiff::Timestamp;
use memchr::memchr2;

/// JSON lines in a buffer that is used again and again.
#[derive(Clone, Debug, Default)]
pub struct JsonLines {
    /// Longer than what is used of it.
    buffer: Vec<u8>,
    used: usize,
    /// The second written last, and its text: the messages of a log come many to the second.
    last_second: Option<(i64, [u8; 19])>,
}

/// Bytes that are always free in the buffer when a value is written that has no more than this: any number.
const ROOM: usize = 40;

/// More than a SOTDMA state has, with all its names.
const SOTDMA_BYTES: usize = 400;

/// Adds a message as a line of JSON; nothing, if it could not be read. Where many are written, [`JsonLines`] is faster.
pub fn write_json_line(decoded: &Decoded, out: &mut Vec<u8>) {
    let mut lines = JsonLines::new();
    lines.push(decoded);
    out.extend_from_slice(lines.bytes());
}

impl JsonLines {
    /// No lines.
    pub fn new() -> Self {
        Self::default()
    }

    /// The lines, each with its end.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[..self.used]
    }

    /// Forgets the lines, keeps the buffer.
    pub fn clear(&mut self) {
        self.used = 0;
    }

    /// Adds a message; nothing, if it could not be read.
    pub fn push(&mut self, decoded: &Decoded) {
        if let Ok(message) = &decoded.message {
            self.push_message(decoded, message);
        }
    }

    fn push_message(&mut self, decoded: &Decoded, message: &Message) {
        self.reserve(2_048);
        let start = self.used;
        let whole = |number: u64| Some(i64::try_from(number).unwrap_or(i64::MAX));
        self.whole("line", whole(decoded.line));
        self.buffer[start] = b'{';
        self.whole("byte_offset", whole(decoded.byte_offset));
        self.time("time", decoded.time);
        self.characters("receiver", decoded.receiver.as_deref());
        match decoded.channel {
            Some(channel) if channel.is_ascii_alphanumeric() => {
                self.key("channel");
                self.put(&[b'"', channel as u8, b'"']);
            }
            channel => self.characters("channel", channel.map(String::from).as_deref()),
        }
        message.list(self);
        self.put(b"}\n");
    }

    /// Makes room for so many bytes.
    #[inline(always)]
    fn reserve(&mut self, bytes: usize) {
        if self.buffer.len() - self.used < bytes {
            self.grow(bytes);
        }
    }

    #[cold]
    fn grow(&mut self, bytes: usize) {
        let length = (self.used + bytes).max(2 * self.buffer.len());
        self.buffer.resize(length, 0);
    }

    /// Writes bytes for which there is room.
    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.buffer[self.used..self.used + bytes.len()].copy_from_slice(bytes);
        self.used += bytes.len();
    }

    /// Writes eight bytes, of which the first so many count.
    #[inline(always)]
    fn put_some(&mut self, bytes: [u8; 8], count: usize) {
        self.buffer[self.used..self.used + 8].copy_from_slice(&bytes);
        self.used += count;
    }

    /// Writes the comma, the name and the colon, and leaves room for a number.
    #[inline(always)]
    fn key(&mut self, name: &'static str) {
        let length = name.len() + 4;
        self.reserve(length + ROOM);
        let key = &mut self.buffer[self.used..self.used + length];
        key[0] = b',';
        key[1] = b'"';
        key[2..length - 2].copy_from_slice(name.as_bytes());
        key[length - 2] = b'"';
        key[length - 1] = b':';
        self.used += length;
    }

    #[inline(always)]
    fn null(&mut self) {
        self.put(b"null");
    }

    /// Three digits, or fewer without zeros before them.
    #[inline(always)]
    fn number_below_1000(&mut self, number: usize) {
        let (digits, zeros) = DIGITS[number];
        self.put_some((u64::from(digits) >> (8 * zeros)).to_le_bytes(), 3 - usize::from(zeros));
    }

    /// Three digits.
    #[inline(always)]
    fn three_digits(&mut self, number: usize) {
        self.put_some(u64::from(DIGITS[number].0).to_le_bytes(), 3);
    }

    #[inline(always)]
    fn number(&mut self, number: u64) {
        if number < 1_000 {
            self.number_below_1000(number as usize);
        } else {
            self.long_number(number);
        }
    }

    #[inline(never)]
    fn long_number(&mut self, number: u64) {
        let (high, low) = (number / 1_000, (number % 1_000) as usize);
        if high < 1_000 {
            self.number_below_1000(high as usize);
        } else if high < 1_000_000 {
            self.number_below_1000((high / 1_000) as usize);
            self.three_digits((high % 1_000) as usize);
        } else {
            self.long_number(high);
        }
        self.three_digits(low);
    }

    /// A text with what must be escaped in JSON.
    #[inline(never)]
    fn quoted(&mut self, text: &[u8]) {
        self.reserve(6 * text.len() + ROOM);
        self.put(b"\"");
        if text.iter().fold(false, |found, byte| found | is_escaped(*byte)) {
            text.iter().for_each(|byte| self.escaped(*byte));
        } else {
            self.put(text);
        }
        self.put(b"\"");
    }

    #[cold]
    fn escaped(&mut self, byte: u8) {
        match byte {
            b'"' => self.put(b"\\\""),
            b'\\' => self.put(b"\\\\"),
            0x08 => self.put(b"\\b"),
            0x0c => self.put(b"\\f"),
            b'\n' => self.put(b"\\n"),
            b'\r' => self.put(b"\\r"),
            b'\t' => self.put(b"\\t"),
            0..0x20 => {
                let digit = |four: u8| b"0123456789abcdef"[usize::from(four)];
                self.put(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
            _ => self.put(&[byte]),
        }
    }

    fn time(&mut self, name: &'static str, time: Option<Timestamp>) {
        self.key(name);
        let Some(time) = time else { return self.null() };
        let (second, fraction) = (time.as_second(), time.subsec_nanosecond());
        if second < 0 || fraction != 0 {
            return self.quoted(time.to_string().as_bytes());
        }
        let text = match self.last_second {
            Some((last, text)) if last == second => text,
            _ => civil(second),
        };
        self.last_second = Some((second, text));
        self.put(b"\"");
        self.put(&text);
        self.put(b"Z\"");
    }
}

/// Whether a byte cannot stand in a text of JSON as it is.
#[inline(always)]
fn is_escaped(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// The numbers 0 to 999 as three digits, the first in the lowest byte, and how many zeros stand before them (0 has two).
static DIGITS: [(u32, u8); 1_000] = {
    let mut table = [(0, 0); 1_000];
    let mut number = 0;
    while number < 1_000 {
        let (a, b, c) = (number / 100, number / 10 % 10, number % 10);
        let digits = (b'0' as u32 + a) | (b'0' as u32 + b) << 8 | (b'0' as u32 + c) << 16;
        table[number as usize] = (
            digits,
            if number < 10 {
                2
            } else if number < 100 {
                1
            } else {
                0
            },
        );
        number += 1;
    }
    table
};

/// `YYYY-MM-DDThh:mm:ss` in UTC of a second from 1970 to 9999. The date by the algorithm of Howard Hinnant,
/// "chrono-compatible low-level date algorithms", `civil_from_days`.
fn civil(second: i64) -> [u8; 19] {
    let (days, rest) = (second.div_euclid(86_400) + 719_468, second.rem_euclid(86_400));
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let mut text = *b"0000-00-00T00:00:00";
    let places = [(0, year / 100), (2, year % 100), (5, month), (8, day)];
    let clock = [(11, rest / 3_600), (14, rest / 60 % 60), (17, rest % 60)];
    for (place, number) in places.into_iter().chain(clock) {
        text[place] += (number / 10) as u8;
        text[place + 1] += (number % 10) as u8;
    }
    text
}

impl FieldSink for JsonLines {
    #[inline(always)]
    fn whole(&mut self, name: &'static str, value: Option<i64>) {
        self.key(name);
        let Some(value) = value else { return self.null() };
        if value < 0 {
            self.put(b"-");
        }
        self.number(value.unsigned_abs());
    }

    #[inline(always)]
    fn float(&mut self, name: &'static str, value: Option<f64>) {
        self.key(name);
        match value {
            Some(value) if value.is_finite() => self.finite(value),
            _ => self.null(),
        }
    }

    #[inline(always)]
    fn tenths(&mut self, name: &'static str, value: Option<u16>) {
        self.key(name);
        let Some(value) = value else { return self.null() };
        self.number(u64::from(value / 10));
        self.put(&[b'.', b'0' + (value % 10) as u8]);
    }

    #[inline(always)]
    fn word(&mut self, name: &'static str, word: Option<&'static str>) {
        self.key(name);
        let Some(word) = word else { return self.null() };
        self.reserve(word.len() + ROOM);
        self.put(b"\"");
        self.put(word.as_bytes());
        self.put(b"\"");
    }

    #[inline(always)]
    fn six_bit<const N: usize>(&mut self, name: &'static str, text: &Option<SixBitText<N>>) {
        self.key(name);
        let Some(text) = text else { return self.null() };
        let text = text.as_bytes();
        if memchr2(b'"', b'\\', text).is_some() {
            return self.quoted(text);
        }
        self.reserve(text.len() + ROOM);
        self.put(b"\"");
        self.put(text);
        self.put(b"\"");
    }

    /// A SOTDMA state, which most messages have, is written with few copies: most of its fields are always null.
    fn communication_state(&mut self, state: Option<CommunicationState>) {
        let Some(CommunicationState::Sotdma { sync_state, slot_timeout, sub_message }) = state else {
            return CommunicationState::fields(state, self);
        };
        self.reserve(SOTDMA_BYTES);
        self.put(b",\"communication_state\":\"SOTDMA\",\"sync_state\":");
        self.number(sync_state.into());
        self.put(b",\"slot_timeout\":");
        self.number(slot_timeout.into());
        match sub_message {
            SubMessage::ReceivedStations(stations) => {
                self.put(b",\"received_stations\":");
                self.number(stations.into());
                self.put(
                    b",\"slot_number\":null,\"slot_utc_hour\":null,\"slot_utc_minute\":null,\"slot_offset\":null",
                );
            }
            SubMessage::SlotNumber(slot) => {
                self.put(b",\"received_stations\":null,\"slot_number\":");
                self.number(slot.into());
                self.put(b",\"slot_utc_hour\":null,\"slot_utc_minute\":null,\"slot_offset\":null");
            }
            SubMessage::HourAndMinute(hour, minute) => {
                self.put(b",\"received_stations\":null,\"slot_number\":null,\"slot_utc_hour\":");
                self.number(hour.into());
                self.put(b",\"slot_utc_minute\":");
                self.number(minute.into());
                self.put(b",\"slot_offset\":null");
            }
            SubMessage::SlotOffset(offset) => {
                self.put(
                    b",\"received_stations\":null,\"slot_number\":null,\"slot_utc_hour\":null,\"slot_utc_minute\":null,\"slot_offset\":",
                );
                self.number(offset.into());
            }
        }
        self.put(b",\"slot_increment\":null,\"slots_to_allocate\":null,\"keep_flag\":null");
    }

    #[inline(always)]
    fn characters(&mut self, name: &'static str, value: Option<&str>) {
        self.ascii(name, value.map(str::as_bytes));
    }

    #[inline(always)]
    fn ascii(&mut self, name: &'static str, text: Option<&[u8]>) {
        self.key(name);
        match text {
            Some(text) => self.quoted(text),
            None => self.null(),
        }
    }

    #[inline(always)]
    fn flag(&mut self, name: &'static str, value: Option<bool>) {
        self.key(name);
        match value {
            Some(true) => self.put(b"true"),
            Some(false) => self.put(b"false"),
            None => self.null(),
        }
    }
}

impl JsonLines {
    /// A number in as few digits as bring it back.
    #[inline(never)]
    fn finite(&mut self, value: f64) {
        self.put(zmij::Buffer::new().format_finite(value).as_bytes());
    }
}
