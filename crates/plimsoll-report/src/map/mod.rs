//! The map: places, tracks, silences, events and positions on the coastline, with insets where places lie close together.

mod background;
mod furniture;
mod inset;
mod label;
mod layers;
mod mark;
pub(crate) mod projection;
mod words;

use crate::dossier::{Dossier, GapEntry, PlaceEntry};
use crate::figure::{Canvas, Point, figure, n, svg};
use crate::number;
use crate::section::events::shown;
use crate::section::season::voyages;
use inset::Cluster;
use label::Rect;
use layers::{Naming, View};
use mark::Mark;
use maud::{Markup, html};
use plimsoll_model::{Area, Bounds, Gap, Length, Position, RecordId};
use projection::{Frame, bounds_of, most_of};
use std::collections::BTreeSet;

/// The most places that are named on a map; more are numbered as in the table of places.
const MOST_NAMES: usize = 10;

/// The least width of a map, degrees of longitude, so that a lone berth is seen with its coast.
const LEAST_SPAN: f64 = 0.8;

/// Least and greatest height of a map on a screen, as shares of its width.
const WIDE_HEIGHTS: (f64, f64) = (0.46, 0.8);

/// A place with its number in the table of places, its visits and its extent.
pub(crate) struct Spot<'a> {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// The place.
    pub(crate) entry: &'a PlaceEntry,
    /// Its extent.
    pub(crate) area: &'a Area,
    /// How many visits it had.
    pub(crate) visits: usize,
    /// What a season says of it, in place of its visits.
    pub(crate) season: Option<String>,
}

/// The places with their numbers, from 1; those without extent are not drawn but keep their number.
pub(crate) fn numbered(dossier: &Dossier) -> impl Iterator<Item = (usize, &PlaceEntry)> {
    (1..).zip(&dossier.places)
}

/// How many visits a place had.
pub(crate) fn visits_of(dossier: &Dossier, place: &str) -> usize {
    dossier.visits.iter().filter(|entry| entry.visit.place == place).count()
}

/// What a season says of a place: calls that exhibits show, or calls expected to have gone there; `None` without one.
fn of_season(dossier: &Dossier, place: &str) -> Option<String> {
    let calls = dossier.season.calls.iter().filter(|entry| entry.call.place == place).count();
    let flows = voyages::flows(dossier);
    let expected: f64 = flows.iter().filter(|((_, to), _)| *to == place).map(|(_, flow)| flow.expected).sum();
    match (calls, expected > 0.0) {
        (0, false) => None,
        (0, true) => Some(format!("{} calls expected", number::fixed(expected, 1))),
        (calls, _) => Some(format!("{calls} call{} shown", if calls == 1 { "" } else { "s" })),
    }
}

fn spots(dossier: &Dossier) -> Vec<Spot<'_>> {
    numbered(dossier)
        .filter_map(|(number, entry)| {
            let area = entry.place.area.as_ref()?;
            let name = &entry.place.name;
            Some(Spot {
                number,
                entry,
                area,
                visits: visits_of(dossier, name),
                season: of_season(dossier, name),
            })
        })
        .collect()
}

/// The outline of an area: its corners, or 64 points on its circle.
pub(crate) fn outline(area: &Area) -> Vec<Position> {
    match area {
        Area::Polygon { exterior, .. } => exterior.clone(),
        Area::Circle { centre, radius } => circle(*centre, *radius),
    }
}

/// Sixty-four points about a centre, counter-clockwise. The lengths of a degree at the centre are geodesics; for radii
/// of some kilometres the outline is right within 0.1 %.
fn circle(centre: Position, radius: Length) -> Vec<Position> {
    let (lat, lon) = (centre.lat_deg(), centre.lon_deg());
    let step = 0.01;
    let toward = if lat > 0.0 { -step } else { step };
    let wrap = |lon: f64| (lon + 540.0).rem_euclid(360.0) - 180.0;
    let metres = |lat: f64, lon: f64| {
        Position::from_lat_lon(lat, wrap(lon)).map_or(1.0, |p| centre.distance_to(p).to_metres().max(1e-3))
            / step
    };
    let (north, east) = (metres(lat + toward, lon), metres(lat, lon + step));
    (0..64)
        .filter_map(|k| {
            let angle = f64::from(k) / 64.0 * std::f64::consts::TAU;
            let (dx, dy) =
                (angle.cos() * radius.to_metres() / east, angle.sin() * radius.to_metres() / north);
            Position::from_lat_lon((lat + dy).clamp(-90.0, 90.0), wrap(lon + dx)).ok()
        })
        .collect()
}

