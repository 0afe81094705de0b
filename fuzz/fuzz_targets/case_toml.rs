//! No bytes under the name of `case.toml` make the reader panic, and no error shows a control character.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_case::CaseConfig;

fuzz_target!(|bytes: &[u8]| {
    match CaseConfig::parse(bytes) {
        Ok(case) => {
            for row in case.params.listing() {
                assert!(!row.key.is_empty());
            }
        }
        Err(error) => assert!(!error.full_text().replace('\n', "").contains(char::is_control)),
    }
});
