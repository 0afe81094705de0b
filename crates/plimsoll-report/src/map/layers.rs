//! The layers of a map, the same for the map and its insets.

use super::inset::Cluster;
use super::label::{self, LETTERS, LINE, Placed, Rect, Wanted};
use super::projection::Frame;
use super::{MOST_NAMES, Spot, outline};
use crate::coastline::{clipped, coastline_for};
use crate::dossier::Dossier;
use crate::figure::{Anchor, Canvas, Point, line, n, path, rect, text};
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Bounds, Position, TerminalRole};

/// One map to be drawn.
pub(super) struct View<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) frame: &'a Frame,
    pub(super) canvas: Canvas,
}

impl<'a> Spot<'a> {
    /// The same spot, for another map.
    pub(super) fn again(&self) -> Spot<'a> {
        Spot { number: self.number, entry: self.entry, area: self.area, visits: self.visits }
    }
}

impl View<'_> {
    /// Sea and land.
    pub(super) fn ground(&self) -> Markup {
        let bounds = self.frame.bounds(12.0);
        let (land, seam) = match &self.dossier.map.coastline {
            Some(own) => (clipped(&own.polygons, bounds), None),
            None => {
                let coastline = coastline_for(bounds);
                (coastline.polygons, coastline.seam)
            }
        };
        html! {
            (rect("sea", Point { x: 0.0, y: 0.0 }, self.frame.size))
            @for ring in &land {
                @let points = self.frame.project_all(ring);
                @let cuts = cuts(ring, seam);
                @if cuts.contains(&true) {
                    path.land d=(path(points.iter().copied(), true)) {}
                    path.coast d=(shore(&points, &cuts)) {}
                } @else {
                    path.land.coast d=(path(points, true)) {}
                }
            }
        }
    }

    /// Tracks, silences and single positions.
    pub(super) fn movements(&self) -> Markup {
        let tracks = self.dossier.map.tracks.iter().flat_map(|track| &track.segments);
        let gaps = self.dossier.gaps.iter().map(|entry| [entry.gap.off_position, entry.gap.on_position]);
        let gaps: String = gaps.map(|ends| self.visible(&ends)).collect();
        html! {
            @for segment in tracks {
                @let d = self.visible(segment);
                @if !d.is_empty() { path.track d=(d) {} }
            }
            @if !gaps.is_empty() { path.gapline d=(gaps) {} }
            @for position in &self.dossier.map.positions {
                @let p = self.frame.project(position.position);
                @if self.shows(p) {
                    path.cross d=(format!("M{} {}h8m-4 -4v8", n(p.x - 4.0), n(p.y))) {}
                    (text("poslabel", Point { x: p.x + 6.0, y: p.y - 4.0 }, Anchor::Start, &number::cut(&position.label, 30)))
                }
            }
        }
    }

    /// True if a point lies on the canvas.
    fn shows(&self, p: Point) -> bool {
        (0.0..=self.frame.size.x).contains(&p.x) && (0.0..=self.frame.size.y).contains(&p.y)
    }

    /// The `d` of the parts of a line that may cross the canvas.
    fn visible(&self, positions: &[Position]) -> String {
        let points = self.frame.project_all(positions);
        let size = self.frame.size;
        let crosses = |a: Point, b: Point| {
            a.x.min(b.x) <= size.x && a.x.max(b.x) >= 0.0 && a.y.min(b.y) <= size.y && a.y.max(b.y) >= 0.0
        };
        let mut d = String::new();
        let mut run: Vec<Point> = Vec::new();
        for pair in points.windows(2) {
            if crosses(pair[0], pair[1]) {
                if run.is_empty() {
                    run.push(pair[0]);
                }
                run.push(pair[1]);
            } else {
                d.push_str(&path(std::mem::take(&mut run), false));
            }
        }
        d + &path(run, false)
    }

    /// Areas, marks and labels of places, and a box about each cluster that has an inset.
    pub(super) fn places(&self, spots: &[Spot<'_>], clusters: &[Cluster], taken: Vec<Rect>) -> Markup {
        let is_alone = |at: usize| !clusters.iter().any(|cluster| cluster.members.contains(&at));
        let alone: Vec<&Spot<'_>> =
            spots.iter().enumerate().filter(|(at, _)| is_alone(*at)).map(|(_, spot)| spot).collect();
        let mut wanted: Vec<Wanted> = alone.iter().map(|spot| self.wanted(spot, spots.len())).collect();
        wanted.extend(clusters.iter().map(|cluster| self.wanted_cluster(cluster, spots)));
        let placed = label::place(&wanted, taken, self.frame.size);
        html! {
            @for spot in spots { (self.area(spot)) }
            @for (at, spot) in spots.iter().enumerate() { (self.mark(spot, is_alone(at))) }
            @for cluster in clusters { (self.cluster_box(cluster, spots)) }
            @for (at, placed) in placed.iter().enumerate() {
                @match (placed, alone.get(at)) {
                    (Some(placed), _) => (written(placed)),
                    (None, Some(spot)) => (numbered(wanted[at].point, &spot.number.to_string())),
                    (None, None) => (numbered(wanted[at].point, &clusters[at - alone.len()].letter.to_string())),
                }
            }
        }
    }

    /// The label of a place: its name, what it is for and how many visits it had; or its number, if there are many.
    fn wanted(&self, spot: &Spot<'_>, all: usize) -> Wanted {
        let point = self.frame.project(spot.area.centre());
        if all > MOST_NAMES {
            return Wanted { point, lines: vec![spot.number.to_string()] };
        }
        let name = number::cut(&spot.entry.place.name, self.canvas.pick(34, 22));
        let role = match spot.entry.place.role {
            TerminalRole::Loading => "loading",
            TerminalRole::Discharge => "discharge",
            TerminalRole::Both => "loading and discharge",
        };
        let plural = if spot.visits == 1 { "" } else { "s" };
        Wanted { point, lines: vec![name, format!("{role}, {} visit{plural}", spot.visits)] }
    }

    /// The label of a cluster.
    fn wanted_cluster(&self, cluster: &Cluster, spots: &[Spot<'_>]) -> Wanted {
        let members: Vec<&Spot<'_>> = cluster.members.iter().filter_map(|at| spots.get(*at)).collect();
        let points: Vec<Point> = members.iter().map(|spot| self.frame.project(spot.area.centre())).collect();
        let count = points.len().max(1) as f64;
        let point = Point {
            x: points.iter().map(|p| p.x).sum::<f64>() / count,
            y: points.iter().map(|p| p.y).sum::<f64>() / count,
        };
        let visits: usize = members.iter().map(|spot| spot.visits).sum();
        Wanted {
            point,
            lines: vec![
                format!("{}: {} places, see inset", cluster.letter, members.len()),
                format!("{visits} visits"),
            ],
        }
    }

    /// The outline of a place, where it is large enough to be seen.
    fn area(&self, spot: &Spot<'_>) -> Markup {
        let points = self.frame.project_all(&outline(spot.area));
        let xs = || points.iter().map(|p| p.x);
        let wide = xs().fold(f64::NEG_INFINITY, f64::max) - xs().fold(f64::INFINITY, f64::min);
        html! { @if wide > 7.0 { path.area d=(path(points, true)) {} } }
    }

    /// The mark of a place.
    fn mark(&self, spot: &Spot<'_>, is_alone: bool) -> Markup {
        let p = self.frame.project(spot.area.centre());
        let radius = if is_alone { 4.5 } else { 2.5 };
        html! { circle.place cx=(n(p.x)) cy=(n(p.y)) r=(n(radius)) {} }
    }

    /// The box about a cluster.
    fn cluster_box(&self, cluster: &Cluster, spots: &[Spot<'_>]) -> Markup {
        let points: Vec<Point> = cluster
            .members
            .iter()
            .filter_map(|at| spots.get(*at))
            .map(|spot| self.frame.project(spot.area.centre()))
            .collect();
        let least = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min) - 6.0;
        let most = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max) + 6.0;
        let (left, top) = (least(|p| p.x), least(|p| p.y));
        rect("cluster", Point { x: left, y: top }, Point { x: most(|p| p.x) - left, y: most(|p| p.y) - top })
    }
}

