//! When and by whom a sentence was received. A message itself carries at most the second of the minute, so the time
//! comes from what the receiver or the logger wrote beside it, in one of three ways:
//!
//! 1. a tag block before the sentence, `\s:station,c:1418169601*hh\` (NMEA 0183 version 4, see [`TagBlock`]);
//! 2. bare fields after the checksum, `*28,d-109,r003669946,1325394060` (US Coast Guard logs): a station that begins
//!    with `r` or `b`, then seconds since 1970. Of two numbers the first counts: later loggers append theirs;
//! 3. a line of its own before the sentence, `$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5B` (Gatehouse,
//!    as the Danish Maritime Authority logs): date, time with milliseconds, country, region, receiving station and
//!    the checksum of the sentence that follows, or the exclusive or of those of all its sentences.

use crate::Fault;
use crate::nmea::{Checked, checked};
use crate::reject::field_fault;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// When and by whom.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Receipt<'a> {
    pub(crate) time: Option<Timestamp>,
    pub(crate) receiver: Option<&'a [u8]>,
}

impl<'a> Receipt<'a> {
    /// What stands here, and where nothing stands what stands in the other.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { time: self.time.or(other.time), receiver: self.receiver.or(other.receiver) }
    }

    /// From the bare fields after a checksum, beginning with their comma.
    pub(crate) fn from_trailer(trailer: &'a [u8]) -> Self {
        let fields = || trailer.split(|c| *c == b',').map(<[u8]>::trim_ascii);
        let is_time = |field: &&[u8]| {
            let whole = field.split(|c| *c == b'.').next().unwrap_or_default();
            whole.len() >= 9 && whole.iter().all(u8::is_ascii_digit)
        };
        Self {
            time: fields().find(is_time).and_then(epoch),
            receiver: fields().find(|field| field.len() > 1 && matches!(field[0], b'r' | b'b')),
        }
    }
}

/// A tag block: what stands between two backslashes before a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct TagBlock<'a> {
    pub(crate) receipt: Receipt<'a>,
    /// Number of the group of sentences, from `g:1-2-1604`.
    pub(crate) group: Option<u32>,
}

impl<'a> TagBlock<'a> {
    /// From the text between the backslashes: `key:value` fields, `*` and the checksum.
    pub(crate) fn parse(text: &'a [u8]) -> Result<Self, Fault> {
        let Checked { body, trailer, .. } = checked(text, "tag block")?;
        if !trailer.is_empty() {
            return Err(field_fault("tag block after its checksum", trailer, "nothing"));
        }
        let mut block = Self::default();
        for field in body.split(|c| *c == b',') {
            match field {
                [b'c', b':', value @ ..] => {
                    let time = epoch(value).ok_or_else(|| {
                        field_fault("tag block time c", value, "seconds or milliseconds since 1970")
                    })?;
                    block.receipt.time = Some(time);
                }
                [b's', b':', value @ ..] if !value.is_empty() => block.receipt.receiver = Some(value),
                [b'g', b':', value @ ..] => block.group = Some(group_number(value)?),
                _ => {}
            }
        }
        Ok(block)
    }

    /// What stands in this block, and where nothing stands what stands in the other.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { receipt: self.receipt.or(other.receipt), group: self.group.or(other.group) }
    }
}

/// The last number of `1-2-1604`: sentence, of how many, group.
fn group_number(value: &[u8]) -> Result<u32, Fault> {
    let mut numbers = value.split(|c| *c == b'-').map(number::<u32>);
    match [numbers.next(), numbers.next(), numbers.next(), numbers.next()] {
        [Some(Some(_)), Some(Some(_)), Some(Some(group)), None] => Ok(group),
        _ => Err(field_fault("tag block group g", value, "sentence-total-group, such as 1-2-1604")),
    }
}

/// A receive-time line and which sentence it belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ReceiveTimeLine<'a> {
    pub(crate) receipt: Receipt<'a>,
    /// Exclusive or of the checksums of the sentences of the next message. `None` where the line says 00, as it does
    /// for a station's own messages.
    pub(crate) link: Option<u8>,
}

impl<'a> ReceiveTimeLine<'a> {
    /// From the text between `$` and `*`.
    pub(crate) fn parse(body: &'a [u8]) -> Result<Self, Fault> {
        let fault = |expected| field_fault("receive-time line $PGHP", body, expected);
        let mut fields = [&b""[..]; 14];
        let mut found = 0;
        for field in body.split(|c| *c == b',') {
            *fields.get_mut(found).ok_or_else(|| fault("14 fields"))? = field;
            found += 1;
        }
        if found != fields.len() {
            return Err(fault("14 fields"));
        }
        let time = civil_time(&fields[2..9]).ok_or_else(|| fault("a date and a time of day"))?;
        let link = hexadecimal(fields[13]).ok_or_else(|| fault("a checksum in the last field"))?;
        let station = Some(fields[11]).filter(|station| !station.is_empty());
        let receipt = Receipt { time: Some(time), receiver: station };
        Ok(Self { receipt, link: Some(link).filter(|link| *link != 0) })
    }
}

