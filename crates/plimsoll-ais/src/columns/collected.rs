//! The most frequent messages of fixed length: 1, 2, 3 (class A position), 4 and 11 (base station), 5 (static and voyage
//! data), 18 (class B position). Their bits are collected, and each field is taken out of all of them at once, which a processor does several at a time.
//!
//! This is a second road to what [`Message::list`](crate::Message::list) gives; a test holds the one to the other. The
//! bits of the fields are those of the tables of ITU-R M.1371-5, annex 8.

use super::column::{Column, Heads, Texts, Values};
use crate::decode::Heard;
use crate::message::Body;
use crate::message::kinematics::RateOfTurn;
use crate::message::particulars::Eta;
use crate::{Message, Payload, SixBitText};
use jiff::Timestamp;
use std::sync::LazyLock;

/// Words of the longest of them.
const WORDS: usize = 7;

/// Access schemes, by the number that [`Fields::communication_state`] gives them.
const SCHEMES: &[&str] = &["SOTDMA", "ITDMA", "CS"];

/// How a position was got: the seconds 0 to 59, then 61, 62, 63.
const POSITIONING: &[&str] = &["measured", "manual-input", "dead-reckoning", "inoperative"];

/// Degrees a minute for each number sent as rate of turn; NaN where there are none.
static DEGREES_PER_MINUTE: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|sent| {
        // 0x80 is -128: not available.
        let rate = Some(RateOfTurn { sent: sent as u8 as i8 }).filter(|_| sent != 0x80);
        rate.and_then(RateOfTurn::degrees_per_minute).unwrap_or(f64::NAN)
    })
});

/// Which fields stand where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    ClassA,
    BaseStation,
    ClassB,
    StaticAndVoyage,
}

impl Plan {
    /// Bits of a message that is whole.
    const fn bits(self) -> u16 {
        match self {
            Self::ClassA | Self::BaseStation | Self::ClassB => 168,
            Self::StaticAndVoyage => 424,
        }
    }
}

/// Messages in a block. No power of two: the arrays would all fall on the same places of the nearest cache.
const BLOCK_ROWS: usize = 1_000;

/// Messages that are not yet in columns: their bits, and what stands in [`Heads`].
#[derive(Clone, Debug)]
pub(super) struct Block {
    words: [[u64; BLOCK_ROWS]; WORDS],
    pub(super) line: [u64; BLOCK_ROWS],
    pub(super) byte_offset: [u64; BLOCK_ROWS],
    pub(super) time: [Option<Timestamp>; BLOCK_ROWS],
    pub(super) receiver: [Option<u32>; BLOCK_ROWS],
    pub(super) channel: [Option<u8>; BLOCK_ROWS],
    pub(super) is_own_station: [bool; BLOCK_ROWS],
    pub(super) sentences: [u8; BLOCK_ROWS],
}

/// The messages of a family that are not yet in columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    planned: Option<(Plan, Box<Block>)>,
    /// Of a message that is collected; zero where none is.
    bits: u16,
    rows: usize,
    field: Vec<u32>,
    other_field: Vec<u32>,
    has_remark: Vec<bool>,
}

impl Bits {
    /// For the messages of a family.
    pub(super) fn of(body: &Body) -> Self {
        let plan = match body {
            Body::ClassAPosition(_) => Plan::ClassA,
            Body::BaseStation(_) => Plan::BaseStation,
            Body::ClassBPosition(_) => Plan::ClassB,
            Body::StaticAndVoyage(_) => Plan::StaticAndVoyage,
            _ => return Self::default(),
        };
        let block = Block {
            words: [[0; BLOCK_ROWS]; WORDS],
            line: [0; BLOCK_ROWS],
            byte_offset: [0; BLOCK_ROWS],
            time: [None; BLOCK_ROWS],
            receiver: [None; BLOCK_ROWS],
            channel: [None; BLOCK_ROWS],
            is_own_station: [false; BLOCK_ROWS],
            sentences: [0; BLOCK_ROWS],
        };
        Self { planned: Some((plan, Box::new(block))), bits: plan.bits(), ..Self::default() }
    }

