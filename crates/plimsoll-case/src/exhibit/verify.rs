//! Are the bytes still those that were received?

use super::{ExhibitEntry, Mode, SOURCES, hash_of, load};
use crate::error::{CaseError, CaseErrorKind};
use plimsoll_model::ExhibitId;
use std::collections::BTreeSet;
use std::path::Path;

/// What was found for one exhibit or one file of `sources/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The exhibit; `None` for a file that the manifest does not name.
    pub id: Option<ExhibitId>,
    /// The path, as the case names it.
    pub path: String,
    /// What was found.
    pub state: VerificationState,
}

/// The state of the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerificationState {
    /// The hash is that of the manifest.
    Ok,
    /// No file lies there.
    Missing,
    /// Other bytes lie there.
    Changed {
        /// The hash in the manifest.
        expected_sha256: String,
        /// The hash of what lies there.
        found_sha256: String,
        /// The number of bytes in the manifest.
        expected_bytes: u64,
        /// The number of bytes that lie there.
        found_bytes: u64,
    },
    /// Something lies there that cannot be read.
    Unreadable {
        /// Why.
        reason: String,
    },
    /// A file in `sources/` that the manifest does not name.
    NotInManifest,
}

impl Verification {
    /// True if nothing is wrong.
    pub fn is_ok(&self) -> bool {
        self.state == VerificationState::Ok
    }

    /// What is wrong as an error, with what to do; `None` if nothing is.
    pub fn error(&self) -> Option<CaseError> {
        let changed = |message: String| CaseError::new(CaseErrorKind::Changed, self.path.clone(), message);
        let unreadable =
            |message: String| CaseError::new(CaseErrorKind::Unreadable, self.path.clone(), message);
        Some(match &self.state {
            VerificationState::Ok => return None,
            VerificationState::Missing => unreadable("the file is missing".into())
                .with_hint("put it back where the manifest says, or delete its line and add it again"),
            VerificationState::Changed { expected_sha256, found_sha256, expected_bytes, found_bytes } => {
                changed(format!(
                    "the bytes changed since they were added: expected sha256 {expected_sha256} ({expected_bytes} bytes), \
                     found {found_sha256} ({found_bytes} bytes)"
                ))
                .with_hint("put the original back; to use the new bytes, add them as a new exhibit")
            }
            VerificationState::Unreadable { reason } => unreadable(reason.clone()),
            VerificationState::NotInManifest => changed("the file lies in sources/ but not in the manifest".into())
                .with_hint("add it from where you have it, with `plimsoll add`, and delete this copy"),
        })
    }
}

/// Hashes every exhibit of the case and looks for files that the manifest does not name. In order of the manifest, then
/// of the path.
pub fn verify(case_dir: &Path) -> Result<Vec<Verification>, CaseError> {
    let entries = load(case_dir)?;
    let mut all: Vec<Verification> = entries.iter().map(|e| verify_entry(case_dir, e)).collect();
    let known: BTreeSet<&str> =
        entries.iter().filter(|e| e.mode == Mode::Copied).map(|e| e.path.as_str()).collect();
    let mut files = Vec::new();
    walk(&case_dir.join(SOURCES), SOURCES, &mut files)?;
    files.sort();
    all.extend(
        files
            .into_iter()
            .filter(|f| f != super::MANIFEST && !known.contains(f.as_str()))
            .map(|path| Verification { id: None, path, state: VerificationState::NotInManifest }),
    );
    Ok(all)
}

/// Hashes one exhibit.
pub fn verify_entry(case_dir: &Path, entry: &ExhibitEntry) -> Verification {
    let state = state(&entry.location(case_dir), entry);
    Verification { id: Some(entry.id), path: entry.path.clone(), state }
}

fn state(path: &Path, entry: &ExhibitEntry) -> VerificationState {
    let unreadable = |error: &std::io::Error| VerificationState::Unreadable {
        reason: CaseError::io("reading", "", error).message().to_owned(),
    };
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return VerificationState::Missing,
        Err(error) => return unreadable(&error),
    };
    if !file.metadata().is_ok_and(|m| m.is_file()) {
        return VerificationState::Unreadable { reason: "this is not a file, expected one".into() };
    }
    match hash_of(&mut file) {
        Ok((found, bytes)) if found == entry.sha256 && bytes == entry.bytes => VerificationState::Ok,
        Ok((found_sha256, found_bytes)) => VerificationState::Changed {
            expected_sha256: entry.sha256.clone(),
            found_sha256,
            expected_bytes: entry.bytes,
            found_bytes,
        },
        Err(error) => unreadable(&error),
    }
}

/// Files below a folder, as the case names them. Links to folders are not followed.
fn walk(folder: &Path, name: &str, files: &mut Vec<String>) -> Result<(), CaseError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(CaseError::io("listing", name, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| CaseError::io("listing", name, &error))?;
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(|error| CaseError::io("listing", path.clone(), &error))?;
        if kind.is_dir() {
            walk(&entry.path(), &path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
