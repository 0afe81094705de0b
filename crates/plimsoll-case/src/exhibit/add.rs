//! Adding an exhibit: hash, copy or reference, and one line in the manifest.

use super::manifest::{ExhibitEntry, Mode, load};
use super::{ExhibitKind, MANIFEST, SOURCES, Sniffed, copy_hashing, hash_of, sniff_file};
use crate::error::{CaseError, CaseErrorKind, shown};
use crate::journal;
use jiff::Timestamp;
use plimsoll_model::ExhibitId;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Component, Path, PathBuf};

/// How to add a file. The caller says when and by whom: this crate reads no clock.
#[derive(Clone, Debug, Default)]
pub struct AddOptions {
    /// What the bytes are, where the person knows better than [`super::sniff`].
    pub kind: Option<ExhibitKind>,
    /// Leave the bytes where they lie.
    pub reference: bool,
    /// Where they came from: an address, a person, a letter.
    pub from: Option<String>,
    /// Under which licence they may be used.
    pub licence: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Who adds it.
    pub added_by: Option<String>,
    /// When.
    pub added_at: Option<Timestamp>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// A new line in the manifest.
    New {
        /// The exhibit.
        entry: ExhibitEntry,
        /// Why it was taken to be of its kind.
        why: String,
        /// What the person should know, such as that a link was followed.
        remarks: Vec<String>,
    },
    /// The same bytes are there already; nothing was done.
    Already(ExhibitEntry),
}

impl Added {
    /// The exhibit, new or not.
    pub fn entry(&self) -> &ExhibitEntry {
        match self {
            Self::New { entry, .. } | Self::Already(entry) => entry,
        }
    }
}

/// Adds a file to a case. The manifest is locked meanwhile, so that two commands do not add at once.
pub fn add(case_dir: &Path, file: &Path, options: &AddOptions) -> Result<Added, CaseError> {
    let name = file.file_name().map_or_else(|| "this path".to_owned(), |n| shown(&n.to_string_lossy(), 120));
    add_named(case_dir, file, &name, options, "").map_err(|error| error.with_private_if_none(file))
}

/// Adds a file of a folder; a copy lies in the sub-folder `into` of the folder of its kind.
pub(super) fn add_into(
    case_dir: &Path,
    file: &Path,
    options: &AddOptions,
    into: &str,
) -> Result<Added, CaseError> {
    let name = file.file_name().map_or_else(String::new, |n| shown(&n.to_string_lossy(), 120));
    add_named(case_dir, file, &name, options, into).map_err(|error| error.with_private_if_none(file))
}

fn add_named(
    case_dir: &Path,
    file: &Path,
    name: &str,
    options: &AddOptions,
    into: &str,
) -> Result<Added, CaseError> {
    let mut remarks = Vec::new();
    let real = real_file(file, name, &mut remarks)?;
    let (kind, why) = kind(&real, name, options)?;
    let sources = case_dir.join(SOURCES);
    std::fs::create_dir_all(&sources).map_err(|error| CaseError::io("making the folder", SOURCES, &error))?;
    let journal = journal::Journal::lock(&case_dir.join(MANIFEST), MANIFEST)?;
    let entries = load(case_dir)?;
    let (mode, placed) = if options.reference {
        (Mode::Referenced, reference(case_dir, &real, name)?)
    } else {
        (Mode::Copied, copy(&sources, &real, name, &[kind.folder(), into], &entries)?)
    };
    if let Some(there) = entries.iter().find(|e| e.sha256 == placed.sha256) {
        return Ok(Added::Already(there.clone()));
    }
    let entry = ExhibitEntry {
        id: ExhibitEntry::id_of(&placed.sha256),
        kind,
        path: placed.path,
        mode,
        sha256: placed.sha256,
        bytes: placed.bytes,
        from: one_line(options.from.as_deref()),
        licence: one_line(options.licence.as_deref()),
        note: one_line(options.note.as_deref()),
        added_by: one_line(options.added_by.as_deref()),
        added_at: options.added_at,
    };
    journal.append(&entry.to_line())?;
    Ok(Added::New { entry, why, remarks })
}

