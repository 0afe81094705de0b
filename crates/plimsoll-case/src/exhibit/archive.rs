//! ZIP archives as exhibits: the files in one, and those of them that are data as one stream.
//!
//! Archives of AIS come as a ZIP with one table (Marine Cadastre) or with a table for each day of a month (Danish
//! Maritime Authority). One file of data is read as it is. Several are read one after the other in order of name if
//! they are of one kind and, being tables, have the same header line; that line is given once. What is no data (a
//! `readme.txt`) is left out, and [`super::sniff_file`] says so. Anything else is refused by name. Lines and byte
//! offsets count in the stream that comes out.

use super::open::Bounded;
use super::{ExhibitKind, HEAD_BYTES, sniff};
use crate::error::{CaseError, CaseErrorKind, shown};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Files in an archive above which it is refused: thirty years of days.
const MOST_MEMBERS: usize = 12_000;
/// Names that are shown in a message.
const MOST_NAMES: usize = 6;
/// A header line that is longer is none.
const MOST_HEADER: u64 = 1 << 16;

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive.
    pub name: String,
    /// Its size, decompressed, as the archive says.
    pub bytes: u64,
    /// What it is by its content.
    pub kind: ExhibitKind,
    /// True if it is part of what is read.
    pub is_read: bool,
}

/// Where a file lies in an archive.
#[derive(Clone)]
struct Entry {
    name: String,
    start: u64,
    packed: u64,
    bytes: u64,
    crc: u32,
    is_deflated: bool,
}

/// The files in an archive, in order of name. Folders and what a file manager leaves are not among them.
pub fn members(path: &Path, name: &str) -> Result<Vec<Member>, CaseError> {
    let entries = entries(path, name)?;
    let kinds = kinds(path, name, &entries)?;
    let read = data(&kinds);
    let member = |(entry, kind): (Entry, ExhibitKind)| Member {
        name: entry.name,
        bytes: entry.bytes,
        kind,
        is_read: read.contains(&kind) || kind == ExhibitKind::Unknown && read.is_empty(),
    };
    Ok(entries.into_iter().zip(kinds).map(member).collect())
}

/// The data in an archive as one stream, of at most `most` bytes.
pub(super) fn open(path: &Path, name: &str, most: u64) -> Result<Box<dyn Read + Send>, CaseError> {
    let entries = entries(path, name)?;
    let kinds = kinds(path, name, &entries)?;
    let kind = match (data(&kinds).as_slice(), entries.len()) {
        (_, 1) => kinds[0],
        ([one], _) => *one,
        _ => return Err(refused(name, "different things", &entries, &kinds)),
    };
    let chosen: VecDeque<Entry> =
        entries.iter().zip(&kinds).filter(|(_, k)| **k == kind).map(|(entry, _)| entry.clone()).collect();
    let is_log = kind == ExhibitKind::Nmea;
    let header = if chosen.len() > 1 && !is_log {
        Some(same_header(path, name, &chosen, &entries, &kinds)?)
    } else {
        None
    };
    let whole =
        Sections { path: path.into(), waiting: chosen, open: None, header, last: b'\n', is_first: true };
    Ok(Box::new(Bounded::new(whole, most)))
}

/// The kinds of data among some kinds.
fn data(kinds: &[ExhibitKind]) -> Vec<ExhibitKind> {
    let mut known: Vec<_> = kinds.iter().copied().filter(|k| *k != ExhibitKind::Unknown).collect();
    known.sort_unstable();
    known.dedup();
    known
}

