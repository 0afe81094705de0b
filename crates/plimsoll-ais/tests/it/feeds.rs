//! Feeds: messages of several sentences, receive times in their several forms, and that every line is accounted for.

use crate::encoder::{Bits, class_a, static_and_voyage, sum, tagged};
use crate::real_files::real_file;
use plimsoll_ais::{
    AisKind, Body, Closed, Counts, Decoded, Fault, OPEN_MESSAGES, Options, Row, RowCounts, decode,
    observations,
};
use plimsoll_model::{ExhibitId, RecordId, RecordKind};
use std::collections::BTreeMap;

pub(crate) const NO_OPTIONS: Options = Options { default_time: None, future_after: None };

pub(crate) fn exhibit() -> ExhibitId {
    RecordId::of(RecordKind::Exhibit, &[])
}

/// Decodes a log and checks the books: each line is counted once, each item stands where a line begins.
pub(crate) fn decoded_with_books(log: &[u8]) -> (Vec<Decoded>, Counts) {
    let mut decoder = decode(log, NO_OPTIONS);
    let items: Vec<Decoded> = decoder.by_ref().map(Result::unwrap).collect();
    let c = decoder.counts();
    let mut starts = vec![0_u64];
    starts.extend(log.iter().zip(1..).filter(|(byte, _)| **byte == b'\n').map(|(_, next)| next));
    let lines = starts.len() as u64 - u64::from(log.is_empty() || log.ends_with(b"\n"));
    assert_eq!((c.bytes, c.lines), (log.len() as u64, lines));
    let skipped = c.blank + c.comments + c.other_sentences + c.receive_time_lines;
    assert_eq!(c.lines, skipped + c.message_lines + c.rejected_lines, "{c:?}");
    let stood_on = |items: &[Decoded], is_ok| {
        let those = items.iter().filter(|item| item.message.is_ok() == is_ok);
        those.map(|item| u64::from(item.sentences)).sum::<u64>()
    };
    assert_eq!((stood_on(&items, true), stood_on(&items, false)), (c.message_lines, c.rejected_lines));
    assert_eq!(items.len() as u64, c.messages + c.rejects);
    for item in &items {
        assert_eq!(starts[item.line as usize - 1], item.byte_offset);
    }
    (items, c)
}

/// The faults of a log with how often each comes.
pub(crate) fn faults(items: &[Decoded]) -> BTreeMap<String, u32> {
    let mut faults = BTreeMap::new();
    for unread in items.iter().filter_map(|item| item.message.as_ref().err()) {
        *faults.entry(unread.fault.to_string()).or_default() += 1;
    }
    faults
}

fn log(lines: &[String]) -> Vec<u8> {
    lines.join("\r\n").into_bytes()
}

fn names(items: &[Decoded]) -> Vec<String> {
    let name = |item: &Decoded| match item.message.as_ref().map(|message| &message.body) {
        Ok(Body::StaticAndVoyage(body)) => body.ship_name.unwrap().as_str().to_owned(),
        Ok(_) => "-".to_owned(),
        Err(unread) => unread.fault.to_string(),
    };
    items.iter().map(name).collect()
}

fn parts(name: &str, sequence: u8) -> Vec<String> {
    static_and_voyage(538_003_439, name, 82).sentences(sequence, 28)
}

fn missing(total: u8, received: u16, why: Closed) -> String {
    Fault::Incomplete { total, received, why }.to_string()
}

#[test]
fn sentences_come_together_in_any_order_and_between_others() {
    let (a, b) = (parts("ALPHA", 1), parts("BRAVO", 2));
    assert_eq!(a.len(), 3);
    let single = class_a(538_003_439, 0, 0).sentence();
    let mixed = [&a[2], &b[0], &single, &a[0], &b[1], &a[1], &b[2]].map(Clone::clone);
    let (items, counts) = decoded_with_books(&log(&mixed));
    assert_eq!(names(&items), ["-", "ALPHA", "BRAVO"]);
    assert_eq!((items[1].line, items[1].sentences, items[2].line), (1, 3, 2));
    assert_eq!(items[1].payload_bits, 424);
    assert_eq!(counts.message_lines, 7);
}

