//! The map: places, tracks, silences and positions on the coastline, with insets where places lie close together.

mod furniture;
mod inset;
mod label;
mod layers;
pub(crate) mod projection;

use crate::coastline;
use crate::dossier::{Dossier, PlaceEntry};
use crate::figure::{Canvas, Point, figure, n, svg};
use inset::Cluster;
use label::Rect;
use layers::View;
use maud::{Markup, html};
use plimsoll_model::{Area, Bounds, Length, Position};
use projection::{Frame, bounds_of};

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
}

/// The places with their numbers, from 1; those without extent are not drawn but keep their number.
pub(crate) fn numbered(dossier: &Dossier) -> impl Iterator<Item = (usize, &PlaceEntry)> {
    (1..).zip(&dossier.places)
}

/// How many visits a place had.
pub(crate) fn visits_of(dossier: &Dossier, place: &str) -> usize {
    dossier.visits.iter().filter(|entry| entry.visit.place == place).count()
}

fn spots(dossier: &Dossier) -> Vec<Spot<'_>> {
    numbered(dossier)
        .filter_map(|(number, entry)| {
            let area = entry.place.area.as_ref()?;
            Some(Spot { number, entry, area, visits: visits_of(dossier, &entry.place.name) })
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

/// What the map must hold.
fn bounds(dossier: &Dossier, spots: &[Spot<'_>]) -> Option<Bounds> {
    if dossier.map.bounds.is_some() {
        return dossier.map.bounds;
    }
    let mut held: Vec<Position> = spots.iter().flat_map(|spot| outline(spot.area)).collect();
    held.extend(dossier.map.tracks.iter().flat_map(|track| track.segments.iter().flatten().copied()));
    held.extend(dossier.map.positions.iter().map(|p| p.position));
    if held.is_empty() {
        held.extend(dossier.gaps.iter().flat_map(|entry| [entry.gap.off_position, entry.gap.on_position]));
    }
    bounds_of(&held)
}

/// The figure, or a sentence where there is nothing to draw.
pub(crate) fn map(dossier: &Dossier) -> Markup {
    let spots = spots(dossier);
    let Some(bounds) = bounds(dossier, &spots) else {
        return html! { p.none { "No place of this case has a known extent, and no track is given: there is no map." } };
    };
    figure(
        "Places, tracks and silences",
        |canvas| draw(dossier, &spots, bounds, canvas),
        &caption(dossier, &spots, bounds),
    )
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
    let radius = canvas.pick(58.0, 34.0);
    let globe = corner(frame, spots, radius * 2.0 + 16.0);
    let mut taken =
        vec![Rect { left: 0.0, top: frame.size.y - 18.0, right: frame.size.x, bottom: frame.size.y }];
    taken.extend(globe.map(|at| Rect::about(at, radius + 6.0)));
    let content = html! {
        (view.ground())
        (furniture::graticule(frame, canvas))
        (view.movements())
        (view.places(spots, clusters, taken))
        @if let Some(at) = globe { (furniture::globe(frame, at, radius)) }
    };
    sheet(dossier, frame, &description(spots), &content)
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

/// The middle of a box in a corner, the upper right first, that covers no place. Maps of more than a
/// third of the Earth need no globe.
fn corner(frame: &Frame, spots: &[Spot<'_>], side: f64) -> Option<Point> {
    let (near, far, low) = (side / 2.0, frame.size.x - side / 2.0, frame.size.y - side / 2.0 - 20.0);
    let corners = [(far, near), (near, near), (far, low), (near, low)].map(|(x, y)| Point { x, y });
    let is_free = |at: &Point| {
        let area = Rect::about(*at, side / 2.0);
        !spots.iter().any(|spot| area.overlaps(&Rect::about(frame.project(spot.area.centre()), 12.0)))
    };
    (frame.span() < 120.0).then(|| corners.into_iter().find(is_free)).flatten()
}

/// The map in words.
fn description(spots: &[Spot<'_>]) -> String {
    let names: Vec<String> =
        spots.iter().take(MOST_NAMES).map(|spot| crate::number::cut(&spot.entry.place.name, 40)).collect();
    format!(
        "Map of {} places: {}. The table of places gives their coordinates.",
        spots.len(),
        names.join(", ")
    )
}

/// What is seen, what is not, and whom to credit.
fn caption(dossier: &Dossier, spots: &[Spot<'_>], bounds: Bounds) -> Markup {
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
        "Places of the case"
        @if !dossier.map.tracks.is_empty() { ", tracks (lines)" }
        @if !dossier.gaps.is_empty() { ", silences (dashed: the straight line between the last report before and the first after, not her route)" }
        @if !dossier.map.positions.is_empty() { ", single positions (crosses)" }
        ". Mercator projection, WGS 84; the scale bar holds at the middle of the map. "
        @if spots.len() > MOST_NAMES { "Numbers are those of the table of places. " }
        "The coastline is for orientation only: where a ship was is decided by her reports and the area of the place. "
        @if !insets.is_empty() { "Insets enlarge it beyond what its scale allows: it is some hundred metres off there. " }
        (credit)
    }
}
