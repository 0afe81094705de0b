//! What the images show.

mod calendar;
pub(crate) mod chips;
mod occupancy;

use super::{NAME, NOTHING, Section, season, table};
use crate::bundle::OutputFile;
use crate::dossier::{Dossier, SceneEntry};
use crate::links::Links;
use crate::number;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use plimsoll_model::{DetectionKind, Pass, Period, RecordId};

/// The most scenes in the table on the page; all are in the CSV file.
const MOST_ROWS: usize = 200;

/// The section, or nothing where there is no scene.
pub(crate) fn section(dossier: &Dossier, links: &Links) -> Option<Section> {
    let all = &dossier.scenes;
    if all.scenes.is_empty() {
        return None;
    }
    let content = html! {
        p.note {
            "Each image was searched for bright objects on dark water. A detection is no ship until its reasons are read; a ship without a detection "
            "may lie where nothing was searched. Looks without a ship count too: they are in the calendar."
        }
        (scenes(dossier, links))
        (calendar::figure(dossier))
        (occupancy::figure(dossier))
        (chips::figures(dossier, links))
    };
    Some(Section { id: "scenes", heading: "What the images show", content })
}

/// True if there are pictures in the section.
pub(crate) fn has_pictures(dossier: &Dossier) -> bool {
    let is_here = !dossier.scenes.scenes.is_empty() && chips::shown(dossier).next().is_some();
    is_here || !season::calls::with_picture(dossier).is_empty()
}

/// The files of the chips that are shown: the pixels, and the values of the file.
pub(crate) fn files(dossier: &Dossier) -> Vec<OutputFile> {
    let mut files = Vec::new();
    let on_cards = season::calls::with_picture(dossier);
    let of_cards = dossier.scenes.chips.iter().filter(|chip| on_cards.contains(&chip.detection));
    for chip in chips::shown(dossier).filter(|_| has_pictures(dossier)).chain(of_cards) {
        let path = |ending: &str| format!("chips/{}.{ending}", chip.detection);
        files.push(OutputFile { path: path("png"), bytes: chip.original.clone() });
        files.extend(chip.values.iter().map(|v| OutputFile { path: path("tif"), bytes: v.clone() }));
    }
    files
}

/// The records that a number of the section stands on.
pub(crate) fn records(dossier: &Dossier) -> Vec<RecordId> {
    let scenes = dossier.scenes.scenes.iter().take(MOST_ROWS).map(|e| e.scene.id);
    scenes.chain(chips::shown(dossier).map(|chip| chip.detection)).collect()
}

fn scenes(dossier: &Dossier, links: &Links) -> Markup {
    let all = &dossier.scenes.scenes;
    let rows = html! {
        @for entry in all.iter().take(MOST_ROWS) {
            @let scene = &entry.scene;
            tr {
                th scope="row" { (links.to(number::cut(&scene.name, NAME), scene.id)) @if scene.footprint.is_empty() { span.small { "not placed on the Earth" } } }
                td.when { (when(scene.time)) span.small { (number::cut(&scene.time_basis, NAME)) } }
                td { (scene.sensor.as_deref().unwrap_or(NOTHING)) }
                td { (orbit(entry)) }
                td.num { (scene.incidence_deg.map_or_else(|| NOTHING.into(), |(a, b)| format!("{a:.0}–{b:.0}°"))) }
                td.num { (scene.searched_km2.map_or_else(|| NOTHING.into(), number::grouped)) }
                td.num { (ships(dossier, scene.id)) }
                td.num { (scene.expected_false.map_or_else(|| NOTHING.into(), |n| format!("{n:.2}"))) }
                td { (scene.refusal.as_deref().unwrap_or(NOTHING)) }
            }
        }
    };
    let caption = html! {
        "The images, with how much sea was searched in each, the ships found, and how many detections the sea alone is expected to give. Times are UTC."
        @if dossier.is_simulated { " Simulated data." }
        @if all.len() > MOST_ROWS { " The first " (MOST_ROWS) " of " (all.len()) " rows; all stand in " a href="scenes.csv" { "scenes.csv" } "." }
    };
    let head = [
        "Scene",
        "Time",
        "Sensor",
        "Orbit, pass",
        "Incidence",
        "Searched, km²",
        "Ships",
        "Expected false",
        "Why not used",
    ];
    table("scenes", &caption, &head, &rows)
}

fn ships(dossier: &Dossier, scene: RecordId) -> usize {
    let all = dossier.scenes.detections.iter().map(|e| &e.detection);
    all.filter(|d| d.scene == scene && d.kind == DetectionKind::Ship).count()
}

fn orbit(entry: &SceneEntry) -> String {
    let orbit = entry.scene.relative_orbit.map(|n| n.to_string());
    let parts: Vec<String> =
        orbit.into_iter().chain(entry.scene.pass.map(Pass::as_str).map(Into::into)).collect();
    if parts.is_empty() { NOTHING.into() } else { parts.join(", ") }
}

/// When an image was taken, as far as it is known.
pub(crate) fn when(time: Option<Period>) -> String {
    let Some(time) = time else { return "no time is known".into() };
    let (start, end) = (time.start().to_zoned(TimeZone::UTC), time.end().to_zoned(TimeZone::UTC));
    let is_midnight =
        start.time() == jiff::civil::Time::midnight() && end.time() == jiff::civil::Time::midnight();
    let minutes = time.duration().as_mins();
    match (is_midnight, minutes) {
        (true, 1440) => format!("{}, day only", start.date()),
        (_, 0..=20) => start.strftime("%Y-%m-%d %H:%M:%SZ").to_string(),
        _ => format!("{} to {}", start.strftime("%Y-%m-%d %H:%MZ"), end.strftime("%Y-%m-%d %H:%MZ")),
    }
}
