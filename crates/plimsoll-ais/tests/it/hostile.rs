//! Hostile input: nothing panics, nothing grows without bound, and every line is accounted for.

use crate::encoder::{Bits, class_a, sum, tagged};
use crate::feeds::{NO_OPTIONS, decoded_with_books, exhibit, faults};
use crate::real_files::real_file;
use plimsoll_ais::{
    AisKind, Dialect, FIELD_NAMES, MAX_LINE_BYTES, Message, Payload, ReadError, Row, decode, observations,
    sniff,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{BufReader, Read};

/// Reads a table to its end and checks the books: each line is skipped, a report, or a reject.
fn table_with_books(bytes: &[u8]) -> Result<(), ReadError> {
    let mut rows = observations(exhibit(), AisKind::Table(Dialect::AisstreamStatic), bytes, NO_OPTIONS);
    let mut whole_row_rejects = BTreeMap::new();
    for row in rows.by_ref() {
        match row? {
            Row::Static(report) => whole_row_rejects.remove(&report.source.line),
            Row::Reject(reject) => whole_row_rejects.insert(reject.source.line, reject.reason),
            other => panic!("{other:?}"),
        };
    }
    let counts = rows.counts();
    assert_eq!(counts.bytes, bytes.len() as u64);
    let lines = bytes.split(|c| *c == b'\n').count() as u64 - u64::from(bytes.ends_with(b"\n"));
    assert_eq!(counts.lines, lines);
    assert_eq!(counts.messages, counts.statics);
    assert!(counts.skipped_lines + counts.statics + counts.rejects >= counts.lines, "{counts:?}");
    Ok(())
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(decoded_with_books(b"").0, []);
    assert_eq!(decoded_with_books(b"\r\n\n \t\n").1.blank, 3);
    let mut rows = observations(exhibit(), AisKind::Nmea, &b""[..], NO_OPTIONS);
    assert!(rows.next().is_none());
}

#[test]
fn a_table_without_its_header_is_an_error_that_says_which_columns_are_missing() {
    for bytes in
        [&b""[..], b"\n\n", b"a,b,c\n", b"\xff,\xfe\n", b"!AIVDM,1,1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0*03\n"]
    {
        let error = table_with_books(bytes).unwrap_err().to_string();
        assert!(error.contains("aisstream-static") && error.contains("`imo`, `MMSI`"), "{error}");
        let rows = observations(exhibit(), AisKind::Table(Dialect::AisstreamStatic), bytes, NO_OPTIONS);
        assert_eq!(rows.take(3).count(), 1, "an error is the end");
    }
}

#[test]
fn a_file_of_another_kind_is_all_rejects_and_is_not_taken_for_a_log() {
    let csv = b"MMSI,When,LAT,LON\n369970120,2023-01-11T00:00:11,29.80396,-93.34848\n";
    assert_eq!(sniff(csv), None);
    let (items, counts) = decoded_with_books(csv);
    assert_eq!((counts.rejects, counts.messages), (2, 0));
    let reason = "not a sentence: found `M` first, expected `!`, `$`, `\\` or `#`";
    assert_eq!(faults(&items)[reason], 1);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0";
    assert_eq!(sniff(png), None);
    assert_eq!(decoded_with_books(png).1.messages, 0);
}

/// So many bytes of `x`, then an end of line and a sentence.
struct Endless {
    left: usize,
    tail: std::io::Cursor<Vec<u8>>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return self.tail.read(buffer);
        }
        let n = self.left.min(buffer.len());
        buffer[..n].fill(b'x');
        self.left -= n;
        Ok(n)
    }
}

#[test]
fn a_line_of_fifty_megabytes_is_one_reject_and_reading_goes_on() {
    let left = 50_000_000;
    let tail = format!("\n{}\n", class_a(538_003_439, 0, 0).sentence()).into_bytes();
    let mut decoder = decode(BufReader::new(Endless { left, tail: std::io::Cursor::new(tail) }), NO_OPTIONS);
    let reject = decoder.next().unwrap().unwrap().message.unwrap_err();
    assert_eq!(
        reject.fault.to_string(),
        format!("line of {} bytes, expected at most {MAX_LINE_BYTES}", left + 1)
    );
    assert_eq!(reject.row.len(), 800);
    let next = decoder.next().unwrap().unwrap();
    assert_eq!((next.line, next.byte_offset), (2, left as u64 + 1));
    assert!(next.message.is_ok());
    assert!(decoder.next().is_none());
}

