//! Exhibits: bytes as received, with where they came from, in `sources/` and its manifest.
//!
//! An exhibit is either copied into `sources/` and made read-only, or referenced where it lies; both are known by
//! their SHA-256. Nothing here alters a byte of what was received.

mod add;
mod archive;
mod manifest;
mod open;
mod parquet;
mod safe;
mod sniff;
mod verify;

pub use add::{AddOptions, Added, add, enter, place};
pub use archive::{Member, members};
pub use manifest::{ExhibitEntry, Mode, find, load};
pub use open::{MOST_DECOMPRESSED_BYTES, MOST_RATIO, head, open, open_path, open_stream};
pub use parquet::{ParquetRows, is_parquet, parquet_rows};
pub use safe::{add_all, safe_files};
pub use sniff::{ExhibitKind, HEAD_BYTES, Sniffed, sniff, sniff_file};
pub use verify::{Verification, VerificationState, verify, verify_entry};

use crate::store::hex;
use sha2::{Digest, Sha256};
use std::io::Read;

/// The folder of exhibits in a case.
pub const SOURCES: &str = "sources";
/// The manifest, as the case names it.
pub const MANIFEST: &str = "sources/manifest.jsonl";

/// SHA-256 in hexadecimal and the number of bytes, read as a stream.
pub fn hash_of(reader: &mut dyn Read) -> std::io::Result<(String, u64)> {
    let mut sink = std::io::sink();
    copy_hashing(reader, &mut sink)
}

/// Copies a stream and says its SHA-256 in hexadecimal and its length.
fn copy_hashing(reader: &mut dyn Read, writer: &mut dyn std::io::Write) -> std::io::Result<(String, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let n = match reader.read(&mut buffer) {
            Ok(0) => return Ok((hex(&hasher.finalize()), bytes)),
            Ok(n) => n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..n]);
        writer.write_all(&buffer[..n])?;
        bytes += n as u64;
    }
}

#[cfg(test)]
mod tests;