#[test]
fn channel_and_sequence_keep_messages_apart() {
    let a = parts("ALPHA", 1);
    let on_a: Vec<String> = parts("OTHER", 1)
        .iter()
        .map(|line| sum('!', &line[1..line.len() - 3].replace(",B,", ",A,")))
        .collect();
    let mixed = [&a[0], &on_a[0], &on_a[1], &a[1], &a[2], &on_a[2]].map(Clone::clone);
    assert_eq!(names(&decoded_with_books(&log(&mixed)).0), ["ALPHA", "OTHER"]);
}

#[test]
fn an_incomplete_message_is_a_reject_that_names_what_is_missing() {
    let a = parts("ALPHA", 1);
    let (items, _) = decoded_with_books(&log(&[a[0].clone(), a[2].clone()]));
    assert_eq!(names(&items), [missing(3, 0b1010, Closed::EndOfInput)]);
    assert_eq!((items[0].line, items[0].sentences), (1, 2));
    assert_eq!(items[0].message.as_ref().unwrap_err().row, a[0].as_bytes());
    let (items, _) = decoded_with_books(&log(&[a[0].clone(), a[0].clone(), a[1].clone(), a[2].clone()]));
    assert_eq!(names(&items), [missing(3, 0b0010, Closed::Superseded), "ALPHA".to_owned()]);
}

#[test]
fn a_sentence_sixty_seconds_late_does_not_complete_the_message_before() {
    let a = parts("ALPHA", 1);
    let at = |second: i64, line: &str| tagged(&format!("c:{},s:x", 1_700_000_000 + second), line);
    let in_time = [at(0, &a[0]), at(59, &a[1]), at(60, &a[2])];
    assert_eq!(names(&decoded_with_books(&log(&in_time)).0), ["ALPHA"]);
    let late = [at(0, &a[0]), at(59, &a[1]), at(61, &a[2])];
    let expected = [missing(3, 0b0110, Closed::TimedOut), missing(3, 0b1000, Closed::EndOfInput)];
    assert_eq!(names(&decoded_with_books(&log(&late)).0), expected);
}

#[test]
fn without_times_a_thousand_lines_are_waited_for() {
    let a = parts("ALPHA", 1);
    let comments = |n: usize| vec!["#".to_owned(); n];
    let near = [vec![a[0].clone(), a[1].clone()], comments(998), vec![a[2].clone()]].concat();
    assert_eq!(names(&decoded_with_books(&log(&near)).0), ["ALPHA"]);
    let far = [vec![a[0].clone(), a[1].clone()], comments(999), vec![a[2].clone()]].concat();
    let expected = [missing(3, 0b0110, Closed::LinesPassed), missing(3, 0b1000, Closed::EndOfInput)];
    assert_eq!(names(&decoded_with_books(&log(&far)).0), expected);
}

#[test]
fn only_so_many_messages_are_open_at_once_and_the_oldest_is_given_up() {
    let first = |station: usize| tagged(&format!("s:{station},c:1700000000"), &parts("ALPHA", 1)[0]);
    let lines: Vec<String> = (0..=OPEN_MESSAGES).map(first).collect();
    let (items, _) = decoded_with_books(&log(&lines));
    assert_eq!(names(&items)[0], missing(3, 0b0010, Closed::CrowdedOut));
    assert_eq!((items.len(), items[0].line), (OPEN_MESSAGES + 1, 1));
}

#[test]
fn tag_blocks_group_sentences_across_interleaved_messages_and_stations() {
    // The group's second sentence has no receiver and no time; both stations use sequence number 1 on channel B.
    let (a, b) = (parts("ALPHA", 1), parts("BRAVO", 1));
    let lines = [
        tagged("g:1-3-11,s:one,c:1700000000", &a[0]),
        tagged("g:1-3-22,s:two,c:1700000001", &b[0]),
        tagged("g:2-3-22", &b[1]),
        tagged("g:2-3-11", &a[1]),
        tagged("g:3-3-11", &a[2]),
        tagged("g:3-3-22", &b[2]),
    ];
    let (items, _) = decoded_with_books(&log(&lines));
    assert_eq!(names(&items), ["ALPHA", "BRAVO"]);
    let receipts: Vec<_> = items
        .iter()
        .map(|item| (item.receiver.as_deref().unwrap(), item.time.unwrap().as_second()))
        .collect();
    assert_eq!(receipts, [("one", 1_700_000_000), ("two", 1_700_000_001)]);
}

