//! The pixels of a reading with the points drawn over them, the legend, and the same pixels untouched.

use super::overlay::{View, sample, signs};
use crate::base64;
use crate::dossier::{Dossier, MarkedChip, WaterlineEntry};
use crate::figure::{Canvas, Point, n};
use crate::number;
use crate::section::scenes::when;
use maud::{Markup, html};
use plimsoll_model::RecordId;

/// The most that a picture measures, px: across, down.
const WIDE: Point = Point { x: 560.0, y: 460.0 };
const NARROW: Point = Point { x: 356.0, y: 460.0 };
/// A picture is not enlarged more than so many times.
const MOST_ENLARGED: f64 = 8.0;
/// Pixels of an image that measure no more stand untouched on the page; larger ones in a file.
const MOST_PLAIN_PX: u32 = 320;

/// The most that the pictures of the page weigh together, bytes; those beyond it stand in files only.
const MOST_BYTES: usize = 4_000_000;

/// The picture of a reading, if it stands on the page.
pub(super) fn on_page<'a>(dossier: &'a Dossier, entry: &'a WaterlineEntry) -> Option<&'a MarkedChip> {
    let weight = |e: &WaterlineEntry| {
        e.chip.as_ref().map_or(0, |c| c.png.len() + if is_plain(c) { c.original.len() } else { 0 })
    };
    let before =
        super::shown(dossier).take_while(|e| e.reading.id != entry.reading.id).map(weight).sum::<usize>();
    entry.chip.as_ref().filter(|_| before + weight(entry) <= MOST_BYTES)
}

/// True if its untouched pixels stand on the page.
const fn is_plain(chip: &MarkedChip) -> bool {
    chip.window.samples <= MOST_PLAIN_PX && chip.window.lines <= MOST_PLAIN_PX
}

/// The file of the untouched pixels.
pub(super) fn path(reading: RecordId) -> String {
    format!("chips/{reading}.png")
}

/// Pixels on the page for each of the image.
fn scale(chip: &MarkedChip, room: Point) -> f64 {
    let (wide, high) = (f64::from(chip.window.samples.max(1)), f64::from(chip.window.lines.max(1)));
    (room.x / wide).min(room.y / high).min(MOST_ENLARGED)
}

/// Picture, untouched pixels where they are few, and legend.
pub(super) fn pixels(dossier: &Dossier, entry: &WaterlineEntry, chip: &MarkedChip) -> Markup {
    let is_simulated = entry.is_simulated || dossier.is_simulated;
    let view = |canvas: Canvas| View { chip, scale: scale(chip, canvas.pick(WIDE, NARROW)) };
    let size = view(Canvas::Wide).size();
    let src = |bytes: &[u8]| format!("data:image/png;base64,{}", base64::encode(bytes));
    let alt = format!("Image of {} with the points that were set", number::cut(&entry.ship, 60));
    let w = chip.window;
    html! {
        div.pixels {
            div.enlarged {
                img.smooth[view(Canvas::Wide).scale < 1.0] alt=(alt) width=(n(size.x)) height=(n(size.y)) src=(src(&chip.png));
                (view(Canvas::Wide).overlay(entry, "wide", is_simulated))
                (view(Canvas::Narrow).overlay(entry, "narrow", is_simulated))
            }
            @if is_plain(chip) {
                img.plain alt="The same pixels, as they are" width=(w.samples) height=(w.lines) src=(src(&chip.original));
            }
        }
        ul.signs {
            @for sign in signs(entry, chip) {
                li { (sample(sign)) (sign.words) @if !sign.line.is_empty() { span.signline { " (" (sign.line) ")" } } }
            }
        }
    }
}

/// Where the pixels come from.
pub(super) fn origin(dossier: &Dossier, entry: &WaterlineEntry, chip: &MarkedChip) -> Markup {
    let w = chip.window;
    let last = |first: u32, many: u32| first.saturating_add(many.saturating_sub(1));
    html! {
        span.small {
            (number::cut(&entry.image, 120)) ", " (when(entry.time)) ". "
            @if !chip.stretch.is_empty() { (chip.stretch) ". " }
            @if chip.metres_per_pixel.is_some() && chip.north_deg.is_none() { "Where north is, is not known. " }
            @if entry.is_simulated || dossier.is_simulated { strong { "Simulated image. " } }
        }
        span.small {
            "Lines " (w.line) "–" (last(w.line, w.lines)) ", samples " (w.sample) "–" (last(w.sample, w.samples)) " of "
            (number::cut(&entry.exhibit, 120)) ", sha256 " code { (number::cut(&entry.sha256, 12)) } ". "
            a href=(path(entry.reading.id)) { "The pixels, untouched" } ", " (w.samples) " × " (w.lines) "."
        }
        @if !entry.credit.is_empty() { span.small { (number::cut(&entry.credit, 300)) } }
    }
}
