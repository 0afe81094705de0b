//! A file that is read by place, and never past its end.

use crate::error::ImageryError;
use crate::open::ReadSeek;
use std::io::SeekFrom;

/// Bytes of a file, by offset.
pub(crate) struct Source {
    file: String,
    reader: Box<dyn ReadSeek>,
    length: u64,
}

impl Source {
    pub(crate) fn new(file: &str, mut reader: Box<dyn ReadSeek>) -> Result<Self, ImageryError> {
        let length = reader
            .seek(SeekFrom::End(0))
            .map_err(|error| ImageryError::Io { file: file.to_owned(), error })?;
        Ok(Self { file: file.to_owned(), reader, length })
    }

    /// Bytes of the whole file.
    pub(crate) const fn length(&self) -> u64 {
        self.length
    }

    /// Reads `length` bytes at `offset` into `out`, which is emptied first. Nothing is allocated for bytes that the
    /// file does not have.
    pub(crate) fn read_at(
        &mut self,
        place: &str,
        offset: u64,
        length: u64,
        out: &mut Vec<u8>,
    ) -> Result<(), ImageryError> {
        let end = offset.checked_add(length).filter(|end| *end <= self.length);
        let size = usize::try_from(length).ok();
        let (Some(_), Some(size)) = (end, size) else {
            let found = format!("{length} bytes at offset {offset}");
            return Err(self.malformed(
                place,
                found,
                format!("bytes inside the file, which has {}", self.length),
            ));
        };
        out.clear();
        out.resize(size, 0);
        let sought = self.reader.seek(SeekFrom::Start(offset)).map(drop);
        sought
            .and_then(|()| self.reader.read_exact(out))
            .map_err(|error| ImageryError::Io { file: self.file.clone(), error })
    }

    /// An error of this file.
    pub(crate) fn malformed(
        &self,
        place: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> ImageryError {
        ImageryError::Malformed {
            file: self.file.clone(),
            place: place.to_owned(),
            found: found.into(),
            expected: expected.into(),
        }
    }

    /// A refusal of this file.
    pub(crate) fn unsupported(&self, found: impl Into<String>, advice: &str) -> ImageryError {
        ImageryError::Unsupported { file: self.file.clone(), found: found.into(), advice: advice.to_owned() }
    }
}
