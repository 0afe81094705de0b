//! `findings.json`, `waterlines.json` and `manifest.json`. Fields stand in the order of the structs, so that bytes do not hang on how a
//! map is kept.

mod waterlines;

use crate::bundle::{OutputFile, sha256};
use crate::dossier::Dossier;
use serde::Serialize;
pub(crate) use waterlines::waterlines;

/// What `findings.json` holds.
#[derive(Serialize)]
struct Findings<'a> {
    title: &'a str,
    question: &'a str,
    period_start_utc: String,
    period_end_utc: String,
    edition: &'a str,
    program: &'a str,
    is_simulated: bool,
    headline: Vec<String>,
    findings: Vec<FindingOut<'a>>,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    id: String,
    topic: &'a str,
    sentence: &'a str,
    probability: Option<f64>,
    likelihood: Option<&'a str>,
    parents: Vec<String>,
}

/// What `manifest.json` holds.
#[derive(Serialize)]
struct Manifest<'a> {
    title: &'a str,
    edition: &'a str,
    program: &'a str,
    is_simulated: bool,
    files: Vec<FileOut<'a>>,
    exhibits: Vec<ExhibitOut<'a>>,
}

#[derive(Serialize)]
struct FileOut<'a> {
    path: &'a str,
    sha256: String,
    bytes: usize,
}

#[derive(Serialize)]
struct ExhibitOut<'a> {
    id: String,
    kind: &'a str,
    path: &'a str,
    sha256: &'a str,
    bytes: u64,
    from: Option<&'a str>,
    licence: Option<&'a str>,
}

/// The bytes of a struct, indented, with a newline at the end.
fn bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("structs of texts and numbers are always JSON");
    bytes.push(b'\n');
    bytes
}

/// `findings.json`.
pub(crate) fn findings(dossier: &Dossier) -> Vec<u8> {
    let findings = dossier.findings.iter().map(|finding| FindingOut {
        id: finding.id.to_string(),
        topic: &finding.topic,
        sentence: &finding.sentence,
        probability: finding.probability,
        likelihood: finding.likelihood.as_deref(),
        parents: finding.parents.iter().map(ToString::to_string).collect(),
    });
    bytes(&Findings {
        title: &dossier.title,
        question: &dossier.question,
        period_start_utc: dossier.period.start().to_string(),
        period_end_utc: dossier.period.end().to_string(),
        edition: &dossier.edition,
        program: &dossier.program_version,
        is_simulated: dossier.is_simulated,
        headline: dossier.headline.iter().map(|sentence| sentence.text()).collect(),
        findings: findings.collect(),
    })
}

/// `manifest.json`, which names all other files.
pub(crate) fn manifest(dossier: &Dossier, files: &[OutputFile]) -> Vec<u8> {
    let file = |file: &'_ OutputFile| sha256(&file.bytes);
    let exhibit = |entry: &'_ crate::dossier::ExhibitEntry| entry.exhibit.id.to_string();
    bytes(&Manifest {
        title: &dossier.title,
        edition: &dossier.edition,
        program: &dossier.program_version,
        is_simulated: dossier.is_simulated,
        files: files
            .iter()
            .map(|f| FileOut { path: &f.path, sha256: file(f), bytes: f.bytes.len() })
            .collect(),
        exhibits: dossier
            .exhibits
            .iter()
            .map(|entry| ExhibitOut {
                id: exhibit(entry),
                kind: &entry.exhibit.kind,
                path: &entry.exhibit.path,
                sha256: &entry.exhibit.sha256,
                bytes: entry.exhibit.bytes,
                from: entry.exhibit.from.as_deref(),
                licence: entry.exhibit.licence.as_deref(),
            })
            .collect(),
    })
}