fn entries(path: &Path, name: &str) -> Result<Vec<Entry>, CaseError> {
    let broken = |error: zip::result::ZipError| {
        CaseError::new(CaseErrorKind::Unreadable, name, format!("reading the ZIP archive: {error}"))
            .with_hint("an interrupted download leaves such a file; fetch it again, or unpack it and add what is in it")
    };
    let file = File::open(path).map_err(|error| CaseError::io("opening", name, &error))?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let mut entries = Vec::new();
    for at in 0..archive.len() {
        let member = archive.by_index_raw(at).map_err(broken)?;
        let inside = String::from_utf8_lossy(member.name_raw()).into_owned();
        let last = inside.rsplit(['/', '\\']).next().unwrap_or_default();
        if last.is_empty() || last.starts_with('.') || inside.starts_with("__MACOSX/") {
            continue;
        }
        let method = compression(member.compression());
        if member.encrypted() || method.is_none() {
            let why = if member.encrypted() { "encrypted" } else { "packed by a method other than Deflate" };
            let message = format!("the file `{}` in the ZIP archive is {why}", shown(&inside, 120));
            return Err(CaseError::new(CaseErrorKind::Unreadable, name, message)
                .with_hint("unpack the archive and add the files that are in it"));
        }
        entries.push(Entry {
            start: member.data_start().unwrap_or(u64::MAX),
            packed: member.compressed_size(),
            bytes: member.size(),
            crc: member.crc32(),
            is_deflated: method == Some(true),
            name: inside,
        });
        if entries.len() > MOST_MEMBERS {
            let message = format!("the ZIP archive holds more than {MOST_MEMBERS} files");
            return Err(CaseError::new(CaseErrorKind::Unreadable, name, message)
                .with_hint("unpack it and add the files that you need"));
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    if entries.is_empty() {
        return Err(CaseError::new(CaseErrorKind::Unreadable, name, "the ZIP archive holds no file"));
    }
    Ok(entries)
}

/// Whether a file is deflated or stored; `None` for any other method. Deflate is number 8 (APPNOTE.TXT 4.4.5).
fn compression(method: zip::CompressionMethod) -> Option<bool> {
    match method {
        zip::CompressionMethod::Stored => Some(false),
        other if other == zip::CompressionMethod::DEFLATE => Some(true),
        _ => None,
    }
}

fn kinds(path: &Path, name: &str, entries: &[Entry]) -> Result<Vec<ExhibitKind>, CaseError> {
    let kind = |entry: &Entry| {
        let mut head = Vec::new();
        let mut reader = MemberReader::open(path, entry)?.take(HEAD_BYTES as u64);
        match reader.read_to_end(&mut head) {
            Err(error) if head.is_empty() => Err(error),
            _ => Ok(sniff(&head, &entry.name).kind),
        }
    };
    entries
        .iter()
        .map(kind)
        .collect::<io::Result<_>>()
        .map_err(|error| CaseError::io("reading", name, &error))
}

/// The header line that all files have, without a byte order mark and the line's end.
fn same_header(
    path: &Path,
    name: &str,
    chosen: &VecDeque<Entry>,
    entries: &[Entry],
    kinds: &[ExhibitKind],
) -> Result<Vec<u8>, CaseError> {
    let mut headers = Vec::new();
    for entry in chosen {
        let header = MemberReader::open(path, entry).and_then(|m| header_line(&mut BufReader::new(m)));
        headers.push(header.map_err(|error| CaseError::io("reading", name, &error))?);
    }
    let first = headers[0].clone();
    if headers.iter().all(|h| *h == first) {
        return Ok(first);
    }
    Err(refused(name, "tables with different header lines", entries, kinds))
}

fn header_line(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.take(MOST_HEADER).read_until(b'\n', &mut line)?;
    Ok(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii_end().to_vec())
}

fn refused(name: &str, what: &str, entries: &[Entry], kinds: &[ExhibitKind]) -> CaseError {
    let each = entries.iter().zip(kinds).take(MOST_NAMES);
    let mut names: Vec<String> =
        each.map(|(entry, kind)| format!("`{}` ({})", shown(&entry.name, 80), kind.as_str())).collect();
    if entries.len() > MOST_NAMES {
        names.push(format!("{} more", entries.len() - MOST_NAMES));
    }
    let is_office = entries.iter().any(|e| e.name == "[Content_Types].xml");
    let hint = match is_office {
        true => "this is an Office file: save the sheet as CSV",
        false => "unpack the archive and add the files that you need one by one",
    };
    let message = format!("the ZIP archive holds {what}: {}", names.join(", "));
    CaseError::new(CaseErrorKind::Unreadable, name, message).with_hint(hint)
}

/// One file of an archive; fails at its end if its bytes are not those that were packed.
struct MemberReader {
    inner: Box<dyn Read + Send>,
    name: String,
    crc: Crc,
    expected: u32,
    bytes: u64,
}

impl MemberReader {
    fn open(path: &Path, entry: &Entry) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(entry.start))?;
        let packed = BufReader::with_capacity(1 << 16, file).take(entry.packed);
        let inner: Box<dyn Read + Send> =
            if entry.is_deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        let name = shown(&entry.name, 80);
        Ok(Self { inner, name, crc: Crc::new(), expected: entry.crc, bytes: entry.bytes })
    }
}

