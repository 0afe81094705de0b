//! Sentences: one line of an NMEA 0183 stream.
//!
//! `!AIVDM,2,1,9,B,<payload>,0*2A`: talker and formatter, number of sentences of the message, number of this one,
//! sequence number, channel, payload, fill bits, checksum. Before it may stand tag blocks, behind it the fields of a
//! logger; see [`crate::receipt`].

use crate::Fault;
use crate::receipt::{Receipt, ReceiveTimeLine, TagBlock, hexadecimal, number};
use crate::reject::{field_fault, quoted};
use memchr::{memchr, memchr2};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Line<'a> {
    /// Nothing.
    Blank,
    /// A line that begins with `#`.
    Comment,
    /// A sentence that is not AIS, such as `$GPRMC`.
    Other,
    /// When the next message was received.
    ReceiveTime(ReceiveTimeLine<'a>),
    /// A sentence with a part of an AIS message.
    Ais(Sentence<'a>),
}

/// A sentence with a message or a part of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sentence<'a> {
    pub(crate) talker: [u8; 2],
    /// VDO: of the station's own transponder; VDM: received by radio.
    pub(crate) is_own_station: bool,
    pub(crate) total: u8,
    pub(crate) part: u8,
    pub(crate) sequence: Option<u8>,
    pub(crate) channel: Option<u8>,
    pub(crate) payload: &'a [u8],
    pub(crate) fill_bits: u8,
    pub(crate) checksum: u8,
    pub(crate) tag: TagBlock<'a>,
}

/// What a line without its end holds.
///
/// Most sentences have one form, which [`plain`] and, with tag block or fields behind, [`plain_sentence`] know at fixed places; [`parse_closely`] reads all others and
/// tells what is wrong.
pub(crate) fn parse(line: &[u8]) -> Result<Line<'_>, Fault> {
    let (tag, text) = match line.first() {
        Some(b'!') => (TagBlock::default(), line),
        Some(b'\\') => split_tag_blocks(line)?,
        _ => return parse_closely(line),
    };
    match plain_sentence(text, tag) {
        Some(sentence) if memchr2(b',', b'*', sentence.payload).is_none() => Ok(Line::Ais(sentence)),
        _ => parse_closely(line),
    }
}

/// A sentence of the most frequent form, `!..VDM,n,n,s,c,payload,f*hh`, with nothing around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Plain<'a> {
    pub(crate) talker: [u8; 2],
    pub(crate) is_own_station: bool,
    pub(crate) total: u8,
    pub(crate) part: u8,
    pub(crate) sequence: Option<u8>,
    pub(crate) channel: Option<u8>,
    pub(crate) payload: &'a [u8],
    pub(crate) fill_bits: u8,
    pub(crate) checksum: u8,
}

impl<'a> Plain<'a> {
    /// The same without tag block, if the payload is one field.
    pub(crate) fn sentence(&self) -> Option<Sentence<'a>> {
        let Self { talker, is_own_station, total, part, sequence, channel, payload, fill_bits, checksum } =
            *self;
        let tag = TagBlock::default();
        let sentence = Sentence {
            talker,
            is_own_station,
            total,
            part,
            sequence,
            channel,
            payload,
            fill_bits,
            checksum,
            tag,
        };
        memchr2(b',', b'*', payload).is_none().then_some(sentence)
    }
}

/// The beginning of such a sentence: what must stand there, and which bits of it must. `M` and `O` differ in one bit.
const PLAIN: (u64, u64) =
    (u64::from_le_bytes(*b"!\0\0VDM,\0"), u64::from_le_bytes(*b"\xff\0\0\xff\xff\xfd\xff\0"));

