//! Lists outside a case: files that the user names, read and joined.

use crate::error::UserError;
use crate::exit::Exit;
use crate::progress::{Progress, Watched};
use plimsoll_case::config::version_days;
use plimsoll_case::exhibit;
use plimsoll_model::evidence::Key;
use plimsoll_model::{RecordId, RecordKind, Reject, VersionDays};
use plimsoll_registry::lists::{ListForm, ListRows, ListSource, Lists, read_list};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How much of a file is looked at to know its form, bytes.
pub const HEAD_BYTES: u64 = 16 << 10;

/// The forms of list, for hints.
pub fn forms_in_words() -> String {
    ListForm::ALL.map(|f| format!("`{}`", f.as_str())).join(", ")
}

/// A file that the user names: `PATH`, or `PATH@2023-11` where the file does not say when it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedList {
    /// Where it lies.
    pub path: PathBuf,
    /// The days of its version, with the words for it.
    pub version: Option<(String, VersionDays)>,
}

impl NamedList {
    /// From what was typed. A path that exists is a path, whatever stands in it.
    pub fn parse(text: &str) -> Self {
        if !Path::new(text).exists()
            && let Some((path, day)) = text.rsplit_once('@')
            && let Some(days) = version_days(day)
        {
            return Self { path: path.into(), version: Some((day.to_owned(), days)) };
        }
        Self { path: text.into(), version: None }
    }

    /// Its name for messages.
    fn name(&self) -> String {
        self.path
            .file_name()
            .map_or_else(|| self.path.display().to_string(), |n| n.to_string_lossy().into_owned())
    }
}

/// Lists that were read, with the file of each exhibit.
pub struct ReadLists {
    /// What they say.
    pub lists: Lists,
    /// The file of each exhibit.
    pub files: BTreeMap<RecordId, String>,
    /// What is to be said: rows that were lost, files that are no lists.
    pub notes: Vec<String>,
}

/// Reads the files named, folders included: each file in a folder that is a list; the others are noted. An error where more
/// than so many per cent of a file's rows or hull numbers are lost.
pub fn read(named: &[NamedList], max_share_percent: f64, progress: Progress) -> Result<ReadLists, UserError> {
    let mut rows = Vec::new();
    let mut files = BTreeMap::new();
    let mut notes = Vec::new();
    for list in expanded(named, &mut notes)? {
        let read = read_one(&list, progress)?;
        notes.extend(check_losses(&read, &list.name(), max_share_percent)?);
        if files.insert(read.version.exhibit, list.name()).is_none() {
            rows.push(read);
        }
    }
    Ok(ReadLists { lists: Lists::join(rows, Vec::new()), files, notes })
}

/// What a file lost, in words; an error above the share.
pub fn check_losses(
    read: &ListRows,
    name: &str,
    max_share_percent: f64,
) -> Result<Option<String>, UserError> {
    let losses = read.losses();
    let Some(words) = losses.in_words() else { return Ok(None) };
    // The first that cost a row or a number, not a cell that nobody will miss.
    let costs = |r: &&Reject| losses.lost > 0 || r.reason.contains("IMO number");
    let first = read.rejects.iter().find(costs);
    let first = first.map_or_else(String::new, |r| format!("; such as line {}: {}", r.source.line, r.reason));
    // A register lists nobody, so what it lost clears nobody.
    if read.version.entries > 0 && losses.is_too_much(max_share_percent) {
        return Err(UserError::new(
            Exit::TooManyRejects,
            format!("{name}: {words}: more than {max_share_percent} % of the rows, or half of the numbers{first}"),
        )
        .hint("a ship that is lost would look as if she were not listed: is this the file, whole and unchanged?")
        .see("docs/methods/lists.md"));
    }
    Ok(Some(format!("{name}: {words}{first}")))
}

/// Folders replaced by the lists in them, in order of name.
fn expanded(named: &[NamedList], notes: &mut Vec<String>) -> Result<Vec<NamedList>, UserError> {
    let mut all = Vec::new();
    for list in named {
        if !list.path.is_dir() {
            all.push(list.clone());
            continue;
        }
        let fault = |e: &std::io::Error| {
            UserError::fault(&format!("reading the folder `{}`", list.path.display()), e)
        };
        let mut inside = Vec::new();
        for file in std::fs::read_dir(&list.path).map_err(|e| fault(&e))? {
            let path = file.map_err(|e| fault(&e))?.path();
            let is_hidden = path.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
            if path.is_file() && !is_hidden {
                inside.push(path);
            } else if path.is_dir() && !is_hidden {
                notes.push(format!("not read: `{}` is a folder in a folder", path.display()));
            }
        }
        inside.sort();
        let before = all.len();
        for path in inside {
            let name = path.display().to_string();
            let head = exhibit::head(&path, &name)?;
            if ListForm::sniff(&head).is_some() {
                all.push(NamedList { path, version: list.version.clone() });
            } else {
                notes.push(format!("not read: `{name}` has the form of no list that is known"));
            }
        }
        if all.len() == before {
            return Err(UserError::usage(format!(
                "no list was found in the folder `{}`",
                list.path.display()
            ))
            .hint("an empty list never means `not listed`: name the files that hold the lists")
            .see("docs/methods/lists.md"));
        }
    }
    Ok(all)
}

fn read_one(list: &NamedList, progress: Progress) -> Result<ListRows, UserError> {
    let name = list.name();
    if !list.path.is_file() {
        return Err(UserError::usage(format!("there is no file `{}`", list.path.display()))
            .hint("check the spelling, and from which folder the path starts"));
    }
    let head = exhibit::head(&list.path, &name)?;
    let form = ListForm::sniff(&head[..head.len().min(HEAD_BYTES as usize)]).ok_or_else(|| {
        UserError::new(Exit::ExhibitUnreadable, format!("the form of a list is not recognised: {name}"))
            .hint(format!("the forms are {}", forms_in_words()))
            .hint("any other table of ships: give its columns our names (imo_number, ship_name, ...) or add it to a case and map them")
            .see("docs/methods/lists.md")
    })?;
    let sha256 = sha256_of(&list.path, &name)?;
    let source = ListSource {
        exhibit: RecordId::of(RecordKind::Exhibit, &[Key::Text(&sha256)]),
        sha256: &sha256,
        file_name: &name,
        list: None,
        version: list.version.as_ref().map(|(words, days)| (words.as_str(), *days)),
    };
    let bytes = std::fs::metadata(&list.path).map_or(0, |m| m.len());
    let reader = Watched::new(exhibit::open_path(&list.path, &name)?, progress.bytes(&name, bytes));
    read_list(reader, form, &source).map_err(|e| {
        UserError::new(Exit::ExhibitUnreadable, format!("{name}: {e}")).see("docs/methods/lists.md")
    })
}

/// SHA-256 of a file's bytes as they lie, in hexadecimal.
fn sha256_of(path: &Path, name: &str) -> Result<String, UserError> {
    let fault = |e: &std::io::Error| UserError::fault(&format!("reading `{name}`"), e);
    let mut file = std::fs::File::open(path).map_err(|e| fault(&e))?;
    exhibit::hash_of(&mut file).map(|(sha256, _)| sha256).map_err(|e| fault(&e))
}
