//! The files of a product: in a folder that the caller reads, or in a ZIP archive.

use super::inflate::Inflated;
use super::xml::{MOST_BYTES, malformed, shown};
use crate::error::ImageryError;
use crate::open::ReadSeek;
use flate2::read::MultiGzDecoder;
use std::io::{self, Read, Seek, SeekFrom};

/// Files that an archive may hold. A product has about 40.
const MOST_FILES: usize = 10_000;

/// The files of a product, by name.
pub trait SafeFiles: Send {
    /// Their names with `/` between folders, as below the product's folder or the folder above it.
    fn names(&self) -> Vec<String>;
    /// Opens one of them.
    fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError>;
}

/// Gives the bytes of an archive from the start, each time on a stream of its own.
pub type OpenArchive = Box<dyn Fn() -> io::Result<Box<dyn ReadSeek>> + Send>;

/// A product in a ZIP archive. Each file that is opened has a stream of its own.
///
/// A file that is stored is read where it lies. One that is deflated is read from any place: every 8 MiB (of an
/// unpacked gigabyte) the state of the decoder is kept, 43 kB each and 256 of them at most, and reading goes on from the
/// nearest. Reading forward costs what unpacking costs; a product that is read often is better unpacked. The checksum of
/// the archive is not looked at.
pub struct SafeZip {
    name: String,
    open: OpenArchive,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u64,
    packed: u64,
    bytes: u64,
    is_deflated: bool,
}

impl SafeZip {
    /// Reads the directory of the archive. `name` is for messages.
    pub fn new(name: &str, open: OpenArchive) -> Result<Self, ImageryError> {
        let io = |error| ImageryError::Io { file: name.to_owned(), error };
        let broken = |error: zip::result::ZipError| {
            let found = shown(&error.to_string());
            malformed(
                name,
                "the directory of the archive",
                found,
                "a whole ZIP archive; an interrupted download has none",
            )
        };
        let source = io::BufReader::new(open().map_err(io)?);
        let mut archive = zip::ZipArchive::new(source).map_err(broken)?;
        if archive.len() > MOST_FILES {
            return Err(malformed(
                name,
                "the directory",
                format!("{} files", archive.len()),
                "a Sentinel-1 product",
            ));
        }
        let mut entries = Vec::new();
        for at in 0..archive.len() {
            let member = archive.by_index_raw(at).map_err(broken)?;
            let inside = String::from_utf8_lossy(member.name_raw()).replace('\\', "/");
            if inside.ends_with('/') {
                continue;
            }
            let is_deflated = match member.compression() {
                zip::CompressionMethod::Stored => false,
                other if other == zip::CompressionMethod::DEFLATE => true,
                _ => return Err(refused(name, &inside, "a method of packing other than Deflate")),
            };
            if member.encrypted() {
                return Err(refused(name, &inside, "encryption"));
            }
            let (packed, bytes) = (member.compressed_size(), member.size());
            let start = member.data_start().unwrap_or(u64::MAX);
            entries.push(Entry { name: inside, start, packed, bytes, is_deflated });
        }
        Ok(Self { name: name.to_owned(), open, entries })
    }
}

fn refused(name: &str, inside: &str, found: &str) -> ImageryError {
    ImageryError::Unsupported {
        file: format!("{name}/{}", shown(inside)),
        found: found.to_owned(),
        advice: "unpack the archive and give its folder".to_owned(),
    }
}

impl SafeFiles for SafeZip {
    fn names(&self) -> Vec<String> {
        self.entries.iter().map(|e| e.name.clone()).collect()
    }

    fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError> {
        let entry = self.entries.iter().find(|e| e.name == name).ok_or_else(|| missing(&self.name, name))?;
        let source = (self.open)().map_err(|error| ImageryError::Io { file: self.name.clone(), error })?;
        let part = Part { source, start: entry.start, bytes: entry.packed, at: 0 };
        Ok(if entry.is_deflated { Box::new(Inflated::new(part, entry.bytes)) } else { Box::new(part) })
    }
}

/// The error of a file that is not there.
pub(super) fn missing(product: &str, name: &str) -> ImageryError {
    malformed(product, &shown(name), "no such file", "it in the product; fetch the product again")
}