/// For each corner of a ring, whether the side that leads to it is a cut and no coast: along the 180th meridian, or along
/// a seam between two sources.
fn cuts(ring: &[Position], seam: Option<Bounds>) -> Vec<bool> {
    let before = ring.iter().cycle().skip(ring.len().saturating_sub(1));
    before.zip(ring).map(|(a, b)| is_cut(*a, *b, seam)).collect()
}

fn is_cut(a: Position, b: Position, seam: Option<Bounds>) -> bool {
    let near = |value: f64, line: f64| (value - line).abs() < 1e-9;
    let along = |lon: f64| near(a.lon_deg(), lon) && near(b.lon_deg(), lon);
    let across = |lat: f64| near(a.lat_deg(), lat) && near(b.lat_deg(), lat);
    let is_180 = a.lon_deg().abs() > 179.999_9 && b.lon_deg().abs() > 179.999_9;
    is_180
        || seam.is_some_and(|s| {
            along(s.west_deg) || along(s.east_deg) || across(s.south_deg) || across(s.north_deg)
        })
}

/// The `d` of a ring's sides that are coast.
fn shore(points: &[Point], cuts: &[bool]) -> String {
    let mut d = String::new();
    let mut run: Vec<Point> = Vec::new();
    let closing = points.first().zip(cuts.first());
    for (point, is_cut) in points.iter().zip(cuts).chain(closing) {
        if *is_cut {
            d.push_str(&path(std::mem::take(&mut run), false));
        }
        run.push(*point);
    }
    d + &path(run, false)
}

/// A label with its leader.
fn written(placed: &Placed) -> Markup {
    html! {
        @if let Some((from, to)) = placed.leader { (line("leader", from, to)) }
        @for (at, words) in placed.lines.iter().enumerate() {
            @let class = if at == 0 { "placename" } else { "placenote" };
            @let y = placed.area.top + LINE * at as f64 + LETTERS.0;
            (text(class, Point { x: placed.area.left + 3.0, y }, Anchor::Start, words))
        }
    }
}

/// A mark with its number on it.
fn numbered(point: Point, number: &str) -> Markup {
    html! {
        circle.badge cx=(n(point.x)) cy=(n(point.y)) r="8" {}
        (text("badgetext", Point { x: point.x, y: point.y + 4.0 }, Anchor::Middle, number))
    }
}