#[test]
fn receivers_keep_messages_apart_and_a_bare_second_sentence_joins_the_first() {
    let (a, b) = (parts("ALPHA", 1), parts("BRAVO", 1));
    let lines = [
        tagged("s:one", &a[0]),
        tagged("s:two", &b[0]),
        tagged("s:one", &a[1]),
        tagged("s:two", &b[1]),
        tagged("s:two", &b[2]),
        a[2].clone(),
    ];
    assert_eq!(names(&decoded_with_books(&log(&lines)).0), ["BRAVO", "ALPHA"]);
}

fn gatehouse(second: u8, station: &str, checksum: u8) -> String {
    sum('$', &format!("PGHP,1,2010,6,11,11,46,{second},390,219,,{station},1,{checksum:02X}"))
}

/// The exclusive or of the checksums of sentences.
fn link(lines: &[String]) -> u8 {
    lines.iter().fold(0, |sum, line| sum ^ u8::from_str_radix(&line[line.len() - 2..], 16).unwrap())
}

#[test]
fn a_receive_time_line_belongs_to_the_next_message_and_to_no_other() {
    let single = class_a(538_003_439, 0, 0).sentence();
    let a = parts("ALPHA", 1);
    let lines = vec![
        gatehouse(11, "2190064", link(std::slice::from_ref(&single))),
        single.clone(),
        single.clone(),
        gatehouse(12, "2190065", link(&a)),
        a[0].clone(),
        gatehouse(13, "", 0),
        single.clone(),
        a[1].clone(),
        a[2].clone(),
        gatehouse(14, "2190066", 0x7f),
        single,
    ];
    let (items, counts) = decoded_with_books(&log(&lines));
    let seen: Vec<_> =
        items.iter().map(|item| (item.time.map(|t| t.as_second() % 60), item.receiver.as_deref())).collect();
    let expected = [
        (Some(11), Some("2190064")),
        (None, None), // it came without a line of its own
        (Some(13), None),
        (Some(12), Some("2190065")),
        (None, None), // the line before it is of another sentence
    ];
    assert_eq!(seen, expected);
    assert_eq!(counts.receive_time_lines, 4);
}

#[test]
fn the_default_time_stands_in_only_where_the_feed_has_none() {
    let options = Options { default_time: "2020-01-01T00:00:00Z".parse().ok(), future_after: None };
    let single = class_a(538_003_439, 0, 0).sentence();
    let lines = log(&[single.clone(), tagged("c:1700000000", &single)]);
    let times: Vec<_> =
        decode(lines.as_slice(), options).map(|item| item.unwrap().time.unwrap().as_second()).collect();
    assert_eq!(times, [1_577_836_800, 1_700_000_000]);
}

fn rows_of(lines: &[String], options: Options) -> (Vec<Row>, RowCounts) {
    let bytes = log(lines);
    let mut rows = observations(exhibit(), AisKind::Nmea, bytes.as_slice(), options);
    (rows.by_ref().map(Result::unwrap).collect(), rows.counts())
}