    /// Adds a message. False if there is no room, or if those of its family and length are not collected.
    #[inline(always)]
    pub(super) fn push(&mut self, heard: &Heard<'_>, receiver: Option<u32>, payload: &Payload) -> bool {
        let row = self.rows;
        let Some((_, block)) = &mut self.planned else { return false };
        if row >= BLOCK_ROWS || payload.bits() != usize::from(self.bits) {
            return false;
        }
        let [first @ .., _, _, _, _] = &mut block.words;
        for (column, word) in first.iter_mut().zip(payload.first_words::<3>()) {
            column[row] = *word;
        }
        if payload.bits() > 192 {
            for (column, word) in block.words.iter_mut().zip(payload.first_words::<WORDS>()).skip(3) {
                column[row] = *word;
            }
        }
        block.line[row] = heard.place.line;
        block.byte_offset[row] = heard.place.byte_offset;
        block.time[row] = heard.time;
        block.receiver[row] = receiver;
        block.channel[row] = heard.channel;
        block.is_own_station[row] = heard.is_own_station;
        block.sentences[row] = heard.sentences;
        self.rows = row + 1;
        true
    }

    /// True if messages of its family are collected.
    pub(super) fn is_planned(&self) -> bool {
        self.planned.is_some()
    }

    /// True if the next message finds no room.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.rows == BLOCK_ROWS
    }

    /// How many messages are not yet in columns.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn clear(&mut self) {
        self.rows = 0;
    }

    /// Gives empty columns the types that the fields need.
    pub(super) fn prepare(&mut self, columns: &mut [Column]) {
        self.write(&mut Heads::default(), columns);
    }

    /// Moves what is collected to the columns.
    #[inline]
    pub(super) fn flush(&mut self, heads: &mut Heads, columns: &mut [Column]) {
        if self.rows > 0 {
            self.write(heads, columns);
        }
    }

    #[inline(never)]
    fn write(&mut self, heads: &mut Heads, columns: &mut [Column]) {
        let Some((plan, block)) = &self.planned else { return };
        let rows = self.rows;
        heads.extend(block, rows, usize::from(self.bits));
        self.has_remark.clear();
        self.has_remark.resize(rows, false);
        let mut fields = Fields {
            words: block.words.each_ref().map(|words| &words[..rows]),
            field: &mut self.field,
            other_field: &mut self.other_field,
            has_remark: &mut self.has_remark,
            message_bits: usize::from(self.bits),
            columns: columns.iter_mut(),
        };
        match plan {
            Plan::ClassA => fields.class_a(),
            Plan::BaseStation => fields.base_station(),
            Plan::ClassB => fields.class_b(),
            Plan::StaticAndVoyage => fields.static_and_voyage(),
        }
        self.rows = 0;
    }
}

/// A vector of one type among the values of a column.
trait Stored: Copy + Default {
    fn empty() -> Values;
    fn of(values: &mut Values) -> Option<&mut Vec<Self>>;
}

macro_rules! stored {
    ($($ty:ty => $variant:ident),+) => {
        $(impl Stored for $ty {
            fn empty() -> Values {
                Values::$variant(Vec::new())
            }
            fn of(values: &mut Values) -> Option<&mut Vec<Self>> {
                match values {
                    Values::$variant(values) => Some(values),
                    _ => None,
                }
            }
        })+
    };
}

stored!(u8 => U8, u16 => U16, u32 => U32, i8 => I8, f64 => F64, bool => Bool);

/// The columns of a table, one after the other, and the bits that they are made of.
struct Fields<'b> {
    words: [&'b [u64]; WORDS],
    message_bits: usize,
    /// The field taken last, of each message.
    field: &'b mut Vec<u32>,
    other_field: &'b mut Vec<u32>,
    has_remark: &'b mut Vec<bool>,
    columns: std::slice::IterMut<'b, Column>,
}

