//! No bytes under the name of a ZIP archive make the reader panic, and what comes out of it is bounded.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_case::exhibit::{head, members, sniff_file};

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("plimsoll-fuzz-{}.zip", std::process::id()));
    std::fs::write(&path, bytes).expect("a temporary file");
    let _ = sniff_file(&path, "f");
    if let Ok(head) = head(&path, "f") {
        assert!(head.len() <= plimsoll_case::exhibit::HEAD_BYTES);
    }
    if let Ok(members) = members(&path, "f") {
        assert!(!members.is_empty());
    }
});