/// A stretch of a stream.
struct Part {
    source: Box<dyn ReadSeek>,
    start: u64,
    bytes: u64,
    at: u64,
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.bytes.saturating_sub(self.at);
        let count = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        if count == 0 {
            return Ok(0);
        }
        let from = self.start.checked_add(self.at).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.source.seek(SeekFrom::Start(from))?;
        let read = self.source.read(&mut buffer[..count])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.bytes)?;
        Ok(self.at)
    }
}

/// The place that a seek means in a stream of so many bytes.
pub(super) fn sought(to: SeekFrom, at: u64, bytes: u64) -> io::Result<u64> {
    let place = match to {
        SeekFrom::Start(place) => Some(place),
        SeekFrom::Current(by) => at.checked_add_signed(by),
        SeekFrom::End(by) => bytes.checked_add_signed(by),
    };
    place.ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

/// The product in some files: where its manifest lies, and what else lies there.
pub(super) struct Folder<'a> {
    /// The product, for messages.
    pub(super) product: String,
    files: &'a dyn SafeFiles,
    /// What the names begin with.
    root: String,
    names: Vec<String>,
}

impl<'a> Folder<'a> {
    /// Finds the manifest, at the top or in one folder.
    pub(super) fn find(name: &str, files: &'a dyn SafeFiles) -> Result<Self, ImageryError> {
        let mut names = files.names();
        names.sort();
        let is_manifest =
            |n: &&String| n.rsplit('/').next() == Some("manifest.safe") && n.matches('/').count() <= 1;
        let manifests: Vec<_> = names.iter().filter(is_manifest).collect();
        let root = match manifests.as_slice() {
            [one] => one.trim_end_matches("manifest.safe").to_owned(),
            [] => {
                return Err(malformed(
                    name,
                    "manifest.safe",
                    "no such file",
                    "the folder or archive of a Sentinel-1 product (SAFE)",
                ));
            }
            _ => {
                return Err(malformed(
                    name,
                    "manifest.safe",
                    format!("{} of them", manifests.len()),
                    "one product",
                ));
            }
        };
        let product = if root.is_empty() { name } else { root.trim_end_matches('/') };
        let product = product.rsplit('/').find(|part| !part.is_empty()).unwrap_or(name).to_owned();
        let names = names.iter().filter_map(|n| n.strip_prefix(&root)).map(str::to_owned).collect();
        Ok(Self { product, files, root, names })
    }

    /// Names in a folder, without those of folders in it.
    pub(super) fn names_in(&self, folder: &'a str) -> impl Iterator<Item = &str> {
        let inside = self.names.iter().filter_map(move |n| n.strip_prefix(folder)?.strip_prefix('/'));
        inside.filter(|n| !n.contains('/'))
    }

    /// The bytes of a small file, or of the one with `.gz` behind its name; unpacked.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, ImageryError> {
        let packed = format!("{name}.gz");
        let found = [name, packed.as_str()].into_iter().find(|n| self.names.iter().any(|have| have == n));
        let found = found.ok_or_else(|| missing(&self.product, name))?;
        let stream = self.open(found)?;
        let io = |error| ImageryError::Io { file: self.shown(found), error };
        let mut bytes = Vec::new();
        let read = match found.ends_with(".gz") {
            true => {
                MultiGzDecoder::new(io::BufReader::new(stream)).take(MOST_BYTES + 1).read_to_end(&mut bytes)
            }
            false => stream.take(MOST_BYTES + 1).read_to_end(&mut bytes),
        };
        read.map_err(io)?;
        if bytes.len() as u64 > MOST_BYTES {
            let found = format!("more than {MOST_BYTES} bytes");
            return Err(malformed(&self.shown(name), "the file", found, "the annotation of one image"));
        }
        Ok(bytes)
    }

    /// Opens a file.
    pub(super) fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError> {
        self.files.open(&format!("{}{name}", self.root))
    }

    /// A file's name for messages.
    pub(super) fn shown(&self, name: &str) -> String {
        format!("{}/{}", self.product, shown(name))
    }
}
