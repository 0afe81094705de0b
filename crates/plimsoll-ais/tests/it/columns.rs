//! Columns and JSON lines against the list of fields of each message, which other tests hold to independent decoders.

use crate::encoder::{Bits, class_a, static_and_voyage, tagged};
use crate::feeds::NO_OPTIONS;
use crate::real_files::real_file;
use plimsoll_ais::columns::{BATCH_LINES, Table};
use plimsoll_ais::{
    BATCH_ITEMS, Columns, Decoded, JsonLines, Value, decode, decode_columns, write_json_line,
};
use proptest::prelude::*;

/// The real logs: single sentences, tag blocks, fields behind the checksum, receive-time lines.
const LOGS: [&str; 3] =
    ["nmea/dma/stream_example.txt.gz", "nmea/aisdb/test_data_20211101.nm4", "nmea/libais/test.aivdm"];

/// What stands beside the fields, in words.
fn head_of(item: &Decoded) -> String {
    let Decoded {
        line, byte_offset, sentences, time, receiver, channel, is_own_station, payload_bits, ..
    } = item;
    format!(
        "{line} {byte_offset} {sentences} {time:?} {receiver:?} {channel:?} {is_own_station} {payload_bits}"
    )
}

fn head_in(columns: &Columns, table: &Table, row: usize) -> String {
    let h = table.heads();
    let receiver = h.receiver[row].map(|number| columns.receivers()[number as usize].clone());
    let channel = h.channel[row].map(char::from);
    format!(
        "{} {} {} {:?} {receiver:?} {channel:?} {} {}",
        h.line[row],
        h.byte_offset[row],
        h.sentences[row],
        h.time[row],
        h.is_own_station[row],
        h.payload_bits[row]
    )
}