#[test]
fn a_reader_that_fails_is_an_error_with_its_line_and_then_the_end() {
    struct Broken(usize);
    impl Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            match self.0 {
                1 => (&b"# one\n# two\n!AIVDM,2,1,3,A,53aI,0*00\n# th"[..]).read(buffer),
                _ => Err(std::io::Error::other("cable pulled")),
            }
        }
    }
    let mut decoder = decode(BufReader::new(Broken(0)), NO_OPTIONS);
    assert!(decoder.next().unwrap().unwrap().message.is_err());
    assert_eq!(decoder.next().unwrap().unwrap_err().to_string(), "reading after line 3: cable pulled");
    assert!(decoder.next().is_none());
}

#[test]
fn bytes_that_are_no_text_are_rejects_shown_safely() {
    let line = sum('!', "AIVDM,1,1,,A,13aDq30P00PJ8BPN,0").replace("13a", "\u{1b}[2J");
    let mut bytes = line.into_bytes();
    bytes.extend(b"\n\xff\xfe\xfd\n!AIVDM\xff,1,1,,A,1,0*00\n\\s:\xff*00\\!AIVDM\n");
    let mut rows = observations(exhibit(), AisKind::Nmea, bytes.as_slice(), NO_OPTIONS);
    for row in rows.by_ref() {
        let Row::Reject(reject) = row.unwrap() else { panic!() };
        assert!(!reject.text.chars().any(char::is_control) && !reject.reason.chars().any(char::is_control));
    }
    assert_eq!(rows.counts().rejects, 4);
}

#[test]
fn absurd_numbers_in_every_field_are_rejects_or_left_out() {
    let huge = "9".repeat(60);
    let sentence = class_a(538_003_439, 0, 0).sentence();
    for line in [
        tagged(&format!("c:{huge}"), &sentence),
        tagged(&format!("g:{huge}-{huge}-{huge}"), &sentence),
        sum('!', &format!("AIVDM,{huge},1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0")),
        sum('!', &format!("AIVDM,1,1,{huge},A,13aDq30P00PJ8BPN?0@@0?wV2@NC,0")),
        sum('!', &format!("AIVDM,1,1,,A,13aDq30P00PJ8BPN?0@@0?wV2@NC,{huge}")),
        sum('!', &format!("AIVDM,1,1,,A,{},0", "w".repeat(2_000))),
        sum('!', "AIVDM,1,1,,A,,0"),
        sum('$', &format!("PGHP,1,{huge},6,11,11,46,11,390,231,45,992190934,1,2B")),
    ] {
        let (items, counts) = decoded_with_books(line.as_bytes());
        assert_eq!((counts.rejects, items.len()), (1, 1), "{line}");
    }
    let far = tagged("c:99999999999", &sentence);
    assert_eq!(decoded_with_books(far.as_bytes()).0[0].time.unwrap().to_string(), "5138-11-16T09:46:39Z");
    let behind = format!("{sentence},r003669946,{huge}");
    assert_eq!(decoded_with_books(behind.as_bytes()).0[0].time, None);
}

/// Applications whose layout is known, and one that nobody knows.
const APPLICATIONS: &[(i64, i64)] = &[
    (366, 56),
    (0, 0),
    (1, 0),
    (1, 1),
    (1, 2),
    (1, 3),
    (1, 4),
    (1, 5),
    (1, 11),
    (1, 12),
    (1, 13),
    (1, 14),
    (1, 15),
    (1, 16),
    (1, 17),
    (1, 18),
    (1, 19),
    (1, 20),
    (1, 21),
    (1, 22),
    (1, 24),
    (1, 25),
    (1, 26),
    (1, 27),
    (1, 29),
    (1, 31),
    (1, 32),
    (1, 40),
    (200, 10),
    (200, 21),
    (200, 22),
    (200, 23),
    (200, 24),
    (200, 40),
    (200, 55),
    (235, 10),
];

/// A change of a file: a place and what happens there.
#[derive(Clone, Debug)]
enum Change {
    Byte(u8),
    Cut(usize),
    Insert(Vec<u8>),
    Repeat(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<u8>().prop_map(Change::Byte),
        (1_usize..300).prop_map(Change::Cut),
        proptest::collection::vec(any::<u8>(), 1..200).prop_map(Change::Insert),
        (1_usize..5_000).prop_map(Change::Repeat),
    ]
}

