//! `sources/manifest.jsonl`: one line an exhibit.

use super::{ExhibitKind, MANIFEST};
use crate::error::{CaseError, CaseErrorKind, nearest, shown};
use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Exhibit, ExhibitId, RecordId, RecordKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// More than any manifest: a hundred thousand exhibits.
const MOST_BYTES: u64 = 64 << 20;

/// Whether the bytes lie in the case or elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// A copy in `sources/`.
    Copied,
    /// Read where it lies, and checked by its hash at each run.
    Referenced,
}

/// A line of the manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExhibitEntry {
    /// Its identifier, made of its SHA-256.
    pub id: ExhibitId,
    /// What the bytes are.
    pub kind: ExhibitKind,
    /// Path relative to the case folder, with forward slashes; absolute only where no relative path leads there.
    pub path: String,
    /// Copied or referenced.
    pub mode: Mode,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Where they came from: an address, a person, a letter.
    pub from: Option<String>,
    /// Under which licence they may be used.
    pub licence: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Who added it.
    pub added_by: Option<String>,
    /// When it was added.
    pub added_at: Option<Timestamp>,
}

/// The line as JSON has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    kind: String,
    path: String,
    mode: Mode,
    sha256: String,
    bytes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    added_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    added_at: Option<String>,
}

impl ExhibitEntry {
    /// The identifier of bytes with this SHA-256 (hexadecimal, lower case).
    pub fn id_of(sha256: &str) -> ExhibitId {
        RecordId::of(RecordKind::Exhibit, &[Key::Text(sha256)])
    }

    /// The exhibit as the model has it.
    pub fn exhibit(&self) -> Exhibit {
        Exhibit {
            id: self.id,
            kind: self.kind.as_str().into(),
            path: self.path.clone(),
            sha256: self.sha256.clone(),
            bytes: self.bytes,
            from: self.from.clone(),
            licence: self.licence.clone(),
        }
    }

    /// The last part of the path: the name by which `case.toml` may call the exhibit.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// True if a name means it: its identifier, its path, its file name or the name of its SAFE folder.
    pub fn is_named(&self, name: &str) -> bool {
        self.path == name
            || self.file_name() == name
            || self.safe_name() == Some(name)
            || RecordId::parse(name).is_ok_and(|id| id == self.id)
    }

    /// Where the bytes lie on this machine.
    pub fn location(&self, case_dir: &Path) -> PathBuf {
        case_dir.join(&self.path)
    }

    /// The line of the manifest, without a line end.
    pub(super) fn to_line(&self) -> String {
        let line = Line {
            id: self.id.to_string(),
            kind: self.kind.as_str().into(),
            path: self.path.clone(),
            mode: self.mode,
            sha256: self.sha256.clone(),
            bytes: self.bytes,
            from: self.from.clone(),
            licence: self.licence.clone(),
            note: self.note.clone(),
            added_by: self.added_by.clone(),
            added_at: self.added_at.map(|t| t.to_string()),
        };
        serde_json::to_string(&line).expect("a struct of texts and numbers is always JSON")
    }

    /// Reads a line; the error is a message and a hint.
    fn from_line(text: &str) -> Result<Self, (String, String)> {
        let line: Line = serde_json::from_str(text).map_err(|error| {
            (json_words(&error), "restore the line from a backup, or delete it and add the file again".into())
        })?;
        let kind = ExhibitKind::parse(&line.kind).ok_or_else(|| {
            let words = ExhibitKind::ALL.map(ExhibitKind::as_str);
            let message = format!("`{}` is not a kind of exhibit", shown(&line.kind, 40));
            let hint = match nearest(&line.kind, words) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("the kinds are {}", crate::config::list_words(&words)),
            };
            (message, hint)
        })?;
        let id = check_hash(&line)?;
        check_path(&line)?;
        let added_at = line
            .added_at
            .map(|t| {
                t.parse::<Timestamp>().map_err(|_| {
                    (
                        format!("`added_at` is `{}`, expected a time with its offset", shown(&t, 40)),
                        "write it as 2024-03-01T06:00:00Z".to_owned(),
                    )
                })
            })
            .transpose()?;
        Ok(Self {
            id,
            kind,
            path: line.path,
            mode: line.mode,
            sha256: line.sha256,
            bytes: line.bytes,
            from: line.from,
            licence: line.licence,
            note: line.note,
            added_by: line.added_by,
            added_at,
        })
    }
}

