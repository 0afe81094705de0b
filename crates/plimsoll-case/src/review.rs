//! Reviews: what people decided about records, in `reviews.jsonl`, appended and never changed.
//!
//! Every line holds the hash of the line before it and ends with its own: SHA-256 of the line's bytes up to
//! `,"hash":`, followed by `}`. A line that is altered, taken out or put in breaks the chain, and reading says where.
//! The chain does not show that lines were cut off at the end; a run record that names the last hash does
//! (see [`chain_head`]). It proves order and integrity, not who wrote it.

use crate::error::{CaseError, CaseErrorKind, nearest, shown};
use crate::journal::Journal;
use jiff::Timestamp;
use plimsoll_model::{RecordId, RecordKind, Review};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// The file of reviews in a case.
pub const FILE: &str = "reviews.jsonl";
/// What stands in `prev` of the first line.
pub const FIRST_PREV: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Characters of a reason.
const MOST_REASON: usize = 4000;
/// Characters of a name.
const MOST_BY: usize = 200;
/// Seconds by which a clock can be wrong: 30 years, for a camera that began at its first day.
const MOST_CLOCK_S: i64 = 946_708_560;
/// Bytes of the whole file: more than people write.
const MOST_BYTES: u64 = 256 << 20;
/// What separates the hashed part of a line from its hash.
const HASH_KEY: &str = ",\"hash\":\"";

/// What was decided about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It is as the record says.
    Confirmed,
    /// It is not.
    Rejected,
    /// A person looked and cannot tell.
    Unsure,
    /// The clock of the camera was wrong, by the seconds that stand beside it.
    Corrected,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::Rejected, Self::Unsure, Self::Corrected];

    /// The word used in files and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Unsure => "unsure",
            Self::Corrected => "corrected",
        }
    }

    /// From the word; the error names the nearest.
    pub fn parse(text: &str) -> Result<Self, CaseError> {
        let words = Self::ALL.map(Self::as_str);
        Self::ALL.into_iter().find(|d| d.as_str() == text).ok_or_else(|| {
            let message = format!("`{}` is not a decision", shown(text, 40));
            let hint = match nearest(text, words) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("write one of {}", crate::config::list_words(&words)),
            };
            CaseError::new(CaseErrorKind::Usage, FILE, message).with_hint(hint)
        })
    }
}

/// A line of the file: a review and its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewEntry {
    /// Its number, counted from 1.
    pub seq: u64,
    /// What was decided, why, by whom and when.
    pub review: Review,
    /// The hash of the line before.
    pub prev: String,
    /// The hash of this line.
    pub hash: String,
}

/// The hashed part of a line, in this order.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: u64,
    record: String,
    decision: Decision,
    reason: String,
    by: String,
    at: String,
    prev: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clock_s: Option<i64>,
}

/// Writes a decision (see [`Decision`]) at the end of the file and gives its line. The file is locked meanwhile, and a
/// chain that is already broken is not gone on with. `at` is when: this crate reads no clock.
pub fn append(
    case_dir: &Path,
    record: RecordId,
    decided: Decided<'_>,
    at: Timestamp,
) -> Result<ReviewEntry, CaseError> {
    let Decided { decision, clock_s, reason, by } = decided;
    let decision = Decision::parse(decision)?;
    check_clock(record, decision, clock_s)?;
    let reason =
        words("reason", reason, MOST_REASON, "say in a sentence what you saw: a later reader has only this")?;
    let by = words("name", by, MOST_BY, "say who decides, such as --by \"A. Kim\"")?;
    let journal = Journal::lock(&case_dir.join(FILE), FILE)?;
    let before = load(case_dir)?;
    let line = Line {
        seq: before.len() as u64 + 1,
        record: record.to_string(),
        decision,
        reason,
        by,
        at: at.to_string(),
        prev: chain_head(&before).unwrap_or(FIRST_PREV).to_owned(),
        clock_s,
    };
    let body = serde_json::to_string(&line).expect("a struct of texts and numbers is always JSON");
    let hash = hash_of(&body);
    let open = body.strip_suffix('}').unwrap_or(&body);
    journal.append(&format!("{open}{HASH_KEY}{hash}\"}}"))?;
    Ok(entry(line, record, at, hash))
}

/// What somebody decided, before it is written.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a> {
    /// The word of a [`Decision`].
    pub decision: &'a str,
    /// Seconds to add to the clock of a camera; with [`Decision::Corrected`] only.
    pub clock_s: Option<i64>,
    /// Why.
    pub reason: &'a str,
    /// By whom.
    pub by: &'a str,
}

