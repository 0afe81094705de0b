//! Reading an exhibit, decompressed where it is gzip.

use super::{ExhibitEntry, HEAD_BYTES};
use crate::error::{CaseError, CaseErrorKind};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// Decompressed bytes after which reading stops whatever the ratio: 64 GiB, a year of a national AIS archive.
pub const MOST_DECOMPRESSED_BYTES: u64 = 64 << 30;
/// Decompressed bytes for each compressed byte above which reading stops, once 64 MiB have been read. AIS
/// logs and tables have 4 to 30; DEFLATE can reach about 1030, with nothing but repetition.
pub const MOST_RATIO: u64 = 200;
/// Decompressed bytes that may be read whatever the ratio.
const FREE_BYTES: u64 = 64 << 20;
/// First bytes of a gzip member (RFC 1952, section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The bytes of an exhibit as a stream, decompressed if they are gzip. Its hash is not checked here: see
/// [`super::verify_entry`].
pub fn open(case_dir: &Path, entry: &ExhibitEntry) -> Result<Box<dyn Read + Send>, CaseError> {
    let path = entry.location(case_dir);
    open_path(&path, &entry.path).map_err(|error| error.with_private(&path))
}

/// Opens a file by its path; `name` stands for it in messages.
pub(super) fn open_path(path: &Path, name: &str) -> Result<Box<dyn Read + Send>, CaseError> {
    let file = File::open(path).map_err(|error| missing_or_io(name, &error))?;
    let metadata = file.metadata().map_err(|error| CaseError::io("reading", name, &error))?;
    if !metadata.is_file() {
        return Err(CaseError::new(CaseErrorKind::Unreadable, name, "this is not a file, expected one"));
    }
    let most = MOST_DECOMPRESSED_BYTES.min(metadata.len().saturating_mul(MOST_RATIO).max(FREE_BYTES));
    decompressed(BufReader::new(file), most).map_err(|error| CaseError::io("reading", name, &error))
}

fn missing_or_io(name: &str, error: &std::io::Error) -> CaseError {
    let made = CaseError::io("opening", name, error);
    if error.kind() == std::io::ErrorKind::NotFound {
        return made
            .with_hint("put the file back where the manifest says, or delete its line and add it again");
    }
    made
}

/// A stream as it is, or decompressed if it begins as gzip does.
fn decompressed(reader: impl Read + Send + 'static, most: u64) -> std::io::Result<Box<dyn Read + Send>> {
    let mut reader = reader;
    let mut start = Vec::new();
    (&mut reader).take(2).read_to_end(&mut start)?;
    let is_gzip = start == GZIP;
    let whole = std::io::Cursor::new(start).chain(reader);
    Ok(if is_gzip {
        Box::new(Bounded { inner: MultiGzDecoder::new(whole), left: most, most })
    } else {
        Box::new(whole)
    })
}

/// A reader that fails once too much has come out of it.
struct Bounded<R> {
    inner: R,
    left: u64,
    most: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        match self.left.checked_sub(n as u64) {
            Some(left) => {
                self.left = left;
                Ok(n)
            }
            None => Err(std::io::Error::other(format!(
                "decompressed to more than {} bytes, which no log or table of this size does",
                self.most
            ))),
        }
    }
}

/// The first bytes of a file, decompressed, for [`super::sniff`]; at most [`HEAD_BYTES`]. A gzip stream that breaks
/// off gives what came before the break.
pub fn head(path: &Path, name: &str) -> Result<Vec<u8>, CaseError> {
    let mut reader = open_path(path, name)?;
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while head.len() < HEAD_BYTES {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => head.extend_from_slice(&buffer[..n]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) if !head.is_empty() => break,
            Err(error) => return Err(CaseError::io("reading", name, &error)),
        }
    }
    head.truncate(HEAD_BYTES);
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: Vec<u8>, most: u64) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        decompressed(std::io::Cursor::new(bytes), most)?.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn gzip_is_known_by_its_first_bytes_and_every_member_is_read() {
        let mut two = gzip(b"one,");
        two.extend(gzip(b"two"));
        assert_eq!(read(two, 100).unwrap(), b"one,two");
        assert_eq!(read(b"plain".to_vec(), 1).unwrap(), b"plain");
        assert_eq!(read(vec![], 1).unwrap(), b"");
        assert_eq!(read(vec![0x1f], 1).unwrap(), [0x1f]);
    }

    #[test]
    fn a_bomb_stops_at_the_bound() {
        let bomb = gzip(&vec![0; 1 << 20]);
        assert!(bomb.len() < 2000);
        let error = read(bomb.clone(), (1 << 20) - 1).unwrap_err().to_string();
        assert!(error.contains("1048575 bytes"), "{error}");
        assert_eq!(read(bomb, 1 << 20).unwrap().len(), 1 << 20);
    }

    #[test]
    fn a_gzip_stream_that_breaks_off_is_an_error_and_not_an_end() {
        let mut cut = gzip(b"0123456789".repeat(1000).as_slice());
        cut.truncate(cut.len() - 6);
        assert!(read(cut, 1 << 20).is_err());
    }
}
