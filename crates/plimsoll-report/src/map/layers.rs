//! The layers of a map, the same for the map and its insets.

use super::inset::Cluster;
use super::label::{self, LETTERS, LINE, Placed, Rect, Wanted};
use super::mark::{self, Mark};
use super::projection::Frame;
use super::{Spot, background, drawn_gaps, outline};
use crate::coastline::{clipped, coastline_for};
use crate::dossier::Dossier;
use crate::figure::{Anchor, Canvas, Point, line, n, path, rect, text};
use crate::number;
use crate::section::season::voyages::flows;
use maud::{Markup, html};
use plimsoll_model::{Bounds, Position, TerminalRole};

/// The most corners of all tracks in the background together: about a megabyte. A telephone gets a third.
const MOST_POINTS: usize = 120_000;

/// How places are named on a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// By name, at the mark or at the end of a line from it.
    Anywhere,
    /// By name, right beside the mark and on no other place.
    Beside,
    /// By their number.
    Numbers,
}

/// One map to be drawn.
pub(super) struct View<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) frame: &'a Frame,
    pub(super) canvas: Canvas,
}

impl<'a> Spot<'a> {
    /// The same spot, for another map.
    pub(super) fn again(&self) -> Spot<'a> {
        Spot {
            number: self.number,
            entry: self.entry,
            area: self.area,
            visits: self.visits,
            season: self.season.clone(),
        }
    }

    /// What it is for and how many visits it had.
    pub(super) fn role(&self) -> String {
        let role = match self.entry.place.role {
            TerminalRole::Loading => "loading",
            TerminalRole::Discharge => "discharge",
            TerminalRole::Both => "loading and discharge",
        };
        match &self.season {
            Some(words) => format!("{role}, {words}"),
            None => format!("{role}, {} visit{}", self.visits, if self.visits == 1 { "" } else { "s" }),
        }
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
        let tracks = &self.dossier.map.tracks;
        let segments = tracks.iter().filter(|track| !track.is_background).flat_map(|track| &track.segments);
        let gaps: String = drawn_gaps(self.dossier)
            .iter()
            .map(|gap| self.visible(&[gap.off_position, gap.on_position]))
            .collect();
        html! {
            (self.background())
            (self.voyages())
            @for segment in segments {
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

    /// The ways of a season: as wide as calls are expected on them, each with that number beside its end.
    fn voyages(&self) -> Markup {
        let flows = flows(self.dossier);
        let most = flows.values().map(|flow| flow.expected).fold(0.0, f64::max);
        let widest = self.canvas.pick(15.0, 10.0);
        let drawn = self.dossier.season.legs.iter().filter_map(|leg| {
            let expected = flows.get(&(leg.from_place.as_str(), leg.to_place.as_str()))?.expected;
            let d = if leg.is_route { self.visible(&leg.path) } else { self.bent(&leg.path) };
            (expected > 0.0 && !d.is_empty()).then(|| (d, expected, 1.2 + (widest - 1.2) * expected / most))
        });
        html! {
            @for (d, _, width) in drawn { path.voyage d=(d) stroke-width=(n(width)) {} }
        }
    }

    /// The `d` of an arc between the ends of a line, bent to its left: it is no route.
    fn bent(&self, positions: &[Position]) -> String {
        let points = self.frame.project_all(positions);
        let (Some(a), Some(b)) = (points.first(), points.last()) else { return String::new() };
        let middle = Point { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) };
        let (bx, by) = (middle.x + (b.y - a.y) * 0.22, middle.y - (b.x - a.x) * 0.22);
        format!("M{} {}Q{} {} {} {}", n(a.x), n(a.y), n(bx), n(by), n(b.x), n(b.y))
    }

    /// The tracks of ships that the case does not ask about, as one path.
    fn background(&self) -> Markup {
        let tracks = self.dossier.map.tracks.iter().filter(|track| track.is_background);
        let runs: Vec<Vec<Point>> =
            tracks.flat_map(|track| &track.segments).flat_map(|segment| self.runs(segment)).collect();
        let d = background::path(&runs, self.canvas.pick(MOST_POINTS, MOST_POINTS / 3));
        html! { @if !d.is_empty() { path.backtrack d=(d) {} } }
    }

    /// True if a point lies on the canvas.
    fn shows(&self, p: Point) -> bool {
        (0.0..=self.frame.size.x).contains(&p.x) && (0.0..=self.frame.size.y).contains(&p.y)
    }

    /// The `d` of the parts of a line that may cross the canvas.
    fn visible(&self, positions: &[Position]) -> String {
        self.runs(positions).into_iter().map(|run| path(run, false)).collect()
    }

    /// The parts of a line that may cross the canvas. A line that leaves a map of the whole Earth at one side comes in at
    /// the other.
    fn runs(&self, positions: &[Position]) -> Vec<Vec<Point>> {
        let points = self.frame.project_all(positions);
        let turn = self.frame.turn();
        [-turn, 0.0, turn].into_iter().flat_map(|moved| self.crossing(&points, moved)).collect()
    }

    /// The parts that may cross the canvas, of a line moved to the right.
    fn crossing(&self, points: &[Point], moved: f64) -> Vec<Vec<Point>> {
        let size = self.frame.size;
        let crosses = |a: Point, b: Point| {
            a.x.min(b.x) <= size.x && a.x.max(b.x) >= 0.0 && a.y.min(b.y) <= size.y && a.y.max(b.y) >= 0.0
        };
        let there = |p: &Point| Point { x: p.x + moved, y: p.y };
        if let [lone] = points {
            let lone = there(lone);
            return if self.shows(lone) { vec![vec![lone]] } else { vec![] };
        }
        let (mut runs, mut run) = (Vec::new(), Vec::new());
        for pair in points.windows(2) {
            let (a, b) = (there(&pair[0]), there(&pair[1]));
            if crosses(a, b) {
                if run.is_empty() {
                    run.push(a);
                }
                run.push(b);
            } else if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
        }
        runs.extend((!run.is_empty()).then_some(run));
        runs
    }

    /// The marks of events at sea with those numbers that find room.
    pub(super) fn events(&self, marks: &[Mark], taken: Vec<Rect>) -> Markup {
        let wanted: Vec<Wanted> = marks.iter().filter_map(Mark::wanted).collect();
        html! {
            @for mark in marks { (mark.sign()) }
            @for placed in label::place(&wanted, taken, self.frame.size).iter().flatten() { (mark::written(placed)) }
        }
    }

    /// True if the name of every place has room beside its mark and on no other place. If not, numbers stand at the marks
    /// and the names in a list.
    pub(super) fn has_room(&self, spots: &[Spot<'_>], taken: &[Rect]) -> bool {
        let wanted: Vec<Wanted> = (0..spots.len()).map(|at| self.wanted(spots, at, Naming::Beside)).collect();
        label::place(&wanted, taken.to_vec(), self.frame.size).iter().all(Option::is_some)
    }

    /// Areas, marks and labels of places, and a box about each cluster that has an inset; and the ground that the labels
    /// take.
    pub(super) fn places(
        &self,
        spots: &[Spot<'_>],
        clusters: &[Cluster],
        naming: Naming,
        taken: &[Rect],
    ) -> (Markup, Vec<Rect>) {
        let is_alone = |at: usize| !clusters.iter().any(|cluster| cluster.members.contains(&at));
        let alone: Vec<usize> = (0..spots.len()).filter(|at| is_alone(*at)).collect();
        let mut wanted: Vec<Wanted> = alone.iter().map(|at| self.wanted(spots, *at, naming)).collect();
        wanted.extend(clusters.iter().map(|cluster| self.wanted_cluster(cluster, spots)));
        let placed = label::place(&wanted, taken.to_vec(), self.frame.size);
        let ground = placed.iter().flatten().map(|placed| placed.area);
        let ground = ground.chain(wanted.iter().map(|wanted| Rect::about(wanted.point, 7.0))).collect();
        let markup = html! {
            @for spot in spots { (self.area(spot)) }
            @for (at, spot) in spots.iter().enumerate() { (self.mark(spot, is_alone(at))) }
            @for cluster in clusters { (self.cluster_box(cluster, spots)) }
            @for (at, placed) in placed.iter().enumerate() {
                @match (placed, alone.get(at)) {
                    (Some(placed), _) => (written(placed)),
                    (None, Some(spot)) => (numbered(wanted[at].point, &spots[*spot].number.to_string())),
                    (None, None) => (numbered(wanted[at].point, &clusters[at - alone.len()].letter.to_string())),
                }
            }
        };
        (markup, ground)
    }

    /// The label of a place: its name, what it is for and how many visits it had; or its number.
    fn wanted(&self, spots: &[Spot<'_>], at: usize, naming: Naming) -> Wanted {
        let spot = &spots[at];
        let point = self.frame.project(spot.area.centre());
        if naming == Naming::Numbers {
            return Wanted { point, lines: vec![spot.number.to_string()], reach: label::FAR, avoid: vec![] };
        }
        let lines = vec![number::cut(&spot.entry.place.name, self.canvas.pick(34, 22)), spot.role()];
        if naming == Naming::Anywhere {
            return Wanted { point, lines, reach: label::FAR, avoid: vec![] };
        }
        let others = spots.iter().enumerate().filter(|(other, _)| *other != at);
        let avoid = others.map(|(_, other)| self.ground_of(other)).collect();
        Wanted { point, lines, reach: label::NEAR, avoid }
    }

    /// The box about a place.
    fn ground_of(&self, spot: &Spot<'_>) -> Rect {
        let points = self.frame.project_all(&outline(spot.area));
        let ends = |of: fn(&Point) -> f64| {
            let values = points.iter().map(of);
            (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
        };
        let ((left, right), (top, bottom)) = (ends(|p| p.x), ends(|p| p.y));
        Rect { left, top, right, bottom }
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
                format!("{visits} visit{}", if visits == 1 { "" } else { "s" }),
            ],
            reach: label::FAR,
            avoid: vec![],
        }
    }

    /// The outline of a place, where it is large enough to be seen.
    fn area(&self, spot: &Spot<'_>) -> Markup {
        let points = self.frame.project_all(&outline(spot.area));
        let ground = self.ground_of(spot);
        html! { @if ground.right - ground.left > 7.0 { path.area d=(path(points, true)) {} } }
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
