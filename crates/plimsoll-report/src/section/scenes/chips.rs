//! Chips: the pixels of a detection, enlarged and as they are.

use super::when;
use crate::base64;
use crate::dossier::{ChipEntry, DetectionEntry, Dossier, SceneEntry};
use crate::figure::over::{north, scale_bar};
use crate::figure::{Point, line, n};
use crate::links::Links;
use crate::number;
use crate::section::NAME;
use crate::section::season::calls;
use maud::{Markup, html};
use plimsoll_model::Detection;
use std::collections::BTreeMap;

/// The most chips on the page: with 40 of 100 pixels each it stays below 3 MB. The rest are in the CSV file.
const MOST_CHIPS: usize = 40;
/// How long the longer side of an enlarged chip is, px.
const SIDE: f64 = 330.0;

/// The chips that are shown here: those that stand on no card of a call.
pub(crate) fn shown(dossier: &Dossier) -> impl Iterator<Item = &ChipEntry> {
    let elsewhere = calls::with_picture(dossier);
    dossier.scenes.chips.iter().filter(move |chip| !elsewhere.contains(&chip.detection)).take(MOST_CHIPS)
}

/// The chips, or nothing.
pub(super) fn figures(dossier: &Dossier, links: &Links) -> Markup {
    let detections: BTreeMap<_, _> = dossier.scenes.detections.iter().map(|e| (e.detection.id, e)).collect();
    let scenes: BTreeMap<_, _> = dossier.scenes.scenes.iter().map(|e| (e.scene.id, e)).collect();
    let known: Vec<_> = shown(dossier)
        .filter_map(|chip| {
            let entry = *detections.get(&chip.detection)?;
            Some((chip, entry, *scenes.get(&entry.detection.scene)?))
        })
        .collect();
    if known.is_empty() {
        return html! {};
    }
    html! {
        h3 { "Detections, pixel by pixel" }
        p.note {
            "First the pixels enlarged, with the measured length and axis drawn over them in colour; then the same pixels as they are, untouched. "
            (known.len()) " of " (dossier.scenes.detections.len()) " detections are shown; all stand in " a href="detections.csv" { "detections.csv" } "."
            @if !calls::with_picture(dossier).is_empty() { " Those of port calls stand on their cards." }
        }
        div.chips { @for (chip, entry, scene) in known { (figure(dossier, chip, entry, scene, links)) } }
    }
}

fn figure(
    dossier: &Dossier,
    chip: &ChipEntry,
    entry: &DetectionEntry,
    scene: &SceneEntry,
    links: &Links,
) -> Markup {
    let d = &entry.detection;
    let file = |ending: &str| format!("chips/{}.{ending}", d.id);
    html! {
        figure.chip {
            div.pixels {
                (picture(chip, d, SIDE))
                img.plain alt="The same pixels, as they are" width=(chip.width) height=(chip.height) src={ "data:image/png;base64," (base64::encode(&chip.original)) };
            }
            figcaption {
                strong { (d.kind.as_str()) ", quality " (d.quality.as_str()) } ". "
                @if let Some(length) = d.length_m { "Length " (format!("{:.0} m ({:.0}–{:.0})", length.mid(), length.low(), length.high())) ". " }
                @if let Some(beam) = d.beam_m { "Beam " (format!("{:.0} m ({:.0}–{:.0})", beam.mid(), beam.low(), beam.high())) ". " }
                @if !entry.places.is_empty() { (entry.places.join(", ")) ". " }
                @if let Some(berth) = &d.berth { "At " (number::cut(berth, NAME)) ". " }
                @if !d.reasons.is_empty() { "Reasons: " (d.reasons.join("; ")) ". " }
                span.small {
                    (when(scene.scene.time)) ". " (scene.scene.sensor.as_deref().unwrap_or("Sensor not known")) ". "
                    @match d.position { Some(p) => (format!("{:.4}, {:.4}. ", p.lat_deg(), p.lon_deg())), None => "Not placed on the Earth. " }
                    @if chip.north_deg.is_none() { "Where north is, is not known. " }
                    (chip.stretch) ". "
                    @if dossier.is_simulated { strong { "Simulated data. " } }
                }
                span.small {
                    "Lines " (d.window.line) "–" (d.window.line.saturating_add(d.window.lines.saturating_sub(1)))
                    ", samples " (d.window.sample) "–" (d.window.sample.saturating_add(d.window.samples.saturating_sub(1))) " of "
                    (number::cut(&scene.exhibit, 120)) ", sha256 " code { (number::cut(&scene.sha256, 12)) } ". "
                    a href=(file("png")) { "pixels" } @if chip.values.is_some() { ", " a href=(file("tif")) { "values of the file" } } ". " (links.id(d.id))
                }
                @if !scene.credit.is_empty() { span.small { (number::cut(&scene.credit, 300)) } }
            }
        }
    }
}

/// The pixels enlarged until the longer side has so many px, with what was measured drawn over them.
pub(crate) fn picture(chip: &ChipEntry, d: &Detection, side: f64) -> Markup {
    let scale = side / f64::from(chip.width.max(chip.height).max(1));
    let (width, height) = (f64::from(chip.width) * scale, f64::from(chip.height) * scale);
    html! {
        div.enlarged {
            img alt={ "Image of the detection " (d.id) ", enlarged" } width=(n(width)) height=(n(height)) src={ "data:image/png;base64," (base64::encode(&chip.png)) };
            (overlay(chip, d, scale))
        }
    }
}

/// What is drawn over the enlarged pixels: axis and length, north, a scale bar.
fn overlay(chip: &ChipEntry, d: &Detection, scale: f64) -> Markup {
    let (width, height) = (f64::from(chip.width) * scale, f64::from(chip.height) * scale);
    let (down_m, across_m) = chip.metres_per_pixel;
    html! {
        svg.overlay viewBox={ "0 0 " (n(width)) " " (n(height)) } aria-hidden="true" {
            @if let (Some(axis), Some(length)) = (d.axis_deg, d.length_m) {
                // A true direction turns with the picture; without north it counts from its top.
                @let angle = (axis + chip.north_deg.unwrap_or(0.0)).to_radians();
                @let x = length.mid() / 2.0 * angle.sin() / across_m * scale;
                @let y = -length.mid() / 2.0 * angle.cos() / down_m * scale;
                @let (cx, cy) = (chip.centre.1 * scale, chip.centre.0 * scale);
                (line("o-axis", Point { x: cx - x, y: cy - y }, Point { x: cx + x, y: cy + y }))
                (line("o-end", Point { x: cx - x - y * 0.1, y: cy - y + x * 0.1 }, Point { x: cx - x + y * 0.1, y: cy - y - x * 0.1 }))
                (line("o-end", Point { x: cx + x - y * 0.1, y: cy + y + x * 0.1 }, Point { x: cx + x + y * 0.1, y: cy + y - x * 0.1 }))
            }
            @if let Some(north_deg) = chip.north_deg { (north(width, north_deg)) }
            (scale_bar(Point { x: width, y: height }, scale / across_m))
        }
    }
}
