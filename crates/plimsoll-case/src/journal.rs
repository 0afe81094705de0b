//! Files of lines that are only ever appended to: the manifest and the reviews.

use crate::error::CaseError;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file of lines, open for appending and locked against other writers until dropped.
pub(crate) struct Journal {
    file: File,
    path: PathBuf,
    name: &'static str,
}

impl Journal {
    /// Opens and locks; waits while another program has the lock. Where the file system knows no locks, there is none.
    pub(crate) fn lock(path: &Path, name: &'static str) -> Result<Self, CaseError> {
        let io = |error: &std::io::Error| CaseError::io("opening", name, error).with_private(path);
        let file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(|e| io(&e))?;
        match file.lock() {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::Unsupported => {}
            Err(error) => return Err(io(&error)),
        }
        Ok(Self { file, path: path.to_owned(), name })
    }

    /// Writes one line in one call and waits until it is on the disk.
    pub(crate) fn append(mut self, line: &str) -> Result<(), CaseError> {
        self.write(line).map_err(|error| CaseError::io("writing", self.name, &error).with_private(&self.path))
    }

    fn write(&mut self, line: &str) -> std::io::Result<()> {
        let mut text = String::with_capacity(line.len() + 2);
        if !self.ends_a_line()? {
            text.push('\n');
        }
        text.push_str(line);
        text.push('\n');
        self.file.write_all(text.as_bytes())?;
        self.file.sync_all()
    }

    /// True if the file is empty or its last byte ends a line; an editor may have left the last line open.
    fn ends_a_line(&mut self) -> std::io::Result<bool> {
        if self.file.seek(SeekFrom::End(0))? == 0 {
            return Ok(true);
        }
        self.file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        self.file.read_exact(&mut last)?;
        Ok(last == [b'\n'])
    }
}
