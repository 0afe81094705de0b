//! Any bytes as an NMEA log: columns and JSON lines hold as many messages as the decoder gives one by one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_ais::{Columns, JsonLines, Options, decode, decode_columns};

fuzz_target!(|bytes: &[u8]| {
    let options = Options { default_time: None, future_after: None };
    let mut decoder = decode(bytes, options);
    let (mut batch, mut lines) = (Vec::new(), JsonLines::new());
    while decoder.next_batch(&mut batch).expect("a slice can be read") {
        batch.iter().for_each(|decoded| lines.push(decoded));
    }
    let counts = decoder.counts();
    let ends = lines.bytes().iter().filter(|byte| **byte == b'\n').count() as u64;
    assert_eq!(ends, counts.messages, "an end of line inside a line is escaped");

    let mut decoder = decode_columns(bytes, options);
    let (mut columns, mut rows, mut unread) = (Columns::new(), 0, 0);
    while decoder.next_batch(&mut columns).expect("a slice can be read") {
        unread += columns.unread().len() as u64;
        for table in columns.tables() {
            rows += table.rows() as u64;
            for column in table.columns() {
                assert_eq!(column.is_there.len(), table.rows());
                let _ = (0..table.rows()).map(|row| column.value(row)).count();
            }
        }
    }
    assert_eq!(decoder.counts(), counts);
    assert_eq!((rows, unread), (counts.messages, counts.rejects));
});
