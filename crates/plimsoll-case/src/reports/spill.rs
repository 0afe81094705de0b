//! Records that wait for their turn: in memory up to a budget, then in files that are only appended to.

use crate::store::failed;
use crate::tables::TableError;
use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// How the folders begin in which records wait.
const PREFIX: &str = ".spill-";
/// The file in such a folder that its owner holds locked.
const LOCK: &str = "lock";

/// A folder of spill files, removed when this is dropped. It is made when the first file is.
pub(super) struct SpillDir {
    path: PathBuf,
    lock: Option<File>,
}

impl SpillDir {
    /// A folder of that name in `tables/`. What broken runs left behind is removed: a folder that nobody holds locked.
    pub(super) fn new(tables: &Path, name: &str) -> Result<Self, TableError> {
        let io = |e| failed("clearing old spill files in", tables, e);
        for entry in fs::read_dir(tables).into_iter().flatten().flatten() {
            let is_spill = entry.file_name().to_str().is_some_and(|n| n.starts_with(PREFIX));
            if is_spill && !is_held(&entry.path()) {
                fs::remove_dir_all(entry.path()).map_err(io)?;
            }
        }
        let path = tables.join(format!("{PREFIX}{name}"));
        if path.exists() {
            return Err(TableError::File {
                what: "another program is writing the same buckets of reports; its spill files lie in".into(),
                path,
                source: None,
            });
        }
        Ok(Self { path, lock: None })
    }

    /// The path of a file in the folder.
    fn file(&mut self, name: &str) -> Result<PathBuf, TableError> {
        if self.lock.is_none() {
            let io = |e| failed("making the spill folder", &self.path, e);
            fs::create_dir_all(&self.path).map_err(io)?;
            let lock = File::create(self.path.join(LOCK)).map_err(io)?;
            // Where the file system knows no locks, another run may take the folder for a stale one; then it fails.
            let _ = lock.try_lock();
            self.lock = Some(lock);
        }
        Ok(self.path.join(name))
    }

    /// True if something lies in it.
    pub(super) fn is_used(&self) -> bool {
        self.lock.is_some()
    }

    /// The folder, made.
    pub(super) fn folder(&mut self) -> Result<PathBuf, TableError> {
        self.file("")
    }
}