/// Puts bytes that a program made into `sources/` and says what its line of the manifest would be; [`enter`] writes the lines.
/// Several threads may do so at once for different names. What lies under the name is replaced.
pub fn place(
    case_dir: &Path,
    (kind, name): (ExhibitKind, &str),
    bytes: &[u8],
    options: &AddOptions,
) -> Result<ExhibitEntry, CaseError> {
    let here = format!("{SOURCES}/{}", kind.folder());
    let path = format!("{here}/{name}");
    let io = |error: &std::io::Error| CaseError::io("writing", &path, error);
    std::fs::create_dir_all(case_dir.join(&here)).map_err(|error| io(&error))?;
    let (sha256, count) = hash_of(&mut &*bytes).map_err(|error| io(&error))?;
    std::fs::write(case_dir.join(&path), bytes).map_err(|error| io(&error))?;
    Ok(ExhibitEntry {
        id: ExhibitEntry::id_of(&sha256),
        kind,
        path,
        mode: Mode::Copied,
        sha256,
        bytes: count,
        from: one_line(options.from.as_deref()),
        licence: one_line(options.licence.as_deref()),
        note: one_line(options.note.as_deref()),
        added_by: one_line(options.added_by.as_deref()),
        added_at: options.added_at,
    })
}

/// Enters exhibits that [`place`] put there into the manifest, all at once; those that it has already are left out.
pub fn enter(case_dir: &Path, placed: &[ExhibitEntry]) -> Result<(), CaseError> {
    let journal = journal::Journal::lock(&case_dir.join(MANIFEST), MANIFEST)?;
    let mut known: BTreeSet<ExhibitId> = load(case_dir)?.iter().map(|entry| entry.id).collect();
    let new = placed.iter().filter(|entry| known.insert(entry.id));
    let lines: Vec<String> = new.map(ExhibitEntry::to_line).collect();
    if lines.is_empty() { Ok(()) } else { journal.append(&lines.join("\n")) }
}

/// A remark as one line; `None` if it says nothing.
fn one_line(text: Option<&str>) -> Option<String> {
    let words: Vec<&str> =
        text?.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The file behind links; refuses folders, devices and empty files.
fn real_file(file: &Path, name: &str, remarks: &mut Vec<String>) -> Result<PathBuf, CaseError> {
    let usage = |message: &str| CaseError::new(CaseErrorKind::Usage, name, message);
    let io = |error: &std::io::Error| CaseError::io("opening", name, error);
    let link = std::fs::symlink_metadata(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => usage("there is no such file")
            .with_hint("check the spelling, and from which folder the path starts"),
        _ => io(&error),
    })?;
    let real = std::fs::canonicalize(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => usage("this is a link to a file that does not exist")
            .with_hint("add the file itself, from where it lies now"),
        _ => io(&error),
    })?;
    if link.file_type().is_symlink() {
        let target = real.file_name().map_or_else(String::new, |n| shown(&n.to_string_lossy(), 120));
        remarks.push(format!("`{name}` is a link; the bytes are those of `{target}`"));
    }
    let metadata = std::fs::metadata(&real).map_err(|error| io(&error))?;
    if metadata.is_dir() {
        return Err(usage("this is a folder, expected a file").with_hint(
            "add its files one by one: `plimsoll add folder/*`; a SAFE folder has a manifest.safe",
        ));
    }
    if !metadata.is_file() {
        return Err(usage("this is a device or a pipe, expected a file"));
    }
    if metadata.len() == 0 {
        return Err(usage("the file is empty")
            .with_hint("an interrupted download leaves such a file; fetch it again"));
    }
    Ok(real)
}

/// What the person says, or what the bytes say.
fn kind(real: &Path, name: &str, options: &AddOptions) -> Result<(ExhibitKind, String), CaseError> {
    if let Some(kind) = options.kind {
        return Ok((kind, "as you said".into()));
    }
    let Sniffed { kind, why } = sniff_file(real, name)?;
    if kind == ExhibitKind::Unknown {
        let words: Vec<&str> =
            ExhibitKind::ALL.into_iter().filter(|k| *k != kind).map(ExhibitKind::as_str).collect();
        return Err(CaseError::new(CaseErrorKind::Usage, name, format!("not recognised: {why}"))
            .with_hint(format!("if you know, say so: `--kind <{}>`", words.join("|"))));
    }
    Ok((kind, why))
}

/// Where the bytes now are.
struct Placed {
    path: String,
    sha256: String,
    bytes: u64,
}