/// What the map must hold: places, tracks, events and single positions. Tracks in the background count where there is
/// neither place nor other track, gaps where there is nothing else.
fn bounds(dossier: &Dossier, spots: &[Spot<'_>]) -> Option<Bounds> {
    if dossier.map.bounds.is_some() {
        return dossier.map.bounds;
    }
    let of_tracks = |is_background: bool| {
        let tracks = dossier.map.tracks.iter().filter(move |track| track.is_background == is_background);
        tracks.flat_map(|track| track.segments.iter().flatten().copied())
    };
    let mut held: Vec<Position> = spots.iter().flat_map(|spot| outline(spot.area)).collect();
    held.extend(of_tracks(false));
    if held.is_empty() {
        held.extend(most_of(&of_tracks(true).collect::<Vec<_>>()));
    }
    held.extend(dossier.season.legs.iter().flat_map(|leg| leg.path.iter().copied()));
    held.extend(dossier.map.positions.iter().map(|p| p.position));
    held.extend(dossier.encounters.iter().map(|entry| entry.encounter.position));
    held.extend(dossier.loitering.iter().map(|entry| entry.loitering.position));
    if held.is_empty() {
        held.extend(dossier.gaps.iter().flat_map(|entry| [entry.gap.off_position, entry.gap.on_position]));
    }
    bounds_of(&held)
}

/// The gaps that are drawn: of ships that called or whose track is drawn in colour, and those in the table of the page.
fn drawn_gaps(dossier: &Dossier) -> Vec<&Gap> {
    let tracks = dossier.map.tracks.iter().filter(|track| !track.is_background).map(|track| track.record);
    let called = dossier.visits.iter().map(|entry| entry.visit.vessel);
    let asked: BTreeSet<RecordId> = tracks.chain(called).collect();
    let in_table: BTreeSet<RecordId> = shown::gaps(dossier).iter().map(|(_, entry)| entry.gap.id).collect();
    let is_drawn = |entry: &&GapEntry| {
        entry.vessel.is_some_and(|vessel| asked.contains(&vessel))
            || asked.contains(&entry.gap.track)
            || in_table.contains(&entry.gap.id)
    };
    dossier.gaps.iter().filter(is_drawn).map(|entry| &entry.gap).collect()
}

/// The figure, or a sentence where there is nothing to draw.
pub(crate) fn map(dossier: &Dossier) -> Markup {
    let spots = spots(dossier);
    let Some(bounds) = bounds(dossier, &spots) else {
        return html! { p.none { "No place of this case has a known extent, and no track is given: there is no map." } };
    };
    let caption = words::caption(dossier, &spots, bounds);
    figure(&words::title(dossier, &spots), |canvas| draw(dossier, &spots, bounds, canvas), &caption)
}

/// The map and its insets.
fn draw(dossier: &Dossier, spots: &[Spot<'_>], bounds: Bounds, canvas: Canvas) -> Markup {
    let frame = Frame::fit(bounds, canvas.width(), canvas.pick(WIDE_HEIGHTS, (0.85, 1.3)), 0.12, LEAST_SPAN);
    let clusters = inset::clusters(&frame, spots);
    let insets = clusters.len() as f64;
    let width = canvas.pick((1040.0 - 12.0 * (insets.min(3.0) - 1.0)) / insets.clamp(2.0, 3.0), 358.0);
    html! {
        (main(dossier, &frame, spots, &clusters, canvas))
        @if !clusters.is_empty() {
            div.insets {
                @for cluster in &clusters { (inset::draw(dossier, cluster, spots, width, canvas)) }
            }
        }
    }
}

/// The map itself.
fn main(
    dossier: &Dossier,
    frame: &Frame,
    spots: &[Spot<'_>],
    clusters: &[Cluster],
    canvas: Canvas,
) -> Markup {
    let view = View { dossier, frame, canvas };
    let marks = mark::marks(dossier, frame);
    let radius = canvas.pick(58.0, 34.0);
    let globe = corner(dossier, frame, spots, &marks, radius * 2.0 + 16.0);
    let mut taken =
        vec![Rect { left: 0.0, top: frame.size.y - 18.0, right: frame.size.x, bottom: frame.size.y }];
    taken.extend(globe.map(|at| Rect::about(at, radius + 6.0)));
    let of_marks: Vec<Rect> = marks.iter().map(Mark::area).collect();
    let naming = if spots.len() > MOST_NAMES { Naming::Numbers } else { Naming::Anywhere };
    let (places, labels) = view.places(spots, clusters, naming, &[taken.clone(), of_marks.clone()].concat());
    let content = html! {
        (view.ground())
        (furniture::graticule(frame, canvas, globe.map(|at| Rect::about(at, radius))))
        (view.movements())
        (places)
        (view.events(&marks, [taken, of_marks, labels].concat()))
        @if let Some(at) = globe { (furniture::globe(frame, at, radius)) }
    };
    sheet(dossier, frame, &words::description(dossier, spots), &content)
}

/// A map with the strip below it.
fn sheet(dossier: &Dossier, frame: &Frame, label: &str, content: &Markup) -> Markup {
    let size = Point { x: frame.size.x, y: frame.size.y + furniture::STRIP };
    let content = html! {
        svg width=(n(frame.size.x)) height=(n(frame.size.y)) { (content) }
        (furniture::strip(frame))
    };
    svg(size, label, dossier.is_simulated, &content)
}

/// The middle of a box in a corner that covers no place and as little else as can be, the upper right first. Maps of more
/// than a third of the Earth need no globe.
fn corner(dossier: &Dossier, frame: &Frame, spots: &[Spot<'_>], marks: &[Mark], side: f64) -> Option<Point> {
    let (near, far, low) = (side / 2.0, frame.size.x - side / 2.0, frame.size.y - side / 2.0 - 20.0);
    let corners = [(far, near), (near, near), (far, low), (near, low)].map(|(x, y)| Point { x, y });
    let is_free = |at: &Point| {
        let area = Rect::about(*at, side / 2.0);
        !spots.iter().any(|spot| area.overlaps(&Rect::about(frame.project(spot.area.centre()), 12.0)))
    };
    let drawn: Vec<Point> = dossier
        .map
        .tracks
        .iter()
        .flat_map(|track| track.segments.iter().flatten())
        .map(|position| frame.project(*position))
        .collect();
    let covered = |at: &Point| {
        let area = Rect::about(*at, side / 2.0);
        let of = |points: &mut dyn Iterator<Item = Point>| points.filter(|p| area.holds(*p)).count();
        (of(&mut marks.iter().map(|mark| mark.point)), of(&mut drawn.iter().copied()))
    };
    (frame.span() < 120.0).then(|| corners.into_iter().filter(is_free).min_by_key(covered)).flatten()
}
