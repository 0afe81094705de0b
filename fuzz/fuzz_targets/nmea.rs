//! Any bytes as an NMEA log: no panic, every line counted once, rows in step with messages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_ais::{AisKind, Options, decode, observations, sniff};
use plimsoll_model::{RecordId, RecordKind};

fuzz_target!(|bytes: &[u8]| {
    let options = Options { default_time: None, future_after: None };
    let mut decoder = decode(bytes, options);
    for item in decoder.by_ref() {
        let item = item.expect("a slice can be read");
        if let Ok(message) = &item.message {
            assert!(message.fields().len() > 3);
        }
    }
    let c = decoder.counts();
    let skipped = c.blank + c.comments + c.other_sentences + c.receive_time_lines;
    assert_eq!(c.lines, skipped + c.message_lines + c.rejected_lines);
    assert_eq!(c.bytes, bytes.len() as u64);

    let _ = sniff(bytes);
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let mut rows = observations(exhibit, AisKind::Nmea, bytes, options);
    let given = rows.by_ref().map(|row| row.expect("a slice can be read")).count() as u64;
    let r = rows.counts();
    assert_eq!(given, r.positions + r.statics + r.stations + r.rejects);
    assert!(given + r.without_row >= c.messages);
});