impl Fields<'_> {
    fn class_a(&mut self) {
        self.head();
        self.number::<u8>("navigational_status", 38, 4);
        self.take(42, 8);
        self.some("rate_of_turn", |sent| sent != 0x80, |sent| sent as u8 as i8);
        let rates = &*DEGREES_PER_MINUTE;
        self.some(
            "rate_of_turn_deg_per_min",
            |sent| !matches!(sent, 0x7f..=0x81),
            |sent| rates[sent as usize & 0xff],
        );
        self.speed(50);
        self.position(60);
        self.course(116);
        self.heading(128);
        self.time_stamp(137);
        self.take(143, 2);
        self.some("special_manoeuvre", |value| value != 0, |value| value as u8);
        self.flag("raim", 148);
        self.communication_state(|first, _| u32::from(first >> 58 == 3));
        self.tail();
    }

    fn base_station(&mut self) {
        self.head();
        self.ranged::<u16>("utc_year", (38, 14), 1, 9_999, 0);
        self.ranged::<u8>("utc_month", (52, 4), 1, 12, 0);
        self.ranged::<u8>("utc_day", (56, 5), 1, 31, 0);
        self.ranged::<u8>("utc_hour", (61, 5), 0, 23, 24);
        self.ranged::<u8>("utc_minute", (66, 6), 0, 59, 60);
        self.ranged::<u8>("utc_second", (72, 6), 0, 59, 60);
        self.position(78);
        self.number::<u8>("epfd", 134, 4);
        self.flag("transmission_control", 138);
        self.flag("raim", 148);
        self.communication_state(|_, _| 0);
        self.tail();
    }

    fn class_b(&mut self) {
        self.head();
        self.speed(46);
        self.position(56);
        self.course(112);
        self.heading(124);
        self.time_stamp(133);
        self.flag("carrier_sense_unit", 141);
        self.flag("has_display", 142);
        self.flag("has_dsc", 143);
        self.flag("whole_band", 144);
        self.flag("accepts_message_22", 145);
        self.flag("assigned_mode", 146);
        self.flag("raim", 147);
        // Bit 141 says that the unit has no state, else bit 148 chooses.
        self.communication_state(|_, third| if third >> 50 & 1 == 1 { 2 } else { (third >> 43 & 1) as u32 });
        self.tail();
    }

    fn static_and_voyage(&mut self) {
        self.head();
        self.number::<u8>("ais_version", 38, 2);
        self.unless_zero::<u32>("imo_number", 40, 30);
        self.text::<7>("call_sign", 70);
        self.text::<20>("ship_name", 112);
        self.unless_zero::<u8>("ship_type", 232, 8);
        self.antenna_place(240);
        self.number::<u8>("epfd", 270, 4);
        self.ranged::<u8>("eta_month", (274, 4), 1, 12, 0);
        self.ranged::<u8>("eta_day", (278, 5), 1, 31, 0);
        self.ranged::<u8>("eta_hour", (283, 5), 0, 23, 24);
        self.ranged::<u8>("eta_minute", (288, 6), 0, 59, 60);
        self.eta(274);
        self.take(294, 8);
        self.some("draught_m", |tenths| tenths != 0, |tenths| f64::from(tenths) / 10.0);
        self.some("draught_saturated", |tenths| tenths != 0, |tenths| tenths == 255);
        self.text::<20>("destination", 302);
        self.take(422, 1);
        self.some("dte_ready", |_| true, |is_unavailable| is_unavailable == 0);
        self.tail();
    }

    /// A number that is there unless it is zero.
    fn unless_zero<T: Stored + Narrow>(&mut self, name: &'static str, at: usize, width: u32) {
        self.take(at, width);
        self.some(name, |sent| sent != 0, T::narrow);
    }

    /// Distances in 9, 9, 6 and 6 bits; all zero is not available.
    fn antenna_place(&mut self, at: usize) {
        let is_there = |place: u32| place != 0;
        let (bow, stern) = (|place: u32| place >> 21, |place: u32| place >> 12 & 0x1ff);
        let (port, starboard) = (|place: u32| place >> 6 & 0x3f, |place: u32| place & 0x3f);
        self.take(at, 30);
        self.some("to_bow_m", is_there, |place| bow(place) as u16);
        self.some("to_stern_m", is_there, |place| stern(place) as u16);
        self.some("to_port_m", is_there, |place| port(place) as u8);
        self.some("to_starboard_m", is_there, |place| starboard(place) as u8);
        self.some("dimensions_saturated", is_there, |place| {
            (bow(place) == 511) | (stern(place) == 511) | (port(place) == 63) | (starboard(place) == 63)
        });
    }

    /// The column of texts that comes next.
    fn texts(&mut self, name: &'static str) -> (&mut Texts, &mut Vec<bool>) {
        let column = self.columns.next().expect("the plan of a message has the fields of its list");
        debug_assert_eq!(column.name, name);
        let Values::Text(texts) = &mut column.values else { unreachable!("the layout has texts here") };
        (texts, &mut column.is_there)
    }

    /// A text of `N` six-bit characters.
    fn text<const N: usize>(&mut self, name: &'static str, at: usize) {
        let words = self.words;
        let (texts, there) = self.texts(name);
        let mut message = [0; WORDS + 2];
        for row in 0..words[0].len() {
            for (word, column) in message.iter_mut().zip(&words) {
                *word = column[row];
            }
            let text = SixBitText::<N>::from_words(&message, at);
            texts.push_ascii(text.as_ref().map(SixBitText::as_bytes).unwrap_or_default());
            there.push(text.is_some());
        }
    }

    /// Month, day, hour and minute in 4, 5, 5 and 6 bits as a text, if all are there.
    fn eta(&mut self, at: usize) {
        self.take(at, 20);
        let field = std::mem::take(self.field);
        let (texts, there) = self.texts("eta");
        let within =
            |number: u32, low: u32, high: u32| Some(number as u8).filter(|_| (low..=high).contains(&number));
        for sent in &field {
            let eta = Eta {
                month: within(sent >> 16, 1, 12),
                day: within(sent >> 11 & 31, 1, 31),
                hour: within(sent >> 6 & 31, 0, 23),
                minute: within(sent & 63, 0, 59),
            };
            let text = eta.ascii();
            texts.push_ascii(text.as_ref().map(|text| text.as_slice()).unwrap_or_default());
            there.push(text.is_some());
        }
        *self.field = field;
    }

    /// Takes a field out of all messages.
    fn take(&mut self, at: usize, width: u32) {
        extract(self.words, at, width, self.field);
    }

    /// The next column, for values of a type. A column without rows may still change its type.
    fn column<T: Stored>(&mut self, name: &'static str) -> (&mut Vec<T>, &mut Vec<bool>, &[u32]) {
        let column = self.columns.next().expect("the plan of a message has the fields of its list");
        debug_assert_eq!(column.name, name);
        if column.is_there.is_empty() && T::of(&mut column.values).is_none() {
            column.values = T::empty();
        }
        let values = T::of(&mut column.values).expect("the type was set when the table was made");
        (values, &mut column.is_there, self.field)
    }

    /// A column of the field taken last.
    fn some<T: Stored>(
        &mut self,
        name: &'static str,
        is_there: impl Fn(u32) -> bool,
        value: impl Fn(u32) -> T,
    ) {
        let (values, there, field) = self.column(name);
        there.extend(field.iter().map(|sent| is_there(*sent)));
        values.extend(field.iter().map(|sent| value(*sent)));
    }

    /// A number that is always there.
    fn number<T: Stored + Narrow>(&mut self, name: &'static str, at: usize, width: u32) {
        self.take(at, width);
        let (values, there, field) = self.column(name);
        there.resize(there.len() + field.len(), true);
        values.extend(field.iter().map(|sent| T::narrow(*sent)));
    }

    fn flag(&mut self, name: &'static str, at: usize) {
        self.take(at, 1);
        let (values, there, field) = self.column(name);
        there.resize(there.len() + field.len(), true);
        values.extend(field.iter().map(|sent| *sent == 1));
    }

    /// A number within a range; one value means "not available", any other is remarked on.
    fn ranged<T: Stored + Narrow>(
        &mut self,
        name: &'static str,
        (at, width): (usize, u32),
        low: u32,
        high: u32,
        not_available: u32,
    ) {
        self.take(at, width);
        self.within(name, low, high, not_available, T::narrow);
    }

    fn within<T: Stored>(
        &mut self,
        name: &'static str,
        low: u32,
        high: u32,
        not_available: u32,
        value: impl Fn(u32) -> T,
    ) {
        let is_there = |sent: u32| sent.wrapping_sub(low) <= high - low;
        for (has_remark, sent) in self.has_remark.iter_mut().zip(&*self.field) {
            *has_remark |= !is_there(*sent) & (*sent != not_available);
        }
        self.some(name, is_there, value);
    }

    /// Type, repeat indicator, MMSI.
    fn head(&mut self) {
        self.number::<u8>("message_type", 0, 6);
        self.number::<u8>("repeat_indicator", 6, 2);
        self.number::<u32>("mmsi", 8, 30);
    }

    /// Ten bits in tenths of a knot.
    fn speed(&mut self, at: usize) {
        self.take(at, 10);
        self.some("sog_kn", |sog| sog != 1_023, |sog| f64::from(sog) / 10.0);
        self.some("sog_saturated", |sog| sog != 1_023, |sog| sog == 1_022);
    }

    /// Accuracy in 1 bit, longitude in 28, latitude in 27, in steps of 1/10,000 minute.
    fn position(&mut self, at: usize) {
        const DEGREE: i32 = 600_000;
        self.flag("position_accuracy", at);
        extract(self.words, at + 1, 28, self.field);
        extract(self.words, at + 29, 27, self.other_field);
        let signed = |sent: u32, width: u32| (sent << (32 - width)) as i32 >> (32 - width);
        // Where there is no position both become the sign for it, in the field itself.
        let both = self.field.iter_mut().zip(&mut *self.other_field);
        for ((lon, lat), has_remark) in both.zip(&mut *self.has_remark) {
            let (east, north) = (signed(*lon, 28), signed(*lat, 27));
            let is_sign = (east == 181 * DEGREE) | (north == 91 * DEGREE);
            let is_on_earth =
                (east.unsigned_abs() <= 180 * DEGREE as u32) & (north.unsigned_abs() <= 90 * DEGREE as u32);
            *has_remark |= !is_sign & !is_on_earth;
            let is_there = !is_sign & is_on_earth;
            // One meridian has one name.
            let east = if east == 180 * DEGREE { -180 * DEGREE } else { east };
            *lon = if is_there { east } else { NOWHERE } as u32;
            *lat = if is_there { north } else { NOWHERE } as u32;
        }
        let is_there = |steps: u32| steps as i32 != NOWHERE;
        let degrees = |steps: u32| f64::from(steps as i32) / f64::from(DEGREE);
        self.some("lon_deg", is_there, degrees);
        std::mem::swap(self.field, self.other_field);
        self.some("lat_deg", is_there, degrees);
    }

    /// Twelve bits in tenths of a degree.
    fn course(&mut self, at: usize) {
        self.take(at, 12);
        self.within("cog_deg", 0, 3_599, 3_600, |tenths| f64::from(tenths) / 10.0);
    }

    /// Nine bits in degrees.
    fn heading(&mut self, at: usize) {
        self.ranged::<u16>("heading_deg", (at, 9), 0, 359, 511);
    }

    /// Six bits: the second, or how the position was got.
    fn time_stamp(&mut self, at: usize) {
        self.take(at, 6);
        self.some("second", |second| second < 60, |second| second as u8);
        self.word(
            "positioning",
            POSITIONING,
            |second| second != 60,
            |second| second.saturating_sub(60) as u8,
        );
    }

    /// A text out of a list.
    fn word(
        &mut self,
        name: &'static str,
        words: &'static [&'static str],
        is_there: impl Fn(u32) -> bool,
        place: impl Fn(u32) -> u8,
    ) {
        let column = self.columns.next().expect("the plan of a message has the fields of its list");
        debug_assert_eq!(column.name, name);
        if column.is_there.is_empty() && !matches!(column.values, Values::Word(..)) {
            column.values = Values::Word(Vec::new(), words);
        }
        let Values::Word(values, _) = &mut column.values else {
            unreachable!("the type was set when the table was made")
        };
        column.is_there.extend(self.field.iter().map(|sent| is_there(*sent)));
        values.extend(self.field.iter().map(|sent| place(*sent)));
    }

    /// The last 19 bits. Which of [`SCHEMES`] they are of, the first and the third word of a message tell.
    fn communication_state(&mut self, scheme: impl Fn(u64, u64) -> u32) {
        self.take(149, 19);
        let [first, _, third, ..] = self.words;
        for ((state, first), third) in self.field.iter_mut().zip(first).zip(third) {
            *state |= scheme(*first, *third) << 20;
        }
        let timeout = |state: u32| state >> 14 & 7;
        let is_sotdma = |state: u32| state >> 20 == 0;
        let is_itdma = |state: u32| state >> 20 == 1;
        // Of a SOTDMA state with one of these time-outs, each a bit of the mask.
        let has = |state: u32, timeouts: u32| is_sotdma(state) & (timeouts >> timeout(state) & 1 == 1);
        let rest = |state: u32| (state & 0x3fff) as u16;
        self.word("communication_state", SCHEMES, |_| true, |state| (state >> 20) as u8);
        self.some("sync_state", |state| state >> 20 != 2, |state| (state >> 17 & 3) as u8);
        self.some("slot_timeout", is_sotdma, |state| timeout(state) as u8);
        self.some("received_stations", |state| has(state, 0b1010_1000), rest);
        self.some("slot_number", |state| has(state, 0b0101_0100), rest);
        self.some("slot_utc_hour", |state| has(state, 0b0000_0010), |state| (state >> 9 & 31) as u8);
        self.some("slot_utc_minute", |state| has(state, 0b0000_0010), |state| (state >> 2 & 0x7f) as u8);
        self.some("slot_offset", |state| has(state, 0b0000_0001), rest);
        self.some("slot_increment", is_itdma, |state| (state >> 4 & 0x1fff) as u16);
        self.some("slots_to_allocate", is_itdma, |state| (state >> 1 & 7) as u8);
        self.some("keep_flag", is_itdma, |state| state & 1 == 1);
    }

    /// What is wrong: a whole message is not cut off; the few that have remarks are read again for their text.
    fn tail(&mut self) {
        let (truncated, there, field) = self.column::<bool>("truncated");
        let rows = field.len();
        truncated.resize(truncated.len() + rows, false);
        there.resize(there.len() + rows, true);
        for name in ["truncated_at_bit", "needs_bits"] {
            let (bits, there, _) = self.column::<u16>(name);
            bits.resize(bits.len() + rows, 0);
            there.resize(there.len() + rows, false);
        }
        let (has_remark, words, bits) = (std::mem::take(self.has_remark), self.words, self.message_bits);
        let (texts, there) = self.texts("remarks");
        if has_remark.contains(&true) {
            for (row, has_remark) in has_remark.iter().enumerate() {
                let remarks = has_remark.then(|| message(words.map(|words| words[row]), bits).remark_texts());
                texts.push(remarks.as_deref().unwrap_or_default());
                there.push(remarks.is_some());
            }
        } else {
            texts.ends.resize(texts.ends.len() + rows, texts.all.len());
            there.resize(there.len() + rows, false);
        }
        *self.has_remark = has_remark;
        debug_assert!(self.columns.next().is_none());
    }
}