fn reasons(rows: &[Row]) -> Vec<&str> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Reject(reject) => Some(reject.reason.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_message_becomes_rows_with_their_source_and_stable_identifiers() {
    let extended =
        Bits::of(&[(6, 19), (2, 0), (30, 338_087_471), (8, 0), (10, 55), (1, 0), (28, -44_000_000)])
            .number(27, 24_000_000)
            .number(12, 900)
            .number(9, 511)
            .number(6, 60)
            .number(4, 0)
            .text(20, "SMALL CRAFT")
            .number(8, 37)
            .number(30, 5 << 21 | 6 << 12 | 2 << 6 | 1)
            .number(4, 1)
            .number(4, 0b0100)
            .number(3, 0);
    let lines = [tagged("s:one,c:1700000000", &extended.sentence()), "# end".to_owned()];
    let (rows, counts) = rows_of(&lines, NO_OPTIONS);
    let [Row::Position(position, receiver), Row::Static(statics)] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(position.mmsi, statics.mmsi);
    assert_eq!((position.source.line, position.source.byte_offset), (1, 0));
    assert!((position.position.unwrap().lon_deg() + 73.333_333_333).abs() < 1e-9);
    assert!((position.sog.unwrap().to_knots() - 5.5).abs() < 1e-9);
    assert_eq!((position.heading, receiver.as_deref()), (None, Some("one")));
    assert_eq!(statics.ship_name.as_deref(), Some("SMALL CRAFT"));
    assert!((statics.dimensions.length_overall.unwrap().to_metres() - 11.0).abs() < 1e-9);
    assert_eq!(rows, rows_of(&lines, NO_OPTIONS).0);
    assert_ne!(position.id(), statics.id);
    assert_eq!((counts.positions, counts.statics, counts.messages, counts.skipped_lines), (1, 1, 1, 1));
}

#[test]
fn what_gives_no_row_is_a_reject_or_counted() {
    let good = class_a(538_003_439, 0, 0);
    let timed = |bits: &Bits| tagged("c:1700000000", &bits.sentence());
    let lines = [
        good.sentence(),
        timed(&class_a(538_003_439, 108_600_000, 54_600_000)),
        timed(&class_a(538_003_439, 120_060_000, 0)),
        timed(&class_a(1_000_000_001, 0, 0)),
        timed(&good.clone().cut(150)),
        timed(&good.clone().cut(100)),
        timed(&good.clone().number(60, 1)),
        timed(&Bits::of(&[(6, 8), (2, 0), (30, 538_003_439), (40, 7)])),
        tagged("c:600000000", &good.sentence()),
        tagged("c:1800000000", &good.sentence()),
    ];
    let options = Options { default_time: None, future_after: "2024-01-01T00:00:00Z".parse().ok() };
    let (rows, counts) = rows_of(&lines, options);
    assert_eq!(
        reasons(&rows),
        [
            "no receive time: expected one in a tag block, behind the sentence or before it",
            "message 1: longitude 200.1 is not between -180 and 180",
            "`1000000001` is not an MMSI: expected nine digits or fewer, found a number above 999999999",
            "message 1: cut off at bit 150 of 168; the fields up to there are kept",
            "message 1: cut off at bit 100 of 168; the fields up to there are kept",
            "message 1: payload of 228 bits, expected 168, and the bits behind are not zero",
            "receive time 1989-01-05T10:40:00Z is before 1990-01-01T00:00:00Z",
            "receive time 2027-01-15T08:00:00Z is in the future of 2024-01-01T00:00:00Z",
        ]
    );
    assert_eq!((counts.positions, counts.without_row, counts.messages), (5, 0, 10));
}

/// How many messages are of each type.
fn types(items: &[Decoded]) -> BTreeMap<u8, u32> {
    let mut types = BTreeMap::new();
    for message in items.iter().filter_map(|item| item.message.as_ref().ok()) {
        *types.entry(message.message_type).or_default() += 1;
    }
    types
}

/// What a file gives, and how often each reason of a reject comes.
fn rows_of_file(bytes: &[u8]) -> (RowCounts, BTreeMap<String, u32>) {
    let mut rows = observations(exhibit(), AisKind::Nmea, bytes, NO_OPTIONS);
    let mut reasons = BTreeMap::new();
    for row in rows.by_ref() {
        if let Row::Reject(reject) = row.unwrap() {
            *reasons.entry(reject.reason).or_default() += 1;
        }
    }
    println!("{:?}", rows.counts());
    (rows.counts(), reasons)
}

#[test]
fn the_national_feed_of_denmark_is_read_whole_with_its_times() {
    let Some(bytes) = real_file("nmea/dma/stream_example.txt.gz") else { return };
    let (items, counts) = decoded_with_books(&bytes);
    assert_eq!(
        counts,
        Counts {
            bytes: 427_451,
            lines: 8_551,
            receive_time_lines: 4_051,
            messages: 4_051,
            not_decoded: 15,
            message_lines: 4_500,
            ..Counts::default()
        }
    );
    let times: Vec<_> = items.iter().map(|item| item.time.unwrap()).collect();
    assert_eq!(times.iter().min().unwrap().to_string(), "2010-06-11T11:46:10Z");
    assert_eq!(times.iter().max().unwrap().to_string(), "2010-06-11T11:46:38.873Z");
    let expected = [
        [(1, 2_511), (2, 7), (3, 369), (4, 129), (5, 424), (6, 37), (7, 9), (8, 63), (9, 1)].as_slice(),
        &[(15, 66), (16, 23), (17, 5), (18, 101), (20, 191), (21, 37), (23, 4), (24, 74)],
    ];
    assert_eq!(types(&items), expected.concat().into_iter().collect());
    let (rows, reasons) = rows_of_file(&bytes);
    assert_eq!((rows.positions, rows.statics, rows.stations, rows.without_row), (3_068, 513, 470, 0));
    let cut_off = "message 8: cut off at bit 344 of 346; the fields up to there are kept";
    assert_eq!(reasons, BTreeMap::from([(cut_off.to_owned(), 1)]));
}

#[test]
fn a_feed_with_tag_blocks_and_groups_is_read_whole() {
    let Some(bytes) = real_file("nmea/aisdb/test_data_20211101.nm4") else { return };
    let (items, counts) = decoded_with_books(&bytes);
    assert_eq!(
        counts,
        Counts {
            bytes: 84_630,
            lines: 1_000,
            blank: 3,
            messages: 979,
            not_decoded: 3,
            message_lines: 997,
            ..Counts::default()
        }
    );
    assert!(items.iter().all(|item| item.time.is_some() && item.receiver.is_some()));
    let expected = [(1, 608), (3, 104), (4, 5), (5, 18), (6, 1), (8, 1), (18, 74), (19, 4), (21, 11)];
    let expected = expected.into_iter().chain([(24, 24), (25, 2), (27, 127)]);
    assert_eq!(types(&items), expected.collect());
    let (rows, reasons) = rows_of_file(&bytes);
    assert_eq!((rows.positions, rows.statics, rows.stations, rows.without_row), (920, 46, 17, 0));
    assert_eq!(reasons, BTreeMap::new());
}

#[test]
fn the_examples_of_libais_are_read_whole_noise_and_all() {
    let Some(bytes) = real_file("nmea/libais/test.aivdm") else { return };
    let (items, counts) = decoded_with_books(&bytes);
    assert_eq!((counts.messages, counts.not_decoded, counts.rejects), (243, 45, 18));
    let short = "payload of 33 bits, expected at least 38: message type, repeat indicator and MMSI";
    let expected = [(short.to_owned(), 1), ("message type 28, expected 1 to 27".to_owned(), 17)];
    assert_eq!(faults(&items), BTreeMap::from(expected));
    // Message 27 had just been defined: most of the examples are noise, of any length.
    let long_range = items.iter().filter_map(|item| item.message.as_ref().ok());
    let long_range: Vec<_> = long_range.filter(|message| message.message_type == 27).collect();
    let truncated = long_range.iter().filter(|message| message.truncation.is_some()).count();
    let too_long = long_range.iter().filter(|message| message.is_too_long()).count();
    assert_eq!((long_range.len(), truncated, too_long), (19, 7, 10));
    let (rows, reasons) = rows_of_file(&bytes);
    assert_eq!((rows.positions, rows.statics, rows.stations, rows.without_row), (116, 15, 91, 0));
    let of_27 = reasons.iter().filter(|(reason, _)| reason.starts_with("message 27: "));
    assert_eq!(of_27.map(|(_, count)| count).sum::<u32>(), 30);
    assert_eq!(rows.rejects, 98);
}
