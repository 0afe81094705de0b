//! The files of a report.

use crate::dossier::Dossier;
use crate::section::{scenes, waterlines};
use crate::{geojson, json, order, page, tables};
use sha2::{Digest, Sha256};

/// A file to be written into the folder of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its name in the folder, such as `index.html`. Only chips have a folder of their own, `chips/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of a report: `index.html`; `annex.csv`, `ledger.csv`, `visits.csv`, `encounters.csv`, `loitering.csv`,
/// `gaps.csv`, `outages.csv`, `shared_numbers.csv`, `identity_changes.csv`, `draught_changes.csv`, `ships.csv`, `listings.csv`, `list_matches.csv`; where
/// there are scenes `scenes.csv`, `effort.csv`, `detections.csv`, `occupancy.csv`, `detections.geojson` and `chips/`; where there are readings
/// of waterlines `waterlines.csv`, `measurements.csv`, `waterlines.json` and `chips/`; further tables; `map.geojson`, `findings.json` and `manifest.json`. The same dossier gives the same bytes.
pub fn render(dossier: &Dossier) -> Vec<OutputFile> {
    let dossier = &order::ordered(dossier);
    let mut files: Vec<OutputFile> = tables::tables(dossier)
        .into_iter()
        .map(|(path, table)| OutputFile { path, bytes: tables::csv_bytes(&table) })
        .collect();
    files.push(OutputFile { path: "map.geojson".into(), bytes: geojson::map(dossier) });
    files.push(OutputFile { path: "findings.json".into(), bytes: json::findings(dossier) });
    if let Some(bytes) = geojson::detections(dossier) {
        files.push(OutputFile { path: "detections.geojson".into(), bytes });
    }
    files.extend(scenes::files(dossier));
    files.extend(json::waterlines(dossier).map(|bytes| OutputFile { path: "waterlines.json".into(), bytes }));
    files.extend(waterlines::files(dossier));
    let page = OutputFile { path: "index.html".into(), bytes: page::page(dossier, &files).into_bytes() };
    files.insert(0, page);
    let manifest = OutputFile { path: "manifest.json".into(), bytes: json::manifest(dossier, &files) };
    files.push(manifest);
    files
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