/// What the JSON reader says, without its "at line 1 column 7": the line is named otherwise.
fn json_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or(&text);
    format!("not a manifest line: {}", shown(words, 120))
}

fn check_hash(line: &Line) -> Result<ExhibitId, (String, String)> {
    let is_hash =
        line.sha256.len() == 64 && line.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hash {
        return Err((
            format!(
                "`sha256` is `{}`, expected 64 hexadecimal digits in lower case",
                shown(&line.sha256, 80)
            ),
            "`sha256sum <file>` prints them".into(),
        ));
    }
    let id = ExhibitEntry::id_of(&line.sha256);
    if id.to_string() == line.id {
        return Ok(id);
    }
    Err((
        format!("`id` is `{}`, but bytes with this `sha256` are {id}", shown(&line.id, 40)),
        "one of the two was changed by hand; delete the line and add the file again".into(),
    ))
}

/// A copied exhibit lies in `sources/` and nowhere else.
fn check_path(line: &Line) -> Result<(), (String, String)> {
    let parts: Vec<&str> = line.path.split('/').collect();
    let is_inside = parts.len() >= 2
        && parts[0] == super::SOURCES
        && parts.iter().all(|p| !p.is_empty() && *p != ".." && *p != ".");
    let has_bad = line.path.is_empty()
        || line.path.contains('\\') && line.mode == Mode::Copied
        || line.path.contains(char::is_control);
    if (line.mode == Mode::Copied && !is_inside) || has_bad {
        return Err((
            format!(
                "`path` is `{}`, expected a path below `sources/` with forward slashes",
                shown(&line.path, 120)
            ),
            "only an exhibit with `\"mode\":\"referenced\"` may lie elsewhere".into(),
        ));
    }
    Ok(())
}

/// The exhibits of a case, in the order in which they were added. A case without a manifest has none.
pub fn load(case_dir: &Path) -> Result<Vec<ExhibitEntry>, CaseError> {
    let path = case_dir.join(MANIFEST);
    let io = |error: &std::io::Error| CaseError::io("reading", MANIFEST, error).with_private(&path);
    let file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(io(&error)),
    };
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| io(&e))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(CaseError::new(
            CaseErrorKind::Invalid,
            MANIFEST,
            format!("larger than {MOST_BYTES} bytes"),
        ));
    }
    parse(&bytes)
}

/// The manifest from its bytes.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<ExhibitEntry>, CaseError> {
    let mut entries: Vec<ExhibitEntry> = Vec::new();
    let mut lines: BTreeMap<ExhibitId, usize> = BTreeMap::new();
    for (n, raw) in bytes.split(|b| *b == b'\n').enumerate() {
        let text = String::from_utf8_lossy(raw);
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let error =
            |message: String| CaseError::new(CaseErrorKind::Invalid, MANIFEST, message).at_line(n + 1, text);
        let entry =
            ExhibitEntry::from_line(text).map_err(|(message, hint)| error(message).with_hint(hint))?;
        if let Some(first) = lines.insert(entry.id, n + 1) {
            return Err(error(format!(
                "{} stands here for the second time; the first is on line {first}",
                entry.id
            ))
            .with_hint("delete one of the two lines"));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The exhibit that a name means: its identifier, its path, its file name or the name of its SAFE folder.
pub fn find<'a>(entries: &'a [ExhibitEntry], name: &str) -> Result<&'a ExhibitEntry, CaseError> {
    let error = |message: String| CaseError::new(CaseErrorKind::Invalid, MANIFEST, message);
    let by_id = RecordId::parse(name).ok();
    let is_meant = |e: &&ExhibitEntry| {
        Some(e.id) == by_id || e.path == name || e.file_name() == name || e.safe_name() == Some(name)
    };
    let found: Vec<&ExhibitEntry> = entries.iter().filter(is_meant).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let names: Vec<&str> = entries.iter().map(ExhibitEntry::shown_name).collect();
            let hint = match nearest(name, names.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => {
                    "add the file with `plimsoll add <file>`; `plimsoll status` lists what is there".into()
                }
            };
            Err(error(format!("there is no exhibit `{}`", shown(name, 80))).with_hint(hint))
        }
        many => {
            let ids: Vec<String> = many.iter().map(|e| e.id.to_string()).collect();
            Err(error(format!("`{}` is the name of {} exhibits", shown(name, 80), many.len()))
                .with_hint(format!("name one by its id: {}", ids.join(", "))))
        }
    }
}