impl Read for MemberReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.crc.update(&buffer[..n]);
        if n == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            let message = format!(
                "the file `{}` in the ZIP archive is damaged: its checksum is {:08x}, expected {:08x} over {} bytes",
                self.name,
                self.crc.sum(),
                self.expected,
                self.bytes
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(n)
    }
}

/// Files one after the other. A line is never joined to one of another file.
struct Sections {
    path: PathBuf,
    waiting: VecDeque<Entry>,
    open: Option<BufReader<MemberReader>>,
    /// The header line that all have.
    header: Option<Vec<u8>>,
    last: u8,
    is_first: bool,
}

impl Read for Sections {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(open) = &mut self.open {
                match open.read(buffer)? {
                    0 => self.open = None,
                    n => {
                        self.last = buffer[n - 1];
                        return Ok(n);
                    }
                }
            }
            let Some(next) = self.waiting.pop_front() else { return Ok(0) };
            let mut reader = BufReader::with_capacity(1 << 16, MemberReader::open(&self.path, &next)?);
            if !self.is_first && self.header.is_some() {
                header_line(&mut reader)?;
            }
            self.is_first = false;
            self.open = Some(reader);
            if self.last != b'\n' {
                self.last = b'\n';
                buffer[0] = b'\n';
                return Ok(1);
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;

    const HEADER: &str = "MMSI,BaseDateTime,LAT,LON\n";
    const ROW: &str = "440123456,2023-01-11T00:00:00,42.7,133.1\n";

    /// A ZIP archive made by hand, deflated, as APPNOTE.TXT 4.3 lays it out.
    pub(crate) fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
        let (mut out, mut directory) = (Vec::new(), Vec::new());
        for (name, text) in files {
            let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(text.as_bytes()).unwrap();
            let packed = packer.finish().unwrap();
            let mut crc = Crc::new();
            crc.update(text.as_bytes());
            let mut common = Vec::new();
            for short in [20_u16, 0, 8, 0, 0x21] {
                common.extend(short.to_le_bytes());
            }
            for long in [crc.sum(), packed.len() as u32, text.len() as u32] {
                common.extend(long.to_le_bytes());
            }
            common.extend((name.len() as u16).to_le_bytes());
            common.extend(0_u16.to_le_bytes());
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(&common);
            directory.extend([0; 10]);
            directory.extend((out.len() as u32).to_le_bytes());
            directory.extend(name.as_bytes());
            out.extend(b"PK\x03\x04");
            out.extend(common);
            out.extend(name.as_bytes());
            out.extend(packed);
        }
        let start = out.len() as u32;
        let count = files.len() as u16;
        out.extend(&directory);
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(count.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend((directory.len() as u32).to_le_bytes());
        out.extend(start.to_le_bytes());
        out.extend([0; 2]);
        out
    }

    fn with_zip<T>(bytes: &[u8], then: impl FnOnce(&Path) -> T) -> T {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.zip");
        std::fs::write(&path, bytes).unwrap();
        then(&path)
    }

    fn read(files: &[(&str, &str)]) -> Result<String, String> {
        with_zip(&zip_of(files), |path| {
            let mut text = String::new();
            let mut reader = super::super::open::open_path(path, "a.zip").map_err(|e| e.full_text())?;
            reader.read_to_string(&mut text).map_err(|e| e.to_string())?;
            Ok(text)
        })
    }

    #[test]
    fn one_file_is_read_as_it_is_and_a_readme_is_left_out() {
        let table = format!("{HEADER}{ROW}");
        assert_eq!(read(&[("AIS.csv", &table)]).unwrap(), table);
        let files = [("AIS.csv", table.as_str()), ("readme.txt", "see the web"), ("__MACOSX/._AIS.csv", "x")];
        assert_eq!(read(&files).unwrap(), table);
        with_zip(&zip_of(&files), |path| {
            let found = members(path, "a.zip").unwrap();
            let read: Vec<_> = found.iter().map(|m| (m.name.as_str(), m.is_read)).collect();
            assert_eq!(read, [("AIS.csv", true), ("readme.txt", false)]);
            let sniffed = super::super::sniff_file(path, "a.zip").unwrap();
            assert_eq!(sniffed.kind, ExhibitKind::PositionTable);
            assert!(sniffed.why.contains("`readme.txt` is not read"), "{}", sniffed.why);
        });
    }

    #[test]
    fn the_days_of_a_month_are_one_table_with_one_header_in_order_of_name() {
        let day = |mmsi: u32| format!("{HEADER}{}", ROW.replace("440123456", &mmsi.to_string()));
        let (one, mut two) = (day(1), day(2));
        two.pop(); // The last line of a file may be open.
        let joined = read(&[("d2.csv", &two), ("d1.csv", &one), ("d3.csv", &day(3))]).unwrap();
        let rows: Vec<_> = joined.lines().collect();
        assert_eq!(rows.len(), 4);
        assert_eq!(joined, format!("{one}{}\n{}", &two[HEADER.len()..], &day(3)[HEADER.len()..]));
    }

    #[test]
    fn logs_are_joined_as_they_are() {
        let log = "!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\n";
        assert_eq!(read(&[("a.nmea", log), ("b.nmea", log)]).unwrap(), format!("{log}{log}"));
    }

    #[test]
    fn what_is_not_one_table_is_refused_by_name() {
        let positions = format!("{HEADER}{ROW}");
        let other = positions.replace("LAT,LON", "LON,LAT");
        insta::assert_snapshot!(read(&[("a.csv", &positions), ("b.csv", &other)]).unwrap_err(), @r"
        error: a.zip: the ZIP archive holds tables with different header lines: `a.csv` (position-table), `b.csv` (position-table)
        hint: unpack the archive and add the files that you need one by one
        ");
        insta::assert_snapshot!(read(&[("a.csv", &positions), ("r.csv", "IMO,Name,DWT\n9074729,X,100\n")]).unwrap_err(), @r"
        error: a.zip: the ZIP archive holds different things: `a.csv` (position-table), `r.csv` (register)
        hint: unpack the archive and add the files that you need one by one
        ");
        insta::assert_snapshot!(read(&[("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")]).unwrap_err(), @r"
        error: a.zip: the ZIP archive holds different things: `[Content_Types].xml` (unknown), `xl/workbook.xml` (unknown)
        hint: this is an Office file: save the sheet as CSV
        ");
    }

    #[test]
    fn a_damaged_or_cut_archive_is_an_error_and_never_a_panic() {
        let table = format!("{HEADER}{}", ROW.repeat(50));
        let good = zip_of(&[("a.csv", &table), ("b.csv", &table)]);
        let read_all = |path: &Path| {
            let mut out = Vec::new();
            super::super::open::open_path(path, "a.zip").ok()?.read_to_end(&mut out).ok()?;
            Some(out)
        };
        for cut in 1..good.len() {
            assert_eq!(with_zip(&good[..cut], read_all).filter(|o| o.starts_with(b"MMSI")), None, "{cut}");
        }
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x55;
            with_zip(&bad, read_all);
        }
    }
}
