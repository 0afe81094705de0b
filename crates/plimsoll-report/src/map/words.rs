//! The map in words: its title, its caption, and its text for those who do not see it.

use super::projection::Frame;
use super::{LEAST_SPAN, MOST_NAMES, Spot, WIDE_HEIGHTS, drawn_gaps, inset};
use crate::coastline;
use crate::dossier::Dossier;
use crate::figure::Canvas;
use crate::number;
use maud::{Markup, html};
use plimsoll_model::Bounds;

/// What is on the map, in a few words.
pub(super) fn title(dossier: &Dossier, spots: &[Spot<'_>]) -> String {
    let has_events = !dossier.encounters.is_empty() || !dossier.loitering.is_empty();
    let parts = [
        (!spots.is_empty(), "places"),
        (!dossier.map.tracks.is_empty(), "tracks"),
        (!dossier.gaps.is_empty(), "silences"),
        (!dossier.season.legs.is_empty(), "voyages"),
        (has_events, "encounters and loitering"),
        (!dossier.map.positions.is_empty(), "single positions"),
    ];
    sentence(parts.into_iter().filter(|(is_there, _)| *is_there).map(|(_, words)| words.to_owned()).collect())
}

/// Words joined by commas, the first with a capital.
fn sentence(parts: Vec<String>) -> String {
    let joined = match parts.split_last() {
        Some((last, before)) if !before.is_empty() && !last.contains(" and ") => {
            format!("{} and {last}", before.join(", "))
        }
        _ => parts.join(", "),
    };
    let mut letters = joined.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The map for those who do not see it.
pub(super) fn description(dossier: &Dossier, spots: &[Spot<'_>]) -> String {
    let mut words = String::new();
    if !spots.is_empty() {
        let names: Vec<String> =
            spots.iter().take(MOST_NAMES).map(|spot| number::cut(&spot.entry.place.name, 40)).collect();
        words = format!(
            "Map of {}: {}. The table of places gives their coordinates. ",
            counted(spots.len(), "place"),
            names.join(", ")
        );
    }
    let shown = [
        (dossier.map.tracks.len(), "track"),
        (dossier.season.legs.len(), "voyage"),
        (dossier.encounters.len(), "encounter"),
        (dossier.loitering.len(), "loitering event"),
    ];
    let shown: Vec<String> =
        shown.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(count, what)).collect();
    if !shown.is_empty() {
        words.push_str(&format!("The map shows {}. ", shown.join(", ")));
    }
    if words.is_empty() { "Map of silences and single positions.".into() } else { words.trim_end().into() }
}

/// `1 place`, `2 places`.
fn counted(count: usize, what: &str) -> String {
    format!("{} {what}{}", number::grouped(count as f64), if count == 1 { "" } else { "s" })
}

/// What is seen, what is not, and whom to credit.
pub(super) fn caption(dossier: &Dossier, spots: &[Spot<'_>], bounds: Bounds) -> Markup {
    let frame = Frame::fit(bounds, Canvas::Wide.width(), WIDE_HEIGHTS, 0.12, LEAST_SPAN);
    let insets = inset::clusters(&frame, spots);
    let credit = match &dossier.map.coastline {
        Some(coastline) => coastline.credit.clone(),
        None => {
            let frames = insets.iter().filter_map(|cluster| inset::frame(cluster, spots, 340.0));
            coastline::credit(std::iter::once(frame).chain(frames).map(|frame| frame.bounds(12.0)))
        }
    };
    html! {
        (sentence(legend(dossier, spots))) ". " (beyond(dossier, &frame))
        @if !dossier.encounters.is_empty() || !dossier.loitering.is_empty() {
            "Numbers such as E1 are those of the tables under “Events at sea”; marks that would cover each other share one (E1 +3: E1 and three more near by), and a number without room is left out. "
            "A mark says nothing of what a ship did there. "
        }
        "Mercator projection, WGS 84; the scale bar holds at the middle of the map. "
        @if spots.len() > MOST_NAMES { "Numbers are those of the table of places. " }
        "The coastline is for orientation only: where a ship was is decided by her reports and the area of the place. "
        @if !insets.is_empty() { "Insets enlarge it beyond what its scale allows: it is some hundred metres off there. " }
        (credit)
    }
}

/// What each sign is.
fn legend(dossier: &Dossier, spots: &[Spot<'_>]) -> Vec<String> {
    let background = dossier.map.tracks.iter().filter(|track| track.is_background).count();
    let coloured = dossier.map.tracks.len() - background;
    let drawn = drawn_gaps(dossier).len();
    let some = if drawn < dossier.gaps.len() {
        format!("{} of {}, ", number::grouped(drawn as f64), number::grouped(dossier.gaps.len() as f64))
    } else {
        String::new()
    };
    let parts = [
        (!spots.is_empty(), "places of the case".to_owned()),
        (coloured > 0, "tracks (lines)".into()),
        (
            background > 0,
            format!(
                "tracks of {} ships (thin, grey; a dot for one that stayed)",
                if coloured > 0 { "other" } else { "all" }
            ),
        ),
        (
            drawn > 0,
            format!(
                "silences ({some}dashed: the straight line between the last report before and the first after, not her route)"
            ),
        ),
        (!dossier.season.legs.is_empty(), voyages(dossier)),
        (!dossier.encounters.is_empty(), "encounters (two dots)".into()),
        (!dossier.loitering.is_empty(), "loitering (rings, at the mean position)".into()),
        (!dossier.map.positions.is_empty(), "single positions (crosses)".into()),
    ];
    parts.into_iter().filter(|(is_there, _)| *is_there).map(|(_, words)| words).collect()
}

/// What the lines of the voyages are.
fn voyages(dossier: &Dossier) -> String {
    let is_route = dossier.season.legs.iter().all(|leg| leg.is_route);
    let line = if is_route { "along a sea route" } else { "arcs, not the routes sailed" };
    format!("voyages ({line}, as wide as calls are expected to have gone that way)")
}

/// How many tracks lie wholly beyond the map.
fn beyond(dossier: &Dossier, frame: &Frame) -> String {
    let bounds = frame.bounds(0.0);
    let is_beyond = |segments: &Vec<Vec<plimsoll_model::Position>>| {
        !segments.iter().flatten().any(|position| bounds.contains(*position))
    };
    let tracks = &dossier.map.tracks;
    match tracks.iter().filter(|track| is_beyond(&track.segments)).count() {
        0 => String::new(),
        count => format!(
            "{} of {} tracks lie beyond this map; map.geojson holds them. ",
            number::grouped(count as f64),
            number::grouped(tracks.len() as f64)
        ),
    }
}