/// Reads a line of this form. `None` if it is anything else, right or wrong.
///
/// The payload is not looked into. One that holds a comma or a star is none; that shows when its armour is read.
#[inline(always)]
pub(crate) fn plain(line: &[u8]) -> Option<Plain<'_>> {
    let (head, _) = line.split_first_chunk::<16>()?;
    let differs = (u64::from_le_bytes(*head.first_chunk::<8>()?) ^ PLAIN.0) & PLAIN.1;
    let (total, part) = (head[7].wrapping_sub(b'0'), head[9].wrapping_sub(b'0'));
    // A talker without comma and star: the address ends there.
    if differs != 0
        || head[8] != b','
        || head[10] != b','
        || head[1] <= b','
        || head[2] <= b','
        || total > 9
        || part.wrapping_sub(1) >= total
    {
        return None;
    }
    let (sequence, channel_at) = match (head[11], head[12]) {
        (b',', _) => (None, 12),
        (digit @ b'0'..=b'9', b',') => (Some(digit - b'0'), 13),
        _ => return None,
    };
    let (channel, payload_at) = match (head[channel_at], head[channel_at + 1]) {
        (b',', _) => (None, channel_at + 1),
        (channel, b',') if channel.is_ascii_alphanumeric() => (Some(channel), channel_at + 2),
        _ => return None,
    };
    let (body, tail) = line.split_last_chunk::<5>()?;
    let &[b',', fill, b'*', high, low] = tail else { return None };
    let fill_bits = fill.wrapping_sub(b'0');
    let checksum = hexadecimal(&[high, low])?;
    let sum = exclusive_or(body) ^ b'!' ^ b',' ^ fill;
    if fill_bits > 5 || sum != checksum {
        return None;
    }
    Some(Plain {
        talker: [head[1], head[2]],
        is_own_station: head[5] == b'O',
        total,
        part,
        sequence,
        channel,
        payload: body.get(payload_at..)?,
        fill_bits,
        checksum,
    })
}

/// What a line without its end holds, field by field.
pub(crate) fn parse_closely(line: &[u8]) -> Result<Line<'_>, Fault> {
    let (tag, sentence) = split_tag_blocks(line)?;
    match sentence.first() {
        None if line.is_empty() => Ok(Line::Blank),
        None => Err(Fault::TagBlockAlone),
        Some(b'#') => Ok(Line::Comment),
        Some(first @ (b'!' | b'$')) => parse_sentence(*first, &sentence[1..], tag),
        Some(_) => Err(Fault::NotASentence { found: quoted(&sentence[..1]) }),
    }
}

/// A sentence `!..VDM,n,n,s,c,payload,f*hh` with all fields in their shortest form, and nothing or bare fields behind.
/// `None` if it is anything else, right or wrong.
///
/// The payload is not looked into.
fn plain_sentence<'a>(line: &'a [u8], tag: TagBlock<'a>) -> Option<Sentence<'a>> {
    let head = line.first_chunk::<13>()?;
    let &[b'!', t1, t2, b'V', b'D', formatter @ (b'M' | b'O'), b',', total, b',', part, b',', s1, s2] = head
    else {
        return None;
    };
    let (total, part) = (total.wrapping_sub(b'0'), part.wrapping_sub(b'0'));
    if !t1.is_ascii_uppercase() || !t2.is_ascii_uppercase() || part == 0 || total > 9 || part > total {
        return None;
    }
    let (sequence, channel_at) = match (s1, s2) {
        (b',', _) => (None, 12),
        (b'0'..=b'9', b',') => (Some(s1 - b'0'), 13),
        _ => return None,
    };
    let (channel, payload_at) = match line.get(channel_at..channel_at + 2)? {
        [b',', _] => (None, channel_at + 1),
        [channel, b','] if channel.is_ascii_alphanumeric() => (Some(*channel), channel_at + 2),
        _ => return None,
    };
    let star = payload_at + memchr(b'*', line.get(payload_at..)?)?;
    let (body, end) = line.split_at(star);
    let [b'*', high, low, trailer @ ..] = end else { return None };
    let checksum = hexadecimal(&[*high, *low])?;
    let (&[b',', fill], body) = body.get(payload_at..)?.split_last_chunk::<2>().map(|(b, f)| (f, b))? else {
        return None;
    };
    let fill_bits = fill.wrapping_sub(b'0');
    if fill_bits > 5 || exclusive_or(&line[1..star]) != checksum || !matches!(trailer, [] | [b',', ..]) {
        return None;
    }
    let receipt =
        if trailer.is_empty() { tag.receipt } else { tag.receipt.or(Receipt::from_trailer(trailer)) };
    Some(Sentence {
        talker: [t1, t2],
        is_own_station: formatter == b'O',
        total,
        part,
        sequence,
        channel,
        payload: body,
        fill_bits,
        checksum,
        tag: TagBlock { receipt, ..tag },
    })
}