fn reference(case_dir: &Path, real: &Path, name: &str) -> Result<Placed, CaseError> {
    let mut file = File::open(real).map_err(|error| CaseError::io("opening", name, &error))?;
    let (sha256, bytes) = hash_of(&mut file).map_err(|error| CaseError::io("reading", name, &error))?;
    let base = std::fs::canonicalize(case_dir)
        .map_err(|error| CaseError::io("opening", "the case folder", &error))?;
    let path = relative(&base, real).filter(|p| !p.contains(char::is_control)).ok_or_else(|| {
        CaseError::new(CaseErrorKind::Usage, name, "the path has characters that the manifest cannot hold")
            .with_hint("rename the file or its folder, or add it without `--reference`")
    })?;
    Ok(Placed { path, sha256, bytes })
}

/// The way from a folder to a file, with forward slashes; both are real paths. `None`: a part is not UTF-8.
fn relative(base: &Path, file: &Path) -> Option<String> {
    let (base, parts): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (base.components().collect(), file.components().collect());
    let common = base.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return file.to_str().map(|p| p.replace('\\', "/"));
    }
    let up = base[common..].iter().map(|_| Some(".."));
    let down = parts[common..].iter().map(|c| c.as_os_str().to_str());
    Some(up.chain(down).collect::<Option<Vec<_>>>()?.join("/"))
}

/// Copies through a file of another name, so that a break leaves no half exhibit under a good name.
fn copy(
    sources: &Path,
    real: &Path,
    name: &str,
    folders: &[&str],
    entries: &[ExhibitEntry],
) -> Result<Placed, CaseError> {
    let below = folders.join("/");
    let below = below.trim_end_matches('/');
    let folder = sources.join(below);
    let here = format!("{SOURCES}/{below}");
    std::fs::create_dir_all(&folder).map_err(|error| CaseError::io("making the folder", &here, &error))?;
    let part = folder.join(".adding");
    // An earlier copy may have been interrupted after it was made read-only.
    remove_if_there(&part, &here)?;
    let result = copy_to(&part, real, name, &here).and_then(|(sha256, bytes)| {
        if entries.iter().any(|e| e.sha256 == sha256) {
            return Ok(Placed { path: String::new(), sha256, bytes });
        }
        let file_name = free_name(&folder, &safe_name(real), &sha256);
        let path = format!("{here}/{file_name}");
        make_read_only(&part, &path)?;
        std::fs::rename(&part, folder.join(&file_name))
            .map_err(|error| CaseError::io("writing", &path, &error))?;
        Ok(Placed { path, sha256, bytes })
    });
    remove_if_there(&part, &here)?;
    result
}

/// Removes what is left of a copy that did not come to its end.
fn remove_if_there(part: &Path, here: &str) -> Result<(), CaseError> {
    match std::fs::remove_file(part) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(CaseError::io("removing", format!("{here}/.adding"), &error))
        }
        _ => Ok(()),
    }
}

fn copy_to(part: &Path, real: &Path, name: &str, here: &str) -> Result<(String, u64), CaseError> {
    let mut from = File::open(real).map_err(|error| CaseError::io("opening", name, &error))?;
    let mut to = File::create(part).map_err(|error| CaseError::io("writing", here, &error))?;
    let hash = copy_hashing(&mut from, &mut to).map_err(|error| CaseError::io("copying", name, &error))?;
    to.sync_all().map_err(|error| CaseError::io("writing", here, &error))?;
    Ok(hash)
}

fn make_read_only(path: &Path, name: &str) -> Result<(), CaseError> {
    let io = |error: std::io::Error| CaseError::io("making read-only", name, &error);
    let mut permissions = std::fs::metadata(path).map_err(io)?.permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(path, permissions).map_err(io)
}

/// The name without what some file system refuses.
pub(super) fn safe_name(file: &Path) -> String {
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let safe =
        |c: char| if c.is_control() || r#"<>:"/\|?*"#.contains(c) || c == '\u{fffd}' { '_' } else { c };
    let name: String = name.chars().map(safe).take(120).collect();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "exhibit".into() } else { name.into() }
}

/// The name, or the name behind the first digits of the hash where another exhibit has it.
fn free_name(folder: &Path, name: &str, sha256: &str) -> String {
    let is_free = |candidate: &str| !folder.join(candidate).exists();
    if is_free(name) {
        return name.to_owned();
    }
    let short = format!("{}-{name}", &sha256[..8]);
    if is_free(&short) { short } else { format!("{sha256}-{name}") }
}
