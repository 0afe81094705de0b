//! The files that belong to the page.

use super::{Section, table};
use crate::bundle::{OutputFile, sha256};
use crate::number;
use maud::html;

/// The section.
pub(crate) fn section(files: &[OutputFile]) -> Section {
    let rows = html! {
        @for file in files {
            tr {
                th scope="row" { a href=(file.path) { (file.path) } }
                td { (meaning(&file.path)) }
                td.num { (number::grouped(file.bytes.len() as f64)) }
                td { code.sha { (sha256(&file.bytes)) } }
            }
        }
    };
    let caption = html! {
        "Data files beside this page. " code { "manifest.json" } " names them all, and this page, with SHA-256 and size. Texts that a "
        "spreadsheet would take for a formula begin with an apostrophe in the CSV files."
    };
    let content = table("files", &caption, &["File", "Holds", "Bytes", "SHA-256"], &rows);
    Section { id: "files", heading: "Data files", content }
}

/// What a file holds.
fn meaning(path: &str) -> &'static str {
    match path {
        "annex.csv" => "the annex table, numbers not rounded",
        "ledger.csv" => "sum of every day, cap, convention and scenario",
        "visits.csv" => "port visits with draughts and cargo",
        "encounters.csv" => "pairs of ships close together, slowly, away from ports",
        "loitering.csv" => "ships that moved slowly, away from ports",
        "gaps.csv" => "silences of single ships between two of their reports",
        "outages.csv" => "times in which a feed gave nothing: nobody listened",
        "shared_numbers.csv" => "tracks of each MMSI that several ships use at once",
        "identity_changes.csv" => "radios that say they are another ship than before",
        "draught_changes.csv" => "draughts sent one after the other that differ",
        "ships.csv" => "all ships with their numbers, names and size",
        "listings.csv" => "what each measure of each list meant on the day of each call",
        "list_matches.csv" => "ships and entries of lists that may be the same, with reasons",
        "scenes.csv" => "the images and how much of each was searched",
        "effort.csv" => "each image over each place, also those without a ship",
        "detections.csv" => "what was found in the images, with reasons",
        "detections.geojson" => "the same as points (RFC 7946)",
        "occupancy.csv" => "what each image says of each berth",
        "waterlines.csv" => "how deep ships lay in images, or why an image cannot say",
        "measurements.csv" => "what people measured on images of ships, with the points they set",
        "waterlines.json" => "the same with points and terms of error as lists",
        "map.geojson" => "places, visits, silences, encounters, loitering and tracks (RFC 7946)",
        "findings.json" => "findings with their records",
        chip if chip.starts_with("chips/wtl-") => "pixels about the points of a reading, untouched",
        chip if chip.starts_with("chips/") && chip.ends_with(".png") => "pixels of a detection, untouched",
        chip if chip.starts_with("chips/") => "values of the file about a detection",
        _ => "a further table",
    }
}