fn changed(bytes: &[u8], changes: &[(prop::sample::Index, Change)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, change) in changes {
        let at = place.index(bytes.len());
        let end = |length: usize| (at + length).min(bytes.len());
        match change {
            Change::Byte(byte) => bytes[at] = *byte,
            Change::Cut(length) => drop(bytes.drain(at..end(*length))),
            Change::Insert(new) => drop(bytes.splice(at..at, new.iter().copied())),
            Change::Repeat(length) => {
                let again = bytes[at..end(*length)].to_vec();
                bytes.splice(at..at, again);
            }
        }
        if bytes.is_empty() {
            bytes.push(b'\n');
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, Change)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), change()), 1..40)
}

/// The first lines of a real file.
fn head(path: &str) -> Option<Vec<u8>> {
    let mut bytes = real_file(path)?;
    bytes.truncate(20_000);
    Some(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn random_bytes_are_accounted_for_line_by_line(bytes in proptest::collection::vec(any::<u8>(), 0..3_000)) {
        decoded_with_books(&bytes);
        sniff(&bytes);
    }

    #[test]
    fn random_bits_of_every_type_application_and_length_give_fields_or_a_fault(
        random in proptest::collection::vec(any::<u8>(), 140), fill in 0_u8..2, length in 0_usize..=1_088,
    ) {
        for message_type in 0..64 {
            for (dac, fi) in APPLICATIONS {
                let bits = Bits::of(&[(6, message_type)]);
                let head = match message_type {
                    6 => bits.number(33, 7).number(33, 7).number(10, *dac).number(6, *fi),
                    8 => bits.number(34, 7).number(10, *dac).number(6, *fi),
                    25 | 26 => bits.number(32, 7).number(2, 1).number(10, *dac).number(6, *fi),
                    _ if (*dac, *fi) != APPLICATIONS[0] => continue,
                    _ => bits,
                };
                let byte = |byte: &u8| i64::from(*byte) * i64::from(fill);
                let bits = random.iter().fold(head, |bits, random| bits.number(8, byte(random))).cut(length);
                let (armour, fill) = bits.armour();
                let Ok(payload) = Payload::from_armour(armour.as_bytes(), fill as u8) else {
                    prop_assert!(armour.len() * 6 > 1_088, "{} characters refused", armour.len());
                    continue;
                };
                match Message::from_payload(&payload) {
                    Ok(message) => {
                        prop_assert!((1..=27).contains(&message_type) && length >= 38);
                        prop_assert!(message.fields().iter().all(|(name, _)| FIELD_NAMES.contains(name)));
                        if let Some(cut) = message.truncation {
                            prop_assert!(cut.at_bit == length && cut.needs_bits > length);
                        }
                    }
                    Err(_) => prop_assert!(length < 38 || !(1..=27).contains(&message_type)),
                }
            }
        }
    }

    #[test]
    fn random_sentences_are_accounted_for(
        bodies in proptest::collection::vec(
            "[!$\\\\]?(AI|BS)VD[MO],[0-3],[0-3],[0-9]?,[AB]?,[0-W`-w]{0,200},[0-6]", 0..30),
    ) {
        let lines: Vec<String> = bodies.iter().map(|body| sum('!', body)).collect();
        decoded_with_books(lines.join("\n").as_bytes());
    }

    #[test]
    fn a_real_log_with_random_changes_is_accounted_for_line_by_line(changes in changes()) {
        for path in ["nmea/aisdb/test_data_20211101.nm4", "nmea/dma/stream_example.txt.gz", "nmea/libais/test.aivdm"] {
            let Some(bytes) = head(path) else { return Ok(()) };
            let bytes = changed(&bytes, &changes);
            decoded_with_books(&bytes);
            let rows = observations(exhibit(), AisKind::Nmea, bytes.as_slice(), NO_OPTIONS);
            prop_assert!(rows.map(Result::unwrap).count() > 0);
        }
    }

    #[test]
    fn the_real_table_with_random_changes_is_accounted_for_line_by_line(changes in changes()) {
        let Some(bytes) = head("portcalls_burrard/static_messages.csv") else { return Ok(()) };
        let header = bytes.iter().position(|c| *c == b'\n').unwrap() + 1;
        let bytes = [&bytes[..header], &changed(&bytes[header..], &changes)].concat();
        prop_assert!(table_with_books(&bytes).is_ok());
    }
}