/// What the steps of a position become where there is none.
const NOWHERE: i32 = i32::MAX;

/// A message of its words, read field by field.
#[cold]
fn message(words: [u64; WORDS], bits: usize) -> Message {
    Message::from_payload(&Payload::from_words(&words[..bits.div_ceil(64)], bits))
        .expect("a whole message of a known type can be read")
}

/// A number of few bits in a narrower type.
trait Narrow {
    fn narrow(sent: u32) -> Self;
}

impl Narrow for u8 {
    fn narrow(sent: u32) -> Self {
        sent as Self
    }
}

impl Narrow for u16 {
    fn narrow(sent: u32) -> Self {
        sent as Self
    }
}

impl Narrow for u32 {
    fn narrow(sent: u32) -> Self {
        sent
    }
}

/// Takes the `width` bits from bit `at` on out of all messages.
fn extract(words: [&[u64]; WORDS], at: usize, width: u32, field: &mut Vec<u32>) {
    field.clear();
    let mask = u32::MAX >> (32 - width);
    let (word, end) = (at / 64, at % 64 + width as usize);
    if end <= 64 {
        let shift = 64 - end;
        field.extend(words[word].iter().map(|bits| (bits >> shift) as u32 & mask));
    } else {
        let (left, right) = (end - 64, 128 - end);
        let both = words[word].iter().zip(words[word + 1]);
        field.extend(both.map(|(first, next)| (first << left | next >> right) as u32 & mask));
    }
}
