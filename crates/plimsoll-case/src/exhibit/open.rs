//! Reading an exhibit, decompressed where it is gzip or Zstandard, unpacked where it is a ZIP archive.

use super::{ExhibitEntry, HEAD_BYTES};
use crate::error::{CaseError, CaseErrorKind};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
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
/// First bytes of a Zstandard frame (RFC 8878, section 3.1.1).
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// First bytes of a ZIP archive with something in it (APPNOTE.TXT, 4.3.7).
const ZIP: [u8; 4] = *b"PK\x03\x04";
/// Most memory that a Zstandard frame may ask for, as a power of two: 128 MiB, what its command line allows.
const MOST_WINDOW_LOG: u32 = 27;

/// The bytes of an exhibit as a stream: decompressed if they are gzip or Zstandard, the data in it if they are a ZIP
/// archive ([`super::members`]). Its hash is not checked here: see [`super::verify_entry`].
pub fn open(case_dir: &Path, entry: &ExhibitEntry) -> Result<Box<dyn Read + Send>, CaseError> {
    let path = entry.location(case_dir);
    open_path(&path, &entry.path).map_err(|error| error.with_private(&path))
}

/// The bytes of a file as a stream, as [`open`] gives them; `name` stands for it in messages.
pub fn open_path(path: &Path, name: &str) -> Result<Box<dyn Read + Send>, CaseError> {
    let file = File::open(path).map_err(|error| missing_or_io(name, &error))?;
    let metadata = file.metadata().map_err(|error| CaseError::io("reading", name, &error))?;
    if !metadata.is_file() {
        return Err(CaseError::new(CaseErrorKind::Unreadable, name, "this is not a file, expected one"));
    }
    let most = MOST_DECOMPRESSED_BYTES.min(metadata.len().saturating_mul(MOST_RATIO).max(FREE_BYTES));
    let io = |error: std::io::Error| CaseError::io("reading", name, &error);
    let mut reader = BufReader::new(file);
    if reader.fill_buf().map_err(io)?.starts_with(&ZIP) {
        return super::archive::open(path, name, most);
    }
    decompressed(reader, most).map_err(io)
}

/// A stream of unknown length, such as standard input, decompressed if it is gzip or Zstandard.
pub fn open_stream(reader: impl Read + Send + 'static) -> std::io::Result<Box<dyn Read + Send>> {
    decompressed(reader, MOST_DECOMPRESSED_BYTES)
}

/// True if a file begins as gzip, Zstandard or a ZIP archive do.
pub(super) fn is_packed(path: &Path) -> bool {
    let mut start = [0; 4];
    let is_read = File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok();
    is_read && (start.starts_with(&GZIP) || start == ZSTD || start == ZIP)
}

/// True if a file begins as a ZIP archive does.
pub(super) fn is_zip(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == ZIP
}

fn missing_or_io(name: &str, error: &std::io::Error) -> CaseError {
    let made = CaseError::io("opening", name, error);
    if error.kind() == std::io::ErrorKind::NotFound {
        return made
            .with_hint("put the file back where the manifest says, or delete its line and add it again");
    }
    made
}

/// A stream as it is, or decompressed if it begins as gzip or Zstandard do.
fn decompressed(reader: impl Read + Send + 'static, most: u64) -> std::io::Result<Box<dyn Read + Send>> {
    let mut reader = reader;
    let mut start = Vec::new();
    (&mut reader).take(4).read_to_end(&mut start)?;
    let (is_gzip, is_zstd) = (start.starts_with(&GZIP), start == ZSTD);
    let whole = std::io::Cursor::new(start).chain(reader);
    Ok(if is_gzip {
        Box::new(Bounded::new(MultiGzDecoder::new(whole), most))
    } else if is_zstd {
        let mut decoder = zstd::stream::read::Decoder::new(whole)?;
        decoder.window_log_max(MOST_WINDOW_LOG)?;
        Box::new(Bounded::new(decoder, most))
    } else {
        Box::new(whole)
    })
}

/// A reader that fails once too much has come out of it.
pub(super) struct Bounded<R> {
    inner: R,
    left: u64,
    most: u64,
}

impl<R> Bounded<R> {
    pub(super) fn new(inner: R, most: u64) -> Self {
        Self { inner, left: most, most }
    }
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

/// The first bytes of a file, decompressed, for [`super::sniff`]; at most [`HEAD_BYTES`]. A compressed stream that breaks
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
    fn zstandard_is_known_by_its_first_bytes_and_every_frame_is_read_and_a_bomb_stops() {
        let frame = |bytes: &[u8]| zstd::stream::encode_all(bytes, 3).unwrap();
        let two = [frame(b"one,"), frame(b"two")].concat();
        assert_eq!(read(two.clone(), 100).unwrap(), b"one,two");
        assert!(read(two[..two.len() - 2].to_vec(), 100).is_err(), "a frame that breaks off");
        let bomb = frame(&vec![0; 1 << 20]);
        assert!(bomb.len() < 2000);
        assert!(read(bomb.clone(), (1 << 20) - 1).unwrap_err().to_string().contains("1048575 bytes"));
        assert_eq!(read(bomb, 1 << 20).unwrap().len(), 1 << 20);
        // A frame that asks for a window of 2 GiB (RFC 8878, 3.1.1.1.2: exponent 21).
        let hungry = [&ZSTD[..], &[0x00, 21 << 3], &[0x01, 0x00, 0x00]].concat();
        assert!(read(hungry, 100).is_err());
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
