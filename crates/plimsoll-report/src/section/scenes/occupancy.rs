//! Occupancy strips: for each berth, the probability that a ship lay there at each look.

use crate::dossier::Dossier;
use crate::figure::{self, Anchor, Canvas, Point, line, rect, svg, text};
use maud::{Markup, html};
use plimsoll_model::{Occupancy, OccupancyState};
use std::collections::BTreeMap;

/// Berths that are drawn; the others stand in the CSV file.
const MOST_BERTHS: usize = 60;
/// Height of a strip, px.
const STRIP: f64 = 34.0;

/// The figure, or nothing where no berth was asked.
pub(super) fn figure(dossier: &Dossier) -> Markup {
    let mut berths: BTreeMap<&str, Vec<&Occupancy>> = BTreeMap::new();
    for one in dossier.scenes.occupancy.iter().map(|e| &e.occupancy) {
        berths.entry(&one.berth).or_default().push(one);
    }
    if berths.is_empty() {
        return html! {};
    }
    let rows: Vec<_> = berths.into_iter().take(MOST_BERTHS).collect();
    let caption = html! {
        "For each berth, the probability that a ship lay there at each look: a bar as high as its box is 1. A dot below marks the look; "
        "between the looks nothing is known. All answers stand in " a href="occupancy.csv" { "occupancy.csv" } "."
        ul.key { @for (class, words) in [("e-ships", "occupied"), ("e-empty", "empty"), ("e-unusable", "cannot say")] { li { span.swatch.(class) {} (words) } } }
    };
    figure::figure("Berths", |canvas| draw(dossier, &rows, canvas), &caption)
}

fn draw(dossier: &Dossier, rows: &[(&str, Vec<&Occupancy>)], canvas: Canvas) -> Markup {
    let (left, lift) = canvas.pick((200.0, 0.0), (0.0, 16.0));
    let pitch = STRIP + lift + 8.0;
    let width = canvas.width() - left;
    let size = Point { x: canvas.width(), y: pitch * rows.len() as f64 };
    let length = dossier.period.duration().as_secs_f64();
    let place = |one: &&Occupancy| {
        let time = one.time.filter(|t| t.overlaps(dossier.period))?;
        let since = (time.start().as_second() - dossier.period.start().as_second()) as f64;
        Some(left + (width - 4.0) * (since / length).clamp(0.0, 1.0))
    };
    let content = html! {
        @for (at, (berth, looks)) in rows.iter().enumerate() {
            @let y = pitch * at as f64 + lift;
            @let base = y + STRIP - 6.0;
            (text("rowname", Point { x: 0.0, y: y + canvas.pick(18.0, -4.0) }, Anchor::Start, &crate::number::cut(berth, canvas.pick(28, 44))))
            (rect("e-box", Point { x: left, y }, Point { x: width, y: STRIP - 6.0 }))
            (line("e-base", Point { x: left, y: base }, Point { x: left + width, y: base }))
            @for (x, one) in looks.iter().filter_map(|one| Some((place(one)?, one))) {
                @let high = (STRIP - 6.0) * one.p_occupied.unwrap_or(0.5).clamp(0.0, 1.0);
                @let wide = (width / looks.len().max(1) as f64 * 0.7).clamp(0.8, 4.0);
                (rect(class(one.state), Point { x, y: base - high.max(1.0) }, Point { x: wide, y: high.max(1.0) }))
                (rect("e-look", Point { x, y: base + 2.0 }, Point { x: wide, y: 3.0 }))
            }
        }
    };
    svg(
        size,
        &format!("Occupancy of {} berths over the period of the case", rows.len()),
        dossier.is_simulated,
        &content,
    )
}

const fn class(state: OccupancyState) -> &'static str {
    match state {
        OccupancyState::Occupied => "e-ships",
        OccupancyState::Empty => "e-empty",
        OccupancyState::Unknown => "e-unusable",
    }
}