/// A clock is corrected on an image, by a number of seconds; nothing else has one.
fn check_clock(record: RecordId, decision: Decision, clock_s: Option<i64>) -> Result<(), CaseError> {
    let usage = |message: String| CaseError::new(CaseErrorKind::Usage, FILE, message);
    match (decision, clock_s) {
        (Decision::Corrected, None) => Err(usage("a correction of a clock needs its seconds".into())
            .with_hint("what is added to the clock: `--clock-s=-3600` for one that was an hour ahead")),
        (Decision::Corrected, Some(_)) if record.kind() != RecordKind::Scene => {
            Err(usage(format!("{record} has no clock that could be corrected"))
                .with_hint("a correction is of an image, scn-...; `plimsoll show scenes` lists them"))
        }
        (Decision::Corrected, Some(s)) if s == 0 || s.abs() > MOST_CLOCK_S => Err(usage(format!(
            "a correction of {s} s, expected one that is not 0 and at most {MOST_CLOCK_S} s (30 years) either way"
        ))),
        (Decision::Corrected, Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => Err(usage(format!("`{}` corrects no clock", decision.as_str()))
            .with_hint("write --decision corrected, or leave --clock-s out")),
    }
}

/// A text that says something and fits.
fn words(what: &str, text: &str, most: usize, hint: &str) -> Result<String, CaseError> {
    let text = text.trim();
    let usage = |message: String| CaseError::new(CaseErrorKind::Usage, FILE, message);
    if text.is_empty() {
        return Err(usage(format!("the {what} of the review is empty")).with_hint(hint));
    }
    let length = text.chars().count();
    if length > most {
        return Err(usage(format!(
            "the {what} of the review has {length} characters, expected at most {most}"
        ))
        .with_hint("put the long form into notes/ and name it here"));
    }
    Ok(text.to_owned())
}

/// SHA-256 of the hashed part of a line, in hexadecimal.
fn hash_of(body: &str) -> String {
    crate::store::hex(&Sha256::digest(body.as_bytes()))
}

fn entry(line: Line, record: RecordId, at: Timestamp, hash: String) -> ReviewEntry {
    let Line { seq, decision, reason, by, prev, clock_s, .. } = line;
    let review = Review { record, decision: decision.as_str().into(), clock_s, reason, by, at };
    ReviewEntry { seq, review, prev, hash }
}

/// All reviews, in order, after checking the chain. A case without the file has none.
pub fn load(case_dir: &Path) -> Result<Vec<ReviewEntry>, CaseError> {
    let path = case_dir.join(FILE);
    let io = |error: &std::io::Error| CaseError::io("reading", FILE, error).with_private(&path);
    let file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(io(&error)),
    };
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| io(&e))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(CaseError::new(CaseErrorKind::Invalid, FILE, format!("larger than {MOST_BYTES} bytes")));
    }
    parse(&bytes)
}

/// The reviews from the bytes of the file.
fn parse(bytes: &[u8]) -> Result<Vec<ReviewEntry>, CaseError> {
    let mut entries: Vec<ReviewEntry> = Vec::new();
    for (n, raw) in bytes.split(|b| *b == b'\n').enumerate() {
        let text = String::from_utf8_lossy(raw);
        let text = text.trim_end_matches('\r');
        if text.trim().is_empty() {
            continue;
        }
        let next = read_line(text, &entries).map_err(|problem| problem.at_line(n + 1, text))?;
        entries.push(next);
    }
    Ok(entries)
}

/// Reads a line and checks that it goes on with the chain.
fn read_line(text: &str, before: &[ReviewEntry]) -> Result<ReviewEntry, CaseError> {
    let last = before.last();
    let (body, hash) = split_hash(text).ok_or_else(cut_short)?;
    let line: Line = serde_json::from_str(&body).map_err(|error| {
        let words = error.to_string();
        broken(format!("not a review: {}", shown(words.split(" at line ").next().unwrap_or(""), 120)))
    })?;
    if hash_of(&body) != hash {
        return Err(broken("the line was changed after it was written: its hash does not fit".into()));
    }
    let expected_prev = last.map_or(FIRST_PREV, |e| &e.hash);
    if line.prev != expected_prev || line.seq != last.map_or(0, |e| e.seq) + 1 {
        let expected = last.map_or(0, |e| e.seq) + 1;
        return Err(broken(format!(
            "the chain breaks here: found review {}, expected review {expected} after the line before; lines were taken \
             out, put in or exchanged",
            line.seq
        )));
    }
    let record = RecordId::parse(&line.record).map_err(|error| broken(error.to_string()))?;
    let at = line.at.parse().map_err(|_| broken(format!("`{}` is not a time", shown(&line.at, 40))))?;
    Ok(entry(line, record, at, hash))
}

/// The hashed part of a line and its hash.
fn split_hash(text: &str) -> Option<(String, String)> {
    let (open, end) = text.rsplit_once(HASH_KEY)?;
    let hash = end.strip_suffix("\"}")?;
    (hash.len() == 64).then(|| (format!("{open}}}"), hash.to_owned()))
}

fn broken(message: String) -> CaseError {
    CaseError::new(CaseErrorKind::Changed, FILE, message).with_hint(
        "compare with a backup; reviews are never edited: to change a decision, review the record again",
    )
}

fn cut_short() -> CaseError {
    broken("the line is cut short: no hash at its end".into()).with_hint(
        "if it is the last line, a writer was interrupted: delete that line and review the record again",
    )
}

/// The hash of the last line, which a run record keeps so that a cut at the end shows. `None`: no reviews.
pub fn chain_head(entries: &[ReviewEntry]) -> Option<&str> {
    entries.last().map(|e| e.hash.as_str())
}

/// The decision that holds for each record: the last one.
pub fn latest(entries: &[ReviewEntry]) -> BTreeMap<RecordId, &ReviewEntry> {
    entries.iter().map(|e| (e.review.record, e)).collect()
}

#[cfg(test)]
mod tests;
