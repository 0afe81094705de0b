//! No bytes make the reader of photographs panic, hang or take gigabytes, and what it places on the Earth lies there.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_imagery::photo::{UtcOffset, read_photo};
use std::io::Cursor;

fuzz_target!(|bytes: &[u8]| {
    let Ok(facts) = read_photo("fuzz", Box::new(Cursor::new(bytes.to_vec()))) else { return };
    let _ = facts.time(UtcOffset::from_seconds(32_400), -3600);
    let (lines, samples) = facts.orientation.shown_size(facts.lines, facts.samples);
    let (line, sample) = facts.orientation.stored((0.0, 0.0), lines, samples);
    assert!(line >= 0.0 && sample >= 0.0);
});
