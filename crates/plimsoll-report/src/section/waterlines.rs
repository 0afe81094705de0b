//! How deep ships lay, by images: each reading with its points drawn over the pixels, refusals in words.

mod card;
mod overlay;
mod pairs;
mod picture;

use super::{NAME, NOTHING, Section, table};
use crate::bundle::OutputFile;
use crate::dossier::{Dossier, WaterlineEntry};
use crate::links::Links;
use crate::number;
use crate::section::scenes::when;
use maud::{Markup, html};
use plimsoll_model::{Estimate, FreeboardMethod, RecordId};
use std::collections::BTreeSet;

/// The most readings in the table on the page; all are in the CSV file.
const MOST_ROWS: usize = 200;
/// The most readings shown with their points and their error.
const MOST_SHOWN: usize = 40;

/// The section, or nothing where no image was measured.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    let all = &dossier.waterlines.readings;
    if all.is_empty() {
        return None;
    }
    let refused = all.iter().filter(|e| e.reading.draught_m.is_none()).count();
    let content = html! {
        p.note {
            "How high the edge of the deck stands above the water, taken from her depth, is how deep a ship lies. People set the points; the "
            "program does the sums and refuses what the geometry cannot tell. " (all.len()) " readings, of which " (refused)
            " refused: they are listed too, with what would do."
        }
        (readings(dossier, links))
        (pairs::figures(dossier, links))
        h3 { "Each reading" }
        p.note {
            "The points as they were set, over the pixels of the image. The line between the edge of the deck and the water is the height "
            "that was read. The pixels as they are in the image, with nothing drawn over them, stand beside it or in a file."
            @if shown(dossier).count() < all.len() { " " (shown(dossier).count()) " of " (all.len()) " readings are shown." }
        }
        @for entry in shown(dossier) { (card::card(dossier, entry, links)) }
    };
    Some(Section { id: "waterlines", heading: "How deep they lay", content })
}

/// The readings that are shown one by one: those of the pairs, and the first of the others.
fn shown(dossier: &Dossier) -> impl Iterator<Item = &WaterlineEntry> {
    let ends = |known: pairs::Known<'_>| known.readings();
    let paired: BTreeSet<RecordId> = pairs::known(dossier).flat_map(ends).collect();
    let mut left = MOST_SHOWN.saturating_sub(paired.len());
    dossier.waterlines.readings.iter().filter(move |entry| {
        if paired.contains(&entry.reading.id) {
            return true;
        }
        let is_first = left > 0;
        left = left.saturating_sub(1);
        is_first
    })
}

/// True if there are pictures in the section.
pub(crate) fn has_pictures(dossier: &Dossier) -> bool {
    shown(dossier).any(|entry| picture::on_page(dossier, entry).is_some())
}

/// The pixels of the readings that are shown, untouched.
pub(crate) fn files(dossier: &Dossier) -> Vec<OutputFile> {
    let file = |e: &WaterlineEntry| {
        let chip = e.chip.as_ref()?;
        Some(OutputFile { path: picture::path(e.reading.id), bytes: chip.original.clone() })
    };
    shown(dossier).filter_map(file).collect()
}

/// The records that a number of the section stands on.
pub(crate) fn records(dossier: &Dossier) -> Vec<RecordId> {
    let readings = dossier.waterlines.readings.iter().take(MOST_ROWS).map(|e| e.reading.id);
    let measured = shown(dossier).flat_map(|e| card::listed(e).map(|m| m.id));
    readings.chain(measured).chain(pairs::known(dossier).map(|k| k.draughts.id)).collect()
}

fn readings(dossier: &Dossier, links: &Links) -> Markup {
    let all = &dossier.waterlines.readings;
    let rows = html! {
        @for entry in all.iter().take(MOST_ROWS) {
            @let reading = &entry.reading;
            tr {
                th scope="row" { (links.to(number::cut(&entry.ship, NAME), reading.id)) span.small { (number::cut(&entry.image, NAME)) } }
                td.when { (when(entry.time)) span.small { (number::cut(&entry.time_basis, NAME)) } }
                td { (reading.method.map_or(NOTHING, method)) }
                td.num { (measurability(reading.measurability)) }
                td.num { (metres(reading.freeboard_m)) }
                td.num { (metres(reading.draught_m)) }
                td.num { (reading.draught_m.and_then(|d| number::interval(&d)).unwrap_or_else(|| NOTHING.into())) }
                td.num { (reading.analysts) }
                td { (reading.refusal.as_deref().unwrap_or(NOTHING)) }
            }
        }
    };
    let caption = html! {
        "What was read from images of ships. K is how many metres in the image stand for a metre of height; where it is small or of the wrong "
        "sign, the image cannot tell. Freeboard is the height of the edge of the deck amidships above the water. Times are UTC."
        @if dossier.is_simulated { " Simulated data." }
        @if all.len() > MOST_ROWS { " The first " (MOST_ROWS) " of " (all.len()) " rows; all stand in " a href="waterlines.csv" { "waterlines.csv" } "." }
    };
    let head = [
        "Ship, image",
        "Taken",
        "Read by",
        "K",
        "Freeboard, m",
        "Draught, m",
        "90 % interval, m",
        "People",
        "Why not, and what would do",
    ];
    table("waterlines", &caption, &head, &rows)
}

/// The middle of an estimate in metres.
fn metres(estimate: Option<Estimate<f64>>) -> String {
    estimate.map_or_else(|| NOTHING.into(), |e| number::mid(&e))
}

/// An estimate in metres with its interval.
fn metres_between(estimate: Option<Estimate<f64>>) -> String {
    estimate.map_or_else(|| NOTHING.into(), |e| number::estimate(&e, "m"))
}

fn measurability(k: Option<f64>) -> String {
    k.map_or_else(|| NOTHING.into(), |k| number::fixed(k, 2))
}

/// How a freeboard was read, for a reader.
const fn method(method: FreeboardMethod) -> &'static str {
    match method {
        FreeboardMethod::Shadow => "the shadow of the deck's edge",
        FreeboardMethod::Lean => "the side that an oblique view shows",
        FreeboardMethod::ShadowAndLean => "the gap between edge and shadow",
        FreeboardMethod::Horizon => "the horizon and the camera's height",
        FreeboardMethod::KnownVertical => "something upright of known height",
        FreeboardMethod::KnownLength => "the ship's length",
        FreeboardMethod::BootTopping => "the boot-topping",
        FreeboardMethod::DraughtMarks => "draught marks",
    }
}