/// The exclusive or of all bytes, eight at a time.
#[inline(always)]
pub(crate) fn exclusive_or(bytes: &[u8]) -> u8 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut sum = words.iter().fold(0, |sum, word| sum ^ u64::from_ne_bytes(*word));
    sum ^= match bytes.last_chunk::<8>() {
        // The bytes of the last eight that the words had are shifted out.
        Some(eight) if !rest.is_empty() => u64::from_le_bytes(*eight) >> (64 - 8 * rest.len()),
        Some(_) => 0,
        None => rest.iter().fold(0, |sum, byte| sum ^ u64::from(*byte)),
    };
    sum ^= sum >> 32;
    sum ^= sum >> 16;
    (sum ^ sum >> 8) as u8
}

/// The tag blocks at the beginning of a line, the first counting before the second, and what follows them.
fn split_tag_blocks(line: &[u8]) -> Result<(TagBlock<'_>, &[u8]), Fault> {
    let mut rest = line;
    let mut tag = TagBlock::default();
    while let Some(inside) = rest.strip_prefix(b"\\") {
        let end = memchr(b'\\', inside).ok_or(Fault::TagBlockOpen)?;
        tag = tag.or(TagBlock::parse(&inside[..end])?);
        rest = &inside[end + 1..];
    }
    Ok((tag, rest))
}

/// A text with a checksum that belongs to it.
pub(crate) struct Checked<'a> {
    pub(crate) checksum: u8,
    /// What stands before `*hh`.
    pub(crate) body: &'a [u8],
    /// What stands behind.
    pub(crate) trailer: &'a [u8],
}

/// Holds a text to its checksum.
pub(crate) fn checked<'a>(text: &'a [u8], what: &'static str) -> Result<Checked<'a>, Fault> {
    let star = memchr(b'*', text).unwrap_or(text.len());
    let (body, end) = text.split_at(star);
    let digits = end.get(1..3).unwrap_or_default();
    let found = hexadecimal(digits).ok_or_else(|| {
        let shown = end.get(1..end.len().min(3)).unwrap_or_default();
        Fault::NoChecksum { what, found: quoted(shown) }
    })?;
    let expected = exclusive_or(body);
    if found != expected {
        return Err(Fault::Checksum { what, found, expected });
    }
    Ok(Checked { checksum: found, body, trailer: &end[3..] })
}

/// A sentence behind its first character.
fn parse_sentence<'a>(first: u8, text: &'a [u8], tag: TagBlock<'a>) -> Result<Line<'a>, Fault> {
    let address_end = text.iter().position(|c| matches!(c, b',' | b'*')).unwrap_or(text.len());
    match &text[..address_end] {
        b"PGHP" => {
            let body = checked(text, "sentence")?.body;
            ReceiveTimeLine::parse(body).map(Line::ReceiveTime)
        }
        [t1, t2, b'V', b'D', formatter @ (b'M' | b'O')] => {
            let Checked { checksum, body, trailer } = checked(text, "sentence")?;
            if !matches!(trailer.first(), None | Some(b',')) {
                return Err(field_fault("after the checksum", trailer, "nothing or a comma and fields"));
            }
            let receipt = tag.receipt.or(Receipt::from_trailer(trailer));
            let tag = TagBlock { receipt, ..tag };
            let sentence = Sentence {
                talker: [*t1, *t2],
                is_own_station: *formatter == b'O',
                checksum,
                tag,
                ..parse_fields(body)?
            };
            Ok(Line::Ais(sentence))
        }
        // Few sentences begin with `!`, so one that is damaged is likely AIS: it is shown, not skipped.
        _ if first == b'!' => checked(text, "sentence").map(|_| Line::Other),
        _ => Ok(Line::Other),
    }
}

/// The fields of an AIS sentence.
fn parse_fields(body: &[u8]) -> Result<Sentence<'_>, Fault> {
    let mut fields = [&b""[..]; 7];
    let mut count = 0;
    for field in body.split(|c| *c == b',') {
        if let Some(place) = fields.get_mut(count) {
            *place = field;
        }
        count += 1;
    }
    if count != fields.len() {
        return Err(Fault::FieldCount { found: count });
    }
    let [_, total, part, sequence, channel, payload, fill_bits] = fields;
    Ok(Sentence {
        talker: *b"AI",
        is_own_station: false,
        total: digit("number of sentences", total, 1..=9, "1 to 9")?,
        part: digit("sentence number", part, 1..=9, "1 to 9").and_then(|n| not_above(n, total, part))?,
        sequence: (!sequence.is_empty())
            .then(|| digit("sequence number", sequence, 0..=9, "0 to 9 or nothing"))
            .transpose()?,
        channel: parse_channel(channel)?,
        payload,
        fill_bits: digit("fill bits", fill_bits, 0..=5, "0 to 5")?,
        checksum: 0,
        tag: TagBlock::default(),
    })
}

