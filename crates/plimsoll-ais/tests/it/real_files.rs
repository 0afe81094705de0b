//! The real files, read where they lie.

use std::io::Read;
use std::path::PathBuf;

/// The bytes of a file of the real data, decompressed; `None`, and a line that says so, where the data is absent.
pub(crate) fn real_file(path: &str) -> Option<Vec<u8>> {
    let whole = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ais")).join(path);
    let Ok(bytes) = std::fs::read(&whole) else {
        println!("SKIPPED: no real data at {}", whole.display());
        return None;
    };
    if whole.extension().is_none_or(|end| end != "gz") {
        return Some(bytes);
    }
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut text).unwrap();
    Some(text)
}