type Said = (u64, String, Vec<(&'static str, Value)>);

/// Reads a log into columns and message by message, and holds the one to the other. The number of messages.
fn same_in_columns(log: &[u8]) -> usize {
    let mut decoder = decode(log, NO_OPTIONS);
    let (mut listed, mut unread) = (Vec::<Said>::new(), Vec::new());
    for item in decoder.by_ref().map(Result::unwrap) {
        match &item.message {
            Ok(message) => listed.push((item.byte_offset, head_of(&item), message.fields())),
            Err(_) => unread.push(item),
        }
    }
    let mut batches = decode_columns(log, NO_OPTIONS);
    let (mut columns, mut in_columns, mut unread_in_columns) =
        (Columns::new(), Vec::<Said>::new(), Vec::new());
    while batches.next_batch(&mut columns).unwrap() {
        for table in columns.tables() {
            for row in 0..table.rows() {
                let fields = table.columns().iter().map(|column| (column.name, column.value(row))).collect();
                in_columns.push((table.heads().byte_offset[row], head_in(&columns, table, row), fields));
            }
        }
        unread_in_columns.extend_from_slice(columns.unread());
    }
    assert_eq!(batches.counts(), decoder.counts());
    // A table has the order of the log, the tables have none among them.
    listed.sort_by_key(|(place, ..)| *place);
    in_columns.sort_by_key(|(place, ..)| *place);
    assert_eq!(listed.len(), in_columns.len());
    for (listed, in_columns) in listed.iter().zip(&in_columns) {
        assert_eq!(listed, in_columns);
    }
    assert_eq!(unread, unread_in_columns);
    listed.len()
}

#[test]
fn every_message_of_the_real_logs_is_the_same_in_columns() {
    for path in LOGS {
        let Some(log) = real_file(path) else { return };
        assert!(same_in_columns(&log) > 80, "{path}");
    }
}

#[test]
fn a_log_of_several_batches_and_blocks_is_the_same_in_columns() {
    let mut log = String::new();
    for number in 0..(2 * BATCH_LINES as i64 + 3) {
        let position = class_a(200_000_000 + number, number * 7_001, number * 1_001);
        let cut = if number % 97 == 0 { position.cut(150) } else { position };
        let line = if number % 5 == 0 {
            tagged(&format!("c:{},s:x{}", 1_700_000_000 + number / 9, number % 3), &cut.sentence())
        } else {
            cut.sentence()
        };
        log += &format!("{line}\r\n");
        if number % 11 == 0 {
            let parts = static_and_voyage(number, &format!("NAME {number}"), number % 256);
            log += &format!("{}\n", parts.sentences((number % 10) as u8, 56).join("\n"));
        }
    }
    assert!(same_in_columns(log.as_bytes()) > 2 * BATCH_LINES);
}

/// The line of JSON of a message as the `serde_json` crate writes it.
fn json_of(item: &Decoded) -> Option<String> {
    use serde_json::Value as Json;
    let message = item.message.as_ref().ok()?;
    let text = |text: Option<String>| text.map_or(Json::Null, Json::String);
    let mut pairs = vec![
        ("line", item.line.into()),
        ("byte_offset", item.byte_offset.into()),
        ("time", text(item.time.map(|time| time.to_string()))),
        ("receiver", text(item.receiver.as_deref().map(str::to_owned))),
        ("channel", text(item.channel.map(String::from))),
    ];
    pairs.extend(message.fields().into_iter().map(|(name, value)| {
        let value = match value {
            Value::Null => Json::Null,
            Value::Int(number) => number.into(),
            Value::Float(number) => number.into(),
            Value::Text(text) => text.into(),
            Value::Bool(truth) => truth.into(),
        };
        (name, value)
    }));
    let pair = |(name, value): (&str, Json)| {
        format!("{}:{}", Json::from(name), serde_json::to_string(&value).unwrap())
    };
    Some(format!("{{{}}}\n", pairs.into_iter().map(pair).collect::<Vec<_>>().join(",")))
}

/// Holds the JSON lines of a log to those of the other crate. The number of lines.
fn same_in_json(log: &[u8]) -> usize {
    let mut decoder = decode(log, NO_OPTIONS);
    let (mut batch, mut lines, mut count) = (Vec::new(), JsonLines::new(), 0);
    while decoder.next_batch(&mut batch).unwrap() {
        assert!(!batch.is_empty() && batch.len() <= BATCH_ITEMS + 64);
        lines.clear();
        let mut expected = String::new();
        for item in &batch {
            lines.push(item);
            let line = json_of(item).unwrap_or_default();
            let mut single = b"before".to_vec();
            write_json_line(item, &mut single);
            assert_eq!(String::from_utf8_lossy(&single), format!("before{line}"));
            count += line.len().min(1);
            expected += &line;
        }
        assert_eq!(std::str::from_utf8(lines.bytes()).unwrap(), expected);
    }
    count
}

#[test]
fn every_message_of_the_real_logs_is_the_same_in_json_as_the_other_crate_writes_it() {
    for path in LOGS {
        let Some(log) = real_file(path) else { return };
        assert!(same_in_json(&log) > 80, "{path}");
    }
}

#[test]
fn every_speed_course_and_draught_is_the_same_in_json() {
    let mut log = String::new();
    for raw in 0..4_096_i64 {
        let position =
            Bits::of(&[(6, 1), (2, 0), (30, raw * 261_000), (4, raw % 16), (8, raw), (10, raw), (1, 1)])
                .number(28, raw * 26_000)
                .number(27, raw * 13_000)
                .number(12, raw)
                .number(9, raw)
                .number(6, raw)
                .number(25, raw * 8_000);
        log += &format!("{}\n", position.sentence());
        if raw < 256 {
            log +=
                &format!("{}\n", static_and_voyage(raw * 1_000, "A\"B\\C", raw).sentences(1, 56).join("\n"));
        }
    }
    assert_eq!(same_in_json(log.as_bytes()), 4_096 + 256);
    assert_eq!(same_in_columns(log.as_bytes()), 4_096 + 256);
}

#[test]
fn times_and_receivers_of_any_kind_are_the_same_in_json() {
    let sentence = class_a(538_003_439, 0, 0).sentence();
    let mut log = Vec::new();
    for second in
        [0_i64, 951_782_399, 951_868_800, 1_709_164_800, 4_107_542_399, 99_999_999_999, 250_000_000_000]
    {
        let millisecond = second * 1_000 + 250;
        for time in [
            format!("c:{second}"),
            format!("c:{second}.5"),
            format!("c:{millisecond}"),
            format!("c:{second}.000000001"),
        ] {
            log.extend(tagged(&format!("{time},s:a\"\u{1}\t\u{e9}"), &sentence).into_bytes());
            log.push(b'\n');
            log.extend(tagged(&format!("{time},s:\u{7f}\u{8}\u{c}\u{e9}\u{1f}\""), &sentence).into_bytes());
            log.push(b'\n');
        }
    }
    assert_eq!(same_in_json(&log), 7 * 4 * 2);
    same_in_columns(&log);
}

/// A sentence of random armour.
fn any_message() -> impl Strategy<Value = String> {
    let lengths =
        prop_oneof![4 => Just((28, 0)), 1 => Just((71, 2)), 1 => (7_usize..180).prop_map(|n| (n, n % 6))];
    (0_u8..28, lengths, proptest::collection::vec(0_u8..64, 180), any::<[bool; 3]>()).prop_map(
        |(message_type, (length, fill), mut sixes, sparse)| {
            sixes.truncate(length);
            sixes[0] = message_type;
            if sparse[0] {
                // Sentinels and texts that end are rare in noise.
                sixes.iter_mut().skip(7).step_by(3).for_each(|six| *six = 0);
            }
            let armour: String =
                sixes.iter().map(|six| char::from(if *six < 40 { six + 48 } else { six + 56 })).collect();
            let sentence = crate::encoder::sum(
                '!',
                &format!("AIVDM,1,1,,{},{armour},{fill}", if sparse[1] { "A" } else { "" }),
            );
            if sparse[2] { tagged("s:here,c:1700000000", &sentence) } else { sentence }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_messages_are_the_same_in_columns_and_in_json(messages in proptest::collection::vec(any_message(), 1..60)) {
        let log = messages.join("\n");
        let count = same_in_columns(log.as_bytes());
        prop_assert_eq!(same_in_json(log.as_bytes()), count);
    }
}