/// A number of one digit.
fn digit(
    field: &'static str,
    text: &[u8],
    range: std::ops::RangeInclusive<u8>,
    expected: &'static str,
) -> Result<u8, Fault> {
    let value = Some(text).filter(|text| text.len() == 1).and_then(number);
    value.filter(|value| range.contains(value)).ok_or_else(|| field_fault(field, text, expected))
}

/// The number of a sentence, unless it is above the number of sentences.
fn not_above(part: u8, total: &[u8], text: &[u8]) -> Result<u8, Fault> {
    let is_within = number::<u8>(total).is_none_or(|total| part <= total);
    is_within
        .then_some(part)
        .ok_or_else(|| field_fault("sentence number", text, "at most the number of sentences"))
}

/// One letter or digit, or nothing.
fn parse_channel(text: &[u8]) -> Result<Option<u8>, Fault> {
    match text {
        [] => Ok(None),
        [channel] if channel.is_ascii_alphanumeric() => Ok(Some(*channel)),
        _ => Err(field_fault("channel", text, "one letter or digit, or nothing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentence(line: &str) -> Sentence<'_> {
        match parse(line.as_bytes()) {
            Ok(Line::Ais(sentence)) => sentence,
            other => panic!("{line}: {other:?}"),
        }
    }

    fn fault(line: &str) -> String {
        parse(line.as_bytes()).unwrap_err().to_string()
    }

    /// A line with the checksum that belongs to it.
    fn summed(body: &str) -> String {
        format!("!{body}*{:02X}", body.bytes().fold(0, |sum, c| sum ^ c))
    }

    #[test]
    fn any_talker_gives_an_ais_sentence() {
        let s = sentence("!BSVDM,1,1,,B,13P;DhPP@M0RrVfOmDm=`9BJ00S;,0*5B");
        assert_eq!((s.talker, s.is_own_station, s.channel, s.sequence), (*b"BS", false, Some(b'B'), None));
        assert_eq!(s.payload, b"13P;DhPP@M0RrVfOmDm=`9BJ00S;");
        let s = sentence("!--VDM,1,1,,A,802R5Ph0BkAgoPNCkQn0Q@sMKgwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwt,2*57");
        assert_eq!((s.talker, s.fill_bits), (*b"--", 2));
        assert!(sentence("!BSVDO,1,1,,B,4025bvQuaUcf<0hJ2FQ2M2A005Jp,0*34").is_own_station);
    }

    #[test]
    fn lines_that_are_not_ais_are_not_rejects() {
        for (line, expected) in [
            ("", Line::Blank),
            ("# 4 - Base station report", Line::Comment),
            ("$GPGSA,A,3,11,32,14,28,22,03,10,08,17,,,,2.02,1.03,1.74*00", Line::Other),
            ("$GPTXT without any checksum", Line::Other),
            ("!AIABM,1,1,0,3381581370,3,8,FR3OW,0*73", Line::Other),
        ] {
            assert_eq!(parse(line.as_bytes()), Ok(expected), "{line}");
        }
    }

    #[test]
    fn a_wrong_or_missing_checksum_is_told_with_the_right_one() {
        let line = "!AIVDM,1,1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0*04";
        assert_eq!(fault(line), "checksum of the sentence: found 04, expected 03");
        for missing in [&line[..line.len() - 3], &line[..line.len() - 2], &line[..line.len() - 1]] {
            assert!(fault(missing).starts_with("sentence without checksum"), "{missing}");
        }
        let zz = fault("!AIVDM,1,1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0*ZZ");
        assert!(zz.ends_with("found `ZZ`"), "{zz}");
    }

    #[test]
    fn each_field_is_held_to_its_range() {
        for (body, expected) in [
            ("AIVDM,1,1,,A,13", "sentence of 6 fields, expected 7"),
            ("AIVDM,1,1,,A,13,0,5", "sentence of 8 fields, expected 7"),
            ("AIVDM,0,1,,A,13,0", "number of sentences: found `0`, expected 1 to 9"),
            ("AIVDM,2,3,,A,13,0", "sentence number: found `3`, expected at most the number of sentences"),
            ("AIVDM,2,1,x,A,13,0", "sequence number: found `x`, expected 0 to 9 or nothing"),
            ("AIVDM,1,1,,AB,13,0", "channel: found `AB`, expected one letter or digit, or nothing"),
            ("AIVDM,1,1,,A,13,6", "fill bits: found `6`, expected 0 to 5"),
            ("AIVDM,1,1,,A,13,", "fill bits: found nothing, expected 0 to 5"),
            ("AIVDM,+1,1,,A,13,0", "number of sentences: found `+1`, expected 1 to 9"),
        ] {
            assert_eq!(fault(&summed(body)), expected);
        }
    }

    #[test]
    fn tag_blocks_stand_before_the_sentence_and_win_over_what_stands_behind() {
        let line = "\\s:rORBCOMM104,q:u,c:1418172113,T:2014-12-10 00.41.53*55\\\
                    !AIVDM,1,1,,B,13F?Vv700<DJuLEtvep`iToV0<00,0*78,r003669946,1325394060";
        let tag = sentence(line).tag;
        assert_eq!(tag.receipt.receiver, Some(&b"rORBCOMM104"[..]));
        assert_eq!(tag.receipt.time.unwrap().as_second(), 1_418_172_113);
        let two = "\\c:1418169601*5C\\\\s:x*31\\!AIVDM,1,1,,B,13F?Vv700<DJuLEtvep`iToV0<00,0*78";
        let two = sentence(two).tag.receipt;
        assert_eq!((two.time.is_some(), two.receiver), (true, Some(&b"x"[..])));
    }

    #[test]
    fn a_line_that_is_no_sentence_is_refused() {
        assert_eq!(fault("\\c:1418169601*5C"), "tag block without the closing `\\`");
        assert_eq!(fault("\\c:1418169601*5C\\"), "tag block without a sentence after it");
        assert_eq!(fault("hello"), "not a sentence: found `h` first, expected `!`, `$`, `\\` or `#`");
        let two = "!AIVDM,1,1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0*03!AIVDM";
        assert!(fault(two).starts_with("after the checksum: found `!AIVDM`"));
    }

    /// A line that is nearly a sentence, mostly with the checksum that belongs to it.
    fn nearly_a_sentence() -> impl Strategy<Value = Vec<u8>> {
        let body = "[!$]?(AI|BS|--|,V|A\\*|V)V?D[MON],[0-39],[0-39x],[0-9a]?,[AB1_]?,[0-W`-w,*x-z]{0,40},[0-7]?(,|\\*1C)?";
        let trailer =
            prop_oneof![4 => Just(""), 1 => Just(",r1,1325394060"), 1 => Just(",a*0F"), 1 => Just("x")];
        let tag = prop_oneof![4 => Just(""), 1 => Just("\\c:1418169601*5C\\"), 1 => Just("\\c:1*00\\")];
        (body, trailer, tag, any::<bool>(), any::<Option<(prop::sample::Index, u8)>>()).prop_map(
            |(body, trailer, tag, sums_trailer, change)| {
                let sum = |text: &str| text.bytes().fold(0, |sum, c| sum ^ c);
                let first = if sums_trailer { "!" } else { "" };
                let mut line = format!("{tag}{first}{body}*{:02X}{trailer}", sum(&body)).into_bytes();
                if let Some((place, byte)) = change {
                    let place = place.index(line.len());
                    line[place] = byte;
                }
                if sums_trailer && trailer.ends_with("0F") {
                    // A second star, and the checksum of all before it.
                    let (body, star) = line.split_at(line.len() - 3);
                    let all = format!("*{:02X}", exclusive_or(body) ^ b'!');
                    line = if star.starts_with(b"*") { [body, all.as_bytes()].concat() } else { line };
                }
                line
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn the_short_ways_say_what_the_long_way_says(line in nearly_a_sentence()) {
            let closely = parse_closely(&line);
            prop_assert_eq!(parse(&line), closely.clone());
            if let Some(found) = plain(&line) {
                match found.sentence() {
                    Some(sentence) => prop_assert_eq!(Ok(Line::Ais(sentence)), closely),
                    None => prop_assert!(found.payload.iter().any(|c| matches!(c, b',' | b'*'))),
                }
            }
        }

        #[test]
        fn the_sum_of_eight_bytes_at_a_time_is_that_of_one_at_a_time(bytes: Vec<u8>) {
            prop_assert_eq!(exclusive_or(&bytes), bytes.iter().fold(0, |sum, byte| sum ^ byte));
        }
    }
}
