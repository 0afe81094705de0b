//! Any bytes behind the header of the table of static records: no panic, every line a report, a reject or blank.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_ais::{AisKind, Dialect, Options, observations};
use plimsoll_model::{RecordId, RecordKind};

fuzz_target!(|bytes: &[u8]| {
    let dialect = Dialect::AisstreamStatic;
    let table = [dialect.columns().join(",").as_bytes(), b"\n", bytes].concat();
    let options = Options { default_time: None, future_after: None };
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    let mut rows = observations(exhibit, AisKind::Table(dialect), table.as_slice(), options);
    for row in rows.by_ref() {
        row.expect("the header is there and a slice can be read");
    }
    let r = rows.counts();
    assert_eq!((r.bytes, r.messages), (table.len() as u64, r.statics));
    assert!(r.skipped_lines + r.statics + r.rejects >= r.lines);

    // And as they come, header and all.
    for row in observations(exhibit, AisKind::Table(dialect), bytes, options) {
        let _ = row;
    }
});