/// Year, month, day, hour, minute, second, millisecond, in UTC.
fn civil_time(fields: &[&[u8]]) -> Option<Timestamp> {
    let year = number::<i16>(fields[0])?;
    let mut rest = [0_i8; 5];
    for (value, field) in rest.iter_mut().zip(&fields[1..6]) {
        *value = number(field)?;
    }
    let milliseconds = number::<i32>(fields[6]).filter(|ms| *ms < 1_000)?;
    let [month, day, hour, minute, second] = rest;
    let time = DateTime::new(year, month, day, hour, minute, second, milliseconds * 1_000_000).ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

/// Seconds since 1970, with or without a fraction; from 1e11 on milliseconds (1e11 s would be the year 5138, 1e11 ms is
/// 1973).
fn epoch(digits: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(digits).ok()?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let count = number::<i64>(whole.as_bytes())?;
    if fraction.len() > 9 || !fraction.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    if count >= 100_000_000_000 {
        return Timestamp::from_millisecond(count).ok();
    }
    // Its digits are the first of nine.
    let nanoseconds =
        number::<i32>(fraction.as_bytes()).map_or(0, |n| n * 10_i32.pow(9 - fraction.len() as u32));
    Timestamp::new(count, nanoseconds).ok()
}

/// A whole number in decimal digits, nothing else.
pub(crate) fn number<N: std::str::FromStr>(digits: &[u8]) -> Option<N> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// A byte in two hexadecimal digits.
#[inline]
pub(crate) fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let &[high, low] = digits else { return None };
    let (high, low) = (DIGITS[usize::from(high)], DIGITS[usize::from(low)]);
    ((high | low) < 16).then_some(high << 4 | low)
}

/// The value of each hexadecimal digit; 255 for what is none.
const DIGITS: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        table[b"0123456789abcdef"[digit] as usize] = digit as u8;
        digit += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_tag_block_gives_time_receiver_and_group() {
        let block =
            TagBlock::parse(b"g:1-2-1604,s:rORBCOMM008,c:1418169601,T:2014-12-10 00.00.01*37").unwrap();
        assert_eq!(block.receipt.time, at("2014-12-10T00:00:01Z"));
        assert_eq!(block.receipt.receiver, Some(&b"rORBCOMM008"[..]));
        assert_eq!(block.group, Some(1604));
        let milliseconds = TagBlock::parse(b"c:1418169601250*6B").unwrap();
        assert_eq!(milliseconds.receipt.time, at("2014-12-10T00:00:01.25Z"));
    }

    #[test]
    fn a_tag_block_with_a_wrong_checksum_or_time_is_refused() {
        assert_eq!(
            TagBlock::parse(b"c:1418169601*00"),
            Err(Fault::Checksum { what: "tag block", found: 0, expected: 0x5c })
        );
        for bad in ["c:", "c:yesterday", "c:-5", "c:99999999999999999999", "g:1-2", "g:a-b-c", "g:1-2-3-4"] {
            let sum = bad.bytes().fold(0, |sum, c| sum ^ c);
            let error = TagBlock::parse(format!("{bad}*{sum:02X}").as_bytes()).unwrap_err();
            assert!(matches!(error, Fault::Field { .. }), "{bad}: {error}");
        }
    }

    #[test]
    fn bare_fields_after_the_checksum_give_station_and_first_time() {
        let trailer = b",d-109,S2105,t050056.00,T56.13718694,r003669946,1325394060,1325394001";
        let receipt = Receipt::from_trailer(trailer);
        assert_eq!(receipt.time, at("2012-01-01T05:01:00Z"));
        assert_eq!(receipt.receiver, Some(&b"r003669946"[..]));
        assert_eq!(Receipt::from_trailer(b""), Receipt::default());
        assert_eq!(Receipt::from_trailer(b",b2003669980,1272412825.5").time, at("2010-04-28T00:00:25.5Z"));
    }

    #[test]
    fn a_receive_time_line_names_time_station_and_the_sentence_it_belongs_to() {
        let line = ReceiveTimeLine::parse(b"PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B").unwrap();
        assert_eq!(line.receipt.time, at("2010-06-11T11:46:11.390Z"));
        assert_eq!(line.receipt.receiver, Some(&b"992190934"[..]));
        assert_eq!(line.link, Some(0x2b));
        let own = ReceiveTimeLine::parse(b"PGHP,1,2010,6,11,11,46,12,0,273,0,,1,00").unwrap();
        assert_eq!((own.receipt.receiver, own.link), (None, None));
        for bad in [
            "PGHP,1,2010,13,11,11,46,11,390,231,45,992190934,1,2B",
            "PGHP,1,2010,6,11,24,46,11,390,231,45,992190934,1,2B",
            "PGHP,1,2010,6,11,11,46,11,1000,231,45,992190934,1,2B",
            "PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1",
            "PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B,5",
            "PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,XY",
        ] {
            assert!(ReceiveTimeLine::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