fn is_held(folder: &Path) -> bool {
    let Ok(lock) = File::open(folder.join(LOCK)) else { return false };
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

impl Drop for SpillDir {
    fn drop(&mut self) {
        if self.lock.take().is_some() {
            // Nothing more can be done here; the next run clears what is left.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// How records are told apart.
#[derive(Clone, Copy)]
pub(super) enum Framing {
    /// The first four bytes of each are its length.
    Prefixed,
    /// All have this length.
    Fixed(usize),
}

impl Framing {
    /// How many bytes of whole records there are at the start.
    fn whole(self, bytes: &[u8]) -> usize {
        match self {
            Self::Fixed(length) => bytes.len() / length * length,
            Self::Prefixed => {
                let mut at = 0;
                while at + 4 <= bytes.len() {
                    let next = at + super::record::length(&bytes[at..]);
                    if next > bytes.len() {
                        break;
                    }
                    at = next;
                }
                at
            }
        }
    }
}

/// Records in parts.
pub(super) struct Spill {
    name: &'static str,
    framing: Framing,
    chunk_bytes: usize,
    parts: Vec<Part>,
    free: Vec<Vec<u8>>,
    /// Bytes of memory that chunks in use have.
    held: usize,
}

#[derive(Default)]
struct Part {
    chunks: Vec<Vec<u8>>,
    bytes: u64,
    file: Option<PathBuf>,
}

impl Spill {
    /// Empty parts. `budget` is the memory that all records together may have before they go to files.
    pub(super) fn new(name: &'static str, framing: Framing, parts: usize, budget: usize) -> Self {
        let chunk_bytes = (budget / (parts.max(1) * 8)).clamp(1 << 9, 1 << 16);
        let parts = (0..parts).map(|_| Part::default()).collect();
        Self { name, framing, chunk_bytes, parts, free: Vec::new(), held: 0 }
    }

    /// Bytes of memory in use.
    pub(super) fn held(&self) -> usize {
        self.held
    }

    /// A buffer that has room for a record of that many bytes more.
    pub(super) fn room(&mut self, part: usize, bytes: usize) -> &mut Vec<u8> {
        let chunks = &mut self.parts[part].chunks;
        let is_full = chunks.last().is_none_or(|c| c.capacity() - c.len() < bytes);
        if is_full {
            let chunk = match self.free.pop() {
                Some(chunk) if chunk.capacity() >= bytes => chunk,
                _ => Vec::with_capacity(self.chunk_bytes.max(bytes)),
            };
            self.held += chunk.capacity();
            chunks.push(chunk);
        }
        chunks.last_mut().expect("there is one now")
    }

    /// Moves everything to files.
    pub(super) fn flush(&mut self, dir: &mut SpillDir) -> Result<(), TableError> {
        for (number, part) in self.parts.iter_mut().enumerate() {
            if part.chunks.is_empty() {
                continue;
            }
            let path = dir.file(&format!("{}-{number}", self.name))?;
            let io = |e| failed("writing the spill file", &path, e);
            let mut file = OpenOptions::new().append(true).create(true).open(&path).map_err(io)?;
            for mut chunk in part.chunks.drain(..) {
                file.write_all(&chunk).map_err(io)?;
                part.bytes += chunk.len() as u64;
                self.held -= chunk.capacity();
                chunk.clear();
                if chunk.capacity() == self.chunk_bytes {
                    self.free.push(chunk);
                }
            }
            part.file = Some(path);
        }
        Ok(())
    }

    /// Ends writing: the parts, each to be read once.
    pub(super) fn into_parts(self) -> Vec<Waiting> {
        let framing = self.framing;
        let waiting = |part: Part| {
            let in_memory: usize = part.chunks.iter().map(Vec::len).sum();
            Waiting {
                framing,
                bytes: part.bytes + in_memory as u64,
                path: part.file,
                open: None,
                chunks: part.chunks.into(),
                rest: Vec::new(),
            }
        };
        self.parts.into_iter().map(waiting).collect()
    }
}

/// The records of one part, to be read once, in slices.
pub(super) struct Waiting {
    framing: Framing,
    bytes: u64,
    path: Option<PathBuf>,
    open: Option<File>,
    chunks: VecDeque<Vec<u8>>,
    rest: Vec<u8>,
}

impl Waiting {
    /// Bytes of all records.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next whole records, about `most` bytes of them, and one at least; empty at the end. The file is removed
    /// when it has been read.
    pub(super) fn slice(&mut self, most: usize) -> Result<Vec<u8>, TableError> {
        let mut slice = std::mem::take(&mut self.rest);
        let wanted = usize::try_from(self.bytes).unwrap_or(usize::MAX).min(most);
        slice.reserve_exact(wanted.saturating_sub(slice.len()));
        self.read_file(&mut slice, most)?;
        while self.path.is_none() {
            let Some(chunk) = self.chunks.pop_front() else { break };
            if !slice.is_empty() && slice.len() + chunk.len() > most {
                self.chunks.push_front(chunk);
                break;
            }
            slice.extend_from_slice(&chunk);
        }
        let whole = self.framing.whole(&slice);
        self.rest = slice.split_off(whole);
        Ok(slice)
    }

    /// Fills a slice from the file, up to `most` bytes, and further until it holds a whole record.
    fn read_file(&mut self, slice: &mut Vec<u8>, most: usize) -> Result<(), TableError> {
        let Some(path) = self.path.clone() else { return Ok(()) };
        let io = |e| failed("reading the spill file", &path, e);
        if self.open.is_none() {
            self.open = Some(File::open(&path).map_err(io)?);
        }
        let file = self.open.as_mut().expect("opened above");
        let mut want = most.max(slice.len() + 1);
        loop {
            let before = slice.len();
            let more = (want - before) as u64;
            let read = Read::by_ref(file).take(more).read_to_end(slice).map_err(io)?;
            if (read as u64) < more {
                self.open = None;
                self.path = None;
                fs::remove_file(&path).map_err(io)?;
                return Ok(());
            }
            if self.framing.whole(slice) > 0 {
                return Ok(());
            }
            want *= 2;
        }
    }

    /// Everything at once.
    pub(super) fn all(&mut self) -> Result<Vec<u8>, TableError> {
        self.slice(usize::MAX / 4)
    }
}
